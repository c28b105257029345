"""Changes between two versions, ageing, and the canonical form (F5xx)."""

from __future__ import annotations

from factsheet.diagnostics.core import Rule, Severity

VALUE_CHANGED = Rule(
    "F501",
    "A published value, its date or its speaker changed without a correction",
    "Readers who used the old number must be able to find out that it has changed, and why; a number of another day "
    "or in another mouth is another statement.",
    "Add an entry to the fact's `corrections` that says what stood there and why it was changed.",
)
HEDGE_REMOVED = Rule(
    "F502",
    "A hedge removed without new evidence",
    "`At least 93` became `93`: the page would say more than its sources do.",
    "Put the hedge back, or add the passage that says so; where the old hedge was our mistake, waive this "
    "with `until`.",
)
STANDING_RAISED = Rule(
    "F503",
    "A standing raised without new evidence",
    "A claim would be presented as better established, although nobody has said anything new.",
    "Put the standing back, or add the evidence that raises it; where the old one was our mistake, waive "
    "this with `until`.",
)
FACT_REMOVED = Rule(
    "F504",
    "A published fact that is gone",
    "Its address may stand in other people's texts, and anyone who follows it finds nothing.",
    "Put the fact back with `lifecycle: withdrawn` and a correction of `kind: withdrawal` that says why.",
)
ID_REUSED = Rule(
    "F505",
    "An id used again for another fact",
    "Anyone who cited the old fact by its address would now cite something they never read.",
    "Give the new fact an id of its own, and put the old one back, withdrawn or superseded.",
)
CORRECTION_REMOVED = Rule(
    "F506",
    "A correction removed or rewritten",
    "A notice of a mistake is itself published; removing it hides the mistake again.",
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
    "Its address may stand in other people's texts, and anyone who follows it finds nothing.",
    "Put the record back, or keep its address with a hand-written page that says where its facts are now.",
)
NEEDS_RECHECK = Rule(
    "F510",
    "Something depends on a fact that has changed since it was reviewed",
    "What was written with the old fact in mind may no longer be true.",
    "Read it beside the fact it depends on; when it still holds, run `factsheet accept ID`.",
    Severity.WARNING,
)
MALFORMED_LEDGER = Rule(
    "F511",
    "A ledger of what was accepted that is not in its format",
    "A ledger that was edited or merged by hand does not say what somebody has reviewed.",
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
    "A source that has moved permanently",
    "The old address works only for as long as its host forwards it.",
    "Check that the new address has the same text, and put it into `url`.",
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
    "A source whose host rejects programs",
    "Without a browser, nobody can tell whether the source is still there.",
    "Open the address yourself.",
    Severity.WARNING,
)
NOT_CANONICAL = Rule(
    "F530",
    "A file that is not in canonical form",
    "Where the same thing is written in two ways, a reviewer sees changed lines instead of changed facts.",
    "Run `factsheet fmt`; it changes no words, and comments stay where they belong.",
)
NOT_FORMATTABLE = Rule(
    "F531",
    "A file that the formatter cannot write without a change of meaning",
    "The formatted text would not read back with the same meaning, so the file is left unchanged.",
    "This is a bug in the program: report it with the file. Simpler wording at that place works around it.",
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
