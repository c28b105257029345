"""Questions at a terminal: each with its help; each answer is checked at once, and asked again if wrong."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace

import click

from factsheet.analysis.resolve import Record, where_declared
from factsheet.authoring.id_suggestions import propose_id
from factsheet.authoring.insert import Added, CannotAdd, add, fields_of
from factsheet.authoring.questions import ID_ASKED, KINDS, Kind, Question, faults_of, needed
from factsheet.checks.run import Checked, check
from factsheet.diagnostics.core import Diagnostic, Location, did_you_mean
from factsheet.diagnostics.reporters import one_in_text, visible
from factsheet.diagnostics.rules.shape import DUPLICATE_ID, UNKNOWN_ID
from factsheet.parsing.inputs import Material
from factsheet.parsing.schema import Choice
from factsheet.parsing.validate import ANY
from factsheet.project.load import Site
from factsheet.project.terminal import in_colour

_MOST_LISTED = 12
"""So many ids are listed where one is asked for; more would hide the question."""


def say(text: str, *, apart: bool = False) -> None:
    """Print a line to the one who is asked, and not among the results."""
    if apart:
        click.echo(err=True)
    click.echo(visible(text), err=True)


class Desk:
    """A site with what was added to it so far, in memory only."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.before: Checked = check(site.material, site.settings)
        self.material = site.material
        self.added: list[Added] = []
        self._refused: set[str] = set()
        """Ids that are much like another, so that they were not taken at once."""

    def known(self, kind: str) -> dict[str, str]:
        """Return the ids of a kind, each with its place."""
        catalog = self.before.catalog
        records: Mapping[str, Mapping[str, Record]] = {
            "sheet": catalog.sheets,
            "fact": catalog.facts,
            "source": catalog.sources,
            "actor": catalog.actors,
            "place": catalog.places,
        }
        places = {name: _place_of(one) for name, one in records[kind].items()}
        unread = {name: "a record that cannot be read" for of, name in catalog.unread if of == kind}
        return unread | places | {one.id: one.place for one in self.added if one.noun == kind}

    def faults(self, question: Question, answer: str) -> tuple[Diagnostic, ...]:
        """Return what is wrong with an answer, ids that lead nowhere included."""
        return faults_of(question, answer) or tuple(self._unknown(question, answer))

    def id_faults(self, noun: str, name: str, option: str = ID_ASKED.option) -> tuple[Diagnostic, ...]:
        """Return what keeps an id, given in an option, from being that of a new record."""
        place = self.known(noun).get(name)
        if place is None:
            faults = faults_of(ID_ASKED, name)
            return tuple(replace(one, location=replace(one.location, file=option)) for one in faults)
        message = f"the id '{name}' is already taken: {place}"
        at = Location(option, 1, 1, len(name))
        return (DUPLICATE_ID.at(at, message, "an id is never used twice; choose another"),)

    def _unknown(self, question: Question, answer: str) -> Iterable[Diagnostic]:
        ids = {name for kind in question.kinds for name in self.known(kind)}
        if not question.kinds or ANY in ids:
            return
        for part in question.split(answer):
            if part not in ids:
                at = Location(question.option, 1, answer.index(part) + 1, len(part))
                message = f"unknown {' or '.join(question.kinds)} '{part}'"
                hint = did_you_mean(part, ids) or where_declared(*question.kinds)
                yield UNKNOWN_ID.at(at, message, hint)

    def interview(self, questions: Iterable[Question], given: Mapping[str, str]) -> dict[str, str]:
        """Ask for what was not given and is needed or worth asking for; check what was given."""
        answers: dict[str, str] = {}
        for question in questions:
            answer = given.get(question.name, "")
            required = needed(question, answers)
            if answer and self._sound(question, answer):
                answers[question.name] = answer
            elif answer or required or question.asked:
                answers[question.name] = self.ask(question, required=required)
        return answers

    def ask(self, question: Question, *, required: bool) -> str:
        """Ask until the answer can stand; an empty one leaves out what may be left out."""
        say(f"{question.name}: {question.field.help}", apart=True)
        for line in self._choices(question):
            say(f"  {line}")
        while True:
            ending = "" if required else " (Enter leaves it out)"
            answer = click.prompt(
                f"{question.name}{ending}", default="", show_default=False, err=True
            ).strip()
            if not answer and not required:
                return ""
            if answer and self._sound(question, answer):
                return str(answer)
            if not answer:
                say("  it cannot be left out")

    def ask_id(self, noun: str, proposed: str) -> str:
        """Ask for the id of a new record."""
        say(f"id of the {noun}: {ID_ASKED.field.help}", apart=True)
        while True:
            name = str(click.prompt(f"id of the {noun}", default=proposed, err=True)).strip()
            faults = self.id_faults(noun, name)
            if not faults:
                return name
            _show(faults, "--id", name)

    def make(self, kind: Kind, name: str) -> None:
        """Ask for another record, which the one in hand needs, and add it."""
        say(f"a new {kind.noun}: {name}", apart=True)
        fields = fields_of(kind.questions, self.interview(kind.questions, {}), name)
        self.put(kind, fields)

    def put(self, kind: Kind, fields: Mapping[str, object], sheet: str = "") -> tuple[Diagnostic, ...]:
        """Add a record in memory; return what keeps it from standing in a file.

        Raises:
            click.ClickException: when its file cannot take it.
        """
        try:
            material, added, faults = add(self.material, self.site.settings.facts, kind, fields, sheet)
        except CannotAdd as fault:
            raise click.ClickException(f"{fault}; nothing was written") from fault
        if added:
            self.material = material
            self.added.append(added)
        return faults

    def mark(self) -> tuple[Material, tuple[Added, ...]]:
        """Return what there is now, to come back to when the next record fails."""
        return self.material, tuple(self.added)

    def back_to(self, mark: tuple[Material, tuple[Added, ...]]) -> None:
        """Forget what was added since."""
        self.material, self.added = mark[0], [*mark[1]]

    def proposed(self, kind: Kind, answers: Mapping[str, str]) -> str:
        """Return an id that would do."""
        return propose_id((answers.get(one, "") for one in kind.named_by), kind.noun, self.known(kind.noun))

    def _sound(self, question: Question, answer: str) -> bool:
        """Tell whether an answer can stand; say what is wrong, and offer to make what is not there."""
        faults = self.faults(question, answer)
        _show(faults, question.option, answer)
        makable = [kind for kind in question.kinds if kind in {"actor", "place", "source"}]
        for fault in faults:
            name = answer[fault.location.column - 1 :][: fault.location.width]
            if fault.code != UNKNOWN_ID.code or not makable or self.id_faults(makable[-1], name):
                return False
            noun = makable[-1]
            if fault.hint.startswith("did you mean") and name not in self._refused:
                self._refused.add(name)
                say(f"  or give the same answer again, to make a new {noun}")
                return False
            if not click.confirm(f"make the {noun} '{name}' now?", default=False, err=True):
                return False
            self.make(KINDS[noun], name)
        return True

    def _choices(self, question: Question) -> list[str]:
        """Return what helps to answer: the words of a closed list, the ids there are, or an example."""
        kind = question.field.kind
        if isinstance(kind, Choice):
            wide = max(len(word.value) for word in kind.words)
            return [f"{word.value:<{wide}}  {word.meaning}" for word in kind.words]
        ids = sorted({name for one in question.kinds for name in self.known(one)} - {ANY})
        lines = [f"there are: {', '.join(ids)}"] if 0 < len(ids) <= _MOST_LISTED else []
        if question.divider:
            lines.append(f"several are divided with '{question.divider}'")
        if question.field.example and not lines:
            lines.append(f"such as: {question.field.example}")
        return lines


def _place_of(record: Record) -> str:
    at = record.where.whole
    return f"{at.file}:{at.line}"


def _show(faults: Iterable[Diagnostic], option: str, answer: str) -> None:
    for fault in faults:
        told = one_in_text(fault, {option: answer}, colour=in_colour(sys.stderr), placed=False)
        click.echo(told, err=True)
