"""The clock, for entry points only: the core is given a date and never asks for one."""

import datetime as dt
import os
import re
import time

read_monotonic = time.monotonic
"""Returns seconds that never go back, to measure how long something took."""
sleep = time.sleep
"""Waits for some seconds."""


def resolve_build_date(written: str | None = None) -> dt.date:
    """Return the date of a build: the one asked for, that of SOURCE_DATE_EPOCH, or today's.

    The variable has seconds since 1970, as reproducible builds use it. Today's is that in UTC, so that the same moment
    gives the same pages everywhere. Raises ValueError where the date or the variable cannot be read.
    """
    if written:
        return dt.date.fromisoformat(written)
    if (epoch := os.environ.get("SOURCE_DATE_EPOCH")) is not None:
        # A gzip file, as of the sitemap, holds no later date.
        if not re.fullmatch("[0-9]{1,10}", epoch) or int(epoch) >= 2**32:
            raise ValueError(f"SOURCE_DATE_EPOCH is '{epoch}', which is not seconds since 1970; correct or unset it")
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()
    return dt.datetime.now(dt.UTC).date()


def format_time_of_day() -> str:
    """Return the local time, as in `12:03:11`."""
    return dt.datetime.now().astimezone().strftime("%H:%M:%S")
