"""Questions at a terminal: each with its help; each answer is checked at once, and asked again if wrong."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace

import click

from factsheet.analysis.catalog import IdentifiedRecord, report_duplicate_id, report_unknown_id
from factsheet.authoring.drafts import AddedRecord, AddRecordError, add_record, build_fields
from factsheet.authoring.ids import propose_id
from factsheet.authoring.questions import (
    ID_QUESTION,
    RECORD_KINDS,
    Question,
    RecordKind,
    check_answer,
    is_needed,
)
from factsheet.checks.run import CheckResult, check_site
from factsheet.diagnostics.core import Diagnostic, Location, Reference
from factsheet.diagnostics.reporters import escape_unprintable, format_diagnostic
from factsheet.diagnostics.rules.schema import UNKNOWN_ID
from factsheet.parsing.fact_files import SiteInputs
from factsheet.parsing.schema.kinds import EnumKind
from factsheet.parsing.validate.documents import ANY_ID
from factsheet.project.load import LoadedSite
from factsheet.project.terminal import can_print_colour

_MAX_LISTED = 12
"""So many ids are listed where one is asked for; more would hide the question."""


def print_message(text: str, *, apart: bool = False) -> None:
    """Print a line to the one who is asked, and not among the results."""
    if apart:
        click.echo(err=True)
    click.echo(escape_unprintable(text), err=True)


class DraftSession:
    """A site with what was added to it so far, in memory only."""

    def __init__(self, site: LoadedSite) -> None:
        self.site = site
        self.baseline: CheckResult = check_site(site.inputs, site.settings)
        self.inputs = site.inputs
        self.added_records: list[AddedRecord] = []
        self._refused_ids: set[str] = set()
        """Ids that are much like another, so that they were not taken at once."""

    def list_ids(self, kind: str) -> dict[str, str]:
        """Return the ids of a kind, each with its place."""
        catalog = self.baseline.catalog
        records: Mapping[str, Mapping[str, IdentifiedRecord]] = {
            "sheet": catalog.sheets,
            "fact": catalog.facts,
            "source": catalog.sources,
            "actor": catalog.actors,
            "place": catalog.places,
        }
        places = {name: _format_location(one) for name, one in records[kind].items()}
        unread = {name: "a record that cannot be read" for of, name in catalog.unreadable if of == kind}
        return unread | places | {one.id: one.place for one in self.added_records if one.noun == kind}

    def check_answer(self, question: Question, answer: str) -> tuple[Diagnostic, ...]:
        """Return what is wrong with an answer, ids that lead nowhere included."""
        return check_answer(question, answer) or tuple(self._find_unknown_ids(question, answer))

    def check_id(self, noun: str, name: str, option: str = ID_QUESTION.option) -> tuple[Diagnostic, ...]:
        """Return what keeps an id, given in an option, from being that of a new record."""
        place = self.list_ids(noun).get(name)
        if place is None:
            faults = check_answer(ID_QUESTION, name)
            return tuple(replace(one, location=replace(one.location, file=option)) for one in faults)
        return (report_duplicate_id(name, Location(option, 1, 1, len(name)), place),)

    def _find_unknown_ids(self, question: Question, answer: str) -> Iterable[Diagnostic]:
        ids = {name for kind in question.kinds for name in self.list_ids(kind)}
        if not question.kinds or ANY_ID in ids:
            return
        for part in question.split(answer):
            if part not in ids:
                at = Location(question.option, 1, answer.index(part) + 1, len(part))
                yield report_unknown_id(Reference(part, at), question.kinds, ids)

    def ask_questions(self, questions: Iterable[Question], given: Mapping[str, str]) -> dict[str, str]:
        """Ask for what was not given and is needed or worth asking for; check what was given."""
        answers: dict[str, str] = {}
        for question in questions:
            answer = given.get(question.name, "")
            required = is_needed(question, answers)
            if answer and self._accept_answer(question, answer):
                answers[question.name] = answer
            elif answer or required or question.asked:
                answers[question.name] = self.ask(question, required=required)
        return answers

    def ask(self, question: Question, *, required: bool) -> str:
        """Ask until the answer can stand; an empty one leaves out what may be left out."""
        print_message(f"{question.name}: {question.field.help}", apart=True)
        for line in self._list_choices(question):
            print_message(f"  {line}")
        while True:
            ending = "" if required else " (Enter leaves it out)"
            answer = click.prompt(f"{question.name}{ending}", default="", show_default=False, err=True).strip()
            if not answer and not required:
                return ""
            if answer and self._accept_answer(question, answer):
                return str(answer)
            if not answer:
                print_message("  it cannot be left out")

    def ask_id(self, noun: str, proposed: str) -> str:
        """Ask for the id of a new record."""
        print_message(f"id of the {noun}: {ID_QUESTION.field.help}", apart=True)
        while True:
            name = str(click.prompt(f"id of the {noun}", default=proposed, err=True)).strip()
            faults = self.check_id(noun, name)
            if not faults:
                return name
            _print_diagnostics(faults, "--id", name)

    def make_record(self, kind: RecordKind, name: str) -> None:
        """Ask for another record, which the one in hand needs, and add it."""
        print_message(f"a new {kind.noun}: {name}", apart=True)
        fields = build_fields(kind.questions, self.ask_questions(kind.questions, {}), name)
        self.add_record(kind, fields)

    def add_record(self, kind: RecordKind, fields: Mapping[str, object], sheet: str = "") -> tuple[Diagnostic, ...]:
        """Add a record in memory; return what keeps it from standing in a file.

        Raises:
            click.ClickException: when its file cannot take it.
        """
        try:
            material, added, faults = add_record(self.inputs, self.site.settings.facts, kind, fields, sheet)
        except AddRecordError as fault:
            raise click.ClickException(f"{fault}; nothing was written") from fault
        if added:
            self.inputs = material
            self.added_records.append(added)
        return faults

    def save_state(self) -> tuple[SiteInputs, tuple[AddedRecord, ...]]:
        """Return what there is now, to come back to when the next record fails."""
        return self.inputs, tuple(self.added_records)

    def restore_state(self, mark: tuple[SiteInputs, tuple[AddedRecord, ...]]) -> None:
        """Forget what was added since."""
        self.inputs, self.added_records = mark[0], [*mark[1]]

    def propose_id(self, kind: RecordKind, answers: Mapping[str, str]) -> str:
        """Return an id that would do."""
        return propose_id((answers.get(one, "") for one in kind.id_fields), kind.noun, self.list_ids(kind.noun))

    def _accept_answer(self, question: Question, answer: str) -> bool:
        """Tell whether an answer can stand; say what is wrong, and offer to make what is not there."""
        faults = self.check_answer(question, answer)
        _print_diagnostics(faults, question.option, answer)
        makable = [kind for kind in question.kinds if kind in {"actor", "place", "source"}]
        for fault in faults:
            name = answer[fault.location.column - 1 :][: fault.location.width]
            if fault.code != UNKNOWN_ID.code or not makable or self.check_id(makable[-1], name):
                return False
            noun = makable[-1]
            if fault.hint.startswith("did you mean") and name not in self._refused_ids:
                self._refused_ids.add(name)
                print_message(f"  or give the same answer again, to make a new {noun}")
                return False
            if not click.confirm(f"make the {noun} '{name}' now?", default=False, err=True):
                return False
            self.make_record(RECORD_KINDS[noun], name)
        return True

    def _list_choices(self, question: Question) -> list[str]:
        """Return what helps to answer: the words of a closed list, the ids there are, or an example."""
        kind = question.field.kind
        if isinstance(kind, EnumKind):
            wide = max(len(word.value) for word in kind.words)
            return [f"{word.value:<{wide}}  {word.meaning}" for word in kind.words]
        ids = sorted({name for one in question.kinds for name in self.list_ids(one)} - {ANY_ID})
        lines = [f"there are: {', '.join(ids)}"] if 0 < len(ids) <= _MAX_LISTED else []
        if question.separator:
            lines.append(f"several are divided with '{question.separator}'")
        if question.field.example and not lines:
            lines.append(f"such as: {question.field.example}")
        return lines


def _format_location(record: IdentifiedRecord) -> str:
    at = record.locations.whole
    return f"{at.file}:{at.line}"


def _print_diagnostics(faults: Iterable[Diagnostic], option: str, answer: str) -> None:
    for fault in faults:
        told = format_diagnostic(fault, {option: answer}, colour=can_print_colour(sys.stderr), placed=False)
        click.echo(told, err=True)
