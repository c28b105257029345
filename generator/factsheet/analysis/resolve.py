"""Where ids lead: references are looked up here, and one that leads nowhere is told where it is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Protocol

from factsheet.diagnostics.core import Diagnostic, Location, Reference, Where, did_you_mean
from factsheet.diagnostics.rules import shape as rules
from factsheet.model.text.spans import Link, PageAddress, Text, links_of
from factsheet.parsing.validate import ANY


class Record(Protocol):
    """Anything with an id and a place."""

    @property
    def id(self) -> str:
        """The lasting name."""

    @property
    def where(self) -> Where:
        """The place in its file."""


@dataclass(frozen=True, slots=True)
class KnownIds:
    """The ids there are, by kind, and where to say that one is not among them."""

    records: Mapping[str, Mapping[str, Record]]
    unread: frozenset[tuple[str, str]]
    findings: list[Diagnostic]
    missed: set[tuple[str, str]] = field(default_factory=set)
    """Kind and id of what is mentioned and is not there; what was meant instead is not known."""

    def leads(self, reference: Reference, *kinds: str, message: str = "") -> bool:
        """Tell whether a reference leads to a record; say so where it does not."""
        if any(reference.id in self.records[kind] for kind in kinds):
            return True
        self.missed.update((kind, reference.id) for kind in kinds)
        unread = any((kind, name) in self.unread for kind in kinds for name in (reference.id, ANY))
        if not unread:
            ids = chain.from_iterable(self.records[kind] for kind in kinds)
            hint = did_you_mean(reference.id, ids) or where_declared(*kinds)
            message = message or f"unknown {' or '.join(kinds)} '{reference.id}'"
            self.findings.append(rules.UNKNOWN_ID.at(reference.at, message, hint))
        return False

    def kept(self, references: Iterable[Reference], *kinds: str) -> tuple[Reference, ...]:
        """Return the references that lead somewhere."""
        return tuple(reference for reference in references if self.leads(reference, *kinds))

    def prose(self, text: Text, at: Location) -> None:
        """Follow the links of a prose text to pages of this site."""
        for link in links_of(text):
            kind, name = _page_of(link)
            if kind:
                self.leads(Reference(name, at), kind, message=f"the link '{kind}:{name}' leads to no {kind}")


def _page_of(link: Link) -> tuple[str, str]:
    if not isinstance(link.to, PageAddress):
        return "", ""
    folder, _, page = link.to.uri.removesuffix(".md").partition("/")
    return folder.removesuffix("s"), page


def where_declared(*kinds: str) -> str:
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
