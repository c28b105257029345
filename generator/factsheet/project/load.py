"""A site as it lies on the disk: its settings, its facts and its evidence lock, read together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from factsheet.analysis.catalog import Catalog
from factsheet.checks.evidence import report_missing_snapshot
from factsheet.diagnostics.core import Diagnostic, sort_diagnostics
from factsheet.diagnostics.rules.evidence import NO_SNAPSHOT, SNAPSHOT_NOT_UTF8
from factsheet.diagnostics.rules.site import NO_CONFIGURATION
from factsheet.evidence.locator import Snapshot
from factsheet.evidence.proof import SnapshotFile, decode_snapshot
from factsheet.model.settings import Settings
from factsheet.parsing.collector import pause_collector
from factsheet.parsing.config import read_settings
from factsheet.parsing.fact_files import LEDGER_FILE, LOCK_FILE, FileTree, SiteInputs, read_facts
from factsheet.parsing.validate.documents import ANY_ID, validate
from factsheet.project.read_files import MAX_LOCK_BYTES, MAX_SNAPSHOT_BYTES, build_disk_tree, read_snapshots

HOME_FILE = "index.md"
"""The home page inside the folder of hand-written pages."""


@dataclass(frozen=True, slots=True)
class LoadedSite:
    """What a face hands to the pipeline."""

    root: Path
    """The folder of `mkdocs.yml`; every path in a finding is relative to it."""
    inputs: SiteInputs
    settings: Settings

    @property
    def is_missing(self) -> bool:
        """Whether there is no site here at all, which the findings of the material say with the mend."""
        return any(one.code == NO_CONFIGURATION.code for one in self.inputs.diagnostics)


def read_site(config_file: Path, today: dt.date) -> LoadedSite:
    """Read a site; whatever is wrong with its files is among the findings of its material."""
    root = config_file.resolve().parent
    return read_site_tree(build_disk_tree(root), config_file.name, root, today)


@pause_collector()
def read_site_tree(shelf: FileTree, config_name: str, root: Path, today: dt.date) -> LoadedSite:
    """Read a site from wherever its files are kept; `root` is where it lies, or would lie, on the disk."""
    raw = shelf.read(PurePosixPath(config_name))
    settings, unset = read_settings(config_name, raw, today)
    if raw is None:
        # Where the facts lie is not known, and to guess it would only add findings that mislead.
        unread = tuple(shelf.diagnostics)
        return LoadedSite(root, SiteInputs(documents=(), failed=(), diagnostics=unread or unset), settings)
    loaded = read_facts(shelf, settings.facts)
    lock_file, ledger_file = f"{settings.facts}/{LOCK_FILE}", f"{settings.facts}/{LEDGER_FILE}"
    home_file = f"{settings.docs}/{HOME_FILE}"
    lock, ledger = shelf.read_file_text(lock_file, MAX_LOCK_BYTES), shelf.read_file_text(ledger_file, MAX_LOCK_BYTES)
    home = shelf.read_file_text(home_file, MAX_SNAPSHOT_BYTES)
    texts = {document.file: document.text for document in loaded.documents}
    texts |= {config_name: raw.decode("utf-8", "replace"), lock_file: lock or "", home_file: home or ""}
    texts |= {ledger_file: ledger} if ledger is not None else {}
    material = SiteInputs(
        documents=loaded.documents,
        failed=loaded.failed,
        lock=lock,
        lock_file=lock_file,
        ledger=ledger,
        ledger_file=ledger_file,
        home=home or "",
        home_file=home_file,
        texts=texts,
        diagnostics=(*unset, *shelf.diagnostics),
    )
    return LoadedSite(root, material, settings)


def is_unchanged(site: LoadedSite, file: str) -> bool:
    """Tell whether a file of the site holds on the disk what it held when the site was read."""
    shelf = build_disk_tree(site.root)
    text = shelf.read_file_text(file, MAX_LOCK_BYTES)
    return not shelf.diagnostics and (text or "") == site.inputs.texts.get(file, "")


def read_copies(folder: Path, catalog: Catalog) -> tuple[Mapping[str, SnapshotFile], tuple[Diagnostic, ...]]:
    """Read our copies of the sources that facts are drawn from."""
    names = {one.id: one.snapshot for one in catalog.sources.values() if one.snapshot and catalog.cited_by[one.id]}
    copies, findings = read_snapshots(folder, names)
    return {name: SnapshotFile(names[name], raw) for name, raw in copies.items()}, findings


def list_handwritten_pages(shelf: FileTree, docs: str) -> frozenset[str]:
    """Return the hand-written pages that lie where pages of records do, by their paths among the pages."""
    base = PurePosixPath(docs)
    return frozenset(
        str(path.relative_to(base))
        for folder in ("sheets", "facts", "sources", "actors", "places")
        for path in shelf.list_entries(base / folder)
        if path.suffix == ".md"
    )


@dataclass(frozen=True, slots=True)
class SourceCopy:
    """Our copy of one source, ready for finding words in it."""

    snapshot: Snapshot | None
    """None where there is none; the findings say why, or there is no source of that name."""
    sources: tuple[str, ...]
    """The ids of the sources there are."""
    diagnostics: tuple[Diagnostic, ...]


def read_copy(site: LoadedSite, folder: Path, source_id: str) -> SourceCopy:
    """Read our copy of one source; faults of other files do not matter."""
    file = f"{site.settings.facts}/sources/{source_id}.yml"
    documents = tuple(one for one in site.inputs.documents if "/sources/" in f"/{one.file}")
    validated = validate(documents, site.settings.facts)
    known = {one.id: one for one in validated.records.sources}
    unread = {name for kind, name in validated.unreadable if kind == "source"} - {ANY_ID}
    names = tuple(sorted(unread.union(known)))
    source = known.get(source_id)
    if source is None:
        faults = (*site.inputs.diagnostics, *validated.diagnostics)
        told = (one for one in faults if one.location.file == file or not site.inputs.documents)
        return SourceCopy(None, names, sort_diagnostics(told))
    at = source.locations.find("snapshot" if source.snapshot else "id")
    if not source.snapshot:
        return SourceCopy(None, names, (report_missing_snapshot(source),))
    copies, torn = read_snapshots(folder, {source.id: source.snapshot})
    if source.id not in copies:
        message = f"there is no '{source.snapshot}' in the folder that was given"
        missing = NO_SNAPSHOT.report(at, message, NO_SNAPSHOT.fix)
        return SourceCopy(None, names, torn or (missing,))
    read = decode_snapshot(copies[source.id])
    if isinstance(read, int):
        message = f"the snapshot '{source.snapshot}' of source '{source.id}' is not UTF-8 in line {read}"
        return SourceCopy(None, names, (SNAPSHOT_NOT_UTF8.report(at, message, SNAPSHOT_NOT_UTF8.fix),))
    return SourceCopy(read, names, ())
