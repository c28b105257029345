"""What is stale in words: for a terminal, for an issue, for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from factsheet.diagnostics.core import Location
from factsheet.diagnostics.reporters import place_of, visible
from factsheet.model.text.wording import begun, number_of
from factsheet.render.markdown import escape
from factsheet.review.staleness.due import Due, Stale, State
from factsheet.review.staleness.links_found import LinkOf

SCHEMA_VERSION = 1
"""Version of the form `json`."""
NOTHING = "Nothing is due."

_JOINER = "\N{WORD JOINER}"


def as_text(stale: Stale) -> str:
    """Return what is over and what is coming as lines for a terminal; what lies later, as one line."""
    parts: list[str] = []
    for title, due in _groups(stale):
        rows = [(str(one.on or "no day"), _when(one), one.what, place_of(one.at)) for one in due]
        widths = [max(len(row[column]) for row in rows) for column in range(3)]
        lines = ["  ".join((*map(str.ljust, row[:3], widths), row[3])) for row in rows]
        parts.append("\n".join((title, *(f"  {line}" for line in lines))))
    later = stale.those(State.LATER)
    if not parts:
        parts.append(NOTHING)
    if later:
        parts.append(f"Next: {later[0].what} on {later[0].on}, {_when(later[0])}.")
    return "\n\n".join((*parts, verdict(stale))) + "\n"


def verdict(stale: Stale) -> str:
    """Say how many sheets are overdue, and how many may be."""
    many = stale.sheets_overdue
    said = begun(f"{number_of(many, 'sheet')} {'is' if many == 1 else 'are'} overdue for review")
    return f"{said}; {stale.allowed or 'none'} may be (`overdue_allowed` in mkdocs.yml)."


def as_markdown(stale: Stale, links: Sequence[LinkOf] = ()) -> str:
    """Return the same for an issue; no text in it can notify anybody or become markup."""
    parts = [
        "\n".join((f"### {title}\n", *(f"- [ ] {_point(one)}" for one in due)))
        for title, due in _groups(stale)
    ]
    wrong = [finding for link in links if (finding := link.finding)]
    if wrong:
        lines = (
            f"- [ ] {_words(begun(one.message))} ({one.code}). {begun(one.hint)}. "
            f"`{_code(place_of(one.location))}`"
            for one in wrong
        )
        parts.append("\n".join(("### Links of sources\n", *lines)))
    return "\n\n".join((*parts, verdict(stale)) if parts else (NOTHING,)) + "\n"


def as_json(stale: Stale, links: Sequence[LinkOf] = ()) -> str:
    """Return all of it, what lies later too.

    Days count from `today` and are below 0 when a day is over; `on` is null without a recorded review.
    """
    record = {
        "schemaVersion": SCHEMA_VERSION,
        "today": stale.today.isoformat(),
        "withinDays": stale.within,
        "overdueAllowed": stale.allowed,
        "sheetsOverdue": stale.sheets_overdue,
        "exceeded": stale.exceeded,
        "due": [_day_record(one) for one in stale.due],
        "links": [_link_record(link) for link in links],
    }
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def _day_record(one: Due) -> Mapping[str, object]:
    return {
        "kind": one.kind,
        "id": one.id,
        "title": one.title,
        "state": one.state.value,
        "on": one.on.isoformat() if one.on else None,
        "days": one.days if one.on else None,
        "rule": one.rule,
        "mend": one.mend,
        **_place(one.at),
    }


def _link_record(link: LinkOf) -> Mapping[str, object]:
    return {
        "source": link.source,
        "url": link.asked.url,
        "answer": link.asked.answer.value,
        "status": link.asked.status or None,
        "movedTo": link.asked.to or None,
        "why": link.asked.why or None,
        "code": link.finding.code if link.finding else None,
        **_place(link.at),
    }


def _place(at: Location) -> Mapping[str, object]:
    return {"file": at.file, "line": at.line, "column": at.column}


def _groups(stale: Stale) -> Iterator[tuple[str, tuple[Due, ...]]]:
    titles = {
        State.OVERDUE: "Overdue",
        State.COMING: f"Due within {number_of(stale.within, 'day')}",
    }
    for state, title in titles.items():
        if due := stale.those(state):
            yield title, due


def _when(one: Due) -> str:
    if one.on is None:
        return "never recorded"
    if one.days == 0:
        return "today"
    return f"{number_of(-one.days, 'day')} ago" if one.days < 0 else f"in {number_of(one.days, 'day')}"


def _point(one: Due) -> str:
    day = f"{one.on}, {_when(one)}" if one.on else _when(one)
    return (
        f"**{day}**: {_words(one.what)}, {_words(one.title)} ({_words(one.rule)}). "
        f"{begun(one.mend)}. `{_code(place_of(one.at))}`"
    )


def _words(text: str) -> str:
    """Return text that is only words to an issue tracker: no markup, nobody named, nothing referred to."""
    apart = visible(text).replace("@", f"@{_JOINER}").replace("#", f"#{_JOINER}")
    return escape.inline(apart)


def _code(text: str) -> str:
    return text.replace("`", "'")
