"""The MkDocs plugin: gives MkDocs the pages that the pipeline has written, and its findings to the log."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from mkdocs.config import config_options
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from generator.clock import today
from generator.diagnostics import Diagnostic, Location, Severity, has_errors
from generator.pipeline import Build, build, fill_places
from generator.reporters import in_words, one_in_text
from generator.rules_site import PAGE_TAKEN
from generator.schema import SETTINGS
from generator.site import read_site

log = get_plugin_logger("factsheet")

THEME = Path(__file__).parent / "theme"
"""The templates, styles, fonts and pictures that dress the pages."""


class FactsheetPlugin(BasePlugin):  # type: ignore[type-arg] # `site` reads the options, for all faces alike
    """Adds the facts to a MkDocs site."""

    config_scheme = tuple(
        (field.name, config_options.Optional(config_options.Type(object))) for field in SETTINGS.fields
    )

    made: Build
    facts: Path
    edit_base: str

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Check the facts before anything of the old site is touched; stop here when there is an error."""
        site = read_site(Path(config.config_file_path), today())
        self.made = build(site.material, site.settings)
        self.facts, self.edit_base = site.root / site.settings.facts, site.settings.edit_base
        _tell(self.made.diagnostics, site.material.texts)
        config.theme.dirs.insert(0, str(THEME))
        config.extra["factsheet"] = {"edition": self.made.mark, **self.made.counts}
        return config

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add the generated pages and the files to download."""
        uris = [*(page.uri for page in self.made.pages), *self.made.exports]
        _tell(tuple(_taken(uri, config) for uri in uris if files.get_file_from_path(uri)), {})
        for page in self.made.pages:
            file = File.generated(config, page.uri, content=page.markdown)
            if self.edit_base and page.edit_file:
                file.edit_uri = f"{self.edit_base}{page.edit_file}#L{page.edit_line}"
            files.append(file)
        for uri, text in self.made.exports.items():
            files.append(File.generated(config, uri, content=text))
        return files

    def on_page_markdown(self, markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Put tables and lists where a hand-written page asks for them."""
        del config, files
        if page.file.generated_by:
            return markdown
        text, findings = fill_places(markdown, page.file.src_uri, self.made.insertions)
        _tell(findings, {page.file.src_uri: markdown})
        return text

    def on_serve(self, server: LiveReloadServer, config: MkDocsConfig, builder: object) -> LiveReloadServer:
        """Watch the facts, so that a saved change shows at once."""
        del config, builder
        server.watch(str(self.facts))
        return server


def _taken(uri: str, config: MkDocsConfig) -> Diagnostic:
    at = Location(f"{Path(config.docs_dir).name}/{uri}")
    return PAGE_TAKEN.at(at, f"'{uri}' is written by hand and generated from the facts", "rename the hand-written page")


def _tell(findings: tuple[Diagnostic, ...], texts: Mapping[str, str]) -> None:
    """Hand the findings to MkDocs' log, where `--strict` counts them.

    Raises:
        PluginError: when there is an error among them; MkDocs then stops and leaves the old site alone.
    """
    for finding in findings:
        tell = log.error if finding.severity is Severity.ERROR else log.warning
        tell(one_in_text(finding, texts))
    if has_errors(findings):
        raise PluginError(f"factsheet: {in_words(findings)}; nothing was built")
