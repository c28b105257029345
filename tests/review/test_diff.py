"""What changed in the facts between two revisions, as values and in every format of the command."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from factsheet.diagnostics.core import Location
from factsheet.diagnostics.reporters import escape_unprintable
from factsheet.project.load import list_handwritten_pages, read_site
from factsheet.project.read_files import build_disk_tree
from factsheet.render.markdown.inline import fold_white_space
from factsheet.review.diff.changes import ChangeKind
from factsheet.review.diff.compare import compare_revisions
from factsheet.review.diff.facts import find_value_changes
from factsheet.review.diff.revision import Revision, RevisionName, build_revision
from factsheet.review.policies import PolicyContext, run_policies
from factsheet.review.reports.comments import escape_comment_code, escape_comment_text
from factsheet.review.reports.formats import (
    _MAX_COMMENT_LENGTH,
    diff_words,
    format_review_json,
    format_review_text,
    write_review_markdown,
)
from tests.support.paths import ROOT, TOY
from tests.support.sites import run_cli
from tests.support.small_site import make_actors, make_number, make_result, make_sheet, make_source, read_value
from tests.support.snapshots import TODAY, compare_files, find_only_change, make_revision

CASES = ROOT / "tests/fixtures/cases/versions"
GOLDEN = ROOT / "tests/fixtures/golden/diff"
HOSTILE = tuple(
    line
    for line in (ROOT / "tests/fixtures/cases/hostile.txt").read_text("utf-8").split("\n")
    if line and not line.startswith("#: ")
)
AT = Location("x.yml", 1)


def files(*facts: str) -> Mapping[str, str]:
    """Return a site of one sheet."""
    return {"sheets/numbers.yml": make_sheet(*facts)} | make_source("register") | make_actors("clerk", "office")


def read_revision(folder: Path) -> Revision:
    site = read_site(folder / "mkdocs.yml", TODAY)
    pages = list_handwritten_pages(build_disk_tree(site.root), site.settings.docs)
    return build_revision(RevisionName(), site.inputs, site.settings, pages)


# ---- the command


@pytest.mark.parametrize("form, name", [("text", "review.txt"), ("markdown", "review.md"), ("json", "review.json")])
def test_a_review_is_as_expected(
    form: str, name: str, agree_with: Callable[[Path, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(CASES / "after")
    code, output = run_cli("diff", "../before", "--today", "2023-06-01", "--format", form)

    assert code == 1
    agree_with(GOLDEN / name, output)


def test_annotations_are_only_of_diagnostics(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CASES / "after")
    code, output = run_cli("diff", "../before", "--today", "2023-06-01", "--format", "github")
    lines = output.splitlines()

    assert code == 1
    site = "tests/fixtures/cases/versions/after"  # Named from the root of the repository.
    assert all(line.startswith(f"::error file={site}/facts/") for line in lines)
    assert any(line.startswith(f"::error file={site}/facts/actors.yml,title=F508::") for line in lines)


def test_locations_are_linked_where_the_address_of_the_files_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CASES / "after")
    links = ("--links", "https://example.org/blob/main/")
    _, output = run_cli("diff", "../before", "--format", "markdown", *links)

    assert "(https://example.org/blob/main/facts/sheets/strike.yml#L6)" in output
    assert "main/../before" not in output
    assert run_cli("diff", "../before", "--links", "javascript:alert(1)")[0] == 2


@pytest.mark.parametrize("site", [TOY, CASES / "before", CASES / "after", ROOT])
def test_a_revision_does_not_differ_from_itself(site: Path) -> None:
    revision = read_revision(site)
    diff = compare_revisions(revision, read_revision(site))

    assert revision.catalog.facts
    assert (diff.facts, diff.records, diff.not_compared) == ((), (), ())
    assert format_review_text(diff).splitlines()[-1] == "no fact has changed"


def test_nothing_changed_is_said_and_is_fine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CASES / "after")
    code, output = run_cli("diff", ".")

    assert code == 0
    assert output == ". → the files as they lie here\nno fact has changed\n"


# ---- values


@pytest.mark.parametrize(
    "before, after, kinds",
    [
        ("at least 90 people", "at least 93 people", "bound-tightened"),
        ("at least 93 people", "at least 90 people", "bound-loosened"),
        ("at least 93 people", "93 people", "bound-tightened hedge-lifted"),
        ("93 people", "at least 93 people", "bound-loosened hedge-added"),
        ("about 90 people", "90 people", "bound-tightened hedge-lifted"),
        ("at least about 90 people", "at least 90 people", "bound-tightened hedge-lifted"),
        ("at least 90 people", "more than 90 people", "bound-tightened hedge-changed"),
        ("between 5 and 7 people", "6 people", "bound-tightened"),
        ("between 5 and 7 people", "between 6 and 9 people", "range-shifted"),
        ("40 people", "41 people", "value-moved"),
        ("at most 40 people", "at least 41 people", "value-moved hedge-changed"),
        ("hundreds of people", "300 people", "bound-tightened hedge-lifted"),
        ("40 people", "40 workers", "unit-changed"),
        ("40 people", "41 workers", "unit-changed"),
        ("5 tonnes", "5,000 kg", "unit-changed"),
        ("5 tonnes", "5,100 kg", "unit-changed value-moved"),
        ("40 EUR", "40 USD", "unit-changed"),
        ("40 people", "40 %", "unit-changed"),
        ("rising", "falling", "value-moved"),
        ("unknown", "40", "value-moved"),
        ("5 million people", "5,000,000 people", "written-otherwise"),
    ],
)
def test_kinds_of_change_of_a_value(before: str, after: str, kinds: str) -> None:
    (change,) = find_value_changes("value", read_value(before), read_value(after), AT)

    assert [kind.value for kind in change.kinds] == kinds.split()


def test_a_limit_says_whether_it_is_included() -> None:
    (change,) = find_value_changes("value", read_value("at least 90"), read_value("more than 90"), AT)

    assert change.why == "lower limit 90 → 90 (not itself)"


# ---- evidence, derivation, records


EVIDENCE = "evidence: [{source: register, locator: the words … of the register}]"


def test_evidence_is_matched_by_its_passage() -> None:
    before = make_number("a", "1").replace(
        EVIDENCE, "evidence: [{source: register, locator: one … two, chain: [clerk]}]"
    )
    after = make_number("a", "1").replace(
        EVIDENCE,
        "evidence: [{source: register, locator: new … words}, {source: register, locator: one … two, chain: [office]}]",
    )
    kinds = find_only_change(compare_files(files(before), files(after))).kinds

    assert {ChangeKind.EVIDENCE_ADDED, ChangeKind.CHAIN} <= kinds
    assert {ChangeKind.ORIGIN_GAINED, ChangeKind.ORIGIN_LOST} <= kinds
    assert ChangeKind.PASSAGE not in kinds


def test_a_result_that_follows_its_input_says_so() -> None:
    double = make_result("b", "2", "x + x", "x: a")
    before, after = (
        files(make_number("a", "1"), double),
        files(make_number("a", "3"), double.replace("value: 2", "value: 6")),
    )
    changes = {change.id: change for change in compare_files(before, after).facts}
    (moved,) = changes["b"].find_changes(ChangeKind.RESULT)

    assert (moved.before, moved.after, moved.why) == ("2", "6", "because its input changed: a")


def test_dependents_are_found_over_any_number_of_steps() -> None:
    facts = (
        make_number("a", "1"),
        make_result("b", "2", "x + x", "x: a"),
        make_result("c", "4", "x + x", "x: b"),
        make_number("d", "7", 'note: "See [this](fact:c)"'),
        make_number("e", "7", 'note: "See [that](fact:d)"'),
    )
    changed = (make_number("a", "5"), *facts[1:])
    (change,) = (fact for fact in compare_files(files(*facts), files(*changed)).facts if fact.id == "a")

    assert [(item.id, item.dependency_kind.name, item.intermediates) for item in change.recheck] == [
        ("b", "DERIVED", ()),
        ("c", "DERIVED", ("b",)),
        ("d", "LINKED", ("b", "c")),
    ]


def test_words_around_a_fact_ask_nothing_of_its_dependents() -> None:
    facts = (make_number("a", "1"), make_result("b", "2", "x + x", "x: a"))
    changed = (make_number("a", "1", "caveat: Take care", "tags: [one]"), facts[1])

    assert find_only_change(compare_files(files(*facts), files(*changed))).recheck == ()


def test_a_fact_that_moved_says_where_to() -> None:
    first, second = (
        make_sheet(make_number("a", "1"), make_number("b", "1")),
        make_sheet(make_number("c", "1"), name="others"),
    )
    moved = (make_sheet(make_number("b", "1")), make_sheet(make_number("c", "1"), make_number("a", "1"), name="others"))
    source = make_source("register")
    before = {"sheets/numbers.yml": first, "sheets/others.yml": second} | source
    after = {"sheets/numbers.yml": moved[0], "sheets/others.yml": moved[1]} | source
    (change,) = find_only_change(compare_files(before, after)).changes

    assert (change.kinds, change.before, change.after) == ((ChangeKind.MOVED_SHEET,), "numbers", "others")


def test_what_cannot_be_read_is_not_called_new_or_gone() -> None:
    sound = files(make_number("a", "1"), make_number("b", "1"))
    broken = files(make_number("a", "1"), make_number("b", "1").replace("standing: reported", "standing: guessed"))
    broke, fixed = compare_files(sound, broken), compare_files(broken, sound)

    assert (broke.facts, broke.not_compared) == ((), ("b",))
    assert (fixed.facts, fixed.not_compared) == ((), ("b",))
    assert "not compared: b" in format_review_text(fixed)
    assert "main:facts/sheets/numbers.yml" in format_review_text(fixed)


def test_a_change_of_links_alone_is_one() -> None:
    before = files(make_number("a", "1", "note: See b"), make_number("b", "1"))
    after = files(make_number("a", "1", 'note: "See [b](fact:b)"'), make_number("b", "1"))
    (change,) = find_only_change(compare_files(before, after)).changes

    assert change.why == "links or emphasis"


# ---- formats


def test_colour_is_only_where_it_is_wanted() -> None:
    diff = compare_files(files(make_number("a", "1")), files(make_number("a", "2")))

    assert "\x1b" not in format_review_text(diff)
    assert "\x1b[33m~\x1b[0m" in format_review_text(diff, colour=True)


def test_a_word_diff_gives_both_texts_back() -> None:
    runs = tuple(diff_words("one two three four", "one 2 three four five"))

    assert " ".join(words for sign, words in runs if sign != "+") == "one two three four"
    assert " ".join(words for sign, words in runs if sign != "-") == "one 2 three four five"


def test_a_comment_that_would_be_too_long_counts_what_it_leaves_out() -> None:
    diff = compare_files(
        files(make_number("z", "1")), files(make_number("z", "1"), *(make_number(f"f{n}", "1") for n in range(900)))
    )
    output = write_review_markdown(diff, ())

    assert len(output) < _MAX_COMMENT_LENGTH + 200
    assert re.search(r"… and \d+ more", output)


def test_a_new_fact_is_shown_whole_and_so_is_one_that_is_gone() -> None:
    fact = make_number("b", "14 boats", "as_of: 2023-05", "when: 2023-04", "lifecycle: corrected").replace(
        EVIDENCE, "evidence: [{source: register, locator: one … two, chain: [clerk, office], says: 13, as_of: 2023-03}]"
    )
    without, with_it = files(make_number("a", "1")), files(make_number("a", "1"), fact)
    expected = (
        ("value", "14 boats"),
        ("as_of", "2023-05"),
        ("when", "2023-04"),
        ("standing", "reported"),
        ("lifecycle", "corrected"),
        ("evidence", "register, by clerk → office, says 13, as_of 2023-03: one … two"),
    )
    new, gone = compare_files(without, with_it), compare_files(with_it, without)

    assert [(part.field, part.after) for part in find_only_change(new).changes[1:]] == list(expected)
    assert [(part.field, part.before) for part in find_only_change(gone).changes[1:]] == list(expected)
    text, page = format_review_text(new), write_review_markdown(gone, ())
    assert all(f"+ {field}: {words}" in text for field, words in expected)
    assert all(
        f"- {escape_comment_text(field)}: <del>{escape_comment_text(words)}</del>" in page for field, words in expected
    )


def test_a_new_source_is_shown_whole() -> None:
    before = files(make_number("a", "1"))
    after = {**before, **make_source("gazette", "published: 2023-05-01")}
    (record,) = compare_files(before, after).records

    assert [(part.field, part.after) for part in record.changes[1:]] == [
        ("type", "report"),
        ("published", "2023-05-01"),
    ]


OLD_DATE, NEW_DATE = "as_of: 2023-05-01", "as_of: 2023-05-04"


def test_equal_changes_of_many_facts_are_one_entry_and_each_keeps_its_error() -> None:
    names = [f"f{number}" for number in range(40)]
    other = make_number("z", "1", OLD_DATE, 'note: "See [it](fact:f39)"')
    before = files(*(make_number(name, "1", OLD_DATE) for name in names), other)
    after = files(*(make_number(name, "1", NEW_DATE) for name in names), other.replace("value: 1", "value: 2"))
    diff = compare_files(before, after)
    diagnostics = run_policies(PolicyContext(diff, TODAY))
    text, page = format_review_text(diff), write_review_markdown(diff, diagnostics)
    report = json.loads(format_review_json(diff, diagnostics))

    assert text.splitlines()[3:8] == [
        "~ 40 facts: f0, f1, f2, f3, f4, f5, f6, f7, f8, f9 and 30 more",
        "    ~ as_of: 2023-05-01 → 2023-05-04",
        "    to be rechecked:",
        "      z (links to it)",
        "",
    ]
    assert "**changed** 40 facts: <code>f0</code>," in page
    assert "</code> and 30 more\n" in page
    assert [(group["count"], group["facts"]) for group in report["groups"]] == [(40, names)]
    assert report["groups"][0]["changes"][0]["before"] == "2023-05-01"
    assert [fact["id"] for fact in report["facts"]] == [*names, "z"]
    assert [finding["code"] for finding in report["findings"]].count("F501") == page.count("**error F501**") == 41


def test_a_few_equal_changes_are_told_one_by_one() -> None:
    before, after = (files(*(make_number(f"f{n}", "1", date) for n in range(4))) for date in (OLD_DATE, NEW_DATE))
    diff = compare_files(before, after)

    assert format_review_text(diff).count("2023-05-01 → 2023-05-04") == 4
    assert json.loads(format_review_json(diff, ()))["groups"] == []


def test_json_counts_what_it_lists() -> None:
    diff = compare_files(files(make_number("a", "at least 1")), files(make_number("a", "1")))
    report = json.loads(format_review_json(diff, ()))

    assert report["schemaVersion"] == 1
    assert report["summary"]["kinds"] == {"bound-tightened": 1, "hedge-lifted": 1}
    assert report["facts"][0]["changes"][0]["kinds"] == ["bound-tightened", "hedge-lifted"]


# ---- hostile text


def read_markdown(line: str) -> tuple[str, set[str]]:
    """Return the text that a reader of a comment sees, and the markup that Markdown found in it."""
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    tokens = reader.parse(f"- caveat: {line}")
    inline = [child for token in tokens for child in token.children or []]
    shapes = {token.type for token in tokens} - {
        "bullet_list_open",
        "list_item_open",
        "paragraph_open",
        "inline",
        "paragraph_close",
        "list_item_close",
        "bullet_list_close",
    }
    marks = {
        child.content if child.type == "html_inline" else child.type
        for child in inline
        if child.type not in {"text", "text_special"}
    }
    return "".join(child.content for child in inline if child.type != "html_inline"), shapes | marks


@pytest.mark.parametrize("line", HOSTILE)
def test_hostile_text_in_a_comment_stays_text(line: str) -> None:
    words, marks = read_markdown(escape_comment_text(line))
    coded, code_marks = read_markdown(escape_comment_code(line))

    assert marks <= {"<wbr>"}
    assert code_marks - {"<wbr>"} == {"<code>", "</code>"}
    assert (
        words.removeprefix("caveat: ").strip() == fold_white_space(escape_unprintable(fold_white_space(line))).strip()
    )
    assert (
        coded.removeprefix("caveat: ").strip() == fold_white_space(escape_unprintable(fold_white_space(line))).strip()
    )


@pytest.mark.parametrize(
    "line",
    [
        "@someone",
        "see #12",
        "GH-12",
        "owner/repo#1",
        "www.example.org",
        "https://example.org/x",
        "$x$",
        "$$x$$",
        ":smile:",
        "a:tada:b",
        "deadbeef1234",
        "group/project!12",
        "~label",
        "%milestone",
        "$12",
        "&epic",
        "me@example.org",
    ],
)
def test_nothing_in_a_comment_is_a_mention_or_a_link(line: str) -> None:
    escaped = escape_comment_text(line)

    assert not re.search(r"(?<!&)[@#!$%](?=\w)", re.sub(r"&#?\w+;", "", escaped))
    assert not re.search(r"www\.|://|GH-\d|:\w+:|[0-9a-f]{7}", escaped)
    assert read_markdown(escaped)[0] == f"caveat: {line}"


@pytest.mark.parametrize("form", [format_review_text, lambda diff: write_review_markdown(diff, ())])
def test_a_whole_review_of_hostile_facts_holds_none_of_their_markup(form: Callable[..., str]) -> None:
    evil = "<img src=x onerror=alert(1)> @someone \u202e [x](javascript:alert(1)) | `a` \x1b[31m"
    quoted = json.dumps(evil.replace("[x]", "x")).replace("\\u001b", "")
    before = files(make_number("a", "1"))
    after = files(make_number("a", "1", f"counts: {quoted}", "tags: [x]"))
    output = form(compare_files(before, after))

    assert "counts" in output
    assert "\u202e" not in output
    assert "\x1b" not in output
    if form is not format_review_text:
        assert "<img" not in output
        assert "@someone" not in output


def test_handwritten_pages_are_named_by_their_paths(tmp_path: Path) -> None:
    (tmp_path / "content/sheets").mkdir(parents=True)
    (tmp_path / "content/sheets/old.md").write_text("# Moved\n", encoding="utf-8")

    assert list_handwritten_pages(build_disk_tree(tmp_path), "content") == {"sheets/old.md"}
    assert make_revision({}).handwritten_pages == frozenset()
