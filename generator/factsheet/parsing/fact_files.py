"""What stands where in a folder of facts, wherever the folder is kept: on the disk, or in a version in git.

A shelf gives out files; nothing here knows where it has them from. No symbolic link is followed, nothing
larger than allowed is read, and every fault is a finding.
"""

from __future__ import annotations

import stat
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from factsheet.diagnostics.core import Diagnostic, Location, Rule, sort_diagnostics
from factsheet.diagnostics.rules.syntax import (
    BAD_FILE_NAME,
    IGNORED_FILE,
    NO_FACTS,
    SYMLINK,
    TOO_LARGE,
    UNREADABLE,
    WRONG_ENDING,
)
from factsheet.parsing.yaml.document import read_document
from factsheet.parsing.yaml.nodes import MAX_FILE_BYTES, YamlDocument, decode_utf8


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteInputs:
    """The documents of a site, those that could not be read, and what was found on the way."""

    documents: tuple[YamlDocument, ...]
    failed: tuple[str, ...]
    """Files that could not be read at all; what they hold is not known."""
    lock: str | None = None
    """The text of the evidence lock; None where there is none."""
    lock_file: str = ""
    ledger: str | None = None
    """The text of the ledger of what was accepted; None where the site keeps none."""
    ledger_file: str = ""
    home: str = ""
    """The hand-written part of the home page; empty where there is none."""
    home_file: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    """Every text that was read, by file, so that a finding can show its line."""
    diagnostics: tuple[Diagnostic, ...] = ()


LOCK_FILE = "evidence.lock"
"""Name of the evidence lock inside the folder of facts."""
LEDGER_FILE = "accepted.lock"
"""Name of the ledger of what was read and accepted, inside the folder of facts."""

_COLLECTIONS = ("sheets", "sources")
_SINGLE_FILES = ("actors.yml", "places.yml")
_YAML_ENDINGS = frozenset({".yml", ".yaml"})
_OTHER_FILES = (LOCK_FILE, LEDGER_FILE, "README.md")


@dataclass(frozen=True, slots=True)
class LoadedFacts:
    """A folder of facts as it was found."""

    documents: tuple[YamlDocument, ...]
    files: tuple[str, ...]
    """Every YAML file of facts that is there, also those that could not be read."""
    diagnostics: tuple[Diagnostic, ...]

    @property
    def failed(self) -> tuple[str, ...]:
        """The files of which nothing could be read."""
        read = {document.file for document in self.documents if document.root is not None}
        return tuple(file for file in self.files if file not in read)


class FileTree(ABC):
    """The files below a folder, and what was wrong with those that were asked for."""

    def __init__(self) -> None:
        self.diagnostics: list[Diagnostic] = []

    @abstractmethod
    def read_mode(self, path: PurePosixPath) -> int:
        """Return the mode of a file as `stat` has it, 0 when it is not there; a link is not followed."""

    @abstractmethod
    def list_names(self, folder: PurePosixPath) -> list[str]:
        """Return the names in a folder that is there, in any order."""

    @abstractmethod
    def read_limited(self, path: PurePosixPath, most: int) -> tuple[int, bytes] | None:
        """Return the size and the bytes of an ordinary file, no bytes where they are more than `most`."""

    def report(self, rule: Rule, path: PurePosixPath, message: str, hint: str) -> None:
        """Remember a finding, once."""
        finding = rule.report(Location(format_path(path)), message, hint)
        if finding not in self.diagnostics:
            self.diagnostics.append(finding)

    def find_type(self, path: PurePosixPath) -> int:
        """Return the type of a file, as `stat` names it; 0 when it is not there or must not be touched."""
        if path.is_absolute() or ".." in path.parts or not path.parts:
            self.report(BAD_FILE_NAME, path, "this does not lie inside the site's folder", "name one inside")
            return 0
        kind = 0
        for step in (*reversed(path.parents), path):
            mode = self.read_mode(step) if step.parts else stat.S_IFDIR
            if stat.S_ISLNK(mode):
                self.report(SYMLINK, step, "this is a symbolic link", "put a copy in its place")
                return 0
            if not mode:
                return 0
            kind = stat.S_IFMT(mode)
        return kind

    def list_entries(self, folder: PurePosixPath) -> list[PurePosixPath]:
        """Return what a folder holds, sorted by name; hidden files are left alone."""
        if self.find_type(folder) != stat.S_IFDIR:
            return []
        return [folder / name for name in sorted(self.list_names(folder)) if not name.startswith(".")]

    def read(self, path: PurePosixPath, most: int = MAX_FILE_BYTES) -> bytes | None:
        """Return the bytes of an ordinary file; None without a finding when there is no such file."""
        kind = self.find_type(path)
        if kind != stat.S_IFREG:
            if kind:
                self.report(UNREADABLE, path, "this is no ordinary file", "put a file in its place")
            return None
        found = self.read_limited(path, most)
        if found is None:
            return None
        size, raw = found
        if size > most:
            message = f"the file has {size:,} bytes; the most is {most:,}"
            self.report(TOO_LARGE, path, message, "split the file")
            return None
        return raw

    def read_file_text(self, file: str, most: int = MAX_FILE_BYTES) -> str | None:
        """Return the UTF-8 text of a file, as `read` does its bytes."""
        raw = self.read(PurePosixPath(file), most)
        if raw is None:
            return None
        text, findings = decode_utf8(format_path(PurePosixPath(file)), raw, most)
        self.diagnostics.extend(findings)
        return text


def read_facts(shelf: FileTree, facts: str) -> LoadedFacts:
    """Read all documents of a site's folder of facts; `facts` is its path on the shelf."""
    folder = PurePosixPath(facts)
    kind = shelf.find_type(folder)
    if kind != stat.S_IFDIR:
        if not shelf.diagnostics:
            message = "this is no folder" if kind else "there is no such folder"
            shelf.report(NO_FACTS, folder, message, "name the folder of facts in mkdocs.yml")
        return LoadedFacts((), (), sort_diagnostics(shelf.diagnostics))
    found = [one for one in _find_facts(shelf, folder) if one[0].suffix.lower() in _YAML_ENDINGS]
    paths = [path for path, is_document in found if is_document]
    if not any(path.parent.name == "sheets" for path in paths) and not shelf.diagnostics:
        message = f"no facts found in {folder}/"
        shelf.report(NO_FACTS, folder / "sheets", message, f"write a sheet into {folder}/sheets/")
    documents: list[YamlDocument] = []
    for path in paths:
        if (raw := shelf.read(path)) is not None:
            document, findings = read_document(format_path(path), raw)
            shelf.diagnostics.extend(findings)
            documents += [document] if document else []
    return LoadedFacts(
        tuple(documents), tuple(format_path(path) for path, _ in found), sort_diagnostics(shelf.diagnostics)
    )


def _find_facts(shelf: FileTree, folder: PurePosixPath) -> Iterator[tuple[PurePosixPath, bool]]:
    """Yield what stands where documents belong, and whether it can be read; find what else lies about."""
    for path in shelf.list_entries(folder):
        kind = shelf.find_type(path)
        if path.name in _COLLECTIONS and kind == stat.S_IFDIR:
            yield from ((one, _is_document(shelf, one)) for one in shelf.list_entries(path))
        elif path.name in _SINGLE_FILES:
            yield path, kind == stat.S_IFREG or _report_stray(shelf, path, kind)
        elif kind and not (path.name in _OTHER_FILES and kind == stat.S_IFREG):
            _report_stray(shelf, path, kind)


def _is_document(shelf: FileTree, path: PurePosixPath) -> bool:
    kind = shelf.find_type(path)
    if kind != stat.S_IFREG or path.suffix.lower() not in _YAML_ENDINGS:
        return _report_stray(shelf, path, kind)
    if path.suffix != ".yml":
        hint = f"use .yml: rename it to {format_path(path.with_suffix('.yml'))}"
        shelf.report(WRONG_ENDING, path, "its name does not end in .yml", hint)
    return path.suffix == ".yml"


def _report_stray(shelf: FileTree, path: PurePosixPath, kind: int) -> bool:
    """Find what is not read, or stands where something else is expected; it is no document."""
    if not kind:
        return False  # `kind` has told why.
    is_yaml = path.suffix.lower() in _YAML_ENDINGS
    if path.name in _COLLECTIONS:
        shelf.report(UNREADABLE, path, "this is no folder", "make it a folder with one file for each")
    elif kind != stat.S_IFREG and (is_yaml or path.name in _OTHER_FILES):
        shelf.report(UNREADABLE, path, "this is no ordinary file", "put a file in its place")
    elif is_yaml and f"{path.stem.lower()}.yml" in _SINGLE_FILES:
        hint = f"use .yml: rename it to {format_path(path.with_name(path.stem.lower() + '.yml'))}"
        shelf.report(WRONG_ENDING, path, "its name is not the one that is read", hint)
    else:
        hint = "sheets belong in sheets/, sources in sources/" if is_yaml else "move it elsewhere"
        message = f"this {'folder' if kind == stat.S_IFDIR else 'file'} is not read"
        shelf.report(IGNORED_FILE, path, message, hint)
    return False


def format_path(path: PurePosixPath) -> str:
    """Return a path as findings show it; bytes that are no UTF-8 stand as escapes."""
    return str(path).encode("utf-8", "backslashreplace").decode()
