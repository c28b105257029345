"""The site as a project of its own, for tools that read MkDocs' settings and run none of its plugins.

Pure: what the plugin does while MkDocs builds stands here as files: pages, styles, templates and settings.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from factsheet.diagnostics.core import Diagnostic
from factsheet.diagnostics.rules.site import INLINE_SETTINGS
from factsheet.model.settings import Settings
from factsheet.parsing.yaml.document import read_configuration
from factsheet.parsing.yaml.nodes import MappingEntry, MappingNode, TextNode, YamlDocument, decode_utf8
from factsheet.publish.build import BuildResult, MarkdownPage, diagnose_page_taken, fill_placeholders
from factsheet.render.content_security_policy import POLICY_WITHOUT_HASHES
from factsheet.theme import PAPER_FONT_FOLDER, PAPER_TEMPLATE_FOLDER, STYLE_FOLDER, join_styles

DOCS_FOLDER = "docs"
"""The folder of pages in the project."""
TEMPLATES_FOLDER = "overrides"
"""The folder of templates in the project."""
SETTINGS_FILE = "mkdocs.yml"
"""Zensical and MkDocs both read a file of this name."""

_HEAD = f"""\
# Made by `factsheet pages`, and made anew at every run: change the settings of the site instead.
# These are its settings without its plugins. Build with `zensical build` or with `mkdocs build`.
docs_dir: {DOCS_FOLDER}
site_dir: site
plugins: []"""
_DROPPED_SETTINGS = frozenset({"plugins", "hooks", "watch", "docs_dir", "site_dir"})
_REPLACED_SETTINGS = frozenset({"custom_dir", "variant", "factsheet"})
_HINT = "write them as a block, each on a line of its own"


def build_mkdocs_config(
    configuration: YamlDocument, told: Mapping[str, str | int]
) -> tuple[str, tuple[Diagnostic, ...]]:
    """Return the settings file of the project; with findings, it lacks the settings that they name.

    `told` is what the footer of the pages tells: the mark of the edition and how many facts there are.
    """
    root, lines = configuration.root, configuration.text.rstrip("\n").split("\n")
    if not isinstance(root, MappingNode):
        return "", ()  # Whoever read it has said so.
    if not _is_block(root, lines):
        return "", (INLINE_SETTINGS.report(root.location, "the settings share a line", _HINT),)
    # The look of Material, on whose classes ours are laid.
    own = {"theme": [f"custom_dir: {TEMPLATES_FOLDER}", "variant: classic"], "extra": _build_extra(told)}
    carried, findings = [_HEAD], list[Diagnostic]()
    for entry, first, end in _find_entry_lines(root, lines, len(lines)):
        name, value = entry.key.text, entry.value
        if name in own:
            more = own.pop(name)
            if isinstance(value, MappingNode) and _is_block(value, lines):
                carried += _add_settings(entry, value, lines[:end], first, more)
            elif isinstance(value, TextNode) and name == "theme":
                carried += ["theme:", f"  name: {value.text}", *_indent(more, 2)]
            else:
                message = f"'{name}' has its settings on one line"
                findings.append(INLINE_SETTINGS.report(value.location, message, _HINT))
        elif name not in _DROPPED_SETTINGS:
            carried += lines[first:end]
    for name, more in own.items():
        carried += [f"{name}:", *_indent(more, 2)]
    return "\n".join(carried) + "\n", tuple(findings)


def _build_extra(told: Mapping[str, str | int]) -> list[str]:
    # JSON's texts and numbers are YAML's too.
    known: dict[str, str | int] = {**told, "policy": POLICY_WITHOUT_HASHES}
    return ["factsheet:", *(f"  {name}: {json.dumps(value)}" for name, value in known.items())]


def _is_block(mapping: MappingNode, lines: Sequence[str]) -> bool:
    """Tell whether each field of a mapping begins a line of its own, outside braces."""
    keys = [entry.key.location for entry in mapping.entries]
    return (
        bool(keys)
        and len({key.line for key in keys}) == len(keys)
        and not any(lines[key.line - 1][: key.column - 1].strip() for key in keys)
        and lines[mapping.location.line - 1][mapping.location.column - 1] != "{"
    )


def _find_entry_lines(mapping: MappingNode, lines: Sequence[str], end: int) -> Iterator[tuple[MappingEntry, int, int]]:
    """Yield the fields of a block with the first of their lines and the one after the last, from 0.

    Comments right above a field are its own; `end` is where the block ends.
    """
    starts = []
    for entry in mapping.entries:
        start = entry.key.location.line - 1
        mark = " " * (entry.key.location.column - 1) + "#"
        while start and lines[start - 1].startswith(mark):
            start -= 1
        starts.append(start)
    yield from zip(mapping.entries, starts, [*starts[1:], end], strict=True)


def _add_settings(
    entry: MappingEntry, value: MappingNode, lines: Sequence[str], first: int, more: Sequence[str]
) -> Iterator[str]:
    """Yield the lines of a setting that holds others, with more of them."""
    fields = tuple(_find_entry_lines(value, lines, len(lines)))
    yield from lines[first : entry.key.location.line]
    yield from _indent(more, value.entries[0].key.location.column - 1)
    for field, start, end in fields:
        if field.key.text not in _REPLACED_SETTINGS:
            yield from lines[start:end]


def _indent(lines: Sequence[str], blanks: int) -> Iterator[str]:
    return (" " * blanks + line for line in lines)


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
    files = templates | {f"{DOCS_FOLDER}/{uri}": raw for uri, raw in docs.items()} | {SETTINGS_FILE: carried.encode()}
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
