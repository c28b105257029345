"""`factsheet new`: a sheet, fact, source, actor or place that passes `check`."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

import click

from factsheet.authoring.insert import fields_of
from factsheet.authoring.questions import KINDS, SHEET_NAMED, Question, needed
from factsheet.authoring.try_out import Verdict, judge, prove_new
from factsheet.cli.completion import completes
from factsheet.cli.new_output import tell, write
from factsheet.cli.options import FOUND, config_file, date_of_build, finish
from factsheet.cli.prompts import Desk, say
from factsheet.diagnostics.core import Diagnostic, did_you_mean
from factsheet.parsing.schema import Choice
from factsheet.project.load import Site, read_copies, read_site
from factsheet.project.terminal import can_ask

_FACT, _SHEET = KINDS["fact"], KINDS["sheet"]
_QUESTIONS: Mapping[str, tuple[Question, ...]] = MappingProxyType(
    {noun: kind.questions for noun, kind in KINDS.items()}
    | {"fact": (SHEET_NAMED, *_FACT.questions), "sheet": (*_SHEET.questions, *_FACT.questions)}
)
"""A sheet is asked for with its first fact: without any it does not pass."""


class Kinds(click.Group):
    """The kinds of records, with a word for those who misspell one."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command of a kind, or say which one was probably meant."""
        if args and args[0] not in KINDS:
            known = did_you_mean(args[0], KINDS) or f"there are: {', '.join(KINDS)}"
            ctx.fail(f"there is no kind '{args[0]}'; {known}")
        return super().resolve_command(ctx, args)


@click.group(
    cls=Kinds,
    short_help="make a sheet, fact, source, actor or place",
    epilog='\b\nExample:  factsheet new actor --name "BBC Russian service" --kind organisation',
)
def new() -> None:
    """Make a record that passes `check`: at a terminal it asks for what it needs, or it takes options.

    The whole site is checked with the new record in it before anything is written; a record with a fault of
    its own is not written. The rest of its file keeps its words and its comments.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    """What is to be made."""

    noun: str
    answers: Mapping[str, str]
    name: str
    fact: str
    """The id of the first fact of a new sheet, or of the new fact; empty for other kinds."""


def _make(noun: str, site: Site, given: dict[str, str], folder: Path | None, *, diff: bool) -> None:
    """Ask or take what is given, judge it, write it."""
    if site.is_missing:
        finish(site.material.diagnostics, {}, "text", "")
    desk, questions = Desk(site), _QUESTIONS[noun]
    missing = [one.option for one in questions if needed(one, given) and not given.get(one.name)]
    asking = bool(missing) and can_ask()
    if missing and not asking:
        raise click.UsageError(f"a new {noun} needs {', '.join(missing)}")
    _check_ids(desk, noun, given)
    try:
        answers = desk.interview(questions, given) if asking else _checked(desk, questions, given)
        order = _named(desk, noun, answers, given, asking=asking)
        order, verdict, lock = _settled(desk, order, folder, asking=asking)
        write(desk, verdict, lock, diff=diff, asking=asking)
    except click.Abort:  # Ctrl-C or Ctrl-D at a question; once the writing has begun, nothing is asked.
        say("nothing was written", apart=True)
        sys.exit(FOUND)


def _checked(desk: Desk, questions: Iterable[Question], given: dict[str, str]) -> dict[str, str]:
    """Return the answers that options gave; what is wrong with any ends the command."""
    faults = [
        fault for one in questions if given.get(one.name) for fault in desk.faults(one, given[one.name])
    ]
    if faults:
        _stop(faults, {one.option: given.get(one.name, "") for one in questions})
    return given


def _named(
    desk: Desk, noun: str, answers: Mapping[str, str], given: Mapping[str, str], *, asking: bool
) -> _Order:
    """Return the order with its ids: given, or proposed and at a terminal confirmed."""
    name = given.get("id") or _id(desk, noun, answers, asking=asking)
    fact = name if noun == "fact" else ""
    if noun == "sheet":
        fact = given.get("fact") or _id(desk, "fact", answers, asking=asking)
    return _Order(noun=noun, answers=answers, name=name, fact=fact)


def _check_ids(desk: Desk, noun: str, given: Mapping[str, str]) -> None:
    """End the command where an id cannot be that of a new record, before anything else is asked."""
    for of, option in ((noun, "id"), ("fact", "fact")):
        faults = desk.id_faults(of, given[option], f"--{option}") if given.get(option) else ()
        if faults:
            _stop(faults, {f"--{option}": given[option]})


def _id(desk: Desk, noun: str, answers: Mapping[str, str], *, asking: bool) -> str:
    proposed = desk.proposed(KINDS[noun], answers)
    return desk.ask_id(noun, proposed) if asking else proposed


def _settled(
    desk: Desk, order: _Order, folder: Path | None, *, asking: bool
) -> tuple[_Order, Verdict, str | None]:
    """Put the record in its file, in memory, and check the site; at a terminal, until nothing is wrong."""
    mark = desk.mark()
    while True:
        faults = _put(desk, order)
        verdict = judge(desk.before, desk.material, desk.site.settings)
        lock: str | None = None
        stops = faults or verdict.stops
        if not stops and folder and order.fact:
            copies, unread = read_copies(folder, verdict.checked.catalog)
            lock, unproved = prove_new(verdict.checked, (order.fact,), copies)
            stops = (*unread, *unproved)
        if not stops:
            return order, verdict, lock
        if not asking:
            _stop(stops, desk.material.texts)
        tell(stops, desk.material.texts)
        order = _mended(desk, order)
        desk.back_to(mark)


def _put(desk: Desk, order: _Order) -> tuple[Diagnostic, ...]:
    kind = KINDS[order.noun]
    fields = fields_of(kind.questions, order.answers, order.name)
    if order.noun == "sheet":
        fields["facts"] = [fields_of(_FACT.questions, order.answers, order.fact)]
    return desk.put(kind, fields, order.answers.get("sheet", ""))


def _mended(desk: Desk, order: _Order) -> _Order:
    """Ask for one answer again."""
    questions = {one.name: one for one in _QUESTIONS[order.noun]}
    say(f"nothing is written yet; the fields are: {', '.join(questions)}", apart=True)
    while True:
        name = str(click.prompt("field to change (Enter gives up)", default="", show_default=False, err=True))
        if not name.strip():
            say("nothing was written")
            sys.exit(FOUND)
        if question := questions.get(name.strip()):
            answer = desk.ask(question, required=needed(question, order.answers))
            return replace(order, answers={**order.answers, question.name: answer})
        say(f"  there is no field '{name}'. {did_you_mean(name, questions)}")


def _stop(faults: Iterable[Diagnostic], texts: Mapping[str, str]) -> None:
    tell(faults, texts)
    say("nothing was written")
    sys.exit(FOUND)


def _command(noun: str) -> click.Command:
    """Return the command that makes a kind of record; its options are the fields of the shape."""

    def make(config: Path, day: dt.date, *, diff: bool, **given: object) -> None:
        folder = given.pop("folder", None)
        texts = {name: value for name, value in given.items() if isinstance(value, str) and value.strip()}
        if "id" in texts and "name_given" in texts:
            raise click.UsageError("the id is given twice")
        texts["id"] = texts.pop("name_given", texts.get("id", ""))
        where = folder if isinstance(folder, Path) else None
        _make(noun, read_site(config, day), texts, where, diff=diff)

    kind = KINDS[noun]
    options: list[Callable[[Callable[..., None]], object]] = [config_file, date_of_build, *_options(noun)]
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


def _options(noun: str) -> Sequence[Callable[[Callable[..., None]], Callable[..., None]]]:
    options = [
        click.argument("name_given", metavar="[ID]", required=False),
        click.option("--id", metavar="ID", help="Its lasting name; made from its words when left out."),
    ]
    if noun == "sheet":
        options.append(click.option("--fact", metavar="ID", help="The id of its first fact."))
    options += [
        click.option(
            one.option, one.name, metavar=one.name.upper(), help=_help(one), shell_complete=completes(one)
        )
        for one in _QUESTIONS[noun]
    ]
    if noun in {"sheet", "fact"}:
        copies = click.Path(exists=True, file_okay=False, path_type=Path)
        told = "The folder with the copies of the sources: the passage is proved at once."
        options.append(click.option("--snapshots", "folder", type=copies, help=told))
    options.append(click.option("--diff", is_flag=True, help="Write nothing; print what would be written."))
    return options


def _help(question: Question) -> str:
    help_text = question.field.help
    if isinstance(question.field.kind, Choice):
        help_text += f" One of: {', '.join(word.value for word in question.field.kind.words)}."
    if question.divider:
        help_text += f" Divide several with '{question.divider}'."
    return f"{help_text} [needed]" if question.required else help_text


for _noun in KINDS:
    new.add_command(_command(_noun))
