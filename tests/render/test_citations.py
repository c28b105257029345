"""The forms of a citation, sign for sign, and what keeps a title from being more than a title."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from factsheet.model.dates.grammar import parse_date
from factsheet.model.dates.points import Date
from factsheet.model.text.spans import strip_markup
from factsheet.render.blocks import VERSION_MARK, Disclosure, Paragraph, Verbatim
from factsheet.render.pages.citations import CitedPage, build_card, build_citation_box
from factsheet.render.pages.context import PageContext
from tests.support.paths import ROOT, TOY
from tests.support.sites import build_toy_context

V = VERSION_MARK
CITED = CitedPage(
    id="strikers",
    title="Dockers on strike: at least 420 dockers",
    path="facts/strikers/",
    credit="Ostwick Gazette, paragraph 2",
    reviewed=None,
)
ADDRESS = "https://ledger.example.org/ostwick/facts/strikers/"


@pytest.fixture(scope="module")
def toy() -> PageContext:
    return build_toy_context(TOY)


def forms(cited: CitedPage, context: PageContext) -> Mapping[str, str]:
    """Return each line of the box by its name."""
    found: dict[str, str] = {}
    for block in build_citation_box(cited, context).blocks:
        if isinstance(block, Paragraph):
            found[strip_markup(block.text[:1])] = strip_markup(block.text[2:])
        elif isinstance(block, Disclosure):
            found["BibTeX"] = next(inner.text for inner in block.blocks if isinstance(inner, Verbatim))
    return found


def day(text: str) -> Date:
    read = parse_date(text)
    assert isinstance(read, Date)
    return read


def test_a_page_of_a_known_day(toy: PageContext) -> None:
    assert forms(replace(CITED, reviewed=day("2024-05-02")), toy) == {
        "In running text": (
            "The Ostwick ledger: “Dockers on strike: at least 420 dockers”, after Ostwick Gazette, "
            f"paragraph 2. Version {V}. {ADDRESS}"
        ),
        "APA": (f"The Ostwick ledger. (2024, May 2). Dockers on strike: at least 420 dockers (Version {V}). {ADDRESS}"),
        "MLA": (f"“Dockers on strike: at least 420 dockers.” The Ostwick ledger, version {V}, 2 May 2024, {ADDRESS}."),
        "Chicago": (
            f"The Ostwick ledger. “Dockers on strike: at least 420 dockers.” Version {V}. "
            f"Last reviewed May 2, 2024. {ADDRESS}."
        ),
        "BibTeX": (
            "@misc{strikers,\n"
            "  title = {{Dockers on strike: at least 420 dockers}},\n"
            "  author = {{The Ostwick ledger}},\n"
            "  year = {2024},\n"
            "  month = {05},\n"
            f"  url = {{{ADDRESS}}},\n"
            f"  note = {{After Ostwick Gazette, paragraph 2. Version {V}}},\n"
            "}"
        ),
    }


def test_a_page_that_nobody_has_dated(toy: PageContext) -> None:
    found = forms(CITED, toy)

    assert "(n.d.)" in found["APA"]
    assert f"version {V}, https://" in found["MLA"]
    assert "Last reviewed" not in found["Chicago"]
    assert "year" not in found["BibTeX"]


@pytest.mark.parametrize("text, apa", [("2024-05", "(May 2024)"), ("2024", "(2024)")])
def test_a_date_is_as_exact_as_it_is_known(toy: PageContext, text: str, apa: str) -> None:
    assert apa in forms(replace(CITED, reviewed=day(text)), toy)["APA"]


@pytest.mark.parametrize("end", ["?", "!", "."])
def test_no_title_ends_with_two_marks(toy: PageContext, end: str) -> None:
    found = forms(replace(CITED, title=f"Who counted{end}"), toy)

    assert found["MLA"].startswith(f"“Who counted{end}” ")
    assert f"“Who counted{end}”" in found["Chicago"]


def test_signs_of_tex_are_only_signs(toy: PageContext) -> None:
    hostile = r"50 % & $5 _ ^ ~ # {x} \input{/etc/passwd}"
    title = forms(replace(CITED, title=hostile), toy)["BibTeX"].splitlines()[1]

    assert title == (
        r"  title = {{50 \% \& \$5 \_ \textasciicircum{} \textasciitilde{} \# \textbraceleft{}x\textbraceright{} "
        r"\textbackslash{}input\textbraceleft{}/etc/passwd\textbraceright{}}},"
    )


@pytest.mark.parametrize("site", [TOY, ROOT], ids=["toy", "real"])
def test_a_card_keeps_the_caveat_and_the_difference(site: Path) -> None:
    context = build_toy_context(site)
    kept = 0
    for fact in context.catalog.facts.values():
        texts = [strip_markup(block.text) for block in build_card(fact, context) if isinstance(block, Paragraph)]
        kept += bool(fact.caveat) + context.has_differences(fact)

        assert not fact.caveat or strip_markup(fact.caveat) in texts, fact.id
        assert any("sources differ in " in text for text in texts) == context.has_differences(fact), fact.id
    assert kept
