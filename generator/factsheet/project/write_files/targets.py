"""What may be written over: one rule for every command that writes a folder."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from factsheet.project.write_files.folders import list_existing_names

_MARK = re.compile(rb'styles/factsheet\.css"|<meta name="generator" content="mkdocs-')
"""What the head of a page has that MkDocs made with our theme, or with another that is well known."""
_MAX_HEAD_BYTES = 65_536
_MAX_SHOWN = 3
"""How many names of a folder that is not empty are listed."""


def find_target_problem(target: Path, inputs: Iterable[Path], is_ours: Callable[[Path], bool] | None = None) -> str:
    """Return why a folder must not be written over; empty when it may be.

    Whatever a site is made of is safe: no folder may be, contain or lie in one of the `inputs` or in a repository's
    `.git`. A folder that is not empty must be ours, by the mark that the command leaves in what it writes; files whose
    name begins with a dot do not count then, since they are kept. Symbolic links are followed first.

    Raises:
        OSError: when the folder cannot be read.
    """
    folder = target.resolve()
    if ".git" in folder.parts:
        return "it is in .git, where the repository is kept"
    for path in inputs:
        source = path.resolve()
        if source.is_relative_to(folder):
            return f"it is or contains {path.name}, which the site is made of"
        if folder.is_relative_to(source):
            return f"it is in {path.name}, which the site is made of"
    names = [name for name in list_existing_names(folder) if not (is_ours and name.startswith("."))]
    if names and not (is_ours and is_ours(folder)):
        more = f" and {len(names) - _MAX_SHOWN} more" if len(names) > _MAX_SHOWN else ""
        return f"it holds {', '.join(names[:_MAX_SHOWN])}{more}, which this command did not make"
    return ""


def is_built_site(folder: Path) -> bool:
    """Tell whether MkDocs has built what is in a folder, so that a new build may replace it."""
    return any(_is_built_page(folder / name) for name in ("404.html", "index.html"))


def _is_built_page(path: Path) -> bool:
    if not path.is_file() or path.is_symlink():
        return False
    with path.open("rb") as opened:
        return bool(_MARK.search(opened.read(_MAX_HEAD_BYTES)))


def shorten_path(path: Path) -> str:
    """Return a path as a message names it: relative to the working folder where it is below."""
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else str(path)
