"""The MkDocs plugin: gives MkDocs the pages that the pipeline has written, and its findings to the log."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

from mkdocs.config import config_options
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from generator.checks import reviews_due
from generator.clock import today
from generator.content_policy import with_policy
from generator.diagnostics import Diagnostic, Severity, has_errors
from generator.pipeline import Build, build, fill_places, page_taken
from generator.preview import Preview, Renderings, fault_found, why_not_at
from generator.reporting.reporters import in_words, one_in_text
from generator.schema import SETTINGS
from generator.site import read_site
from generator.theme import (
    CARD,
    OWN_STYLES,
    PAPER_FACES,
    PAPER_TEMPLATES,
    PREVIEW_STYLES,
    PRINT_STYLES,
    STYLES,
    THEME_FOLDER,
    join_styles,
)

log = get_plugin_logger("factsheet")


class FactsheetPlugin(BasePlugin):  # type: ignore[type-arg] # `site` reads the options, for all faces alike
    """Adds the facts to a MkDocs site."""

    config_scheme = tuple(
        (field.name, config_options.Optional(config_options.Type(object))) for field in SETTINGS.fields
    )

    made: Build
    config_file: Path
    facts: Path
    docs: str
    """The folder of hand-written pages, as findings name it."""
    edit_links: Mapping[str, str]
    """Where each generated page can be edited, by its Markdown path."""
    expected: tuple[str, ...] = ()
    """Every file that must be in the finished site, by its path inside it."""
    refused: bool = False
    """Whether findings of ours stopped the build."""
    LOG = "mkdocs.plugins.factsheet"
    """The logger that the plugin speaks through."""
    preview: Preview | None = None
    """What MkDocs serves while somebody edits; None in a build that is to be published."""
    served: bool = False
    """Whether the first build of a preview is up."""
    unbuilt: bool = False
    """Whether a preview has nothing to show yet but what is wrong."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Check the facts before anything of the old site is touched; stop here when there is an error."""
        try:
            day = today()
        except ValueError as fault:
            raise PluginError(f"factsheet: {fault}; nothing was built") from fault
        self.config_file = Path(config.config_file_path)
        site = read_site(self.config_file, day)
        self.facts, self.docs = site.root / site.settings.facts, site.settings.docs
        if self.preview:
            self.preview.of(self.config_file, self.docs, day)
            if not self.served:
                if why_not := why_not_at(*config.dev_addr):
                    raise MkDocsException(why_not)
                self.preview.look(self._sources_of(config))
        # A preview is no edition, and with a mark of its own every page would be new at every save.
        self.made = build(site.material, site.settings, "preview" if self.preview else "")
        link = site.settings.edit_link
        self.edit_links = {page.uri: link(page.edit_file, page.edit_line) for page in self.made.pages}
        self._tell(self.made.diagnostics, site.material.texts, strict=config.strict)
        self.unbuilt = has_errors(self.made.diagnostics)
        if self.unbuilt:
            if self.preview and self.preview.stands:
                raise PluginError(f"factsheet: {in_words(self.made.diagnostics)}; nothing was built")
            config.nav = None
        config.theme.dirs.insert(0, str(THEME_FOLDER))
        about = {"edition": self.made.mark, "unbuilt": self.unbuilt, **self.made.counts}
        config.extra["factsheet"] = about
        return config

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add the generated pages and the files to download."""
        texts: dict[str, str | bytes] = {page.uri: page.markdown for page in self.made.pages}
        texts |= self.made.exports
        texts |= _joined_styles(files)
        _leave_out(files, preview_too=self.preview is None)
        if self.unbuilt:
            texts |= _in_place_of_pages(files)
        generated = [File.generated(config, uri, content=text) for uri, text in texts.items()]
        # Compared where they will lie: `timeline/index.md` is in the way of `timeline.md`.
        by_hand = {file.dest_uri: file.src_uri for file in files if not file.inclusion.is_excluded()}
        taken = [(file.src_uri, by_hand[file.dest_uri]) for file in generated if file.dest_uri in by_hand]
        self._tell(tuple(page_taken(uri, f"{self.docs}/{other}") for uri, other in taken), {})
        for file in generated:
            if taken and (other := files.get_file_from_path(by_hand.get(file.dest_uri, ""))):
                files.remove(other)  # Only a preview goes on, with what comes from the facts.
            files.append(file)
        if self.preview:
            self.preview.pages = sum(file.dest_uri.endswith(".html") for file in files)
            self.renderings.begin(files, (config.markdown_extensions, config.mdx_configs, config.validation))
        self.expected = tuple(file.dest_uri for file in generated)
        return files

    def on_pre_page(self, page: Page, *, config: MkDocsConfig, files: Files) -> Page:
        """Let a preview render a page again only where something in it has changed."""
        del config, files
        if self.preview and page.file.generated_by:
            uri, render = page.file.src_uri, page.render
            page.render = self.renderings.remembering(uri, vars(page), render)  # type: ignore[assignment, method-assign]
        return page

    def on_page_read_source(self, page: Page, config: MkDocsConfig) -> str | None:
        """Put tables and lists where a hand-written page asks for them."""
        del config
        if page.file.generated_by:
            page.edit_url = self.edit_links.get(page.file.src_uri) or None
            return None
        name, source = f"{self.docs}/{page.file.src_uri}", page.file.content_string
        text, findings = fill_places(source, page.file.src_uri, self.made.insertions, name)
        self._tell(findings, {name: source})
        return text

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Begin a preview, in which faults are shown and do not end it."""
        del dirty
        self.preview, self.served, self.renderings = None, False, Renderings()
        if command == "serve":
            self.preview = Preview(logging.getLogger(self.LOG).info)
            self.preview.begin()

    def on_shutdown(self) -> None:
        """End a preview."""
        if self.preview:
            self.preview.end()

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Note that pages stand now that were made of facts without an error."""
        del config
        if self.preview and not self.unbuilt:
            self.preview.stands = True

    def on_build_error(self, *, error: Exception) -> None:
        """Tell a preview's fault, which MkDocs would answer with a traceback, in words and with its place."""
        if self.preview and not isinstance(error, MkDocsException):
            finding = fault_found(error, self.facts.parent)
            self.preview.tell((finding,), {})
            at = finding.location
            raise PluginError(f"{at.file}:{at.line}: {finding.message}") from error

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Bind a finished page to the content policy."""
        del page, config
        return output if self.preview else with_policy(output)

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Bind the pages that are made of a template alone, such as the one for a wrong address."""
        del config
        bound = template_name.endswith(".html") and self.preview is None
        return with_policy(output_content) if bound else output_content

    def on_serve(
        self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Callable[[], None]
    ) -> LiveReloadServer:
        """Watch the facts, so that a saved change shows at once, and a fault in it likewise."""
        preview, app, watched = self.preview, server.get_app(), self._watched(server, config)
        sources = watched()
        if preview is None or app is None:
            return server
        self.served = True

        def rebuild(sources: Callable[[], list[Path]] = watched) -> None:
            preview.rebuild(builder, Path(server.root), sources, (MkDocsException,))

        server.builder = rebuild
        server.set_app(preview.serve(app, server.mount_path, server.url))
        rebuild(lambda: self._sources_of(config))  # What was saved while the first build ran.
        preview.look(sources)
        return server

    def _sources_of(self, config: MkDocsConfig) -> list[Path]:
        return [Path(config.docs_dir), self.config_file, self.facts, *map(Path, config.watch)]

    def _watched(self, server: LiveReloadServer, config: MkDocsConfig) -> Callable[[], list[Path]]:
        """Return what gives all that is watched, the folder of facts of this moment among it."""
        known: list[Path] = []

        def paths() -> list[Path]:
            if self.facts.is_dir() and self.facts not in known:
                server.watch(str(self.facts))
                known.append(self.facts)
            others = map(Path, getattr(server, "_watched_paths", ()))
            return sorted({path.resolve() for path in (*self._sources_of(config), *others)})

        return paths

    def _tell(
        self, findings: tuple[Diagnostic, ...], texts: Mapping[str, str], *, strict: bool = False
    ) -> None:
        """Hand the findings to MkDocs' log, where `--strict` counts them.

        Raises:
            PluginError: when there is an error among them, or any where warnings are to stop the build too;
                MkDocs would stop for those as well, but only after it had written over the old site.
        """
        # A review falls due by the clock alone; what was published yesterday must still build today.
        grave = tuple(finding for finding in findings if finding.code != reviews_due.RULE.code)
        if self.preview:
            self.preview.tell(grave, texts)
            return
        for finding in findings:
            level = logging.ERROR if finding.severity is Severity.ERROR else logging.WARNING
            log.log(level if finding in grave else logging.INFO, one_in_text(finding, texts))
        self.refused = has_errors(findings) or (strict and bool(grave))
        if self.refused:
            raise PluginError(f"factsheet: {in_words(findings)}; nothing was built")


def _leave_out(files: Files, *, preview_too: bool) -> None:
    """Take out of the files what no reader of the site asks for."""
    unasked = (PAPER_FACES, PAPER_TEMPLATES, *([PREVIEW_STYLES] if preview_too else []))
    for file in tuple(files):
        if file.src_dir == str(THEME_FOLDER) and file.src_uri.startswith(unasked):
            files.remove(file)


def _in_place_of_pages(files: Files) -> Mapping[str, str]:
    """Take all pages out of the files; return the one that stands for them while there are none."""
    for file in tuple(files.documentation_pages()):
        files.remove(file)
    return {"index.md": "# No pages yet\n"}


def _joined_styles(files: Files) -> Mapping[str, str]:
    """Take the theme's style sheets out of the files and return what they are joined to."""
    texts: dict[str, str] = {}
    for name in (*STYLES, *PRINT_STYLES, *CARD, *OWN_STYLES):
        if sheet := files.get_file_from_path(f"styles/{name}.css"):
            texts[name] = sheet.content_string
            files.remove(sheet)
    return join_styles(texts)
