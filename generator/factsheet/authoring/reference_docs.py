"""The reference for editors, made from the declarations: every field, every word, every code.

`docs/reference.md` holds what this returns; a test fails when it does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from factsheet.diagnostics.rules import RULES
from factsheet.model.values.hedges import describe_hedges
from factsheet.model.vocabulary import (
    ActorKind,
    ChartKind,
    CorrectionKind,
    Lifecycle,
    Nature,
    PlaceKind,
    Relation,
    SourceType,
    Standing,
    Word,
)
from factsheet.parsing.schema.kinds import (
    EnumKind,
    Field,
    Inputs,
    ListOf,
    Ref,
    Shape,
    TextKind,
    describe_kind,
    to_item_kind,
)
from factsheet.parsing.schema.records import (
    ABOUT_SHAPE,
    ACTOR_SHAPE,
    ACTORS_SHAPE,
    CHART_SHAPE,
    CHOICE_SHAPE,
    CORRECTION_SHAPE,
    DERIVED_SHAPE,
    EVIDENCE_SHAPE,
    FACT_SHAPE,
    PLACE_SHAPE,
    PLACES_SHAPE,
    REVIEW_SHAPE,
    SETTINGS_SHAPE,
    SHEET_SHAPE,
    SOURCE_SHAPE,
    WAIVER_SHAPE,
)

SHAPES: tuple[Shape, ...] = (
    SHEET_SHAPE,
    REVIEW_SHAPE,
    FACT_SHAPE,
    EVIDENCE_SHAPE,
    DERIVED_SHAPE,
    CHOICE_SHAPE,
    ABOUT_SHAPE,
    CORRECTION_SHAPE,
    WAIVER_SHAPE,
    CHART_SHAPE,
    SOURCE_SHAPE,
    ACTORS_SHAPE,
    ACTOR_SHAPE,
    PLACES_SHAPE,
    PLACE_SHAPE,
    SETTINGS_SHAPE,
)
"""Every shape there is, in the order in which an editor meets them."""

WORDS: tuple[tuple[str, type[Word]], ...] = (
    ("Standing", Standing),
    ("Lifecycle", Lifecycle),
    ("Relation of evidence", Relation),
    ("Kind of correction", CorrectionKind),
    ("Kind of chart", ChartKind),
    ("Type of source", SourceType),
    ("Nature of a source", Nature),
    ("Kind of actor", ActorKind),
    ("Kind of place", PlaceKind),
)

_RECORD_EXAMPLES = {
    "fact": "central-asians-killed",
    "source": "moscow-times-2023-09-07",
    "actor": "bbc-russian",
    "place": "uzbekistan",
    "chart": "deaths-by-citizenship",
}
_KIND_EXAMPLES = {
    TextKind.PLAIN: "A few plain words",
    TextKind.PROSE: "Counted by [the BBC](actor:bbc-russian); *at least* is its own word",
    TextKind.DATE: "2023-09-07",
    TextKind.URL: "https://example.org/article",
}
"""What stands for an example where a declaration has none of its own."""

_HEAD = """\
# Reference for editors

Made from the declarations in the code by `make docs`; do not edit by hand.

[Your first fact in five minutes](guide.md) is the place to begin. The commands and their options are in
[commands.md](commands.md), how the program is built in [architecture.md](architecture.md), and all else
leads from the [README](../README.md).
"""


def write_reference() -> str:
    """Return the reference as Markdown."""
    parts = [_HEAD, "## Fields\n"]
    parts += [_write_shape(shape) for shape in SHAPES]
    parts += ["## Words\n", *(_write_words(title, words) for title, words in WORDS)]
    parts += ["## How values are written\n", _write_table(("Words", "Meaning", "Taken as"), _list_hedges())]
    parts += ["## Codes\n", *(_write_rules())]
    return "\n".join(parts)


def _write_shape(shape: Shape) -> str:
    rows = [
        (
            f"`{field.name}`" + (" (required)" if field.required else ""),
            describe_kind(field.kind),
            field.help,
            _write_example(field),
        )
        for field in shape.fields
    ]
    title = shape.name[0].upper() + shape.name[1:]
    return f"### {title}\n\n{shape.help}\n\n" + _write_table(("Field", "Holds", "Meaning", "Example"), rows)


def _write_example(field: Field) -> str:
    """Return what a field may hold: its own example, or one of its kind, or where its fields are told."""
    if field.example:
        return _quote_code(field.example)
    kind = to_item_kind(field.kind)
    if isinstance(kind, Shape):
        anchor = kind.name.replace(" ", "-").replace("'", "")
        return f"see [{kind.name}](#{anchor})"
    if isinstance(kind, Ref):
        one = _RECORD_EXAMPLES[kind.targets[0]]
    elif isinstance(kind, EnumKind):
        one = next(iter(kind.words)).value
    else:
        one = "{a: killed-kyrgyz}" if isinstance(kind, Inputs | ListOf) else _KIND_EXAMPLES[kind]
    return _quote_code(f"[{one}]" if isinstance(field.kind, ListOf) else one)


def _write_words(title: str, words: type[Word]) -> str:
    return f"### {title}\n\n" + _write_table(("Word", "Meaning"), [(f"`{one.value}`", one.meaning) for one in words])


def _list_hedges() -> list[tuple[str, ...]]:
    return [
        (", ".join(f"`{one}`" for one in line.words), line.meaning, line.interval_text) for line in describe_hedges()
    ]


def _write_rules() -> Iterator[str]:
    for rule in RULES:
        yield f"### {rule.code}: {rule.title}\n\n{rule.severity.value.capitalize()}. {rule.why} {rule.fix}\n"


def _quote_code(text: str) -> str:
    return f"`{text}`" if text else ""


def _write_table(header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [f"| {' | '.join(header)} |", f"|{'---|' * len(header)}"]
    lines += [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
    return "\n".join(lines) + "\n"
