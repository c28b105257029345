"""Many files at once: what would change in them, and which cannot be put in form."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile

from factsheet.diagnostics.core import Diagnostic, Location, sort_diagnostics
from factsheet.diagnostics.rules.review import NOT_CANONICAL, NOT_FORMATTABLE
from factsheet.model.text.wording import format_count
from factsheet.parsing.format.document import RoundTripError, find_shape, format_document
from factsheet.parsing.yaml.nodes import YamlDocument

_MAX_SHOWN_LENGTH = 60
"""How many characters of a canonical line a finding shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatResult:
    """What became of files of facts."""

    changed: Mapping[str, str]
    """The canonical text of the files that have another one, by file."""
    unchanged: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    """Why a file has no canonical form; it is to be left alone."""
    change_diagnostics: tuple[Diagnostic, ...]
    """One finding for each changed file."""
    diff: tuple[str, ...]
    """What changes, as lines of a unified diff."""


def format_files(
    documents: Iterable[YamlDocument], raw: Mapping[str, bytes], facts: str, unread: Iterable[Diagnostic]
) -> FormatResult:
    """Put files in form.

    Args:
        documents: The files, as far as they could be read.
        raw: Their bytes, by file.
        facts: The folder of facts, of which the place of a file says what it holds.
        unread: What was found when they were read; a file with a finding is left alone.
    """
    findings = [*unread]
    spoilt = {finding.location.file for finding in findings}
    changed: dict[str, str] = {}
    same: list[str] = []
    differing: list[Diagnostic] = []
    diff: list[str] = []
    for document in documents:
        file = document.file
        if file in spoilt or document.root is None:
            continue
        try:
            text = format_document(document, find_shape(file, facts))
        except RoundTripError as fault:
            message = f"the canonical form could not be written: {fault}"
            findings.append(
                NOT_FORMATTABLE.report(Location(file), message, "the file is as it was; please report this")
            )
            continue
        if text.encode() == raw.get(file):
            same.append(file)
            continue
        changed[file] = text
        differing.append(_build_diagnostic(document, text))
        diff += _build_diff(document, text)
    return FormatResult(
        changed=changed,
        unchanged=tuple(same),
        diagnostics=sort_diagnostics(findings),
        change_diagnostics=tuple(differing),
        diff=tuple(diff),
    )


def _build_diagnostic(document: YamlDocument, text: str) -> Diagnostic:
    """Return the finding at the first line that is written otherwise."""
    file, hint = document.file, "run `factsheet fmt`; `factsheet fmt --diff` shows what it would change"
    old, new = document.text.split("\n"), text.split("\n")
    if old == new:
        message = "the file has a byte order mark or ends its lines with a carriage return"
        return NOT_CANONICAL.report(Location(file, 1, 1), message, hint)
    first = next(
        (place for place, (one, other) in enumerate(zip(old, new, strict=False)) if one != other),
        min(len(old), len(new)) - 1,
    )
    changes = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    count = sum(end - start for kind, start, end, _, _ in changes if kind != "equal")
    others = f" ({format_count(count, 'line')} of the file will change)" if count > 1 else ""
    written, wanted = old[first], new[first]
    start = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(written, wanted, strict=False)))
    at = Location(file, first + 1, start + 1, max(1, len(written) - start))
    shown = f"`{_shorten(wanted.strip())}`" if wanted.strip() else "an empty line"
    return NOT_CANONICAL.report(at, f"the canonical form has {shown} here{others}", hint)


def _shorten(line: str) -> str:
    return line if len(line) <= _MAX_SHOWN_LENGTH else f"{line[: _MAX_SHOWN_LENGTH - 1].rstrip()}…"


def _build_diff(document: YamlDocument, text: str) -> Iterator[str]:
    old, new, file = document.text.splitlines(), text.splitlines(), document.file
    if old == new:
        yield f"{file}: the ends of its lines would change, and no character in them"
    yield from difflib.unified_diff(old, new, f"a/{file}", f"b/{file}", lineterm="")
