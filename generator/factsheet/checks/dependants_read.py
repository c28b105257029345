"""Whatever rests on a fact has been read since the fact last changed. Asked only where a ledger is kept."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.analysis.ledger import Waiting, waiting
from factsheet.checks.context import Found, Subject
from factsheet.diagnostics.rules.versions import MALFORMED_LEDGER, TO_BE_RECHECKED

RULES = (TO_BE_RECHECKED, MALFORMED_LEDGER)


def check(subject: Subject) -> Iterator[Found]:
    """Find what is to be read again, once for each fact, sheet or chart, where the first tie is written."""
    if subject.ledger is None:
        return
    readers: dict[tuple[str, str], list[Waiting]] = {}
    for one in waiting(subject.catalog, subject.ledger):
        readers.setdefault((one.dependence.kind, one.dependence.id), []).append(one)
    for (kind, name), found in readers.items():
        called = f"'{name}'" if kind == "fact" else f"the {kind} '{name}'"
        message = f"{called} is to be rechecked: {'; '.join(_reasons(found))}"
        hint = f"read them side by side; when it still holds, run `factsheet accept {name}`"
        diagnostic = TO_BE_RECHECKED.at(found[0].dependence.at, message, hint)
        yield Found(diagnostic, subject.catalog.facts[name] if kind == "fact" else None)


def _reasons(found: list[Waiting]) -> Iterator[str]:
    changed = [one.dependence.on for one in found if one.changed]
    fresh = [one.dependence.on for one in found if not one.changed]
    if changed:
        yield f"it rests on {_listed(changed)}, which {_has(changed)} changed since it was last read"
    if fresh:
        rests = "also on" if changed else "it rests on"
        yield f"{rests} {_listed(fresh)}, and nobody has yet said that the two were read together"


def _has(names: list[str]) -> str:
    return "has" if len(names) == 1 else "have"


def _listed(names: list[str]) -> str:
    quoted = [f"'{name}'" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
