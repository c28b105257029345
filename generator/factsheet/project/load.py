"""Read a site from the disk: its settings, its facts and its evidence lock."""

import datetime as dt
import os
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from factsheet.analysis.catalog import Catalog
from factsheet.checks.evidence import report_missing_snapshot
from factsheet.diagnostics import rules
from factsheet.diagnostics.core import Diagnostic, Severity, sort_diagnostics
from factsheet.diagnostics.frozen import dataclass, replace
from factsheet.evidence.locator import Snapshot
from factsheet.evidence.proof import SnapshotFile, decode_snapshot
from factsheet.model.records import Settings
from factsheet.parsing import fact_files
from factsheet.parsing.config import read_settings
from factsheet.parsing.fact_files import ATTESTED_FILE, FileTree, SiteInputs
from factsheet.parsing.validate.documents import ANY_ID, validate
from factsheet.project.read_files import MAX_LOCK_BYTES, MAX_SNAPSHOT_BYTES, build_disk_tree, read_snapshots

_ADDRESS = re.compile(r"""https?://[\w.:\[\]-]+(?:/[^\s?#"'<>\\]*)?""", re.ASCII)
HOME_FILE = "index.md"
"""The home page inside the folder of hand-written pages."""


@dataclass(frozen=True, slots=True)
class LoadedSite:
    """What an entry point passes to the pipeline."""

    root: Path
    """The folder of `mkdocs.yml`; every path in a diagnostic is relative to it."""
    inputs: SiteInputs
    settings: Settings

    @property
    def is_missing(self) -> bool:
        """Whether there is no site here at all, which the diagnostics of the inputs report."""
        return any(diagnostic.code == rules.NO_CONFIGURATION.code for diagnostic in self.inputs.diagnostics)


def read_site(config_file: Path, today: dt.date) -> LoadedSite:
    """Read a site; what is wrong with its files is in the diagnostics of its inputs."""
    root = config_file.parent.resolve()
    return read_site_tree(build_disk_tree(root), config_file.name, root, today)


def find_unusable(config_file: Path) -> tuple[Settings, Mapping[str, str], tuple[Diagnostic, ...]]:
    """Return the settings, their texts, and the errors in them and in what MkDocs opens because of them."""
    tree = build_disk_tree(config_file.parent.resolve())
    settings, texts = read_settings(tree, config_file.name, dt.date.min)
    errors = (item for item in sort_diagnostics(tree.diagnostics) if item.severity is Severity.ERROR)
    return settings, texts, tuple(errors)


@fact_files.pause_collector()
def read_site_tree(tree: FileTree, config_name: str, root: Path, today: dt.date) -> LoadedSite:
    """Read a site from any file tree; `root` is its folder on the disk, or would be."""
    settings, config_texts = read_settings(tree, config_name, today)
    settings = _add_site_url(settings, tree)
    if not config_texts:
        # The folder of facts is not known, and guessing it would only add misleading diagnostics.
        return LoadedSite(root, SiteInputs(documents=(), failed=(), diagnostics=tuple(tree.diagnostics)), settings)
    loaded = fact_files.read_facts(tree, settings.facts)
    files = [f"{settings.facts}/{name}" for name in (fact_files.LOCK_FILE, fact_files.LEDGER_FILE, ATTESTED_FILE)]
    lock_file, ledger_file, attested_file = files
    home_file = f"{settings.docs}/{HOME_FILE}"
    lock, ledger, attested = (tree.read_file_text(file, MAX_LOCK_BYTES) for file in files)
    home = tree.read_file_text(home_file, MAX_SNAPSHOT_BYTES)
    tree.diagnostics.extend(filter(None, [rules.find_conflict(home_file, home or "")]))
    texts = {document.file: document.text for document in loaded.documents}
    texts |= {**config_texts, lock_file: lock or "", home_file: home or ""}
    texts |= {file: text for file, text in ((ledger_file, ledger), (attested_file, attested)) if text is not None}
    find_author: fact_files.AuthorFinder = fact_files.find_no_author
    if settings.attested_standings:
        from factsheet.project.git import make_author_finder  # What runs programs is loaded where git is asked.

        find_author = make_author_finder(root)
    inputs = SiteInputs(
        documents=loaded.documents,
        failed=loaded.failed,
        lock=lock,
        lock_file=lock_file,
        ledger=ledger,
        ledger_file=ledger_file,
        attested=attested,
        attested_file=attested_file,
        find_author=find_author,
        home=home or "",
        home_file=home_file,
        texts=texts,
        diagnostics=tuple(tree.diagnostics),
    )
    return LoadedSite(root, inputs, settings)


def _add_site_url(settings: Settings, tree: FileTree) -> Settings:
    """Take the address of the site from SITE_URL where the settings name none: what publishes it knows where."""
    given = "" if settings.site_url else os.environ.get("SITE_URL", "")
    if given and not _ADDRESS.fullmatch(given):
        message = f"SITE_URL is '{given}', which is no address that begins with https:// or http://"
        tree.diagnostics.append(rules.UNUSABLE_SETTING.report(settings.locations.whole, message, "correct or unset it"))
    elif given:
        return replace(settings, site_url=f"{given.rstrip('/')}/")
    return settings


def is_unchanged(site: LoadedSite, file: str) -> bool:
    """Tell whether a file of the site has the same content on the disk as when the site was read."""
    tree = build_disk_tree(site.root)
    text = tree.read_file_text(file, MAX_LOCK_BYTES)
    return not tree.diagnostics and (text or "") == site.inputs.texts.get(file, "")


def read_copies(folder: Path, catalog: Catalog) -> tuple[Mapping[str, SnapshotFile], tuple[Diagnostic, ...]]:
    """Read our copies of the sources that facts cite."""
    cited = (source for source in catalog.sources.values() if catalog.cited_by[source.id])
    names = {source.id: source.snapshot for source in cited if source.snapshot}
    copies, diagnostics = read_snapshots(folder, names)
    return {name: SnapshotFile(names[name], raw) for name, raw in copies.items()}, diagnostics


def list_handwritten_pages(tree: FileTree, docs: str) -> frozenset[str]:
    """Return the hand-written pages in the folders of generated pages, by their paths inside `docs`."""
    base = PurePosixPath(docs)
    return frozenset(
        str(path.relative_to(base))
        for folder in ("sheets", "facts", "sources", "actors", "places")
        for path in tree.list_entries(base / folder)
        if path.suffix == ".md"
    )


@dataclass(frozen=True, slots=True)
class SourceCopy:
    """Our copy of one source, ready for diagnostic words in it."""

    snapshot: Snapshot | None
    """None when it cannot be read, as the diagnostics say, or when there is no such source."""
    sources: tuple[str, ...]
    """The ids of all sources."""
    diagnostics: tuple[Diagnostic, ...]


def read_copy(site: LoadedSite, folder: Path, source_id: str) -> SourceCopy:
    """Read our copy of one source; errors in other files do not matter."""
    documents = tuple(document for document in site.inputs.documents if "/sources/" in f"/{document.file}")
    result = validate(documents, site.settings.facts)
    sources = {source.id: source for source in result.records.sources}
    unreadable = {name for kind, name in result.unreadable if kind == "source"} - {ANY_ID}
    names = tuple(sorted(unreadable.union(sources)))
    if (source := sources.get(source_id)) is None:
        file = f"{site.settings.facts}/sources/{source_id}.yml"
        found = (*site.inputs.diagnostics, *result.diagnostics)
        about = (item for item in found if item.location.file == file or not site.inputs.documents)
        return SourceCopy(None, names, sort_diagnostics(about))
    if not source.snapshot:
        return SourceCopy(None, names, (report_missing_snapshot(source),))
    location = source.locations.find("snapshot")
    copies, read_diagnostics = read_snapshots(folder, {source.id: source.snapshot})
    if source.id not in copies:
        message = f"there is no '{source.snapshot}' in the given folder"
        missing = rules.NO_SNAPSHOT.report(location, message, rules.NO_SNAPSHOT.fix)
        return SourceCopy(None, names, read_diagnostics or (missing,))
    snapshot = decode_snapshot(copies[source.id])
    if isinstance(snapshot, int):
        message = f"the snapshot '{source.snapshot}' of source '{source.id}' is not UTF-8 in line {snapshot}"
        damaged = rules.SNAPSHOT_NOT_UTF8.report(location, message, rules.SNAPSHOT_NOT_UTF8.fix)
        return SourceCopy(None, names, (damaged,))
    return SourceCopy(snapshot, names, ())
