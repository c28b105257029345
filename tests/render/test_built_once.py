"""What stands on several pages and in several files is built once, and is the same as if it were built for each."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from factsheet.model.records import Fact
from factsheet.model.text.spans import make_text
from factsheet.render import site
from factsheet.render.exports import facts_json
from factsheet.render.exports.facts_json import build_fact_json, build_facts_json, format_facts_json, format_json
from factsheet.render.markdown.pages import write_page
from factsheet.render.pages import inline, rows
from factsheet.render.pages.context import PageContext, build_once
from factsheet.render.pages.fact import build_fact_page
from tests.support.paths import ROOT, TOY
from tests.support.sites import build_toy_context


@pytest.fixture
def context() -> PageContext:
    """What the pages of the toy are built from, before the first of them."""
    return build_toy_context(TOY)


def test_each_part_of_a_fact_is_built_once_for_all_pages_and_files(
    context: PageContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: Counter[tuple[str, str]] = Counter()

    def count(module: ModuleType, name: str) -> None:
        build: Callable[..., object] = getattr(module, name)

        def counted(fact: Fact, *others: object) -> object:
            built[name, fact.id] += 1
            return build(fact, *others)

        monkeypatch.setattr(module, name, counted)

    count(rows, "_build_details")
    count(facts_json, "_build_derivation")
    count(facts_json, "build_index_record")
    monkeypatch.setattr(site, "build_handouts", lambda *_: {})
    monkeypatch.setattr(site, "build_pictures", lambda _: {})
    list(site.build_pages(context))
    site.build_insertions(context)
    site.build_exports(context)

    names = ("_build_details", "_build_derivation", "build_index_record")
    assert built == {(name, fact): 1 for name in names for fact in context.catalog.facts}


def test_what_was_built_before_changes_no_page(context: PageContext) -> None:
    alone = [write_page(build_fact_page(fact, dataclasses.replace(context))) for fact in context.catalog.facts.values()]
    list(site.build_pages(context))

    assert [write_page(build_fact_page(fact, context)) for fact in context.catalog.facts.values()] == alone


def test_another_record_of_the_same_id_is_built_itself(context: PageContext) -> None:
    fact = next(iter(context.catalog.facts.values()))
    before = inline.format_statement(fact, context)
    changed = dataclasses.replace(fact, statement=make_text("Otherwise"))

    assert inline.format_statement(changed, context).endswith("Otherwise")
    assert inline.format_statement(fact, context) == before


def test_a_record_is_kept_as_long_as_what_was_built_of_it(context: PageContext) -> None:
    @build_once
    def read(record: list[int], _: PageContext) -> int:
        return record[0]

    # A list that is no longer held has the address of the next one.
    assert [read([number], context) for number in range(50)] == list(range(50))


def test_a_changed_context_begins_with_nothing_built(context: PageContext) -> None:
    fact = next(iter(context.catalog.facts.values()))
    inline.format_statement(fact, context)

    assert context.built
    assert not dataclasses.replace(context, build_id="other").built


@pytest.mark.parametrize("folder", [TOY, ROOT], ids=["toy", "real"])
def test_the_whole_of_the_facts_is_written_as_if_at_once(folder: Path) -> None:
    context = build_toy_context(folder)
    settings = dataclasses.replace(context.settings, site_name='\0 and \n "facts": [] and \\n "facts": []')
    context = dataclasses.replace(context, settings=settings)
    facts = [format_json(build_fact_json(fact, context)) for fact in context.catalog.facts.values()]

    whole = json.dumps(build_facts_json(context), ensure_ascii=False, indent=1) + "\n"
    assert format_facts_json(context, facts) == whole


def test_a_site_without_facts_has_an_empty_list_of_them(context: PageContext) -> None:
    catalog = dataclasses.replace(context.catalog, facts={})

    assert json.loads(format_facts_json(dataclasses.replace(context, catalog=catalog), []))["facts"] == []
