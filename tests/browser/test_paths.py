"""Every link of the site leads somewhere from a sub-path, and every page is near the first one."""

from __future__ import annotations

from collections.abc import Mapping
from http.client import HTTPConnection
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from tests.browser.kinds import every_kind
from tests.browser.reader import BASE, Reader
from tests.sites import Html, read_html

MOST_STEPS = 3
"""Clicks from the first page to any other."""
ADDRESSES = """\
[...document.querySelectorAll("[href], [src]")]
  .map(one => one.getAttribute("href") ?? one.getAttribute("src")).map(one => new URL(one, document.baseURI).href)
"""


def test_every_link_answers_from_a_sub_path(reader: Reader) -> None:
    page = reader.open("")
    links: dict[str, str] = {}
    for path in every_kind(reader.site):
        page.goto(reader.root + path)
        links |= dict.fromkeys(page.evaluate(ADDRESSES), path)
    inside = {link: path for link, path in links.items() if urlsplit(link).netloc == reader.server.host}
    wrong = [f"{path}: {link} is outside {BASE}" for link, path in inside.items() if BASE not in link]
    answers = {address: _ask(address) for address in {urldefrag(link).url for link in inside}}
    wrong += [f"{inside.get(address, '')}: {address}" for address, text in answers.items() if text is None]
    for link, path in inside.items():
        address, fragment = urldefrag(link)
        text = answers[address]
        if fragment and text is not None and unquote(fragment) not in read_html(text).ids:
            wrong.append(f"{path}: {link} has no such place")

    assert wrong == []
    assert len(inside) > 100


def _ask(address: str) -> str | None:
    """Return what the server answers, None when it is no success."""
    parts = urlsplit(address)
    connection = HTTPConnection(parts.netloc)
    try:
        connection.request("GET", f"{parts.path}?{parts.query}" if parts.query else parts.path)
        answer = connection.getresponse()
        body = answer.read()
    finally:
        connection.close()
    return body.decode("utf-8", "replace") if answer.status == 200 else None


def test_every_page_is_near_the_first(toy_pages: Mapping[str, Html]) -> None:
    """No browser is needed: the links are in the pages as they are built."""
    steps, found = {"index.html": 0}, ["index.html"]
    for name in found:
        for link in toy_pages[name].all("a"):
            target = unquote(urlsplit(urljoin(f"https://x/{name}", link["href"])).path).removeprefix("/")
            target += "index.html" if not target or target.endswith("/") else ""
            if target in toy_pages and target not in steps and not urlsplit(link["href"]).netloc:
                steps[target] = steps[name] + 1
                found.append(target)

    far = {name: steps.get(name) for name in toy_pages if steps.get(name, MOST_STEPS + 1) > MOST_STEPS}
    assert far == {"404.html": None}
