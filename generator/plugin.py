"""The MkDocs plugin: gives MkDocs the pages that the pipeline has written, and its findings to the log."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from mkdocs.config import config_options
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from generator.checks import reviews_due
from generator.clock import today
from generator.content_policy import with_policy
from generator.diagnostics import Diagnostic, Severity, has_errors
from generator.pipeline import Build, build, fill_places, page_taken
from generator.reporting.reporters import in_words, one_in_text
from generator.schema import SETTINGS
from generator.site import read_site
from generator.theme import (
    CARD,
    OWN_STYLES,
    PAPER_FACES,
    PAPER_TEMPLATES,
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
    facts: Path
    docs: str
    """The folder of hand-written pages, as findings name it."""
    edit_links: Mapping[str, str]
    """Where each generated page can be edited, by its Markdown path."""
    expected: tuple[str, ...] = ()
    """Every file that must be in the finished site, by its path inside it."""
    refused: bool = False
    """Whether findings of ours stopped the build."""
    previewed: bool = False
    """Whether MkDocs serves the pages itself."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Check the facts before anything of the old site is touched; stop here when there is an error."""
        try:
            day = today()
        except ValueError as fault:
            raise PluginError(f"factsheet: {fault}; nothing was built") from fault
        site = read_site(Path(config.config_file_path), day)
        self.made = build(site.material, site.settings)
        self.facts, self.docs = site.root / site.settings.facts, site.settings.docs
        link = site.settings.edit_link
        self.edit_links = {page.uri: link(page.edit_file, page.edit_line) for page in self.made.pages}
        self._tell(self.made.diagnostics, site.material.texts, strict=config.strict)
        config.theme.dirs.insert(0, str(THEME_FOLDER))
        config.extra["factsheet"] = {"edition": self.made.mark, **self.made.counts}
        return config

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add the generated pages and the files to download."""
        texts: dict[str, str | bytes] = {page.uri: page.markdown for page in self.made.pages}
        texts |= self.made.exports
        texts |= _joined_styles(files)
        _leave_out_paper(files)
        generated = [File.generated(config, uri, content=text) for uri, text in texts.items()]
        # Compared where they will lie: `timeline/index.md` is in the way of `timeline.md`.
        by_hand = {file.dest_uri: file.src_uri for file in files if not file.inclusion.is_excluded()}
        taken = ((file.src_uri, by_hand[file.dest_uri]) for file in generated if file.dest_uri in by_hand)
        self._tell(tuple(page_taken(uri, f"{self.docs}/{other}") for uri, other in taken), {})
        for file in generated:
            files.append(file)
        self.expected = tuple(file.dest_uri for file in generated)
        return files

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
        """Remember a preview: MkDocs writes a script into its pages that changes with every build."""
        del dirty
        self.previewed = command == "serve"

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Bind a finished page to the content policy."""
        del page, config
        return output if self.previewed else with_policy(output)

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Bind the pages that are made of a template alone, such as the one for a wrong address."""
        del config
        bound = template_name.endswith(".html") and not self.previewed
        return with_policy(output_content) if bound else output_content

    def on_serve(self, server: LiveReloadServer, config: MkDocsConfig, builder: object) -> LiveReloadServer:
        """Watch the facts, so that a saved change shows at once."""
        del config, builder
        server.watch(str(self.facts))
        return server

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
        for finding in findings:
            level = logging.ERROR if finding.severity is Severity.ERROR else logging.WARNING
            log.log(level if finding in grave else logging.INFO, one_in_text(finding, texts))
        self.refused = has_errors(findings) or (strict and bool(grave))
        if self.refused:
            raise PluginError(f"factsheet: {in_words(findings)}; nothing was built")


def _leave_out_paper(files: Files) -> None:
    """Take out of the files what the handouts are set with: no reader of the site asks for it."""
    for file in tuple(files):
        if file.src_dir == str(THEME_FOLDER) and file.src_uri.startswith((PAPER_FACES, PAPER_TEMPLATES)):
            files.remove(file)


def _joined_styles(files: Files) -> Mapping[str, str]:
    """Take the theme's style sheets out of the files and return what they are joined to."""
    texts: dict[str, str] = {}
    for name in (*STYLES, *PRINT_STYLES, *CARD, *OWN_STYLES):
        if sheet := files.get_file_from_path(f"styles/{name}.css"):
            texts[name] = sheet.content_string
            files.remove(sheet)
    return join_styles(texts)
