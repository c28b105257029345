"""The terminal, for entry points only: whether somebody watches, can be asked, and wants colour."""

import os
import sys
from typing import TextIO


def is_watched() -> bool:
    """Tell whether somebody reads the messages beside the results."""
    return _is_terminal(sys.stderr)


def can_show_progress() -> bool:
    """Tell whether to show progress in a line that is overwritten."""
    return is_watched() and not _is_plain()


def can_ask() -> bool:
    """Tell whether somebody can answer questions."""
    return _is_terminal(sys.stdin) and is_watched()


def can_edit_lines() -> bool:
    """Tell whether the terminal can show a line while it is edited."""
    return can_ask() and not _is_plain()


def measure_width() -> int:
    """Return how many columns the messages beside the results have; 0 where they are not shown at a terminal."""
    return os.get_terminal_size(sys.stderr.fileno()).columns if is_watched() else 0


def can_print_colour(stream: TextIO | None = None) -> bool:
    """Tell whether to print in colour to a stream, by default the standard output."""
    return _is_terminal(stream or sys.stdout) and not os.environ.get("NO_COLOR") and not _is_plain()


def _is_terminal(stream: TextIO | None) -> bool:
    """Tell whether a stream is a terminal; one that was closed before we started is None."""
    return stream is not None and stream.isatty()


def _is_plain() -> bool:
    """Tell whether the terminal can only print lines of text."""
    return os.environ.get("TERM") == "dumb"
