"""Generated pages as MkDocs has them: their HTML comes from their blocks, their Markdown is written on demand."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs.utils import weak_property
from mkdocs.utils.meta import get_data

from factsheet.parsing.config import PLUGIN_NAME
from factsheet.project.write_files.files import take_over
from factsheet.publish.build import SitePage
from factsheet.publish.mkdocs_settings import list_unknown_plugins
from factsheet.publish.reuse import RenderedPage


class GeneratedFile(File):
    """A generated page, whose Markdown is written when it is read, unless a plugin has set another."""

    _given: str | bytes | None = None

    def __init__(self, source: SitePage, rendered: RenderedPage, edit_link: str, config: MkDocsConfig) -> None:
        """Take a page in both forms, and where it can be edited."""
        super().__init__(source.uri, None, config.site_dir, config.use_directory_urls)
        self.generated_by = PLUGIN_NAME
        self.source, self.rendered, self.edit_link = source, rendered, edit_link

    @property
    def _content(self) -> str | bytes | None:
        return self.source.markdown if self._given is None else self._given

    @_content.setter
    def _content(self, content: str | bytes | None) -> None:
        self._given = content

    def prepare_page(self) -> None:
        """Let the page be made from the blocks, unless its text was set by a plugin."""
        if self._given is None and type(self.page) is Page:
            # Made by MkDocs, with the title that a navigation gives it, and known to the navigation already.
            self.page.__class__ = GeneratedPage


class TakenOverFile(File):
    """A file to download that is taken over from the site before, where it is the same there."""

    former: Path
    """The folder of the site before."""

    def copy_file(self, dirty: bool = False) -> None:  # noqa: FBT001, FBT002 - as MkDocs has it
        """Write the file into the folder of the new site."""
        if not take_over(f"{self.former}/{self.dest_uri}", self.abs_dest_path, self.content_bytes):
            super().copy_file(dirty)


def take_over_files(files: Files, former: Path) -> None:
    """Let files that are no pages be taken over from the site in a folder."""
    for file in files:
        if type(file) is File and not file.is_documentation_page():
            file.__class__ = TakenOverFile
            vars(file)["former"] = former


class GeneratedPage(Page):
    """The page of a generated file; no plugin changes the Markdown of pages where there is one."""

    file: GeneratedFile
    framed: str | None = None
    """The finished page, where its frame is looked through by itself; empty where it was taken over."""
    made_of: str = ""
    """A hash of all that it was finished from, where that is known."""
    _html: str | None = None
    _markdown: str | None = None

    @property
    def content(self) -> str | None:
        """The HTML; until the page is written, MkDocs only hands it to plugins, of which none is there."""
        if self._html == "" and self.active:
            self._html = self.file.rendered.read_content()
        return self._html

    @content.setter
    def content(self, html: str | None) -> None:
        """Take what MkDocs has from the plugins."""
        self._html = html

    @property
    def markdown(self) -> str | None:
        """The Markdown; until the page is rendered, MkDocs only hands it to plugins, of which none is there."""
        if self._markdown == "" and self.content is not None:
            self._markdown, _ = get_data(self.file.content_string)
        return self._markdown

    @markdown.setter
    def markdown(self, text: str | None) -> None:
        """Take what MkDocs has from the plugins."""
        self._markdown = text

    @weak_property
    def title(self) -> str | None:
        """The title, unless the navigation has another."""
        title: str | None = self.meta.get("title")
        return title

    def read_source(self, config: MkDocsConfig) -> None:
        """Take what there is in place of the Markdown, unless a plugin has a source of its own."""
        source = config.plugins.on_page_read_source(page=self, config=config)
        self.markdown, self.meta = get_data(source) if source is not None else ("", dict(self.file.rendered.meta))

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Take the HTML that comes from the blocks, unless a page that it links to is gone: MkDocs reports that."""
        rendered = self.file.rendered
        targets = {uri: files.src_uris.get(uri) for uri in rendered.links}
        if self.markdown or any(target is None or target.inclusion.is_excluded() for target in targets.values()):
            self._markdown = self._markdown or get_data(self.file.content_string)[0]
            super().render(config, files)
            return
        self.content = rendered.read_content() if list_unknown_plugins(config) else ""
        self.toc, self.present_anchor_ids = get_toc(rendered.outline), set(rendered.anchors)
        self.links_to_anchors = {
            file: dict(rendered.links[uri]) for uri, file in targets.items() if file and rendered.links[uri]
        }


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
