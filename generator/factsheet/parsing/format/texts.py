"""One way to write each text: plain where that is safe, in quotes where it must be, folded where long."""

from __future__ import annotations

import re
from dataclasses import dataclass

from factsheet.parsing.yaml.nodes import TextNode

WIDTH = 110
"""Columns of the longest line, where a text can be broken at all."""

_NO_TEXT_ELSEWHERE = frozenset({"~", "null", "true", "false", "yes", "no", "on", "off"})
"""Words that our reader takes as text or refuses, and other tools for YAML as something else."""
_FIRST = re.compile(r"[-?:](?=\s|$|[,\[\]{}])|[!&*|>'\"%@`#,\[\]{}]|---|\.\.\.")
_INSIDE = re.compile(r":(?=\s|$)|\s#|[\n\t]")
_IN_BRACKETS = re.compile(r"[,\[\]{}]|^[?:]")
_BREAK = re.compile(r"(?<=[^ \t]) (?=[^ \t])")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"})


@dataclass(frozen=True, slots=True)
class Written:
    """A text as it is written."""

    first: str
    """What stands behind the name of the field or the dash."""
    rest: tuple[str, ...] = ()
    """The lines below, without their indentation."""
    comment_last: bool = False
    """Whether a comment stands at the end of the last line and not of the first."""


def is_plain(text: str, *, in_brackets: bool = False, as_key: bool = False) -> bool:
    """Tell whether a text can be written without quotes and is read as itself."""
    return not (
        not text
        or text != text.strip()
        or (text.lower() in _NO_TEXT_ELSEWHERE and not as_key)
        or text == "<<"
        or _FIRST.match(text)
        or _INSIDE.search(text)
        or (in_brackets and _IN_BRACKETS.search(text))
    )


def in_line(text: str, *, as_key: bool = False) -> str:
    """Return a text as it is written in one line: plain, or in the quotes that need fewer escapes."""
    if is_plain(text, as_key=as_key):
        return text
    if "\n" not in text and "\t" not in text and text.count("'") < text.count('"') + text.count("\\"):
        return "'" + text.replace("'", "''") + "'"
    return f'"{text.translate(_ESCAPES)}"'


def keeps_its_lines(node: TextNode) -> bool:
    """Tell whether a text in double quotes is broken on purpose, with a backslash at the end of a line."""
    return node.source.startswith('"') and any(_goes_on(line) for line in node.source.split("\n")[:-1])


def as_value(node: TextNode, before: int, indent: int) -> Written:
    """Write the value of a field or entry.

    Args:
        node: The text.
        before: How many columns stand before it in its line.
        indent: The columns by which further lines are indented.
    """
    if keeps_its_lines(node):
        first, *rest = (_trimmed(line) for line in node.source.split("\n"))
        return Written(first, tuple(line.lstrip(" \t") for line in rest), comment_last=True)
    text, width = node.text, WIDTH - indent
    if "\n" in text:
        return _block(text, width) or Written(in_line(text))
    fits = before + len(in_line(text)) <= WIDTH
    if fits or not _folds(text) or not _BREAK.search(text):
        return Written(in_line(text))
    return Written(">-", _wrapped(text, width))


def _block(text: str, width: int) -> Written | None:
    """Write a text of several lines as a block of lines, or return None where quotes are safer."""
    chomping, body = ("", text[:-1]) if text.endswith("\n") else ("-", text)
    lines = body.split("\n")
    ends_in_blanks = any(line != line.rstrip() for line in lines)
    if ends_in_blanks or not lines[-1] or not lines[0] or lines[0][0] in " \t":
        return None
    folds = all(_folds(line) for line in lines if line)
    if len(lines) > 1 and (max(map(len, lines)) <= width or not folds):
        return Written(f"|{chomping}", tuple(lines))
    return Written(f">{chomping}", _paragraphs(lines, width)) if folds else None


def _folds(line: str) -> bool:
    return line == line.strip() and bool(line)


def _wrapped(line: str, width: int) -> tuple[str, ...]:
    """Break a line between words; where several blanks stand together they stay."""
    lines: list[str] = []
    for word in _BREAK.split(line):
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)


def _paragraphs(lines: list[str], width: int) -> tuple[str, ...]:
    """Fold lines: each end of a line needs one more empty line than it stands for."""
    folded: list[str] = []
    for line in lines:
        if line:
            folded += [*([""] if folded else []), *_wrapped(line, width)]
        else:
            folded.append("")
    return tuple(folded)


def _goes_on(line: str) -> bool:
    """Tell whether a line in double quotes ends in a backslash that breaks it."""
    return (len(line) - len(line.rstrip("\\"))) % 2 == 1


def _trimmed(line: str) -> str:
    """Cut off the blanks at the end of a line in double quotes, but for one that is escaped."""
    trimmed = line.rstrip(" \t")
    return line[: len(trimmed) + 1] if _goes_on(trimmed) else trimmed
