"""What stands where in a folder of facts, wherever the folder is kept: on the disk, or in a version in git.

A shelf gives out files; nothing here knows where it has them from. No symbolic link is followed, nothing
larger than allowed is read, and every fault is a finding.
"""

from __future__ import annotations

import stat
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from factsheet.diagnostics.core import Diagnostic, Location, Rule, arrange
from factsheet.diagnostics.rules import reading as rules
from factsheet.parsing.yaml.document import read_document
from factsheet.parsing.yaml.nodes import Document
from factsheet.parsing.yaml.source_text import MOST_BYTES, decode

LOCK_FILE = "evidence.lock"
"""Name of the evidence lock inside the folder of facts."""
LEDGER_FILE = "accepted.lock"
"""Name of the ledger of what was read and accepted, inside the folder of facts."""

_COLLECTIONS = ("sheets", "sources")
_SINGLE_FILES = ("actors.yml", "places.yml")
_YAML = frozenset({".yml", ".yaml"})
_BESIDE = (LOCK_FILE, LEDGER_FILE, "README.md")


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


class Shelf(ABC):
    """The files below a folder, and what was wrong with those that were asked for."""

    def __init__(self) -> None:
        self.findings: list[Diagnostic] = []

    @abstractmethod
    def mode(self, path: PurePosixPath) -> int:
        """Return the mode of a file as `stat` has it, 0 when it is not there; a link is not followed."""

    @abstractmethod
    def names(self, folder: PurePosixPath) -> list[str]:
        """Return the names in a folder that is there, in any order."""

    @abstractmethod
    def content(self, path: PurePosixPath, most: int) -> tuple[int, bytes] | None:
        """Return the size and the bytes of an ordinary file, no bytes where they are more than `most`."""

    def find(self, rule: Rule, path: PurePosixPath, message: str, hint: str) -> None:
        """Remember a finding, once."""
        finding = rule.at(Location(shown(path)), message, hint)
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
            mode = self.mode(step) if step.parts else stat.S_IFDIR
            if stat.S_ISLNK(mode):
                self.find(rules.SYMLINK, step, "this is a symbolic link", "put a copy in its place")
                return 0
            if not mode:
                return 0
            kind = stat.S_IFMT(mode)
        return kind

    def entries(self, folder: PurePosixPath) -> list[PurePosixPath]:
        """Return what a folder holds, sorted by name; hidden files are left alone."""
        if self.kind(folder) != stat.S_IFDIR:
            return []
        return [folder / name for name in sorted(self.names(folder)) if not name.startswith(".")]

    def read(self, path: PurePosixPath, most: int = MOST_BYTES) -> bytes | None:
        """Return the bytes of an ordinary file; None without a finding when there is no such file."""
        kind = self.kind(path)
        if kind != stat.S_IFREG:
            if kind:
                self.find(rules.UNREADABLE, path, "this is no ordinary file", "put a file in its place")
            return None
        found = self.content(path, most)
        if found is None:
            return None
        size, raw = found
        if size > most:
            message = f"the file has {size:,} bytes; the most is {most:,}"
            self.find(rules.TOO_LARGE, path, message, "split the file")
            return None
        return raw

    def text(self, file: str, most: int = MOST_BYTES) -> str | None:
        """Return the UTF-8 text of a file, as `read` does its bytes."""
        raw = self.read(PurePosixPath(file), most)
        if raw is None:
            return None
        text, findings = decode(shown(PurePosixPath(file)), raw, most)
        self.findings.extend(findings)
        return text


def read_facts(shelf: Shelf, facts: str) -> Loaded:
    """Read all documents of a site's folder of facts; `facts` is its path on the shelf."""
    folder = PurePosixPath(facts)
    kind = shelf.kind(folder)
    if kind != stat.S_IFDIR:
        if not shelf.findings:
            message = "this is no folder" if kind else "there is no such folder"
            shelf.find(rules.NO_FACTS, folder, message, "name the folder of facts in mkdocs.yml")
        return Loaded((), (), arrange(shelf.findings))
    found = [one for one in _facts_in(shelf, folder) if one[0].suffix.lower() in _YAML]
    paths = [path for path, is_document in found if is_document]
    if not any(path.parent.name == "sheets" for path in paths) and not shelf.findings:
        message = f"no facts found in {folder}/"
        shelf.find(rules.NO_FACTS, folder / "sheets", message, f"write a sheet into {folder}/sheets/")
    documents: list[Document] = []
    for path in paths:
        if (raw := shelf.read(path)) is not None:
            document, findings = read_document(shown(path), raw)
            shelf.findings.extend(findings)
            documents += [document] if document else []
    return Loaded(tuple(documents), tuple(shown(path) for path, _ in found), arrange(shelf.findings))


def _facts_in(shelf: Shelf, folder: PurePosixPath) -> Iterator[tuple[PurePosixPath, bool]]:
    """Yield what stands where documents belong, and whether it can be read; find what else lies about."""
    for path in shelf.entries(folder):
        kind = shelf.kind(path)
        if path.name in _COLLECTIONS and kind == stat.S_IFDIR:
            yield from ((one, _is_document(shelf, one)) for one in shelf.entries(path))
        elif path.name in _SINGLE_FILES:
            yield path, kind == stat.S_IFREG or _stray(shelf, path, kind)
        elif kind and not (path.name in _BESIDE and kind == stat.S_IFREG):
            _stray(shelf, path, kind)


def _is_document(shelf: Shelf, path: PurePosixPath) -> bool:
    kind = shelf.kind(path)
    if kind != stat.S_IFREG or path.suffix.lower() not in _YAML:
        return _stray(shelf, path, kind)
    if path.suffix != ".yml":
        hint = f"use .yml: rename it to {shown(path.with_suffix('.yml'))}"
        shelf.find(rules.WRONG_ENDING, path, "its name does not end in .yml", hint)
    return path.suffix == ".yml"


def _stray(shelf: Shelf, path: PurePosixPath, kind: int) -> bool:
    """Find what is not read, or stands where something else is expected; it is no document."""
    if not kind:
        return False  # `kind` has told why.
    is_yaml = path.suffix.lower() in _YAML
    if path.name in _COLLECTIONS:
        shelf.find(rules.UNREADABLE, path, "this is no folder", "make it a folder with one file for each")
    elif kind != stat.S_IFREG and (is_yaml or path.name in _BESIDE):
        shelf.find(rules.UNREADABLE, path, "this is no ordinary file", "put a file in its place")
    elif is_yaml and f"{path.stem.lower()}.yml" in _SINGLE_FILES:
        hint = f"use .yml: rename it to {shown(path.with_name(path.stem.lower() + '.yml'))}"
        shelf.find(rules.WRONG_ENDING, path, "its name is not the one that is read", hint)
    else:
        hint = "sheets belong in sheets/, sources in sources/" if is_yaml else "move it elsewhere"
        message = f"this {'folder' if kind == stat.S_IFDIR else 'file'} is not read"
        shelf.find(rules.NOT_READ, path, message, hint)
    return False


def shown(path: PurePosixPath) -> str:
    """Return a path as findings show it; bytes that are no UTF-8 stand as escapes."""
    return str(path).encode("utf-8", "backslashreplace").decode()
