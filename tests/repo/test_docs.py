"""Documentation that cannot drift: it is made from the declarations, or held against them."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from click.testing import CliRunner

from factsheet.cli.app import COMMANDS, main
from factsheet.diagnostics import rules
from factsheet.diagnostics.core import Rule, read_declarations
from factsheet.diagnostics.rules import RULES
from factsheet.parsing.schema.records import SHAPES, EnumKind, ListOf, Shape
from tests.support.command_reference import write_command_reference
from tests.support.field_reference import WORDS, write_reference
from tests.support.paths import PACKAGE, ROOT

MAX_README_LINES = 60


def test_reference_is_made_from_the_declarations(agree_with: Callable[[Path, str], None]) -> None:
    """docs/reference.md holds what the declarations say; `make docs` writes it."""
    agree_with(ROOT / "docs/reference.md", write_reference())


def test_reference_of_commands_is_made_from_the_declarations(agree_with: Callable[[Path, str], None]) -> None:
    """docs/commands.md holds every command with its options; `make docs` writes it."""
    agree_with(ROOT / "docs/commands.md", write_command_reference())


def test_every_field_has_an_example() -> None:
    """An editor sees of each field how it is written."""
    fields = write_reference().partition("## Words")[0]

    assert [line for line in fields.splitlines() if line.endswith("|  |")] == []


def test_pages_of_documentation_lead_to_each_other() -> None:
    """Each page can be reached from the README and leads back, and no link is broken."""
    pages = {*(ROOT / f"{name}.md" for name in ("README", "CONTRIBUTING", "SECURITY")), *(ROOT / "docs").glob("*.md")}
    links = {page: set(_linked(page)) for page in pages}

    assert [f"{page}: {target}" for page, found in links.items() for target in found if not target.exists()] == []
    assert pages - {ROOT / "README.md"} <= links[ROOT / "README.md"]
    assert [page.name for page, found in links.items() if page.parent != ROOT and len(found & pages) == 0] == []


def _linked(page: Path) -> Iterator[Path]:
    """Yield the files that a page leads to."""
    for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        yield (page.parent / target).resolve()


def test_reference_names_every_shape() -> None:
    """A shape that is declared is in the reference."""
    reference = (ROOT / "docs/reference.md").read_text("utf-8")

    assert [shape.name for shape in SHAPES if f"### {shape.name[0].upper()}{shape.name[1:]}\n" not in reference] == []


def choices(shape: Shape) -> Iterator[EnumKind]:
    """Yield the closed lists that a shape uses."""
    for field in shape.fields:
        kind = field.kind.item if isinstance(field.kind, ListOf) else field.kind
        if isinstance(kind, EnumKind):
            yield kind


def test_reference_names_every_closed_list() -> None:
    """A closed list that a field uses is in the reference with the meaning of its words."""
    used = {choice.words for shape in SHAPES for choice in choices(shape)}

    assert used == {words for _, words in WORDS}


def test_codes_are_unique_and_told_in_full() -> None:
    """No code is used twice, and each rule says why and what to do."""
    codes = [rule.code for rule in RULES]

    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"F[0-9]{3}", code) for code in codes)
    assert all(rule.title and rule.why.endswith(".") and rule.fix.endswith(".") for rule in RULES)
    assert not any(rule.title.endswith(".") for rule in RULES)


def test_every_rule_has_a_name_that_the_code_uses_and_no_other() -> None:
    """A rule that nothing reports is forgotten; a name that is no rule's fails only where it is looked up."""
    declared = [entry["name"] for entry in read_declarations("diagnostics", "rules.toml").values()]
    named: set[str] = set()
    for path in (ROOT / "generator").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == rules.__name__:
                named |= {alias.name for alias in node.names}
            elif isinstance(node, ast.Attribute) and ast.unparse(node.value) == "rules":
                named.add(node.attr)
    used = {name for name in named if isinstance(getattr(rules, name), Rule)}

    assert len(declared) == len(set(declared))
    assert set(declared) == used


def test_readme_fits_one_screen_and_shows_the_two_commands() -> None:
    """Whoever opens the repository sees what it is, the site, and how to begin."""
    readme = (ROOT / "README.md").read_text("utf-8")

    assert readme.count("\n") <= MAX_README_LINES
    assert "make site" in readme
    assert "make test" in readme
    assert re.search(r"!\[[^\]]{20,}\]\(docs/images/", readme)


def test_paths_in_the_architecture_exist() -> None:
    """A module that docs/architecture.md names is there."""
    text = (ROOT / "docs/architecture.md").read_text("utf-8")
    named = set(re.findall(r"`([a-z_]+/[a-z_/]*(?:\.py)?)`", text)) - {"facts/"}

    assert {path for path in named if not any((root / path).exists() for root in (PACKAGE, ROOT))} == set()


def test_each_promise_of_safety_names_tests_that_are_there() -> None:
    """A row of SECURITY.md without a test, or with one that is gone, promises nothing."""
    rows = re.findall(
        r"^\| (?!promise)([^|-][^|]*) \| ([^|]*) \|$", (ROOT / "SECURITY.md").read_text("utf-8"), re.MULTILINE
    )
    named = {promise: re.findall(r"`(tests/[\w/]+\.py)`", tests) for promise, tests in rows}

    assert len(named) >= 12
    assert [promise for promise, tests in named.items() if not tests] == []
    assert {test for tests in named.values() for test in tests if not (ROOT / test).is_file()} == set()


def test_every_command_helps_with_an_example() -> None:
    """`--help` of each command shows how it is used."""
    for name in COMMANDS:
        shown = CliRunner().invoke(main, [name, "--help"])

        assert shown.exit_code == 0
        assert f"Example:  factsheet {name}" in shown.output


def test_changelog_has_an_unreleased_head() -> None:
    """What is new stands on top, for those who use the site and the command."""
    assert "## Unreleased" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_nothing_names_a_machine() -> None:
    """No tracked file holds a path of the machine it was written on."""
    wrong = [
        path.relative_to(ROOT).as_posix()
        for folder in ("generator", "facts", "content", "docs", "tests", ".ci")
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
        and path.suffix in {".py", ".yml", ".md", ".txt", ".css", ".html", ""}
        and re.search(r"(?<![\w.])/(?:work|home|Users)/[a-z]", path.read_text("utf-8", "replace"))
        and path != Path(__file__)
    ]

    assert wrong == []
