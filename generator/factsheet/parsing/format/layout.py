"""The lines of a file: fields in the order of their shape, short lists in brackets, comments in place."""

from __future__ import annotations

from collections.abc import Iterable

from factsheet.parsing.format.attached import CommentedEntry, CommentedNode
from factsheet.parsing.format.texts import (
    MAX_LINE_WIDTH,
    format_field_text,
    format_scalar,
    has_fixed_lines,
    is_plain_scalar,
)
from factsheet.parsing.schema import FACT_SHAPE, FieldKind, Shape, TextKind
from factsheet.parsing.schema.kinds import to_item_kind
from factsheet.parsing.yaml.nodes import TextNode

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
    if (
        bracketed is not None
        and slot.key
        and not slot.value.is_mapping
        and deeper + len(bracketed) <= MAX_LINE_WIDTH
    ):
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
