"""A review for a pull request or the summary of a job."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from factsheet.diagnostics.core import Diagnostic, Location
from factsheet.render.markdown import escape
from factsheet.review.diff.changes import Change, ChangeKind, FactChange, RecordChange, format_plain_text
from factsheet.review.diff.difference import RevisionDiff
from factsheet.review.reports import common as review
from factsheet.review.reports.comment_escape import escape_comment_code, escape_comment_text
from factsheet.review.reports.text_report import MAX_LISTED_ERRORS, format_error_line
from factsheet.review.reports.word_diff import INSERTED, REMOVED, diff_words

_MAX_COMMENT_LENGTH = 60_000
"""A comment on GitHub has at most 65,536 characters; what is beyond this is counted and left out."""
_TAGS = {REMOVED: "del", INSERTED: "ins"}


def write_review_markdown(difference: RevisionDiff, findings: Sequence[Diagnostic], links: str = "") -> str:
    """Return the review as Markdown; `links` is the address of the site's folder, ending with a slash.

    Without it, places are named and lead nowhere.
    """
    form = _MarkdownReview(links, difference.base.name.prefix)
    parts = [
        f"## {escape_comment_text(review.format_summary(difference).capitalize())}",
        form.write_names(difference),
    ]
    parts += list(form.write_diagnostics(findings))
    parts += [f"> {escape_comment_text(note)}" for note in review.format_review_notes(difference)]
    parts += list(form.write_errors(difference))
    entries = [form.write_fact(one, difference) for one in difference.facts]
    for heading, records in review.group_changed_records(difference.records):
        entries.append(f"### {heading}\n\n" + "\n".join(form.write_record(one) for one in records))
    return "\n\n".join(_cut_entries(parts, entries)) + "\n"


def _cut_entries(parts: list[str], entries: list[str]) -> Iterator[str]:
    """Yield the parts, and as many entries as a comment holds."""
    length = 0
    for place, part in enumerate((*parts, *entries)):
        length += len(part) + 2
        if length > _MAX_COMMENT_LENGTH and place >= len(parts):
            left = len(parts) + len(entries) - place
            yield f"… and {left} more: run <code>factsheet diff</code> to read them all."
            return
        yield part


@dataclass(frozen=True, slots=True)
class _MarkdownReview:
    """Writes Markdown with places that lead to the files."""

    links: str
    base_prefix: str
    """What stands before a path of the older version."""

    def write_names(self, difference: RevisionDiff) -> str:
        base, head = (escape_comment_text(one.name.words) for one in (difference.base, difference.head))
        return f"{base} → {head}"

    def write_diagnostics(self, findings: Sequence[Diagnostic]) -> Iterator[str]:
        if not findings:
            return
        lines = [
            f"- **{finding.severity} {finding.code}** at {self.write_location(finding.location)}: "
            f"{escape_comment_text(finding.message)}"
            + (f"<br>hint: {escape_comment_text(finding.hint)}" if finding.hint else "")
            for finding in findings
        ]
        yield "### What stands in the way\n\n" + "\n".join(lines)

    def write_errors(self, difference: RevisionDiff) -> Iterator[str]:
        base = difference.base
        shown = base.errors[:MAX_LISTED_ERRORS] if base.has_site else ()
        lines = [f"- {escape_comment_text(base.name.prefix + format_error_line(error))}" for error in shown]
        if lines:
            yield "\n".join(lines)

    def write_fact(self, change: FactChange, difference: RevisionDiff) -> str:
        fact, sign = change.fact, review.choose_sign(change)
        at = (
            fact.locations.find("id")
            if change.after
            else difference.base.add_prefix(fact.locations.find("id"))
        )
        state = "withdrawn" if sign == "-" and change.after else review.STATE_BY_SIGN[sign]
        statement = escape_comment_text(format_plain_text(fact.statement))
        lines = [f"**{state}** {escape_comment_code(change.id)} {self.write_location(at)}: {statement}"]
        lines += ["", *(f"- {self.write_change(one)}" for one in change.changes)]
        lines += ["- shown on the home page"] if change.on_home else []
        for heading, found in review.group_recheck(change.recheck):
            listed = ", ".join(
                f"{escape_comment_code(review.format_dependent(one))} ({escape_comment_text(review.format_dependency(one))})"
                for one in found
            )
            lines.append(f"- **{heading}:** {listed}")
        return "\n".join(lines)

    def write_record(self, record: RecordChange) -> str:
        sign = review.choose_sign(record)
        place = "" if sign == "-" else f" {self.write_location(record.location)}"
        lines = [f"- **{review.STATE_BY_SIGN[sign]}** {escape_comment_code(record.id)}{place}"]
        lines += [f"    - {self.write_change(one)}" for one in record.changes]
        return "\n".join(lines)

    def write_change(self, change: Change) -> str:
        if change.kinds[0] in {ChangeKind.NEW, ChangeKind.VANISHED}:
            return escape_comment_text(change.after or change.before)
        remark = review.format_change_remark(change)
        told = f" ({escape_comment_text(remark)})" if remark else ""
        return f"{escape_comment_text(review.format_change_label(change))}: {_write_words(change)}{told}"

    def write_location(self, at: Location) -> str:
        """Return a place as a link; one of the older version leads nowhere, for its file may be gone."""
        shown = escape_comment_code(f"{at.file}:{at.line}" if at.line else at.file)
        if not self.links or (self.base_prefix and at.file.startswith(self.base_prefix)):
            return shown
        line = f"#L{at.line}" if at.line else ""
        return f"[{shown}]({escape.escape_address(self.links + quote(at.file) + line)})"


def _write_words(change: Change) -> str:
    if change.before == change.after:
        return escape_comment_text(change.after)
    if review.is_running_text(change):
        runs = diff_words(change.before, change.after)
        return " ".join(_wrap_tag(escape_comment_text(run.words), _TAGS.get(run.sign, "")) for run in runs)
    gone = _wrap_tag(escape_comment_text(change.before), "del") if change.before else ""
    come = _wrap_tag(escape_comment_text(change.after), "ins") if change.after else ""
    return " → ".join(part for part in (gone, come) if part)


def _wrap_tag(words: str, tag: str) -> str:
    return f"<{tag}>{words}</{tag}>" if tag else words
