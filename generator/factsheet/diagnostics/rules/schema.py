"""What a field may hold: fields, words, ids, values, dates (F1xx)."""

from __future__ import annotations

from factsheet.diagnostics.core import Rule, Severity

UNKNOWN_FIELD = Rule(
    "F101",
    "A field that the format does not know",
    "A misspelt field would silently be left out of the page.",
    "Spell it as the reference does, or put the thought into `note`.",
)
MISSING_FIELD = Rule(
    "F102",
    "A required field is missing",
    "The page cannot be written without it.",
    "Add the field; the reference shows an example.",
)
WRONG_NODE = Rule(
    "F103",
    "A field with the wrong kind of content",
    "A list where a text belongs, or the other way round, has no meaning.",
    "Write it as the reference shows.",
)
UNKNOWN_ID = Rule(
    "F104",
    "An id that does not resolve",
    "A reader would follow a link to nothing, or a source would be credited that is not there.",
    "Spell the id as it is declared, or declare it.",
)
UNKNOWN_WORD = Rule(
    "F105",
    "A word that is not on the list",
    "Standing and its like come from closed lists, so that they mean the same on every page.",
    "Use one of the words of the list.",
)
BAD_ID = Rule(
    "F106",
    "An id that cannot be an address",
    "Ids become web addresses and file names on every system; they must be plain and lasting.",
    "Use lower-case letters, digits and single hyphens, at most 63 characters.",
)
ID_FILE_MISMATCH = Rule(
    "F107",
    "An id that differs from its file's name",
    "Editors look for a thing in the file that carries its name.",
    "Rename the file or the id so that both are the same.",
)
DUPLICATE_ID = Rule(
    "F108",
    "The same id twice",
    "An address can point to one thing only, and an id is never reused.",
    "Give the second one an id of its own.",
)
EMPTY_FIELD = Rule(
    "F109",
    "A field with nothing in it",
    "An empty field looks like a forgotten one.",
    "Fill it in, or leave the field out.",
)
BAD_VALUE = Rule(
    "F110",
    "A value that cannot be read",
    "A value that is not understood cannot be compared, charted or computed with.",
    "Write it as a person would: `at least 93 people`, `about 5 million workers`, `6.3 %`.",
)
BAD_DATE = Rule(
    "F111",
    "A date that cannot be read",
    "Dates are EDTF, so that their precision is never guessed.",
    "Write `2023-09-07`, `2023-09`, `2023-04~`, `2022-09/2023-09`, `2023/..`, or `2023-21` for spring.",
)
BAD_URL = Rule(
    "F112",
    "An address that we do not publish",
    "An address can carry code or lead a reader astray.",
    "Use a plain https:// or http:// address without a user name or spaces.",
)
BAD_PROSE = Rule(
    "F113",
    "Inline Markdown that cannot be read",
    "Text is shown as typed except for emphasis, code and links.",
    "Fix the link, or write it as plain words.",
)
BAD_LOCATOR = Rule(
    "F115",
    "A locator that cannot be used",
    "A locator must point at one passage with few words, copied exactly.",
    "Write `first words … last words`, at most six words a side.",
)
BAD_FORMULA = Rule(
    "F116",
    "A formula that cannot be read",
    "A number that cannot be recomputed cannot be checked.",
    "Use `+ - * /`, brackets, numbers and the names declared under `inputs`.",
)
BAD_TEXT = Rule(
    "F117",
    "A text that does not fit its field",
    "Numbers, durations, languages and file names have one form each.",
    "Write it as the example of the field shows.",
)
BAD_COMBINATION = Rule(
    "F118",
    "Fields that do not go together",
    "Two fields that exclude each other leave the reader with two answers.",
    "Keep the one that is meant.",
)
DUPLICATE_ENTRY = Rule(
    "F119",
    "The same entry twice in one list",
    "The second one adds nothing, and another entry may have been meant.",
    "Remove it or correct it.",
    Severity.WARNING,
)
