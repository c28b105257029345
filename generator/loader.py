"""From the disk into the house: the only module that reads files.

Nothing here follows a symbolic link, opens what is no ordinary file, or reads more than it was asked for.
Every fault of the disk is a finding, and every listing is sorted.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from generator.diagnostics import Diagnostic, Location, Rule, arrange
from generator.reading.document import read_document
from generator.reading.nodes import Document
from generator.reading.source_text import MOST_BYTES, decode
from generator.rules import reading as rules

MOST_SNAPSHOT_BYTES = 5 * 1024 * 1024
"""Size of the largest snapshot, and of the largest file of content."""
MOST_LOCK_BYTES = 32 * 1024 * 1024
"""Size of the largest evidence lock, which grows with the evidence."""
LOCK_FILE = "evidence.lock"
"""Name of the evidence lock inside the folder of facts."""

_COLLECTIONS = ("sheets", "sources")
_SINGLE_FILES = ("actors.yml", "places.yml")
_YAML = frozenset({".yml", ".yaml"})
_BESIDE = (LOCK_FILE, "README.md")
_FLAGS = ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY")  # Not every system has each of them.
_OPEN = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in _FLAGS)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A folder of facts as it was found."""

    documents: tuple[Document, ...]
    files: tuple[str, ...]
    """Every YAML file of facts that is there, also those that could not be read."""
    diagnostics: tuple[Diagnostic, ...]

    @property
    def failed(self) -> tuple[str, ...]:
        """The files of which nothing could be read."""
        read = {document.file for document in self.documents if document.root is not None}
        return tuple(file for file in self.files if file not in read)


def read_folder(root: Path, facts: str) -> Loaded:
    """Read all documents of a site's folder of facts; `facts` is its path inside the root."""
    disk = _Disk(root)
    folder = PurePosixPath(facts)
    kind = disk.kind(folder)
    if kind != stat.S_IFDIR:
        if not disk.findings:
            message = "this is no folder" if kind else "there is no such folder"
            disk.find(rules.NO_FACTS, folder, message, "name the folder of facts in mkdocs.yml")
        return Loaded((), (), arrange(disk.findings))
    found = [one for one in _facts_in(disk, folder) if one[0].suffix.lower() in _YAML]
    paths = [path for path, is_document in found if is_document]
    if not any(path.parent.name == "sheets" for path in paths) and not disk.findings:
        message = f"no facts found in {folder}/"
        disk.find(rules.NO_FACTS, folder / "sheets", message, f"write a sheet into {folder}/sheets/")
    documents: list[Document] = []
    for path in paths:
        if (raw := disk.read(path, MOST_BYTES)) is not None:
            document, findings = read_document(_shown(path), raw)
            disk.findings.extend(findings)
            documents += [document] if document else []
    return Loaded(tuple(documents), tuple(_shown(path) for path, _ in found), arrange(disk.findings))


def read_file(root: Path, file: str, most: int = MOST_BYTES) -> tuple[bytes | None, tuple[Diagnostic, ...]]:
    """Return the bytes of a file inside the root, None with a finding when it cannot be read.

    A file that is not there is None without a finding: only the caller knows whether that is wrong.
    """
    disk = _Disk(root)
    return disk.read(PurePosixPath(file), most), tuple(disk.findings)


def read_text_file(
    root: Path, file: str, most: int = MOST_BYTES
) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """Return the UTF-8 text of a file inside the root, as `read_file` does its bytes."""
    raw, findings = read_file(root, file, most)
    return decode(_shown(PurePosixPath(file)), raw, most) if raw is not None else (None, findings)


def read_lock_file(root: Path, facts: str) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """Return the text of the evidence lock, None where none has been written yet."""
    return read_text_file(root, f"{facts}/{LOCK_FILE}", MOST_LOCK_BYTES)


def read_content(root: Path, docs: str) -> tuple[Mapping[str, bytes], tuple[Diagnostic, ...]]:
    """Return the files of the folder of hand-written pages, by their paths inside that folder."""
    disk = _Disk(root)
    base = PurePosixPath(docs)
    contents: dict[str, bytes] = {}
    waiting = [base]
    while waiting:
        folder = waiting.pop()
        for path in disk.entries(folder):
            if disk.kind(path) == stat.S_IFDIR:
                waiting.append(path)
            elif (raw := disk.read(path, MOST_SNAPSHOT_BYTES)) is not None:
                contents[str(path.relative_to(base))] = raw
    return dict(sorted(contents.items())), arrange(disk.findings)


def read_content_file(root: Path, docs: str, uri: str) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """Return the text of one hand-written page."""
    return read_text_file(root, f"{docs}/{uri}", MOST_SNAPSHOT_BYTES)


def read_snapshots(
    folder: Path, names: Mapping[str, str]
) -> tuple[Mapping[str, bytes], tuple[Diagnostic, ...]]:
    """Return the snapshots of sources, by the ids of the sources.

    `names` gives the file of each source. One that is not there is left out: the rules of evidence say what
    that means. Findings name the file alone, since the folder lies outside the site.
    """
    disk = _Disk(folder)
    snapshots: dict[str, bytes] = {}
    for source, name in sorted(names.items()):
        if name in {"", ".", ".."} or set(name) & set("/\\:\0"):
            message = f"the snapshot of source '{source}' has no bare file name"
            disk.find(rules.BAD_FILE_NAME, PurePosixPath(name), message, "give the name without a folder")
        elif (raw := disk.read(PurePosixPath(name), MOST_SNAPSHOT_BYTES)) is not None:
            snapshots[source] = raw
    return snapshots, arrange(disk.findings)


def _facts_in(disk: _Disk, folder: PurePosixPath) -> Iterator[tuple[PurePosixPath, bool]]:
    """Yield what stands where documents belong, and whether it can be read; find what else lies about."""
    for path in disk.entries(folder):
        kind = disk.kind(path)
        if path.name in _COLLECTIONS and kind == stat.S_IFDIR:
            yield from ((one, _is_document(disk, one)) for one in disk.entries(path))
        elif path.name in _SINGLE_FILES:
            yield path, kind == stat.S_IFREG or _stray(disk, path, kind)
        elif kind and not (path.name in _BESIDE and kind == stat.S_IFREG):
            _stray(disk, path, kind)


def _is_document(disk: _Disk, path: PurePosixPath) -> bool:
    kind = disk.kind(path)
    if kind != stat.S_IFREG or path.suffix.lower() not in _YAML:
        return _stray(disk, path, kind)
    if path.suffix != ".yml":
        hint = f"use .yml: rename it to {_shown(path.with_suffix('.yml'))}"
        disk.find(rules.WRONG_ENDING, path, "its name does not end in .yml", hint)
    return path.suffix == ".yml"


def _stray(disk: _Disk, path: PurePosixPath, kind: int) -> bool:
    """Find what is not read, or stands where something else is expected; it is no document."""
    if not kind:
        return False  # `kind` has told why.
    is_yaml = path.suffix.lower() in _YAML
    if path.name in _COLLECTIONS:
        disk.find(rules.UNREADABLE, path, "this is no folder", "make it a folder with one file for each")
    elif kind != stat.S_IFREG and (is_yaml or path.name in _BESIDE):
        disk.find(rules.UNREADABLE, path, "this is no ordinary file", "put a file in its place")
    elif is_yaml and f"{path.stem.lower()}.yml" in _SINGLE_FILES:
        hint = f"use .yml: rename it to {_shown(path.with_name(path.stem.lower() + '.yml'))}"
        disk.find(rules.WRONG_ENDING, path, "its name is not the one that is read", hint)
    else:
        hint = "sheets belong in sheets/, sources in sources/" if is_yaml else "move it elsewhere"
        message = f"this {'folder' if kind == stat.S_IFDIR else 'file'} is not read"
        disk.find(rules.NOT_READ, path, message, hint)
    return False


class _Disk:
    """The files below a folder, and what was wrong with those that were asked for."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.findings: list[Diagnostic] = []

    def find(self, rule: Rule, path: PurePosixPath, message: str, hint: str) -> None:
        finding = rule.at(Location(_shown(path)), message, hint)
        if finding not in self.findings:
            self.findings.append(finding)

    def kind(self, path: PurePosixPath) -> int:
        """Return the type of a file, as `stat` names it; 0 when it is not there or must not be touched."""
        if path.is_absolute() or ".." in path.parts or not path.parts:
            self.find(
                rules.BAD_FILE_NAME, path, "this does not lie inside the site's folder", "name one inside"
            )
            return 0
        kind = 0
        for step in (*reversed(path.parents), path):
            try:
                mode = os.lstat(self.root / step).st_mode if step.parts else stat.S_IFDIR
            except FileNotFoundError:
                return 0
            except (OSError, ValueError) as error:
                self._unreadable(step, error)
                return 0
            if stat.S_ISLNK(mode):
                self.find(rules.SYMLINK, step, "this is a symbolic link", "put a copy in its place")
                return 0
            kind = stat.S_IFMT(mode)
        return kind

    def entries(self, folder: PurePosixPath) -> list[PurePosixPath]:
        """Return what a folder holds, sorted by name; hidden files are left alone."""
        if self.kind(folder) != stat.S_IFDIR:
            return []
        try:
            with os.scandir(self.root / folder) as listing:
                names = sorted(entry.name for entry in listing)
        except OSError as error:
            self._unreadable(folder, error)
            return []
        return [folder / name for name in names if not name.startswith(".")]

    def read(self, path: PurePosixPath, most: int) -> bytes | None:
        """Return the bytes of an ordinary file."""
        kind = self.kind(path)
        if kind != stat.S_IFREG:
            if kind:
                self.find(rules.UNREADABLE, path, "this is no ordinary file", "put a file in its place")
            return None
        try:
            size, raw = self._opened(path, most)
        except OSError as error:
            self._unreadable(path, error)
            return None
        if size > most:
            message = f"the file has {size:,} bytes; the most is {most:,}"
            self.find(rules.TOO_LARGE, path, message, "split the file")
            return None
        return raw

    def _opened(self, path: PurePosixPath, most: int) -> tuple[int, bytes]:
        """Return the size and the bytes, none where they are too many; ask only what is open now."""
        with open(os.open(self.root / path, _OPEN), "rb") as opened:  # noqa: PTH123 - opened by number
            found = os.fstat(opened.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise OSError(errno.EINVAL, "it has changed while it was read")
            raw = opened.read(most + 1) if found.st_size <= most else b""
        return max(found.st_size, len(raw)), raw

    def _unreadable(self, path: PurePosixPath, error: OSError | ValueError) -> None:
        said = (error.strerror or "it cannot be read") if isinstance(error, OSError) else str(error)
        self.find(rules.UNREADABLE, path, f"this cannot be read: {said.lower()}", "look at its permissions")


def _shown(path: PurePosixPath) -> str:
    """Return a path as findings show it; bytes that are no UTF-8 stand as escapes."""
    return str(path).encode("utf-8", "backslashreplace").decode()
