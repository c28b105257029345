"""A site as it was in a version that git holds: the only module that runs another program.

It asks `git` and nobody else, with a fixed list of arguments and no shell. A name from outside can never be
an option, nothing is fetched over the network, no link is followed, and nothing in the repository is changed.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from factsheet.diagnostics.rules.syntax import UNREADABLE
from factsheet.parsing.fact_files import FileTree

_TIMEOUT = 60
"""Seconds after which git counts as hanging."""
_MAX_LISTING_BYTES = 256 * 1024 * 1024
"""Size of the longest list of files that is taken in."""
_CHUNK_SIZE = 1024 * 1024
"""Bytes that are passed over at a time."""
_SUBMODULE_MODE = 0o160000
_FOREIGN_VARIABLE = re.compile(
    "GIT_(?:DIR|WORK_TREE|IMPLICIT_WORK_TREE|COMMON_DIR|INDEX_FILE|PREFIX|OBJECT_DIRECTORY|GRAFT_FILE|"
    "ALTERNATE_OBJECT_DIRECTORIES|SHALLOW_FILE|REPLACE_REF_BASE|NAMESPACE|TRACE|EXTERNAL_DIFF|"
    "(?:LITERAL|GLOB|NOGLOB|ICASE)_PATHSPECS)"
)
"""What hooks of git set, or an odd shell: it is the site's own folder that says which repository is meant."""


class RevisionError(Exception):
    """A version cannot be read; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Commit:
    """A version of the repository that is there."""

    sha: str
    date: str
    """The day of the commit, as its author's clock had it."""
    prefix: str
    """The path of the site's folder inside the repository; ends with a slash, empty at its root."""


def find_commit(root: Path, revision: str) -> Commit:
    """Find a version by its name in the repository that holds a site's folder.

    Raises:
        NoRevision: when there is no such version, no repository or no git.
    """
    prefix = _find_prefix(root)
    if not revision or revision.startswith("-") or "\0" in revision:
        raise RevisionError(f"'{revision}' is no name of a version; name a commit, a branch or a tag")
    if ".." in revision:
        base, head = revision.split("..", 1)
        words = f"factsheet diff {base or 'HEAD'} {head.lstrip('.') or 'HEAD'}"
        raise RevisionError(f"'{revision}' names two versions; write them apart: `{words}`")
    asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    code, said, _ = _run_git(root, *asked)
    if code:
        raise RevisionError(_describe_unknown(root, revision))
    sha = said.decode("ascii", "replace").split()[-1]
    _, shown, _ = _run_git(root, "show", "--no-patch", "--no-show-signature", "--format=%as", sha)
    return Commit(sha, shown.decode("ascii", "replace").strip(), prefix)


def find_merge_base(root: Path, base: Commit, head: Commit) -> Commit:
    """Return the version at which one line of work left another.

    Raises:
        NoRevision: when they have none in common, as in a shallow copy.
    """
    code, said, _ = _run_git(root, "merge-base", base.sha, head.sha)
    if code:
        mend = _describe_shallow(root) or "compare with BASE itself, without --merge-base"
        raise RevisionError(f"{base.sha[:9]} and {head.sha[:9]} have no version in common; {mend}")
    return find_commit(root, said.decode("ascii", "replace").strip())


@contextlib.contextmanager
def open_tree(root: Path, commit: Commit) -> Iterator[FileTree]:
    """Give out the files of a site's folder as they were in a version.

    Raises:
        NoRevision: when git cannot list them.
    """
    place = commit.prefix or "."
    listing = ("ls-tree", "-r", "-z", "--full-tree", commit.sha, "--", place)
    code, said, refused = _run_git(root, *listing)
    if code or len(said) > _MAX_LISTING_BYTES:
        why = refused or "its list of files is too long"
        raise RevisionError(f"the files of {commit.sha[:9]} cannot be listed: {why}")
    files = dict(_parse_listing(said, commit.prefix))
    command = _build_command(root, "cat-file", "--batch")
    with subprocess.Popen(  # noqa: S603 - the arguments are written here
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_build_environment(),
    ) as git:
        if git.stdin is None or git.stdout is None:
            raise RevisionError("git gives out no files")
        try:
            yield _GitTree(files, git.stdin, git.stdout)
        finally:
            with contextlib.suppress(BrokenPipeError):  # Git has ended already, for want of a file.
                git.stdin.close()


@dataclass(frozen=True, slots=True)
class _Blob:
    """A file in a version."""

    mode: int
    sha: str


class _GitTree(FileTree):
    """The files of a site's folder in a version."""

    def __init__(self, files: Mapping[str, _Blob], asking: IO[bytes], answers: IO[bytes]) -> None:
        super().__init__()
        self.files = files
        self.folders: dict[str, set[str]] = {}
        self.asking, self.answers = asking, answers
        for path in map(PurePosixPath, files):
            for inner, outer in zip((path, *path.parents), path.parents, strict=False):
                self.folders.setdefault(str(outer), set()).add(inner.name)

    def read_mode(self, path: PurePosixPath) -> int:
        """Return the mode of a file, 0 when it is not there."""
        blob = self.files.get(str(path))
        if blob is None:
            return stat.S_IFDIR if str(path) in self.folders else 0
        if blob.mode == _SUBMODULE_MODE:
            self.report(UNREADABLE, path, "this is a submodule", "keep its files in this repository")
            return 0
        return blob.mode

    def list_names(self, folder: PurePosixPath) -> list[str]:
        """Return the names in a folder."""
        return list(self.folders.get(str(folder), ()))

    def read_limited(self, path: PurePosixPath, most: int) -> tuple[int, bytes] | None:
        """Return the size and the bytes of a file, none where they are too many."""
        size = self._request_size(self.files[str(path)].sha)
        if size is None:
            hint = "fetch it: `git fetch --refetch --no-filter`, or clone without --filter"
            self.report(UNREADABLE, path, "this copy of the repository does not hold it", hint)
            return None
        raw = self.answers.read(size) if size <= most else b""
        left = size - len(raw) + 1  # The line break after it, and what is too much to keep.
        while left > 0 and (passed := self.answers.read(min(left, _CHUNK_SIZE))):
            left -= len(passed)
        return size, raw

    def _request_size(self, sha: str) -> int | None:
        """Ask for a file and return its size; None when git does not have it."""
        try:
            self.asking.write(f"{sha}\n".encode("ascii"))
            self.asking.flush()
        except BrokenPipeError:
            return None
        answer = self.answers.readline().split()
        return int(answer[2]) if len(answer) == len(("sha", "type", "size")) else None


def _parse_listing(said: bytes, prefix: str) -> Iterator[tuple[str, _Blob]]:
    """Yield the files of a listing by their paths inside the site's folder."""
    for line in said.split(b"\0"):
        facts, tab, path = line.partition(b"\t")
        if tab:
            mode, _, sha = facts.split()
            name = os.fsdecode(path).removeprefix(prefix)
            yield name, _Blob(int(mode, 8), sha.decode("ascii"))


def _find_prefix(root: Path) -> str:
    code, said, refused = _run_git(root, "rev-parse", "--show-prefix")
    if code == 0:
        return os.fsdecode(said.removesuffix(b"\n"))
    if "dubious ownership" in refused:
        mend = f"`git config --global --add safe.directory {root}`"
        raise RevisionError(f"git does not trust {root}, which belongs to another user; if you do, run {mend}")
    if refused and "not a git repository" not in refused:
        words = "; ".join(refused.splitlines())
        raise RevisionError(f"git cannot read the repository of {root}: {words}")
    raise RevisionError(
        f"{root} lies in no git repository; name a folder with an older copy of the site, as in "
        "`factsheet diff ../old-copy`"
    )


def _describe_unknown(root: Path, revision: str) -> str:
    mend = _describe_shallow(root) or "`git log --oneline` lists the versions, `git fetch` brings those of others"
    return f"there is no version '{revision}' in this repository; {mend}"


def _describe_shallow(root: Path) -> str:
    """Return how a shallow copy is mended; nothing for one that is whole."""
    _, said, _ = _run_git(root, "rev-parse", "--is-shallow-repository")
    if said.strip() != b"true":
        return ""
    return (
        "this copy is shallow and lacks older ones: run `git fetch --unshallow`, or give actions/checkout "
        "`fetch-depth: 0`"
    )


def _run_git(root: Path, *arguments: str) -> tuple[int, bytes, str]:
    """Return git's exit code, its answer and its complaint.

    Raises:
        NoRevision: when there is no git, or it does not answer.
    """
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and what comes from outside stands behind its guards
            _build_command(root, *arguments),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=_build_environment(),
            timeout=_TIMEOUT,
            check=False,
        )
    except FileNotFoundError as fault:
        mend = "install it, or name a folder with an older copy of the site"
        raise RevisionError(f"there is no git on this machine; {mend}") from fault
    except subprocess.TimeoutExpired as fault:
        raise RevisionError(f"git did not answer within {_TIMEOUT} s") from fault
    return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace").strip()


def _build_command(root: Path, *arguments: str) -> tuple[str, ...]:
    return ("git", "--no-pager", "--literal-pathspecs", "-C", str(root), *arguments)


def _build_environment() -> Mapping[str, str]:
    """Return the environment for git: no hook's settings, no question, no network, English."""
    kept = {name: value for name, value in os.environ.items() if not _FOREIGN_VARIABLE.fullmatch(name)}
    quiet = {
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_ALLOW_PROTOCOL": "none",
        "LC_ALL": "C",
    }
    return kept | quiet
