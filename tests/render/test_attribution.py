"""No page, card or drawing holds the statement of a claim without the speaker before it."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from factsheet.model.text.spans import Code, Emphasis, Link, Mark, Plain, Strong, strip_markup
from factsheet.render.blocks import ChartSpan, Moment
from factsheet.render.pages.context import PageContext
from factsheet.render.site import build_card_document, build_insertions, build_pages
from tests.support.paths import ROOT, TOY
from tests.support.sites import build_toy_context

_SPANS = (Plain, Code, Emphasis, Strong, Mark, Link)
SITES = {"real": ROOT, "toy": TOY}


@pytest.fixture(scope="module", params=SITES)
def context(request: pytest.FixtureRequest) -> PageContext:
    site: Path = SITES[request.param]
    return build_toy_context(site)


def list_texts(part: object) -> Iterator[str]:
    """Yield every text of a page or block, each run of spans as one."""
    if isinstance(part, str):
        yield html.unescape(part)
    elif isinstance(part, tuple) and part and all(isinstance(item, _SPANS) for item in part):
        yield strip_markup(part)
    elif isinstance(part, tuple | frozenset):
        for item in part:
            yield from list_texts(item)
    elif is_dataclass(part) and not isinstance(part, type):
        for field in fields(part):
            yield from list_texts(getattr(part, field.name))


def list_labels(part: object) -> Iterator[str]:
    """Yield the label of every fact in a drawing, behind the words above the drawing."""
    if isinstance(part, tuple):
        for item in part:
            yield from list_labels(item)
    elif is_dataclass(part) and not isinstance(part, type):
        for field in fields(part):
            for label in list_labels(getattr(part, field.name)):
                yield f"{getattr(part, 'subtitle', '')} {label}"
        if isinstance(part, ChartSpan | Moment):
            yield part.label


def list_bare(texts: Iterator[str], statements: dict[str, tuple[str, ...]]) -> list[str]:
    """Return each statement that stands in a text without a speaker before it, with what stands there."""
    bare: list[str] = []
    for text in texts:
        for statement, speakers in statements.items():
            start = text.find(statement)
            while start >= 0:
                before = text[:start]
                if not any(name in before for name in speakers):
                    bare.append(f"{before[-60:]!r} before {statement!r}")
                start = text.find(statement, start + 1)
    return bare


def collect_statements(context: PageContext) -> dict[str, tuple[str, ...]]:
    """Return the statements of what is only somebody's word, and the speakers of whom one must stand before each."""
    facts = [fact for fact in context.catalog.facts.values() if fact.standing.needs_origin]
    assert facts
    return {strip_markup(fact.statement): context.attributions[fact.id].speakers for fact in facts}


def test_no_statement_of_a_claim_stands_without_its_speaker(context: PageContext) -> None:
    statements = collect_statements(context)
    for page in build_pages(context):
        assert list_bare(list_texts(page), statements) == [], page.uri
    for name, blocks in build_insertions(context).items():
        assert list_bare(list_texts(blocks), statements) == [], name
    for fact in context.catalog.facts.values():
        card = html.unescape(build_card_document(fact, context)[1]).replace("</em>", "")
        assert list_bare(iter([card]), statements) == [], fact.id


def test_every_speaker_is_named(context: PageContext) -> None:
    for fact in context.catalog.facts.values():
        if fact.standing.needs_origin:
            attribution = context.attributions[fact.id]
            assert attribution.speakers, fact.id
            assert all(name in attribution.text for name in attribution.speakers[:2]), fact.id


def test_a_claim_in_a_drawing_names_its_speaker(context: PageContext) -> None:
    named = {
        label: context.attributions[fact.id].speakers[0]
        for fact in context.catalog.facts.values()
        if fact.standing.needs_origin and (label := fact.label)
    }
    for page in build_pages(context):
        for drawn in list_labels(page):
            for label, speaker in named.items():
                assert label not in drawn or speaker.lower() in drawn.lower(), (page.uri, drawn)
