"""`factsheet init DIR`: a new site."""

import os
import re
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from factsheet.authoring.template import fill
from factsheet.cli.options import EXIT_FAILURE
from factsheet.diagnostics.reporters import escape_unprintable
from factsheet.model.text.wording import format_count
from factsheet.project.git import find_repository
from factsheet.project.write_files.files import write_with_folder
from factsheet.project.write_files.folders import find_target_problem, write_new_folder

_MAX_NAME_LENGTH = 80
"""Characters in the longest name of a site that fits in the header."""


def _parse_name(context: click.Context, parameter: click.Parameter, written: str | None) -> str | None:
    if written is None:
        return None
    name = written.strip()
    if not name or not name.isprintable() or len(name) > _MAX_NAME_LENGTH:
        message = f"the name of a site is one line of 1 to {_MAX_NAME_LENGTH} printable characters."
        raise click.BadParameter(message, context, parameter)
    return name


def _parse_generator(context: click.Context, parameter: click.Parameter, written: str | None) -> fill.InstallSource:
    if written is None:
        return fill.detect_install_source()
    try:
        return fill.parse_install_source(written)
    except ValueError as error:
        raise click.BadParameter(f"{error}.", context, parameter) from error


def _require_safe(context: click.Context, parameter: click.Parameter, folder: Path) -> Path:
    sites = (parent for parent in folder.resolve().parents if (parent / "mkdocs.yml").is_file())
    inputs = (parent / name for parent in sites for name in ("facts", "content", "docs") if (parent / name).is_dir())
    if why := find_target_problem(folder, inputs):
        message = f"{folder}/ cannot be the folder of a site: {why}. Name a new folder; nothing was written."
        raise click.BadParameter(message, context, parameter)
    place = _find_place(folder)
    if not re.fullmatch(r"[\w.-]+(/[\w.-]+)*", place, re.ASCII):
        message = f"CI files have to name '{place}': choose letters, digits, '.', '-' and '_'. Nothing was written."
        raise click.BadParameter(message, context, parameter)
    return folder


def _find_place(folder: Path) -> str:
    """Return the path of a folder from the root of the repository that it is in; `.` where it is a root itself."""
    folder = folder.resolve()
    return folder.relative_to(find_repository(folder) or folder).as_posix()


@click.command("init", short_help="make a new site", epilog='Example:  factsheet init harbour --name "Harbour facts"')
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path), callback=_require_safe)
@click.option("--name", callback=_parse_name, help="The name of the site. [default: from the name of the folder]")
@click.option(
    "--generator",
    metavar="SPEC",
    callback=_parse_generator,
    help="Where the site installs this program from, such as git+https://HOST/REPOSITORY@COMMIT. "
    "[default: where this one was installed from]",
)
@click.option(
    "--ci",
    type=click.Choice(fill.CI_KINDS),
    default=fill.CI_KINDS[0],
    show_default=True,
    help="Where its repository will be, for which CI files it gets.",
)
def init_command(folder: Path, name: str | None, generator: fill.InstallSource, ci: str) -> None:
    """Make a new site in DIR: settings, a worked example, hand-written pages, CI. It can be built at once.

    DIR is created if needed, and must be empty. In a folder of a repository, the files for CI and hooks are written
    at its root, none over another. Nothing is downloaded or installed.
    """
    files, diagnostics = fill.build_new_site(name or _derive_name(folder), ci, generator)
    if diagnostics:
        click.echo(f"the program is incomplete, please reinstall it: {diagnostics[0].message}", err=True)
        sys.exit(EXIT_FAILURE)
    _write_site(folder, files)
    if folder.resolve() != Path.cwd():
        click.echo(f"    cd {shlex.quote(str(folder))}")
    click.echo("    make site     # set up, check the facts, build into site/")
    click.echo("    make serve    # see the site while you edit\n\nREADME.md explains the rest.")
    if not generator.portable:
        click.echo(
            f"\ngenerator.txt points to the program on this machine:\n\n    {generator.requirement}\n\n"
            "Other machines, CI included, need an address there; --generator sets it:\n\n"
            "    factsheet @ git+https://HOST/REPOSITORY@COMMIT"
        )


def _write_site(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a site; what must be at the root of a repository is written there, or kept beside what is there already."""
    place, at_root = _find_place(folder), dict[str, bytes]()
    if place != ".":
        files, at_root = fill.move_to_subfolder(files, place)
    root = Path(folder.resolve().as_posix().removesuffix(place))
    taken = {uri: at_root.pop(uri) for uri in sorted(at_root) if os.path.lexists(root / uri)}
    write_new_folder(folder, {**files, **taken})
    for uri, raw in at_root.items():
        write_with_folder(root / uri, raw)
    if at_root:
        click.echo(escape_unprintable(f"written at the root of the repository, {root}: {', '.join(sorted(at_root))}"))
    for uri in taken:
        words = f"{root / uri} was there and is as it was: add to it by hand what {folder / uri} says"
        click.echo(escape_unprintable(words))
    click.echo(f"{format_count(len(files) + len(taken), 'file')} written to {folder}/; next:\n")


def _derive_name(folder: Path) -> str:
    words = folder.resolve().name.replace("-", " ").replace("_", " ").strip()[:_MAX_NAME_LENGTH]
    return f"{words[0].upper()}{words[1:]}" if words and words.isprintable() else "Facts"
