"""Which settings of MkDocs and Material a site can have; `schema/mkdocs.toml` declares them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from itertools import islice

from factsheet.diagnostics.core import Diagnostic, Location, read_declarations
from factsheet.diagnostics.rules import UNSUPPORTED_SETTING
from factsheet.parsing.yaml.nodes import MAX_YAML_NODES, ListNode, TextNode, YamlNode

PlacedValue = tuple[str, str, Location]
"""A setting by its path, one of its values, and where it is set. The path of a key is that of its block, with a dot."""

EMPTY_TEXTS = frozenset({"", "~", "null"})
"""What stands for no value where it is not in quotes."""
_NAMED_LISTS = ("plugins", "markdown_extensions")
"""Lists whose members are names, alone or with options."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Support:
    why: str
    fix: str
    only: Sequence[str] = ("*",)
    never: Sequence[str] = ()
    because: Mapping[str, str] = field(default_factory=dict)

    def is_met_by(self, value: str) -> bool:
        return _is_like(value, self.only) and not _is_like(value, self.never)


def _is_like(value: str, patterns: Iterable[str]) -> bool:
    name = value.lower()
    return any(pattern in {"*", name} or ("*" in pattern and fnmatchcase(name, pattern)) for pattern in patterns)


_SUPPORTED = {path: _Support(**entry) for path, entry in read_declarations("parsing.schema", "mkdocs.toml").items()}


def list_values(root: YamlNode) -> Iterator[PlacedValue]:
    """Yield every value of a file of settings, as far as a file may be large."""
    return islice(_walk("", root), MAX_YAML_NODES)


def _walk(path: str, node: YamlNode) -> Iterator[PlacedValue]:
    if isinstance(node, TextNode):
        if node.text not in EMPTY_TEXTS:
            yield "theme.name" if path == "theme" else path, node.text, node.location
    elif isinstance(node, ListNode):
        for member in node.nodes:
            yield from _walk(path, member)
    else:
        for entry in node.entries:
            name = entry.key.text
            yield path if path in _NAMED_LISTS else f"{path}.", name, entry.key.location
            yield from _walk(f"{path}.{name}".lstrip("."), entry.value)


def find_unsupported(values: Iterable[PlacedValue]) -> Iterator[Diagnostic]:
    """Report the settings that a site cannot have."""
    for path, value, location in values:
        support = _SUPPORTED.get(path)
        if support is None or support.is_met_by(value):
            continue
        why = next((why for pattern, why in support.because.items() if _is_like(value, [pattern])), support.why)
        setting = f"{path}{value}" if path.endswith(".") else f"{path}: {value}"
        yield UNSUPPORTED_SETTING.report(location, f"'{setting}' is not supported: {why}", support.fix)
