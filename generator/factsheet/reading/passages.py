"""Does a passage hold what a fact says? What a program can see of it: numbers, negations, doubts, the speaker.

It cannot judge a paraphrase. It can see that a number is missing, that a *not* stands in the passage and in no word of
the fact, that words left out before the passage deny it. Each is a discrepancy, whose words only the editor sees.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from factsheet.evidence.lock import EvidenceRecord, Lock, PassageReading, compute_sha256
from factsheet.evidence.proof import FoundPassage, Proof
from factsheet.model.values.hedges import Hedge
from factsheet.model.values.quantities import Value
from factsheet.model.vocabulary import ActorKind
from factsheet.reading.number_match import (
    describe_numbers,
    find_dropped_bound,
    find_later,
    find_part,
    find_stated,
    is_held,
    list_matches,
    list_others,
    list_stated,
)
from factsheet.reading.numbers import FoundNumber, find_numbers
from factsheet.reading.word_lists import CLAIM_LANGUAGE, WordLists, read_word_lists


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a fact makes of one passage."""

    statement: str
    counts: str = ""
    remarks: str = ""
    """All other words that may account for what the passage says: caveat, differences, notes."""
    values: tuple[Value, ...] = ()
    """What this source says, and the same in another unit."""
    speaker: str = ""
    """The name of the first of the chain; empty for the source's own voice."""
    speaker_kind: ActorKind | None = None
    attribution: str = ""
    """The locator of words elsewhere that name the speaker."""
    language: str
    """Of the source."""
    negated: bool = False
    """Whether the standing says that it is not so."""
    hearsay: bool = False
    """Whether the standing or the chain says that it is somebody's word."""
    decisive: bool = True
    """Whether the passage is given as saying what the fact says, and not against it or for context."""

    @property
    def words(self) -> str:
        """All words of the fact that may account for something in the passage."""
        return " ".join((self.statement, self.counts, self.remarks, *(value.text for value in self.values)))

    @property
    def sha256(self) -> str:
        """The hash of all of it: when it changes, the passage is to be read again."""
        texts = (self.statement, self.counts, self.remarks, [value.text for value in self.values])
        rest = (self.speaker, self.attribution, self.language, self.negated, self.hearsay, self.decisive)
        return compute_sha256(json.dumps((*texts, *rest), ensure_ascii=False))


class DiscrepancyKind(StrEnum):
    """What a passage lacks, or holds and the fact does not account for; the lock keeps these words."""

    NUMBER = "number"
    NEGATION = "negation"
    DOUBT = "doubt"
    OTHER_NUMBER = "other-number"
    SPEAKER = "speaker"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """One thing for the editor to look at."""

    kind: DiscrepancyKind
    words: str
    """Words of the source, which are never published; for a missing number or speaker, what there is instead."""
    is_in_gap: bool = False
    """Whether they stand between the two ends of the locator."""


_CONTEXT_LENGTH = 400
"""Characters before and behind a passage in which its sentence begins and ends."""
_QUOTED_LENGTH = 30
_SENTENCE_END = re.compile(
    r"""(?<!\b[A-Z])(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\bNo)[.!?…]["'”’»)\]]*\s+(?=["'“„«(\[]*[^\W_a-z])"""
)
_BREAK = re.compile(r"""[;:—–”»]|,["']""")
_STEM_LENGTH = 5
_ENDING = re.compile(r"(?<=\w{3})(?:(?<=nn)ing|(?<=pp)ing|(?<=tt)ing|ing|ed|es|s|ly)$")
_MIN_STEM = 3
_SCOPE = 8
"""Words behind a negation that it is about."""
_NEAR_WORDS = 3
_RELATIVE = 7
"""Characters of a passage that show whether it begins a clause of its own: `who `, `which `."""
_SMALL_NUMBER = 12
"""Numbers in words up to this are often no counts: `one of them`, `the two`."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """A passage with the rest of its sentence, beside a claim and the words of both languages."""

    claim: Claim
    text: str
    start: int
    end: int
    """Where the passage stands in the text."""
    gap: tuple[int, int]
    lists: WordLists
    own: WordLists

    @property
    def passage(self) -> str:
        return self.text[self.start : self.end]

    def report(self, kind: DiscrepancyKind, start: int, end: int) -> Discrepancy:
        """Return a discrepancy with the words beside it."""
        left = self.text.rfind(" ", 0, max(0, start - _QUOTED_LENGTH)) + 1
        right = self.text.find(" ", end + _QUOTED_LENGTH)
        words = self.text[left : right if right >= 0 else len(self.text)]
        return Discrepancy(kind, words, is_in_gap=self.gap[0] <= start < self.gap[1])

    def find(self, name: str, kind: DiscrepancyKind) -> Iterator[tuple[re.Match[str], DiscrepancyKind]]:
        """Yield where words of a list stand: in the passage, or in the rest of its clause, which makes it a cut."""
        for match in self.lists.find(name, _blank_idioms(self.text, self.lists, f"{name.partition('.')[0]}.idioms")):
            if self.start <= match.start() < self.end:
                yield match, kind
            elif self._is_cut(match, kind):
                yield match, DiscrepancyKind.CUT

    def _is_cut(self, match: re.Match[str], kind: DiscrepancyKind) -> bool:
        is_before = match.start() < self.start
        between = self.text[match.end() : self.start + _RELATIVE] if is_before else self.text[self.end : match.start()]
        between = re.sub(rf",(?=\s+(?:{self.lists.patterns['sentences.that'].pattern}))", "", between)
        if kind is DiscrepancyKind.CUT:  # A condition reaches over a comma.
            return not _BREAK.search(between)
        breaks = (self.lists.patterns[f"sentences.{name}"] for name in ("boundaries", "comma"))
        return not (_BREAK.search(f"{between} ") or any(pattern.search(between) for pattern in breaks))

    def governs(self, match: re.Match[str]) -> bool:
        """Tell whether words lead into the passage: `It is not true that |the council …`, `has no plans to |close`."""
        leads = re.sub(r"\W+$", "", self.text[match.end() : self.start])
        that = self.lists.patterns["sentences.that"]
        return match.end() <= self.start and that.fullmatch(leads.rpartition(" ")[2] or match[0]) is not None


RecordKey: TypeAlias = tuple[str, str, str]
"""The key of a record of the lock: fact, source and the hash of the locator."""


@dataclass(frozen=True, slots=True)
class PassagesRead:
    """What came of finding and reading passages."""

    lock: Lock
    discrepancies: Mapping[RecordKey, tuple[Discrepancy, ...]]
    """What the facts do not account for, with words of the sources, by the key of the record in the lock."""


def read_passages(claims: Mapping[RecordKey, Claim], proof: Proof) -> PassagesRead:
    """Read all passages that were found, each beside what its fact makes of it."""
    related: defaultdict[str, set[Decimal]] = defaultdict(set)
    own = read_word_lists(CLAIM_LANGUAGE)
    for (_fact, source, _locator), claim in claims.items():
        related[source].update(value for number in find_numbers(claim.words, own) for value in number.readings)
    discrepancies: dict[RecordKey, tuple[Discrepancy, ...]] = {}
    records: list[EvidenceRecord] = []
    for record in proof.lock.evidence:
        reading = None
        if record.key in claims:
            claim = claims[record.key]
            named = proof.passages.get((record.fact, record.source, compute_sha256(claim.attribution)))
            words, numbers = named.passage.text if named else "", frozenset(related[record.source])
            reading, discrepancies[record.key] = read_passage(claim, proof.passages[record.key], words, numbers)
        records.append(replace(record, reading=reading))
    return PassagesRead(replace(proof.lock, evidence=tuple(records)), discrepancies)


def read_passage(
    claim: Claim, found: FoundPassage, attribution: str = "", related: frozenset[Decimal] = frozenset()
) -> tuple[PassageReading, tuple[Discrepancy, ...]]:
    """Return what a passage holds of a claim, and what the claim does not account for.

    `attribution` are the words elsewhere that name the speaker, and `related` the numbers of other facts for which the
    same source is cited.
    """
    lists, passage = read_word_lists(claim.language), found.passage
    reading = _place_passage(claim, found, lists)
    inside = [n for n in find_numbers(reading.text, lists) if reading.start <= n.start < reading.end]
    discrepancies: list[Discrepancy] = []
    number = _look_for_number(reading, inside) if claim.decisive else None
    if number is False:
        discrepancies.append(Discrepancy(DiscrepancyKind.NUMBER, describe_numbers(inside, reading.text)))
    if claim.decisive and lists.language:
        discrepancies += _list_discrepancies(reading, inside, related)
    speaker = _is_named(claim, f"{passage.text} {attribution}") if claim.speaker else None
    if speaker and claim.language == CLAIM_LANGUAGE and not _is_named(claim, reading.text):
        speaker = not _find_other_speaker(reading)
    if speaker is False and claim.language[:2] != CLAIM_LANGUAGE and claim.speaker_kind is not ActorKind.PERSON:
        speaker = None  # The name may stand there in the words of its language.
    if speaker is False:
        discrepancies.append(Discrepancy(DiscrepancyKind.SPEAKER, claim.speaker))
    kinds = tuple(sorted({discrepancy.kind.value for discrepancy in discrepancies}))
    return PassageReading(claim.sha256, lists.language, number, speaker, kinds), tuple(dict.fromkeys(discrepancies))


def _place_passage(claim: Claim, found: FoundPassage, lists: WordLists) -> _Reading:
    """Return the passage with the sentence that it stands in, within its paragraphs."""
    passage, locator, snapshot = found.passage, found.locator, found.snapshot
    last = snapshot.find_paragraph(passage.end - 1)
    stop = snapshot.starts[last] if last < snapshot.paragraphs else len(snapshot.text)
    text = snapshot.text[: min(stop, passage.end + _CONTEXT_LENGTH)]
    begin = max(snapshot.starts[passage.paragraph - 1], passage.start - _CONTEXT_LENGTH)
    ends = [match.end() for match in _SENTENCE_END.finditer(text, begin)]
    begin = max((end for end in ends if end <= passage.start), default=begin)
    stop = min((end for end in ends if end >= passage.end), default=len(text))
    start, end = passage.start - begin, passage.end - begin
    gap = (start + len(locator.first), end - len(locator.last)) if locator.last else (end, end)
    return _Reading(claim, text[begin:stop].rstrip(), start, end, gap, lists, read_word_lists(CLAIM_LANGUAGE))


def _look_for_number(reading: _Reading, inside: list[FoundNumber]) -> bool | None:
    """Tell whether the number stands in the passage; None where there is none, or it may stand there in words."""
    claim, lists = reading.claim, reading.lists
    answers = [is_held(value, inside, reading.passage, lists) for value in claim.values]
    if not claim.values:
        stated = list_stated(claim.statement, reading.own)
        answers = [find_stated(number, inside) for number in stated]
        small = all(n.readings[0] <= _SMALL_NUMBER and not claim.statement[n.start].isdigit() for n in stated)
        if small and not inside:  # `None of the three` may be `neither he nor the others`.
            return None
    known = [answer for answer in answers if answer is not None]
    if not known:
        return None
    held = any(known) if claim.values else all(known)
    held = held or _is_counted(reading, inside)
    return None if not held and not lists.language else held


def _is_counted(reading: _Reading, inside: list[FoundNumber]) -> bool:
    """Tell whether the number is one that we added up, or counted: of parts, or of things named one by one."""
    claim = reading.claim
    items = [item for item in re.split(r",\s+(?:and\s+)?|\s+and\s+", claim.counts) if item]
    names = {word for item in items for word in re.findall(r"[^\W\d_]{4,}", item)}
    if any(value.number == len(items) for value in claim.values) and any(name in reading.passage for name in names):
        return True
    named = {n.readings[0] for n in find_numbers(claim.remarks, reading.own)}
    parts = sorted({n.readings[0] for n in inside} & named)[:_SMALL_NUMBER]
    sums = {Decimal(0)}
    for part in parts:
        sums |= {total + part for total in sums}
    return len(parts) > 1 and any(value.number in sums - set(parts) for value in claim.values)


def _list_discrepancies(
    reading: _Reading, inside: list[FoundNumber], related: frozenset[Decimal]
) -> Iterator[Discrepancy]:
    """Yield what the passage, or the rest of its clause, says and the fact does not account for."""
    claim, own = reading.claim, reading.own
    if dropped := find_dropped_bound(claim.values, claim.statement, claim.remarks, inside, own):
        yield reading.report(DiscrepancyKind.DOUBT, dropped.start, dropped.end)
    yield from _find_negations(reading)
    yield from _find_doubts(reading)
    yield from _find_other_numbers(reading, inside, related)


def _find_other_numbers(
    reading: _Reading, inside: list[FoundNumber], related: frozenset[Decimal]
) -> Iterator[Discrepancy]:
    """Yield the number that the passage gives beside the one of the value, where that seems to be its answer.

    Of `12 of the 21 seats`, 21 is the whole, and of `from 500 to 2,500` it is 500 that was; and what is counted twice
    in the same words between the ends of a locator may have been corrected.
    """
    claim, own = reading.claim, reading.own
    ours = related | {value for n in find_numbers(claim.words, own) for value in n.readings}
    stated = set(_list_stems(claim.statement, own))
    units = {stem for value in claim.values for stem in _list_stems(value.unit, own)}
    others = [n for n in list_others(claim.values, inside) if ours.isdisjoint(n.readings)]
    matches = list_matches(claim.values, inside)
    for matched in matches:
        beside = [n for n in inside if n is not matched and ours.isdisjoint(n.readings)]
        if part := find_part(matched, beside, reading.text, reading.lists):
            begin, end = min(part.start, matched.start), max(part.end, matched.end)
            rest = f"{reading.text[:begin]} {_skip_words(reading.text[end:], _NEAR_WORDS)}"
            if not stated.isdisjoint(_list_stems(rest, own)):
                yield reading.report(DiscrepancyKind.OTHER_NUMBER, part.start, part.end)
        elif later := find_later(matched, others, reading.text, reading.lists):
            yield reading.report(DiscrepancyKind.OTHER_NUMBER, later.start, later.end)
    for number in others:
        behind = re.match(r"\W*((?:[^\W\d_]+\W+)?[^\W\d_]*)", reading.text[number.end :])
        is_alike = behind and not units.isdisjoint(_list_stems(behind[1], own))
        is_whole = find_part(number, matches, reading.text, reading.lists)
        if is_alike and not is_whole and reading.gap[0] <= number.start < reading.gap[1]:
            yield reading.report(DiscrepancyKind.OTHER_NUMBER, number.start, number.end)


def _skip_words(text: str, count: int) -> str:
    return " ".join(text.split()[count:])


def _blank_idioms(text: str, lists: WordLists, name: str = "negations.idioms") -> str:
    return lists.patterns[name].sub(lambda match: " " * len(match[0]), text)


def _find_negations(reading: _Reading) -> Iterator[Discrepancy]:
    """Yield a *not* in the passage that the fact does not have, and one in the statement that the passage lacks."""
    claim, own = reading.claim, reading.own
    ours = _blank_idioms(claim.words, own)
    negations = [*own.find("negations.words", ours), *own.find("negations.implied", ours)]
    scope = frozenset(stem for match in negations for stem in _list_denied(ours, match, own))
    has_any = claim.negated or bool(negations) or any(value.hedge is Hedge.NONE for value in claim.values)
    for name in ("negations.words", "negations.governing"):
        for match, kind in reading.find(name, DiscrepancyKind.NEGATION):
            said, elsewhere = _find_overlap(reading, match)
            is_said = len(said - scope) > 1
            is_aside = kind is DiscrepancyKind.NEGATION and not said and bool(elsewhere)
            is_led = kind is DiscrepancyKind.CUT and reading.governs(match)
            if (not claim.negated and (is_led or is_said)) if has_any else not is_aside:
                yield reading.report(kind, *match.span())
    answers = ("negations.words", "negations.implied", "negations.idioms", "numbers.none")
    if claim.negated or any(reading.lists.patterns[name].search(reading.text) for name in answers):
        return
    negated = own.find("negations.words", _blank_idioms(claim.statement, own))
    denied = set(_list_stems(claim.statement[negated[0].end() :], own)[:_SCOPE]) if negated else set()
    if denied and len(denied & set(_list_stems(reading.passage, own))) * 2 >= len(denied):
        yield Discrepancy(DiscrepancyKind.NEGATION, claim.statement[negated[0].start() : negated[0].end()])


def _list_denied(text: str, negation: re.Match[str], lists: WordLists) -> list[str]:
    """Return what a negation is about: the words behind it in its clause, or those before where there are none."""
    behind = _list_stems(re.split(r"[,;:—–.]", text[negation.end() :])[0], lists)[:_SCOPE]
    before = _list_stems(re.split(r"[,;:—–.]", text[: negation.start()])[-1], lists)[-_SCOPE:]
    return behind if len(behind) > 1 else [*before, *behind]


def _find_overlap(reading: _Reading, negation: re.Match[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Return what the statement shares with the words that a negation is about, and with the other clauses."""
    text, own = reading.text, reading.own
    if reading.lists is not own:
        return frozenset(), frozenset()
    stated = frozenset(_list_stems(reading.claim.statement, own))
    begin = max((match.end() for match in re.finditer(r"[,;:—–.]", text[: negation.start()])), default=0)
    stop = next((match.start() for match in re.finditer(r"[,;:—–.]", text[negation.end() :])), len(text))
    denied = _list_stems(text[negation.end() : negation.end() + stop], own)[:_SCOPE]
    denied = denied or _list_stems(text[begin : negation.start()], own)  # `That I deny.`
    elsewhere = _list_stems(f"{text[:begin]} {text[negation.end() + stop :]}", own)
    return stated & frozenset(denied), stated & frozenset(elsewhere)


def _list_stems(text: str, lists: WordLists) -> list[str]:
    """Return the beginnings of the words that mean something."""
    small = lists.patterns["sentences.small"]
    words = (word.lower() for word in re.findall(r"[^\W\d_]{3,}", text))
    return [_ENDING.sub("", word)[:_STEM_LENGTH] for word in words if not small.fullmatch(word)]


def _find_doubts(reading: _Reading) -> Iterator[Discrepancy]:
    """Yield words that leave open what the fact does not: whether it is so, who says so, how much, on what terms."""
    claim, own = reading.claim, reading.own
    skipped = {"hearsay": claim.hearsay, "part": bool(claim.values)}
    for name in ("possibility", "hearsay", "part", "conditions"):
        admitted = (own.patterns[f"doubts.{ours}"] for ours in (name, f"admitted.{name}"))
        if skipped.get(name) or any(pattern.search(claim.words) for pattern in admitted):
            continue
        wanted = DiscrepancyKind.CUT if name == "conditions" else DiscrepancyKind.DOUBT
        for match, kind in reading.find(f"doubts.{name}", wanted):
            is_inside = reading.start <= match.start() < reading.end
            if match.start() >= reading.end and name in {"possibility", "part"}:
                continue  # Of what follows, more often than of the passage.
            if not _is_source_named(reading, match):
                yield reading.report(DiscrepancyKind.DOUBT if is_inside else kind, *match.span())
                break
    for name, start, end in (("limits", reading.end, len(reading.text)), ("exceptions", 0, reading.start)):
        limit = reading.lists.patterns[f"sentences.{name}"].search(reading.text, start, end)
        if limit and not own.patterns[f"sentences.{name}"].search(claim.words):
            yield reading.report(DiscrepancyKind.CUT, *limit.span())


def _is_source_named(reading: _Reading, hearsay: re.Match[str]) -> bool:
    """Tell whether the fact has a word of what a passage goes back to: `according to the law`, `to the minister`."""
    if not reading.lists.patterns["doubts.sources"].fullmatch(hearsay[0]):
        return False
    after = _list_stems(reading.text[hearsay.end() :], reading.own)[:_NEAR_WORDS]
    return not set(after).isdisjoint(_list_stems(reading.claim.words, reading.own))


def _find_other_speaker(reading: _Reading) -> bool:
    """Tell whether the sentence says that somebody with another name said it."""
    for says in reading.lists.patterns["sentences.says"].finditer(reading.text):
        before, after = reading.text[: says.start()].split()[-_NEAR_WORDS:], reading.text[says.end() :].split()
        if any(word[:1].isupper() for word in (*before[1 if says.start() < _RELATIVE else 0 :], *after[:_NEAR_WORDS])):
            return True
    return False


def _is_named(claim: Claim, text: str) -> bool:
    """Tell whether a text names the speaker.

    A part of a person's name is enough, the noun of a group (`detained migrants`), two words of another name, or its
    initials. What stands behind a comma only tells it apart: `Norland, as a state`.
    """
    name = claim.speaker.partition(",")[0]
    words = re.findall(r"[^\W\d_][\w'’-]{2,}|[A-Z][A-Z0-9]+", name)
    small = read_word_lists(CLAIM_LANGUAGE).patterns["sentences.small"]
    words = [word for word in words if not small.fullmatch(word)] or [name]
    if claim.speaker_kind is ActorKind.GROUP:
        words = words[:1]
    stems = ((word, re.escape(word[: max(_MIN_STEM, len(word) - 2)])) for word in words)
    found = [word for word, stem in stems if re.search(rf"(?<!\w){stem}", text, re.IGNORECASE)]
    initials = "".join(word[0] for word in re.findall(r"\w+", name) if word[0].isupper())
    is_short = len(initials) > 1 and re.search(rf"(?<!\w){initials}(?!\w)", text) is not None
    needed = 1 if claim.speaker_kind is ActorKind.PERSON else min(2, len(words))
    return is_short or any(word.isupper() for word in found) or len(found) >= needed
