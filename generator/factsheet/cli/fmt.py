"""`factsheet fmt`: every file of facts in one form."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path, PurePosixPath

import click

from factsheet.cli.options import EXIT_FAILURE, add_config_option, add_format_option, finish
from factsheet.diagnostics.core import Diagnostic, has_errors, sort_diagnostics
from factsheet.diagnostics.reporters import escape_unprintable
from factsheet.diagnostics.rules.site import NO_CONFIGURATION
from factsheet.diagnostics.rules.syntax import IGNORED_FILE, NO_FACTS
from factsheet.model.text.wording import format_count
from factsheet.parsing.format.folder import FormatResult, format_files
from factsheet.project.load import LoadedSite, is_unchanged, read_site
from factsheet.project.read_files import read_file
from factsheet.project.terminal import can_print_colour
from factsheet.project.write_files.files import write_atomically

_UNRELATED_CODES = frozenset({NO_FACTS.code, IGNORED_FILE.code})
"""What `check` says of a folder, and not of how a file in it is written."""
_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


@click.command(
    "fmt",
    short_help="put the files of facts in form",
    epilog="Example:  factsheet fmt facts/sheets/deaths.yml",
)
@add_config_option
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--check", is_flag=True, help="Write nothing; find the files that are not in form.")
@click.option("--diff", is_flag=True, help="Write nothing; print what would change.")
@add_format_option
def fmt_command(config: Path, paths: tuple[Path, ...], *, check: bool, diff: bool, form: str) -> None:
    """Write the files of facts in canonical form: order of fields, quotes, brackets, lines.

    PATHS are files or folders of facts; without any, all of them. What a file says never changes, and its
    comments stay with what they belong to. A file that cannot be read is left as it is. With --check or
    --diff the exit code is 1 when a file would change.
    """
    if diff and form != "text":
        raise click.UsageError(f"--diff prints a difference, and no {form}; give one of the two")
    site = read_site(config, dt.date.min)  # Form asks for no day.
    formed = _format_files(site, paths)
    if diff:
        _print_diff(formed)
    wrong = formed.change_diagnostics if check else ()
    moved: tuple[str, ...] = ()
    done = f"{format_count(len(formed.unchanged), 'file')} in form"
    if not check and not diff:
        moved = tuple(file for file, text in formed.changed.items() if not _write_unless_changed(site, file, text))
        wrote = len(formed.changed) - len(moved)
        done = f"{format_count(wrote, 'file')} written, {len(formed.unchanged)} as they should be"
        if form == "text" and has_errors(formed.diagnostics) and (formed.changed or formed.unchanged):
            click.echo(f"{done}; the others were left alone:", err=True)
    if moved:
        told = f"changed while this ran, and left alone: {', '.join(moved)}"
        click.echo(f"{told}; run this again", err=True)
    finish(sort_diagnostics((*formed.diagnostics, *wrong)), site.inputs.texts, form, done)
    if moved or (diff and formed.changed):
        sys.exit(EXIT_FAILURE)


def _format_files(site: LoadedSite, paths: tuple[Path, ...]) -> FormatResult:
    """Put the chosen files in form, in memory."""
    material, facts = site.inputs, site.settings.facts
    if not material.documents and any(_is_about_site(one, facts) for one in material.diagnostics):
        return format_files((), {}, facts, material.diagnostics)  # The paths are not what is wrong.
    chosen = tuple(_resolve_path(site, path) for path in paths)
    of_facts = tuple(one for one in material.diagnostics if _is_inside(one.location.file, (facts,)))
    known = {document.file for document in material.documents} | {one.location.file for one in of_facts}
    for path, name in zip(paths, chosen, strict=True):
        if not any(_is_inside(file, (name,)) for file in known):
            raise click.BadParameter(f"'{path}' is no file of facts.", param_hint="PATHS")
    if not chosen:
        if not material.documents:
            return format_files((), {}, facts, material.diagnostics)
        chosen = (facts,)
    documents = tuple(one for one in material.documents if _is_inside(one.file, chosen))
    unread = (one for one in of_facts if _is_inside(one.location.file, chosen) and one.code not in _UNRELATED_CODES)
    raw = {one.file: read_file(site.root, one.file)[0] or b"" for one in documents}
    return format_files(documents, raw, facts, unread)


def _is_about_site(finding: Diagnostic, facts: str) -> bool:
    """Tell whether a finding says why no file of facts could be looked for."""
    return finding.code == NO_CONFIGURATION.code or finding.location.file == facts


def _write_unless_changed(site: LoadedSite, file: str, text: str) -> bool:
    """Write a file unless somebody else has, since it was read; tell whether it holds the text now."""
    if not is_unchanged(site, file):
        return read_file(site.root, file)[0] == text.encode()  # Two runs at once write the same.
    write_atomically(site.root / file, text.encode())
    return True


def _resolve_path(site: LoadedSite, path: Path) -> str:
    """Return a path as findings name it; one outside the folder of facts is wrong usage."""
    facts = site.settings.facts
    found, folder = path.resolve(), (site.root / facts).resolve()
    if not found.is_relative_to(folder):
        raise click.BadParameter(f"'{path}' does not lie in {facts}/, the folder of facts.", param_hint="PATHS")
    return (PurePosixPath(facts) / found.relative_to(folder).as_posix()).as_posix()


def _is_inside(file: str, chosen: tuple[str, ...]) -> bool:
    return any(file == one or file.startswith(f"{one}/") for one in chosen)


def _print_diff(formed: FormatResult) -> None:
    for line in formed.diff:
        shown = escape_unprintable(line)
        click.echo(click.style(shown, fg=_COLOURS.get(line[:1])) if can_print_colour() else shown)
