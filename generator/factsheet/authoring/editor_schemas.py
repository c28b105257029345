"""JSON Schemas of a site, with which editors complete and explain its files."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from types import MappingProxyType
from typing import TypeAlias

from factsheet.authoring.ids import IdIndex, index_ids
from factsheet.diagnostics.reporters import dump_json
from factsheet.model.text.prose import ID_PATTERN, MAX_ID_LENGTH
from factsheet.parsing.schema import records
from factsheet.parsing.yaml.nodes import YamlDocument
from factsheet.project.load import LoadedSite
from factsheet.project.write_files.files import SyncResult, sync_folder
from factsheet.render.exports.facts_schema import JsonSchema, build_enum_schema

_DRAFT = "http://json-schema.org/draft-07/schema#"
"""The draft that every language server supports."""
_TEXT_SCHEMA: Mapping[str, JsonSchema] = MappingProxyType(
    {"if": {"type": ["array", "object", "null"]}, "then": {"type": "string"}, "minLength": 1}
)
_TEXT_ONLY_KINDS = (records.TextKind.URL, records.TextKind.DAYS, records.TextKind.CODE)
"""Texts of these kinds are never numbers or booleans in YAML."""
_KINDS_WITH_EXAMPLES = (records.TextKind.VALUE, records.TextKind.DATE, records.TextKind.LANGUAGE, records.TextKind.FILE)
"""Texts of these kinds have their example as the text of a placeholder."""
_INPUT_PATTERN = records.TextPattern(rf"{ID_PATTERN}(\.(also|value))?", "Write the id of a fact, or fact-id.also.")
Snippet: TypeAlias = "str | list[Snippet] | dict[str, Snippet]"
SCHEMA_FOLDER = ".schemas"
"""The folder inside the folder of facts; hidden, so that nothing in it is read as facts."""
SCHEMA_MANIFEST = ".written.json"
"""Lists what was written there, so that schemas that are no longer made are removed."""


def format_schema(kind: str, index: IdIndex) -> str:
    """Return the schema of one of the `FILE_SHAPES` as JSON; it offers the ids of the index and accepts others too."""
    builder = _SchemaBuilder(index)
    body = builder.describe_mkdocs_config() if kind == "settings" else builder.describe_shape(records.FILE_SHAPES[kind])
    return dump_json({"$schema": _DRAFT, **body, "definitions": dict(sorted(builder.definitions.items()))}, indent=1)


class _SchemaBuilder:
    """Describes shapes and collects the definitions that they share, for one schema."""

    def __init__(self, index: IdIndex) -> None:
        self.index = index
        self.definitions: dict[str, JsonSchema] = {}

    def describe_mkdocs_config(self) -> Mapping[str, JsonSchema]:
        """Describe `mkdocs.yml`, of which only our own options are ours to describe."""
        options: JsonSchema = {**self.describe_shape(records.SETTINGS_SHAPE), "type": ["object", "null"]}
        plugin: JsonSchema = {"type": "object", "properties": {"factsheet": options}}
        plugins: JsonSchema = {"type": "array", "items": {"anyOf": [{"type": "string"}, plugin]}}
        properties: JsonSchema = {"plugins": {"anyOf": [plugins, plugin]}}
        return {"title": "mkdocs.yml of a fact-sheet site", "type": "object", "properties": properties}

    def describe_shape(self, shape: records.Shape) -> Mapping[str, JsonSchema]:
        fields: JsonSchema = {field.name: self._describe_field(field) for field in shape.fields}
        described: dict[str, JsonSchema] = {"title": shape.name, "description": shape.help}
        described |= {"markdownDescription": shape.help, "type": "object"}
        described |= {"properties": fields, "additionalProperties": False}
        if required := [field.name for field in shape.fields if field.required]:
            described["required"] = required
        if shape.usual:
            label, body = f"new {shape.name.split(' ', 1)[1]}", _build_snippet(shape, count(1))
            described["defaultSnippets"] = [{"label": label, "description": shape.help, "body": body}]
        return described

    def _describe_field(self, field: records.Field) -> Mapping[str, JsonSchema]:
        paragraphs = [field.help]
        if not isinstance(field.kind, records.EnumKind):  # Its words are offered, each with its meaning.
            holds = "Required; holds" if field.required else "Holds"
            paragraphs.append(f"{holds} {records.describe_kind(field.kind)}.")
        head: dict[str, JsonSchema] = {"title": field.name, "description": field.help}
        if field.example and isinstance(field.kind, records.TextKind):
            head["examples"] = [int(field.example) if field.kind is records.TextKind.WHOLE_NUMBER else field.example]
        elif field.example and not isinstance(field.kind, records.EnumKind):
            paragraphs.append(f"Example: `{field.name}: {field.example}`")
        if isinstance(field.kind, records.Shape):
            return {**self.describe_shape(field.kind), **head}
        return {**head, "markdownDescription": "\n\n".join(paragraphs), **self._describe_kind(field.kind)}

    def _describe_kind(self, kind: records.FieldKind) -> Mapping[str, JsonSchema]:
        match kind:
            case records.TextKind():
                return {"anyOf": [self._describe_text(kind)]}
            case records.EnumKind():
                meanings = [word.meaning for word in kind.words]
                return {**build_enum_schema(list(kind.words)), "enumDescriptions": meanings}
            case records.Ref():
                return {"anyOf": [*self._describe_known_ids(kind.targets), self._describe_text(records.TextKind.ID)]}
            case records.ListOf():
                return {"type": "array", "minItems": 1, "items": self._describe_item(kind.item)}
            case records.Inputs():
                text = self._define("input", {**_TEXT_SCHEMA, **_build_pattern_schema(_INPUT_PATTERN)})
                inputs: JsonSchema = {"anyOf": [*self._describe_known_ids(("fact",)), text]}
                return {"type": "object", "minProperties": 1, "additionalProperties": inputs}
            case records.Shape():
                return self.describe_shape(kind)

    def _describe_item(self, kind: records.FieldKind) -> Mapping[str, JsonSchema]:
        """Describe an item of a list, without `anyOf`: a language server would offer its words as new lines."""
        if isinstance(kind, records.TextKind):
            return self._describe_text(kind)
        if not isinstance(kind, records.Ref):
            return self._describe_kind(kind)
        labels = (pair for target in kind.targets for pair in self.index.get(target, {}).items())
        snippets: list[JsonSchema] = [{"label": name, "description": label, "body": name} for name, label in labels]
        offered: Mapping[str, JsonSchema] = {"defaultSnippets": snippets} if snippets else {}
        return self._define(f"listed-{'-'.join(kind.targets)}", {**_build_text_schema(records.TextKind.ID), **offered})

    def _describe_text(self, kind: records.TextKind) -> Mapping[str, JsonSchema]:
        return self._define(kind.name.lower().replace("_", "-"), _build_text_schema(kind))

    def _describe_known_ids(self, targets: Sequence[str]) -> Iterator[Mapping[str, JsonSchema]]:
        for kind in targets:
            if labels := self.index.get(kind):
                known: JsonSchema = {"enum": list(labels), "enumDescriptions": list(labels.values())}
                yield self._define(f"known-{kind}s", known)

    def _define(self, name: str, schema: JsonSchema) -> Mapping[str, JsonSchema]:
        self.definitions[name] = schema
        return {"$ref": f"#/definitions/{name}"}


def _build_text_schema(kind: records.TextKind) -> Mapping[str, JsonSchema]:
    """Describe a text by its kind, including the other types that YAML may read it as."""
    pattern = records.TEXT_PATTERNS.get(kind)
    matching = _build_pattern_schema(pattern) if pattern else {}
    if kind is records.TextKind.WHOLE_NUMBER:
        return {"if": {"type": "string"}, "then": matching, "else": {"type": "integer", "minimum": 0}}
    if kind is records.TextKind.ID:
        matching["maxLength"] = MAX_ID_LENGTH
    return {**({"type": "string", "minLength": 1} if kind in _TEXT_ONLY_KINDS else _TEXT_SCHEMA), **matching}


def _build_pattern_schema(pattern: records.TextPattern) -> dict[str, JsonSchema]:
    return {"pattern": pattern.anchored_regex, "patternErrorMessage": pattern.advice}


def _build_snippet(shape: records.Shape, numbers: Iterator[int]) -> dict[str, Snippet]:
    """Return the usual fields of a shape with placeholders as language servers read them."""
    return {name: _build_placeholder(shape.by_name[name], numbers) for name in shape.usual}


def _build_placeholder(field: records.Field, numbers: Iterator[int]) -> Snippet:
    kind = field.kind
    if isinstance(kind, records.ListOf):
        return [_build_snippet(kind.item, numbers) if isinstance(kind.item, records.Shape) else f"${{{next(numbers)}}}"]
    if isinstance(kind, records.EnumKind):
        return f"${{{next(numbers)}|{','.join(word.value for word in kind.words)}|}}"
    text = field.name
    if isinstance(kind, records.Ref):
        text = f"id of {kind.targets[0]}"  # An id would look like a real one.
    elif kind is records.TextKind.LOCATOR:
        text = "first words … last words"
    elif kind in _KINDS_WITH_EXAMPLES:
        text = field.example or field.name
    return f"${{{next(numbers)}:{text}}}"


def build_schema_files(documents: Iterable[YamlDocument]) -> Mapping[str, bytes]:
    """Return every schema by its file name, with the ids that the documents declare."""
    index = index_ids(documents)
    return {f"{kind}.schema.json": format_schema(kind, index).encode() for kind in records.FILE_SHAPES}


def write_schemas(site: LoadedSite) -> SyncResult:
    """Write every schema that has changed, with the ids of the site; raises OSError when a file cannot be written."""
    files = build_schema_files(site.inputs.documents)
    return sync_folder(site.root / site.settings.facts / SCHEMA_FOLDER, files, SCHEMA_MANIFEST)
