"""What a person has read and accepted: for each thing that rests on a fact, the fact's meaning at that time.

A ledger holds hashes and no words. A site without one has nothing to accept. On the disk it is JSON with one entry a
line, sorted, so that git can merge the work of two people.
"""

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache

from factsheet.analysis.catalog import Catalog
from factsheet.analysis.dependents import Dependency, list_dependencies
from factsheet.diagnostics.core import Diagnostic, Location
from factsheet.diagnostics.frozen import dataclass, field
from factsheet.diagnostics.rules import MALFORMED_LEDGER, find_conflict
from factsheet.evidence.lock import compute_sha256, serialize_json
from factsheet.model.records import Evidence, Fact
from factsheet.model.text.prose import ID_PATTERN
from factsheet.model.text.spans import strip_markup
from factsheet.model.values.hedges import Value

ID_MEMBER = (ID_PATTERN, "an id")
HASH_MEMBER = ("[0-9a-f]{64}", "a SHA-256 of 64 lower-case hexadecimal digits")
_VERSION = 1
"""Version of the format, and of what counts as the meaning of a fact."""
_MISSING_COMMA = re.compile(r"\}[ \t]*(\r?\n[ \t]*)\{")
_EXTRA_COMMA = re.compile(r",(\s*\n\s*\])")
"""What a merge leaves that keeps the lines of both sides; no text in JSON has a line break."""
DependencyKey = tuple[str, str, str]
"""Kind and id of what rests on a fact, and the fact."""


@dataclass(frozen=True, slots=True)
class LedgerFormat:
    """What the entries of a ledger hold."""

    listed: str
    """The name of the list."""
    members: Mapping[str, tuple[str, str]]
    """The members of an entry, all of them texts: the regular expression for each, and what that means."""
    hint: str
    """What to run when the file has been put in order."""

    def serialize(self, entries: Iterable[tuple[str, ...]]) -> str:
        """Return the ledger's file; each entry is given as the texts of its members, in their order."""
        named = (dict(zip(self.members, entry, strict=True)) for entry in sorted(entries))
        body = ",\n".join(f"    {serialize_json(entry)}" for entry in named)
        listed = f"[\n{body}\n  ]" if body else "[]"
        return f'{{\n  "version": {_VERSION},\n  "{self.listed}": {listed}\n}}\n'

    def read(self, file: str, text: str) -> tuple[Sequence[Mapping[str, str]] | None, tuple[Diagnostic, ...]]:
        """Return the entries, or None and what is wrong with them; `file` is its path as messages show it."""
        if conflict := find_conflict(file, text, f"keep the lines of both sides without git's marks, then {self.hint}"):
            return None, (conflict,)
        try:
            root = json.loads(_EXTRA_COMMA.sub(r"\1", _MISSING_COMMA.sub(r"},\1{", text)))
        except json.JSONDecodeError as error:
            return None, (self._report(Location(file, error.lineno, error.colno), f"this is not JSON: {error.msg}"),)
        except (ValueError, RecursionError) as error:
            return None, (self._report(Location(file), f"this JSON cannot be read: {error}"),)
        listed = root.get(self.listed) if isinstance(root, dict) and root.get("version") == _VERSION else None
        if not isinstance(listed, list):
            message = f"this is not a ledger of version {_VERSION} with a list '{self.listed}'"
            return None, (self._report(Location(file), message),)
        problems = tuple(
            self._report(Location(file), f"entry {number} of the ledger {problem}")
            for number, entry in enumerate(listed, 1)
            if (problem := self.find_problem(entry))
        )
        return (None if problems else listed), problems

    def find_problem(self, entry: object) -> str:
        """Return why this cannot be an entry; empty when it can."""
        if not isinstance(entry, dict) or entry.keys() != self.members.keys():
            return f"must have exactly the fields {', '.join(self.members)}"
        for name, (pattern, meaning) in self.members.items():
            if not isinstance(entry[name], str) or not re.fullmatch(pattern, entry[name]):
                return f"has a field '{name}' that is not {meaning}"
        return ""

    def _report(self, location: Location, message: str) -> Diagnostic:
        return MALFORMED_LEDGER.report(location, message, f"restore the file, then {self.hint}")


@dataclass(frozen=True, slots=True)
class Ledger:
    """Which meaning of a fact was accepted for what rests on it."""

    meanings: Mapping[DependencyKey, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PendingReview:
    """Something to read again because of a fact it rests on."""

    dependency: Dependency
    changed: bool
    """Whether the fact has changed since it was accepted; else it was never accepted."""


def hash_meaning(fact: Fact) -> str:
    """Return a hash of what a fact says, of whom and how surely; not of the words around it.

    How a number is written does not count: `5 million` and `5,000,000` mean the same. A field that is added here
    counts only where it is written, or every ledger would have to be accepted again.
    """
    derived = fact.derived
    parts = (
        strip_markup(fact.statement),
        *(_list_value_parts(value) for value in (fact.value, fact.also)),
        *(fact.counts, fact.compared_with),
        *(date.text if date else "" for date in (fact.as_of, fact.when)),
        *(fact.standing.value, fact.lifecycle.value),
        fact.superseded_by.id if fact.superseded_by else "",
        sorted(_list_evidence_parts(evidence) for evidence in fact.evidence),
        derived.formula.text if derived else "",
        sorted((name, input_fact.id, part) for name, input_fact, part in derived.inputs) if derived else [],
    )
    return compute_sha256(serialize_json(parts))


def _list_value_parts(value: Value | None) -> list[str]:
    if value is None:
        return []
    within = value.accepted_interval or value.interval
    ends = (within.low, within.high) if within else ()
    limits = ["" if end is None else f"{end.normalize():f}" for end in ends]
    opened = [str(within.low_open), str(within.high_open)] if within else []
    return [value.hedge.value, str(value.about), *limits, *opened, value.unit]


def _list_evidence_parts(evidence: Evidence) -> list[str]:
    return [
        evidence.source.id,
        evidence.locator.text,
        evidence.relation.value,
        " ".join(actor.id for actor in (*evidence.chain, *evidence.jointly_with)),
        json.dumps(_list_value_parts(evidence.says)),
        strip_markup(evidence.differs),
        evidence.as_of.text if evidence.as_of else "",
    ]


def list_pending_reviews(catalog: Catalog, ledger: Ledger) -> tuple[PendingReview, ...]:
    """Return what has to be read again, in the order of the pages."""
    hash_once = cache(lambda name: hash_meaning(catalog.facts[name]))
    pairs = ((dependency, ledger.meanings.get(dependency.key)) for dependency in list_dependencies(catalog))
    pending = ((it, known) for it, known in pairs if known is None or known != hash_once(it.fact_id))
    return tuple(PendingReview(it, changed=known is not None) for it, known in pending)


def group_pending_reviews(catalog: Catalog, ledger: Ledger) -> Mapping[tuple[str, str], list[PendingReview]]:
    """Return what has to be read again by kind and id of what rests on the facts."""
    grouped: dict[tuple[str, str], list[PendingReview]] = {}
    for review in list_pending_reviews(catalog, ledger):
        grouped.setdefault((review.dependency.kind, review.dependency.id), []).append(review)
    return grouped


def accept_dependents(catalog: Catalog, ledger: Ledger, readers: Collection[tuple[str, str]] | None) -> Ledger:
    """Return the ledger with these readers (kind and id; None for all) accepted now, without what rests on nothing."""
    accepted: dict[DependencyKey, str] = {}
    for dependency in list_dependencies(catalog):
        if readers is None or (dependency.kind, dependency.id) in readers:
            accepted[dependency.key] = hash_meaning(catalog.facts[dependency.fact_id])
        elif dependency.key in ledger.meanings:
            accepted[dependency.key] = ledger.meanings[dependency.key]
    return Ledger(accepted)


def serialize_ledger(ledger: Ledger) -> str:
    """Return the ledger's file."""
    return _FORMAT.serialize((f"{kind}:{name}", on, meaning) for (kind, name, on), meaning in ledger.meanings.items())


def read_ledger(file: str, text: str) -> tuple[Ledger | None, tuple[Diagnostic, ...]]:
    """Return the ledger, or None and what is wrong with it; `file` is its path as messages show it."""
    entries, diagnostics = _FORMAT.read(file, text)
    if entries is None:
        return None, diagnostics
    readers = ((entry["reader"].partition(":"), entry) for entry in entries)
    return Ledger({(kind, name, entry["rests_on"]): entry["meaning"] for (kind, _, name), entry in readers}), ()


_READER_MEMBER = (f"(?:fact|sheet|chart):{ID_PATTERN}", "a kind of record with an id, as in 'sheet:coast'")
_MEMBERS = {"reader": _READER_MEMBER, "rests_on": ID_MEMBER, "meaning": HASH_MEMBER}
_FORMAT = LedgerFormat("accepted", _MEMBERS, "run `factsheet accept`")
