"""A site as it lies on the disk: its settings, its facts and its evidence lock, read together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.catalog import Catalog
from generator.checks.snapshots_named import without_snapshot
from generator.configuration import read_settings
from generator.diagnostics import Diagnostic, arrange
from generator.evidence.locator import Snapshot
from generator.evidence.proof import SnapshotText, snapshot_of
from generator.loader import (
    LOCK_FILE,
    read_content_file,
    read_file,
    read_folder,
    read_lock_file,
    read_snapshots,
)
from generator.material import Material
from generator.rules.evidence import NO_SNAPSHOT, SNAPSHOT_NOT_UTF8
from generator.settings import Settings
from generator.validate import ANY, validate

HOME = "index.md"
"""The home page inside the folder of hand-written pages."""


@dataclass(frozen=True, slots=True)
class Site:
    """What a face hands to the pipeline."""

    root: Path
    """The folder of `mkdocs.yml`; every path in a finding is relative to it."""
    material: Material
    settings: Settings


def read_site(config_file: Path, today: dt.date) -> Site:
    """Read a site; whatever is wrong with its files is among the findings of its material."""
    root = config_file.resolve().parent
    raw, unread = read_file(root, config_file.name)
    settings, unset = read_settings(config_file.name, raw, today)
    if raw is None:
        # Where the facts lie is not known, and to guess it would only add findings that mislead.
        return Site(root, Material(documents=(), failed=(), diagnostics=unread or unset), settings)
    loaded = read_folder(root, settings.facts)
    lock, torn = read_lock_file(root, settings.facts)
    lock_file = f"{settings.facts}/{LOCK_FILE}"
    home_file = f"{settings.docs}/{HOME}"
    home, torn_home = read_content_file(root, settings.docs, HOME)
    texts = {document.file: document.text for document in loaded.documents}
    texts[config_file.name] = raw.decode("utf-8", "replace") if raw else ""
    texts |= {lock_file: lock or "", home_file: home or ""}
    material = Material(
        documents=loaded.documents,
        failed=loaded.failed,
        lock=lock,
        lock_file=lock_file,
        home=home or "",
        home_file=home_file,
        texts=texts,
        diagnostics=(*unset, *loaded.diagnostics, *torn, *torn_home),
    )
    return Site(root, material, settings)


def read_copies(folder: Path, catalog: Catalog) -> tuple[Mapping[str, SnapshotText], tuple[Diagnostic, ...]]:
    """Read our copies of the sources that facts are drawn from."""
    names = {
        one.id: one.snapshot
        for one in catalog.sources.values()
        if one.snapshot and catalog.drawn_from[one.id]
    }
    copies, findings = read_snapshots(folder, names)
    return {name: SnapshotText(names[name], raw) for name, raw in copies.items()}, findings


@dataclass(frozen=True, slots=True)
class Copy:
    """Our copy of one source, ready for finding words in it."""

    snapshot: Snapshot | None
    """None where there is none; the findings say why, or there is no source of that name."""
    sources: tuple[str, ...]
    """The ids of the sources there are."""
    diagnostics: tuple[Diagnostic, ...]


def read_copy(site: Site, folder: Path, source_id: str) -> Copy:
    """Read our copy of one source; faults of other files do not matter."""
    file = f"{site.settings.facts}/sources/{source_id}.yml"
    documents = tuple(one for one in site.material.documents if "/sources/" in f"/{one.file}")
    validated = validate(documents, site.settings.facts)
    known = {one.id: one for one in validated.corpus.sources}
    unread = {name for kind, name in validated.unread if kind == "source"} - {ANY}
    names = tuple(sorted(unread.union(known)))
    source = known.get(source_id)
    if source is None:
        faults = (*site.material.diagnostics, *validated.diagnostics)
        told = (one for one in faults if one.location.file == file or not site.material.documents)
        return Copy(None, names, arrange(told))
    at = source.where.of("snapshot" if source.snapshot else "id")
    if not source.snapshot:
        return Copy(None, names, (without_snapshot(source),))
    copies, torn = read_snapshots(folder, {source.id: source.snapshot})
    if source.id not in copies:
        message = f"there is no '{source.snapshot}' in the folder that was given"
        missing = NO_SNAPSHOT.at(at, message, NO_SNAPSHOT.mend)
        return Copy(None, names, torn or (missing,))
    read = snapshot_of(copies[source.id])
    if isinstance(read, int):
        message = f"the snapshot '{source.snapshot}' of source '{source.id}' is not UTF-8 in line {read}"
        return Copy(None, names, (SNAPSHOT_NOT_UTF8.at(at, message, SNAPSHOT_NOT_UTF8.mend),))
    return Copy(read, names, ())
