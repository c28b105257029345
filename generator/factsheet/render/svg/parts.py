"""What every drawing is put together from: places on a scale, strokes, words, numbers."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from itertools import count, takewhile

from factsheet.render.markdown import escape

_PERCENT_STEP = Decimal("0.01")
_MULTIPLIERS = (
    (Decimal(10) ** 12, "trillion"),
    (Decimal(10) ** 9, "billion"),
    (Decimal(10) ** 6, "million"),
)
_ROUND_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
_MAX_SCALE_NUMBERS = 5
_MIN_END_DISTANCE = Decimal("0.12")
"""How much of the scale a number on it keeps free to either end, where the ends are labelled."""


def _build_exact_context() -> Context:
    """Return how to reckon: wide enough for any number, and never changed by a setting elsewhere."""
    return Context(prec=400, rounding=ROUND_HALF_EVEN)


def escape_svg_text(text: str) -> str:
    """Return plain text for the inside of an element."""
    return escape.escape_inline(text).strip(" ")


def to_percent(number: Decimal, low: Decimal, high: Decimal) -> Decimal:
    """Return where a number stands on a scale, in percent with two digits at most; never beyond its ends."""
    if high <= low:
        return Decimal(0)
    with localcontext(_build_exact_context()):
        share = (number - low) * 100 / (high - low)
        return min(max(share, Decimal(0)), Decimal(100)).quantize(_PERCENT_STEP)


def format_percent(place: Decimal) -> str:
    """Return a place as SVG has it, such as `12.5%`."""
    return f"{format_plain_number(_build_exact_context().quantize(place, _PERCENT_STEP))}%"


def format_plain_number(number: Decimal) -> str:
    """Return a number without an exponent and without noughts at its end."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"", "-0"} else text


def format_scale_number(number: Decimal) -> str:
    """Return a number as people write it: `5 million`, `5,820`, `12.5`."""
    for worth, name in _MULTIPLIERS:
        if abs(number) >= worth:
            share = _build_exact_context().divide(number, worth)
            if share == _build_exact_context().quantize(share, _PERCENT_STEP):
                return f"{_group_digits(share)} {name}"
    return _group_digits(number)


def _group_digits(number: Decimal) -> str:
    whole, _, digits = format_plain_number(number).partition(".")
    grouped = f"{int(whole):,}" if whole not in {"-0", "-"} else whole
    return f"{grouped}.{digits}" if digits else grouped


def format_with_unit(number: str, unit: str) -> str:
    """Return a number with its unit: `40 %`, `5 million people`."""
    return f"{number} {unit}".strip()


def choose_scale_numbers(low: Decimal, high: Decimal) -> tuple[Decimal, ...]:
    """Return round numbers between the ends of a scale, at most five and none too near to an end."""
    if high <= low:
        return ()
    with localcontext(_build_exact_context()):
        raw = (high - low) / _MAX_SCALE_NUMBERS
        power = Decimal(1).scaleb(raw.adjusted())
        step = next(power * one for one in _ROUND_STEPS if power * one >= raw)
        first = (low / step).to_integral_value() * step
        kept = (high - low) * _MIN_END_DISTANCE
        marks = takewhile(lambda mark: mark <= high - kept, (first + step * place for place in count()))
        return tuple(mark for mark in marks if mark >= low + kept)


def strip_multiplier(number: Decimal, beside: str) -> str:
    """Return the number alone where the end of the scale beside it names the multiplier already."""
    spoken = format_scale_number(number)
    figures, _, name = spoken.partition(" ")
    return figures if name and beside.endswith(f" {name}") else spoken


def draw_line(kind: str, start: Decimal, end: Decimal, y: int) -> str:
    """Return a horizontal stroke."""
    return f'<line class="{kind}" x1="{format_percent(start)}" x2="{format_percent(end)}" y1="{y}" y2="{y}"/>'


def draw_vertical_line(kind: str, at: Decimal, top: int, foot: int) -> str:
    """Return a vertical stroke."""
    return (
        f'<line class="{kind}" x1="{format_percent(at)}" x2="{format_percent(at)}" y1="{top}" y2="{foot}"/>'
    )


def draw_shape(kind: str, at: Decimal, y: int, path: str) -> str:
    """Return a small shape that keeps its size, drawn around the given place."""
    inner = f'<path class="{kind}" d="{path}"/>'
    return f'<svg class="fs-d-at" x="{format_percent(at)}" y="{y}">{inner}</svg>'


def draw_text(kind: str, at: Decimal, y: int, text: str, anchor: str = "") -> str:
    """Return words inside a drawing; set flush at the ends of the scale and centred elsewhere."""
    anchor = anchor or ("start" if at == 0 else "end" if at == Decimal(100) else "middle")
    place = f'x="{format_percent(at)}" y="{y}" text-anchor="{anchor}"'
    return f'<text class="{kind}" {place}>{escape_svg_text(text)}</text>'


def draw_titled_svg(kind: str, height: int, title: str, description: str, shapes: str) -> str:
    """Return a drawing with its name and its description for those who cannot see it."""
    named = f"<title>{escape_svg_text(title)}</title><desc>{escape_svg_text(description)}</desc>"
    frame = f'class="{kind}" role="img" width="100%" height="{height}"'
    return f"<svg {frame}>{named}{shapes}</svg>"


def draw_hidden_svg(kind: str, height: int, shapes: str) -> str:
    """Return a drawing that says nothing the words beside it do not say."""
    return f'<svg class="{kind}" aria-hidden="true" width="100%" height="{height}">{shapes}</svg>'
