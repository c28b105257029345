"""How a statement travelled: an ordered list, which the style sheet draws as stations on a line.

It is a list and no picture, so that it wraps on a phone and reads in order without a style sheet.
"""

from __future__ import annotations

from factsheet.render.document.charts import ChainDrawing, Station
from factsheet.render.svg.frame import draw_letters
from factsheet.render.svg.parts import escape_svg_text


def draw_chain(chain: ChainDrawing) -> str:
    """Return the lines of a chain, each an ordered list from the origin to the source."""
    lines = "".join(f"{_draw_chain_line(stations)}\n" for stations in chain.lines)
    return f'<div class="fs-d fs-d-chains">\n<div class="fs-d-title">{escape_svg_text(chain.title)}</div>\n{lines}</div>'


def _draw_chain_line(stations: tuple[Station, ...]) -> str:
    return '<ol class="fs-chain">' + "".join(map(_draw_station, stations)) + "</ol>"


def _draw_station(station: Station) -> str:
    unnamed = "" if station.named else " fs-chain-unnamed"
    note = f' <span class="fs-chain-note">{escape_svg_text(station.note)}</span>' if station.note else ""
    name = f'<span class="fs-chain-name">{escape_svg_text(station.name)}</span>'
    letter = draw_letters((station.letter,)) if station.letter else ""
    return f'<li class="fs-chain-{station.role.value}{unnamed}">{letter}{name}{note}</li>'
