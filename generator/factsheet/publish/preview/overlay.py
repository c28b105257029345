"""Between the pages and the browser: findings are laid above each page as it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_LIVERELOAD = "/livereload/"
_INSERTION_POINT = b'<div class="md-container"'
"""Findings stand before this, right below the header; a document without it, such as a card, shows none."""
_NOT_FOUND_PAGE = "404.html"


class AlertMiddleware:
    """Serves what another application serves, with the findings above each page."""

    def __init__(self, app: WSGIApplication, base: str, alert: Callable[[], bytes | None]) -> None:
        """Wrap an application that serves below `base`; `alert` gives the findings as HTML.

        `alert` gives nothing where there are none, and None where there is no page to lay them above.
        """
        self._app, self._base, self._alert = app, base, alert

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        path = environ.get("PATH_INFO", "")
        if path.startswith(_LIVERELOAD) or not _is_page(path, self._base):
            return self._app(environ, start)
        status, headers, body = self._call_app(environ)
        if status.startswith("404"):
            # Read as a file of the site, the page for a wrong address reloads itself like every other.
            _, headers, body = self._call_app(environ | {"PATH_INFO": f"{self._base}{_NOT_FOUND_PAGE}"})
        if status.startswith(("200", "404")):
            body = body.replace(_INSERTION_POINT, (self._alert() or b"") + _INSERTION_POINT, 1)
            headers = [(name, value) for name, value in headers if name.lower() != "content-length"]
            headers.append(("Content-Length", str(len(body))))
        start(status, headers)
        return [body]

    def _call_app(self, environ: WSGIEnvironment) -> tuple[str, list[tuple[str, str]], bytes]:
        told: list[tuple[str, list[tuple[str, str]]]] = []

        def start(status: str, headers: list[tuple[str, str]], *_: object) -> Callable[[bytes], object]:
            told.append((status, headers))
            return lambda _: None

        answer = self._app(environ, start)
        try:
            body = b"".join(answer)
        finally:
            close = getattr(answer, "close", None)
            if close:
                close()
        status, headers = told[-1]
        return status, headers, body


def _is_page(path: str, base: str) -> bool:
    last = path.rpartition("/")[2]
    return path.startswith(base) and ("." not in last or last.endswith(".html"))
