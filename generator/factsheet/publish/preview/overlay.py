"""Between the pages and the browser: adds the diagnostics above each page that is requested."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_LIVERELOAD = "/livereload/"
_INSERTION_POINT = b'<div class="md-container"'
"""Diagnostics are inserted before this, right below the header; a document without it, such as a card, shows none."""
_NOT_FOUND_PAGE = "404.html"


class AlertMiddleware:
    """Serves what another application serves, with the diagnostics above each page."""

    def __init__(self, app: WSGIApplication, base: str, alert: Callable[[], bytes]) -> None:
        """Wrap an application that serves below `base`; `alert` returns the diagnostics as HTML, if any."""
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
            body = body.replace(_INSERTION_POINT, self._alert() + _INSERTION_POINT, 1)
            headers = [(name, value) for name, value in headers if name.lower() != "content-length"]
            headers.append(("Content-Length", str(len(body))))
        start(status, headers)
        return [body]

    def _call_app(self, environ: WSGIEnvironment) -> tuple[str, list[tuple[str, str]], bytes]:
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def start(status: str, headers: list[tuple[str, str]], *_: object) -> Callable[[bytes], object]:
            started.append((status, headers))
            return lambda _: None

        response = self._app(environ, start)
        try:
            body = b"".join(response)
        finally:
            if close := getattr(response, "close", None):
                close()
        return *started[-1], body


def _is_page(path: str, base: str) -> bool:
    last = path.rpartition("/")[2]
    return path.startswith(base) and ("." not in last or last.endswith(".html"))
