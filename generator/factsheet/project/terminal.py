"""The terminal, for faces only: whether somebody watches, can be asked, and wants to read in colour."""

from __future__ import annotations

import os
import sys
from typing import TextIO


def is_watched() -> bool:
    """Tell whether somebody reads what is said beside the results."""
    return _is_terminal(sys.stderr)


def can_show_progress() -> bool:
    """Tell whether somebody watches, who is shown how far long work has come in a line written over."""
    return is_watched() and not _is_plain()


def can_ask() -> bool:
    """Tell whether somebody sits there to be asked."""
    return _is_terminal(sys.stdin) and is_watched()


def can_print_colour(stream: TextIO | None = None) -> bool:
    """Tell whether to print in colour: on a terminal that has not asked for none.

    `stream` is where it will be printed, the standard output when none is given.
    """
    return _is_terminal(stream or sys.stdout) and not os.environ.get("NO_COLOR") and not _is_plain()


def _is_terminal(stream: TextIO | None) -> bool:
    """Tell whether a stream leads to a terminal; one that was closed before we began is None."""
    return stream is not None and stream.isatty()


def _is_plain() -> bool:
    """Tell whether the terminal knows nothing but lines of text."""
    return os.environ.get("TERM") == "dumb"
