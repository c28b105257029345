"""The table of all facts: filtered, sorted, shared by its address, taken away, and whole without scripts."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import Reader
from tests.support.html_oracle import read_hostile_texts

ALL = "38 facts"
FAULT = "p.fs-fault"
WIDE, PHONE, NARROW = 1280, 390, 320
WIDTHS = (WIDE, PHONE, NARROW)


def explored(reader: Reader, query: str = "", *, width: int = WIDE) -> Page:
    """Open the table and wait until it can be filtered."""
    page = reader.open(f"explore/{query}", width=width)
    expect(page.locator(".fs-result")).not_to_be_empty()
    return page


def result(page: Page) -> str:
    return page.locator(".fs-result").inner_text()


def shown(page: Page) -> list[str]:
    """Return the ids of the facts in sight, in order."""
    ids = page.locator(".fs-ledger tr[id]:visible").evaluate_all("rows => rows.map(row => row.id)")
    assert isinstance(ids, list)
    return ids


def follow_all(page: Page, queries: Iterable[str]) -> dict[str, list[str]]:
    """Return the facts in sight by the query of the address, gone to as by Back and Forward, without a new page."""
    found = {}
    for query in queries:
        page.evaluate(
            "query => { history.pushState(null, '', query); dispatchEvent(new PopStateEvent('popstate')) }", f"?{query}"
        )
        found[query] = shown(page)
    return found


def query_of(page: Page) -> str:
    query = page.evaluate("location.search")
    assert isinstance(query, str)
    return query


def choose(page: Page, name: str, label: str) -> None:
    """Open a filter and check one of its choices."""
    fold = page.locator("details.fs-filter", has=page.get_by_text(name, exact=True))
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()
    fold.get_by_label(label).check()


def enter(page: Page, name: str, field: str, text: str) -> None:
    """Write into a field of the filter for dates or numbers, and leave the field."""
    fold = page.locator("details.fs-filter", has=page.get_by_text(name, exact=True))
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()
    fold.get_by_label(field).fill(text)
    fold.get_by_label(field).press("Tab")


def count_beside(page: Page, choice: str) -> int:
    """Return the count beside a choice, also in a filter that is folded away."""
    label = page.locator("label", has=page.locator(f"[value='{choice}']"))
    return int(label.locator(".fs-count").text_content() or "")


# ---- filters


def test_all_facts_are_there_in_the_order_of_the_sheets(reader: Reader) -> None:
    page = explored(reader)

    assert result(page) == ALL
    assert len(shown(page)) == 38
    assert shown(page)[0] == "strikers"
    assert page.locator(".fs-group").all_inner_texts()[0] == "The harbour strike of spring 2024"


def test_words_are_found_in_statements_names_and_notes(reader: Reader) -> None:
    page = explored(reader)
    for words, found in (
        ("ROLLS harbour", ["workforce"]),
        ("łucz", []),
        ("zoe łuc", ["crab"]),
        ("1900", ["day-rate"]),
        ("250,000", ["strike-fund"]),
    ):
        page.get_by_label("Find words").fill(words)
        expect(page.locator(".fs-result")).to_have_text(f"{len(found)} of {ALL}")
        assert shown(page) == found


def test_choices_widen_a_filter_and_filters_narrow_each_other(reader: Reader) -> None:
    page = explored(reader)
    page.get_by_label("claimed").check(force=True)
    assert result(page) == f"5 of {ALL}"
    page.get_by_label("alleged").check(force=True)
    assert result(page) == f"6 of {ALL}"
    choose(page, "Sheet", "The harbour strike of spring 2024")

    assert shown(page) == ["containers", "guards", "ferries-will-run"]
    assert query_of(page) == "?sheet=strike&standing=claimed,alleged"


def test_the_count_beside_a_choice_reflects_the_other_filters(reader: Reader) -> None:
    page = explored(reader, "?sheet=walls")

    assert count_beside(page, "claimed") == 2
    assert count_beside(page, "reported") == 2
    assert count_beside(page, "strike") == 22, "the own filter of a choice does not change its count"
    assert count_beside(page, "established") == 0


def test_source_speaker_subject_and_place_are_filters(reader: Reader) -> None:
    page = explored(reader, "?source=lighthouse-talk&said_by=orla-finn")
    assert shown(page) == ["end-of-strike", "lights"]

    page = explored(reader, "?about=owners")
    assert shown(page) == ["guards"], "what they say themselves is not about them"
    assert page.locator(".fs-in-use li").first.inner_text() == "about: Owners' federation"
    choose(page, "About", "Owners' federation")
    choose(page, "Said by", "Union of Quay Workers")
    assert query_of(page) == "?said_by=quay-union&about=owners"

    page = explored(reader, "?place=east-quay")
    assert shown(page) == ["strikers", "red-letters"]


NUMBERS: Mapping[str, list[str]] = {
    "unit=dockers&min=1000": ["strikers"],  # at least 420: no upper limit
    "unit=dockers&max=419": [],
    "unit=dockers&max=420": ["strikers"],
    "unit=guards&max=15": [],  # more than 15: the limit itself is not possible
    "unit=guards&max=16": ["guards"],
    "unit=boys&min=10": ["soup"],  # fewer than 10
    "unit=boys&min=9&max=9": ["soup-paid"],
    "unit=lorries&min=105&max=300": ["lorries"],  # about 100: from 90 to 110
    "unit=%25&min=50": ["share-of-strikers"],
    "unit=weeks&min=6&max=6": ["weeks-expected"],
    "unit=boats": ["damage"],
    "unit=OWK&min=1%2C000%2C000": ["loss"],
}
"""The facts in sight by the query of the address."""


def test_a_number_matches_where_the_value_could_lie_in_the_range(reader: Reader) -> None:
    assert follow_all(explored(reader), NUMBERS) == NUMBERS


def test_what_is_worked_out_is_a_choice_of_its_own(reader: Reader) -> None:
    page = explored(reader, "?standing=derived")

    assert shown(page) == ["share-of-strikers", "share-still-working", "afloat", "rate-of-exchange"]
    assert page.locator(".fs-in-use li").first.inner_text() == "standing: worked out"
    assert "rate-of-exchange" not in shown(explored(reader, "?standing=reported"))


def test_any_unit_is_every_fact_with_a_number(reader: Reader) -> None:
    page = explored(reader, "?unit=*")

    assert "fish" not in shown(page), "rising is no number"
    assert "damage" in shown(page)
    assert "visitors" in shown(page)


DATES: Mapping[str, list[str]] = {
    "from=2023-11&to=2023": ["guards", "strike-fund", "red-letters", "lamp-post"],
    "to=2019": ["strike-fund", "lamp-post"],  # no beginning is known
    "from=2030": ["end-of-strike"],  # no end is known
    "from=2024-04-20&to=2024-04-20&standing=reported&unit=people": ["pickets"],
}


def test_a_date_matches_where_the_period_and_the_range_have_a_day_in_common(reader: Reader) -> None:
    assert follow_all(explored(reader), DATES) == DATES


def test_dates_and_numbers_are_entered_by_hand(reader: Reader) -> None:
    page = explored(reader)
    enter(page, "Number", "at least", "1,000")
    enter(page, "Date", "from", "2024-04")
    expect(page.locator(".fs-in-use li")).to_have_count(3)

    assert query_of(page) == "?from=2024-04&min=1000"
    assert "strike-fund" in shown(page)
    assert "workforce" not in shown(page)

    enter(page, "Date", "from", "soon")
    expect(page.locator(FAULT)).to_contain_text("“soon” is not a date. Write a year")
    assert query_of(page) == "?min=1000"


TYPED = (
    ("Date", "from", "5 September 2023", "?from=2023-09-05"),
    ("Date", "from", "September 5, 2023", "?from=2023-09-05"),
    ("Date", "until", "Sept 2023", "?to=2023-09"),
    ("Date", "until", "2023", "?to=2023"),
    ("Number", "at least", "1 million", "?min=1000000"),
    ("Number", "at least", "280k", "?min=280000"),
    ("Number", "at most", "1,5 million", "?max=1500000"),
    ("Number", "at most", "−5", "?max=-5"),
)
"""A filter, its field, what is typed, and the query that it becomes."""


def test_dates_and_numbers_are_read_as_people_type_them(reader: Reader) -> None:
    page = explored(reader)
    queries = {}
    for name, field, text, _ in TYPED:
        enter(page, name, field, text)
        expect(page.locator(".fs-in-use li").first).to_be_visible()
        assert not page.locator("[aria-invalid]").count(), text
        queries[text] = query_of(page)
        page.get_by_role("button", name="Clear filters").click()
        expect(page.locator(".fs-in-use li")).to_have_count(0)

    assert queries == {text: query for _, _, text, query in TYPED}


@pytest.mark.parametrize(
    "name,field,text", [("Date", "from", "31 February 2023"), ("Date", "until", "abc"), ("Number", "at least", "a lot")]
)
def test_what_could_not_be_read_is_said_at_its_field(reader: Reader, name: str, field: str, text: str) -> None:
    page = explored(reader)

    enter(page, name, field, text)

    fault = f"“{text}” is not a {name.lower()}."
    expect(page.locator(FAULT)).to_contain_text(fault)
    fold = page.locator("details.fs-filter", has=page.get_by_text(name, exact=True))
    written = fold.get_by_label(field)
    expect(written).to_have_value(text)
    expect(written).to_have_attribute("aria-invalid", "true")
    expect(page.locator(f"#{written.get_attribute('aria-describedby')}")).to_contain_text(fault)
    assert result(page) == ALL
    enter(page, name, field, "2023")
    expect(written).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator(FAULT)).to_be_hidden()


# ---- states


def test_an_empty_view_says_so_and_shows_a_way_out(reader: Reader) -> None:
    page = explored(reader, "?sheet=walls&standing=denied")

    assert result(page) == f"0 of {ALL}"
    assert not page.locator(".fs-ledger").is_visible()
    assert page.locator(".fs-way-out").inner_text().startswith("No fact matches all of this.")
    page.get_by_role("button", name="see all facts").click()
    assert result(page) == ALL
    assert query_of(page) == ""
    assert page.evaluate("document.activeElement.className") == "fs-result"


def test_each_filter_in_use_can_be_taken_away(reader: Reader) -> None:
    page = explored(reader, "?standing=claimed,alleged&unit=guards&min=3")
    words = page.locator(".fs-in-use li").all_inner_texts()
    assert words == ["standing: claimed", "standing: alleged", "number: from 3 guards", "Clear filters"]

    page.get_by_role("button", name="Remove standing: claimed").click()
    assert query_of(page) == "?standing=alleged&unit=guards&min=3"
    assert page.evaluate("document.activeElement.className") == "fs-result", "the focus is not lost"
    page.get_by_role("button", name="Clear filters").click()
    assert query_of(page) == ""


def test_what_the_address_asks_for_and_is_not_there_is_told(reader: Reader) -> None:
    page = explored(
        reader,
        "?sheet=strike,none&said_by=nobody-1&actor=quay-union&unit=%3Cb%3E&min=x&from=2024-13&sort=luck&page=2&standing=%F0%9F%A6%80&min=2&to=0000",
    )
    message = page.locator(FAULT).inner_text()

    assert result(page) == f"22 of {ALL}"
    assert "There is no speaker “nobody-1”." in message
    for word in ("page", "actor", "none", "🦀", "<b>", "x", "2024-13", "0000", "luck"):
        assert f"“{word}”" in message
    page.get_by_label("established").check(force=True)
    assert query_of(page) == "?sheet=strike&standing=established"
    assert not page.locator(FAULT).is_visible()


@pytest.mark.parametrize("query", ["?min=9&max=2", "?from=2024&to=2023", "?" + "q=a&" * 300, "?=&&=%&%zz"])
def test_a_broken_address_breaks_nothing(reader: Reader, query: str) -> None:
    page = explored(reader, query)

    assert result(page).endswith(ALL)


# ---- the address


def test_a_view_is_shared_by_its_address(reader: Reader) -> None:
    first = explored(reader)
    first.get_by_label("Find words").fill("strike")
    first.get_by_label("reported").check(force=True)
    first.get_by_role("button", name="Value").click()
    first.get_by_role("button", name="Value").click()
    query = query_of(first)
    assert query == "?q=strike&standing=reported&sort=-value"

    second = explored(reader, query)
    assert shown(second) == shown(first) != []
    assert second.get_by_label("Find words").input_value() == "strike"
    assert second.get_by_role("checkbox", name="reported").is_checked()
    assert second.locator("[aria-sort]").get_attribute("aria-sort") == "descending"


def test_back_undoes_choices_and_a_run_of_typing_as_one(reader: Reader) -> None:
    page = explored(reader)
    page.get_by_label("claimed").check(force=True)
    page.get_by_label("Find words").press_sequentially("wall", delay=5)
    page.wait_for_url("**/explore/?q=wall&standing=claimed")
    page.get_by_label("alleged").check(force=True)

    page.go_back()
    assert query_of(page) == "?q=wall&standing=claimed"
    assert not page.get_by_label("alleged").is_checked()
    page.go_back()
    assert query_of(page) == "?standing=claimed"
    assert page.get_by_label("Find words").input_value() == ""
    page.go_back()
    assert query_of(page) == ""
    assert result(page) == ALL
    page.go_forward()
    assert result(page) == f"5 of {ALL}"


# ---- order


def test_headings_sort_and_say_so(reader: Reader) -> None:
    page = explored(reader, "?unit=people")
    heading = page.locator("th", has=page.get_by_role("button", name="Value"))
    assert heading.get_attribute("aria-sort") is None

    page.get_by_role("button", name="Value").click()
    assert (heading.get_attribute("aria-sort"), shown(page)) == ("ascending", ["pickets", "workforce"])
    page.get_by_role("button", name="Value").click()
    assert (heading.get_attribute("aria-sort"), shown(page)) == ("descending", ["workforce", "pickets"])
    page.get_by_role("button", name="Value").click()
    assert (heading.get_attribute("aria-sort"), shown(page)) == (None, ["workforce", "pickets"])


def test_values_are_sorted_within_their_unit_and_facts_without_one_come_last(reader: Reader) -> None:
    page = explored(reader, "?sort=-value")
    order = shown(page)

    assert order.index("share-of-strikers") < order.index("share-still-working") < order.index("pay-demand")
    assert order.index("soup") == order.index("soup-paid") - 1
    assert set(order[-3:]) == {"ferry-sold", "lower-line", "lamp-post"}
    assert page.locator(".fs-group:visible").count() == 0


ENDS: Mapping[str, tuple[str, str]] = {
    "sort=statement": ("red-letters", "lower-line"),
    "sort=date": ("red-letters", "lower-line"),
    "sort=standing": ("strikers", "finest-harbour"),
    "sort=-standing": ("wisest-strike", "afloat"),
}
"""The first fact and the last by the query of the address."""


def test_facts_are_sorted(reader: Reader) -> None:
    orders = follow_all(explored(reader), ENDS)

    assert {query: (order[0], order[-1]) for query, order in orders.items()} == ENDS
    assert {len(order) for order in orders.values()} == {38}


# ---- files


def taken(page: Page, kind: str) -> tuple[str, str]:
    """Take the facts shown away as a file; return its name and its text."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=f"{kind} of the facts shown").click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes().decode("utf-8")


def test_the_csv_holds_what_is_shown_in_the_order_shown(reader: Reader) -> None:
    page = explored(reader, "?sheet=walls,money&sort=statement")
    name, text = taken(page, "CSV")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    edition = json.loads((reader.site / "downloads/facts-index.json").read_text("utf-8"))["edition"]

    assert name == f"facts-{edition}.csv"
    assert text.startswith("\ufeffid,statement,")
    assert text.count("\r\n") == text.count("\n") == 17
    assert [row["id"] for row in rows] == shown(page)
    facts = {row["id"]: row for row in rows}
    assert facts["red-letters"]["statement"].startswith(
        "Claimed by # <script>document.title='taken'</script> & {{ 7*7 }}"
    )
    assert ": # <script>document.title='taken'</script> stands" in facts["red-letters"]["statement"]
    assert facts["loss"]["statement"].startswith("Estimate given by The Ostwick Gazette: ")
    assert facts["loss"]["attribution"] == "Estimate given by The Ostwick Gazette, 12 April 2024"
    assert facts["loss"]["said_by"] == "The Ostwick Gazette"
    assert facts["rate-of-exchange"]["standing"] == "worked out"
    assert facts["lower-line"]["statement"].endswith("stand below it")
    assert (facts["soup-paid"]["low"], facts["soup-paid"]["high"]) == ("0", "10")
    assert (facts["soup-paid"]["low_open"], facts["soup-paid"]["high_open"]) == ("", "yes")
    assert facts["day-rate"]["url"] == f"{reader.root}facts/day-rate/"


def test_the_columns_of_the_csv_are_those_that_the_page_describes(reader: Reader) -> None:
    page = explored(reader)
    _, text = taken(page, "CSV")
    described = page.locator(".fs-table td:first-child").all_inner_texts()

    assert text.partition("\r\n")[0].removeprefix("\ufeff").split(",") == described


CELLS: Mapping[str, str] = {
    "=1+1": "'=1+1",
    "+41": "'+41",
    "-cmd|' /C calc'!A0": "'-cmd|' /C calc'!A0",
    "@SUM(A1)": "'@SUM(A1)",
    "\t=1": "'\t'=1",
    "-12.5": "-12.5",
    'so "called", =1': 'so "called", =1',
    "a;=1": "a;'=1",
    "a\t =1": "a\t' =1",
    "a\n@SUM(A1)": "a\n'@SUM(A1)",
    " =1": "' =1",
    "\u00a0=1": "'\u00a0=1",
    "＝1+1": "'＝1+1",
    "＠SUM(A1)": "'＠SUM(A1)",
    "a;b": "a;b",
    "two\r\nlines": "two\r\nlines",
}
"""What becomes of a statement in a cell."""
WRITE_ALL = """async statements => {
  const { writeCsv } = await import(new URL("../scripts/explore-files.js", location.href));
  const { loadIndex } = await import(new URL("../scripts/facts.js", location.href));
  const index = await loadIndex();
  const facts = statements.map(statement => ({ record: { ...index.facts[0], statement } }));
  return writeCsv(facts, new URL("../", location.href));
}"""


def test_no_cell_is_a_formula(reader: Reader) -> None:
    text = explored(reader).evaluate(WRITE_ALL, [*CELLS])
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))

    assert {statement: row[1] for statement, row in zip(CELLS, rows[1:], strict=True)} == CELLS


FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_no_hostile_text_is_a_formula_whatever_separates_cells(reader: Reader, separator: str) -> None:
    texts = [text.encode("utf-8", "replace").decode() for text in read_hostile_texts()]
    written = explored(reader).evaluate(WRITE_ALL, texts).removeprefix("\ufeff")
    rows = list(csv.reader(io.StringIO(written, newline=""), delimiter=separator))
    cells = [cell for row in rows for cell in row]

    assert [cell for cell in cells if FORMULA.match(cell) and not re.fullmatch(r"-\d+(\.\d+)?", cell)] == []
    if separator == ",":
        assert [row[1].replace("'", "") for row in rows[1:]] == [text.replace("'", "") for text in texts]


def test_the_json_names_its_edition_and_its_view(reader: Reader) -> None:
    page = explored(reader, "?standing=denied")
    name, text = taken(page, "JSON")
    record = json.loads(text)

    assert name == f"facts-{record['edition']}.json"
    assert record["view"] == f"{reader.root}explore/?standing=denied"
    assert [fact["id"] for fact in record["facts"]] == ["pickets-hindered"]
    assert record["facts"][0]["statement"].startswith("Denied by Owners' federation: ")
    assert "below" not in record["facts"][0]


# ---- for everybody


def test_the_keyboard_is_enough(reader: Reader) -> None:
    page = explored(reader)
    page.get_by_label("Find words").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert query_of(page) == "?sheet=strike"

    page.keyboard.press("Escape")
    assert page.locator("details[open]").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "source"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    expect(page.locator("details[open]")).to_have_count(0)


def test_without_scripts_it_is_a_plain_table(reader: Reader) -> None:
    page = reader.open("explore/?standing=denied", javascript=False)

    assert page.locator(".fs-ledger tr[id]:visible").count() == 38
    assert page.locator(".fs-filters").inner_text() == ""
    assert page.locator(".fs-ledger th[scope=row]").count() == 38
    assert page.locator("article button").count() == 0


def test_without_the_index_the_table_stays_whole(reader: Reader) -> None:
    page = explored(reader)
    page.route("**/facts-index.json", lambda route: route.abort())
    page.reload()
    expect(page.locator(".fs-fault")).to_have_text("The filters could not be loaded. The table below has every fact.")

    assert len(shown(page)) == 38
    reader.troubles.clear()  # the console tells of the request that we broke


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_wider_than_the_screen(reader: Reader, width: int) -> None:
    page = explored(reader, "?q=zzzz&standing=claimed,alleged,reported&said_by=quay-union&about=owners", width=width)
    assert page.evaluate("document.documentElement.scrollWidth") == width

    page = explored(reader, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_on_a_phone_the_filters_fold_into_one_that_counts(reader: Reader) -> None:
    page = explored(reader, "?standing=claimed&place=east-quay", width=PHONE)
    opener = page.get_by_role("button", name="Filters, 2 active")
    assert not page.get_by_label("Find words").is_visible()

    opener.click()
    assert opener.get_attribute("aria-expanded") == "true"
    page.get_by_label("Find words").fill("wall")
    expect(page.get_by_role("button", name="Filters, 3 active")).to_be_visible()
    assert shown(page) == ["red-letters"]


def test_hostile_words_stay_words_in_the_filters(reader: Reader) -> None:
    page = explored(reader, "?sheet=walls&standing=claimed")

    assert "<script>document.title='taken'</script>" in page.locator(".fs-in-use").inner_text()
    assert page.locator(".fs-filters :is(script, img, a)").count() == 0
    assert page.title() == "Explore – The Ostwick ledger"
