"""What a new copy of a source changes in the passages that were proved in the copy before."""

from collections import defaultdict
from collections.abc import Iterator
from typing import TypeAlias

from factsheet.diagnostics.frozen import dataclass
from factsheet.evidence.lock import EvidenceRecord, Lock
from factsheet.model.text.wording import format_count, join_names

ProofPair: TypeAlias = tuple[EvidenceRecord, EvidenceRecord]
"""The proofs of one piece of evidence before and after."""


@dataclass(frozen=True, slots=True)
class CopyChange:
    """What a new copy of one source changed."""

    source: str
    changed: tuple[ProofPair, ...]
    """Those of passages that have other words now, in the order of the copy."""
    lost: tuple[EvidenceRecord, ...]
    """Those before of passages that are no longer proved."""
    moved: int
    """Passages with the same words at another place."""

    def describe(self, most: int = 3) -> str:
        """Return what changed for facts, of which so many are named."""
        facts = {now.fact: now for _, now in self.changed}
        places = ", ".join(dict.fromkeys(str(was.paragraph) for was in self.lost))
        lost = f"the passages of {join_names({was.fact: was for was in self.lost}, most)} are no longer proved"
        parts = {
            f"{join_names(facts, most)} {'rests' if len(facts) == 1 else 'rest'} on other words now": self.changed,
            f"{lost} (paragraph {places} before)": self.lost,
            f"{format_count(self.moved, 'passage')} moved, with the same words": self.moved,
        }
        return "; ".join(words for words, some in parts.items() if some) or "no passage that a fact cites has changed"


def compare_copies(before: Lock, after: Lock) -> Iterator[CopyChange]:
    """Yield the sources whose copies are not those of the lock before, with what became of the passages."""
    new = {record.key: record for record in after.evidence}
    pairs: defaultdict[str, list[ProofPair]] = defaultdict(list)
    lost: defaultdict[str, list[EvidenceRecord]] = defaultdict(list)
    for was in sorted(before.evidence, key=lambda record: record.start):
        if now := new.get(was.key):
            pairs[was.source].append((was, now))
        else:
            lost[was.source].append(was)
    for copy in after.snapshots:
        known, proofs = before.find_snapshot(copy.source), pairs[copy.source]
        if known and known.sha256 != copy.sha256:
            changed = tuple((was, now) for was, now in proofs if was.passage != now.passage)
            moved = {now.start for was, now in proofs if was.passage == now.passage and was.start != now.start}
            yield CopyChange(copy.source, changed, tuple(lost[copy.source]), len(moved))
