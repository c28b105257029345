"""Wording that messages and pages share."""

from __future__ import annotations


def format_count(count: int, noun: str, nouns: str = "") -> str:
    """Return a count with its noun: `1 fact`, `2 facts`, `no facts`."""
    many = nouns or f"{noun}s"
    return f"no {many}" if count == 0 else f"{count:,} {noun if count == 1 else many}"


def capitalise(sentence: str) -> str:
    """Return words with a capital, to begin a sentence."""
    return f"{sentence[:1].upper()}{sentence[1:]}"
