"""The notes of a sheet: each passage once, numbered, with the facts that rest on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from factsheet.model.records import Evidence, Fact
from factsheet.model.text.css_roles import Role
from factsheet.model.text.spans import PageAddress, Text, make_text
from factsheet.render.document.blocks import Block, Box, Bullets, Paragraph
from factsheet.render.pages.context import PageContext
from factsheet.render.pages.inline_text import (
    build_source_address,
    join_texts,
    link_to,
    mark,
    render_source_letter,
    to_text,
)
from factsheet.render.pages.rows import render_passage_location

PassageKey: TypeAlias = tuple[str, str]
"""Source and locator: what makes two pieces of evidence one note."""


def build_passage_key(evidence: Evidence) -> PassageKey:
    """Return the passage that a piece of evidence leads to."""
    return evidence.source.id, evidence.locator.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One passage that facts of the sheet rest on."""

    number: int
    evidence: Evidence
    facts: tuple[Fact, ...]
    """Those that rest on it; never empty."""

    @property
    def passage(self) -> PassageKey:
        """Return the passage that it stands for."""
        return build_passage_key(self.evidence)

    @property
    def anchor(self) -> str:
        """Return the id that its line bears on the page."""
        return f"ref-{self.number}"


def build_notes(facts: Iterable[Fact], edition: PageContext) -> tuple[Note, ...]:
    """Number the passages of some facts in the order of sources and places in them."""
    cited: dict[tuple[int, str, int, str], tuple[Evidence, list[Fact]]] = {}
    for fact in facts:
        for evidence in fact.evidence:
            proof = edition.find_proof(fact, evidence)
            letter = edition.letters[evidence.source.id]
            key = (len(letter), letter, proof.start if proof else 0, evidence.locator.text)
            cited.setdefault(key, (evidence, []))[1].append(fact)
    ordered = (cited[key] for key in sorted(cited))
    return tuple(
        Note(number=number, evidence=evidence, facts=tuple(held))
        for number, (evidence, held) in enumerate(ordered, start=1)
    )


def group_notes_by_fact(notes: Iterable[Note]) -> Mapping[str, tuple[Note, ...]]:
    """Return the notes of each fact, by its id."""
    found: dict[str, list[Note]] = {}
    for note in notes:
        for fact in note.facts:
            found.setdefault(fact.id, []).append(note)
    return {name: tuple(held) for name, held in found.items()}


def render_note_numbers(notes: Iterable[Note], uri: str) -> Text:
    """Return the numbers of some notes, each leading to its line at the end of the page."""
    return join_texts(
        [
            to_text(mark(Role.REF, to_text(link_to(PageAddress(uri, note.anchor), str(note.number)))))
            for note in notes
        ],
        " ",
    )


def build_note_list(notes: tuple[Note, ...], edition: PageContext, uri: str) -> Box:
    """Return the list of notes, each with links back to every row that rests on it."""
    if not notes:
        words = "No passages: every fact here is worked out from others."
        return Box(Role.REFERENCES, (Paragraph(make_text(words)),))
    points = tuple(_render_note(note, edition, uri) for note in notes)
    anchors = tuple(note.anchor for note in notes)
    listing: Block = Bullets(points, ordered=True, anchors=anchors)
    return Box(Role.REFERENCES, (listing,))


def _render_note(note: Note, edition: PageContext, uri: str) -> Text:
    source = edition.find_source(note.evidence)
    uses = join_texts([to_text(link_to(PageAddress(uri, fact.id), fact.id)) for fact in note.facts])
    return to_text(
        render_source_letter(source, edition),
        " ",
        link_to(build_source_address(source.id), source.label),
        ", ",
        render_passage_location(note.evidence, note.facts[0], edition),
        " ",
        mark(Role.META, to_text("cited by ", uses)),
    )
