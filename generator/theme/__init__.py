"""The templates, styles and faces that the plugin lays over Material's: their address and their order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)

THEME_FOLDER = Path(__file__).resolve().parent
"""The folder to put in front of MkDocs' own theme folders."""

STYLES: Final = ("tokens", "layout", "prose", "marks", "ledger", "drawings", "explore")
"""The style sheets in the order in which they overrule each other; one file of the site holds them all."""

PRINT_STYLES: Final = ("print",)
"""Those that hold on paper only; they come last."""

JOINED: Final = "styles/factsheet.css"
"""The one style sheet of the site, by its path from the root."""


def join_styles(texts: Mapping[str, str]) -> str:
    """Return all style sheets as one, so that a page asks for one file; `texts` is keyed by their names."""
    screen = (texts[name] for name in STYLES)
    paper = (f"@media print {{\n{texts[name]}}}\n" for name in PRINT_STYLES)
    return _COMMENT.sub("", "\n".join((*screen, *paper)))
