"""`factsheet new`: what it makes passes `check`, and what it refuses leaves every file as it was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from factsheet.authoring.drafts import add_record, build_fields
from factsheet.authoring.ids import propose_id
from factsheet.authoring.questions import RECORD_KINDS
from factsheet.cli import new as command
from factsheet.cli.app import main
from factsheet.model.text.prose import parse_id
from factsheet.project.load import read_site
from tests.support import paths
from tests.support.sites import EPOCH, copy_toy, list_differing, read_tree, replace_text, run_cli
from tests.support.yaml_strategies import HOSTILE_TEXTS

GOLDEN = paths.GOLDEN / "new"
FACT = {
    "sheet": "money",
    "statement": "Gulls that came: to look at the *strike*",
    "value": "about 30 gulls",
    "standing": "reported",
    "source": "ostwick-gazette",
    "locator": "A docker earns 1,900",
}
HELD = {**FACT, "value": "1,900 OWK per day"}
"""A fact with the number that its passage holds."""
SHEET = {"title": "Birds", "summary": "Who flew over the strike: gulls."}
SOURCE = {"label": "The Gull", "type": "article-newspaper", "snapshot": "gull.txt", "authors": "A, B.; C"}
ACTOR = {"name": 'Ann "Gull" # : Smith', "kind": "person", "role": "- watcher of 'gulls'"}
GOES_ON = "`factsheet new NOUN` goes on with your answers"
PLACE = {"name": "Gull Rock", "kind": "region", "within": "ostwick"}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return copy_toy(tmp_path / "toy")


def new(site: Path, kind: str, given: dict[str, str], *more: str) -> tuple[int, str]:
    """Call the command with options; what it prints does not depend on where the site lies."""
    options = [f"--{name.replace('_', '-')}={value}" for name, value in given.items()]
    code, output = run_cli("new", kind, "-f", str(site / "mkdocs.yml"), *options, *more)
    return code, output.replace(str(site), "SITE")


def asked(site: Path, monkeypatch: pytest.MonkeyPatch, kind: str, answers: str, *more: str) -> tuple[int, str]:
    """Call the command as at a terminal, and answer its questions, one in a line."""
    monkeypatch.setattr(command, "can_ask", lambda: True)
    runner = CliRunner(env={"SOURCE_DATE_EPOCH": EPOCH})
    done = runner.invoke(
        main, ["new", kind, "-f", str(site / "mkdocs.yml"), *more], input=answers, prog_name="factsheet"
    )
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return done.exit_code, done.output.replace(str(site), "SITE")


def checked(site: Path) -> str:
    return run_cli("check", "-f", str(site / "mkdocs.yml"))[1]


def fmt_of(site: Path) -> str:
    return run_cli("fmt", "--check", "-f", str(site / "mkdocs.yml"))[1]


def read_facts(site: Path) -> Mapping[str, bytes]:
    """Return every file but the answers that are kept."""
    return {name: raw for name, raw in read_tree(site).items() if not name.startswith(".cache/")}


def loaded(file: Path) -> dict[str, list[dict[str, object]]]:
    read: dict[str, list[dict[str, object]]] = yaml.load(file.read_text("utf-8"), yaml.BaseLoader)
    return read


# ---- each kind


def test_a_fact_is_added_at_the_end_of_its_sheet(site: Path, agree_with: Callable[[Path, str], None]) -> None:
    before = read_tree(site)
    code, output = new(site, "fact", FACT)

    assert code == 0
    agree_with(GOLDEN / "fact.txt", output)
    assert list_differing(before, read_tree(site)) == ["facts/sheets/money.yml"]
    fact = loaded(site / "facts/sheets/money.yml")["facts"][-1]
    assert fact["id"] == "gulls-came-look-strike"
    assert fact["statement"] == FACT["statement"]
    assert fact["evidence"] == [{"source": "ostwick-gazette", "locator": "A docker earns 1,900"}]
    reported = "the evidence of fact 'gulls-came-look-strike' in source 'ostwick-gazette' is not in the lock"
    errors = [line for line in checked(site).splitlines() if "error F" in line]
    assert errors == [f"facts/sheets/money.yml:131:18: error F202: {reported}"]


def test_a_fact_is_proved_at_once_where_the_copies_are(site: Path) -> None:
    before = read_tree(site)
    code, output = new(site, "fact", HELD, "--snapshots", str(site / "snapshots"))

    assert code == 0
    assert "facts/evidence.lock: its passage is proved\n" in output
    assert "next:" not in output
    assert list_differing(before, read_tree(site)) == ["facts/evidence.lock", "facts/sheets/money.yml"]
    assert checked(site).startswith("all is well")
    verified = run_cli("verify", "-f", str(site / "mkdocs.yml"), "--snapshots", str(site / "snapshots"))
    assert verified[0] == 0


def test_a_fact_whose_passage_does_not_hold_its_number_is_not_written(site: Path) -> None:
    before = read_tree(site)
    code, output = new(site, "fact", FACT, "--snapshots", str(site / "snapshots"))

    assert code == 1
    assert "error F212: 'about 30 gulls' is not in the passage" in output
    assert list_differing(before, read_tree(site)) == []


def test_what_rests_on_another_fact_is_to_be_accepted(site: Path) -> None:
    linked = {**HELD, "note": "See [that](fact:strikers)."}
    assert "factsheet accept" not in new(site, "fact", linked, "first")[1]  # No ledger is kept.

    copies = ("--snapshots", str(site / "snapshots"))
    run_cli("verify", "-f", str(site / "mkdocs.yml"), *copies, "--write")
    assert run_cli("accept", "-f", str(site / "mkdocs.yml"), "--all")[0] == 0
    assert "factsheet accept" not in new(site, "fact", HELD, "plain", *copies)[1]
    output = new(site, "fact", linked, "second", *copies)[1]
    assert "warning F510: 'second' must be rechecked" in output
    assert "\nnext: compare 'second' with the facts behind it, then run `factsheet accept second`\n" in output
    assert run_cli("accept", "-f", str(site / "mkdocs.yml"), "second")[0] == 0
    assert "F510" not in checked(site)


def test_a_lock_of_another_copy_is_not_mixed_with_ours(site: Path) -> None:
    copy = site / "snapshots/gazette.txt"
    copy.write_bytes(copy.read_bytes() + b"\nOne more line.\n")
    before = read_tree(site)
    code, output = new(site, "fact", HELD, "--snapshots", str(site / "snapshots"))

    assert code == 0
    assert "next: the lock was written from another copy: run `factsheet verify --write`" in output
    assert list_differing(before, read_tree(site)) == ["facts/sheets/money.yml"]


def test_a_sheet_begins_with_its_first_fact(site: Path, agree_with: Callable[[Path, str], None]) -> None:
    given = {**SHEET, **FACT}
    del given["sheet"]
    code, output = new(site, "sheet", given, "birds", "--order", "40", "--every", "180d", "--fact", "gulls")

    assert code == 0
    agree_with(GOLDEN / "sheet.txt", output)
    agree_with(GOLDEN / "birds.yml", (site / "facts/sheets/birds.yml").read_text("utf-8"))
    assert "error F" not in checked(site).replace("error F202", "")


def test_a_source_is_a_file_of_its_own(site: Path, agree_with: Callable[[Path, str], None]) -> None:
    code, output = new(site, "source", SOURCE, "--published", "2024-05")

    assert code == 0
    agree_with(GOLDEN / "source.txt", output)
    written = site / "facts/sources/gull-2024-05.yml"
    assert written.read_text("utf-8") == (
        "id: gull-2024-05\nlabel: The Gull\ntype: article-newspaper\nauthors:\n  - A, B.\n  - C\n"
        "published: 2024-05\nsnapshot: gull.txt\n"
    )
    assert "error F" not in checked(site)


def test_a_new_file_names_the_schema_that_its_neighbours_name(site: Path) -> None:
    modeline = "# yaml-language-server: $schema=../../source.schema.json\n"
    neighbour = site / "facts/sources/ostwick-gazette.yml"
    neighbour.write_text(modeline + neighbour.read_text("utf-8"), encoding="utf-8")

    assert new(site, "source", SOURCE, "gull")[0] == 0
    assert (site / "facts/sources/gull.yml").read_text("utf-8").startswith(modeline + "id: gull\n")


@pytest.mark.parametrize("kind, given, name", [("actor", ACTOR, "ann-gull-smith"), ("place", PLACE, "gull-rock")])
def test_actors_and_places_go_to_the_end_of_their_file(site: Path, kind: str, given: dict[str, str], name: str) -> None:
    file = site / f"facts/{kind}s.yml"
    file.write_text(file.read_text("utf-8") + "  # at the end\n", encoding="utf-8")
    before = file.read_text("utf-8").splitlines()
    code, output = new(site, kind, given)

    assert code == 0
    assert f"{kind} '{name}' added\n" in output
    assert "F316" not in output  # What comes next says it.
    assert loaded(file)[f"{kind}s"][-1] == {"id": name, **given}
    after = file.read_text("utf-8").splitlines()
    assert after[-1] == "  # at the end"
    assert set(before) - set(after) <= {line for line in before if "onclick" in line}
    assert "error F" not in checked(site)


def test_the_file_is_made_where_there_is_none(site: Path) -> None:
    (site / "facts/places.yml").unlink()
    code, _ = new(site, "place", {"name": "Gull Rock", "kind": "region"})

    assert code == 0
    assert (site / "facts/places.yml").read_text("utf-8") == (
        "places:\n  - id: gull-rock\n    name: Gull Rock\n    kind: region\n"
    )


def test_comments_of_the_sheet_stay(site: Path) -> None:
    sheet = site / "facts/sheets/money.yml"
    replace_text(sheet, "facts:\n", "# above the facts\nfacts: # of the facts\n")
    replace_text(sheet, "    value: rising\n", "    # of the value\n    value: rising # beside it\n")
    assert new(site, "fact", FACT)[0] == 0
    text = sheet.read_text("utf-8")

    assert "# above the facts\nfacts: # of the facts\n" in text
    assert "    # of the value\n    value: rising # beside it\n" in text


def test_hostile_words_are_texts(site: Path) -> None:
    inputs = read_site(site / "mkdocs.yml", dt.date(2024, 6, 1)).inputs
    kind = RECORD_KINDS["actor"]
    for text in filter(None, (text.strip() for text in HOSTILE_TEXTS)):
        fields = build_fields(kind.questions, {"name": text, "kind": "person", "role": text}, "hostile")
        _, added, diagnostics = add_record(inputs, "facts", kind, fields)

        assert diagnostics == ()
        assert added is not None
        read = yaml.load(added.document.text, yaml.BaseLoader)["actors"][-1]
        assert read == {"id": "hostile", "name": text, "kind": "person", "role": text}


def test_nothing_is_written_when_it_is_only_shown(site: Path, agree_with: Callable[[Path, str], None]) -> None:
    assert run_cli("fmt", "-f", str(site / "mkdocs.yml"))[0] == 0
    before = read_tree(site)
    code, output = new(site, "fact", FACT, "--diff")

    assert code == 0
    agree_with(GOLDEN / "diff.txt", output)
    assert read_tree(site) == before


def test_a_site_can_be_begun_with_nothing(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("plugins:\n  - factsheet\n", encoding="utf-8")
    (tmp_path / "copies").mkdir()
    (tmp_path / "copies/paper.txt").write_text("On that day one ship came in, Bob said.\n", encoding="utf-8")
    sheet = {"title": "Ships", "summary": "All of them.", "statement": "A ship came", "standing": "claimed"}
    evidence = {"source": "paper", "locator": "one ship came … Bob said", "chain": "bob"}

    assert new(tmp_path, "source", {"label": "Paper", "type": "report", "snapshot": "paper.txt"})[0] == 0
    assert new(tmp_path, "actor", {"name": "Bob", "kind": "person"})[0] == 0
    code, output = new(tmp_path, "sheet", {**sheet, **evidence}, "--snapshots", str(tmp_path / "copies"))

    assert code == 0, output
    assert checked(tmp_path) == (
        "all is well: 1 fact on 1 sheet from 1 source, 1 passage found and read, no numbers worked out again\n"
    )
    assert fmt_of(tmp_path) == "3 files already formatted\n"


@pytest.mark.parametrize(
    "kind, name, given",
    [
        ("source", "port-register", {"label": "The register", "type": "report", "snapshot": "register.txt"}),
        ("actor", "union-speaker", {"name": "The speaker", "kind": "person"}),
        ("place", "east-quay", {"name": "The quay", "kind": "region"}),
    ],
)
def test_a_record_that_facts_name_already_can_be_made(site: Path, kind: str, name: str, given: dict[str, str]) -> None:
    if kind == "source":
        (site / f"facts/sources/{name}.yml").unlink()
    else:
        replace_text(site / f"facts/{kind}s.yml", f"id: {name}\n", f"id: other-{name}\n")
    assert "error F104: " in checked(site)
    code, output = new(site, kind, given, name)

    assert code == 0, output
    assert f"{kind} '{name}' added" in output
    assert "error F104: " not in checked(site)


def test_errors_behind_a_missing_record_do_not_keep_it_from_being_made(site: Path) -> None:
    (site / "facts/sources/port-register.yml").unlink()
    given = {"label": "The register", "type": "report", "snapshot": "register.txt"}
    assert new(site, "source", {**given, "url": "no address"}, "port-register")[0] == 1  # Its own errors do.
    code, output = new(site, "source", given, "port-register")

    assert code == 0, output
    assert "\nnext: factsheet check; the site has 2 other errors\n" in output
    assert "error F302: 'workforce' is established" in checked(site)


def test_the_schemas_of_editors_know_the_new_id(site: Path) -> None:
    schema = site / "facts/.schemas/sheet.schema.json"
    assert new(site, "source", SOURCE, "gull-one")[0] == 0
    assert not schema.exists()  # Nobody has asked for them.

    assert run_cli("schema", "-f", str(site / "mkdocs.yml"), "--write")[0] == 0
    assert new(site, "source", SOURCE, "gull-two")[0] == 0
    assert '"gull-two"' in schema.read_text("utf-8")


# ---- what is refused


FIRST = {name: given for name, given in FACT.items() if name != "sheet"}
REFUSED: dict[str, tuple[str, dict[str, str], tuple[str, ...]]] = {
    "unknown-source": ("fact", {**FACT, "source": "ostwick-gazete"}, ()),
    "unknown-sheet": ("fact", {**FACT, "sheet": "mony"}, ()),
    "bad-values": ("fact", {**FACT, "value": "at lest 5 gulls", "as_of": "2024-31-12"}, ()),
    "bad-list": ("fact", {**FACT, "tags": "gulls, big Gulls"}, ()),
    "bad-id": ("fact", FACT, ("--id", "Gulls!")),
    "taken-id": ("fact", FACT, ("--id", "strikers")),
    "taken-sheet": ("sheet", {**SHEET, **FIRST}, ("strike",)),
    "locator-too-long": ("fact", {**FACT, "locator": "a b c d e f g h … i"}, ()),
    "hidden-character": ("fact", {**FACT, "statement": "Gulls \u202e turned"}, ()),
    "dead-link": ("fact", {**FACT, "note": "See [that](fact:no-such-fact)"}, ()),
    "established-on-too-little": ("fact", {**FACT, "standing": "established"}, ()),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_record_with_a_fault_is_not_written(site: Path, name: str, agree_with: Callable[[Path, str], None]) -> None:
    before = read_tree(site)
    kind, given, more = REFUSED[name]
    code, output = new(site, kind, given, *more)

    assert code == 1
    assert output.endswith("nothing was written\n")
    agree_with(GOLDEN / f"refused-{name}.txt", output)
    assert read_tree(site) == before


def test_a_passage_that_is_not_in_the_copy_stops_it(site: Path) -> None:
    before = read_tree(site)
    given = {**FACT, "locator": "words that stand nowhere"}
    code, output = new(site, "fact", given, "--snapshots", str(site / "snapshots"))

    assert code == 1
    assert "error F205" in output
    assert read_tree(site) == before


def test_a_file_that_cannot_be_read_is_left_alone(site: Path) -> None:
    replace_text(site / "facts/sheets/money.yml", "title:", "title: [")
    before = read_tree(site)
    code, output = new(site, "fact", FACT)

    assert code == 1
    assert "facts/sheets/money.yml cannot be read; `factsheet check` says why; nothing was written" in output
    assert read_tree(site) == before


def test_errors_of_others_do_not_stand_in_the_way(site: Path) -> None:
    replace_text(site / "facts/sheets/strike.yml", "id: strikers", "id: strikers\n    colour: red")
    code, output = new(site, "actor", ACTOR)

    assert code == 0
    assert "next: factsheet check; the site has " in output


@pytest.mark.parametrize("kind", RECORD_KINDS)
def test_what_is_missing_is_named_with_the_usage(
    site: Path, kind: str, agree_with: Callable[[Path, str], None]
) -> None:
    code, output = new(site, kind, {})

    assert code == 2
    agree_with(GOLDEN / f"missing-{kind}.txt", output)


def test_wrong_usage_is_told(site: Path) -> None:
    assert "there is no kind 'fct'; did you mean 'fact'?" in run_cli("new", "fct")[1]
    assert new(site, "actor", ACTOR, "one", "--id", "two")[0] == 2
    code, output = new(site, "fact", {**FACT, "standing": "claimed"})
    assert code == 2
    assert "a new fact needs --chain" in output
    assert new(site / "nowhere", "actor", ACTOR)[0] == 1


# ---- questions


def test_questions_are_asked_until_the_answer_can_stand(
    site: Path, monkeypatch: pytest.MonkeyPatch, agree_with: Callable[[Path, str], None]
) -> None:
    answers = [
        *("mony", "money", "", "Gulls over the harbour", "at lest 5 gulls", "at least 5 gulls", ""),
        *("guessed", "claimed", "ostwick-gazette", "A docker earns 1,900", "", "orla-fin", "orla-finn"),
        *("", "ostwick", "", "", "Strikers", "strikers", "gulls-seen", "y"),
    ]
    code, output = asked(site, monkeypatch, "fact", "\n".join(answers) + "\n")

    agree_with(GOLDEN / "asked-fact.txt", output)
    assert code == 0
    fact = loaded(site / "facts/sheets/money.yml")["facts"][-1]
    assert fact["evidence"] == [
        {"source": "ostwick-gazette", "locator": "A docker earns 1,900", "chain": ["orla-finn"]}
    ]
    assert fact["about"] == {"places": ["ostwick"]}
    assert "error F" not in checked(site).replace("error F202", "")


def test_an_unknown_actor_can_be_made_on_the_way(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = {**FACT, "standing": "claimed"}
    options = [f"--{name}={value}" for name, value in given.items()]
    answers = ["", "zzz", "y", "Zed", "person", "", "", "", "", "", "", "", "zeds-gulls", "y"]
    code, output = asked(site, monkeypatch, "fact", "\n".join(answers) + "\n", *options)

    assert code == 0, output
    assert "facts/actors.yml:48: actor 'zzz' added\nfacts/sheets/money.yml:125: fact 'zeds-gulls' added\n" in output
    assert loaded(site / "facts/actors.yml")["actors"][-1] == {"id": "zzz", "name": "Zed", "kind": "person"}
    assert "error F" not in checked(site).replace("error F202", "")


def test_a_fault_of_the_whole_can_be_mended_or_given_up(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    options = [f"--{name}={value}" for name, value in FACT.items() if name != "statement"]
    before = read_facts(site)
    start = ["Gulls of [old](fact:no-such-gulls)", "", "", "", "", "", "", "gulls"]
    code, output = asked(site, monkeypatch, "fact", "\n".join([*start, "", ""]), *options)

    assert code == 1
    assert "points to an unknown fact" in output
    assert output.endswith(f"nothing was written; {GOES_ON}\n".replace("NOUN", "fact"))
    assert read_facts(site) == before

    more = ["colour", "statement", "The price of gulls", "y", ""]
    code, output = asked(site, monkeypatch, "fact", "\n".join(["n", *start, *more]), *options)

    assert code == 0, output
    assert "there is no field 'colour'" in output
    assert loaded(site / "facts/sheets/money.yml")["facts"][-1]["statement"] == "The price of gulls"


def test_an_answer_is_known_to_who_gave_it(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, output = asked(site, monkeypatch, "actor", "Zed\npersn\n")
    assert "kind (< to go back): persn\nerror F105: 'persn' is not a word for 'kind'\n    1 | persn\n" in output
    assert "--kind:1:1" not in output

    code, output = new(site, "actor", {"name": "Zed", "kind": "persn"})
    assert code == 1
    assert output.startswith("--kind:1:1: error F105")


def test_an_id_that_cannot_be_is_told_before_anything_is_asked(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, output = asked(site, monkeypatch, "fact", "", "--id", "strikers")
    assert code == 1
    assert output.startswith("--id:1:1: error F108: the id 'strikers' is already taken")

    given = {**SHEET, **FIRST}
    code, output = new(site, "sheet", given, "birds", "--fact", "strikers")
    assert code == 1
    assert output.startswith("--fact:1:1: error F108: the id 'strikers' is already taken")


@pytest.mark.parametrize("answers", ["", "Zed\n", "Zed\nperson\n\n\n\nzed\nn\n"])
def test_nothing_is_written_when_somebody_leaves(site: Path, monkeypatch: pytest.MonkeyPatch, answers: str) -> None:
    before = read_facts(site)
    code, output = asked(site, monkeypatch, "actor", answers)

    assert code == 1
    going_on = f"; {GOES_ON}".replace("NOUN", "actor") if answers else ""
    assert output.endswith(f"\nnothing was written{going_on}\n")
    assert read_facts(site) == before


@pytest.mark.parametrize("file", ["facts/actors.yml", "facts/actors.yml removed"])
def test_what_somebody_saves_meanwhile_stays(site: Path, monkeypatch: pytest.MonkeyPatch, file: str) -> None:
    actors = site / "facts/actors.yml"

    def answer(*_: object, **__: object) -> bool:
        if file.endswith("removed"):
            actors.unlink()
        else:
            actors.write_text(actors.read_text("utf-8") + "  # saved\n", encoding="utf-8")
        return True

    monkeypatch.setattr("factsheet.cli.new.confirm", answer)
    code, output = asked(site, monkeypatch, "actor", "Zed\nperson\n\n\n\nzed\n")

    assert code == 1
    assert "facts/actors.yml was changed in the meantime; nothing was written, run this again" in output
    assert "zed" not in "".join(path.read_text("utf-8") for path in site.glob("facts/actors.yml"))


# ---- ids


@pytest.mark.parametrize(
    "text, taken, proposed",
    [
        ("Citizens of Central Asian countries killed in Ukraine", (), "citizens-central-asian-countries-killed"),
        ("The Moscow Times 2023-09-07", (), "moscow-times-2023-09-07"),
        ("Chupik's words", (), "chupiks-words"),
        ("Gulls", ("gulls", "gulls-2"), "gulls-3"),
        ("Çelyabinsk", (), "celyabinsk"),
        ("WHO", (), "who"),
        ("The Who", (), "the-who"),
        ("BBC Russian service", (), "bbc-russian-service"),
        ("Straße", (), "strasse"),
        ("Đại học Y Hà Nội", (), "dai-hoc-y-ha-noi"),
        ("fit-for-travel", (), "fit-for-travel"),
        ("Щорс и Юрьев на Чайке", ("shchors-i-yurev-na-chayke",), "shchors-i-yurev-na-chayke-2"),
        ("Υπουργείο Υγείας", (), "ypoyrgeio-ygeias"),
        ("وزارة الصحة", (), "wzrh-lshh"),
        ("卫生部公告", (), "wei-sheng-bu-gong-gao"),
        ("საქართველოს მთავრობა", (), "sakartvelos-mtavroba"),
        ("index", (), "index-2"),
        ("w" * 100, (), "w" * 40),
    ],
)
def test_ids_are_proposed(text: str, taken: tuple[str, ...], proposed: str) -> None:
    assert propose_id((text,), taken) == proposed
    assert parse_id(proposed) == proposed


@pytest.mark.parametrize("text", ["", "—", "？！", "1,900", "२०२३"])
def test_no_id_is_proposed_where_no_letter_is_left(text: str) -> None:
    assert not propose_id((text, "2023"), ())


def test_without_a_usable_word_the_id_has_to_be_given(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = read_facts(site)
    code, output = new(site, "actor", {"name": "？！", "kind": "group"})
    assert code == 2
    assert "no id can be made of its name; give --id" in output
    assert list_differing(before, read_facts(site)) == []

    code, output = asked(site, monkeypatch, "actor", "？！\ngroup\n\n\n\n\nasked\ny\n")
    assert code == 0, output
    assert "an answer is required" in output
    assert "facts/actors.yml" in output
    assert [actor["id"] for actor in loaded(site / "facts/actors.yml")["actors"]][-1] == "asked"
