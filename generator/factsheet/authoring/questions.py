"""The questions for a new record: the fields of its shape, with answers that `check` accepts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from factsheet.diagnostics.core import Diagnostic, Location, read_declarations
from factsheet.diagnostics.frozen import dataclass, replace
from factsheet.model.vocabulary import Standing
from factsheet.parsing.schema import records
from factsheet.parsing.validate.shape_reader import parse_record
from factsheet.parsing.yaml import nodes


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One field of a new record."""

    field: records.Field
    within: str = ""
    """The field that holds it: `evidence`, `about`, `review`; empty for the record's own."""
    required: bool = False
    asked: bool = False
    """Whether it is asked for although it is optional; other optional fields can only be given as options."""
    id_of: str = ""
    """The kind of record whose id it is; empty for other fields."""

    @property
    def name(self) -> str:
        """The name of the field."""
        return self.field.name

    @property
    def option(self) -> str:
        """The option for the field on the command line."""
        return f"--{self.name.replace('_', '-')}"

    @property
    def label(self) -> str:
        """What it goes by at a terminal."""
        return f"id of the {self.id_of}" if self.id_of else self.name

    @property
    def words(self) -> Mapping[str, str]:
        """The words of a closed list, each with its meaning; none where the answer is free."""
        kind = self.field.kind
        return {word.value: word.meaning for word in kind.words} if isinstance(kind, records.EnumKind) else {}

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of records that the answer may name."""
        kind = records.to_item_kind(self.field.kind)
        return kind.targets if isinstance(kind, records.Ref) else ()

    @property
    def separator(self) -> str:
        """What separates several answers; empty where there is only one."""
        if not isinstance(self.field.kind, records.ListOf):
            return ""
        return ";" if self.field.kind.item is records.TextKind.PLAIN else ","

    def split(self, answer: str) -> tuple[str, ...]:
        """Return the parts of an answer, or the whole answer where there is only one."""
        if not self.separator:
            return (answer.strip(),)
        return tuple(part.strip() for part in answer.split(self.separator) if part.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordKind:
    """A kind of record that can be made, as `records.toml` declares it."""

    noun: str
    shape: records.Shape
    questions: tuple[Question, ...]
    file: str
    """The file that holds it, in the folder of facts; `{}` stands for an id."""
    list: str = ""
    """The field of the file that holds such records; empty where the file is the record."""
    id_from: Sequence[str]
    """The fields from which an id is proposed."""
    help: str
    example: str


def _read_questions(groups: Iterable[Mapping[str, Any]]) -> Iterator[Question]:
    """Yield a question for each field that one line can answer."""
    for group in groups:
        for field in records.read_shape(group["record"]).fields:
            is_meant = field.name in group.get("only", [field.name]) and field.name not in group.get("but", [])
            kind = records.to_item_kind(field.kind)
            if is_meant and field is not records.ID_FIELD and not isinstance(kind, records.Shape | records.Inputs):
                is_asked = field.name in group.get("asked", [])
                yield Question(field=field, within=group.get("within", ""), required=field.required, asked=is_asked)


_SHEET_FIELD = records.Field("sheet", records.Ref(("sheet",)), "The sheet that the fact stands on.", required=True)
SHEET_QUESTION = Question(field=_SHEET_FIELD, required=True)
"""Asked for a fact, although it is not a field of it."""
ID_QUESTION = Question(field=records.ID_FIELD)
_ID_HELP = "Its lasting name: never changed, never used again; by default it is made from its words."


def build_id_question(noun: str, name: str = "id") -> Question:
    """Return the question for the id of a new record."""
    return Question(field=replace(records.ID_FIELD, name=name, help=_ID_HELP, example=""), asked=True, id_of=noun)


RECORD_KINDS: Mapping[str, RecordKind] = {
    noun: RecordKind(noun=noun, shape=records.read_shape(noun), questions=tuple(_read_questions(asked)), **declared)
    for noun, entry in read_declarations("authoring", "records.toml").items()
    for asked, declared in [(entry.pop("questions"), entry)]
}


def is_needed(question: Question, answers: Mapping[str, str]) -> bool:
    """Tell whether a question must be answered, given the answers to others."""
    if question.name == "chain":
        return answers.get("standing") in {word.value for word in Standing if word.needs_origin}
    return question.required


def check_answer(question: Question, answer: str) -> tuple[Diagnostic, ...]:
    """Return what `check` would report about an answer; columns are those of the answer."""
    file = question.option
    if hidden := tuple(nodes.find_hidden_characters(file, answer, nodes.HIDDEN_PATTERN)):
        return hidden
    texts: list[nodes.YamlNode] = []
    start = 0
    for part in question.split(answer):
        start = answer.index(part, start)
        # As a plain scalar, so that diagnostics have columns inside it; an empty answer is quoted, not missing.
        location = Location(file, 1, start + 1, max(1, len(part)))
        texts.append(nodes.TextNode(part, location, quoted=not part, source=part))
        start += len(part)
    node = nodes.ListNode(tuple(texts), Location(file, 1, 1, max(1, len(answer)))) if question.separator else texts[0]
    key = nodes.TextNode(question.name, Location(file, 1, 1), quoted=True)
    shape = records.Shape("the answer", "", (question.field,))
    return parse_record(nodes.MappingNode((nodes.MappingEntry(key, node),), Location(file, 1, 1)), shape)[1]
