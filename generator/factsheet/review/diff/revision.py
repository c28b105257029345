"""One version of the facts, read as far as it can be compared: followed and worked out, not checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from factsheet.analysis.catalog import Catalog, build_catalog
from factsheet.analysis.derivations import DerivationResult, derive
from factsheet.analysis.ledger import Ledger, read_ledger
from factsheet.diagnostics.core import Diagnostic, Location, Severity, sort_diagnostics
from factsheet.model.settings import Settings
from factsheet.parsing.fact_files import SiteInputs
from factsheet.parsing.validate.documents import ANY_ID, ValidationResult, validate


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionName:
    """How a version is called, and its files."""

    asked: str = ""
    """What it was asked for by, such as `main`; empty for the files as they lie there."""
    prefix: str = ""
    """What stands before a path of it, as in `main:facts/actors.yml`; empty as above."""
    commit: str = ""
    date: str = ""

    @property
    def words(self) -> str:
        """The version in words."""
        if self.commit:
            sha = "" if self.commit.startswith(self.asked) else f"{self.commit[:9]}, "
            return f"{self.asked} ({sha}{self.date})"
        return self.asked or "the files as they lie here"


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """The facts of a site at one time."""

    name: RevisionName
    docs: str
    """The folder of hand-written pages."""
    catalog: Catalog
    derivations: Mapping[str, DerivationResult]
    ledger: Ledger | None
    """What was read again and accepted; None where the site keeps no ledger, or it cannot be read."""
    home_facts: frozenset[str]
    texts: Mapping[str, str]
    handwritten_pages: frozenset[str]
    """Hand-written pages, by their Markdown paths: they keep addresses alive."""
    has_site: bool
    """Whether there was a site at all."""
    unreadable: frozenset[tuple[str, str]]
    """Kind and id of what is written there and could not be read; not an id that leads nowhere."""
    errors: tuple[Diagnostic, ...]
    """Why something of it could not be read."""

    def add_prefix(self, at: Location) -> Location:
        """Return a place as findings name it when it is not among the files as they lie there."""
        return replace(at, file=f"{self.name.prefix}{at.file}")

    def is_unreadable(self, kind: str, name: str) -> bool:
        """Tell whether a record may be there but could not be read."""
        return (kind, name) in self.unreadable or (kind, ANY_ID) in self.unreadable


def build_revision(called: RevisionName, material: SiteInputs, settings: Settings, by_hand: frozenset[str]) -> Revision:
    """Read a version of the facts; what is wrong with it stands in the way only of what it concerns."""
    validated = validate(material.documents, settings.facts, material.failed)
    followed, lost = build_catalog(validated)
    workings, _ = derive(followed)
    ledger, _ = (None, ()) if material.ledger is None else read_ledger(material.ledger_file, material.ledger)
    findings = sort_diagnostics((*material.diagnostics, *validated.diagnostics, *lost))
    errors = tuple(one for one in findings if one.severity is Severity.ERROR)
    return Revision(
        name=called,
        docs=settings.docs,
        catalog=followed,
        derivations=workings,
        ledger=ledger,
        home_facts=frozenset(one.id for one in settings.home_facts),
        texts=material.texts,
        handwritten_pages=by_hand,
        has_site=bool(material.documents or material.failed),
        unreadable=_find_unreadable(validated, followed),
        errors=errors,
    )


def _find_unreadable(validated: ValidationResult, followed: Catalog) -> frozenset[tuple[str, str]]:
    sheets = validated.records.sheets
    facts = {("fact", fact.id) for sheet in sheets for fact in sheet.facts if fact.id not in followed.facts}
    charts = {("chart", chart.id) for sheet in sheets for chart in sheet.charts if chart.id not in followed.charts}
    return frozenset(validated.unreadable | facts | charts)
