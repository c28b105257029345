"""The catalogue of rules: everything that can be wrong, with why it matters and how to fix it.

A rule's texts are in `diagnostics/rules.toml`, its name in the code in the module for its hundred of codes; it is
reported where its check lives.
"""

from __future__ import annotations

from factsheet.diagnostics.catalogue import RULES_BY_CODE
from factsheet.diagnostics.core import Rule

RULES: tuple[Rule, ...] = tuple(rule for _, rule in sorted(RULES_BY_CODE.items()))
"""Every rule there is, in the order of the codes: for `explain`, for the docs, and for the tests of both."""
