"""Which characters handouts and pictures can show, in our fonts or in Typst's own."""

import pkgutil
from functools import cache
from typing import Final

BOX: Final = "□"
"""What is printed instead of a character that no font has."""


@cache
def _read_letters() -> frozenset[str]:
    """Return the characters of `letters.txt`: no private use, and no marks that no font can put on a letter."""
    ranges = (pkgutil.get_data("factsheet.theme", "paper/letters.txt") or b"").decode()
    ends = (part.partition("-") for part in ranges.split())
    return frozenset(chr(code) for first, _, last in ends for code in range(int(first, 16), int(last or first, 16) + 1))


def list_missing_letters(text: str) -> str:
    """Return the characters of a text that no font has, each once, in the order of the text."""
    return "" if text.isascii() else "".join(dict.fromkeys(letter for letter in text if letter not in _read_letters()))


def replace_missing_letters(text: str) -> str:
    """Return a text with a box instead of each character that no font has."""
    return text.translate(dict.fromkeys(map(ord, list_missing_letters(text)), BOX))
