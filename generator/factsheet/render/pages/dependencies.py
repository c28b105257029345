"""What a page was built from, so that it need not be built again while all of that is the same.

A page reads records through the mappings of its context, and each reading is noted. Of a record, its whole file is what
counts; of what was worked out from records, its value.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from functools import cache
from typing import cast

from factsheet.analysis.attribution import Attribution, SourceMention
from factsheet.analysis.catalog import Catalog
from factsheet.analysis.derivations import DerivationResult, Operand
from factsheet.evidence.locator import Locator
from factsheet.evidence.lock import EvidenceRecord, Lock, SnapshotRecord, compute_sha256
from factsheet.model.records import IdentifiedRecord
from factsheet.render.pages.context import PageContext, ReadLog


class _NotedMapping(Mapping[str, object]):
    """A reading is its name and the key, or no key where all are listed or counted."""

    def __init__(self, name: str, inner: Mapping[str, object], log: ReadLog) -> None:
        self._prefix, self._inner, self._log = f"{name} ", inner, log

    def __getitem__(self, key: str) -> object:
        self._log.readings.add(self._prefix + key)
        return self._inner[key]

    def __iter__(self) -> Iterator[str]:
        self._log.readings.add(self._prefix)
        return iter(self._inner)

    def __len__(self) -> int:
        self._log.readings.add(self._prefix)
        return len(self._inner)


class _NotedLock:
    def __init__(self, lock: Lock, log: ReadLog) -> None:
        self._lock, self._log = lock, log

    def find_record(self, fact_id: str, source_id: str, locator: Locator) -> EvidenceRecord | None:
        self._log.readings.add(f"lock {fact_id}")
        return self._lock.find_record(fact_id, source_id, locator)

    def find_snapshot(self, source_id: str) -> SnapshotRecord | None:
        self._log.readings.add(f"snapshots {source_id}")
        return self._lock.find_snapshot(source_id)


class Dependencies:
    """The state of all that pages may read."""

    def __init__(self, context: PageContext, texts: Mapping[str, str]) -> None:
        """Take what pages are built from, and the texts of its files."""
        self._files = {file: compute_sha256(text) for file, text in texts.items()}
        self._find_state = cache(self._describe_reading)
        proofs: dict[str, list[EvidenceRecord]] = defaultdict(list)
        for record in context.lock.evidence:
            proofs[record.fact].append(record)
        snapshots = {record.source: record for record in context.lock.snapshots}
        catalog, others = _list_mappings(context.catalog), _list_mappings(context)
        self._mappings = {
            **catalog,
            **others,
            "lock": proofs,
            "snapshots": snapshots,
            "build": {context.build_id: None},
        }
        log = context.log
        noted = {name: _NotedMapping(name, mapping, log) for name, mapping in self._mappings.items()}
        self._mappings["comparisons"] = context.catalog.facts  # Each is worked out from its fact alone.
        self.context = replace(
            context,
            catalog=replace(context.catalog, **{name: noted[name] for name in catalog}),  # type: ignore[arg-type]
            lock=cast("Lock", _NotedLock(context.lock, log)),
            **{name: noted[name] for name in others},  # type: ignore[arg-type]
        )
        """The context to build pages from; `log` holds what they read."""

    def compute_state(self, readings: Iterable[str]) -> str:
        """Return a hash of all that has been read; the readings must be sorted."""
        return compute_sha256("".join(map(self._find_state, readings)))

    def _describe_reading(self, reading: str) -> str:
        name, _, key = reading.partition(" ")
        mapping = self._mappings.get(name, {})
        read = f"{reading} {self._describe(mapping.get(key)) if key else ' '.join(mapping)}"
        return compute_sha256(read)  # Many pages have read the same, which may be long.

    def _describe(self, value: object) -> str:
        if isinstance(value, IdentifiedRecord):
            return f"{value.id} {self._files[value.locations.whole.file]}"
        if isinstance(value, Attribution | SourceMention | DerivationResult | Operand):  # They hold whole records.
            value = [getattr(value, field.name) for field in fields(value)]
        return " ".join(map(self._describe, value)) if isinstance(value, tuple | list) else repr(value)


def _list_mappings(holder: PageContext | Catalog) -> dict[str, Mapping[str, object]]:
    """Return the mappings in the fields of the context or the catalog, which are named after what they hold."""
    values = {field.name: getattr(holder, field.name) for field in fields(holder) if field.init}
    return {name: value for name, value in values.items() if isinstance(value, Mapping)}
