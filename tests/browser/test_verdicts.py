"""Three verdicts on a passage in a reader's copy: identical, the same words set otherwise, or other words."""

from __future__ import annotations

import random
import re
from collections import Counter
from html import escape
from typing import Any

import pytest

from factsheet.evidence.locator import Locator, find_passages, fold_words, parse_locator, prepare_snapshot
from factsheet.evidence.lock import compute_sha256
from tests.support.browser import Reader

OURS = """\
# Cranes Stand Still in Ostwick
By [Ida Quill](#)
April 12, 2024
Dockers at the gate on Monday. [quay.example](#)
“We stand here until it's settled,” said [Ida Quay](#), who speaks for 5,820 dockers — most of them night workers.
In 2023 the port took in 250,000 OWK; this year's [figures](#) show a rise of 6.3% at most, or 1.5 points. "Nobody knows
why," says the 7-member board… and the [*Gazette*](https://gazette.example/2024?a=1) asked 3 times.
Between 5 and 7 weeks of standstill are expected – not 4, as the co-operative’s 12 owners hoped.
"""
"""Our copy, as it was taken: links in Markdown, and quotation marks of both kinds."""
WORDS = (
    "Cranes Stand … in Ostwick",
    "By [Ida Quill](#)",
    "Dockers at … Monday. [quay.example](#)",
    "We stand here … it's settled",
    "speaks for 5,820 … night workers",
    "In 2023 … 250,000 OWK",
    "[figures](#) show … 1.5 points",
    "the 7-member board",
    "the [*Gazette*](https://gazette.example/2024?a=1) asked … times",
    "Between 5 … owners hoped",
    "12 owners hoped",
    "3 times. … 7 weeks",
    "Ida Quill … 2024",
)
ASK = """async ([sought, texts]) => {
  const { answerAll } = await import(new URL("scripts/passages.js", document.baseURI));
  const { folds } = await (await fetch(new URL("downloads/evidence.json", document.baseURI))).json();
  const answers = [];
  for (const text of texts) answers.push((await answerAll(sought, text, folds)).answers);
  return answers;
}"""
SELECT_ALL = """html => {
  const frame = document.body.appendChild(document.createElement("div"));
  frame.innerHTML = html;
  frame.querySelector("h1").style.textTransform = "uppercase";
  const text = frame.innerText;
  frame.remove();
  return text;
}"""


def make_sought() -> list[dict[str, Any]]:
    """Return the passages as `evidence.json` gives them."""
    snapshot = prepare_snapshot(OURS)
    rows = []
    for words in WORDS:
        locator = parse_locator(words)
        assert isinstance(locator, Locator), locator
        (passage,) = find_passages(locator, snapshot)
        rows.append(
            {
                "fact": "cranes",
                "first": locator.first,
                "last": locator.last,
                "paragraph": passage.paragraph,
                "passage": compute_sha256(passage.text),
                "folded": compute_sha256(fold_words(passage.text)),
                "length": passage.end - passage.start,
            }
        )
    return rows


def ask(reader: Reader, *texts: str, sought: list[dict[str, Any]] | None = None) -> list[list[dict[str, Any]]]:
    answers = reader.open_empty().evaluate(ASK, [sought or make_sought(), list(texts)])
    assert isinstance(answers, list)
    return answers


def states(answers: list[dict[str, Any]]) -> Counter[str]:
    return Counter(answer["state"] for answer in answers)


def render_web_page(*, straight: bool) -> str:
    """Return our copy as its publisher's page has it, with navigation before, within and after it."""
    text = re.sub(r"\[\*?([^\]*]*)\*?\]\(([^()]*)\)", r"<a href='\2'>\1</a>", escape(OURS, quote=False))
    text = text.replace("this year's", "this&nbsp;year's").replace("standstill", "stand&shy;still")
    marks = {"“": '"', "”": '"', "’": "'", "…": "...", "—": "-"} if straight else {"'": "’", "…": " …", " – ": "—"}
    for mark, other in marks.items():
        text = text.replace(mark, other) if straight else re.sub(rf"{mark}(?![^<>]*>)", other, text)
    title, *lines = text.removeprefix("# ").replace("Nobody knows\n", "Nobody knows ").splitlines()
    body = "".join(f"<p>{line}</p><aside><p>Share</p></aside>" for line in lines)
    head = f"<nav><ul><li>News<li>Opinion</ul></nav><h1>{title}</h1>"
    return f"{head}{body}<footer>Read more<p>12 comments</p></footer>"


@pytest.mark.parametrize("straight", [True, False])
def test_a_genuine_copy_by_select_all_has_the_same_words(reader: Reader, *, straight: bool) -> None:
    copy = reader.open("").evaluate(SELECT_ALL, render_web_page(straight=straight))

    assert "CRANES STAND STILL" in copy
    assert "](" not in copy
    (answers,) = ask(reader, copy)
    assert states(answers).keys() <= {"same", "alike"}, answers
    assert states(answers)["alike"] >= 6


def test_our_own_copy_is_identical(reader: Reader) -> None:
    assert states(ask(reader, OURS)[0]) == {"same": len(WORDS)}


def test_every_changed_digit_is_reported(reader: Reader) -> None:
    """One digit of a passage at a time, until a hundred have been changed, in our copy and in a browser's."""
    chance = random.Random(5820)  # noqa: S311 - the same digits in every run; nothing is kept secret
    plain = re.sub(r"\]\([^()]*\)|[\[*]", "", OURS)
    texts, inside = [], []
    for copy in (OURS, plain):
        marked = re.sub(r"\]\([^()]*\)", lambda found: "_" * len(found[0]), copy)
        spots = [found.start() for found in re.finditer("[0-9]", marked) if found.start() > copy.index("We stand")]
        for spot in chance.choices(spots, k=50):
            other = chance.choice([digit for digit in "0123456789" if digit != copy[spot]])
            texts.append(copy[:spot] + other + copy[spot + 1 :])
            inside.append(copy[spot - 3 : spot + 3])

    reported = [[answer for answer in answers if answer["state"] == "differs"] for answers in ask(reader, *texts)]

    assert len(reported) == 100
    assert [where for where, found in zip(inside, reported, strict=True) if not found] == []


@pytest.mark.parametrize(
    "old, new, theirs, ours",
    [
        ("5,820", "5,280", "speaks for 5,280", "speaks for 5,820"),
        ("5,820", "58,20", "speaks for 58,20", "speaks for 5,820"),
        ("until it's", "until it's not", "not settled", "it's settled"),
        ("stand here until", "stand there until", "We stand there", "We stand here"),
        ("6.3%", "6,3%", "show a rise of 6,3% at most, or 1.5 points", ""),
        ("at most, or", "at least, or", "show a rise of 6.3% at least, or 1.5 points", ""),
        ("7-member", "17-member", "the 17-member board", "the 7-member board"),
    ],
)
def test_other_words_are_shown_beside_ours(reader: Reader, old: str, new: str, theirs: str, ours: str) -> None:
    assert old in OURS

    (answers,) = ask(reader, OURS.replace(old, new))

    (answer,) = [answer for answer in answers if answer["state"] != "same"]
    assert (answer["state"], answer["ours"]) == ("differs", ours)
    assert theirs in answer["theirs"]


def test_a_lock_without_the_second_hash_tells_only_what_is_identical(reader: Reader) -> None:
    older = [{**passage, "folded": None} for passage in make_sought()]

    (answers,) = ask(reader, OURS.replace("at most", "at  least").replace("“We", '"We'), sought=older)

    assert states(answers) == {"same": len(WORDS) - 1, "other": 1}


def test_a_passage_that_is_there_twice_is_there(reader: Reader) -> None:
    (answers,) = ask(reader, OURS + OURS.replace("5,820", "5,280"))

    assert states(answers) == {"same": len(WORDS)}
