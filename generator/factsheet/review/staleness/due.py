"""When each review falls due and each waiver ends, in the order of the days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from factsheet.analysis.catalog import Catalog
from factsheet.checks.reviews_due import find_due_date
from factsheet.diagnostics.core import Location
from factsheet.model.records import Sheet
from factsheet.model.text.wording import format_count


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
