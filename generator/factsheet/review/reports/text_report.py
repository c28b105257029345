"""A review for the terminal: facts with their changes, and what is to be read again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from factsheet.diagnostics.core import Diagnostic, Location
from factsheet.diagnostics.reporters import visible
from factsheet.review.diff.changes import Change, ChangeKind, FactChange, RecordChange, plain_words
from factsheet.review.diff.difference import Difference
from factsheet.review.reports import common as review
from factsheet.review.reports.word_diff import COME, GONE, word_diff

MOST_ERRORS = 10
"""So many errors of a version are told; its own `check` tells all."""
_COLOURS = {"+": "32", "-": "31", "~": "33"}
_MARKS = {GONE: ("[-", "-]"), COME: ("{+", "+}")}


def review_as_text(difference: Difference, *, colour: bool = False) -> str:
    """Return the review as lines."""
    return "\n".join(_Lines(colour=colour).of(difference)) + "\n"


def error_line(finding: Diagnostic) -> str:
    """Return an error of a version in one line."""
    at = finding.location
    place = f"{at.file}:{at.line}:{at.column}" if at.line else at.file
    return f"{place}: {finding.code}: {finding.message}"


@dataclass(frozen=True, slots=True)
class _Lines:
    """Writes lines, in colour or without."""

    colour: bool

    def of(self, difference: Difference) -> Iterator[str]:
        yield visible(f"{difference.base.called.words} → {difference.head.called.words}")
        yield self.paint(review.summary(difference), "1")
        for note in review.unread(difference):
            yield visible(f"note: {note}")
        base = difference.base
        for error in base.errors[:MOST_ERRORS] if base.is_there else ():
            yield visible(f"  {base.called.prefix}{error_line(error)}")
        for fact in difference.facts:
            yield ""
            yield from self.fact(fact, difference)
        for heading, records in review.in_kinds(difference.records):
            yield ""
            yield self.paint(heading, "1")
            for record in records:
                yield from self.record(record, difference)

    def fact(self, change: FactChange, difference: Difference) -> Iterator[str]:
        sign, fact = review.sign_of(change), change.shown
        yield self.head(sign, change.id, self.place(fact.where.of("id"), difference, gone=not change.after))
        yield f"    {visible(plain_words(fact.statement))}"
        for one in change.changes:
            yield f"    {self.change(one)}"
        if change.on_home:
            yield f"    {self.paint('shown on the home page', '36')}"
        for heading, found in review.in_states(change.recheck):
            yield f"    {self.paint(f'{heading}:', '36')}"
            for resting in found:
                yield visible(f"      {review.name_words(resting)} ({review.tie_words(resting)})")

    def record(self, record: RecordChange, difference: Difference) -> Iterator[str]:
        sign = review.sign_of(record)
        yield self.head(sign, record.id, self.place(record.at, difference, gone=sign == "-"))
        for one in record.changes:
            yield f"    {self.change(one)}"

    def head(self, sign: str, name: str, place: str) -> str:
        return (
            f"{self.paint(sign, _COLOURS[sign])} {self.paint(visible(name), '1')}  {self.paint(place, '2')}"
        )

    @staticmethod
    def place(at: Location, difference: Difference, *, gone: bool) -> str:
        shown = difference.base.place(at) if gone else at
        return visible(f"{shown.file}:{shown.line}")

    def change(self, change: Change) -> str:
        kind = change.kinds[0]
        if kind in {ChangeKind.NEW, ChangeKind.VANISHED}:
            return visible(change.after or change.before)
        remark = review.remark(change)
        told = visible(f"  ({remark})" if remark else "")
        sign = self.paint(kind.sign, _COLOURS[kind.sign])
        return f"{sign} {visible(review.label(change))}: {self.words(change)}{self.paint(told, '2')}"

    def words(self, change: Change) -> str:
        if not change.before or not change.after:
            return visible(change.before or change.after)
        if not review.is_running_text(change):
            if change.before == change.after:
                return visible(change.after)
            return f"{visible(change.before)} → {visible(change.after)}"
        return " ".join(
            self.run(run.sign, visible(run.words)) for run in word_diff(change.before, change.after)
        )

    def run(self, sign: str, words: str) -> str:
        if sign not in _MARKS:
            return words
        opening, closing = _MARKS[sign]
        return self.paint(f"{opening}{words}{closing}", _COLOURS[sign])

    def paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and text else text
