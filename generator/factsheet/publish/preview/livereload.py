"""A preview that MkDocs builds and serves: where its events and its server meet ours.

Pages are rendered again only where something that they are made of has changed: Python-Markdown takes most of the
time of a build. Everything that it reads for a generated page is known: the Markdown of the page, the files that its
links may lead to, and the settings of Markdown.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from watchdog.events import FileSystemEventHandler

from factsheet.project.load import LoadedSite
from factsheet.project.write_files.folders import read_timestamps
from factsheet.publish.preview.rebuild import LOGGER_NAME, Preview, find_address_problem


@dataclass(frozen=True, slots=True)
class _CachedPage:
    markdown: str | None
    context: object
    """Everything else that the page was made of."""
    attributes: Mapping[str, object]
    """What rendering set on the page, by name."""
    anchors: Mapping[str, object] | None
    """Links to anchors of other pages, by path: MkDocs checks them when all pages are rendered."""


_ANCHORS_NAME = "links_to_anchors"


class MkDocsPreview(Preview):
    """The site that MkDocs serves during editing; it shows errors and goes on."""

    def __init__(self) -> None:
        """Begin a preview that reports to the log of the plugin."""
        super().__init__(logging.getLogger(LOGGER_NAME).info)
        self._pages: dict[str, _CachedPage] = {}
        """The last rendering of each page."""
        self._context: object = None
        """What every page of this build is made of: its files, and the settings of Markdown."""
        self._facts = Path()
        self._is_served = False
        """Whether the first build is up."""

    def prepare_build(self, config: MkDocsConfig, site: LoadedSite) -> None:
        """Remember the site that is about to be built.

        Raises:
            MkDocsException: with the reason, when nothing can be served at the address.
        """
        self._config_file, self._docs = Path(config.config_file_path), site.settings.docs
        self._facts = site.root / site.settings.facts
        if self._is_served:
            return
        if why_not := find_address_problem(*config.dev_addr):
            raise MkDocsException(why_not)
        self._stamps = read_timestamps(self._list_sources(config))

    def register_files(self, files: Files, config: MkDocsConfig) -> None:
        """Remember all files that this build is made of."""
        self.page_count = sum(file.dest_uri.endswith(".html") for file in files)
        settings = (config.markdown_extensions, config.mdx_configs, config.validation)
        self._context = (frozenset(file.src_uri for file in files), repr(settings))

    def render_when_changed(self, page: Page) -> None:
        """Let a generated page be rendered again only if it has changed."""
        uri, render, attributes = page.file.src_uri, page.render, vars(page)

        def render_or_reuse(config: MkDocsConfig, files: Files) -> None:
            cached = self._pages.get(uri)
            if cached and (cached.markdown, cached.context) == (page.markdown, self._context):
                attributes.update(cached.attributes)
                if cached.anchors is not None:
                    found = {files.get_file_from_path(to): links for to, links in cached.anchors.items()}
                    attributes[_ANCHORS_NAME] = found
                return
            before = dict(attributes)
            render(config, files)
            changed = {name: value for name, value in attributes.items() if before.get(name) is not value}
            links = changed.pop(_ANCHORS_NAME, None)
            # By path: a file would keep all of its build in memory.
            anchors = None if links is None else {file.src_uri: names for file, names in links.items()}
            self._pages[uri] = _CachedPage(page.markdown, self._context, changed, anchors)

        page.render = render_or_reuse  # type: ignore[method-assign]

    def run(self, server: LiveReloadServer, config: MkDocsConfig, build: Callable[[], None]) -> None:
        """Serve the first build, and rebuild whenever something is saved."""
        app, watched = server.get_app(), self._make_watcher(server, config)
        sources = watched()
        if app is None:
            return
        self._is_served = True

        def rebuild(sources: Callable[[], list[Path]] = watched) -> None:
            self.rebuild(build, Path(server.root), sources, (Exception,))

        server.builder = rebuild
        server.set_app(self.serve(app, server.mount_path, server.url))
        self._follow_sources(server, config)
        rebuild(lambda: self._list_sources(config))  # What was saved while the first build ran.
        self._stamps = read_timestamps(sources)

    def _follow_sources(self, server: LiveReloadServer, config: MkDocsConfig) -> None:
        """Watch again what comes back, as when branches are switched: MkDocs stops watching a folder that is gone."""
        last: dict[str, int] = {}

        def follow(_event: object) -> None:
            nonlocal last
            paths, before = self._list_sources(config), last
            last = {str(path): path.stat().st_ino if path.exists() else 0 for path in paths}
            for path in (path for path in last if last[path] != before.get(path)):
                while path in vars(server)["_watched_paths"]:
                    server.unwatch(path)
                if last[path]:
                    server.watch(path)
            if last != before:
                with vars(server)["_rebuild_cond"]:
                    vars(server)["_want_rebuild"] = True
                    vars(server)["_rebuild_cond"].notify_all()

        handler = FileSystemEventHandler()
        handler.on_any_event = follow  # type: ignore[assignment, method-assign]
        server.observer.schedule(handler, str(self._config_file.parent), recursive=False)

    def _list_sources(self, config: MkDocsConfig) -> list[Path]:
        return [Path(config.docs_dir), self._config_file, self._facts, *map(Path, config.watch)]

    def _make_watcher(self, server: LiveReloadServer, config: MkDocsConfig) -> Callable[[], list[Path]]:
        """Return what lists all that is watched, including the folder of facts that is set at that time."""
        known: list[Path] = []

        def list_watched() -> list[Path]:
            if self._facts.is_dir() and self._facts not in known:
                server.watch(str(self._facts))
                known.append(self._facts)
            others = map(Path, getattr(server, "_watched_paths", ()))
            return sorted({path.resolve() for path in (*self._list_sources(config), *others)})

        return list_watched
