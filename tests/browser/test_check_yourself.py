"""Check it yourself: a reader's own copy is looked through in the browser, and stays there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.support.browser import Reader

ADDRESS = "check-it-yourself/"
GAZETTE = "ostwick-gazette"
PASSAGES = {"ostwick-gazette": 25, "northern-wire": 10, "port-register": 4, "lighthouse-talk": 5}
COPIES = Path("tests/fixtures/toy/snapshots")
ONE_DIFFERS = "In 1, the words differ from those that we read."
HOSTILE = "<img src=x onerror=\"document.title='taken'\"><script>document.title='taken'</script>"


def copy_of(name: str) -> str:
    return (COPIES / f"{name}.txt").read_text("utf-8")


def at_the_desk(reader: Reader, source: str = GAZETTE, **device: Any) -> Page:  # noqa: ANN401 - as reader.open
    page = reader.open(f"{ADDRESS}#source-{source}", **device)
    expect(page.get_by_label("The source")).to_have_value(source)
    return page


def pasted(page: Page, text: str) -> str:
    """Paste a text, have it checked, and return the report."""
    page.get_by_label("Or paste its text").fill(text)
    page.get_by_role("button", name="Check this text").click()
    return report(page)


def opened(page: Page, name: str, content: bytes, kind: str = "text/plain") -> str:
    """Open a file and return the report."""
    page.get_by_label("Open your copy").set_input_files({"name": name, "mimeType": kind, "buffer": content})
    return report(page)


def report(page: Page) -> str:
    status = page.get_by_role("status")
    expect(status).not_to_have_text(re.compile(r"^$|…$"))
    return status.inner_text()


def only_refusals(reader: Reader) -> None:
    """Forget what the browser refused: it reports every inline style and handler of a page that is parsed."""
    refused = re.compile(r"(Applying|Executing) inline|^securitypolicyviolation: (style|script)-src")
    assert [trouble for trouble in reader.troubles if not refused.search(trouble)] == []
    reader.troubles.clear()


def answers(page: Page, source: str = GAZETTE) -> list[str]:
    """Return the column that was added to a source's table."""
    region = page.locator(f"#source-{source} ~ .fs-sought").first
    return region.locator("td.fs-answer").all_inner_texts()


def test_without_scripts_the_passages_stand_there_to_be_searched_for(reader: Reader) -> None:
    page = reader.open(ADDRESS, javascript=False)

    rows = page.locator("#source-ostwick-gazette ~ .fs-sought").first.locator("tbody tr")
    assert rows.count() == PASSAGES[GAZETTE]
    assert rows.first.locator("td").all_inner_texts()[1:] == ["At least 420 dockers … first evening.", "3"]
    assert page.get_by_role("heading", name="By hand").is_visible()
    assert page.get_by_role("button", name="Check this text").count() == 0


@pytest.mark.parametrize(
    "source, copy",
    [
        ("ostwick-gazette", "gazette"),
        ("northern-wire", "wire"),
        ("port-register", "register"),
        ("lighthouse-talk", "lamp"),
    ],
)
def test_in_our_own_copy_every_passage_is_found(reader: Reader, source: str, copy: str) -> None:
    page = at_the_desk(reader, source)
    count = PASSAGES[source]

    message = opened(page, "copy.txt", (COPIES / f"{copy}.txt").read_bytes())

    assert f"{count} of {count} passages are in your copy: all identical.\n" in message
    assert "The file is byte for byte the copy that we hold." in message
    assert len(answers(page, source)) == count
    assert set(answers(page, source)) == {"identical"}


def test_a_pasted_copy_is_found_too(reader: Reader) -> None:
    page = at_the_desk(reader)

    message = pasted(page, copy_of("gazette").replace("\n", "\r\n").replace(" ", "  "))

    assert message == "25 of 25 passages are in your copy: all identical."


def test_nothing_is_asked_of_any_server_once_a_copy_is_open(reader: Reader) -> None:
    page = at_the_desk(reader)
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    pasted(page, copy_of("gazette"))
    opened(page, "copy.html", f"{HOSTILE}<p>{copy_of('wire')}".encode(), "text/html")

    assert asked == []
    only_refusals(reader)
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]")[1:] == [0, ""]
    assert "dockers" not in page.evaluate("JSON.stringify(localStorage)")


def test_a_changed_word_inside_a_passage_is_shown(reader: Reader) -> None:
    page = at_the_desk(reader)

    message = pasted(page, copy_of("gazette").replace("stopped work on Monday", "stopped work on Tuesday"))

    assert message.startswith(f"24 of 25 passages are in your copy: 24 identical.\n\n{ONE_DIFFERS}")
    differs = (
        "the words differ: your copy has “At least 420 dockers stopped work on Tuesday, the "
        "Union of Quay Workers said on the first evening.”, which are not the words that we read"
    )
    assert f"At least 420 dockers … first evening.: {differs}" in message
    assert answers(page)[0] == differs


def test_a_changed_number_at_the_end_of_a_passage_is_shown(reader: Reader) -> None:
    page = at_the_desk(reader)

    message = pasted(page, copy_of("gazette").replace("At least 420 dockers", "At least 42 dockers"))

    assert message.startswith(f"24 of 25 passages are in your copy: 24 identical.\n\n{ONE_DIFFERS}")
    assert answers(page)[0] == ("the words differ: your copy has “At least 42 dockers”, ours “At least 420 dockers”")
    page.get_by_role("link", name="At least 420 dockers … first evening.").click()
    expect(page.locator("tr:target")).to_contain_text("At least 420 dockers")


def test_other_typography_is_the_same_words(reader: Reader) -> None:
    page = at_the_desk(reader)

    message = pasted(page, copy_of("gazette").replace("'", "’").replace("Some 60", "Some\u00ad 60").upper())

    assert "25 of 25 passages are in your copy: all with other typography." in message
    assert set(answers(page)) == {"the same words, other typography"}


def test_a_passage_found_twice_or_elsewhere_is_there(reader: Reader) -> None:
    page = at_the_desk(reader)

    message = pasted(page, f"A line before.\n{copy_of('gazette')}\nNo boat was damaged. No boat was damaged.")

    assert message == "25 of 25 passages are in your copy: all identical."
    assert answers(page)[0] == "identical"


def test_a_passage_of_which_nothing_is_there_is_not_found(reader: Reader) -> None:
    page = at_the_desk(reader)

    message = pasted(page, copy_of("gazette").replace("No boat was damaged.", ""))

    assert message.startswith("24 of 25 passages are in your copy: 24 identical.\n\n1 was not found.")
    assert "not found: 'No boat was damaged.' stands nowhere in the copy" in answers(page)


def test_a_saved_page_is_read_block_by_block(reader: Reader) -> None:
    page = at_the_desk(reader)
    title, *lines = filter(None, copy_of("gazette").replace("&", "&amp;").replace("<", "&lt;").split("\n"))
    body = "".join("\n  <p>" + line.replace(" ", "\n ", 3) + "</p>" for line in lines)
    whole = f"""<!doctype html><meta charset=utf-8><title>{title}</title><style>p {{ color: red }}</style>
      <body><h1>{title}</h1>{body}<script>"At least 420 dockers"; "first evening."</script>"""
    whole = whole.replace("420 dockers", "420 <b>dock</b>ers")

    message = opened(page, "cranes.html", whole.encode(), "text/html")

    assert "25 of 25 passages are in your copy: all identical.\n" in message
    assert "The file is not byte for byte the copy that we hold." in message
    only_refusals(reader)


def test_another_article_is_recognised(reader: Reader) -> None:
    page = at_the_desk(reader, "lighthouse-talk")

    message = pasted(page, copy_of("gazette"))

    assert "0 of 5 passages are in your copy.\n" in message
    assert re.search("Your copy looks like [A-D]: Ostwick Gazette. Choose that source above.", message)


def test_hostile_words_in_a_copy_are_words(reader: Reader) -> None:
    page = at_the_desk(reader)
    text = copy_of("gazette").replace("No boat was damaged.", f"no boat was {HOSTILE} damaged.")
    text = text.replace("Just over 40 boys sold soup", "Just over 40 boys <b onmouseover=alert(1)>sold</b>")
    text = text.replace("stopped work on Monday", f"stopped {HOSTILE} on Monday")

    opened(page, "copy.html", text.encode(), "text/html")
    message = pasted(page, f"{HOSTILE}\n{text}")

    assert "your copy has “no boat was <img”, ours “No boat was damaged.”" in message
    assert f"your copy has “At least 420 dockers stopped {HOSTILE} on Monday" in message
    assert page.title() != "taken"
    assert page.locator("article :is(img, script, b)").count() == 0
    only_refusals(reader)


@pytest.mark.parametrize(
    "name, content, expected",
    [
        ("empty.txt", b"", "The file is empty."),
        ("blank.txt", b" \n\t\n", "There is no text in it."),
        ("page.html", b"<!doctype html><script>words</script>", "There is no text in it."),
        ("latin.txt", "Zoë Łuć".encode("utf-16"), "The file is not text in UTF-8."),
        ("old.txt", b"caf\xe9 noir", "The file is not text in UTF-8."),
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0", "The file is not text in UTF-8."),
        ("nought.txt", b"a\0b", "The file is not text in UTF-8."),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_words(
    reader: Reader, name: str, content: bytes, expected: str
) -> None:
    page = at_the_desk(reader)

    assert opened(page, name, content).startswith(expected)
    assert answers(page) == []


def test_a_huge_file_is_not_read(reader: Reader, tmp_path: Path) -> None:
    page = at_the_desk(reader)
    huge = tmp_path / "huge.txt"
    huge.write_bytes(b"words " * 1_700_000)

    page.get_by_label("Open your copy").set_input_files(huge)

    assert report(page).startswith("The file has 10.2 million bytes; at most 5.0")
    assert answers(page) == []


def test_a_large_text_does_not_make_the_page_stand_still(reader: Reader, tmp_path: Path) -> None:
    page = at_the_desk(reader)
    large = tmp_path / "large.txt"
    large.write_text(copy_of("gazette") + "\nAt least 420 dockers " * 200_000, encoding="utf-8")
    page.evaluate("window.longest = 0; window.last = performance.now()")
    page.evaluate(
        "void setInterval(() => { const now = performance.now(); "
        "window.longest = Math.max(window.longest, now - window.last); window.last = now }, 20)"
    )

    page.get_by_label("Open your copy").set_input_files(large)
    message = report(page)

    assert "25 of 25 passages are in your copy" in message
    assert page.evaluate("window.longest") < 2000


def test_an_empty_field_is_no_copy(reader: Reader) -> None:
    page = at_the_desk(reader)

    assert pasted(page, " \n ").startswith("There is no text yet")


def test_everything_is_done_by_keyboard_and_is_announced(reader: Reader) -> None:
    page = at_the_desk(reader)
    page.get_by_label("The source").focus()

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "desk-file"
    page.keyboard.press("Tab")
    page.keyboard.insert_text(copy_of("gazette"))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert "25 of 25 passages" in report(page)
    status = page.get_by_role("status")
    assert page.evaluate("document.activeElement.textContent") == "Check this text"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Copy the result"
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(status).to_have_text("Cleared.")
    assert page.get_by_label("Or paste its text").input_value() == ""
    assert answers(page) == []


def test_the_result_can_be_copied_as_text(reader: Reader) -> None:
    page = at_the_desk(reader, "port-register")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    pasted(page, copy_of("register"))

    page.get_by_role("button", name="Copy the result").click()

    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    lines = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert lines[1] == "4 of 4 passages are in your copy: all identical."
    assert "strikers: from the morning shift 431 people: identical" in lines


def test_nothing_of_a_copy_is_kept_after_leaving(reader: Reader) -> None:
    page = at_the_desk(reader)
    pasted(page, copy_of("gazette"))

    page.goto(reader.root)
    page.go_back()

    expect(page.get_by_label("Or paste its text")).to_have_value("")
    assert answers(page) == []
    assert page.get_by_role("status").inner_text() == ""


def test_another_source_is_chosen_by_its_link(reader: Reader) -> None:
    page = at_the_desk(reader)
    pasted(page, copy_of("wire"))

    page.evaluate("location.hash = '#source-northern-wire'")

    expect(page.get_by_role("status")).to_contain_text("10 of 10 passages are in your copy: all identical.")
    assert answers(page) == []
    assert len(answers(page, "northern-wire")) == PASSAGES["northern-wire"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_the_answers_are_accessible_and_fit(reader: Reader, scheme: str, width: int) -> None:
    page = at_the_desk(reader, scheme=scheme, width=width)
    pasted(page, copy_of("gazette").replace("Monday", "Tuesday").replace("soup", "bread"))

    assert [violation["id"] for violation in Axe().run(page, context="article").response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
