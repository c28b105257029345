"""The templates, styles and faces that the plugin lays over Material's: their address and their order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BLANKS = re.compile(r"\s+")

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
)
"""The style sheets in the order in which they overrule each other; one file of the site holds them all."""

OWN_STYLES: Final = ("explore", "check-it-yourself")
"""Those that one kind of page needs beside the others, by the name of the kind."""

PRINT_STYLES: Final = ("print",)
"""Those that hold on paper only; they come last."""

CARD: Final = ("tokens", "marks", "card")
"""Those of the cards that other sites embed."""

PAGE_STYLES: Final = "styles/factsheet.css"
"""The one style sheet of the pages, by its path from the root of the site."""

CARD_STYLES: Final = "styles/card.css"
"""The one of the cards."""

ICON: Final = "images/favicon.svg"
"""The sign of the site, which browsers set beside its name."""

STYLE_FOLDER: Final = "styles/"
"""The folder of the style sheets that are joined."""
PREVIEW_STYLES: Final = "styles/preview.css"
"""What a preview has to say above a page is dressed by this; it is not published."""

PAPER_TEMPLATES: Final = "paper/"
"""The folder of what Typst sets, inside the theme; no reader of the site asks for it."""

PAPER_FACES: Final = "fonts/paper/"
"""The folder of the faces that Typst sets with."""


def join_styles(texts: Mapping[str, str]) -> Mapping[str, str]:
    """Return the style sheets as few files, so that a page waits for one, or two where its kind has its own.

    `texts` is keyed by the names above, the result by paths from the root of the site.
    """
    screen = (texts[name] for name in STYLES)
    paper = (f"@media print {{\n{texts[name]}}}\n" for name in PRINT_STYLES)
    joined = {
        PAGE_STYLES: "\n".join((*screen, *paper)),
        CARD_STYLES: "\n".join(texts[name] for name in CARD),
        **{f"styles/{name}.css": texts[name] for name in OWN_STYLES},
    }
    return {path: _BLANKS.sub(" ", _COMMENT.sub("", text)) for path, text in joined.items()}
