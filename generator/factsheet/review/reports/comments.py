"""Plain text for the Markdown of a pull-request comment, an issue or a summary: the only place that escapes it.

GitHub and GitLab look for links, mentions and references in what is left once all Markdown and HTML is read, and also
inside of tags that stand in the text. A character reference is no help there; an element within the words is.
"""

import re

from factsheet.diagnostics.reporters import escape_unprintable
from factsheet.render.markdown.inline import escape_inline, fold_white_space

_BREAK = "<wbr>"
_AUTOLINK = re.compile(
    r"[@#!$%&~^*\[{]"  # mentions, issues, formulas, and on GitLab requests, milestones, epics, labels, alerts, wikis
    r"|:(?=[\w+-]+:|//)"  # emoji and addresses
    r"|(?<=[A-Za-z])-(?=\d)|(?<=GHSA)-"  # `GH-1` and the keys of other trackers
    r"|www(?=\.)"
    r"|(?P<hash>[0-9a-f]{7,})",
    re.IGNORECASE,
)
"""What begins something that would be linked or replaced, and a whole hash."""
_HASH_PART_LENGTH = 4
"""Digits of a hash that are too few to be linked to a commit."""


def escape_comment_text(text: str) -> str:
    """Return plain text for the middle of a line of a comment, with nothing in it a mention, a reference or a link."""
    written: list[str] = []
    end = 0
    folded = fold_white_space(escape_unprintable(fold_white_space(text)))
    for match in _AUTOLINK.finditer(folded):
        opener = match[0]
        step = _HASH_PART_LENGTH if match["hash"] else len(opener)
        written.append(escape_inline(folded[end : match.start()]))
        written += [f"{escape_inline(opener[i : i + step])}{_BREAK}" for i in range(0, len(opener), step)]
        end = match.end()
    written.append(escape_inline(folded[end:]))
    return "".join(written).replace("$", "&#36;").replace('"', "&quot;")


def escape_comment_code(text: str) -> str:
    """Return plain text as code. What is written with tags is text to those who look for links, and escaped alike."""
    return f"<code>{escape_comment_text(text)}</code>"
