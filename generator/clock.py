"""The clock, for faces only: the core is given a date and never asks for one."""

from __future__ import annotations

import datetime
import os


def today(written: str | None = None) -> datetime.date:
    """Return the date that a build is of.

    The date that was asked for, or that of SOURCE_DATE_EPOCH (seconds since 1970, the custom of reproducible
    builds), or today's, in UTC so that the same moment gives the same pages everywhere.

    Raises:
        ValueError: when the date or the variable cannot be read.
    """
    if written:
        return datetime.date.fromisoformat(written)
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    return datetime.datetime.now(datetime.UTC).date()
