"""Whether the addresses of sources still answer; the only place that asks the network."""

from __future__ import annotations

import http.client
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote, urldefrag, urljoin, urlsplit, urlunsplit

from factsheet import __version__
from factsheet.analysis.catalog import Catalog
from factsheet.diagnostics.core import Diagnostic, Location, Rule, sort_diagnostics
from factsheet.diagnostics.rules.review import LINK_GONE, LINK_MOVED, LINK_UNVERIFIABLE, NO_RESPONSE

_TIMEOUT = 10
"""Seconds after which a host counts as silent."""
REQUEST_INTERVAL = 1.0
"""Seconds between two requests to the same host."""
_MAX_REDIRECTS = 8
USER_AGENT = f"factsheet/{__version__} (looks whether the sources of a fact sheet still answer)"

_SCHEMES = frozenset({"http", "https"})
_PERMANENT_REDIRECTS = frozenset({301, 308})
_TEMPORARY_REDIRECTS = frozenset({302, 303, 307})
_GONE_STATUSES = frozenset({404, 410})
_REFUSED_STATUSES = frozenset({401, 402, 403, 405, 406, 429, 451})
_FIRST_ERROR_STATUS = 400
_SAFE_CHARACTERS = "!#$%&'()*+,/:;=?@[]~"
"""Signs of an address that mean something, or are encoded already."""


class LinkAnswer(StrEnum):
    """What became of an address."""

    ANSWERS = "answers"
    MOVED = "moved"
    GONE = "gone"
    REFUSED = "cannot tell"
    SILENT = "no answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkResult:
    """An address and what came back."""

    url: str
    answer: LinkAnswer
    status: int = 0
    """The last status of HTTP; 0 where none came."""
    moved_to: str = ""
    """Where it has moved for good."""
    why: str = ""
    """Why there is no answer, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """The clock that requests are paced by, so that no host is asked twice within a second."""

    clock: Callable[[], float]
    sleep: Callable[[float], None]


def check_links(urls: Iterable[str], pace: Pace) -> Iterator[LinkResult]:
    """Ask each address once, one after the other, and yield what became of it."""
    last: dict[str, float] = {}

    def wait(url: str) -> None:
        host = urlsplit(url).netloc
        if host in last and (early := last[host] + REQUEST_INTERVAL - pace.clock()) > 0:
            pace.sleep(early)
        last[host] = pace.clock()

    for url in urls:
        yield _check_link(url, wait)


def _check_link(url: str, wait: Callable[[str], None]) -> LinkResult:
    try:
        return _follow_redirects(url, wait)
    except (OSError, http.client.HTTPException, ValueError) as fault:
        return LinkResult(url=url, answer=LinkAnswer.SILENT, why=_describe_error(fault))


def _follow_redirects(url: str, wait: Callable[[str], None]) -> LinkResult:
    """Ask an address, and those that it forwards to.

    Raises:
        OSError: when the network refuses.
        http.client.HTTPException: when the answer is none of HTTP.
        ValueError: when an address on the way is none.
    """
    at, lasting = _encode_url(url), True
    moved = ""
    for _ in range(_MAX_REDIRECTS):
        if urlsplit(at).scheme not in _SCHEMES:
            return LinkResult(url=url, answer=LinkAnswer.SILENT, why=f"it leads to '{at}', which is no web address")
        status, target = _request(at, wait)
        if status in _PERMANENT_REDIRECTS | _TEMPORARY_REDIRECTS and target:
            at = _encode_url(urljoin(at, target))
            lasting = lasting and status in _PERMANENT_REDIRECTS
            moved = at if lasting else moved
            continue
        return _classify_status(url, status, moved)
    return LinkResult(url=url, answer=LinkAnswer.SILENT, why=f"it is forwarded more than {_MAX_REDIRECTS} times")


def _classify_status(url: str, status: int, moved: str) -> LinkResult:
    if status in _GONE_STATUSES:
        return LinkResult(url=url, answer=LinkAnswer.GONE, status=status, moved_to=moved)
    if status in _REFUSED_STATUSES:
        return LinkResult(url=url, answer=LinkAnswer.REFUSED, status=status)
    if status >= _FIRST_ERROR_STATUS:
        return LinkResult(url=url, answer=LinkAnswer.SILENT, status=status, why=f"its host answers {status}")
    return LinkResult(url=url, answer=LinkAnswer.MOVED if moved else LinkAnswer.ANSWERS, status=status, moved_to=moved)


def _encode_url(url: str) -> str:
    """Return an address as it goes over the network: without its fragment, and in plain ASCII.

    Raises:
        ValueError: when it is no address, such as one with a bracket that is never closed.
    """
    parts = urlsplit(urldefrag(url).url)
    host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode("ascii")
    path, query = (quote(part, safe=_SAFE_CHARACTERS) for part in (parts.path, parts.query))
    return urlunsplit((parts.scheme, host, path, query, ""))


def _request(url: str, wait: Callable[[str], None]) -> tuple[int, str]:
    """Return the status of an address and where it forwards to; some hosts know no HEAD, so GET follows."""
    opener = urllib.request.OpenerDirector()  # One that knows no files, no FTP, and follows nothing itself.
    for speaks in (urllib.request.ProxyHandler, urllib.request.HTTPHandler, urllib.request.HTTPSHandler):
        opener.add_handler(speaks())
    status, target = 0, ""
    for method in ("HEAD", "GET"):
        wait(url)
        asking = urllib.request.Request(  # noqa: S310 - the scheme was looked at
            url, method=method, headers={"User-Agent": USER_AGENT, "Accept": "*/*"}
        )
        with opener.open(asking, timeout=_TIMEOUT) as answer:
            status = answer.status
            # The library has read it as Latin-1; its bytes are what the host has sent, which mostly is UTF-8.
            target = quote(answer.headers.get("Location", "").encode("latin-1", "replace"), safe=_SAFE_CHARACTERS)
        if status < _FIRST_ERROR_STATUS:
            break
    return status, target


def _describe_error(fault: Exception) -> str:
    """Return a fault of the network in a few words."""
    reason = getattr(fault, "reason", fault)
    if isinstance(reason, TimeoutError):
        return f"no answer within {_TIMEOUT} seconds"
    said = getattr(reason, "strerror", "") or str(reason) or type(reason).__name__
    return " ".join(said.split()).lower()


@dataclass(frozen=True, slots=True)
class SourceLink:
    """A source and what its address answered."""

    source: str
    result: LinkResult
    location: Location

    @property
    def diagnostic(self) -> Diagnostic | None:
        """What is wrong with the address; None where nothing is."""
        told = _diagnose_result(self.result)
        if told is None:
            return None
        rule, message, hint = told
        return rule.report(self.location, f"source '{self.source}': {message}", hint)


def collect_link_diagnostics(links: Iterable[SourceLink]) -> tuple[Diagnostic, ...]:
    """Return what is wrong with any of the addresses."""
    return sort_diagnostics(finding for link in links if (finding := link.diagnostic))


def list_source_links(catalog: Catalog, asked: Mapping[str, LinkResult]) -> tuple[SourceLink, ...]:
    """Return what became of the address of each source, in the order of the sources."""
    return tuple(
        SourceLink(source.id, asked[source.url], source.locations.find("url"))
        for source in catalog.sources.values()
        if source.url in asked
    )


def _diagnose_result(asked: LinkResult) -> tuple[Rule, str, str] | None:
    match asked.answer:
        case LinkAnswer.GONE:
            behind = f" behind '{asked.moved_to}'" if asked.moved_to else ""
            hint = "put its new address here, or that of an archived copy"
            return LINK_GONE, f"nothing stands at its address any more ({asked.status}{behind})", hint
        case LinkAnswer.REFUSED:
            message = f"its host turns programs away ({asked.status}), so this cannot be told"
            return LINK_UNVERIFIABLE, message, "open the address yourself"
        case LinkAnswer.SILENT:
            hint = "try again on another day; if it stays so, put the address of an archived copy here"
            return NO_RESPONSE, f"its address does not answer: {asked.why}", hint
        case LinkAnswer.MOVED:
            hint = "look whether the same text stands there, and put that address here"
            return LINK_MOVED, f"it has moved for good to '{asked.moved_to}'", hint
        case LinkAnswer.ANSWERS:
            return None
