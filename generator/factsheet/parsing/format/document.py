"""The canonical form of a file of facts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from factsheet.parsing.format.attached import CommentedEntry, CommentedNode, attach_comments
from factsheet.parsing.schema.kinds import FieldKind, Shape, TextKind, to_item_kind
from factsheet.parsing.schema.records import ACTORS_SHAPE, FACT_SHAPE, PLACES_SHAPE, SHEET_SHAPE, SOURCE_SHAPE
from factsheet.parsing.yaml.comments import list_comments
from factsheet.parsing.yaml.document import read_document
from factsheet.parsing.yaml.nodes import ListNode, TextNode, YamlDocument, YamlNode

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


_INDENT_WIDTH = 2


def format_root(root: CommentedNode, shape: Shape | None) -> str:
    """Return the text of a file of this shape; None stands for a file of which the shape is not known."""
    header, spaced, root = _split_header(root)
    above, lines = _format_node(root, shape, 0)
    if header and (spaced or any(above)):
        above = ["", *above]
    if not root.entries:
        lines = ["{}" if root.is_mapping else "[]", *lines]
    return "\n".join([*header, *above, *lines]) + "\n"


def _split_header(root: CommentedNode) -> tuple[list[str], bool, CommentedNode]:
    """Take the comment off that begins the file; tell whether an empty line follows it."""
    if not root.entries:
        return [], False, root
    first, *rest = root.entries
    above = _strip_empty_lines(first.lines_above)
    size = above.index("") if "" in above else len(above)
    kept = CommentedEntry(
        key=first.key, value=first.value, line_comment=first.line_comment, lines_above=tuple(above[size:])
    )
    spaced = size < len(above) or (bool(above) and first.lines_above[-1] == "")
    branch = CommentedNode(is_mapping=root.is_mapping, entries=(kept, *rest), end_lines=root.end_lines)
    return above[:size], spaced, branch


def _format_node(branch: CommentedNode, shape: Shape | None, indent: int) -> tuple[list[str], list[str]]:
    """Return the comment lines above the first slot of a branch, and all its lines below them."""
    slots = _sort_fields(branch.entries, shape) if branch.is_mapping else branch.entries
    first_above: list[str] = []
    lines: list[str] = []
    for number, slot in enumerate(slots):
        above, body = _format_entry(slot, _find_kind(slot, shape, is_mapping=branch.is_mapping), indent)
        above = _collapse_empty_lines(above, drop=branch.is_mapping and indent > 0)
        if number == 0:
            first_above = _indent_lines(_strip_empty_lines(above, start_only=True), indent)
        else:
            if shape is FACT_SHAPE and not branch.is_mapping and above[:1] != [""]:
                above = ["", *above]
            lines += _indent_lines(above, indent)
        lines += body
    end = _collapse_empty_lines([*branch.end_lines], drop=False)
    while end and not end[-1]:
        end.pop()
    return first_above, [*lines, *_indent_lines(end, indent)]


def _format_entry(slot: CommentedEntry, kind: FieldKind | None, indent: int) -> tuple[list[str], list[str]]:
    """Return the comment lines above a slot, without indentation, and its lines."""
    start = " " * indent + (f"{format_scalar(slot.key.text, as_key=True)}:" if slot.key else "-")
    above, beside = [*slot.lines_above], [slot.line_comment] if slot.line_comment else []
    if isinstance(slot.value, TextNode):
        written = format_field_text(slot.value, len(start) + 1, indent + _INDENT_WIDTH)
        body = [f"{start} {written.first_line}", *_indent_lines(written.other_lines, indent + _INDENT_WIDTH)]
        commented = -1 if written.comment_on_last_line else 0
        body[commented] = " ".join([body[commented], *beside])
        return above, body
    shape = _find_inner_shape(kind)
    is_record = slot.key is None and slot.value.is_mapping and slot.value.entries
    bracketed = None if is_record else _format_in_brackets(slot.value, shape)
    if bracketed is not None and len(start) + 1 + len(bracketed) <= MAX_LINE_WIDTH:
        return above, [" ".join([start, bracketed, *beside])]
    deeper = indent + _INDENT_WIDTH
    if bracketed is not None and slot.key and not slot.value.is_mapping and deeper + len(bracketed) <= MAX_LINE_WIDTH:
        return above, [" ".join([start, *beside]), " " * deeper + bracketed]
    first, lines = _format_node(slot.value, shape, deeper)
    if slot.key:
        return above, [" ".join([start, *beside]), *first, *lines]
    above += [*beside, *(line.strip() for line in first)]
    return above, [f"{start} {lines[0].lstrip()}", *lines[1:]]


def _sort_fields(slots: Iterable[CommentedEntry], shape: Shape | None) -> list[CommentedEntry]:
    """Sort fields as their shape names them; those that it does not name follow as they were written."""
    places = {name: place for place, name in enumerate(shape.field_names if shape else ())}
    return sorted(slots, key=lambda slot: places.get(slot.key.text if slot.key else "", len(places)))


def _find_kind(slot: CommentedEntry, shape: Shape | None, *, is_mapping: bool) -> FieldKind | None:
    """Return what a slot holds: in a list whose members have a shape, that shape."""
    if not is_mapping:
        return shape
    field = shape.find_field(slot.key.text) if shape and slot.key else None
    return field.kind if field else None


def _find_inner_shape(kind: FieldKind | None) -> Shape | None:
    """Return the shape of a mapping of this kind, or of the members of such a list."""
    inner = to_item_kind(kind) if kind else None
    return inner if isinstance(inner, Shape) else None


def _format_in_brackets(branch: CommentedNode, shape: Shape | None, *, outermost: bool = True) -> str | None:
    """Return a branch in one line, or None where it reads better in several.

    In brackets stand texts that need no quotes there, and no prose; a list in a mapping may be one of them.
    """
    if branch.has_comments:
        return None
    members: list[str] = []
    for slot in _sort_fields(branch.entries, shape) if branch.is_mapping else branch.entries:
        written = _format_bracket_member(slot, shape, may_nest=outermost and branch.is_mapping)
        if written is None:
            return None
        members.append(f"{slot.key.text}: {written}" if slot.key else written)
    return f"{{{', '.join(members)}}}" if branch.is_mapping else f"[{', '.join(members)}]"


def _format_bracket_member(slot: CommentedEntry, shape: Shape | None, *, may_nest: bool) -> str | None:
    if slot.key and not is_plain_scalar(slot.key.text, in_brackets=True, as_key=True):
        return None
    if isinstance(slot.value, CommentedNode):
        nests = may_nest and (not slot.value.is_mapping or not slot.value.entries)
        return _format_in_brackets(slot.value, None, outermost=False) if nests else None
    field = shape.find_field(slot.key.text) if shape and slot.key else None
    is_prose = field is not None and field.kind is TextKind.PROSE
    plain = is_plain_scalar(slot.value.text, in_brackets=True) and not has_fixed_lines(slot.value)
    return slot.value.text if plain and not is_prose else None


def _collapse_empty_lines(above: list[str], *, drop: bool) -> list[str]:
    """Keep one empty line of several, and none between fields of a record without a comment."""
    if drop and not any(above):
        return []
    return [line for number, line in enumerate(above) if line or not number or above[number - 1]]


def _strip_empty_lines(above: Iterable[str], *, start_only: bool = False) -> list[str]:
    lines = [*above]
    while lines and not lines[0]:
        lines.pop(0)
    while lines and not lines[-1] and not start_only:
        lines.pop()
    return lines


def _indent_lines(lines: Iterable[str], indent: int) -> list[str]:
    return [" " * indent + line if line else "" for line in lines]


class RoundTripError(Exception):
    """What was written does not read back as what was there: a fault of ours, and nothing may be written."""


def find_shape(file: str, facts: str) -> Shape:
    """Return the shape that a file has by its place in the folder of facts."""
    path = PurePosixPath(file).relative_to(facts)
    by_folder = {"sheets": SHEET_SHAPE, "sources": SOURCE_SHAPE}
    return by_folder.get(path.parts[0]) or (ACTORS_SHAPE if path.name == "actors.yml" else PLACES_SHAPE)


def format_document(document: YamlDocument, shape: Shape | None) -> str:
    """Return the canonical form of a file that was read without a finding.

    Raises:
        NotTheSame: when the form would say something else or lose a comment; the file is to be left alone.
    """
    if document.root is None or isinstance(document.root, TextNode):
        return document.text
    text = format_root(attach_comments(document), shape)
    again, findings = read_document(document.file, text.encode())
    if again is None or findings:
        raise RoundTripError(f"line {findings[0].location.line}: {findings[0].message}")
    if _to_plain_data(again.root) != _to_plain_data(document.root):
        raise RoundTripError("its fields and texts are not the ones that were there")
    if sorted(list_comments(again)) != sorted(list_comments(document)):
        raise RoundTripError("its comments are not the ones that were there")
    return text


def _to_plain_data(node: YamlNode | None) -> object:
    """Return what a node says: the order of fields says nothing, the order of a list does."""
    if node is None or isinstance(node, TextNode):
        return node.text if node else None
    if isinstance(node, ListNode):
        return [_to_plain_data(member) for member in node.nodes]
    return {entry.key.text: _to_plain_data(entry.value) for entry in node.entries}
