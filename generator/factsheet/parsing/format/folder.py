"""Format several files: what would change in them, and which cannot be formatted."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, starmap, takewhile

from factsheet.diagnostics.core import Diagnostic, Location, sort_diagnostics
from factsheet.diagnostics.rules import NOT_CANONICAL, NOT_FORMATTABLE
from factsheet.parsing.format.document import RoundTripError, find_shape, format_document
from factsheet.parsing.yaml.nodes import YamlDocument

_MAX_SHOWN_LENGTH = 60
"""Characters of a canonical line that a diagnostic shows."""


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
        message = "the file has a byte order mark or carriage returns"
        return NOT_CANONICAL.report(Location(file, 1, 1), message, hint)
    first = min(_count_equal(old, new), len(old) - 1, len(new) - 1)
    last = len(old) - _count_equal(reversed(old[first + 1 :]), reversed(new[first + 1 :]))
    others = f" (the file differs from it up to line {last})" if last > first + 1 else ""
    written, wanted = old[first], new[first]
    start = _count_equal(written, wanted)
    location = Location(file, first + 1, start + 1, max(1, len(written) - start))
    shown = f"`{_shorten(wanted.strip())}`" if wanted.strip() else "an empty line"
    return NOT_CANONICAL.report(location, f"the canonical form has {shown} here{others}", hint)


def _count_equal(old: Iterable[str], new: Iterable[str]) -> int:
    """Return how many members are the same at the start of both."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def _shorten(line: str) -> str:
    return line if len(line) <= _MAX_SHOWN_LENGTH else f"{line[: _MAX_SHOWN_LENGTH - 1].rstrip()}…"


def _build_diff(document: YamlDocument, text: str) -> Iterator[str]:
    old, new, file = document.text.splitlines(), text.splitlines(), document.file
    if old == new:
        yield f"{file}: only its line endings or byte order mark would change"
    yield from difflib.unified_diff(old, new, f"a/{file}", f"b/{file}", lineterm="")
