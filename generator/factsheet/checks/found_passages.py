"""Reading the passages that were found in the copies, which only `factsheet verify` and drafts have."""

from factsheet.analysis.catalog import Catalog
from factsheet.checks.passages import build_claim
from factsheet.evidence.lock import compute_sha256
from factsheet.evidence.proof import Proof
from factsheet.reading.claims import PassagesRead
from factsheet.reading.passages import read_passages


def read_found_passages(catalog: Catalog, proof: Proof) -> PassagesRead:
    """Read the passages that were found, each beside its fact."""
    facts = [catalog.facts[name] for name in dict.fromkeys(record.fact for record in proof.lock.evidence)]
    claims = {
        (fact.id, evidence.source.id, compute_sha256(evidence.locator.text)): build_claim(fact, evidence, catalog)
        for fact in facts
        for evidence in fact.evidence
    }
    return read_passages(claims, proof)
