"""`factsheet locate`: words of a passage in, its locator out."""

import datetime as dt
import sys
import textwrap
from pathlib import Path

import click

from factsheet.cli import options
from factsheet.diagnostics.core import suggest_nearest
from factsheet.diagnostics.reporters import UNPRINTABLE, dump_json, escape_unprintable
from factsheet.evidence.locate import LocatedPassage, LocateResult, locate_passages
from factsheet.evidence.locator import MAX_PASSAGE, MAX_WORDS, normalise
from factsheet.model.text.wording import format_count
from factsheet.parsing.format.document import format_scalar
from factsheet.project.load import read_copy, read_site
from factsheet.project.terminal import can_print_colour

_MAX_SHOWN = 8
"""How many places are shown."""
_EPILOG = f"""\b
Example:  factsheet locate example-times "at the harbour"
          factsheet locate example-times "Police said … the harbour"
          factsheet locate example-times - < passage.txt

Up to {MAX_WORDS} words count as part of a sentence, and the locator covers the whole sentence; more words,
or first words … last words, are the passage itself. Capitals, quotation marks and punctuation need not match
the copy; the locator has them as in the copy.

\b
Exit codes: 0 found, 1 not found, 2 wrong usage.
"""


@click.command("locate", short_help="find a passage and its shortest locator", epilog=_EPILOG)
@options.add_config_option
@options.add_snapshots_option
@click.option("--exact", is_flag=True, help="Take only the words as the passage, not their sentence.")
@options.add_format_option("Output format; json is for editors' tools.", ("text", "json"))
@click.argument("source", type=options.IdParamType("source"))
@click.argument("words", nargs=-1, required=True)
def locate_command(  # noqa: PLR0913 - one argument for each option of the command
    config: Path, folder: Path | None, source: str, words: tuple[str, ...], *, exact: bool, form: str
) -> None:
    """Find WORDS in our copy of SOURCE and print the shortest locator that leads to their passage alone.

    WORDS are some words of the passage, its first and last words with … between them, or all of it; - reads
    them from standard input. Nothing is written.
    """
    site = read_site(config, dt.date.min)  # Nothing here depends on the date.
    asked = _read_stdin() if words == ("-",) else " ".join(words)
    if not any(map(str.isalnum, asked)):
        raise click.BadParameter("there are no words to look for.", param_hint="'WORDS'")
    folder = options.require_copies_folder(site, folder)
    copy = read_copy(site, folder, source)
    if copy.snapshot is None and not copy.diagnostics:
        near = suggest_nearest(source, copy.sources) or f"there are: {', '.join(copy.sources)}"
        raise click.BadParameter(f"there is no source '{source}'; {near}", param_hint="'SOURCE'")
    if copy.snapshot is None:
        options.finish(copy.diagnostics, site.inputs.texts, form)
        raise SystemExit(options.EXIT_FAILURE)
    located = locate_passages(asked, copy.snapshot, exact=exact)
    if form == "json":
        click.echo(_format_json(source, located), nl=False)
    else:
        _print_result(source, normalise(asked), located)
    if not located.places:
        for other in copy.sources if form == "text" else ():  # Sources with similar ids are easily confused.
            snapshot = read_copy(site, folder, other).snapshot if other != source else None
            if snapshot and (places := locate_passages(asked, snapshot).places):
                click.echo(f"\nIt is in the copy of '{other}', in paragraph {places[0].passage.paragraph}.")
        raise SystemExit(options.EXIT_FAILURE)


def _read_stdin() -> str:
    asked = sys.stdin.read() if sys.stdin else ""  # It is None where it was closed before we began.
    if any("\ud800" <= char <= "\udfff" for char in asked):  # Bytes that are not UTF-8 are read as surrogates.
        raise click.BadParameter("standard input is not UTF-8.", param_hint="'WORDS'")
    return asked


def _print_result(source: str, asked: str, located: LocateResult) -> None:
    if not located.places:
        shown = textwrap.shorten(asked, 80, placeholder=" …")
        click.echo(f"'{escape_unprintable(shown)}' is not in the copy of '{source}'.")
        if located.differs:
            click.echo(f"hint: {escape_unprintable(located.differs)}")
        if located.suggested:
            click.echo("\nSimilar sentences:")
        _print_places(located.suggested)
        return
    if located.differs:
        click.echo(f"The copy differs: {escape_unprintable(located.differs)}.\n")
    count = len(located.places) + located.more
    if count > 1:
        click.echo(f"Found in {format_count(count, 'place')} of '{source}':\n")
    listed = located.places[:_MAX_SHOWN]
    _print_places(listed)
    if count > len(listed):
        click.echo(f"\nand {count - len(listed)} more; add words to narrow it down.")


def _print_places(places: tuple[LocatedPassage, ...]) -> None:
    for number, place in enumerate(places):
        if number:
            click.echo()
        widened = ", widened until it is unique" if place.widened else ""
        click.echo(f"paragraph {place.passage.paragraph}, {format_count(place.words, 'word')}{widened}:")
        lines = textwrap.wrap(place.passage.text, 96, break_long_words=False)
        for line in (f"    {escape_unprintable(line)}" for line in lines):
            click.echo(click.style(line, dim=True) if can_print_colour() else line)
        click.echo(_format_locator(place))


def _format_locator(place: LocatedPassage) -> str:
    if place.locator:
        return f"locator: {UNPRINTABLE.sub('?', format_scalar(place.locator.text))}"
    limits = f"up to {MAX_WORDS} words a side and {MAX_PASSAGE} characters in all"
    return f"No locator of {limits} is unique; take a shorter passage, or one that begins elsewhere."


def _format_json(source: str, located: LocateResult) -> str:
    places, suggested = (list(map(_build_record, each)) for each in (located.places, located.suggested))
    head = {"schemaVersion": 1, "source": source, "differs": located.differs}
    return dump_json({**head, "places": places, "suggested": suggested, "more": located.more}, indent=1)


def _build_record(place: LocatedPassage) -> dict[str, object]:
    locator, passage = place.locator.text if place.locator else None, place.passage
    head = {"locator": locator, "yaml": format_scalar(locator) if locator else None, "paragraph": passage.paragraph}
    return {**head, "words": place.words, "widened": place.widened, "passage": passage.text}
