"""The first half of the way: documents in, followed and checked facts out.

`factsheet check` needs no more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from factsheet.analysis.catalog import Catalog, catalog
from factsheet.analysis.derivations import Working, derive
from factsheet.analysis.ledger import Ledger, read_ledger
from factsheet.analysis.resolve import where_declared
from factsheet.checks import Subject, run_checks
from factsheet.diagnostics.core import Diagnostic, Location, Reference, arrange, did_you_mean
from factsheet.diagnostics.rules.evidence import UNPROVED
from factsheet.diagnostics.rules.shape import UNKNOWN_ID
from factsheet.evidence.lock import Lock
from factsheet.evidence.lock_format import PROVE_AGAIN, read_lock
from factsheet.model.settings import Settings
from factsheet.parsing.inputs import Material
from factsheet.parsing.validate import ANY, validate


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The facts of a site, followed, worked out and checked."""

    catalog: Catalog
    workings: Mapping[str, Working]
    lock: Lock
    ledger: Ledger | None
    """What was accepted; None where the site keeps no ledger, or it cannot be read."""
    diagnostics: tuple[Diagnostic, ...]


def check(material: Material, settings: Settings) -> Checked:
    """Validate, follow every id, work out what is derived, check; return the findings of all stages."""
    validated = validate(material.documents, settings.facts, material.failed)
    followed, lost = catalog(validated)
    workings, miscounted = derive(followed)
    lock, torn = _read_proofs(material, followed)
    ledger, garbled = _read_accepted(material)
    subject = Subject(
        catalog=followed,
        workings=workings,
        lock=lock,
        today=settings.today,
        ledger=ledger,
        home=material.home,
        home_file=material.home_file,
    )
    found = run_checks(subject)
    misnamed = (
        *_unknown_on_home(settings.home_facts, "fact", followed.facts, followed),
        *_unknown_on_home(settings.home_charts, "chart", followed.charts, followed),
    )
    findings = (*material.diagnostics, *validated.diagnostics, *lost, *miscounted)
    findings = (*findings, *torn, *garbled, *found, *misnamed)
    return Checked(
        catalog=followed,
        workings=workings,
        lock=lock or Lock(),
        ledger=ledger,
        diagnostics=arrange(findings),
    )


def _read_proofs(material: Material, followed: Catalog) -> tuple[Lock | None, tuple[Diagnostic, ...]]:
    if material.lock is not None:
        return read_lock(material.lock_file, material.lock)
    if not any(followed.drawn_from.values()):
        return None, ()
    message = "no passage has been proved yet: there is no evidence lock"
    return None, (UNPROVED.at(Location(material.lock_file), message, PROVE_AGAIN),)


def _read_accepted(material: Material) -> tuple[Ledger | None, tuple[Diagnostic, ...]]:
    if material.ledger is None:
        return None, ()
    return read_ledger(material.ledger_file, material.ledger)


def _unknown_on_home(
    chosen: Iterable[Reference], kind: str, known: Collection[str], followed: Catalog
) -> Iterable[Diagnostic]:
    if not followed.facts:
        return  # That there is no fact at all is told already.
    for one in chosen:
        unread = any((kind, name) in followed.unread for name in (one.id, ANY))
        if one.id not in known and not unread:
            hint = did_you_mean(one.id, known) or where_declared(kind)
            yield UNKNOWN_ID.at(one.at, f"unknown {kind} '{one.id}'", hint)
