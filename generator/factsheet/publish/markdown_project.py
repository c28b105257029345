"""The site as a project of its own, for tools that read MkDocs' settings and run none of its plugins.

Pure: what the plugin does while MkDocs builds stands here as files: pages, styles, templates and settings.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from factsheet.diagnostics.core import Diagnostic
from factsheet.model.settings import Settings
from factsheet.parsing.yaml.document import read_configuration
from factsheet.parsing.yaml.source_text import decode_utf8
from factsheet.publish.build import BuildResult, MarkdownPage, diagnose_page_taken, fill_placeholders
from factsheet.publish.mkdocs_config import DOCS_FOLDER, SETTINGS_FILE, TEMPLATES_FOLDER, build_mkdocs_config
from factsheet.theme import PAPER_FONT_FOLDER, PAPER_TEMPLATE_FOLDER, STYLE_FOLDER, join_styles


@dataclass(frozen=True, slots=True, kw_only=True)
class PortableProject:
    """Every file of the project by its path inside it, and what was found wrong on the way."""

    files: Mapping[str, bytes]
    diagnostics: tuple[Diagnostic, ...]
    texts: Mapping[str, str]
    """The hand-written pages, by the names that findings use."""


def build_portable_project(
    made: BuildResult,
    content: Mapping[str, bytes],
    theme: Mapping[str, bytes],
    configuration: str,
    settings: Settings,
) -> PortableProject:
    """Return a folder of pages, one of templates, and the settings that build them.

    `configuration` is the site's mkdocs.yml, `content` holds the hand-written files and `theme` those of our
    theme, both by their paths inside their folders. What is written by hand stands in front of what the
    theme brings.
    """
    generated = {page.uri: _add_edit_link(page, settings).encode() for page in made.pages}
    generated |= {uri: one if isinstance(one, bytes) else one.encode() for uri, one in made.exports.items()}
    by_hand: dict[str, bytes] = {}
    texts: dict[str, str] = {}
    findings: list[Diagnostic] = []
    for uri, raw in content.items():
        name = f"{settings.docs}/{uri}"
        if uri in generated:
            findings.append(diagnose_page_taken(uri, name))
        elif uri.endswith(".md"):
            markdown, faults = decode_utf8(name, raw, len(raw))
            text, gaps = fill_placeholders(markdown or "", uri, made.insertions, name)
            findings += (*faults, *gaps)
            by_hand[uri], texts[name] = text.encode(), markdown or ""
        else:
            by_hand[uri] = raw
    document, _ = read_configuration(SETTINGS_FILE, configuration.encode())
    told: dict[str, str | int] = {"edition": made.build_id, **made.counts}
    carried, unfit = build_mkdocs_config(document, told) if document else ("", ())
    templates = {f"{TEMPLATES_FOLDER}/{path}": raw for path, raw in theme.items() if path.endswith(".html")}
    docs = _collect_theme_files(theme) | by_hand | generated
    files = (
        templates
        | {f"{DOCS_FOLDER}/{uri}": raw for uri, raw in docs.items()}
        | {SETTINGS_FILE: carried.encode()}
    )
    return PortableProject(files=files, diagnostics=(*findings, *unfit), texts=texts)


def _add_edit_link(page: MarkdownPage, settings: Settings) -> str:
    """Return a page that names in its front matter where it is edited, as the plugin tells MkDocs."""
    link = settings.build_edit_link(page.edit_file, page.edit_line)
    return page.markdown.replace("---\n", f"---\nedit: {json.dumps(link)}\n", 1) if link else page.markdown


def _collect_theme_files(theme: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of the theme that the site serves, as the plugin gives them to MkDocs."""
    sheets = {
        path.removeprefix(STYLE_FOLDER).removesuffix(".css"): raw.decode()
        for path, raw in theme.items()
        if path.startswith(STYLE_FOLDER)
    }
    joined = {path: text.encode() for path, text in join_styles(sheets).items()}
    unserved = (STYLE_FOLDER, PAPER_FONT_FOLDER, PAPER_TEMPLATE_FOLDER)
    return joined | {
        path: raw
        for path, raw in theme.items()
        if "/" in path and not path.endswith(".html") and not path.startswith(unserved)
    }
