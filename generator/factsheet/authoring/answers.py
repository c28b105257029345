"""Answers to the questions for a record that is not finished, kept for the next time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from factsheet.project.read_files import read_file
from factsheet.project.write_files.files import remove_file, write_with_folder

_FOLDER = ".cache/factsheet"
"""In the folder of the site; git ignores what is in it, and nothing in it is published."""

Answers = dict[str, dict[str, str]]
"""The answers by record and question; the record is a kind, with its id where it is made on the way to another."""


def read_answers(root: Path, noun: str) -> Answers:
    """Return the answers for a record of this kind; a file that nobody could have written this way holds none."""
    raw, _ = read_file(root, _locate_answers(noun))
    try:
        kept = json.loads(raw or b"{}")
        return {key: {name: str(text) for name, text in answers.items()} for key, answers in kept.items()}
    except (ValueError, AttributeError, RecursionError):
        return {}


def write_answers(root: Path, noun: str, answers: Mapping[str, Mapping[str, str]]) -> None:
    """Keep the answers for a record of this kind.

    Raises:
        OSError: when the disk refuses.
    """
    write_with_folder(root / _FOLDER / ".gitignore", b"*\n")
    write_with_folder(root / _locate_answers(noun), json.dumps(answers).encode())


def remove_answers(root: Path, noun: str) -> None:
    """Forget the answers for a record of this kind.

    Raises:
        OSError: when the disk refuses.
    """
    remove_file(root / _locate_answers(noun))


def _locate_answers(noun: str) -> str:
    return f"{_FOLDER}/new-{noun}.json"
