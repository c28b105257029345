"""The toy site: copied, damaged and built as its users do, and read as browsers read it."""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from factsheet.checks.run import check_site
from factsheet.cli.app import main
from factsheet.project.load import read_site
from factsheet.render.exports import facts_json
from factsheet.render.pages.context import PageContext, build_page_context
from tests.support.paths import TOY

DAY = "2024-06-01"
EPOCH = "1717200000"
"""The same day in seconds since 1970; every build of the toy is of this day, for its reviews come due."""
SECOND_DAY = "2026-01-01"
SECOND_EPOCH = "1767225600"
"""The day of each build of the second site."""
MKDOCS = (sys.executable, "-m", "mkdocs")
FACTSHEET = (sys.executable, "-m", "factsheet")
TIMEOUT = 120
"""Seconds after which a command counts as hanging."""
VOID_ELEMENTS = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
"""Elements that nothing closes."""


def build_toy_context(site: Path) -> PageContext:
    """Read and check a site that has no error, on the day of the toy."""
    read = read_site(site / "mkdocs.yml", dt.date.fromisoformat(DAY))
    checked = check_site(read.inputs, read.settings)
    return build_page_context(checked.catalog, checked.derivations, checked.lock, read.settings, "0123abcd")


def copy_toy(to: Path, site: Path = TOY) -> Path:
    """Copy the toy, or another site, into a new folder and return it."""
    return Path(shutil.copytree(site, to, ignore=shutil.ignore_patterns("site", ".site*")))


def replace_text(file: Path, old: str, new: str) -> None:
    """Replace a text in a file, in which it must stand."""
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def run_command(*command: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end in an environment of its own; its output never holds a traceback."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    chosen = {"SOURCE_DATE_EPOCH": EPOCH, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"} | environment
    done = subprocess.run(
        command,
        cwd=cwd,
        env=kept | chosen,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=TIMEOUT,
        check=False,
    )
    assert "Traceback" not in done.stdout + done.stderr, done.stdout + done.stderr
    return done


def build_here(site: Path, **environment: str) -> tuple[int, str]:
    """Build a site by our command in this process, as if called in its folder; a process of its own takes longer."""
    with contextlib.chdir(site):
        return run_cli("build", **environment)


def run_cli(*arguments: str, epoch: str = EPOCH, **environment: str) -> tuple[int, str]:
    """Call our command in this process; return its exit code and all that it prints."""
    chosen = {"SOURCE_DATE_EPOCH": epoch} | environment
    done = CliRunner(env=chosen).invoke(main, arguments, prog_name="factsheet")
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return done.exit_code, done.output


def read_tree(folder: Path) -> Mapping[str, bytes]:
    """Return every file below a folder, by its path inside it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def list_differing(left: Mapping[str, bytes], right: Mapping[str, bytes]) -> list[str]:
    """Return the names of the files in which two trees differ."""
    return sorted(name for name in left.keys() | right.keys() if left.get(name) != right.get(name))


def make_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """Make a folder once in a run of all tests, also when several workers of pytest-xdist ask for it."""
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / name
    with (shared / f"{name}.lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            building = shared / f"{name}.building"
            shutil.rmtree(building, ignore_errors=True)
            make(building)
            building.rename(folder)
    return folder


@dataclass(slots=True)
class Element:
    """An element of a page."""

    tag: str
    attributes: Mapping[str, str]
    text: str = ""
    """All the text inside it, with white space as it is written."""
    within: tuple[str, ...] = ()
    """The tags around it, the outermost first."""

    def __getitem__(self, name: str) -> str:
        return self.attributes.get(name, "")


@dataclass(slots=True)
class Html:
    """A page of a built site, read without a browser."""

    elements: list[Element] = field(default_factory=list)

    def find_all(self, *tags: str) -> Iterator[Element]:
        """Yield the elements with one of these tags."""
        return (element for element in self.elements if element.tag in tags)

    def find_only(self, tag: str, **attributes: str) -> Element:
        """Return the only element with this tag and these attributes."""
        found = [element for element in self.find_all(tag) if attributes.items() <= element.attributes.items()]
        assert len(found) == 1, (tag, attributes, len(found))
        return found[0]

    @property
    def ids(self) -> list[str]:
        """Every anchor of the page."""
        return [element["id"] for element in self.elements if element["id"]]

    def read_text(self, tag: str = "article") -> str:
        """Return the text that a reader sees inside the first such element, white space folded."""
        return " ".join(next(self.find_all(tag)).text.split())


class _PageParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Html()
        self.open_elements: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        within = tuple(element.tag for element in self.open_elements)
        element = Element(tag, {name: value or "" for name, value in attrs}, within=within)
        self.page.elements.append(element)
        if tag not in VOID_ELEMENTS:
            self.open_elements.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if any(element.tag == tag for element in self.open_elements):
            while self.open_elements and self.open_elements.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        for element in self.open_elements:
            element.text += data


def read_html(text: str) -> Html:
    """Read a page."""
    reader = _PageParser()
    reader.feed(text)
    reader.close()
    return reader.page


def read_pages(site: Path) -> Mapping[str, Html]:
    """Read every page of a built site, by its path inside it."""
    return {
        path.relative_to(site).as_posix(): read_html(path.read_text("utf-8")) for path in sorted(site.rglob("*.html"))
    }


_EMPTY = {
    "measure": "",
    **dict.fromkeys(("low", "high", "point", "from", "to")),
    **dict.fromkeys(("low_open", "high_open", "derived"), False),
    **dict.fromkeys(("sources", "said_by", "about", "places"), ()),
}


def build_index_entries(context: PageContext) -> facts_json.IndexEntries:
    """Return what search needs of each fact, as exports have it."""
    facts, measures = context.catalog.facts, facts_json.list_measures(context)
    return [facts_json.build_index_record(fact, measures[name], context) for name, fact in facts.items()]


def read_index(context: PageContext) -> dict[str, Any]:
    """Return the two files that search reads, joined as the script joins them."""
    builders, entries = (facts_json.build_filter_index, facts_json.build_search_index), build_index_entries(context)
    index, words = (json.loads(facts_json.format_compact_json(build(context, entries))) for build in builders)
    joined = [{**_EMPTY, **filters, **others} for filters, others in zip(index["facts"], words["facts"], strict=True)]
    return {**index, **words, "facts": joined}
