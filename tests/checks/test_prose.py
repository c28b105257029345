"""A number in prose is looked for in all facts of the page, in as many ways as the prose asks for."""

from __future__ import annotations

import datetime as dt

from factsheet.checks.context import CheckContext
from factsheet.checks.prose import check_prose_covered
from factsheet.diagnostics.core import Diagnostic
from factsheet.model.records import Settings
from tests.support.small_site import make_number, make_sheet, make_source, read_valid


def test_the_description_of_an_actor_may_have_a_number_and_a_date_of_its_facts() -> None:
    about = ("when: 1987", "about: {actors: [yard]}")
    description = "It had 40 boats in 1987, and 50 in 1988."
    catalog = read_valid(
        {
            "sheets/numbers.yml": make_sheet(make_number("boats", "40 boats", *about)),
            "actors.yml": f"actors:\n  - {{id: yard, name: Yard, kind: organisation, description: '{description}'}}\n",
            **make_source("register"),
        }
    )
    context = CheckContext(catalog=catalog, derivations={}, lock=None, settings=Settings(today=dt.date(2024, 6, 1)))

    found = check_prose_covered(context)
    messages = {(item if isinstance(item, Diagnostic) else item.diagnostic).message for item in found}

    assert messages == {f"'{mention}' in the prose is not in any fact nearby" for mention in ("50", "1988")}
