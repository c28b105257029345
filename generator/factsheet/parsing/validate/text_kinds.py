"""How the text of each kind of field is read: one parser a kind, each with the rule that its faults break."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from factsheet.diagnostics.core import Rule
from factsheet.diagnostics.parse_error import ParseError
from factsheet.diagnostics.rules.schema import (
    BAD_DATE,
    BAD_FORMULA,
    BAD_ID,
    BAD_LOCATOR,
    BAD_PROSE,
    BAD_TEXT,
    BAD_URL,
    BAD_VALUE,
)
from factsheet.evidence.locator import parse_locator
from factsheet.model.arithmetic.formulas import parse_formula
from factsheet.model.dates import parse_date
from factsheet.model.text.ids import parse_id
from factsheet.model.text.prose import check_url, parse_prose
from factsheet.model.values import parse_value as parse_value
from factsheet.parsing.schema import TextKind, patterns

_MAX_LABEL_LENGTH = 40
"""Characters of a label that stand beside a drawing on two lines of a phone."""


def _parse_label(text: str) -> str | ParseError:
    folded = " ".join(text.split())
    if len(folded) <= _MAX_LABEL_LENGTH:
        return folded
    return ParseError(
        f"a label has at most {_MAX_LABEL_LENGTH} characters; this one has {len(folded)}",
        width=len(text),
        hint="keep what tells this fact from the others of its chart",
    )


def _parse_whole_number(text: str) -> int | ParseError:
    if re.fullmatch(patterns.WHOLE_NUMBER_PATTERN.regex, text):
        return int(text)
    return ParseError(
        f"'{text}' is not a whole number", width=len(text), hint="write digits only, such as 10"
    )


def _parse_days(text: str) -> int | ParseError:
    if re.fullmatch(patterns.DAYS_PATTERN.regex, text):
        return int(text[:-1])
    return ParseError(f"'{text}' is not a number of days", width=len(text), hint="write it as 180d")


def _parse_language(text: str) -> str | ParseError:
    if re.fullmatch(patterns.LANGUAGE_PATTERN.regex, text):
        return text
    return ParseError(
        f"'{text}' is not a language tag", width=len(text), hint="write a code such as en, ru or pt-BR"
    )


def _parse_file_name(text: str) -> str | ParseError:
    if re.fullmatch(patterns.FILE_PATTERN.regex, text):
        return text
    return ParseError(
        f"'{text}' is not a bare file name",
        width=len(text),
        hint="write the name alone, without folders and blanks",
    )


def _parse_code(text: str) -> str | ParseError:
    if re.fullmatch(patterns.CODE_PATTERN.regex, text):
        return text
    return ParseError(
        f"'{text}' is not a code", width=len(text), hint="write it as it is shown, such as F303"
    )


TEXT_PARSERS: Mapping[TextKind, tuple[Rule, Callable[[str], object]]] = MappingProxyType(
    {
        TextKind.PLAIN: (BAD_TEXT, lambda text: " ".join(text.split())),
        TextKind.LABEL: (BAD_TEXT, _parse_label),
        TextKind.PROSE: (BAD_PROSE, parse_prose),
        TextKind.ID: (BAD_ID, parse_id),
        TextKind.VALUE: (BAD_VALUE, parse_value),
        TextKind.DATE: (BAD_DATE, parse_date),
        TextKind.LOCATOR: (BAD_LOCATOR, parse_locator),
        TextKind.FORMULA: (BAD_FORMULA, parse_formula),
        TextKind.URL: (BAD_URL, check_url),
        TextKind.LANGUAGE: (BAD_TEXT, _parse_language),
        TextKind.FILE: (BAD_TEXT, _parse_file_name),
        TextKind.WHOLE_NUMBER: (BAD_TEXT, _parse_whole_number),
        TextKind.DAYS: (BAD_TEXT, _parse_days),
        TextKind.CODE: (BAD_TEXT, _parse_code),
    }
)
"""The parser of each kind returns what the text means, or a `Fault`."""
