"""A passage in its sentence: where words of a list stand, and what they are beside."""

import re
from collections.abc import Iterator

from factsheet.diagnostics.frozen import dataclass
from factsheet.evidence.lock import DiscrepancyKind
from factsheet.evidence.proof import FoundPassage
from factsheet.reading.claims import CLAIM_LANGUAGE, Claim, Discrepancy
from factsheet.reading.word_lists import WordLists, read_word_lists

_CONTEXT_LENGTH = 400
"""Characters before and behind a passage in which its sentence begins and ends."""
_QUOTED_LENGTH = 30
_SENTENCE_END = re.compile(
    r"""(?<!\b[A-Z])(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\bNo)[.!?…]["'”’»)\]]*\s+(?=["'“„«(\[]*[^\W_a-z])"""
)
_BREAK = re.compile(r"""[;:—–”»]|,["']""")
_STEM_LENGTH = 5
_ENDING = re.compile(r"(?<=\w{3})(?:(?<=nn)ing|(?<=pp)ing|(?<=tt)ing|ing|ed|es|s|ly)$")
_RELATIVE = 7
"""Characters of a passage that show whether it begins a clause of its own: `who `, `which `."""


@dataclass(frozen=True, slots=True)
class Sentence:
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
        """The words of the passage alone."""
        return self.text[self.start : self.end]

    def contains(self, offset: int) -> bool:
        """Tell whether a place in the text is in the passage."""
        return self.start <= offset < self.end

    def report(self, kind: DiscrepancyKind, start: int, end: int) -> Discrepancy:
        """Return a discrepancy with the words beside it."""
        left = self.text.rfind(" ", 0, max(0, start - _QUOTED_LENGTH)) + 1
        right = self.text.find(" ", end + _QUOTED_LENGTH)
        words = self.text[left : right if right >= 0 else len(self.text)]
        return Discrepancy(kind, words, is_in_gap=self.gap[0] <= start < self.gap[1])

    def find(self, name: str, kind: DiscrepancyKind) -> Iterator[tuple[re.Match[str], DiscrepancyKind]]:
        """Yield where words of a list stand: in the passage, or in the rest of its clause, which makes it a cut."""
        for match in self.lists.find(name, remove_idioms(self.text, self.lists, f"{name.partition('.')[0]}.idioms")):
            if self.contains(match.start()):
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

    def is_led_by(self, match: re.Match[str]) -> bool:
        """Tell whether words lead into the passage: `It is not true that |the council …`, `has no plans to |close`."""
        leads = re.sub(r"\W+$", "", self.text[match.end() : self.start])
        that = self.lists.patterns["sentences.that"]
        return match.end() <= self.start and (not leads or that.fullmatch(leads.rpartition(" ")[2]) is not None)


def find_sentence(claim: Claim, found: FoundPassage, lists: WordLists) -> Sentence:
    """Return the passage with the sentence that it stands in, within its paragraphs."""
    passage, locator, snapshot = found.passage, found.locator, found.snapshot
    last = snapshot.find_paragraph(passage.end - 1)
    stop = snapshot.starts[last] if last < snapshot.paragraphs else len(snapshot.text)
    stop = min(stop, passage.end + _CONTEXT_LENGTH)
    begin = max(snapshot.starts[passage.paragraph - 1], passage.start - _CONTEXT_LENGTH)
    ends = [match.end() for match in _SENTENCE_END.finditer(snapshot.text, begin, stop)]
    begin = max((end for end in ends if end <= passage.start), default=begin)
    stop = min((end for end in ends if end >= passage.end), default=stop)
    start, end = passage.start - begin, passage.end - begin
    gap = (start + len(locator.first), end - len(locator.last)) if locator.last else (end, end)
    return Sentence(claim, snapshot.text[begin:stop].rstrip(), start, end, gap, lists, read_word_lists(CLAIM_LANGUAGE))


def remove_idioms(text: str, lists: WordLists, name: str = "negations.idioms") -> str:
    """Return a text of the same length without expressions that mean something else: the *not* of `not only`."""
    return lists.patterns[name].sub(lambda match: " " * len(match[0]), text)


def list_stems(text: str, lists: WordLists) -> list[str]:
    """Return the beginnings of the words that mean something."""
    small = lists.patterns["sentences.small"]
    words = (word.lower() for word in re.findall(r"[^\W\d_]{3,}", text))
    return [_ENDING.sub("", word)[:_STEM_LENGTH] for word in words if not small.fullmatch(word)]
