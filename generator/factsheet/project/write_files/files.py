"""Write files to the disk: no other module does.

At every moment a file is complete or as it was before; unchanged files are left alone; files that somebody else
wrote are never touched; and no symbolic link is followed. What writes raises `OSError` when the disk refuses.
"""

import contextlib
import hashlib
import json
import os
import secrets
import stat
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from factsheet.diagnostics.core import Diagnostic, Location, sort_diagnostics
from factsheet.diagnostics.frozen import dataclass
from factsheet.diagnostics.rules import BAD_FILE_NAME, FOREIGN_FILE, SYMLINK


@dataclass(frozen=True, slots=True)
class SyncResult:
    """What happened to the files of a folder, by their paths inside it."""

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    """Why nothing was written; empty on success."""


def write_atomically(path: Path, content: bytes, *, durable: bool = True) -> bool:
    """Write a file so that it is never seen half-written; tell whether it changed.

    A durable file survives a loss of power right after. A symbolic link in its place is replaced, not followed.
    When the disk refuses, the old file is unchanged.
    """
    mode, old_mode = 0o666, None
    with contextlib.suppress(FileNotFoundError):
        status = path.lstat()
        if stat.S_ISREG(status.st_mode):
            if status.st_size == len(content) and path.read_bytes() == content:
                return False
            mode = old_mode = stat.S_IMODE(status.st_mode)
    temporary = path.with_name(f".{secrets.token_hex(8)}.new")
    try:
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as opened:
            opened.write(content)
            if durable:
                opened.flush()
                os.fsync(opened.fileno())
        if old_mode is not None:
            temporary.chmod(old_mode)  # The mask of this process removed bits that the old file has.
        temporary.replace(path)
    except OSError as error:
        if error.filename == str(temporary):  # The user does not know this name.
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise
    finally:
        temporary.unlink(missing_ok=True)  # It still exists only where something went wrong.
    if durable and os.name == "posix":  # The name has to survive too.
        descriptor = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    return True


def write_with_folder(path: Path, content: bytes, *, durable: bool = True) -> bool:
    """Write a file as `write_atomically` does, and create its folder if needed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return write_atomically(path, content, durable=durable)


def hash_content(content: bytes) -> str:
    """Return the SHA-256 of a file's content."""
    return hashlib.sha256(content).hexdigest()


def take_over(former: str, path: str, expected: bytes | str) -> bool:
    """Give a file of this content, or of this SHA-256, a second name, and tell whether it is; so it keeps its time.

    Where the system does not allow it, the file is to be written again. Paths are texts: there are thousands of them.
    """
    with contextlib.suppress(OSError):
        if not stat.S_ISREG(os.lstat(former).st_mode):
            return False
        with open(former, "rb", buffering=0) as opened:  # noqa: PTH123 - as said above
            raw = opened.read()
        if expected != (raw if isinstance(expected, bytes) else hash_content(raw)):
            return False
        try:
            os.link(former, path, follow_symlinks=False)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(path))  # noqa: PTH103, PTH120
            os.link(former, path, follow_symlinks=False)
        return True
    return False


def write_temporary_file(prefix: str, content: bytes) -> Path:
    """Write a new file for this user alone into the system's folder for temporary files, and return its path."""
    with tempfile.NamedTemporaryFile(prefix=prefix, suffix=".txt", delete=False) as opened:
        opened.write(content)
    return Path(opened.name)


def sync_folder(root: Path, files: Mapping[str, bytes], manifest_name: str) -> SyncResult:
    """Write these files, by their paths inside a folder, and remove all others that a former run wrote.

    The manifest in the folder lists what was written. A file that is not on it is somebody else's: when one is in
    the way, the diagnostics say so and nothing is written at all. When the disk refuses, the manifest still lists
    everything that was written.
    """
    former = _read_manifest(root, manifest_name)
    diagnostics = sort_diagnostics((*_find_bad_names(files, manifest_name), *_find_obstacles(root, files, former)))
    if diagnostics:
        return SyncResult((), (), (), diagnostics)
    root.mkdir(parents=True, exist_ok=True)
    # Listed before they are written: a run that is killed half-way leaves no file without an owner.
    write_atomically(root / manifest_name, format_manifest(former | files.keys()), durable=False)
    removed = tuple(_remove_files(root, sorted(former - files.keys())))
    written = [name for name, raw in sorted(files.items()) if write_with_folder(root / name, raw, durable=False)]
    write_atomically(root / manifest_name, format_manifest(files), durable=False)
    return SyncResult(tuple(written), tuple(sorted(files.keys() - {*written})), removed, ())


def format_manifest(names: Iterable[str]) -> bytes:
    """Return the manifest of a folder with these files, as `sync_folder` writes and reads it."""
    return (json.dumps(sorted(names), ensure_ascii=False, indent=1) + "\n").encode()


def _is_inside(name: str) -> bool:
    """Tell whether a name is that of a file inside the folder, on every system."""
    return all(part not in {"", ".", ".."} and not set(part) & set("\\:\0") for part in name.split("/"))


def _find_bad_names(files: Mapping[str, bytes], manifest_name: str) -> Iterator[Diagnostic]:
    by_fold: dict[str, str] = {}
    for name in sorted(files):
        location = Location(name)
        if not _is_inside(name) or name == manifest_name:
            hint = "name it by its path inside the folder"
            yield BAD_FILE_NAME.report(location, f"a file cannot be written under the name '{name}'", hint)
        other = by_fold.setdefault(name.casefold(), name)
        if other != name:
            message = f"'{name}' and '{other}' are the same file on systems that ignore case"
            yield BAD_FILE_NAME.report(location, message, "rename one of the two")
        for parent in PurePosixPath(name).parents[:-1]:
            if str(parent) in files:
                yield BAD_FILE_NAME.report(location, f"'{parent}' is both a file and a folder", "rename one of the two")


def _find_obstacles(root: Path, files: Mapping[str, bytes], former: frozenset[str]) -> Iterator[Diagnostic]:
    for name in sorted(filter(_is_inside, files)):
        path = PurePosixPath(name)
        for step in (*reversed(path.parents[:-1]), path):
            mode = read_mode(root / step)
            if mode == 0 or (step != path and stat.S_ISDIR(mode)):
                continue
            if stat.S_ISLNK(mode):
                yield SYMLINK.report(Location(str(step)), "a symbolic link is in the way", "remove the link")
            elif str(step) not in former and not _has_content(root / step, mode, files.get(str(step))):
                message = "something that this command did not write is in the way"
                yield FOREIGN_FILE.report(Location(str(step)), message, "move it away")


def _has_content(path: Path, mode: int, content: bytes | None) -> bool:
    return content is not None and stat.S_ISREG(mode) and path.read_bytes() == content


def read_mode(path: Path) -> int:
    """Return the mode of a file, 0 when there is none."""
    try:
        return path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return 0


def _read_manifest(root: Path, manifest_name: str) -> frozenset[str]:
    """Return what the manifest lists; a damaged one lists nothing, so that nothing is removed because of it."""
    path, listed = root / manifest_name, None
    with contextlib.suppress(ValueError, RecursionError):
        listed = json.loads(path.read_bytes()) if stat.S_ISREG(read_mode(path)) else None
    names = listed if isinstance(listed, list) else []
    return frozenset(name for name in names if isinstance(name, str) and name.isprintable() and _is_inside(name))


def write_changes(root: Path, changes: Mapping[str, bytes | None]) -> None:
    """Write existing files of a folder, by their paths in it, and then remove those that become None."""
    for name, content in changes.items():
        if content is not None:
            write_atomically(root / name, content)
    list(_remove_files(root, [name for name, content in changes.items() if content is None]))


def _remove_files(root: Path, names: list[str]) -> Iterator[str]:
    """Remove files, and the folders that become empty."""
    for name in names:
        path = PurePosixPath(name)
        folders = [root / parent for parent in path.parents[:-1]]
        if not all(stat.S_ISDIR(read_mode(folder)) for folder in folders) or not stat.S_ISREG(read_mode(root / path)):
            continue  # Gone already, or no longer what was written.
        (root / path).unlink()
        with contextlib.suppress(OSError):  # Stops at the first that is not empty.
            for folder in folders:
                folder.rmdir()
        yield name
