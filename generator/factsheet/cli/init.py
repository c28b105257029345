"""`factsheet init DIR`: a new site."""

import datetime as dt
import os
import re
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from factsheet.authoring.drafts import list_new_diagnostics
from factsheet.authoring.editor_schemas import SCHEMA_FOLDER, SCHEMA_MANIFEST, write_schemas
from factsheet.authoring.template import fill
from factsheet.checks.run import check_site
from factsheet.cli.options import EXIT_FAILURE, finish
from factsheet.cli.prompts import print_diagnostics
from factsheet.diagnostics.core import Severity
from factsheet.diagnostics.reporters import escape_unprintable
from factsheet.diagnostics.rules import UNPROVED_EVIDENCE
from factsheet.model.text.wording import format_count
from factsheet.project.git import find_repository
from factsheet.project.load import LoadedSite, read_site, read_site_tree
from factsheet.project.read_files import MAX_LOCK_BYTES, build_disk_tree, read_content, read_file
from factsheet.project.write_files.files import write_changes, write_with_folder
from factsheet.project.write_files.folders import find_target_problem, write_new_folder

_STEPS = """\
    make site     # set up, check the facts, build into site/
    make serve    # see the site while you edit"""
_FIRST_STEPS = """\
    make check                        # sets up, and says that there is no sheet yet
    .venv/bin/factsheet new source    # what your first fact rests on
    .venv/bin/factsheet new sheet     # a page with its first fact; then 'make site' builds it"""
_FOLDER = click.Path(file_okay=False, path_type=Path)
_NAME = "The name of the site. [default: from the name of the folder]"
_GENERATOR = """Where the site installs this program from, such as git+https://HOST/REPOSITORY@COMMIT.
[default: where this one was installed from]"""
_CI = "Where its repository will be, for which CI files it gets."
_REMOVAL = "Take the worked example out of the site in DIR, or here; refused while something refers to it."
_MAX_NAME_LENGTH = 80
"""Characters in the longest name of a site that fits in the header."""


def _parse_name(written: str) -> str:
    name = written.strip()
    if not name or not name.isprintable() or len(name) > _MAX_NAME_LENGTH:
        raise click.BadParameter(f"the name of a site is one line of 1 to {_MAX_NAME_LENGTH} printable characters.")
    return name


def _parse_generator(context: click.Context, parameter: click.Parameter, written: str | None) -> fill.InstallSource:
    if written is None:
        return fill.detect_install_source()
    try:
        return fill.parse_install_source(written)
    except ValueError as error:
        raise click.BadParameter(f"{error}.", context, parameter) from error


def _require_safe(context: click.Context, parameter: click.Parameter, folder: Path | None) -> Path:
    if context.params["removing"]:
        return folder or Path()
    if folder is None:
        raise click.MissingParameter(ctx=context, param=parameter)
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
@click.argument("folder", metavar="DIR", required=False, type=_FOLDER, callback=_require_safe)
@click.option("--name", metavar="TEXT", type=_parse_name, help=_NAME)
@click.option("--generator", metavar="SPEC", callback=_parse_generator, help=_GENERATOR)
@click.option("--ci", type=click.Choice(fill.CI_KINDS), default=fill.CI_KINDS[0], help=_CI)
@click.option("--bare", is_flag=True, help="Leave out the worked example; the first sheet is yours.")
@click.option("--remove-example", "removing", is_flag=True, is_eager=True, help=_REMOVAL)
def init_command(  # noqa: PLR0913 - one for each option
    folder: Path, name: str | None, generator: fill.InstallSource, ci: str, *, bare: bool, removing: bool
) -> None:
    """Make a new site in DIR: settings, a worked example, hand-written pages, CI. It can be built at once.

    DIR is created if needed, and must be empty. In a folder of a repository, the files for CI and hooks are written
    at its root, none over another. Nothing is downloaded or installed.
    """
    if removing:
        if name or bare:
            raise click.UsageError("--remove-example changes a site that is there; it takes no other option")
        _remove_example(folder)
        return
    files, diagnostics = fill.build_new_site(name or _derive_name(folder), ci, generator, bare=bare)
    if diagnostics:
        click.echo(f"the program is incomplete, please reinstall it: {diagnostics[0].message}", err=True)
        raise SystemExit(EXIT_FAILURE)
    _write_site(folder, files)
    if folder.resolve() != Path.cwd():
        click.echo(f"    cd {shlex.quote(str(folder))}")
    click.echo(f"{_FIRST_STEPS if bare else _STEPS}\n\nREADME.md explains the rest.")
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


def _remove_example(root: Path) -> None:
    """Take the worked example out of a site whose files of it nobody has changed, and whose other files do without."""
    site = read_site(root / "mkdocs.yml", dt.date.min)  # Nothing here depends on the date.
    if site.is_missing:
        finish(site.inputs.diagnostics, {})
    settings = site.settings
    folders = {"facts": settings.facts, "content": settings.docs, "snapshots": settings.snapshots or "snapshots"}
    places = {uri: re.sub("^[^/]+", lambda top: folders.get(top[0], top[0]), uri) for uri in sorted(fill.EXAMPLE_PATHS)}
    files = {name: raw for name, place in places.items() if (raw := read_file(site.root, place, MAX_LOCK_BYTES)[0])}
    original = read_content(fill.STARTER_FOLDER, "site")[0]
    own = (uri for uri in fill.EXAMPLE_FILES if files.get(uri, b"").replace(b"\r\n", b"\n") not in {b"", original[uri]})
    problems = [f"{places[uri]}: it has been changed; rename it if it is yours now, or delete it" for uri in own]
    changes = {places[name]: raw for name, raw in fill.drop_example(files).items()}
    after = read_site_tree(build_disk_tree(site.root, changes), "mkdocs.yml", site.root, dt.date.min)
    new = list_new_diagnostics(check_site(site.inputs, settings), check_site(after.inputs, after.settings))
    errors = [item for item in new if item.severity is Severity.ERROR and item.code != UNPROVED_EVIDENCE.code]
    problems += _list_mentions(site, changes)
    if problems or errors:
        print_diagnostics(errors, after.inputs.texts)
        raise click.ClickException("\n".join((*problems, "nothing was removed")))
    write_changes(site.root, changes)
    if any(read_file(site.root, f"{settings.facts}/{SCHEMA_FOLDER}/{SCHEMA_MANIFEST}")):
        write_schemas(after)
    for place, raw in changes.items():
        click.echo(escape_unprintable(f"{place}: {'removed' if raw is None else 'the example is taken out'}"))
    print_diagnostics(new, after.inputs.texts)


def _list_mentions(site: LoadedSite, changes: Mapping[str, bytes | None]) -> Iterator[str]:
    """Yield where settings and pages written by hand refer to the example still."""
    docs = site.settings.docs
    texts = {f"{docs}/{name}": raw for name, raw in read_content(site.root, docs, (".md",))[0].items()}
    texts["mkdocs.yml"] = site.inputs.texts["mkdocs.yml"].encode()
    for place, before in sorted(texts.items()):
        text = (changes.get(place) or before).decode("utf-8", "replace")
        for found in fill.EXAMPLE_MENTION.finditer(text):
            line = text.count("\n", 0, found.start()) + 1
            yield f"{place}:{line}: it refers to '{found[0]}' of the example; point it at something of yours"


def _derive_name(folder: Path) -> str:
    words = folder.resolve().name.replace("-", " ").replace("_", " ").strip()[:_MAX_NAME_LENGTH]
    return f"{words[0].upper()}{words[1:]}" if words and words.isprintable() else "Facts"
