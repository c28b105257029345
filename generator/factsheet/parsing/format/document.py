"""The canonical form of a file of facts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import dropwhile
from pathlib import PurePosixPath

from factsheet.parsing.format.comments import CommentedEntry, CommentedNode, attach_comments, list_comments
from factsheet.parsing.schema import records
from factsheet.parsing.schema.records import FieldKind, Shape, TextKind
from factsheet.parsing.yaml.document import read_document
from factsheet.parsing.yaml.nodes import ListNode, TextNode, YamlDocument, YamlNode

MAX_LINE_WIDTH = 110
"""Columns of the longest line, where a text can be broken at all."""

_RESERVED_WORDS = frozenset({"~", "null", "true", "false", "yes", "no", "on", "off"})
"""Words that other YAML tools do not read as text."""
_INDICATOR_AT_START = re.compile(r"[-?:](?=\s|$|[,\[\]{}])|[!&*|>'\"%@`#,\[\]{}]|---|\.\.\.")
_INDICATOR_INSIDE = re.compile(r":(?=\s|$)|\s#|[\n\t]")
_FLOW_INDICATOR = re.compile(r"[,\[\]{}]|^[?:]")
_BREAK_POINT = re.compile(r"(?<=[^ \t]) (?=[^ \t])")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"})


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
    """Return a text on one line: plain, or in the quotes that need fewer escapes."""
    if is_plain_scalar(text, as_key=as_key):
        return text
    if "\n" not in text and "\t" not in text and text.count("'") < text.count('"') + text.count("\\"):
        return "'" + text.replace("'", "''") + "'"
    return f'"{text.translate(_ESCAPES)}"'


def has_fixed_lines(node: TextNode) -> bool:
    """Tell whether a text in double quotes is broken on purpose, with a backslash at the end of a line."""
    return node.source.startswith('"') and any(_is_continued(line) for line in node.source.split("\n")[:-1])


def format_field_text(node: TextNode, before: int, indent: int) -> tuple[str, ...]:
    """Return the lines of a value that has so many columns before it; those below will be indented by so many."""
    if has_fixed_lines(node):
        first, *rest = (_strip_end(line) for line in node.source.split("\n"))
        return (first, *(line.lstrip(" \t") for line in rest))
    text, width = node.text, MAX_LINE_WIDTH - indent
    if "\n" in text:
        return _format_block(text, width) or (format_scalar(text),)
    fits = before + len(format_scalar(text)) <= MAX_LINE_WIDTH
    if fits or not _can_fold(text) or not _BREAK_POINT.search(text):
        return (format_scalar(text),)
    return (">-", *_wrap_line(text, width))


def _format_block(text: str, width: int) -> tuple[str, ...]:
    """Return a text of several lines as the lines of a block scalar; none if quotes are safer."""
    chomping, body = ("", text[:-1]) if text.endswith("\n") else ("-", text)
    lines = body.split("\n")
    has_trailing_space = any(line != line.rstrip() for line in lines)
    if has_trailing_space or not lines[-1] or not lines[0] or lines[0][0] in " \t":
        return ()
    folds = all(_can_fold(line) for line in lines if line)
    if len(lines) > 1 and (max(map(len, lines)) <= width or not folds):
        return (f"|{chomping}", *lines)
    return (f">{chomping}", *_fold_lines(lines, width)) if folds else ()


def _can_fold(line: str) -> bool:
    return line == line.strip() and bool(line)


def _wrap_line(line: str, width: int) -> tuple[str, ...]:
    """Break a line between words; several spaces in a row are kept."""
    lines: list[str] = []
    for word in _BREAK_POINT.split(line):
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)


def _fold_lines(lines: list[str], width: int) -> tuple[str, ...]:
    """Fold lines: each line break is written as an additional empty line."""
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
    """Strip the spaces at the end of a line in double quotes, except an escaped one."""
    trimmed = line.rstrip(" \t")
    return line[: len(trimmed) + 1] if _is_continued(trimmed) else trimmed


_INDENT_WIDTH = 2


def format_root(root: CommentedNode, shape: Shape | None) -> str:
    """Return the text of a file; its shape is None if it is not known."""
    header, spaced, root = _split_header(root)
    above, lines = _format_node(root, shape, 0)
    if header and (spaced or any(above)):
        above = ["", *above]
    if not root.entries:
        lines = ["{}" if root.is_mapping else "[]", *lines]
    return "\n".join([*header, *above, *lines]) + "\n"


def _split_header(root: CommentedNode) -> tuple[list[str], bool, CommentedNode]:
    """Return the comment at the start of the file, whether an empty line follows it, and the rest."""
    if not root.entries:
        return [], False, root
    first, *rest = root.entries
    above = _strip_empty_lines(first.lines_above)
    size = above.index("") if "" in above else len(above)
    spaced = size < len(above) or (bool(above) and first.lines_above[-1] == "")
    kept = (*above[size:], "") if size < len(above) and first.lines_above[-1] == "" else tuple(above[size:])
    return above[:size], spaced, replace(root, entries=(replace(first, lines_above=kept), *rest))


def _format_node(node: CommentedNode, shape: Shape | None, indent: int) -> tuple[list[str], list[str]]:
    """Return the comment lines above the first entry of a node, and all its other lines."""
    entries = _sort_fields(node.entries, shape) if node.is_mapping else node.entries
    first_above: list[str] = []
    lines: list[str] = []
    for number, entry in enumerate(entries):
        above, body = _format_entry(entry, _find_kind(entry, shape, is_mapping=node.is_mapping), indent)
        above = _collapse_empty_lines(above, drop=node.is_mapping and indent > 0)
        if number == 0:
            first_above = _indent_lines(_strip_empty_lines(above, start_only=True), indent)
        else:
            if shape is records.FACT_SHAPE and not node.is_mapping and above[:1] != [""]:
                above = ["", *above]
            lines += _indent_lines(above, indent)
        lines += body
    end = _collapse_empty_lines([*node.end_lines], drop=False)
    while end and not end[-1]:
        end.pop()
    return first_above, [*lines, *_indent_lines(end, indent)]


def _format_entry(entry: CommentedEntry, kind: FieldKind | None, indent: int) -> tuple[list[str], list[str]]:
    """Return the comment lines above an entry, without indentation, and its own lines."""
    start = " " * indent + (f"{format_scalar(entry.key.text, as_key=True)}:" if entry.key else "-")
    line_comment = re.sub(r"^#(?=\w)", " #", entry.line_comment)  # After one space, `#1` would look like text.
    above, comments = [*entry.lines_above], [line_comment] if line_comment else []
    if isinstance(entry.value, TextNode):
        first_line, *others = format_field_text(entry.value, len(start) + 1, indent + _INDENT_WIDTH)
        body = [f"{start} {first_line}", *_indent_lines(others, indent + _INDENT_WIDTH)]
        commented = -1 if has_fixed_lines(entry.value) else 0
        body[commented] = " ".join([body[commented], *comments])
        return above, body
    inner = records.to_item_kind(kind) if kind else None  # The shape of a mapping, or of the members of a list.
    shape = inner if isinstance(inner, Shape) else None
    is_record = entry.key is None and entry.value.is_mapping and entry.value.entries
    has_names = kind == records.ListOf(TextKind.PLAIN) and len(entry.value.entries) > 1  # Commas may be parts of names.
    in_brackets = "" if is_record or has_names else _format_in_brackets(entry.value, shape)
    if in_brackets and len(start) + 1 + len(in_brackets) <= MAX_LINE_WIDTH:
        return above, [" ".join([start, in_brackets, *comments])]
    deeper = indent + _INDENT_WIDTH
    is_list = entry.key and not entry.value.is_mapping
    if in_brackets and is_list and deeper + len(in_brackets) <= MAX_LINE_WIDTH:
        return above, [" ".join([start, *comments]), " " * deeper + in_brackets]
    first, lines = _format_node(entry.value, shape, deeper)
    if entry.key:
        return above, [" ".join([start, *comments]), *first, *lines]
    above += [line.strip() for line in (*comments, *first)]
    return above, [f"{start} {lines[0].lstrip()}", *lines[1:]]


def _sort_fields(entries: Iterable[CommentedEntry], shape: Shape | None) -> list[CommentedEntry]:
    """Sort fields in the order of their shape; unknown fields follow in the order of the file."""
    places = {name: place for place, name in enumerate(shape.field_names if shape else ())}
    return sorted(entries, key=lambda entry: places.get(entry.key.text if entry.key else "", len(places)))


def _find_kind(entry: CommentedEntry, shape: Shape | None, *, is_mapping: bool) -> FieldKind | None:
    """Return the kind of an entry; in a list whose members have a shape, that shape."""
    if not is_mapping:
        return shape
    field = shape.find_field(entry.key.text) if shape and entry.key else None
    return field.kind if field else None


def _format_in_brackets(node: CommentedNode, shape: Shape | None, *, outermost: bool = True) -> str:
    """Return a node on one line; empty if it reads better on several.

    Brackets hold only texts that need no quotes there and are not prose; a mapping may also hold lists.
    """
    if node.has_comments:
        return ""
    members: list[str] = []
    for entry in _sort_fields(node.entries, shape) if node.is_mapping else node.entries:
        text = _format_bracket_member(entry, shape, may_nest=outermost and node.is_mapping)
        if not text:
            return ""
        members.append(f"{entry.key.text}: {text}" if entry.key else text)
    return f"{{{', '.join(members)}}}" if node.is_mapping else f"[{', '.join(members)}]"


def _format_bracket_member(entry: CommentedEntry, shape: Shape | None, *, may_nest: bool) -> str:
    if entry.key and not is_plain_scalar(entry.key.text, in_brackets=True, as_key=True):
        return ""
    if isinstance(entry.value, CommentedNode):
        nests = may_nest and (not entry.value.is_mapping or not entry.value.entries)
        return _format_in_brackets(entry.value, None, outermost=False) if nests else ""
    is_prose = _find_kind(entry, shape, is_mapping=entry.key is not None) is TextKind.PROSE
    plain = is_plain_scalar(entry.value.text, in_brackets=True) and not has_fixed_lines(entry.value)
    return entry.value.text if plain and not is_prose else ""


def _collapse_empty_lines(lines: list[str], *, drop: bool) -> list[str]:
    """Keep one of several empty lines, and none between the fields of a record without comments."""
    if drop and not any(lines):
        return []
    return [line for number, line in enumerate(lines) if line or not number or lines[number - 1]]


def _strip_empty_lines(above: Iterable[str], *, start_only: bool = False) -> list[str]:
    lines = [*dropwhile(lambda line: not line, above)]
    while lines and not lines[-1] and not start_only:
        lines.pop()
    return lines


def _indent_lines(lines: Iterable[str], indent: int) -> list[str]:
    return [" " * indent + line if line else "" for line in lines]


class RoundTripError(Exception):
    """The formatted text does not mean the same as the file: a bug of ours, and nothing may be written."""


def find_shape(file: str, facts: str) -> Shape:
    """Return the shape of a file, which follows from its path in the folder of facts."""
    path = PurePosixPath(file).relative_to(facts)
    return records.FILE_SHAPES[path.parts[0].removesuffix("s") if path.parent.name else path.stem]


def format_document(document: YamlDocument, shape: Shape | None) -> str:
    """Return the canonical form of a file that was read without errors.

    Raises:
        RoundTripError: if the formatted text would mean something else or lose a comment; do not write it.
    """
    if document.root is None or isinstance(document.root, TextNode):
        return document.text
    text = format_root(attach_comments(document), shape)
    formatted, diagnostics = read_document(document.file, text.encode())
    if formatted is None or diagnostics:
        raise RoundTripError(f"line {diagnostics[0].location.line}: {diagnostics[0].message}")
    if _to_plain_data(formatted.root) != _to_plain_data(document.root):
        raise RoundTripError("its fields or texts would change")
    if sorted(list_comments(formatted)) != sorted(list_comments(document)):
        raise RoundTripError("its comments would change")
    return text


def _to_plain_data(node: YamlNode | None) -> object:
    """Return the data of a node; the order of fields has no meaning, the order of a list has."""
    if node is None or isinstance(node, TextNode):
        return node.text if node else None
    if isinstance(node, ListNode):
        return [_to_plain_data(member) for member in node.nodes]
    return {entry.key.text: _to_plain_data(entry.value) for entry in node.entries}
