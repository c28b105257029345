"""Reviews and waivers by the day on which they fall due, as a list and as a calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from factsheet.analysis.catalog import Catalog
from factsheet.checks.records import find_due_date
from factsheet.diagnostics.core import Location
from factsheet.diagnostics.reporters import UNPRINTABLE
from factsheet.model.records import Settings, Sheet
from factsheet.model.text.wording import capitalise, format_count


class DueState(StrEnum):
    """When something falls due, seen from today."""

    OVERDUE = "overdue"
    COMING = "coming"
    LATER = "later"


@dataclass(frozen=True, slots=True, kw_only=True)
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
    items = (*_find_due_reviews(catalog), *_find_due_waivers(catalog))
    due = tuple(sorted(items, key=lambda item: (item.on or dt.date.min, item.kind, item.id, item.location)))
    return StalenessReport(today=today, within=within, allowed=allowed, due=due)


def _find_due_reviews(catalog: Catalog) -> Iterator[DueItem]:
    for sheet in catalog.sheets.values():
        if rule := _describe_rule(sheet):
            yield DueItem(
                kind="review",
                id=sheet.id,
                label=f"review of '{sheet.id}'",
                title=sheet.title,
                on=find_due_date(sheet),
                rule=rule,
                fix="read it against its sources, then set `reviewed` to that day",
                location=sheet.locations.find("review"),
            )


def _describe_rule(sheet: Sheet) -> str:
    """Return by what rule a sheet is to be reviewed; empty where it need not be."""
    if sheet.review is None or sheet.review.frozen:
        return ""
    if sheet.review.by:
        return f"to be read again by {sheet.review.by.text}"
    every = f"every {format_count(sheet.review.every_days or 0, 'day')}"
    return f"{every}, last on {sheet.reviewed.text}" if sheet.reviewed else f"{every}, but never recorded"


def _find_due_waivers(catalog: Catalog) -> Iterator[DueItem]:
    for sheet in catalog.sheets.values():
        for fact in sheet.facts:
            for waiver in fact.waivers:
                if waiver.until and waiver.until.last:
                    yield DueItem(
                        kind="waiver",
                        id=fact.id,
                        label=f"waiver of {waiver.code} for '{fact.id}'",
                        title=sheet.title,
                        on=waiver.until.last,
                        rule=f"given because: {waiver.why}",
                        fix="fix what it set aside, or give a new day with a new reason",
                        location=waiver.locations.find("until"),
                    )


_MAX_OCTETS = 75
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def format_calendar(stale: StalenessReport, settings: Settings) -> str:
    """Return an all-day event for each review, on the last day before it is overdue.

    The same facts on the same day give the same bytes, and an event keeps its id when its day changes, so
    that a calendar moves the event instead of adding another.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//factsheet//reviews//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_escape_text(f'Reviews: {settings.site_name}')}",
    ]
    for item in stale.due:
        if item.kind == "review" and item.on:
            lines += _format_event(item, item.on, stale.today, settings)
    lines.append("END:VCALENDAR")
    # Control characters are not allowed in a line, wherever they come from.
    return "".join(f"{_fold_line(UNPRINTABLE.sub(' ', line))}\r\n" for line in lines)


def _format_event(item: DueItem, on: dt.date, today: dt.date, settings: Settings) -> Iterator[str]:
    host = urlsplit(settings.site_url).netloc or "factsheet.invalid"
    yield "BEGIN:VEVENT"
    yield f"UID:review-{item.id}@{host}"
    yield f"DTSTAMP:{today:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{on + dt.timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escape_text(f'Review the sheet: {item.title}')}"
    place = f"{item.location.file}, line {item.location.line}"
    yield f"DESCRIPTION:{_escape_text(f'{capitalise(item.rule)}. To do: {item.fix}. {place}.')}"
    if settings.site_url:
        yield f"URL:{settings.site_url}sheets/{item.id}/"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _escape_text(words: str) -> str:
    """Return words as a value of the type TEXT."""
    return words.translate(_ESCAPES)


def _fold_line(line: str) -> str:
    """Return a line in pieces of at most 75 octets, never split within a character."""
    pieces, piece, octets = [], "", 0
    for character in line:
        width = len(character.encode())
        if octets + width > _MAX_OCTETS:
            pieces.append(piece)
            piece, octets = " ", 1
        piece, octets = piece + character, octets + width
    return "\r\n".join((*pieces, piece))
