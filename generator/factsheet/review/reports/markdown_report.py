"""A review for a pull request or the summary of a job."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from factsheet.diagnostics.core import Diagnostic, Location
from factsheet.render.markdown import escape
from factsheet.review.diff.changes import Change, ChangeKind, FactChange, RecordChange, plain_words
from factsheet.review.diff.difference import Difference
from factsheet.review.reports import common as review
from factsheet.review.reports.comment_escape import comment_code, comment_text
from factsheet.review.reports.text_report import MOST_ERRORS, error_line
from factsheet.review.reports.word_diff import COME, GONE, word_diff

MOST_CHARACTERS = 60_000
"""A comment on GitHub has at most 65,536 characters; what is beyond this is counted and left out."""
_TAGS = {GONE: "del", COME: "ins"}


def review_as_markdown(difference: Difference, findings: Sequence[Diagnostic], links: str = "") -> str:
    """Return the review as Markdown; `links` is the address of the site's folder, ending with a slash.

    Without it, places are named and lead nowhere.
    """
    form = _Form(links, difference.base.called.prefix)
    parts = [f"## {comment_text(review.summary(difference).capitalize())}", form.compared(difference)]
    parts += list(form.findings(findings))
    parts += [f"> {comment_text(note)}" for note in review.unread(difference)]
    parts += list(form.errors(difference))
    entries = [form.fact(one, difference) for one in difference.facts]
    for heading, records in review.in_kinds(difference.records):
        entries.append(f"### {heading}\n\n" + "\n".join(form.record(one) for one in records))
    return "\n\n".join(_cut(parts, entries)) + "\n"


def _cut(parts: list[str], entries: list[str]) -> Iterator[str]:
    """Yield the parts, and as many entries as a comment holds."""
    length = 0
    for place, part in enumerate((*parts, *entries)):
        length += len(part) + 2
        if length > MOST_CHARACTERS and place >= len(parts):
            left = len(parts) + len(entries) - place
            yield f"… and {left} more: run <code>factsheet diff</code> to read them all."
            return
        yield part


@dataclass(frozen=True, slots=True)
class _Form:
    """Writes Markdown with places that lead to the files."""

    links: str
    older: str
    """What stands before a path of the older version."""

    def compared(self, difference: Difference) -> str:
        base, head = (comment_text(one.called.words) for one in (difference.base, difference.head))
        return f"{base} → {head}"

    def findings(self, findings: Sequence[Diagnostic]) -> Iterator[str]:
        if not findings:
            return
        lines = [
            f"- **{finding.severity} {finding.code}** at {self.place(finding.location)}: "
            f"{comment_text(finding.message)}"
            + (f"<br>hint: {comment_text(finding.hint)}" if finding.hint else "")
            for finding in findings
        ]
        yield "### What stands in the way\n\n" + "\n".join(lines)

    def errors(self, difference: Difference) -> Iterator[str]:
        base = difference.base
        shown = base.errors[:MOST_ERRORS] if base.is_there else ()
        lines = [f"- {comment_text(base.called.prefix + error_line(error))}" for error in shown]
        if lines:
            yield "\n".join(lines)

    def fact(self, change: FactChange, difference: Difference) -> str:
        fact, sign = change.shown, review.sign_of(change)
        at = fact.where.of("id") if change.after else difference.base.place(fact.where.of("id"))
        state = "withdrawn" if sign == "-" and change.after else review.STATES[sign]
        statement = comment_text(plain_words(fact.statement))
        lines = [f"**{state}** {comment_code(change.id)} {self.place(at)}: {statement}"]
        lines += ["", *(f"- {self.change(one)}" for one in change.changes)]
        lines += ["- shown on the home page"] if change.on_home else []
        for heading, found in review.in_states(change.recheck):
            listed = ", ".join(
                f"{comment_code(review.name_words(one))} ({comment_text(review.tie_words(one))})"
                for one in found
            )
            lines.append(f"- **{heading}:** {listed}")
        return "\n".join(lines)

    def record(self, record: RecordChange) -> str:
        sign = review.sign_of(record)
        place = "" if sign == "-" else f" {self.place(record.at)}"
        lines = [f"- **{review.STATES[sign]}** {comment_code(record.id)}{place}"]
        lines += [f"    - {self.change(one)}" for one in record.changes]
        return "\n".join(lines)

    def change(self, change: Change) -> str:
        if change.kinds[0] in {ChangeKind.NEW, ChangeKind.VANISHED}:
            return comment_text(change.after or change.before)
        remark = review.remark(change)
        told = f" ({comment_text(remark)})" if remark else ""
        return f"{comment_text(review.label(change))}: {_words(change)}{told}"

    def place(self, at: Location) -> str:
        """Return a place as a link; one of the older version leads nowhere, for its file may be gone."""
        shown = comment_code(f"{at.file}:{at.line}" if at.line else at.file)
        if not self.links or (self.older and at.file.startswith(self.older)):
            return shown
        line = f"#L{at.line}" if at.line else ""
        return f"[{shown}]({escape.address(self.links + quote(at.file) + line)})"


def _words(change: Change) -> str:
    if change.before == change.after:
        return comment_text(change.after)
    if review.is_running_text(change):
        runs = word_diff(change.before, change.after)
        return " ".join(_tagged(comment_text(run.words), _TAGS.get(run.sign, "")) for run in runs)
    gone = _tagged(comment_text(change.before), "del") if change.before else ""
    come = _tagged(comment_text(change.after), "ins") if change.after else ""
    return " → ".join(part for part in (gone, come) if part)


def _tagged(words: str, tag: str) -> str:
    return f"<{tag}>{words}</{tag}>" if tag else words
