"""What a new revision of a published site may not do: each rule with what breaks it and what satisfies it."""

from __future__ import annotations

import datetime as dt

import pytest

from factsheet.diagnostics.rules import CREDITED_VALUE, POLICY_RULES
from factsheet.review.diff.compare import RevisionDiff
from factsheet.review.policies import POLICY_CHECKS
from tests.support.small_site import make_actors, make_number, make_result, make_sheet, make_source
from tests.support.snapshots import TODAY, compare_files, list_codes

EVIDENCE = "evidence: [{source: register, locator: the words … of the register}]"
NOTICE = "corrections: [{on: 2023-05-09, kind: correction, was: Something else, why: We misread it}]"
OTHER_NOTICE = NOTICE.replace("misread it", "misread it again")


def site(*facts: str) -> dict[str, str]:
    return (
        {"sheets/numbers.yml": make_sheet(*facts)}
        | make_source("register")
        | make_source("gazette")
        | make_actors("clerk")
    )


def passage(words: str, fact: str, *more: str) -> str:
    """Return a fact with another passage."""
    entry = ", ".join(("source: register", f"locator: {words}", *more))
    return fact.replace(EVIDENCE, f"evidence: [{{{entry}}}]")


def worded(fact: str, statement: str) -> str:
    return fact.replace("statement: Of a", f"statement: {statement}")


def find_codes(before: str | tuple[str, ...], after: str | tuple[str, ...]) -> list[str]:
    """Return the codes found when facts change, but not that old evidence says a new value: see test_new_values."""
    old, new = ((facts,) if isinstance(facts, str) else facts for facts in (before, after))
    return leave_out_credits(compare_files(site(*old), site(*new)))


def leave_out_credits(diff: RevisionDiff, today: dt.date = TODAY) -> list[str]:
    return [code for code in list_codes(diff, today) if code != CREDITED_VALUE.code]


DOUBLE = make_result("b", "2", "x + x", "x: a")


@pytest.mark.parametrize(
    "before, after, expected",
    [
        (make_number("a", "40"), make_number("a", "41"), "F501"),
        (make_number("a", "40"), make_number("a", "41", NOTICE), ""),
        (make_number("a", "40", NOTICE), make_number("a", "41", NOTICE), "F501"),
        (make_number("a", "at least 40"), make_number("a", "at least 41"), "F501"),
        (make_number("a", "40 people"), make_number("a", "40 workers"), "F501"),
        (make_number("a", "5 million"), make_number("a", '"5,000,000"'), ""),
        (make_number("a", "40", "also: 4 kg"), make_number("a", "40", "also: 5 kg"), "F501"),
        (make_number("a", "40", "also: 4 kg"), make_number("a", "40"), "F501"),
        (make_number("a", "40"), make_number("a", "40", "also: 5 kg"), ""),
    ],
)
def test_a_value_changes_only_with_a_correction(before: str, after: str, expected: str) -> None:
    assert find_codes(before, after) == expected.split()


OLD, NEW, MAY = (f"as_of: {date}" for date in ("2023-05-01", "2023-05-04", "2023-05"))


@pytest.mark.parametrize(
    "before, after, expected",
    [
        (make_number("a", "40", OLD), make_number("a", "40", NEW), "F501"),
        (make_number("a", "40", OLD), make_number("a", "40"), "F501"),
        (make_number("a", "40"), make_number("a", "40", NEW), ""),
        (make_number("a", "40", OLD), make_number("a", "40", NEW, NOTICE), ""),
        (make_number("a", "40", MAY), make_number("a", "40", NEW), "F501"),
        (make_number("a", "40", "when: 2023-05-01"), make_number("a", "40", "when: 2023-05-02"), "F501"),
        (make_number("a", "40", "counts: boats seen"), make_number("a", "40", "counts: boats sold"), "F501"),
        (make_number("a", "40", "counts: boats seen"), make_number("a", "40"), "F501"),
        (make_number("a", "40", "note: One"), make_number("a", "40", "note: Another"), ""),
        (make_number("a", "40", OLD), make_number("a", "41"), "F501"),
    ],
)
def test_a_date_and_what_is_counted_change_only_with_a_correction(before: str, after: str, expected: str) -> None:
    assert find_codes(before, after) == expected.split()


@pytest.mark.parametrize(
    "old, new, expected",
    [
        ("40", "45", ""),
        ("at least 40", "at least 45", ""),
        ("at most 40", "at most 45", ""),
        ("about 40", "about 45", ""),
        ("between 40 and 50", "between 42 and 50", ""),
        ("hundreds", "thousands", ""),
        ("40", "39", "F501"),
        ("between 40 and 50", "between 45 and 48", "F501"),
        ("40 boats", "45 ships", "F501"),
        ("40", "at least 45", "F501"),
        ("at least 40", "45", "F501 F502"),
        ("rising", "45", "F501"),
    ],
)
def test_a_tally_that_has_grown_by_a_later_date_needs_no_correction(old: str, new: str, expected: str) -> None:
    assert find_codes(make_number("a", old, OLD), make_number("a", new, NEW)) == expected.split()
    assert find_codes(make_number("a", old, NEW), make_number("a", new, OLD))[:1] == ["F501"]
    assert find_codes(make_number("a", old, MAY), make_number("a", new, NEW))[:1] == ["F501"]


def test_a_tally_of_one_source_has_a_date_of_its_own() -> None:
    def tell(says: str, *more: str) -> str:
        return passage("one … two", make_number("a", "40", OLD), f"says: {says}", *more)

    assert find_codes(tell("41"), tell("45", NEW)) == []
    assert find_codes(tell("41", OLD), tell("41", NEW)) == ["F501"]
    assert find_codes(tell("41", NEW), tell("45", OLD)) == ["F501"]


@pytest.mark.parametrize(
    "old, new, expected",
    [
        ("chain: [clerk]", "chain: [mayor]", "F501"),
        ("chain: [clerk]", "", "F501"),
        ("", "chain: [clerk]", "F501"),
        ("chain: [clerk]", "chain: [mayor, clerk]", "F501"),
        ("chain: [clerk]", "chain: [clerk, mayor]", ""),
        ("chain: [clerk], relation: disputes", "chain: [mayor], relation: disputes", "F501"),
    ],
)
def test_a_speaker_changes_only_with_a_correction(old: str, new: str, expected: str) -> None:
    def tell(chain: str, *more: str) -> dict[str, str]:
        return site(passage("one … two", make_number("a", "40", *more), *filter(None, [chain]))) | actors

    actors = make_actors("clerk", "mayor")
    assert list_codes(compare_files(tell(old), tell(new))) == expected.split()
    assert list_codes(compare_files(tell(old), tell(new, NOTICE))) == []


def test_a_speaker_may_stand_in_another_source_but_not_go() -> None:
    named, elsewhere, unnamed = (
        make_number("a", "40").replace(EVIDENCE, f"evidence: [{{source: {entry}}}]")
        for entry in (
            "register, locator: one … two, chain: [clerk]",
            "gazette, locator: one … two, chain: [clerk]",
            "gazette, locator: one … two",
        )
    )

    assert find_codes(named, elsewhere) == []
    assert find_codes(named, unnamed) == ["F501"]
    assert find_codes(unnamed, named) == []


def test_what_a_source_says_is_published_too() -> None:
    before, after = (passage("one … two", make_number("a", "40"), f"says: {text}") for text in ("41", "42"))

    assert find_codes(before, after) == ["F501"]


def test_a_number_that_follows_its_inputs_needs_no_correction_of_its_own() -> None:
    followed = DOUBLE.replace("value: 2", "value: 6")

    assert find_codes((make_number("a", "1"), DOUBLE), (make_number("a", "3", NOTICE), followed)) == []
    assert find_codes((make_number("a", "1"), DOUBLE), (make_number("a", "3"), followed)) == ["F501"]
    assert find_codes((make_number("a", "1"), DOUBLE), (make_number("a", "1"), followed)) == ["F501"]
    other = DOUBLE.replace("x + x", "x + x + x").replace("value: 2", "value: 9")
    assert find_codes((make_number("a", "1"), DOUBLE), (make_number("a", "3", NOTICE), other)) == ["F501"]


@pytest.mark.parametrize(
    "before, after, expected",
    [
        (make_number("a", "at least 40"), make_number("a", "40", NOTICE), "F502"),
        (make_number("a", "about 40"), make_number("a", "40", NOTICE), "F502"),
        (make_number("a", "about 40"), passage("it … counted forty", make_number("a", "40", NOTICE)), ""),
        (
            make_number("a", "about 40"),
            passage("the words … of the register", make_number("a", "40", NOTICE), "chain: [clerk]"),
            "",
        ),
        (
            make_number("a", "about 40"),
            passage("it … forty", make_number("a", "40", NOTICE), "relation: context"),
            "F502",
        ),
        (make_number("a", "40"), make_number("a", "about 40", NOTICE), ""),
    ],
)
def test_a_hedge_is_lifted_only_on_new_evidence(before: str, after: str, expected: str) -> None:
    assert find_codes(before, after) == expected.split()


@pytest.mark.parametrize(
    "before, after, expected",
    [
        (make_number("a", "1", "standing: claimed"), make_number("a", "1", "standing: reported"), "F503"),
        (make_number("a", "1", "standing: claimed"), make_number("a", "1", "standing: reported", NOTICE), "F503"),
        (
            make_number("a", "1", "standing: claimed"),
            passage("new … words", make_number("a", "1", "standing: reported")),
            "",
        ),
        (
            make_number("a", "1", "standing: claimed"),
            passage("the words here … register.", make_number("a", "1", "standing: reported")),
            "F503",
        ),
        (
            make_number("a", "1", "standing: claimed"),
            passage("the words … of another list", make_number("a", "1", "standing: reported")),
            "",
        ),
    ],
)
def test_a_standing_is_raised_only_on_new_evidence(before: str, after: str, expected: str) -> None:
    assert find_codes(before, after) == expected.split()


@pytest.mark.parametrize(
    "old, new, expected",
    [
        ("standing: reported", "standing: claimed", "F501"),
        ("standing: established", "standing: disputed", "F501"),
        ("lifecycle: corrected", "lifecycle: current", "F501"),
        ("lifecycle: withdrawn", "lifecycle: current", "F501"),
        ("lifecycle: withdrawn", "lifecycle: corrected", "F501"),
        ("lifecycle: withdrawn", "", "F501"),
        ("", "lifecycle: withdrawn", "F501"),
        ("", "lifecycle: corrected", ""),
        ("", "lifecycle: superseded, superseded_by: b", ""),
        ("lifecycle: superseded, superseded_by: b", "lifecycle: current", "F501"),
        ("compared_with: 2022", "compared_with: 2021", "F501"),
        ("", "compared_with: 2021", ""),
    ],
)
def test_what_readers_were_told_changes_only_with_a_correction(old: str, new: str, expected: str) -> None:
    """Each fact has notices from before, which do not count."""
    before, after = (
        (make_number("a", "40 %", *filter(None, (field, notices))), make_number("b", "1"))
        for field, notices in ((old, NOTICE), (new, NOTICE))
    )
    told = (
        make_number("a", "40 %", *filter(None, (new, f"{NOTICE[:-1]}, {OTHER_NOTICE[14:]}"))),
        make_number("b", "1"),
    )

    assert find_codes(before, after) == expected.split()
    assert find_codes(before, told) == []


def test_a_derived_number_that_follows_still_says_what_it_counts() -> None:
    base, head = make_number("a", "1"), make_number("a", "3", NOTICE)
    dated = DOUBLE.replace("value: 2", "value: 2, as_of: 2023-04, counts: boats")

    assert find_codes((base, dated), (head, dated.replace("value: 2", "value: 6").replace("2023-04", "2023-05"))) == []
    assert find_codes((base, dated), (head, dated.replace("value: 2", "value: 6").replace("boats", "ships"))) == [
        "F501"
    ]


def test_a_derived_standing_may_fall_with_its_inputs() -> None:
    strong, weak = (make_result("b", "2", "x + x", "x: a", standing) for standing in ("reported", "claimed"))
    known, doubted = (make_number("a", "1", f"standing: {word}") for word in ("reported", "claimed"))

    assert find_codes((known, strong), (doubted.replace("}]}", f"}}], {NOTICE}}}"), weak)) == []
    assert find_codes((known, strong), (known, weak)) == ["F501"]


def test_a_derived_standing_may_follow_its_inputs() -> None:
    weak, strong = (make_result("b", "2", "x + x", "x: a", standing) for standing in ("claimed", "reported"))
    claimed = make_number("a", "1", "standing: claimed")
    confirmed = passage("new … words", make_number("a", "1", "standing: reported"))

    assert find_codes((claimed, weak), (confirmed, strong)) == []
    assert find_codes((claimed, weak), (claimed, strong)) == ["F503"]


def test_a_fact_does_not_vanish() -> None:
    gone = compare_files(site(make_number("a", "1"), make_number("b", "2")), site(make_number("b", "2")))
    withdrawn = make_number("a", "1", "lifecycle: withdrawn", NOTICE.replace("correction,", "withdrawal,"))

    assert list_codes(gone) == ["F504"]
    assert find_codes((make_number("a", "1"), make_number("b", "2")), (withdrawn, make_number("b", "2"))) == []


def test_a_fact_that_cannot_be_read_has_not_vanished() -> None:
    broken = make_number("a", "1").replace("standing: reported", "standing: guessed")

    assert find_codes((make_number("a", "1"), make_number("b", "2")), (broken, make_number("b", "2"))) == []


A = worded(make_number("a", "40 people"), "People arrested at the harbour protest")
B = passage("twelve cranes … at noon", worded(make_number("a", "12 cranes"), "Cranes that were standing still"))
WITHDRAWN = ("lifecycle: withdrawn", NOTICE.replace("correction,", "withdrawal,"))


@pytest.mark.parametrize(
    "after, expected",
    [
        (B, "F505"),
        (passage("twelve cranes … at noon", A), ""),
        (worded(make_number("a", "40 people"), "Cranes that were standing still"), ""),
        (B.replace("12 cranes", "40 people"), ""),
        (B.replace("Cranes that were standing still", "People arrested at that harbour protest"), "F501"),
    ],
)
def test_an_id_means_one_fact(after: str, expected: str) -> None:
    assert find_codes(A, after) == expected.split()


def test_a_withdrawn_fact_never_says_anything_else() -> None:
    ended = make_number("a", "40", *WITHDRAWN)

    assert find_codes(ended, make_number("a", "41", WITHDRAWN[1], "lifecycle: current")) == ["F505"]
    assert find_codes(ended, make_number("a", "40", WITHDRAWN[1])) == ["F501"]
    assert find_codes(ended, make_number("a", "40", f"{WITHDRAWN[1][:-1]}, {OTHER_NOTICE[14:]}")) == []


@pytest.mark.parametrize(
    "before, after, expected",
    [
        (make_number("a", "1", NOTICE), make_number("a", "1"), "F506"),
        (make_number("a", "1", NOTICE), make_number("a", "1", OTHER_NOTICE), "F506"),
        (make_number("a", "1"), make_number("a", "1", NOTICE), ""),
        (make_number("a", "1", NOTICE), make_number("a", "1", NOTICE.replace("]", f", {OTHER_NOTICE[14:]}")), ""),
    ],
)
def test_a_correction_is_not_taken_back(before: str, after: str, expected: str) -> None:
    assert find_codes(before, after) == expected.split()


@pytest.mark.parametrize(
    "before, after, expected",
    [
        ("Arrests on 2 May", "Arrests on 3 May", "F507"),
        ("Arrests in 40 towns", "Arrests in towns", "F507"),
        ("Arrests on 2 May", "On 2 May there were arrests", ""),
        ("Arrests in the harbour", "Arrests at the port", ""),
        ("Arrests in forty towns", "Arrests in fifty towns", "F507"),
        ("Arrests in two towns", "Arrests in three towns", "F507"),
        ("Arrests in hundreds of towns", "Arrests in thousands of towns", "F507"),
        ("Arrests in half of the towns", "Arrests in a third of the towns", "F507"),
        ("Arrests in forty towns", "Arrests in 40 towns", ""),
        ("Arrests in 2,000 towns", "Arrests in two thousand towns", ""),
        ("Arrests, one of them in a town", "Arrests, with a town among them", ""),
    ],
)
def test_numbers_of_a_statement_change_only_with_a_correction(before: str, after: str, expected: str) -> None:
    old, new = (worded(make_number("a", "1"), text) for text in (before, after))

    assert find_codes(old, new) == expected.split()
    assert find_codes(old, worded(make_number("a", "1", NOTICE), after)) == []


SUMMARY, TITLE = "All numbers.", "The boats"
CHART = "charts: [{id: drawn, title: The boats, drawn: bars, facts: [a, b]}]\n"


def sheet(old: str, new: str, *facts: str, more: str = "") -> dict[str, str]:
    """Return a site whose sheet has a chart, with one of its texts replaced."""
    written = make_sheet(*(facts or (make_number("a", "9 boats"), make_number("b", "8 boats"))))
    return {"sheets/numbers.yml": f"{written}{CHART}{more}".replace(old, new)} | make_source("register")


@pytest.mark.parametrize("place", [SUMMARY, TITLE])
@pytest.mark.parametrize(
    "old, new, expected",
    [
        ("Of 40 boats", "Of 50 boats", "F507"),
        ("Of forty boats", "Of fifty boats", "F507"),
        ("Of 40 boats since May 2022", "Of 40 boats since May 2023", "F507"),
        ("Of boats", "Of 40 boats", ""),
        ("Of 40 boats", "Of boats", ""),
        ("Of 40 boats", "Of forty ships", ""),
    ],
)
def test_a_number_in_a_summary_or_a_chart_is_replaced_only_with_a_correction(
    place: str, old: str, new: str, expected: str
) -> None:
    before = sheet(place, old)

    assert list_codes(compare_files(before, sheet(place, new))) == expected.split()
    assert list_codes(compare_files(before, sheet(place, new, more=f"{NOTICE}\n"))) == []


def test_a_summary_that_follows_its_facts_needs_no_correction_of_its_own() -> None:
    other, tally = make_number("b", "8 boats"), "as_of: 2023-05-01"
    before = sheet(SUMMARY, "Of 9 boats", make_number("a", "9 boats", tally), other)
    grown = make_number("a", "12 boats", "as_of: 2023-05-04")

    assert leave_out_credits(compare_files(before, sheet(SUMMARY, "Of twelve boats", grown, other))) == []
    retagged = make_number("a", "9 boats", tally, "tags: [new]")
    assert list_codes(compare_files(before, sheet(SUMMARY, "Of 8 boats", retagged, other))) == ["F507"]


def test_a_number_in_a_caveat_is_replaced_only_with_a_correction() -> None:
    old, new = (make_number("a", "1", f"caveat: Not counted in {number} towns") for number in ("forty", "fifty"))

    assert find_codes(old, new) == ["F507"]
    assert find_codes(old, make_number("a", "1", "caveat: Not counted in fifty towns", NOTICE)) == []
    assert find_codes(old, make_number("a", "1")) == []
    assert find_codes(make_number("a", "1", "note: In 40 towns"), make_number("a", "1", "note: In 50 towns")) == []


@pytest.mark.parametrize(
    "old, new, expected",
    [
        ("role: convicted fraudster", "role: mayor", "F540"),
        ("role: convicted fraudster", "", "F540"),
        ("", "role: convicted fraudster", "F540"),
        ("affiliation: mayor", "affiliation: port", "F540"),
        ("affiliation: mayor", "", "F540"),
        ("description: A clerk", "description: A clerk of the town", ""),
    ],
)
def test_what_is_said_of_an_actor_changes_only_with_a_correction(old: str, new: str, expected: str) -> None:
    def tell(*more: str) -> dict[str, str]:
        fields = ", ".join(("id: clerk, name: The clerk, kind: person", *filter(None, more)))
        actors = make_actors("mayor", "port")["actors.yml"] + f"  - {{{fields}}}\n"
        return {"sheets/numbers.yml": make_sheet(make_number("a", "1")), "actors.yml": actors} | make_source("register")

    assert list_codes(compare_files(tell(old), tell(new))) == expected.split()
    assert list_codes(compare_files(tell(old), tell(new, NOTICE))) == []
    assert list_codes(compare_files(tell(old, NOTICE), tell(new))) == ["F506", *expected.split()]


def test_another_name_is_another_person() -> None:
    renamed = site(make_number("a", "1"))
    renamed["actors.yml"] = renamed["actors.yml"].replace("name: Clerk", "name: Cleric")

    assert list_codes(compare_files(site(make_number("a", "1")), renamed)) == ["F540"]


def test_a_correction_of_a_sheet_is_not_taken_back() -> None:
    assert list_codes(compare_files(sheet("", "", more=f"{NOTICE}\n"), sheet("", ""))) == ["F506"]


def test_one_correction_is_asked_for_once() -> None:
    old, new = (worded(make_number("a", text), f"Arrests in {text} towns") for text in ("40", "41"))

    assert find_codes(old, new) == ["F501"]


def test_a_page_keeps_its_address() -> None:
    before = site(make_number("a", "1")) | make_actors("clerk", "mayor")
    after = site(make_number("a", "1"))

    assert list_codes(compare_files(before, after)) == ["F508"]
    assert list_codes(compare_files(before, after, frozenset({"actors/mayor.md"}))) == []
    assert list_codes(compare_files(before, after, frozenset({"actors/mayor/index.md"}))) == []


def test_a_sheet_that_was_merged_keeps_its_address() -> None:
    source = make_source("register")
    before = {"sheets/one.yml": make_sheet(make_number("a", "1"), name="one")} | source
    before |= {"sheets/two.yml": make_sheet(make_number("b", "1"), name="two")}
    after = {"sheets/one.yml": make_sheet(make_number("a", "1"), make_number("b", "1"), name="one")} | source

    assert list_codes(compare_files(before, after)) == ["F508"]
    assert list_codes(compare_files(before, after, frozenset({"sheets/two.md"}))) == []


@pytest.mark.parametrize(
    "waiver, day, expected",
    [
        ("waive: [{code: F501, why: A typo, until: 2023-06-30}]", dt.date(2023, 6, 1), ""),
        ("waive: [{code: F501, why: A typo, until: 2023-06-30}]", dt.date(2023, 7, 1), "F501"),
        ("waive: [{code: F502, why: A typo, until: 2023-06-30}]", dt.date(2023, 6, 1), "F501"),
        ("waive: [{code: F501, why: A typo}]", dt.date(2023, 6, 1), "F501"),
    ],
)
def test_a_waiver_with_an_end_lets_a_change_through(waiver: str, day: dt.date, expected: str) -> None:
    diff = compare_files(site(make_number("a", "40")), site(make_number("a", "41", waiver)))

    assert leave_out_credits(diff, day) == expected.split()


def test_every_policy_is_run_once() -> None:
    assert len(set(POLICY_CHECKS)) == len(POLICY_CHECKS) == len(POLICY_RULES)
