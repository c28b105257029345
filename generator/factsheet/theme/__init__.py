"""The templates, styles and fonts that the plugin adds to Material's: where they are, and their order."""

import pkgutil
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from factsheet.theme.colours import Accent, replace_accent

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


def draw_files(texts: Mapping[str, str], accent: Accent) -> Mapping[str, str]:
    """Return the style sheets, scripts and the icon of the theme by their paths, as a site of this accent serves them.

    Style sheets become few files, so that a page waits for one, or two where its kind has its own.
    """
    sheets = {path.removeprefix(STYLE_FOLDER).removesuffix(".css"): text for path, text in texts.items()}
    paper = (f"@media print {{\n{sheets[name]}}}\n" for name in PRINT_STYLE_NAMES)
    joined = {
        PAGE_STYLE_SHEET: "\n".join((*(sheets[name] for name in STYLE_NAMES), *paper)),
        CARD_STYLE_SHEET: "\n".join(sheets[name] for name in CARD_STYLE_NAMES),
        **{f"{STYLE_FOLDER}{name}.css": sheets[name] for name in KIND_STYLE_NAMES},
    }
    drawn = {
        path: _AROUND_BRACES.sub(r"\1", _WHITE_SPACE.sub(" ", _COMMENT.sub("", text))) for path, text in joined.items()
    }
    drawn |= {path: text for path, text in texts.items() if path == SITE_ICON}
    scripts = {path: strip_script_comments(text) for path, text in texts.items() if path.endswith(".js")}
    return {path: replace_accent(text, accent) for path, text in drawn.items()} | scripts


def strip_script_comments(text: str) -> str:
    """Return a script without indents and comments, which are a third of what is fetched."""
    return _SCRIPT_COMMENT.sub("", text)
