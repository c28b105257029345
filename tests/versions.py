"""Pairs of versions for tests, written as YAML and compared as the project compares them; repositories."""

from __future__ import annotations

import datetime as dt
import subprocess
from collections.abc import Mapping
from pathlib import Path

from generator.material import Material
from generator.policies import Ground, run_policies
from generator.reading.document import Document, read_document
from generator.settings import Settings
from generator.versions import Difference, FactChange, Name, Version, compare, version
from tests.support.programs import GIT

TODAY = dt.date(2023, 6, 1)
SITE = "site_name: Harbour\nplugins:\n  - factsheet\n"
_AUTHOR = ("-c", "user.name=A. Writer", "-c", "user.email=writer@example.org", "-c", "commit.gpgsign=false")


def version_of(files: Mapping[str, str], by_hand: frozenset[str] = frozenset(), prefix: str = "") -> Version:
    """Return the version that files below `facts/` make."""
    documents: list[Document] = []
    for path, text in files.items():
        document, _ = read_document(f"facts/{path}", text.encode())
        documents += [document] if document else []
    material = Material(documents=tuple(documents), failed=())
    return version(Name(asked=prefix.rstrip(":"), prefix=prefix), material, Settings(today=TODAY), by_hand)


def between(
    before: Mapping[str, str], after: Mapping[str, str], by_hand: frozenset[str] = frozenset()
) -> Difference:
    """Return what changed from one set of files to another."""
    return compare(version_of(before, prefix="main:"), version_of(after, by_hand))


def only(difference: Difference) -> FactChange:
    """Return the one fact that changed."""
    (change,) = difference.facts
    return change


def codes(difference: Difference, today: dt.date = TODAY) -> list[str]:
    """Return the codes of the policies that a new version breaks."""
    return [one.code for one in run_policies(Ground(difference, today))]


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder; it must succeed."""
    command = (GIT.needed(), *_AUTHOR, "-C", str(folder), *arguments)
    return subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout


def repository(folder: Path, files: Mapping[str, str]) -> Path:
    """Make a repository with one commit that holds these files."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "--quiet", "--initial-branch=main")
    commit(folder, files)
    return folder


def commit(folder: Path, files: Mapping[str, str], message: str = "facts") -> None:
    """Write files and commit all that is there."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)
