"""The site as a project of its own, for tools that read MkDocs' settings and run none of its plugins.

Pure: what the plugin does while MkDocs builds is done here as files: pages, styles, templates and settings.
"""

import json
from collections.abc import Mapping

from factsheet import theme
from factsheet.diagnostics.core import Diagnostic
from factsheet.diagnostics.frozen import dataclass
from factsheet.diagnostics.rules import INHERITED_SETTINGS
from factsheet.model.records import Settings
from factsheet.parsing.yaml.document import read_configuration, rewrite_configuration
from factsheet.parsing.yaml.nodes import MappingNode, decode_utf8
from factsheet.publish.build import BuildResult, SitePage, diagnose_page_taken, fill_handwritten
from factsheet.render.unsafe_markup import POLICY_WITHOUT_HASHES
from factsheet.theme.colours import Accent, replace_accent

_DOCS_FOLDER = "docs"
_TEMPLATES_FOLDER = "overrides"
_SETTINGS_FILE = "mkdocs.yml"
"""Zensical and MkDocs both read a file of this name."""
_HEAD = """\
# Made by `factsheet pages`, and overwritten by every run: change the settings of the site instead.
# These are its settings without its plugins. Build with `zensical build` or with `mkdocs build`.
"""
_REPLACED_SETTINGS = frozenset({"plugins", "hooks", "watch", "docs_dir", "site_dir"})


def build_mkdocs_config(text: str, footer: Mapping[str, object], address: str = "") -> str:
    """Return the settings file of the project, made from that of the site.

    `footer` is what the footer of the pages shows: the id of the build and how many facts there are. `address` is that
    of the site, with its final slash, wherever it was set.
    """
    own: dict[str, object] = {"docs_dir": _DOCS_FOLDER, "site_dir": "site", "plugins": []}
    own |= {"site_url": address} if address else {}
    # The look of Material, whose classes our styles build on.
    own["theme"] = {"custom_dir": _TEMPLATES_FOLDER, "variant": "classic"}
    own["extra"] = {"factsheet": {**footer, "policy": POLICY_WITHOUT_HASHES}}
    return _HEAD + rewrite_configuration(text, _REPLACED_SETTINGS, own)


@dataclass(frozen=True, slots=True, kw_only=True)
class PortableProject:
    """Every file of the project by its path inside it, and the diagnostics."""

    files: Mapping[str, bytes]
    diagnostics: tuple[Diagnostic, ...]
    texts: Mapping[str, str]
    """The hand-written pages, by the names that diagnostics use."""


def build_portable_project(
    built: BuildResult, content: Mapping[str, bytes], drawn: Mapping[str, bytes], configuration: str, settings: Settings
) -> PortableProject:
    """Return a folder of pages, one of templates, and the settings that build them.

    `configuration` is the site's mkdocs.yml, `content` holds the hand-written files and `drawn` those of our
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
    config = build_mkdocs_config(configuration, {"edition": built.build_id, **built.footer}, settings.site_url)
    document, _ = read_configuration(_SETTINGS_FILE, configuration.encode())
    if isinstance(root := document and document.root, MappingNode) and (inherited := root.get("INHERIT")):
        diagnostics.append(INHERITED_SETTINGS.report(inherited.location, "'INHERIT' adds settings", "copy them here"))
    served = _collect_theme_files(drawn, settings.accent)
    if settings.icon:
        served.pop(theme.SITE_ICON, None)
    docs = served | handwritten | generated
    files = {
        f"{_TEMPLATES_FOLDER}/{path}": replace_accent(raw.decode(), settings.accent).encode()
        for path, raw in drawn.items()
        if path.endswith(".html")
    }
    files |= {f"{_DOCS_FOLDER}/{uri}": raw for uri, raw in docs.items()} | {_SETTINGS_FILE: config.encode()}
    return PortableProject(files=files, diagnostics=tuple(diagnostics), texts=texts)


def _write_page(page: SitePage, settings: Settings) -> str:
    """Return a page with the link for editing it in its front matter; the plugin sets it in MkDocs."""
    built = page.build()
    link = settings.build_edit_link(built.edit_file, built.edit_line)
    return page.write_markdown(built).replace("---\n", f"---\nedit: {json.dumps(link)}\n" if link else "---\n", 1)


def _collect_theme_files(drawn: Mapping[str, bytes], accent: Accent) -> dict[str, bytes]:
    """Return the files of the theme that the site serves, as the plugin gives them to MkDocs."""
    texts = {path: raw.decode() for path, raw in drawn.items() if path.endswith((".css", ".js", theme.SITE_ICON))}
    unserved = (theme.PAPER_FONT_FOLDER, theme.PAPER_TEMPLATE_FOLDER, "__pycache__/")
    return {path: text.encode() for path, text in theme.draw_files(texts, accent).items()} | {
        path: raw
        for path, raw in drawn.items()
        if "/" in path and path not in texts and not path.endswith(".html") and not path.startswith(unserved)
    }
