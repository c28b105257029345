"""Do addresses still answer? The one module that uses the network, and only when it is asked to.

Only http and https are spoken, also behind a redirect; of an answer nothing but its head is read.
"""

from __future__ import annotations

import http.client
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote, urldefrag, urljoin, urlsplit, urlunsplit

from factsheet import __version__

TIMEOUT = 10
"""Seconds after which a host counts as silent."""
APART = 1.0
"""Seconds between two requests to the same host."""
MOST_HOPS = 8
AGENT = f"factsheet/{__version__} (looks whether the sources of a fact sheet still answer)"

_SCHEMES = frozenset({"http", "https"})
_FOR_GOOD = frozenset({301, 308})
_FOR_NOW = frozenset({302, 303, 307})
_GONE = frozenset({404, 410})
_REFUSED = frozenset({401, 402, 403, 405, 406, 429, 451})
_FIRST_FAULT = 400
_AS_IT_IS = "!#$%&'()*+,/:;=?@[]~"
"""Signs of an address that mean something, or are encoded already."""


class Answer(StrEnum):
    """What became of an address."""

    ANSWERS = "answers"
    MOVED = "moved"
    GONE = "gone"
    REFUSED = "cannot tell"
    SILENT = "no answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An address and what came back."""

    url: str
    answer: Answer
    status: int = 0
    """The last status of HTTP; 0 where none came."""
    to: str = ""
    """Where it has moved for good."""
    why: str = ""
    """Why there is no answer, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """The clock that requests are paced by, so that no host is asked twice within a second."""

    ticks: Callable[[], float]
    rest: Callable[[float], None]


def ask_all(urls: Iterable[str], pace: Pace) -> Iterator[Asked]:
    """Ask each address once, one after the other, and yield what became of it."""
    last: dict[str, float] = {}

    def wait(url: str) -> None:
        host = urlsplit(url).netloc
        if host in last and (early := last[host] + APART - pace.ticks()) > 0:
            pace.rest(early)
        last[host] = pace.ticks()

    for url in urls:
        yield _ask(url, wait)


def _ask(url: str, wait: Callable[[str], None]) -> Asked:
    try:
        return _followed(url, wait)
    except (OSError, http.client.HTTPException, ValueError) as fault:
        return Asked(url=url, answer=Answer.SILENT, why=_words(fault))


def _followed(url: str, wait: Callable[[str], None]) -> Asked:
    """Ask an address, and those that it forwards to.

    Raises:
        OSError: when the network refuses.
        http.client.HTTPException: when the answer is none of HTTP.
        ValueError: when an address on the way is none.
    """
    at, lasting = _as_sent(url), True
    moved = ""
    for _ in range(MOST_HOPS):
        if urlsplit(at).scheme not in _SCHEMES:
            return Asked(url=url, answer=Answer.SILENT, why=f"it leads to '{at}', which is no web address")
        status, target = _request(at, wait)
        if status in _FOR_GOOD | _FOR_NOW and target:
            at = _as_sent(urljoin(at, target))
            lasting = lasting and status in _FOR_GOOD
            moved = at if lasting else moved
            continue
        return _judged(url, status, moved)
    return Asked(url=url, answer=Answer.SILENT, why=f"it is forwarded more than {MOST_HOPS} times")


def _judged(url: str, status: int, moved: str) -> Asked:
    if status in _GONE:
        return Asked(url=url, answer=Answer.GONE, status=status, to=moved)
    if status in _REFUSED:
        return Asked(url=url, answer=Answer.REFUSED, status=status)
    if status >= _FIRST_FAULT:
        return Asked(url=url, answer=Answer.SILENT, status=status, why=f"its host answers {status}")
    return Asked(url=url, answer=Answer.MOVED if moved else Answer.ANSWERS, status=status, to=moved)


def _as_sent(url: str) -> str:
    """Return an address as it goes over the network: without its fragment, and in plain ASCII.

    Raises:
        ValueError: when it is no address, such as one with a bracket that is never closed.
    """
    parts = urlsplit(urldefrag(url).url)
    host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode("ascii")
    path, query = (quote(part, safe=_AS_IT_IS) for part in (parts.path, parts.query))
    return urlunsplit((parts.scheme, host, path, query, ""))


def _request(url: str, wait: Callable[[str], None]) -> tuple[int, str]:
    """Return the status of an address and where it forwards to; some hosts know no HEAD, so GET follows."""
    opener = urllib.request.OpenerDirector()  # One that knows no files, no FTP, and follows nothing itself.
    for speaks in (urllib.request.ProxyHandler, urllib.request.HTTPHandler, urllib.request.HTTPSHandler):
        opener.add_handler(speaks())
    status, target = 0, ""
    for method in ("HEAD", "GET"):
        wait(url)
        asking = urllib.request.Request(url, method=method, headers={"User-Agent": AGENT, "Accept": "*/*"})  # noqa: S310 - the scheme was looked at
        with opener.open(asking, timeout=TIMEOUT) as answer:
            status = answer.status
            # The library has read it as Latin-1; its bytes are what the host has sent, which mostly is UTF-8.
            target = quote(answer.headers.get("Location", "").encode("latin-1", "replace"), safe=_AS_IT_IS)
        if status < _FIRST_FAULT:
            break
    return status, target


def _words(fault: Exception) -> str:
    """Return a fault of the network in a few words."""
    reason = getattr(fault, "reason", fault)
    if isinstance(reason, TimeoutError):
        return f"no answer within {TIMEOUT} seconds"
    said = getattr(reason, "strerror", "") or str(reason) or type(reason).__name__
    return " ".join(said.split()).lower()
