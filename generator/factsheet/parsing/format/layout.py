"""The lines of a file: fields in the order of their shape, short lists in brackets, comments in place."""

from __future__ import annotations

from collections.abc import Iterable

from factsheet.parsing.format.attached import Branch, Slot
from factsheet.parsing.format.texts import WIDTH, as_value, in_line, is_plain, keeps_its_lines
from factsheet.parsing.schema import FACT, Kind, Shape, TextKind
from factsheet.parsing.schema.kinds import kind_of_one
from factsheet.parsing.yaml.nodes import TextNode

_STEP = 2


def layout(root: Branch, shape: Shape | None) -> str:
    """Return the text of a file of this shape; None stands for a file of which the shape is not known."""
    header, spaced, root = _header(root)
    above, lines = _branch(root, shape, 0)
    if header and (spaced or any(above)):
        above = ["", *above]
    if not root.slots:
        lines = ["{}" if root.is_mapping else "[]", *lines]
    return "\n".join([*header, *above, *lines]) + "\n"


def _header(root: Branch) -> tuple[list[str], bool, Branch]:
    """Take the comment off that begins the file; tell whether an empty line follows it."""
    if not root.slots:
        return [], False, root
    first, *rest = root.slots
    above = _without_edges(first.above)
    size = above.index("") if "" in above else len(above)
    kept = Slot(key=first.key, value=first.value, beside=first.beside, above=tuple(above[size:]))
    spaced = size < len(above) or (bool(above) and first.above[-1] == "")
    branch = Branch(is_mapping=root.is_mapping, slots=(kept, *rest), end=root.end)
    return above[:size], spaced, branch


def _branch(branch: Branch, shape: Shape | None, indent: int) -> tuple[list[str], list[str]]:
    """Return the comment lines above the first slot of a branch, and all its lines below them."""
    slots = _in_order(branch.slots, shape) if branch.is_mapping else branch.slots
    first_above: list[str] = []
    lines: list[str] = []
    for number, slot in enumerate(slots):
        above, body = _slot(slot, _kind(slot, shape, is_mapping=branch.is_mapping), indent)
        above = _spaced(above, drop=branch.is_mapping and indent > 0)
        if number == 0:
            first_above = _indented(_without_edges(above, start_only=True), indent)
        else:
            if shape is FACT and not branch.is_mapping and above[:1] != [""]:
                above = ["", *above]
            lines += _indented(above, indent)
        lines += body
    end = _spaced([*branch.end], drop=False)
    while end and not end[-1]:
        end.pop()
    return first_above, [*lines, *_indented(end, indent)]


def _slot(slot: Slot, kind: Kind | None, indent: int) -> tuple[list[str], list[str]]:
    """Return the comment lines above a slot, without indentation, and its lines."""
    start = " " * indent + (f"{in_line(slot.key.text, as_key=True)}:" if slot.key else "-")
    above, beside = [*slot.above], [slot.beside] if slot.beside else []
    if isinstance(slot.value, TextNode):
        written = as_value(slot.value, len(start) + 1, indent + _STEP)
        body = [f"{start} {written.first}", *_indented(written.rest, indent + _STEP)]
        commented = -1 if written.comment_last else 0
        body[commented] = " ".join([body[commented], *beside])
        return above, body
    shape = _shape(kind)
    is_record = slot.key is None and slot.value.is_mapping and slot.value.slots
    bracketed = None if is_record else _in_brackets(slot.value, shape)
    if bracketed is not None and len(start) + 1 + len(bracketed) <= WIDTH:
        return above, [" ".join([start, bracketed, *beside])]
    deeper = indent + _STEP
    if bracketed is not None and slot.key and not slot.value.is_mapping and deeper + len(bracketed) <= WIDTH:
        return above, [" ".join([start, *beside]), " " * deeper + bracketed]
    first, lines = _branch(slot.value, shape, deeper)
    if slot.key:
        return above, [" ".join([start, *beside]), *first, *lines]
    above += [*beside, *(line.strip() for line in first)]
    return above, [f"{start} {lines[0].lstrip()}", *lines[1:]]


def _in_order(slots: Iterable[Slot], shape: Shape | None) -> list[Slot]:
    """Sort fields as their shape names them; those that it does not name follow as they were written."""
    places = {name: place for place, name in enumerate(shape.names if shape else ())}
    return sorted(slots, key=lambda slot: places.get(slot.key.text if slot.key else "", len(places)))


def _kind(slot: Slot, shape: Shape | None, *, is_mapping: bool) -> Kind | None:
    """Return what a slot holds: in a list whose members have a shape, that shape."""
    if not is_mapping:
        return shape
    field = shape.field(slot.key.text) if shape and slot.key else None
    return field.kind if field else None


def _shape(kind: Kind | None) -> Shape | None:
    """Return the shape of a mapping of this kind, or of the members of such a list."""
    inner = kind_of_one(kind) if kind else None
    return inner if isinstance(inner, Shape) else None


def _in_brackets(branch: Branch, shape: Shape | None, *, outermost: bool = True) -> str | None:
    """Return a branch in one line, or None where it reads better in several.

    In brackets stand texts that need no quotes there, and no prose; a list in a mapping may be one of them.
    """
    if branch.commented:
        return None
    members: list[str] = []
    for slot in _in_order(branch.slots, shape) if branch.is_mapping else branch.slots:
        written = _in_brackets_too(slot, shape, may_nest=outermost and branch.is_mapping)
        if written is None:
            return None
        members.append(f"{slot.key.text}: {written}" if slot.key else written)
    return f"{{{', '.join(members)}}}" if branch.is_mapping else f"[{', '.join(members)}]"


def _in_brackets_too(slot: Slot, shape: Shape | None, *, may_nest: bool) -> str | None:
    if slot.key and not is_plain(slot.key.text, in_brackets=True, as_key=True):
        return None
    if isinstance(slot.value, Branch):
        nests = may_nest and (not slot.value.is_mapping or not slot.value.slots)
        return _in_brackets(slot.value, None, outermost=False) if nests else None
    field = shape.field(slot.key.text) if shape and slot.key else None
    is_prose = field is not None and field.kind is TextKind.PROSE
    plain = is_plain(slot.value.text, in_brackets=True) and not keeps_its_lines(slot.value)
    return slot.value.text if plain and not is_prose else None


def _spaced(above: list[str], *, drop: bool) -> list[str]:
    """Keep one empty line of several, and none between fields of a record without a comment."""
    if drop and not any(above):
        return []
    return [line for number, line in enumerate(above) if line or not number or above[number - 1]]


def _without_edges(above: Iterable[str], *, start_only: bool = False) -> list[str]:
    lines = [*above]
    while lines and not lines[0]:
        lines.pop(0)
    while lines and not lines[-1] and not start_only:
        lines.pop()
    return lines


def _indented(lines: Iterable[str], indent: int) -> list[str]:
    return [" " * indent + line if line else "" for line in lines]
