"""Passages, snapshots and the evidence lock (F2xx)."""

from __future__ import annotations

from factsheet.diagnostics.core import Rule

NO_EVIDENCE = Rule(
    "F201",
    "A fact without evidence",
    "A reader would have to take our word for it.",
    "Add `evidence` with a source and a locator, or `derived` with a formula over other facts.",
)
UNPROVED_EVIDENCE = Rule(
    "F202",
    "Evidence that the lock does not hold",
    "The page would say that the passage was found, and nobody has looked.",
    "Run `factsheet verify --snapshots DIR --write` where the snapshots are, and commit the lock.",
)
LOCATOR_CHANGED = Rule(
    "F203",
    "A locator changed since the lock was written",
    "What was proved is another passage than the one the page now points to.",
    "Run `factsheet verify --snapshots DIR --write` where the snapshots are, and commit the lock.",
)
STALE_RECORD = Rule(
    "F204",
    "A record in the lock without evidence",
    "The lock would prove what no fact says any more, or a piece of evidence was removed without notice.",
    "Run `factsheet verify --snapshots DIR --write`, or put the evidence back if it went missing by mistake.",
)
LOCATOR_NOT_FOUND = Rule(
    "F205",
    "A locator that is not in the snapshot",
    "The source does not say it in these words, so nobody could check the claim.",
    "Copy the words from the snapshot as they stand, with its quotation marks and dashes.",
)
AMBIGUOUS_LOCATOR = Rule(
    "F206",
    "A locator found more than once",
    "A reader would not know which of the passages is meant, and a browser shows the first.",
    "Lengthen either side, or choose words that the source uses only once.",
)
NO_SNAPSHOT = Rule(
    "F207",
    "A source without its snapshot",
    "Without a copy of its text, nothing that relies on the source can be proved.",
    "Put the copy into the snapshot folder under the name in the source's `snapshot` field.",
)
SNAPSHOT_NOT_UTF8 = Rule(
    "F208",
    "A snapshot that is not UTF-8 text",
    "Words cannot be found in a text whose encoding is not known.",
    "Save the copy as plain text in UTF-8.",
)
OTHER_NORMALISER = Rule(
    "F209",
    "A lock written under other rules of normalising",
    "Its hashes are of texts that were normalised in another way, so they prove nothing here.",
    "Run `factsheet verify --snapshots DIR --write` where the snapshots are, and commit the lock.",
)
MALFORMED_LOCK = Rule(
    "F210",
    "An evidence lock that is not in its format",
    "A lock that was edited or merged by hand proves nothing.",
    "Do not fix it by hand: run `factsheet verify --snapshots DIR --write` and commit the result.",
)
DUPLICATE_EVIDENCE = Rule(
    "F211",
    "The same evidence twice in one fact",
    "One passage would look like two supports.",
    "Remove one of the two, or give the second one a locator of its own.",
)
