"""From the disk into the house: the only module that reads files.

Nothing here follows a symbolic link, opens what is no ordinary file, or reads more than it was asked for.
Every fault of the disk is a finding, and every listing is sorted.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from factsheet.diagnostics.core import Diagnostic, sort_diagnostics
from factsheet.diagnostics.rules.syntax import BAD_FILE_NAME, UNREADABLE
from factsheet.parsing.fact_files import FileTree
from factsheet.parsing.yaml.nodes import MAX_FILE_BYTES

MAX_SNAPSHOT_BYTES = 5 * 1024 * 1024
"""Size of the largest snapshot, and of the largest file of content."""
MAX_LOCK_BYTES = 32 * 1024 * 1024
"""Size of the largest evidence lock, which grows with the evidence."""
_OPTIONAL_FLAGS = ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY")  # Not every system has each of them.
_OPEN_FLAGS = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in _OPTIONAL_FLAGS)


def build_disk_tree(root: Path) -> FileTree:
    """Return the files below a folder on the disk."""
    return _DiskTree(root)


def read_file(root: Path, file: str, most: int = MAX_FILE_BYTES) -> tuple[bytes | None, tuple[Diagnostic, ...]]:
    """Return the bytes of a file inside the root, None with a finding when it cannot be read.

    A file that is not there is None without a finding: only the caller knows whether that is wrong.
    """
    disk = _DiskTree(root)
    return disk.read(PurePosixPath(file), most), tuple(disk.diagnostics)


def read_content(root: Path, docs: str) -> tuple[Mapping[str, bytes], tuple[Diagnostic, ...]]:
    """Return the files of the folder of hand-written pages, by their paths inside that folder."""
    disk = _DiskTree(root)
    base = PurePosixPath(docs)
    contents: dict[str, bytes] = {}
    waiting = [base]
    while waiting:
        folder = waiting.pop()
        for path in disk.list_entries(folder):
            if disk.find_type(path) == stat.S_IFDIR:
                waiting.append(path)
            elif (raw := disk.read(path, MAX_SNAPSHOT_BYTES)) is not None:
                contents[str(path.relative_to(base))] = raw
    return dict(sorted(contents.items())), sort_diagnostics(disk.diagnostics)


def read_snapshots(folder: Path, names: Mapping[str, str]) -> tuple[Mapping[str, bytes], tuple[Diagnostic, ...]]:
    """Return the snapshots of sources, by the ids of the sources.

    `names` gives the file of each source. One that is not there is left out: the rules of evidence say what
    that means. Findings name the file alone, since the folder lies outside the site.
    """
    disk = _DiskTree(folder)
    snapshots: dict[str, bytes] = {}
    for source, name in sorted(names.items()):
        if name in {"", ".", ".."} or set(name) & set("/\\:\0"):
            message = f"the snapshot of source '{source}' has no bare file name"
            disk.report(BAD_FILE_NAME, PurePosixPath(name), message, "give the name without a folder")
        elif (raw := disk.read(PurePosixPath(name), MAX_SNAPSHOT_BYTES)) is not None:
            snapshots[source] = raw
    return snapshots, sort_diagnostics(disk.diagnostics)


class _DiskTree(FileTree):
    """The files below a folder on the disk."""

    def __init__(self, root: Path) -> None:
        super().__init__()
        self.root = root

    def read_mode(self, path: PurePosixPath) -> int:
        """Return the mode of a file, 0 when it is not there or the disk refuses."""
        try:
            return os.lstat(self.root / path).st_mode
        except FileNotFoundError:
            return 0
        except (OSError, ValueError) as error:
            self._report_unreadable(path, error)
            return 0

    def list_names(self, folder: PurePosixPath) -> list[str]:
        """Return the names in a folder."""
        try:
            with os.scandir(self.root / folder) as listing:
                return [entry.name for entry in listing]
        except OSError as error:
            self._report_unreadable(folder, error)
            return []

    def read_limited(self, path: PurePosixPath, most: int) -> tuple[int, bytes] | None:
        """Return the size and the bytes, none where they are too many; ask only what is open now."""
        try:
            with open(os.open(self.root / path, _OPEN_FLAGS), "rb") as opened:  # noqa: PTH123 - opened by number
                found = os.fstat(opened.fileno())
                if not stat.S_ISREG(found.st_mode):
                    raise OSError(errno.EINVAL, "it has changed while it was read")  # noqa: TRY301 - told below
                raw = opened.read(most + 1) if found.st_size <= most else b""
        except OSError as error:
            self._report_unreadable(path, error)
            return None
        return max(found.st_size, len(raw)), raw

    def _report_unreadable(self, path: PurePosixPath, error: OSError | ValueError) -> None:
        said = (error.strerror or "it cannot be read") if isinstance(error, OSError) else str(error)
        self.report(UNREADABLE, path, f"this cannot be read: {said.lower()}", "look at its permissions")
