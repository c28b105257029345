"""Search finds facts by their words, numbers and names, and shows them; before that it asks for nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.support.browser import Reader

AXE: Mapping[str, Any] = {"resultTypes": ["violations"], "preload": False}
INDEX = "downloads/search-index.json"
MANY = 1500
"""Facts of a large site."""
SOON = 30
"""Milliseconds within which results come."""
LOAD = """\
() => import(new URL("scripts/facts.js", document.baseURI)).then(({ loadIndex }) => loadIndex())
"""
TIMED = """\
async ([index, queries]) => {
  const { makeFinder } = await import(new URL("scripts/finder.js", document.baseURI));
  const find = await makeFinder(index);
  const best = query => {
    const timed = () => {
      const from = performance.now();
      find(query);
      return performance.now() - from;
    };
    return Math.min(...Array.from({length: 9}, timed));
  };
  return queries.map(best);
}
"""


def search(page: Page, words: str) -> None:
    """Open search and type, and wait for what is found."""
    page.keyboard.press("/")
    field = page.get_by_role("searchbox", name="Search the facts")
    expect(field).to_be_focused()
    field.fill(words)
    expect(page.locator(".fs-search-results :is(li, strong)").first).to_be_visible()


def facts(page: Page) -> list[str]:
    """Return the statements that were found, best first, each with the speaker before it."""
    expect(page.locator(".fs-search-facts a").first).to_be_visible()
    return page.locator(".fs-search-facts a").all_inner_texts()


FIRST: Mapping[str, str] = {
    "420": "Dockers who stopped work",
    "at least 420": "Dockers who stopped work",
    "2 million": "Estimate given by The Ostwick Gazette: What the strike has cost the town",
    "2,000,000": "Estimate given by The Ostwick Gazette: What the strike has cost the town",
    "2 000 000": "Estimate given by The Ostwick Gazette: What the strike has cost the town",
    "2m": "Estimate given by The Ostwick Gazette: What the strike has cost the town",
    "52.5%": "Share of the harbour's workforce that stopped work",
    "52.5 %": "Share of the harbour's workforce that stopped work",
    "52,5 per cent": "Share of the harbour's workforce that stopped work",
    "tam oddy": "Disputed between Tam Oddy and Owners' federation: Rise in pay that the union asks for",
    "ZOE LUC": "An arrow → points to",
    "lorrees": "Lorries that waited",
    "midsumer": "Forecast by Orla Finn: The strike in Ostwick ends by midsummer",
    "lamp pos": "The lamp post says",
}
"""How the first fact begins that is found by some words."""


def test_facts_are_found(reader: Reader) -> None:
    page = reader.open("sheets/strike/")
    page.keyboard.press("/")
    field, found = page.get_by_role("searchbox", name="Search the facts"), {}
    for words in FIRST:
        field.fill("xqzw")  # so that no answer is taken for the next one
        expect(page.locator(".fs-search-results")).to_contain_text("Nothing here has the words xqzw.")
        field.fill(words)
        found[words] = facts(page)[0]

    assert [(words, first) for words, first in found.items() if not first.startswith(FIRST[words])] == []


def test_a_fact_is_shown_with_its_value_standing_source_date_and_sheet(reader: Reader) -> None:
    page = reader.open("")

    search(page, "at least 420")

    row = page.locator(".fs-search-facts li").first
    expect(row.locator(".fs-value")).to_have_text("at least 420 dockers")
    expect(row.locator("mark")).to_have_text(["at", "least", "420"])
    expect(row.locator(".fs-claimed, .fs-reported, .fs-established")).to_have_count(1)
    expect(row.locator(".fs-source-mark").first).to_be_visible()
    expect(row.locator(".fs-attribution")).to_contain_text("According to Union of Quay Workers, in The Ostwick Gazette")
    expect(row).to_contain_text("The harbour strike of spring 2024")
    expect(row).to_contain_text(re.compile(r"as of .*April 2024"))


QUERIES = (
    "strikrs", "lorrees", "harbor", "harbour", "harbours", "docker", "lorry", "how many dockers", "salary", "dead",
    "420", "at least 420", "2 million", "two million", "2m", "52,5 per cent", "250k", "12 April 2024", "April 12, 2024",
    "2024-04-12", "Apr 2024", "Northshre", "finns", "zoe luc", "crowns nothing",
)  # fmt: skip


MATCH = """\
async ([texts, query, synonyms]) => {
  const { makeFinder } = await import(new URL("scripts/finder.js", document.baseURI));
  const { facts: [fact] } = await (await fetch(new URL("downloads/facts-index.json", document.baseURI))).json();
  const none = { value: "", said_by: [], about: [], places: [], sources: [], tags: [], attribution: "", dated: "",
    text: "", lifecycle: "current" };
  const facts = texts.map(statement => ({ ...fact, ...none, derived: statement.startsWith("="), statement }));
  const { facts: found, fit } = makeFinder({ facts, pages: [], synonyms })(query);
  return [found.map(one => one.fact.statement), fit];
}
"""


@pytest.mark.parametrize(
    "query, text, fit",
    [
        ("mobilization", "a partial mobilisation", ""),
        ("mobilise", "a partial mobilization", ""),
        ("labor", "migrant labour", ""),
        ("labours", "migrant labor", ""),
        ("defense", "the Ministry of Defence", ""),
        ("center", "a detention centre", ""),
        ("programs", "a programme", ""),
        ("travelled", "those who traveled", ""),
        ("country", "other countries", ""),
        ("raids", "a raid", ""),
        ("recruiting", "men were recruited", ""),
        ("salary", "the pay of dockers", ""),
        ("how many killed", "12 deaths", ""),
        ("Britain", "the UK", ""),
        ("United Kingdom", "a British report", ""),
        ("Uzbekstan", "from Uzbekistan", "near"),
        ("Uzbekitsan", "from Uzbekistan", "near"),
        ("Łódz", "Lodz", ""),
        ("280k", "280,000 people", ""),
        ("280 thousand", "280 000 people", ""),
        ("1 million", "1,000,000 people", ""),
        ("half a million", "500,000 people", ""),
        ("5 September 2023", "on September 5, 2023", ""),
        ("5 Sept 2023", "on 2023-09-05", ""),
        ("September 2023", "on 5 September 2023", ""),
        ("5 September", "on 5 September 2023", ""),
        ("2023", "on 5 September 2023", ""),
        ("28", "280 people", "near"),
        ("the raid in Lodz", "a raid", "some"),
    ],
)
def test_a_query_finds_a_text(reader: Reader, query: str, text: str, fit: str) -> None:
    page = reader.open_empty()

    assert page.evaluate(MATCH, [["nothing of the kind", text], query]) == [[text], fit]


def test_a_site_has_synonyms_of_its_own(reader: Reader) -> None:
    page = reader.open_empty()

    assert page.evaluate(MATCH, [["a Wharf"], "quays"])[0] == []
    assert page.evaluate(MATCH, [["a Wharf"], "quays", ["quay wharf", "a b"]])[0] == ["a Wharf"]


@pytest.mark.parametrize(
    "query, text",
    [
        ("93", "930 boats and 94 people, 9.3 %"),
        ("1 million", "10 million people"),
        ("5 September 2023", "on 6 September 2022"),
        ("rain", "a train"),
        ("saint", "they paint"),
    ],
)
def test_a_query_does_not_find_another_text(reader: Reader, query: str, text: str) -> None:
    found, fit = reader.open_empty().evaluate(MATCH, [[text], query])

    assert not found or fit in {"near", "some"}


def test_exact_comes_before_near_and_what_was_said_before_what_is_worked_out(reader: Reader) -> None:
    texts = ["= 93 killed", "pay rises", "12 deaths", "killed: at least 93", "they were killed"]
    page = reader.open_empty()

    assert page.evaluate(MATCH, [texts, "93"])[0] == ["killed: at least 93", "= 93 killed"]
    killed = ["killed: at least 93", "they were killed", "12 deaths", "= 93 killed"]
    assert page.evaluate(MATCH, [texts, "killed"])[0] == killed


def test_search_and_explore_find_the_same_facts(reader: Reader) -> None:
    """By 25 queries: typos, spellings, other names and scripts, numbers and dates in several forms."""
    page = reader.open("explore/")
    expect(page.locator(".fs-result")).not_to_be_empty()
    counted = {}
    for query in QUERIES:
        page.get_by_label("Find words").fill(query)
        page.wait_for_function("query => new URLSearchParams(location.search).get('q') === query", arg=query)
        shown = page.locator(".fs-ledger tr[id]:not([hidden])").evaluate_all("rows => rows.map(row => row.id)")
        page.keyboard.press("Control+k")
        page.get_by_role("searchbox", name="Search the facts").fill(query)
        expect(page.locator(".fs-search-results > *").first).to_be_visible()
        heading = page.locator(".fs-search-results h2", has_text="fact")
        count = int(heading.inner_text().split()[0]) if heading.count() else 0
        links = page.locator(".fs-search-facts a").evaluate_all("links => links.map(one => one.href.split('/').at(-2))")
        page.keyboard.press("Escape")
        counted[query] = count
        assert count == len(shown), query
        assert set(links) <= set(shown), query
        assert len(links) == min(count, 20), query

    assert {query for query, count in counted.items() if not count} == {"dead"}
    assert counted["harbor"] == counted["harbour"] == counted["harbours"]
    assert counted["12 April 2024"] == counted["April 12, 2024"] == counted["2024-04-12"] > 0
    assert counted["2 million"] == counted["two million"] == counted["2m"] > 0


def test_a_name_in_another_script_finds_the_place_before_its_facts(reader: Reader) -> None:
    index = json.loads((reader.site / INDEX).read_text("utf-8"))
    (place,) = (each for each in index["pages"] if each["url"] == "places/ostwick/")
    place["aliases"] = ["Оствик", "Ostvik"]
    page = reader.open("")
    page.route(f"**/{INDEX}", lambda route: route.fulfill(json=index))

    search(page, "оствик")

    expect(page.locator(".fs-search-results a").first).to_have_text("Ostwick")
    expect(page.locator(".fs-search-results li").first).to_contain_text("also called Оствик")
    facts_of = page.evaluate(LOAD)["facts"]
    known = {fact["url"] for fact in facts_of if any(each["id"] == "ostwick" for each in fact["places"])}
    links = page.locator(".fs-search-facts a").evaluate_all("links => links.map(one => one.href)")
    assert {link.removeprefix(reader.root) for link in links} == known != set()


def test_an_actor_comes_before_what_they_said(reader: Reader) -> None:
    page = reader.open("")

    search(page, "oddy")

    expect(page.locator(".fs-search-results a").first).to_have_text("Tam Oddy")
    assert facts(page)


@pytest.mark.parametrize("words", ["how many", "who"])
def test_questions_alone_ask_for_nothing(reader: Reader, words: str) -> None:
    page = reader.open("")
    page.keyboard.press("/")
    page.get_by_role("searchbox").fill(words)

    expect(page.locator(".fs-search-results")).to_contain_text("Look for a word, a number or a name")


def test_back_restores_a_search(reader: Reader) -> None:
    page = reader.open("sheets/strike/")
    search(page, "gate")
    found = facts(page)
    page.locator(".fs-search-facts a").first.click()
    page.wait_for_url("**/facts/**")

    page.go_back()

    expect(page.get_by_role("searchbox", name="Search the facts")).to_have_value("gate")
    assert facts(page) == found
    page.keyboard.press("Escape")
    page.reload()
    expect(page.locator("header .fs-search-open")).to_be_visible()
    assert not page.locator("dialog[open]").count()


def test_what_is_weaker_than_reported_is_shown_behind_its_speaker(reader: Reader) -> None:
    page = reader.open("")

    search(page, "guards hired outside")

    row = page.locator(".fs-search-facts li").first
    expect(row.locator("a > .fs-attribution")).to_have_text("Alleged by Union of Quay Workers:")
    expect(row.locator(":scope > .fs-attribution")).to_have_text("In The Ostwick Gazette, 12 April 2024")


def test_what_is_worked_out_is_not_called_reported(reader: Reader) -> None:
    page = reader.open("")

    search(page, "crowns northshire euro")

    row = page.locator(".fs-search-facts li").first
    expect(row.locator(".fs-derived")).to_have_text("worked out")
    expect(row.locator(".fs-reported")).to_have_count(0)
    expect(row.locator(":scope > .fs-attribution")).to_contain_text("Worked out from figures given by")


def test_numbers_are_never_guessed(reader: Reader) -> None:
    page = reader.open("")

    search(page, "421")

    expect(page.locator(".fs-search-results")).to_contain_text("Nothing here has the words 421.")


def test_what_is_no_longer_stood_by_comes_last(reader: Reader) -> None:
    page = reader.open("")

    search(page, "ferry")
    found = facts(page)

    assert found[-1] == "The old ferry of Ostwick was sold to the islands"


def test_pages_are_found_too(reader: Reader) -> None:
    page = reader.open("facts/strikers/")

    search(page, "orla finn")
    expect(page.locator(".fs-search-pages a").first).to_have_text("Orla Finn")
    page.get_by_role("searchbox").fill("timeline")

    expect(page.locator(".fs-search-pages a").first).to_have_attribute("href", f"{reader.root}timeline/")


@pytest.mark.parametrize("words", ["onerror", "script document title taken", "iframe", "svg onload"])
def test_hostile_text_stays_text(reader: Reader, words: str) -> None:
    page = reader.open("")

    search(page, words)
    expect(page.locator(".fs-search-results li").first).to_be_visible()

    assert page.title() != "taken"
    inside = page.locator("dialog").evaluate("box => [...box.querySelectorAll('*')].map(one => one.localName)")
    known = "a div em h2 input kbd label li mark ol p button span strong"
    assert set(inside) <= set(known.split())
    assert page.locator("dialog").evaluate(
        "box => box.innerHTML.includes('on') && !box.querySelector('[onerror], [onload], [onclick]')"
    )


def test_nothing_is_fetched_before_it_is_opened(reader: Reader) -> None:
    page = reader.open("sheets/strike/")
    late = ("facts-index.json", "search.js", "finder.js", "words.js", "hints.js")

    assert [address for address in reader.server.requests if address.endswith(late)] == []
    search(page, "strike")
    facts(page)
    assert sum(address.endswith("facts-index.json") for address in reader.server.requests) == 1


def test_the_keyboard_is_enough(reader: Reader) -> None:
    page = reader.open("sheets/strike/")
    button = page.get_by_role("button", name="Search", exact=True)
    button.focus()
    page.keyboard.press("Enter")
    field = page.get_by_role("searchbox")
    expect(field).to_be_focused()
    page.keyboard.type("gate")
    found = facts(page)

    page.keyboard.press("ArrowDown")
    expect(page.locator(".fs-search-facts a").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    expect(page.get_by_role("dialog").get_by_role("status")).to_have_text(
        re.compile(rf"^{len(found)} facts and \d+ pages?$")
    )
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_be_hidden()
    expect(button).to_be_focused()

    page.keyboard.press("Control+k")
    field.fill("420")
    assert facts(page)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{reader.root}facts/strikers/")


def test_all_that_was_found_is_shown_in_explore(reader: Reader) -> None:
    page = reader.open("sheets/strike/")
    search(page, "at least 420")

    page.get_by_role("link", name="Show all in Explore").click()

    expect(page).to_have_url(f"{reader.root}explore/?q=at+least+420")


def test_the_single_key_can_be_turned_off(reader: Reader) -> None:
    page = reader.open("")
    page.keyboard.press("Control+k")
    page.get_by_role("checkbox", name="opens search").uncheck()
    page.reload()

    page.keyboard.press("/")
    page.keyboard.press("Control+k")  # comes after it, so that there is something to wait for

    expect(page.get_by_role("searchbox")).to_have_value("")
    expect(page.get_by_role("checkbox", name="opens search")).not_to_be_checked()


def test_a_list_that_cannot_be_fetched_is_said_and_can_be_tried_again(reader: Reader) -> None:
    page = reader.open("")
    page.route("**/facts-index.json", lambda route: route.fulfill(status=503))
    page.keyboard.press("/")
    expect(page.get_by_role("status")).to_have_text("The list of facts could not be fetched.")
    reader.troubles.clear()  # the browser tells of the answer 503
    page.unroute("**/facts-index.json")

    page.get_by_role("button", name="Try again").click()
    page.get_by_role("searchbox").fill("420")

    assert facts(page)


def test_without_scripts_search_is_a_link(reader: Reader) -> None:
    page = reader.open("facts/strikers/", javascript=False)

    link = page.locator("header a.fs-search-open")
    expect(link).to_have_text("Search")
    assert re.search(r"/(explore|sheets)/$", link.evaluate("one => one.href"))


@pytest.mark.parametrize("scheme, width", [("light", 1280), ("dark", 320)])
def test_the_dialog_has_no_barrier(reader: Reader, scheme: Literal["light", "dark"], width: int) -> None:
    page = reader.open("sheets/strike/", scheme=scheme, width=width)
    search(page, "harbour")
    facts(page)

    found = Axe().run(page, context="dialog", options={**AXE})

    assert not found.violations_count, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("dialog").evaluate("box => box.scrollWidth <= box.clientWidth")
    assert page.locator(".fs-search-results").evaluate("box => box.scrollWidth <= box.clientWidth")


def test_a_large_site_is_searched_in_time(reader: Reader) -> None:
    page = reader.open_empty()
    index = page.evaluate(LOAD)
    some = index["facts"]
    index["facts"] = [
        {**some[at % len(some)], "statement": f"{some[at % len(some)]['statement']} {at * 7919 % 99991}"}
        for at in range(MANY)
    ]

    times = page.evaluate(TIMED, [index, ["st", "the strike in ostwick", "at least 420", "2 million", "harbor"]])

    assert max(times) < SOON, times
