"""Read files from the disk: no other module does.

Nothing here follows a symbolic link, opens anything but regular files, or reads more than it was asked for.
Every error of the disk is a diagnostic, and every listing is sorted.
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
"""The largest snapshot, and the largest file of content."""
MAX_LOCK_BYTES = 32 * 1024 * 1024
"""The largest evidence lock, which grows with the evidence."""
_OPTIONAL_FLAGS = ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY")  # Not every system has all of them.
_OPEN_FLAGS = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in _OPTIONAL_FLAGS)


def build_disk_tree(root: Path) -> FileTree:
    """Return the files below a folder on the disk."""
    return _DiskTree(root)


def read_file(root: Path, file: str, max_bytes: int = MAX_FILE_BYTES) -> tuple[bytes | None, tuple[Diagnostic, ...]]:
    """Return the bytes of a file inside the root, or None with a diagnostic when it cannot be read.

    A missing file gives None without a diagnostic: only the caller knows whether that is an error.
    """
    tree = _DiskTree(root)
    return tree.read(PurePosixPath(file), max_bytes), tuple(tree.diagnostics)


def read_content(
    root: Path, folder: str, endings: tuple[str, ...] = ("",), max_bytes: int = MAX_SNAPSHOT_BYTES
) -> tuple[Mapping[str, bytes], tuple[Diagnostic, ...]]:
    """Return the files of a folder whose names end so, by their paths inside that folder."""
    tree = _DiskTree(root)
    base = PurePosixPath(folder)
    contents: dict[str, bytes] = {}
    waiting = [base]
    while waiting:
        for path in tree.list_entries(waiting.pop()):
            if tree.find_type(path) == stat.S_IFDIR:
                waiting.append(path)
            elif path.name.endswith(endings) and (raw := tree.read(path, max_bytes)) is not None:
                contents[str(path.relative_to(base))] = raw
    return dict(sorted(contents.items())), sort_diagnostics(tree.diagnostics)


def read_snapshots(folder: Path, names: Mapping[str, str]) -> tuple[Mapping[str, bytes], tuple[Diagnostic, ...]]:
    """Return the snapshots of sources, by the ids of the sources.

    `names` gives the file of each source. A missing file is left out: the rules of evidence decide what that means.
    Diagnostics name only the file, since the folder is outside the site.
    """
    tree = _DiskTree(folder)
    snapshots: dict[str, bytes] = {}
    for source, name in sorted(names.items()):
        if name in {"", ".", ".."} or set(name) & set("/\\:\0"):
            message = f"the snapshot of source '{source}' has no bare file name"
            tree.report(BAD_FILE_NAME, PurePosixPath(name), message, "give the name without a folder")
        elif (raw := tree.read(PurePosixPath(name), MAX_SNAPSHOT_BYTES)) is not None:
            snapshots[source] = raw
    return snapshots, sort_diagnostics(tree.diagnostics)


class _DiskTree(FileTree):
    """The files below a folder on the disk."""

    def __init__(self, root: Path) -> None:
        super().__init__()
        self.root = root

    def read_mode(self, path: PurePosixPath) -> int:
        """Return the mode of a file, 0 when it is missing or the disk refuses."""
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

    def read_limited(self, path: PurePosixPath, max_bytes: int) -> tuple[int, bytes] | None:
        """Return the size and the bytes, which are empty when there are too many; check the open file only."""
        try:
            with open(os.open(self.root / path, _OPEN_FLAGS), "rb") as opened:  # noqa: PTH123 - opened by number
                status = os.fstat(opened.fileno())
                if not stat.S_ISREG(status.st_mode):
                    raise OSError(errno.EINVAL, "it changed while it was being read")  # noqa: TRY301 - reported below
                raw = opened.read(max_bytes + 1) if status.st_size <= max_bytes else b""
        except OSError as error:
            self._report_unreadable(path, error)
            return None
        return max(status.st_size, len(raw)), raw

    def _report_unreadable(self, path: PurePosixPath, error: OSError | ValueError) -> None:
        reason = (error.strerror or "it cannot be read") if isinstance(error, OSError) else str(error)
        self.report(UNREADABLE, path, f"this cannot be read: {reason.lower()}", "check its permissions")
