"""Established means two independent origins, or one primary document."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.analysis.independence import independence
from factsheet.checks.context import Found, Subject
from factsheet.diagnostics.core import Rule
from factsheet.model.text.wording import number_of
from factsheet.model.vocabulary import Standing

NEEDED = 2
"""Independent origins without which a fact is not established."""

RULE = Rule(
    "F302",
    "An established fact with too little behind it",
    "Sources that copy each other look like many and are one.",
    "Add evidence of another origin, or lower the standing to `reported`.",
)
RULES = (RULE,)


def check(subject: Subject) -> Iterator[Found]:
    """Find established facts that have neither two independent origins nor a primary document."""
    for fact in subject.catalog.facts.values():
        if fact.standing is not Standing.ESTABLISHED or not fact.evidence:
            continue
        found = independence(fact, subject.catalog)
        if found.independent < NEEDED and not found.primary:
            origins = number_of(found.independent, "independent origin")
            rests = (
                f"{number_of(found.sources, 'source')} with {origins}"
                if found.sources
                else "no supporting source"
            )
            message = f"'{fact.id}' is established, but rests on {rests}"
            hint = "add evidence of another origin or a primary document, or write `standing: reported`"
            yield Found(RULE.at(fact.where.of("standing"), message, hint), fact)
