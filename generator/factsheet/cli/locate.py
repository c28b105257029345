"""`factsheet locate`: words of a passage in, its locator out."""

from __future__ import annotations

import datetime as dt
import json
import sys
import textwrap
from collections.abc import Mapping
from pathlib import Path

import click

from factsheet.cli.options import FOUND, DeclaredId, config_file, finish, snapshot_folder
from factsheet.diagnostics.core import did_you_mean
from factsheet.diagnostics.reporters import visible
from factsheet.evidence.locate import Located, Place
from factsheet.evidence.locate import locate as find_places
from factsheet.evidence.locator import MAX_PASSAGE, MAX_WORDS, normalise
from factsheet.model.text.wording import number_of
from factsheet.parsing.format.texts import in_line
from factsheet.project.load import Copy, read_copy, read_site
from factsheet.project.terminal import in_colour

MOST_SHOWN = 8
"""Places that are shown of those that were found."""
SCHEMA_VERSION = 1

_EPILOG = f"""\b
Example:  factsheet locate example-times "at the harbour" --snapshots ../copies
          factsheet locate example-times "Police said … the harbour" --snapshots ../copies
          factsheet locate example-times - --snapshots ../copies < passage.txt

Up to {MAX_WORDS} words are taken for a part of a sentence, and the locator is that of the sentence; more
words, or first words … last words, are the passage itself. Capitals, quotation marks and punctuation need
not be those of the copy; in the locator they are.

\b
Exit codes: 0 found, 1 not found, 2 wrong usage.
"""


@click.command("locate", short_help="find a passage and its shortest locator", epilog=_EPILOG)
@config_file
@snapshot_folder
@click.option("--exact", is_flag=True, help="Take the words alone for the passage, not their sentence.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="How it is printed; json is for editors' tools.",
)
@click.argument("source", type=DeclaredId("source"))
@click.argument("words", nargs=-1, required=True)
def locate(  # noqa: PLR0913 - one argument for each option of the command
    config: Path, folder: Path, source: str, words: tuple[str, ...], *, exact: bool, form: str
) -> None:
    """Find WORDS in our copy of SOURCE and print the shortest locator that leads to their passage alone.

    WORDS are some words of the passage, its first and last words with … between them, or all of it; - reads
    them from the standard input. Nothing is written.
    """
    site = read_site(config, dt.date.min)  # Nothing here depends on the date.

    asked = _read_in() if words == ("-",) else " ".join(words)
    if not any(map(str.isalnum, asked)):
        raise click.BadParameter("there are no words to look for.", param_hint="'WORDS'")
    copy = read_copy(site, folder, source)
    if copy.snapshot is None and not copy.diagnostics:
        near = did_you_mean(source, copy.sources) or f"there are: {', '.join(copy.sources)}"
        raise click.BadParameter(f"there is no source '{source}'; {near}", param_hint="'SOURCE'")
    if copy.snapshot is None:
        finish(copy.diagnostics, site.material.texts, form, "")
        sys.exit(FOUND)
    located = find_places(asked, copy.snapshot, exact=exact)
    if form == "json":
        click.echo(_as_json(source, located))
    else:
        _tell(source, normalise(asked), located)
    if not located.places:
        if form == "text":
            _tell_elsewhere(
                asked, {one: read_copy(site, folder, one) for one in copy.sources if one != source}
            )
        sys.exit(FOUND)


def _read_in() -> str:
    """Return what comes through the standard input, which may have been closed before we began."""
    asked = sys.stdin.read() if sys.stdin else ""
    if any("\ud800" <= sign <= "\udfff" for sign in asked):  # So a byte is read that is not UTF-8.
        raise click.BadParameter("what came through the pipe is not UTF-8.", param_hint="'WORDS'")
    return asked


def _tell_elsewhere(asked: str, copies: Mapping[str, Copy]) -> None:
    """Say in which other copies the words stand: sources that follow each other are easily mistaken."""
    for source, copy in copies.items():
        found = find_places(asked, copy.snapshot).places if copy.snapshot else ()
        if found:
            click.echo(
                f"\nIt does stand in the copy of '{source}', in paragraph {found[0].passage.paragraph}."
            )


def _tell(source: str, asked: str, located: Located) -> None:
    if not located.places:
        shown = textwrap.shorten(asked, 80, placeholder=" …")
        click.echo(f"'{visible(shown)}' does not stand in the copy of '{source}'.")
        if located.differs:
            click.echo(f"hint: {visible(located.differs)}")
        if located.suggested:
            click.echo("\nThese sentences are like it:")
        _tell_each(located.suggested)
        return
    if located.differs:
        click.echo(f"The copy has it otherwise: {located.differs}.\n")
    if len(located.places) > 1:
        click.echo(f"Found in {number_of(len(located.places), 'place')} of '{source}':\n")
    _tell_each(located.places[:MOST_SHOWN])
    if len(located.places) > MOST_SHOWN:
        click.echo(f"\nand {len(located.places) - MOST_SHOWN} more; give more words.")


def _tell_each(places: tuple[Place, ...]) -> None:
    for number, place in enumerate(places):
        if number:
            click.echo()
        widened = ", widened until it stands once" if place.widened else ""
        counted = number_of(place.words, "word")
        click.echo(f"paragraph {place.passage.paragraph}, {counted}{widened}:")
        lines = textwrap.wrap(visible(place.passage.text), 96, break_long_words=False)
        click.echo("\n".join(_dim(f"    {line}") for line in lines))
        click.echo(_pasted(place))


def _pasted(place: Place) -> str:
    if place.locator:
        return f"locator: {in_line(place.locator.text)}"
    most = f"of {MAX_WORDS} words a side and {MAX_PASSAGE} characters in all"
    return f"No locator {most} leads here alone; take a shorter passage, or one that begins elsewhere."


def _dim(text: str) -> str:
    return f"\x1b[2m{text}\x1b[0m" if in_colour() else text


def _as_json(source: str, located: Located) -> str:
    told = {
        "schemaVersion": SCHEMA_VERSION,
        "source": source,
        "differs": located.differs,
        "places": [_record(place) for place in located.places],
        "suggested": [_record(place) for place in located.suggested],
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _record(place: Place) -> dict[str, object]:
    locator = place.locator.text if place.locator else None
    return {
        "locator": locator,
        "yaml": in_line(locator) if locator else None,
        "paragraph": place.passage.paragraph,
        "words": place.words,
        "widened": place.widened,
        "passage": place.passage.text,
    }
