"""A folder that is made anew: put aside while that is done, and brought back where it fails."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path


@contextlib.contextmanager
def back_up_folder(folder: Path) -> Iterator[None]:
    """Rename a folder for as long as it is made anew; if that breaks off, it is as it was before.

    Raises:
        OSError: when the disk refuses.
    """
    aside = folder.with_name(f"{folder.name}.last")
    folder.rename(aside)
    whole = False
    try:
        yield
        whole = folder.is_dir()
    finally:
        shutil.rmtree(aside if whole else folder, ignore_errors=True)
        if not whole:
            aside.rename(folder)


def read_timestamps(paths: Iterable[Path]) -> Mapping[Path, tuple[int, int]]:
    """Return when each file at or below some paths was written (in ns) and its size in bytes.

    Files that come and go meanwhile are left out; no symbolic link is followed below a path.
    """
    found: dict[Path, tuple[int, int]] = {}
    waiting = list(paths)
    while waiting:
        path = waiting.pop()
        with contextlib.suppress(OSError):
            status = path.lstat()
            if stat.S_ISDIR(status.st_mode):
                with os.scandir(path) as listing:
                    waiting += [path / entry.name for entry in listing]
            else:
                found[path] = (status.st_mtime_ns, status.st_size)
    return found
