"""What is taken over from others lies there as it came."""

from __future__ import annotations

import re
from hashlib import sha256

from factsheet.theme import THEME_FOLDER
from tests.support.paths import ROOT

VENDOR = THEME_FOLDER / "scripts/vendor"
DOCS = ROOT / "docs/vendored.md"


def test_vendored_files_are_those_that_the_docs_name() -> None:
    rows = re.findall(r"^\| `([^`]+)` \|.*\| `([0-9a-f]{64})` \|$", DOCS.read_text("utf-8"), re.MULTILINE)

    there = {path.name: sha256(path.read_bytes()).hexdigest() for path in sorted(VENDOR.glob("*.js"))}
    assert dict(rows) == there


def test_each_lies_beside_its_licence() -> None:
    missing = [path.name for path in VENDOR.glob("*.js") if not path.with_name(f"{path.stem}-LICENSE.txt").is_file()]

    assert missing == []
