"""The forms of a citation, sign for sign, and what keeps a title from being more than a title."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from factsheet.model.dates import Date, parse_date
from factsheet.model.text.spans import words_of
from factsheet.render.document.blocks import Disclosure, Paragraph, Verbatim
from factsheet.render.pages.citations import Cited, cite_box
from factsheet.render.pages.context import Edition

from tests.support.paths import TOY
from tests.support.sites import edition_of

CITED = Cited(
    id="strikers",
    title="Dockers on strike: at least 420 dockers",
    path="facts/strikers/",
    after="Ostwick Gazette, paragraph 2",
    on=None,
)
ADDRESS = "https://ledger.example.org/ostwick/facts/strikers/"


@pytest.fixture(scope="module")
def toy() -> Edition:
    return edition_of(TOY)


def forms(cited: Cited, edition: Edition) -> Mapping[str, str]:
    """Return each line of the box by its name."""
    found: dict[str, str] = {}
    for block in cite_box(cited, edition).blocks:
        if isinstance(block, Paragraph):
            found[words_of(block.text[:1])] = words_of(block.text[2:])
        elif isinstance(block, Disclosure):
            found["BibTeX"] = next(one.text for one in block.blocks if isinstance(one, Verbatim))
    return found


def day(text: str) -> Date:
    read = parse_date(text)
    assert isinstance(read, Date)
    return read


def test_a_page_of_a_known_day(toy: Edition) -> None:
    assert forms(replace(CITED, on=day("2024-05-02")), toy) == {
        "In a text": (
            "The Ostwick ledger: “Dockers on strike: at least 420 dockers”, after Ostwick Gazette, "
            f"paragraph 2. Edition 0123abcd. {ADDRESS}"
        ),
        "APA": (
            "The Ostwick ledger. (2024, May 2). Dockers on strike: at least 420 dockers (Edition 0123abcd). "
            f"{ADDRESS}"
        ),
        "MLA": (
            "“Dockers on strike: at least 420 dockers.” The Ostwick ledger, edition 0123abcd, 2 May 2024, "
            f"{ADDRESS}."
        ),
        "Chicago": (
            "The Ostwick ledger. “Dockers on strike: at least 420 dockers.” Edition 0123abcd. "
            f"Last reviewed May 2, 2024. {ADDRESS}."
        ),
        "BibTeX": (
            "@misc{strikers,\n"
            "  title = {{Dockers on strike: at least 420 dockers}},\n"
            "  author = {{The Ostwick ledger}},\n"
            "  year = {2024},\n"
            "  month = {05},\n"
            f"  url = {{{ADDRESS}}},\n"
            "  note = {After Ostwick Gazette, paragraph 2. Edition 0123abcd},\n"
            "}"
        ),
    }


def test_a_page_that_nobody_has_dated(toy: Edition) -> None:
    found = forms(CITED, toy)

    assert "(n.d.)" in found["APA"]
    assert "edition 0123abcd, https://" in found["MLA"]
    assert "Last reviewed" not in found["Chicago"]
    assert "year" not in found["BibTeX"]


@pytest.mark.parametrize("text, apa", [("2024-05", "(May 2024)"), ("2024", "(2024)")])
def test_a_date_is_as_exact_as_it_is_known(toy: Edition, text: str, apa: str) -> None:
    assert apa in forms(replace(CITED, on=day(text)), toy)["APA"]


@pytest.mark.parametrize("end", ["?", "!", "."])
def test_no_title_ends_with_two_marks(toy: Edition, end: str) -> None:
    found = forms(replace(CITED, title=f"Who counted{end}"), toy)

    assert found["MLA"].startswith(f"“Who counted{end}” ")
    assert f"“Who counted{end}”" in found["Chicago"]


def test_signs_of_tex_are_only_signs(toy: Edition) -> None:
    hostile = r"50 % & $5 _ ^ ~ # {x} \input{/etc/passwd}"
    title = forms(replace(CITED, title=hostile), toy)["BibTeX"].splitlines()[1]

    assert title == (
        r"  title = {{50 \% \& \$5 \_ \textasciicircum{} \textasciitilde{} \# \{x\} "
        r"\textbackslash{}input\{/etc/passwd\}}},"
    )
