"""Links of finished pages that do not resolve: to no file of the site, no place on a page, no known kind."""

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from factsheet.render.unsafe_markup import UnsafeMarkup

_ADDRESSES = frozenset({"href", "src", "poster", "data"})
_SCHEMES = frozenset({"http", "https", "mailto", "tel", "sms", "geo", "data", "webcal", "xmpp", "matrix", "javascript"})
"""What an address may begin with that browsers or their helpers open; that scripts must not run is F906."""


class _PageParser(HTMLParser):
    """Collects the addresses in a page and the names of the places on it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.addresses: dict[str, None] = {}
        self.places = {"", "top"}
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in _ADDRESSES and value and tag != "base":
                self.addresses[value.strip()] = None
            elif name == "id" or (name == "name" and tag == "a"):
                self.places.add(value or "")


def make_page_reader(pages: Mapping[str, str], folder: Path) -> Callable[[str], str | None]:
    """Return what reads a finished page, or "" for any other file in the folder of the site; None if there is none."""
    return lambda uri: pages.get(uri) or ("" if (folder / uri).is_file() else None)


def find_dead_links(
    uris: Iterable[str], read: Callable[[str], str | None], site_url: str
) -> Iterator[tuple[str, UnsafeMarkup]]:
    """Yield the page and the link for each link of some pages that does not resolve.

    `read` is what `make_page_reader` returns.
    """
    parsed: dict[str, _PageParser] = {}

    def parse(uri: str) -> _PageParser | None:
        if uri not in parsed and (text := read(uri)) is not None:
            parsed[uri] = _PageParser(text)
        return parsed.get(uri)

    for uri in uris:
        for address in ((page := parse(uri)) and page.addresses) or ():
            if why := _find_fault(uri, address, parse, site_url):
                yield uri, (why, address)


def _find_fault(uri: str, address: str, parse: Callable[[str], _PageParser | None], site_url: str) -> str:
    """Return why a link of a page does not resolve, or nothing."""
    inner = address[len(site_url) - 1 :] if site_url and address.startswith(site_url) else address
    try:
        parts = urlsplit(inner)
    except ValueError:
        return "a link that is no address"
    if parts.scheme or parts.netloc:
        return "" if parts.scheme in {"", *_SCHEMES} else "a link that no browser opens"
    root = urlsplit(site_url).path if inner is address else "/"
    path = unquote(parts.path)
    if path.startswith("/"):
        if not path.startswith(root or "/"):
            return ""  # Another site on the same host.
        path = path[len(root or "/") :]
    else:
        path = posixpath.join(posixpath.dirname(uri), path) if path else uri
    target = posixpath.normpath(path) if path else "."
    if target.startswith(".."):
        return ""  # Above the site, which only its host knows.
    found = target if parse(target) else posixpath.normpath(posixpath.join(target, "index.html"))
    if (page := parse(found)) is None:
        return "a link to a page or file that is not there"
    fragment = unquote(parts.fragment).partition(":~:")[0]
    is_there = fragment in page.places or not found.endswith(".html")
    return "" if is_there else "a link to a place that its page does not have"
