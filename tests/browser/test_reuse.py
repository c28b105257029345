"""What readers take away: citations with their address, references that lead back, cards for frames."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.support.browser import OPEN_FOLDS, Reader


def test_a_copied_citation_bears_the_address_of_the_page(reader: Reader) -> None:
    page = reader.open("facts/strikers/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy APA").click()
    expect(page.get_by_role("button", name="Copied APA")).to_have_text("Copied")
    expect(page.get_by_role("status")).to_have_text("Copied APA")
    copied = page.evaluate("navigator.clipboard.readText()")

    assert copied.startswith("The Ostwick ledger. (2024, May 2). ")
    assert copied.endswith("facts/strikers/")


def test_what_cannot_be_copied_is_said(reader: Reader) -> None:
    page = reader.open("facts/strikers/")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')) }")
    page.get_by_role("button", name="Copy MLA").click()

    expect(page.get_by_role("button", name="Not copied: select MLA")).to_have_text("Not copied: select it by hand")
    expect(page.get_by_role("status")).to_contain_text("Not copied")


def test_without_scripts_the_lines_stand_there_without_buttons(reader: Reader) -> None:
    page = reader.open("facts/strikers/", javascript=False)

    expect(page.locator(".fs-citation")).to_have_count(4)
    expect(page.locator(".fs-copy")).to_have_count(0)


def test_a_number_leads_to_its_note_and_the_note_back(reader: Reader) -> None:
    page = reader.open("sheets/strike/")
    row = page.locator("#strikers")
    number = row.locator(".fs-ref a").first
    target = number.get_attribute("href")
    assert target
    number.click()
    note = page.locator(target)

    expect(note).to_be_in_viewport()
    note.get_by_role("link", name="strikers", exact=True).click()
    expect(row).to_be_in_viewport()
    assert page.url.endswith("#strikers")


def test_every_note_is_cited_and_leads_back_to_each_use(reader: Reader) -> None:
    page = reader.open("sheets/strike/")
    forth = page.evaluate(
        "[...document.querySelectorAll('.fs-row .fs-ref a')]"
        ".map(a => [a.closest('.fs-row').id, a.hash.slice(1)].join(' ')).sort()"
    )
    back = page.evaluate(
        "[...document.querySelectorAll('.fs-references li')].flatMap(li => "
        "[...li.querySelectorAll('a[href^=\"#\"]')].map(a => [a.hash.slice(1), li.id].join(' '))).sort()"
    )

    assert forth == back
    assert forth


def test_a_card_in_a_frame_keeps_the_hedge_and_runs_nothing(reader: Reader) -> None:
    page = reader.open("facts/strikers/")
    page.evaluate(OPEN_FOLDS)
    frame = page.locator("code.language-html").inner_text()
    assert frame.startswith("<iframe src=")
    assert "embed/strikers/" in frame

    card = reader.open("embed/strikers/", width=320)
    expect(card.locator("script")).to_have_count(0)
    expect(card.locator("main")).to_contain_text("at least 420 dockers")
    expect(card.locator("main")).to_contain_text("established")
    assert card.evaluate("document.documentElement.scrollWidth") <= 320
    assert card.locator("h1 a").evaluate("one => one.href") == f"{reader.root}facts/strikers/"


def test_a_frame_is_as_high_as_its_card(reader: Reader) -> None:
    page = reader.open("", width=320, height=60)
    cut: dict[str, tuple[float, float]] = {}
    for folder in sorted((reader.site / "embed").iterdir()):
        page.goto(f"{reader.root}embed/{folder.name}/")
        needed = page.evaluate("document.querySelector('main').getBoundingClientRect().height")
        code = (reader.site / "facts" / folder.name / "index.html").read_text("utf-8")
        given = int(re.findall(r"iframe[^\n]*?height=(?:&quot;|\")(\d+)", code)[0])
        if not needed <= given <= needed + 130:
            cut[folder.name] = (needed, given)

    assert cut == {}
