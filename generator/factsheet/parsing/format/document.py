"""The canonical form of files of facts: what it is, what would change, and which files cannot be formatted."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, dropwhile, starmap, takewhile
from pathlib import PurePosixPath

from factsheet.diagnostics.core import Diagnostic, Location, sort_diagnostics
from factsheet.diagnostics.frozen import dataclass, replace
from factsheet.diagnostics.rules import NOT_CANONICAL, NOT_FORMATTABLE
from factsheet.parsing.format.comments import CommentedEntry, CommentedNode, attach_comments, list_comments
from factsheet.parsing.schema import records
from factsheet.parsing.schema.records import FieldKind, Shape, TextKind
from factsheet.parsing.yaml.document import read_document
from factsheet.parsing.yaml.nodes import ListNode, TextNode, YamlDocument, YamlNode

MAX_LINE_WIDTH = 110
"""Columns of the longest line, where a text can be broken at all."""
_MAX_SHOWN_LENGTH = 60
"""Characters of a canonical line that a diagnostic shows."""
_RESERVED_WORDS = frozenset({"~", "null", "true", "false", "yes", "no", "on", "off"})
"""Words that other YAML tools do not read as text."""
_NOT_PLAIN = re.compile(
    r"\A(?:\Z|\s|<<\Z|[-?:](?=\s|\Z|[,\[\]{}])|[!&*|>'\"%@`#,\[\]{}]|---|\.\.\.)|:(?=\s|\Z)|\s#|[\n\t]|\s\Z"
)
"""What YAML would not read as itself: no text, spaces around it, a merge key, an indicator at its start or inside."""
_FLOW_INDICATOR = re.compile(r"[,\[\]{}]|^[?:]")
_BREAK_POINT = re.compile(r"(?<=[^ \t]) (?=[^ \t])")
_INDENT_WIDTH = 2
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"})


def is_plain_scalar(text: str, *, in_brackets: bool = False, as_key: bool = False) -> bool:
    """Tell whether a text can be written without quotes and is read as itself."""
    is_word = text.lower() in _RESERVED_WORDS and not as_key
    return not (is_word or _NOT_PLAIN.search(text) or (in_brackets and _FLOW_INDICATOR.search(text)))


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
    folds = not fits and text == text.strip() and _BREAK_POINT.search(text)
    return (">-", *_wrap_line(text, width)) if folds else (format_scalar(text),)


def _format_block(text: str, width: int) -> tuple[str, ...]:
    """Return a text of several lines as the lines of a block scalar; none if quotes are safer."""
    chomping, body = ("", text[:-1]) if text.endswith("\n") else ("-", text)
    lines = body.split("\n")
    if any(line != line.rstrip() for line in lines) or not lines[-1] or not lines[0] or lines[0][0] in " \t":
        return ()
    folds = all(line == line.strip() for line in lines)
    if len(lines) > 1 and (max(map(len, lines)) <= width or not folds):
        return (f"|{chomping}", *lines)
    return (f">{chomping}", *_fold_lines(lines, width)) if folds else ()


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
        folded += [*([""] if folded and line else []), *_wrap_line(line, width)]
    return tuple(folded)


def _is_continued(line: str) -> bool:
    """Tell whether a line in double quotes ends in a backslash that breaks it."""
    return (len(line) - len(line.rstrip("\\"))) % 2 == 1


def _strip_end(line: str) -> str:
    """Strip the spaces at the end of a line in double quotes, except an escaped one."""
    trimmed = line.rstrip(" \t")
    return line[: len(trimmed) + 1] if _is_continued(trimmed) else trimmed


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
    kept = tuple(above[size:]) if any(above[size:]) else ()
    return above[:size], size < len(above), replace(root, entries=(replace(first, lines_above=kept), *rest))


def _format_node(node: CommentedNode, shape: Shape | None, indent: int) -> tuple[list[str], list[str]]:
    """Return the comment lines above the first entry of a node, and all its other lines."""
    first_above: list[str] = []
    lines: list[str] = []
    for number, entry in enumerate(_sort_entries(node, shape)):
        above, body = _format_entry(entry, _find_kind(entry, shape, is_mapping=node.is_mapping), indent)
        above = _collapse_empty_lines(above, drop=node.is_mapping and indent > 0)
        if number == 0:
            first_above = _indent_lines(_strip_empty_lines(above), indent)
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
    if in_brackets and entry.key and not entry.value.is_mapping and deeper + len(in_brackets) <= MAX_LINE_WIDTH:
        return above, [" ".join([start, *comments]), " " * deeper + in_brackets]
    first, lines = _format_node(entry.value, shape, deeper)
    if entry.key:
        return above, [" ".join([start, *comments]), *first, *lines]
    above += [line.strip() for line in (*comments, *first)]
    return above, [f"{start} {lines[0].lstrip()}", *lines[1:]]


def _sort_entries(node: CommentedNode, shape: Shape | None) -> list[CommentedEntry]:
    """Sort fields in the order of their shape; unknown fields, and the entries of a list, stay in that of the file."""
    places = {name: place for place, name in enumerate(shape.by_name if shape else ())}
    return sorted(node.entries, key=lambda entry: places.get(entry.key.text if entry.key else "", len(places)))


def _find_kind(entry: CommentedEntry, shape: Shape | None, *, is_mapping: bool) -> FieldKind | None:
    """Return the kind of an entry; in a list whose members have a shape, that shape."""
    if not is_mapping:
        return shape
    field = shape.by_name.get(entry.key.text) if shape and entry.key else None
    return field.kind if field else None


def _format_in_brackets(node: CommentedNode, shape: Shape | None, *, outermost: bool = True) -> str:
    """Return a node on one line; empty if it reads better on several.

    Brackets hold only texts that need no quotes there and are not prose; a mapping may also hold lists.
    """
    if node.has_comments:
        return ""
    members: list[str] = []
    for entry in _sort_entries(node, shape):
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


def _strip_empty_lines(above: Iterable[str]) -> list[str]:
    """Return lines without the empty ones at their start."""
    return [*dropwhile(lambda line: not line, above)]


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

    Raises RoundTripError if the formatted text would mean something else or lose a comment; do not write it.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatResult:
    """The result of formatting files of facts."""

    changed: Mapping[str, str]
    """The canonical text of each file that is not canonical."""
    unchanged: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    """Why files cannot be formatted; they are left unchanged."""
    change_diagnostics: tuple[Diagnostic, ...]
    """One diagnostic for each changed file."""
    diff: Iterator[str]
    """The changes, as lines of a unified diff; compared when they are asked for."""


def format_files(
    documents: Iterable[YamlDocument], raw: Mapping[str, bytes], facts: str, read_diagnostics: Iterable[Diagnostic]
) -> FormatResult:
    """Format files of a folder of facts, `raw` their bytes; one that was read with a diagnostic is left unchanged."""
    diagnostics = [*read_diagnostics]
    unreadable = {diagnostic.location.file for diagnostic in diagnostics}
    changed: list[tuple[YamlDocument, str]] = []
    unchanged: list[str] = []
    for document in documents:
        file = document.file
        if file in unreadable or document.root is None:
            continue
        try:
            text = format_document(document, find_shape(file, facts))
        except RoundTripError as error:
            message, hint = f"the file could not be formatted: {error}", "it was not changed; please report this"
            diagnostics.append(NOT_FORMATTABLE.report(Location(file), message, hint))
            continue
        if text.encode() == raw.get(file):
            unchanged.append(file)
        else:
            changed.append((document, text))
    return FormatResult(
        changed={document.file: text for document, text in changed},
        unchanged=tuple(unchanged),
        diagnostics=sort_diagnostics(diagnostics),
        change_diagnostics=tuple(starmap(_build_diagnostic, changed)),
        diff=chain.from_iterable(starmap(_build_diff, changed)),
    )


def _build_diagnostic(document: YamlDocument, text: str) -> Diagnostic:
    """Return the diagnostic at the first line that differs from the canonical form."""
    file, hint = document.file, "run `factsheet fmt`; `factsheet fmt --diff` shows what it would change"
    old, new = document.text.split("\n"), text.split("\n")
    if old == new:
        return NOT_CANONICAL.report(Location(file, 1, 1), "the file has a byte order mark or carriage returns", hint)
    first = min(_count_equal(old, new), len(old) - 1, len(new) - 1)
    last = len(old) - _count_equal(reversed(old[first + 1 :]), reversed(new[first + 1 :]))
    others = f" (the file differs from it up to line {last})" if last > first + 1 else ""
    written, wanted = old[first], new[first]
    start = _count_equal(written, wanted)
    location = Location(file, first + 1, start + 1, max(1, len(written) - start))
    shown = wanted.strip()
    if len(shown) > _MAX_SHOWN_LENGTH:
        shown = f"{shown[: _MAX_SHOWN_LENGTH - 1].rstrip()}…"
    quoted = f"`{shown}`" if shown else "an empty line"
    return NOT_CANONICAL.report(location, f"the canonical form has {quoted} here{others}", hint)


def _count_equal(old: Iterable[str], new: Iterable[str]) -> int:
    """Return how many members are the same at the start of both."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def _build_diff(document: YamlDocument, text: str) -> Iterator[str]:
    old, new, file = document.text.splitlines(), text.splitlines(), document.file
    if old == new:
        yield f"{file}: only its line endings or byte order mark would change"
    yield from difflib.unified_diff(old, new, f"a/{file}", f"b/{file}", lineterm="")
