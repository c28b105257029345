"""Two revisions of a site, read from wherever they are kept."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from factsheet.diagnostics.core import Diagnostic
from factsheet.parsing.fact_files import FileTree
from factsheet.parsing.yaml.document import read_configuration
from factsheet.parsing.yaml.nodes import ListNode, MappingNode, YamlNode
from factsheet.project import git
from factsheet.project.git import RevisionError
from factsheet.project.load import list_handwritten_pages, read_site_tree
from factsheet.project.read_files import build_disk_tree
from factsheet.review.diff.compare import RevisionDiff
from factsheet.review.diff.revision import Revision, RevisionName, build_revision


def read_base_and_head(
    config: Path, asked: tuple[str, str | None], today: dt.date, *, fork: bool = False
) -> tuple[Revision, Revision]:
    """Read the published revision (with `fork`, the merge base) and the new one, which is the working files if None.

    It raises `RevisionError` when one cannot be found.
    """
    base, head = asked
    if not config.is_file():
        raise RevisionError(f"there is no {config}; run this in the folder of the site, or give --config-file")
    site = _Site(config.parent.resolve(), config.name, today)
    if fork:
        commits = (git.find_commit(site.root, name) for name in (base, head or "HEAD"))
        commit = git.find_merge_base(site.root, *commits)
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


def merge_texts(diff: RevisionDiff) -> Mapping[str, str]:
    """Return the texts of both revisions, so that a diagnostic can show its line."""
    base, head = diff.base, diff.head
    return {f"{base.name.prefix}{file}": text for file, text in base.texts.items()} | dict(head.texts)


def strip_base_locations(diagnostics: Iterable[Diagnostic], diff: RevisionDiff) -> tuple[Diagnostic, ...]:
    """Return diagnostics for a program that has the newer files only: those of older files get no line."""
    prefix = diff.base.name.prefix
    return tuple(
        replace(item, location=replace(item.location, file=item.location.file.removeprefix(prefix), line=0))
        if item.location.file.startswith(prefix)
        else item
        for item in diagnostics
    )
