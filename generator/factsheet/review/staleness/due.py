"""Reviews and waivers by the day on which they fall due, also as a calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from factsheet.analysis.catalog import Catalog
from factsheet.checks.records import find_due_date
from factsheet.diagnostics.core import Location
from factsheet.model.records import Sheet
from factsheet.model.settings import Settings
from factsheet.model.text.wording import capitalise, format_count


class DueState(StrEnum):
    """Where a day lies."""

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
    """The last day on which it still holds; None where the rule of a review cannot be kept."""
    days: int
    """From today; below 0 when it is over."""
    state: DueState
    rule: str
    """Why that day, in words."""
    fix: str
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class StalenessReport:
    """Everything with a day, and whether too much of it is over."""

    today: dt.date
    within: int
    """Days from today in which something counts as coming."""
    allowed: int
    due: tuple[DueItem, ...]

    def list_in_state(self, state: DueState) -> tuple[DueItem, ...]:
        """Return what is in a state, by day."""
        return tuple(one for one in self.due if one.state is state)

    @property
    def sheets_overdue(self) -> int:
        """How many sheets are overdue for review."""
        return sum(one.kind == "review" for one in self.list_in_state(DueState.OVERDUE))

    @property
    def exceeded(self) -> bool:
        """Whether more sheets are overdue than the settings allow."""
        return self.sheets_overdue > self.allowed


def build_staleness_report(catalog: Catalog, today: dt.date, within: int, allowed: int) -> StalenessReport:
    """Return all that has a day, the oldest first."""
    found = (*_find_due_reviews(catalog, today, within), *_find_due_waivers(catalog, today, within))
    due = tuple(sorted(found, key=lambda one: (one.on or dt.date.min, one.kind, one.id, one.location)))
    return StalenessReport(today=today, within=within, allowed=allowed, due=due)


def _find_due_reviews(catalog: Catalog, today: dt.date, within: int) -> Iterator[DueItem]:
    for sheet in catalog.sheets.values():
        rule, on = _describe_rule(sheet), find_due_date(sheet)
        if rule:
            yield DueItem(
                kind="review",
                id=sheet.id,
                label=f"review of '{sheet.id}'",
                title=sheet.title,
                on=on,
                days=(on - today).days if on else 0,
                state=_classify_day(on, today, within),
                rule=rule,
                fix="read it against its sources, then set `reviewed` to that day",
                location=sheet.locations.find("review"),
            )


def _describe_rule(sheet: Sheet) -> str:
    """Return by what rule a sheet is to be read again; empty where it need not be."""
    if sheet.review is None or sheet.review.frozen:
        return ""
    if sheet.review.by:
        return f"to be read again by {sheet.review.by.text}"
    every = f"every {format_count(sheet.review.every_days or 0, 'day')}"
    return f"{every}, last on {sheet.reviewed.text}" if sheet.reviewed else f"{every}, but never recorded"


def _find_due_waivers(catalog: Catalog, today: dt.date, within: int) -> Iterator[DueItem]:
    of_sheets = ((one, fact) for one in catalog.sheets.values() for fact in one.facts)
    for sheet, fact in of_sheets:
        for waiver in fact.waivers:
            on = waiver.until.last if waiver.until else None
            if on:
                yield DueItem(
                    kind="waiver",
                    id=fact.id,
                    label=f"waiver of {waiver.code} for '{fact.id}'",
                    title=sheet.title,
                    on=on,
                    days=(on - today).days,
                    state=_classify_day(on, today, within),
                    rule=f"given because: {waiver.why}",
                    fix="mend what it set aside, or give a new day with a new reason",
                    location=waiver.locations.find("until"),
                )


def _classify_day(on: dt.date | None, today: dt.date, within: int) -> DueState:
    if on is None or on < today:
        return DueState.OVERDUE
    return DueState.COMING if (on - today).days <= within else DueState.LATER


_MAX_OCTETS = 75
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def format_calendar(stale: StalenessReport, settings: Settings) -> str:
    """Return one event of a whole day for each review, on the last day on which the sheet still is fresh.

    The same facts on the same day give the same bytes, and the id of an event stays when its day changes, so
    that a calendar moves the event it has.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//factsheet//reviews//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_escape_text(f'Reviews: {settings.site_name}')}",
    ]
    for one in stale.due:
        if one.kind == "review" and one.on:
            lines += _format_event(one, one.on, stale.today, settings)
    lines.append("END:VCALENDAR")
    return "".join(f"{_fold_line(line)}\r\n" for line in lines)


def _format_event(one: DueItem, on: dt.date, today: dt.date, settings: Settings) -> Iterator[str]:
    host = urlsplit(settings.site_url).netloc or "factsheet.invalid"
    yield "BEGIN:VEVENT"
    yield f"UID:review-{one.id}@{host}"
    yield f"DTSTAMP:{today:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{on + dt.timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escape_text(f'Review the sheet: {one.title}')}"
    place = f"{one.location.file}, line {one.location.line}"
    yield f"DESCRIPTION:{_escape_text(f'{capitalise(one.rule)}. To do: {one.fix}. {place}.')}"
    if settings.site_url:
        yield f"URL:{settings.site_url}sheets/{one.id}/"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _escape_text(words: str) -> str:
    """Return words as a value of the type TEXT; control characters, which it may not hold, become blanks."""
    shown = "".join(sign if sign == "\n" or sign.isprintable() else " " for sign in words)
    return shown.translate(_ESCAPES)


def _fold_line(line: str) -> str:
    """Return a line in pieces of at most 75 octets, no letter torn apart."""
    pieces, piece, octets = [], "", 0
    for sign in line:
        width = len(sign.encode())
        if octets + width > _MAX_OCTETS:
            pieces.append(piece)
            piece, octets = " ", 1
        piece, octets = piece + sign, octets + width
    return "\r\n".join((*pieces, piece))
