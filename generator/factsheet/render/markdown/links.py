"""Addresses as a page writes them."""

from __future__ import annotations

import posixpath
from urllib.parse import quote, urlencode

from factsheet.model.text.spans import Address, FileAddress, PageAddress, WebAddress
from factsheet.render.markdown import escape

_SCHEMES = ("https://", "http://", "mailto:")


def write_address(to: Address, uri: str) -> str:
    """Return an address for the round brackets of a link on the page at `uri`.

    Pages and files are linked by their path from the folder of the Markdown file; MkDocs checks that they are
    there and turns the path into the one that holds on the built page.

    Raises:
        ValueError: when a URL is of another kind than `check_url` lets through.
    """
    match to:
        case PageAddress(target, anchor, query):
            asked = f"?{urlencode(query)}" if query else ""
            fragment = f"#{quote(anchor)}" if anchor else ""
            path = "" if target == uri and anchor else quote(_build_relative_path(target, uri))
            return escape.escape_address(path + asked + fragment)
        case FileAddress(target):
            return escape.escape_address(quote(_build_relative_path(target, uri)))
        case WebAddress(url):
            if not url.startswith(_SCHEMES):
                raise ValueError(f"a link cannot lead to {url!r}")
            return escape.escape_address(url)
        case _:
            raise TypeError(f"not an address: {to!r}")


def _build_relative_path(target: str, uri: str) -> str:
    """Both are made absolute first: otherwise `relpath` would ask the disk where it stands."""
    path = posixpath.relpath(f"/{target}", f"/{posixpath.dirname(uri)}")
    return f"{path}/" if not target or target.endswith("/") else path
