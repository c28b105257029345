"""Two versions of a site, read from wherever they are kept, to be compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from factsheet.diagnostics.core import Diagnostic
from factsheet.parsing.fact_files import Shelf
from factsheet.project.load import pages_by_hand, read_shelf
from factsheet.project.read_files import shelf_at
from factsheet.review.diff.difference import Difference
from factsheet.review.diff.revision import Name, Version, version
from factsheet.review.git import Commit, NoRevision, find_commit, merge_base, shelf_of


def read_both(
    config: Path, asked: tuple[str, str | None], today: dt.date, *, fork: bool = False
) -> tuple[Version, Version]:
    """Read the version that is published and the one that is to be, None for the files as they lie there.

    With `fork`, the older one is the version at which the newer line of work left it.

    Raises:
        NoRevision: when one cannot be found.
    """
    root, name = config.resolve().parent, config.name
    base, head = asked
    if not config.is_file():
        raise NoRevision(f"there is no {config}; run this in the folder of the site, or give --config-file")
    if fork:
        commit = merge_base(root, find_commit(root, base), find_commit(root, head or "HEAD"))
        older = _at(commit, commit.sha[:9], (root, name), today)
    else:
        older = _read(base, (root, name), today)
    newer = _version(shelf_at(root), Name(), (root, name), today) if head is None else None
    return older, newer or _read(head or "", (root, name), today)


def _read(asked: str, site: tuple[Path, str], today: dt.date) -> Version:
    """Read a version by its name: one that git knows, or a folder that holds a site.

    What git knows comes first: otherwise a change could bring a folder named like the published branch, and
    be compared with that. A folder is plainly meant where the name begins with `.` or `/`, or ends with `/`.
    """
    root, _ = site
    if asked.startswith((".", "/")) or asked.endswith("/"):
        return _in_folder(asked, site, today)
    try:
        commit = find_commit(root, asked)
    except NoRevision:
        if asked and (Path(asked) / site[1]).is_file():
            return _in_folder(asked, site, today)
        raise
    return _at(commit, asked, site, today)


def _in_folder(asked: str, site: tuple[Path, str], today: dt.date) -> Version:
    folder, name = Path(asked), site[1]
    if not (folder / name).is_file():
        raise NoRevision(f"the folder '{asked}' holds no {name}")
    called = Name(asked=asked, prefix=f"{asked.rstrip('/')}/")
    return _version(shelf_at(folder), called, (folder.resolve(), name), today)


def _at(commit: Commit, asked: str, site: tuple[Path, str], today: dt.date) -> Version:
    called = Name(asked=asked, prefix=f"{asked}:", commit=commit.sha, date=commit.date)
    with shelf_of(site[0], commit) as shelf:
        return _version(shelf, called, site, today)


def _version(shelf: Shelf, called: Name, site: tuple[Path, str], today: dt.date) -> Version:
    root, name = site
    read = read_shelf(shelf, name, root, today)
    return version(called, read.material, read.settings, pages_by_hand(shelf, read.settings.docs))


def between(difference: Difference) -> Mapping[str, str]:
    """Return the texts of both versions, so that a finding can show its line."""
    base, head = difference.base, difference.head
    return {f"{base.called.prefix}{file}": text for file, text in base.texts.items()} | dict(head.texts)


def plainly_placed(findings: Iterable[Diagnostic], difference: Difference) -> tuple[Diagnostic, ...]:
    """Return findings for a program that knows the newer files only: of older ones, it is given the file."""
    prefix = difference.base.called.prefix
    return tuple(
        replace(one, location=replace(one.location, file=one.location.file.removeprefix(prefix), line=0))
        if one.location.file.startswith(prefix)
        else one
        for one in findings
    )
