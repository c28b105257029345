"""How much a program sees: passages and facts that hold or do not, with the share of each that is named.

The tables were written by people who had not seen the program. It cannot judge a paraphrase, so the bars are shares:
of what contradicts its passage, nine in ten are named; of what holds, one in ten at most is named for nothing.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from factsheet.evidence.locator import Locator, find_passages, parse_locator, prepare_snapshot
from factsheet.evidence.proof import FoundPassage
from factsheet.model.values.grammar import parse_value
from factsheet.model.values.hedges import Value
from factsheet.model.vocabulary import ActorKind
from factsheet.reading.claims import Claim, Discrepancy
from factsheet.reading.passages import read_passage

HERE = Path(__file__).parent
MIN_NAMED, MAX_NAMED_FOR_NOTHING = 0.90, 0.10
BODIES = (
    "Office",
    "Council",
    "Ministry",
    "Agency",
    "Union",
    "Service",
    "Trust",
    "Institute",
    "Board",
    "League",
    "Homes",
)


def read_value(text: str) -> tuple[Value, ...]:
    value = parse_value(text)
    assert isinstance(value, Value), (text, value)
    return (value,)


def find_once(words: str, copy: str) -> FoundPassage:
    locator, snapshot = parse_locator(words), prepare_snapshot(copy)
    assert isinstance(locator, Locator), words
    (passage,) = find_passages(locator, snapshot)
    return FoundPassage(passage, locator, snapshot)


def read_pair(pair: Mapping[str, str], language: str) -> tuple[Discrepancy, ...]:
    """Return what is named of a pair, as `factsheet verify` would name it."""
    speaker, standing = pair.get("speaker", ""), pair.get("standing", "reported")
    is_person = len(speaker.split()) == 2 and not speaker.endswith(BODIES)
    claim = Claim(
        statement=pair["statement"],
        remarks=f"{pair.get('caveat', '')} {pair.get('note', '')}",
        values=read_value(pair["value"]) if "value" in pair else (),
        speaker=speaker,
        speaker_kind=ActorKind.PERSON if is_person else ActorKind.ORGANISATION,
        language=language,
        negated=standing == "denied",
        hearsay=bool(speaker) or standing not in {"reported", "established"},
    )
    named = pair.get("attribution")
    words = find_once(named, pair["copy"]).passage.text if named else ""
    return read_passage(claim, find_once(pair["locator"], pair["copy"]), words)[1]


@pytest.mark.parametrize("language, pairs", [("en", 150), ("de", 30)])
def test_what_contradicts_its_passage_is_named_and_what_holds_is_not(language: str, pairs: int) -> None:
    rows = tomllib.loads((HERE / f"pairs_{language}.toml").read_text("utf-8"))["pair"]
    total, named = Counter[str](), Counter[str]()
    missed: list[str] = []
    for row in rows:
        total[row["kind"]] += 1
        if bool(read_pair(row, language)) is (row["kind"] == "holds"):
            missed.append(f"{row['id']} {row['kind']}")
        named[row["kind"]] += bool(read_pair(row, language))
    holds = total.pop("holds")
    contradictions, found = total.total(), sum(named[kind] for kind in total)
    print(  # noqa: T201 - the figures are what the tables are for
        f"{language}: of {contradictions} pairs that contradict, {found} are named ({found / contradictions:.1%}); "
        f"of {holds} that hold, {named['holds']} ({named['holds'] / holds:.1%}); not as they should be: {missed}"
    )
    assert holds + contradictions >= pairs
    assert found / contradictions >= MIN_NAMED, missed
    assert named["holds"] / holds <= MAX_NAMED_FOR_NOTHING, missed
