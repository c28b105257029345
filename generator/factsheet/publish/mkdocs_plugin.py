"""The MkDocs plugin: gives MkDocs the pages that the pipeline has written, and logs its diagnostics."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any, Literal

from mkdocs.config import config_options
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.theme import Theme

from factsheet import theme
from factsheet.diagnostics import rules
from factsheet.diagnostics.core import Diagnostic, Location, Rule, Severity, has_errors, sort_diagnostics
from factsheet.diagnostics.reporters import escape_lines, format_diagnostic, format_totals
from factsheet.model.records import Settings
from factsheet.parsing.config import PLUGIN_NAME, add_final_slash, locate_settings
from factsheet.parsing.schema.records import SETTINGS_SHAPE
from factsheet.parsing.supported_settings import find_unsupported
from factsheet.parsing.yaml.nodes import decode_utf8
from factsheet.project.clock import resolve_build_date
from factsheet.project.failures import EXIT_INTERNAL_FAILURE
from factsheet.project.load import LoadedSite, find_unusable, read_site
from factsheet.project.read_files import MAX_LOCK_BYTES, read_content
from factsheet.project.write_files.folders import find_target_problem, is_built_site, shorten_path
from factsheet.publish import build
from factsheet.publish.dead_links import find_dead_links, make_page_reader
from factsheet.publish.extensions import NEEDED_EXTENSIONS, find_changing_extensions
from factsheet.publish.preview.livereload import MkDocsPreview
from factsheet.render import unsafe_markup
from factsheet.theme.colours import replace_accent

_PAGE_ENDINGS = (".html", ".htm", ".xhtml", ".xht")


def prepare_theme_files(files: Files, settings: Settings, *, preview: bool) -> Mapping[str, str]:
    """Remove those of the theme's files that no page loads, its style sheets and scripts; return these as served."""
    unserved = (theme.PAPER_FONT_FOLDER, theme.PAPER_TEMPLATE_FOLDER, *([] if preview else [theme.PREVIEW_STYLE_SHEET]))
    scripts: dict[str, str] = {}
    for file in tuple(files):
        is_script = file.src_uri.endswith(".js")
        if file.src_dir == str(theme.THEME_FOLDER) and (is_script or file.src_uri.startswith(unserved)):
            files.remove(file)
            if is_script:
                scripts[file.src_uri] = theme.strip_script_comments(file.content_string)
    texts: dict[str, str] = {}
    for name in (*theme.STYLE_NAMES, *theme.PRINT_STYLE_NAMES, *theme.CARD_STYLE_NAMES, *theme.KIND_STYLE_NAMES):
        if sheet := files.get_file_from_path(f"{theme.STYLE_FOLDER}{name}.css"):
            texts[name] = sheet.content_string
            files.remove(sheet)
    drawn = theme.join_styles(texts)
    if (icon := files.get_file_from_path(theme.SITE_ICON)) and icon.src_dir == str(theme.THEME_FOLDER):
        drawn = drawn if settings.icon else {**drawn, theme.SITE_ICON: icon.content_string}
        files.remove(icon)
    return {**{uri: replace_accent(text, settings.accent) for uri, text in drawn.items()}, **scripts}


def add_generated_files(files: Files, generated: Iterable[File]) -> list[tuple[str, str]]:
    """Add the generated files; return for each that replaces another the paths of both."""
    # By their path in the site: `timeline/index.md` is in the way of `timeline.md`.
    others = {file.dest_uri: file for file in files if not file.inclusion.is_excluded()}
    taken: list[tuple[str, str]] = []
    for file in generated:
        if other := others.get(file.dest_uri):
            files.remove(other)
            taken.append((file.src_uri, other.src_uri))
        files.append(file)
    return taken


def read_theme_scripts(config: MkDocsConfig) -> Iterable[str]:
    """Yield the templates with the inline scripts of the site's theme as it comes, without `custom_dir`, and ours."""
    for folder in (*(Theme(name=config.theme.name).dirs if config.theme.name else ()), theme.THEME_FOLDER):
        templates, _ = read_content(Path(folder).resolve(), "partials/javascripts")
        yield from (raw.decode() for raw in templates.values())


PROGRESS_NAME = "factsheet-progress"
"""The plugin that counts pages for the progress bar; it changes none."""
_NOT_BUILT = "nothing was built"


def describe_origin(file: File | None, text: str, config: MkDocsConfig) -> str:
    """Say where markup of a page may come from that is written in no text of the site itself."""
    if file and file.generated_by not in {None, PLUGIN_NAME}:
        return f"the plugin '{file.generated_by}'"
    in_content = bool(file and file.page and text in unescape(file.page.content or ""))
    events = ("on_page_markdown", "on_page_content") if in_content else ("on_post_page", "on_post_template")
    plugins = [name for name, plugin in config.plugins.items() if any(hasattr(plugin, event) for event in events)]
    others = [f"the plugin '{name}'" for name in plugins if name not in {PLUGIN_NAME, PROGRESS_NAME}]
    return " or ".join(("an extension of Markdown" if in_content else "the theme or its settings", *others))


_log = get_plugin_logger(PLUGIN_NAME)


def escape_record(record: logging.LogRecord) -> bool:
    """Escape a message of the log, which may name any file; as the filter of a handler, let it pass."""
    if record.name != _log.logger.name:  # Ours is escaped already, and coloured.
        record.msg, record.args = escape_lines(record.getMessage()), None
    if record.exc_info:
        record.exc_text = escape_lines(logging.Formatter().formatException(record.exc_info))
    return True


class FactsheetPlugin(BasePlugin):  # type: ignore[type-arg] # `read_site` reads the options, as it does for the commands
    """Adds the facts to a MkDocs site."""

    config_scheme = tuple(
        (field.name, config_options.Optional(config_options.Type(object))) for field in SETTINGS_SHAPE.fields
    )

    config_file: Path
    settings: Settings
    settings_texts: Mapping[str, str]
    """The files of settings, by their names."""
    result: build.BuildResult
    site: LoadedSite
    files: Files
    allows_script: Callable[[str], bool]
    edit_links: Mapping[str, str]
    """Where each generated page can be edited, by its Markdown path."""
    expected_files: tuple[str, ...] = ()
    """Every file that must be in the finished site, by its path inside it."""
    has_failed: bool = False
    """Whether our own diagnostics stopped the build."""
    preview: MkDocsPreview | None = None
    """The preview; None in a build that is to be published."""
    is_read_last: bool = False
    """Whether pages are checked once all plugins have ended, by our own command, which alone can do that."""
    unbuilt: bool = False
    """Whether a preview has no pages to show because of errors."""

    def load_config(self, options: dict[str, Any], config_file_path: str | None = None) -> tuple[Any, Any]:
        """Check what MkDocs opens before it opens anything but the settings, such as hooks."""
        self.config_file = Path(config_file_path or "mkdocs.yml").absolute()
        try:
            resolve_build_date()
        except ValueError as error:
            raise _make_error(str(error)) from error
        self.settings, self.settings_texts, errors = find_unusable(self.config_file)
        self._log_diagnostics(errors, self.settings_texts)
        return super().load_config(options, config_file_path)

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Begin a preview, which shows errors and goes on."""
        del dirty
        for handler in logging.getLogger("mkdocs").handlers:
            handler.addFilter(escape_record)
        self.preview = MkDocsPreview() if command == "serve" else None
        if self.preview:
            self.preview.begin()

    @event_priority(-100)  # After all others, whose changes to the settings count.
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Check the facts before the old site is touched; stop here when there is an error."""
        site = self.site = self.read_resolved_site(config)
        self.check_target(config)
        own_scripts = frozenset(site.settings.allow_scripts)
        self.allows_script = unsafe_markup.make_script_filter(read_theme_scripts(config), own_scripts)
        if self.preview:
            self.preview.prepare_build(config, site)
        # With a build id of its own, every page of a preview would change at every save.
        self.result = build.build_site(site.inputs, site.settings, "preview" if self.preview else "")
        link = site.settings.build_edit_link
        self.edit_links = {page.uri: link(page.edit_file, page.edit_line) for page in self.result.pages}
        self._log_diagnostics(self.result.diagnostics, site.inputs.texts, strict=config.strict)
        self.unbuilt = has_errors(self.result.diagnostics)
        if self.unbuilt:
            if self.preview and self.preview.has_pages:
                raise _make_error(format_totals(self.result.diagnostics))
            config.nav = None
        config.theme["font"] = False
        config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(theme.THEME_FOLDER))
        config.site_url = site.settings.site_url or None
        config.extra["factsheet"] = {"edition": self.result.build_id, "unbuilt": self.unbuilt, **self.result.footer}
        return config

    def read_resolved_site(self, config: MkDocsConfig) -> LoadedSite:
        """Read the facts, with the settings that MkDocs, other plugins and hooks have made of the site's.

        Raises:
            PluginError: when one of them is not supported.
        """
        placed = locate_settings(self.settings_texts)
        extensions = config.markdown_extensions
        extensions += [name for name in NEEDED_EXTENSIONS if name not in extensions]
        values = [("use_directory_urls", str(config.use_directory_urls)), ("theme.name", config.theme.name or "none")]
        values += [("theme.language", str(config.theme.get("language", "en")))]
        values += [("theme.features", name) for name in config.theme.get("features", ())]
        located = ((path, value, placed.get((path, value), placed["", ""])) for path, value in values)
        changing = find_changing_extensions(extensions, config.mdx_configs, placed)
        self._log_diagnostics((*find_unsupported(located), *changing), self.settings_texts)
        site = read_site(self.config_file, resolve_build_date())
        address = add_final_slash(config.site_url or site.settings.site_url)
        return replace(site, settings=replace(site.settings, site_name=config.site_name, site_url=address))

    def check_target(self, config: MkDocsConfig) -> None:
        """Stop before anything is written where the folder of the site holds something else.

        Raises:
            PluginError: when it does.
        """
        if self.preview:
            return
        settings_file = Path(config.config_file_path)
        facts = settings_file.parent / self.settings.facts
        folders = (config.docs_dir, config.theme.custom_dir or config.docs_dir, *map(str, config.hooks))
        inputs = (settings_file, facts, *map(Path, folders))
        if why := find_target_problem(Path(config.site_dir), inputs, is_built_site):
            location = self.settings.locations.fields.get("site_dir", Location(settings_file.name))
            message = f"the site cannot be written to '{shorten_path(Path(config.site_dir))}': {why}"
            unsafe = rules.UNSAFE_TARGET.report(location, message, rules.UNSAFE_TARGET.fix)
            self._log_diagnostics((unsafe,), self.settings_texts)

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add the generated pages and the files to download."""
        texts: dict[str, str | bytes] = {page.uri: page.markdown for page in self.result.pages}
        texts |= self.result.exports
        texts |= prepare_theme_files(files, self.site.settings, preview=self.preview is not None)
        if self.unbuilt:
            for file in tuple(files.documentation_pages()):
                files.remove(file)
            texts["index.md"] = "# No pages yet\n"
        generated = [File.generated(config, uri, content=text) for uri, text in texts.items()]
        for file in generated:  # A navigation lists what it wants; without one, it has the pages of lists.
            if config.nav is not None or ("/" in file.src_uri and file.name != "index"):
                file.inclusion = InclusionLevel.NOT_IN_NAV
        taken = add_generated_files(files, generated)
        # A build stops here; a preview goes on with the generated page.
        docs = self.site.settings.docs
        self._log_diagnostics(tuple(build.diagnose_page_taken(uri, f"{docs}/{other}") for uri, other in taken), {})
        if self.preview:
            self.preview.register_files(files, config)
        self.expected_files = tuple(file.dest_uri for file in generated)
        self.files = files
        return files

    def on_page_read_source(self, page: Page, config: MkDocsConfig) -> str | None:
        """Insert tables and lists where a hand-written page asks for them."""
        del config
        if page.file.generated_by:
            page.edit_url = self.edit_links.get(page.file.src_uri) or None
            return None
        name = f"{self.site.settings.docs}/{page.file.src_uri}"
        source, unreadable = decode_utf8(name, raw := page.file.content_bytes, len(raw))
        text, diagnostics = build.fill_handwritten(source or "", page.file.src_uri, self.result, name)
        self._log_diagnostics((*unreadable, *diagnostics), {name: source or ""})
        return text

    def on_pre_page(self, page: Page, *, config: MkDocsConfig, files: Files) -> Page:
        """Let a preview render a page again only if it has changed."""
        del config, files
        if self.preview and page.file.generated_by:
            self.preview.render_when_changed(page)
        return page

    @event_priority(-100)
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Add the content policy to a finished page, after all that other plugins do to it."""
        del page, config
        return output if self.preview else unsafe_markup.with_policy(output, self.allows_script)

    @event_priority(-100)
    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Add it to the pages that are made from a template alone, such as 404.html.

        A map of the site names whole addresses; where they are not known, MkDocs writes none that is empty.
        """
        if template_name == "sitemap.xml" and not config.site_url:
            return ""
        output_content = replace_accent(output_content, self.site.settings.accent)
        is_published = template_name.endswith(".html") and self.preview is None
        return unsafe_markup.with_policy(output_content, self.allows_script) if is_published else output_content

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Read the finished pages, and note that they were made from facts without an error."""
        if self.preview and not self.unbuilt:
            self.preview.has_pages = True
        if not self.is_read_last:
            self.check_pages(config)

    def check_pages(self, config: MkDocsConfig) -> None:
        """Report what finished pages must not hold; raises `PluginError` when one holds it, and this is no preview."""
        folder = Path(config.site_dir).resolve()
        raw_pages, diagnostics = read_content(folder.parent, folder.name, _PAGE_ENDINGS, MAX_LOCK_BYTES, hidden=True)
        pages = {
            uri: raw.decode("utf-16" if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8", "replace")
            for uri, raw in raw_pages.items()
        }
        site_url, read = self.site.settings.site_url, make_page_reader(pages, folder)
        found: dict[tuple[Rule, unsafe_markup.UnsafeMarkup], dict[str, None]] = {}
        for uri, page in pages.items():
            for markup in unsafe_markup.find_unsafe_markup(page, self.allows_script, site_url):
                found.setdefault((rules.UNSAFE_MARKUP, markup), {})[uri] = None
        for uri, link in find_dead_links(self._list_foreign_pages(pages, config), read, site_url):
            if not (self.preview and link[1].endswith(".md")):  # MkDocs names those itself.
                found.setdefault((rules.DEAD_LINK, link), {})[uri] = None
        name, files = Path(config.config_file_path).name, {file.dest_uri: file for file in self.files}
        texts = settings = {name: self.site.inputs.texts.get(name, "")}
        for (rule, markup), uris in found.items():
            file, own = files.get(next(iter(uris))), dict[str, str]()
            if file and not file.generated_by:
                own = {f"{self.site.settings.docs}/{file.src_uri}": file.content_string}
            origin, texts = describe_origin(file, markup[1], config), texts | own
            diagnostics += (unsafe_markup.diagnose_markup(rule, markup, uris, own | settings, origin),)
        self._log_diagnostics(sort_diagnostics(diagnostics), texts, "this site must not be published")

    def _list_foreign_pages(self, pages: Iterable[str], config: MkDocsConfig) -> list[str]:
        """Return the finished pages that are not as our writers made them: all, where another plugin changes pages."""
        events = ("on_page_markdown", "on_page_content", "on_post_page", "on_post_template")
        others = (plugin for name, plugin in config.plugins.items() if name not in {PLUGIN_NAME, PROGRESS_NAME})
        is_changed = any(hasattr(plugin, event) for plugin in others for event in events)
        own = () if is_changed else (file.dest_uri for file in self.files if file.generated_by == PLUGIN_NAME)
        return sorted({*pages}.difference(own, ["404.html"]))

    @event_priority(-100)  # After the handlers of other plugins, since nothing comes after an exception.
    def on_build_error(self, *, error: Exception) -> None:
        """Report an exception, for which MkDocs would print a traceback, as a message with its place.

        Raises:
            PluginError: which MkDocs prints; it ends a build, but no preview.
        """
        if isinstance(error, MkDocsException):
            return
        diagnostic = build.diagnose_build_failure(error, self.config_file.parent)
        if self.preview:
            self.preview.add_diagnostics((diagnostic,), {})
        raise make_failure(diagnostic) from error

    def on_serve(
        self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Callable[[], None]
    ) -> LiveReloadServer:
        """Watch the facts, so that a saved change or an error in it shows at once."""
        if self.preview:
            self.preview.run(server, config, builder)
        return server

    def on_shutdown(self) -> None:
        """End a preview."""
        if self.preview:
            self.preview.end()

    def _log_diagnostics(
        self, diagnostics: tuple[Diagnostic, ...], texts: Mapping[str, str], outcome: str = "", *, strict: bool = False
    ) -> None:
        """Write the diagnostics to MkDocs' log, where `--strict` counts them.

        Raises:
            PluginError: when there is an error among them, or a warning in a strict build; MkDocs would stop
                for warnings too, but only after it had overwritten the old site.
        """
        # A review falls due by the clock alone, a source is filed before a fact cites it, a name may have letters of
        # its own, a month may be meant, there may be no repository where a site is built; and readers learn that a
        # source was corrected before its facts are read again.
        free = (rules.OVERDUE_REVIEW, rules.UNUSED_RECORD, rules.LETTER_WITHOUT_FONT, rules.MONTH_LIKE_YEARS)
        told_only = {rule.code for rule in (*free, rules.UNKNOWN_AUTHOR, rules.UNREAD_CHANGE, rules.UNDECIDED)}
        serious = tuple(item for item in diagnostics if item.code not in told_only)
        if self.preview:
            self.preview.add_diagnostics(serious, texts)
            return
        for item in diagnostics:
            level = logging.ERROR if item.severity is Severity.ERROR else logging.WARNING
            _log.log(level if item in serious else logging.INFO, format_diagnostic(item, texts))
        self.has_failed = has_errors(diagnostics) or (strict and bool(serious))
        if self.has_failed:
            raise _make_error(format_totals(diagnostics), outcome or _NOT_BUILT)


def _make_error(why: str, outcome: str = _NOT_BUILT) -> PluginError:
    return PluginError(f"factsheet: {escape_lines(why)}; {outcome}")


def make_failure(diagnostic: Diagnostic) -> PluginError:
    """Return the exception that carries a failure for whatever prints it: our command, or MkDocs itself."""
    kind = _InternalError if diagnostic.code == rules.INTERNAL_FAILURE.code else PluginError
    return kind(format_diagnostic(diagnostic, {}))


class _InternalError(PluginError):
    exit_code = EXIT_INTERNAL_FAILURE
