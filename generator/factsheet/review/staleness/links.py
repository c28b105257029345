"""Whether the addresses of sources still answer; the only module that uses the network."""

import http.client
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from urllib.parse import quote, urldefrag, urljoin, urlsplit, urlunsplit

from factsheet import __version__
from factsheet.analysis.catalog import Catalog
from factsheet.diagnostics.core import Diagnostic, Location, Rule
from factsheet.diagnostics.frozen import dataclass
from factsheet.diagnostics.rules import LINK_GONE, LINK_MOVED, LINK_UNVERIFIABLE, NO_RESPONSE

_TIMEOUT = 10
"""Seconds after which a host counts as silent."""
REQUEST_INTERVAL = 1.0
"""Seconds between two requests to the same host."""
_MAX_REDIRECTS = 8
USER_AGENT = f"factsheet/{__version__} (looks whether the sources of a fact sheet still answer)"
_HEADERS = {"User-Agent": USER_AGENT, "Accept": "*/*"}
_SCHEMES = frozenset({"http", "https"})
_PERMANENT_REDIRECTS = frozenset({301, 308})
_TEMPORARY_REDIRECTS = frozenset({302, 303, 307})
_GONE_STATUSES = frozenset({404, 410})
_REFUSED_STATUSES = frozenset({401, 402, 403, 405, 406, 429, 451})
_FIRST_ERROR_STATUS = 400
_SAFE_CHARACTERS = "!#$%&'()*+,/:;=?@[]~"
"""Characters of an address that have a meaning, or are encoded already."""


class LinkAnswer(StrEnum):
    """How an address was answered."""

    ANSWERS = "answers"
    MOVED = "moved"
    GONE = "gone"
    REFUSED = "cannot tell"
    SILENT = "no answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkResult:
    """An address and how it was answered."""

    url: str
    answer: LinkAnswer
    status: int = 0
    """The last HTTP status; 0 without a response."""
    moved_to: str = ""
    """Where it has moved permanently."""
    why: str = ""
    """Why there is no answer, in words."""


def check_links(urls: Iterable[str], now: Callable[[], float], sleep: Callable[[float], None]) -> Iterator[LinkResult]:
    """Request each address once, and yield how it was answered; `now` and `sleep` count in seconds.

    The requests come one after the other, those to the same host at least a second apart.
    """
    last: dict[str, float] = {}

    def wait(url: str) -> None:
        host = urlsplit(url).netloc
        if host in last and (early := last[host] + REQUEST_INTERVAL - now()) > 0:
            sleep(early)
        last[host] = now()

    for url in urls:
        try:
            yield _follow_redirects(url, wait)
        except (OSError, http.client.HTTPException, ValueError) as error:
            yield LinkResult(url=url, answer=LinkAnswer.SILENT, why=_describe_error(error))


def _follow_redirects(url: str, wait: Callable[[str], None]) -> LinkResult:
    """Request an address, and those it redirects to; raises OSError, HTTPException, ValueError for a malformed one."""
    current, moved_to, is_permanent = _encode_url(url), "", True
    for _ in range(_MAX_REDIRECTS):
        if urlsplit(current).scheme not in _SCHEMES:
            why = f"it redirects to '{current}', which is not a web address"
            return LinkResult(url=url, answer=LinkAnswer.SILENT, why=why)
        status, target = _request(current, wait)
        if not target or status not in _PERMANENT_REDIRECTS | _TEMPORARY_REDIRECTS:
            return _classify_status(url, status, moved_to)
        current = _encode_url(urljoin(current, target))
        is_permanent = is_permanent and status in _PERMANENT_REDIRECTS
        moved_to = current if is_permanent else moved_to
    return LinkResult(url=url, answer=LinkAnswer.SILENT, why=f"it redirects more than {_MAX_REDIRECTS} times")


def _classify_status(url: str, status: int, moved_to: str) -> LinkResult:
    if status in _GONE_STATUSES:
        return LinkResult(url=url, answer=LinkAnswer.GONE, status=status, moved_to=moved_to)
    if status in _REFUSED_STATUSES:
        return LinkResult(url=url, answer=LinkAnswer.REFUSED, status=status)
    if status >= _FIRST_ERROR_STATUS:
        return LinkResult(url=url, answer=LinkAnswer.SILENT, status=status, why=f"its host answers {status}")
    answer = LinkAnswer.MOVED if moved_to else LinkAnswer.ANSWERS
    return LinkResult(url=url, answer=answer, status=status, moved_to=moved_to)


def _encode_url(url: str) -> str:
    """Return an address as it is requested: plain ASCII, without its fragment; raises ValueError if it is malformed."""
    parts = urlsplit(urldefrag(url).url)
    host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode("ascii")
    path, query = (quote(part, safe=_SAFE_CHARACTERS) for part in (parts.path, parts.query))
    return urlunsplit((parts.scheme, host, path, query, ""))


def _request(url: str, wait: Callable[[str], None]) -> tuple[int, str]:
    """Return the status of an address and where it redirects to; GET follows HEAD, which some hosts refuse."""
    opener = urllib.request.OpenerDirector()  # One that opens no files, knows no FTP, and follows no redirect.
    for handler in (urllib.request.ProxyHandler, urllib.request.HTTPHandler, urllib.request.HTTPSHandler):
        opener.add_handler(handler())
    status, target = 0, ""
    for method in ("HEAD", "GET"):
        wait(url)
        request = urllib.request.Request(url, None, _HEADERS, method=method)  # noqa: S310 - the scheme was checked
        with opener.open(request, timeout=_TIMEOUT) as response:
            status = response.status
            # The library reads it as Latin-1, but hosts mostly send UTF-8; the bytes are the same.
            target = quote(response.headers.get("Location", "").encode("latin-1", "replace"), safe=_SAFE_CHARACTERS)
        if status < _FIRST_ERROR_STATUS:
            break
    return status, target


def _describe_error(error: Exception) -> str:
    reason = getattr(error, "reason", error)
    if isinstance(reason, TimeoutError):
        return f"no answer within {_TIMEOUT} seconds"
    text = getattr(reason, "strerror", "") or str(reason) or type(reason).__name__
    return " ".join(text.split()).lower()


@dataclass(frozen=True, slots=True)
class SourceLink:
    """A source and how its address was answered."""

    source: str
    result: LinkResult
    location: Location

    @property
    def diagnostic(self) -> Diagnostic | None:
        """What is wrong with the address; None where nothing is."""
        result = self.result
        match result.answer:
            case LinkAnswer.ANSWERS:
                return None
            case LinkAnswer.GONE:
                behind = f" behind '{result.moved_to}'" if result.moved_to else ""
                message = f"nothing stands at its address any more ({result.status}{behind})"
                return self._report(LINK_GONE, message, "put its new address here, or that of an archived copy")
            case LinkAnswer.MOVED:
                hint = "look whether the same text stands there, and put that address here"
                return self._report(LINK_MOVED, f"it has moved permanently to '{result.moved_to}'", hint)
            case LinkAnswer.REFUSED:
                message = f"its host turns programs away ({result.status}), so it cannot be checked"
                return self._report(LINK_UNVERIFIABLE, message, "open the address yourself")
            case LinkAnswer.SILENT:
                hint = "try again on another day; if it stays so, put the address of an archived copy here"
                return self._report(NO_RESPONSE, f"its address does not answer: {result.why}", hint)

    def _report(self, rule: Rule, message: str, hint: str) -> Diagnostic:
        return rule.report(self.location, f"source '{self.source}': {message}", hint)


def list_source_links(catalog: Catalog, results: Mapping[str, LinkResult]) -> tuple[SourceLink, ...]:
    """Return how the address of each source was answered, in the order of the sources."""
    sources = (source for source in catalog.sources.values() if source.url in results)
    return tuple(SourceLink(source.id, results[source.url], source.locations.find("url")) for source in sources)
