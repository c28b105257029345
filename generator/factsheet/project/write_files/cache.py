"""What takes long to make, kept in one file by all that it was made of, which may be deleted at any time."""

import contextlib
import io
import json
import os
from importlib.metadata import version
from pathlib import Path
from platform import python_version

import factsheet
from factsheet.project.write_files.files import hash_content, write_with_folder
from factsheet.project.write_files.folders import read_timestamps

_FOLDER = ".cache/factsheet/build"
_DEPENDENCIES = ("jinja2", "markdown", "mkdocs", "mkdocs-material", "typst")
_MOST_UNWRITTEN = 500
"""So many pieces are kept in memory until they are written: to open a file for each takes longer than to write it."""
_END_SIZE = 80
"""At the end of the file stand in 16 digits where its index begins, and the hash of the index."""


def read_program_version() -> str:
    """Return a hash of this program and of what it builds with: where it is another, nothing that was kept holds."""
    files = read_timestamps([Path(factsheet.__file__).parent])
    own = sorted(f"{path} {stamp}" for path, stamp in files.items() if path.parent.name != "__pycache__")
    return hash_texts(python_version(), *map(version, _DEPENDENCIES), *own)


def hash_texts(*parts: str) -> str:
    """Return a hash of texts."""
    return hash_content("\0".join(parts).encode("utf-8", "surrogatepass"))


class BuildCache:
    """Bytes by a key, in one file in the folder of a site; where the disk refuses, nothing is kept.

    What is added goes into a second file, which in the end also gets what was used of the first one, and takes its
    place. To write thousands of small files takes ten times as long as to write a large one.
    """

    def __init__(self, site: Path) -> None:
        """Open the cache of the site in a folder."""
        self._folder, self._program = site / _FOLDER, read_program_version()
        self._file, self._new_file = self._folder / "kept", self._folder / "new"
        self._places = self._read_index()
        """Where the bytes of each key are in the file: from where, how many, and their hash."""
        self._used = set[str]()
        self._new_places: dict[str, tuple[int, int, str]] = {}
        self._new_size = 0
        self._unwritten: list[bytes] = []

    def read(self, *key: str) -> bytes | None:
        """Return what was kept under a key; None if nothing was, or if it is damaged."""
        if (place := self.keep(*key)) is None:
            return None
        start, size, digest = place
        with contextlib.suppress(OSError), open(self._file, "rb", buffering=0) as opened:  # noqa: PTH123 - half as slow
            opened.seek(start)
            if hash_content(content := opened.read(size)) == digest:
                return content
        return None

    def keep(self, *key: str) -> tuple[int, int, str] | None:
        """Go on keeping what is kept under a key, without reading it; return its place, None if nothing was kept."""
        name = hash_texts(self._program, *key)
        if name in self._places:
            self._used.add(name)
        return self._places.get(name)

    def write(self, content: bytes, *key: str) -> None:
        """Keep something under a key."""
        name = hash_texts(self._program, *key)
        self._new_places[name] = (self._new_size, len(content), hash_content(content))
        self._new_size += len(content)
        self._unwritten.append(content)
        if len(self._unwritten) > _MOST_UNWRITTEN:
            with contextlib.suppress(OSError):  # Its place then holds something else, which its hash tells.
                self._write_new()

    def _write_new(self) -> None:
        is_first, unwritten = self._new_size == sum(map(len, self._unwritten)), self._unwritten
        self._unwritten = []
        if is_first:  # Nobody needs to keep it: git is to ignore the folder.
            write_with_folder(self._folder / ".gitignore", b"*\n", durable=False)
        with self._new_file.open("wb" if is_first else "ab") as opened:
            opened.writelines(unwritten)

    def save(self) -> None:
        """Forget what has been neither read nor written since the cache was opened."""
        with contextlib.suppress(OSError):
            if not self._new_places and len(self._used) == len(self._places):
                return
            self._copy_used()
            self._new_file.replace(self._file)
            for path in self._folder.iterdir():
                if path.name not in {self._file.name, ".gitignore"}:
                    path.unlink()

    def _copy_used(self) -> None:
        """Add what has been used of the file before, which is looked through only when it is read, and the index."""
        self._write_new()
        start, old = self._new_size, self._file.open("rb") if self._used else io.BytesIO()
        with old, self._new_file.open("ab") as new:
            for name in sorted(self._used - self._new_places.keys(), key=self._places.__getitem__):
                place, size, digest = self._places[name]
                old.seek(place)
                new.write(old.read(size))
                self._new_places[name] = (start, size, digest)
                start += size
            index = json.dumps(self._new_places).encode()
            new.write(index + f"{start:016}{hash_content(index)}".encode())

    def _read_index(self) -> dict[str, tuple[int, int, str]]:
        with contextlib.suppress(OSError, ValueError), self._file.open("rb") as opened:
            opened.seek(-_END_SIZE, os.SEEK_END)
            end = opened.read().decode()
            opened.seek(int(end[:16]))
            index = opened.read()[:-_END_SIZE]
            if hash_content(index) == end[16:]:
                places: dict[str, tuple[int, int, str]] = json.loads(index)
                return places
        return {}
