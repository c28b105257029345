"""Read files from the disk: no other module does.

Nothing here follows a symbolic link, opens anything but regular files, or reads more than it was asked for.
Every error of the disk is a diagnostic, and every listing is sorted.
"""

import errno
import os
import stat
from collections.abc import Container, Iterator, Mapping
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from unicodedata import normalize

from factsheet.diagnostics.core import Diagnostic, sort_diagnostics
from factsheet.diagnostics.rules import BAD_FILE_NAME, UNREADABLE
from factsheet.parsing.fact_files import FileTree, format_path
from factsheet.parsing.yaml.nodes import MAX_FILE_BYTES

MAX_SNAPSHOT_BYTES = 5 * 1024 * 1024
"""The largest snapshot, and the largest file of content."""
MAX_LOCK_BYTES = 32 * 1024 * 1024
"""The largest evidence lock, which grows with the evidence."""
_UNCHANGED: Mapping[str, bytes | None] = MappingProxyType({})
_OPTIONAL_FLAGS = ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY")  # Not every system has all of them.
_OPEN_FLAGS = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in _OPTIONAL_FLAGS)


def build_disk_tree(root: Path, changes: Mapping[str, bytes | None] = _UNCHANGED) -> FileTree:
    """Return the files below a folder on the disk, or as they would be with changes; None is a file that goes."""
    return _DiskTree(root, changes)


def read_file(root: Path, file: str, max_bytes: int = MAX_FILE_BYTES) -> tuple[bytes | None, tuple[Diagnostic, ...]]:
    """Return the bytes of a file inside the root, or None with a diagnostic when it cannot be read.

    A missing file gives None without a diagnostic: only the caller knows whether that is an error.
    """
    tree = _DiskTree(root)
    return tree.read(PurePosixPath(file), max_bytes), tuple(tree.diagnostics)


def read_content(  # noqa: PLR0913 - all but two are for the pages of a finished site
    root: Path,
    folder: str,
    endings: tuple[str, ...] = ("",),
    most: int = MAX_SNAPSHOT_BYTES,
    *,
    hidden: bool = False,
    leave_out: Container[str] = (),
) -> tuple[Mapping[str, bytes], tuple[Diagnostic, ...]]:
    """Return the files of a folder whose names end so in any case, by their paths inside that folder."""
    tree = _DiskTree(root)
    base = PurePosixPath(folder)
    paths = (path for path in tree.walk(base, hidden=hidden) if path.name.lower().endswith(endings))
    named = ((str(path.relative_to(base)), path) for path in paths)
    found = {name: tree.read(path, most) for name, path in named if name not in leave_out}
    return {name: raw for name, raw in sorted(found.items()) if raw is not None}, sort_diagnostics(tree.diagnostics)


def read_snapshots(folder: Path, names: Mapping[str, str]) -> tuple[Mapping[str, bytes], tuple[Diagnostic, ...]]:
    """Return the snapshots of sources, by the ids of the sources.

    `names` gives the file of each source. A missing file is left out: the rules of evidence decide what that means.
    Diagnostics name only the file, since the folder is outside the site.
    """
    tree = _DiskTree(folder)
    snapshots: dict[str, bytes] = {}
    # Some systems and archives take the letter é apart: such a name is the same to everybody but the disk.
    held = tree.list_names(PurePosixPath()) if folder.is_dir() else ()
    composed = {normalize("NFC", name): name for name in held}
    for source, written in sorted(names.items()):
        name = written if written in held else composed.get(normalize("NFC", written), written)
        if name in {"", ".", ".."} or set(name) & set("/\\:\0"):
            message = f"the snapshot of source '{source}' has no bare file name"
            tree.report(BAD_FILE_NAME, PurePosixPath(name), message, "give the name without a folder")
        elif (raw := tree.read(PurePosixPath(name), MAX_SNAPSHOT_BYTES)) is not None:
            snapshots[source] = raw
    return snapshots, sort_diagnostics(tree.diagnostics)


class _DiskTree(FileTree):
    def __init__(self, root: Path, changes: Mapping[str, bytes | None] = _UNCHANGED) -> None:
        super().__init__()
        self.root, self.changes, self.environment = root, changes, os.environ

    def read_mode(self, path: PurePosixPath) -> int:
        try:
            return 0 if self.changes.get(str(path), b"") is None else os.lstat(self.root / path).st_mode
        except FileNotFoundError:
            return 0
        except (OSError, ValueError) as error:
            self._report_unreadable(path, error)
            return 0

    def list_names(self, folder: PurePosixPath) -> list[str]:
        names = [entry.name for entry in self._scan(folder)]
        return [name for name in names if self.changes.get(str(folder / name), b"") is not None]

    def check_folder(self, folder: PurePosixPath, *, hidden: bool = False) -> None:
        list(self.walk(folder, hidden=hidden))

    def walk(self, folder: PurePosixPath, *, hidden: bool = False) -> Iterator[PurePosixPath]:
        """Yield the files below a folder; report links, pipes, devices and names that are not UTF-8."""
        waiting = [(folder, False)] if self.find_type(folder) == stat.S_IFDIR else []
        while waiting:
            outer, is_hidden = waiting.pop()
            for entry in self._scan(outer):
                path, is_left_out = outer / entry.name, is_hidden or (entry.name.startswith(".") and not hidden)
                if entry.is_symlink():
                    if not is_left_out or os.path.isdir(entry):  # noqa: PTH112 - of a circle too; MkDocs enters hidden folders
                        self.find_type(path)
                elif not is_left_out and format_path(path) != str(path):
                    self.report(UNREADABLE, path, "its name is not UTF-8", "rename it")
                elif entry.is_dir():
                    waiting += [(path, is_left_out)] if entry.name != ".git" else []
                elif not is_left_out and (entry.is_file() or self.check_file(path)):
                    yield path

    def _scan(self, folder: PurePosixPath) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(self.root / folder) as listing:
                return list(listing)
        except OSError as error:
            self._report_unreadable(folder, error)
            return []

    def read_limited(self, path: PurePosixPath, max_bytes: int) -> tuple[int, bytes] | None:
        """Return the size and the bytes, which are empty when there are too many; check the open file only."""
        if (changed := self.changes.get(str(path))) is not None:
            return len(changed), changed
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
