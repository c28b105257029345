"""What went wrong, on the page and in the terminal of a preview."""

from __future__ import annotations

import datetime as dt
import errno
import socket
import traceback
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from factsheet.diagnostics.core import Diagnostic, Location
from factsheet.diagnostics.reporters import (
    escape_unprintable,
    format_excerpt,
    format_location,
    format_totals,
)
from factsheet.diagnostics.rules.site import BUILD_FAILED
from factsheet.model.text.spans import Role, Strong, make_text
from factsheet.project.load import read_site
from factsheet.render.blocks import Block, Blocks, Box, Paragraph, Verbatim
from factsheet.render.pages.inline_text import mark, to_text


class PreviewState(StrEnum):
    """What stands below the findings, in words."""

    LAST_GOOD = "Below is the page as it was before. It is made anew as soon as this is mended."
    NEW = "The page below is of what you have saved, but a build would stop at this."
    NOTHING = "There are no pages before this is mended. They come by themselves then."


def build_preview_panel(findings: tuple[Diagnostic, ...], texts: Mapping[str, str], below: PreviewState) -> Blocks:
    """Return the findings as blocks, their count first; `texts` holds the files that they are about."""
    headline = Paragraph(to_text(Strong(make_text(f"{format_totals(findings)}.")), f" {below.value}"))
    return (headline, *(Box(Role.FINDING, _build_diagnostic(one, texts)) for one in findings))


def _build_diagnostic(finding: Diagnostic, texts: Mapping[str, str]) -> Blocks:
    code = Strong(make_text(f"{finding.severity.value} {finding.code}"))
    blocks: list[Block] = [
        Paragraph(to_text(mark(Role.ID, format_location(finding.location)), " ", code)),
        Paragraph(to_text(Strong(make_text(escape_unprintable(finding.message))))),
    ]
    lines = format_excerpt(finding, texts)
    if lines:
        blocks.append(Verbatim(lines))
    if finding.hint:
        blocks.append(Paragraph(to_text("Mend: ", make_text(escape_unprintable(finding.hint)))))
    return tuple(blocks)


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
            return f"cannot serve at {host}:{port}: {why}; name another address, as in `--address {host}:8001`"
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
