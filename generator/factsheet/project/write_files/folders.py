"""Write whole folders: a new one, one that replaces another, and backups; and what may be written over.

All of it raises `OSError` when the disk refuses.
"""

import contextlib
import ctypes
import errno
import os
import re
import secrets
import shutil
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from factsheet.project.write_files.files import read_mode, write_with_folder


@contextlib.contextmanager
def back_up_folder(folder: Path, backup_name: str = "") -> Iterator[None]:
    """Rename a folder, by default to `NAME.last`, while a new one is made in its place; restore it if that fails."""
    backup = folder.with_name(backup_name or f"{folder.name}.last")
    folder.rename(backup)
    is_complete = False
    try:
        yield
        is_complete = folder.is_dir()
    finally:
        _remove_folder(backup if is_complete else folder)
        if not is_complete:
            backup.rename(folder)


def read_timestamps(paths: Iterable[Path]) -> Mapping[Path, tuple[int, int]]:
    """Return when each file at or below some paths was written (in ns) and its size in bytes.

    Files that appear or disappear meanwhile are left out; symbolic links are not followed.
    """
    timestamps: dict[Path, tuple[int, int]] = {}
    waiting = list(paths)
    while waiting:
        path = waiting.pop()
        with contextlib.suppress(OSError):
            status = path.lstat()
            if stat.S_ISDIR(status.st_mode):
                waiting += path.iterdir()
            else:
                timestamps[path] = (status.st_mtime_ns, status.st_size)
    return timestamps


def list_existing_names(folder: Path) -> tuple[str, ...]:
    """Return the names in a folder, sorted; none when there is no such folder, or a new repository without files."""
    try:
        return tuple(sorted(path.name for path in folder.iterdir() if path.name != ".git"))
    except FileNotFoundError:
        return ()


def list_files(folder: Path) -> frozenset[str]:
    """Return the paths of all files in a folder, inside it and with slashes; as texts, since there are thousands."""
    start = len(str(folder)) + 1
    return frozenset(
        f"{outer}/{name}"[start:].replace(os.sep, "/") for outer, _, names in os.walk(folder) for name in names
    )


def write_new_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files, by their paths, into a folder that is empty or missing; all of them or none.

    A missing folder appears in one step, with everything in it. An existing one is kept, since it may be somebody's
    working directory. When the disk refuses or something is in the way, what was written is removed.
    """
    folder = folder.absolute()
    exists = folder.is_dir()
    parent = folder if exists else folder.parent
    parent.mkdir(parents=True, exist_ok=True)
    staging = parent / f".{folder.name}.new-{os.getpid()}"
    with contextlib.ExitStack() as undo:
        staging.mkdir()
        undo.callback(shutil.rmtree, staging, ignore_errors=True)
        for name, content in sorted(files.items()):
            write_with_folder(staging / name, content, durable=False)
        if not exists:
            staging.rename(folder)
        else:
            for path in sorted(staging.iterdir()):
                target = folder / path.name
                if path.is_dir():
                    path.rename(target)  # Fails where there is anything but an empty folder.
                    undo.callback(shutil.rmtree, target, ignore_errors=True)
                else:
                    target.hardlink_to(path)  # Unlike a rename, this never replaces a file.
                    undo.callback(target.unlink, missing_ok=True)
                    path.unlink()
            staging.rmdir()
        undo.pop_all()


if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # Linux, linux/fs.h
_RENAME_SWAP = 2  # macOS, sys/stdio.h
_UNSUPPORTED_ERRORS = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM})


class BuildRunning(Exception):  # noqa: N818 - not an error: somebody else is at work
    """Another build of the same site is running."""


@contextlib.contextmanager
def create_staging_folder(target: Path) -> Iterator[Path]:
    """Create an empty folder beside the target to build into, and remove it afterwards.

    While it is in use no other build of the same target gets one. What killed builds left behind is removed or
    restored first: a lock dies with its process, so when the lock is free, it belongs to nobody. It raises
    `BuildRunning` when another build is still running.
    """
    target = target.absolute()
    target.parent.mkdir(parents=True, exist_ok=True)
    with _hold_lock(target.with_name(f".{target.name}.lock"), target.name):
        backup = target.with_name(f".{target.name}.old")
        if backup.is_dir() and not target.exists():
            backup.rename(target)
        for folder in list_leftovers(target):
            _remove_folder(folder)
        # Not by the number of the process: in a container that is the same each time.
        staging = target.with_name(f".{target.name}.staging-{secrets.token_hex(4)}")
        staging.mkdir()
        try:
            yield staging
        finally:
            _remove_folder(staging)


def publish(staging: Path, target: Path) -> None:
    """Replace the target with a finished folder, and remove the old one.

    Hidden files at the top of the target, such as a tracked `.gitignore`, are kept. A kill at any moment leaves the
    old site or the new one whole, where the system can exchange folders. A reader who opens a file of the old site at
    that moment may not find it, and finds the new one on the next try. When the disk refuses, or the target is not
    a folder, the target is unchanged.
    """
    target = target.absolute()
    if not (mode := read_mode(target)):
        staging.rename(target)
        return
    if not stat.S_ISDIR(mode):
        raise NotADirectoryError(errno.ENOTDIR, "the output path of the site is not a folder", str(target))
    for path in sorted(path for path in target.iterdir() if path.name.startswith(".")):
        copy = staging / path.name
        if path.is_dir() and not path.is_symlink() and not os.path.lexists(copy):
            shutil.copytree(path, copy, symlinks=True, ignore=_list_special_files)
        elif not os.path.lexists(copy):
            shutil.copy2(path, copy, follow_symlinks=False)
    if not _exchange_folders(staging, target):
        with back_up_folder(target, f".{target.name}.old"):
            staging.rename(target)
    _remove_folder(staging)  # Now the old site.


def _list_special_files(folder: str, names: list[str]) -> list[str]:
    """Return the names of sockets, pipes and devices, which cannot be copied."""
    ordinary = {stat.S_IFREG, stat.S_IFDIR, stat.S_IFLNK}
    return [name for name in names if stat.S_IFMT((Path(folder) / name).lstat().st_mode) not in ordinary]


def _exchange_folders(first: Path, second: Path) -> bool:
    """Exchange two folders in one step; return False where the system or the file system cannot."""
    names = os.fsencode(first), os.fsencode(second)
    try:
        if sys.platform == "linux":
            libc = ctypes.CDLL(None, use_errno=True)
            failed = libc.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE)
        elif sys.platform == "darwin":
            libc = ctypes.CDLL(None, use_errno=True)
            failed = libc.renamex_np(names[0], names[1], _RENAME_SWAP)
        else:
            return False
    except AttributeError:  # An old C library.
        return False
    if not failed:
        return True
    code = ctypes.get_errno()
    if code in _UNSUPPORTED_ERRORS:
        return False
    raise OSError(code, os.strerror(code), str(first), None, str(second))


def list_mounts(folder: Path) -> tuple[str, ...]:
    """Return what is mounted at or below a folder, where the system tells: Linux does."""
    try:
        lines = Path("/proc/self/mountinfo").read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return (str(folder),) if os.path.ismount(folder) else ()
    paths = (re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), line.split(" ")[4]) for line in lines)
    return tuple(path for path in paths if Path(path).is_relative_to(folder.absolute()))


def list_leftovers(target: Path) -> tuple[Path, ...]:
    """Return the folders beside a site that earlier builds left: killed, or not permitted to remove the old site."""
    ours = re.compile(rf"\.{re.escape(target.name)}\.(?:staging-(?:[0-9a-f]{{8}}|[0-9]+)|old)")
    found = (path for path in target.parent.glob(".*") if ours.fullmatch(path.name))
    return tuple(sorted(folder for folder in found if folder.is_dir() and not folder.is_symlink()))


def _remove_folder(folder: Path) -> None:
    """Remove a folder with all it holds, write-protected or not; what belongs to others, or is mounted in it, stays."""
    if list_mounts(folder):
        return
    shutil.rmtree(folder, ignore_errors=True)
    for path, _, _ in os.walk(folder):  # What is left is write-protected.
        with contextlib.suppress(OSError):
            Path(path).chmod(stat.S_IRWXU)
    shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _hold_lock(path: Path, name: str) -> Iterator[None]:
    """Hold a lock file, which the system releases when the process ends, however it ends."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
    is_held = False
    try:
        with contextlib.suppress(BlockingIOError, PermissionError, FileNotFoundError):
            if sys.platform == "win32":
                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Its last owner removes the file, and a lock on a removed file excludes nobody.
            is_held = os.path.samestat(os.fstat(descriptor), path.lstat())
        if not is_held:
            raise BuildRunning(f"another build of {name}/ is running; wait until it has finished")
        yield
    finally:
        with contextlib.suppress(OSError):  # Windows does not remove an open file.
            if is_held:
                path.unlink()
        os.close(descriptor)


_MARK = re.compile(rb'styles/factsheet\.css"|<meta name="generator" content="mkdocs-')
"""What the head of a page has that MkDocs made with our theme, or with another that is well known."""
_MAX_HEAD_BYTES = 65_536
_MAX_SHOWN = 3
"""How many names of a folder that is not empty are listed."""


def find_target_problem(target: Path, inputs: Iterable[Path], is_ours: Callable[[Path], bool] | None = None) -> str:
    """Return why a folder must not be written over; empty when it may be.

    Whatever a site is made of is safe: no folder may be, contain or lie in one of the `inputs` or in a repository's
    `.git`. A folder that is not empty must be ours, by the mark that the command leaves in what it writes; files whose
    name begins with a dot do not count then, since they are kept. Symbolic links are followed first.
    """
    folder = target.resolve()
    if ".git" in folder.parts:
        return "it is in .git, where the repository is kept"
    for path in inputs:
        source = path.resolve()
        if source.is_relative_to(folder):
            return f"it is or contains {path.name}, which the site is made of"
        if folder.is_relative_to(source):
            return f"it is in {path.name}, which the site is made of"
    names = [name for name in list_existing_names(folder) if not (is_ours and name.startswith("."))]
    if names and not (is_ours and is_ours(folder)):
        more = f" and {len(names) - _MAX_SHOWN} more" if len(names) > _MAX_SHOWN else ""
        return f"it holds {', '.join(names[:_MAX_SHOWN])}{more}, which this command did not make"
    return ""


def is_built_site(folder: Path) -> bool:
    """Tell whether MkDocs has built what is in a folder, so that a new build may replace it."""
    pages = (path for name in ("404.html", "index.html") if (path := folder / name).is_file() and not path.is_symlink())
    return any(_MARK.search(path.read_bytes()[:_MAX_HEAD_BYTES]) for path in pages)


def shorten_path(path: Path) -> str:
    """Return a path as a message names it: relative to the working folder where it is below."""
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else str(path)
