"""The reference for editors, made from the declarations: every field, every word, every code.

`docs/reference.md` holds what this returns; a test fails when it does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from factsheet.checks.registry import RULEBOOK
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
from factsheet.parsing.schema import (
    ABOUT,
    ACTOR,
    ACTORS,
    CHART,
    CHOICE,
    CORRECTION,
    DERIVED,
    EVIDENCE,
    FACT,
    PLACE,
    PLACES,
    REVIEW,
    SETTINGS,
    SHEET,
    SOURCE,
    WAIVER,
    Choice,
    Field,
    Inputs,
    ListOf,
    Ref,
    Shape,
    TextKind,
    in_words,
)
from factsheet.parsing.schema.kinds import kind_of_one

SHAPES: tuple[Shape, ...] = (
    SHEET,
    REVIEW,
    FACT,
    EVIDENCE,
    DERIVED,
    CHOICE,
    ABOUT,
    CORRECTION,
    WAIVER,
    CHART,
    SOURCE,
    ACTORS,
    ACTOR,
    PLACES,
    PLACE,
    SETTINGS,
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

_OF_RECORD = {
    "fact": "central-asians-killed",
    "source": "moscow-times-2023-09-07",
    "actor": "bbc-russian",
    "place": "uzbekistan",
    "chart": "deaths-by-citizenship",
}
_OF_KIND = {
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


def reference() -> str:
    """Return the reference as Markdown."""
    parts = [_HEAD, "## Fields\n"]
    parts += [_shape(shape) for shape in SHAPES]
    parts += ["## Words\n", *(_words(title, words) for title, words in WORDS)]
    parts += ["## How values are written\n", _table(("Words", "Meaning", "Taken as"), _hedges())]
    parts += ["## Codes\n", *(_code_lines())]
    return "\n".join(parts)


def _shape(shape: Shape) -> str:
    rows = [
        (
            f"`{field.name}`" + (" (required)" if field.required else ""),
            in_words(field.kind),
            field.help,
            _example(field),
        )
        for field in shape.fields
    ]
    title = shape.name[0].upper() + shape.name[1:]
    return f"### {title}\n\n{shape.help}\n\n" + _table(("Field", "Holds", "Meaning", "Example"), rows)


def _example(field: Field) -> str:
    """Return what a field may hold: its own example, or one of its kind, or where its fields are told."""
    if field.example:
        return _code(field.example)
    kind = kind_of_one(field.kind)
    if isinstance(kind, Shape):
        anchor = kind.name.replace(" ", "-").replace("'", "")
        return f"see [{kind.name}](#{anchor})"
    if isinstance(kind, Ref):
        one = _OF_RECORD[kind.to[0]]
    elif isinstance(kind, Choice):
        one = next(iter(kind.words)).value
    else:
        one = "{a: killed-kyrgyz}" if isinstance(kind, Inputs | ListOf) else _OF_KIND[kind]
    return _code(f"[{one}]" if isinstance(field.kind, ListOf) else one)


def _words(title: str, words: type[Word]) -> str:
    return f"### {title}\n\n" + _table(
        ("Word", "Meaning"), [(f"`{one.value}`", one.meaning) for one in words]
    )


def _hedges() -> list[tuple[str, ...]]:
    return [
        (", ".join(f"`{one}`" for one in line.words), line.meaning, line.drawn) for line in describe_hedges()
    ]


def _code_lines() -> Iterator[str]:
    for rule in RULEBOOK:
        yield f"### {rule.code}: {rule.title}\n\n{rule.severity.value.capitalize()}. {rule.why} {rule.mend}\n"


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def _table(header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [f"| {' | '.join(header)} |", f"|{'---|' * len(header)}"]
    lines += [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
    return "\n".join(lines) + "\n"
