"""What changed between two versions, what grows old, how a file is written (F5xx)."""

from __future__ import annotations

from factsheet.diagnostics.core import Rule, Severity

VALUE_CHANGED = Rule(
    "F501",
    "A published value changed without a correction",
    "Readers who took the old number away must be able to find out that it has changed, and why.",
    "Add an entry to the fact's `corrections` that says what stood there and why it was changed.",
)
HEDGE_REMOVED = Rule(
    "F502",
    "A hedge lifted without new evidence",
    "`At least 93` became `93`: the page would say more than its sources do.",
    "Put the hedge back, or add the passage that says so; where the old hedge was our mistake, waive this "
    "with `until`.",
)
STANDING_RAISED = Rule(
    "F503",
    "A standing raised without new evidence",
    "What was a claim would be told as better known, and nobody has said anything new.",
    "Put the standing back, or add the evidence that raises it; where the old one was our mistake, waive "
    "this with `until`.",
)
FACT_REMOVED = Rule(
    "F504",
    "A published fact that is gone",
    "Its address may stand in other people's texts, and whoever follows it finds nothing.",
    "Put the fact back with `lifecycle: withdrawn` and a correction of `kind: withdrawal` that says why.",
)
ID_REUSED = Rule(
    "F505",
    "An id used again for another fact",
    "Whoever cited the old fact by its address would now cite something they never read.",
    "Give the new fact an id of its own, and put the old one back, withdrawn or superseded.",
)
CORRECTION_REMOVED = Rule(
    "F506",
    "A correction removed or rewritten",
    "A notice of a mistake is itself published; whoever takes it back hides the mistake again.",
    "Put the entry back as it stood, and add another where there is more to say.",
)
STATEMENT_CHANGED = Rule(
    "F507",
    "A number or date in a published statement changed without a correction",
    "Words in a statement may be polished, but its numbers are what readers take away.",
    "Add an entry to the fact's `corrections` that says what stood there and why it was changed.",
)
PAGE_REMOVED = Rule(
    "F508",
    "A published page that is gone",
    "Its address may stand in other people's texts, and whoever follows it finds nothing.",
    "Put the record back, or keep its address with a hand-written page that says where its facts are now.",
)
NEEDS_RECHECK = Rule(
    "F510",
    "Something rests on a fact that has changed since it was read",
    "What was written with the old fact in mind may no longer be true.",
    "Read it beside the fact it rests on; when it still holds, run `factsheet accept ID`.",
    Severity.WARNING,
)
MALFORMED_LEDGER = Rule(
    "F511",
    "A ledger of what was accepted that is not in its format",
    "A ledger that was edited or merged by hand does not say what somebody has read.",
    "Take the whole file of either side, then run `factsheet accept` and read what it lists.",
)
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
NOT_CANONICAL = Rule(
    "F530",
    "A file that is not in canonical form",
    "Where one thing is written in two ways, a reviewer sees lines that changed instead of facts.",
    "Run `factsheet fmt`; it changes no word, and comments stay with what they belong to.",
)
NOT_FORMATTABLE = Rule(
    "F531",
    "A file that the formatter cannot write without a change of meaning",
    "What was to be written did not read back as what is there, so the file is left as it is.",
    "This is a fault of the program: report it with the file. Writing the place more plainly gets round it.",
)

POLICY_RULES = (
    VALUE_CHANGED,
    HEDGE_REMOVED,
    STANDING_RAISED,
    FACT_REMOVED,
    ID_REUSED,
    CORRECTION_REMOVED,
    STATEMENT_CHANGED,
    PAGE_REMOVED,
)
"""What `factsheet diff` demands of a new version."""
