"""The program's own words: what it says to users and to those who read its code is plain English."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.support.paths import FIXTURES, PACKAGE, ROOT

DOCUMENTS = (
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "Makefile", "pyproject.toml", ".ci/run")),
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted(path for path in (PACKAGE / "authoring/template").rglob("*.md") if path.parent.name != "content"),
)
PAGES = (
    *sorted((ROOT / "content").glob("*.md")),
    *sorted((PACKAGE / "authoring/template/site/content").glob("*.md")),
    PACKAGE / "render/pages/texts.toml",
    *sorted((PACKAGE / "theme/partials").glob("*.html")),
)
"""What readers of a site see."""
FOR_READERS = re.compile(
    r"(?i)\b(entry|entries|ledger|edition|operand|take away|sharper|goes back to them|passage proved|in a text|"
    r"whose life|dates that cannot be|stand on one axis|rules of sense|testimony|lean on|how far it is known)\b"
)
"""Words for readers that a newspaper would not use, beside those of the list: a fact is a fact, not an entry."""


@cache
def plain_words() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the words that are not used, and what is said instead."""
    lines = (FIXTURES / "plain_words.txt").read_text("utf-8").splitlines()
    pairs = (line.split(" -> ") for line in lines if line and not line.startswith("#"))
    return tuple((re.compile(rf"(?i)(?<![\w`'./-])(?:{word})(?![\w`'/-])"), instead) for word, instead in pairs)


def find_words(text: str, place: str) -> Iterator[str]:
    """Yield each word of a text that is on the list."""
    for pattern, instead in plain_words():
        for found in pattern.finditer(text):
            line = text.count("\n", 0, found.start())
            around = text[max(found.start() - 40, 0) : found.end() + 40].replace("\n", " ")
            yield f"{place}+{line}: '{found[0]}' -> {instead}: …{around}…"


def read_texts(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the docstrings, the comments and the messages of a module, each with its line."""
    source = path.read_text("utf-8")
    docs = set[int]()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            docs.add(id(node.value))
            if isinstance(node.value.value, str):
                yield node.lineno, node.value.value
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            is_message = " " in node.value.strip()
            yield from [(node.lineno, node.value)] if is_message else []
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


@pytest.mark.parametrize("package", sorted(path.name for path in PACKAGE.iterdir() if path.is_dir()))
def test_code_is_in_plain_words(package: str) -> None:
    """Messages, help, docstrings and comments use none of the words on the list."""
    found = [
        line
        for path in sorted((PACKAGE / package).rglob("*.py"))
        for number, text in read_texts(path)
        for line in find_words(text, f"{path.relative_to(PACKAGE)}:{number}")
    ]

    assert found == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_documents_are_in_plain_words(path: Path) -> None:
    """So do the documents, those of a new site too."""
    assert list(find_words(path.read_text("utf-8"), path.name)) == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_pages_are_in_plain_words(path: Path) -> None:
    """So are the texts of pages, which have a list of their own besides."""
    shown = re.sub(
        r"\{[#%{].*?[#%}]\}|<[^>]*>|#.*", "", path.read_text("utf-8"), flags=re.DOTALL if path.suffix == ".html" else 0
    )
    assert [*find_words(shown, path.name), *FOR_READERS.findall(shown)] == []


def test_the_words_of_the_code_that_writes_pages_are_plain() -> None:
    """A text in the code of pages is held to the same list."""
    found = [
        f"{path.name}:{node.lineno}: {node.value}"
        for path in sorted((PACKAGE / "render/pages").glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and FOR_READERS.search(node.value)
    ]
    assert found == []


def test_a_word_on_the_list_is_found() -> None:
    """What the other tests rest on finds something."""
    assert list(find_words("a blank too many", "x")) != []
    assert list(find_words("designs, blankets and `sign`", "x")) == []
