"""A second reader reads facts beside their passages, and what was said holds until the fact or a passage changes."""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
import select
import shutil
import signal
import subprocess
import termios
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from factsheet.analysis.attestations import Attestation, read_attestations, serialize_attestations
from factsheet.cli.app import main
from factsheet.diagnostics.rules import MALFORMED_LEDGER
from factsheet.project import git
from factsheet.project.load import read_site
from factsheet.publish.build import BuildResult, build_site
from tests.support import paths
from tests.support.preview_session import write_small_site
from tests.support.sites import DAY, EPOCH, FACTSHEET, TIMEOUT, build_here, copy_toy, replace_text, run_cli
from tests.support.snapshots import commit_files, make_repository, run_git

GOLDEN = paths.GOLDEN / "attest"
STRIKE, SNAPSHOTS = "facts/sheets/strike.yml", ("--snapshots", "snapshots")
AUTHOR = "A. Writer"
"""Who commits in the repositories of tests."""
HASH = "0" * 64


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the toy that one person has committed, where one stands; its established facts need two readers."""
    root = copy_toy(tmp_path / "toy")
    require(root, "established")
    make_repository(root, {})
    monkeypatch.chdir(root)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    return root


def require(root: Path, standings: str, required: str = "other-person") -> None:
    rule = f"attestation: {{required: {required}, standings: [{standings}]}}"
    replace_text(root / "mkdocs.yml", "      home_charts:", f"      {rule}\n      home_charts:")


def answer(text: str, *arguments: str, reader: str = "Ben Okri") -> str:
    """Give answers over a pipe; return all that is printed."""
    done = CliRunner(env={"SOURCE_DATE_EPOCH": EPOCH}).invoke(
        main, ["attest", *SNAPSHOTS, "--as", reader, *arguments], text
    )
    assert done.exit_code == 0, done.output
    return done.output


def support(*facts: str, reader: str = "Ben Okri") -> None:
    code, output = run_cli("attest", *facts, "--answer", "supports", "--as", reader)
    assert code == 0, output


def list_codes() -> list[str]:
    """Return the codes that `check` reports, but for F218: any change of a fact calls for `verify` as well."""
    codes = [item["code"] for item in json.loads(run_cli("check", "--format", "json")[1])["findings"]]
    return [code for code in codes if code != "F218"]


def read_ledger(root: Path) -> list[dict[str, str]]:
    listed = json.loads((root / "facts/attested.lock").read_text("utf-8"))["attested"]
    assert isinstance(listed, list)
    return listed


def build(root: Path) -> BuildResult:
    read = read_site(root / "mkdocs.yml", dt.date.fromisoformat(DAY))
    return build_site(read.inputs, read.settings)


# ---- the walk


def test_facts_are_shown_beside_their_passages(site: Path, agree_with: Callable[[Path, str], None]) -> None:
    output = answer("s\nwhat?\np\nThe day is\u00a0not in it\nk\n")

    agree_with(GOLDEN / "walk.txt", output)
    assert max(map(len, output.splitlines())) <= 120  # the question, of which a pipe echoes no answer
    entries = read_ledger(site)
    assert [(entry["fact"], entry["answer"], entry["reason"]) for entry in entries] == [
        ("strikers", "supports", ""),
        ("workforce", "supports-in-part", "The day is not in it"),
    ]
    assert {(entry["reader"], entry["on"]) for entry in entries} == {("Ben Okri", DAY)}


def test_the_ledger_holds_no_words_of_a_source(site: Path) -> None:
    answer("s\ns\n")

    for entry in read_ledger(site):
        assert set(entry) == {"fact", "reader", "on", "answer", "reason", "meaning", "passages"}
        assert {len(text) for text in (entry["meaning"], *entry["passages"].split(" "))} == {64}


def test_a_walk_goes_on_where_it_was_left(site: Path) -> None:
    assert "1 of 4: strikers\n" in answer("s\nq\n")
    resumed = answer("s\n" * 2)

    assert "1 of 3: workforce\n" in resumed
    assert "strikers\n" not in resumed
    assert resumed.endswith("2 answers kept in facts/attested.lock; 1 left, run this again to go on\n")
    assert answer("s\n").endswith("1 answer kept in facts/attested.lock\n")
    assert answer("") == "nothing is left for you to read\n"
    assert len(read_ledger(site)) == 4


def test_what_is_skipped_comes_again(site: Path) -> None:
    answer("k\nq\n")

    assert not (site / "facts/attested.lock").exists()
    assert "1 of 4: strikers\n" in answer("q\n")


@pytest.mark.usefixtures("site")
def test_a_reader_can_ask_for_any_fact() -> None:
    output = answer("s\ns\n", "tugs", "cause")

    assert "1 of 2: tugs\n" in output
    assert "2 of 2: cause\n" in output


@pytest.mark.usefixtures("site")
def test_authors_are_left_out_of_what_waits() -> None:
    output = answer("s\n", reader=AUTHOR.upper())

    assert output.startswith("left out, since you wrote them: strikers, workforce, ")
    assert output.endswith("nothing is left for you to read\n")


def test_a_copy_that_is_not_the_proved_one_is_not_shown(site: Path) -> None:
    replace_text(site / "snapshots/gazette.txt", "on Monday, the", "on Tuesday, the")
    code, output = run_cli("attest", *SNAPSHOTS, "--as", "Ben Okri")

    assert code == 1
    assert "the copy of 'ostwick-gazette' is not the one that the evidence lock proves: `factsheet verify" in output
    (site / "snapshots/gazette.txt").unlink()
    assert run_cli("attest", *SNAPSHOTS, "--as", "Ben Okri")[0] == 1


def take_terminal() -> None:
    """Get the signals of the terminal's keys, also where the tests run in the background and ignore them."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_at_a_terminal(site: Path) -> None:
    """Name and answers are typed; Ctrl-C ends the walk and keeps what was answered."""
    pty = pytest.importorskip("pty", reason="no terminals on this system")
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        (*FACTSHEET, "attest", *SNAPSHOTS),
        cwd=site,
        stdin=follower,
        stdout=follower,
        stderr=follower,
        start_new_session=True,
        preexec_fn=take_terminal,  # noqa: PLW1509 - one thread, and Ctrl-C needs a terminal
        env={"SOURCE_DATE_EPOCH": EPOCH, "TERM": "xterm", "PATH": os.environ["PATH"], "HOME": str(site)},
    )
    os.close(follower)
    shown = ""

    def wait_for(words: str) -> None:
        nonlocal shown
        while words not in shown:
            assert select.select([leader], [], [], TIMEOUT / 4)[0], (words, shown)
            shown += os.read(leader, 65536).decode()
        shown = shown.partition(words)[2]

    try:
        for words, typed in (
            ("your name: ", "Ben  Okri\r"),
            ("1 of 4: strikers", ""),
            ("[q]uit: ", "n\r"),
            ("why not", "The count is of another day\r"),
            ("2 of 4: workforce", ""),
            ("[q]uit: ", "s\r"),
            ("3 of 4: ", ""),
            ("[q]uit: ", ""),
        ):
            wait_for(words)
            os.write(leader, typed.encode())
        done = "2 answers kept in facts/attested.lock; 2 left, run this again to go on"
        for _ in range(6):  # Python misses a signal that comes just before it reads; a person presses the keys again.
            os.write(leader, b"\x03")
            while done not in shown and select.select([leader], [], [], TIMEOUT / 24)[0]:
                shown += os.read(leader, 65536).decode()
            if done in shown:
                break
        assert done in shown
        assert process.wait(timeout=TIMEOUT) == 0
    finally:
        process.kill()
        process.wait(timeout=TIMEOUT)
        os.close(leader)
    assert [(entry["reader"], entry["reason"]) for entry in read_ledger(site)] == [
        ("Ben Okri", "The count is of another day"),
        ("Ben Okri", ""),
    ]


# ---- without questions


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(
    "arguments, reported",
    [
        ((), "where are your copies of the sources? Name their folder with --snapshots DIR, `snapshots`"),
        (("--answer", "supports"), "--answer takes FACTs and shows no copies"),
        (("tugs", *SNAPSHOTS, "--answer", "supports"), "--answer takes FACTs and shows no copies"),
        (("tug", "--answer", "supports"), "'tug' is not a fact to be read beside its passages; did you mean 'tugs'?"),
        (("share-of-strikers", "--answer", "supports"), "'share-of-strikers' is not a fact to be read beside"),
        (("strikers", "--answer", "supports"), "git has no user.name here; give your name with --as NAME"),
        (("strikers", "--answer", "does-not-support", "--as", "Ben"), "say why not"),
        (("strikers", "--answer", "supports-in-part", "--as", "Ben", "--reason", " "), "say what is missing"),
        (("strikers", "--answer", "supports", "--as", "Ben", "--reason", "Yes"), "needs no reason"),
        (("strikers", "--answer", "supports", "--as", "B\u202en"), "'reader' that is not the name of a reader"),
        (("strikers", "--answer", "supports", "--as", "B" * 101), "'reader' that is not the name of a reader"),
        (("strikers", "--answer", "does-not-support", "--as", "B", "--reason", "x" * 301), "of at most 300 characters"),
        (("strikers", "--answer", "does-not-support", "--as", "B", "--reason", "x\x1b[2J"), "'reason' that is not"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], reported: str) -> None:
    code, output = run_cli("attest", *arguments)

    assert code == 2, output
    assert reported in " ".join(output.split())
    assert not Path("facts/attested.lock").exists()


def test_the_name_is_that_of_git(site: Path) -> None:
    run_git(site, "config", "user.name", "Cy Young")
    assert run_cli("attest", "strikers", "--answer", "supports")[0] == 0

    assert [entry["reader"] for entry in read_ledger(site)] == ["Cy Young"]


def test_an_answer_replaces_the_last_of_the_same_reader(site: Path) -> None:
    support("strikers")
    assert run_cli("attest", "strikers", "--answer", "does-not-support", "--reason", "no", "--as", "Ben Okri")[0] == 0
    support("strikers", reader="Cy Young")

    assert [(entry["reader"], entry["answer"]) for entry in read_ledger(site)] == [
        ("Ben Okri", "does-not-support"),
        ("Cy Young", "supports"),
    ]


@pytest.mark.usefixtures("site")
def test_who_has_read_what_is_listed(agree_with: Callable[[Path, str], None]) -> None:
    support("strikers")
    support("workforce", reader=AUTHOR)
    assert run_cli("attest", "tugs", "--answer", "supports-in-part", "--reason", "no day", "--as", "Cy")[0] == 0
    code, output = run_cli("attest", "--list")

    assert code == 1
    agree_with(GOLDEN / "list.txt", output)
    assert run_cli("attest", "--list", "strikers") == (
        0,
        f"'strikers' is supported: Ben Okri, {DAY}\n\nno facts left to read or to correct\n",
    )


# ---- what a publication needs


def test_each_fact_that_nobody_has_read_is_reported(site: Path) -> None:
    assert list_codes() == ["F550"] * 4
    assert "F550" in str(build(site).diagnostics)
    support("strikers", "workforce")
    assert list_codes() == ["F550"] * 2


def test_a_strict_build_stops_until_all_is_read(site: Path) -> None:
    code, output = build_here(site)
    assert code == 1
    assert "warning F550: 'strikers' needs a second reader: nobody has read it" in output
    assert not (site / "site").exists()

    answer("s\n" * 4)
    code, output = build_here(site)
    assert code == 0, output
    assert "Ben Okri, 1 June 2024" in (site / "site/facts/strikers/index.html").read_text("utf-8")


@pytest.mark.usefixtures("site")
def test_an_objection_stands_until_the_fact_changes(site: Path) -> None:
    answer("s\n" * 4)
    for word, code in (("does-not-support", "F551"), ("supports-in-part", "F552")):
        assert run_cli("attest", "tugs", "--answer", word, "--reason", "no <b>day</b>", "--as", "Cy")[0] == 0
        assert list_codes() == [code]
        assert "no <b>day</b>" in run_cli("check")[1]
    replace_text(site / STRIKE, "Tugs in the harbour of Ostwick on", "Tugs in Ostwick on")
    assert list_codes() == ["F550"]


@pytest.mark.usefixtures("site")
def test_an_objection_keeps_nobody_from_attesting() -> None:
    assert run_cli("attest", "tugs", "--answer", "does-not-support", "--reason", "no", "--as", "Cy")[0] == 0
    assert run_cli("check")[0] == 1

    support("strikers")


@pytest.mark.parametrize(
    "change, why",
    [
        (("facts/sheets/coast.yml", "Boats in the harbour", "Boats in that harbour"), "what it says"),
        (("snapshots/gazette.txt", "of all kinds", "of most kinds"), "its passage in 'gazette'"),
    ],
)
def test_a_change_makes_it_void(
    change: tuple[str, str, str], why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_small_site(tmp_path)
    replace_text(root / "mkdocs.yml", "[factsheet]", "[{factsheet: {attestation: {required: other-person}}}]")
    make_repository(root, {})
    monkeypatch.chdir(root)
    support("boats")
    assert list_codes() == []
    file, old, new = change
    replace_text(root / file, old, new)
    assert run_cli("verify", *SNAPSHOTS, "--write", "--accept", "boats")[0] == 0

    reported = f"'boats' needs a second reader: {why} has changed since Ben Okri read it on {DAY}"
    assert reported in run_cli("check")[1]
    assert reported in run_cli("attest", "--list")[1]
    assert "1 of 1: boats\n" in answer("s\n", reader="Dee")
    assert list_codes() == []


@pytest.mark.parametrize(
    "change, codes",
    [
        (("tags: [strike, numbers]", "tags: [strike]"), []),
        (("    caveat: Both counts", "    caveat: Really, both counts"), []),
        (("    value: at least 420 dockers\n", "    value:  at least 420 dockers\n"), []),
        (("    value: at least 420 dockers\n", "    value: at least 420.0 dockers\n"), ["F550"]),
    ],
)
def test_the_author_is_who_last_changed_what_the_fact_says(
    site: Path, change: tuple[str, str], codes: list[str]
) -> None:
    answer("s\n" * 4)
    replace_text(site / STRIKE, *change)
    run_git(site, "-c", "user.name=ben  okri", "commit", "--quiet", "--all", "--message", "change")

    assert list_codes() == codes


def test_the_author_does_not_count(site: Path) -> None:
    answer("s\n" * 4)
    support("strikers", reader=AUTHOR)
    assert list_codes() == []
    (site / "facts/attested.lock").unlink()
    support("strikers", reader=AUTHOR)
    output = run_cli("check")[1]

    assert f"'strikers' needs a second reader: {AUTHOR}, who read it on {DAY}, was also the last to change it" in output


def test_changes_that_are_not_committed_are_of_this_user(site: Path) -> None:
    answer("s\n" * 4)
    run_git(site, "config", "user.name", "Ben Okri")
    replace_text(site / STRIKE, "at least 420 dockers\n    counts", "at least 420.0 dockers\n    counts")
    assert list_codes() == ["F550"]
    run_git(site, "config", "user.name", "Ada")
    assert list_codes() == []


@pytest.mark.parametrize("how", ["no repository", "shallow"])
def test_where_git_does_not_say_who_the_author_is(
    how: str, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer("s\n" * 4)
    support("strikers", reader=AUTHOR)
    commit_files(site, {})
    elsewhere = tmp_path / "elsewhere"
    if how == "shallow":
        run_git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{site}", str(elsewhere))
    else:
        shutil.copytree(site, elsewhere, ignore=shutil.ignore_patterns(".git"))
    monkeypatch.chdir(elsewhere)

    assert list_codes() == ["F553"]
    assert (
        "git does not say who wrote 'strikers' and 3 more, so a reading by the author would count too"
        in run_cli("check")[1]
    )
    code, output = build_here(elsewhere)
    assert code == 0, output


def test_a_waiver_sets_it_aside(site: Path) -> None:
    waiver = "    waive: [{code: F550, why: Nobody is here}]\n"
    replace_text(site / STRIKE, "    note: The day follows", f"{waiver}    note: The day follows")

    assert list_codes() == ["F550"] * 3


# ---- where nothing is required


@pytest.mark.parametrize("rule", ["", "required: none", "required: none, standings: [claimed]"])
def test_without_the_setting_nothing_shows(rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = copy_toy(tmp_path / "toy")
    before = build(root)
    if rule:
        replace_text(root / "mkdocs.yml", "      home_charts:", f"      attestation: {{{rule}}}\n      home_charts:")
    monkeypatch.chdir(root)
    monkeypatch.setattr("factsheet.project.git._run_git", None)  # Git is not asked.
    support("strikers")
    assert run_cli("attest", "tugs", "--answer", "does-not-support", "--reason", "no", "--as", "Cy")[0] == 0
    after = build(root)

    assert list_codes() == []
    assert [page.markdown for page in after.pages] == [page.markdown for page in before.pages]
    assert (after.exports, after.build_id) == (before.exports, before.build_id)
    assert run_cli("attest", "--list")[1].count("nobody has read it") == 30


@pytest.mark.usefixtures("site")
def test_git_is_asked_once_for_each_file(monkeypatch: pytest.MonkeyPatch) -> None:
    answer("s\n" * 4)
    asked: list[str] = []
    run = git._run_git

    def note(root: Path, *arguments: str) -> tuple[int, bytes, str]:
        asked.append(arguments[0])
        return run(root, *arguments)

    monkeypatch.setattr(git, "_run_git", note)

    assert list_codes() == []
    assert asked.count("blame") == 1


@pytest.mark.parametrize(
    "rule, code",
    [
        ("{required: two-persons}", "F105"),
        ("{standings: [claimed]}", "F102"),
        ("{required: other-person, standings: [guessed]}", "F105"),
        ("none", "F103"),
    ],
)
def test_a_rule_that_cannot_be_read(rule: str, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = copy_toy(tmp_path / "toy")
    replace_text(root / "mkdocs.yml", "      home_charts:", f"      attestation: {rule}\n      home_charts:")
    monkeypatch.chdir(root)

    assert code in list_codes()


# ---- pages and downloads


def test_pages_name_the_reader(site: Path) -> None:
    support("strikers", reader="<b>*Zoë*</b> [x](https://evil.example)")
    support("strikers", "tugs")
    built = build(site)
    pages = {page.uri: page.markdown for page in built.pages}

    assert "&lt;b&gt;" in pages["facts/strikers.md"]
    assert "<b>" not in pages["facts/strikers.md"]
    assert "Ben Okri, 1 June 2024" in pages["facts/strikers.md"]
    assert "nobody yet has read it against its passages" in pages["facts/workforce.md"]
    assert "Second reader" not in pages["facts/cause.md"]
    assert "4 facts must be read by a second person, beside the passages; 2 of them were read" in pages["checks.md"]
    found = {item["id"]: item["read_by"] for item in json.loads(built.exports["downloads/facts.json"])["facts"]}
    assert found["tugs"] == [{"name": "Ben Okri", "on": DAY}]
    assert (found["workforce"], found["cause"]) == ([], None)
    schema = json.loads(built.exports["downloads/facts.schema.json"])
    jsonschema.validate(json.loads(built.exports["downloads/facts.json"]), schema)


def test_a_reason_is_on_no_page(site: Path) -> None:
    reason = "Quite another harbour"
    assert run_cli("attest", "tugs", "--answer", "supports-in-part", "--reason", reason, "--as", "Cy")[0] == 0
    built = build(site)

    assert built.pages
    assert not any(reason in page.markdown for page in built.pages)
    assert not any(reason in str(content) for content in built.exports.values())


def test_a_build_here_another_reader_is_another(site: Path) -> None:
    support("strikers")
    before = build(site).build_id
    support("tugs")

    assert build(site).build_id != before


# ---- the ledger


def make_attestation(fact: str, reader: str, **changed: str) -> Attestation:
    given = {"on": DAY, "answer": "supports", "reason": "", "meaning": HASH, "passages": f"{HASH} {HASH}"} | changed
    return Attestation(fact=fact, reader=reader, **given)


@pytest.mark.parametrize(
    "changed, message",
    [
        ({"fact": "A b"}, "has a field 'fact' that is not an id"),
        ({"reader": ""}, "has a field 'reader' that is not the name of a reader"),
        ({"reader": "a\nb"}, "has a field 'reader' that is not the name of a reader"),
        ({"on": "yesterday"}, "has a field 'on' that is not a day such as 2023-09-07"),
        ({"answer": "yes"}, "has a field 'answer' that is not one of supports, supports-in-part, does-not-support"),
        ({"reason": "\ud800"}, "has a field 'reason' that is not a text of at most 300 characters on one line"),
        ({"meaning": "ab"}, "has a field 'meaning' that is not a SHA-256"),
        ({"passages": "ab"}, "has a field 'passages' that is not hashes with spaces between"),
        ({"more": ""}, "must have exactly the fields fact, reader, on, answer, reason, meaning, passages"),
    ],
)
def test_a_ledger_that_is_malformed(changed: dict[str, str], message: str, site: Path) -> None:
    support("strikers")
    entry = read_ledger(site)[0] | changed
    (site / "facts/attested.lock").write_text(json.dumps({"version": 1, "attested": [entry]}), "utf-8")
    code, output = run_cli("attest", "--list")

    assert code == 1
    assert f"facts/attested.lock: error {MALFORMED_LEDGER.code}: entry 1 of the ledger {message}" in output
    assert list_codes() == [MALFORMED_LEDGER.code]


def test_of_two_answers_of_a_reader_the_later_holds() -> None:
    first, second = make_attestation("a", "Ben", on="2024-05-02"), make_attestation("a", "Ben", on="2024-05-01")
    both = serialize_attestations([first]).replace("\n  ]", f",\n    {json.dumps(asdict(second))}\n  ]")

    assert read_attestations("attested.lock", both) == ((first,), ())


@pytest.mark.parametrize("union", [False, True])
def test_git_merges_what_two_people_have_read(union: bool, tmp_path: Path) -> None:  # noqa: FBT001
    """One reads the first half and one the second; with merge=union, also where both begin the file."""
    facts = [f"fact-{number}" for number in range(8)]
    begun = [] if union else [make_attestation(name, "Ada") for name in facts]
    attributes = f"attested.lock merge={'union' if union else 'text'}\n"
    root = make_repository(tmp_path / "site", {".gitattributes": attributes})
    halves = {"Ben": facts[:4], "Cy": facts[4:]}
    if begun:
        commit_files(root, {"attested.lock": serialize_attestations(begun)})
    for name, read in halves.items():
        run_git(root, "switch", "--quiet", "-c", name, "main")
        said = [make_attestation(fact, name) for fact in read]
        commit_files(root, {"attested.lock": serialize_attestations([*begun, *said])})
    run_git(root, "merge", "--quiet", "--no-edit", "Ben")
    text = (root / "attested.lock").read_text("utf-8")
    merged, diagnostics = read_attestations("attested.lock", text)

    assert diagnostics == ()
    assert merged is not None
    both = [make_attestation(fact, name) for name, read in halves.items() for fact in read]
    assert {*merged} == {*begun, *both}
    assert serialize_attestations(merged).count("\n") == len(merged) + 5
