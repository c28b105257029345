"""The templates, styles and faces that the plugin lays over Material's: their address and their order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_WHITE_SPACE = re.compile(r"\s+")

THEME_FOLDER = Path(__file__).resolve().parent
"""The folder to put in front of MkDocs' own theme folders."""

STYLE_NAMES: Final = ("tokens", "layout", "prose", "marks", "ledger", "drawings", "search", "hints")
"""The style sheets in the order in which they overrule each other; one file of the site holds them all."""

KIND_STYLE_NAMES: Final = ("explore", "check-it-yourself")
"""Those that one kind of page needs beside the others, by the name of the kind."""

PRINT_STYLE_NAMES: Final = ("print",)
"""Those that hold on paper only; they come last."""

CARD_STYLE_NAMES: Final = ("tokens", "marks", "card")
"""Those of the cards that other sites embed."""

PAGE_STYLE_SHEET: Final = "styles/factsheet.css"
"""The one style sheet of the pages, by its path from the root of the site."""

CARD_STYLE_SHEET: Final = "styles/card.css"
"""The one of the cards."""

SITE_ICON: Final = "images/favicon.svg"
"""The sign of the site, which browsers set beside its name."""

STYLE_FOLDER: Final = "styles/"
"""The folder of the style sheets that are joined."""
PREVIEW_STYLE_SHEET: Final = "styles/preview.css"
"""What a preview has to say above a page is dressed by this; it is not published."""

PAPER_TEMPLATE_FOLDER: Final = "paper/"
"""The folder of what Typst sets, inside the theme; no reader of the site asks for it."""

PAPER_FONT_FOLDER: Final = "fonts/paper/"
"""The folder of the faces that Typst sets with."""


def join_styles(texts: Mapping[str, str]) -> Mapping[str, str]:
    """Return the style sheets as few files, so that a page waits for one, or two where its kind has its own.

    `texts` is keyed by the names above, the result by paths from the root of the site.
    """
    screen = (texts[name] for name in STYLE_NAMES)
    paper = (f"@media print {{\n{texts[name]}}}\n" for name in PRINT_STYLE_NAMES)
    joined = {
        PAGE_STYLE_SHEET: "\n".join((*screen, *paper)),
        CARD_STYLE_SHEET: "\n".join(texts[name] for name in CARD_STYLE_NAMES),
        **{f"styles/{name}.css": texts[name] for name in KIND_STYLE_NAMES},
    }
    return {path: _WHITE_SPACE.sub(" ", _COMMENT.sub("", text)) for path, text in joined.items()}
