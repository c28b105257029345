"""Pairs of versions for tests, written as YAML and compared as the project compares them; repositories."""

from __future__ import annotations

import datetime as dt
import subprocess
from collections.abc import Mapping
from pathlib import Path

from factsheet.evidence.lock import Lock, render_lock
from factsheet.model.records import Settings
from factsheet.parsing.fact_files import SiteInputs
from factsheet.parsing.yaml.document import read_document
from factsheet.parsing.yaml.nodes import YamlDocument
from factsheet.review.diff.changes import FactChange
from factsheet.review.diff.compare import RevisionDiff, compare_revisions
from factsheet.review.diff.revision import Revision, RevisionName, build_revision
from factsheet.review.policies import PolicyContext, run_policies
from tests.support.programs import GIT

TODAY = dt.date(2023, 6, 1)
SITE = "site_name: Harbour\nplugins:\n  - factsheet\n"
_GIT_AUTHOR = ("-c", "user.name=A. Writer", "-c", "user.email=writer@example.org", "-c", "commit.gpgsign=false")


def make_revision(
    files: Mapping[str, str], by_hand: frozenset[str] = frozenset(), prefix: str = "", lock: Lock | None = None
) -> Revision:
    """Return the version that files below `facts/` make."""
    documents: list[YamlDocument] = []
    for path, text in files.items():
        document, _ = read_document(f"facts/{path}", text.encode())
        documents += [document] if document else []
    inputs = SiteInputs(documents=tuple(documents), failed=(), lock=render_lock(lock) if lock else None)
    return build_revision(RevisionName(asked=prefix.rstrip(":"), prefix=prefix), inputs, Settings(today=TODAY), by_hand)


def compare_files(
    before: Mapping[str, str],
    after: Mapping[str, str],
    by_hand: frozenset[str] = frozenset(),
    locks: tuple[Lock | None, Lock | None] = (None, None),
) -> RevisionDiff:
    """Return what changed from one set of files to another; each may have a lock."""
    old = make_revision(before, prefix="main:", lock=locks[0])
    return compare_revisions(old, make_revision(after, by_hand, lock=locks[1]))


def find_only_change(difference: RevisionDiff) -> FactChange:
    """Return the one fact that changed."""
    (change,) = difference.facts
    return change


def list_codes(difference: RevisionDiff, today: dt.date = TODAY) -> list[str]:
    """Return the codes of the policies that a new version breaks."""
    return [diagnostic.code for diagnostic in run_policies(PolicyContext(difference, today))]


def run_git(folder: Path, *arguments: str) -> str:
    """Run git in a folder; it must succeed."""
    command = (GIT.require(), *_GIT_AUTHOR, "-C", str(folder), *arguments)
    return subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout


def make_repository(folder: Path, files: Mapping[str, str]) -> Path:
    """Make a repository with one commit that holds these files."""
    folder.mkdir(parents=True, exist_ok=True)
    run_git(folder, "init", "--quiet", "--initial-branch=main")
    commit_files(folder, files)
    return folder


def commit_files(folder: Path, files: Mapping[str, str], message: str = "facts") -> None:
    """Write files and commit all that is there."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    run_git(folder, "add", "--all")
    run_git(folder, "commit", "--quiet", "--message", message)
