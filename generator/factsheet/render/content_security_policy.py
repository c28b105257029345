"""The content security policy of a page: only files of the site may run, and inline scripts that are allowed.

Static hosts set no headers, so the policy is part of the page, before anything that it restricts.
Source: W3C Content Security Policy Level 3; `frame-ancestors` and reports do not work from a page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from factsheet.render.unsafe_markup import find_inline, hash_inline

_COMMENTS = r"\s*(?:<!--(?!-?>)(?:(?!--!?>).)*-->\s*)*"
_REST = r"""\b(?:"[^"]*"|'[^']*'|[^>"'])*>"""
_OPENINGS = (rf"(?:{_COMMENTS}<{tag}{_REST})?" for tag in ("!doctype", "html", "head", r"meta\s+charset"))
_START = re.compile("".join(_OPENINGS), re.DOTALL | re.IGNORECASE)
"""What stands in a page before anything that the policy is to restrict."""

_POLICY = (
    "default-src 'none'; script-src 'self'{script}; style-src 'self'{style}; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'"
)
POLICY_WITHOUT_HASHES = _POLICY.format(script=" 'unsafe-inline'", style=" 'unsafe-inline'")
"""For builders that cannot add the hashes of a page: its inline scripts run, and still nothing is loaded from
another host or sent there."""


def with_policy(page: str, allows: Callable[[str], bool]) -> str:
    """Insert the policy of a finished HTML page before all but the line that names its character set.

    Its styles have their hash in the policy, and those of its scripts that are allowed. What is no page is
    returned unchanged.
    """
    start = _START.match(page)
    if "<" not in page or not start:
        return page
    scripts, styles = find_inline(page)
    policy = _POLICY.format(script=_list_hashes(filter(allows, scripts)), style=_list_hashes(styles))
    meta = f'\n  <meta http-equiv="Content-Security-Policy" content="{policy}">'
    return f"{start[0]}{meta}{page[start.end() :]}"


def _list_hashes(texts: Iterable[str]) -> str:
    """Return the hash of each inline text, in the order of the page, each once."""
    return "".join(f" '{digest}'" for digest in dict.fromkeys(map(hash_inline, texts)))
