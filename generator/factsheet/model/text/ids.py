"""What may be an id: the rule that makes it safe as a web address and as a file name on every system."""

from __future__ import annotations

import re

from factsheet.diagnostics.parse_error import Fault

MOST_CHARACTERS = 63
"""The longest id, in characters; also the longest label of a host name."""

SHAPE = "[a-z0-9](-?[a-z0-9])*"
"""A regular expression for the whole of an id; JSON Schemas say it too."""

_DEVICES = ("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)))
"""Names that Windows keeps for devices."""
_OURS = ("index", "404", "search", "assets", "sitemap", "tags", "stylesheets", "javascripts")
"""Names that the site keeps for itself."""
_TAKEN = frozenset((*_DEVICES, *_OURS))


def parse_id(text: str) -> str | Fault:
    """Return the id, or what keeps the text from being one.

    The rule refuses names that Windows keeps for devices and names that the site keeps for itself, so
    that an id never collides with a file on any system.
    """
    if text in _TAKEN:
        return Fault(f"'{text}' is kept for another use", width=len(text), hint="choose another id")
    if len(text) > MOST_CHARACTERS:
        message = f"an id has at most {MOST_CHARACTERS} characters, this has {len(text)}"
        return Fault(message, MOST_CHARACTERS, len(text) - MOST_CHARACTERS, "leave words out")
    if re.fullmatch(SHAPE, text):
        return text
    offset = next((at for at, sign in enumerate(text) if not re.match(r"[a-z0-9-]", sign)), 0)
    mended = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    sound = mended and re.fullmatch(SHAPE, mended)
    hint = (
        f"write '{mended}'" if sound else "write words in a-z and 0-9 with hyphens between, as in 'east-quay'"
    )
    return Fault(
        f"'{text}' cannot be an id: lower-case letters, digits and single hyphens only", offset, 1, hint
    )
