"""YAML as anybody might write it: every style of text, brackets or lines, comments in every place."""

from __future__ import annotations

import json
from collections.abc import Mapping

import yaml
from hypothesis import strategies as st

from factsheet.parsing.yaml.document import read_document
from factsheet.parsing.yaml.nodes import YamlDocument

HOSTILE_TEXTS = (
    *("no", "Yes", "null", "~", "12:30", "1_000", "0x1f", "2023-09", "#", "a #b", "a: b", ": ", "a:", "-"),
    *("- a", "--- a", "...", "? a", "?", "!tag", "&a", "*a", "%a", "@a", "`a`", "|", ">", "[a]", "{a: b}"),
    *("a, b", "'", '"', "it's", 'say "x"', "\\", "C:\\x", " a", "a ", "\t", "a\tb", "\n", "a\n", "a\n\nb"),
    *("a\n  b\nc", " a\nb", "a \nb", "\na", "a\n\n", "# a\n# b", "<<", "=", "\u00a0", "a\u00a0", "日本語", "🦀"),
    *("word " * 30, ("word " * 30).strip(), "w" * 130, "two  blanks " * 12 + "x", ("word " * 30 + "\n") * 2),
    *(("word " * 30).strip() + "\n", "a" * 105 + " b", "\u2019tis \u201cit\u201d", "fact:x", "a:b", "x]"),
    ("word " * 30).strip() + "\n\n" + ("more " * 30).strip() + "\nlast",
)
CHARACTERS = st.characters(categories=["L", "N", "P", "S", "Zs"], include_characters="\n\t #:-'\"")
YAML_TEXTS = st.sampled_from(HOSTILE_TEXTS) | st.text(CHARACTERS, max_size=20)
FIELDS = ("id", "title", "summary", "facts", "statement", "standing", "tags", "about", "note", "evidence", "on")
KEYS = st.sampled_from(FIELDS) | YAML_TEXTS.filter(lambda text: bool(text) and len(text) < 60)
TREES = st.recursive(
    YAML_TEXTS, lambda deeper: st.lists(deeper, max_size=4) | st.dictionaries(KEYS, deeper, max_size=4), max_leaves=12
)
YAML_FILES = st.dictionaries(KEYS, TREES, min_size=1, max_size=5)


def read_if_valid(text: str, file: str = "facts/sheets/x.yml") -> YamlDocument | None:
    """Read a text; None where something is wrong with it."""
    document, diagnostics = read_document(file, text.encode())
    return None if diagnostics else document


def read_with_pyyaml(text: str) -> object:
    """Return what another reader finds in a file."""
    return yaml.load(text, yaml.CBaseLoader)


class YamlWriter:
    """Writes a tree in a way that is drawn by lot; what it writes may be no YAML at all."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw
        self._comments = 0

    def draw_chance(self, one_in: int) -> bool:
        return self._draw(st.integers(0, one_in - 1)) == one_in - 1

    def draw_choice(self, *choices: str) -> str:
        return self._draw(st.sampled_from(choices))

    def write_comment(self) -> str:
        self._comments += 1
        ending = self.draw_choice("", "", " : [", " - a", " # b", ' "', " ")
        return f"#{self.draw_choice('', ' ', '  ')}{self._comments}{ending}"

    def write_comment_beside(self) -> str:
        return f"{self.draw_choice(' ', '   ')}{self.write_comment()}" if self.draw_chance(5) else ""

    def write_comments_above(self, indent: int) -> list[str]:
        lines: list[str] = []
        while self.draw_chance(4):
            moved = int(self.draw_choice("0", "0", "0", "-2", "2", "1", "-9"))
            lines.append("" if self.draw_chance(3) else " " * max(0, indent + moved) + self.write_comment())
        return lines

    def write_scalar(self, text: str, indent: int) -> str:
        """Return a value, its further lines indented so deep."""
        pad = "\n" + " " * indent
        written = self._style_scalar(text, pad)
        return written if _is_read_as(f"k:{pad[:-1]}k: {written}\n", {"k": {"k": text}}) else _escape(text)

    def write_flow_scalar(self, text: str, indent: int) -> str:
        written = self._style_scalar(text, "\n" + " " * indent)
        return written if _is_read_as(f"k: [{written}]\n", {"k": [text]}) else _escape(text)

    def write_key(self, text: str) -> str:
        written = self._style_scalar(text, "\n")
        alone = _is_read_as(f"{written}: x\n", {text: "x"}) and _is_read_as(
            f"k: {{{written}: x}}\n", {"k": {text: "x"}}
        )
        return written if alone and "\n" not in written else _escape(text)

    def _style_scalar(self, text: str, pad: str) -> str:
        body = text.removesuffix("\n")
        chomping = "" if body != text else "-"
        styles = {
            "plain": text,
            "single": "'" + text.replace("'", "''").replace("\n", f"\n{pad}") + "'",
            "double": _escape(text),
            "broken": f"{_escape(text[:3])[:-1]}\\{pad}{_escape(text[3:])[1:]}",
            "wrapped": text.replace(" ", pad),
            "literal": f"|{chomping}{self.write_comment_beside()}{pad}{body.replace(chr(10), pad)}",
            "folded": f">{chomping}{self.write_comment_beside()}{pad}{body.replace(' ', pad)}",
        }
        return styles[self.draw_choice(*styles)]

    def write_flow(self, tree: object, indent: int) -> str:
        """Return a tree in brackets, in several lines where there are comments."""
        if isinstance(tree, str):
            return self.write_flow_scalar(tree, indent)
        if isinstance(tree, list):
            return f"[{self._join_members([self.write_flow(member, indent) for member in tree], indent)}]"
        pairs = [f"{self.write_key(key)}: {self.write_flow(value, indent)}" for key, value in _as_mapping(tree).items()]
        return f"{{{self._join_members(pairs, indent)}}}"

    def _join_members(self, written: list[str], indent: int) -> str:
        return self._write_gap(indent) + ",".join(
            self._write_gap(indent) + member + self._write_gap(indent) for member in written
        )

    def _write_gap(self, indent: int) -> str:
        if self.draw_chance(6):
            return f" {self.write_comment()}\n{' ' * indent}"
        return self.draw_choice("", "", " ", f"\n{' ' * indent}")

    def write_value(self, tree: object, indent: int) -> list[str]:
        """Return what stands behind a colon or dash: the rest of the line, and the lines below."""
        if not isinstance(tree, str) and tree and not self.draw_chance(3):
            return [self.write_comment_beside(), *self.write_block(tree, indent)]
        written = self.write_scalar(tree, indent + 1) if isinstance(tree, str) else self.write_flow(tree, indent + 1)
        lines = f" {written}".split("\n")
        if written[:1] not in {"|", ">"}:
            lines[-1] += self.write_comment_beside()
        return lines

    def write_block(self, tree: object, indent: int) -> list[str]:
        """Return the lines of a mapping or list."""
        step = int(self.draw_choice("1", "2", "4"))
        lines: list[str] = []
        if isinstance(tree, list):
            members = [("-", member) for member in tree]
        else:
            members = [(f"{self.write_key(key)}:", value) for key, value in _as_mapping(tree).items()]
        for start, member in members:
            lines += self.write_comments_above(indent)
            if start == "-" and isinstance(member, dict | list) and member and self.draw_chance(2):
                first, *rest = self._strip_comments(self.write_block(member, indent + 2))
                lines += [f"{' ' * indent}- {first.lstrip(' ')}", *rest]
                continue
            first, *rest = self.write_value(member, indent + step)
            lines += [" " * indent + start + first, *rest]
        return [*lines, *self.write_comments_above(indent)]

    @staticmethod
    def _strip_comments(lines: list[str]) -> list[str]:
        while lines[0].lstrip()[:1] in {"", "#"}:
            lines.pop(0)
        return lines


@st.composite
def draw_files(draw: st.DrawFn) -> str:
    """Draw a file that begins with fields; it may be no YAML at all."""
    scribe = YamlWriter(draw)
    tree = draw(YAML_FILES)
    if scribe.draw_chance(8):
        return f"{scribe.write_flow(tree, 1)}\n"
    return "\n".join(scribe.write_block(tree, 0)) + scribe.draw_choice("\n", "", "\n\n\n")


def _escape(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _as_mapping(tree: object) -> Mapping[str, object]:
    assert isinstance(tree, dict)
    return tree


def _is_read_as(snippet: str, meant: object) -> bool:
    return read_if_valid(snippet) is not None and read_with_pyyaml(snippet) == meant
