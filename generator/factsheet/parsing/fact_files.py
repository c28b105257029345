"""Read a folder of facts, from the disk or from a commit in git.

A `FileTree` returns the files; nothing here knows where they are stored. No symbolic link is followed, no file
larger than the limit is read, and every problem becomes a diagnostic.
"""

import atexit
import gc
import re
import stat
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import TypeAlias

from factsheet.diagnostics import rules
from factsheet.diagnostics.core import Diagnostic, Location, Rule, has_errors, sort_diagnostics
from factsheet.diagnostics.frozen import dataclass, field
from factsheet.parsing.yaml.document import read_document
from factsheet.parsing.yaml.nodes import MAX_FILE_BYTES, YamlDocument, decode_utf8

AuthorFinder: TypeAlias = Callable[[str, Sequence[range]], str]
"""Returns who last changed some lines of a file of the site; empty where that is not known."""


def find_no_author(_file: str, _lines: Sequence[range]) -> str:
    """Return that the author is not known."""
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteInputs:
    """The documents of a site, the files that could not be read, and the diagnostics."""

    documents: tuple[YamlDocument, ...]
    failed: tuple[str, ...]
    """Files that could not be read at all; their content is unknown."""
    lock: str | None = None
    """The text of the evidence lock; None if there is none."""
    lock_file: str = ""
    ledger: str | None = None
    """The text of the ledger of accepted reviews; None if the site keeps none."""
    ledger_file: str = ""
    attested: str | None = None
    """The text of the ledger of what second readers have said; None if there is none."""
    attested_file: str = ""
    find_author: AuthorFinder = field(default=find_no_author, compare=False)
    home: str = ""
    """The hand-written part of the home page; empty if there is none."""
    home_file: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    """Every text that was read, by file, so that a diagnostic can show its line."""
    diagnostics: tuple[Diagnostic, ...] = ()


LOCK_FILE = "evidence.lock"
"""Name of the evidence lock inside the folder of facts."""
LEDGER_FILE = "accepted.lock"
"""Name of the ledger of accepted reviews inside the folder of facts."""
ATTESTED_FILE = "attested.lock"
"""Name of the ledger of what second readers have said inside the folder of facts."""
_COLLECTIONS = ("sheets", "sources")
_SINGLE_FILES = ("actors.yml", "places.yml")
_YAML_ENDINGS = frozenset({".yml", ".yaml"})
TEMPORARY_FILE = re.compile(r"^\.|^4913$|~$|^#.*#$|\.(?:sw[a-px]|tmp|bak)$|___$")
"""Names of hidden files, and of those that editors write beside a file that is open."""
_OTHER_FILES = (LOCK_FILE, LEDGER_FILE, ATTESTED_FILE, "README.md")


@dataclass(frozen=True, slots=True)
class LoadedFacts:
    """The content of a folder of facts."""

    documents: tuple[YamlDocument, ...]
    files: tuple[str, ...]
    """Every YAML file of facts, including those that could not be read."""
    diagnostics: tuple[Diagnostic, ...]

    @property
    def failed(self) -> tuple[str, ...]:
        """The files that could not be read at all."""
        read = {document.file for document in self.documents if document.root is not None}
        return tuple(file for file in self.files if file not in read)


class FileTree(ABC):
    """The files below a folder, and the diagnostics of those that were read."""

    environment: Mapping[str, str] = MappingProxyType({})
    """The variables that settings may name with `!ENV`."""

    def __init__(self) -> None:
        self.diagnostics: list[Diagnostic] = []
        self._reported: set[Diagnostic] = set()
        self._folders: set[PurePosixPath] = set()  # Those that are no links.

    @abstractmethod
    def read_mode(self, path: PurePosixPath) -> int:
        """Return the mode of a file, as `stat` gives it, or 0 if it does not exist; a link is not followed."""

    @abstractmethod
    def list_names(self, folder: PurePosixPath) -> list[str]:
        """Return the names in an existing folder, in any order."""

    @abstractmethod
    def read_limited(self, path: PurePosixPath, most: int) -> tuple[int, bytes] | None:
        """Return the size and the bytes of a regular file; no bytes if there are more than `most`."""

    def report(self, rule: Rule, path: PurePosixPath, message: str, hint: str) -> None:
        """Add a diagnostic, unless it was added before."""
        diagnostic = rule.report(Location(format_path(path)), message, hint)
        if diagnostic not in self._reported:
            self._reported.add(diagnostic)
            self.diagnostics.append(diagnostic)

    def find_type(self, path: PurePosixPath) -> int:
        """Return the type of a file, as `stat` gives it, or 0 if it does not exist or must not be read."""
        if path.is_absolute() or ".." in path.parts or not path.parts:
            self.report(rules.BAD_FILE_NAME, path, "this is outside the site's folder", "name a file inside it")
            return 0
        kind, folder = 0, path.parent
        for step in (path,) if folder in self._folders else (*reversed(path.parents), path):
            mode = self.read_mode(step) if step.parts else stat.S_IFDIR
            if stat.S_ISLNK(mode):
                self.report(rules.SYMLINK, step, "this is a symbolic link", "replace it with a copy")
                return 0
            if not mode:
                return 0
            kind = stat.S_IFMT(mode)
        self._folders.add(folder)
        return kind

    def list_entries(self, folder: PurePosixPath) -> list[PurePosixPath]:
        """Return the entries of a folder, sorted by name, without hidden files and those of editors."""
        if self.find_type(folder) != stat.S_IFDIR:
            return []
        return [folder / name for name in sorted(self.list_names(folder)) if not TEMPORARY_FILE.search(name)]

    def check_folder(self, folder: PurePosixPath, *, hidden: bool = False) -> None:
        """Report each file below a folder that must not be opened; a hidden one only if asked."""
        del folder, hidden  # From a commit, nothing but facts is opened.

    def check_file(self, path: PurePosixPath) -> bool:
        """Tell whether there is a regular file, and report anything else that is there."""
        kind = self.find_type(path)
        if kind not in {0, stat.S_IFREG}:
            self.report(rules.UNREADABLE, path, "this is not a regular file", "replace it with a file")
        return kind == stat.S_IFREG

    def read(self, path: PurePosixPath, most: int = MAX_FILE_BYTES) -> bytes | None:
        """Return the bytes of a regular file; None, without a diagnostic, if it does not exist."""
        if not self.check_file(path) or (content := self.read_limited(path, most)) is None:
            return None
        size, raw = content
        if size > most:
            self.report(rules.TOO_LARGE, path, f"the file has {size:,} bytes; the limit is {most:,}", "split the file")
            return None
        return raw

    def read_file_text(self, file: str, most: int = MAX_FILE_BYTES) -> str | None:
        """Return the UTF-8 text of a file, as `read` returns its bytes."""
        raw = self.read(PurePosixPath(file), most)
        if raw is None:
            return None
        text, diagnostics = decode_utf8(format_path(PurePosixPath(file)), raw, most)
        self.diagnostics.extend(diagnostics)
        return text


def read_facts(tree: FileTree, facts: str) -> LoadedFacts:
    """Read all documents of a site's folder of facts; `facts` is its path in the tree."""
    folder = PurePosixPath(facts)
    kind = tree.find_type(folder)
    if kind != stat.S_IFDIR:
        if not has_errors(tree.diagnostics):
            message = "this is not a folder" if kind else "there is no such folder"
            tree.report(rules.NO_FACTS, folder, message, "name the folder of facts in mkdocs.yml")
        return LoadedFacts((), (), sort_diagnostics(tree.diagnostics))
    files = [file for file in _find_facts(tree, folder) if file[0].suffix.lower() in _YAML_ENDINGS]
    paths = [path for path, is_document in files if is_document]
    if not any(path.parent.name == "sheets" for path in paths) and not has_errors(tree.diagnostics):
        message = f"no facts found in {folder}/"
        tree.report(rules.NO_FACTS, folder / "sheets", message, f"write a sheet into {folder}/sheets/")
    documents: list[YamlDocument] = []
    for path in paths:
        if (raw := tree.read(path)) is not None:
            document, diagnostics = read_document(format_path(path), raw)
            tree.diagnostics.extend(diagnostics)
            documents += [document] if document else []
    names = tuple(format_path(path) for path, _ in files)
    return LoadedFacts(tuple(documents), names, sort_diagnostics(tree.diagnostics))


def _find_facts(tree: FileTree, folder: PurePosixPath) -> Iterator[tuple[PurePosixPath, bool]]:
    """Yield the entries where documents belong, and whether each is one; report everything else."""
    for path in tree.list_entries(folder):
        kind = tree.find_type(path)
        if path.name in _COLLECTIONS and kind == stat.S_IFDIR:
            yield from ((entry, _is_document(tree, entry)) for entry in tree.list_entries(path))
        elif path.name in _SINGLE_FILES:
            yield path, kind == stat.S_IFREG or _report_stray(tree, path, kind)
        elif kind and not (path.name in _OTHER_FILES and kind == stat.S_IFREG):
            _report_stray(tree, path, kind)


def _is_document(tree: FileTree, path: PurePosixPath) -> bool:
    kind = tree.find_type(path)
    if kind != stat.S_IFREG or path.suffix.lower() not in _YAML_ENDINGS:
        return _report_stray(tree, path, kind)
    if path.suffix != ".yml":
        hint = f"use .yml: rename it to {format_path(path.with_suffix('.yml'))}"
        tree.report(rules.WRONG_ENDING, path, "its name does not end in .yml", hint)
    return path.suffix == ".yml"


def _report_stray(tree: FileTree, path: PurePosixPath, kind: int) -> bool:
    """Report an entry that is ignored or is of the wrong type; return False, as it is no document."""
    if not kind:
        return False  # `find_type` has reported why.
    is_yaml = path.suffix.lower() in _YAML_ENDINGS
    if path.name in _COLLECTIONS:
        tree.report(rules.UNREADABLE, path, "this is not a folder", "make it a folder with one file for each")
    elif kind != stat.S_IFREG and (is_yaml or path.name in _OTHER_FILES):
        tree.report(rules.UNREADABLE, path, "this is not a regular file", "replace it with a file")
    elif is_yaml and f"{path.stem.lower()}.yml" in _SINGLE_FILES:
        hint = f"use .yml: rename it to {format_path(path.with_name(path.stem.lower() + '.yml'))}"
        tree.report(rules.WRONG_ENDING, path, "the file does not have the expected name", hint)
    else:
        hint = "sheets belong in sheets/, sources in sources/" if is_yaml else "move it elsewhere"
        tree.report(rules.IGNORED_FILE, path, f"this {'folder' if kind == stat.S_IFDIR else 'file'} is not read", hint)
    return False


def format_path(path: PurePosixPath) -> str:
    """Return a path as diagnostics show it; bytes that are not UTF-8 are escaped."""
    return str(path).encode("utf-8", "backslashreplace").decode()


@contextmanager
def pause_collector() -> Iterator[None]:
    """Keep Python from looking for reference cycles; also a decorator.

    Reading makes a great many small objects that all stay, and looking through them again and again costs a third
    of the time (12,000 facts: 5.2 s of CPU, 3.3 s without). What nothing refers to any more is still freed at once.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            resume_collector()


def resume_collector() -> None:
    """Let Python look for reference cycles again, but not at once through all that was made meanwhile."""
    gc.freeze()
    gc.unfreeze()  # All is old now, and what is old is looked through when there is a quarter more of it.
    gc.enable()


atexit.register(gc.freeze)  # When Python ends, it would look through everything once more: up to a second.
