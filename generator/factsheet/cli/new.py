"""`factsheet new`: a sheet, fact, source, actor or place that passes `check`."""

import datetime as dt
import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import click
from click.shell_completion import CompletionItem

from factsheet.analysis.ledger import list_pending_reviews
from factsheet.authoring.drafts import DraftResult, build_fields, check_draft, keep_answers, prove_draft
from factsheet.authoring.editor_schemas import SCHEMA_FOLDER, SCHEMA_MANIFEST, write_schemas
from factsheet.authoring.questions import RECORD_KINDS, SHEET_QUESTION, Question, build_id_question, is_needed
from factsheet.cli import options
from factsheet.cli.prompts import DraftSession, confirm, print_diagnostics, print_message, read_line
from factsheet.diagnostics.core import Diagnostic, has_errors, suggest_nearest
from factsheet.diagnostics.reporters import escape_unprintable
from factsheet.evidence.lock import VERIFY_HINT
from factsheet.model.text.wording import format_count
from factsheet.project.load import LoadedSite, is_unchanged, read_copies, read_site
from factsheet.project.read_files import read_file
from factsheet.project.terminal import can_ask
from factsheet.project.write_files.files import write_with_folder

_FACT_KIND = RECORD_KINDS["fact"]
_FIRST_FACT = (*_FACT_KIND.questions, build_id_question("sheet"), build_id_question("fact", "fact"))
_QUESTIONS: Mapping[str, tuple[Question, ...]] = {
    **{noun: (*kind.questions, build_id_question(noun)) for noun, kind in RECORD_KINDS.items()},
    "fact": (SHEET_QUESTION, *_FACT_KIND.questions, build_id_question("fact")),
    "sheet": (*RECORD_KINDS["sheet"].questions, *_FIRST_FACT),
}
"""The questions for a sheet include those for its first fact, without which it does not pass."""
_EPILOG = '\b\nExample:  factsheet new actor --name "Union of Quay Workers" --kind organisation'


def _make_completer(question: Question) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    """Return what offers the answers that begin with the last part of what is typed."""

    def offer(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        before, separator, last = incomplete.rpartition(question.separator or "\0")
        words = [CompletionItem(word, help=text) for word, text in question.words.items() if word.startswith(last)]
        items = words or options.IdParamType(*question.kinds).shell_complete(ctx, param, last.strip())
        return [CompletionItem(f"{before}{separator}{item.value}", help=item.help) for item in items]

    return offer


def _write_additions(session: DraftSession, result: DraftResult, lock: str | None) -> None:
    site = session.site
    _write_files(site, {**_list_files(session), **({site.inputs.lock_file: lock} if lock else {})})
    if session.answers:
        keep_answers(site.root, session.noun, {})
    schemas, _ = read_file(site.root, f"{site.settings.facts}/{SCHEMA_FOLDER}/{SCHEMA_MANIFEST}")
    refused = write_schemas(replace(site, inputs=session.inputs)).diagnostics if schemas else ()
    for record in session.added_records:
        click.echo(f"{record.document.file}:{record.line}: {record.noun} '{record.id}' added")
    if lock:
        click.echo(f"{site.inputs.lock_file}: its passage is proved")
    print_diagnostics((*result.warnings, *refused), session.inputs.texts)
    for step in _list_next_steps(session, result, lock):
        click.echo(f"next: {step}")


def _list_files(session: DraftSession) -> Mapping[str, str]:
    return {record.document.file: session.inputs.texts[record.document.file] for record in session.added_records}


def _write_files(site: LoadedSite, files: Mapping[str, str]) -> None:
    """Write the files, those first that others name."""
    for file in files:
        if file not in site.inputs.texts and any(read_file(site.root, file)):
            raise click.ClickException(f"{file} is in the way; nothing was written")
    for file in files:
        if not is_unchanged(site, file):  # Somebody saved it while the questions were answered.
            raise click.ClickException(f"{file} was changed in the meantime; nothing was written, run this again")
    for file, text in files.items():
        write_with_folder(site.root / file, text.encode())


def _diff_files(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    for file, text in new.items():
        before = old.get(file, "")
        names = (f"a/{file}" if before else "/dev/null", f"b/{file}")
        yield from difflib.unified_diff(before.splitlines(), text.splitlines(), *names, lineterm="")


def _list_next_steps(session: DraftSession, result: DraftResult, lock: str | None) -> Iterator[str]:
    nouns = {record.noun for record in session.added_records}
    last = session.added_records[-1]
    is_named = (last.noun, last.id) in session.baseline.catalog.unreadable  # Facts have waited for it.
    if (is_named or nouns & {"fact", "sheet"}) and result.has_unproved and not lock:
        why = "the lock was written from another copy: " if lock == "" else ""
        yield f"{why}{VERIFY_HINT}; only someone with the copy can prove it, and until then `check` fails"
    elif last.noun == "source" and not is_named:
        yield f"factsheet new fact --source {last.id}"
    elif last.noun in {"actor", "place"} and not is_named:
        yield "name it in a fact"
    if ledger := result.checked.ledger:
        before = {review.dependency.key for review in list_pending_reviews(session.baseline.catalog, ledger)}
        found = (review.dependency for review in list_pending_reviews(result.checked.catalog, ledger))
        # What rests now on facts that nobody has compared it with.
        if pending := list(dict.fromkeys(dependency.id for dependency in found if dependency.key not in before)):
            names = " and ".join(f"'{name}'" for name in pending)
            yield f"compare {names} with the facts behind it, then run `factsheet accept {' '.join(pending)}`"
    if result.errors_left:
        yield f"factsheet check; the site has {format_count(result.errors_left, 'other error')}"


@click.group(cls=options.SuggestingGroup, short_help="add a sheet, fact, source, actor or place", epilog=_EPILOG)
def new_command() -> None:
    """Add a record that passes `check`: at a terminal it asks for the fields, or it takes them as options.

    The whole site is checked with the new record before anything is written; a record with errors is not
    written. The rest of its file stays as it is, comments included.

    At a terminal, Tab completes words and ids, the arrow keys edit and repeat earlier answers, and < goes back a
    question. Ctrl-C writes nothing but keeps the answers, in .cache/ of the site, and the next run offers them.
    """


def _make_record(noun: str, site: LoadedSite, given: dict[str, str], folder: Path | None, *, diff: bool) -> None:
    """Take the answers given or ask for them, check the record, write it."""
    if site.is_missing:
        options.finish(site.inputs.diagnostics, {})
    session, questions = DraftSession(site, noun), _QUESTIONS[noun]
    missing = [item.option for item in questions if is_needed(item, given) and item.name not in given]
    asking = bool(missing) and can_ask()
    if missing and not asking:
        raise click.UsageError(f"a new {noun} needs {', '.join(missing)}")
    # What cannot be an id is reported before anything is asked; other answers are asked for again.
    checked = [(item, given[item.name]) for item in questions if item.name in given and (item.id_of or not asking)]
    if diagnostics := [item for question, answer in checked for item in session.check_answer(question, answer)]:
        _stop(diagnostics, {question.option: answer for question, answer in checked})
    try:
        if asking:
            session.resume()
        answers = session.ask_questions(noun, questions, given) if asking else given
        answers = _add_ids(session, questions, answers or {})
        result, lock = _complete_draft(session, answers, folder, diff=diff, asking=asking)
    except click.Abort:  # Ctrl-C or Ctrl-D at a question; once the writing has begun, nothing is asked.
        click.echo(err=True)
        _stop((), {}, noun if session.answers.get(noun) else "")
    if not diff:
        _write_additions(session, result, lock)


def _add_ids(session: DraftSession, questions: Iterable[Question], answers: Mapping[str, str]) -> dict[str, str]:
    """Return the answers with an id wherever none was given; raise UsageError where no word could be one."""
    added = dict(answers)
    for question in questions:
        if question.id_of and not added.get(question.name):
            added[question.name] = session.propose_id(question.id_of, answers)
            if not added[question.name]:
                words = ", ".join(RECORD_KINDS[question.id_of].id_from)
                raise click.UsageError(f"no id can be made of its {words}; give {question.option}")
    return added


def _complete_draft(
    session: DraftSession, answers: Mapping[str, str], given: Path | None, *, diff: bool, asking: bool
) -> tuple[DraftResult, str | None]:
    """Add the record to its file, in memory, and check the site; at a terminal, until it can and shall be written."""
    folder, kind = options.find_copies_folder(session.site, given), RECORD_KINDS[session.noun]
    while True:
        state = session.state
        fact_id = answers.get("fact", "") if session.noun == "sheet" else answers["id"]
        fields = build_fields(kind.questions, answers, answers["id"])
        if session.noun == "sheet":
            fields["facts"] = [build_fields(_FACT_KIND.questions, answers, fact_id)]
        diagnostics = session.add_record(kind, fields, answers.get("sheet", ""))
        result = check_draft(session.baseline, session.inputs, session.site.settings, session.added_records)
        lock: str | None = None
        diagnostics = diagnostics or result.errors
        if not diagnostics and folder and session.noun in {"sheet", "fact"}:
            copies, diagnostics = read_copies(folder, result.checked.catalog)
            if given or answers["source"] in copies:
                lock, found = prove_draft(result.checked, fact_id, copies)
                diagnostics = (*diagnostics, *(found if has_errors(found) else ()))
                print_diagnostics(() if diagnostics else found, session.inputs.texts)
        if diagnostics and not asking:
            _stop(diagnostics, session.inputs.texts)
        print_diagnostics(diagnostics, session.inputs.texts)
        if not diagnostics:
            for line in _diff_files(session.site.inputs.texts, _list_files(session)) if diff or asking else ():
                click.echo(escape_unprintable(line), err=not diff)
            if diff or not asking or confirm("write this?", default=True, apart=True):
                return result, lock
        session.restore_state(state)
        answers = _ask_correction(session, answers)


def _ask_correction(session: DraftSession, answers: Mapping[str, str]) -> Mapping[str, str]:
    questions = {question.name: question for question in _QUESTIONS[session.noun]}
    print_message(f"nothing is written yet; the fields are: {', '.join(questions)}", apart=True)
    while True:
        name = read_line("field to change (Enter to give up)", topic="field", words=dict.fromkeys(questions, ""))
        if not name:
            raise click.Abort
        if question := questions.get(name):
            answer = session.ask(question, answers, required=is_needed(question, answers))
            return answers if answer is None else {**answers, name: answer}
        print_message(f"  there is no field '{name}'. {suggest_nearest(name, questions)}")


def _stop(diagnostics: Iterable[Diagnostic], texts: Mapping[str, str], kept: str = "") -> NoReturn:
    print_diagnostics(diagnostics, texts)
    print_message(f"nothing was written{f'; `factsheet new {kept}` goes on with your answers' if kept else ''}")
    raise SystemExit(options.EXIT_FAILURE)


def _build_command(noun: str) -> click.Command:
    """Return the command that makes a kind of record; its options are the fields of the shape."""

    def make(config: Path, day: dt.date, *, diff: bool, **given: object) -> None:
        folder = given.pop("folder", None)
        texts = {name: value for name, value in given.items() if isinstance(value, str) and value.strip()}
        if "id" in texts and "name_given" in texts:
            raise click.UsageError("the id is given twice")
        if "name_given" in texts:
            texts["id"] = texts.pop("name_given")
        _make_record(noun, read_site(config, day), texts, folder if isinstance(folder, Path) else None, diff=diff)

    # Options gather on the function that they are given, the last one first.
    click.option("--diff", is_flag=True, help="Write nothing; print what would be written.")(make)
    if noun in {"sheet", "fact"}:
        options.add_snapshots_option(make)
    for item in reversed(_QUESTIONS[noun]):
        names, about, offer = (item.option, item.name), _format_help(item), _make_completer(item)
        click.option(*names, metavar=item.name.upper(), help=about, shell_complete=offer)(make)
    click.argument("name_given", metavar="[ID]", required=False)(make)
    options.add_config_option(options.add_today_option(make))
    kind = RECORD_KINDS[noun]
    help_text, epilog = f"Add {kind.shape.name}. {kind.help}", f"\b\nExample:  {kind.example}"
    return click.command(noun, help=help_text, short_help=f"add {kind.shape.name}", epilog=epilog)(make)


def _format_help(question: Question) -> str:
    help_text = question.field.help
    if question.words:
        help_text += f" One of: {', '.join(question.words)}."
    if question.separator:
        help_text += f" Separate several with '{question.separator}'."
    return f"{help_text} [required]" if question.required else help_text


for _noun in RECORD_KINDS:
    new_command.add_command(_build_command(_noun))
