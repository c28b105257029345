"""Time in proportion to size: twice the input takes about twice the steps.

Steps are lines of Python, characters that counted texts look at, and how far patterns read: see
`tests/support/steps.py`. Not counted is what C does in one step otherwise: parsing YAML, how often a pattern goes back,
operations of whole sets and lists, sorting, and Typst.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import stat
from collections.abc import Callable, Mapping
from itertools import combinations
from pathlib import PurePosixPath
from typing import TypeAlias

import pytest

from factsheet.analysis.attestations import Attestation, hash_passages, sort_readings
from factsheet.analysis.catalog import build_catalog
from factsheet.analysis.derivations import derive
from factsheet.analysis.ledger import Ledger, accept_dependents, hash_meaning, read_ledger, serialize_ledger
from factsheet.analysis.prose_numbers import find_mentions
from factsheet.authoring.drafts import add_record
from factsheet.authoring.questions import RECORD_KINDS
from factsheet.checks.passages import list_evidence_refs
from factsheet.checks.run import check_site
from factsheet.diagnostics.core import Location, Rule
from factsheet.diagnostics.reporters import REPORT_FORMATS, format_report
from factsheet.evidence.locate import find_sentences, locate_passages
from factsheet.evidence.locator import Locator, Snapshot, parse_locator, prepare_snapshot
from factsheet.evidence.lock import Lock, read_lock, render_lock
from factsheet.evidence.proof import EvidenceRef, SnapshotFile, prove
from factsheet.model.records import Settings
from factsheet.model.vocabulary import Standing
from factsheet.parsing.config import read_settings
from factsheet.parsing.fact_files import FileTree, SiteInputs, find_no_author
from factsheet.parsing.format.document import format_files
from factsheet.parsing.schema.records import TextKind
from factsheet.parsing.validate.documents import validate
from factsheet.parsing.validate.shape_reader import TEXT_PARSERS
from factsheet.parsing.yaml.document import read_document
from factsheet.parsing.yaml.nodes import HIDDEN_PATTERN, YamlDocument, find_hidden_characters
from factsheet.render.exports.evidence_json import build_evidence_json
from factsheet.render.exports.facts_json import (
    build_fact_json,
    build_filter_index,
    build_search_index,
    format_facts_json,
    format_json,
)
from factsheet.render.markdown.pages import write_page
from factsheet.render.pages.context import PageContext, build_page_context
from factsheet.render.pdf import build_handout_record
from factsheet.render.site import build_card_document, build_insertions, build_pages
from factsheet.review.policies import PolicyContext, run_policies
from factsheet.review.reports.formats import diff_words, format_review_json, format_review_text, write_review_markdown
from factsheet.review.staleness.due import build_staleness_report, format_calendar, format_staleness_text
from tests.support.sites import build_index_entries
from tests.support.small_site import make_number, make_result, make_sheet, make_source
from tests.support.snapshots import compare_files
from tests.support.steps import CountedText, count_patterns, count_steps

TODAY = dt.date(2024, 6, 1)
SETTINGS = Settings(today=TODAY)
RULE = Rule("F001", "title", "why", "fix")
LARGEST_GROWTH = 2.15
"""How many times the steps of twice the input may be; what is looked up by halving needs a little more than 2."""

Work: TypeAlias = Callable[[], object]
Case: TypeAlias = Callable[[int], Work]
"""Makes an input of a size, and returns what is done with it."""


def read_documents(files: Mapping[str, str]) -> tuple[YamlDocument, ...]:
    read = (read_document(f"facts/{path}", text.encode())[0] for path, text in files.items())
    return tuple(document for document in read if document)


def make_inputs(files: Mapping[str, str], lock: str | None = None, ledger: str | None = None) -> SiteInputs:
    inputs = SiteInputs(documents=read_documents(files), failed=(), lock=lock, lock_file="evidence.lock")
    return dataclasses.replace(inputs, ledger=ledger, ledger_file="accepted.lock")


def make_files(count: int) -> dict[str, str]:
    """Return a sheet of facts with all that a fact can have, and a source, an actor and a place for each.

    Sources are based on each other five at a time: who goes back to whom takes as many steps as there are between them.
    """
    facts = [
        f"{{id: fact-{number}, statement: At least {number} of place {number}, value: at least {number} people, "
        f"as_of: 2020-0{number % 9 + 1}, when: 19{number % 90 + 10}, standing: reported, "
        f"about: {{actors: [actor-{number}], places: [place-{number}]}}, note: 'In 1999 were 7,000 and {number}', "
        f"evidence: [{{source: source-{number}, locator: the words w{number} of it, chain: [actor-{number}]}}, "
        f"{{source: source-0, locator: other words w{number} of it, says: at most {number} people}}]}}"
        for number in range(count)
    ]
    files = {"sheets/numbers.yml": make_sheet(*facts)}
    for number in range(count):
        base = f"based_on: [source-{number - 1}, actor-{number}]" if number % 5 else "nature: primary"
        files |= make_source(f"source-{number}", f"publisher: actor-{number}", base, f"snapshot: c{number}.txt")
    actors = (f"  - {{id: actor-{number}, name: A, kind: person, affiliation: actor-0}}\n" for number in range(count))
    places = (f"  - {{id: place-{number}, name: P, kind: city, within: place-0}}\n" for number in range(count))
    return files | {"actors.yml": f"actors:\n{''.join(actors)}", "places.yml": f"places:\n{''.join(places)}"}


def make_copies(count: int) -> dict[str, SnapshotFile]:
    texts = {f"source-{number}": f"See the words w{number} of it." for number in range(count)}
    texts["source-0"] += "".join(f"\nSee other words w{number} of it." for number in range(count))
    return {name: SnapshotFile(f"{name}.txt", text.encode()) for name, text in texts.items()}


def make_context(count: int) -> PageContext:
    inputs = make_inputs(make_files(count))
    checked = check_site(inputs, SETTINGS)
    assert len(checked.catalog.facts) == count
    lock = prove(list_evidence_refs(checked.catalog), make_copies(count)).lock
    return build_page_context(checked.catalog, checked.derivations, lock, SETTINGS, "0123abcd")


def check_files(files: Mapping[str, str]) -> Work:
    inputs = make_inputs(files, render_lock(Lock()), serialize_ledger(Ledger()))
    return lambda: check_site(inputs, SETTINGS)


def render(work: Callable[[PageContext], object]) -> Case:
    def make(count: int) -> Work:
        context = make_context(count)
        return lambda: work(context)

    return make


def write_facts(context: PageContext) -> str:
    written = [format_json(build_fact_json(fact, context)) for fact in context.catalog.facts.values()]
    return format_facts_json(context, written)


def search(asked: str, make_text: Callable[[int], str]) -> Case:
    def make(count: int) -> Work:
        snapshot = prepare_snapshot(make_text(count))
        counted = Snapshot(CountedText(snapshot.text), snapshot.starts)
        return lambda: locate_passages(asked, counted)

    return make


def make_facts(*facts: str) -> dict[str, str]:
    return {"sheets/numbers.yml": make_sheet(*facts)} | make_source("register")


def derive_in_chain(count: int, first: str = "f0") -> dict[str, str]:
    chain = (make_result(f"f{number}", "1", "a", f"a: f{number - 1 if number else count}") for number in range(count))
    return make_facts(
        make_number(f"f{count}", "1") if first else make_result(f"f{count}", "1", "a", f"a: f{count - 1}"), *chain
    )


def replace_chain(count: int, last: str) -> dict[str, str]:
    names = [*(f"f{number}" for number in range(1, count)), last]
    more = [("lifecycle: superseded", f"superseded_by: {name}") if name else () for name in names]
    return make_facts(*(make_number(f"f{number}", str(number), *lines) for number, lines in enumerate(more)))


def cite_often(count: int) -> dict[str, str]:
    """Return facts of three passages each, from sources each based on the one before."""
    sources = {
        name: text
        for number in range(20)
        for name, text in make_source(f"s{number}", *([f"based_on: [s{number - 1}]"] if number else [])).items()
    }
    evidence = ", ".join(f"{{source: s{number}, locator: the words}}" for number in (3, 9, 19))
    facts = (f"{{id: f{n}, statement: S {n}, standing: established, evidence: [{evidence}]}}" for n in range(count))
    return {"sheets/numbers.yml": make_sheet(*facts)} | sources


def format_disordered(count: int) -> Work:
    lines = "  - statement: s {}\n    # c\n    id: f{}\n    standing: reported\n    tags: [a]\n"
    facts = "".join(lines.format(number, number) for number in range(count))
    (document,) = read_documents({"sheets/a.yml": f"title: A\n# c\n\nid: a\nfacts:\n{facts}"})
    return lambda: format_files((document,), {}, "facts", ())


def leave_lines_out(count: int) -> Work:
    lines = (f"{{paragraph: {number}, kind: caption}}" for number in range(1, count))
    return check_files(make_facts() | make_source("register", f"uncounted: [{', '.join(lines)}]"))


def read_twice(count: int) -> Work:
    """Sort what a second reader has said of each fact of a sheet."""
    catalog = check_site(make_inputs(make_files(count)), SETTINGS).catalog
    lock = prove(list_evidence_refs(catalog), make_copies(count)).lock
    said = [
        Attestation(fact.id, "R", "2024-01-01", "supports", "", hash_meaning(fact), hash_passages(fact, lock))
        for fact in catalog.facts.values()
    ]
    return lambda: sort_readings(catalog, lock, said, find_no_author, frozenset(Standing))


def validate_right(count: int) -> Work:
    documents = read_documents(make_files(count))
    return lambda: validate(documents, "facts")


def report_stale(context: PageContext) -> tuple[str, str]:
    stale = build_staleness_report(context.catalog, TODAY, 30, 0)
    return format_staleness_text(stale), format_calendar(stale, SETTINGS)


def validate_wrong(count: int) -> Work:
    fields = "".join(f"statment{number}: x\n" for number in range(count))
    documents = read_documents({"sources/a.yml": f"id: a\n{fields}", **make_source("b", "based_on: [A b, c, c]")})
    return lambda: validate(documents, "facts")


def name_unknown(count: int) -> Work:
    """Count unknown ids beyond those that are compared with the known ones."""
    files = make_source("register")
    for number in range(count):
        files |= make_source(f"source-{number}", f"based_on: [saurce-{number}]")
    validated = validate(read_documents(files), "facts")
    return lambda: build_catalog(validated)


def report(form: str) -> Case:
    def make(count: int) -> Work:
        text = CountedText("field: value\n" * count)
        diagnostics = [RULE.report(Location("a.yml", line, 1), "message") for line in range(1, count)]
        return lambda: format_report(diagnostics, {"a.yml": text}, form)

    return make


def report_one_line(count: int) -> Work:
    diagnostics = [RULE.report(Location("a.yml", 1, column), "message") for column in range(1, count)]
    return lambda: format_report(diagnostics, {"a.yml": "x" * count}, "text")


def find_hidden(count: int) -> Work:
    return lambda: list(find_hidden_characters("a.yml", CountedText("a\u200e" * count), HIDDEN_PATTERN))


def make_refs(count: int, words: str) -> list[EvidenceRef]:
    locators = [parse_locator(words.format(number)) for number in range(count)]
    return [
        EvidenceRef(f"f{number}", "source-0", locator, Location("a.yml", number))
        for number, locator in enumerate(locators)
        if isinstance(locator, Locator)
    ]


def prove_all(words: str) -> Case:
    def make(count: int) -> Work:
        refs, copies = make_refs(count, words), {"source-0": make_copies(count)["source-0"]}
        return lambda: prove(refs, copies)

    return make


def read_ledger_of(count: int) -> Work:
    meanings = {("fact", f"f{number}", "f0"): "0" * 64 for number in range(count)}
    text = serialize_ledger(Ledger(meanings))
    return lambda: read_ledger("accepted.lock", text)


def read_lock_of(count: int) -> Work:
    lock = prove(make_refs(count, "other words w{} of it"), make_copies(count)).lock
    text = render_lock(lock)
    return lambda: read_lock("evidence.lock", text)


def derive_all(files: Mapping[str, str]) -> Work:
    catalog, _ = build_catalog(validate(read_documents(files), "facts"))
    return lambda: derive(catalog)


def accept_all(count: int) -> Work:
    catalog, _ = build_catalog(validate(read_documents(derive_in_chain(count)), "facts"))
    return lambda: accept_dependents(catalog, Ledger(), None)


def compare(write: Callable[..., object]) -> Case:
    def make(count: int) -> Work:
        old = make_files(count)
        new = {
            path: text.replace("At least", "About").replace("value: at least", "value:") for path, text in old.items()
        }
        new["sheets/numbers.yml"] = new["sheets/numbers.yml"].replace("id: fact-", "id: new-", count // 2)
        return lambda: write(compare_files(old, new))

    return make


def add_one(count: int) -> Work:
    inputs = make_inputs(make_files(count))
    kind = next(kind for kind in RECORD_KINDS.values() if kind.noun == "place")
    return lambda: add_record(inputs, "facts", kind, {"id": "z", "name": "Z", "kind": "city"})


class _Settings(FileTree):
    """The settings of a site as its only file."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.raw = text.encode()

    def read_mode(self, path: PurePosixPath) -> int:
        return stat.S_IFREG if path.name == "mkdocs.yml" else 0

    def list_names(self, folder: PurePosixPath) -> list[str]:
        raise FileNotFoundError(folder)

    def read_limited(self, path: PurePosixPath, most: int) -> tuple[int, bytes]:
        del path, most
        return len(self.raw), self.raw


def read_plugin_settings(count: int) -> Work:
    others = "".join(f"  - other{number}\n" for number in range(count))
    return lambda: read_settings(_Settings(f"plugins:\n{others}  - factsheet\n"), "mkdocs.yml", TODAY)


def parse(kind: TextKind, words: str) -> Case:
    return lambda count: lambda: TEXT_PARSERS[kind][1](CountedText(words * count))


CASES: Mapping[str, tuple[Case, int]] = {
    "the reader of hidden characters": (find_hidden, 400),
    "the YAML reader": (lambda count: lambda: read_documents(make_files(count)), 20),
    "the reader of settings": (read_plugin_settings, 300),
    "the formatter": (format_disordered, 60),
    "records that are right": (validate_right, 20),
    "fields that are not known": (validate_wrong, 100),
    "ids that are not known": (name_unknown, 150),
    "a report of one long line": (report_one_line, 400),
    **{f"a report as {form}": (report(form), 300) for form in REPORT_FORMATS},
    "locate, first and last words": (search("a … b", lambda n: "a b " * n), 60),
    "locate, common words": (search("ferry … of", lambda n: f"The ferry{' by the sea of it' * n}."), 150),
    "locate, one of many sentences": (search("ferry left", lambda n: "By the sea. " * n + "The ferry left."), 150),
    "locate, no such words": (search("nowhere seen", lambda n: "By the sea of it. " * n), 150),
    "sentences that abbreviations end": (lambda n: lambda: list(find_sentences(prepare_snapshot("Mr. " * n))), 300),
    "sentences of dots": (lambda n: lambda: list(find_sentences(prepare_snapshot(". . " * n))), 300),
    "passages in one copy": (prove_all("other words w{} of it"), 100),
    "passages that are not there": (prove_all("no words w{} of it"), 100),
    "the lock": (read_lock_of, 100),
    "the ledger": (read_ledger_of, 100),
    "accepting": (accept_all, 60),
    "numbers in prose": (lambda n: lambda: list(find_mentions(CountedText("In May 2020, 7,000 of 3. " * n))), 200),
    "all checks": (lambda n: check_files(make_files(n)), 15),
    "checks of paragraphs that are not counted": (leave_lines_out, 100),
    "second readings": (read_twice, 60),
    "checks of sources that are based on others": (lambda n: check_files(cite_often(n)), 20),
    "a chain of derived facts": (lambda n: derive_all(derive_in_chain(n)), 80),
    "a circle of derived facts": (lambda n: derive_all(derive_in_chain(n, "")), 80),
    "a chain of successors": (lambda n: check_files(replace_chain(n, "")), 40),
    "a circle of successors": (lambda n: check_files(replace_chain(n, "f0")), 40),
    "what pages need": (render(lambda c: build_page_context(c.catalog, c.derivations, c.lock, c.settings, "")), 20),
    "all pages": (render(lambda context: [write_page(page) for page in build_pages(context)]), 5),
    "insertions": (render(build_insertions), 20),
    "cards": (render(lambda c: [build_card_document(fact, c) for fact in c.catalog.facts.values()]), 10),
    "handouts": (render(lambda c: [build_handout_record(sheet, c) for sheet in c.catalog.sheets.values()]), 20),
    "facts.json and each fact's own": (render(write_facts), 20),
    "facts-index.json": (
        render(lambda context: json.dumps(build_filter_index(context, build_index_entries(context)))),
        20,
    ),
    "search-index.json": (
        render(lambda context: json.dumps(build_search_index(context, build_index_entries(context)))),
        20,
    ),
    "evidence.json": (render(lambda context: json.dumps(build_evidence_json(context))), 20),
    "what falls due": (render(report_stale), 20),
    "diff as text": (compare(format_review_text), 10),
    "diff as Markdown": (compare(lambda diff: write_review_markdown(diff, ())), 10),
    "diff as JSON": (compare(lambda diff: format_review_json(diff, ())), 10),
    "policies": (compare(lambda diff: run_policies(PolicyContext(diff, TODAY))), 10),
    "two texts word by word": (lambda n: lambda: list(diff_words("a b c " * n, "c b a " * n)), 400),
    "a draft": (add_one, 30),
    **{
        f"a {kind.name.lower()} of {words!r}": (parse(kind, words), 150)
        for kind, words in (
            *((TextKind.PROSE, words) for words in ("a ", "*a* ", "[a](fact:b) ", "`a` ", "[", "*a ")),
            *((TextKind.LOCATOR, words) for words in ("a ", "a … ", ". ")),
            *((TextKind.VALUE, words) for words in ("1,000 ", "about ")),
            *((TextKind.DATE, words) for words in ("2020-01/", "May ")),
            *((TextKind.FORMULA, words) for words in ("a + ", "a*")),
            (TextKind.URL, "https://a.b/"),
            (TextKind.ID, "a-"),
        )
    },
}


def measure_growth(case: Case, size: int) -> float:
    """Return how many times the steps become when the input is doubled; what is only done once comes before."""
    case(4)()
    few, many = (count_steps(case(count)) for count in (size, 2 * size))

    return many / few


@pytest.mark.parametrize("name", CASES)
def test_twice_the_input_takes_twice_the_steps(name: str) -> None:
    with count_patterns():
        assert measure_growth(*CASES[name]) <= LARGEST_GROWTH


@pytest.mark.parametrize(
    "case",
    [
        lambda n: lambda: [1 for _ in combinations(range(n), 2)],
        lambda n: lambda: [text.find("b", 0, n) for text in [CountedText("a" * n)] * n],
        lambda n: lambda: [text[:n] for text in [CountedText("a" * n)] * n],
    ],
    ids=["lines", "searches", "parts"],
)
def test_what_grows_with_the_square_is_found(case: Case) -> None:
    assert measure_growth(case, 100) > LARGEST_GROWTH
