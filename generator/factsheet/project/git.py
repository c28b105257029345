"""What git knows of a site: its revisions and who changed which line. The only module that runs another program.

It runs `git` and nothing else, with a fixed list of arguments and no shell. A name from outside can never be
an option, nothing is fetched over the network, no link is followed, and nothing in the repository is changed.
"""

import contextlib
import os
import re
import stat
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path, PurePosixPath
from typing import IO

from factsheet.diagnostics.frozen import dataclass, replace
from factsheet.diagnostics.rules import UNREADABLE
from factsheet.parsing.fact_files import AuthorFinder, FileTree

_GIT = ("git", "--no-pager", "--literal-pathspecs", "-C")
_TIMEOUT = 60
"""Seconds after which git is taken to hang."""
_MAX_LISTING_BYTES = 256 * 1024 * 1024
"""Size of the longest list of files that is accepted."""
_CHUNK_SIZE = 1024 * 1024
"""Bytes that are skipped at a time."""
_SUBMODULE_MODE = 0o160000
_FOREIGN_VARIABLE = re.compile(
    "GIT_(?:DIR|WORK_TREE|IMPLICIT_WORK_TREE|COMMON_DIR|INDEX_FILE|PREFIX|OBJECT_DIRECTORY|GRAFT_FILE|"
    "ALTERNATE_OBJECT_DIRECTORIES|SHALLOW_FILE|REPLACE_REF_BASE|NAMESPACE|TRACE|EXTERNAL_DIFF|"
    "(?:LITERAL|GLOB|NOGLOB|ICASE)_PATHSPECS)"
)
"""Variables that a git hook may set; the repository is the one that holds the site's folder, whatever they say."""


class RevisionError(Exception):
    """A revision cannot be read; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit of the repository."""

    sha: str
    date: str
    """The day of the commit, by its author's clock."""
    prefix: str
    """The path of the site's folder inside the repository; ends with a slash, empty at its root."""


def find_commit(root: Path, revision: str) -> Commit:
    """Find a commit by its name in the repository that holds a site's folder; `NAME:FOLDER` has the site in a folder.

    It raises `RevisionError` when there is no such commit, no repository or no git.
    """
    prefix = _find_prefix(root)
    if ":" in revision:  # As git names it: `main:press/harbour`.
        revision, _, folder = revision.partition(":")
        prefix = f"{folder.strip('/')}/".lstrip("/")
    if not revision or revision.startswith("-") or "\0" in revision:
        raise RevisionError(f"'{revision}' is not a valid revision; name a commit, a branch or a tag")
    if ".." in revision:
        base, head = revision.split("..", 1)
        words = f"factsheet diff {base or 'HEAD'} {head.lstrip('.') or 'HEAD'}"
        raise RevisionError(f"'{revision}' names two revisions; give them as two arguments: `{words}`")
    code, output, _ = _run_git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if code:
        fix = _describe_shallow(root) or "`git log --oneline` lists the commits, `git fetch` brings those of others"
        raise RevisionError(f"there is no revision '{revision}' in this repository; {fix}")
    sha = output.decode("ascii", "replace").split()[-1]
    _, date, _ = _run_git(root, "show", "--no-patch", "--no-show-signature", "--format=%as", sha)
    return Commit(sha, date.decode("ascii", "replace").strip(), prefix)


def find_merge_base(root: Path, base: Commit, head: Commit) -> Commit:
    """Return the newest common ancestor of two commits; `RevisionError` where there is none, as in a shallow clone."""
    code, output, _ = _run_git(root, "merge-base", base.sha, head.sha)
    if code:
        fix = _describe_shallow(root) or "compare with BASE itself, without --merge-base"
        raise RevisionError(f"{base.sha[:9]} and {head.sha[:9]} have no common ancestor; {fix}")
    return replace(find_commit(root, output.decode("ascii", "replace").strip()), prefix=base.prefix)


def list_folders(root: Path, commit: str, name: str) -> frozenset[str]:
    """Return the folders of a repository, each with a final slash, that hold a file of this name in a commit."""
    _, listing, _ = _run_git(root, "ls-tree", "-r", "-z", "--full-tree", commit)
    paths = (path for path, _ in _parse_listing(listing, ""))
    return frozenset(path.removesuffix(name) for path in paths if f"/{path}".endswith(f"/{name}"))


@contextlib.contextmanager
def open_tree(root: Path, commit: Commit) -> Iterator[FileTree]:
    """Yield the files of a site's folder as they were in a commit; raises `RevisionError` when git cannot list them."""
    code, listing, error = _run_git(root, "ls-tree", "-r", "-z", "--full-tree", commit.sha, "--", commit.prefix or ".")
    if code or len(listing) > _MAX_LISTING_BYTES:
        why = error or "its list of files is too long"
        raise RevisionError(f"the files of {commit.sha[:9]} cannot be listed: {why}")
    with subprocess.Popen(  # noqa: S603 - the arguments are written here
        (*_GIT, str(root), "cat-file", "--batch"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_build_environment(),
    ) as git:
        if git.stdin is None or git.stdout is None:
            raise RevisionError("git has no pipes to read files from")
        try:
            yield _GitTree(dict(_parse_listing(listing, commit.prefix)), git.stdin, git.stdout)
        finally:
            with contextlib.suppress(BrokenPipeError):  # Git has already ended, because a file is missing.
                git.stdin.close()


class _GitTree(FileTree):
    """The files of a site's folder in a commit, read from a running `git cat-file`."""

    def __init__(self, files: Mapping[str, tuple[int, str]], requests: IO[bytes], responses: IO[bytes]) -> None:
        super().__init__()
        self.files = files
        """Mode and hash of each file, by its path."""
        self.folders: dict[str, set[str]] = {}
        self.requests, self.responses = requests, responses
        for path in map(PurePosixPath, files):
            for inner, outer in zip((path, *path.parents), path.parents, strict=False):
                self.folders.setdefault(str(outer), set()).add(inner.name)

    def read_mode(self, path: PurePosixPath) -> int:
        mode, _ = self.files.get(str(path), (stat.S_IFDIR if str(path) in self.folders else 0, ""))
        if mode == _SUBMODULE_MODE:
            self.report(UNREADABLE, path, "this is a submodule", "keep its files in this repository")
            return 0
        return mode

    def list_names(self, folder: PurePosixPath) -> list[str]:
        return list(self.folders.get(str(folder), ()))

    def read_limited(self, path: PurePosixPath, most: int) -> tuple[int, bytes] | None:
        header: list[bytes] = []
        with contextlib.suppress(BrokenPipeError):
            self.requests.write(f"{self.files[str(path)][1]}\n".encode("ascii"))
            self.requests.flush()
            header = self.responses.readline().split()
        if len(header) != len(("sha", "type", "size")):
            hint = "fetch it: `git fetch --refetch --no-filter`, or clone without --filter"
            self.report(UNREADABLE, path, "this copy of the repository does not hold it", hint)
            return None
        size = int(header[2])
        raw = self.responses.read(size) if size <= most else b""
        left = size - len(raw) + 1  # The line break after it, and a file that is too large.
        while left > 0 and (skipped := self.responses.read(min(left, _CHUNK_SIZE))):
            left -= len(skipped)
        return size, raw


def find_repository(folder: Path) -> Path | None:
    """Return the root of the repository that a folder is in, whether the folder exists yet or not."""
    return next((each for each in (folder, *folder.parents) if (each / ".git").exists()), None)


def find_path_in_repository(folder: Path) -> str:
    """Return a folder by its path from the root of its repository; on GitHub, of the one that the job checked out."""
    workspace = Path(os.environ.get("GITHUB_WORKSPACE") or folder).resolve()
    inside = folder.is_relative_to(workspace) and (workspace / ".git").exists()
    root = workspace if inside else find_repository(folder) or folder
    return folder.relative_to(root).as_posix()


def read_user_name(root: Path) -> str:
    """Return the name that git gives to commits of this user; empty where it has none."""
    try:
        _, output, _ = _run_git(root, "config", "--get", "user.name")
    except RevisionError:
        return ""
    return output.decode("utf-8", "replace").strip()


def make_author_finder(root: Path) -> AuthorFinder:
    """Return what finds an author of lines; git is asked once for each file, and not before its lines are looked up."""
    list_changes = cache(lambda file: tuple(_list_changes(root, file)))

    def find_author(file: str, lines: Sequence[range]) -> str:
        changes = ((second, name) for second, name, line in list_changes(file) if any(line in part for part in lines))
        return max(changes, default=(0, ""))[1]

    return find_author


def _list_changes(root: Path, file: str) -> Iterator[tuple[int, str, int]]:
    """Yield when each line of a file was last changed, by whom, and its number.

    What is not committed is by this user. What a shallow clone lays to its oldest commit is by nobody.
    """
    try:
        code, output, _ = _run_git(root, "blame", "-w", "--line-porcelain", "--", file)
        shallow = not code and bool(_describe_shallow(root))
    except RevisionError:
        return
    fields: dict[str, str] = {}
    user, number = read_user_name(root), 0
    for text in output.decode("utf-8", "replace").split("\n"):
        if not text.startswith("\t"):
            name, _, value = text.partition(" ")
            fields.setdefault(name, value)
            continue
        number += 1
        author = fields["author"] if next(iter(fields)).strip("0") else user
        yield int(fields["committer-time"]), "" if shallow and "boundary" in fields else author, number
        fields = {}


def _parse_listing(listing: bytes, prefix: str) -> Iterator[tuple[str, tuple[int, str]]]:
    """Yield the files of a listing by their paths inside the site's folder."""
    for line in listing.split(b"\0"):
        properties, tab, path = line.partition(b"\t")
        if tab:
            mode, _, sha = properties.split()
            yield os.fsdecode(path).removeprefix(prefix), (int(mode, 8), sha.decode("ascii"))


def _find_prefix(root: Path) -> str:
    code, output, error = _run_git(root, "rev-parse", "--show-prefix")
    if code == 0:
        return os.fsdecode(output.removesuffix(b"\n"))
    if "dubious ownership" in error:
        fix = f"`git config --global --add safe.directory {root}`"
        raise RevisionError(f"git does not trust {root}, which belongs to another user; if you do, run {fix}")
    if error and "not a git repository" not in error:
        raise RevisionError(f"git cannot read the repository of {root}: {'; '.join(error.splitlines())}")
    fix = "name a folder with an older copy of the site, as in `factsheet diff ../old-copy`"
    raise RevisionError(f"{root} is not in a git repository; {fix}")


def _describe_shallow(root: Path) -> str:
    """Return how to fetch the missing commits of a shallow clone; empty for any other repository."""
    _, output, _ = _run_git(root, "rev-parse", "--is-shallow-repository")
    fix = "run `git fetch --unshallow`, or give actions/checkout `fetch-depth: 0`"
    return f"this is a shallow clone, without older commits: {fix}" if output.strip() == b"true" else ""


def _run_git(root: Path, *arguments: str) -> tuple[int, bytes, str]:
    """Return git's exit code, what it printed and its error message; `RevisionError` where there is no answer."""
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and names from outside are guarded against being options
            (*_GIT, str(root), *arguments),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=_build_environment(),
            timeout=_TIMEOUT,
            check=False,
        )
    except FileNotFoundError as error:
        fix = "install it, or name a folder with an older copy of the site"
        raise RevisionError(f"there is no git on this machine; {fix}") from error
    except subprocess.TimeoutExpired as error:
        raise RevisionError(f"git did not answer within {_TIMEOUT} s") from error
    return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace").strip()


def _build_environment() -> Mapping[str, str]:
    """Return the environment for git: no settings of a hook, no prompts, no network, English."""
    quiet = {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "GIT_ALLOW_PROTOCOL": "none", "LC_ALL": "C"}
    return {name: value for name, value in os.environ.items() if not _FOREIGN_VARIABLE.fullmatch(name)} | quiet
