"""What a text of a kind looks like, as far as a regular expression can say it.

Some are the whole rule, and the parser of the kind reads by them; the others are an outline that lets pass
whatever the parser takes, for editors that know nothing but JSON Schema. They are written so that Python and
JavaScript read them alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from factsheet.model.text.ids import ID_PATTERN
from factsheet.parsing.schema.kinds import TextKind


@dataclass(frozen=True, slots=True)
class TextPattern:
    """A regular expression for the whole of a text, and what to say of a text that does not match."""

    regex: str
    advice: str

    @property
    def anchored_regex(self) -> str:
        """The expression as JSON Schema wants it, which would look for it anywhere in the text."""
        return f"^(?:{self.regex})$"


WHOLE_NUMBER_PATTERN = TextPattern("[0-9]{1,9}", "Write digits only, such as 10.")
DAYS_PATTERN = TextPattern("[0-9]{1,5}d", "Write it as 180d.")
LANGUAGE_PATTERN = TextPattern("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", "Write a code such as en, ru or pt-BR.")
FILE_PATTERN = TextPattern(
    "[A-Za-z0-9_][A-Za-z0-9_.-]{0,120}", "Write the name alone, without folders and blanks."
)
CODE_PATTERN = TextPattern("F[0-9]{3}", "Write it as it is shown, such as F303.")

TEXT_PATTERNS: Mapping[TextKind, TextPattern] = MappingProxyType(
    {
        TextKind.ID: TextPattern(ID_PATTERN, "An id has lower-case letters, digits and single hyphens only."),
        TextKind.DATE: TextPattern(
            r"[\s0-9X?~%/.-]*", "Write a date in figures, as in 2023-09-07, 2023-09 or 2023."
        ),
        TextKind.LOCATOR: TextPattern(
            r"(?![\s\S]*\.\.\.)[\s\S]*",
            "Write first words … last words: the one character … (U+2026) with a blank on either side.",
        ),
        TextKind.FORMULA: TextPattern(
            r"[-+*/().\sa-z0-9_]*",
            "Write + - * /, brackets, numbers and the names of inputs in small letters.",
        ),
        TextKind.URL: TextPattern(
            r"[Hh][Tt][Tt][Pp][Ss]?://\S+", "Write the whole address; it begins with https:// or http://."
        ),
        TextKind.LANGUAGE: LANGUAGE_PATTERN,
        TextKind.FILE: FILE_PATTERN,
        TextKind.WHOLE_NUMBER: WHOLE_NUMBER_PATTERN,
        TextKind.DAYS: DAYS_PATTERN,
        TextKind.CODE: CODE_PATTERN,
    }
)
"""Every kind of text of which an expression can say something."""
