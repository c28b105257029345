"""The one colour that a site chooses, the tints that follow from it, and their contrast."""

import re
from collections.abc import Mapping
from typing import Final

Accent = tuple[str, str]
"""The colour of links and marks on light paper and on dark, each as `#rrggbb`."""
ACCENT: Final[Accent] = ("#00615a", "#6fd3c7")
"""The accent of a site that chooses none; style sheets, icons and templates are written in it."""
LEAST_CONTRAST: Final = 4.5
"""Between text and what is behind it, by WCAG 2.2, criterion 1.4.3."""
_EASY_CONTRAST: Final = 6
_PAPERS: Final = ("#ffffff", "#0b1113")
_PANELS: Final = ("#ebf1f1", "#1a2427")
"""The backgrounds of `styles/tokens.css` on which links are hardest to see."""
TINTS: Final[Mapping[str, tuple[int, float]]] = {
    "#86b9b2": (0, 0.55),
    "#2f6963": (1, 0.60),
    "#d9efec": (0, 0.86),
    "#11302d": (1, 0.85),
    "#0e4f4c": (0, 0.10),
    "#6fc4ba": (1, 0.05),
    "#5c9a94": (0, 0.38),
    "#417c76": (1, 0.45),
}
"""The tints of our accent in the style sheets: whether of the light or the dark one, and how much paper is in them."""
_LINEAR: Final = 0.04045
"""Up to here, the curve of sRGB is a line."""
_COLOURS = re.compile("|".join((*ACCENT, *TINTS)), re.IGNORECASE)


def replace_accent(text: str, accent: Accent) -> str:
    """Return a style sheet, template or drawing with a site's accent and its tints in the place of ours."""

    def replace(match: re.Match[str]) -> str:
        if (colour := match[0].lower()) in ACCENT:
            return accent[ACCENT.index(colour)]
        side, share = TINTS[colour]
        return _merge(accent[side], _PAPERS[side], share)

    return text if accent == ACCENT else _COLOURS.sub(replace, text)


def lighten_for_dark(colour: str) -> str:
    """Return the same colour as light as it must be on dark paper to be read with ease."""
    mixed = (_merge(colour, "#ffffff", share / 20) for share in range(21))
    return next(lighter for lighter in mixed if measure_contrast(lighter, 1) >= _EASY_CONTRAST)


def measure_contrast(colour: str, side: int) -> float:
    """Return the contrast of a text with what is behind it, at its worst place on light (0) or dark paper (1)."""
    return min(_compare(colour, _PANELS[side]), _compare(colour, _merge(colour, _PAPERS[side], 0.86)))


def _compare(colour: str, background: str) -> float:
    """Return the contrast ratio of two colours, as https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio defines it."""
    darker, lighter = sorted(map(_measure_luminance, (colour, background)))
    return (lighter + 0.05) / (darker + 0.05)


def _measure_luminance(colour: str) -> float:
    linear = (part / 12.92 if part <= _LINEAR else ((part + 0.055) / 1.055) ** 2.4 for part in _parse(colour))
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _parse(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))


def _merge(colour: str, paper: str, share: float) -> str:
    parts = zip(_parse(colour), _parse(paper), strict=True)
    return "#" + "".join(f"{round(255 * (own * (1 - share) + other * share)):02x}" for own, other in parts)
