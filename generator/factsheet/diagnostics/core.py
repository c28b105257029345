"""Diagnostics: what is wrong, where, and what to do about it; and the data files that the program reads."""

from __future__ import annotations

import difflib
import pkgutil
import tomllib
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

from factsheet.diagnostics.frozen import dataclass


class Severity(StrEnum):
    """How serious a problem is: an error stops publication, a warning asks for attention."""

    ERROR = "error"
    WARNING = "warning"


class Location(NamedTuple):
    """A place in a file: lines and columns count from 1, columns in characters.

    A tuple, as the nodes of YAML are: there are as many as there are words of the facts, and it is made twice as fast.
    """

    file: str
    """Path as the user knows it, relative to the site's folder, with forward slashes."""
    line: int = 0
    """0 when the diagnostic is about the whole file."""
    column: int = 0
    width: int = 1
    """How many characters the caret underlines, at least 1."""


@dataclass(frozen=True, slots=True)
class FieldLocations:
    """The location of a record in its file, and of each of its fields."""

    whole: Location
    fields: Mapping[str, Location]

    def find(self, field: str) -> Location:
        """Return the location of a field's value, or of the whole record when the field is not written."""
        return self.fields.get(field, self.whole)


@dataclass(frozen=True, slots=True)
class Reference:
    """An id written in a document, with its location."""

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
        """Return a diagnostic of this rule at a location."""
        return Diagnostic(self.code, self.severity, message, location, hint)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One violation of a rule."""

    code: str
    severity: Severity
    message: str
    """What is wrong, in one sentence without a full stop; names the offending text in quotes."""
    location: Location
    hint: str = ""
    """How to fix it; empty when the message says so already."""
    also_at: tuple[Location, ...] = ()
    """The other places with the same problem, which is reported once; the message says how many they are."""

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Order in which diagnostics are shown: by location, then by code."""
        return (self.location.file, self.location.line, self.location.column, self.code, self.message)


def sort_diagnostics(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return the diagnostics in the order in which they are shown, each once."""
    return tuple(sorted(set(diagnostics), key=lambda diagnostic: diagnostic.sort_key))


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Tell whether any diagnostic stops publication."""
    return any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)


def suggest_nearest(wrong: str, known: Iterable[str]) -> str:
    """Return a hint naming the nearest known word, or an empty string when nothing is near."""
    near = find_nearest(wrong, known)
    return f"did you mean '{near}'?" if near else ""


def find_nearest(wrong: str, known: Iterable[str]) -> str:
    """Return the known word that is most similar to a wrong one, or an empty string when none is.

    Words are similar when three quarters of their letters agree, or when one begins with the other or holds it
    between its hyphens. With fewer letters in common, a hint would be a guess.
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
    """How many characters are wrong, at least 1, so that a caret can always be drawn."""
    hint: str = ""
    """How to fix it; empty when the message says so already."""


class ParseFailure(Exception):  # noqa: N818 - not an error of the program, and it never leaves a grammar
    """Carries an error from deep inside a grammar to its one public function, which returns it."""

    def __init__(self, message: str, offset: int = 0, width: int = 1, hint: str = "") -> None:
        super().__init__(message)
        self.error = ParseError(message, offset, max(width, 1), hint)


@cache
def read_declarations(package: str, file: str) -> Mapping[str, Any]:
    """Return what a TOML file of the program declares, by the package that holds it and its name."""
    return tomllib.loads((pkgutil.get_data(f"factsheet.{package}", file) or b"").decode())
