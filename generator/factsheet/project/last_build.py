"""What the last build was made of and what it made, so that the same is not built again."""

import contextlib
import hashlib
import json
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from factsheet.project.clock import resolve_build_date
from factsheet.project.write_files.cache import FileCache
from factsheet.project.write_files.folders import hash_files, read_timestamps

_KEY = "last build"


class BuildRecord:
    """What a site is about to be built of: its settings, and all that is in some folders."""

    def __init__(self, cache: FileCache, settings: Mapping[Path, str], folders: Iterable[Path]) -> None:
        """Begin a record; `settings` holds the texts that were read."""
        self._cache, self._folders = cache, [*map(str, folders)]
        self._settings = [*map(str, settings)]
        self._inputs = _hash_inputs(settings.values(), self._folders)

    def save(self, site: Path, pages: int) -> None:
        """Note that the site was built, and how many pages it has."""
        read = {"settings": self._settings, "folders": self._folders, "inputs": self._inputs}
        made = {"site": str(site), "pages": pages, "output": _hash_output(str(site))}
        self._cache.write(json.dumps({**read, **made}).encode(), _KEY)


def find_unchanged_site(config_file: Path) -> tuple[Path, int] | None:
    """Return the folder of a site and the number of its pages, if a build would make the same again."""
    with contextlib.suppress(OSError, ValueError):  # Where something cannot be read, building says what.
        record = json.loads(FileCache(config_file.absolute().parent).read(_KEY) or b"{}")
        if record and record["settings"][0] == str(config_file.absolute()):
            texts = [Path(file).read_text("utf-8") for file in record["settings"]]
            if record["inputs"] == _hash_inputs(texts, record["folders"]):
                is_same = record["output"] == _hash_output(record["site"])
                return (Path(record["site"]), record["pages"]) if is_same else None
    return None


def _hash_inputs(settings: Iterable[str], folders: list[str]) -> str:
    """Return a hash of texts and files, of the day, and of the variables that the texts name."""
    texts = [*settings]
    words = {"SITE_URL"}.union(*(re.findall(r"\w+", text) for text in texts))
    named = sorted(item for item in os.environ.items() if item[0] in words)
    files = hash_files(map(Path, folders))
    return _hash([resolve_build_date().isoformat(), named, texts, sorted(files.items())])


def _hash_output(site: str) -> str:
    return _hash([(str(path), stamp) for path, stamp in sorted(read_timestamps([Path(site)]).items())])


def _hash(parts: object) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
