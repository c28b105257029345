"""What finished pages must not hold: markup that runs or asks another host, and links that do not resolve."""

import posixpath
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from factsheet.diagnostics.core import Rule
from factsheet.diagnostics.frozen import dataclass, field
from factsheet.diagnostics.rules import DEAD_LINK, UNSAFE_MARKUP
from factsheet.render.unsafe_markup import UnsafeMarkup, find_unsafe_markup

_ADDRESSES = frozenset({"href", "src", "poster", "data"})
_SCHEMES = frozenset({"http", "https", "mailto", "tel", "sms", "geo", "data", "webcal", "xmpp", "matrix", "javascript"})
"""What an address may begin with that browsers or their helpers open; that scripts must not run is F906."""
_NO_PLACE = "a link to a place that its page does not have"


class _PageParser(HTMLParser):
    """Collects the addresses in a page and the names of the places on it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.addresses: dict[str, None] = {}
        self.places = set[str]()
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in _ADDRESSES and value and tag != "base":
                self.addresses[value.strip()] = None
            elif name == "id" or (name == "name" and tag == "a"):
                self.places.add(value or "")


@dataclass(frozen=True, slots=True)
class FinishedSite:
    """The pages of a finished site and its other files."""

    pages: Mapping[str, str]
    """What was read, by the path from the root of the site."""
    places: Mapping[str, Collection[str]]
    """The names of the places on pages that were not read, since our writers made them."""
    folder: Path
    """The folder of the site, which holds them all."""
    _parsed: dict[str, _PageParser] = field(init=False, default_factory=dict)

    def has_file(self, uri: str) -> bool:
        """Tell whether there is a page or another file at a path."""
        return uri in self.pages or uri in self.places or (self.folder / uri).is_file()

    def has_place(self, uri: str, name: str) -> bool:
        """Tell whether a page has a place of a name; of a file that is no page, that is not known."""
        if uri in self.places:  # Material's own begin so.
            return name in self.places[uri] or name.startswith("__")
        return uri not in self.pages or name in self.parse(uri).places

    def parse(self, uri: str) -> _PageParser:
        """Return what is in a page that was read."""
        return self._parsed.get(uri) or self._parsed.setdefault(uri, _PageParser(self.pages[uri]))


def find_unfit_markup(
    texts: Mapping[str, str], linking: Iterable[str], site: FinishedSite, allows: Callable[[str], bool], site_url: str
) -> Iterator[tuple[str, Rule, UnsafeMarkup]]:
    """Yield with its page what must not be there: unsafe markup in a text, dead links on the pages in `linking`."""
    for uri, text in texts.items():
        yield from ((uri, UNSAFE_MARKUP, markup) for markup in find_unsafe_markup(text, allows, site_url))
    yield from ((uri, DEAD_LINK, link) for uri, link in find_dead_links(linking, site, site_url))


def find_dead_links(uris: Iterable[str], site: FinishedSite, site_url: str) -> Iterator[tuple[str, UnsafeMarkup]]:
    """Yield the page and the link for each link of some pages that does not resolve."""
    for uri in uris:
        for address in site.parse(uri).addresses:
            if why := _find_fault(uri, address, site, site_url):
                yield uri, (why, address)


def _find_fault(uri: str, address: str, site: FinishedSite, site_url: str) -> str:
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
    found = target if site.has_file(target) else posixpath.normpath(posixpath.join(target, "index.html"))
    if not site.has_file(found):
        return "a link to a page or file that is not there"
    fragment = unquote(parts.fragment).partition(":~:")[0]
    return "" if fragment in {"", "top"} or site.has_place(found, fragment) else _NO_PLACE
