"""Stands in for Typst: every handout and picture is a few bytes, so that a run costs all the rest."""

from __future__ import annotations

TypstError = OSError


class Compiler:
    """Sets nothing."""

    def __init__(self, **options: object) -> None:
        """Take the options of Typst's own."""

    def compile(self, *, format: str, **options: object) -> bytes:  # noqa: A002, ARG002 - Typst's own names
        """Return the first bytes of a file of the right kind."""
        return b"%PDF-1.7\n" if format == "pdf" else b"\x89PNG\r\n\x1a\n"


Fonts = Compiler
