"""Check it yourself: the passages that facts cite, for readers to look for in their own copies."""

from __future__ import annotations

from factsheet.model.records import Evidence, Fact, Source
from factsheet.model.text.spans import Link, PageAddress, Plain, Role, Strong, Text, WebAddress, make_text
from factsheet.model.text.wording import format_count
from factsheet.render.blocks import Block, Blocks, Box, Bullets, Disclosure, Heading, Page, Paragraph, Table
from factsheet.render.pages.context import PageContext
from factsheet.render.pages.inline_text import (
    format_publication_date,
    join_texts,
    link_fact,
    link_source,
    link_to,
    render_locator,
    render_source_label,
    to_text,
)
from factsheet.render.pages.lists import PAGE_TEXTS, build_general_page

_URI = "check-it-yourself.md"

_TEXTS = PAGE_TEXTS["check-it-yourself"]


def link_passage_check(source: Source) -> Link:
    """Return the label of a source, linked to where readers can look for its passages in their own copy."""
    return link_to(PageAddress(_URI, _format_anchor(source)), source.label)


def build_check_yourself_page(context: PageContext) -> Page:
    """Return the page on which a reader checks our passages against their own copy."""
    sources = list_sources_with_passages(context)
    blocks: list[Block] = [
        Box(Role.DESK, (Paragraph(make_text(_TEXTS["no_script"])),), anchor="desk"),
        Heading(2, make_text("What an answer shows"), "what-it-shows"),
        Bullets(tuple(to_text(Strong(make_text(answer)), f" {meaning}") for answer, meaning in _TEXTS["answers"])),
        Paragraph(make_text(_TEXTS["limitations"])),
        Heading(2, make_text("By hand"), "by-hand"),
        Bullets(tuple(map(make_text, _TEXTS["steps"])), ordered=True),
        Paragraph(make_text(_TEXTS["counting"])),
    ]
    for source in sources:
        blocks += _build_passages(source, context)
    if not sources:
        blocks.append(Paragraph(make_text("No fact leans on a source yet.")))
    return build_general_page("check-it-yourself", blocks, scripts=("check-yourself",) if sources else ())


def list_sources_with_passages(context: PageContext) -> tuple[Source, ...]:
    """Return the sources that facts cite, in the order of their letters."""
    return tuple(source for source in context.sources if context.catalog.cited_by[source.id])


def list_source_evidence(source: Source, context: PageContext) -> tuple[tuple[Fact, Evidence], ...]:
    """Return the evidence that a source gives, in the order of its passages; the unproved comes last."""

    def build_sort_key(pair: tuple[Fact, Evidence]) -> tuple[bool, int, str]:
        proof = context.find_proof(*pair)
        return (proof is None, proof.start if proof else 0, pair[0].id)

    facts = context.catalog.cited_by[source.id]
    pairs = ((fact, evidence) for fact in facts for evidence in fact.evidence if evidence.source.id == source.id)
    return tuple(sorted(pairs, key=build_sort_key))


def _format_anchor(source: Source) -> str:
    return f"source-{source.id}"


def _build_passages(source: Source, context: PageContext) -> Blocks:
    pairs = list_source_evidence(source, context)
    table = Table(
        header=(make_text("Fact"), make_text("First … last words"), make_text("Paragraph in our copy")),
        rows=tuple(_build_row(fact, evidence, context) for fact, evidence in pairs),
        caption=f"Passages of {source.label}",
    )
    return (
        Heading(2, render_source_label(source, context), _format_anchor(source)),
        Paragraph(_render_source(source), Role.META),
        Box(Role.SOUGHT, (Disclosure(to_text(format_count(len(pairs), "passage")), (table,), opened=True),)),
    )


def _render_source(source: Source) -> Text:
    return join_texts(
        (
            link_source(source, source.title or "about this source"),
            Plain(f"by {', '.join(source.authors)}") if source.authors else None,
            Plain(format_publication_date(source)),
            link_to(WebAddress(source.url), "open the article") if source.url else Plain("no address known"),
        )
    )


def _build_row(fact: Fact, evidence: Evidence, context: PageContext) -> tuple[Text, ...]:
    proof = context.find_proof(fact, evidence)
    return (
        to_text(link_fact(fact)),
        render_locator(evidence.locator),
        make_text(str(proof.paragraph) if proof else "not yet looked for"),
    )
