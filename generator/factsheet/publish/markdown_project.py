"""The site as a project of its own, for tools that read MkDocs' settings and run none of its plugins.

Pure: what the plugin does while MkDocs builds is done here as files: pages, styles, templates and settings.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from factsheet.diagnostics.core import Diagnostic
from factsheet.diagnostics.rules import INLINE_SETTINGS
from factsheet.model.records import Settings
from factsheet.parsing.yaml.document import read_configuration
from factsheet.parsing.yaml.nodes import MappingEntry, MappingNode, TextNode, YamlDocument, decode_utf8
from factsheet.publish.build import BuildResult, SitePage, diagnose_page_taken, fill_handwritten
from factsheet.render.unsafe_markup import POLICY_WITHOUT_HASHES
from factsheet.theme import (
    PAPER_FONT_FOLDER,
    PAPER_TEMPLATE_FOLDER,
    SITE_ICON,
    STYLE_FOLDER,
    join_styles,
    strip_script_comments,
)
from factsheet.theme.colours import Accent, replace_accent

_DOCS_FOLDER = "docs"
_TEMPLATES_FOLDER = "overrides"
_SETTINGS_FILE = "mkdocs.yml"
"""Zensical and MkDocs both read a file of this name."""

_HEAD = f"""\
# Made by `factsheet pages`, and overwritten by every run: change the settings of the site instead.
# These are its settings without its plugins. Build with `zensical build` or with `mkdocs build`.
docs_dir: {_DOCS_FOLDER}
site_dir: site
plugins: []"""
_DROPPED_SETTINGS = frozenset({"plugins", "hooks", "watch", "docs_dir", "site_dir"})
_REPLACED_SETTINGS = frozenset({"custom_dir", "variant", "factsheet"})
_HINT = "write them as a block, each on a line of its own"


def build_mkdocs_config(
    document: YamlDocument, footer: Mapping[str, object], address: str = ""
) -> tuple[str, tuple[Diagnostic, ...]]:
    """Return the settings file of the project; settings that a diagnostic is about are left out.

    `footer` is what the footer of the pages shows: the id of the build and how many facts there are. `address` is that
    of the site, with its final slash, wherever it was set.
    """
    root, lines = document.root, document.text.rstrip("\n").split("\n")
    if not isinstance(root, MappingNode):
        return "", ()  # Reading the settings has reported that.
    if not _is_block(root, lines):
        return "", (INLINE_SETTINGS.report(root.location, "the settings share a line", _HINT),)
    extra = {**footer, "policy": POLICY_WITHOUT_HASHES}  # Strings and numbers of JSON are valid YAML.
    own = {
        # The look of Material, whose classes our styles build on.
        "theme": [f"custom_dir: {_TEMPLATES_FOLDER}", "variant: classic"],
        "extra": ["factsheet:", *(f"  {name}: {json.dumps(value)}" for name, value in extra.items())],
    }
    config, diagnostics = [_HEAD, *([f"site_url: {json.dumps(address)}"] if address else ())], list[Diagnostic]()
    for entry, first, end in _find_entry_lines(root, lines, len(lines)):
        name, value = entry.key.text, entry.value
        if name in own:
            more = own.pop(name)
            if isinstance(value, MappingNode) and _is_block(value, lines):
                config += _add_settings(entry, value, lines[:end], first, more)
            elif isinstance(value, TextNode) and name == "theme":
                config += ["theme:", f"  name: {value.text}", *_indent(more, 2)]
            else:
                message = f"'{name}' has its settings on one line"
                diagnostics.append(INLINE_SETTINGS.report(value.location, message, _HINT))
        elif name == "INHERIT":
            diagnostics.append(INLINE_SETTINGS.report(value.location, "'INHERIT' adds settings", "copy them here"))
        elif name not in _DROPPED_SETTINGS and not (address and name == "site_url"):
            config += lines[first:end]
    for name, more in own.items():
        config += [f"{name}:", *_indent(more, 2)]
    return "\n".join(config) + "\n", tuple(diagnostics)


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

    Comments right above a field belong to it; `end` is where the block ends.
    """
    starts = []
    for entry in mapping.entries:
        start = entry.key.location.line - 1
        comment = " " * (entry.key.location.column - 1) + "#"
        while start and lines[start - 1].startswith(comment):
            start -= 1
        starts.append(start)
    yield from zip(mapping.entries, starts, [*starts[1:], end], strict=True)


def _add_settings(
    entry: MappingEntry, value: MappingNode, lines: Sequence[str], first: int, more: Sequence[str]
) -> Iterator[str]:
    """Yield the lines of a setting that holds others, with more of them."""
    yield from lines[first : entry.key.location.line]
    yield from _indent(more, value.entries[0].key.location.column - 1)
    for field, start, end in _find_entry_lines(value, lines, len(lines)):
        if field.key.text not in _REPLACED_SETTINGS:
            yield from lines[start:end]


def _indent(lines: Sequence[str], spaces: int) -> Iterator[str]:
    return (" " * spaces + line for line in lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class PortableProject:
    """Every file of the project by its path inside it, and the diagnostics."""

    files: Mapping[str, bytes]
    diagnostics: tuple[Diagnostic, ...]
    texts: Mapping[str, str]
    """The hand-written pages, by the names that diagnostics use."""


def build_portable_project(
    built: BuildResult, content: Mapping[str, bytes], theme: Mapping[str, bytes], configuration: str, settings: Settings
) -> PortableProject:
    """Return a folder of pages, one of templates, and the settings that build them.

    `configuration` is the site's mkdocs.yml, `content` holds the hand-written files and `theme` those of our
    theme, both by their paths inside their folders. Hand-written files override those of the theme.
    """
    generated = {page.uri: _write_page(page, settings).encode() for page in built.pages}
    generated |= {uri: data if isinstance(data, bytes) else data.encode() for uri, data in built.exports.items()}
    handwritten: dict[str, bytes] = {}
    texts: dict[str, str] = {}
    diagnostics: list[Diagnostic] = []
    for uri, raw in content.items():
        name = f"{settings.docs}/{uri}"
        if uri in generated:
            diagnostics.append(diagnose_page_taken(uri, name))
        elif uri.endswith(".md"):
            markdown, decoding_diagnostics = decode_utf8(name, raw, len(raw))
            text, placeholder_diagnostics = fill_handwritten(markdown or "", uri, built, name)
            diagnostics += (*decoding_diagnostics, *placeholder_diagnostics)
            handwritten[uri], texts[name] = text.encode(), markdown or ""
        else:
            handwritten[uri] = raw
    document, _ = read_configuration(_SETTINGS_FILE, configuration.encode())
    footer = {"edition": built.build_id, **built.footer}
    config, config_diagnostics = build_mkdocs_config(document, footer, settings.site_url) if document else ("", ())
    served = _collect_theme_files(theme, settings.accent)
    if settings.icon:
        served.pop(SITE_ICON, None)
    docs = served | handwritten | generated
    files = {
        f"{_TEMPLATES_FOLDER}/{path}": replace_accent(raw.decode(), settings.accent).encode()
        for path, raw in theme.items()
        if path.endswith(".html")
    }
    files |= {f"{_DOCS_FOLDER}/{uri}": raw for uri, raw in docs.items()} | {_SETTINGS_FILE: config.encode()}
    return PortableProject(files=files, diagnostics=(*diagnostics, *config_diagnostics), texts=texts)


def _write_page(page: SitePage, settings: Settings) -> str:
    """Return a page with the link for editing it in its front matter; the plugin sets it in MkDocs."""
    built = page.build()
    link = settings.build_edit_link(built.edit_file, built.edit_line)
    return page.markdown.replace("---\n", f"---\nedit: {json.dumps(link)}\n" if link else "---\n", 1)


def _collect_theme_files(theme: Mapping[str, bytes], accent: Accent) -> dict[str, bytes]:
    """Return the files of the theme that the site serves, as the plugin gives them to MkDocs."""
    sheets = {
        path.removeprefix(STYLE_FOLDER).removesuffix(".css"): raw.decode()
        for path, raw in theme.items()
        if path.startswith(STYLE_FOLDER)
    }
    joined = {path: replace_accent(text, accent).encode() for path, text in join_styles(sheets).items()}
    unserved = (STYLE_FOLDER, PAPER_FONT_FOLDER, PAPER_TEMPLATE_FOLDER, "__pycache__/")
    return joined | {
        path: strip_script_comments(raw.decode()).encode()
        if path.endswith(".js")
        else replace_accent(raw.decode(), accent).encode()
        if path == SITE_ICON
        else raw
        for path, raw in theme.items()
        if "/" in path and not path.endswith(".html") and not path.startswith(unserved)
    }
