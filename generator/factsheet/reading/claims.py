"""A fact as a claim about one passage, and what the passage may lack."""

from collections.abc import Mapping

from factsheet.diagnostics.frozen import dataclass
from factsheet.evidence.lock import DiscrepancyKind, Lock, compute_sha256, serialize_json
from factsheet.evidence.proof import RecordKey
from factsheet.model.values.hedges import Value
from factsheet.model.vocabulary import ActorKind

CLAIM_LANGUAGE = "en"
"""The language of facts."""


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
        return compute_sha256(serialize_json((*texts, *rest)))


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """One thing for the editor to look at."""

    kind: DiscrepancyKind
    words: str
    """Words of the source, which are never published; for a missing number or speaker, what there is instead."""
    is_in_gap: bool = False
    """Whether they stand between the two ends of the locator."""


@dataclass(frozen=True, slots=True)
class PassagesRead:
    """What came of reading the passages that were found."""

    lock: Lock
    discrepancies: Mapping[RecordKey, tuple[Discrepancy, ...]]
    """What the facts do not account for, with words of the sources, by the key of the record in the lock."""
