"""Measure what a build costs, beside plain MkDocs: `make bench`, or `python -m bench.run --help` for more.

Each run is a process of its own. The builders take turns within each run of each round, and their order is turned
round from one round to the next, so that ratios hold on a busy machine too; seconds do not.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import astuple
from importlib.metadata import distributions
from itertools import product
from pathlib import Path
from statistics import median
from typing import Final

from bench.builders import ENVIRONMENT, Builder, Cost, count_output, list_changes, measure
from bench.foreign import list_foreign
from bench.sites import make_edit, write_site

ROOT: Final = Path(__file__).resolve().parent.parent
OURS: Final = "factsheet"
BARE: Final = ", no PDF or PNG"
PACKAGES: Final = ("mkdocs", "mkdocs-material", "markdown", "typst", "zensical")
STUBS: Final = ROOT / "bench/without_typst"
RUNS: Final = {"clean": "clean", "again": "nothing changed", "edit": "one fact edited", "check": "check"}


def make_site(folder: Path, count: int) -> Path:
    """Return the site of so many sheets, made once."""
    made_by = b"".join(Path(__file__).with_name(name).read_bytes() for name in ("sites.py", "vocabulary.toml"))
    site = folder / f"site-{count}-{hashlib.sha256(made_by).hexdigest()[:8]}"
    if not site.exists():
        print(f"making a site of {count} sheets", file=sys.stderr)
        shutil.rmtree(making := folder / "making", ignore_errors=True)
        write_site(making / "before", count)
        shutil.copytree(making / "before", making / "after")
        make_edit(making / "after")
        making.rename(site)
    return site


def unpack_revision(revision: str, folder: Path) -> None:
    """Write our program as it was in a revision; the packages that it needs are those of today."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    archive = folder / "revision.tar"
    subprocess.run(("git", "-C", str(ROOT), "archive", f"--output={archive}", revision, "generator"), check=True)
    shutil.unpack_archive(archive, folder, filter="data")


def make_factsheet(name: str, source: Path, site: Path, folder: Path, *, bare: bool) -> Builder:
    """Return our program as it is in the folder `source`, with a copy of a site; a `bare` one has a stub for Typst."""
    path = os.pathsep.join((*([str(STUBS)] if bare else ()), str(source / "generator")))
    asked = (sys.executable, "-c", "import factsheet; print(factsheet.__file__)")
    where = subprocess.check_output(asked, env={**ENVIRONMENT, "PYTHONPATH": path}, text=True)
    if not Path(where).is_relative_to(source):
        sys.exit(f"{name}: {where.strip()} runs, and not {source}")
    subprocess.run((sys.executable, "-m", "compileall", "-q", str(source / "generator")), check=True)
    build, check = ((sys.executable, "-m", "factsheet", command) for command in ("build", "check"))
    return Builder(
        name=name + BARE * bare,
        folder=Path(shutil.copytree(site / "before", folder / f"{'bare' * bare}{source.name}")),
        commands={**dict.fromkeys(("clean", "again", "edit"), build), **({} if bare else {"check": check})},
        beside=OURS + BARE * bare,
        environment={"PYTHONPATH": path},
        versions=list_changes(site / "before", site / "after"),
    )


def format_table(*rows: Sequence[str]) -> str:
    """Return a table that is Markdown and can be read as it stands, the first row being its head."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    words = [not column[1][:1].isdigit() for column in zip(*rows, strict=True)]
    rule = ["-" * (width - 1) + ("-" if is_word else ":") for width, is_word in zip(widths, words, strict=True)]
    lines = []
    for row in (rows[0], rule, *rows[1:]):
        padded = zip(row, widths, words, strict=True)
        lines.append([cell.ljust(width) if is_word else cell.rjust(width) for cell, width, is_word in padded])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def compare(builders: Sequence[Builder], rounds: int, runs: Sequence[str]) -> str:
    """Run all builders in turn, and return tables of what each cost, beside the first, and of what it wrote."""
    costs: dict[tuple[str, str], list[Cost]] = {}
    for number, run in product(range(rounds), runs):
        for builder in builders if number % 2 == 0 else reversed(builders):
            if run in builder.commands:
                cost = builder.run(run, number)
                print(f"round {number + 1}: {RUNS[run]}, {builder.name}: {cost}", file=sys.stderr)
                costs.setdefault((run, builder.name), []).append(cost)
    counts = {builder.name: count_output(builder) for builder in builders}
    rows = [("run", "builder", "CPU s", "ms a page", "wall s", "memory MB", "CPU, ours = 1")]
    for run, builder in product(runs, builders):
        if measured := costs.get((run, builder.name)):
            ratio = median(one.cpu / own.cpu for one, own in zip(measured, costs[run, builder.beside], strict=True))
            cpu, wall, memory = (median(values) for values in zip(*map(astuple, measured), strict=True))
            each = f"{1000 * cpu / counts[builder.name][0]:,.1f}" if run != "check" else ""
            numbers = (f"{cpu:,.2f}", each, f"{wall:,.2f}", f"{memory:,.0f}", f"{ratio:,.2f}")
            rows.append((RUNS[run], builder.name, *numbers))
    head = ("it wrote", "HTML files", "facts", "sources", "MB of HTML")
    counted = [(name, *(f"{number:,}" for number in numbers)) for name, numbers in counts.items()]
    return f"{format_table(*rows)}\n\n{format_table(head, *counted)}"


def list_builders(arguments: argparse.Namespace, site: Path, folder: Path, older: Path) -> list[Builder]:
    """Return all builders that were asked for, ours first, each with a fresh copy of what it builds."""
    sources = {OURS: ROOT} | ({f"{OURS} at {arguments.against}": older} if arguments.against else {})
    kinds = (False, True) if arguments.against else (False,)
    pairs = product(kinds, sources.items())
    builders = [make_factsheet(name, source, site, folder, bare=bare) for bare, (name, source) in pairs]
    pages = folder / "pages"
    for state in () if arguments.no_mkdocs and not arguments.sites else ("before", "after"):
        measure((sys.executable, "-m", "factsheet", "pages", str(pages / state)), site / state, {})
    if not arguments.no_mkdocs:
        copy = Path(shutil.copytree(pages / "before", folder / "mkdocs"))
        build = (sys.executable, "-m", "mkdocs", "build", "--quiet")
        builders.append(Builder(name="MkDocs + Material", folder=copy, commands={"clean": build}))
    return [*builders, *(list_foreign(pages, folder, arguments.modules) if arguments.sites else ())]


def describe_machine() -> str:
    """Return what was measured, and on what."""
    git = ("git", "-C", str(ROOT), "describe", "--always", "--dirty")
    commit = subprocess.run(git, check=False, capture_output=True, text=True).stdout.strip()
    installed = {item.name.lower(): item.version for item in distributions()}
    packages = ", ".join(f"{name} {installed[name]}" for name in PACKAGES if name in installed)
    system = f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}, Python {platform.python_version()}"
    return f"{OURS} {commit}; {system}; {packages}"


def parse_arguments() -> argparse.Namespace:
    """Return what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench.run", description=__doc__.partition("\n")[0])
    add = parser.add_argument
    add("--sheets", type=int, nargs="+", default=[10, 100], metavar="N", help="sizes of sites [default: 10 100]")
    add("--large", action="store_true", help="1,000 sheets too; plain MkDocs needs many minutes for them")
    add("--rounds", type=int, default=3, metavar="R", help="how often everything is run [default: 3]")
    add("--runs", nargs="+", choices=RUNS, default=[*RUNS], help="[default: all]; again and edit come after clean")
    add("--against", metavar="REV", help="this revision of ours too, and both without PDF and PNG")
    add("--no-mkdocs", action="store_true", help="leave out plain MkDocs")
    add("--sites", action="store_true", help="Hugo, Eleventy and Zensical too, as far as they are installed")
    modules = "the node_modules that hold Eleventy and the plugins named in bench/others/eleventy.config.mjs"
    add("--modules", type=Path, default=ROOT / "node_modules", metavar="DIR", help=modules)
    add(
        "--folder",
        type=Path,
        default=ROOT / "build/bench",
        metavar="DIR",
        help="where all is made [default: build/bench]",
    )
    return parser.parse_args()


def main() -> None:
    """Measure what the arguments ask for, and print it."""
    arguments = parse_arguments()
    folder: Path = arguments.folder.resolve()
    older, work = folder / "revision", folder / "work"
    if arguments.against:
        unpack_revision(arguments.against, older)
    print(describe_machine())
    for count in [*arguments.sheets, *([1000] if arguments.large else [])]:
        shutil.rmtree(work, ignore_errors=True)
        builders = list_builders(arguments, make_site(folder, count), work, older)
        print(f"\n{count:,} sheets, medians of {arguments.rounds}\n")
        print(compare(builders, arguments.rounds, arguments.runs), flush=True)


if __name__ == "__main__":
    main()
