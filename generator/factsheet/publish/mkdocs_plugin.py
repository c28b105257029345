"""The MkDocs plugin: gives MkDocs the pages that the pipeline has written, and logs its diagnostics."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from mkdocs.config import config_options
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from factsheet import theme
from factsheet.diagnostics import rules
from factsheet.diagnostics.core import Diagnostic, Location, Rule, Severity, has_errors, sort_diagnostics
from factsheet.diagnostics.reporters import escape_lines, format_diagnostic, format_totals
from factsheet.model.records import Settings
from factsheet.parsing.config import PLUGIN_NAME, add_final_slash, find_unsupported, locate_settings
from factsheet.parsing.fact_files import resume_collector
from factsheet.parsing.schema.records import SETTINGS_SHAPE
from factsheet.parsing.yaml.nodes import decode_utf8
from factsheet.project.clock import resolve_build_date
from factsheet.project.load import LoadedSite, find_unusable, read_site
from factsheet.project.read_files import MAX_LOCK_BYTES, read_content
from factsheet.project.write_files.cache import BuildCache
from factsheet.project.write_files.files import take_over
from factsheet.project.write_files.folders import find_target_problem, is_built_site, shorten_path
from factsheet.publish import build, mkdocs_settings
from factsheet.publish.extensions import NEEDED_EXTENSIONS, find_changing_extensions
from factsheet.publish.finished_pages import FinishedSite, find_unfit_markup
from factsheet.publish.frames import FramedTemplate, SiteTheme, wrap_environment
from factsheet.publish.generated import GeneratedFile, GeneratedPage, add_generated_files, take_over_files
from factsheet.publish.messages import LOG, escape_record, make_error, make_failure
from factsheet.publish.reuse import FinishedPages, SafeTexts
from factsheet.render import unsafe_markup
from factsheet.theme.colours import replace_accent

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.livereload import LiveReloadServer

    from factsheet.publish.preview.livereload import MkDocsPreview

_Faults: TypeAlias = dict[tuple[Rule, unsafe_markup.UnsafeMarkup], dict[str, None]]
"""The pages that hold something that they must not, by what it is."""


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
    pages: tuple[GeneratedFile, ...] = ()
    """The generated pages."""
    framed: dict[str, str]
    """By generated page: what of it has not been found safe, and the frame where no page before had the same."""
    expected_files: tuple[str, ...] = ()
    """Every file that must be in the finished site, by its path inside it."""
    has_failed: bool = False
    """Whether our own diagnostics stopped the build."""
    preview: MkDocsPreview | None = None
    """The preview; None in a build that is to be published."""
    cache: BuildCache
    safe_texts: SafeTexts
    finished: FinishedPages
    permalink: bool | None
    """Whether headings of pages have links; None where the HTML of pages has to come from their Markdown."""
    former: Path | None = None
    """The folder of the site that is replaced, whose files are taken over where they are the same."""
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
            raise make_error(str(error)) from error
        self.settings, self.settings_texts, errors = find_unusable(self.config_file)
        self._log_diagnostics(errors, self.settings_texts)
        return super().load_config(options, config_file_path)

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], **_: object) -> None:
        """Begin a preview, which shows errors and goes on."""
        for handler in logging.getLogger("mkdocs").handlers:
            handler.addFilter(escape_record)
        gc.disable()  # As `pause_collector` says, which has the figures.
        self.preview, self.former, self.is_read_last = None, None, False  # MkDocs keeps plugins for the next command.
        if command == "serve":
            from factsheet.publish.preview.livereload import MkDocsPreview  # A build need not wait for servers.

            self.preview = MkDocsPreview()
            self.preview.begin()

    @event_priority(-100)  # After all others, whose changes to the settings count.
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Check the facts before the old site is touched; stop here when there is an error."""
        self.cache, self.permalink = BuildCache(self.config_file.parent), mkdocs_settings.choose_permalink(config)
        site = self.site = self.read_resolved_site(config)
        self.check_target(config)
        own_scripts = frozenset(site.settings.allow_scripts)
        self.allows_script = unsafe_markup.make_script_filter(mkdocs_settings.read_theme_scripts(config), own_scripts)
        if self.preview:
            self.preview.prepare_build(config, site)
        self.result = build.build_site(site.inputs, site.settings, self.cache)
        self.safe_texts = SafeTexts(self.cache, repr(site.settings), self._is_safe)
        self.finished = FinishedPages(self.cache, self.former)
        self._log_diagnostics(self.result.diagnostics, site.inputs.texts, strict=config.strict)
        self.unbuilt = has_errors(self.result.diagnostics)
        if self.unbuilt:
            if self.preview and self.preview.has_pages:
                raise make_error(format_totals(self.result.diagnostics))
            config.nav = None
        config.theme["font"] = False
        config.theme.__class__ = SiteTheme
        config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(theme.THEME_FOLDER))
        config.site_url = site.settings.site_url or None
        config.extra["factsheet"] = {"edition": self.result.build_id, "unbuilt": self.unbuilt, **self.result.footer}
        self.pages, self.framed = tuple(self.render_pages(config)), {}
        return config

    def render_pages(self, config: MkDocsConfig) -> Iterator[GeneratedFile]:
        """Yield the generated pages."""
        if not (results := self.result.results):
            return
        for page in self.result.pages:
            rendered = results.render_page(page.uri, page.build, permalink=bool(self.permalink))
            edit_link = self.site.settings.build_edit_link(rendered.edit_file, rendered.edit_line)
            file = GeneratedFile(page, rendered, edit_link, config)
            if self.permalink is None:
                file.content_string = page.markdown
            yield file

    def _is_safe(self, html: str) -> bool:
        return not any(unsafe_markup.find_unsafe_markup(html, self.allows_script, self.site.settings.site_url))

    def read_resolved_site(self, config: MkDocsConfig) -> LoadedSite:
        """Read the facts with settings as MkDocs, plugins and hooks made them; `PluginError` if one is unsupported."""
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
        """Raise `PluginError` before anything is written where the folder of the site holds something else."""
        if self.preview:
            return
        settings_file = Path(config.config_file_path)
        folders = (config.docs_dir, config.theme.custom_dir or config.docs_dir, *map(str, config.hooks))
        inputs = (settings_file, settings_file.parent / self.settings.facts, *map(Path, folders))
        if why := find_target_problem(Path(config.site_dir), inputs, is_built_site):
            location = self.settings.locations.fields.get("site_dir", Location(settings_file.name))
            message = f"the site cannot be written to '{shorten_path(Path(config.site_dir))}': {why}"
            unsafe = rules.UNSAFE_TARGET.report(location, message, rules.UNSAFE_TARGET.fix)
            self._log_diagnostics((unsafe,), self.settings_texts)

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add the generated pages and the files to download."""
        texts: dict[str, str | bytes] = dict(self.result.exports)
        texts |= mkdocs_settings.prepare_theme_files(files, self.site.settings, preview=self.preview is not None)
        if self.unbuilt:
            for file in tuple(files.documentation_pages()):
                files.remove(file)
            texts["index.md"] = "# No pages yet\n"
        generated = [*self.pages, *(File.generated(config, uri, content=text) for uri, text in texts.items())]
        for file in generated:  # A navigation lists what it wants; without one, it has the pages of lists.
            if config.nav is not None or ("/" in file.src_uri and file.name != "index"):
                file.inclusion = InclusionLevel.NOT_IN_NAV
        taken = add_generated_files(files, generated)
        # A build stops here; a preview goes on with the generated page.
        docs = self.site.settings.docs
        self._log_diagnostics(tuple(build.diagnose_page_taken(uri, f"{docs}/{other}") for uri, other in taken), {})
        if self.preview:
            self.preview.page_count = sum(file.dest_uri.endswith(".html") for file in files)
        if self.former:
            take_over_files(files, self.former)
        self.expected_files = tuple(file.dest_uri for file in generated)
        self.files = files
        return files

    def on_page_read_source(self, page: Page, **_: object) -> str | None:
        """Insert tables and lists where a hand-written page asks for them."""
        if isinstance(page.file, GeneratedFile):
            page.edit_url = page.file.edit_link or None
        if page.file.generated_by:
            return None
        name = f"{self.site.settings.docs}/{page.file.src_uri}"
        source, unreadable = decode_utf8(name, raw := page.file.content_bytes, len(raw))
        text, diagnostics = build.fill_handwritten(source or "", page.file.src_uri, self.result, name)
        self._log_diagnostics((*unreadable, *diagnostics), {name: source or ""})
        return text

    def on_pre_page(self, page: Page, /, **_: object) -> Page:
        """Let a generated page be made from its blocks."""
        if isinstance(page.file, GeneratedFile):
            page.file.prepare_page()
        return page

    @event_priority(-100)
    def on_env(self, env: Environment, /, *, config: MkDocsConfig, **_: object) -> Environment:
        """Render what surrounds the contents of pages once for all that have the same, where only our templates do."""
        if not self.preview and (why := mkdocs_settings.explain_slow_build(config)):
            LOG.info(f"this site takes longer to build than others: {escape_lines(why)}")
        if mkdocs_settings.list_unknown_plugins(config) or mkdocs_settings.has_own_templates(config):
            return env
        return wrap_environment(env, FramedTemplate(env, self._finish_frame, self._take_over_page))

    def _finish_frame(self, page: Page, frame: str) -> str:
        self.framed[page.file.dest_uri] = finished = self._add_policy(frame)
        return finished

    def _take_over_page(self, page: GeneratedPage) -> bool:
        return self.finished.take_over(page.file.dest_uri, page.made_of, page.file.abs_dest_path)

    def _add_policy(self, page: str) -> str:
        return page if self.preview else unsafe_markup.with_policy(page, self.allows_script)

    @event_priority(-100)
    def on_post_page(self, output: str, /, *, page: Page, **_: object) -> str:
        """Add the content policy to a finished page, after all that other plugins do to it."""
        uri, made_of = page.file.dest_uri, ""
        if isinstance(page, GeneratedPage) and output == page.framed:
            content, made_of = page.file.rendered.digest, page.made_of
            unsafe = "" if self.safe_texts.has(content, lambda: page.content or "") else page.content or ""
            self.framed[uri] = self.framed.get(uri, "") + unsafe
            page.content, page.framed = unsafe, ""  # All pages of a site would take much memory.
            if not output:  # It was taken over: MkDocs writes no page that is empty.
                return ""
        else:
            output = self._add_policy(output)
        digest = self.finished.add(uri, made_of, output.encode("utf-8", "xmlcharrefreplace"))
        return "" if self.former and take_over(f"{self.former}/{uri}", page.file.abs_dest_path, digest) else output

    @event_priority(-100)
    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Add it to the pages that are made from a template alone, such as 404.html.

        A map of the site names whole addresses; where they are not known, MkDocs writes none that is empty.
        """
        if template_name == "sitemap.xml" and not config.site_url:
            return ""
        output_content = replace_accent(output_content, self.site.settings.accent)
        return self._add_policy(output_content) if template_name.endswith(".html") else output_content

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Read the finished pages, and note that they were made from facts without an error."""
        if self.preview and not self.unbuilt:
            self.preview.has_pages = True
        if not self.is_read_last:
            self.check_pages(config)

    def check_pages(self, config: MkDocsConfig) -> None:
        """Report what finished pages must not hold; raises `PluginError` when one holds it, and this is no preview.

        Pages that our writers and one frame made are not read again: they are as they were made.
        """
        folder, is_ours = Path(config.site_dir).resolve(), not mkdocs_settings.list_unknown_plugins(config)
        own = {**self.framed, **self.result.cards} if is_ours else {}
        raw_pages, diagnostics = read_content(
            folder.parent, folder.name, mkdocs_settings.PAGE_ENDINGS, MAX_LOCK_BYTES, hidden=True, leave_out=own
        )
        pages = {
            uri: raw.decode("utf-16" if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8", "replace")
            for uri, raw in raw_pages.items()
        }
        files, site_url = {file.dest_uri: file for file in self.files}, self.site.settings.site_url
        framed = {uri: page for uri in self.framed if is_ours and (page := files[uri].page)}
        places = {uri: page.present_anchor_ids or () for uri, page in framed.items()}
        ours = {file.dest_uri for file in self.files if is_ours and file.generated_by == PLUGIN_NAME}
        linking, site = sorted(pages.keys() - ours - {"404.html"}), FinishedSite(pages, places, folder)
        found: _Faults = {}
        texts = {uri: text for uri, text in (pages | own).items() if not self.safe_texts.has_text(text)}
        for uri, rule, markup in find_unfit_markup(texts, linking, site, self.allows_script, site_url):
            if not (self.preview and rule is rules.DEAD_LINK and markup[1].endswith(".md")):  # MkDocs names those.
                found.setdefault((rule, markup), {})[uri] = None
        self.safe_texts.save()
        if not self.preview:  # Its pages have no policy: a build could take none of them over.
            self.finished.save()
        self.cache.save()
        self._report_faults(found, files, config, diagnostics)

    def _report_faults(
        self, found: _Faults, files: Mapping[str, File], config: MkDocsConfig, diagnostics: tuple[Diagnostic, ...]
    ) -> None:
        name = Path(config.config_file_path).name
        texts = settings = {name: self.site.inputs.texts.get(name, "")}
        for (rule, markup), uris in found.items():
            file, own_text = files.get(next(iter(uris))), dict[str, str]()
            if file and not file.generated_by:
                own_text = {f"{self.site.settings.docs}/{file.src_uri}": file.content_string}
            origin, texts = mkdocs_settings.describe_origin(file, markup[1], config), texts | own_text
            diagnostics += (unsafe_markup.diagnose_markup(rule, markup, uris, own_text | settings, origin),)
        self._log_diagnostics(sort_diagnostics(diagnostics), texts, "this site must not be published")

    @event_priority(-100)  # After the handlers of other plugins, since nothing comes after an exception.
    def on_build_error(self, *, error: Exception) -> None:
        """Report an exception, for which MkDocs would print a traceback, as a message with its place.

        It becomes a `PluginError`, which MkDocs prints; that ends a build, but no preview.
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
        """End a build or a preview."""
        resume_collector()
        if self.preview:
            self.preview.end()

    def _log_diagnostics(
        self, diagnostics: tuple[Diagnostic, ...], texts: Mapping[str, str], outcome: str = "", *, strict: bool = False
    ) -> None:
        """Write the diagnostics to MkDocs' log, where `--strict` counts them.

        `PluginError` stops a build with an error among them, and a strict one with a warning: MkDocs would stop for
        that too, but only after it had overwritten the old site.
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
            LOG.log(level if item in serious else logging.INFO, format_diagnostic(item, texts))
        self.has_failed = has_errors(diagnostics) or (strict and bool(serious))
        if self.has_failed:
            raise make_error(format_totals(diagnostics), outcome)
