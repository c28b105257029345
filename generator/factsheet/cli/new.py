"""`factsheet new`: a sheet, fact, source, actor or place that passes `check`."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

import click

from factsheet.authoring.insert import build_fields
from factsheet.authoring.questions import RECORD_KINDS, SHEET_QUESTION, Question, is_needed
from factsheet.authoring.try_out import DraftResult, check_draft, prove_draft
from factsheet.cli.completion import make_completer
from factsheet.cli.new_output import print_diagnostics, write_additions
from factsheet.cli.options import EXIT_FAILURE, add_config_option, add_today_option, finish
from factsheet.cli.prompts import DraftSession, print_message
from factsheet.diagnostics.core import Diagnostic, suggest_nearest
from factsheet.parsing.schema import EnumKind
from factsheet.project.load import LoadedSite, read_copies, read_site
from factsheet.project.terminal import can_ask

_FACT_KIND, _SHEET_KIND = RECORD_KINDS["fact"], RECORD_KINDS["sheet"]
_QUESTIONS: Mapping[str, tuple[Question, ...]] = MappingProxyType(
    {noun: kind.questions for noun, kind in RECORD_KINDS.items()}
    | {
        "fact": (SHEET_QUESTION, *_FACT_KIND.questions),
        "sheet": (*_SHEET_KIND.questions, *_FACT_KIND.questions),
    }
)
"""A sheet is asked for with its first fact: without any it does not pass."""


class KindGroup(click.Group):
    """The kinds of records, with a word for those who misspell one."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command of a kind, or say which one was probably meant."""
        if args and args[0] not in RECORD_KINDS:
            known = suggest_nearest(args[0], RECORD_KINDS) or f"there are: {', '.join(RECORD_KINDS)}"
            ctx.fail(f"there is no kind '{args[0]}'; {known}")
        return super().resolve_command(ctx, args)


@click.group(
    cls=KindGroup,
    short_help="make a sheet, fact, source, actor or place",
    epilog='\b\nExample:  factsheet new actor --name "BBC Russian service" --kind organisation',
)
def new_command() -> None:
    """Make a record that passes `check`: at a terminal it asks for what it needs, or it takes options.

    The whole site is checked with the new record in it before anything is written; a record with a fault of
    its own is not written. The rest of its file keeps its words and its comments.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """What is to be made."""

    noun: str
    answers: Mapping[str, str]
    id: str
    fact_id: str
    """The id of the first fact of a new sheet, or of the new fact; empty for other kinds."""


def _make_record(
    noun: str, site: LoadedSite, given: dict[str, str], folder: Path | None, *, diff: bool
) -> None:
    """Ask or take what is given, judge it, write it."""
    if site.is_missing:
        finish(site.inputs.diagnostics, {}, "text", "")
    desk, questions = DraftSession(site), _QUESTIONS[noun]
    missing = [one.option for one in questions if is_needed(one, given) and not given.get(one.name)]
    asking = bool(missing) and can_ask()
    if missing and not asking:
        raise click.UsageError(f"a new {noun} needs {', '.join(missing)}")
    _check_ids(desk, noun, given)
    try:
        answers = desk.ask_questions(questions, given) if asking else _check_given(desk, questions, given)
        order = _choose_ids(desk, noun, answers, given, asking=asking)
        order, verdict, lock = _complete_draft(desk, order, folder, asking=asking)
        write_additions(desk, verdict, lock, diff=diff, asking=asking)
    except click.Abort:  # Ctrl-C or Ctrl-D at a question; once the writing has begun, nothing is asked.
        print_message("nothing was written", apart=True)
        sys.exit(EXIT_FAILURE)


def _check_given(desk: DraftSession, questions: Iterable[Question], given: dict[str, str]) -> dict[str, str]:
    """Return the answers that options gave; what is wrong with any ends the command."""
    faults = [
        fault for one in questions if given.get(one.name) for fault in desk.check_answer(one, given[one.name])
    ]
    if faults:
        _stop(faults, {one.option: given.get(one.name, "") for one in questions})
    return given


def _choose_ids(
    desk: DraftSession, noun: str, answers: Mapping[str, str], given: Mapping[str, str], *, asking: bool
) -> _Draft:
    """Return the order with its ids: given, or proposed and at a terminal confirmed."""
    name = given.get("id") or _choose_id(desk, noun, answers, asking=asking)
    fact = name if noun == "fact" else ""
    if noun == "sheet":
        fact = given.get("fact") or _choose_id(desk, "fact", answers, asking=asking)
    return _Draft(noun=noun, answers=answers, id=name, fact_id=fact)


def _check_ids(desk: DraftSession, noun: str, given: Mapping[str, str]) -> None:
    """End the command where an id cannot be that of a new record, before anything else is asked."""
    for of, option in ((noun, "id"), ("fact", "fact")):
        faults = desk.check_id(of, given[option], f"--{option}") if given.get(option) else ()
        if faults:
            _stop(faults, {f"--{option}": given[option]})


def _choose_id(desk: DraftSession, noun: str, answers: Mapping[str, str], *, asking: bool) -> str:
    proposed = desk.propose_id(RECORD_KINDS[noun], answers)
    return desk.ask_id(noun, proposed) if asking else proposed


def _complete_draft(
    desk: DraftSession, order: _Draft, folder: Path | None, *, asking: bool
) -> tuple[_Draft, DraftResult, str | None]:
    """Put the record in its file, in memory, and check the site; at a terminal, until nothing is wrong."""
    mark = desk.save_state()
    while True:
        faults = _add_draft(desk, order)
        verdict = check_draft(desk.baseline, desk.inputs, desk.site.settings)
        lock: str | None = None
        stops = faults or verdict.errors
        if not stops and folder and order.fact_id:
            copies, unread = read_copies(folder, verdict.checked.catalog)
            lock, unproved = prove_draft(verdict.checked, (order.fact_id,), copies)
            stops = (*unread, *unproved)
        if not stops:
            return order, verdict, lock
        if not asking:
            _stop(stops, desk.inputs.texts)
        print_diagnostics(stops, desk.inputs.texts)
        order = _ask_correction(desk, order)
        desk.restore_state(mark)


def _add_draft(desk: DraftSession, order: _Draft) -> tuple[Diagnostic, ...]:
    kind = RECORD_KINDS[order.noun]
    fields = build_fields(kind.questions, order.answers, order.id)
    if order.noun == "sheet":
        fields["facts"] = [build_fields(_FACT_KIND.questions, order.answers, order.fact_id)]
    return desk.add_record(kind, fields, order.answers.get("sheet", ""))


def _ask_correction(desk: DraftSession, order: _Draft) -> _Draft:
    """Ask for one answer again."""
    questions = {one.name: one for one in _QUESTIONS[order.noun]}
    print_message(f"nothing is written yet; the fields are: {', '.join(questions)}", apart=True)
    while True:
        name = str(click.prompt("field to change (Enter gives up)", default="", show_default=False, err=True))
        if not name.strip():
            print_message("nothing was written")
            sys.exit(EXIT_FAILURE)
        if question := questions.get(name.strip()):
            answer = desk.ask(question, required=is_needed(question, order.answers))
            return replace(order, answers={**order.answers, question.name: answer})
        print_message(f"  there is no field '{name}'. {suggest_nearest(name, questions)}")


def _stop(faults: Iterable[Diagnostic], texts: Mapping[str, str]) -> None:
    print_diagnostics(faults, texts)
    print_message("nothing was written")
    sys.exit(EXIT_FAILURE)


def _build_command(noun: str) -> click.Command:
    """Return the command that makes a kind of record; its options are the fields of the shape."""

    def make(config: Path, day: dt.date, *, diff: bool, **given: object) -> None:
        folder = given.pop("folder", None)
        texts = {name: value for name, value in given.items() if isinstance(value, str) and value.strip()}
        if "id" in texts and "name_given" in texts:
            raise click.UsageError("the id is given twice")
        texts["id"] = texts.pop("name_given", texts.get("id", ""))
        where = folder if isinstance(folder, Path) else None
        _make_record(noun, read_site(config, day), texts, where, diff=diff)

    kind = RECORD_KINDS[noun]
    options: list[Callable[[Callable[..., None]], object]] = [
        add_config_option,
        add_today_option,
        *_build_options(noun),
    ]
    for decorate in reversed(options):
        decorate(make)  # Options gather on the function that they are given.
    told = f"Make {kind.shape.name}. {_HELP[noun]}"
    example = f"\b\nExample:  {kind.example}"
    return click.command(noun, help=told, short_help=f"make {kind.shape.name}", epilog=example)(make)


_HELP = MappingProxyType(
    {
        "sheet": "A sheet begins with its first fact, so the options of a fact are taken as well.",
        "fact": "It rests on a passage of a source. A number worked out from other facts is written by hand.",
        "source": "It is one article, report or document.",
        "actor": "It goes to the end of the file of actors.",
        "place": "It goes to the end of the file of places.",
    }
)


def _build_options(noun: str) -> Sequence[Callable[[Callable[..., None]], Callable[..., None]]]:
    options = [
        click.argument("name_given", metavar="[ID]", required=False),
        click.option("--id", metavar="ID", help="Its lasting name; made from its words when left out."),
    ]
    if noun == "sheet":
        options.append(click.option("--fact", metavar="ID", help="The id of its first fact."))
    options += [
        click.option(
            one.option,
            one.name,
            metavar=one.name.upper(),
            help=_format_help(one),
            shell_complete=make_completer(one),
        )
        for one in _QUESTIONS[noun]
    ]
    if noun in {"sheet", "fact"}:
        copies = click.Path(exists=True, file_okay=False, path_type=Path)
        told = "The folder with the copies of the sources: the passage is proved at once."
        options.append(click.option("--snapshots", "folder", type=copies, help=told))
    options.append(click.option("--diff", is_flag=True, help="Write nothing; print what would be written."))
    return options


def _format_help(question: Question) -> str:
    help_text = question.field.help
    if isinstance(question.field.kind, EnumKind):
        help_text += f" One of: {', '.join(word.value for word in question.field.kind.words)}."
    if question.separator:
        help_text += f" Divide several with '{question.separator}'."
    return f"{help_text} [needed]" if question.required else help_text


for _noun in RECORD_KINDS:
    new_command.add_command(_build_command(_noun))
