"""Reviews and waivers by the day on which they fall due: for a terminal, an issue, a program or a calendar."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from urllib.parse import urlsplit

from factsheet.analysis.catalog import Catalog
from factsheet.checks.records import find_due_date
from factsheet.diagnostics.core import Diagnostic, Location
from factsheet.diagnostics.frozen import dataclass
from factsheet.diagnostics.reporters import UNPRINTABLE, dump_json, escape_unprintable, format_location
from factsheet.model.records import Settings, Sheet
from factsheet.model.text.wording import capitalise, format_count
from factsheet.review.reports.comments import escape_comment_code, escape_comment_text
from factsheet.review.staleness.links import SourceLink

_LINE_PART = re.compile(rb"(?:\A.{1,75}|.{1,74})(?![\x80-\xbf])", re.DOTALL)
"""As many octets as fit in a line, behind the space with which it goes on, and no part of a character."""
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_SCHEMA_VERSION = 1
"""Version of the form `json`."""
_NOTHING_DUE = "Nothing is due."


class DueState(StrEnum):
    """When something falls due, seen from today."""

    OVERDUE = "overdue"
    COMING = "coming"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class DueItem:
    """One thing to do by a day."""

    kind: str
    """`review` of a sheet, or `waiver` on a fact."""
    id: str
    """Of the sheet or the fact."""
    label: str
    """What it is, in words with the id."""
    title: str
    """The title of the sheet."""
    on: dt.date | None
    """The last day on which it still holds; None for a review that was never recorded."""
    rule: str
    """Why that day, in words."""
    fix: str
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class StalenessReport:
    """Everything that falls due, and whether too much of it is overdue."""

    today: dt.date
    within: int
    """Days from today in which something counts as coming."""
    allowed: int
    due: tuple[DueItem, ...]

    def count_days(self, item: DueItem) -> int | None:
        """Return the days from today until something is due; below 0 when it is overdue."""
        return (item.on - self.today).days if item.on else None

    def classify_item(self, item: DueItem) -> DueState:
        """Return whether something is overdue or due soon."""
        days = self.count_days(item)
        if days is None or days < 0:
            return DueState.OVERDUE
        return DueState.COMING if days <= self.within else DueState.LATER

    def list_in_state(self, state: DueState) -> tuple[DueItem, ...]:
        """Return what is in a state, by day."""
        return tuple(item for item in self.due if self.classify_item(item) is state)

    @property
    def sheets_overdue(self) -> int:
        """How many sheets are overdue for review."""
        return sum(item.kind == "review" for item in self.list_in_state(DueState.OVERDUE))

    @property
    def exceeded(self) -> bool:
        """Whether more sheets are overdue than the settings allow."""
        return self.sheets_overdue > self.allowed


def build_staleness_report(catalog: Catalog, today: dt.date, within: int, allowed: int) -> StalenessReport:
    """Return everything that falls due, the oldest first."""
    due = sorted(_find_due(catalog), key=lambda item: (item.on or dt.date.min, item.kind, item.id, item.location))
    return StalenessReport(today=today, within=within, allowed=allowed, due=tuple(due))


def _find_due(catalog: Catalog) -> Iterator[DueItem]:
    for sheet in catalog.sheets.values():
        if rule := _describe_rule(sheet):
            label, location = f"review of '{sheet.id}'", sheet.locations.find("review")
            fix = "read it against its sources, then set `reviewed` to that day"
            yield DueItem("review", sheet.id, label, sheet.title, find_due_date(sheet), rule, fix, location)
        for fact in sheet.facts:
            ending = ((waiver, waiver.until.last) for waiver in fact.waivers if waiver.until and waiver.until.last)
            for waiver, day in ending:
                label, rule = f"waiver of {waiver.code} for '{fact.id}'", f"given because: {waiver.why}"
                fix = "fix what it set aside, or give a new day with a new reason"
                yield DueItem("waiver", fact.id, label, sheet.title, day, rule, fix, waiver.locations.find("until"))


def _describe_rule(sheet: Sheet) -> str:
    """Return by what rule a sheet is to be reviewed; empty where it need not be."""
    if sheet.review is None or sheet.review.frozen:
        return ""
    if sheet.review.by:
        return f"to be read again by {sheet.review.by.text}"
    every = f"every {format_count(sheet.review.every_days or 0, 'day')}"
    return f"{every}, last on {sheet.reviewed.text}" if sheet.reviewed else f"{every}, but never recorded"


def format_calendar(stale: StalenessReport, settings: Settings) -> str:
    """Return an all-day event for each review, on the last day before it is overdue.

    The same facts on the same day give the same bytes, and an event keeps its id when its day changes, so
    that a calendar moves the event instead of adding another.
    """
    host = urlsplit(settings.site_url).netloc or "factsheet.invalid"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//factsheet//reviews//EN", "CALSCALE:GREGORIAN"]
    lines.append(f"X-WR-CALNAME:{_escape_text(f'Reviews: {settings.site_name}')}")
    for item, on in ((item, item.on) for item in stale.due if item.kind == "review" and item.on):
        lines += ["BEGIN:VEVENT", f"UID:review-{item.id}@{host}", f"DTSTAMP:{stale.today:%Y%m%d}T000000Z"]
        lines += [f"DTSTART;VALUE=DATE:{on:%Y%m%d}", f"DTEND;VALUE=DATE:{on + dt.timedelta(days=1):%Y%m%d}"]
        lines.append(f"SUMMARY:{_escape_text(f'Review the sheet: {item.title}')}")
        place = f"{item.location.file}, line {item.location.line}"
        lines.append(f"DESCRIPTION:{_escape_text(f'{capitalise(item.rule)}. To do: {item.fix}. {place}.')}")
        lines += [f"URL:{settings.site_url}sheets/{item.id}/"] if settings.site_url else []
        lines += ["TRANSP:TRANSPARENT", "END:VEVENT"]
    lines.append("END:VCALENDAR")
    # Control characters are not allowed in a line, wherever they come from.
    raw = (UNPRINTABLE.sub(" ", line).encode() for line in lines)
    return "".join(b"\r\n ".join(_LINE_PART.findall(line)).decode() + "\r\n" for line in raw)


def _escape_text(words: str) -> str:
    return words.translate(_ESCAPES)


def format_staleness_text(stale: StalenessReport) -> str:
    """Return what is overdue and what is due soon as lines for a terminal, and the next after that."""
    parts: list[str] = []
    for title, due in _group_due_items(stale):
        rows = [(str(item.on or "no day"), _format_days(stale, item), escape_unprintable(item.label)) for item in due]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        places = (format_location(item.location) for item in due)
        lines = ("  ".join((*map(str.ljust, row, widths), place)) for row, place in zip(rows, places, strict=True))
        parts.append("\n  ".join((title, *lines)))
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
    groups = {title: [_write_item(stale, item) for item in due] for title, due in _group_due_items(stale)}
    groups["Links of sources"] = [_write_diagnostic(link.diagnostic) for link in links if link.diagnostic]
    parts = ["\n- [ ] ".join((f"### {title}\n", *lines)) for title, lines in groups.items() if lines]
    return "\n\n".join((*parts, format_overdue_count(stale)) if parts else (_NOTHING_DUE,)) + "\n"


def format_staleness_json(stale: StalenessReport, links: Sequence[SourceLink] = ()) -> str:
    """Return everything that has a day; days count from `today`, below 0 if overdue; `on` is null if never recorded."""
    counts = {"overdueAllowed": stale.allowed, "sheetsOverdue": stale.sheets_overdue, "exceeded": stale.exceeded}
    record = {
        "schemaVersion": _SCHEMA_VERSION,
        "today": stale.today.isoformat(),
        "withinDays": stale.within,
        **counts,
        "due": [
            {"kind": item.kind, "id": item.id, "title": item.title, "state": stale.classify_item(item).value}
            | {"on": item.on.isoformat() if item.on else None, "days": stale.count_days(item)}
            | {"rule": item.rule, "mend": item.fix, **_build_location(item.location)}
            for item in stale.due
        ],
        "links": [
            {"source": link.source, "url": link.result.url, "answer": link.result.answer.value}
            | {"status": link.result.status or None, "movedTo": link.result.moved_to or None}
            | {"why": link.result.why or None, "code": link.diagnostic.code if link.diagnostic else None}
            | _build_location(link.location)
            for link in links
        ],
    }
    return dump_json(record)


def _build_location(location: Location) -> dict[str, object]:
    return {"file": location.file, "line": location.line, "column": location.column}


def _group_due_items(stale: StalenessReport) -> Iterator[tuple[str, tuple[DueItem, ...]]]:
    soon = f"Due within {format_count(stale.within, 'day')}"
    for state, title in ((DueState.OVERDUE, "Overdue"), (DueState.COMING, soon)):
        if due := stale.list_in_state(state):
            yield title, due


def _format_days(stale: StalenessReport, item: DueItem) -> str:
    if (days := stale.count_days(item)) is None:
        return "never recorded"
    if days == 0:
        return "today"
    return f"{format_count(-days, 'day')} ago" if days < 0 else f"in {format_count(days, 'day')}"


def _write_item(stale: StalenessReport, item: DueItem) -> str:
    day = f"{item.on}, {_format_days(stale, item)}" if item.on else _format_days(stale, item)
    label, title, rule = map(escape_comment_text, (item.label, item.title, item.rule))
    place = escape_comment_code(format_location(item.location))
    return f"**{day}**: {label}, {title} ({rule}). {capitalise(item.fix)}. {place}"


def _write_diagnostic(diagnostic: Diagnostic) -> str:
    message, hint = (escape_comment_text(capitalise(words)) for words in (diagnostic.message, diagnostic.hint))
    return f"{message} ({diagnostic.code}). {hint}. {escape_comment_code(format_location(diagnostic.location))}"
