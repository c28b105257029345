"""Reviews as an iCalendar file (RFC 5545), for the calendars of editors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from urllib.parse import urlsplit

from factsheet.model.settings import Settings
from factsheet.model.text.wording import capitalise
from factsheet.review.staleness.due import DueItem, StalenessReport

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
    yield f"DESCRIPTION:{_escape_text(f'{capitalise(one.rule)}. To do: {one.fix}. {one.location.file}, line {one.location.line}.')}"
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
