"""What parts of a page are for: the one vocabulary between pages, writers and the style sheets."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a box, paragraph or mark is for; the style sheet dresses each as `fs-` and its name."""

    # boxes
    LEDE = "lede"
    FACTS = "facts"
    ROW = "row"
    ROW_SAID = "row-said"
    ROW_VALUE = "row-value"
    FIGURES = "figures"
    FIGURE = "figure"
    EVIDENCE = "evidence"
    PASSAGE = "passage"
    WORKING = "working"
    DIFFERENCE = "difference"
    SIDE = "side"
    INDEX = "index"
    NOTICE = "notice"
    TIMELINE = "timeline"
    PARTICULARS = "particulars"
    CHART = "chart"
    REFERENCES = "references"
    ACTIONS = "actions"
    CITE = "cite"
    # paragraphs and marks
    META = "meta"
    VALUE = "value"
    HEDGE = "hedge"
    NUMBER = "number"
    UNIT = "unit"
    ID = "id"
    DIFFERS = "differs"
    AGREES = "agrees"
    PROVED = "proved"
    UNPROVED = "unproved"
    INDEPENDENCE = "independence"
    ORIGIN = "origin"
    ROUTE = "route"
    SOURCE_MARK = "source-mark"
    DATE = "date"
    CAVEAT = "caveat"
    WAS = "was"
    # standings, by their word
    ESTABLISHED = "established"
    REPORTED = "reported"
    ESTIMATED = "estimated"
    CLAIMED = "claimed"
    ALLEGED = "alleged"
    DENIED = "denied"
    DISPUTED = "disputed"
    FORECAST = "forecast"
    OPINION = "opinion"
    DERIVED = "derived"
    # lifecycles other than current
    CORRECTED = "corrected"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
