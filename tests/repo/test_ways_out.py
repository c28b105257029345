"""Text leaves the program only through the escaper of its target: every place that writes to one is in a table here.

The targets are the terminal and the log of a job, annotations, comments and issues, JSON that is printed, BibTeX and
calendars. The code is searched for what is written to them; a place that is in no table fails. Then the hostile texts
go through each way out, and a strict reader of the target finds no more in what comes out than harmless words.
Pages have tests of their own in tests/render/test_markdown.py, handouts in test_pdf.py, CSV in tests/browser/.
"""

from __future__ import annotations

import ast
import datetime as dt
import json
import logging
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from mkdocs.plugins import get_plugin_logger

from factsheet.cli.app import main
from factsheet.diagnostics.core import Diagnostic, Location, Severity
from factsheet.diagnostics.reporters import UNPRINTABLE, dump_json, escape_lines, escape_unprintable, format_report
from factsheet.model.records import Settings
from factsheet.parsing.config import PLUGIN_NAME
from factsheet.publish.messages import escape_record
from factsheet.publish.mkdocs_plugin import FactsheetPlugin
from factsheet.publish.preview.rebuild import Preview, PreviewState, build_preview_panel
from factsheet.render.blocks import VERSION_MARK, Disclosure, Verbatim
from factsheet.render.markdown.inline import fold_white_space
from factsheet.render.pages.citations import CitedPage, build_citation_box
from factsheet.render.site import build_exports
from factsheet.review.diff.compare import RevisionDiff
from factsheet.review.reports.comments import escape_comment_code, escape_comment_text
from factsheet.review.reports.formats import format_review_json, format_review_text, write_review_markdown
from factsheet.review.staleness.due import (
    DueItem,
    StalenessReport,
    format_calendar,
    format_staleness_json,
    format_staleness_text,
    write_staleness_markdown,
)
from factsheet.review.staleness.links import LinkAnswer, LinkResult, SourceLink
from tests.support.html_oracle import read_hostile_texts
from tests.support.paths import PACKAGE, TOY
from tests.support.preview_session import write_small_site
from tests.support.readers import (
    find_controls,
    find_job_commands,
    read_bibtex,
    read_calendar,
    read_calendar_text,
    read_comment,
    read_tex,
)
from tests.support.sites import FACTSHEET, MKDOCS, build_toy_context, run_command
from tests.support.small_site import make_actors, make_number, make_sheet, make_source
from tests.support.snapshots import compare_files

TEXTS = tuple(read_hostile_texts())
HARMLESS = "harmless"

# ---- every place that writes to a target

ESCAPERS = {
    *("escape_unprintable", "escape_lines", "format_location", "dump_json"),
    *("format_diagnostic", "format_report", "format_totals"),
    *("escape_comment_text", "escape_comment_code"),
    *("_escape_annotation", "_escape_tex", "_escape_text"),
}
"""Functions whose result may be written to their target as it is."""
WRITERS = {
    *("format_review_json", "format_review_text", "write_review_markdown"),
    *("format_staleness_json", "format_staleness_text", "write_staleness_markdown", "format_calendar"),
}
"""Functions that write a whole report; the hostile texts go through each of them below."""
SAFE_CALLS = {"format_count", "capitalise"}
"""Functions that give numbers and words of ours."""
TARGETS: Mapping[str, Mapping[str, str]] = {
    "cli/accept.py": {
        "'\\n'.join(_format_pending(pending, catalog))": "ids, and statements and places that are escaped there",
        "done": "a number and a noun",
        "file": "the ledger, by the setting `facts`",
        "still": "a number and a noun",
    },
    "cli/app.py": {},
    "cli/attest.py": {
        "'-' * _WIDTH": "ours",
        "number": "a number",
        "len(facts)": "a number",
        "fact.id": "an id that the site has",
        "site.inputs.attested_file": "the setting `facts`",
        "done if facts else 'nothing is left for you to read'": "numbers, and the setting `facts`",
        **dict.fromkeys(("_QUESTION", "asked"), "ours"),
    },
    "cli/build.py": {
        "_CLEAR_LINE if shown else ''": "ours",
        "_CLEAR_LINE": "ours",
        "100 * done // steps": "a number",
        "done": "numbers, and the setting `site_dir`",
    },
    "cli/diff.py": {},
    "cli/explain.py": {**{f"rule.{part}": "ours" for part in ("code", "severity.value", "title", "why", "fix")}},
    "cli/fmt.py": {
        "done": "numbers",
        "click.style(shown, fg=_COLOURS.get(line[:1])) if can_print_colour() else shown": "escaped the line before",
    },
    "cli/init.py": {
        "folder": "what was typed in this very command",
        "_FIRST_STEPS if bare else _STEPS": "ours",
        "generator.requirement": "what was typed in this very command",
        "diagnostics[0].message": "of the template that comes with the program",
        "shlex.quote(str(folder))": "what was typed in this very command",
    },
    "cli/locate.py": {
        "_format_json(source, located)": "of `dump_json`",
        "_format_locator(place)": "to be pasted into a fact: controls are gone, and it begins with `locator:`",
        "click.style(line, dim=True) if can_print_colour() else line": "escaped the line before",
        "source": "an id that the site has",
        "other": "an id that the site has",
        "places[0].passage.paragraph": "a number",
        "place.passage.paragraph": "a number",
        "count - len(listed)": "a number",
        "widened": "ours",
    },
    "cli/new.py": {
        "record.document.file": "a path made of the setting `facts` and an id",
        "record.line": "a number",
        "record.noun": "ours",
        "record.id": "an id that was checked",
        "site.inputs.lock_file": "the setting `facts`",
        "step": "ids and the setting `facts`",
    },
    "cli/options.py": {
        "made(context.command, {}, 'factsheet', '_FACTSHEET_COMPLETE').source()": "ours and click's",
        "before": "a line break",
        "printed": "of `format_report`",
        "f'\\n{done}' if diagnostics else done": "numbers, and paths made of settings",
    },
    "cli/line_editor.py": {"label": "of `read_line`"},
    "cli/prompts.py": {
        "label": "fields of ours, and ids that were checked",
        "textwrap.fill(line, width, subsequent_indent=indent) if width > len(indent) else line": "escaped before",
    },
    "cli/schema.py": {"format_schema(kind, index_ids(site.inputs.documents))": "of `dump_json`"},
    "cli/serve.py": {},
    "cli/stale.py": {"due.format_calendar(report, site.settings).encode()": "of a writer", "done": "a number"},
    "cli/verify.py": {
        "file": "the setting `facts`",
        "path.name": "the name of the lock, ours",
        "proved": "a number",
        "why": "ours",
        "change.source": "an id that the site has",
        "change.describe()": "ids and numbers",
        "source": "an id that the site has",
        "passage.paragraph": "a number",
        "join_names(facts, len(facts))": "ids",
        "lines": "escaped in the line above",
    },
    "publish/mkdocs_plugin.py": {},
    "publish/preview/rebuild.py": {
        "''.join((f'\\n{text}\\n' for text in texts))": "of `format_diagnostic`",
        "what": "the address that was typed, or `_format_changed`, which escapes",
        "totals": "numbers",
        "done": "numbers and words of ours",
        "format_time_of_day()": "a time",
    },
}
"""What each module writes to the terminal or the log beside the result of an escaper, and why it needs none."""
SINKS = {
    "echo",
    "secho",
    "print",
    "prompt",
    "confirm",
    "log",
    "debug",
    "info",
    "warning",
    "error",
    "critical",
    "exception",
}
"""Calls that write to the terminal or to the log."""
OF_PROMPTS = {"question.name", "ending", "noun", "name"}
"""What questions name: fields of ours, and ids that were checked."""
MARKS: Mapping[str, tuple[tuple[str, ...], str, tuple[str, ...]]] = {
    "annotation": (("::{",), "_escape_annotation", ("diagnostics/reporters.py",)),
    "comment or issue": (
        ("- [ ] ", "<br>", "<del>", "\n\n### ", "## {", "### {"),
        "escape_comment_text",
        ("review/reports/formats.py", "review/staleness/due.py"),
    ),
    "BibTeX": (("@misc", "@online", "@article"), "_escape_tex", ("render/pages/citations.py",)),
    "calendar": (("BEGIN:V", "SUMMARY:"), "_escape_text", ("review/staleness/due.py",)),
    "JSON on the terminal": (
        ("schemaVersion",),
        "dump_json",
        (*("cli/locate.py", "diagnostics/reporters.py"), *("review/reports/formats.py", "review/staleness/due.py")),
    ),
}
"""What gives a writer away, the escaper that it must call, and the only modules that may write so."""
NOT_WRITTEN_TO_ONE = {
    "render/exports/facts_json.py": "a file of the site, which JSON's own rules keep whole",
    "render/exports/facts_schema.py": "the schema of that file",
    "render/markdown/pages.py": "Markdown of a page, with the escapers of pages",
}


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def name_called(node: ast.AST) -> str:
    """Return the last part of the name that a call is of."""
    if not isinstance(node, ast.Call):
        return ""
    return getattr(node.func, "attr", "") or getattr(node.func, "id", "")


def list_parts(node: ast.expr) -> Iterator[str]:
    """Yield what of a written text is neither ours nor the result of an escaper."""
    if isinstance(node, ast.Constant) or name_called(node) in ESCAPERS | WRITERS | SAFE_CALLS:
        return
    if isinstance(node, ast.JoinedStr):
        for value in node.values:
            yield from list_parts(value.value if isinstance(value, ast.FormattedValue) else value)
    else:
        yield ast.unparse(node)


def list_written(path: Path) -> Iterator[str]:
    """Yield what a module writes to the terminal or the log beside the results of escapers."""
    for node in ast.walk(tree_of(path)):
        is_sink = name_called(node) in SINKS or name_called(node) == "_print_line"
        if isinstance(node, ast.Call) and is_sink and node.args:
            of_log = name_called(node) == "log"
            yield from list_parts(node.args[1 if of_log else 0])


def list_sinks() -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        source = path.read_text("utf-8")
        if "click" in source or "logging" in source or "_print_line" in source:
            calls = [node for node in ast.walk(tree_of(path)) if name_called(node) in SINKS | {"_print_line"}]
            if any(calls):
                found[path.relative_to(PACKAGE).as_posix()] = set(list_written(path)) - OF_PROMPTS
    return found


def test_whatever_reaches_the_terminal_or_the_log_is_escaped_or_named_here() -> None:
    found = list_sinks()

    assert found.keys() == TARGETS.keys()
    for module, parts in found.items():
        assert parts <= TARGETS[module].keys(), f"{module} writes text that no escaper has seen"
        assert TARGETS[module].keys() <= parts | OF_PROMPTS, f"{module} no longer writes what the table names"


@pytest.mark.parametrize("target", MARKS)
def test_only_the_modules_named_here_write_to_a_target(target: str) -> None:
    marks, escaper, modules = MARKS[target]
    found = set()
    for path in PACKAGE.rglob("*.py"):
        texts = [
            ast.unparse(node) if isinstance(node, ast.JoinedStr) else str(node.value)
            for node in ast.walk(tree_of(path))
            if isinstance(node, ast.JoinedStr | ast.Constant)
        ]
        if any(mark in text for mark in marks for text in texts):
            found.add(path.relative_to(PACKAGE).as_posix())

    assert found - NOT_WRITTEN_TO_ONE.keys() == set(modules)
    for module in modules:
        called = {name_called(node) for node in ast.walk(tree_of(PACKAGE / module))}
        defined = {getattr(node, "name", "") for node in ast.walk(tree_of(PACKAGE / module))}
        assert escaper in called | defined, f"{module} does not call {escaper}"


def test_no_other_json_is_printed() -> None:
    for path in (*(PACKAGE / "cli").glob("*.py"), *(PACKAGE / "review").rglob("*report*.py")):
        assert not any(
            ast.unparse(node.func) == "json.dumps" for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)
        ), path


# ---- the terminal and the log of a job


def diagnose(text: str) -> Diagnostic:
    return Diagnostic("F101", Severity.ERROR, text, Location(f"facts/{text}.yml", 1, 1, 3), text)


def expect_inert(output: str, lines: int | None = None) -> None:
    """Nothing in it acts in a terminal or on the job whose log it is."""
    assert find_controls(output) == []
    assert list(find_job_commands(output)) == []
    assert lines is None or output.count("\n") == lines


@pytest.mark.parametrize("colour", [False, True])
def test_a_report_in_a_terminal(*, colour: bool) -> None:
    for text in TEXTS:
        texts = {f"facts/{text}.yml": text}
        output = format_report([diagnose(text)], texts, "text", colour=colour)
        expect_inert(output)
        assert output.count("\n") in {4, 6}, text


def test_a_message_of_several_lines() -> None:
    for text in TEXTS:
        expect_inert(escape_unprintable(text), 0)
        expect_inert(escape_lines(f"first\n{text}"))


def test_what_a_terminal_can_show_is_shown_as_it_is() -> None:
    for text in ("«Ünïcödé» – 5 %: a::b, C++ std::x", "#1 ## [a]", "👩\u200d👩\u200d👧", "שלום", "میخواهم\u200cم"):
        assert escape_unprintable(text) == text


def test_an_annotation_is_one_command_with_its_own_words() -> None:
    for text in TEXTS:
        output = format_report([diagnose(text)], {}, "github")
        (command,) = find_job_commands(output)

        assert output == f"{command}\n"
        assert find_controls(command) == []
        options, _, message = command.removeprefix("::error ").partition("::")
        properties = dict(option.split("=", 1) for option in options.split(","))
        assert list(properties) == ["file", "line", "endLine", "col", "endColumn", "title"]
        shown = escape_unprintable(text)
        assert decode_percent(properties["file"]) == escape_unprintable(f"facts/{text}.yml")
        assert decode_percent(message) == f"{shown}\nhint: {shown}"


def decode_percent(text: str) -> str:
    """Decode as the runner does: `%` last."""
    for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, character)
    return text


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_json_on_a_terminal(form: str) -> None:
    for text in TEXTS:
        output = format_report([diagnose(text)], {}, form)
        expect_inert(output)
        shown = json.loads(json.dumps(text))  # a pair of surrogates is one character
        assert {shown, f"{shown}\n{shown}"} & set(walk(json.loads(output)))
    assert json.loads(dump_json(TEXTS)) == json.loads(json.dumps(TEXTS))


def walk(value: object) -> list[object]:
    """Return every text of a JSON value."""
    if isinstance(value, dict):
        return [text for inner in value.values() for text in walk(inner)]
    return [text for inner in value for text in walk(inner)] if isinstance(value, list) else [value]


def test_the_log_of_mkdocs(caplog: pytest.LogCaptureFixture) -> None:
    handler = caplog.handler
    handler.addFilter(escape_record)
    log = logging.getLogger("mkdocs.structure.files")
    try:
        for text in TEXTS:
            caplog.clear()
            error = ValueError(text)
            log.warning("Doc file '%s' is not in the nav", text)
            log.warning(f"A list:\n  - {text}\n  - b.md")  # noqa: G004 - as MkDocs writes it
            log.error("failed", exc_info=error)
            expect_inert(caplog.text)
    finally:
        handler.removeFilter(escape_record)


def test_the_plugin_escapes_what_mkdocs_logs_and_leaves_its_own_lines() -> None:
    log, handler, plugin = logging.getLogger("mkdocs"), logging.StreamHandler(), FactsheetPlugin()
    log.addHandler(handler)
    try:
        plugin.on_startup(command="build", dirty=False)
        assert escape_record in handler.filters
        coloured = get_plugin_logger(PLUGIN_NAME).logger.makeRecord(
            f"mkdocs.plugins.{PLUGIN_NAME}", logging.INFO, "", 0, "\x1b[1ma\x1b[0m", (), None
        )
        assert handler.filter(coloured)
        assert coloured.getMessage() == "\x1b[1ma\x1b[0m"
    finally:
        log.removeHandler(handler)
        plugin.on_shutdown()


_HOSTILE_NAMES = ("a\n::error ::evil.md", "\x1b[2Ja.md", "##[error]a.md", "\u202ea.md", "a\r::debug::.md")


@pytest.mark.parametrize("command", [(*FACTSHEET, "build"), (*MKDOCS, "build", "--strict")], ids=["ours", "mkdocs"])
def test_file_names_in_the_log_of_a_build(command: tuple[str, ...], tmp_path: Path) -> None:
    site = write_small_site(tmp_path)
    for name in _HOSTILE_NAMES:
        (site / "content" / name).write_text("[a](nowhere.md)\n", "utf-8")
    done = run_command(*command, "-f", str(site / "mkdocs.yml"), cwd=site)

    assert done.returncode == 1
    assert (done.stdout + done.stderr).count("nowhere.md") >= len(_HOSTILE_NAMES)
    expect_inert(done.stdout + done.stderr)


def test_wrong_usage_that_names_a_file() -> None:
    for text in ("\x1b[2J", "a\n::error ::evil", "##[error]a", "\x9b2J", "\u202ea"):
        for arguments in (
            ["explain", text],
            [text],
            ["accept", text, "-f", str(TOY / "mkdocs.yml")],
            ["fmt", f"--{text}"],
        ):
            done = CliRunner().invoke(main, arguments)
            assert done.exit_code == 2, done.output
            expect_inert(done.output)


def test_a_preview_names_what_was_saved(tmp_path: Path) -> None:
    said: list[str] = []
    preview = Preview(said.append)
    (tmp_path / "site").mkdir()
    saved: list[Path] = []
    for number, text in enumerate(text for text in TEXTS if "/" not in text and "\0" not in text and len(text) < 60):
        file = tmp_path / f"{number} {text}".encode("utf-8", "replace").decode()
        file.write_text("a", "utf-8")
        saved[:] = [file]
        preview.rebuild(lambda: None, tmp_path / "site", lambda: saved, ())
    assert len(said) > 300
    expect_inert("\n".join(said))
    assert isinstance(build_preview_panel((diagnose("a"),), {}, PreviewState.NEW), tuple)


# ---- reviews


@pytest.fixture(scope="module")
def review() -> RevisionDiff:
    """A review in which each text is new in a field that takes any words, as far as YAML takes it."""
    given = [(f"n{number}", json.dumps(text)) for number, text in enumerate(TEXTS)]
    facts = {
        f"sheets/{name}.yml": make_sheet(make_number(name, "1", f"counts: {text}"), name=name) for name, text in given
    }
    plain = {path: re.sub("counts: .*", "counts: harmless", text) for path, text in facts.items()}
    rest = make_source("register") | make_actors("clerk", "office")
    return compare_files(plain | rest, facts | rest)


def test_a_review_in_a_terminal(review: RevisionDiff) -> None:
    assert len(review.facts) > 500
    for colour in (False, True):
        expect_inert(format_review_text(review, colour=colour))
    expect_inert(format_review_json(review, ()))


def test_a_review_in_a_comment(review: RevisionDiff, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("factsheet.review.reports.formats._MAX_COMMENT_LENGTH", sys.maxsize)
    read = read_comment(write_review_markdown(review, [diagnose(text) for text in TEXTS], "https://example.org/"))

    assert read.linked == ()
    assert set(read.elements) <= {
        *("heading_open", "paragraph_open", "bullet_list_open", "list_item_open", "strong_open", "link_open"),
        "blockquote_open",
        *("<wbr>", "<br>", "<code>", "</code>", "<del>", "</del>", "<ins>", "</ins>", "softbreak"),
    }


# ---- comments and issues


def test_comments_read_as_issue_trackers_read_them() -> None:
    assert read_comment("a@b.c").linked
    assert read_comment("<code>www.example.org</code>").linked, "tags in the text do not keep links out"
    assert read_comment("a **b** @c").linked == (" @c",)
    assert not read_comment("a & b – 5 % of C#, 'so' (1)").linked


@pytest.mark.parametrize("escape", [escape_comment_text, escape_comment_code])
def test_a_comment(escape: object) -> None:
    assert callable(escape)
    for text in TEXTS:
        read = read_comment(f"- a: {escape(text)}")
        assert read.linked == (), text
        assert set(read.elements) <= {
            "bullet_list_open",
            "list_item_open",
            "paragraph_open",
            "<wbr>",
            "<code>",
            "</code>",
        }
        assert read.words.strip() == f"a: {fold_white_space(escape_unprintable(fold_white_space(text)))}".strip()


def make_stale(text: str) -> StalenessReport:
    item = DueItem(
        kind="review",
        id="coast",
        label=f"review of '{text}'",
        title=text,
        on=dt.date(2024, 1, 1),
        rule=text,
        fix="read it",
        location=Location(f"facts/{text}.yml", 3, 9),
    )
    return StalenessReport(today=dt.date(2024, 2, 1), within=30, allowed=0, due=(item,))


def make_link(text: str) -> SourceLink:
    result = LinkResult(
        url="https://example.org/",
        answer=LinkAnswer.MOVED,
        status=301,
        moved_to=f"https://new.example/{text}",
        why=text,
    )
    return SourceLink(source="gazette", location=Location(f"facts/{text}.yml", 3, 9), result=result)


def test_an_issue() -> None:
    harmless = read_comment(write_staleness_markdown(make_stale(HARMLESS), [make_link(HARMLESS)]))
    own = {"<wbr>", "<code>", "</code>", "strong_open", "code_inline"}
    for text in TEXTS:
        read = read_comment(write_staleness_markdown(make_stale(text), [make_link(text)]))
        assert read.linked == (), text
        assert [name for name in read.elements if name not in own] == [
            name for name in harmless.elements if name not in own
        ]


def test_a_list_and_json_of_what_is_due() -> None:
    for text in TEXTS:
        expect_inert(format_staleness_text(make_stale(text)), 4)
        expect_inert(format_staleness_json(make_stale(text), [make_link(text)]))


# ---- BibTeX and calendars


def test_bibtex() -> None:
    context = build_toy_context(TOY)
    for text in TEXTS:
        site = replace(
            context, settings=replace(context.settings, site_name=text, site_url=f"https://example.org/{text}/")
        )
        cited = CitedPage(id="key", title=text, path="facts/key/", credit=text, reviewed=None)
        box = build_citation_box(cited, site)
        (bibtex,) = [block.blocks[0] for block in box.blocks if isinstance(block, Disclosure)]
        assert isinstance(bibtex, Verbatim)
        ((key, fields),) = read_bibtex(bibtex.text)

        assert key == "key"
        assert list(fields) == ["title", "author", "url", "note"]
        folded = fold_white_space(text)
        assert read_tex(fields["title"].removeprefix("{").removesuffix("}")) == folded
        assert read_tex(fields["author"].removeprefix("{").removesuffix("}")) == folded
        assert read_tex(fields["note"]) == fold_white_space(f"After {text}. Version {VERSION_MARK}")
        assert not set("{}\\ ") & set(fields["url"])


def test_a_calendar() -> None:
    names = [name for name, _ in read_calendar(format_calendar(make_stale(HARMLESS), Settings(today=dt.date.min)))]
    for text in TEXTS:
        stale = make_stale(text)
        calendar = format_calendar(stale, Settings(today=dt.date.min, site_name=text))
        lines = read_calendar(calendar)
        assert [name for name, _ in lines] == names, text
        assert max(len(line.encode()) for line in calendar.split("\r\n")) <= 75
        (summary,) = [value for name, value in lines if name == "SUMMARY"]
        shown = "\n".join(UNPRINTABLE.sub(" ", line) for line in text.split("\n"))
        assert read_calendar_text(summary) == f"Review the sheet: {shown}"


# ---- files to download


def test_downloads_hold_every_text_as_it_is() -> None:
    """What reads a download gets the text and nothing else: no text ends the string that it is in."""
    context = build_toy_context(TOY)
    actor = context.catalog.actors["the-gazette"]
    named = {
        f"hostile-{number}": replace(actor, id=f"hostile-{number}", name=text) for number, text in enumerate(TEXTS)
    }
    catalog = replace(context.catalog, actors={**context.catalog.actors, **named})
    exports = build_exports(replace(context, catalog=catalog))
    found = json.loads(exports["downloads/facts.json"])

    assert [item["name"] for item in found["actors"] if item["id"].startswith("hostile-")] == list(TEXTS)
    for name, content in exports.items():
        if name.endswith(".json"):
            assert json.loads(content), name
