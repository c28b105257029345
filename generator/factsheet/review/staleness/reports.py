"""What is stale in words: for a terminal, for an issue, for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from factsheet.diagnostics.core import Location
from factsheet.diagnostics.reporters import escape_unprintable, format_location
from factsheet.model.text.wording import capitalise, format_count
from factsheet.render.markdown.inline import escape_inline
from factsheet.review.staleness.due import DueItem, DueState, StalenessReport
from factsheet.review.staleness.links import SourceLink

_SCHEMA_VERSION = 1
"""Version of the form `json`."""
_NOTHING_DUE = "Nothing is due."

_WORD_JOINER = "\N{WORD JOINER}"


def format_staleness_text(stale: StalenessReport) -> str:
    """Return what is over and what is coming as lines for a terminal; what lies later, as one line."""
    parts: list[str] = []
    for title, due in _group_due_items(stale):
        rows = [(str(one.on or "no day"), _format_days(one), one.label, format_location(one.location)) for one in due]
        widths = [max(len(row[column]) for row in rows) for column in range(3)]
        lines = ["  ".join((*map(str.ljust, row[:3], widths), row[3])) for row in rows]
        parts.append("\n".join((title, *(f"  {line}" for line in lines))))
    later = stale.list_in_state(DueState.LATER)
    if not parts:
        parts.append(_NOTHING_DUE)
    if later:
        parts.append(f"Next: {later[0].label} on {later[0].on}, {_format_days(later[0])}.")
    return "\n\n".join((*parts, format_overdue_count(stale))) + "\n"


def format_overdue_count(stale: StalenessReport) -> str:
    """Say how many sheets are overdue, and how many may be."""
    many = stale.sheets_overdue
    said = capitalise(f"{format_count(many, 'sheet')} {'is' if many == 1 else 'are'} overdue for review")
    return f"{said}; {stale.allowed or 'none'} may be (`overdue_allowed` in mkdocs.yml)."


def write_staleness_markdown(stale: StalenessReport, links: Sequence[SourceLink] = ()) -> str:
    """Return the same for an issue; no text in it can notify anybody or become markup."""
    parts = [
        "\n".join((f"### {title}\n", *(f"- [ ] {_write_item(one)}" for one in due)))
        for title, due in _group_due_items(stale)
    ]
    wrong = [finding for link in links if (finding := link.diagnostic)]
    if wrong:
        lines = (
            f"- [ ] {_escape_words(capitalise(one.message))} ({one.code}). {capitalise(one.hint)}. "
            f"`{_escape_code(format_location(one.location))}`"
            for one in wrong
        )
        parts.append("\n".join(("### Links of sources\n", *lines)))
    return "\n\n".join((*parts, format_overdue_count(stale)) if parts else (_NOTHING_DUE,)) + "\n"


def format_staleness_json(stale: StalenessReport, links: Sequence[SourceLink] = ()) -> str:
    """Return all of it, what lies later too.

    Days count from `today` and are below 0 when a day is over; `on` is null without a recorded review.
    """
    record = {
        "schemaVersion": _SCHEMA_VERSION,
        "today": stale.today.isoformat(),
        "withinDays": stale.within,
        "overdueAllowed": stale.allowed,
        "sheetsOverdue": stale.sheets_overdue,
        "exceeded": stale.exceeded,
        "due": [_build_due_record(one) for one in stale.due],
        "links": [_build_link_record(link) for link in links],
    }
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def _build_due_record(one: DueItem) -> Mapping[str, object]:
    return {
        "kind": one.kind,
        "id": one.id,
        "title": one.title,
        "state": one.state.value,
        "on": one.on.isoformat() if one.on else None,
        "days": one.days if one.on else None,
        "rule": one.rule,
        "mend": one.fix,
        **_build_location(one.location),
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


def _build_location(at: Location) -> Mapping[str, object]:
    return {"file": at.file, "line": at.line, "column": at.column}


def _group_due_items(stale: StalenessReport) -> Iterator[tuple[str, tuple[DueItem, ...]]]:
    titles = {
        DueState.OVERDUE: "Overdue",
        DueState.COMING: f"Due within {format_count(stale.within, 'day')}",
    }
    for state, title in titles.items():
        if due := stale.list_in_state(state):
            yield title, due


def _format_days(one: DueItem) -> str:
    if one.on is None:
        return "never recorded"
    if one.days == 0:
        return "today"
    return f"{format_count(-one.days, 'day')} ago" if one.days < 0 else f"in {format_count(one.days, 'day')}"


def _write_item(one: DueItem) -> str:
    day = f"{one.on}, {_format_days(one)}" if one.on else _format_days(one)
    return (
        f"**{day}**: {_escape_words(one.label)}, {_escape_words(one.title)} ({_escape_words(one.rule)}). "
        f"{capitalise(one.fix)}. `{_escape_code(format_location(one.location))}`"
    )


def _escape_words(text: str) -> str:
    """Return text that is only words to an issue tracker: no markup, nobody named, nothing referred to."""
    apart = escape_unprintable(text).replace("@", f"@{_WORD_JOINER}").replace("#", f"#{_WORD_JOINER}")
    return escape_inline(apart)


def _escape_code(text: str) -> str:
    return text.replace("`", "'")
