"""YAML as anybody might write it: every style of text, brackets or lines, comments in every place."""

from __future__ import annotations

import json
from collections.abc import Mapping

import yaml
from factsheet.parsing.yaml.document import read_document
from factsheet.parsing.yaml.nodes import Document
from hypothesis import strategies as st

HOSTILE = (
    *("no", "Yes", "null", "~", "12:30", "1_000", "0x1f", "2023-09", "#", "a #b", "a: b", ": ", "a:", "-"),
    *("- a", "--- a", "...", "? a", "?", "!tag", "&a", "*a", "%a", "@a", "`a`", "|", ">", "[a]", "{a: b}"),
    *("a, b", "'", '"', "it's", 'say "x"', "\\", "C:\\x", " a", "a ", "\t", "a\tb", "\n", "a\n", "a\n\nb"),
    *(
        "a\n  b\nc",
        " a\nb",
        "a \nb",
        "\na",
        "a\n\n",
        "# a\n# b",
        "<<",
        "=",
        "\u00a0",
        "a\u00a0",
        "日本語",
        "🦀",
    ),
    *("word " * 30, ("word " * 30).strip(), "w" * 130, "two  blanks " * 12 + "x", ("word " * 30 + "\n") * 2),
    *(("word " * 30).strip() + "\n", "a" * 105 + " b", "\u2019tis \u201cit\u201d", "fact:x", "a:b", "x]"),
    ("word " * 30).strip() + "\n\n" + ("more " * 30).strip() + "\nlast",
)
SIGNS = st.characters(categories=["L", "N", "P", "S", "Zs"], include_characters="\n\t #:-'\"")
TEXTS = st.sampled_from(HOSTILE) | st.text(SIGNS, max_size=20)
FIELDS = (
    "id",
    "title",
    "summary",
    "facts",
    "statement",
    "standing",
    "tags",
    "about",
    "note",
    "evidence",
    "on",
)
KEYS = st.sampled_from(FIELDS) | TEXTS.filter(lambda text: bool(text) and len(text) < 60)
TREES = st.recursive(
    TEXTS,
    lambda deeper: st.lists(deeper, max_size=4) | st.dictionaries(KEYS, deeper, max_size=4),
    max_leaves=12,
)
FILES = st.dictionaries(KEYS, TREES, min_size=1, max_size=5)


def readable(text: str, file: str = "facts/sheets/x.yml") -> Document | None:
    """Read a text; None where something is wrong with it."""
    document, findings = read_document(file, text.encode())
    return None if findings else document


def said_by(text: str) -> object:
    """Return what another reader finds in a file."""
    return yaml.load(text, yaml.CBaseLoader)


class Scribe:
    """Writes a tree in a way that is drawn by lot; what it writes may be no YAML at all."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw
        self._comments = 0

    def chance(self, one_in: int) -> bool:
        return self._draw(st.integers(0, one_in - 1)) == one_in - 1

    def one_of(self, *choices: str) -> str:
        return self._draw(st.sampled_from(choices))

    def comment(self) -> str:
        self._comments += 1
        ending = self.one_of("", "", " : [", " - a", " # b", ' "', " ")
        return f"#{self.one_of('', ' ', '  ')}{self._comments}{ending}"

    def beside(self) -> str:
        return f"{self.one_of(' ', '   ')}{self.comment()}" if self.chance(5) else ""

    def above(self, indent: int) -> list[str]:
        lines: list[str] = []
        while self.chance(4):
            moved = int(self.one_of("0", "0", "0", "-2", "2", "1", "-9"))
            lines.append("" if self.chance(3) else " " * max(0, indent + moved) + self.comment())
        return lines

    def text(self, text: str, indent: int) -> str:
        """Return a value, its further lines indented so deep."""
        pad = "\n" + " " * indent
        written = self._styled(text, pad)
        return written if _is(f"k:{pad[:-1]}k: {written}\n", {"k": {"k": text}}) else _escaped(text)

    def text_in_brackets(self, text: str, indent: int) -> str:
        written = self._styled(text, "\n" + " " * indent)
        return written if _is(f"k: [{written}]\n", {"k": [text]}) else _escaped(text)

    def key(self, text: str) -> str:
        written = self._styled(text, "\n")
        alone = _is(f"{written}: x\n", {text: "x"}) and _is(f"k: {{{written}: x}}\n", {"k": {text: "x"}})
        return written if alone and "\n" not in written else _escaped(text)

    def _styled(self, text: str, pad: str) -> str:
        body = text.removesuffix("\n")
        chomping = "" if body != text else "-"
        styles = {
            "plain": text,
            "single": "'" + text.replace("'", "''").replace("\n", f"\n{pad}") + "'",
            "double": _escaped(text),
            "broken": f"{_escaped(text[:3])[:-1]}\\{pad}{_escaped(text[3:])[1:]}",
            "wrapped": text.replace(" ", pad),
            "literal": f"|{chomping}{self.beside()}{pad}{body.replace(chr(10), pad)}",
            "folded": f">{chomping}{self.beside()}{pad}{body.replace(' ', pad)}",
        }
        return styles[self.one_of(*styles)]

    def flow(self, tree: object, indent: int) -> str:
        """Return a tree in brackets, in several lines where there are comments."""
        if isinstance(tree, str):
            return self.text_in_brackets(tree, indent)
        if isinstance(tree, list):
            return f"[{self._members([self.flow(one, indent) for one in tree], indent)}]"
        pairs = [f"{self.key(key)}: {self.flow(one, indent)}" for key, one in _fields(tree).items()]
        return f"{{{self._members(pairs, indent)}}}"

    def _members(self, written: list[str], indent: int) -> str:
        return self._gap(indent) + ",".join(self._gap(indent) + one + self._gap(indent) for one in written)

    def _gap(self, indent: int) -> str:
        if self.chance(6):
            return f" {self.comment()}\n{' ' * indent}"
        return self.one_of("", "", " ", f"\n{' ' * indent}")

    def value(self, tree: object, indent: int) -> list[str]:
        """Return what stands behind a colon or dash: the rest of the line, and the lines below."""
        if not isinstance(tree, str) and tree and not self.chance(3):
            return [self.beside(), *self.block(tree, indent)]
        written = self.text(tree, indent + 1) if isinstance(tree, str) else self.flow(tree, indent + 1)
        lines = f" {written}".split("\n")
        if written[:1] not in {"|", ">"}:
            lines[-1] += self.beside()
        return lines

    def block(self, tree: object, indent: int) -> list[str]:
        """Return the lines of a mapping or list."""
        step = int(self.one_of("1", "2", "4"))
        lines: list[str] = []
        if isinstance(tree, list):
            members = [("-", one) for one in tree]
        else:
            members = [(f"{self.key(key)}:", one) for key, one in _fields(tree).items()]
        for start, one in members:
            lines += self.above(indent)
            if start == "-" and isinstance(one, dict | list) and one and self.chance(2):
                first, *rest = self._without_comments(self.block(one, indent + 2))
                lines += [f"{' ' * indent}- {first.lstrip(' ')}", *rest]
                continue
            first, *rest = self.value(one, indent + step)
            lines += [" " * indent + start + first, *rest]
        return [*lines, *self.above(indent)]

    @staticmethod
    def _without_comments(lines: list[str]) -> list[str]:
        while lines[0].lstrip()[:1] in {"", "#"}:
            lines.pop(0)
        return lines


@st.composite
def written_files(draw: st.DrawFn) -> str:
    """Draw a file that begins with fields; it may be no YAML at all."""
    scribe = Scribe(draw)
    tree = draw(FILES)
    if scribe.chance(8):
        return f"{scribe.flow(tree, 1)}\n"
    return "\n".join(scribe.block(tree, 0)) + scribe.one_of("\n", "", "\n\n\n")


def _escaped(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _fields(tree: object) -> Mapping[str, object]:
    assert isinstance(tree, dict)
    return tree


def _is(snippet: str, meant: object) -> bool:
    return readable(snippet) is not None and said_by(snippet) == meant
