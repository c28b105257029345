"""The files of a new site, from the templates that lie beside this module.

`site/` is what every new site has, `github/` and `gitlab/` what their CI needs, `parts/` what they add to its
README. A name that begins with `dot-` stands for one that begins with a dot, since packages leave those out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from factsheet.authoring.schema_files import SCHEMA_FOLDER, SCHEMA_MANIFEST, build_schema_files
from factsheet.authoring.template.install_source import InstallSource
from factsheet.diagnostics.core import Diagnostic
from factsheet.parsing.yaml.document import read_document
from factsheet.project.read_files import read_content
from factsheet.project.write_files import format_manifest
from factsheet.render.markdown.escape import escape_front_matter, escape_heading_end, escape_inline

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
