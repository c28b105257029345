"""Records to PDF and PNG, by Typst.

The templates in `theme/paper/` read a record as JSON, so that a text from a fact is a string to them and can
never become markup. The same record gives the same bytes on every machine: the fonts are ours, and the clock
is not read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from factsheet.theme import PAPER_FONT_FOLDER, PAPER_TEMPLATE_FOLDER, THEME_FOLDER
from factsheet.theme.letters import replace_missing_letters

if TYPE_CHECKING:
    import typst

_PIXELS_PER_INCH = 72
"""A picture's template counts in points; at 72 to the inch a point is a pixel."""
_CACHE_SIZE: Final = 256
"""The number of handouts, and of pictures, that are kept; of more, those used last."""
_PDF_STANDARD: Final = "ua-1"
"""PDF/UA-1: tagged, titled, in a named language, with nothing that screen readers cannot read."""


def print_sheets(records: Iterable[object]) -> Iterator[bytes]:
    """Yield the handout of each sheet as PDF.

    Each follows PDF/UA-1, except where no one font has both a letter and the marks on it: the standard forbids
    what is then shown, so such a handout is tagged in the same way and claims no standard.
    """
    return map(_compile_pdf, _write_json(records))


def draw_pictures(template: str, records: Iterable[object]) -> Iterator[bytes]:
    """Yield each record as a picture of one page, as PNG."""
    return (_compile_png(template, record) for record in _write_json(records))


def _write_json(records: Iterable[object]) -> Iterator[str]:
    return (replace_missing_letters(json.dumps(record, ensure_ascii=False)) for record in records)


# The same words give the same bytes, so a preview need not typeset them again.


@lru_cache(maxsize=_CACHE_SIZE)
def _compile_pdf(record: str) -> bytes:
    import typst

    compiler, inputs = _build_compiler("sheet"), {"sheet": record}
    try:
        return _to_bytes(compiler.compile(format="pdf", sys_inputs=inputs, pdf_standards=[_PDF_STANDARD]))
    except typst.TypstError:
        return _to_bytes(compiler.compile(format="pdf", sys_inputs=inputs))


@lru_cache(maxsize=_CACHE_SIZE)
def _compile_png(template: str, record: str) -> bytes:
    inputs = {"picture": record}
    return _to_bytes(_build_compiler(template).compile(format="png", ppi=_PIXELS_PER_INCH, sys_inputs=inputs))


@cache
def _build_compiler(template: str) -> typst.Compiler:
    import typst

    # Letters that our fonts lack are taken from those that come with Typst, never from the machine.
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(THEME_FOLDER / PAPER_FONT_FOLDER)]
    )
    return typst.Compiler(
        input=str(THEME_FOLDER / PAPER_TEMPLATE_FOLDER / f"{template}.typ"),
        root=str(THEME_FOLDER),
        font_paths=fonts,
        ignore_system_fonts=True,
    )


def _to_bytes(output: object) -> bytes:
    if not isinstance(output, bytes):
        raise TypeError("Typst must return one file")
    return output
