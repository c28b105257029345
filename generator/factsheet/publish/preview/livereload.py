"""A preview that MkDocs builds and serves: where its events and its server meet ours."""

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.livereload import LiveReloadServer
from watchdog.events import FileSystemEventHandler

from factsheet.parsing.fact_files import resume_collector
from factsheet.project.load import LoadedSite
from factsheet.project.write_files.folders import read_timestamps
from factsheet.publish.preview.rebuild import LOGGER_NAME, Preview, find_address_problem


class MkDocsPreview(Preview):
    """The site that MkDocs serves during editing; it shows errors and goes on."""

    def __init__(self) -> None:
        """Begin a preview that reports to the log of the plugin."""
        super().__init__(logging.getLogger(LOGGER_NAME).info)
        self._facts = Path()
        self._is_served = False
        """Whether the first build is up."""

    def prepare_build(self, config: MkDocsConfig, site: LoadedSite) -> None:
        """Remember the site that is about to be built; raises `MkDocsException` where its address cannot be served."""
        self._config_file, self._docs = Path(config.config_file_path), site.settings.docs
        self._facts = site.root / site.settings.facts
        if self._is_served:
            return
        if why_not := find_address_problem(*config.dev_addr):
            raise MkDocsException(why_not)
        self._stamps = read_timestamps(self._list_sources(config))

    def run(self, server: LiveReloadServer, config: MkDocsConfig, build: Callable[[], None]) -> None:
        """Serve the first build, and rebuild whenever something is saved."""
        app, watched = server.get_app(), partial(self._list_watched, server, config)
        sources = watched()
        if app is None:
            return
        self._is_served = True
        resume_collector()  # From now on it is paused while something is built.
        rebuild = partial(self.rebuild, build, Path(server.root), failures=(Exception,))
        server.builder = partial(rebuild, watched)
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

    def _list_watched(self, server: LiveReloadServer, config: MkDocsConfig) -> list[Path]:
        """Return all that is watched: from now on also the folder of facts, which may be another than before."""
        watched = vars(server)["_watched_paths"]
        if self._facts.is_dir() and str(self._facts) not in watched:
            server.watch(str(self._facts))
        return sorted({path.resolve() for path in (*self._list_sources(config), *map(Path, watched))})
