"""Where ids lead: references are looked up here, and one that leads nowhere is told where it is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Protocol

from factsheet.diagnostics.core import Diagnostic, FieldLocations, Location, Reference, suggest_nearest
from factsheet.diagnostics.rules.schema import UNKNOWN_ID
from factsheet.model.text.spans import Link, PageAddress, Text, list_links
from factsheet.parsing.validate import ANY_ID


class IdentifiedRecord(Protocol):
    """Anything with an id and a place."""

    @property
    def id(self) -> str:
        """The lasting name."""

    @property
    def locations(self) -> FieldLocations:
        """The place in its file."""


@dataclass(frozen=True, slots=True)
class KnownIds:
    """The ids there are, by kind, and where to say that one is not among them."""

    records: Mapping[str, Mapping[str, IdentifiedRecord]]
    unreadable: frozenset[tuple[str, str]]
    diagnostics: list[Diagnostic]
    missing: set[tuple[str, str]] = field(default_factory=set)
    """Kind and id of what is mentioned and is not there; what was meant instead is not known."""

    def can_resolve(self, reference: Reference, *kinds: str, message: str = "") -> bool:
        """Tell whether a reference leads to a record; say so where it does not."""
        if any(reference.id in self.records[kind] for kind in kinds):
            return True
        self.missing.update((kind, reference.id) for kind in kinds)
        unread = any((kind, name) in self.unreadable for kind in kinds for name in (reference.id, ANY_ID))
        if not unread:
            ids = chain.from_iterable(self.records[kind] for kind in kinds)
            hint = suggest_nearest(reference.id, ids) or describe_declaration(*kinds)
            message = message or f"unknown {' or '.join(kinds)} '{reference.id}'"
            self.diagnostics.append(UNKNOWN_ID.report(reference.location, message, hint))
        return False

    def filter_references(self, references: Iterable[Reference], *kinds: str) -> tuple[Reference, ...]:
        """Return the references that lead somewhere."""
        return tuple(reference for reference in references if self.can_resolve(reference, *kinds))

    def check_links(self, text: Text, at: Location) -> None:
        """Follow the links of a prose text to pages of this site."""
        for link in list_links(text):
            kind, name = _parse_page_link(link)
            if kind:
                self.can_resolve(
                    Reference(name, at), kind, message=f"the link '{kind}:{name}' leads to no {kind}"
                )


def _parse_page_link(link: Link) -> tuple[str, str]:
    if not isinstance(link.address, PageAddress):
        return "", ""
    folder, _, page = link.address.uri.removesuffix(".md").partition("/")
    return folder.removesuffix("s"), page


def describe_declaration(*kinds: str) -> str:
    """Return a hint that says in which files records of some kinds are declared."""
    places = {
        "fact": "facts stand in facts/sheets/",
        "chart": "charts stand under `charts` of a sheet",
        "sheet": "sheets stand in facts/sheets/",
        "source": "sources stand in facts/sources/",
        "actor": "actors stand in facts/actors.yml",
        "place": "places stand in facts/places.yml",
    }
    return "; ".join(places[kind] for kind in kinds)
