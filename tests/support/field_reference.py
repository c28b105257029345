"""The reference for editors, made from the declarations: every field, every word, every code.

`docs/reference.md` holds what this returns; a test fails when it does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from factsheet.diagnostics.rules import RULES
from factsheet.model import vocabulary
from factsheet.model.values.hedges import describe_hedges
from factsheet.parsing.schema.records import (
    SHAPES,
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

WORDS: tuple[tuple[str, type[vocabulary.Word]], ...] = (
    ("Standing", vocabulary.Standing),
    ("Lifecycle", vocabulary.Lifecycle),
    ("Relation of evidence", vocabulary.Relation),
    ("Kind of correction", vocabulary.CorrectionKind),
    ("Kind of chart", vocabulary.ChartKind),
    ("Type of source", vocabulary.SourceType),
    ("Nature of a source", vocabulary.Nature),
    ("State of a source", vocabulary.SourceState),
    ("Kind of an uncounted line", vocabulary.LineKind),
    ("Kind of actor", vocabulary.ActorKind),
    ("Kind of place", vocabulary.PlaceKind),
    ("Second reading", vocabulary.SecondReading),
)

_RECORD_EXAMPLES = {
    "fact": "dockers-on-strike",
    "source": "ostwick-gazette",
    "actor": "quay-union",
    "place": "ostwick",
    "chart": "ships-at-anchor",
}
_KIND_EXAMPLES = {
    TextKind.PLAIN: "A few plain words",
    TextKind.PROSE: "Counted by [the union](actor:quay-union); *at least* is its own word",
    TextKind.DATE: "2024-04-12",
    TextKind.URL: "https://example.org/article",
}
"""Examples for declarations that have none of their own."""

_HEAD = """\
# Reference for editors

Made from the declarations in the code by `make docs`; do not edit by hand.

[Your first fact in five minutes](guide.md) is the place to begin. The commands and their options are in
[commands.md](commands.md), how the program is built in [architecture.md](architecture.md), and the
[README](../README.md) leads to all the rest.
"""


def write_reference() -> str:
    """Return the reference as Markdown."""
    parts = [_HEAD, "## Fields\n", *map(_write_shape, SHAPES)]
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
    """Return an example: that of the field, that of its kind, or a link to the fields it holds."""
    if field.example:
        return f"`{field.example}`"
    kind = to_item_kind(field.kind)
    if isinstance(kind, Shape):
        anchor = kind.name.replace(" ", "-").replace("'", "")
        return f"see [{kind.name}](#{anchor})"
    if isinstance(kind, Ref):
        example = _RECORD_EXAMPLES[kind.targets[0]]
    elif isinstance(kind, EnumKind):
        example = next(iter(kind.words)).value
    else:
        example = "{a: killed-kyrgyz}" if isinstance(kind, Inputs | ListOf) else _KIND_EXAMPLES[kind]
    return f"`[{example}]`" if isinstance(field.kind, ListOf) else f"`{example}`"


def _write_words(title: str, words: type[vocabulary.Word]) -> str:
    return f"### {title}\n\n" + _write_table(("Word", "Meaning"), [(f"`{word.value}`", word.meaning) for word in words])


def _list_hedges() -> list[tuple[str, ...]]:
    return [
        (", ".join(f"`{word}`" for word in hedge.words), hedge.meaning, hedge.interval_text)
        for hedge in describe_hedges()
    ]


def _write_rules() -> Iterator[str]:
    for rule in RULES:
        yield f"### {rule.code}: {rule.title}\n\n{rule.severity.value.capitalize()}. {rule.why} {rule.fix}\n"


def _write_table(header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [f"| {' | '.join(header)} |", f"|{'---|' * len(header)}"]
    lines += [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
    return "\n".join(lines) + "\n"
