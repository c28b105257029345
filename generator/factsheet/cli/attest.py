"""`factsheet attest`: a second reader reads facts beside their passages."""

import datetime as dt
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import click

from factsheet.analysis import attestations
from factsheet.analysis.ledger import hash_meaning
from factsheet.checks.evidence import list_reading_problems
from factsheet.checks.run import CheckResult, check_site
from factsheet.cli import options
from factsheet.cli.prompts import print_message
from factsheet.diagnostics.core import Severity, suggest_nearest
from factsheet.diagnostics.frozen import dataclass
from factsheet.diagnostics.reporters import escape_unprintable
from factsheet.diagnostics.rules import NOT_SUPPORTED
from factsheet.evidence.locator import Locator
from factsheet.evidence.lock import compute_sha256
from factsheet.evidence.proof import SnapshotFile, decode_snapshot
from factsheet.model.records import Fact
from factsheet.model.text.spans import strip_markup
from factsheet.model.text.wording import format_count
from factsheet.model.vocabulary import ReadingAnswer, Standing
from factsheet.project.git import read_user_name
from factsheet.project.load import LoadedSite, read_copies, read_site
from factsheet.project.read_files import MAX_LOCK_BYTES, build_disk_tree
from factsheet.project.terminal import can_ask
from factsheet.project.write_files.files import write_atomically
from factsheet.render.blocks import Paragraph, Shared
from factsheet.render.pages.context import PageContext, build_page_context
from factsheet.render.pages.inline import format_value_words
from factsheet.render.pages.rows import build_evidence_box, build_meta_line, render_passage_location

_WIDTH = 80
_AROUND = 200
"""Characters of the copy that are shown before a passage, and after it."""
_KEYS = {"s": ReadingAnswer.SUPPORTS, "p": ReadingAnswer.IN_PART, "n": ReadingAnswer.NOT}
_ANSWERS = {word.value: word for word in ReadingAnswer}
_QUESTION = "[s]upports, [p]artly, does [n]ot support, s[k]ip, [q]uit"
_REASON = "With --answer: what is missing, or why it is not supported."
_REASONS = {ReadingAnswer.IN_PART: "what is missing", ReadingAnswer.NOT: "why not"}
_EPILOG = """\b
Example:  factsheet attest
          factsheet attest boats-counted --answer supports --as "Ada Example"
          factsheet attest --list
"""


@click.command("attest", short_help="read facts beside their passages, as a second reader", epilog=_EPILOG)
@click.argument("names", metavar="[FACT]...", nargs=-1, type=options.IdParamType("fact"))
@options.add_snapshots_option
@click.option("--as", "reader", metavar="NAME", help="The name of the reader. [default: user.name of git]")
@click.option("--answer", type=click.Choice(list(_ANSWERS)), help="Give each FACT this answer; ask nothing.")
@click.option("--reason", default="", show_default=False, help=_REASON)
@click.option("--list", "listing", is_flag=True, help="List who has read what, and what nobody has.")
@options.add_config_option
@options.add_today_option
def attest_command(  # noqa: PLR0913, PLR0917 - one argument for each option of the command
    names: tuple[str, ...],
    folder: Path | None,
    reader: str | None,
    answer: str | None,
    reason: str,
    config: Path,
    day: dt.date,
    *,
    listing: bool,
) -> None:
    """Read facts beside their passages, one after the other, and say whether the passages support them.

    Without FACT, those come that nobody else than their author has read as they stand now. Each answer is kept at
    once, so that you can stop and go on later: facts/attested.lock gets your name, the day, and hashes of the fact and
    its passages. When either changes, the answer is void. The file holds no words of a source; what you write about
    a fact stands there as you write it.

    With --list, the exit code is 1 when a fact has no second reader, or one who objects.
    """
    site = read_site(config, day)
    checked = check_site(site.inputs, site.settings)
    if any(item.severity is Severity.ERROR and item.code != NOT_SUPPORTED.code for item in checked.diagnostics):
        options.finish(checked.diagnostics, site.inputs.texts)
    readings = _choose_readings(names, site, checked)
    if listing:
        raise SystemExit(_print_readings(readings))
    if answer and (folder or not names):
        raise click.UsageError("--answer takes FACTs and shows no copies; leave it out to read the passages")
    folder = None if answer else options.require_copies_folder(site, folder)
    context = build_page_context(checked.catalog, checked.derivations, checked.lock, site.settings, "")
    walk = _Walk(site, context, _find_reader(site, reader), day)
    if folder is None:
        for reading in readings:
            if problem := walk.save_answer(reading.fact, _ANSWERS[answer or ""], reason):
                raise click.UsageError(problem)
        click.echo(f"{format_count(len(readings), 'answer')} kept in {site.inputs.attested_file}")
        return
    copies, diagnostics = read_copies(folder, checked.catalog)
    options.finish(diagnostics, site.inputs.texts)
    walk.ask_all([reading.fact for reading in readings] if names else walk.list_waiting(readings), copies)


def _choose_readings(names: Sequence[str], site: LoadedSite, checked: CheckResult) -> list[attestations.FactReading]:
    """Return what was said of these facts, or of all that need a second reader: where none must have one, of all."""
    said, everything = checked.attestations or (), frozenset(Standing)
    known = attestations.sort_readings(checked.catalog, checked.lock, said, site.inputs.find_author, everything)
    if unknown := next((name for name in names if name not in known), ""):
        near = suggest_nearest(unknown, known) or "`factsheet attest --list` lists the facts that are"
        raise click.UsageError(f"'{unknown}' is not a fact to be read beside its passages; {near}")
    needed = site.settings.attested_standings or everything
    return [known[name] for name in names] or [item for item in known.values() if item.fact.standing in needed]


def _find_reader(site: LoadedSite, given: str | None) -> str:
    name = given or read_user_name(site.root)
    if not name and not can_ask():
        raise click.UsageError("git has no user.name here; give your name with --as NAME")
    return " ".join((name or click.prompt("your name", err=True)).split())


def _print_readings(readings: Iterable[attestations.FactReading]) -> bool:
    """Print who has read each fact, or what is missing; return whether something is."""
    problems = [(reading, [*list_reading_problems(reading)]) for reading in readings]
    for reading, found in problems:
        read = [f"'{item.fact}' is supported: {item.reader}, {item.on}" for item in reading.supporting]
        for line in (*read, *(item.message for item in found)):
            click.echo(escape_unprintable(line))
    left = sum(bool(found) for _, found in problems)
    click.echo(f"\n{format_count(left, 'fact')} left to read or to correct")
    return left > 0


@dataclass(frozen=True, slots=True)
class _Walk:
    """The facts of a site, and who reads them."""

    site: LoadedSite
    context: PageContext
    reader: str
    day: dt.date

    def list_waiting(self, readings: Iterable[attestations.FactReading]) -> list[Fact]:
        """Return what nobody has read, without what this reader has written, where that matters."""
        catalog, find_author = self.context.catalog, self.site.inputs.find_author
        waiting = [item.fact for item in readings if not item.supporting and not item.objecting]
        authors = {fact.id: attestations.find_fact_author(fact, catalog, find_author) for fact in waiting}
        own = [name for name, author in authors.items() if attestations.is_same_person(author, self.reader)]
        if own:
            print_message(f"left out, since you wrote them: {', '.join(own)}")
        return [fact for fact in waiting if fact.id not in own]

    def save_answer(self, fact: Fact, answer: ReadingAnswer, reason: str) -> str:
        """Add an answer to the ledger as it is on the disk now; return why that cannot be done, or nothing."""
        file, reason = self.site.inputs.attested_file, " ".join(reason.split())
        if bool(reason) != (answer in _REASONS):
            return f"say {_REASONS[answer]}" if answer in _REASONS else "what the passages support needs no reason"
        words = (fact.id, self.reader, f"{self.day}", answer.value, reason)
        said = attestations.Attestation(*words, hash_meaning(fact), attestations.hash_passages(fact, self.context.lock))
        if problem := said.find_problem():
            return f"the answer {problem}"
        text = build_disk_tree(self.site.root).read_file_text(file, MAX_LOCK_BYTES)
        before, diagnostics = attestations.read_attestations(file, text)
        options.finish(diagnostics, {file: text or ""})
        write_atomically(self.site.root / file, attestations.serialize_attestations((*(before or ()), said)).encode())
        return ""

    def ask_all(self, facts: Sequence[Fact], copies: Mapping[str, SnapshotFile]) -> None:
        kept = 0
        try:
            for number, fact in enumerate(facts, 1):
                click.echo(f"{'-' * _WIDTH}\n{number} of {len(facts)}: {fact.id}\n")
                for line in self._describe_fact(fact, copies):
                    click.echo(escape_unprintable(line))
                answer = self._ask(fact)
                kept += answer in _KEYS
                if answer == "q":
                    break
        except (click.Abort, KeyboardInterrupt):  # The end of the input, or Ctrl-C: what was answered is kept.
            click.echo(err=True)
        left = f"; {len(facts) - kept} left, run this again to go on" if kept < len(facts) else ""
        done = f"{format_count(kept, 'answer')} kept in {self.site.inputs.attested_file}{left}"
        click.echo(done if facts else "nothing is left for you to read")

    def _ask(self, fact: Fact) -> str:
        """Ask until there is an answer that can be kept, or none is wanted; return its key."""
        while (key := click.prompt(_QUESTION, err=True).strip().lower()[:1]) not in {"k", "q"}:
            if answer := _KEYS.get(key):
                asked = _REASONS.get(answer)
                reason = click.prompt(f"{asked} (it is published with the file of answers)", err=True) if asked else ""
                if not (problem := self.save_answer(fact, answer, reason)):
                    return key
                print_message(problem)
        return key

    def _describe_fact(self, fact: Fact, copies: Mapping[str, SnapshotFile]) -> Iterator[str]:
        context = self.context
        value = ", also ".join(format_value_words(value) for value in (fact.value, fact.also) if value)
        marks = build_meta_line(fact, context)
        yield from _wrap(strip_markup(fact.statement))
        for name, words in (("", value), ("counts ", fact.counts), ("compared with ", fact.compared_with)):
            yield from _wrap(f"{name}{words}" if words else "", 2)
        yield from _wrap(" · ".join(filter(str.strip, (strip_markup((span,)) for span in marks.text))), 2)
        yield from _wrap(f"caveat: {strip_markup(fact.caveat)}" if fact.caveat else "", 2)
        for shared, evidence in zip(build_evidence_box(fact, context).blocks, fact.evidence, strict=True):
            yield ""
            where = render_passage_location(evidence, fact, context)
            for block in shared.blocks[0].blocks if isinstance(shared, Shared) else ():
                if isinstance(block, Paragraph) and block.text != where:
                    yield from _wrap(strip_markup(block.text), 2)
            for locator in (evidence.locator, evidence.attribution):
                source = evidence.source.id
                yield from self._quote_passage(fact, source, locator, copies.get(source)) if locator else ()

    def _quote_passage(self, fact: Fact, source: str, locator: Locator, copy: SnapshotFile | None) -> Iterator[str]:
        """Yield a passage with the words around it; the words at its ends, which find it, are marked."""
        record = self.context.lock.find_record(fact.id, source, locator)
        snapshot = decode_snapshot(copy.raw) if copy else 0
        text = "" if isinstance(snapshot, int) else snapshot.text
        if not record or compute_sha256(passage := text[record.start : record.end]) != record.passage:
            message = f"the copy of '{source}' is not the one that the evidence lock proves"
            raise click.ClickException(f"{message}: `factsheet verify` says what differs")
        before = text[: record.start][-_AROUND:].partition(" ")[2]
        after = text[record.end :][:_AROUND].rpartition(" ")[0]
        middle = passage[len(locator.first) : len(passage) - len(locator.last)]
        end = f">>{locator.last}<<" if locator.last else ""
        yield f"  {self.context.describe_place(record)}"
        yield from _wrap(f"… {before}>>{locator.first}<<{middle}{end}{after} …", 6)


def _wrap(text: str, indent: int = 0) -> list[str]:
    margin = " " * indent
    return textwrap.wrap(text, _WIDTH, initial_indent=margin, subsequent_indent=margin, break_long_words=False)
