"""A fact as a claim about one passage, and what the passage may lack."""

import re
from dataclasses import dataclass

from factsheet.evidence.lock import DiscrepancyKind, compute_sha256, dump_json
from factsheet.model.values.hedges import Value
from factsheet.model.vocabulary import ActorKind
from factsheet.reading.word_lists import CLAIM_LANGUAGE, read_word_lists

_MIN_STEM = 3


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
        return ". ".join((self.statement, self.counts, self.remarks, *(value.text for value in self.values)))

    @property
    def sha256(self) -> str:
        """The hash of all of it: when it changes, the passage is to be read again."""
        texts = (self.statement, self.counts, self.remarks, [value.text for value in self.values])
        rest = (self.speaker, self.attribution, self.language, self.negated, self.hearsay, self.decisive)
        return compute_sha256(dump_json((*texts, *rest)))


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """One thing for the editor to look at."""

    kind: DiscrepancyKind
    words: str
    """Words of the source, which are never published; for a missing number or speaker, what there is instead."""
    is_in_gap: bool = False
    """Whether they stand between the two ends of the locator."""


def is_named(claim: Claim, text: str) -> bool:
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
