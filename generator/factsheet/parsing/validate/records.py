"""Records that have their shape, made into the frozen types of the model.

A field of a shape becomes the field of the same name in its type, which also says what stands for a field that is
not written. `tests/repo/test_fields.py` proves that the two agree, in names and in types.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TypeVar

from factsheet.diagnostics.core import Diagnostic
from factsheet.diagnostics.rules.schema import BAD_COMBINATION, BAD_FORMULA
from factsheet.model.records import Chart, ConflictChoice, Correction, Derivation, Evidence, Fact, Review, Sheet, Waiver
from factsheet.parsing.validate.shape_reader import TypedRecord

_T = TypeVar("_T")

_RECORD_TYPES: Mapping[str, Callable[..., object]] = MappingProxyType(
    {
        "evidence": Evidence,
        "derived": Derivation,
        "choice": ConflictChoice,
        "corrections": Correction,
        "waive": Waiver,
        "review": Review,
        "charts": Chart,
    }
)
"""The type of each field that holds a record or a list of them; the fields of any other join those around it."""
_ATTRIBUTES = MappingProxyType({"waive": "waivers", "every": "every_days"})
"""Fields that have another name in their type."""


def build_record(record_type: Callable[..., _T], record: TypedRecord, **others: object) -> _T:
    """Build a record of a type from the fields that are written, and from others that are already built."""
    return record_type(**dict(_build_fields(record)), **others, locations=record.locations)


def _build_fields(record: TypedRecord) -> Iterator[tuple[str, object]]:
    for name, value in record.values.items():
        if isinstance(value, TypedRecord) and name not in _RECORD_TYPES:
            yield from _build_fields(value)
        elif isinstance(value, tuple):
            yield _ATTRIBUTES.get(name, name), tuple(_build_member(name, member) for member in value)
        else:
            yield _ATTRIBUTES.get(name, name), _build_member(name, value)


def _build_member(name: str, value: object) -> object:
    return build_record(_RECORD_TYPES[name], value) if isinstance(value, TypedRecord) else value


def build_sheet(record: TypedRecord, facts: tuple[Fact, ...], diagnostics: list[Diagnostic]) -> Sheet:
    """Build a sheet from its fields and its facts; report a review rule that is not exactly one."""
    review = record.find("review", TypedRecord)
    if review and len(review.values) != 1:
        message = f"a review rule has one of 'every', 'by' and 'frozen'; here are {len(review.values)}"
        diagnostics.append(BAD_COMBINATION.report(review.locations.whole, message, "keep the one that is meant"))
    return build_record(Sheet, record, facts=facts)


def build_fact(record: TypedRecord, diagnostics: list[Diagnostic]) -> Fact:
    """Build a fact from its fields; report where its formula and its inputs do not match."""
    fact = build_record(Fact, record)
    if fact.derived:
        diagnostics.extend(_check_inputs(fact.derived))
    return fact


def _check_inputs(derived: Derivation) -> Iterator[Diagnostic]:
    named = {name for name, _, _ in derived.inputs}
    for name in sorted(set(derived.formula.names) - named):
        message = f"the formula uses '{name}', which is not under 'inputs'"
        yield BAD_FORMULA.report(derived.locations.find("formula"), message, f"add `{name}: fact-id` to inputs")
    for name, reference, _ in derived.inputs:
        if name not in derived.formula.names:
            message = f"the input '{name}' is not used in the formula"
            yield BAD_FORMULA.report(reference.location, message, "use it, or remove it")
