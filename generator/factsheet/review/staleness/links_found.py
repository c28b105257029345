"""What the hosts of sources answered, as findings at the `url` of each source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from factsheet.analysis.catalog import Catalog
from factsheet.diagnostics.core import Diagnostic, Location, Rule, arrange
from factsheet.diagnostics.rules.staleness import CANNOT_TELL, LINK_GONE, LINK_MOVED, NO_ANSWER
from factsheet.review.link_checker import Answer, Asked


@dataclass(frozen=True, slots=True)
class LinkOf:
    """A source and what its address answered."""

    source: str
    asked: Asked
    at: Location

    @property
    def finding(self) -> Diagnostic | None:
        """What is wrong with the address; None where nothing is."""
        told = _told(self.asked)
        if told is None:
            return None
        rule, message, hint = told
        return rule.at(self.at, f"source '{self.source}': {message}", hint)


def found_in(links: Iterable[LinkOf]) -> tuple[Diagnostic, ...]:
    """Return what is wrong with any of the addresses."""
    return arrange(finding for link in links if (finding := link.finding))


def links_of(catalog: Catalog, asked: Mapping[str, Asked]) -> tuple[LinkOf, ...]:
    """Return what became of the address of each source, in the order of the sources."""
    return tuple(
        LinkOf(source.id, asked[source.url], source.where.of("url"))
        for source in catalog.sources.values()
        if source.url in asked
    )


def _told(asked: Asked) -> tuple[Rule, str, str] | None:
    match asked.answer:
        case Answer.GONE:
            behind = f" behind '{asked.to}'" if asked.to else ""
            hint = "put its new address here, or that of an archived copy"
            return LINK_GONE, f"nothing stands at its address any more ({asked.status}{behind})", hint
        case Answer.REFUSED:
            message = f"its host turns programs away ({asked.status}), so this cannot be told"
            return CANNOT_TELL, message, "open the address yourself"
        case Answer.SILENT:
            hint = "try again on another day; if it stays so, put the address of an archived copy here"
            return NO_ANSWER, f"its address does not answer: {asked.why}", hint
        case Answer.MOVED:
            hint = "look whether the same text stands there, and put that address here"
            return LINK_MOVED, f"it has moved for good to '{asked.to}'", hint
        case Answer.ANSWERS:
            return None
