"""Which characters handouts and pictures can show, in our fonts or in Typst's own."""

from __future__ import annotations

from functools import cache
from typing import Final

BOX: Final = "□"
"""What is printed instead of a character that no font has."""

_RANGES: Final = """
9-A 20-7E A0-483 48A-4FF 510-513 51A-51D 531-58F 5B0-5C3 5C6 5D0-5F4 606-60C 615 61B-61C 61F 621-63A 640-655 65A 660-66D
674 679-67B 67E-680 683-684 686-687 691 698 6A4 6A9 6AF 6BE 6CC 6F0-6F9 900-97F E3F E81-E84 E87-E88 E8A E8D E94-E97
E99-E9F EA1-EA7 EAA-EAB EAD-EB9 EBB-EBC EC8-ECD 10D0-10FF 115F-1160 13A0-13FD 180B-180F 1D00-1DBF 1E00-2040 2042
2044-2052 2054-20C0 2100-211E 2120 2122 2124 2126-2151 2153-2184 2189 2190-23FF 2422-2423 2460-2606 2609-262F 2638-268B
2690-269C 26A0-26A7 26AA-26AF 26B2 2701-2704 2706-2709 270C-2714 2717-2726 272A-274B 274D 274F-2752 2756 2758-275E
2761-277F 2794 2798-27AF 27B1-2BFF 2C60-2CF3 2CF9-2CFF 2E02-2E05 2E08-2E0A 2E17-2E18 2E1F 2E22-2E25 2E2E 3000 3012
3016-3017 301A-301B 302E-3030 3036 306E 3164 A46A-A46B A640-A641 A648-A649 A656-A657 A708-A716 A71B-A727 A72D A730 A735
A765 A789-A78E A790-A791 A793 A7AA A7F8-A7F9 AB52 AB66 AB70-ABBF FB00-FB06 FB13-FB17 FB1D FB1F-FB4F FB52-FB81 FB8A-FB95
FB9E-FB9F FBAA-FBAD FBE8-FBE9 FBFC-FBFF FE00-FE0F FE66 FE70-FEFF FFA0 FFF9-FFFD 10140-1018E 102E0-102FB 1BCA0-1BCA3
1D106-1D107 1D173-1D17A 1D400-1D7FF 1EE00-1EE3B 1EE42-1EE9B 1EEA1-1EEBB 1EEF0-1EEF1 1F12F 1F6D1 1F780-1F7D8 1F7E0-1F7EB
1F800-1F847 1F850-1F859 1F860-1F887 1F890-1F8B1 E0000-E0FFF
"""
"""Without private use, and without marks that no font can put on a letter."""


@cache
def _read_letters() -> frozenset[str]:
    ends = (part.partition("-") for part in _RANGES.split())
    return frozenset(chr(code) for first, _, last in ends for code in range(int(first, 16), int(last or first, 16) + 1))


def list_missing_letters(text: str) -> str:
    """Return the characters of a text that no font has, each once, in the order of the text."""
    return "" if text.isascii() else "".join(dict.fromkeys(letter for letter in text if letter not in _read_letters()))


def replace_missing_letters(text: str) -> str:
    """Return a text with a box instead of each character that no font has."""
    return text.translate(dict.fromkeys(map(ord, list_missing_letters(text)), BOX))
