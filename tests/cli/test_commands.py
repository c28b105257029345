"""Each command as its users meet it: what it prints, what it writes, and the code it leaves with."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from factsheet.cli.app import COMMANDS
from factsheet.diagnostics.rules import RULES
from factsheet.publish.mkdocs_build import publish_site
from tests.support.paths import TOY
from tests.support.preview_session import write_small_site
from tests.support.programs import SH, beside_python
from tests.support.sites import (
    EPOCH,
    FACTSHEET,
    TIMEOUT,
    build_here,
    copy_toy,
    list_differing,
    read_tree,
    replace_text,
    run_cli,
    run_command,
)

SCRIPT = beside_python("factsheet")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A copy of the toy, to be changed."""
    return copy_toy(tmp_path / "toy")


def at(site: Path) -> tuple[str, str]:
    """Return the option that names a site."""
    return "-f", str(site / "mkdocs.yml")


def misspell(site: Path) -> None:
    replace_text(site / "facts/sheets/money.yml", "standing: estimated", "standing: guessed")


# ---- help and wrong usage


@pytest.mark.parametrize("command", COMMANDS)
def test_help_shows_an_example(command: str) -> None:
    code, output = run_cli(command, "--help")

    assert code == 0
    assert re.search(rf"Example: +factsheet {command}", output)


def test_the_first_help_lists_every_command_and_the_exit_codes() -> None:
    code, output = run_cli("--help")

    assert code == 0
    assert [command for command in COMMANDS if not re.search(rf"^  {command} ", output, re.MULTILINE)] == []
    assert "Exit codes: 0 success, 1 problems found or build failed, 2 wrong usage," in output
    assert run_cli("-h") == (code, output)


@pytest.mark.parametrize(
    "arguments, reported",
    [
        (("chek",), "'chek'"),
        (("check", "more"), "more"),
        (("check", "--formt", "json"), "--format"),
        (("check", "--format", "xml"), "'github', 'json', 'sarif', 'text'"),
        (("check", "--today", "tomorrow"), "'tomorrow' is not a date; write it as 2023-09-07."),
        (("check", "--today", "2024-02-30"), "'2024-02-30' is not a date"),
        (("check", "-f", "."), "is a directory"),
        (("verify",), "--snapshots"),
        (("verify", "--snapshots", "nowhere"), "'nowhere' does not exist"),
        (("pages",), "FOLDER"),
        (("pages", __file__), "is a file"),
        (("explain", "F999"), "there is no code 'F999'"),
        (("build", "here"), "here"),
        (("serve", "--address", "nonsense"), "'nonsense' is not an address"),
        (("serve", "--address", "127.0.0.1:99999"), "'127.0.0.1:99999' is not an address"),
    ],
)
def test_wrong_usage_is_told_with_the_usage(arguments: tuple[str, ...], reported: str) -> None:
    code, output = run_cli(*arguments)

    assert code == 2
    assert output.startswith("Usage: factsheet")
    assert reported in output


def test_a_misspelt_command_is_told_the_right_one() -> None:
    assert "did you mean 'check'?" in run_cli("chek")[1]


def test_a_wrong_clock_is_wrong_usage(site: Path) -> None:
    code, output = run_cli("check", *at(site), epoch="9" * 30)

    assert code == 2
    assert "not seconds since 1970" in output


# ---- check


def test_check_says_what_was_checked() -> None:
    output = (
        "all is well: 38 facts on 3 sheets from 4 sources, 44 passages found and read, 4 numbers worked out again\n"
    )

    assert run_cli("check", *at(TOY)) == (0, output)


@pytest.mark.parametrize("command", [FACTSHEET, (SCRIPT,)])
def test_check_as_a_process(site: Path, command: tuple[str, ...]) -> None:
    fine = run_command(*command, "check", cwd=site)
    misspell(site)
    found = run_command(*command, "check", cwd=site)

    assert (fine.returncode, fine.stderr) == (0, "")
    assert fine.stdout.startswith("all is well: ")
    assert (found.returncode, found.stderr) == (1, "")
    assert re.match(r"facts/sheets/money\.yml:\d+:15: error F105: 'guessed' is not a word", found.stdout)
    assert found.stdout.endswith("1 error in 1 file\n")


def test_check_needs_a_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, output = run_cli("check")

    assert code == 1
    assert output.startswith("mkdocs.yml: error F402: there is no such file")


def test_check_writes_nothing(site: Path) -> None:
    before = read_tree(site)
    run_cli("check", *at(site))

    assert list_differing(before, read_tree(site)) == []


def test_all_findings_are_told_at_once(site: Path) -> None:
    misspell(site)
    replace_text(site / "facts/sheets/walls.yml", "review: {frozen:", "reviw: {frozen:")
    replace_text(site / "facts/actors.yml", "affiliation: quay-union", "affiliation: quay-onion")

    code, output = run_cli("check", *at(site))

    assert code == 1
    assert [found for found in ("F105", "F101", "F104") if found not in output] == []
    assert output.endswith("3 errors in 3 files\n")


def test_an_overdue_review_is_a_warning_and_no_error() -> None:
    code, output = run_cli("check", *at(TOY), "--today", "2025-02-01")

    assert code == 0
    assert output.count("warning F310") == 2
    assert "the review of 'money' was due on 2025-01-01, 31 days ago" in output
    assert "\n2 warnings in 2 files\n\nno errors: 38 facts on 3 sheets" in output
    assert "F310" not in run_cli("check", *at(TOY), "--today", "2024-10-29")[1]
    assert "F310" in run_cli("check", *at(TOY), "--today", "2024-10-30")[1]


def test_a_waiver_ends_with_its_day() -> None:
    assert run_cli("check", *at(TOY), "--today", "2030-12-31")[0] == 0

    code, output = run_cli("check", *at(TOY), "--today", "2031-01-01")

    assert code == 1
    assert "error F315" in output


def test_findings_as_json(site: Path) -> None:
    misspell(site)
    code, output = run_cli("check", *at(site), "--format", "json", "--today", "2025-02-01")
    reported = json.loads(output)

    assert code == 1
    assert (reported["schemaVersion"], reported["errors"], reported["warnings"]) == (1, 1, 2)
    assert {item["code"] for item in reported["findings"]} == {"F105", "F310"}
    assert all(item["file"].startswith("facts/sheets/") and item["line"] for item in reported["findings"])


def test_findings_for_github(site: Path) -> None:
    misspell(site)
    code, output = run_cli("check", *at(site), "--format", "github")

    assert code == 1
    (line,) = output.splitlines()
    assert re.match(r"::error file=facts/sheets/money\.yml,line=\d+,.*title=F105::'guessed' is not", line)


def test_findings_as_sarif(site: Path) -> None:
    misspell(site)
    code, output = run_cli("check", *at(site), "--format", "sarif")
    (reported,) = json.loads(output)["runs"]

    assert code == 1
    assert [result["ruleId"] for result in reported["results"]] == ["F105"]
    rules = reported["tool"]["driver"]["rules"]
    assert rules[reported["results"][0]["ruleIndex"]]["id"] == "F105"
    assert len(rules) == len(RULES)
    assert all(rule["help"]["text"] for rule in rules)


@pytest.mark.parametrize("form", ["json", "sarif", "github"])
def test_no_findings_leave_no_words_among_the_data(form: str) -> None:
    code, output = run_cli("check", *at(TOY), "--format", form)

    assert code == 0
    assert output == "" if form == "github" else json.loads(output)


def test_colour_only_on_a_terminal_that_wants_it(site: Path) -> None:
    misspell(site)
    pty = pytest.importorskip("pty", reason="no terminals on this system")
    shown = {}
    for name, extra in {"plain": {}, "no": {"NO_COLOR": "1"}, "dumb": {"TERM": "dumb"}}.items():
        leader, follower = pty.openpty()
        process = subprocess.Popen(
            (*FACTSHEET, "check"),
            cwd=site,
            stdout=follower,
            stderr=subprocess.STDOUT,
            env={"SOURCE_DATE_EPOCH": EPOCH, "TERM": "xterm", **extra},
        )
        assert process.wait(timeout=TIMEOUT) == 1
        with open(leader, "rb", buffering=0) as opened:  # noqa: PTH123 - opened by number
            shown[name] = opened.read(4000)
        os.close(follower)
    piped = run_command(*FACTSHEET, "check", cwd=site).stdout

    assert b"\x1b[" in shown["plain"]
    assert b"\x1b[" not in shown["no"] + shown["dumb"]
    assert "\x1b[" not in piped


# ---- explain


@pytest.mark.parametrize("code", ["F303", "f303"])
def test_explain_a_code(code: str) -> None:
    left, output = run_cli("explain", code)

    assert left == 0
    assert output.startswith("F303 (error): A conflict that nobody decided\n")
    assert "\nWhy: " in output
    assert "\nFix: " in output


def test_explain_lists_every_code() -> None:
    code, output = run_cli("explain")

    assert code == 0
    assert [line.split()[0] for line in output.splitlines()] == [rule.code for rule in RULES]


def test_every_code_can_be_explained() -> None:
    assert [rule.code for rule in RULES if run_cli("explain", rule.code)[0]] == []


# ---- verify


def verify(site: Path, *more: str) -> tuple[int, str]:
    return run_cli("verify", *at(site), "--snapshots", str(site / "snapshots"), *more)


def test_verify_finds_every_passage(site: Path) -> None:
    before = read_tree(site)

    assert verify(site) == (0, "44 passages found and read in 4 copies\n")
    assert verify(site, "--write") == (0, "44 passages found and read in 4 copies; facts/evidence.lock is up to date\n")
    assert list_differing(before, read_tree(site)) == []


def test_verify_writes_the_lock_that_was_lost(site: Path) -> None:
    before = read_tree(site)
    (site / "facts/evidence.lock").unlink()

    assert verify(site)[0] == 1
    assert not (site / "facts/evidence.lock").exists()
    assert verify(site, "--write") == (0, "44 passages found and read in 4 copies; facts/evidence.lock written\n")
    assert list_differing(before, read_tree(site)) == []


def test_verify_keeps_the_old_proof_of_what_is_not_proved(site: Path) -> None:
    replace_text(site / "facts/sheets/strike.yml", "locator: There were 52 ships", "locator: There were 53 ships")
    before = read_tree(site)

    code, output = verify(site, "--write")

    assert code == 1
    assert "error F205" in output
    assert list_differing(before, read_tree(site)) == []


def test_verify_writes_what_is_proved_and_reports_the_rest(site: Path) -> None:
    lock = site / "facts/evidence.lock"
    before = lock.read_text("utf-8")
    lock.unlink()
    replace_text(site / "facts/sheets/strike.yml", "locator: There were 52 ships", "locator: There were 53 ships")

    code, output = verify(site, "--write")

    assert code == 1
    assert "evidence.lock written: 43 passages proved; those with errors are left as they were" in output
    assert "error F205" in output
    lost = [line for line in before.splitlines() if line not in lock.read_text("utf-8").splitlines()]
    assert [re.findall(r'"fact": "([^"]+)"', line) for line in lost] == [["ships-at-anchor"]]
    assert run_cli("check", *at(site))[1].count("error F202") == 1
    assert verify(site, "--write")[1].count("written") == 0


def test_verify_keeps_the_proofs_of_a_source_whose_copy_is_not_here(site: Path) -> None:
    before = read_tree(site)
    (site / "snapshots/lamp.txt").unlink()
    replace_text(
        site / "facts/evidence.lock",
        '"fact": "strikers", "source": "ostwick-gazette"',
        '"fact": "s", "source": "ostwick-gazette"',
    )

    code, output = verify(site, "--write")

    assert (code, output.count("error F207")) == (1, 1)
    assert list_differing(before, read_tree(site)) == ["snapshots/lamp.txt"]


def test_a_passage_that_does_not_hold_the_number_is_not_proved(site: Path) -> None:
    (site / "facts/evidence.lock").unlink()
    replace_text(site / "facts/sheets/strike.yml", "says: 52 ships", "says: 53 ships")

    assert verify(site, "--write")[1].count("error F212") == 1
    assert run_cli("check", *at(site))[1].count("error F202") == 1


def test_many_passages_that_nobody_has_proved_are_one_diagnostic(site: Path) -> None:
    (site / "facts/evidence.lock").write_text(
        '{"version": 2, "normaliser": "nfc-fold-1", "snapshots": {}, "evidence": []}', encoding="utf-8"
    )
    code, output = run_cli("check", *at(site))
    listed = json.loads(run_cli("check", *at(site), "--format", "json")[1])["findings"]

    assert code == 1
    assert output.count("F202: ") == 1
    assert re.search(r"error F202: 4\d passages are not in the lock, of \d\d facts\n", output)
    assert "hint: run `factsheet verify --write`; `factsheet check --format json` lists every place" in output
    (unproved,) = [item for item in listed if item["code"] == "F202"]
    assert f"{len(unproved['alsoAt']) + 1} passages" in unproved["message"]


def test_verify_writes_nothing_when_the_facts_have_an_error(site: Path) -> None:
    misspell(site)
    before = read_tree(site)

    assert verify(site, "--write")[0] == 1
    assert list_differing(before, read_tree(site)) == []


def test_verify_without_a_snapshot_says_which_is_missing(site: Path) -> None:
    (site / "snapshots/lamp.txt").unlink()

    code, output = verify(site, "--write")

    assert code == 1
    assert "error F207: no snapshot of source 'lighthouse-talk' was given" in output


def test_a_changed_locator_fails_until_it_is_proved_again(site: Path) -> None:
    replace_text(site / "facts/sheets/money.yml", "No boat was damaged.", "No boat was")

    code, output = run_cli("check", *at(site))
    assert (code, output.count("error F203")) == (1, 1)
    assert verify(site)[0] == 1
    assert verify(site, "--write")[0] == 0
    assert run_cli("check", *at(site))[0] == 0


def test_a_changed_copy_is_noticed(site: Path) -> None:
    with (site / "snapshots/lamp.txt").open("a", encoding="utf-8") as copy:
        copy.write("One line more.\n")

    code, output = verify(site)

    assert code == 1
    assert "run this again with --write" in output
    reported = json.loads(
        run_command(*FACTSHEET, "verify", "--snapshots", "snapshots", "--format", "json", cwd=site).stdout
    )
    assert reported["errors"] == 0
    assert verify(site, "--write")[0] == 0
    assert verify(site)[0] == 0


def test_verify_takes_the_date_that_it_is_given(site: Path) -> None:
    assert "F310" in verify(site, "--today", "2025-02-01")[1]


# ---- pages


def test_pages_are_written_once_and_stale_ones_removed(site: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"

    code, first = run_cli("pages", *at(site), str(out))
    assert code == 0
    assert re.fullmatch(rf"\d+ files written to {re.escape(str(out))}/, 0 unchanged, 0 removed\n", first)
    written = read_tree(out)
    expected = {"sheets/strike.md", "facts/crab/fact.json", "downloads/facts.json", "method.md"}
    assert {f"docs/{name}" for name in expected} | {"mkdocs.yml", "overrides/main.html"} <= written.keys()
    assert b"<!-- factsheet: home -->" not in written["docs/index.md"]
    assert b"facts/strikers.md" in written["docs/index.md"]

    code, second = run_cli("pages", *at(site), str(out))
    assert code == 0
    assert re.fullmatch(rf"no files written to {re.escape(str(out))}/, \d+ unchanged, 0 removed\n", second)
    assert list_differing(written, read_tree(out)) == []

    (out / "docs/notes.md").write_text("mine\n", encoding="utf-8")
    (site / "content/extra.md").write_text("# Extra\n", encoding="utf-8")
    assert run_cli("pages", *at(site), str(out))[0] == 0
    (site / "content/extra.md").unlink()
    assert run_cli("pages", *at(site), str(out))[1].endswith(" 1 removed\n")
    assert list_differing(written, read_tree(out)) == ["docs/notes.md"]


def test_pages_are_the_same_as_those_that_mkdocs_is_given(site: Path, tmp_path: Path, built_toy: Path) -> None:
    run_cli("pages", *at(site), str(tmp_path / "out"))
    exported = read_tree(tmp_path / "out/docs")
    built = read_tree(built_toy / "site")

    assert [name for name in exported if name.endswith(".json") and name[0] != "."] != []
    for name, raw in exported.items():
        if name.endswith(".json") and not name.startswith("."):
            assert built[name] == raw
        elif name.endswith(".md"):
            folder = name.removesuffix(".md").removesuffix("index").strip("/")
            assert f"{folder}/index.html".lstrip("/") in built


def test_pages_never_touch_what_somebody_else_wrote(site: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "docs/sheets").mkdir(parents=True)
    (out / "docs/sheets/strike.md").write_text("mine\n", encoding="utf-8")
    before = read_tree(out)

    code, output = run_cli("pages", *at(site), str(out))

    assert code == 2
    assert "it holds docs, which this command did not make" in output
    assert list_differing(before, read_tree(out)) == []

    (out / ".factsheet-pages.json").write_text("[]", encoding="utf-8")
    before = read_tree(out)

    code, output = run_cli("pages", *at(site), str(out))

    assert code == 1
    assert "docs/sheets/strike.md: error F023" in output
    assert list_differing(before, read_tree(out)) == []


def test_pages_are_not_written_with_an_error_in_the_facts(site: Path, tmp_path: Path) -> None:
    misspell(site)

    assert run_cli("pages", *at(site), str(tmp_path / "out"))[0] == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "name, raw, output",
    [
        ("timeline.md", b"# Mine\n", "content/timeline.md: error F901: 'timeline.md' is generated"),
        ("bad.md", b"caf\xe9\n", "content/bad.md:1:4: error F002"),
        ("gap.md", b"\r\n<!-- factsheet: hom -->\r\n", "content/gap.md:2:1: error F902"),
    ],
)
def test_pages_are_not_written_with_an_error_in_hand_written_ones(
    site: Path, tmp_path: Path, name: str, raw: bytes, output: str
) -> None:
    (site / "content" / name).write_bytes(raw)

    code, reported = run_cli("pages", *at(site), str(tmp_path / "out"))

    assert code == 1
    assert output in reported
    assert not (tmp_path / "out").exists()


def test_a_page_with_windows_lines_has_its_places_filled(site: Path, tmp_path: Path) -> None:
    (site / "content/index.md").write_bytes(b"# Home\r\n\r\n<!-- factsheet: home -->\r\n")
    run_cli("pages", *at(site), str(tmp_path / "out"))

    assert b"## The sheets" in (tmp_path / "out/docs/index.md").read_bytes()


def test_a_warning_does_not_hide_that_pages_were_written(site: Path, tmp_path: Path) -> None:
    code, output = run_cli("pages", *at(site), "--today", "2025-02-01", str(tmp_path / "out"))

    assert code == 0
    assert "2 warnings in 2 files" in output
    assert " files written to " in output


def test_what_the_disk_refuses_is_said_in_words(site: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    code, output = run_cli("pages", *at(site), str(tmp_path / "file/out"))

    assert code == 1
    assert output == f"Error: {tmp_path / 'file/out'}: not a directory\n"


# ---- build and serve; how a build fails is in test_site


def test_build_stops_at_a_warning_and_says_so(site: Path) -> None:
    replace_text(site / "facts/sheets/money.yml", "summary: ", "summary: Of 8,881 gulls. ")

    code, output = build_here(site)

    assert code == 1
    assert output.count("warning F324") == 1
    assert "factsheet: 1 warning in 1 file; nothing was built\n" in output
    assert output.endswith("not published; site/ is unchanged\n")
    assert not (site / "site").exists()


def test_a_record_filed_before_its_use_does_not_stop_a_build_and_is_told(site: Path) -> None:
    replace_text(site / "facts/places.yml", "places:\n", "places:\n  - {id: nowhere, name: Nowhere, kind: city}\n")

    code, output = build_here(site)

    assert code == 0, output
    assert output.count("warning F316: nothing uses the place 'nowhere'") == 1
    assert (site / "site/places/nowhere/index.html").is_file()


def test_a_letter_that_no_font_has_does_not_stop_a_build_and_is_told(site: Path) -> None:
    replace_text(site / "facts/sheets/money.yml", "title: ", "title: 海 ")

    code, output = build_here(site)

    assert code == 0, output
    assert output.count("warning F332: 'title'") == 1
    assert (site / "site/downloads/sheets/money.pdf").is_file()


def test_a_review_falling_due_does_not_stop_a_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was published yesterday still builds when nothing but the day has changed; each step is told."""
    site = write_small_site(tmp_path)
    replace_text(site / "facts/sheets/coast.yml", "summary:", "reviewed: 2023-06-01\nreview: {every: 30d}\nsummary:")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1738368000")
    steps: list[tuple[int, int]] = []
    code, output = run_cli("check", *at(site))
    assert (code, "F310" in output) == (0, True), output

    publish_site(site / "mkdocs.yml", lambda done, of: steps.append((done, of)))

    assert (site / "site/index.html").is_file()
    assert steps == [(done, len(steps)) for done in range(1, len(steps) + 1)]


def test_a_month_that_looks_like_two_years_is_told_and_does_not_stop_a_build(tmp_path: Path) -> None:
    site = write_small_site(tmp_path)
    replace_text(site / "facts/sheets/coast.yml", "    evidence:", "    when: 2011-12\n    evidence:")
    code, output = run_cli("check", *at(site))
    assert (code, "F333: '2011-12' is read as December 2011" in output) == (0, True), output

    publish_site(site / "mkdocs.yml")

    assert (site / "site/index.html").is_file()


def test_how_far_a_build_has_come_is_shown_on_a_terminal_only(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def published(config_file: Path, reported: Callable[[int, int], None] | None = None) -> str:
        if reported:
            reported(1, 4)
        return f"published {config_file.name}"

    monkeypatch.setattr("factsheet.publish.mkdocs_build.publish_site", published)

    assert run_cli("build", *at(site)) == (0, "published mkdocs.yml\n")
    monkeypatch.setattr("factsheet.cli.build.can_show_progress", lambda: True)
    assert run_cli("build", *at(site))[1] == ("checking the facts …\rbuilding the site: 25 %\rpublished mkdocs.yml\n")


# ---- streams

TERMINALS = ("ascii", "latin-1", "utf-8:strict")


@pytest.mark.parametrize("encoding", TERMINALS)
def test_every_sign_can_be_printed_somehow(site: Path, encoding: str) -> None:
    replace_text(site / "facts/sheets/money.yml", "value: rising", "value: Ж…日本")
    done = run_command(*FACTSHEET, "check", cwd=site, PYTHONIOENCODING=encoding)
    assert done.returncode == 1
    assert "error F110" in done.stdout

    assert run_command(*FACTSHEET, "new", "fact", "--help", cwd=site, PYTHONIOENCODING=encoding).returncode == 0


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize(
    "arguments, code", [("check", 0), ("new actor", 2), ("locate northern-wire - --snapshots snapshots", 2)]
)
def test_streams_may_be_closed(site: Path, closed: str, arguments: str, code: int) -> None:
    command = f"{shlex.join(FACTSHEET)} {arguments} </dev/null {closed}"
    assert run_command(SH.require(), "-c", command, cwd=site).returncode == code


def test_words_that_are_no_text_are_wrong_usage(site: Path) -> None:
    command = f"printf '\\377 the' | {shlex.join(FACTSHEET)} locate northern-wire - --snapshots snapshots"
    done = run_command(SH.require(), "-c", command, cwd=site, PYTHONIOENCODING="utf-8:strict")
    assert done.returncode == 2
    assert "standard input is not UTF-8" in done.stderr
