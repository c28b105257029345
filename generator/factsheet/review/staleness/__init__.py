"""What grows old: reviews that fall due, waivers that end, addresses that no longer answer."""

from factsheet.review.staleness.calendar import format_calendar
from factsheet.review.staleness.due import DueItem, DueState, StalenessReport, build_staleness_report
from factsheet.review.staleness.links_found import SourceLink, collect_link_diagnostics, list_source_links
from factsheet.review.staleness.reports import (
    format_staleness_json,
    format_staleness_text,
    write_staleness_markdown,
)

__all__ = [
    "DueItem",
    "DueState",
    "SourceLink",
    "StalenessReport",
    "build_staleness_report",
    "collect_link_diagnostics",
    "format_calendar",
    "format_staleness_json",
    "format_staleness_text",
    "list_source_links",
    "write_staleness_markdown",
]
