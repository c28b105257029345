"""`factsheet new`: a sheet, fact, source, actor or place that passes `check`."""

from __future__ import annotations

import datetime as dt
import difflib
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import NoReturn

import click
from click.shell_completion import CompletionItem

from factsheet.analysis.ledger import list_pending_reviews
from factsheet.authoring.drafts import DraftResult, build_fields, check_draft, prove_draft
from factsheet.authoring.questions import RECORD_KINDS, SHEET_QUESTION, Question, is_needed
from factsheet.cli.options import (
    EXIT_FAILURE,
    IdParamType,
    SuggestingGroup,
    add_config_option,
    add_today_option,
    finish,
)
from factsheet.cli.prompts import DraftSession, print_diagnostics, print_message
from factsheet.diagnostics.core import Diagnostic, suggest_nearest
from factsheet.diagnostics.reporters import escape_unprintable
from factsheet.evidence.lock import VERIFY_HINT
from factsheet.model.text.wording import format_count
from factsheet.parsing.schema.kinds import EnumKind
from factsheet.project.load import LoadedSite, is_unchanged, read_copies, read_site
from factsheet.project.read_files import read_file
from factsheet.project.terminal import can_ask
from factsheet.project.write_files.files import write_atomically, write_with_folder


def _make_completer(question: Question) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    """Return what offers the answers that begin with the last part of what is typed."""

    def offer(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        before, separator, last = incomplete.rpartition(question.separator or "\0")
        kind = question.field.kind
        if isinstance(kind, EnumKind):
            return [CompletionItem(word.value, help=word.meaning) for word in kind.words if word.value.startswith(last)]
        items = IdParamType(*question.kinds).shell_complete(ctx, param, last.strip())
        return [CompletionItem(f"{before}{separator}{item.value}", help=item.help) for item in items]

    return offer


def _write_additions(session: DraftSession, result: DraftResult, lock: str | None, *, diff: bool, asking: bool) -> None:
    """Write what was added, and say where it is and what comes next."""
    site = session.site
    files = {record.document.file: session.inputs.texts[record.document.file] for record in session.added_records}
    if diff or asking:
        for line in _diff_files(site.inputs.texts, files):
            click.echo(escape_unprintable(line), err=not diff)
    if diff:
        return
    if asking and not click.confirm("\nwrite this?", default=True, err=True):
        _stop()
    _write_files(site, files, lock)
    for record in session.added_records:
        click.echo(f"{record.place}: {record.noun} '{record.id}' added")
    if lock:
        click.echo(f"{site.inputs.lock_file}: its passage is proved")
    print_diagnostics(result.warnings, session.inputs.texts)
    for step in _list_next_steps(session, result, lock):
        click.echo(f"next: {step}")


def _write_files(site: LoadedSite, files: Mapping[str, str], lock: str | None) -> None:
    """Write the files, those first that others name."""
    for file in files:
        if file not in site.inputs.texts and any(read_file(site.root, file)):
            raise click.ClickException(f"{file} is in the way; nothing was written")
    for file in (*files, *([site.inputs.lock_file] if lock else [])):
        if not is_unchanged(site, file):  # Somebody saved it while the questions were answered.
            raise click.ClickException(f"{file} was changed in the meantime; nothing was written, run this again")
    for file, text in files.items():
        write_with_folder(site.root / file, text.encode())
    if lock:
        write_atomically(site.root / site.inputs.lock_file, lock.encode())


def _diff_files(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    for file, text in new.items():
        before = old.get(file, "")
        names = (f"a/{file}" if before else "/dev/null", f"b/{file}")
        yield from difflib.unified_diff(before.splitlines(), text.splitlines(), *names, lineterm="")


def _list_next_steps(session: DraftSession, result: DraftResult, lock: str | None) -> Iterator[str]:
    nouns = {record.noun for record in session.added_records}
    last = session.added_records[-1]
    if nouns & {"fact", "sheet"} and result.has_unproved and not lock:
        why = "the lock was written from another copy: " if lock == "" else ""
        yield f"{why}{VERIFY_HINT}; only someone with the copy can prove it, and until then `check` fails"
    elif last.noun == "source":
        yield f"factsheet new fact --source {last.id}; `check` warns about unused sources"
    elif last.noun in {"actor", "place"}:
        yield f"name it in a fact; `check` warns about unused {last.noun}s"
    if pending := _find_pending(session, result):
        names = " and ".join(f"'{name}'" for name in pending)
        yield f"compare {names} with the facts behind it, then run `factsheet accept {' '.join(pending)}`"
    if result.errors_left:
        yield f"factsheet check; the site already had {format_count(result.errors_left, 'error')}"


def _find_pending(session: DraftSession, result: DraftResult) -> list[str]:
    """Return what now rests on facts that nobody has compared it with, where a ledger of that is kept."""
    ledger, after = result.checked.ledger, result.checked.catalog
    if ledger is None:
        return []
    before = {review.dependency.key for review in list_pending_reviews(session.baseline.catalog, ledger)}
    dependencies = (review.dependency for review in list_pending_reviews(after, ledger))
    return list(dict.fromkeys(dependency.id for dependency in dependencies if dependency.key not in before))


_FACT_KIND, _SHEET_KIND = RECORD_KINDS["fact"], RECORD_KINDS["sheet"]
_QUESTIONS: Mapping[str, tuple[Question, ...]] = MappingProxyType(
    {noun: kind.questions for noun, kind in RECORD_KINDS.items()}
    | {"fact": (SHEET_QUESTION, *_FACT_KIND.questions), "sheet": (*_SHEET_KIND.questions, *_FACT_KIND.questions)}
)
"""The questions for a sheet include those for its first fact, without which it does not pass."""


class KindGroup(SuggestingGroup):
    """The kinds of records."""

    noun = "kind"


@click.group(
    cls=KindGroup,
    short_help="add a sheet, fact, source, actor or place",
    epilog='\b\nExample:  factsheet new actor --name "BBC Russian service" --kind organisation',
)
def new_command() -> None:
    """Add a record that passes `check`: at a terminal it asks for the fields, or it takes them as options.

    The whole site is checked with the new record before anything is written; a record with errors is not
    written. The rest of its file stays as it is, comments included.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    noun: str
    answers: Mapping[str, str]
    id: str
    fact_id: str
    """The id of the first fact of a new sheet, or of the new fact; empty for other kinds."""


def _make_record(noun: str, site: LoadedSite, given: dict[str, str], folder: Path | None, *, diff: bool) -> None:
    """Take the answers given or ask for them, check the record, write it."""
    if site.is_missing:
        finish(site.inputs.diagnostics, {})
    session, questions = DraftSession(site), _QUESTIONS[noun]
    missing = [item.option for item in questions if is_needed(item, given) and not given.get(item.name)]
    asking = bool(missing) and can_ask()
    if missing and not asking:
        raise click.UsageError(f"a new {noun} needs {', '.join(missing)}")
    _check_ids(session, noun, given)
    try:
        answers = session.ask_questions(questions, given) if asking else _check_given(session, questions, given)
        name = given.get("id") or _choose_id(session, noun, answers, asking=asking)
        fact_id = name if noun == "fact" else ""
        if noun == "sheet":
            fact_id = given.get("fact") or _choose_id(session, "fact", answers, asking=asking)
        draft = _Draft(noun=noun, answers=answers, id=name, fact_id=fact_id)
        result, lock = _complete_draft(session, draft, folder, asking=asking)
        _write_additions(session, result, lock, diff=diff, asking=asking)
    except click.Abort:  # Ctrl-C or Ctrl-D at a question; once the writing has begun, nothing is asked.
        click.echo(err=True)
        _stop()


def _check_given(session: DraftSession, questions: Iterable[Question], given: dict[str, str]) -> dict[str, str]:
    """Return the answers that options gave; end the command if any is wrong."""
    answers = [(question, given[question.name]) for question in questions if given.get(question.name)]
    if diagnostics := [item for question, answer in answers for item in session.check_answer(question, answer)]:
        _stop(diagnostics, {question.option: answer for question, answer in answers})
    return given


def _check_ids(session: DraftSession, noun: str, given: Mapping[str, str]) -> None:
    """End the command where an id cannot be that of a new record, before anything else is asked."""
    for kind, option in ((noun, "id"), ("fact", "fact")):
        diagnostics = session.check_id(kind, given[option], f"--{option}") if given.get(option) else ()
        if diagnostics:
            _stop(diagnostics, {f"--{option}": given[option]})


def _choose_id(session: DraftSession, noun: str, answers: Mapping[str, str], *, asking: bool) -> str:
    proposed = session.propose_id(RECORD_KINDS[noun], answers)
    return session.ask_id(noun, proposed) if asking else proposed


def _complete_draft(
    session: DraftSession, draft: _Draft, folder: Path | None, *, asking: bool
) -> tuple[DraftResult, str | None]:
    """Add the record to its file, in memory, and check the site; at a terminal, until nothing is wrong."""
    state = session.save_state()
    while True:
        diagnostics = _add_draft(session, draft)
        result = check_draft(session.baseline, session.inputs, session.site.settings)
        lock: str | None = None
        diagnostics = diagnostics or result.errors
        if not diagnostics and folder and draft.fact_id:
            copies, copy_diagnostics = read_copies(folder, result.checked.catalog)
            lock, unproved = prove_draft(result.checked, (draft.fact_id,), copies)
            diagnostics = (*copy_diagnostics, *unproved)
        if not diagnostics:
            return result, lock
        if not asking:
            _stop(diagnostics, session.inputs.texts)
        print_diagnostics(diagnostics, session.inputs.texts)
        draft = _ask_correction(session, draft)
        session.restore_state(state)


def _add_draft(session: DraftSession, draft: _Draft) -> tuple[Diagnostic, ...]:
    kind = RECORD_KINDS[draft.noun]
    fields = build_fields(kind.questions, draft.answers, draft.id)
    if draft.noun == "sheet":
        fields["facts"] = [build_fields(_FACT_KIND.questions, draft.answers, draft.fact_id)]
    return session.add_record(kind, fields, draft.answers.get("sheet", ""))


def _ask_correction(session: DraftSession, draft: _Draft) -> _Draft:
    """Ask for one answer again."""
    questions = {question.name: question for question in _QUESTIONS[draft.noun]}
    print_message(f"nothing is written yet; the fields are: {', '.join(questions)}", apart=True)
    while True:
        name = str(click.prompt("field to change (Enter to give up)", default="", show_default=False, err=True)).strip()
        if not name:
            _stop()
        if question := questions.get(name):
            answer = session.ask(question, required=is_needed(question, draft.answers))
            return replace(draft, answers={**draft.answers, question.name: answer})
        print_message(f"  there is no field '{name}'. {suggest_nearest(name, questions)}")


def _stop(diagnostics: Iterable[Diagnostic] = (), texts: Mapping[str, str] = MappingProxyType({})) -> NoReturn:
    print_diagnostics(diagnostics, texts)
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
        _make_record(noun, read_site(config, day), texts, folder if isinstance(folder, Path) else None, diff=diff)

    for decorate in reversed(_build_options(noun)):
        decorate(make)  # Options gather on the function that they are given.
    kind = RECORD_KINDS[noun]
    return click.command(
        noun,
        help=f"Add {kind.shape.name}. {_HELP[noun]}",
        short_help=f"add {kind.shape.name}",
        epilog=f"\b\nExample:  {kind.example}",
    )(make)


_HELP = MappingProxyType(
    {
        "sheet": "A sheet needs a first fact, so this takes the options of a fact too.",
        "fact": "It rests on a passage of a source. A number worked out from other facts is written by hand.",
        "source": "It is one article, report or document.",
        "actor": "It is added at the end of the file of actors.",
        "place": "It is added at the end of the file of places.",
    }
)


def _build_options(noun: str) -> Sequence[Callable[[Callable[..., None]], object]]:
    options: list[Callable[[Callable[..., None]], object]] = [
        add_config_option,
        add_today_option,
        click.argument("name_given", metavar="[ID]", required=False),
        click.option("--id", metavar="ID", help="Its permanent id; by default made from its words."),
    ]
    if noun == "sheet":
        options.append(click.option("--fact", metavar="ID", help="The id of its first fact."))
    options += [
        click.option(
            item.option,
            item.name,
            metavar=item.name.upper(),
            help=_format_help(item),
            shell_complete=_make_completer(item),
        )
        for item in _QUESTIONS[noun]
    ]
    if noun in {"sheet", "fact"}:
        copies = click.Path(exists=True, file_okay=False, path_type=Path)
        help_text = "The folder with the copies of the sources; proves the passage at once."
        options.append(click.option("--snapshots", "folder", type=copies, help=help_text))
    options.append(click.option("--diff", is_flag=True, help="Write nothing; print what would be written."))
    return options


def _format_help(question: Question) -> str:
    help_text = question.field.help
    if isinstance(question.field.kind, EnumKind):
        help_text += f" One of: {', '.join(word.value for word in question.field.kind.words)}."
    if question.separator:
        help_text += f" Separate several with '{question.separator}'."
    return f"{help_text} [required]" if question.required else help_text


for _noun in RECORD_KINDS:
    new_command.add_command(_build_command(_noun))
