"""Where things lie, for the tests that read them."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
"""The folder of the repository."""
PACKAGE = ROOT / "generator/factsheet"
FIXTURES = ROOT / "tests/fixtures"
CASES = FIXTURES / "cases"
"""What is typed, and what must come of it."""
GOLDEN = FIXTURES / "golden"
"""Whole outputs, written anew with `pytest --update`."""
TOY = FIXTURES / "toy"
"""A small site that has one of everything."""
SECOND = FIXTURES / "second"
"""A site as another publisher would have it: another subject, look, licence and contact, sources of many kinds."""
