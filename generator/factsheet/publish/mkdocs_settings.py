"""What MkDocs' settings say of how pages come about: plugins, templates, extensions, and the files of the theme."""

from collections.abc import Iterable, Mapping
from html import unescape
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.theme import Theme

from factsheet import theme
from factsheet.model.records import Settings
from factsheet.parsing.config import PLUGIN_NAME
from factsheet.project.read_files import read_content
from factsheet.publish.extensions import list_unknown_extensions

PAGE_ENDINGS = (".html", ".htm", ".xhtml", ".xht")
PROGRESS_NAME = "factsheet-progress"
"""The plugin that counts pages for the progress bar; it changes none."""
_KNOWN_PLUGINS = frozenset({PLUGIN_NAME, PROGRESS_NAME})
"""Those that change nothing of a page that is made: of all others, this is not known."""


def list_unknown_plugins(config: MkDocsConfig) -> list[str]:
    """Return the names of plugins and hooks that may change pages."""
    return [name for name in config.plugins if name not in _KNOWN_PLUGINS]


def has_own_templates(config: MkDocsConfig) -> bool:
    """Tell whether a site has templates besides those of Material and ours, which may look at anything of a page."""
    known = {*Theme(name=config.theme.name or "").dirs, str(theme.THEME_FOLDER)}
    own = (Path(folder) for folder in config.theme.dirs if folder not in known)
    return any(read_content(folder.parent, folder.name, PAGE_ENDINGS)[0] for folder in own)


def choose_permalink(config: MkDocsConfig) -> bool | None:
    """Tell whether headings have links to themselves; None where pages are to be converted from their Markdown."""
    has_handler = bool(config.plugins.events["page_markdown"])
    if has_handler or list_unknown_extensions(config.markdown_extensions, config.mdx_configs):
        return None
    return bool(config.mdx_configs.get("toc", {}).get("permalink"))


def explain_slow_build(config: MkDocsConfig) -> str:
    """Return why a build of this site takes longer than that of others; empty where it does not."""
    plugins = ", ".join(f"'{name}'" for name in list_unknown_plugins(config))
    extensions = list_unknown_extensions(config.markdown_extensions, config.mdx_configs)
    reasons = {
        f"pages are converted from Markdown, which {plugins} may change": bool(config.plugins.events["page_markdown"]),
        f"pages are converted from Markdown, which {', '.join(extensions)} may read in another way": bool(extensions),
        f"all pages are rendered, written and checked again, since {plugins} may change them": bool(plugins),
        "each page is rendered by itself, since the site has templates of its own": has_own_templates(config),
    }
    return "; ".join(reason for reason, holds in reasons.items() if holds)


def describe_origin(file: File | None, text: str, config: MkDocsConfig) -> str:
    """Say where markup of a page may come from that is written in no text of the site itself."""
    if file and file.generated_by not in {None, PLUGIN_NAME}:
        return f"the plugin '{file.generated_by}'"
    in_content = bool(file and file.page and text in unescape(file.page.content or ""))
    events = ("on_page_markdown", "on_page_content") if in_content else ("on_post_page", "on_post_template")
    unknown = ((name, config.plugins[name]) for name in list_unknown_plugins(config))
    others = [f"the plugin '{name}'" for name, plugin in unknown if any(hasattr(plugin, event) for event in events)]
    return " or ".join(("an extension of Markdown" if in_content else "the theme or its settings", *others))


def read_theme_scripts(config: MkDocsConfig) -> Iterable[str]:
    """Yield the templates with the inline scripts of the site's theme as it comes, without `custom_dir`, and ours."""
    for folder in (*(Theme(name=config.theme.name).dirs if config.theme.name else ()), theme.THEME_FOLDER):
        templates, _ = read_content(Path(folder).resolve(), "partials/javascripts")
        yield from (raw.decode() for raw in templates.values())


def prepare_theme_files(files: Files, settings: Settings, *, preview: bool) -> Mapping[str, str]:
    """Remove those of the theme's files that no page loads, its style sheets and scripts; return these as served."""
    unserved = (theme.PAPER_FONT_FOLDER, theme.PAPER_TEMPLATE_FOLDER, *([] if preview else [theme.PREVIEW_STYLE_SHEET]))
    names = (*theme.STYLE_NAMES, *theme.PRINT_STYLE_NAMES, *theme.CARD_STYLE_NAMES, *theme.KIND_STYLE_NAMES)
    sheets = {f"{theme.STYLE_FOLDER}{name}.css" for name in names}
    texts: dict[str, str] = {}
    for file in tuple(files):
        is_ours = file.src_dir == str(theme.THEME_FOLDER)
        if file.src_uri in sheets or (is_ours and (file.src_uri.endswith(".js") or file.src_uri == theme.SITE_ICON)):
            texts[file.src_uri] = file.content_string
        if file.src_uri in texts or (is_ours and file.src_uri.startswith(unserved)):
            files.remove(file)
    if settings.icon:
        texts.pop(theme.SITE_ICON, None)
    return theme.draw_files(texts, settings.accent)
