"""What falls due as text for a terminal, as Markdown for an issue, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from factsheet.diagnostics.core import Location
from factsheet.diagnostics.reporters import dump_json, escape_unprintable, format_location
from factsheet.model.text.wording import capitalise, format_count
from factsheet.review.reports.comments import escape_comment_code, escape_comment_text
from factsheet.review.staleness.due import DueItem, DueState, StalenessReport
from factsheet.review.staleness.links import SourceLink

_SCHEMA_VERSION = 1
"""Version of the form `json`."""
_NOTHING_DUE = "Nothing is due."


def format_staleness_text(stale: StalenessReport) -> str:
    """Return what is overdue and what is due soon as lines for a terminal, and the next after that."""
    parts: list[str] = []
    for title, due in _group_due_items(stale):
        rows = [
            (
                str(item.on or "no day"),
                _format_days(stale, item),
                escape_unprintable(item.label),
                format_location(item.location),
            )
            for item in due
        ]
        widths = [max(len(row[column]) for row in rows) for column in range(3)]
        lines = ["  ".join((*map(str.ljust, row[:3], widths), row[3])) for row in rows]
        parts.append("\n".join((title, *(f"  {line}" for line in lines))))
    parts = parts or [_NOTHING_DUE]
    for item in stale.list_in_state(DueState.LATER)[:1]:
        parts.append(f"Next: {item.label} on {item.on}, {_format_days(stale, item)}.")
    return "\n\n".join((*parts, format_overdue_count(stale))) + "\n"


def format_overdue_count(stale: StalenessReport) -> str:
    """Say how many sheets are overdue, and how many may be."""
    count = stale.sheets_overdue
    sheets = capitalise(f"{format_count(count, 'sheet')} {'is' if count == 1 else 'are'} overdue for review")
    return f"{sheets}; {stale.allowed or 'none'} may be (`overdue_allowed` in mkdocs.yml)."


def write_staleness_markdown(stale: StalenessReport, links: Sequence[SourceLink] = ()) -> str:
    """Return the same for an issue; no text of a fact can notify anybody or become markup in it."""
    parts = [
        "\n".join((f"### {title}\n", *(f"- [ ] {_write_item(stale, item)}" for item in due)))
        for title, due in _group_due_items(stale)
    ]
    diagnostics = [diagnostic for link in links if (diagnostic := link.diagnostic)]
    if diagnostics:
        lines = (
            f"- [ ] {escape_comment_text(capitalise(diagnostic.message))} ({diagnostic.code}). "
            f"{escape_comment_text(capitalise(diagnostic.hint))}. {_write_location(diagnostic.location)}"
            for diagnostic in diagnostics
        )
        parts.append("\n".join(("### Links of sources\n", *lines)))
    return "\n\n".join((*parts, format_overdue_count(stale)) if parts else (_NOTHING_DUE,)) + "\n"


def format_staleness_json(stale: StalenessReport, links: Sequence[SourceLink] = ()) -> str:
    """Return everything that has a day, however late.

    Days count from `today` and are below 0 when something is overdue; `on` is null without a recorded review.
    """
    record = {
        "schemaVersion": _SCHEMA_VERSION,
        "today": stale.today.isoformat(),
        "withinDays": stale.within,
        "overdueAllowed": stale.allowed,
        "sheetsOverdue": stale.sheets_overdue,
        "exceeded": stale.exceeded,
        "due": [_build_due_record(stale, item) for item in stale.due],
        "links": [_build_link_record(link) for link in links],
    }
    return dump_json(record)


def _build_due_record(stale: StalenessReport, item: DueItem) -> Mapping[str, object]:
    return {
        "kind": item.kind,
        "id": item.id,
        "title": item.title,
        "state": stale.classify_item(item).value,
        "on": item.on.isoformat() if item.on else None,
        "days": stale.count_days(item),
        "rule": item.rule,
        "mend": item.fix,
        **_build_location(item.location),
    }


def _build_link_record(link: SourceLink) -> Mapping[str, object]:
    return {
        "source": link.source,
        "url": link.result.url,
        "answer": link.result.answer.value,
        "status": link.result.status or None,
        "movedTo": link.result.moved_to or None,
        "why": link.result.why or None,
        "code": link.diagnostic.code if link.diagnostic else None,
        **_build_location(link.location),
    }


def _build_location(location: Location) -> Mapping[str, object]:
    return {"file": location.file, "line": location.line, "column": location.column}


def _group_due_items(stale: StalenessReport) -> Iterator[tuple[str, tuple[DueItem, ...]]]:
    soon = f"Due within {format_count(stale.within, 'day')}"
    for state, title in ((DueState.OVERDUE, "Overdue"), (DueState.COMING, soon)):
        if due := stale.list_in_state(state):
            yield title, due


def _format_days(stale: StalenessReport, item: DueItem) -> str:
    days = stale.count_days(item)
    if days is None:
        return "never recorded"
    if days == 0:
        return "today"
    return f"{format_count(-days, 'day')} ago" if days < 0 else f"in {format_count(days, 'day')}"


def _write_item(stale: StalenessReport, item: DueItem) -> str:
    day = f"{item.on}, {_format_days(stale, item)}" if item.on else _format_days(stale, item)
    label, title, rule = map(escape_comment_text, (item.label, item.title, item.rule))
    return f"**{day}**: {label}, {title} ({rule}). {capitalise(item.fix)}. {_write_location(item.location)}"


def _write_location(location: Location) -> str:
    return escape_comment_code(format_location(location))
