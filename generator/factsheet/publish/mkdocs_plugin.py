"""The MkDocs plugin: gives MkDocs the pages that the pipeline has written, and logs its diagnostics."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

from mkdocs.config import config_options
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from factsheet import theme
from factsheet.diagnostics.core import Diagnostic, Severity, has_errors
from factsheet.diagnostics.reporters import escape_lines, format_diagnostic, format_location, format_totals
from factsheet.diagnostics.rules.facts import OVERDUE_REVIEW
from factsheet.parsing.config import PLUGIN_NAME
from factsheet.parsing.schema.records import SETTINGS_SHAPE
from factsheet.parsing.yaml.nodes import decode_utf8
from factsheet.project.clock import resolve_build_date
from factsheet.project.load import find_unusable, read_site
from factsheet.publish.build import BuildResult, build_site, diagnose_page_taken, fill_placeholders
from factsheet.publish.preview.errors import diagnose_exception
from factsheet.publish.preview.livereload import MkDocsPreview
from factsheet.render.content_security_policy import with_policy


def prepare_theme_files(files: Files, *, preview: bool) -> Mapping[str, str]:
    """Remove those of the theme's files that no page loads, and its style sheets; return these joined."""
    unserved = (theme.PAPER_FONT_FOLDER, theme.PAPER_TEMPLATE_FOLDER, *([] if preview else [theme.PREVIEW_STYLE_SHEET]))
    for file in tuple(files):
        if file.src_dir == str(theme.THEME_FOLDER) and file.src_uri.startswith(unserved):
            files.remove(file)
    texts: dict[str, str] = {}
    for name in (*theme.STYLE_NAMES, *theme.PRINT_STYLE_NAMES, *theme.CARD_STYLE_NAMES, *theme.KIND_STYLE_NAMES):
        if sheet := files.get_file_from_path(f"{theme.STYLE_FOLDER}{name}.css"):
            texts[name] = sheet.content_string
            files.remove(sheet)
    return theme.join_styles(texts)


def remove_pages(files: Files) -> Mapping[str, str]:
    """Remove all pages from the files and return the placeholder that is shown while there are none."""
    for file in tuple(files.documentation_pages()):
        files.remove(file)
    return {"index.md": "# No pages yet\n"}


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
    result: BuildResult
    docs: str
    """The folder of hand-written pages, as diagnostics name it."""
    edit_links: Mapping[str, str]
    """Where each generated page can be edited, by its Markdown path."""
    expected_files: tuple[str, ...] = ()
    """Every file that must be in the finished site, by its path inside it."""
    has_failed: bool = False
    """Whether our own diagnostics stopped the build."""
    preview: MkDocsPreview | None = None
    """The preview; None in a build that is to be published."""
    unbuilt: bool = False
    """Whether a preview has no pages to show because of errors."""

    def load_config(self, options: dict[str, Any], config_file_path: str | None = None) -> tuple[Any, Any]:
        """Check what MkDocs opens before it opens anything but the settings, such as hooks."""
        self.config_file = Path(config_file_path or "mkdocs.yml").absolute()
        try:
            resolve_build_date()
        except ValueError as error:
            raise _make_error(str(error)) from error
        texts, errors = find_unusable(self.config_file)
        self._log_diagnostics(errors, texts)
        return super().load_config(options, config_file_path)

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Begin a preview, which shows errors and goes on."""
        del dirty
        for handler in logging.getLogger("mkdocs").handlers:
            handler.addFilter(escape_record)
        self.preview = MkDocsPreview() if command == "serve" else None
        if self.preview:
            self.preview.begin()

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Check the facts before the old site is touched; stop here when there is an error."""
        site = read_site(self.config_file, resolve_build_date())
        self.docs = site.settings.docs
        if self.preview:
            self.preview.prepare_build(config, site)
        # With a build id of its own, every page of a preview would change at every save.
        self.result = build_site(site.inputs, site.settings, "preview" if self.preview else "")
        link = site.settings.build_edit_link
        self.edit_links = {page.uri: link(page.edit_file, page.edit_line) for page in self.result.pages}
        self._log_diagnostics(self.result.diagnostics, site.inputs.texts, strict=config.strict)
        self.unbuilt = has_errors(self.result.diagnostics)
        if self.unbuilt:
            if self.preview and self.preview.has_pages:
                raise _make_error(format_totals(self.result.diagnostics))
            config.nav = None
        config.theme.dirs.insert(0, str(theme.THEME_FOLDER))
        config.extra["factsheet"] = {"edition": self.result.build_id, "unbuilt": self.unbuilt, **self.result.counts}
        return config

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add the generated pages and the files to download."""
        texts: dict[str, str | bytes] = {page.uri: page.markdown for page in self.result.pages}
        texts |= self.result.exports
        texts |= prepare_theme_files(files, preview=self.preview is not None)
        if self.unbuilt:
            texts |= remove_pages(files)
        generated = [File.generated(config, uri, content=text) for uri, text in texts.items()]
        taken = add_generated_files(files, generated)
        # A build stops here; a preview goes on with the generated page.
        self._log_diagnostics(tuple(diagnose_page_taken(uri, f"{self.docs}/{other}") for uri, other in taken), {})
        if self.preview:
            self.preview.register_files(files, config)
        self.expected_files = tuple(file.dest_uri for file in generated)
        return files

    def on_page_read_source(self, page: Page, config: MkDocsConfig) -> str | None:
        """Insert tables and lists where a hand-written page asks for them."""
        del config
        if page.file.generated_by:
            page.edit_url = self.edit_links.get(page.file.src_uri) or None
            return None
        name = f"{self.docs}/{page.file.src_uri}"
        source, unreadable = decode_utf8(name, raw := page.file.content_bytes, len(raw))
        text, diagnostics = fill_placeholders(source or "", page.file.src_uri, self.result.insertions, name)
        self._log_diagnostics((*unreadable, *diagnostics), {name: source or ""})
        return text

    def on_pre_page(self, page: Page, *, config: MkDocsConfig, files: Files) -> Page:
        """Let a preview render a page again only if it has changed."""
        del config, files
        if self.preview and page.file.generated_by:
            self.preview.render_when_changed(page)
        return page

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Add the content policy to a finished page."""
        del page, config
        return output if self.preview else with_policy(output)

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Add it to the pages that are made from a template alone, such as 404.html."""
        del config
        is_published = template_name.endswith(".html") and self.preview is None
        return with_policy(output_content) if is_published else output_content

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Note that there are pages now that were made from facts without an error."""
        del config
        if self.preview and not self.unbuilt:
            self.preview.has_pages = True

    def on_build_error(self, *, error: Exception) -> None:
        """Report an error with its place, for which MkDocs would print a traceback."""
        if not isinstance(error, MkDocsException):
            diagnostic = diagnose_exception(error, self.config_file.parent)
            self._log_diagnostics((diagnostic,), {})
            raise _make_error(f"{format_location(diagnostic.location)}: {diagnostic.message}") from error

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
        self, diagnostics: tuple[Diagnostic, ...], texts: Mapping[str, str], *, strict: bool = False
    ) -> None:
        """Write the diagnostics to MkDocs' log, where `--strict` counts them.

        Raises:
            PluginError: when there is an error among them, or a warning in a strict build; MkDocs would stop
                for warnings too, but only after it had overwritten the old site.
        """
        # A review falls due by the clock alone; what was published yesterday must still build today.
        serious = tuple(item for item in diagnostics if item.code != OVERDUE_REVIEW.code)
        if self.preview:
            self.preview.add_diagnostics(serious, texts)
            return
        for item in diagnostics:
            level = logging.ERROR if item.severity is Severity.ERROR else logging.WARNING
            _log.log(level if item in serious else logging.INFO, format_diagnostic(item, texts))
        self.has_failed = has_errors(diagnostics) or (strict and bool(serious))
        if self.has_failed:
            raise _make_error(format_totals(diagnostics))


def _make_error(why: str) -> PluginError:
    return PluginError(f"factsheet: {escape_lines(why)}; nothing was built")
