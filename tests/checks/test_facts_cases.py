"""Whole sites and all that is found in them, as files: a new case is a new folder.

A folder under `cases/facts/` holds what differs from the folder `_base`: `sheets/`, `sources/`, `actors.yml`,
`places.yml`, `evidence.lock`, and beside these `mkdocs.yml`; a file of its own takes the place of the one in
`_base`. Where a case has no lock of its own, one is made in which every passage that can be read counts as
proved. `expected.txt` is the whole report on the first of January 2024; `pytest --update` writes it anew.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from factsheet.checks.passages import list_evidence_refs
from factsheet.checks.run import CHECKS, FACT_CHECKS, CheckResult, check_site
from factsheet.diagnostics.reporters import format_report
from factsheet.diagnostics.rules import RULES
from factsheet.evidence.lock import EvidenceRecord, Lock, SnapshotRecord, compute_sha256, render_lock
from factsheet.evidence.proof import EvidenceRef
from factsheet.parsing.fact_files import LOCK_FILE
from factsheet.project.load import LoadedSite, read_site
from tests.support import paths
from tests.support.case_sites import CONFIGURATION_FILE, lay_out_case

CASES = paths.CASES / "facts"
NAMES = sorted(folder.name for folder in CASES.iterdir() if folder.name != "_base")
TODAY = dt.date(2024, 1, 1)

ELSEWHERE: Mapping[str, str] = MappingProxyType(
    {
        **{f"F0{number:02}": "reading: test_document, test_loader and test_disk" for number in range(1, 24)},
        **{f"F20{number}": "needs snapshots: test_verify_cases" for number in range(5, 9)},
        **{f"F21{number}": "needs snapshots: test_verify_cases and test_passages" for number in range(2, 9)},
        "F220": "between two versions: test_policies",
        "F221": "needs snapshots: test_verify_cases",
        "F401": "the settings of the site, not its facts",
        "F402": "the settings of the site, not its facts",
        "F530": "how facts are written, not what they say: test_fmt",
        "F531": "a fault of ours, which no facts are known to give: test_fmt",
        "F540": "between two versions: test_policies and test_diff",
        **{f"F50{number}": "between two versions: test_policies and test_git" for number in range(1, 10)},
        "F403": "the settings of the site, not its facts",
        "F404": "where the site is written: test_targets and test_site",
        **{f"F40{number}": "the settings of the site, not its facts: test_settings" for number in range(5, 8)},
        "F907": "links of finished pages: test_settings",
        **{f"F52{number}": "what hosts answer: test_stale" for number in range(4)},
        **{f"F55{number}": "what people say who have read a fact: test_attest" for number in range(4)},
        "F905": "a failure of the program: test_failures",
        "F901": "hand-written pages, not facts",
        "F902": "hand-written pages, not facts",
        "F903": "what MkDocs cannot build: test_preview",
        "F904": "what MkDocs warns of: test_preview",
        "F906": "what finished pages hold: test_unsafe_markup and test_site",
    }
)
"""Codes that facts alone cannot give, and where they are tried."""


def laid_out(folder: Path, root: Path) -> LoadedSite:
    """Return a case as a site on the disk, without a lock where the case has none."""
    return read_site(lay_out_case(folder, root), TODAY)


def proof_of(ref: EvidenceRef) -> EvidenceRecord:
    return EvidenceRecord(ref.fact, ref.source, compute_sha256(ref.locator.text), compute_sha256("a passage"), 0, 9, 1)


def made_up_lock(site: LoadedSite) -> str:
    """Return a lock that proves whatever the facts of a site cite."""
    refs = list_evidence_refs(check_site(site.inputs, site.settings).catalog)
    sources = sorted({ref.source for ref in refs})
    copies = tuple(SnapshotRecord(name, f"{name}.txt", compute_sha256("a copy"), 1) for name in sources)
    return render_lock(Lock(copies, tuple({proof_of(ref) for ref in refs})))


def checked(folder: Path, root: Path) -> tuple[LoadedSite, CheckResult]:
    site = laid_out(folder, root)
    if site.inputs.lock is None:
        site = replace(site, inputs=replace(site.inputs, lock=made_up_lock(site)))
    return site, check_site(site.inputs, site.settings)


@pytest.mark.parametrize("name", NAMES)
def test_the_report_is_as_expected(name: str, tmp_path: Path, agree_with: Callable[[Path, str], None]) -> None:
    site, result = checked(CASES / name, tmp_path)
    agree_with(CASES / name / "expected.txt", format_report(result.diagnostics, site.inputs.texts, "text"))


@pytest.mark.parametrize("name", NAMES)
def test_every_finding_has_a_place_in_a_file_that_was_read(name: str, tmp_path: Path) -> None:
    site, result = checked(CASES / name, tmp_path)
    for diagnostic in result.diagnostics:
        lines = site.inputs.texts[diagnostic.location.file].split("\n")
        assert diagnostic.location.line <= len(lines)
        assert diagnostic.message
        assert not diagnostic.message.endswith(".")
        assert not diagnostic.hint.endswith(".")
        if diagnostic.location.line:
            assert 1 <= diagnostic.location.column <= len(lines[diagnostic.location.line - 1]) + 1


@pytest.mark.parametrize("name", NAMES)
def test_the_same_facts_give_the_same_findings(name: str, tmp_path: Path) -> None:
    site, result = checked(CASES / name, tmp_path)
    documents = tuple(reversed(site.inputs.documents))
    again = check_site(replace(site.inputs, documents=documents), site.settings)
    if "already taken" not in format_report(result.diagnostics, {}, "text"):
        assert {diagnostic.code for diagnostic in again.diagnostics} == {
            diagnostic.code for diagnostic in result.diagnostics
        }


def codes_in_cases() -> set[str]:
    reports = (path.read_text(encoding="utf-8") for path in CASES.glob("*/expected.txt"))
    return {code for text in reports for code in re.findall(r"^\S.*: (?:error|warning) (F\d{3}): ", text, re.MULTILINE)}


def test_no_code_of_the_rulebook_is_without_a_case() -> None:
    assert {rule.code for rule in RULES} - codes_in_cases() <= set(ELSEWHERE)
    assert set(ELSEWHERE) <= {rule.code for rule in RULES}


def test_every_code_that_is_given_is_in_the_rulebook() -> None:
    assert codes_in_cases() <= {rule.code for rule in RULES}


def test_no_two_rules_share_a_code() -> None:
    codes = [rule.code for rule in RULES]
    assert len(codes) == len(set(codes))


def test_every_rule_is_explained() -> None:
    for rule in RULES:
        assert re.fullmatch(r"F\d{3}", rule.code)
        assert not rule.title.endswith(".")
        assert rule.why.endswith(".")
        assert rule.fix.endswith(".") or rule.fix.endswith("`.")


def test_every_check_is_run_once() -> None:
    assert len({*CHECKS, *FACT_CHECKS}) == len(CHECKS) + len(FACT_CHECKS)


def test_without_a_lock_one_finding_speaks_for_all_evidence(tmp_path: Path) -> None:
    site = laid_out(CASES / "nothing-wrong", tmp_path)
    result = check_site(site.inputs, site.settings).diagnostics
    assert format_report(result, site.inputs.texts, "text") == (
        "facts/evidence.lock: error F202: no passage has been proved yet: there is no evidence lock\n"
        "hint: run `factsheet verify --write`\n"
        "\n"
        "1 error in 1 file\n"
    )


def test_without_evidence_no_lock_is_asked_for(tmp_path: Path) -> None:
    site = laid_out(CASES / "no-sheet-can-be-read", tmp_path)
    codes = [diagnostic.code for diagnostic in check_site(site.inputs, site.settings).diagnostics]
    assert codes == ["F009"]


def test_the_folder_of_facts_may_have_another_name(tmp_path: Path) -> None:
    laid_out(CASES / "nothing-wrong", tmp_path)
    shutil.move(tmp_path / "facts", tmp_path / "ledger")
    (tmp_path / CONFIGURATION_FILE).write_text("plugins:\n  - factsheet:\n      facts: ledger\n", encoding="utf-8")
    site = read_site(tmp_path / CONFIGURATION_FILE, TODAY)
    assert site.inputs.lock_file == f"ledger/{LOCK_FILE}"
    assert list(check_site(site.inputs, site.settings).catalog.facts) == ["boats"]
