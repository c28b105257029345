"""Small typed texts that every page speaks in: values, standings, sources, dates, links."""

from __future__ import annotations

from collections.abc import Sequence

from factsheet.analysis.agreement import Comparison
from factsheet.analysis.independence import Independence
from factsheet.evidence.locator import text_fragment
from factsheet.model.dates import Date, spoken_date
from factsheet.model.records import Actor, Evidence, Fact, Place, Sheet, Source
from factsheet.model.text.css_roles import Role
from factsheet.model.text.spans import (
    Address,
    Link,
    Mark,
    PageAddress,
    Plain,
    Span,
    Text,
    WebAddress,
    without_links,
)
from factsheet.model.text.wording import number_of
from factsheet.model.values import Value, spoken
from factsheet.model.vocabulary import Lifecycle, Standing
from factsheet.render.document.blocks import Paragraph
from factsheet.render.pages.context import Edition

NOT_NAMED = "the origin is not named"


def say(*parts: str | Span | Text) -> Text:
    """Join words, spans and texts into one text; words become plain text, shown as they are."""
    joined: list[Span] = []
    for part in parts:
        match part:
            case str():
                joined.append(Plain(part))
            case tuple():
                joined.extend(part)
            case _:
                joined.append(part)
    return tuple(joined)


def mark(role: Role, words: str | Text, title: str = "") -> Mark:
    """Return words with a role."""
    return Mark(role, say(words), title)


def spaced(*spans: Span | None) -> Text:
    """Join spans by blanks, leaving out what is None."""
    joined: list[Span] = []
    for span in spans:
        if span is not None:
            joined += [Plain(" "), span] if joined else [span]
    return tuple(joined)


def enumerated(words: Sequence[str]) -> str:
    """Join words as a sentence does: `number, hedge and unit`."""
    return " and ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def listed(texts: list[Text], joint: str = ", ") -> Text:
    """Join texts by a comma or another joint."""
    joined: list[Span] = []
    for place, text in enumerate(texts):
        joined += [Plain(joint), *text] if place else list(text)
    return tuple(joined)


# --- addresses ---------------------------------------------------------------------------------------


def fact_page(name: str) -> PageAddress:
    """Return the permalink of a fact."""
    return PageAddress(f"facts/{name}.md")


def sheet_page(name: str, anchor: str = "") -> PageAddress:
    """Return the page of a sheet."""
    return PageAddress(f"sheets/{name}.md", anchor)


def source_page(name: str) -> PageAddress:
    """Return the page of a source."""
    return PageAddress(f"sources/{name}.md")


def actor_page(name: str) -> PageAddress:
    """Return the page of an actor."""
    return PageAddress(f"actors/{name}.md")


def place_page(name: str) -> PageAddress:
    """Return the page of a place."""
    return PageAddress(f"places/{name}.md")


def to(address: Address, *words: str | Span | Text) -> Link:
    """Return words that lead to an address."""
    return Link(say(*words), address)


def passage_address(source: Source, evidence: Evidence) -> WebAddress | None:
    """Return the address that makes a browser show the passage, where the source has an address."""
    return WebAddress(source.url + text_fragment(evidence.locator)) if source.url else None


def statement_link(fact: Fact) -> Link:
    """Return the statement of a fact, leading to its page."""
    return Link(without_links(fact.statement), fact_page(fact.id))


def sheet_link(sheet: Sheet) -> Link:
    """Return the title of a sheet, leading to its page."""
    return to(sheet_page(sheet.id), sheet.title)


def actor_link(actor: Actor) -> Link:
    """Return the name of an actor, leading to its page."""
    return to(actor_page(actor.id), actor.name)


def place_link(place: Place) -> Link:
    """Return the name of a place, leading to its page."""
    return to(place_page(place.id), place.name)


# --- values and standings ----------------------------------------------------------------------------


def value_text(value: Value) -> Text:
    """Return a value with its hedge, number and unit marked, in the order they are spoken."""
    hedge, number, unit = spoken(value)
    return spaced(
        mark(Role.HEDGE, hedge) if hedge else None,
        mark(Role.NUMBER, number) if number else None,
        mark(Role.UNIT, unit) if unit else None,
    )


def answer_text(value: Value, other: Value | None) -> Text:
    """Return a value in which the words that differ from another answer are marked."""
    theirs = value_text(other) if other else ()
    return tuple(
        mark(Role.DIFFERS, span.spans) if isinstance(span, Mark) and span not in theirs else span
        for span in value_text(value)
    )


def value_paragraph(value: Value) -> Paragraph:
    """Return a value as a paragraph of its own."""
    return Paragraph(value_text(value), Role.VALUE)


def value_words(value: Value) -> str:
    """Return a value as plain words: `at least 93 people`."""
    return " ".join(part for part in spoken(value) if part)


def standing_mark(standing: Standing) -> Mark:
    """Return a standing, its meaning one touch away."""
    return mark(Role(standing.value), standing.value, standing.meaning)


def fact_marks(fact: Fact) -> Text:
    """Return the marks of what a fact is: its standing, whether we worked it out, what became of it."""
    derived = mark(
        Role.DERIVED, "worked out by us", "Stated in no source; computed from other facts at every build."
    )
    changed = (
        mark(Role(fact.lifecycle.value), fact.lifecycle.value, fact.lifecycle.meaning)
        if (fact.lifecycle is not Lifecycle.CURRENT)
        else None
    )
    return spaced(standing_mark(fact.standing), derived if fact.derived else None, changed)


def independence_mark(fact: Fact, edition: Edition) -> Mark | None:
    """Return how many sources a fact has and how many are independent; None for a derived fact."""
    found = edition.independence[fact.id]
    if not found.sources:
        return None
    named = any(evidence.chain for evidence in fact.evidence)
    origins = number_of(found.independent, "origin")
    title = (
        f"{origins}, {number_of(found.sources, 'source')}: {'the origin is named' if named else NOT_NAMED}"
    )
    return mark(Role.INDEPENDENCE, sources_words(found), title)


def sources_words(found: Independence) -> str:
    """Return `1 source`, or how many of several are independent."""
    sources = number_of(found.sources, "source")
    return sources if found.sources == 1 else f"{sources}, {found.independent} independent"


def source_mark(source: Source, edition: Edition) -> Mark:
    """Return the letter of a source."""
    letter = edition.letters[source.id]
    return mark(Role.SOURCE_MARK, letter, f"{letter}: {source.label}")


def differs_mark(fact: Fact, edition: Edition) -> Mark | None:
    """Return a mark where the sources of a fact differ, saying in what; None where they do not."""
    kinds = difference_kinds(edition.compared[fact.id])
    return mark(Role.DIFFERS, f"sources differ in {enumerated(kinds)}") if kinds else None


def difference_kinds(pairs: Sequence[Comparison]) -> list[str]:
    """Return in what answers differ: number, hedge, unit, or else wording."""
    found = {
        "number": any(_numbers_differ(pair.left.value, pair.right.value) for pair in pairs),
        "hedge": any(pair.hedge_differs for pair in pairs),
        "unit": any(pair.unit_differs for pair in pairs),
    }
    kinds = [name for name, there in found.items() if there]
    return kinds or (["wording"] if any(pair.differs for pair in pairs) else [])


def _numbers_differ(one: Value | None, other: Value | None) -> bool:
    if one is None or other is None:
        return False
    return one.number != other.number or (one.number is None and one.interval != other.interval)


def date_mark(fact: Fact) -> Mark | None:
    """Return the time a fact holds for, or happened at; None where it has none."""
    if fact.as_of:
        return mark(Role.DATE, as_of_words(fact.as_of))
    return mark(Role.DATE, spoken_date(fact.when)) if fact.when else None


def as_of_words(date: Date) -> str:
    """Return the time a fact holds for; `as of` reads well before a day or a month, not before `until`."""
    return spoken_date(date) if date.is_interval else f"as of {spoken_date(date)}"


def source_marks(fact: Fact, edition: Edition) -> Text:
    """Return the letters of a fact's sources, each once."""
    return spaced(*(source_mark(source, edition) for source in edition.sources_of(fact)))
