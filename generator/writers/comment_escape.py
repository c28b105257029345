"""Text from facts made safe for comments on pull requests: GitHub's and GitLab's Markdown, not ours.

There, beside Markdown and HTML, `@name` calls a person, `#12`, `GH-12` and a hash lead to something, `:word:`
becomes a picture, `$…$` a formula, and an address a link. Many of these are found after character references
are read, so a reference alone does not stop them; an empty break (`<wbr>`) inside does, and is not seen.
"""

from __future__ import annotations

import re

from generator.reporting.reporters import visible
from generator.writers import escape

_BREAK = "<wbr>"
_CALLS = re.compile(
    r"(?P<sign>[@#!$%&](?=\w)|:(?=[\w+/-])|\bGH-(?=\d)|\bwww(?=\.)|\b[0-9a-fA-F]{4}(?=[0-9a-fA-F]{3}))"
)
"""What begins a call, a reference, a picture, an address or a hash."""


def comment_text(text: str) -> str:
    """Return plain text for the middle of a line of a comment."""
    parts: list[str] = []
    end = 0
    folded = escape.fold(visible(escape.fold(text)))
    for found in _CALLS.finditer(folded):
        parts += [escape.inline(folded[end : found.end()]), _BREAK]
        end = found.end()
    parts.append(escape.inline(folded[end:]))
    return "".join(parts).replace("$", "&#36;").replace('"', "&quot;")


def comment_code(text: str) -> str:
    """Return plain text as code: nothing in it is a call or a reference there."""
    return f"<code>{escape.inline(visible(escape.fold(text))).replace('$', '&#36;')}</code>"
