"""Two versions of a site, read from wherever they are kept, to be compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from factsheet.diagnostics.core import Diagnostic
from factsheet.parsing.fact_files import FileTree
from factsheet.project.load import list_handwritten_pages, read_site_tree
from factsheet.project.read_files import build_disk_tree
from factsheet.review.diff.compare import RevisionDiff
from factsheet.review.diff.revision import Revision, RevisionName, build_revision
from factsheet.review.git import Commit, RevisionError, find_commit, find_merge_base, open_tree


def read_base_and_head(
    config: Path, asked: tuple[str, str | None], today: dt.date, *, fork: bool = False
) -> tuple[Revision, Revision]:
    """Read the version that is published and the one that is to be, None for the files as they lie there.

    With `fork`, the older one is the version at which the newer line of work left it.

    Raises:
        NoRevision: when one cannot be found.
    """
    root, name = config.resolve().parent, config.name
    base, head = asked
    if not config.is_file():
        raise RevisionError(f"there is no {config}; run this in the folder of the site, or give --config-file")
    if fork:
        commit = find_merge_base(root, find_commit(root, base), find_commit(root, head or "HEAD"))
        older = _read_commit(commit, commit.sha[:9], (root, name), today)
    else:
        older = _read_by_name(base, (root, name), today)
    newer = _read_tree(build_disk_tree(root), RevisionName(), (root, name), today) if head is None else None
    return older, newer or _read_by_name(head or "", (root, name), today)


def _read_by_name(asked: str, site: tuple[Path, str], today: dt.date) -> Revision:
    """Read a version by its name: one that git knows, or a folder that holds a site.

    What git knows comes first: otherwise a change could bring a folder named like the published branch, and
    be compared with that. A folder is plainly meant where the name begins with `.` or `/`, or ends with `/`.
    """
    root, _ = site
    if asked.startswith((".", "/")) or asked.endswith("/"):
        return _read_folder(asked, site, today)
    try:
        commit = find_commit(root, asked)
    except RevisionError:
        if asked and (Path(asked) / site[1]).is_file():
            return _read_folder(asked, site, today)
        raise
    return _read_commit(commit, asked, site, today)


def _read_folder(asked: str, site: tuple[Path, str], today: dt.date) -> Revision:
    folder, name = Path(asked), site[1]
    if not (folder / name).is_file():
        raise RevisionError(f"the folder '{asked}' holds no {name}")
    called = RevisionName(asked=asked, prefix=f"{asked.rstrip('/')}/")
    return _read_tree(build_disk_tree(folder), called, (folder.resolve(), name), today)


def _read_commit(commit: Commit, asked: str, site: tuple[Path, str], today: dt.date) -> Revision:
    called = RevisionName(asked=asked, prefix=f"{asked}:", commit=commit.sha, date=commit.date)
    with open_tree(site[0], commit) as shelf:
        return _read_tree(shelf, called, site, today)


def _read_tree(shelf: FileTree, called: RevisionName, site: tuple[Path, str], today: dt.date) -> Revision:
    root, name = site
    read = read_site_tree(shelf, name, root, today)
    return build_revision(called, read.inputs, read.settings, list_handwritten_pages(shelf, read.settings.docs))


def merge_texts(difference: RevisionDiff) -> Mapping[str, str]:
    """Return the texts of both versions, so that a finding can show its line."""
    base, head = difference.base, difference.head
    return {f"{base.name.prefix}{file}": text for file, text in base.texts.items()} | dict(head.texts)


def strip_base_locations(findings: Iterable[Diagnostic], difference: RevisionDiff) -> tuple[Diagnostic, ...]:
    """Return findings for a program that knows the newer files only: of older ones, it is given the file."""
    prefix = difference.base.name.prefix
    return tuple(
        replace(one, location=replace(one.location, file=one.location.file.removeprefix(prefix), line=0))
        if one.location.file.startswith(prefix)
        else one
        for one in findings
    )
