"""`factsheet new`: a sheet, fact, source, actor or place that passes `check`."""

from __future__ import annotations

import datetime as dt
import difflib
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

import click
from click.shell_completion import CompletionItem

from factsheet.analysis.ledger import list_pending_reviews
from factsheet.authoring.drafts import DraftResult, build_fields, check_draft, prove_draft
from factsheet.authoring.questions import RECORD_KINDS, SHEET_QUESTION, Question, is_needed
from factsheet.cli.options import EXIT_FAILURE, IdParamType, add_config_option, add_today_option, finish
from factsheet.cli.prompts import DraftSession, print_message
from factsheet.diagnostics.core import Diagnostic, sort_diagnostics, suggest_nearest
from factsheet.diagnostics.reporters import escape_unprintable, format_diagnostic
from factsheet.evidence.lock import VERIFY_HINT
from factsheet.model.text.wording import format_count
from factsheet.parsing.schema.kinds import EnumKind
from factsheet.project.load import LoadedSite, is_unchanged, read_copies, read_site
from factsheet.project.read_files import read_file
from factsheet.project.terminal import can_ask, can_print_colour
from factsheet.project.write_files.files import write_atomically, write_with_folder

ShellCompleter = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def make_completer(question: Question) -> ShellCompleter:
    """Return what offers the answers to a question that begin as the last part of what is typed."""

    def offer(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        before, divider, last = incomplete.rpartition(question.separator or "\0")
        kind = question.field.kind
        if isinstance(kind, EnumKind):
            words = (CompletionItem(one.value, help=one.meaning) for one in kind.words)
            return [one for one in words if one.value.startswith(last)]
        found = IdParamType(*question.kinds).shell_complete(ctx, param, last.strip())
        return [CompletionItem(f"{before}{divider}{one.value}", help=one.help) for one in found]

    return offer


def print_diagnostics(findings: Iterable[Diagnostic], texts: Mapping[str, str]) -> None:
    """Print findings as `check` does, without a count of files, for an option is none."""
    for finding in sort_diagnostics(findings):
        click.echo(format_diagnostic(finding, texts, colour=can_print_colour(sys.stderr)), err=True)


def write_additions(desk: DraftSession, verdict: DraftResult, lock: str | None, *, diff: bool, asking: bool) -> None:
    """Write what was added, and say where it stands and what comes next."""
    site = desk.site
    files = {one.document.file: desk.inputs.texts[one.document.file] for one in desk.added_records}
    if diff or asking:
        for line in _diff_files(site.inputs.texts, files):
            click.echo(escape_unprintable(line), err=not diff)
    if diff:
        return
    if asking and not click.confirm("\nwrite this?", default=True, err=True):
        print_message("nothing was written")
        sys.exit(EXIT_FAILURE)
    _write_files(desk.site, files, lock)
    for one in desk.added_records:
        click.echo(f"{one.place}: {one.noun} '{one.id}' added")
    if lock:
        click.echo(f"{site.inputs.lock_file}: its passage is proved")
    print_diagnostics(verdict.warnings, desk.inputs.texts)
    for step in _list_next_steps(desk, verdict, lock):
        click.echo(f"next: {step}")


def _write_files(site: LoadedSite, files: Mapping[str, str], lock: str | None) -> None:
    """Write the files, those first that others name."""
    for file in files:
        if file not in site.inputs.texts and any(read_file(site.root, file)):
            raise click.ClickException(f"something is in the way at {file}; nothing was written")
    for file in (*files, *([site.inputs.lock_file] if lock else [])):
        if not is_unchanged(site, file):  # Somebody saved it while the questions were answered.
            raise click.ClickException(f"{file} has been changed meanwhile; nothing was written, run this again")
    for file, text in files.items():
        write_with_folder(site.root / file, text.encode())
    if lock:
        write_atomically(site.root / site.inputs.lock_file, lock.encode())


def _diff_files(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    for file, text in new.items():
        before = old.get(file, "")
        names = (f"a/{file}" if before else "/dev/null", f"b/{file}")
        yield from difflib.unified_diff(before.splitlines(), text.splitlines(), *names, lineterm="")


def _list_next_steps(desk: DraftSession, verdict: DraftResult, lock: str | None) -> Iterator[str]:
    nouns = {one.noun for one in desk.added_records}
    last = desk.added_records[-1]
    if nouns & {"fact", "sheet"} and verdict.has_unproved and not lock:
        held = "the lock was written from another copy: " if lock == "" else ""
        yield f"{held}{VERIFY_HINT}; only who holds the copy can prove it, and until then `check` fails"
    elif last.noun == "source":
        yield f"factsheet new fact --source {last.id}; a source that nothing is drawn from is warned of"
    elif last.noun in {"actor", "place"}:
        yield f"name it in a fact; {last.noun}s that nothing uses are warned of"
    if unread := _find_pending(desk, verdict):
        named = " and ".join(f"'{one}'" for one in unread)
        yield f"read {named} beside what it rests on, then run `factsheet accept {' '.join(unread)}`"
    if verdict.errors_left:
        errors = format_count(verdict.errors_left, "error")
        yield f"factsheet check, for the site had {errors} before"


def _find_pending(desk: DraftSession, verdict: DraftResult) -> list[str]:
    """Return what now rests on facts beside which nobody has read it, where a ledger of that is kept."""
    ledger, after = verdict.checked.ledger, verdict.checked.catalog
    if ledger is None:
        return []
    before = {one.dependency.key for one in list_pending_reviews(desk.baseline.catalog, ledger)}
    new = (one.dependency for one in list_pending_reviews(after, ledger) if one.dependency.key not in before)
    return list(dict.fromkeys(one.id for one in new))


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


def _make_record(noun: str, site: LoadedSite, given: dict[str, str], folder: Path | None, *, diff: bool) -> None:
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
    faults = [fault for one in questions if given.get(one.name) for fault in desk.check_answer(one, given[one.name])]
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
