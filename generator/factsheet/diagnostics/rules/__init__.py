"""The catalogue of rules: everything that can be wrong, with why it matters and how to fix it.

A rule is declared here and nowhere else; it is reported where its check lives.
"""

from __future__ import annotations

from factsheet.diagnostics.core import Rule
from factsheet.diagnostics.rules import evidence, facts, review, schema, site, syntax

RULES: tuple[Rule, ...] = tuple(
    sorted(
        {
            value
            for module in (syntax, schema, evidence, facts, site, review)
            for value in vars(module).values()
            if isinstance(value, Rule)
        },
        key=lambda rule: rule.code,
    )
)
"""Every rule there is, in the order of the codes: for `explain`, for the docs, and for the tests of both."""
