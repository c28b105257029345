"""Ids: what makes them safe as web addresses and as file names on every system."""

from __future__ import annotations

import re

from factsheet.diagnostics.core import ParseError

MAX_ID_LENGTH = 63
"""The longest id, in characters; also the longest label of a host name."""

ID_PATTERN = "[a-z0-9](-?[a-z0-9])*"
"""A regular expression for a whole id; the JSON Schemas use it too."""

_DEVICE_NAMES = ("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)))
"""Names that Windows reserves for devices."""
_SITE_NAMES = ("index", "404", "search", "assets", "sitemap", "tags", "stylesheets", "javascripts")
"""Names that the site uses itself."""
_RESERVED_IDS = frozenset((*_DEVICE_NAMES, *_SITE_NAMES))


def parse_id(text: str) -> str | ParseError:
    """Return the id, or why the text cannot be one.

    Reserved names are refused, so that an id never collides with a file on any system.
    """
    if text in _RESERVED_IDS:
        return ParseError(f"'{text}' is a reserved name", width=len(text), hint="choose another id")
    if len(text) > MAX_ID_LENGTH:
        message = f"an id has at most {MAX_ID_LENGTH} characters, this has {len(text)}"
        return ParseError(message, MAX_ID_LENGTH, len(text) - MAX_ID_LENGTH, "leave words out")
    if re.fullmatch(ID_PATTERN, text):
        return text
    wrong = re.search(r"[^a-z0-9-]", text)
    fixed = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    hint = f"write '{fixed}'" if fixed else "write words in a-z and 0-9 with hyphens between, as in 'east-quay'"
    message = f"'{text}' cannot be an id: lower-case letters, digits and single hyphens only"
    return ParseError(message, wrong.start() if wrong else 0, 1, hint)
