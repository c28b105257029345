"""Questions at a terminal: each with its help. An answer is checked at once, and asked for again if it is wrong."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace

import click

from factsheet.analysis.catalog import report_duplicate_id, report_unknown_id
from factsheet.authoring.drafts import AddedRecord, AddRecordError, add_record, build_fields
from factsheet.authoring.ids import propose_id
from factsheet.authoring.questions import ID_QUESTION, RECORD_KINDS, Question, RecordKind, check_answer, is_needed
from factsheet.checks.run import CheckResult, check_site
from factsheet.diagnostics.core import Diagnostic, Location, Reference, sort_diagnostics
from factsheet.diagnostics.reporters import escape_unprintable, format_diagnostic
from factsheet.diagnostics.rules import UNKNOWN_ID
from factsheet.model.records import IdentifiedRecord
from factsheet.parsing.fact_files import SiteInputs
from factsheet.parsing.schema.kinds import EnumKind
from factsheet.parsing.validate.documents import ANY_ID
from factsheet.project.load import LoadedSite
from factsheet.project.terminal import can_print_colour

_MAX_LISTED = 12
"""Ids are listed where one is asked for, unless there are more than this, which would hide the question."""


def print_message(text: str, *, apart: bool = False) -> None:
    """Print a line to standard error, apart from the results; with `apart`, after an empty line."""
    if apart:
        click.echo(err=True)
    click.echo(escape_unprintable(text), err=True)


def print_diagnostics(diagnostics: Iterable[Diagnostic], texts: Mapping[str, str], *, placed: bool = True) -> None:
    """Print diagnostics as `check` does, without a count of files: an option is not a file."""
    for item in sort_diagnostics(diagnostics):
        click.echo(format_diagnostic(item, texts, colour=can_print_colour(sys.stderr), placed=placed), err=True)


class DraftSession:
    """A site with the records added to it so far, in memory only."""

    def __init__(self, site: LoadedSite) -> None:
        self.site = site
        self.baseline: CheckResult = check_site(site.inputs, site.settings)
        self.inputs = site.inputs
        self.added_records: list[AddedRecord] = []
        self._refused_ids: set[str] = set()
        """Ids so similar to another that they have to be confirmed."""

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
        locations = {name: record.locations.whole for name, record in records[kind].items()}
        places = {name: f"{location.file}:{location.line}" for name, location in locations.items()}
        unreadable = {name: "a record that cannot be read" for noun, name in catalog.unreadable if noun == kind}
        return unreadable | places | {record.id: record.place for record in self.added_records if record.noun == kind}

    def check_answer(self, question: Question, answer: str) -> tuple[Diagnostic, ...]:
        """Return what is wrong with an answer, unknown ids included."""
        return check_answer(question, answer) or tuple(self._find_unknown_ids(question, answer))

    def check_id(self, noun: str, name: str, option: str = ID_QUESTION.option) -> tuple[Diagnostic, ...]:
        """Return why an id, given by an option, cannot be that of a new record."""
        place = self.list_ids(noun).get(name)
        if place is None:
            diagnostics = check_answer(ID_QUESTION, name)
            return tuple(replace(item, location=replace(item.location, file=option)) for item in diagnostics)
        return (report_duplicate_id(name, Location(option, 1, 1, len(name)), place),)

    def _find_unknown_ids(self, question: Question, answer: str) -> Iterable[Diagnostic]:
        ids = {name for kind in question.kinds for name in self.list_ids(kind)}
        if not question.kinds or ANY_ID in ids:
            return
        for part in question.split(answer):
            if part not in ids:
                location = Location(question.option, 1, answer.index(part) + 1, len(part))
                yield report_unknown_id(Reference(part, location), question.kinds, ids)

    def ask_questions(self, questions: Iterable[Question], given: Mapping[str, str]) -> dict[str, str]:
        """Check the answers given, and ask for the others that are required or worth asking for."""
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
        """Ask until the answer is valid; an empty one skips what is not required."""
        print_message(f"{question.name}: {question.field.help}", apart=True)
        for line in self._list_choices(question):
            print_message(f"  {line}")
        while True:
            ending = "" if required else " (Enter to skip)"
            answer = click.prompt(f"{question.name}{ending}", default="", show_default=False, err=True).strip()
            if not answer and not required:
                return ""
            if answer and self._accept_answer(question, answer):
                return str(answer)
            if not answer:
                print_message("  an answer is required")

    def ask_id(self, noun: str, proposed: str) -> str:
        """Ask for the id of a new record."""
        print_message(f"id of the {noun}: {ID_QUESTION.field.help}", apart=True)
        while True:
            name = str(click.prompt(f"id of the {noun}", default=proposed, err=True)).strip()
            diagnostics = self.check_id(noun, name)
            if not diagnostics:
                return name
            print_diagnostics(diagnostics, {"--id": name}, placed=False)

    def make_record(self, kind: RecordKind, name: str) -> None:
        """Ask for another record, which the current one needs, and add it."""
        print_message(f"a new {kind.noun}: {name}", apart=True)
        fields = build_fields(kind.questions, self.ask_questions(kind.questions, {}), name)
        self.add_record(kind, fields)

    def add_record(self, kind: RecordKind, fields: Mapping[str, object], sheet: str = "") -> tuple[Diagnostic, ...]:
        """Add a record in memory; return why it cannot be written as YAML.

        Raises:
            click.ClickException: when its file cannot take it.
        """
        try:
            self.inputs, added, diagnostics = add_record(self.inputs, self.site.settings.facts, kind, fields, sheet)
        except AddRecordError as error:
            raise click.ClickException(f"{error}; nothing was written") from error
        if added:
            self.added_records.append(added)
        return diagnostics

    def save_state(self) -> tuple[SiteInputs, tuple[AddedRecord, ...]]:
        """Return the current state, for `restore_state` when the next record fails."""
        return self.inputs, tuple(self.added_records)

    def restore_state(self, state: tuple[SiteInputs, tuple[AddedRecord, ...]]) -> None:
        """Forget what was added since the state was saved."""
        self.inputs, self.added_records = state[0], [*state[1]]

    def propose_id(self, kind: RecordKind, answers: Mapping[str, str]) -> str:
        """Return an id that is free."""
        return propose_id((answers.get(name, "") for name in kind.id_fields), kind.noun, self.list_ids(kind.noun))

    def _accept_answer(self, question: Question, answer: str) -> bool:
        """Tell whether an answer is valid; report what is wrong, and offer to add a record that is missing."""
        diagnostics = self.check_answer(question, answer)
        print_diagnostics(diagnostics, {question.option: answer}, placed=False)
        noun = next((kind for kind in reversed(question.kinds) if kind in {"actor", "place", "source"}), "")
        for item in diagnostics:
            name = answer[item.location.column - 1 :][: item.location.width]
            if item.code != UNKNOWN_ID.code or not noun or self.check_id(noun, name):
                return False
            if item.hint.startswith("did you mean") and name not in self._refused_ids:
                self._refused_ids.add(name)
                print_message(f"  or give the same answer again to add a new {noun}")
                return False
            if not click.confirm(f"add the {noun} '{name}' now?", default=False, err=True):
                return False
            self.make_record(RECORD_KINDS[noun], name)
        return True

    def _list_choices(self, question: Question) -> list[str]:
        """Return what helps to answer: the words of a closed list, the known ids, or an example."""
        kind = question.field.kind
        if isinstance(kind, EnumKind):
            width = max(len(word.value) for word in kind.words)
            return [f"{word.value:<{width}}  {word.meaning}" for word in kind.words]
        ids = sorted({name for noun in question.kinds for name in self.list_ids(noun)} - {ANY_ID})
        lines = [f"there are: {', '.join(ids)}"] if 0 < len(ids) <= _MAX_LISTED else []
        if question.separator:
            lines.append(f"separate several with '{question.separator}'")
        if question.field.example and not lines:
            lines.append(f"example: {question.field.example}")
        return lines
