"""Text from facts made safe for comments on pull requests: GitHub's and GitLab's Markdown, not ours.

There, beside Markdown and HTML, `@name` calls a person, `#12`, `GH-12` and a hash lead to something, `:word:`
becomes a picture, `$…$` a formula, and an address a link. Many of these are found after character references
are read, so a reference alone does not stop them; an empty break (`<wbr>`) inside does, and is not seen.
"""

from __future__ import annotations

import re

from factsheet.diagnostics.reporters import escape_unprintable
from factsheet.render.markdown import escape

_BREAK = "<wbr>"
_AUTOLINK = re.compile(
    r"[@#!$%&](?=\w)|:(?=[\w+-]+:|//)|\bGH-(?=\d)|\bwww(?=\.)|\b(?P<hash>[0-9a-fA-F]{7,})\b"
)
"""What begins a call, a reference, a picture or an address, and a whole hash."""
_HASH_PART_LENGTH = 4
"""So many digits of a hash are too few to lead to a version."""


def escape_comment_text(text: str) -> str:
    """Return plain text for the middle of a line of a comment."""
    written: list[str] = []
    end = 0
    folded = escape.fold_white_space(escape_unprintable(escape.fold_white_space(text)))
    for found in _AUTOLINK.finditer(folded):
        call = found[0]
        parts = (
            [call[at : at + _HASH_PART_LENGTH] for at in range(0, len(call), _HASH_PART_LENGTH)]
            if found["hash"]
            else [call]
        )
        written.append(escape.escape_inline(folded[end : found.start()]))
        written += [f"{escape.escape_inline(part)}{_BREAK}" for part in parts]
        end = found.end()
    written.append(escape.escape_inline(folded[end:]))
    return "".join(written).replace("$", "&#36;").replace('"', "&quot;")


def escape_comment_code(text: str) -> str:
    """Return plain text as code: nothing in it is a call or a reference there."""
    return f"<code>{escape.escape_inline(escape_unprintable(escape.fold_white_space(text))).replace('$', '&#36;')}</code>"
