"""The templates, styles and faces that the plugin lays over Material's: their address and their order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)

THEME_FOLDER = Path(__file__).resolve().parent
"""The folder to put in front of MkDocs' own theme folders."""

STYLES: Final = (
    "tokens",
    "layout",
    "prose",
    "marks",
    "ledger",
    "drawings",
    "search",
    "hints",
    "check",
    "explore",
)
"""The style sheets in the order in which they overrule each other; one file of the site holds them all."""

PRINT_STYLES: Final = ("print",)
"""Those that hold on paper only; they come last."""

CARD: Final = ("tokens", "marks", "card")
"""Those of the cards that other sites embed."""

PAGE_STYLES: Final = "styles/factsheet.css"
"""The one style sheet of the pages, by its path from the root of the site."""

CARD_STYLES: Final = "styles/card.css"
"""The one of the cards."""

PAPER_TEMPLATES: Final = "paper/"
"""The folder of what Typst sets, inside the theme; no reader of the site asks for it."""

PAPER_FACES: Final = "fonts/paper/"
"""The folder of the faces that Typst sets with."""


def join_styles(texts: Mapping[str, str]) -> Mapping[str, str]:
    """Return all style sheets as two, so that a page and a card each ask for one file.

    `texts` is keyed by the names above, the result by paths from the root of the site.
    """
    screen = (texts[name] for name in STYLES)
    paper = (f"@media print {{\n{texts[name]}}}\n" for name in PRINT_STYLES)
    joined = {PAGE_STYLES: (*screen, *paper), CARD_STYLES: (texts[name] for name in CARD)}
    return {path: _COMMENT.sub("", "\n".join(parts)) for path, parts in joined.items()}
