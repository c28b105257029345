"""Whole folders: a new one, one that takes the place of another, a copy of one."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import shutil
import stat
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from factsheet.project.write_files.files import write_atomically


@contextlib.contextmanager
def back_up_folder(folder: Path) -> Iterator[None]:
    """Rename a folder for as long as it is made anew; if that breaks off, it is as it was before.

    Raises:
        OSError: when the disk refuses.
    """
    aside = folder.with_name(f"{folder.name}.last")
    folder.rename(aside)
    whole = False
    try:
        yield
        whole = folder.is_dir()
    finally:
        shutil.rmtree(aside if whole else folder, ignore_errors=True)
        if not whole:
            aside.rename(folder)


def read_timestamps(paths: Iterable[Path]) -> Mapping[Path, tuple[int, int]]:
    """Return when each file at or below some paths was written (in ns) and its size in bytes.

    Files that come and go meanwhile are left out; no symbolic link is followed below a path.
    """
    found: dict[Path, tuple[int, int]] = {}
    waiting = list(paths)
    while waiting:
        path = waiting.pop()
        with contextlib.suppress(OSError):
            status = path.lstat()
            if stat.S_ISDIR(status.st_mode):
                with os.scandir(path) as listing:
                    waiting += [path / entry.name for entry in listing]
            else:
                found[path] = (status.st_mtime_ns, status.st_size)
    return found


_IGNORED_NAMES = frozenset({".git"})
"""A repository that nothing has been committed to yet is as good as an empty folder."""


def list_existing_names(folder: Path) -> tuple[str, ...]:
    """Return the names of what a folder holds already, sorted; none when there is no such folder.

    Raises:
        OSError: when it cannot be looked into, or is no folder.
    """
    try:
        return tuple(sorted(found.name for found in folder.iterdir() if found.name not in _IGNORED_NAMES))
    except FileNotFoundError:
        return ()


def write_new_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files, by their paths, into a folder that is empty or not there; all of them or none.

    A folder that is not there appears in one step, with everything in it. One that is there stays the same
    folder, for somebody may stand in it.

    Raises:
        OSError: when the disk refuses or something has come in the way; what was begun is then removed.
    """
    folder = folder.absolute()
    there = folder.is_dir()
    beside = folder if there else folder.parent
    beside.mkdir(parents=True, exist_ok=True)
    staging = beside / f".{folder.name}.new-{os.getpid()}"
    with contextlib.ExitStack() as undo:
        staging.mkdir()
        undo.callback(shutil.rmtree, staging, ignore_errors=True)
        for name, content in sorted(files.items()):
            path = staging / name
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, content, durable=False)
        if not there:
            staging.rename(folder)
        else:
            for name in sorted({name.split("/")[0] for name in files}):
                _move_into_place(staging / name, folder / name, undo)
            staging.rmdir()
        undo.pop_all()


def _move_into_place(made: Path, to: Path, undo: contextlib.ExitStack) -> None:
    """Move a file or folder to where nothing is, and note how to take it away again."""
    if made.is_dir():
        made.rename(to)  # Fails where there is anything but an empty folder.
        undo.callback(shutil.rmtree, to, ignore_errors=True)
    else:
        to.hardlink_to(made)  # Unlike a renaming, this never replaces a file.
        undo.callback(to.unlink, missing_ok=True)
        made.unlink()


if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # Linux, linux/fs.h
_RENAME_SWAP = 2  # macOS, sys/stdio.h
_UNSUPPORTED_ERRORS = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM})
_LOCK_RETRY_SECONDS = 0.1
"""Seconds between two tries to get the lock."""


class BuildRunning(Exception):  # noqa: N818 - no fault: somebody else is at work
    """Another build of the same site is running."""


@contextlib.contextmanager
def create_staging_folder(target: Path, *, wait: float = 0) -> Iterator[Path]:
    """Give a new, empty folder beside the target to build into, and remove it afterwards.

    While it is in use no other build of the same target gets one; `wait` says for how many seconds to try.
    What builds that were killed left behind is removed or mended first: a lock dies with its process, so what
    lies there when the lock is free belongs to nobody.

    Raises:
        Busy: when another build is running still.
        OSError: when the disk refuses.
    """
    target = target.absolute()
    target.parent.mkdir(parents=True, exist_ok=True)
    with _hold_lock(target.with_name(f".{target.name}.lock"), target.name, wait):
        _restore_backup(target)
        staging = target.with_name(f".{target.name}.staging-{os.getpid()}")
        staging.mkdir()
        try:
            yield staging
        finally:
            shutil.rmtree(staging, ignore_errors=True)


def publish(staging: Path, target: Path) -> None:
    """Put a finished folder in the place of the target; the old one is then gone.

    Hidden files at the top of the target, such as a tracked `.gitignore`, are kept. A kill at any moment
    leaves the old site or the new one whole, where the system can exchange folders. A reader in the midst of
    opening a file of the old site may find it gone, and finds the new one on the next try.

    Raises:
        OSError: when the disk refuses, or the target is no folder; the target is then as it was.
    """
    target = target.absolute()
    try:
        mode = target.lstat().st_mode
    except FileNotFoundError:
        staging.rename(target)
        return
    if not stat.S_ISDIR(mode):
        raise NotADirectoryError(errno.ENOTDIR, "the place of the site is taken by something else", str(target))
    _copy_hidden(target, staging)
    if not _exchange_folders(staging, target):
        _rename_twice(staging, target)
    shutil.rmtree(staging, ignore_errors=True)  # It holds the old site now.


def _copy_hidden(target: Path, staging: Path) -> None:
    for kept in sorted(target.iterdir()):
        copy = staging / kept.name
        if not kept.name.startswith(".") or copy.exists() or copy.is_symlink():
            continue
        if kept.is_dir() and not kept.is_symlink():
            shutil.copytree(kept, copy, symlinks=True)
        else:
            shutil.copy2(kept, copy, follow_symlinks=False)


def _exchange_folders(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system or the file system cannot."""
    names = os.fsencode(one), os.fsencode(other)
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
    raise OSError(code, os.strerror(code), str(one), None, str(other))


def _build_backup_path(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")


def _rename_twice(staging: Path, target: Path) -> None:
    aside = _build_backup_path(target)
    target.rename(aside)
    try:
        staging.rename(target)
    except OSError:
        aside.rename(target)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _restore_backup(target: Path) -> None:
    """Put back a site that a killed build had put aside, and remove what killed builds left."""
    aside = _build_backup_path(target)
    if aside.is_dir() and not target.exists():
        aside.rename(target)
    for left in (aside, *target.parent.glob(f".{target.name}.staging-*")):
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left)


@contextlib.contextmanager
def _hold_lock(path: Path, name: str, wait: float) -> Iterator[None]:
    """Hold a lock file, which the system lets go when the process ends, however it ends."""
    while (held := _try_lock(path)) is None:
        if wait <= 0:
            raise BuildRunning(f"another build of {name}/ is running; wait until it has finished")
        time.sleep(_LOCK_RETRY_SECONDS)
        wait -= _LOCK_RETRY_SECONDS
    try:
        yield
    finally:
        with contextlib.suppress(OSError):  # Windows removes no file that is open.
            path.unlink()
        os.close(held)


def _try_lock(path: Path) -> int | None:
    """Return the number of the lock file, opened and locked, or None when another process has it."""
    with contextlib.ExitStack() as undo:
        held = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
        undo.callback(os.close, held)
        with contextlib.suppress(BlockingIOError, PermissionError, FileNotFoundError):
            if sys.platform == "win32":
                msvcrt.locking(held, msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # The one who had it removes it, and a lock on a file without a name keeps nobody out.
            if os.path.samestat(os.fstat(held), path.lstat()):
                undo.pop_all()
                return held
    return None
