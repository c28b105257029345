"""Does a passage hold what a fact says? What a program can see of it: numbers, negations, doubts, the speaker.

It cannot judge a paraphrase. It can see that a number is missing, that a *not* stands in the passage and in no word of
the fact, that words left out before the passage deny it. Each is a discrepancy, whose words only the editor sees.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from decimal import Decimal
from typing import TypeAlias

from factsheet.evidence.locator import Locator, find_passages, parse_locator
from factsheet.evidence.lock import DiscrepancyKind, EvidenceRecord, PassageReading, compute_sha256
from factsheet.evidence.proof import FoundPassage, Proof, RecordKey
from factsheet.model.vocabulary import ActorKind
from factsheet.reading import number_match
from factsheet.reading.claims import CLAIM_LANGUAGE, Claim, Discrepancy, PassagesRead
from factsheet.reading.doubts import find_doubts, find_negations
from factsheet.reading.numbers import FoundNumber, find_numbers
from factsheet.reading.sentences import Sentence, find_sentence, list_stems
from factsheet.reading.word_lists import WordLists, read_word_lists

_NEAR_WORDS = 3
_MIN_STEM = 3
_SENTENCE_STOP = re.compile(r"(?<=[.!?])\s")
_ATTRIBUTION_DISTANCE = 600
"""Characters before and behind a passage in which the words that name its speaker are looked for."""
_SMALL_NUMBER = 12
"""Numbers in words up to this are often no counts: `one of them`, `the two`."""
_Numbers: TypeAlias = AbstractSet[Decimal]


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
            words, numbers = named.passage.text if named else "", related[record.source]
            reading, discrepancies[record.key] = read_passage(claim, proof.passages[record.key], words, numbers)
        records.append(replace(record, reading=reading))
    return PassagesRead(replace(proof.lock, evidence=tuple(records)), discrepancies)


def read_passage(
    claim: Claim, found: FoundPassage, attribution: str = "", related: _Numbers = frozenset()
) -> tuple[PassageReading, tuple[Discrepancy, ...]]:
    """Return what a passage holds of a claim, and what the claim does not account for.

    `attribution` are the words elsewhere that name the speaker, and `related` the numbers of other facts for which the
    same source is cited.
    """
    lists, passage = read_word_lists(claim.language), found.passage
    sentence = find_sentence(claim, found, lists)
    inside = [n for n in find_numbers(sentence.text, lists) if sentence.contains(n.start)]
    discrepancies: list[Discrepancy] = []
    number = _find_number(sentence, inside) if claim.decisive else None
    if number is False:
        words = dict.fromkeys(sentence.text[n.start : n.end] for n in inside if not n.is_date)
        discrepancies.append(Discrepancy(DiscrepancyKind.NUMBER, ", ".join(words)))
    if claim.decisive and lists.language:
        if dropped := number_match.find_dropped_bound(claim, inside, sentence.own):
            discrepancies.append(sentence.report(DiscrepancyKind.DOUBT, dropped.start, dropped.end))
        discrepancies += [*find_negations(sentence), *find_doubts(sentence)]
        discrepancies += _find_other_numbers(sentence, inside, related)
    speaker = _is_named(claim, f"{passage.text} {attribution}") if claim.speaker else None
    if speaker and claim.language == CLAIM_LANGUAGE and not _is_named(claim, sentence.text):
        speaker = not _find_other_speaker(sentence)
    if speaker is False and claim.language[:2] != CLAIM_LANGUAGE and claim.speaker_kind is not ActorKind.PERSON:
        speaker = None  # The name may stand there in the words of its language.
    if speaker is False:
        discrepancies.append(Discrepancy(DiscrepancyKind.SPEAKER, _suggest_attribution(claim, found, lists)))
    kinds = tuple(sorted({discrepancy.kind.value for discrepancy in discrepancies}))
    return PassageReading(claim.sha256, lists.language, number, speaker, kinds), tuple(dict.fromkeys(discrepancies))


def _find_number(sentence: Sentence, inside: list[FoundNumber]) -> bool | None:
    """Tell whether the number stands in the passage; None where there is none, or it may stand there in words."""
    claim, lists = sentence.claim, sentence.lists
    answers = [number_match.is_held(value, inside, sentence.passage, lists) for value in claim.values]
    if not claim.values:
        stated = number_match.list_stated(claim.statement, sentence.own)
        answers = [number_match.find_stated(number, inside) for number in stated]
        small = all(n.readings[0] <= _SMALL_NUMBER and not claim.statement[n.start].isdigit() for n in stated)
        if small and not inside:  # `None of the three` may be `neither he nor the others`.
            return None
    known = [answer for answer in answers if answer is not None]
    if not known:
        return None
    held = (any(known) if claim.values else all(known)) or _is_counted(sentence, inside)
    return None if not held and not lists.language else held


def _is_counted(sentence: Sentence, inside: list[FoundNumber]) -> bool:
    """Tell whether the number is one that we added up, or counted: of parts, or of things named one by one."""
    claim = sentence.claim
    items = [item for item in re.split(r",\s+(?:and\s+)?|\s+and\s+", claim.counts) if item]
    names = {word for item in items for word in re.findall(r"[^\W\d_]{4,}", item)}
    if any(value.number == len(items) for value in claim.values) and any(name in sentence.passage for name in names):
        return True
    named = {n.readings[0] for n in find_numbers(claim.remarks, sentence.own)}
    parts = sorted({n.readings[0] for n in inside} & named)[:_SMALL_NUMBER]
    sums = {Decimal(0)}
    for part in parts:
        sums |= {total + part for total in sums}
    return len(parts) > 1 and any(value.number in sums - set(parts) for value in claim.values)


def _find_other_numbers(sentence: Sentence, inside: list[FoundNumber], related: _Numbers) -> Iterator[Discrepancy]:
    """Yield the number that the passage gives beside the one of the value, where that seems to be its answer.

    Of `12 of the 21 seats`, 21 is the whole, and of `from 500 to 2,500` it is 500 that was; and what is counted twice
    in the same words between the ends of a locator may have been corrected.
    """
    claim, own = sentence.claim, sentence.own
    ours = {value for n in find_numbers(claim.words, own) for value in n.readings}
    news = [n for n in inside if ours.isdisjoint(n.readings) and related.isdisjoint(n.readings)]
    stated = set(list_stems(claim.statement, own))
    units = {stem for value in claim.values for stem in list_stems(value.unit, own)}
    others = list(number_match.list_others(claim.values, news))
    matches = number_match.list_matches(claim.values, inside)
    for matched in matches:
        beside = [n for n in news if n is not matched]
        if part := number_match.find_part(matched, beside, sentence.text, sentence.lists):
            begin, end = min(part.start, matched.start), max(part.end, matched.end)
            rest = f"{sentence.text[:begin]} {' '.join(sentence.text[end:].split()[_NEAR_WORDS:])}"
            if not stated.isdisjoint(list_stems(rest, own)):
                yield sentence.report(DiscrepancyKind.OTHER_NUMBER, part.start, part.end)
        elif later := number_match.find_later(matched, others, sentence.text, sentence.lists):
            yield sentence.report(DiscrepancyKind.OTHER_NUMBER, later.start, later.end)
    for number in others:
        behind = re.match(r"\W*((?:[^\W\d_]+\W+)?[^\W\d_]*)", sentence.text[number.end :])
        is_alike = behind and not units.isdisjoint(list_stems(behind[1], own))
        near = number, matches, sentence.text, sentence.lists
        is_whole = number_match.find_part(*near) or number_match.find_later(*near)
        if is_alike and not is_whole and sentence.gap[0] <= number.start < sentence.gap[1]:
            yield sentence.report(DiscrepancyKind.OTHER_NUMBER, number.start, number.end)


def _suggest_attribution(claim: Claim, found: FoundPassage, lists: WordLists) -> str:
    """Return the words nearest to a passage that say who said it, as a locator that is found once; empty for none."""
    passage = found.passage
    begin = max(0, passage.start - _ATTRIBUTION_DISTANCE)
    text = found.snapshot.text[begin : passage.end + _ATTRIBUTION_DISTANCE]
    words = list(re.finditer(r"\S+", text))
    says = lists.patterns["sentences.says"]
    places = [place for place, word in enumerate(words) if says.match(text, word.start())]
    windows = [words[max(0, place - 2) : place + 4] for place in places]
    windows.sort(key=lambda window: abs(begin + window[0].start() - passage.end))
    for window in windows:
        offered = _SENTENCE_STOP.split(text[window[0].start() : window[-1].end()])[-1].rstrip(".,;:")
        locator = parse_locator(offered)
        if isinstance(locator, Locator) and _is_named(claim, offered):
            return offered if len(find_passages(locator, found.snapshot, most=2)) == 1 else ""
    return ""


def _find_other_speaker(sentence: Sentence) -> bool:
    """Tell whether the sentence says that somebody with another name said it."""
    for says in sentence.lists.patterns["sentences.says"].finditer(sentence.text):
        before = sentence.text[: says.start()].split()[1:][-_NEAR_WORDS:]  # The first word has a capital anyway.
        after = sentence.text[says.end() :].split()[:_NEAR_WORDS]
        if any(word[:1].isupper() for word in (*before, *after)):
            return True
    return False


def _is_named(claim: Claim, text: str) -> bool:
    """Tell whether a text names the speaker.

    A part of a person's name is enough, the noun of a group (`striking dockers`), two words of another name, or its
    initials. What stands behind a comma only tells it apart: `Norland, as a state`.
    """
    name = claim.speaker.partition(",")[0]
    words = re.findall(r"[^\W\d_][\w'’-]*[^\W_]|[A-Z][A-Z0-9]+", name)
    small = read_word_lists(CLAIM_LANGUAGE).patterns["sentences.small"]
    words = [word for word in words if not small.fullmatch(word)] or [name]
    if claim.speaker_kind is ActorKind.GROUP:
        words = words[:1]
    stems = ((word, re.escape(word[: max(_MIN_STEM, len(word) - 2)])) for word in words)
    found = [word for word, stem in stems if re.search(rf"(?<!\w){stem}", text, re.IGNORECASE)]
    initials = "".join(word[0] for word in re.findall(r"\w+", name) if word[0].isupper())
    is_short = len(initials) > 1 and re.search(rf"(?<!\w){initials}(?!\w)", text) is not None
    needed = 1 if claim.speaker_kind is ActorKind.PERSON else min(2, len(words))
    # `The union said` is the Union of Quay Workers; the Interior Ministry is not the Ministry of Defence.
    is_short = is_short or any(word.isupper() or re.search(rf"(?<!\w){word.lower()}", text) for word in found)
    return is_short or len(found) >= needed
