"""Questions at a terminal: each with its help. An answer is checked at once, and asked for again if it is wrong."""

import sys
import textwrap
from collections.abc import Iterable, Mapping, Sequence

import click

from factsheet.analysis.catalog import report_duplicate_id, report_unknown_id
from factsheet.authoring.drafts import AddedRecord, AddRecordError, add_record, build_fields, keep_answers, read_answers
from factsheet.authoring.ids import find_declaration, index_ids, propose_id
from factsheet.authoring.questions import ID_QUESTION, RECORD_KINDS, Question, RecordKind, check_answer, is_needed
from factsheet.checks.run import CheckResult, check_site
from factsheet.diagnostics.core import Diagnostic, Location, Reference, sort_diagnostics
from factsheet.diagnostics.reporters import escape_unprintable, format_diagnostic
from factsheet.diagnostics.rules import UNKNOWN_ID
from factsheet.parsing.fact_files import SiteInputs
from factsheet.parsing.validate.documents import ANY_ID
from factsheet.project.load import LoadedSite
from factsheet.project.terminal import can_edit_lines, can_print_colour, measure_width

_MAX_LISTED = 12
"""Ids are listed where one is asked for, unless there are more than this, which would hide the question."""
_BACK = "<"
"""The answer that leads back to the question before."""
_State = tuple[SiteInputs, list[AddedRecord]]


def print_message(text: str, *, apart: bool = False) -> None:
    """Print a line to standard error, apart from the results; with `apart`, after an empty line."""
    if apart:
        click.echo(err=True)
    line, indent = escape_unprintable(text), " " * (len(text) - len(text.lstrip()) + 2)
    width = measure_width()
    click.echo(textwrap.fill(line, width, subsequent_indent=indent) if width > len(indent) else line, err=True)


def print_diagnostics(diagnostics: Iterable[Diagnostic], texts: Mapping[str, str], *, placed: bool = True) -> None:
    """Print diagnostics as `check` does, without a count of files: an option is not a file."""
    for item in sort_diagnostics(diagnostics):
        click.echo(format_diagnostic(item, texts, colour=can_print_colour(sys.stderr), placed=placed), err=True)


def read_line(label: str, default: str = "", topic: str = "", words: Mapping[str, str] | None = None) -> str:
    """Return a line that somebody types, where a terminal can complete the words; raises click.Abort when they leave.

    `topic` is what the line is about: earlier ones about the same are its history.
    """
    if not can_edit_lines():
        return str(click.prompt(label, default=default, show_default=bool(default), err=True)).strip()
    from factsheet.cli.line_editor import edit_line  # It takes time to import, and only a terminal needs it.

    return edit_line(label, default, topic, words or {}).strip()


def confirm(text: str, *, default: bool, apart: bool = False) -> bool:
    """Ask whether to do something; with `apart`, after an empty line."""
    if apart:
        click.echo(err=True)
    while True:
        answer = read_line(f"{text} [{'Y/n' if default else 'y/N'}]").lower()
        if answer in {"", "y", "yes", "n", "no"}:
            return answer.startswith("y") if answer else default
        print_message("  answer y or n")


class DraftSession:
    """A site with the records added to it so far, in memory only, and the answers that they are made of."""

    def __init__(self, site: LoadedSite, noun: str) -> None:
        self.site = site
        self.noun = noun
        self.baseline: CheckResult = check_site(site.inputs, site.settings)
        self.answers: dict[str, dict[str, str]] = {}
        self._refused_ids: set[str] = set()
        """Ids so similar to another that they have to be confirmed."""
        self.restore_state((site.inputs, []))

    def restore_state(self, state: _State) -> None:
        """Forget what was added since `state` was this, when somebody goes back or the next record fails."""
        self.inputs, self.added_records = self.state = state
        self.index = index_ids(self.inputs.documents)

    def resume(self) -> None:
        """Offer to go on with the answers that were kept when somebody left."""
        kept = read_answers(self.site.root, self.noun)
        if kept.get(self.noun):
            print_message(f"a {self.noun} that was not finished:", apart=True)
            for name, answer in kept[self.noun].items():
                print_message(f"  {name}: {answer}" if answer else f"  {name} skipped")
            if confirm("go on with it?", default=True):
                self.answers = kept

    def check_answer(self, question: Question, answer: str) -> tuple[Diagnostic, ...]:
        """Return what is wrong with an answer, ids that are unknown or taken included."""
        taken = find_declaration(self.inputs.documents, question.id_of, answer)
        if taken:
            location = Location(question.option, 1, 1, len(answer))
            return (report_duplicate_id(answer, location, f"{taken.file}:{taken.line}"),)
        problems, kinds, ids = check_answer(question, answer), question.kinds, self.list_words(question)
        if problems or not kinds or any((kind, ANY_ID) in self.baseline.catalog.unreadable for kind in kinds):
            return problems
        parts = [part for part in question.split(answer) if part not in ids]
        places = (Location(question.option, 1, answer.index(part) + 1, len(part)) for part in parts)
        return tuple(report_unknown_id(Reference(*pair), kinds, ids) for pair in zip(parts, places, strict=True))

    def list_words(self, question: Question) -> Mapping[str, str]:
        """Return the words or ids that an answer can be made of, each with its meaning."""
        return question.words or {name: text for kind in question.kinds for name, text in self.index[kind].items()}

    def ask_questions(self, key: str, questions: Sequence[Question], given: Mapping[str, str]) -> dict[str, str] | None:
        """Ask what is required or worth asking for and has no valid answer yet; None if somebody goes back to before.

        Every answer is kept at once, for the next time, under the key of the record.
        """
        answers = self.answers.setdefault(key, {})
        answers.update(given)
        known = set(answers)
        passed: list[tuple[int, _State]] = []
        number = 0
        while number < len(questions):
            question, state = questions[number], self.state
            name, required = question.name, is_needed(question, answers)
            answer: str | None = answers.get(name, "")
            is_asked = required or question.asked or bool(answer)
            if is_asked and not (name in known and (self._accept_answer(question, answer) if answer else not required)):
                answer = self.ask(question, answers, required=required)
            known = (known - {name}) | given.keys()
            if answer is not None:
                number += 1
                if is_asked:
                    answers[name] = answer
                    keep_answers(self.site.root, self.noun, self.answers)
                    passed += [] if name in given else [(number - 1, state)]
            elif passed:
                number, state = passed.pop()
                self.restore_state(state)
            elif key != self.noun:
                return None
            else:
                print_message("  this is the first question")
        return answers

    def ask(self, question: Question, answers: Mapping[str, str], *, required: bool) -> str | None:
        """Ask until the answer is valid; an empty one skips what is not required, and None leads back."""
        print_message(f"{question.label}: {question.field.help}", apart=True)
        for line in self._list_choices(question):
            print_message(f"  {line}")
        default = answers.get(question.name) or (question.id_of and self.propose_id(question.id_of, answers))
        required = required or bool(question.id_of and not default)
        skip = "" if required or default else "Enter to skip, "
        words = self.list_words(question)
        while True:
            answer = read_line(f"{question.label} ({skip}{_BACK} to go back)", default, question.name, words)
            if answer == _BACK:
                return None
            if not answer and required:
                print_message("  an answer is required")
            elif not answer or self._accept_answer(question, answer):
                return answer

    def _accept_answer(self, question: Question, answer: str) -> bool:
        """Tell whether an answer is valid; report what is wrong, and offer to add a record that is missing."""
        diagnostics = self.check_answer(question, answer)
        noun = next((kind for kind in reversed(question.kinds) if kind in {"actor", "place", "source"}), "")
        keys = [f"{noun} {answer[item.location.column - 1 :][: item.location.width]}" for item in diagnostics]
        new = [item for item, key in zip(diagnostics, keys, strict=True) if key not in self.answers]
        print_diagnostics(new, {question.option: answer}, placed=False)
        for item, key in zip(diagnostics, keys, strict=True):
            name = key.partition(" ")[2]
            if item.code != UNKNOWN_ID.code or not noun or check_answer(ID_QUESTION, name):
                return False
            if item in new and item.hint.startswith("did you mean") and name not in self._refused_ids:
                self._refused_ids.add(name)
                print_message(f"  or give the same answer again to add a new {noun}")
                return False
            if item in new and not confirm(f"add the {noun} '{name}' now?", default=False):
                return False
            print_message(f"a new {noun}: {name}", apart=True)
            questions = RECORD_KINDS[noun].questions
            answers = self.ask_questions(key, questions, {})
            if answers is None:  # Somebody goes back instead.
                return False
            self.add_record(RECORD_KINDS[noun], build_fields(questions, answers, name))
        return True

    def add_record(self, kind: RecordKind, fields: Mapping[str, object], sheet: str = "") -> tuple[Diagnostic, ...]:
        """Add a record in memory; return why it is no YAML, or raise ClickException when its file cannot take it."""
        try:
            inputs, added, diagnostics = add_record(self.inputs, self.site.settings.facts, kind, fields, sheet)
        except AddRecordError as error:
            raise click.ClickException(f"{error}; nothing was written") from error
        self.restore_state((inputs, [*self.added_records, *([added] if added else [])]))
        return diagnostics

    def propose_id(self, noun: str, answers: Mapping[str, str]) -> str:
        """Return an id that is free; empty where no word of the answers could be one."""
        return propose_id((answers.get(name, "") for name in RECORD_KINDS[noun].id_from), self.index[noun])

    def _list_choices(self, question: Question) -> list[str]:
        """Return what helps to answer: the words of a closed list, the known ids, or an example."""
        words = self.list_words(question)
        if question.words:
            width = max(map(len, words))
            return [f"{word:<{width}}  {meaning}" for word, meaning in words.items()]
        lines = [f"there are: {', '.join(sorted(words))}"] if 0 < len(words) <= _MAX_LISTED else []
        if question.separator:
            lines.append(f"separate several with '{question.separator}'")
        if question.field.example and not lines:
            lines.append(f"example: {question.field.example}")
        return lines
