"""What may be an id: the rule that makes it safe as a web address and as a file name on every system."""

from __future__ import annotations

import re

from factsheet.diagnostics.core import ParseError

MAX_ID_LENGTH = 63
"""The longest id, in characters; also the longest label of a host name."""

ID_PATTERN = "[a-z0-9](-?[a-z0-9])*"
"""A regular expression for the whole of an id; JSON Schemas say it too."""

_DEVICE_NAMES = ("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)))
"""Names that Windows keeps for devices."""
_SITE_NAMES = ("index", "404", "search", "assets", "sitemap", "tags", "stylesheets", "javascripts")
"""Names that the site keeps for itself."""
_RESERVED_IDS = frozenset((*_DEVICE_NAMES, *_SITE_NAMES))


def parse_id(text: str) -> str | ParseError:
    """Return the id, or what keeps the text from being one.

    The rule refuses names that Windows keeps for devices and names that the site keeps for itself, so
    that an id never collides with a file on any system.
    """
    if text in _RESERVED_IDS:
        return ParseError(f"'{text}' is kept for another use", width=len(text), hint="choose another id")
    if len(text) > MAX_ID_LENGTH:
        message = f"an id has at most {MAX_ID_LENGTH} characters, this has {len(text)}"
        return ParseError(message, MAX_ID_LENGTH, len(text) - MAX_ID_LENGTH, "leave words out")
    if re.fullmatch(ID_PATTERN, text):
        return text
    offset = next((at for at, sign in enumerate(text) if not re.match(r"[a-z0-9-]", sign)), 0)
    mended = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    sound = mended and re.fullmatch(ID_PATTERN, mended)
    hint = f"write '{mended}'" if sound else "write words in a-z and 0-9 with hyphens between, as in 'east-quay'"
    return ParseError(f"'{text}' cannot be an id: lower-case letters, digits and single hyphens only", offset, 1, hint)
