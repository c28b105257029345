"""What is wrong, where and what to do about it: the values that every stage reports."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs: an error stops publication, a warning asks for attention."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file: lines and columns count from 1, columns in characters."""

    file: str
    """Path as the user knows it, relative to the site's folder, with forward slashes."""
    line: int = 0
    """0 when the finding is about the whole file."""
    column: int = 0
    width: int = 1
    """How many characters the caret underlines, at least 1."""


@dataclass(frozen=True, slots=True)
class FieldLocations:
    """The place of a thing in its file, and of each of its fields."""

    whole: Location
    fields: Mapping[str, Location]

    def find(self, field: str) -> Location:
        """Return the place of a field's value, or of the whole when the field is not written."""
        return self.fields.get(field, self.whole)


@dataclass(frozen=True, slots=True)
class Reference:
    """An id written in a document, with its place."""

    id: str
    location: Location


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that can be wrong, explained once: `factsheet explain CODE` and the docs print it."""

    code: str
    """`F` and three digits; never reused."""
    title: str
    """The rule in a few words, without a full stop."""
    why: str
    """What a reader of the published page would lose if this were let through."""
    fix: str
    """What the editor does about it."""
    severity: Severity = Severity.ERROR

    def report(self, location: Location, message: str, hint: str = "") -> Diagnostic:
        """Return a finding of this rule at a place."""
        return Diagnostic(self.code, self.severity, message, location, hint)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding."""

    code: str
    severity: Severity
    message: str
    """What is wrong, in one sentence without a full stop; names the offending text in quotes."""
    location: Location
    hint: str = ""
    """What to do about it; empty when the message says it already."""

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Order in which findings are shown: by place, then by code."""
        at = self.location
        return (at.file, at.line, at.column, self.code, self.message)


def sort_diagnostics(findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return the findings in the order in which they are shown, each once."""
    return tuple(sorted(set(findings), key=lambda finding: finding.sort_key))


def has_errors(findings: Iterable[Diagnostic]) -> bool:
    """Tell whether any finding stops publication."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def suggest_nearest(wrong: str, known: Iterable[str]) -> str:
    """Return a hint naming the nearest known word, or an empty string when nothing is near."""
    near = find_nearest(wrong, known)
    return f"did you mean '{near}'?" if near else ""


def find_nearest(wrong: str, known: Iterable[str]) -> str:
    """Return the known word that is most like a wrong one, or an empty string when none is like it.

    Words are alike when three quarters of their letters agree, or when one begins with the other or holds it
    between its hyphens. Of short words that share fewer letters, a hint would be a guess.
    """
    words = sorted(known)
    near = difflib.get_close_matches(wrong, words, n=1, cutoff=0.75)
    return near[0] if near else next((word for word in words if _is_word_part(wrong, word)), "")


def _is_word_part(first: str, second: str) -> bool:
    short, long = sorted((first, second), key=len)
    return bool(short) and (long.startswith(short) or f"-{short}-" in f"-{long}-")


@dataclass(frozen=True, slots=True)
class ParseError:
    """One reason why a text cannot be read."""

    message: str
    """What is wrong, in one sentence without a full stop; names the offending text in quotes."""
    offset: int = 0
    """Character at which the offending text begins, counted from 0 in the text as it was given."""
    width: int = 1
    """How many characters are at fault, at least 1, so that a caret can always be drawn."""
    hint: str = ""
    """What a colleague would advise; empty when the message says it already."""


class ParseFailure(Exception):  # noqa: N818 - it is no error of the program, and it never leaves a grammar
    """Carries a fault out of the depth of a grammar to its one public function, which returns it."""

    def __init__(self, message: str, offset: int = 0, width: int = 1, hint: str = "") -> None:
        super().__init__(message)
        self.error = ParseError(message, offset, max(width, 1), hint)

    @classmethod
    def from_error(cls, fault: ParseError) -> ParseFailure:
        """Return the refusal that carries a fault found elsewhere."""
        return cls(fault.message, fault.offset, fault.width, fault.hint)


def raise_if(fault: ParseError | None) -> None:
    """Leave the grammar when there is a fault.

    Raises:
        Refusal: carrying the fault.
    """
    if fault is not None:
        raise ParseFailure.from_error(fault)
