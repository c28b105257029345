"""What takes long to make, kept in a folder by all that it was made of, which may be deleted at any time."""

import contextlib
import hashlib
from importlib.metadata import version
from pathlib import Path
from platform import python_version

import factsheet
from factsheet.project.write_files.files import write_with_folder
from factsheet.project.write_files.folders import read_timestamps

_FOLDER = ".cache/factsheet/build"
_DEPENDENCIES = ("jinja2", "markdown", "mkdocs", "mkdocs-material", "typst")


def read_program_version() -> str:
    """Return a hash of this program and of what it builds with: where it is another, nothing that was kept holds."""
    files = read_timestamps([Path(factsheet.__file__).parent])
    own = sorted(f"{path} {stamp}" for path, stamp in files.items() if path.parent.name != "__pycache__")
    return _hash(python_version(), *map(version, _DEPENDENCIES), *own)


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


class FileCache:
    """Bytes by a key, in the folder of a site; where the disk refuses, nothing is kept."""

    def __init__(self, site: Path) -> None:
        """Open the cache of the site in a folder."""
        self._folder, self._program = site / _FOLDER, read_program_version()
        self._used: set[str] = set()
        self._is_ready = False

    def read(self, *key: str) -> bytes | None:
        """Return what was kept under a key; None if nothing was, or if it is damaged."""
        name = self._build_name(key)
        with contextlib.suppress(OSError):
            digest, _, content = (self._folder / name).read_bytes().partition(b"\n")
            if digest == hashlib.sha256(content).hexdigest().encode():
                return content
        return None

    def write(self, content: bytes, *key: str) -> None:
        """Keep something under a key."""
        digest = hashlib.sha256(content).hexdigest().encode()
        with contextlib.suppress(OSError):
            if not self._is_ready:  # Nobody needs to keep it: git is to ignore the folder.
                write_with_folder(self._folder / ".gitignore", b"*\n", durable=False)
                self._is_ready = True
            # Not in two steps, as other files: one that is half written does not have its hash.
            (self._folder / self._build_name(key)).write_bytes(digest + b"\n" + content)

    def prune(self) -> None:
        """Remove what has been neither read nor written since the cache was opened."""
        with contextlib.suppress(OSError):
            for path in self._folder.iterdir():
                if path.name not in self._used and not path.name.startswith("."):
                    path.unlink()

    def _build_name(self, key: tuple[str, ...]) -> str:
        self._used.add(name := _hash(self._program, *key))
        return name
