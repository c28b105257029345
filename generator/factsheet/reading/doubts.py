"""What a passage denies or leaves open, and the fact does not."""

import re
from collections.abc import Iterator

from factsheet.evidence.lock import DiscrepancyKind
from factsheet.model.values.hedges import Hedge
from factsheet.reading.claims import Discrepancy
from factsheet.reading.sentences import Sentence, list_stems, remove_idioms
from factsheet.reading.word_lists import WordLists

_CLAUSE_END = re.compile(r"[,;:—–.]")
_SCOPE = 8
"""Words behind a negation that it is about."""
_ACCOUNTED = 2
"""Words that a negation of ours shares with one of the passage, so that they are taken for the same."""
_NEAR_WORDS = 3


def find_negations(sentence: Sentence) -> Iterator[Discrepancy]:
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


def find_doubts(sentence: Sentence) -> Iterator[Discrepancy]:
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
