"""JSON Schemas of the files that editors write, so that any editor with a YAML language server knows them.

They say what JSON Schema can see and refuse nothing that `factsheet check` takes, but for one thing: a bare
`null` or `~` is a text to us and nothing to others. Since every value is a text to us and YAML has guesses of
its own, a text may also be what those make of it: a number, or `true`. That is said by a condition and not by
a list of types, because an editor would offer `true` and `false` wherever the list names booleans.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from factsheet.authoring.id_index import Declared
from factsheet.model.text.ids import MOST_CHARACTERS, SHAPE
from factsheet.parsing.schema import (
    ACTORS,
    PLACES,
    SETTINGS,
    SHEET,
    SOURCE,
    Choice,
    Field,
    Inputs,
    Kind,
    ListOf,
    Ref,
    Shape,
    TextKind,
    in_words,
)
from factsheet.parsing.schema.patterns import PATTERNS, Pattern
from factsheet.parsing.schema.snippets import snippet_of
from factsheet.render.exports.facts_schema import Schema, words_schema

KINDS: Mapping[str, Shape] = MappingProxyType(
    {"sheet": SHEET, "source": SOURCE, "actors": ACTORS, "places": PLACES, "settings": SETTINGS}
)
"""What there are schemas of; the settings are those of `mkdocs.yml`."""

_DRAFT = "http://json-schema.org/draft-07/schema#"
"""The draft that every language server knows."""
_TEXT: Mapping[str, Schema] = MappingProxyType(
    {"if": {"type": ["array", "object", "null"]}, "then": {"type": "string"}, "minLength": 1}
)
_ALWAYS_TEXT = (TextKind.URL, TextKind.DAYS, TextKind.CODE)
"""Texts of these kinds are no numbers and no booleans in YAML either."""
_INPUT = Pattern(rf"{SHAPE}(\.(also|value))?", "Write the id of a fact, or fact-id.also.")


def editor_schema(kind: str, declared: Declared) -> Mapping[str, Schema]:
    """Return the schema of one of the `KINDS`; declared ids are offered, and others are taken too."""
    made = _Definitions(declared)
    body = _options(made) if kind == "settings" else made.shape(KINDS[kind])
    return {"$schema": _DRAFT, **body, "definitions": dict(sorted(made.held.items()))}


def _options(made: _Definitions) -> Mapping[str, Schema]:
    """Describe `mkdocs.yml`, of which only our own options are ours to describe."""
    options: Schema = {**made.shape(SETTINGS), "type": ["object", "null"]}
    plugin: Schema = {"type": "object", "properties": {"factsheet": options}}
    listed: Schema = {"type": "array", "items": {"anyOf": [{"type": "string"}, plugin]}}
    return {
        "title": "mkdocs.yml of a fact-sheet site",
        "type": "object",
        "properties": {"plugins": {"anyOf": [listed, plugin]}},
    }


class _Definitions:
    """Describes shapes and gathers what they share; lives only while one schema is made."""

    def __init__(self, declared: Declared) -> None:
        self.declared = declared
        self.held: dict[str, Schema] = {}

    def shape(self, shape: Shape) -> Mapping[str, Schema]:
        """Describe a mapping with known fields."""
        described: dict[str, Schema] = {
            "title": shape.name,
            "description": shape.help,
            "markdownDescription": shape.help,
            "type": "object",
            "properties": {field.name: self._field(field) for field in shape.fields},
            "additionalProperties": False,
        }
        if required := [field.name for field in shape.fields if field.required]:
            described["required"] = required
        if snippet := snippet_of(shape):
            described["defaultSnippets"] = [
                {"label": f"new {shape.name.split(' ', 1)[1]}", "description": shape.help, "body": snippet}
            ]
        return described

    def _field(self, field: Field) -> Mapping[str, Schema]:
        told = [field.help]
        if not isinstance(field.kind, Choice):  # Its words are offered, each with its meaning.
            told.append(f"{'Required; holds' if field.required else 'Holds'} {in_words(field.kind)}.")
        head: dict[str, Schema] = {"title": field.name, "description": field.help}
        if field.example and isinstance(field.kind, TextKind):
            whole = field.kind is TextKind.WHOLE_NUMBER
            head["examples"] = [int(field.example) if whole else field.example]
        elif field.example and not isinstance(field.kind, Choice):
            told.append(f"Example: `{field.name}: {field.example}`")
        if isinstance(field.kind, Shape):
            return {**self.shape(field.kind), **head}
        return {**head, "markdownDescription": "\n\n".join(told), **self._kind(field.kind)}

    def _kind(self, kind: Kind) -> Mapping[str, Schema]:
        match kind:
            case TextKind():
                return {"anyOf": [self._text(kind)]}
            case Choice():
                meanings = [word.meaning for word in kind.words]
                return {**words_schema(list(kind.words)), "enumDescriptions": meanings}
            case Ref():
                return {"anyOf": [*self._known(kind.to), self._text(TextKind.ID)]}
            case ListOf():
                return {"type": "array", "minItems": 1, "items": self._member(kind.of)}
            case Inputs():
                return self._inputs()
            case Shape():
                return self.shape(kind)

    def _member(self, kind: TextKind | Ref | Shape) -> Mapping[str, Schema]:
        """Describe a member of a list; a language server offers a word of an `anyOf` there as a new line."""
        if isinstance(kind, Shape):
            return self.shape(kind)
        return self._text(kind) if isinstance(kind, TextKind) else self._listed(kind.to)

    def _text(self, kind: TextKind) -> Mapping[str, Schema]:
        return self._hold(kind.name.lower().replace("_", "-"), _text_schema(kind))

    def _known(self, kinds: Sequence[str]) -> Iterator[Mapping[str, Schema]]:
        for kind in kinds:
            if names := self.declared.of(kind):
                known: Schema = {"enum": list(names), "enumDescriptions": list(names.values())}
                yield self._hold(f"known-{kind}s", known)

    def _listed(self, kinds: Sequence[str]) -> Mapping[str, Schema]:
        offered: list[Schema] = [
            {"label": name, "description": words, "body": name}
            for kind in kinds
            for name, words in self.declared.of(kind).items()
        ]
        snippets: Mapping[str, Schema] = {"defaultSnippets": offered} if offered else {}
        return self._hold(f"listed-{'-'.join(kinds)}", {**_text_schema(TextKind.ID), **snippets})

    def _inputs(self) -> Mapping[str, Schema]:
        part = self._hold("input", {**_TEXT, **_matching(_INPUT)})
        return {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": {"anyOf": [*self._known(("fact",)), part]},
        }

    def _hold(self, name: str, schema: Schema) -> Mapping[str, Schema]:
        self.held[name] = schema
        return {"$ref": f"#/definitions/{name}"}


def _text_schema(kind: TextKind) -> Mapping[str, Schema]:
    """Describe a text by its kind, together with what YAML may make of it."""
    pattern = PATTERNS.get(kind)
    matching = _matching(pattern) if pattern else {}
    if kind is TextKind.WHOLE_NUMBER:
        return {"if": {"type": "string"}, "then": matching, "else": {"type": "integer", "minimum": 0}}
    if kind is TextKind.ID:
        matching["maxLength"] = MOST_CHARACTERS
    return {**({"type": "string", "minLength": 1} if kind in _ALWAYS_TEXT else _TEXT), **matching}


def _matching(pattern: Pattern) -> dict[str, Schema]:
    return {"pattern": pattern.anchored, "patternErrorMessage": pattern.advice}
