"""Every link answers under the sub-path of the site, and every page is near the first one."""

from __future__ import annotations

from collections.abc import Mapping
from http.client import HTTPConnection
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from tests.support.browser import BASE_PATH, RecordingServer
from tests.support.sites import Html, read_html

MOST_STEPS = 3
"""Clicks from the first page to any other."""


def test_every_link_answers_from_a_sub_path(toy_server: RecordingServer, toy_pages: Mapping[str, Html]) -> None:
    root = f"http://{toy_server.host}{BASE_PATH}"
    links: dict[str, str] = {}
    for name, page in toy_pages.items():
        here = root + name.removesuffix("index.html")
        for element in page.elements:
            found = element["href"] or element["src"]
            if found:
                links.setdefault(urljoin(here, found), name)
    inside = {link: name for link, name in links.items() if urlsplit(link).netloc == toy_server.host}
    answers = _ask(toy_server, sorted({urldefrag(link).url for link in inside}))
    pages = {address: {*read_html(text).ids} for address, text in answers.items() if "<html" in text}

    assert [f"{name}: {link}" for link, name in inside.items() if not answers[urldefrag(link).url]] == []
    assert [
        f"{name}: {link}"
        for link, name in inside.items()
        if urlsplit(link).fragment and unquote(urlsplit(link).fragment) not in pages[urldefrag(link).url]
    ] == []
    assert len(pages) >= len(toy_pages) - 1, "all but the page for a wrong address are linked"


def _ask(server: RecordingServer, addresses: list[str]) -> Mapping[str, str]:
    """Return what the server answers to each, nothing when it is no success."""
    connection = HTTPConnection(server.host)
    answers = {}
    for address in addresses:
        connection.request("GET", urlsplit(address).path)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        answers[address] = text if answer.status == 200 else ""
    connection.close()
    return answers


def test_every_page_is_near_the_first(toy_pages: Mapping[str, Html]) -> None:
    steps, found = {"index.html": 0}, ["index.html"]
    for name in found:
        for link in toy_pages[name].find_all("a"):
            address = urlsplit(urljoin(f"https://x/{name}", link["href"]))
            target = unquote(address.path).removeprefix("/")
            target += "index.html" if not target or target.endswith("/") else ""
            if address.netloc == "x" and target in toy_pages and target not in steps:
                steps[target] = steps[name] + 1
                found.append(target)

    far = {name: steps.get(name) for name in toy_pages if steps.get(name, MOST_STEPS + 1) > MOST_STEPS}
    assert far == {"404.html": None}
