"""A review for a pull request or the summary of a job."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from factsheet.diagnostics.core import Diagnostic, Location
from factsheet.diagnostics.reporters import escape_unprintable
from factsheet.render.markdown.inline import escape_address, escape_inline, fold_white_space
from factsheet.review.diff.changes import Change, ChangeKind, FactChange, RecordChange, format_plain_text
from factsheet.review.diff.compare import RevisionDiff
from factsheet.review.reports.common import (
    INSERTED,
    REMOVED,
    STATE_BY_SIGN,
    choose_sign,
    diff_words,
    format_change_label,
    format_change_remark,
    format_dependency,
    format_dependent,
    format_review_notes,
    format_summary,
    group_changed_records,
    group_recheck,
    is_running_text,
)
from factsheet.review.reports.text_report import MAX_LISTED_ERRORS, format_error_line

_BREAK = "<wbr>"
_AUTOLINK = re.compile(r"[@#!$%&](?=\w)|:(?=[\w+-]+:|//)|\bGH-(?=\d)|\bwww(?=\.)|\b(?P<hash>[0-9a-fA-F]{7,})\b")
"""What begins a call, a reference, a picture or an address, and a whole hash."""
_HASH_PART_LENGTH = 4
"""So many digits of a hash are too few to lead to a version."""


def escape_comment_text(text: str) -> str:
    """Return plain text for the middle of a line of a comment."""
    written: list[str] = []
    end = 0
    folded = fold_white_space(escape_unprintable(fold_white_space(text)))
    for found in _AUTOLINK.finditer(folded):
        call = found[0]
        parts = (
            [call[at : at + _HASH_PART_LENGTH] for at in range(0, len(call), _HASH_PART_LENGTH)]
            if found["hash"]
            else [call]
        )
        written.append(escape_inline(folded[end : found.start()]))
        written += [f"{escape_inline(part)}{_BREAK}" for part in parts]
        end = found.end()
    written.append(escape_inline(folded[end:]))
    return "".join(written).replace("$", "&#36;").replace('"', "&quot;")


def escape_comment_code(text: str) -> str:
    """Return plain text as code: nothing in it is a call or a reference there."""
    return f"<code>{escape_inline(escape_unprintable(fold_white_space(text))).replace('$', '&#36;')}</code>"


_MAX_COMMENT_LENGTH = 60_000
"""A comment on GitHub has at most 65,536 characters; what is beyond this is counted and left out."""
_TAGS = {REMOVED: "del", INSERTED: "ins"}


def write_review_markdown(difference: RevisionDiff, findings: Sequence[Diagnostic], links: str = "") -> str:
    """Return the review as Markdown; `links` is the address of the site's folder, ending with a slash.

    Without it, places are named and lead nowhere.
    """
    form = _MarkdownReview(links, difference.base.name.prefix)
    parts = [
        f"## {escape_comment_text(format_summary(difference).capitalize())}",
        form.write_names(difference),
    ]
    parts += list(form.write_diagnostics(findings))
    parts += [f"> {escape_comment_text(note)}" for note in format_review_notes(difference)]
    parts += list(form.write_errors(difference))
    entries = [form.write_fact(one, difference) for one in difference.facts]
    for heading, records in group_changed_records(difference.records):
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
        fact, sign = change.fact, choose_sign(change)
        at = fact.locations.find("id") if change.after else difference.base.add_prefix(fact.locations.find("id"))
        state = "withdrawn" if sign == "-" and change.after else STATE_BY_SIGN[sign]
        statement = escape_comment_text(format_plain_text(fact.statement))
        lines = [f"**{state}** {escape_comment_code(change.id)} {self.write_location(at)}: {statement}"]
        lines += ["", *(f"- {self.write_change(one)}" for one in change.changes)]
        lines += ["- shown on the home page"] if change.on_home else []
        for heading, found in group_recheck(change.recheck):
            listed = ", ".join(
                f"{escape_comment_code(format_dependent(one))} ({escape_comment_text(format_dependency(one))})"
                for one in found
            )
            lines.append(f"- **{heading}:** {listed}")
        return "\n".join(lines)

    def write_record(self, record: RecordChange) -> str:
        sign = choose_sign(record)
        place = "" if sign == "-" else f" {self.write_location(record.location)}"
        lines = [f"- **{STATE_BY_SIGN[sign]}** {escape_comment_code(record.id)}{place}"]
        lines += [f"    - {self.write_change(one)}" for one in record.changes]
        return "\n".join(lines)

    def write_change(self, change: Change) -> str:
        if change.kinds[0] in {ChangeKind.NEW, ChangeKind.VANISHED}:
            return escape_comment_text(change.after or change.before)
        remark = format_change_remark(change)
        told = f" ({escape_comment_text(remark)})" if remark else ""
        return f"{escape_comment_text(format_change_label(change))}: {_write_words(change)}{told}"

    def write_location(self, at: Location) -> str:
        """Return a place as a link; one of the older version leads nowhere, for its file may be gone."""
        shown = escape_comment_code(f"{at.file}:{at.line}" if at.line else at.file)
        if not self.links or (self.base_prefix and at.file.startswith(self.base_prefix)):
            return shown
        line = f"#L{at.line}" if at.line else ""
        return f"[{shown}]({escape_address(self.links + quote(at.file) + line)})"


def _write_words(change: Change) -> str:
    if change.before == change.after:
        return escape_comment_text(change.after)
    if is_running_text(change):
        runs = diff_words(change.before, change.after)
        return " ".join(_wrap_tag(escape_comment_text(run.words), _TAGS.get(run.sign, "")) for run in runs)
    gone = _wrap_tag(escape_comment_text(change.before), "del") if change.before else ""
    come = _wrap_tag(escape_comment_text(change.after), "ins") if change.after else ""
    return " → ".join(part for part in (gone, come) if part)


def _wrap_tag(words: str, tag: str) -> str:
    return f"<{tag}>{words}</{tag}>" if tag else words
