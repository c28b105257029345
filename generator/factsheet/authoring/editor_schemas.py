"""What a site lays ready for its editors: schemas by which their programs complete and explain."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from factsheet.authoring.ids import IdIndex, index_ids
from factsheet.model.text.ids import ID_PATTERN, MAX_ID_LENGTH
from factsheet.parsing.schema.kinds import (
    TEXT_PATTERNS,
    EnumKind,
    Field,
    FieldKind,
    Inputs,
    ListOf,
    Ref,
    Shape,
    TextKind,
    TextPattern,
    describe_kind,
)
from factsheet.parsing.schema.records import (
    ACTORS_SHAPE,
    PLACES_SHAPE,
    SETTINGS_SHAPE,
    SHEET_SHAPE,
    SOURCE_SHAPE,
)
from factsheet.parsing.schema.snippets import build_snippet
from factsheet.parsing.yaml.nodes import YamlDocument
from factsheet.project.load import LoadedSite
from factsheet.project.write_files.files import SyncResult, sync_folder
from factsheet.render.exports.facts_schema import JsonSchema, build_enum_schema

FILE_SHAPES: Mapping[str, Shape] = MappingProxyType(
    {
        "sheet": SHEET_SHAPE,
        "source": SOURCE_SHAPE,
        "actors": ACTORS_SHAPE,
        "places": PLACES_SHAPE,
        "settings": SETTINGS_SHAPE,
    }
)
"""What there are schemas of; the settings are those of `mkdocs.yml`."""

_DRAFT = "http://json-schema.org/draft-07/schema#"
"""The draft that every language server knows."""
_TEXT_SCHEMA: Mapping[str, JsonSchema] = MappingProxyType(
    {"if": {"type": ["array", "object", "null"]}, "then": {"type": "string"}, "minLength": 1}
)
_TEXT_ONLY_KINDS = (TextKind.URL, TextKind.DAYS, TextKind.CODE)
"""Texts of these kinds are no numbers and no booleans in YAML either."""
_INPUT_PATTERN = TextPattern(rf"{ID_PATTERN}(\.(also|value))?", "Write the id of a fact, or fact-id.also.")


def build_editor_schema(kind: str, declared: IdIndex) -> Mapping[str, JsonSchema]:
    """Return the schema of one of the `KINDS`; declared ids are offered, and others are taken too."""
    made = _Definitions(declared)
    body = _describe_mkdocs_config(made) if kind == "settings" else made.describe_shape(FILE_SHAPES[kind])
    return {"$schema": _DRAFT, **body, "definitions": dict(sorted(made.definitions.items()))}


def _describe_mkdocs_config(made: _Definitions) -> Mapping[str, JsonSchema]:
    """Describe `mkdocs.yml`, of which only our own options are ours to describe."""
    options: JsonSchema = {**made.describe_shape(SETTINGS_SHAPE), "type": ["object", "null"]}
    plugin: JsonSchema = {"type": "object", "properties": {"factsheet": options}}
    listed: JsonSchema = {"type": "array", "items": {"anyOf": [{"type": "string"}, plugin]}}
    return {
        "title": "mkdocs.yml of a fact-sheet site",
        "type": "object",
        "properties": {"plugins": {"anyOf": [listed, plugin]}},
    }


class _Definitions:
    """Describes shapes and gathers what they share; lives only while one schema is made."""

    def __init__(self, declared: IdIndex) -> None:
        self.index = declared
        self.definitions: dict[str, JsonSchema] = {}

    def describe_shape(self, shape: Shape) -> Mapping[str, JsonSchema]:
        """Describe a mapping with known fields."""
        described: dict[str, JsonSchema] = {
            "title": shape.name,
            "description": shape.help,
            "markdownDescription": shape.help,
            "type": "object",
            "properties": {field.name: self._describe_field(field) for field in shape.fields},
            "additionalProperties": False,
        }
        if required := [field.name for field in shape.fields if field.required]:
            described["required"] = required
        if snippet := build_snippet(shape):
            described["defaultSnippets"] = [
                {"label": f"new {shape.name.split(' ', 1)[1]}", "description": shape.help, "body": snippet}
            ]
        return described

    def _describe_field(self, field: Field) -> Mapping[str, JsonSchema]:
        told = [field.help]
        if not isinstance(field.kind, EnumKind):  # Its words are offered, each with its meaning.
            told.append(f"{'Required; holds' if field.required else 'Holds'} {describe_kind(field.kind)}.")
        head: dict[str, JsonSchema] = {"title": field.name, "description": field.help}
        if field.example and isinstance(field.kind, TextKind):
            whole = field.kind is TextKind.WHOLE_NUMBER
            head["examples"] = [int(field.example) if whole else field.example]
        elif field.example and not isinstance(field.kind, EnumKind):
            told.append(f"Example: `{field.name}: {field.example}`")
        if isinstance(field.kind, Shape):
            return {**self.describe_shape(field.kind), **head}
        return {**head, "markdownDescription": "\n\n".join(told), **self._describe_kind(field.kind)}

    def _describe_kind(self, kind: FieldKind) -> Mapping[str, JsonSchema]:
        match kind:
            case TextKind():
                return {"anyOf": [self._describe_text(kind)]}
            case EnumKind():
                meanings = [word.meaning for word in kind.words]
                return {**build_enum_schema(list(kind.words)), "enumDescriptions": meanings}
            case Ref():
                return {"anyOf": [*self._describe_known_ids(kind.targets), self._describe_text(TextKind.ID)]}
            case ListOf():
                return {"type": "array", "minItems": 1, "items": self._describe_member(kind.item)}
            case Inputs():
                return self._describe_inputs()
            case Shape():
                return self.describe_shape(kind)

    def _describe_member(self, kind: TextKind | Ref | Shape) -> Mapping[str, JsonSchema]:
        """Describe a member of a list; a language server offers a word of an `anyOf` there as a new line."""
        if isinstance(kind, Shape):
            return self.describe_shape(kind)
        return self._describe_text(kind) if isinstance(kind, TextKind) else self._describe_listed_ids(kind.targets)

    def _describe_text(self, kind: TextKind) -> Mapping[str, JsonSchema]:
        return self._define(kind.name.lower().replace("_", "-"), _build_text_schema(kind))

    def _describe_known_ids(self, kinds: Sequence[str]) -> Iterator[Mapping[str, JsonSchema]]:
        for kind in kinds:
            if names := self.index.list_ids(kind):
                known: JsonSchema = {"enum": list(names), "enumDescriptions": list(names.values())}
                yield self._define(f"known-{kind}s", known)

    def _describe_listed_ids(self, kinds: Sequence[str]) -> Mapping[str, JsonSchema]:
        offered: list[JsonSchema] = [
            {"label": name, "description": words, "body": name}
            for kind in kinds
            for name, words in self.index.list_ids(kind).items()
        ]
        snippets: Mapping[str, JsonSchema] = {"defaultSnippets": offered} if offered else {}
        return self._define(f"listed-{'-'.join(kinds)}", {**_build_text_schema(TextKind.ID), **snippets})

    def _describe_inputs(self) -> Mapping[str, JsonSchema]:
        part = self._define("input", {**_TEXT_SCHEMA, **_build_pattern_schema(_INPUT_PATTERN)})
        return {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": {"anyOf": [*self._describe_known_ids(("fact",)), part]},
        }

    def _define(self, name: str, schema: JsonSchema) -> Mapping[str, JsonSchema]:
        self.definitions[name] = schema
        return {"$ref": f"#/definitions/{name}"}


def _build_text_schema(kind: TextKind) -> Mapping[str, JsonSchema]:
    """Describe a text by its kind, together with what YAML may make of it."""
    pattern = TEXT_PATTERNS.get(kind)
    matching = _build_pattern_schema(pattern) if pattern else {}
    if kind is TextKind.WHOLE_NUMBER:
        return {"if": {"type": "string"}, "then": matching, "else": {"type": "integer", "minimum": 0}}
    if kind is TextKind.ID:
        matching["maxLength"] = MAX_ID_LENGTH
    return {**({"type": "string", "minLength": 1} if kind in _TEXT_ONLY_KINDS else _TEXT_SCHEMA), **matching}


def _build_pattern_schema(pattern: TextPattern) -> dict[str, JsonSchema]:
    return {"pattern": pattern.anchored_regex, "patternErrorMessage": pattern.advice}


SCHEMA_FOLDER = ".schemas"
"""The folder inside the folder of facts; hidden, so that nothing in it is taken for a fact."""
SCHEMA_MANIFEST = ".written.json"
"""Lists what was written there, so that a schema that is no longer made goes."""


def format_schema(kind: str, declared: IdIndex) -> str:
    """Return the file of one schema."""
    return json.dumps(build_editor_schema(kind, declared), ensure_ascii=False, indent=1) + "\n"


def build_schema_files(documents: Iterable[YamlDocument]) -> Mapping[str, bytes]:
    """Return every schema by its file name, with the ids that the documents declare."""
    declared = index_ids(documents)
    return {f"{kind}.schema.json": format_schema(kind, declared).encode() for kind in FILE_SHAPES}


def write_schemas(site: LoadedSite) -> SyncResult:
    """Write every schema into the site's folder of facts, with the ids that its documents declare.

    Only what has changed is written. Faults of the facts do not matter here.

    Raises:
        OSError: when the disk refuses.
    """
    files = build_schema_files(site.inputs.documents)
    return sync_folder(site.root / site.settings.facts / SCHEMA_FOLDER, files, SCHEMA_MANIFEST)
