"""A review for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from factsheet.diagnostics.reporters import escape_unprintable
from factsheet.review.diff.changes import AnyChange, FactChange, format_plain_text
from factsheet.review.diff.compare import RevisionDiff
from factsheet.review.reports import common

_COLOURS = {"+": "32", "-": "31", "~": "33"}
_BOLD, _DIM, _CYAN = "1", "2", "36"
_BRACKETS = {common.REMOVED: ("[-", "-]"), common.INSERTED: ("{+", "+}")}


def format_review_text(diff: RevisionDiff, *, colour: bool = False) -> str:
    """Return the review as lines."""
    return "\n".join(_TextWriter(diff, colour).format_lines()) + "\n"


@dataclass(frozen=True, slots=True)
class _TextWriter(common.ReviewWriter):
    """Writes lines, in colour or without."""

    colour: bool

    def format_lines(self) -> Iterator[str]:
        yield self.write_names()
        yield self.paint(common.format_summary(self.diff), _BOLD)
        yield from (f"note: {self.escape(note)}" for note in common.format_review_notes(self.diff))
        yield from (f"  {error}" for error in self.list_errors())
        for facts in common.group_facts(self.diff.facts):
            yield ""
            yield from self.format_entry(*facts)
        for heading, records in self.group_records():
            yield from ("", self.paint(heading, _BOLD))
            for record in records:
                yield from self.format_entry(record)

    def format_entry(self, change: AnyChange, *alike: FactChange) -> Iterator[str]:
        sign, location = common.SIGN_BY_STATE[common.choose_state(change)], common.find_location(change, self.diff.base)
        place = self.paint(self.escape(f"{location.file}:{location.line}"), _DIM)
        words = self.write_ids(change, *alike) if alike else f"{self.paint(self.escape(change.id), _BOLD)}  {place}"
        yield f"{self.paint(sign, _COLOURS[sign])} {words}"
        if isinstance(change, FactChange) and not alike:
            yield f"    {self.escape(format_plain_text(change.fact.statement))}"
        yield from (f"    {item}" for item in self.list_items(change, *alike))

    def escape(self, text: str) -> str:
        return escape_unprintable(text)

    def mark_run(self, run: common.WordRun) -> str:
        if run.sign not in _BRACKETS:
            return self.escape(run.words)
        opening, closing = _BRACKETS[run.sign]
        return self.paint(f"{opening}{self.escape(run.words)}{closing}", _COLOURS[run.sign])

    def mark_value(self, run: common.WordRun) -> str:
        return self.escape(run.words)

    def join_change(self, sign: str, words: str, remark: str) -> str:
        return f"{self.paint(sign, _COLOURS[sign])} {words}{self.paint(f'  {remark}', _DIM) if remark else ''}"

    def write_recheck(self, heading: str, dependents: Sequence[str]) -> str:
        return "\n      ".join((self.mark_note(f"{heading}:"), *dependents))

    def mark_note(self, text: str) -> str:
        return self.paint(text, _CYAN)

    def paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour else text
