"""The content security policy of a page: only files of the site may run, and inline scripts only by their hash.

Static hosts set no headers, so the policy is part of the page, before anything that it restricts.
Source: W3C Content Security Policy Level 3; `frame-ancestors` and reports do not work from a page.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable

_ELEMENT = re.compile(r"<(script|style)\b([^>]*)>(.*?)</\1>", re.DOTALL | re.IGNORECASE)
_NOT_RUN = re.compile(r"\bsrc\s*=|\btype\s*=\s*[\"']?application/(ld\+)?json", re.IGNORECASE)
_CHARSET = re.compile(r"<meta charset=[^>]*>", re.IGNORECASE)

_DIRECTIVES = (
    "default-src 'none'",
    "script-src 'self'{script}",
    "style-src 'self'{style}",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
)

POLICY_WITHOUT_HASHES = "; ".join(_DIRECTIVES).format(script=" 'unsafe-inline'", style=" 'unsafe-inline'")
"""For builders that cannot add the hashes of a page: its inline scripts run, and still nothing is loaded from
another host or sent there."""


def with_policy(page: str) -> str:
    """Insert the policy of a finished HTML page after the line that names its character set.

    A page without that line is returned unchanged: no other place is sure to come before all scripts.
    """
    inline = [(found[1].lower(), found[3]) for found in _ELEMENT.finditer(page) if not _NOT_RUN.search(found[2])]
    allowed = {kind: _hash_texts(text for name, text in inline if name == kind) for kind in ("script", "style")}
    policy = "; ".join(_DIRECTIVES).format(**allowed)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return _CHARSET.sub(lambda charset: f"{charset[0]}\n  {meta}", page, count=1)


def _hash_texts(texts: Iterable[str]) -> str:
    """Return the hash of each inline text as browsers compute it, in the order of the page, each once."""
    digests = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts if text)
    return "".join(f" 'sha256-{digest}'" for digest in dict.fromkeys(digests))
