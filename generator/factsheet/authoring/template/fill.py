"""The files of a new site, from the templates that lie beside this module.

`site/` is what every new site has, `github/` and `gitlab/` what their CI needs, `parts/` what they add to its
README. A name that begins with `dot-` stands for one that begins with a dot, since packages leave those out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path
from typing import Final

from factsheet import __version__
from factsheet.authoring.editor_schemas import SCHEMA_FOLDER, SCHEMA_MANIFEST, build_schema_files
from factsheet.diagnostics.core import Diagnostic
from factsheet.parsing.yaml.document import read_document
from factsheet.project.read_files import read_content, read_file
from factsheet.project.write_files.files import format_manifest
from factsheet.render.markdown.inline import escape_front_matter, escape_heading_end, escape_inline

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


STARTER_FOLDER: Final = Path(__file__).resolve().parent

CI_KINDS: Final = ("github", "gitlab", "none")
"""Where a new site may be kept; the CI files are for that place."""

_FILLED_TEMPLATES: Final = frozenset({"mkdocs.yml", "README.md", "content/index.md"})
"""The templates that have places to fill; all others are taken as they are."""

_LOCK_FILE: Final = "requirements.txt"
_LOCK_HEAD: Final = (
    b"# What the generator needs, each package with its hash. It comes with the generator: see README.md.\n"
)
_LOCK_COMMENT = re.compile(rb"\A(?:#.*\n)+")
"""The head of the generator's own list names a command that a new site does not have."""

_PLACEHOLDER = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSiteOptions:
    """What its owner says about a new site."""

    name: str
    """One line of printable text."""
    ci: str
    """One of `CI_KINDS`."""
    generator: InstallSource


def build_new_site(starter: NewSiteOptions) -> tuple[Mapping[str, bytes], tuple[Diagnostic, ...]]:
    """Return the files of a new site by their paths, and why a template could not be read."""
    site, findings = read_content(STARTER_FOLDER, "site")
    templates = dict(site)
    parts, lost = read_content(STARTER_FOLDER, "parts")
    if starter.ci != "none":
        ours, torn = read_content(STARTER_FOLDER, starter.ci)
        templates |= ours
        lost = (*lost, *torn)
    words = {
        "site_name": json.dumps(starter.name, ensure_ascii=False),
        "front_title": escape_front_matter(starter.name),
        "heading": escape_heading_end(escape_inline(starter.name)),
        "ci": parts.get(f"{starter.ci}.md", b"").decode(),
    }
    files = {
        _restore_dots(uri): _fill(raw.decode(), words).encode() if uri in _FILLED_TEMPLATES else raw
        for uri, raw in templates.items()
    }
    files[_LOCK_FILE] = _LOCK_HEAD + _LOCK_COMMENT.sub(b"", files[_LOCK_FILE])
    files["generator.txt"] = _write_generator_file(starter.generator).encode()
    files |= _build_schemas(files)
    return files, (*findings, *lost)


def _build_schemas(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Return what editors complete the files of facts by, as `factsheet schema --write` would write it."""
    facts = sorted(uri for uri in files if uri.startswith("facts/") and uri.endswith(".yml"))
    documents = (document for uri in facts if (document := read_document(uri, files[uri])[0]))
    schemas = build_schema_files(documents)
    schemas = {**schemas, SCHEMA_MANIFEST: format_manifest(schemas)}
    return {f"facts/{SCHEMA_FOLDER}/{name}": raw for name, raw in schemas.items()}


def _restore_dots(uri: str) -> str:
    return "/".join(f".{part[4:]}" if part.startswith("dot-") else part for part in uri.split("/"))


def _fill(template: str, words: Mapping[str, str]) -> str:
    """Fill the places of a template, all at once: what is put in is not looked through again."""
    return _PLACEHOLDER.sub(lambda found: words[found[1]], template)


def _write_generator_file(generator: InstallSource) -> str:
    lines = ["# The program that builds this site, as pip is told of it."]
    if not generator.portable:
        lines += [
            "# This is known on one machine only. For any other, CI too, write an address:",
            "# factsheet @ git+https://HOST/REPOSITORY@COMMIT",
        ]
    return "".join(f"{line}\n" for line in (*lines, generator.requirement))
