"""What went wrong, on the page and in the terminal of a preview."""

from __future__ import annotations

import errno
import socket
from collections.abc import Mapping
from enum import StrEnum

from factsheet.diagnostics.core import Diagnostic
from factsheet.diagnostics.reporters import escape_unprintable, format_excerpt, format_location, format_totals
from factsheet.model.text.spans import Role, Strong, make_text
from factsheet.render.blocks import Block, Blocks, Box, Paragraph, Verbatim
from factsheet.render.pages.inline_text import mark, to_text


class PreviewState(StrEnum):
    """What is shown below the diagnostics."""

    LAST_GOOD = "Below is the page as it was before. It is rebuilt as soon as this is fixed."
    NEW = "The page below shows what you have saved, but a build would stop at this."
    NOTHING = "There are no pages until this is fixed. They will then appear by themselves."


def build_preview_panel(diagnostics: tuple[Diagnostic, ...], texts: Mapping[str, str], state: PreviewState) -> Blocks:
    """Return the diagnostics as blocks, their count first; `texts` holds the files that they are about."""
    headline = Paragraph(to_text(Strong(make_text(f"{format_totals(diagnostics)}.")), f" {state.value}"))
    return (headline, *(Box(Role.FINDING, _build_diagnostic(item, texts)) for item in diagnostics))


def _build_diagnostic(diagnostic: Diagnostic, texts: Mapping[str, str]) -> Blocks:
    code = Strong(make_text(f"{diagnostic.severity.value} {diagnostic.code}"))
    blocks: list[Block] = [
        Paragraph(to_text(mark(Role.ID, format_location(diagnostic.location)), " ", code)),
        Paragraph(to_text(Strong(make_text(escape_unprintable(diagnostic.message))))),
    ]
    if excerpt := format_excerpt(diagnostic, texts):
        blocks.append(Verbatim(excerpt))
    if diagnostic.hint:
        blocks.append(Paragraph(to_text("Fix: ", make_text(escape_unprintable(diagnostic.hint)))))
    return tuple(blocks)


GENERIC_HINT = "fix what the message names"
"""The hint where nothing is known but the message of MkDocs."""


def find_address_problem(host: str, port: int) -> str:
    """Return why nothing can be served at an address; empty where it can."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # As the server does itself.
        try:
            trial.bind((host, port))
        except OSError as error:
            is_taken = error.errno == errno.EADDRINUSE
            why = "another program is using it" if is_taken else (error.strerror or str(error)).lower()
            return f"cannot serve at {host}:{port}: {why}; name another address, as in `--address {host}:8001`"
    return ""
