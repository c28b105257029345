"""The rules of what grows old outside the facts: the addresses of sources."""

from __future__ import annotations

from factsheet.diagnostics.core import Rule, Severity

LINK_GONE = Rule(
    "F520",
    "A source that is gone from its address",
    "A reader who wants to check the claim finds nothing.",
    "Put the new address into the source's `url`, or that of an archived copy.",
)
LINK_MOVED = Rule(
    "F521",
    "A source that has moved for good",
    "The old address works only for as long as its host forwards it.",
    "Look whether the same text stands there, and put the new address into `url`.",
    Severity.WARNING,
)
NO_RESPONSE = Rule(
    "F522",
    "A source whose host does not answer",
    "Either the host is down today, or the source is gone with it.",
    "Try again on another day; if it stays silent, put the address of an archived copy into `url`.",
)
LINK_UNVERIFIABLE = Rule(
    "F523",
    "A source whose host turns programs away",
    "Whether the source still stands there cannot be told without a browser.",
    "Open the address yourself.",
    Severity.WARNING,
)

STALENESS_RULES = (LINK_GONE, LINK_MOVED, NO_RESPONSE, LINK_UNVERIFIABLE)
