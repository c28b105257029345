"""What a person has read and accepted: for each thing that rests on a fact, the fact's meaning at that time.

The ledger holds hashes and no words. A site without a ledger has nothing to accept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache

from factsheet.analysis.catalog import Catalog
from factsheet.analysis.dependents import Dependency, list_dependencies
from factsheet.diagnostics.conflicts import find_conflict
from factsheet.diagnostics.core import Diagnostic, Location, ParseError
from factsheet.diagnostics.rules import MALFORMED_LEDGER
from factsheet.evidence.lock import compute_sha256
from factsheet.model.records import Evidence, Fact
from factsheet.model.text.ids import parse_id
from factsheet.model.text.spans import strip_markup
from factsheet.model.values.quantities import Value

_LEDGER_VERSION = 1
"""Version of the format, and of what counts as the meaning of a fact."""
_RECORD_KINDS = frozenset({"fact", "sheet", "chart"})
_HASH = re.compile("[0-9a-f]{64}")
_MEMBERS = ("reader", "rests_on", "meaning")

DependencyKey = tuple[str, str, str]
"""Kind and id of what rests on a fact, and the fact."""


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
    return compute_sha256(json.dumps(parts, ensure_ascii=False))


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
        " ".join(actor.id for actor in evidence.chain),
        json.dumps(_list_value_parts(evidence.says)),
        strip_markup(evidence.differs),
        evidence.as_of.text if evidence.as_of else "",
    ]


def list_pending_reviews(catalog: Catalog, ledger: Ledger) -> tuple[PendingReview, ...]:
    """Return what has to be read again, in the order of the pages."""
    hash_once = cache(lambda name: hash_meaning(catalog.facts[name]))
    pairs = ((dependency, ledger.meanings.get(dependency.key)) for dependency in list_dependencies(catalog))
    return tuple(
        PendingReview(dependency, changed=accepted is not None)
        for dependency, accepted in pairs
        if accepted != hash_once(dependency.fact_id)
    )


def accept_dependents(catalog: Catalog, ledger: Ledger, readers: Collection[tuple[str, str]] | None) -> Ledger:
    """Return the ledger in which these readers (kind and id; None for all) are accepted as they are now.

    Entries of readers that no longer rest on a fact are left out.
    """
    accepted: dict[DependencyKey, str] = {}
    for dependency in list_dependencies(catalog):
        if readers is None or (dependency.kind, dependency.id) in readers:
            accepted[dependency.key] = hash_meaning(catalog.facts[dependency.fact_id])
        elif dependency.key in ledger.meanings:
            accepted[dependency.key] = ledger.meanings[dependency.key]
    return Ledger(accepted)


def serialize_ledger(ledger: Ledger) -> str:
    """Return the ledger's file: sorted, one entry a line, so that git can merge the work of two people."""
    lines = (
        json.dumps(dict(zip(_MEMBERS, (f"{kind}:{name}", on, meaning), strict=True)), ensure_ascii=False)
        for (kind, name, on), meaning in sorted(ledger.meanings.items())
    )
    body = ",\n".join(f"    {line}" for line in lines)
    listed = f"[\n{body}\n  ]" if body else "[]"
    return f'{{\n  "version": {_LEDGER_VERSION},\n  "accepted": {listed}\n}}\n'


def read_ledger(file: str, text: str) -> tuple[Ledger | None, tuple[Diagnostic, ...]]:
    """Return the ledger, or None and what is wrong with it; `file` is its path as messages show it."""
    if conflict := find_conflict(file, text, _MERGE_HINT):
        return None, (conflict,)
    try:
        root = json.loads(text)
    except json.JSONDecodeError as error:
        return None, (_report_malformed(Location(file, error.lineno, error.colno), f"this is not JSON: {error.msg}"),)
    except (ValueError, RecursionError) as error:
        return None, (_report_malformed(Location(file), f"this JSON cannot be read: {error}"),)
    if not isinstance(root, dict) or root.get("version") != _LEDGER_VERSION:
        return None, (_report_malformed(Location(file), f"the version of the ledger is not {_LEDGER_VERSION}"),)
    entries = root.get("accepted")
    if not isinstance(entries, list):
        return None, (_report_malformed(Location(file), "the ledger has no list 'accepted'"),)
    meanings: dict[DependencyKey, str] = {}
    diagnostics: list[Diagnostic] = []
    for number, entry in enumerate(entries, 1):
        if problem := _find_entry_error(entry):
            diagnostics.append(_report_malformed(Location(file), f"entry {number} of the ledger {problem}"))
            continue
        kind, _, name = entry["reader"].partition(":")
        meanings[kind, name, entry["rests_on"]] = entry["meaning"]
    return (None if diagnostics else Ledger(meanings)), tuple(diagnostics)


def _find_entry_error(entry: object) -> str:
    if not isinstance(entry, dict) or sorted(entry) != sorted(_MEMBERS):
        return f"must have exactly the fields {', '.join(_MEMBERS)}"
    if not all(isinstance(entry[name], str) for name in _MEMBERS):
        return "has a field that is not a text"
    kind, _, name = entry["reader"].partition(":")
    if kind not in _RECORD_KINDS:
        return "has a reader that is neither a chart, a fact nor a sheet"
    if isinstance(parse_id(name), ParseError) or isinstance(parse_id(entry["rests_on"]), ParseError):
        return "names something that is not an id"
    if not _HASH.fullmatch(entry["meaning"]):
        return "has a meaning that is not 64 lowercase hexadecimal digits"
    return ""


_MERGE_HINT = "take the whole file of either side, then run `factsheet accept`, which lists what is left to read"


def _report_malformed(location: Location, message: str) -> Diagnostic:
    return MALFORMED_LEDGER.report(location, message, "restore the file, then run `factsheet accept`")
