"""Facts for tests that need a few of them catalog: written as YAML, read as the project reads them."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

from factsheet.analysis.catalog import Catalog, build_catalog
from factsheet.analysis.derivations import DerivationResult, derive
from factsheet.diagnostics.core import Diagnostic
from factsheet.model.records import Evidence, Fact
from factsheet.model.values.grammar import parse_value
from factsheet.model.values.hedges import Value
from factsheet.parsing.validate.documents import validate
from factsheet.parsing.yaml.document import read_document
from factsheet.parsing.yaml.nodes import YamlDocument


def read_catalog(files: Mapping[str, str]) -> tuple[Catalog, tuple[Diagnostic, ...]]:
    """Return the catalog of files and all diagnostics."""
    documents: list[YamlDocument] = []
    diagnostics: list[Diagnostic] = []
    for path, text in files.items():
        document, unreadable = read_document(f"facts/{path}", text.encode())
        documents += [document] if document else []
        diagnostics += unreadable
    validated = validate(documents, "facts")
    catalog, catalog_diagnostics = build_catalog(validated)
    return catalog, (*diagnostics, *validated.diagnostics, *catalog_diagnostics)


def read_valid(files: Mapping[str, str]) -> Catalog:
    """Return the records of files in which nothing is wrong."""
    catalog, diagnostics = read_catalog(files)
    assert diagnostics == ()
    return catalog


def derive_facts(*facts: str) -> tuple[Mapping[str, DerivationResult], tuple[Diagnostic, ...]]:
    """Return what was worked out of the facts of one sheet, and why something was not."""
    return derive(read_valid({"sheets/numbers.yml": make_sheet(*facts)} | make_source("register")))


def make_sheet(*facts: str, name: str = "numbers") -> str:
    """Return a sheet of facts, each given as its YAML."""
    listed = "".join(textwrap.indent(f"- {textwrap.dedent(fact).strip()}\n", "  ") for fact in facts)
    return f"id: {name}\ntitle: Numbers\nsummary: All numbers.\nfacts:\n{listed}"


def make_number(name: str, answer: str, *more: str) -> str:
    """Return a fact with evidence in the source `register`."""
    standing = () if any(line.startswith("standing:") for line in more) else ("standing: reported",)
    evidence = "evidence: [{source: register, locator: the words … of the register}]"
    fields = (f"id: {name}", f"statement: Of {name}", f"value: {answer}", *standing, *more, evidence)
    return f"{{{', '.join(fields)}}}"


def make_result(name: str, answer: str, formula: str, inputs: str, standing: str = "reported") -> str:
    """Return a derived fact."""
    derived = f"derived: {{formula: {formula}, inputs: {{{inputs}}}}}"
    return f"{{id: {name}, statement: Of {name}, value: {answer}, standing: {standing}, {derived}}}"


def make_source(name: str, *more: str) -> dict[str, str]:
    """Return the file of a source."""
    lines = (f"id: {name}", f"label: {name.title()}", "type: report", *more)
    return {f"sources/{name}.yml": "".join(f"{line}\n" for line in lines)}


def make_actors(*names: str) -> dict[str, str]:
    """Return the file of some actors."""
    listed = "".join(f"  - {{id: {name}, name: {name.title()}, kind: organisation}}\n" for name in names)
    return {"actors.yml": f"actors:\n{listed}"}


def read_value(text: str) -> Value:
    """Return what a text says, which must be a value."""
    parsed = parse_value(text)
    assert isinstance(parsed, Value), parsed
    return parsed


def read_only_fact(files: Mapping[str, str]) -> tuple[Fact, Catalog]:
    """Return the one fact of some files, with the catalog."""
    catalog = read_valid(files)
    (fact,) = catalog.facts.values()
    return fact, catalog


def read_evidence(files: Mapping[str, str]) -> tuple[tuple[Evidence, ...], Catalog]:
    """Return the evidence of the one fact of some files, with the catalog."""
    fact, catalog = read_only_fact(files)
    return fact.evidence, catalog
