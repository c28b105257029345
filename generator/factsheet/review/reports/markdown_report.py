"""A review for a pull request or the summary of a job."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from factsheet.diagnostics.core import Diagnostic, Location
from factsheet.render.markdown.inline import escape_address
from factsheet.review.diff.changes import FactChange, RecordChange, format_plain_text
from factsheet.review.diff.compare import RevisionDiff
from factsheet.review.reports import common
from factsheet.review.reports.comments import escape_comment_code, escape_comment_text

_MAX_COMMENT_LENGTH = 60_000
"""GitHub allows 65,536 characters in a comment; entries beyond this are counted and left out."""
_TAGS = {common.REMOVED: "del", common.INSERTED: "ins"}


def write_review_markdown(diff: RevisionDiff, diagnostics: Sequence[Diagnostic], links: str = "") -> str:
    """Return the review as Markdown; `links` is the address of the site's folder and ends with a slash.

    Without it, locations are not linked.
    """
    writer = _MarkdownWriter(diff, links)
    parts = [f"## {writer.escape(common.format_summary(diff).capitalize())}", writer.write_names()]
    if diagnostics:
        parts.append("### What stands in the way\n\n" + "\n".join(map(writer.write_diagnostic, diagnostics)))
    parts += [f"> {writer.escape(note)}" for note in common.format_review_notes(diff)]
    if errors := [f"- {error}" for error in writer.list_errors()]:
        parts.append("\n".join(errors))
    entries = [writer.write_fact(*facts) for facts in common.group_facts(diff.facts)]
    for heading, records in writer.group_records():
        entries.append(f"### {heading}\n\n" + "\n".join(map(writer.write_record, records)))
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
class _MarkdownWriter(common.ReviewWriter):
    """Writes Markdown, with locations as links to the files where their address is known."""

    links: str

    def write_diagnostic(self, diagnostic: Diagnostic) -> str:
        hint = f"<br>hint: {self.escape(diagnostic.hint)}" if diagnostic.hint else ""
        place = self.write_location(diagnostic.location)
        return f"- **{diagnostic.severity} {diagnostic.code}** at {place}: {self.escape(diagnostic.message)}{hint}"

    def write_fact(self, change: FactChange, *alike: FactChange) -> str:
        statement = self.escape(format_plain_text(change.fact.statement))
        place = self.write_location(common.find_location(change, self.diff.base))
        words = self.write_ids(change, *alike) if alike else f"{self.write_id(change.id)} {place}: {statement}"
        head = f"**{common.choose_state(change)}** {words}"
        return "\n".join((head, "", *(f"- {item}" for item in self.list_items(change, *alike))))

    def write_record(self, record: RecordChange) -> str:
        state = common.choose_state(record)
        place = "" if state == "gone" else f" {self.write_location(record.location)}"
        head = f"- **{state}** {self.write_id(record.id)}{place}"
        return "\n".join((head, *(f"    - {item}" for item in self.list_items(record))))

    def write_location(self, location: Location) -> str:
        """Return a location as a link; one of the older revision is not linked, since its file may be gone."""
        shown = escape_comment_code(f"{location.file}:{location.line}" if location.line else location.file)
        prefix = self.diff.base.name.prefix
        if not self.links or (prefix and location.file.startswith(prefix)):
            return shown
        line = f"#L{location.line}" if location.line else ""
        return f"[{shown}]({escape_address(self.links + quote(location.file, errors='replace') + line)})"

    def escape(self, text: str) -> str:
        return escape_comment_text(text)

    def write_id(self, name: str) -> str:
        return escape_comment_code(name)

    def mark_run(self, run: common.WordRun) -> str:
        words, tag = self.escape(run.words), _TAGS.get(run.sign)
        return f"<{tag}>{words}</{tag}>" if tag else words

    def join_change(self, sign: str, words: str, remark: str) -> str:  # noqa: ARG002 - not shown in Markdown
        return f"{words} {remark}" if remark else words

    def write_recheck(self, heading: str, dependents: Sequence[str]) -> str:
        return f"**{heading}:** {', '.join(dependents)}"
