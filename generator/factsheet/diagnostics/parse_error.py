"""What is wrong with a short text, and where in it: the answer of every small grammar.

Values, dates, locators and formulas are read from one line of text without knowing its file. They
answer with a fault instead of a result; `validate` gives it a code and a place and makes it a finding.
"""

from __future__ import annotations

from dataclasses import dataclass


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
