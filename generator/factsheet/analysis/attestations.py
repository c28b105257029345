"""What second readers have said of facts and their passages; void when the hash of what either says changes."""

import sys
from collections.abc import Collection, Iterable, Iterator, Mapping

from factsheet.analysis.catalog import Catalog
from factsheet.analysis.ledger import HASH_MEMBER, ID_MEMBER, LedgerFormat, hash_meaning
from factsheet.diagnostics.core import Diagnostic
from factsheet.diagnostics.frozen import astuple, dataclass
from factsheet.diagnostics.reporters import UNPRINTABLE
from factsheet.evidence.lock import Lock
from factsheet.evidence.proof import EvidenceRef
from factsheet.model.dates.grammar import parse_date
from factsheet.model.dates.points import Date, render_date
from factsheet.model.records import Fact
from factsheet.model.vocabulary import ReadingAnswer, Standing
from factsheet.parsing.fact_files import AuthorFinder

MAX_REASON = 300
"""Characters of a reader's reason: enough to say what is missing, too few to republish a text."""
_PRINTABLE = f"[^{UNPRINTABLE.pattern[1:]}"
_MEMBERS = {
    "fact": ID_MEMBER,
    "reader": (rf"(?!\s){_PRINTABLE}{{1,100}}(?<!\s)", "the name of a reader, of at most 100 characters on one line"),
    "on": ("[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])", "a day such as 2023-09-07"),
    "answer": ("|".join(ReadingAnswer), f"one of {', '.join(ReadingAnswer)}"),
    "reason": (f"{_PRINTABLE}{{0,{MAX_REASON}}}", f"a text of at most {MAX_REASON} characters on one line"),
    "meaning": HASH_MEMBER,
    "passages": (f"{HASH_MEMBER[0]}(?: {HASH_MEMBER[0]})*", "hashes with spaces between"),
}
_FORMAT = LedgerFormat("attested", _MEMBERS, "run `factsheet attest --list`")
_UNSAID = frozenset({"id", "label", "heading", "choice", "about", "tags", "caveat", "note", "corrections", "waive"})
"""The fields of a fact that are not in its meaning: who writes them is no author of it."""


@dataclass(frozen=True, slots=True)
class Attestation:
    """What a second reader has said of a fact, as the ledger has it."""

    fact: str
    reader: str
    on: str
    answer: str
    reason: str
    """In the reader's words; empty where the passages support the fact."""
    meaning: str
    passages: str

    @property
    def day(self) -> str:
        """The day as pages write it."""
        date = parse_date(self.on)
        return render_date(date) if isinstance(date, Date) else self.on

    def find_problem(self) -> str:
        """Return why the ledger cannot hold this; empty when it can."""
        return _FORMAT.find_problem(dict(zip(_MEMBERS, astuple(self), strict=True)))


@dataclass(frozen=True, slots=True)
class FactReading:
    """A fact that somebody else has to read, and what has been said of it."""

    fact: Fact
    author: str
    """Empty where it is not known, or does not matter since nobody has read it."""
    supporting: tuple[Attestation, ...]
    objecting: tuple[Attestation, ...]
    void: tuple[str, ...]
    """Why other answers do not count: what has changed since, or that the reader is the author."""


def is_same_person(name: str, other: str) -> bool:
    """Tell whether two names are the same but for capitals and spaces."""
    return name.casefold().split() == other.casefold().split()


def hash_passages(fact: Fact, lock: Lock) -> str:
    """Return the hashes of a fact's passages, with spaces between; empty where one of them is not proved."""
    records = [lock.find_record(fact.id, ref.source, ref.locator) for ref in _list_passages(fact)]
    return " ".join(record.passage for record in records if record) if all(records) else ""


def list_fact_refs(fact: Fact) -> Iterator[EvidenceRef]:
    """Yield every reference from a fact to a passage, and to the words elsewhere that name its speaker."""
    passages = {(evidence.source.id, evidence.locator.text) for evidence in fact.evidence}
    for evidence in fact.evidence:
        source, named = evidence.source.id, evidence.attribution
        yield EvidenceRef(fact.id, source, evidence.locator, evidence.locations.find("locator"))
        if named and (source, named.text) not in passages:  # Several entries may share the words that name the speaker.
            passages.add((source, named.text))
            yield EvidenceRef(fact.id, source, named, evidence.locations.find("attribution"))


def _list_passages(fact: Fact) -> list[EvidenceRef]:
    """Return the passages of a fact, each once, sorted."""
    passages = {(ref.source, ref.locator.text): ref for ref in list_fact_refs(fact)}
    return [passages[key] for key in sorted(passages)]


def find_fact_author(fact: Fact, catalog: Catalog, find_author: AuthorFinder) -> str:
    """Return who last changed the lines that say what a fact says; empty where that is not known."""
    sheet, whole = catalog.sheets[catalog.sheet_of[fact.id]], fact.locations.whole
    number = catalog.number_of[fact.id]
    lines = (item.locations.whole.line for item in (*sheet.facts[number + 1 : number + 2], *sheet.charts[:1]))
    end = min((line for line in lines if line > whole.line), default=sys.maxsize)
    fields = sorted((location.line, name) for name, location in fact.locations.fields.items())
    ends = [line for line, _ in fields[1:]] + [end]
    ranges = ((name, range(line, max(after, line + 1))) for (line, name), after in zip(fields, ends, strict=True))
    return find_author(whole.file, [lines for name, lines in ranges if name not in _UNSAID])


def sort_readings(
    catalog: Catalog, lock: Lock, given: Iterable[Attestation], find_author: AuthorFinder, needed: Collection[Standing]
) -> Mapping[str, FactReading]:
    """Return the facts of needed standings that are stood by and rest on proved passages, and what was said of each."""
    said: dict[str, list[Attestation]] = {}
    for attestation in given:
        said.setdefault(attestation.fact, []).append(attestation)
    readings: dict[str, FactReading] = {}
    for fact in catalog.facts.values():
        passages = hash_passages(fact, lock) if fact.standing in needed and fact.is_active else ""
        if passages:
            answers = said.get(fact.id, [])
            author = find_fact_author(fact, catalog, find_author) if answers else ""
            void = {item: why for item in answers if (why := _explain_void(item, fact, passages, author))}
            supporting = [item for item in answers if item not in void and item.answer == ReadingAnswer.SUPPORTS]
            objecting = [item for item in answers if item not in void and item.answer != ReadingAnswer.SUPPORTS]
            readings[fact.id] = FactReading(fact, author, tuple(supporting), tuple(objecting), tuple(void.values()))
    return readings


def _explain_void(item: Attestation, fact: Fact, passages: str, author: str) -> str:
    """Return why an answer does not count; empty when it does."""
    since = f"since {item.reader} read it on {item.on}"
    if item.meaning != hash_meaning(fact):
        return f"what it says has changed {since}"
    if item.passages != passages:
        pairs = zip(_list_passages(fact), item.passages.split(), passages.split(), strict=False)
        changed = dict.fromkeys(f"'{ref.source}'" for ref, old, new in pairs if old != new)
        return f"its passage in {' and '.join(changed) or 'a source'} has changed {since}"
    is_own = item.answer == ReadingAnswer.SUPPORTS and is_same_person(item.reader, author)
    return f"{item.reader}, who read it on {item.on}, was also the last to change it" if is_own else ""


def serialize_attestations(attestations: Iterable[Attestation]) -> str:
    """Return the file of what was said; of two answers of a reader the one that is given last."""
    return _FORMAT.serialize(map(astuple, {(item.fact, item.reader): item for item in attestations}.values()))


def read_attestations(file: str, text: str | None) -> tuple[tuple[Attestation, ...] | None, tuple[Diagnostic, ...]]:
    """Return what was said, nothing where there is no file, of two answers of a reader the later; or what is wrong."""
    entries, diagnostics = ([], ()) if text is None else _FORMAT.read(file, text)
    if entries is None:
        return None, diagnostics
    ordered = sorted((Attestation(**entry) for entry in entries), key=lambda item: item.on)
    return tuple({(item.fact, item.reader): item for item in ordered}.values()), ()
