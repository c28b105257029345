"""What a person has read and accepted: for each thing that rests on a fact, the fact's meaning at that time.

The ledger holds hashes and no words. A site that keeps no ledger asks for nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from factsheet.analysis.catalog import Catalog
from factsheet.analysis.dependents import Dependence, dependences
from factsheet.diagnostics.core import Diagnostic, Location
from factsheet.diagnostics.rules.versions import MALFORMED_LEDGER
from factsheet.evidence.lock import sha256_of
from factsheet.model.records import Evidence, Fact
from factsheet.model.text.spans import words_of
from factsheet.model.values import Value

LEDGER_VERSION = 1
"""Version of the format, and of what counts as the meaning of a fact."""
_KINDS = frozenset({"fact", "sheet", "chart"})
_HASH = re.compile("[0-9a-f]{64}")
_MEMBERS = ("reader", "rests_on", "meaning")

Key = tuple[str, str, str]
"""Kind and id of what rests on a fact, and the fact."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Which meaning of a fact was accepted for what rests on it."""

    meanings: Mapping[Key, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something to be read again beside a fact it rests on."""

    dependence: Dependence
    changed: bool
    """Whether the fact has changed since; else nobody has said that the two were read together."""


def meaning_of(fact: Fact) -> str:
    """Return the fingerprint of what a fact says, of whom and how surely; not of the words around it.

    How a number is written does not count: `5 million` and `5,000,000` mean the same.
    """
    derived = fact.derived
    parts = (
        words_of(fact.statement),
        *(_meaning_of_value(one) for one in (fact.value, fact.also)),
        *(fact.counts, fact.compared_with),
        *(one.text if one else "" for one in (fact.as_of, fact.when)),
        *(fact.standing.value, fact.lifecycle.value),
        fact.superseded_by.id if fact.superseded_by else "",
        sorted(_meaning_of_evidence(one) for one in fact.evidence),
        derived.formula.text if derived else "",
        sorted((name, one.id, part) for name, one, part in derived.inputs) if derived else [],
    )
    return sha256_of(json.dumps(parts, ensure_ascii=False))


def _meaning_of_value(value: Value | None) -> list[str]:
    if value is None:
        return []
    within = value.interval
    ends = (within.low, within.high) if within else ()
    limits = ["" if end is None else f"{end.normalize():f}" for end in ends]
    opened = [str(within.low_open), str(within.high_open)] if within else []
    return [value.hedge.value, str(value.about), *limits, *opened, value.unit]


def _meaning_of_evidence(one: Evidence) -> list[str]:
    chain = " ".join(actor.id for actor in one.chain)
    says = json.dumps(_meaning_of_value(one.says))
    as_of = one.as_of.text if one.as_of else ""
    return [one.source.id, one.locator.text, one.relation.value, chain, says, words_of(one.differs), as_of]


def waiting(catalog: Catalog, ledger: Ledger) -> tuple[Waiting, ...]:
    """Return what is to be read again, in the order of the pages."""
    meanings: dict[str, str] = {}
    found: list[Waiting] = []
    for one in dependences(catalog):
        if one.on not in meanings:
            meanings[one.on] = meaning_of(catalog.facts[one.on])
        accepted = ledger.meanings.get(one.key)
        if accepted != meanings[one.on]:
            found.append(Waiting(one, changed=accepted is not None))
    return tuple(found)


def accepting(catalog: Catalog, ledger: Ledger, readers: Collection[tuple[str, str]] | None) -> Ledger:
    """Return the ledger in which these readers (kind and id; None for all) are accepted as they stand now.

    What no longer rests on anything falls away.
    """
    kept: dict[Key, str] = {}
    for one in dependences(catalog):
        if readers is None or (one.kind, one.id) in readers:
            kept[one.key] = meaning_of(catalog.facts[one.on])
        elif one.key in ledger.meanings:
            kept[one.key] = ledger.meanings[one.key]
    return Ledger(kept)


def render_ledger(ledger: Ledger) -> str:
    """Return the ledger's file: sorted, and one dependence a line, so that git can join two people's work."""
    lines = (
        json.dumps(dict(zip(_MEMBERS, (f"{kind}:{name}", on, meaning), strict=True)), ensure_ascii=False)
        for (kind, name, on), meaning in sorted(ledger.meanings.items())
    )
    body = ",\n".join(f"    {line}" for line in lines)
    listed = f"[\n{body}\n  ]" if body else "[]"
    return f'{{\n  "version": {LEDGER_VERSION},\n  "accepted": {listed}\n}}\n'


def read_ledger(file: str, text: str) -> tuple[Ledger | None, tuple[Diagnostic, ...]]:
    """Return the ledger, or nothing and what is wrong with it; `file` is its path as messages show it."""
    try:
        root = json.loads(text)
    except json.JSONDecodeError as error:
        at = Location(file, error.lineno, error.colno)
        return None, (_malformed(at, f"this is not JSON: {error.msg}"),)
    except (ValueError, RecursionError) as error:
        return None, (_malformed(Location(file), f"this JSON cannot be read: {error}"),)
    if not isinstance(root, dict) or root.get("version") != LEDGER_VERSION:
        return None, (_malformed(Location(file), f"the version of the ledger is not {LEDGER_VERSION}"),)
    listed = root.get("accepted")
    if not isinstance(listed, list):
        return None, (_malformed(Location(file), "the ledger has no list 'accepted'"),)
    meanings: dict[Key, str] = {}
    findings: list[Diagnostic] = []
    for place, node in enumerate(listed, 1):
        fault = "".join(_faults(node))
        if fault:
            findings.append(_malformed(Location(file), f"entry {place} of the ledger {fault}"))
            continue
        kind, _, name = node["reader"].partition(":")
        meanings[kind, name, node["rests_on"]] = node["meaning"]
    return (None if findings else Ledger(meanings)), tuple(findings)


def _faults(node: object) -> Iterator[str]:
    """Yield the first thing that is wrong with an entry."""
    if not isinstance(node, dict) or sorted(node) != sorted(_MEMBERS):
        yield f"has not just {', '.join(_MEMBERS)}"
    elif not all(isinstance(node[name], str) for name in _MEMBERS):
        yield "holds something that is no text"
    elif node["reader"].partition(":")[0] not in _KINDS:
        yield f"is of no {' or '.join(sorted(_KINDS))}"
    elif not _HASH.fullmatch(node["meaning"]):
        yield "holds no hash of 64 small hexadecimal digits"


def _malformed(at: Location, message: str) -> Diagnostic:
    return MALFORMED_LEDGER.at(at, message, "take the file of either side whole, then run `factsheet accept`")
