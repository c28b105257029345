"""Does a passage hold what a fact says? What a program can see of it: numbers, negations, doubts, the speaker.

It cannot judge a paraphrase. It can see that a number is missing, that a *not* stands in the passage and in no word of
the fact, that words left out before the passage deny it. Each is a discrepancy, whose words only the editor sees.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from decimal import Decimal

from factsheet.evidence.locator import Locator, find_passages, parse_locator
from factsheet.evidence.lock import DiscrepancyKind, EvidenceRecord, Lock, PassageReading, compute_sha256
from factsheet.evidence.proof import FoundPassage, Proof, RecordKey
from factsheet.model.values.hedges import Hedge
from factsheet.model.vocabulary import ActorKind
from factsheet.reading import number_match
from factsheet.reading.claims import Claim, Discrepancy, Sentence, find_sentence, is_named, list_stems, remove_idioms
from factsheet.reading.numbers import FoundNumber, find_numbers
from factsheet.reading.word_lists import CLAIM_LANGUAGE, WordLists, read_word_lists

_NEAR_WORDS = 3
_SENTENCE_STOP = re.compile(r"(?<=[.!?])\s")
_ATTRIBUTION_DISTANCE = 600
"""Characters before and behind a passage in which the words that name its speaker are looked for."""
_SMALL_NUMBER = 12
"""Numbers in words up to this are often no counts: `one of them`, `the two`."""


@dataclass(frozen=True, slots=True)
class PassagesRead:
    """What came of reading the passages that were found."""

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
            words, numbers = named.passage.text if named else "", related[record.source]
            reading, discrepancies[record.key] = read_passage(claim, proof.passages[record.key], words, numbers)
        records.append(replace(record, reading=reading))
    return PassagesRead(replace(proof.lock, evidence=tuple(records)), discrepancies)


def read_passage(
    claim: Claim, found: FoundPassage, attribution: str = "", related: AbstractSet[Decimal] = frozenset()
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
        instead = dict.fromkeys(sentence.text[n.start : n.end] for n in inside if not n.is_date)
        discrepancies.append(Discrepancy(DiscrepancyKind.NUMBER, ", ".join(instead)))
    if claim.decisive and lists.language:
        if dropped := number_match.find_dropped_bound(claim, inside, sentence.own):
            discrepancies.append(sentence.report(DiscrepancyKind.DOUBT, dropped.start, dropped.end))
        discrepancies += [*_find_negations(sentence), *_find_doubts(sentence)]
        discrepancies += _find_other_numbers(sentence, inside, related)
    speaker = is_named(claim, f"{passage.text} {attribution}") if claim.speaker else None
    if speaker and claim.language == CLAIM_LANGUAGE and not is_named(claim, sentence.text):
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
    held = any(known) if claim.values else all(known)
    held = held or _is_counted(sentence, inside)
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


def _find_other_numbers(
    sentence: Sentence, inside: list[FoundNumber], related: AbstractSet[Decimal]
) -> Iterator[Discrepancy]:
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
    windows = [
        words[max(0, place - 2) : place + 4]
        for place, word in enumerate(words)
        if lists.patterns["sentences.says"].match(text, word.start())
    ]
    windows.sort(key=lambda window: abs(begin + window[0].start() - passage.end))
    for window in windows:
        offered = _SENTENCE_STOP.split(text[window[0].start() : window[-1].end()])[-1].rstrip(".,;:")
        locator = parse_locator(offered)
        if isinstance(locator, Locator) and is_named(claim, offered):
            return offered if len(find_passages(locator, found.snapshot, most=2)) == 1 else ""
    return ""


def _find_other_speaker(sentence: Sentence) -> bool:
    """Tell whether the sentence says that somebody with another name said it."""
    text = sentence.text
    for says in sentence.lists.patterns["sentences.says"].finditer(text):
        before = text[: says.start()].split()[1:]  # The first word has a capital anyway.
        if any(word[:1].isupper() for word in (*before[-_NEAR_WORDS:], *text[says.end() :].split()[:_NEAR_WORDS])):
            return True
    return False


_CLAUSE_END = re.compile(r"[,;:—–.]")
_SCOPE = 8
"""Words behind a negation that it is about."""
_ACCOUNTED = 2
"""Words that a negation of ours shares with one of the passage, so that they are taken for the same."""


def _find_negations(sentence: Sentence) -> Iterator[Discrepancy]:
    """Yield a *not* in the passage that the fact does not have, and one in the statement that the passage lacks."""
    claim, own = sentence.claim, sentence.own
    ours = remove_idioms(claim.words, own)
    negations = [*own.find("negations.words", ours), *own.find("negations.implied", ours)]
    scope = frozenset(stem for match in negations for stem in _list_denied(ours, match, own))
    is_none = any(value.hedge in {Hedge.NONE, Hedge.UNKNOWN} for value in claim.values)
    has_any = claim.negated or is_none or bool(negations or own.find("negations.opposites", ours))
    for name in ("negations.words", "negations.governing"):
        for match, kind in sentence.find(name, DiscrepancyKind.NEGATION):
            said, elsewhere = _find_overlap(sentence, match)
            is_said = len(said - scope) > 1 and len(said & scope) < _ACCOUNTED
            is_aside = kind is DiscrepancyKind.NEGATION and not said and bool(elsewhere)
            is_led = kind is DiscrepancyKind.CUT and sentence.is_led_by(match)
            if (not (claim.negated or is_none) and (is_led or is_said)) if has_any else not is_aside:
                yield sentence.report(kind, *match.span())
    yield from _find_missing_negation(sentence)


def _find_missing_negation(sentence: Sentence) -> Iterator[Discrepancy]:
    """Yield a *not* of the statement, where no word of the passage denies anything of what it denies."""
    claim, own, lists = sentence.claim, sentence.own, sentence.lists
    answers = ("negations.implied", "negations.opposites", "negations.idioms", "numbers.none")
    negated = own.find("negations.words", remove_idioms(claim.statement, own))
    if claim.negated or not negated or any(lists.patterns[name].search(sentence.text) for name in answers):
        return
    denied = set(list_stems(claim.statement[negated[0].end() :], own)[:_SCOPE])
    said = [set(_list_denied(sentence.text, match, lists)) for match in lists.find("negations.words", sentence.text)]
    if said and (lists is not own or any(stems & set(list_stems(claim.statement, own)) for stems in said)):
        return
    if denied and len(denied & set(list_stems(sentence.passage, own))) * 2 >= len(denied):
        yield Discrepancy(DiscrepancyKind.NEGATION, claim.statement[negated[0].start() : negated[0].end()])


def _list_denied(text: str, negation: re.Match[str], lists: WordLists) -> list[str]:
    """Return what a negation is about: the words behind it in its clause, or those before where there are none."""
    begin, end = _find_clause(text, negation)
    behind = list_stems(text[negation.end() : end], lists)[:_SCOPE]
    before = list_stems(text[begin : negation.start()], lists)[-_SCOPE:]
    return behind if len(behind) > 1 else [*before, *behind]


def _find_clause(text: str, negation: re.Match[str]) -> tuple[int, int]:
    """Return where the clause of a negation begins and ends."""
    begin = max((match.end() for match in _CLAUSE_END.finditer(text, 0, negation.start())), default=0)
    end = _CLAUSE_END.search(text, negation.end())
    return begin, end.start() if end else len(text)


def _find_overlap(sentence: Sentence, negation: re.Match[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Return what the statement shares with the words that a negation is about, and with the other clauses."""
    text, own = sentence.text, sentence.own
    if sentence.lists is not own:
        return frozenset(), frozenset()
    stated = frozenset(list_stems(sentence.claim.statement, own))
    begin, end = _find_clause(text, negation)
    denied = list_stems(text[negation.end() : end], own)[:_SCOPE]
    denied = denied or list_stems(text[begin : negation.start()], own)  # `That I deny.`
    elsewhere = list_stems(f"{text[:begin]} {text[end:]}", own)
    return stated & frozenset(denied), stated & frozenset(elsewhere)


def _find_doubts(sentence: Sentence) -> Iterator[Discrepancy]:
    """Yield words that leave open what the fact does not: whether it is so, who says so, how much, on what terms."""
    claim, own = sentence.claim, sentence.own
    skipped = {"hearsay": claim.hearsay, "part": bool(claim.values)}
    for name in ("possibility", "hearsay", "part", "conditions"):
        admitted = (own.patterns[f"doubts.{ours}"] for ours in (name, f"admitted.{name}"))
        if skipped.get(name) or any(pattern.search(claim.words) for pattern in admitted):
            continue
        wanted = DiscrepancyKind.CUT if name == "conditions" else DiscrepancyKind.DOUBT
        for match, kind in sentence.find(f"doubts.{name}", wanted):
            is_inside = sentence.contains(match.start())
            if match.start() >= sentence.end and name in {"possibility", "part"}:
                continue  # Of what follows, more often than of the passage.
            if not _is_source_named(sentence, match):
                yield sentence.report(DiscrepancyKind.DOUBT if is_inside else kind, *match.span())
                break
    for name, start, end in (("limits", sentence.end, len(sentence.text)), ("exceptions", 0, sentence.start)):
        limit = sentence.lists.patterns[f"sentences.{name}"].search(sentence.text, start, end)
        is_said = own.patterns[f"sentences.{name}"].search(claim.words) or own.find("negations.words", claim.remarks)
        if limit and not is_said:
            yield sentence.report(DiscrepancyKind.CUT, *limit.span())


def _is_source_named(sentence: Sentence, hearsay: re.Match[str]) -> bool:
    """Tell whether the fact has a word of what a passage goes back to: `according to the law`, `to the minister`."""
    if not sentence.lists.patterns["doubts.sources"].fullmatch(hearsay[0]):
        return False
    after = list_stems(sentence.text[hearsay.end() :], sentence.own)[:_NEAR_WORDS]
    return not set(after).isdisjoint(list_stems(sentence.claim.words, sentence.own))
