"""Where each passage stands, for the script that looks for it in the reader's own copy.

In a file instead of in the page: a page folds white space and replaces what HTML forbids, and a search for
exact words must not lean on that; the hashes would only be in a reader's way.
"""

from __future__ import annotations

from factsheet.evidence.locator import NORMALISER
from factsheet.model.records import Evidence, Fact, Source
from factsheet.render.exports.facts_json import Json
from factsheet.render.pages.check_yourself import sources_with_passages, ties_to
from factsheet.render.pages.context import Edition


def evidence_json(edition: Edition) -> Json:
    """Return every source with its passages, both in the order in which the page shows them."""
    return {
        "edition": edition.mark,
        "normaliser": NORMALISER,
        "sources": [_source(source, edition) for source in sources_with_passages(edition)],
    }


def _source(source: Source, edition: Edition) -> Json:
    copy = edition.lock.snapshot(source.id)
    return {
        "id": source.id,
        "letter": edition.letters[source.id],
        "label": source.label,
        "sha256": copy.sha256 if copy else None,
        "paragraphs": copy.paragraphs if copy else None,
        "passages": [_passage(fact, tie, edition) for fact, tie in ties_to(source, edition)],
    }


def _passage(fact: Fact, evidence: Evidence, edition: Edition) -> Json:
    proof = edition.proof(fact, evidence)
    return {
        "fact": fact.id,
        "first": evidence.locator.first,
        "last": evidence.locator.last,
        "paragraph": proof.paragraph if proof else None,
        "passage": proof.passage if proof else None,
    }
