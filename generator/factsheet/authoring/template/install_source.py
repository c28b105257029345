"""Where the program was installed from, so that a new site can install the same."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path
from typing import Final

from factsheet import __version__
from factsheet.project.read_files import read_file

_PACKAGE: Final = "factsheet"

_URL = re.compile(r"(?:git\+(?:https|ssh|file)|https|file)://[!#-&(-\[\]-_a-~]+")
"""No blank, quote or backslash: it becomes one line of a file that pip reads."""
_VERSION_SPEC = re.compile(rf"{_PACKAGE}(?:==|~=|>=)[0-9][0-9A-Za-z.+!-]*")
_ARCHIVE_SUFFIXES = (".whl", ".tar.gz", ".zip")


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallSource:
    """Where a site takes the program from."""

    requirement: str
    """A line as pip reads it in a file of requirements."""
    portable: bool
    """Whether other machines, CI among them, can take it from there."""


def detect_install_source() -> InstallSource:
    """Tell where this very program was installed from, by what pip has noted (PEP 610)."""
    told = _read_direct_url()
    url, folder, archive = told.get("url"), told.get("dir_info"), told.get("archive_info")
    if not isinstance(url, str):
        return InstallSource(requirement=f"{_PACKAGE}=={__version__}", portable=False)
    vcs, inside = told.get("vcs_info"), told.get("subdirectory")
    at = f"#subdirectory={inside}" if inside else ""
    if isinstance(vcs, dict):
        return _make_source(f"{vcs.get('vcs')}+{url}@{vcs.get('commit_id')}{at}")
    if isinstance(folder, dict):
        # Seen from its folder, a change of the program shows at once in the site too.
        lead = "--editable " if folder.get("editable") else f"{_PACKAGE} @ "
        return InstallSource(requirement=f"{lead}{url}{at}", portable=False)
    hashes = archive.get("hashes") if isinstance(archive, dict) else None
    sha256 = hashes.get("sha256") if isinstance(hashes, dict) else None
    return _make_source(f"{url}#sha256={sha256}" if sha256 and not at else f"{url}{at}")


def parse_install_source(written: str) -> InstallSource:
    """Read where its owner wants to take the program from.

    Raises:
        ValueError: when pip could make nothing of it, or it is more than one line; says what can be given.
    """
    address = written.strip().removeprefix(_PACKAGE).lstrip().removeprefix("@").lstrip()
    if _URL.fullmatch(address):
        return _make_source(address)
    if _VERSION_SPEC.fullmatch(written.strip()):
        return InstallSource(requirement=written.strip(), portable=True)
    path = Path(written)
    archive = path.is_file() and path.name.endswith(_ARCHIVE_SUFFIXES)
    if written and (archive or (path / "pyproject.toml").is_file()):
        return _make_source(path.resolve().as_uri())
    raise ValueError(
        f"'{written}' is no place to install from; give git+https://HOST/REPOSITORY@COMMIT, the https "
        "address or the file of a wheel, or the folder of the program"
    )


def _make_source(address: str) -> InstallSource:
    if address.startswith("git+file:"):  # Behind a name, pip takes an address without a host only as `file:`.
        return InstallSource(requirement=address, portable=False)
    return InstallSource(requirement=f"{_PACKAGE} @ {address}", portable=not address.startswith("file:"))


def _read_direct_url() -> Mapping[str, object]:
    """Return what pip has noted about where this program came from; empty where it has noted nothing."""
    # Python can see two where it is run in the folder of the program: what was built there has no note.
    for package in distributions(name=_PACKAGE):
        for file in package.files or ():
            if file.name == "direct_url.json":
                note = Path(str(package.locate_file(file)))
                raw, _ = read_file(note.parent, note.name)
                told = json.loads(raw) if raw else {}
                return told if isinstance(told, dict) else {}
    return {}
