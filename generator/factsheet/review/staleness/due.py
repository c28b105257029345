"""When each review falls due and each waiver ends, in the order of the days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from factsheet.analysis.catalog import Catalog
from factsheet.checks.reviews_due import due_on
from factsheet.diagnostics.core import Location
from factsheet.model.records import Sheet
from factsheet.model.text.wording import number_of


class State(StrEnum):
    """Where a day lies."""

    OVERDUE = "overdue"
    COMING = "coming"
    LATER = "later"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One thing to do by a day."""

    kind: str
    """`review` of a sheet, or `waiver` on a fact."""
    id: str
    """Of the sheet or the fact."""
    what: str
    """What it is, in words with the id."""
    title: str
    """The title of the sheet."""
    on: dt.date | None
    """The last day on which it still holds; None where the rule of a review cannot be kept."""
    days: int
    """From today; below 0 when it is over."""
    state: State
    rule: str
    """Why that day, in words."""
    mend: str
    at: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """Everything with a day, and whether too much of it is over."""

    today: dt.date
    within: int
    """Days from today in which something counts as coming."""
    allowed: int
    due: tuple[Due, ...]

    def those(self, state: State) -> tuple[Due, ...]:
        """Return what is in a state, by day."""
        return tuple(one for one in self.due if one.state is state)

    @property
    def sheets_overdue(self) -> int:
        """How many sheets are overdue for review."""
        return sum(one.kind == "review" for one in self.those(State.OVERDUE))

    @property
    def exceeded(self) -> bool:
        """Whether more sheets are overdue than the settings allow."""
        return self.sheets_overdue > self.allowed


def stale_of(catalog: Catalog, today: dt.date, within: int, allowed: int) -> Stale:
    """Return all that has a day, the oldest first."""
    found = (*_reviews(catalog, today, within), *_waivers(catalog, today, within))
    due = tuple(sorted(found, key=lambda one: (one.on or dt.date.min, one.kind, one.id, one.at)))
    return Stale(today=today, within=within, allowed=allowed, due=due)


def _reviews(catalog: Catalog, today: dt.date, within: int) -> Iterator[Due]:
    for sheet in catalog.sheets.values():
        rule, on = _rule(sheet), due_on(sheet)
        if rule:
            yield Due(
                kind="review",
                id=sheet.id,
                what=f"review of '{sheet.id}'",
                title=sheet.title,
                on=on,
                days=(on - today).days if on else 0,
                state=_state(on, today, within),
                rule=rule,
                mend="read it against its sources, then set `reviewed` to that day",
                at=sheet.where.of("review"),
            )


def _rule(sheet: Sheet) -> str:
    """Return by what rule a sheet is to be read again; empty where it need not be."""
    if sheet.review is None or sheet.review.frozen:
        return ""
    if sheet.review.by:
        return f"to be read again by {sheet.review.by.text}"
    every = f"every {number_of(sheet.review.every_days or 0, 'day')}"
    return f"{every}, last on {sheet.reviewed.text}" if sheet.reviewed else f"{every}, but never recorded"


def _waivers(catalog: Catalog, today: dt.date, within: int) -> Iterator[Due]:
    of_sheets = ((one, fact) for one in catalog.sheets.values() for fact in one.facts)
    for sheet, fact in of_sheets:
        for waiver in fact.waivers:
            on = waiver.until.last if waiver.until else None
            if on:
                yield Due(
                    kind="waiver",
                    id=fact.id,
                    what=f"waiver of {waiver.code} for '{fact.id}'",
                    title=sheet.title,
                    on=on,
                    days=(on - today).days,
                    state=_state(on, today, within),
                    rule=f"given because: {waiver.why}",
                    mend="mend what it set aside, or give a new day with a new reason",
                    at=waiver.where.of("until"),
                )


def _state(on: dt.date | None, today: dt.date, within: int) -> State:
    if on is None or on < today:
        return State.OVERDUE
    return State.COMING if (on - today).days <= within else State.LATER
