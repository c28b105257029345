"""What a build takes over from an earlier one, since the same was made of the same."""

import json
import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from typing import Any

from factsheet.project.write_files.cache import FileCache
from factsheet.publish.build import SitePage
from factsheet.render.html.pages import HtmlPage, write_html_page
from factsheet.render.markdown.pages import build_front_matter
from factsheet.render.pages.dependencies import VERSION_MARK, Dependencies
from factsheet.render.pdf import Paper, typeset
from factsheet.render.site import Typesetter


def make_typesetter(cache: FileCache) -> Typesetter:
    """Return what makes those handouts and pictures that are not in the cache, on all processors."""

    def typeset_missing(papers: Mapping[str, Paper]) -> Mapping[str, bytes]:
        keys = {path: (paper.template, paper.record, paper.look) for path, paper in papers.items()}
        made = {path: raw for path, key in keys.items() if (raw := cache.read(*key)) is not None}
        missing = [path for path in papers if path not in made]
        with ThreadPoolExecutor(os.cpu_count()) as threads:  # Typst lets Python's other threads run.
            for path, raw in zip(missing, threads.map(lambda path: typeset(papers[path]), missing), strict=True):
                cache.write(raw, *keys[path])
                made[path] = raw
        return {path: made[path] for path in papers}

    return typeset_missing


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """A generated page as HTML, and what else is to be known of it."""

    html: HtmlPage
    meta: Mapping[str, Any]
    """What the front matter of its Markdown holds."""
    edit_file: str
    edit_line: int
    is_safe: bool
    """Whether it has been found to hold nothing that finished pages must not hold."""


class PageCache:
    """Pages that earlier builds have rendered, which hold while all that they were built from is the same."""

    def __init__(
        self, cache: FileCache, dependencies: Dependencies, settings: str, is_safe: Callable[[str], bool]
    ) -> None:
        """Take what pages are built from; `settings` is what all pages depend on, and `is_safe` looks at their HTML."""
        self._cache, self._dependencies, self._settings, self._is_safe = cache, dependencies, settings, is_safe

    def render(self, page: SitePage, *, permalink: bool) -> RenderedPage:
        """Return a page, rendered now or earlier; only one that is safe is kept."""
        key = (page.uri, self._settings, str(permalink))
        kept = json.loads(self._cache.read(*key) or b"{}")
        if kept and kept["state"] == self._dependencies.compute_state(kept["readings"]):
            anchors = {"anchors": frozenset(kept["html"]["anchors"])}
            html, meta, (file, line), is_safe = HtmlPage(**kept["html"] | anchors), kept["meta"], kept["edit"], True
        else:
            built, readings = self._dependencies.context.log.collect(page.build)
            html, meta = write_html_page(built, permalink=permalink), build_front_matter(built)
            file, line, is_safe = built.edit_file, built.edit_line, self._is_safe(html.content)
            if is_safe:
                read = sorted(readings)
                kept = {"state": self._dependencies.compute_state(read), "readings": read, "edit": (file, line)}
                kept |= {"meta": meta, "html": asdict(html) | {"anchors": sorted(html.anchors)}}
                self._cache.write(json.dumps(kept, ensure_ascii=False).encode(), *key)
        html = replace(html, content=html.content.replace(VERSION_MARK, page.build_id))
        return RenderedPage(html, meta, file, line, is_safe=is_safe)
