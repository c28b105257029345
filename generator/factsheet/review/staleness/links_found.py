"""What the hosts of sources answered, as findings at the `url` of each source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from factsheet.analysis.catalog import Catalog
from factsheet.diagnostics.core import Diagnostic, Location, Rule, sort_diagnostics
from factsheet.diagnostics.rules.review import LINK_GONE, LINK_MOVED, LINK_UNVERIFIABLE, NO_RESPONSE
from factsheet.review.link_checker import LinkAnswer, LinkResult


@dataclass(frozen=True, slots=True)
class SourceLink:
    """A source and what its address answered."""

    source: str
    result: LinkResult
    location: Location

    @property
    def diagnostic(self) -> Diagnostic | None:
        """What is wrong with the address; None where nothing is."""
        told = _diagnose_result(self.result)
        if told is None:
            return None
        rule, message, hint = told
        return rule.report(self.location, f"source '{self.source}': {message}", hint)


def collect_link_diagnostics(links: Iterable[SourceLink]) -> tuple[Diagnostic, ...]:
    """Return what is wrong with any of the addresses."""
    return sort_diagnostics(finding for link in links if (finding := link.diagnostic))


def list_source_links(catalog: Catalog, asked: Mapping[str, LinkResult]) -> tuple[SourceLink, ...]:
    """Return what became of the address of each source, in the order of the sources."""
    return tuple(
        SourceLink(source.id, asked[source.url], source.locations.find("url"))
        for source in catalog.sources.values()
        if source.url in asked
    )


def _diagnose_result(asked: LinkResult) -> tuple[Rule, str, str] | None:
    match asked.answer:
        case LinkAnswer.GONE:
            behind = f" behind '{asked.moved_to}'" if asked.moved_to else ""
            hint = "put its new address here, or that of an archived copy"
            return LINK_GONE, f"nothing stands at its address any more ({asked.status}{behind})", hint
        case LinkAnswer.REFUSED:
            message = f"its host turns programs away ({asked.status}), so this cannot be told"
            return LINK_UNVERIFIABLE, message, "open the address yourself"
        case LinkAnswer.SILENT:
            hint = "try again on another day; if it stays so, put the address of an archived copy here"
            return NO_RESPONSE, f"its address does not answer: {asked.why}", hint
        case LinkAnswer.MOVED:
            hint = "look whether the same text stands there, and put that address here"
            return LINK_MOVED, f"it has moved for good to '{asked.moved_to}'", hint
        case LinkAnswer.ANSWERS:
            return None
