"""Revisions of the facts, read from wherever they are kept, and as far as a comparison needs: derived, not checked."""

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path

from factsheet.analysis.catalog import Catalog, build_catalog
from factsheet.analysis.derivations import DerivationResult, derive
from factsheet.analysis.ledger import Ledger, read_ledger
from factsheet.diagnostics.core import Diagnostic, Location, Severity, sort_diagnostics
from factsheet.diagnostics.frozen import dataclass, replace
from factsheet.evidence.lock import Lock, read_lock
from factsheet.model.records import Settings
from factsheet.parsing.fact_files import FileTree, SiteInputs
from factsheet.parsing.validate.documents import ANY_ID, validate
from factsheet.parsing.yaml.document import read_configuration
from factsheet.parsing.yaml.nodes import ListNode, MappingNode, YamlNode
from factsheet.project import git
from factsheet.project.git import RevisionError
from factsheet.project.load import list_handwritten_pages, read_site_tree
from factsheet.project.read_files import build_disk_tree


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
        return location._replace(file=f"{self.name.prefix}{location.file}")

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


def read_base_and_head(
    config: Path, base: str, head: str | None, today: dt.date, *, fork: bool = False
) -> tuple[Revision, Revision]:
    """Read the published revision (with `fork`, the merge base) and the new one, which is the working files if None.

    It raises `RevisionError` when one cannot be found.
    """
    if not config.is_file():
        raise RevisionError(f"there is no {config}; run this in the folder of the site, or give --config-file")
    site = _Site(config.parent.resolve(), config.name, today)
    if fork:
        commit = git.find_merge_base(site.root, *(git.find_commit(site.root, name) for name in (base, head or "HEAD")))
        older = site.read_commit(commit, commit.sha[:9])
    else:
        older = site.read_by_name(base)
    newer = site.read_by_name(head) if head else site.read_tree(build_disk_tree(site.root), RevisionName())
    if older.name.commit and not older.has_site:
        older = replace(older, moved_from=tuple(site.list_gone(older.name.commit, newer.name.commit)))
    return older, newer


@dataclass(frozen=True, slots=True)
class _Site:
    """Where a site is, and the day for which it is read."""

    root: Path
    config_name: str
    today: dt.date

    def read_by_name(self, asked: str) -> Revision:
        """Read a revision by its name: one that git knows, or a folder that holds a site.

        What git knows comes first: otherwise a change could add a folder named like the published branch, and
        be compared with that. A name that begins with `.` or `/`, or ends with `/`, can only be a folder.
        """
        if asked.startswith((".", "/")) or asked.endswith("/"):
            return self.read_folder(asked)
        try:
            commit = git.find_commit(self.root, asked)
        except RevisionError:
            if asked and (Path(asked) / self.config_name).is_file():
                return self.read_folder(asked)
            raise
        return self.read_commit(commit, asked)

    def read_folder(self, asked: str) -> Revision:
        folder = Path(asked)
        if not (folder / self.config_name).is_file():
            raise RevisionError(f"the folder '{asked}' holds no {self.config_name}")
        name = RevisionName(asked=asked, prefix=f"{asked.rstrip('/')}/")
        return replace(self, root=folder.resolve()).read_tree(build_disk_tree(folder), name)

    def read_commit(self, commit: git.Commit, asked: str) -> Revision:
        prefix = f"{asked}:" if ":" not in asked else asked if asked.endswith((":", "/")) else f"{asked}/"
        name = RevisionName(asked=asked, prefix=prefix, commit=commit.sha, date=commit.date)
        with git.open_tree(self.root, commit) as tree:
            revision = self.read_tree(tree, name)
        if ":" in asked and self.config_name not in revision.texts:
            raise RevisionError(f"'{asked}' holds no {self.config_name}; after the colon comes the folder of a site")
        return revision

    def list_gone(self, base: str, head: str) -> Iterator[str]:
        """Yield the folders of the repository in which there was a site, and is none any more."""
        top = git.find_repository(self.root) or self.root
        now = git.list_folders(self.root, head, self.config_name) if head else frozenset()
        for place in sorted(git.list_folders(self.root, base, self.config_name) - now):
            if head or not (top / place / self.config_name).exists():
                with git.open_tree(self.root, git.Commit(base, "", place)) as tree:
                    if self.read_tree(tree, RevisionName()).has_site:
                        yield place.removesuffix("/")

    def read_tree(self, tree: FileTree, name: RevisionName) -> Revision:
        site = read_site_tree(tree, self.config_name, self.root, self.today)
        document, _ = read_configuration(self.config_name, site.inputs.texts.get(self.config_name, "").encode())
        redirects = frozenset(_list_redirects(document.root if document else None))
        kept = list_handwritten_pages(tree, site.settings.docs) | redirects
        return build_revision(name, site.inputs, site.settings, kept)


def _list_redirects(node: YamlNode | None) -> Iterator[str]:
    """Yield the pages that settings of the plugin mkdocs-redirects lead elsewhere."""
    for item in node.nodes if isinstance(node, ListNode) else ():
        yield from _list_redirects(item)
    for entry in node.entries if isinstance(node, MappingNode) else ():
        if entry.key.text == "redirect_maps" and isinstance(entry.value, MappingNode):
            yield from (page.key.text for page in entry.value.entries)
        elif entry.key.text in {"plugins", "redirects"}:
            yield from _list_redirects(entry.value)
