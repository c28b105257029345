"""Pages that MkDocs need not render again, since nothing they are made of has changed.

Python-Markdown takes most of the time of a build. Everything that it reads for a generated page is known: the
Markdown of the page, the files that its links may lead to, and the settings of Markdown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol


class _File(Protocol):
    src_uri: str


class _Files(Protocol):
    def __iter__(self) -> Iterator[_File]: ...
    def get_file_from_path(self, path: str) -> _File | None: ...


_Render = Callable[[object, _Files], None]


@dataclass(frozen=True, slots=True)
class _CachedPage:
    markdown: str
    context: object
    """Everything else that the page was made of."""
    attributes: Mapping[str, object]
    """What rendering set on the page, by name."""
    anchors: Mapping[str, object] | None
    """Links to anchors of other pages, by path: MkDocs checks them when all pages are rendered."""


_ANCHORS_NAME = "links_to_anchors"


class RenderCache:
    """The last rendering of each page."""

    def __init__(self) -> None:
        self._pages: dict[str, _CachedPage] = {}
        self._context: object = None

    def begin(self, files: Iterable[_File], markdown_settings: object) -> None:
        """Begin a build with these files; different settings must have a different `repr`."""
        self._context = (frozenset(file.src_uri for file in files), repr(markdown_settings))

    def wrap_render(self, uri: str, page: dict[str, Any], render: Callable[[Any, Any], None]) -> _Render:
        """Return what renders a page only where it must; `page` holds the attributes of the page."""

        def render_or_reuse(config: object, files: _Files) -> None:
            cached = self._pages.get(uri)
            if cached and (cached.markdown, cached.context) == (page["markdown"], self._context):
                page.update(cached.attributes)
                if cached.anchors is not None:
                    page[_ANCHORS_NAME] = {files.get_file_from_path(to): links for to, links in cached.anchors.items()}
                return
            before = dict(page)
            render(config, files)
            changed = {name: value for name, value in page.items() if before.get(name) is not value}
            links = changed.pop(_ANCHORS_NAME, None)
            # By path: a file would keep all of its build in memory.
            anchors = None if links is None else {file.src_uri: names for file, names in links.items()}
            self._pages[uri] = _CachedPage(page["markdown"], self._context, changed, anchors)

        return render_or_reuse
