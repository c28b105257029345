"""What is asked for a new record: the fields of its shape, answered in words that `check` would take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from factsheet.diagnostics.core import Diagnostic, Location
from factsheet.model.vocabulary import Standing
from factsheet.parsing.schema import (
    ABOUT,
    ACTOR,
    EVIDENCE,
    FACT,
    PLACE,
    REVIEW,
    SHEET,
    SOURCE,
    Field,
    Inputs,
    ListOf,
    Ref,
    Shape,
    TextKind,
)
from factsheet.parsing.schema.kinds import ID, kind_of_one
from factsheet.parsing.validate.conform import conform
from factsheet.parsing.yaml.nodes import Entry, ListNode, MappingNode, Node, TextNode
from factsheet.parsing.yaml.source_text import HIDDEN, hidden_characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One field of a new record."""

    field: Field
    within: str = ""
    """The field that holds it: `evidence`, `about`, `review`; empty for the record's own."""
    required: bool = False
    asked: bool = False
    """Whether it is asked for although it may be left out; what is not can be given as an option."""

    @property
    def name(self) -> str:
        """The name of the field."""
        return self.field.name

    @property
    def option(self) -> str:
        """How the field is given on the command line."""
        return f"--{self.name.replace('_', '-')}"

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of records that the answer may name."""
        kind = kind_of_one(self.field.kind)
        return kind.to if isinstance(kind, Ref) else ()

    @property
    def divider(self) -> str:
        """What stands between several answers; empty where there is one."""
        if not isinstance(self.field.kind, ListOf):
            return ""
        return ";" if self.field.kind.of is TextKind.PLAIN else ","

    def split(self, answer: str) -> tuple[str, ...]:
        """Return the parts of an answer, the answer itself where it has none."""
        if not self.divider:
            return (answer.strip(),)
        return tuple(part.strip() for part in answer.split(self.divider) if part.strip())


def _questions(shape: Shape, asked: str, within: str = "", leave_out: str = "") -> tuple[Question, ...]:
    """Return a question for each field that one line can answer."""
    return tuple(
        Question(field=one, within=within, required=one.required, asked=one.name in asked.split())
        for one in shape.fields
        if one.name != "id" and one.name not in leave_out.split() and not _is_deep(one)
    )


def _is_deep(field: Field) -> bool:
    return isinstance(kind_of_one(field.kind), Shape | Inputs)


_FACT = (
    *_questions(FACT, "value as_of standing", leave_out="lifecycle superseded_by tags caveat note evidence"),
    *_questions(EVIDENCE, "chain", "evidence", leave_out="as_of note"),
    *_questions(ABOUT, "actors places", "about"),
    *(one for one in _questions(FACT, "tags caveat") if one.name in {"tags", "caveat", "note"}),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of record that can be made."""

    noun: str
    shape: Shape
    questions: tuple[Question, ...]
    named_by: tuple[str, ...]
    """The fields from which an id is proposed."""
    example: str


SHEET_NAMED = Question(
    field=Field("sheet", Ref(("sheet",)), "The sheet that the fact stands on.", required=True), required=True
)
"""Asked for a fact, and no field of it."""

ID_ASKED = Question(field=ID, required=True)

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "sheet": Kind(
            noun="sheet",
            shape=SHEET,
            questions=(
                *_questions(SHEET, "", leave_out="key_facts facts charts"),
                *_questions(REVIEW, "every", "review", leave_out="by frozen"),
            ),
            named_by=("title",),
            example='factsheet new sheet deaths --title "Killed in the war" --summary "…" --statement "…" …',
        ),
        "fact": Kind(
            noun="fact",
            shape=FACT,
            questions=_FACT,
            named_by=("statement",),
            example='factsheet new fact --sheet deaths --statement "…" --standing reported --source times …',
        ),
        "source": Kind(
            noun="source",
            shape=SOURCE,
            questions=_questions(
                SOURCE, "title authors publisher published url language snapshot based_on note"
            ),
            named_by=("label", "published"),
            example='factsheet new source --label "The Times" --type article-newspaper --published 2023',
        ),
        "actor": Kind(
            noun="actor",
            shape=ACTOR,
            questions=_questions(ACTOR, "role affiliation description"),
            named_by=("name",),
            example='factsheet new actor --name "BBC Russian service" --kind organisation',
        ),
        "place": Kind(
            noun="place",
            shape=PLACE,
            questions=_questions(PLACE, "within description"),
            named_by=("name",),
            example="factsheet new place --name Chelyabinsk --kind city --within russia",
        ),
    }
)


def needed(question: Question, answers: Mapping[str, str]) -> bool:
    """Tell whether a question must be answered, given the answers to others."""
    if question.name == "chain":
        return answers.get("standing") in {word.value for word in Standing if word.needs_origin}
    return question.required


def faults_of(question: Question, answer: str) -> tuple[Diagnostic, ...]:
    """Return what is wrong with an answer, as `check` would say it; places are columns of the answer."""
    file = question.option
    if hidden := tuple(hidden_characters(file, answer, HIDDEN)):
        return hidden
    node: Node
    if question.divider:
        parts, start = [], 0
        for part in question.split(answer):
            start = answer.index(part, start)
            parts.append(_text(part, file, start))
            start += len(part)
        node = ListNode(tuple(parts), Location(file, 1, 1, max(1, len(answer))))
    else:
        node = _text(answer.strip(), file, len(answer) - len(answer.lstrip()))
    key = TextNode(question.name, Location(file, 1, 1), quoted=True)
    shape = Shape("the answer", "", (question.field,))
    _, findings = conform(MappingNode((Entry(key, node),), Location(file, 1, 1)), shape)
    return findings


def _text(text: str, file: str, start: int) -> TextNode:
    # It counts as plain, so that a fault is placed in it; `missing` is what is empty, and found as such.
    at = Location(file, 1, start + 1, max(1, len(text)))
    return TextNode(text, at, quoted=not text, source=text)
