"""Which programs modules start, read from their syntax: by name, or by words that give no name away."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

STARTS = {
    "subprocess": {"run", "Popen", "call", "check_call", "check_output", "getoutput", "getstatusoutput"},
    "os": {"system", "popen", "startfile", "posix_spawn", "posix_spawnp"}
    | {f"{kind}{way}" for kind in ("exec", "spawn") for way in ("l", "le", "lp", "lpe", "v", "ve", "vp", "vpe")},
    "pty": {"spawn"},
    "asyncio": {"create_subprocess_exec", "create_subprocess_shell"},
    "shutil": {"which"},
}
"""The functions that start the program that they get first, or look for it."""
LAUNCHES = {"launch", "launch_persistent_context"}
"""The methods by which Playwright starts a browser; without a place they take one of its own."""
PLACE = "executable_path"
MAY_START = re.compile(rf"\b(tests|{'|'.join((*STARTS, *LAUNCHES))})\b")
"""Stands in each module that starts something, or has others start it."""
MOST_STEPS = 9
"""How often a name is followed to what it is set to; one that is set to itself has no end."""

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
Scope: TypeAlias = Function | None
"""The function in which something stands, if in any."""
Value: TypeAlias = tuple[ast.expr, bool]
"""What a name is set to; true where it is set to each thing inside."""


@dataclass(frozen=True, order=True)
class Start:
    """A program that is started in a line of a module."""

    module: str
    line: int
    program: str
    """What it is: a name in quotes, or the expression that gives it."""


@dataclass
class _Module:
    name: str
    tree: ast.Module
    scopes: dict[ast.AST, Scope] = field(default_factory=dict)
    imports: dict[str, str] = field(default_factory=dict)
    """What each imported name is: a module, or a module and a name in it."""
    given: dict[tuple[Scope, str], list[Value]] = field(default_factory=dict)
    """What each name of a scope is set to."""
    functions: dict[str, Function] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._enter(self.tree, None)
        for node, scope in self.scopes.items():
            for name, value in _set(node):
                self.given.setdefault((scope, name), []).append(value)
            if isinstance(node, ast.FunctionDef) and scope is None:
                self.functions[node.name] = node
            elif isinstance(node, ast.Import):
                self.imports |= {alias.asname or alias.name: alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                self.imports |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}

    def _enter(self, node: ast.AST, scope: Scope) -> None:
        for child in ast.iter_child_nodes(node):
            self.scopes[child] = scope
            self._enter(child, child if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) else scope)

    def full(self, node: ast.expr) -> str:
        """Return the full name of what an expression refers to: `tests.sites.run`, `subprocess.run`."""
        if isinstance(node, ast.Name):
            return self.imports.get(node.id, f"{self.name}.{node.id}")
        return f"{self.full(node.value)}.{node.attr}" if isinstance(node, ast.Attribute) else ""


class Starts:
    """All that some modules start, which may hand each other the programs to start."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        """Read modules, by their full names."""
        self._modules = {
            name: _Module(name, ast.parse(source)) for name, source in sources.items() if MAY_START.search(source)
        }
        self._passing: dict[str, tuple[int, str]] = {
            f"{module}.{name}": (0, "args") for module, names in STARTS.items() for name in names
        }
        """The functions that start what they are given, by the place and the name of that parameter."""
        self.found: set[Start] = set()
        known = 0
        while known != len(self._passing):  # A function that hands on its parameter starts a program too.
            known = len(self._passing)
            self.found = set()
            for module in self._modules.values():
                self._read(module)

    def _read(self, module: _Module) -> None:
        plain = {node.func for node in module.scopes if isinstance(node, ast.Call)}
        plain |= {node.value for node in module.scopes if isinstance(node, ast.Subscript)}  # subprocess.Popen[str]
        for node, scope in module.scopes.items():
            if not isinstance(node, ast.Call):
                if isinstance(node, ast.Attribute | ast.Name) and node not in plain:
                    self._handed_on(module, node)
            elif isinstance(node.func, ast.Attribute) and node.func.attr in LAUNCHES:
                places = [keyword.value for keyword in node.keywords if keyword.arg == PLACE]
                self._note(module, node, places[0] if places else None, scope)
            elif passing := self._passing.get(module.full(node.func)):
                place, name = passing
                named = [keyword.value for keyword in node.keywords if keyword.arg == name]
                if named or len(node.args) > place:
                    self._note(module, node, named[0] if named else node.args[place], scope)
                elif module.full(node.func).partition(".")[0] in STARTS:
                    self._note(module, node, None, scope)

    def _handed_on(self, module: _Module, node: ast.Attribute | ast.Name) -> None:
        if (name := module.full(node)) in self._passing and isinstance(node.ctx, ast.Load):
            self.found.add(Start(module.name, node.lineno, f"{name} handed on"))

    def _note(self, module: _Module, call: ast.Call, program: ast.expr | None, scope: Scope) -> None:
        if module.full(call.func) == "shutil.which":
            self.found.add(Start(module.name, call.lineno, ast.unparse(call)))
            return
        programs = self._heads(module, program, scope, 0) if program else ["a program that is not named"]
        self.found |= {Start(module.name, call.lineno, name) for name in programs}

    def _heads(self, module: _Module, node: ast.expr, scope: Scope, depth: int) -> Iterator[str]:
        """Yield what may stand first in a command."""
        match node:
            case ast.Tuple(elts=[first, *_]) | ast.List(elts=[first, *_]):
                yield from self._heads(module, first, scope, depth)
            case ast.Starred(value=inner) | ast.BinOp(op=ast.Add(), left=inner):
                yield from self._heads(module, inner, scope, depth)
            case ast.Call(func=ast.Name(id="str"), args=[inner]):
                yield from self._heads(module, inner, scope, depth)
            case ast.IfExp(body=value, orelse=other):
                yield from self._heads(module, value, scope, depth)
                yield from self._heads(module, other, scope, depth)
            case ast.Call(func=ast.Name(id=name)) if called := module.functions.get(name):
                for value in _returned(called):
                    yield from self._heads(module, value, called, depth)
            case ast.Name() if depth < MOST_STEPS:
                yield from self._named(module, node, scope, depth + 1)
            case _:
                yield self._told(module, node)

    def _told(self, module: _Module, node: ast.expr) -> str:
        """Return an expression with the full name of what is called or meant."""
        if isinstance(node, ast.Call) and (name := module.full(node.func)):
            return f"{name}({', '.join(map(ast.unparse, node.args))})"
        return module.full(node) or ast.unparse(node)

    def _named(self, module: _Module, node: ast.Name, scope: Scope, depth: int) -> Iterator[str]:
        """Yield what a name may stand for, and note a parameter that is started."""
        while True:
            if set_to := module.given.get((scope, node.id)):
                for value, inside in set_to:
                    for member in self._inside(module, value, scope) if inside else (value,):
                        yield from self._heads(module, member, scope, depth)
                return
            if scope is None:
                break
            if node.id in {parameter.arg for parameter in _parameters(scope)}:
                yield from self._parameter(module, node.id, scope, depth)
                return
            scope = module.scopes[scope]
        source, _, name = module.imports.get(node.id, "").rpartition(".")
        elsewhere = self._modules.get(source)
        if elsewhere and (None, name) in elsewhere.given:
            yield from self._heads(elsewhere, ast.Name(name), None, depth)
        else:
            yield self._told(module, node)

    def _parameter(self, module: _Module, name: str, scope: Function, depth: int) -> Iterator[str]:
        """Yield what a parameter is by itself; what callers give it is told where they call."""
        chosen = list(_parametrized(scope, name))
        for expression in chosen:
            yield from self._heads(module, expression, None, depth)
        usual = scope.args.args[len(scope.args.args) - len(scope.args.defaults) :]
        defaults = [
            *zip(usual, scope.args.defaults, strict=True),
            *zip(scope.args.kwonlyargs, scope.args.kw_defaults, strict=True),
        ]
        for parameter, value in defaults:
            if parameter.arg == name and value:
                yield from self._heads(module, value, None, depth)
        if not chosen and (_is_called_by_others(scope) or module.scopes[scope]):
            yield f"the parameter {name}"
        elif not chosen:
            place = [parameter.arg for parameter in _parameters(scope)].index(name)
            self._passing[f"{module.name}.{scope.name}"] = (place, name)

    def _inside(self, module: _Module, node: ast.expr, scope: Scope) -> list[ast.expr]:
        """Return the members of a collection that is written out."""
        if isinstance(node, ast.Tuple | ast.List | ast.Set):
            return node.elts
        if isinstance(node, ast.Name):
            set_to = [
                value
                for where in {scope, None}
                for value, inside in module.given.get((where, node.id), ())
                if not inside
            ]
            return [member for value in set_to for member in self._inside(module, value, None)] or [node]
        return [node]


def _set(node: ast.AST) -> Iterator[tuple[str, Value]]:
    """Yield the name that a statement sets, with its value."""
    match node:
        case (
            ast.Assign(targets=[ast.Name(id=name)], value=value)
            | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
        ):
            yield name, (value, False)
        case ast.For(target=ast.Name(id=name), iter=value) | ast.comprehension(target=ast.Name(id=name), iter=value):
            yield name, (value, True)
        case _:
            pass


def _returned(function: Function) -> Iterator[ast.expr]:
    for node in ast.walk(function):
        if isinstance(node, ast.Return) and node.value:
            yield node.value


def _parameters(function: Function) -> list[ast.arg]:
    """Return the parameters of a function in the order in which a call fills them."""
    rest = [function.args.vararg] if function.args.vararg else []
    return [*function.args.posonlyargs, *function.args.args, *rest, *function.args.kwonlyargs]


def _is_called_by_others(function: Function) -> bool:
    """Tell whether callers cannot be found by name: pytest calls it, or it is a method."""
    fixture = any("fixture" in ast.unparse(decorator) for decorator in function.decorator_list)
    method = [parameter.arg for parameter in _parameters(function)[:1]] in (["self"], ["cls"])
    return fixture or method or function.name.startswith("test_")


def _parametrized(function: Function, name: str) -> Iterator[ast.expr]:
    """Yield the values that `pytest.mark.parametrize` gives a parameter."""
    for decorator in function.decorator_list:
        match decorator:
            case ast.Call(
                func=ast.Attribute(attr="parametrize"),
                args=[ast.Constant(value=str() as names), ast.List(elts=rows) | ast.Tuple(elts=rows), *_],
            ):
                split = [part.strip() for part in names.split(",")]
                for row in rows if name in split else ():
                    values = row.args if isinstance(row, ast.Call) else [row]
                    if len(split) == 1:
                        yield values[0]
                    elif isinstance(row, ast.Tuple | ast.List):
                        yield row.elts[split.index(name)]
                    else:
                        yield values[split.index(name)]
            case _:
                pass
