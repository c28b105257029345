"""What passages were read for: kept in the lock without words, and outdated when the fact changes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from factsheet.checks.passages import READING_CODES
from factsheet.checks.run import CheckResult, check_site
from factsheet.cli.app import main
from factsheet.evidence.lock import DiscrepancyKind
from factsheet.project.load import LoadedSite, read_site
from tests.support import paths
from tests.support.case_sites import COPIES_FOLDER, lay_out_case
from tests.support.snapshots import TODAY


@pytest.fixture
def site(tmp_path: Path) -> LoadedSite:
    """A site with one fact that its passage holds, found and read."""
    config = lay_out_case(paths.CASES / "verify" / "all-proved", tmp_path)
    verify = ["verify", "--snapshots", str(tmp_path / COPIES_FOLDER), "--write", "--config-file", str(config)]
    with pytest.raises(SystemExit) as left:
        main(verify)
    assert left.value.code in {0, None}
    return read_site(config, TODAY)


def check_with(site: LoadedSite, *, lock: str) -> CheckResult:
    return check_site(replace(site.inputs, lock=lock), site.settings)


def list_codes(result: CheckResult) -> list[str]:
    return [diagnostic.code for diagnostic in result.diagnostics]


def test_the_lock_keeps_what_was_read_and_no_words(site: LoadedSite) -> None:
    record = json.loads(site.inputs.lock or "")["evidence"][0]
    assert set(record["reading"]) == {"claim", "language", "number", "speaker", "discrepancies"}
    assert (record["reading"]["language"], record["reading"]["number"]) == ("en", True)


def test_what_a_passage_lacks_is_known_without_the_copies(site: LoadedSite) -> None:
    lock = json.loads(site.inputs.lock or "")
    lock["evidence"][0]["reading"] |= {"number": False, "discrepancies": ["number"]}
    (diagnostic,) = check_with(site, lock=json.dumps(lock)).diagnostics
    assert diagnostic.code == "F212"
    assert "'40 boats' is not in the passage" in diagnostic.message


def test_a_fact_that_has_changed_since_its_passage_was_read_is_named(site: LoadedSite) -> None:
    lock = json.loads(site.inputs.lock or "")
    lock["evidence"][0]["reading"]["claim"] = "0" * 64
    assert list_codes(check_with(site, lock=json.dumps(lock))) == ["F218"]


def test_a_lock_of_version_1_is_read_and_claims_nothing(site: LoadedSite) -> None:
    lock = json.loads(site.inputs.lock or "")
    lock["version"] = 1
    del lock["evidence"][0]["reading"]
    result = check_with(site, lock=json.dumps(lock))
    assert list_codes(result) == []
    assert result.lock.evidence[0].reading is None


@pytest.mark.parametrize(
    "member, content",
    [
        ("claim", "x"),
        ("number", "yes"),
        ("speaker", 1),
        ("language", None),
        ("discrepancies", "number"),
        ("discrepancies", ["unheard-of"]),
    ],
)
def test_a_reading_that_was_edited_by_hand_is_refused(site: LoadedSite, member: str, content: object) -> None:
    lock = json.loads(site.inputs.lock or "")
    lock["evidence"][0]["reading"][member] = content
    assert list_codes(check_with(site, lock=json.dumps(lock))) == ["F210"]


@pytest.mark.parametrize("kind", DiscrepancyKind)
def test_every_kind_of_discrepancy_is_kept_in_the_lock_and_has_a_rule(site: LoadedSite, kind: str) -> None:
    lock = json.loads(site.inputs.lock or "")
    lock["evidence"][0]["reading"]["discrepancies"] = [kind]
    (code,) = list_codes(check_with(site, lock=json.dumps(lock)))
    assert code in READING_CODES
