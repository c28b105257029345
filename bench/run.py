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
from importlib.metadata import version
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
        folder=Path(shutil.copytree(site / "before", folder / f"{name}{BARE * bare}")),
        commands={**dict.fromkeys(("clean", "again", "edit"), build), **({} if bare else {"check": check})},
        beside=OURS + BARE * bare,
        environment={"PYTHONPATH": path},
        versions=list_changes(site / "before", site / "after"),
    )


def format_table(*rows: Sequence[str]) -> str:
    """Return a table that is Markdown and can be read as it stands, the first row being its head."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    words = [not column[-1][:1].isdigit() for column in zip(*rows, strict=True)]
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
                print(f"round {number + 1}: {RUNS[run]}, {builder.name}", file=sys.stderr)
                costs.setdefault((run, builder.name), []).append(builder.run(run, number))
    rows = [("run", "builder", "CPU s", "wall s", "memory MB", "CPU, ours = 1")]
    for run, builder in product(runs, builders):
        if measured := costs.get((run, builder.name)):
            ratio = median(one.cpu / own.cpu for one, own in zip(measured, costs[run, builder.beside], strict=True))
            cpu, wall, memory = (median(values) for values in zip(*map(astuple, measured), strict=True))
            rows.append((RUNS[run], builder.name, f"{cpu:,.2f}", f"{wall:,.2f}", f"{memory:,.0f}", f"{ratio:,.2f}"))
    counted = [(builder.name, *count_output(builder)) for builder in builders]
    head = ("it wrote", "HTML files", "facts", "sources", "MB of HTML")
    return f"{format_table(*rows)}\n\n{format_table(head, *counted)}\n"


def list_builders(arguments: argparse.Namespace, site: Path, folder: Path, older: Path) -> list[Builder]:
    """Return all builders that were asked for, ours first, each with a fresh copy of what it builds."""
    sources = {OURS: ROOT} | ({f"{OURS} at {arguments.against}": older} if arguments.against else {})
    kinds = (False, True) if arguments.against else (False,)
    pairs = product(kinds, sources.items())
    builders = [make_factsheet(name, source, site, folder, bare=bare) for bare, (name, source) in pairs]
    pages = folder / "pages"
    for state in ("before", "after"):
        measure((sys.executable, "-m", "factsheet", "pages", str(pages / state)), site / state, {})
    if not arguments.no_mkdocs:
        copy = Path(shutil.copytree(pages / "before", folder / "mkdocs"))
        build = (sys.executable, "-m", "mkdocs", "build", "--quiet")
        builders.append(Builder(name="MkDocs + Material", folder=copy, commands={"clean": build}))
    return [*builders, *(list_foreign(pages, folder, arguments.modules) if arguments.sites else ())]


def describe_machine() -> str:
    """Return what was measured, and on what."""
    names = (("mkdocs", "MkDocs"), ("mkdocs-material", "Material"), ("typst", "Typst"), ("zensical", "Zensical"))
    commit = subprocess.check_output(("git", "-C", str(ROOT), "describe", "--always", "--dirty"), text=True).strip()
    cores = f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}, Python {platform.python_version()}"
    versions = ", ".join(f"{label} {version(name)}" for name, label in names)
    return f"factsheet at {commit}; {cores}, {versions}"


def parse_arguments() -> argparse.Namespace:
    """Return what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench.run", description=__doc__.partition("\n")[0])
    add = parser.add_argument
    add(
        "--sheets", type=int, nargs="+", default=[10, 100], metavar="N", help="sizes of sites; 10 and 100 when left out"
    )
    add("--large", action="store_true", help="1,000 sheets too, which takes long: plain MkDocs needs many minutes")
    add("--rounds", type=int, default=3, metavar="R", help="how often everything is run; 3 when left out")
    add("--runs", nargs="+", choices=RUNS, default=[*RUNS], help="all when left out; `again` and `edit` need `clean`")
    add("--against", metavar="REV", help="compare with this revision too; both also without PDF and PNG")
    add("--no-mkdocs", action="store_true", help="leave out plain MkDocs")
    add("--sites", action="store_true", help="Hugo, Eleventy and Zensical too, those that are installed")
    add(
        "--modules",
        type=Path,
        default=ROOT / "node_modules",
        metavar="DIR",
        help="the node_modules with Eleventy and the plugins that it uses here",
    )
    add("--folder", type=Path, default=ROOT / "build/bench", metavar="DIR", help="where sites are kept and built")
    return parser.parse_args()


def main() -> None:
    """Measure what the arguments ask for, and print it."""
    arguments = parse_arguments()
    folder: Path = arguments.folder.resolve()
    older, work = folder / "revision", folder / "work"
    git = ("git", "-C", str(ROOT), "worktree")
    if arguments.against:
        subprocess.run((*git, "remove", "--force", str(older)), check=False, capture_output=True)
        subprocess.run((*git, "add", "--quiet", "--detach", str(older), arguments.against), check=True)
    print(f"{describe_machine()}\n")
    for count in [*arguments.sheets, *([1000] if arguments.large else [])]:
        shutil.rmtree(work, ignore_errors=True)
        builders = list_builders(arguments, make_site(folder, count), work, older)
        print(
            f"{count:,} sheets; medians of {arguments.rounds}\n\n{compare(builders, arguments.rounds, arguments.runs)}"
        )
    if arguments.against:
        subprocess.run((*git, "remove", "--force", str(older)), check=True)


if __name__ == "__main__":
    main()
