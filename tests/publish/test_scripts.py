"""Scripts are served without their comments, and otherwise as they stand."""

from __future__ import annotations

import pytest

from factsheet.theme import strip_script_comments


@pytest.mark.parametrize(
    "text, served",
    [
        ("/**\n * Words.\n */\nlet a;\n", "let a;\n"),
        ("  // words\n  let a;\n", "let a;\n"),
        ("let a; // words\nlet b;\n", "let a;\nlet b;\n"),
        ("/** @type {A} */ (a).b();\n/** c */\nd();\n", "/** @type {A} */ (a).b();\nd();\n"),
        ('let a = "x; // no comment";\n', 'let a = "x; // no comment";\n'),
        ("let a = `http://x`;\n", "let a = `http://x`;\n"),
        ("a = /[/]/;\n", "a = /[/]/;\n"),
    ],
)
def test_only_comments_and_indents_go(text: str, served: str) -> None:
    assert strip_script_comments(text) == served
