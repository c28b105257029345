"""Frames: what surrounds the contents of pages, rendered once for all pages that have the same.

To render Material's templates takes longer than all else that a page needs. So a frame is rendered with marks where
pages differ, and every page that shares it fills in its own.
"""

from __future__ import annotations

import copy
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.theme import Theme

from factsheet.project.write_files.cache import hash_texts
from factsheet.publish.generated import GeneratedPage

if TYPE_CHECKING:
    from jinja2 import Environment, Template
    from mkdocs.utils.templates import TemplateContext

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

    def __init__(
        self, environment: Environment, finish: Callable[[Page, str], str], take_over: Callable[[GeneratedPage], bool]
    ) -> None:
        """Take the templates of a site, what is done to the frame of a page, and what finds a page already made."""
        self._template, self._finish = environment.get_template(_PAGE_TEMPLATE), finish
        self._take_over = take_over
        self._partials = {name: environment.get_template(path) for name, path in _PARTIALS.items()}
        self._frames: dict[tuple[object, ...], tuple[list[str], str]] = {}
        """The texts of each frame, between them the names of what goes there; and a hash of them."""
        self._contents: dict[tuple[object, ...], str] = {}

    def render(self, context: TemplateContext) -> str:
        """Return a page; a generated one is finished, and has `framed` set to its text.

        It is empty where the page is taken over from the site before.
        """
        page = context["page"]
        if not isinstance(page, GeneratedPage):
            return self._template.render(context)
        if (texts := _list_differences(page)) is None:
            return self._render_alone(context, page)
        others = {name: value for name, value in page.meta.items() if name not in texts}
        folder = page.url.removesuffix(f"{texts['slug']}/")
        key = (folder, bool(page.edit_url), bool(page.toc.items[0].children), repr(others))
        if key not in self._frames:
            rendered = self._render_frame(context, page, texts)
            self._frames[key] = rendered, hash_texts(*rendered)
        frame, digest = self._frames[key]
        page.made_of = hash_texts(digest, page.file.rendered.digest, *texts.values())
        page.framed = ""
        if not self._take_over(page):
            texts["content"] = (page.content or "").replace(_HEADING_LINK, _POINTER_ONLY)
            pieces = frame.copy()
            pieces[1::2] = [texts.get(name) or self._render_contents(name, page) for name in frame[1::2]]
            page.framed = "".join(pieces)
        return page.framed

    def _render_alone(self, context: TemplateContext, page: GeneratedPage) -> str:
        """Return a page that shares its frame with no other, since the navigation names it, for example."""
        rendered, content = self._template.render(context), (page.content or "").replace(_HEADING_LINK, _POINTER_ONLY)
        before, found, after = rendered.partition(content or _MARK)
        if not found:
            return rendered
        frame = self._finish(page, f"{before}{_MARK}{after}")
        page.made_of = hash_texts(frame, page.file.rendered.digest)
        page.framed = "" if self._take_over(page) else frame.replace(_MARK, content, 1)
        return page.framed

    def _render_contents(self, name: str, page: Page) -> str:
        key = (name, page.meta.get("kind"), *_list_contents(page.toc.items[0].children))
        if key not in self._contents:
            self._contents[key] = self._partials[name].render(page=page)
        return self._contents[key]

    def _render_frame(self, context: TemplateContext, page: GeneratedPage, texts: Mapping[str, str]) -> list[str]:
        """Return the texts of a frame, and between them the name of what goes there."""
        mark = {name: _MARK.format(name) for name in (*texts, "content", *self._partials)}
        old, new = f"{texts['slug']}/", f"{mark['slug']}/"
        shown = copy.copy(page)
        shown.file = copy.copy(page.file)
        shown.file.url = page.file.url.removesuffix(old) + new
        shown.canonical_url = page.canonical_url and page.canonical_url.removesuffix(old) + new
        shown.meta = {**page.meta} | {name: mark[name] for name in ("title", "description", "version")}
        shown.title, shown.edit_url = mark["title"], page.edit_url and mark["edit"]
        first = copy.copy(page.toc.items[0])
        first.id = mark["first"]
        shown.content, shown.toc = f"<h1 {mark['content']}", TableOfContents([first])
        return _MARKED.split(self._finish(page, self._template.render({**context, "page": shown, "frame": mark})))


def _list_contents(links: Iterable[AnchorLink]) -> Iterator[tuple[int, str, str]]:
    """Yield each line of a list of contents: its level, where it leads, its words."""
    for link in links:
        yield link.level, link.id, link.title
        yield from _list_contents(link.children)


def _list_differences(page: GeneratedPage) -> dict[str, str] | None:
    """Return what of a page is its own besides its contents; None where templates might write it in another way."""
    address, levels = _ADDRESS.fullmatch(page.url), [link.level for link in page.toc]
    own = {name: str(page.meta[name]) for name in ("title", "description", "version")} | {"edit": page.edit_url or ""}
    is_escaped = not any(map(_ESCAPED.search, own.values())) and bool(own["description"])
    if not address or page.parent or levels != [1] or page.title != own["title"] or not is_escaped:
        return None
    return {**own, "slug": address[1], "first": page.toc.items[0].id}


def wrap_environment(environment: Environment, template: FramedTemplate) -> Environment:
    """Return an environment of Jinja that renders pages with this template, and what else there is as before."""

    def get_template(name: str) -> Template | FramedTemplate:
        return template if name == _PAGE_TEMPLATE else environment.get_template(name)

    wrapped = copy.copy(environment)
    vars(wrapped)["get_template"] = get_template
    return wrapped


class SiteTheme(Theme):
    """A theme whose hidden folders are not listed: Material has thousands of icons there, and MkDocs copies none."""

    def get_env(self) -> Environment:
        """Return Jinja's environment for the templates of the theme."""
        environment = super().get_env()
        vars(environment.loader)["list_templates"] = self._list_files
        return environment

    def _list_files(self) -> list[str]:
        found = set[str]()
        for base in self.dirs:
            for folder, inner, names in os.walk(base):
                inner[:] = [name for name in inner if not name.startswith(".")]
                found |= {Path(folder, name).relative_to(base).as_posix() for name in names}
        return sorted(found)
