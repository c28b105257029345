"""A new folder with all its files, or none of them."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from factsheet.project.write_files.files import write_atomically

_IGNORED_NAMES = frozenset({".git"})
"""A repository that nothing has been committed to yet is as good as an empty folder."""


def list_existing_names(folder: Path) -> tuple[str, ...]:
    """Return the names of what a folder holds already, sorted; none when there is no such folder.

    Raises:
        OSError: when it cannot be looked into, or is no folder.
    """
    try:
        return tuple(sorted(found.name for found in folder.iterdir() if found.name not in _IGNORED_NAMES))
    except FileNotFoundError:
        return ()


def write_new_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files, by their paths, into a folder that is empty or not there; all of them or none.

    A folder that is not there appears in one step, with everything in it. One that is there stays the same
    folder, for somebody may stand in it.

    Raises:
        OSError: when the disk refuses or something has come in the way; what was begun is then removed.
    """
    folder = folder.absolute()
    there = folder.is_dir()
    beside = folder if there else folder.parent
    beside.mkdir(parents=True, exist_ok=True)
    staging = beside / f".{folder.name}.new-{os.getpid()}"
    with contextlib.ExitStack() as undo:
        staging.mkdir()
        undo.callback(shutil.rmtree, staging, ignore_errors=True)
        for name, content in sorted(files.items()):
            path = staging / name
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, content, durable=False)
        if not there:
            staging.rename(folder)
        else:
            for name in sorted({name.split("/")[0] for name in files}):
                _move_into_place(staging / name, folder / name, undo)
            staging.rmdir()
        undo.pop_all()


def _move_into_place(made: Path, to: Path, undo: contextlib.ExitStack) -> None:
    """Move a file or folder to where nothing is, and note how to take it away again."""
    if made.is_dir():
        made.rename(to)  # Fails where there is anything but an empty folder.
        undo.callback(shutil.rmtree, to, ignore_errors=True)
    else:
        to.hardlink_to(made)  # Unlike a renaming, this never replaces a file.
        undo.callback(to.unlink, missing_ok=True)
        made.unlink()
