"""Pages that MkDocs need not render again, since nothing they are made of has changed.

Python-Markdown takes most of the time of a build. Of a generated page everything that it reads is known: its
Markdown, the files that its links may lead to, and the settings of Markdown.
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
    """What else the page was made of."""
    attributes: Mapping[str, object]
    """What rendering set on the page, by name."""
    anchors: Mapping[str, object] | None
    """Links to anchors of other pages, by the path of the file: MkDocs follows them when all is rendered."""


_ANCHORS_NAME = "links_to_anchors"


class RenderCache:
    """What was rendered last of each page."""

    def __init__(self) -> None:
        self._pages: dict[str, _CachedPage] = {}
        self._context: object = None

    def begin(self, files: Iterable[_File], markdown_settings: object) -> None:
        """Begin a build with these files; the settings must tell themselves apart by `repr`."""
        self._context = (frozenset(file.src_uri for file in files), repr(markdown_settings))

    def wrap_render(self, uri: str, page: dict[str, Any], render: Callable[[Any, Any], None]) -> _Render:
        """Return what renders a page only where it must; `page` is what is known of it, by name."""

        def render_or_reuse(config: object, files: _Files) -> None:
            kept = self._pages.get(uri)
            if kept and (kept.markdown, kept.context) == (page["markdown"], self._context):
                page.update(kept.attributes)
                if kept.anchors is not None:
                    page[_ANCHORS_NAME] = {files.get_file_from_path(to): links for to, links in kept.anchors.items()}
                return
            before = dict(page)
            render(config, files)
            self._store(uri, page, before)

        return render_or_reuse

    def _store(self, uri: str, page: Mapping[str, Any], before: Mapping[str, object]) -> None:
        made = {name: value for name, value in page.items() if before.get(name) is not value}
        links = made.pop(_ANCHORS_NAME, None)
        # By path: a file would keep all of its build in memory.
        anchors = None if links is None else {file.src_uri: found for file, found in links.items()}
        self._pages[uri] = _CachedPage(page["markdown"], self._context, made, anchors)
