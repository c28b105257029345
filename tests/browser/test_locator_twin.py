"""The locator's twin in JavaScript finds in Chromium what the locator finds here."""

from __future__ import annotations

import json
import random
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from factsheet.evidence.locator import (
    Locator,
    explain_not_found,
    find_passages,
    fold_words,
    normalise,
    prepare_snapshot,
)
from tests.support.browser import Reader
from tests.support.examples import SCALE

CHARACTER_STEP = 97 if SCALE == 1 else 1
"""Of the characters that are like no other, each so many is tried."""
CASES: dict[str, list[dict[str, Any]]] = json.loads(Path("tests/fixtures/cases/locators.json").read_text("utf-8"))
ASK = """async ([part, cases]) => {
  const twin = await import(new URL("scripts/locator.js", document.baseURI));
  const { fold } = await import(new URL("scripts/folding.js", document.baseURI));
  const { folds } = await (await fetch(new URL("downloads/evidence.json", document.baseURI))).json();
  const paragraphs = ({ text, starts }) =>
    starts.map((start, place) => text.slice(start, (starts[place + 1] ?? text.length + 1) - 1));
  const places = (one) => [one.start, one.end, one.paragraph, one.text];
  const ask = {
    normalise: (one) => twin.normalise(one.text),
    paragraphs: (one) => paragraphs(twin.prepare(one.text)),
    find: (one) => twin.find(one, twin.prepare(one.text)).map(places),
    fold: (one) => fold(one.text, folds).text,
    near_miss: (one) => twin.nearMiss(one, twin.prepare(one.text)),
  };
  return cases.map(ask[part]);
}"""
SIGNS = (
    *"aab b  c\n\r\t.,-'\"_1",
    *"éñßſK²Ⅷ中한ա",
    *"\u0301\u0323\u0332\u20e3\u0308\u1161\u11ab\u200d\ufe0f",
    *"\u0085\u00a0\u2028\u2029\u3000\x1c\x1f\x0b\ufeff\u200b\u00ad\u180e",
    *"’“”«»–—−…&<>[](*",
    *"🦀😀🇩\U00010400\U0001d7d8\U00020000",
)
"""Signs that the two could read differently, and few enough others that words are found."""


def answers(reader: Reader, part: str, cases: list[dict[str, Any]]) -> list[Any]:
    """Ask the twin all cases at once."""
    found = reader.open_empty().evaluate(ASK, [part, cases])
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize(
    "part, expected",
    [
        ("normalise", "normalised"),
        ("paragraphs", "paragraphs"),
        ("fold", "folded"),
        ("find", "passages"),
        ("near_miss", "said"),
    ],
)
def test_the_twin_answers_to_the_same_cases(reader: Reader, part: str, expected: str) -> None:
    cases = CASES[part]
    sought = [
        {name: normalise(text) if name in {"first", "last"} else text for name, text in case.items()} for case in cases
    ]

    found = answers(reader, part, sought)

    actual = [[place[:3] for place in answer] for answer in found] if part == "find" else found
    assert dict(zip((case["why"] for case in cases), actual, strict=True)) == {
        case["why"]: case[expected] for case in cases
    }


def some_text(chance: random.Random) -> str:
    return "".join(chance.choices(SIGNS, k=chance.randint(0, 80)))


def some_words(chance: random.Random, text: str) -> str:
    """Return a stretch of a text, at times changed a little, as words to look for."""
    start = chance.randint(0, max(0, len(text) - 1))
    words = text[start : start + chance.randint(1, 6)]
    if chance.random() < 0.2:
        words = words.replace(chance.choice(words or "a"), chance.choice(SIGNS))
    return normalise(words)


def test_the_twin_finds_the_same_in_random_texts(reader: Reader) -> None:
    chance = random.Random(1905)  # noqa: S311 - the same texts in every run; nothing is kept secret
    texts = [some_text(chance) for _ in range(600)]
    cases = [
        {"text": text, "first": some_words(chance, text) or "a", "last": some_words(chance, text)} for text in texts
    ]
    locators = [Locator("", case["first"], case["last"]) for case in cases]
    copies = [prepare_snapshot(text) for text in texts]
    pairs = list(zip(locators, copies, strict=True))
    passages = [
        [[passage.start, passage.end, passage.paragraph, passage.text] for passage in find_passages(*pair)]
        for pair in pairs
    ]

    assert 100 < sum(bool(found) for found in passages) < 500, "some are found and some are not"
    assert answers(reader, "normalise", cases) == [normalise(text) for text in texts]
    assert answers(reader, "fold", [{"text": normalise(text)} for text in texts]) == [
        fold_words(normalise(text)) for text in texts
    ]
    assert answers(reader, "find", cases) == passages
    assert answers(reader, "near_miss", cases) == [explain_not_found(*pair) for pair in pairs]


def test_the_twin_knows_every_sign_as_python_does(reader: Reader) -> None:
    """Signs of Unicode 3.2, which every version since knows alike; newer ones are known to newer versions."""
    signs = [
        chr(code) for code in range(0x110000) if known(chr(code)) and (code % CHARACTER_STEP == 0 or not alike(code))
    ]
    cases = [{"text": f"a b{sign} {sign}a b", "first": "a b", "last": ""} for sign in signs]
    locator = Locator("a b", "a b", "")

    expected = [
        [
            [passage.start, passage.end, passage.paragraph, passage.text]
            for passage in find_passages(locator, prepare_snapshot(case["text"]))
        ]
        for case in cases
    ]

    assert len(signs) > 10_000
    assert differing(signs, answers(reader, "normalise", cases), [normalise(case["text"]) for case in cases]) == []
    assert differing(signs, answers(reader, "find", cases), expected) == []
    texts = [normalise(case["text"]) for case in cases]
    folded = answers(reader, "fold", [{"text": text} for text in texts])
    assert differing(signs, folded, [fold_words(text) for text in texts]) == []


def alike(code: int) -> bool:
    """Tell whether a sign is one of tens of thousands that are all letters: ideographs and Hangul."""
    return 0x3400 <= code <= 0x9FFF or 0xAC00 <= code <= 0xD7A3 or 0x20000 <= code <= 0x2FFFF


def known(sign: str) -> bool:
    return unicodedata.ucd_3_2_0.category(sign) not in {"Cn", "Cs", "Co"}


def differing(signs: list[str], found: list[Any], expected: list[Any]) -> list[str]:
    pairs = zip(signs, found, expected, strict=True)
    return [f"U+{ord(sign):04X}" for sign, actual, other in pairs if actual != other]
