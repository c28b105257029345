"""The rules of structure and naming, read from docs/architecture.md and from the code."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from tests.support.paths import FIXTURES, PACKAGE, ROOT

MODULES = tuple(sorted(PACKAGE.rglob("*.py")))
TOP_FILES = {"__init__.py", "__main__.py", "py.typed"}
MAX_PACKAGES = 14
MAX_LINES = 25_000
MAX_MODULE_LINES = 400
MAX_FUNCTION_LINES = 42

COMMANDS = {f"cli/{path.name}" for path in (PACKAGE / "cli").glob("*.py")}
READS = {"project/read_files.py"}
WRITES = {f"project/write_files/{path.name}" for path in (PACKAGE / "project/write_files").glob("*.py")}
ONLY_IN: Mapping[str, set[str]] = {
    "yaml": {"parsing/yaml/document.py"},
    "markdown": {"publish/extensions.py"},
    "markdown_it": {"model/text/prose.py"},
    "mkdocs": {
        "publish/frames.py",
        "publish/generated.py",
        "publish/messages.py",
        "publish/mkdocs_build.py",
        "publish/mkdocs_plugin.py",
        "publish/mkdocs_settings.py",
        "publish/preview/livereload.py",
    },
    "click": COMMANDS,
    "jinja2": {"publish/frames.py", "publish/mkdocs_plugin.py"},
    "anyascii": {"authoring/ids.py"},
    "prompt_toolkit": {"cli/line_editor.py"},
    "typst": {"render/pdf.py"},
    "subprocess": {"project/git.py"},
    "urllib.request": {"review/staleness/links.py"},
    "http": {"review/staleness/links.py"},
    "time": {"project/clock.py"},
}
CALLS: Mapping[str, tuple[str, set[str]]] = {
    "reading files": (
        r"(.*\.)?(open|read_text|read_bytes|iterdir|rglob|scandir)",
        READS | WRITES | {"publish/mkdocs_build.py", "review/staleness/links.py"},  # the last opens addresses
    ),
    "writing files": (r"(.*\.)?(write_text|write_bytes|mkdir|unlink|rename|rmtree|replace_file|touch)", WRITES),
    "the clock": (r"(.*\.)?(date\.today|datetime\.(now|utcnow|today))", {"project/clock.py"}),
    "asking for a terminal": (r"(.*\.)?isatty", {"project/terminal.py"}),
    "printing": (r"print|(.*\.)?echo", COMMANDS),
    "running text as code": (r"(.*\.)?(eval|exec|__import__|compile_command|system|popen)", set()),
}
"""What is called, as the code writes it, and the only modules that may."""
NAMED_ELSEWHERE = {"main", "shell_complete", "load_config"}
"""Functions that bear the name which convention, click or MkDocs gives them."""
VERBS = frozenset(
    (FIXTURES / "verbs.txt").read_text("utf-8").split()
)  # A new one is added there: an imperative, or a question such as `is` and `has`.


def name_of(path: Path) -> str:
    """Return a module's path inside the package."""
    return path.relative_to(PACKAGE).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    """Return the syntax of a module."""
    return ast.parse(path.read_text("utf-8"))


@cache
def list_imports(path: Path) -> tuple[str, ...]:
    """Return every module that a module imports, also inside functions."""
    imports: list[str] = []
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            imports += (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            imports += (node.module, *(f"{node.module}.{alias.name}" for alias in node.names))
    return tuple(imports)


@cache
def list_calls(path: Path) -> tuple[tuple[int, str], ...]:
    """Return what a module calls, as it writes it, with the lines."""
    calls = (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call))
    return tuple((node.lineno, ast.unparse(node.func)) for node in calls)


def read_layers() -> dict[str, int]:
    """Return the layer of each package, as docs/architecture.md gives it."""
    rows = re.findall(r"^\| (\d) \| (.+?) \|", (ROOT / "docs/architecture.md").read_text("utf-8"), re.MULTILINE)
    return {name: int(layer) for layer, names in rows for name in re.findall(r"`(\w+)`", names)}


def package_of(path: Path) -> str:
    """Return the package that a file belongs to, or the name of a module at the top."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def list_arrows() -> dict[str, set[str]]:
    """Return which packages each package imports from."""
    layers = read_layers()
    arrows = defaultdict[str, set[str]](set)
    for path in MODULES:
        parts = (target.split(".") for target in list_imports(path) if target.startswith("factsheet."))
        arrows[package_of(path)] |= {part[1] for part in parts if part[1] in layers} - {package_of(path)}
    return arrows


# ---- structure


def test_the_top_of_the_package_is_small() -> None:
    """A newcomer sees a handful of packages and nothing beside them."""
    entries = {path for path in PACKAGE.iterdir() if path.name != "__pycache__"}

    assert {path.name for path in entries if path.is_file()} == TOP_FILES
    assert len([path for path in entries if path.is_dir()]) <= MAX_PACKAGES


def test_every_package_has_a_layer() -> None:
    """The table of layers names each package once, and no other."""
    assert {package_of(path) for path in MODULES} == set(read_layers())


def test_imports_point_down() -> None:
    """No package imports from a higher layer."""
    layers = read_layers()
    wrong = [
        f"{package} (layer {layers[package]}) imports {target} (layer {layers[target]})"
        for package, targets in list_arrows().items()
        for target in targets
        if layers[target] > layers[package]
    ]

    assert wrong == []


def find_circle(arrows: Mapping[str, set[str]]) -> list[str]:
    """Return what is left when everything that leads nowhere new is taken away, again and again."""
    left = {name: targets - {name} for name, targets in arrows.items()}
    while free := [name for name, targets in left.items() if not targets & left.keys()]:
        for name in free:
            del left[name]
    return sorted(left)


def test_no_import_goes_in_a_circle() -> None:
    """Following imports from any module or package never leads back to it."""
    known = {f"factsheet.{name_of(path).removesuffix('.py').replace('/', '.')}": path for path in MODULES}
    known = {name.removesuffix(".__init__"): path for name, path in known.items()}
    arrows = {name: {target for target in list_imports(path) if target in known} for name, path in known.items()}

    assert find_circle(arrows) == []
    assert find_circle(list_arrows()) == []


def test_tests_mirror_the_packages() -> None:
    """The tests of a package lie in a folder of its name."""
    packages = {path.name for path in PACKAGE.iterdir() if path.is_dir()}
    folders = {path.parent.name for path in (ROOT / "tests").rglob("test_*.py") if FIXTURES not in path.parents}

    assert folders <= packages | {"browser", "repo"}


# ---- who may do what


@pytest.mark.parametrize("library", ONLY_IN)
def test_libraries_stay_where_they_belong(library: str) -> None:
    """A library is known to few modules, so that it can be replaced there."""
    users = {
        name_of(path)
        for path in MODULES
        if any(target == library or target.startswith(f"{library}.") for target in list_imports(path))
    }

    assert users <= ONLY_IN[library]


@pytest.mark.parametrize("what", CALLS)
def test_calls_stay_where_they_belong(what: str) -> None:
    """Files are read and written, the clock is asked and words are printed in few places only."""
    pattern, allowed = CALLS[what]
    found = {
        f"{name_of(path)}:{line} calls {called}"
        for path in MODULES
        if name_of(path) not in allowed
        for line, called in list_calls(path)
        if re.fullmatch(pattern, called, re.DOTALL)
    }

    assert found == set()


def test_no_broad_except() -> None:
    """Only errors that are understood are caught, but where a command ends, and MkDocs with other people's plugins."""
    broad = [
        name_of(path)
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"}))
    ]

    assert broad == ["cli/app.py", "publish/mkdocs_build.py"]


# ---- size


def count_lines(path: Path) -> int:
    """Return how many lines a file has."""
    return path.read_text("utf-8").count("\n")


def test_the_program_fits_in_one_head() -> None:
    """All of it is at most 25,000 lines of Python."""
    assert sum(map(count_lines, (ROOT / "generator").rglob("*.py"))) <= MAX_LINES


def test_modules_and_functions_are_small() -> None:
    """A module fits a few screens and a function fits one."""
    long = [f"{name_of(path)}: {count_lines(path)} lines" for path in MODULES if count_lines(path) > MAX_MODULE_LINES]
    long += [
        f"{name_of(path)}: {node.name} has {count} lines"
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef)
        and (count := (node.end_lineno or 0) - node.lineno + 1) > MAX_FUNCTION_LINES
    ]

    assert long == []


def test_records_are_frozen() -> None:
    """Dataclasses are frozen, but for private ones that live only while one function runs."""
    loose = [
        f"{name_of(path)}: {node.name}"
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
        for decorator in map(ast.unparse, node.decorator_list)
        if decorator.startswith("dataclass") and "frozen=True" not in decorator
    ]

    assert loose == []


# ---- names


def list_definitions() -> Iterator[tuple[Path, ast.ClassDef | ast.FunctionDef]]:
    """Yield every class and function, also those inside others."""
    for path in MODULES:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                yield path, node


def test_no_vague_names() -> None:
    """No module, class or function is named for doing something or other."""
    vague = re.compile(r"(?i)manager|helper|utils?\b|handler|processor|misc")
    found = [f"{name_of(path)}: {node.name}" for path, node in list_definitions() if vague.search(node.name)]
    found += [name_of(path) for path in MODULES if vague.search(name_of(path))]

    assert found == []


def test_functions_begin_with_a_verb() -> None:
    """A function says what it does; a property is a noun, and a command is called as users call it."""
    nouns = [
        f"{name_of(path)}: {node.name}"
        for path, node in list_definitions()
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("__")
        and node.name not in NAMED_ELSEWHERE
        and not re.search(
            r"property|override|\.setter|\.command|\.group", " ".join(map(ast.unparse, node.decorator_list))
        )
        and re.split(r"_|(?=[A-Z])", node.name.lstrip("_"))[0] not in VERBS
    ]

    assert nouns == []


def test_a_public_name_stands_for_one_thing() -> None:
    """Classes, functions, constants and types that other modules may import have a name of their own."""
    places = defaultdict[str, list[str]](list)
    for path in MODULES:
        for node in tree_of(path).body:
            names = [node.name] if isinstance(node, ast.ClassDef | ast.FunctionDef) else []
            targets = node.targets if isinstance(node, ast.Assign) else []
            targets = [node.target] if isinstance(node, ast.AnnAssign) else targets
            names += [target.id for target in targets if isinstance(target, ast.Name)]
            for name in names:
                if not name.startswith("_"):
                    places[name].append(name_of(path))

    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_no_variable_is_called_one() -> None:
    """A variable says what it holds."""
    found = {
        f"{path.relative_to(ROOT).as_posix()}:{node.lineno}"
        for path in (*MODULES, *(ROOT / "tests").rglob("*.py"))
        for node in ast.walk(tree_of(path))
        if (isinstance(node, ast.Name) and node.id == "one") or (isinstance(node, ast.arg) and node.arg == "one")
    }

    assert found == set()


def test_public_names_are_documented() -> None:
    """Every module and every public class and function says what it promises."""
    silent = [name_of(path) for path in MODULES if ast.get_docstring(tree_of(path)) is None]
    silent += [
        f"{name_of(path)}: {node.name}"
        for path, node in list_definitions()
        if not node.name.startswith("_") and ast.get_docstring(node) is None and not _is_inner(path, node)
    ]

    assert silent == []


def _is_inner(path: Path, node: ast.ClassDef | ast.FunctionDef) -> bool:
    """Tell whether a definition stands inside a function or a private class."""
    for outer in ast.walk(tree_of(path)):
        private = isinstance(outer, ast.ClassDef) and outer.name.startswith("_")
        if (isinstance(outer, ast.FunctionDef) or private) and outer is not node and node in ast.walk(outer):
            return True
    return False
