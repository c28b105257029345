"""One revision of the facts, read as far as a comparison needs: resolved and derived, not checked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from factsheet.analysis.catalog import Catalog, build_catalog
from factsheet.analysis.derivations import DerivationResult, derive
from factsheet.analysis.ledger import Ledger, read_ledger
from factsheet.diagnostics.core import Diagnostic, Location, Severity, sort_diagnostics
from factsheet.evidence.lock import Lock, read_lock
from factsheet.model.records import Settings
from factsheet.parsing.fact_files import SiteInputs
from factsheet.parsing.validate.documents import ANY_ID, validate


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionName:
    """What a revision and its files are called."""

    asked: str = ""
    """The name it was asked for by, such as `main`; empty for the working files."""
    prefix: str = ""
    """What is put before its paths, as in `main:facts/actors.yml`; empty for the working files."""
    commit: str = ""
    date: str = ""

    @property
    def words(self) -> str:
        """The revision in words."""
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
    lock: Lock
    """The proofs; empty without a lock, or with one that cannot be read."""
    ledger: Ledger | None
    """What was read again and accepted; None without a ledger, or with one that cannot be read."""
    home_facts: frozenset[str]
    texts: Mapping[str, str]
    handwritten_pages: frozenset[str]
    """Hand-written pages and redirects, by their Markdown paths: they keep addresses alive."""
    has_site: bool
    """Whether there was a site at all."""
    unreadable: frozenset[tuple[str, str]]
    """Kind and id of records that could not be read; an id that does not resolve is not among them."""
    errors: tuple[Diagnostic, ...]
    """Why some of it could not be read."""
    moved_from: tuple[str, ...] = ()
    """Where the repository had sites that are gone since, if it has none here; the root is empty."""

    def add_prefix(self, location: Location) -> Location:
        """Return a location whose file has the name of the revision in front."""
        return replace(location, file=f"{self.name.prefix}{location.file}")

    def is_unreadable(self, kind: str, name: str) -> bool:
        """Tell whether a record may be there but could not be read."""
        return (kind, name) in self.unreadable or (kind, ANY_ID) in self.unreadable


def build_revision(name: RevisionName, inputs: SiteInputs, settings: Settings, pages: frozenset[str]) -> Revision:
    """Read a revision of the facts; an error keeps only the records it concerns from being compared."""
    validated = validate(inputs.documents, settings.facts, inputs.failed)
    catalog, catalog_diagnostics = build_catalog(validated)
    derivations, _ = derive(catalog)
    lock, _ = (None, ()) if inputs.lock is None else read_lock(inputs.lock_file, inputs.lock)
    ledger, _ = (None, ()) if inputs.ledger is None else read_ledger(inputs.ledger_file, inputs.ledger)
    diagnostics = sort_diagnostics((*inputs.diagnostics, *validated.diagnostics, *catalog_diagnostics))
    sheets = validated.records.sheets
    unresolved = {("fact", fact.id) for sheet in sheets for fact in sheet.facts if fact.id not in catalog.facts}
    unresolved |= {("chart", chart.id) for sheet in sheets for chart in sheet.charts if chart.id not in catalog.charts}
    return Revision(
        name=name,
        docs=settings.docs,
        catalog=catalog,
        derivations=derivations,
        lock=lock or Lock(),
        ledger=ledger,
        home_facts=frozenset(reference.id for reference in settings.home_facts),
        texts=inputs.texts,
        handwritten_pages=pages,
        has_site=bool(inputs.documents or inputs.failed),
        unreadable=frozenset(validated.unreadable | unresolved),
        errors=tuple(diagnostic for diagnostic in diagnostics if diagnostic.severity is Severity.ERROR),
    )
