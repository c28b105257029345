"""The files of a new site, from the templates beside this module.

`site/` is what every new site has, `github/` and `gitlab/` what their CI needs, `parts/` what a file says in some
sites only. `example.toml` declares which of it is the worked example. `dot-` at the beginning of a name stands for a
dot, since packages leave out names that begin with one.
"""

import json
import re
from collections.abc import Mapping
from importlib.metadata import distributions
from pathlib import Path
from typing import Final

from factsheet import __version__
from factsheet.authoring.editor_schemas import SCHEMA_FOLDER, SCHEMA_MANIFEST, build_schema_files
from factsheet.diagnostics.core import Diagnostic, read_declarations
from factsheet.diagnostics.frozen import dataclass, replace
from factsheet.evidence.lock import read_lock, render_lock
from factsheet.parsing.yaml.document import read_document
from factsheet.project.read_files import read_content, read_file
from factsheet.project.write_files.files import format_manifest
from factsheet.render.markdown.inline import escape_front_matter, escape_heading_end, escape_inline

_PACKAGE: Final = "factsheet"
_URL = re.compile(r"(?:git\+(?:https|ssh|file)|https|file)://[!#-&(-\[\]-_a-~]+")
"""No space, quote or backslash: it becomes one line of a file that pip reads."""
_VERSION_SPEC = re.compile(rf"{_PACKAGE}(?:==|~=|>=)[0-9][0-9A-Za-z.+!-]*")
_ARCHIVE_SUFFIXES = (".whl", ".tar.gz", ".zip")
STARTER_FOLDER: Final = Path(__file__).resolve().parent
CI_KINDS: Final = ("github", "gitlab", "none")
"""Where a new site may be hosted, for its CI files."""
_FILLED_TEMPLATES: Final = frozenset({"mkdocs.yml", "README.md", "content/index.md", "generator.txt"})
"""The templates with placeholders; all others are copied as they are."""
_LOCK_FILE: Final = "requirements.txt"
_LOCK_HEAD = b"# What the generator needs, each package with its hash. It comes with the generator: see README.md.\n"
_LOCK_COMMENT = re.compile(rb"\A(?:#.*\n)+")
"""The head of the generator's own lock file, which names a command that a new site does not have."""
_PLACEHOLDER = re.compile(r"\{\{(\w+)\}\}")
_ROOT_FILE = re.compile(r"\.github/|\.gitlab-ci\.yml|\.pre-commit-config\.yaml")
"""Files that are looked for at the root of a repository and nowhere else."""
_EXAMPLE: Final = read_declarations("authoring.template", "example.toml")
_EVIDENCE_LOCK: Final = "facts/evidence.lock"
EXAMPLE_MENTION: Final = re.compile(rf"(?<![\w-])(?:{_EXAMPLE['ids']})(?![\w-])")
"""What in a page written by hand refers to it."""
EXAMPLE_FILES: Final[tuple[str, ...]] = tuple(_EXAMPLE["files"])
"""The files that hold nothing but the example, by their paths in a new site."""
EXAMPLE_PATHS: Final = frozenset({*EXAMPLE_FILES, _EVIDENCE_LOCK, *(piece["file"] for piece in _EXAMPLE["pieces"])})
"""All files that hold something of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallSource:
    """Where a site installs the program from."""

    requirement: str
    """A line of a requirements file."""
    portable: bool
    """Whether other machines, CI included, can install it from there."""


def detect_install_source() -> InstallSource:
    """Tell where this program was installed from, by the record that pip keeps (PEP 610)."""
    record = _read_direct_url()
    url, folder, archive = record.get("url"), record.get("dir_info"), record.get("archive_info")
    if not isinstance(url, str):
        return InstallSource(requirement=f"{_PACKAGE}=={__version__}", portable=False)
    vcs, subdirectory = record.get("vcs_info"), record.get("subdirectory")
    fragment = f"#subdirectory={subdirectory}" if subdirectory else ""
    if isinstance(vcs, dict):
        return _make_source(f"{vcs.get('vcs')}+{url}@{vcs.get('commit_id')}{fragment}")
    if isinstance(folder, dict):
        # From an editable folder, a change of the program takes effect at once in the site too.
        prefix = "--editable " if folder.get("editable") else f"{_PACKAGE} @ "
        return InstallSource(requirement=f"{prefix}{url}{fragment}", portable=False)
    hashes = archive.get("hashes") if isinstance(archive, dict) else None
    sha256 = hashes.get("sha256") if isinstance(hashes, dict) else None
    return _make_source(f"{url}#sha256={sha256}" if sha256 and not fragment else f"{url}{fragment}")


def parse_install_source(written: str) -> InstallSource:
    """Parse where to install the program from; ValueError, with what can be given, where pip would not accept it."""
    address = written.strip().removeprefix(_PACKAGE).lstrip().removeprefix("@").lstrip()
    if _URL.fullmatch(address):
        return _make_source(address)
    if _VERSION_SPEC.fullmatch(written.strip()):
        return InstallSource(requirement=written.strip(), portable=True)
    path = Path(written)
    archive = path.is_file() and path.name.endswith(_ARCHIVE_SUFFIXES)
    if written and (archive or (path / "pyproject.toml").is_file()):
        return _make_source(path.resolve().as_uri())
    known = "git+https://HOST/REPOSITORY@COMMIT, the https address or the file of a wheel, or the folder of the program"
    raise ValueError(f"'{written}' is not something to install from; give {known}")


def _make_source(address: str) -> InstallSource:
    if address.startswith("git+file:"):  # Behind a name, pip takes an address without a host only as `file:`.
        return InstallSource(requirement=address, portable=False)
    return InstallSource(requirement=f"{_PACKAGE} @ {address}", portable=not address.startswith("file:"))


def _read_direct_url() -> Mapping[str, object]:
    """Return pip's record of where this program came from; empty where there is none."""
    # Run in the folder of the program, Python may see two: the one that was built there has no record.
    files = (file for package in distributions(name=_PACKAGE) for file in package.files or ())
    path = next((Path(str(file.locate())) for file in files if file.name == "direct_url.json"), None)
    raw, _ = read_file(path.parent, path.name) if path else (None, ())
    record = json.loads(raw) if raw else {}
    return record if isinstance(record, dict) else {}


def build_new_site(
    name: str, ci: str, generator: InstallSource, *, bare: bool = False
) -> tuple[Mapping[str, bytes], tuple[Diagnostic, ...]]:
    """Return the files of a site, bare without the example, by their paths, and why one could not be read."""
    site, site_diagnostics = read_content(STARTER_FOLDER, "site")
    parts, part_diagnostics = read_content(STARTER_FOLDER, "parts")
    ci_files, ci_diagnostics = read_content(STARTER_FOLDER, ci) if ci != "none" else ({}, ())
    values = {"site_name": json.dumps(name, ensure_ascii=False), "front_title": escape_front_matter(name)}
    values |= {"heading": escape_heading_end(escape_inline(name)), "generator": generator.requirement}
    values["ci"] = parts.get(f"{ci}.md", b"").decode()
    values["one_machine"] = "" if generator.portable else parts.get("one-machine.txt", b"").decode()
    files = {re.sub("(^|/)dot-", r"\1.", uri): raw for uri, raw in {**site, **ci_files}.items()}
    for uri in files.keys() & _FILLED_TEMPLATES:  # In one pass each: what is inserted is not searched again.
        files[uri] = _PLACEHOLDER.sub(lambda match: values[match[1]], files[uri].decode()).encode()
    files[_LOCK_FILE] = _LOCK_HEAD + _LOCK_COMMENT.sub(b"", files[_LOCK_FILE])
    files = {uri: raw for uri, raw in {**files, **(drop_example(files) if bare else {})}.items() if raw is not None}
    # As `factsheet schema --write` would write them.
    facts = sorted(uri for uri in files if uri.startswith("facts/") and uri.endswith(".yml"))
    schemas = build_schema_files(document for uri in facts if (document := read_document(uri, files[uri])[0]))
    schemas = {**schemas, SCHEMA_MANIFEST: format_manifest(schemas)}
    files |= {f"facts/{SCHEMA_FOLDER}/{uri}": raw for uri, raw in schemas.items()}
    return files, (*site_diagnostics, *part_diagnostics, *ci_diagnostics)


def move_to_subfolder(files: Mapping[str, bytes], folder: str) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Return the files of a new site as they are in a folder of a repository, and those that belong at its root."""
    name, changes = folder.replace("/", "-"), read_declarations("authoring.template", "subfolder.toml")["change"]
    site, root = dict[str, bytes](), dict[str, bytes]()
    for uri, raw in files.items():
        own = raw
        for change in (change for change in changes if re.search(change["file"], uri)):
            words = change["write"].replace("FOLDER", folder).replace("NAME", name)
            own = re.sub(change["find"], words, own.decode(), flags=re.MULTILINE).encode()
        (root if _ROOT_FILE.match(uri) else site)[uri.replace("/workflows/", f"/workflows/{name}-")] = own
    return site, root


def drop_example(files: Mapping[str, bytes]) -> Mapping[str, bytes | None]:
    """Return what becomes of the files of a site without the example, by their paths in a new site; None: they go."""
    changes: dict[str, bytes | None] = {name: None for name in EXAMPLE_FILES if name in files}
    for piece in _EXAMPLE["pieces"]:
        name = piece["file"]
        raw = changes.get(name) or files.get(name, b"")
        line_end = b"\r\n" if b"\r\n" in raw else b"\n"
        text, then = (piece.get(part, "").encode().replace(b"\n", line_end) for part in ("text", "then"))
        if text in raw:
            changes[name] = raw.replace(text, then)
    for name in _EXAMPLE["lists"]:
        if changes.get(name) and not re.search(rb"^ *- ", changes[name] or b"", re.MULTILINE):
            changes[name] = None
    if lock := read_lock(_EVIDENCE_LOCK, files.get(_EVIDENCE_LOCK, b"").decode("utf-8", "replace"))[0]:
        evidence = tuple(record for record in lock.evidence if record.source != _EXAMPLE["source"])
        snapshots = tuple(copy for copy in lock.snapshots if copy.source != _EXAMPLE["source"])
        if evidence != lock.evidence:
            left = replace(lock, snapshots=snapshots, evidence=evidence)
            changes[_EVIDENCE_LOCK] = render_lock(left).encode() if evidence else None
    return changes
