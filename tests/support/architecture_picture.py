"""The picture of the house, drawn from its real imports: `docs/architecture.svg` holds what this returns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar
from xml.sax.saxutils import escape

from tests.repo.test_architecture import MODULES, floors, imported, room_of
from tests.support.paths import ROOT

T = TypeVar("T", int, float)

WIDTH = 1120
MODULES_LEFT, MODULES_RIGHT = 64, 704
LANES_LEFT, LANE = 752, 42
TOP = 104
MODULE_HEIGHT, GAP = 26, 6
LETTER = 6.7
"""Width of a letter of a room's name."""
STEPS = ((2000, 260), (1000, 190), (500, 140), (0, 0))
"""Rooms of so many lines of code are at least so wide. In steps, so that few changes of the code are seen."""
DISCS = ((60, 17), (20, 12.5), (5, 8.5), (1, 5))
"""So many imports make a disc of this radius."""

STYLE = """
    svg {
      --card: #fbfcfc; --ink: #15201f; --quiet: #52605e; --rule: #d5dddb; --room: #e3edea; --flow: #0b6b5d
    }
    @media (prefers-color-scheme: dark) {
      svg {
        --card: #101716; --ink: #e6eeec; --quiet: #9fb0ad; --rule: #2c3836; --room: #1f2d2a; --flow: #6fd0be
      }
    }
    text { font: 12px system-ui, "Segoe UI", Helvetica, Arial, sans-serif; fill: var(--ink) }
    .card { fill: var(--card); stroke: var(--rule) }
    .head { font-size: 19px; font-weight: 600 }
    .quiet { fill: var(--quiet) }
    .floor { font-size: 19px; font-weight: 600; text-anchor: middle }
    .rule { stroke: var(--rule) }
    .room { fill: var(--room) }
    .name { font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 11px }
    .lane { stroke: var(--flow); stroke-width: 2 }
    .end { fill: var(--flow) }
    .from { fill: var(--card); stroke: var(--flow); stroke-width: 2 }
    .to { fill: var(--flow) }
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """One floor as it lies in the picture."""

    layer: int
    top: int
    height: int
    modules: tuple[tuple[str, int, int, int], ...]
    """Name, left edge, row and width of each."""

    @property
    def middle(self) -> int:
        return self.top + self.height // 2


def draw_architecture() -> str:
    """Return the floors as bands with their rooms, and beside them where the imports of each floor lead."""
    bands = tuple(_build_bands())
    counts = _count_imports()
    bottom = bands[-1].top + bands[-1].height
    height = bottom + 44
    said = "; ".join(
        f"floor {band.layer} imports from floors {', '.join(map(str, _list_below(band.layer, counts)))}"
        for band in bands
        if _list_below(band.layer, counts)
    )
    x = LANES_LEFT - 16
    parts = [
        _draw_opening(height),
        '<title id="title">The floors of the house, and which way its imports point</title>',
        f'<desc id="desc">No import points up: {said}.</desc>',
        f"<style>{STYLE}</style>",
        f'<rect class="card" x=".5" y=".5" width="{WIDTH - 1}" height="{height - 1}" rx="8"/>',
        _draw_text(24, 40, "Every import points down", "head"),
        _draw_text(24, 62, "The rooms of each floor; a wider one has more lines of code.", "quiet"),
        _draw_text(x, 40, "Where each floor imports from", "head"),
        _draw_text(x, 62, "One line for each floor, from its ring down. A larger", "quiet"),
        _draw_text(x, 78, "disc stands for more imports: 1, 5, 20, 60 or more.", "quiet"),
    ]
    for band in bands:
        parts += _draw_band(band)
    for index in range(len(bands)):
        parts += _draw_lane(LANES_LEFT + LANE * index, bands[index:], counts)
    parts.append(_draw_text(24, bottom + 26, "Drawn from the code by `make docs`.", "quiet"))
    return "\n".join(parts) + "\n</svg>\n"


def _build_bands() -> Iterator[Band]:
    held, lines = floors(), Counter[str]()
    for path in MODULES:
        lines[room_of(path)] += len(path.read_text("utf-8").splitlines())
    top = TOP
    for floor in sorted(set(held.values()), reverse=True):
        names = sorted((name for name in held if held[name] == floor), key=lambda name: (-lines[name], name))
        rooms, left, row = [], MODULES_LEFT, 0
        for name in names:
            width = max(int(len(name) * LETTER) + 16, _choose_size(STEPS, lines[name]))
            if left + width > MODULES_RIGHT:
                left, row = MODULES_LEFT, row + 1
            rooms.append((name, left, row, width))
            left += width + GAP
        height = (row + 1) * (MODULE_HEIGHT + GAP) + 38
        yield Band(layer=floor, top=top, height=height, modules=tuple(rooms))
        top += height


def _count_imports() -> Counter[tuple[int, int]]:
    """Count, for each two floors, in how many modules of the one a room of the other is imported."""
    held, counts = floors(), Counter[tuple[int, int]]()
    for path in MODULES:
        rooms = {one.split(".")[1] for one in imported(path) if one.startswith("factsheet.")}
        for room in (rooms & held.keys()) - {room_of(path)}:
            counts[held[room_of(path)], held[room]] += 1
    return counts


def _list_below(floor: int, counts: Counter[tuple[int, int]]) -> list[int]:
    return [other for other in range(floor - 1, 0, -1) if counts[floor, other]]


def _draw_band(band: Band) -> Iterator[str]:
    yield f'<path class="rule" d="M24 {band.top}H{WIDTH - 24}"/>'
    yield _draw_text(40, band.middle + 6, str(band.layer), "floor")
    yield _draw_text(MODULES_LEFT, band.top + 20, _read_purpose(band.layer), "quiet")
    for name, left, row, width in band.modules:
        top = band.top + 30 + row * (MODULE_HEIGHT + GAP)
        yield f'<rect class="room" x="{left}" y="{top}" width="{width}" height="{MODULE_HEIGHT}" rx="3"/>'
        yield _draw_text(left + 8, top + 17, name, "name")


def _read_purpose(floor: int) -> str:
    """Return the first words of what a floor is for, as docs/architecture.md says it."""
    table = (ROOT / "docs/architecture.md").read_text("utf-8")
    found = re.search(rf"^\| {floor} \| .+? \| (.+?) \|$", table, re.MULTILINE)
    assert found
    words = found[1].partition(";")[0]
    return words[0].upper() + words[1:]


def _draw_lane(x: int, bands: tuple[Band, ...], counts: Counter[tuple[int, int]]) -> Iterator[str]:
    """Yield the line that goes down from a floor, with a disc on each floor that it imports from."""
    start, *below = bands
    reached = [band for band in below if counts[start.layer, band.layer]]
    if reached:
        end = reached[-1].middle + 30
        yield f'<path class="lane" d="M{x} {start.middle}V{end}"/>'
        yield f'<path class="end" d="M{x - 6} {end - 2}h12l-6 10z"/>'
    yield f'<circle class="from" cx="{x}" cy="{start.middle}" r="7"/>'
    for band in reached:
        radius = _choose_size(DISCS, counts[start.layer, band.layer])
        yield f'<circle class="to" cx="{x}" cy="{band.middle}" r="{radius:g}"/>'


def _choose_size(steps: tuple[tuple[int, T], ...], count: int) -> T:
    """Return what stands for a count: that of the first step that it reaches."""
    return next(size for least, size in steps if count >= least)


def _draw_opening(height: int) -> str:
    size = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="title desc">'


def _draw_text(x: float, y: float, words: str, kind: str) -> str:
    return f'<text class="{kind}" x="{x:g}" y="{y:g}">{escape(words)}</text>'
