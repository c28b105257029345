"""On a phone the answers of a fact stand before the first scroll."""

from __future__ import annotations

from typing import Any

from tests.support.browser import Reader

WIDTH, HEIGHT = 390, 844
BOTTOMS = """() => {
  const bottom = (selector) => document.querySelector(selector)?.getBoundingClientRect().bottom ?? 0;
  const answers = ["h1", ".fs-value", "p.fs-attribution", "p.fs-attribution + p"];
  return {
    answers: Math.max(...answers.map((each) => bottom(`article > ${each}`))),
    source: bottom("article > p.fs-attribution a"),
    passage: bottom("article .fs-passage > p"),
  };
}"""


def test_who_what_and_how_well_stand_above_the_fold(reader: Reader) -> None:
    found: dict[str, Any] = {}
    page = reader.open("", width=WIDTH, height=HEIGHT, javascript=False)
    for path in sorted(each.parent.name for each in reader.site.glob("facts/*/index.html")):
        page.goto(f"{reader.root}facts/{path}/")
        found[path] = page.evaluate(BOTTOMS)

    late = [path for path, bottoms in found.items() if bottoms["answers"] > HEIGHT or not bottoms["source"]]
    assert len(late) <= len(found) / 10, late
    passages = [bottoms["passage"] for bottoms in found.values() if bottoms["passage"]]
    assert sum(bottom <= HEIGHT for bottom in passages) >= len(passages) * 0.9
