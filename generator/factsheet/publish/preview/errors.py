"""What can stop a preview, in words: an address that is taken, and faults of others with their places."""

from __future__ import annotations

import datetime as dt
import errno
import socket
import traceback
from collections.abc import Mapping
from pathlib import Path

from factsheet.diagnostics.core import Diagnostic, Location
from factsheet.diagnostics.rules.site import BUILD_FAILED
from factsheet.project.load import read_site

GENERIC_HINT = "put right what the message names"
"""The hint of findings of which nothing is known but what MkDocs said."""


def find_address_problem(host: str, port: int) -> str:
    """Return why nothing can be served at an address, in words; empty where it can."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # As the server does itself.
        try:
            tried.bind((host, port))
        except OSError as fault:
            taken = fault.errno == errno.EADDRINUSE
            why = "another program serves there" if taken else (fault.strerror or str(fault)).lower()
            return (
                f"cannot serve at {host}:{port}: {why}; name another address, as in `--address {host}:8001`"
            )
    return ""


def diagnose_exception(error: Exception, root: Path) -> Diagnostic:
    """Return a fault that came out of a template, an extension or another plugin, with its last place."""
    at = traceback.extract_tb(error.__traceback__)[-1]
    where = Path(at.filename)
    file = where.relative_to(root).as_posix() if where.is_relative_to(root) else at.filename
    words = " ".join(f"{type(error).__name__}: {error}".split())
    return BUILD_FAILED.report(Location(file, at.lineno or 0, 1), words, GENERIC_HINT)


def diagnose_settings(config_file: Path, day: dt.date) -> tuple[Mapping[str, str], tuple[Diagnostic, ...]]:
    """Return the texts of a site, and what our own reader finds wrong with its `mkdocs.yml`."""
    site = read_site(config_file, day)
    ours = (one for one in site.inputs.diagnostics if one.location.file == config_file.name)
    return site.inputs.texts, tuple(ours)
