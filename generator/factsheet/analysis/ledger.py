"""What a person has read and accepted: for each thing that rests on a fact, the fact's meaning at that time.

The ledger holds hashes and no words. A site that keeps no ledger asks for nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from factsheet.analysis.catalog import Catalog
from factsheet.analysis.dependents import Dependency, list_dependencies
from factsheet.diagnostics.core import Diagnostic, Location
from factsheet.diagnostics.rules.review import MALFORMED_LEDGER
from factsheet.evidence.lock import compute_sha256
from factsheet.model.records import Evidence, Fact
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
    """Something to be read again beside a fact it rests on."""

    dependency: Dependency
    changed: bool
    """Whether the fact has changed since; else nobody has said that the two were read together."""


def hash_meaning(fact: Fact) -> str:
    """Return the fingerprint of what a fact says, of whom and how surely; not of the words around it.

    How a number is written does not count: `5 million` and `5,000,000` mean the same.
    """
    derived = fact.derived
    parts = (
        strip_markup(fact.statement),
        *(_list_value_parts(one) for one in (fact.value, fact.also)),
        *(fact.counts, fact.compared_with),
        *(one.text if one else "" for one in (fact.as_of, fact.when)),
        *(fact.standing.value, fact.lifecycle.value),
        fact.superseded_by.id if fact.superseded_by else "",
        sorted(_list_evidence_parts(one) for one in fact.evidence),
        derived.formula.text if derived else "",
        sorted((name, one.id, part) for name, one, part in derived.inputs) if derived else [],
    )
    return compute_sha256(json.dumps(parts, ensure_ascii=False))


def _list_value_parts(value: Value | None) -> list[str]:
    if value is None:
        return []
    within = value.interval
    ends = (within.low, within.high) if within else ()
    limits = ["" if end is None else f"{end.normalize():f}" for end in ends]
    opened = [str(within.low_open), str(within.high_open)] if within else []
    return [value.hedge.value, str(value.about), *limits, *opened, value.unit]


def _list_evidence_parts(one: Evidence) -> list[str]:
    chain = " ".join(actor.id for actor in one.chain)
    says = json.dumps(_list_value_parts(one.says))
    as_of = one.as_of.text if one.as_of else ""
    return [
        one.source.id,
        one.locator.text,
        one.relation.value,
        chain,
        says,
        strip_markup(one.differs),
        as_of,
    ]


def list_pending_reviews(catalog: Catalog, ledger: Ledger) -> tuple[PendingReview, ...]:
    """Return what is to be read again, in the order of the pages."""
    meanings: dict[str, str] = {}
    found: list[PendingReview] = []
    for one in list_dependencies(catalog):
        if one.fact_id not in meanings:
            meanings[one.fact_id] = hash_meaning(catalog.facts[one.fact_id])
        accepted = ledger.meanings.get(one.key)
        if accepted != meanings[one.fact_id]:
            found.append(PendingReview(one, changed=accepted is not None))
    return tuple(found)


def accept_dependents(catalog: Catalog, ledger: Ledger, readers: Collection[tuple[str, str]] | None) -> Ledger:
    """Return the ledger in which these readers (kind and id; None for all) are accepted as they stand now.

    What no longer rests on anything falls away.
    """
    kept: dict[DependencyKey, str] = {}
    for one in list_dependencies(catalog):
        if readers is None or (one.kind, one.id) in readers:
            kept[one.key] = hash_meaning(catalog.facts[one.fact_id])
        elif one.key in ledger.meanings:
            kept[one.key] = ledger.meanings[one.key]
    return Ledger(kept)


def serialize_ledger(ledger: Ledger) -> str:
    """Return the ledger's file: sorted, and one dependence a line, so that git can join two people's work."""
    lines = (
        json.dumps(dict(zip(_MEMBERS, (f"{kind}:{name}", on, meaning), strict=True)), ensure_ascii=False)
        for (kind, name, on), meaning in sorted(ledger.meanings.items())
    )
    body = ",\n".join(f"    {line}" for line in lines)
    listed = f"[\n{body}\n  ]" if body else "[]"
    return f'{{\n  "version": {_LEDGER_VERSION},\n  "accepted": {listed}\n}}\n'


def read_ledger(file: str, text: str) -> tuple[Ledger | None, tuple[Diagnostic, ...]]:
    """Return the ledger, or nothing and what is wrong with it; `file` is its path as messages show it."""
    try:
        root = json.loads(text)
    except json.JSONDecodeError as error:
        at = Location(file, error.lineno, error.colno)
        return None, (_report_malformed(at, f"this is not JSON: {error.msg}"),)
    except (ValueError, RecursionError) as error:
        return None, (_report_malformed(Location(file), f"this JSON cannot be read: {error}"),)
    if not isinstance(root, dict) or root.get("version") != _LEDGER_VERSION:
        return None, (_report_malformed(Location(file), f"the version of the ledger is not {_LEDGER_VERSION}"),)
    listed = root.get("accepted")
    if not isinstance(listed, list):
        return None, (_report_malformed(Location(file), "the ledger has no list 'accepted'"),)
    meanings: dict[DependencyKey, str] = {}
    findings: list[Diagnostic] = []
    for place, node in enumerate(listed, 1):
        fault = "".join(_find_entry_errors(node))
        if fault:
            findings.append(_report_malformed(Location(file), f"entry {place} of the ledger {fault}"))
            continue
        kind, _, name = node["reader"].partition(":")
        meanings[kind, name, node["rests_on"]] = node["meaning"]
    return (None if findings else Ledger(meanings)), tuple(findings)


def _find_entry_errors(node: object) -> Iterator[str]:
    """Yield the first thing that is wrong with an entry."""
    if not isinstance(node, dict) or sorted(node) != sorted(_MEMBERS):
        yield f"has not just {', '.join(_MEMBERS)}"
    elif not all(isinstance(node[name], str) for name in _MEMBERS):
        yield "holds something that is no text"
    elif node["reader"].partition(":")[0] not in _RECORD_KINDS:
        yield f"is of no {' or '.join(sorted(_RECORD_KINDS))}"
    elif not _HASH.fullmatch(node["meaning"]):
        yield "holds no hash of 64 small hexadecimal digits"


def _report_malformed(at: Location, message: str) -> Diagnostic:
    return MALFORMED_LEDGER.report(at, message, "take the file of either side whole, then run `factsheet accept`")
