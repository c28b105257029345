"""The house rules that keep the code a place one can live in, read from docs/architecture.md and the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.support.paths import PACKAGE, ROOT

MODULES = tuple(sorted(PACKAGE.rglob("*.py")))
MOST_LINES = 260
MOST_FUNCTION_LINES = 42
COMMANDS = {f"cli/{path.name}" for path in (PACKAGE / "cli").glob("*.py")}
ONLY_IN = {
    "yaml": {"parsing/yaml/document.py"},
    "markdown": {"render/markdown/html.py"},
    "markdown_it": {"model/text/prose.py"},
    "mkdocs": {
        "publish/mkdocs_plugin.py",
        "publish/mkdocs_files.py",
        "publish/mkdocs_build.py",
        "publish/preview/livereload.py",
    },
    "click": COMMANDS,
    "jinja2": set[str](),
    "typst": {"render/pdf.py"},
    "subprocess": {"review/git.py"},
    "urllib.request": {"review/link_checker.py"},
    "http": {"review/link_checker.py"},
}
READS = {"project/read_files.py"}
WRITES = {f"project/write_files/{path.name}" for path in (PACKAGE / "project/write_files").glob("*.py")}
SEES_THE_CLOCK = {"project/clock.py", "publish/mkdocs_build.py"}


def name_of(path: Path) -> str:
    """Return a module's path inside the house."""
    return path.relative_to(PACKAGE).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    """Return the syntax of a module."""
    return ast.parse(path.read_text("utf-8"))


def imported(path: Path) -> Iterator[str]:
    """Yield every module that a module imports, also inside functions."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def floors() -> dict[str, int]:
    """Return the floor of each module, as docs/architecture.md gives it."""
    rows = re.findall(
        r"^\| (\d) \| (.+?) \|", (ROOT / "docs/architecture.md").read_text("utf-8"), re.MULTILINE
    )
    return {name: int(floor) for floor, names in rows for name in re.findall(r"`(\w+)`", names)}


def room_of(path: Path) -> str:
    """Return the module or package of the house that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def test_every_module_has_a_floor() -> None:
    """The table of floors names each module and package once, and no other."""
    rooms = {room_of(path) for path in MODULES}

    assert rooms == set(floors())


def test_imports_point_down() -> None:
    """No module imports from a higher floor."""
    held = floors()
    wrong = [
        f"{name_of(path)} (floor {held[room_of(path)]}) imports {target} (floor {held[room]})"
        for path in MODULES
        for target in imported(path)
        if target.startswith("factsheet.")
        and (room := target.split(".")[1]) in held
        and held[room] > held[room_of(path)]
    ]

    assert wrong == []


def test_no_import_goes_in_a_circle() -> None:
    """Following imports from any module never leads back to it."""
    known = {f"factsheet.{name_of(path).removesuffix('.py').replace('/', '.')}": path for path in MODULES}
    known |= {name.removesuffix(".__init__"): path for name, path in known.items()}
    arrows = {path: {known[one] for one in imported(path) if one in known} - {path} for path in MODULES}
    while arrows:
        free = [path for path, targets in arrows.items() if not targets & arrows.keys()]
        if not free:
            pytest.fail(f"these import each other in a circle: {sorted(map(name_of, arrows))}")
        for path in free:
            del arrows[path]


@pytest.mark.parametrize("library", ONLY_IN)
def test_libraries_stay_where_they_belong(library: str) -> None:
    """A library is known to few modules, so that it can be changed there."""
    users = {
        name_of(path)
        for path in MODULES
        if any(one == library or one.startswith(f"{library}.") for one in imported(path))
    }

    assert users <= ONLY_IN[library]


def calls(path: Path) -> Iterator[tuple[str, int]]:
    """Yield the name and line of everything that a module calls."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call):
            function = node.func
            if isinstance(function, ast.Attribute):
                yield function.attr, node.lineno
            elif isinstance(function, ast.Name):
                yield function.id, node.lineno


@pytest.mark.parametrize(
    "names,allowed",
    [
        (
            {"open", "read_text", "read_bytes", "iterdir", "rglob", "scandir"},
            READS
            | WRITES
            | {
                "publish/mkdocs_build.py",
                "review/link_checker.py",
            },  # the last opens addresses, which are no files
        ),
        (
            {"write_text", "write_bytes", "mkdir", "unlink", "rename", "rmtree", "replace_file", "touch"},
            WRITES,
        ),
        (
            {"now", "today", "time", "monotonic", "utcnow"},
            SEES_THE_CLOCK | {"publish/mkdocs_plugin.py", "cli/options.py", "cli/verify.py"},
        ),
        ({"isatty"}, {"project/terminal.py"}),
        ({"print", "echo"}, COMMANDS),
        ({"eval", "exec", "__import__", "compile_command", "system", "popen"}, set[str]()),
    ],
)
def test_deeds_stay_where_they_belong(names: set[str], allowed: set[str]) -> None:
    """Files are read and written, the clock is asked and words are printed in few places only."""
    found = {
        f"{name_of(path)}:{line} calls {name}"
        for path in MODULES
        for name, line in calls(path)
        if name in names
    }

    assert {one for one in found if one.split(":")[0] not in allowed} == set()


def test_no_broad_except() -> None:
    """Only faults that are understood are caught."""
    broad = [
        f"{name_of(path)}:{node.lineno}"
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ExceptHandler)
        and (
            node.type is None
            or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"})
        )
    ]

    assert broad == []


def test_modules_and_functions_are_small() -> None:
    """A module fits a few screens and a function fits one."""
    long = [
        f"{name_of(path)}: {count} lines"
        for path in MODULES
        if (count := len(path.read_text("utf-8").splitlines())) > MOST_LINES
    ]
    long += [
        f"{name_of(path)}: {node.name} has {count} lines"
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef)
        and (count := (node.end_lineno or 0) - node.lineno + 1) > MOST_FUNCTION_LINES
    ]

    assert long == []


def test_records_are_frozen() -> None:
    """Dataclasses are frozen, but for private ones that live only while one function runs."""
    loose: list[str] = []
    for path in MODULES:
        for node in ast.walk(tree_of(path)):
            if not isinstance(node, ast.ClassDef) or node.name.startswith("_"):
                continue
            for decorator in node.decorator_list:
                words = ast.unparse(decorator)
                if words.startswith("dataclass") and "frozen=True" not in words:
                    loose.append(f"{name_of(path)}: {node.name}")

    assert loose == []


def test_no_vague_names() -> None:
    """No module, class or function is named for doing something or other."""
    vague = re.compile(
        r"(?i)manager|helper|util|handler|processor|(?<![a-z])data(?!class)|(?<![a-z])info(?![a-z])|misc"
    )
    found = [
        f"{name_of(path)}: {node.name}"
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and vague.search(node.name)
    ]

    assert found == []


def test_public_names_are_documented() -> None:
    """Every module and every public class and function says what it promises."""
    silent = [name_of(path) for path in MODULES if ast.get_docstring(tree_of(path)) is None]
    silent += [
        f"{name_of(path)}: {node.name}"
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ClassDef | ast.FunctionDef)
        and not node.name.startswith("_")
        and ast.get_docstring(node) is None
        and not _is_inner(path, node)
    ]

    assert silent == []


def _is_inner(path: Path, node: ast.ClassDef | ast.FunctionDef) -> bool:
    """Tell whether a definition stands inside a function or a private class."""
    for outer in ast.walk(tree_of(path)):
        private = isinstance(outer, ast.ClassDef) and outer.name.startswith("_")
        if (isinstance(outer, ast.FunctionDef) or private) and outer is not node and node in ast.walk(outer):
            return True
    return False
