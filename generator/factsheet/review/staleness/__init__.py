"""What grows old: reviews that fall due, waivers that end, addresses that no longer answer."""

from factsheet.review.staleness.calendar import calendar
from factsheet.review.staleness.due import Due, Stale, State, stale_of
from factsheet.review.staleness.links_found import LinkOf, found_in, links_of
from factsheet.review.staleness.reports import as_json, as_markdown, as_text

__all__ = [
    "Due",
    "LinkOf",
    "Stale",
    "State",
    "as_json",
    "as_markdown",
    "as_text",
    "calendar",
    "found_in",
    "links_of",
    "stale_of",
]
