"""The templates, styles and fonts that the plugin adds to Material's: where they are, and their order."""

import pkgutil
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_WHITE_SPACE = re.compile(r"\s+")
_AROUND_BRACES = re.compile(r";? ?([{};]) ?")
_SCRIPT_COMMENT = re.compile(
    r"^[ \t]*(?:/\*\*(?:(?!\*/).)*\*/[ \t]*\n|//[^\n]*\n)?|(?<=[;{},]) // [^\"'`\n]*$", re.DOTALL | re.MULTILINE
)
THEME_FOLDER = Path(__file__).resolve().parent
"""The folder to put in front of MkDocs' own theme folders."""
STYLE_NAMES: Final = ("tokens", "layout", "prose", "marks", "ledger", "drawings", "search", "hints")
"""The style sheets in the order in which they overrule each other; one file of the site holds them all."""
KIND_STYLE_NAMES: Final = ("explore", "check-it-yourself")
"""Those that only one kind of page needs, by the name of the kind."""
PRINT_STYLE_NAMES: Final = ("print",)
"""Those for paper only; they come last."""
CARD_STYLE_NAMES: Final = ("tokens", "marks", "card")
"""Those of the cards that other sites embed."""
PAGE_STYLE_SHEET: Final = "styles/factsheet.css"
"""The one style sheet of the pages, by its path from the root of the site."""
CARD_STYLE_SHEET: Final = "styles/card.css"
"""The one of the cards."""
SITE_ICON: Final = "images/favicon.svg"
"""The icon of the site, which browsers show beside its name."""
STYLE_FOLDER: Final = "styles/"
"""The folder of the style sheets that are joined."""
PREVIEW_STYLE_SHEET: Final = "styles/preview.css"
"""The style sheet of the messages above the pages of a preview; it is not published."""
PAPER_TEMPLATE_FOLDER: Final = "paper/"
"""The folder of the templates for Typst, inside the theme; it is not published."""
PAPER_FONT_FOLDER: Final = "fonts/paper/"
"""The folder of the fonts for Typst."""


def read_theme_text(file: str) -> str:
    """Return a file of the theme by its path inside it."""
    return (pkgutil.get_data("factsheet.theme", file) or b"").decode()


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
    return {
        path: _AROUND_BRACES.sub(r"\1", _WHITE_SPACE.sub(" ", _COMMENT.sub("", text))) for path, text in joined.items()
    }


def strip_script_comments(text: str) -> str:
    """Return a script without indents and comments, which are a third of what is fetched."""
    return _SCRIPT_COMMENT.sub("", text)
