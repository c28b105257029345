"""`evidence.json`: what the page reads on which a reader checks our passages in their own copy."""

from factsheet.evidence.locator import FOLDS, NORMALISER
from factsheet.model.records import Evidence, Fact, Source
from factsheet.render.exports.facts_json import Json, build_status_json
from factsheet.render.pages.context import PageContext
from factsheet.render.pages.lists import list_source_evidence, list_sources_with_passages


def build_evidence_json(context: PageContext) -> Json:
    """Return every source with its passages, both in the order in which the page shows them."""
    return {
        "edition": context.build_id,
        "normaliser": NORMALISER,
        "folds": [list(fold) for fold in FOLDS],
        "sources": [_build_source_passages(source, context) for source in list_sources_with_passages(context)],
    }


def _build_source_passages(source: Source, context: PageContext) -> Json:
    copy = context.lock.find_snapshot(source.id)
    return {
        "id": source.id,
        "letter": context.letters[source.id],
        "label": source.label,
        "status": build_status_json(source),
        "sha256": copy.sha256 if copy else None,
        "paragraphs": copy.paragraphs - len(source.uncounted) if copy else None,
        "passages": [_build_passage(*each, context) for each in list_source_evidence(source, context)],
    }


def _build_passage(fact: Fact, evidence: Evidence, context: PageContext) -> Json:
    proof = context.find_proof(fact, evidence)
    return {
        "fact": fact.id,
        "first": evidence.locator.first,
        "last": evidence.locator.last,
        "paragraph": context.find_source(evidence).count_paragraph(proof.paragraph) if proof else None,
        "passage": proof.passage if proof else None,
        "folded": proof.folded or None if proof else None,
        "length": proof.end - proof.start if proof else None,
    }
