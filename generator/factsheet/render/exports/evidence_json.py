"""Where each passage stands, for the script that looks for it in the reader's own copy.

In a file instead of in the page: a page folds white space and replaces what HTML forbids, and a search for
exact words must not lean on that; the hashes would only be in a reader's way.
"""

from __future__ import annotations

from factsheet.evidence.locator import NORMALISER
from factsheet.model.records import Evidence, Fact, Source
from factsheet.render.exports.facts_json import Json
from factsheet.render.pages.check_yourself import list_source_evidence, list_sources_with_passages
from factsheet.render.pages.context import PageContext


def build_evidence_json(edition: PageContext) -> Json:
    """Return every source with its passages, both in the order in which the page shows them."""
    return {
        "edition": edition.build_id,
        "normaliser": NORMALISER,
        "sources": [
            _build_source_passages(source, edition) for source in list_sources_with_passages(edition)
        ],
    }


def _build_source_passages(source: Source, edition: PageContext) -> Json:
    copy = edition.lock.find_snapshot(source.id)
    return {
        "id": source.id,
        "letter": edition.letters[source.id],
        "label": source.label,
        "sha256": copy.sha256 if copy else None,
        "paragraphs": copy.paragraphs if copy else None,
        "passages": [
            _build_passage(fact, tie, edition) for fact, tie in list_source_evidence(source, edition)
        ],
    }


def _build_passage(fact: Fact, evidence: Evidence, edition: PageContext) -> Json:
    proof = edition.find_proof(fact, evidence)
    return {
        "fact": fact.id,
        "first": evidence.locator.first,
        "last": evidence.locator.last,
        "paragraph": proof.paragraph if proof else None,
        "passage": proof.passage if proof else None,
    }
