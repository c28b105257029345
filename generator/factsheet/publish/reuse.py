"""What a build takes over from an earlier one, since the same was made of the same."""

import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import nullcontext
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import Any

from factsheet.diagnostics.frozen import dataclass
from factsheet.project.write_files.cache import BuildCache, hash_texts
from factsheet.project.write_files.files import hash_content, take_over
from factsheet.render.blocks import Page
from factsheet.render.html.pages import write_html_page
from factsheet.render.markdown.pages import build_front_matter
from factsheet.render.pages.dependencies import Dependencies
from factsheet.render.pdf import Paper, typeset

_FEW = 8
"""So many papers are made before other processes are ready to make any."""


def typeset_with_cache(papers: Mapping[str, Paper], cache: BuildCache) -> Mapping[str, bytes]:
    """Return handouts and pictures by their paths; those that are not in the cache are made on all processors."""
    keys = {path: (paper.template, paper.record, paper.look) for path, paper in papers.items()}
    made = {path: raw for path, key in keys.items() if (raw := cache.read(*key)) is not None}
    missing = [path for path in papers if path not in made]
    with _open_pool() if len(missing) > _FEW else nullcontext() as pool:
        run = pool.map if pool else map
        for path, raw in zip(missing, run(typeset, [papers[path] for path in missing]), strict=True):
            cache.write(raw, *keys[path])
            made[path] = raw
    return {path: made[path] for path in papers}


def _open_pool() -> Executor:
    """Return processes, which give the memory of Typst back; threads where a copy of this process might wait for ever.

    Python's threads are not in the copy, nor are those that Typst begins when it is first used.
    """
    if sys.platform == "linux" and threading.active_count() == 1 and "typst" not in sys.modules:
        return ProcessPoolExecutor(os.cpu_count(), get_context("fork"), _prepare_worker)
    return ThreadPoolExecutor(os.cpu_count())


def _prepare_worker() -> None:
    """Leave Ctrl-C to the process that waits for this one, and end with it, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def follow() -> None:
        if parent := parent_process():
            parent.join()
        os._exit(1)

    threading.Thread(target=follow, daemon=True).start()


class ResultCache:
    """What earlier builds have made of the facts, which holds while all that it was made from is the same."""

    def __init__(self, cache: BuildCache, dependencies: Dependencies, settings: str) -> None:
        """Take what is built from; `settings` is what everything depends on."""
        self._cache, self._dependencies, self._settings = cache, dependencies, settings

    def find(self, name: str, make: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever JSON can hold
        """Return what `make` returns, made now or earlier; `name` says what it is."""
        readings, state, value = json.loads(self._cache.read(name, self._settings) or b"[[], null, null]")
        if state != self._dependencies.compute_state(readings):
            value, found = self._dependencies.context.log.collect(make)
            readings = sorted(found)
            kept = [readings, self._dependencies.compute_state(readings), value]
            self._cache.write(json.dumps(kept, ensure_ascii=False).encode(), name, self._settings)
        return value

    def render_page(self, uri: str, build: Callable[[], Page], *, permalink: bool) -> "RenderedPage":
        """Return a page of this path as HTML, rendered now or earlier."""
        made: list[bytes] = []  # In bytes, all pages of a site take half the memory.

        def render() -> list[Any]:
            page = build()
            html = write_html_page(page, permalink=permalink)
            made.append(html.content.encode())
            self._cache.write(made[0], digest := hash_content(made[0]))
            meta = build_front_matter(page) | {"version": html.version}
            links = {target: dict(anchors) for target, anchors in html.links.items()}
            return [digest, meta, html.outline, sorted(html.anchors), links, page.edit_file, page.edit_line]

        def read_content() -> str:
            kept = made.pop() if made else self._cache.read(digest)
            return kept.decode() if kept is not None else write_html_page(build(), permalink=permalink).content

        digest, *others = self.find(f"{uri} {permalink}", render)
        self._cache.keep(digest)
        return RenderedPage(read_content, digest, *others)


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """A generated page as HTML, and what else is to be known of it."""

    read_content: Callable[[], str]
    """Reads the HTML, which most pages of a rebuild do not need."""
    digest: str
    """A hash of its content."""
    meta: Mapping[str, Any]
    """What the front matter of its Markdown holds."""
    outline: list[Any]
    anchors: list[str]
    links: Mapping[str, Mapping[str, str]]
    edit_file: str
    edit_line: int


class SafeTexts:
    """Texts that have been found to hold nothing that finished pages must not hold, now or in the build before."""

    def __init__(self, cache: BuildCache, settings: str, is_safe: Callable[[str], bool]) -> None:
        """Take how a text is looked through; `settings` is what that depends on."""
        self._cache, self._key, self._is_safe = cache, ("safe", settings), is_safe
        self._known = frozenset[str](json.loads(cache.read(*self._key) or b"[]"))
        self._found = set[str]()

    def has(self, digest: str, read: Callable[[], str]) -> bool:
        """Tell whether a text of this hash is safe; it is read where that is not known yet."""
        if digest not in self._found and (digest in self._known or self._is_safe(read())):
            self._found.add(digest)
        return digest in self._found

    def has_text(self, text: str) -> bool:
        """Tell whether a text is safe."""
        return self.has(hash_texts(text), lambda: text)

    def save(self) -> None:
        """Keep what is known of the texts of this build."""
        if self._found != self._known:
            self._cache.write(json.dumps(sorted(self._found)).encode(), *self._key)


class FinishedPages:
    """Finished pages of the site before, by hashes of what they were made of and of themselves."""

    def __init__(self, cache: BuildCache, former: Path | None) -> None:
        """Take the folder of the site before; None where nothing is taken over."""
        self._cache, self._former = cache, former
        self._kept: Mapping[str, list[str]] = json.loads(cache.read("finished") or b"{}")
        self._noted: dict[str, list[str]] = {}

    def take_over(self, uri: str, made_of: str, path: str) -> bool:
        """Take a page over if it was made of the same and is as it was made; tell whether it is in its new place."""
        kept_of, digest = self._kept.get(uri, ("", ""))
        if not self._former or kept_of != made_of or not take_over(f"{self._former}/{uri}", path, digest):
            return False
        self._noted[uri] = [made_of, digest]
        return True

    def add(self, uri: str, made_of: str, raw: bytes) -> str:
        """Add a page that has been made now; return a hash of it."""
        self._noted[uri] = [made_of, digest := hash_content(raw)]
        return digest

    def save(self) -> None:
        """Keep what is known of the pages of this build."""
        if self._noted != self._kept:
            self._cache.write(json.dumps(self._noted).encode(), "finished")
