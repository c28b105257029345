"""`factsheet fmt`: every file of facts in one form."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path, PurePosixPath

import click

from factsheet.cli.options import FOUND, config_file, finish, report_format
from factsheet.diagnostics.core import Diagnostic, arrange, has_errors
from factsheet.diagnostics.reporters import visible
from factsheet.diagnostics.rules.reading import NO_FACTS, NOT_READ
from factsheet.diagnostics.rules.site import NO_CONFIGURATION
from factsheet.model.text.wording import number_of
from factsheet.parsing.format.folder import Formed, form_files
from factsheet.project.load import Site, is_as_read, read_site
from factsheet.project.read_files import read_file
from factsheet.project.terminal import in_colour
from factsheet.project.write_files import write_atomically

_NOT_OF_FORM = frozenset({NO_FACTS.code, NOT_READ.code})
"""What `check` says of a folder, and not of how a file in it is written."""
_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


@click.command(
    short_help="put the files of facts in form", epilog="Example:  factsheet fmt facts/sheets/deaths.yml"
)
@config_file
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--check", is_flag=True, help="Write nothing; find the files that are not in form.")
@click.option("--diff", is_flag=True, help="Write nothing; print what would change.")
@report_format
def fmt(config: Path, paths: tuple[Path, ...], *, check: bool, diff: bool, form: str) -> None:
    """Write the files of facts in canonical form: order of fields, quotes, brackets, lines.

    PATHS are files or folders of facts; without any, all of them. What a file says never changes, and its
    comments stay with what they belong to. A file that cannot be read is left as it is. With --check or
    --diff the exit code is 1 when a file would change.
    """
    if diff and form != "text":
        raise click.UsageError(f"--diff prints a difference, and no {form}; give one of the two")
    site = read_site(config, dt.date.min)  # Form asks for no day.
    formed = _form(site, paths)
    if diff:
        _print_diff(formed)
    wrong = formed.differing if check else ()
    moved: tuple[str, ...] = ()
    done = f"{number_of(len(formed.same), 'file')} in form"
    if not check and not diff:
        moved = tuple(file for file, text in formed.changed.items() if not _written(site, file, text))
        wrote = len(formed.changed) - len(moved)
        done = f"{number_of(wrote, 'file')} written, {len(formed.same)} as they should be"
        if form == "text" and has_errors(formed.findings) and (formed.changed or formed.same):
            click.echo(f"{done}; the others were left alone:", err=True)
    if moved:
        told = f"changed while this ran, and left alone: {', '.join(moved)}"
        click.echo(f"{told}; run this again", err=True)
    finish(arrange((*formed.findings, *wrong)), site.material.texts, form, done)
    if moved or (diff and formed.changed):
        sys.exit(FOUND)


def _form(site: Site, paths: tuple[Path, ...]) -> Formed:
    """Put the chosen files in form, in memory."""
    material, facts = site.material, site.settings.facts
    if not material.documents and any(_is_of_site(one, facts) for one in material.diagnostics):
        return form_files((), {}, facts, material.diagnostics)  # The paths are not what is wrong.
    chosen = tuple(_named(site, path) for path in paths)
    of_facts = tuple(one for one in material.diagnostics if _lies_in(one.location.file, (facts,)))
    known = {document.file for document in material.documents} | {one.location.file for one in of_facts}
    for path, name in zip(paths, chosen, strict=True):
        if not any(_lies_in(file, (name,)) for file in known):
            raise click.BadParameter(f"'{path}' is no file of facts.", param_hint="PATHS")
    if not chosen:
        if not material.documents:
            return form_files((), {}, facts, material.diagnostics)
        chosen = (facts,)
    documents = tuple(one for one in material.documents if _lies_in(one.file, chosen))
    unread = (one for one in of_facts if _lies_in(one.location.file, chosen) and one.code not in _NOT_OF_FORM)
    raw = {one.file: read_file(site.root, one.file)[0] or b"" for one in documents}
    return form_files(documents, raw, facts, unread)


def _is_of_site(finding: Diagnostic, facts: str) -> bool:
    """Tell whether a finding says why no file of facts could be looked for."""
    return finding.code == NO_CONFIGURATION.code or finding.location.file == facts


def _written(site: Site, file: str, text: str) -> bool:
    """Write a file unless somebody else has, since it was read; tell whether it holds the text now."""
    if not is_as_read(site, file):
        return read_file(site.root, file)[0] == text.encode()  # Two runs at once write the same.
    write_atomically(site.root / file, text.encode())
    return True


def _named(site: Site, path: Path) -> str:
    """Return a path as findings name it; one outside the folder of facts is wrong usage."""
    facts = site.settings.facts
    found, folder = path.resolve(), (site.root / facts).resolve()
    if not found.is_relative_to(folder):
        raise click.BadParameter(
            f"'{path}' does not lie in {facts}/, the folder of facts.", param_hint="PATHS"
        )
    return (PurePosixPath(facts) / found.relative_to(folder).as_posix()).as_posix()


def _lies_in(file: str, chosen: tuple[str, ...]) -> bool:
    return any(file == one or file.startswith(f"{one}/") for one in chosen)


def _print_diff(formed: Formed) -> None:
    for line in formed.diff:
        shown = visible(line)
        click.echo(click.style(shown, fg=_COLOURS.get(line[:1])) if in_colour() else shown)
