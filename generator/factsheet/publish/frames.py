"""Frames: what surrounds the contents of pages, rendered once for all pages that have the same.

To render Material's templates takes longer than all else that a page needs. So a frame is rendered with marks where
pages differ, and every page that shares it fills in its own.
"""

import copy
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

_MARK = "x7c91-{}-x7c91"
"""Stands in a frame for what differs; of characters that templates leave alone, in a text or an address."""
_MARKED = re.compile(r"(?:<h1 )?x7c91-([a-z]+)-x7c91")
_ADDRESS = re.compile(r"(?:[a-z0-9-]+/)+([a-z0-9-]+)/")
"""Of a page that is the only one of its name: the last part names the record, as its id does."""
_ESCAPED = re.compile("[<>\"']|^\\s|\\s$")
"""What `safe.html` of the theme would change."""
_HEADING_LINK = '<a class="headerlink"'
_POINTER_ONLY = f'{_HEADING_LINK} tabindex="-1" aria-hidden="true"'
"""As the template `content.html` writes it."""

_PAGE_TEMPLATE = "main.html"
_PARTIALS = {"toc": "partials/toc-list.html", "drawer": "partials/nav-contents.html"}
"""Templates of what is in a frame but differs, by the name of its mark."""


class FramedTemplate:
    """A template that renders what surrounds the contents of pages once for all that have the same."""

    def __init__(self, environment: Any, finish: Callable[[str], str]) -> None:
        """Take the templates of a site, and what is done to each frame when it is rendered."""
        self._template, self._finish = environment.get_template(_PAGE_TEMPLATE), finish
        self._partials = {name: environment.get_template(path) for name, path in _PARTIALS.items()}
        self._frames: dict[tuple[object, ...], list[str]] = {}
        self._contents: dict[tuple[object, ...], str] = {}

    def render(self, context: Any) -> str:
        """Return a page; one that shares a frame is finished, and has `framed` set to its text."""
        page = context["page"]
        texts = _list_differences(page)
        if texts is None:
            return self._template.render(context)
        others = {name: value for name, value in page.meta.items() if name not in texts}
        folder = page.url.removesuffix(f"{texts['slug']}/")
        key = (folder, bool(page.edit_url), bool(list(page.toc)[0].children), repr(others))
        frame = self._frames.get(key)
        if frame is None:
            frame = self._frames[key] = self._render_frame(context, folder, texts)
            page.is_first_framed = True
        pieces = frame.copy()
        pieces[1::2] = [texts.get(name) or self._render_contents(name, page) for name in frame[1::2]]
        page.framed = "".join(pieces)
        return str(page.framed)

    def _render_contents(self, name: str, page: Any) -> str:
        """Return a list of the contents of a page."""
        key = (name, page.meta.get("kind"), *_list_contents(list(page.toc)[0].children))
        if key not in self._contents:
            self._contents[key] = self._partials[name].render({"page": page})
        return self._contents[key]

    def _render_frame(self, context: Any, folder: str, texts: Mapping[str, str]) -> list[str]:
        """Return the texts of a frame, and between them the name of what goes there."""
        page, mark = copy.copy(context["page"]), {name: _MARK.format(name) for name in texts}
        page.file = copy.copy(page.file)
        page.file.url = f"{folder}{mark['slug']}/"
        if page.canonical_url:
            page.canonical_url = f"{page.canonical_url[: -len(texts['slug']) - 1]}{mark['slug']}/"
        page.meta = {**page.meta, "title": mark["title"], "description": mark["description"]}
        page.title, page.edit_url = mark["title"], page.edit_url and mark["edit"]
        page.content, page.toc = f"<h1 {mark['content']}", [copy.copy(link) for link in page.toc]
        page.toc[0].id = mark["first"]
        lists = {name: _MARK.format(name) for name in self._partials}
        return _MARKED.split(self._finish(self._template.render({**context, "page": page, "frame": lists})))


def _list_contents(links: Iterable[Any]) -> Iterator[tuple[int, str, str]]:
    """Yield each line of a list of contents: its level, where it leads, its words."""
    for link in links:
        yield link.level, link.id, link.title
        yield from _list_contents(link.children)


def _list_differences(page: Any) -> Mapping[str, str] | None:
    """Return what of a page is its own, as the templates write it; None where they might write it in another way."""
    address = _ADDRESS.fullmatch(page.url)
    edit = page.edit_url or ""
    links = list(page.toc)
    if not address or not hasattr(page, "framed") or page.parent or [link.level for link in links] != [1]:
        return None
    own = {"title": str(page.meta.get("title")), "description": str(page.meta.get("description")), "edit": edit}
    if page.title != own["title"] or not page.meta.get("description") or any(map(_ESCAPED.search, own.values())):
        return None
    content = page.content.replace(_HEADING_LINK, _POINTER_ONLY)
    return {**own, "slug": address[1], "first": links[0].id, "content": content}


class FramingEnvironment:
    """An environment of Jinja whose template of pages renders frames."""

    def __init__(self, environment: Any, finish: Callable[[str], str]) -> None:
        """Take the environment that MkDocs would use."""
        self._environment = environment
        self._page_template = FramedTemplate(environment, finish)

    def __getattr__(self, name: str) -> Any:
        """Return everything else as it is."""
        return getattr(self._environment, name)

    def get_template(self, name: str, *others: Any, **options: Any) -> Any:
        """Return a template by its name."""
        is_page = name == _PAGE_TEMPLATE
        return self._page_template if is_page else self._environment.get_template(name, *others, **options)
