"""The rules of form: how a file is written, which changes nothing that it says."""

from __future__ import annotations

from factsheet.diagnostics.core import Rule

NOT_CANONICAL = Rule(
    "F530",
    "A file that is not in canonical form",
    "Where one thing is written in two ways, a reviewer sees lines that changed instead of facts.",
    "Run `factsheet fmt`; it changes no word, and comments stay with what they belong to.",
)
NOT_FORMATTABLE = Rule(
    "F531",
    "A file that the formatter cannot write without a change of meaning",
    "What was to be written did not read back as what is there, so the file is left as it is.",
    "This is a fault of the program: report it with the file. Writing the place more plainly gets round it.",
)

FORM_RULES = (NOT_CANONICAL, NOT_FORMATTABLE)
