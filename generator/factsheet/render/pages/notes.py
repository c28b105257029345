"""The notes of a sheet: each passage once, numbered, with the facts that rest on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from factsheet.model.records import Evidence, Fact
from factsheet.model.text.css_roles import Role
from factsheet.model.text.spans import PageAddress, Text, plain
from factsheet.render.document.blocks import Block, Box, Bullets, Paragraph
from factsheet.render.pages.context import Edition
from factsheet.render.pages.inline_text import listed, mark, say, source_mark, source_page, to
from factsheet.render.pages.rows import place_of

Passage: TypeAlias = tuple[str, str]
"""Source and locator: what makes two pieces of evidence one note."""


def passage_of(evidence: Evidence) -> Passage:
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
    def passage(self) -> Passage:
        """Return the passage that it stands for."""
        return passage_of(self.evidence)

    @property
    def anchor(self) -> str:
        """Return the id that its line bears on the page."""
        return f"ref-{self.number}"


def notes_of(facts: Iterable[Fact], edition: Edition) -> tuple[Note, ...]:
    """Number the passages of some facts in the order of sources and places in them."""
    cited: dict[tuple[int, str, int, str], tuple[Evidence, list[Fact]]] = {}
    for fact in facts:
        for evidence in fact.evidence:
            proof = edition.proof(fact, evidence)
            letter = edition.letters[evidence.source.id]
            key = (len(letter), letter, proof.start if proof else 0, evidence.locator.text)
            cited.setdefault(key, (evidence, []))[1].append(fact)
    ordered = (cited[key] for key in sorted(cited))
    return tuple(
        Note(number=number, evidence=evidence, facts=tuple(held))
        for number, (evidence, held) in enumerate(ordered, start=1)
    )


def numbers_of(notes: Iterable[Note]) -> Mapping[str, tuple[Note, ...]]:
    """Return the notes of each fact, by its id."""
    found: dict[str, list[Note]] = {}
    for note in notes:
        for fact in note.facts:
            found.setdefault(fact.id, []).append(note)
    return {name: tuple(held) for name, held in found.items()}


def note_marks(notes: Iterable[Note], uri: str) -> Text:
    """Return the numbers of some notes, each leading to its line at the end of the page."""
    return listed(
        [say(mark(Role.REF, say(to(PageAddress(uri, note.anchor), str(note.number))))) for note in notes],
        " ",
    )


def references(notes: tuple[Note, ...], edition: Edition, uri: str) -> Box:
    """Return the list of notes, each with links back to every row that rests on it."""
    if not notes:
        words = "No passages: every fact here is worked out from others."
        return Box(Role.REFERENCES, (Paragraph(plain(words)),))
    points = tuple(_line(note, edition, uri) for note in notes)
    anchors = tuple(note.anchor for note in notes)
    listing: Block = Bullets(points, ordered=True, anchors=anchors)
    return Box(Role.REFERENCES, (listing,))


def _line(note: Note, edition: Edition, uri: str) -> Text:
    source = edition.source(note.evidence)
    uses = listed([say(to(PageAddress(uri, fact.id), fact.id)) for fact in note.facts])
    return say(
        source_mark(source, edition),
        " ",
        to(source_page(source.id), source.label),
        ", ",
        place_of(note.evidence, note.facts[0], edition),
        " ",
        mark(Role.META, say("cited by ", uses)),
    )
