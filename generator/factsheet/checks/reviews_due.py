"""Sheets are read again when they are due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from factsheet.checks.context import CheckContext, ReportedDiagnostic
from factsheet.diagnostics.rules.facts import OVERDUE_REVIEW
from factsheet.model.records import Sheet
from factsheet.model.text.wording import format_count


def find_due_date(sheet: Sheet) -> dt.date | None:
    """Return the last day on which a sheet counts as fresh; None when it is frozen or has no rule."""
    if sheet.review is None or sheet.review.frozen:
        return None
    if sheet.review.by:
        return sheet.review.by.last
    if sheet.review.every_days is None or sheet.reviewed is None or sheet.reviewed.last is None:
        return None
    return sheet.reviewed.last + dt.timedelta(days=sheet.review.every_days)


def check_reviews_due(subject: CheckContext) -> Iterator[ReportedDiagnostic]:
    """Find sheets whose review is overdue, or whose rule cannot be kept because no review is recorded."""
    for sheet in subject.catalog.sheets.values():
        if sheet.review and sheet.review.every_days is not None and sheet.reviewed is None:
            rule = f"every {format_count(sheet.review.every_days, 'day')}"
            message = f"'{sheet.id}' is to be reviewed {rule}, but no review is recorded"
            hint = "add `reviewed:` with the day on which it was last read against its sources"
            yield ReportedDiagnostic(OVERDUE_REVIEW.report(sheet.locations.find("review"), message, hint))
        due = find_due_date(sheet)
        if due and subject.today > due:
            ago = format_count((subject.today - due).days, "day")
            message = f"the review of '{sheet.id}' was due on {due.isoformat()}, {ago} ago"
            hint = "read it against its sources, then set `reviewed` to that day"
            yield ReportedDiagnostic(OVERDUE_REVIEW.report(sheet.locations.find("review"), message, hint))
