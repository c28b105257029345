"""Answers to the questions for a record that is not finished, kept for the next time."""

import json
from collections.abc import Mapping
from pathlib import Path

from factsheet.project.read_files import read_file
from factsheet.project.write_files.files import sync_folder

_FOLDER = ".cache/factsheet/new-{}"
"""In the folder of the site; git ignores what is in it, and nothing in it is published."""

Answers = dict[str, dict[str, str]]
"""The answers by record and question; the record is a kind, with its id where it is made on the way to another."""


def read_answers(root: Path, noun: str) -> Answers:
    """Return the answers kept for a record of this kind; none where the file is damaged."""
    raw, _ = read_file(root, f"{_FOLDER.format(noun)}/answers.json")
    try:
        kept = json.loads(raw or b"{}")
        return {key: {name: str(text) for name, text in answers.items()} for key, answers in kept.items()}
    except (ValueError, AttributeError, RecursionError):
        return {}


def keep_answers(root: Path, noun: str, answers: Mapping[str, Mapping[str, str]]) -> None:
    """Keep the answers for a record of this kind, or none at all; raises OSError when the disk refuses."""
    kept = {"answers.json": json.dumps(answers).encode()} if answers else {}
    sync_folder(root / _FOLDER.format(noun), {".gitignore": b"*\n", **kept}, ".written.json")
