"""One way to write each text: plain where that is safe, in quotes where it must be, folded where long."""

from __future__ import annotations

import re
from dataclasses import dataclass

from factsheet.parsing.yaml.nodes import TextNode

MAX_LINE_WIDTH = 110
"""Columns of the longest line, where a text can be broken at all."""

_RESERVED_WORDS = frozenset({"~", "null", "true", "false", "yes", "no", "on", "off"})
"""Words that our reader takes as text or refuses, and other tools for YAML as something else."""
_INDICATOR_AT_START = re.compile(r"[-?:](?=\s|$|[,\[\]{}])|[!&*|>'\"%@`#,\[\]{}]|---|\.\.\.")
_INDICATOR_INSIDE = re.compile(r":(?=\s|$)|\s#|[\n\t]")
_FLOW_INDICATOR = re.compile(r"[,\[\]{}]|^[?:]")
_BREAK_POINT = re.compile(r"(?<=[^ \t]) (?=[^ \t])")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"})


@dataclass(frozen=True, slots=True)
class WrittenText:
    """A text as it is written."""

    first_line: str
    """What stands behind the name of the field or the dash."""
    other_lines: tuple[str, ...] = ()
    """The lines below, without their indentation."""
    comment_on_last_line: bool = False
    """Whether a comment stands at the end of the last line and not of the first."""


def is_plain_scalar(text: str, *, in_brackets: bool = False, as_key: bool = False) -> bool:
    """Tell whether a text can be written without quotes and is read as itself."""
    return not (
        not text
        or text != text.strip()
        or (text.lower() in _RESERVED_WORDS and not as_key)
        or text == "<<"
        or _INDICATOR_AT_START.match(text)
        or _INDICATOR_INSIDE.search(text)
        or (in_brackets and _FLOW_INDICATOR.search(text))
    )


def format_scalar(text: str, *, as_key: bool = False) -> str:
    """Return a text as it is written in one line: plain, or in the quotes that need fewer escapes."""
    if is_plain_scalar(text, as_key=as_key):
        return text
    if "\n" not in text and "\t" not in text and text.count("'") < text.count('"') + text.count("\\"):
        return "'" + text.replace("'", "''") + "'"
    return f'"{text.translate(_ESCAPES)}"'


def has_fixed_lines(node: TextNode) -> bool:
    """Tell whether a text in double quotes is broken on purpose, with a backslash at the end of a line."""
    return node.source.startswith('"') and any(_is_continued(line) for line in node.source.split("\n")[:-1])


def format_field_text(node: TextNode, before: int, indent: int) -> WrittenText:
    """Write the value of a field or entry.

    Args:
        node: The text.
        before: How many columns stand before it in its line.
        indent: The columns by which further lines are indented.
    """
    if has_fixed_lines(node):
        first, *rest = (_strip_end(line) for line in node.source.split("\n"))
        return WrittenText(first, tuple(line.lstrip(" \t") for line in rest), comment_on_last_line=True)
    text, width = node.text, MAX_LINE_WIDTH - indent
    if "\n" in text:
        return _format_block(text, width) or WrittenText(format_scalar(text))
    fits = before + len(format_scalar(text)) <= MAX_LINE_WIDTH
    if fits or not _can_fold(text) or not _BREAK_POINT.search(text):
        return WrittenText(format_scalar(text))
    return WrittenText(">-", _wrap_line(text, width))


def _format_block(text: str, width: int) -> WrittenText | None:
    """Write a text of several lines as a block of lines, or return None where quotes are safer."""
    chomping, body = ("", text[:-1]) if text.endswith("\n") else ("-", text)
    lines = body.split("\n")
    ends_in_blanks = any(line != line.rstrip() for line in lines)
    if ends_in_blanks or not lines[-1] or not lines[0] or lines[0][0] in " \t":
        return None
    folds = all(_can_fold(line) for line in lines if line)
    if len(lines) > 1 and (max(map(len, lines)) <= width or not folds):
        return WrittenText(f"|{chomping}", tuple(lines))
    return WrittenText(f">{chomping}", _fold_lines(lines, width)) if folds else None


def _can_fold(line: str) -> bool:
    return line == line.strip() and bool(line)


def _wrap_line(line: str, width: int) -> tuple[str, ...]:
    """Break a line between words; where several blanks stand together they stay."""
    lines: list[str] = []
    for word in _BREAK_POINT.split(line):
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)


def _fold_lines(lines: list[str], width: int) -> tuple[str, ...]:
    """Fold lines: each end of a line needs one more empty line than it stands for."""
    folded: list[str] = []
    for line in lines:
        if line:
            folded += [*([""] if folded else []), *_wrap_line(line, width)]
        else:
            folded.append("")
    return tuple(folded)


def _is_continued(line: str) -> bool:
    """Tell whether a line in double quotes ends in a backslash that breaks it."""
    return (len(line) - len(line.rstrip("\\"))) % 2 == 1


def _strip_end(line: str) -> str:
    """Cut off the blanks at the end of a line in double quotes, but for one that is escaped."""
    trimmed = line.rstrip(" \t")
    return line[: len(trimmed) + 1] if _is_continued(trimmed) else trimmed
