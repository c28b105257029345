"""`factsheet fmt`: every file of facts in one form."""

import datetime as dt
from pathlib import Path, PurePosixPath

import click

from factsheet.cli.options import EXIT_FAILURE, add_config_option, add_format_option, finish
from factsheet.diagnostics.core import has_errors, sort_diagnostics
from factsheet.diagnostics.reporters import escape_unprintable
from factsheet.diagnostics.rules import IGNORED_FILE, NO_FACTS
from factsheet.model.text.wording import format_count
from factsheet.parsing.format.document import FormatResult, format_files
from factsheet.project.load import LoadedSite, is_unchanged, read_site
from factsheet.project.read_files import read_file
from factsheet.project.terminal import can_print_colour
from factsheet.project.write_files.files import write_atomically

_UNRELATED_CODES = frozenset({NO_FACTS.code, IGNORED_FILE.code})
"""Codes of what `check` reports about a folder, not about how a file in it is written."""
_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


@click.command("fmt", short_help="format the files of facts", epilog="Example:  factsheet fmt facts/sheets/strike.yml")
@add_config_option
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--check", is_flag=True, help="Write nothing; report the files that are not formatted.")
@click.option("--diff", is_flag=True, help="Write nothing; print what would change.")
@add_format_option()
def fmt_command(config: Path, paths: tuple[Path, ...], *, check: bool, diff: bool, form: str) -> None:
    """Format the files of facts in canonical form: order of fields, quotes, brackets, line breaks.

    PATHS are files or folders of facts, by default all of them. What a file says never changes, and comments
    stay with what they belong to. A file that cannot be read is left as it is. With --check or --diff the
    exit code is 1 when a file would change.
    """
    if diff and form != "text":
        raise click.UsageError(f"--diff cannot be combined with --format {form}")
    site = read_site(config, dt.date.min)  # Formatting does not depend on the date.
    formed = _format_files(site, paths)
    for line in formed.diff if diff else ():
        shown = escape_unprintable(line)
        click.echo(click.style(shown, fg=_COLOURS.get(line[:1])) if can_print_colour() else shown)
    unformatted = formed.change_diagnostics if check else ()
    skipped: tuple[str, ...] = ()
    done = f"{format_count(len(formed.unchanged), 'file')} already formatted"
    if not check and not diff:
        skipped = tuple(file for file, text in formed.changed.items() if not _write_unless_changed(site, file, text))
        written = format_count(len(formed.changed) - len(skipped), "file")
        done = f"{written} reformatted, {len(formed.unchanged)} left unchanged"
        if form == "text" and has_errors(formed.diagnostics) and (formed.changed or formed.unchanged):
            click.echo(f"{done}; files with errors were skipped:", err=True)
    if skipped:
        names = ", ".join(skipped)
        click.echo(f"skipped, since they changed while this ran: {escape_unprintable(names)}; run this again", err=True)
    finish(sort_diagnostics((*formed.diagnostics, *unformatted)), site.inputs.texts, form, done)
    if skipped or (diff and formed.changed):
        raise SystemExit(EXIT_FAILURE)


def _format_files(site: LoadedSite, paths: tuple[Path, ...]) -> FormatResult:
    inputs, facts = site.inputs, site.settings.facts
    is_unusable = site.is_missing or any(item.location.file == facts for item in inputs.diagnostics)
    if not inputs.documents and (not paths or is_unusable):
        return format_files((), {}, facts, inputs.diagnostics)  # The paths are not what is wrong.
    chosen = tuple(_resolve_path(site, path) for path in paths)
    about_facts = tuple(item for item in inputs.diagnostics if _is_inside(item.location.file, (facts,)))
    known = {document.file for document in inputs.documents} | {item.location.file for item in about_facts}
    for path, name in zip(paths, chosen, strict=True):
        if not any(_is_inside(file, (name,)) for file in known):
            raise click.BadParameter(f"'{path}' is not a file of facts.", param_hint="PATHS")
    chosen = chosen or (facts,)
    documents = tuple(document for document in inputs.documents if _is_inside(document.file, chosen))
    related = (item for item in about_facts if item.code not in _UNRELATED_CODES)
    raw = {document.file: read_file(site.root, document.file)[0] or b"" for document in documents}
    return format_files(documents, raw, facts, (item for item in related if _is_inside(item.location.file, chosen)))


def _write_unless_changed(site: LoadedSite, file: str, text: str) -> bool:
    """Write a file unless it has changed since it was read; tell whether it holds the text now."""
    if not is_unchanged(site, file):
        return read_file(site.root, file)[0] == text.encode()  # Two runs at once write the same.
    write_atomically(site.root / file, text.encode())
    return True


def _resolve_path(site: LoadedSite, path: Path) -> str:
    """Return a path as diagnostics name it; one outside the folder of facts is wrong usage."""
    facts = site.settings.facts
    resolved, folder = path.resolve(), (site.root / facts).resolve()
    if not resolved.is_relative_to(folder):
        raise click.BadParameter(f"'{path}' is not in {facts}/, the folder of facts.", param_hint="PATHS")
    return (PurePosixPath(facts) / resolved.relative_to(folder).as_posix()).as_posix()


def _is_inside(file: str, chosen: tuple[str, ...]) -> bool:
    return any(file == path or file.startswith(f"{path}/") for path in chosen)
