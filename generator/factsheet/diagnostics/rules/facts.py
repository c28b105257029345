"""What must make sense over all facts (F3xx)."""

from __future__ import annotations

from factsheet.diagnostics.core import Rule, Severity

ORIGIN_MISSING = Rule(
    "F301",
    "A claimed fact without a speaker",
    "Without the speaker a claim would appear in the site's own voice.",
    "Name who says it as the first member of `chain`.",
)
TOO_FEW_ORIGINS = Rule(
    "F302",
    "An established fact with too little behind it",
    "Sources that copy each other look like many and are one.",
    "Add evidence of another origin, or lower the standing to `reported`.",
)
UNDECIDED_CONFLICT = Rule(
    "F303",
    "A conflict that nobody decided",
    "Printing one of two numbers that exclude each other hides the other from the reader.",
    "Give each its exact `as_of` where they are of different days; otherwise write `standing: disputed`, or a `choice` "
    "with the source that is followed and why.",
)
NOTHING_IN_CONFLICT = Rule(
    "F304",
    "Disputed or decided, but nothing is in conflict",
    "A reader would look for a disagreement that is not there.",
    "Add the evidence that disagrees, or take the word away.",
)
DERIVED_NUMBER_DIFFERS = Rule(
    "F305",
    "A derived number that no longer matches",
    "The page would show a sum that its own parts contradict.",
    "Write the number that comes out, or correct the input that is wrong.",
)
NOT_COMPUTABLE = Rule(
    "F306",
    "A derivation that cannot be computed",
    "A formula over things of different units, or over facts without a number, means nothing.",
    "Fix the formula or its inputs; the message says what is wrong.",
)
DERIVED_NUMBER_TOO_SURE = Rule(
    "F307",
    "A derived number that claims more than its inputs",
    "A number computed from rough numbers is rough itself.",
    "Give the value the hedge that comes out of the inputs, such as `at least` or `about`.",
)
CIRCULAR_DERIVATION = Rule(
    "F308",
    "Facts derived from each other in a circle",
    "A number cannot be its own proof.",
    "Break the circle: one of the facts needs evidence of its own.",
)
DERIVED_STANDING_TOO_HIGH = Rule(
    "F309",
    "A derived fact that stands higher than its inputs",
    "A sum of claims is a claim.",
    "Give it the weakest standing among its inputs, or a weaker one.",
)
OVERDUE_REVIEW = Rule(
    "F310",
    "A review that is overdue",
    "Facts age; a reader takes an old page for a current one.",
    "Read the sheet against its sources and set `reviewed` to that day.",
    Severity.WARNING,
)
REPEATED_ANSWER = Rule(
    "F311",
    "A source's answer that repeats the fact's value",
    "`says` tells readers that a source differs; here it does not.",
    "Remove `says`.",
    Severity.WARNING,
)
INCOMPARABLE_ANSWERS = Rule(
    "F312",
    "Answers that measure different things under one fact",
    "A fact is one question: people and percent do not answer the same one.",
    "Make two facts of it, and say in a note why they must not be compared.",
)
UNREPORTED_CHANGE = Rule(
    "F313",
    "A change of a published fact that is not reported",
    "Readers who saw the old version must be able to find out what changed.",
    "Add the `corrections` entry or `superseded_by` that the lifecycle calls for.",
)
UNUSED_WAIVER = Rule(
    "F314",
    "A waiver that waives nothing",
    "An exception that outlives its reason hides the next mistake.",
    "Remove the waiver.",
)
EXPIRED_WAIVER = Rule(
    "F315",
    "A waiver that has expired",
    "It was granted until a date that has passed.",
    "Fix the problem that was waived, or set a new date with a new reason.",
)
UNUSED_RECORD = Rule(
    "F316",
    "A record that nothing uses",
    "Its page would be empty, and it may be a misspelt duplicate of another.",
    "Use it in a fact, or remove it.",
    Severity.WARNING,
)
FOREIGN_KEY_FACT = Rule(
    "F317",
    "A key fact of another sheet",
    "A reader would look for it on this page and not find it.",
    "Choose key facts among the sheet's own.",
)
DATE_AFTER_SOURCE = Rule(
    "F318",
    "A date after its source",
    "An article cannot know what happened after it was published: the date is probably mistyped.",
    "Correct the date, or use `when` with `standing: forecast` for something expected.",
    Severity.WARNING,
)
VALUE_MISSING = Rule(
    "F319",
    "Something is said of a value that is not there",
    "`also`, `counts`, `says` and `derived` have no meaning without the value they speak of.",
    "Add `value:`, or put the thought into `note`.",
)
DUPLICATE_STATEMENT = Rule(
    "F320",
    "Two facts with the same statement",
    "A fact is one question; a reader who meets it twice takes it for two.",
    "Join them: two sources that answer one question are two evidence entries of one fact.",
    Severity.WARNING,
)
UNNAMED_SNAPSHOT = Rule(
    "F321",
    "A source without a snapshot",
    "Passages of a source of which no copy is named can never be proved.",
    "Save the text of the source in the snapshot folder and name the file under `snapshot`.",
)
PUBLISHER_IN_CHAIN = Rule(
    "F323",
    "A chain that names its own end",
    "The publisher of the source is the end of every chain; named again, it looks like one more witness.",
    "Remove it from the chain, or leave the chain out. Only a claim of the publisher itself names it, alone.",
    Severity.WARNING,
)
UNCOVERED_NUMBER = Rule(
    "F324",
    "A number in the prose that no fact covers",
    "Prose is where a sheet drifts from its facts: a number there has no evidence of its own.",
    "Make a fact of it on the same sheet, link to the fact that has it, or say it without the number.",
    Severity.WARNING,
)
FOREIGN_CHART_FACT = Rule(
    "F325",
    "A chart with a fact of another sheet",
    "A reader would look beside the chart for the evidence and not find it.",
    "Draw facts of the sheet only.",
)
CHART_FACT_WITHOUT_NUMBER = Rule(
    "F326",
    "A chart with a fact that has no number",
    "Rising, falling, unknown and words alone have no place on a scale; nor has what lies below zero.",
    "Leave the fact out of the chart, or give it a value with a number.",
)
INCOMPARABLE_CHART_VALUES = Rule(
    "F327",
    "A chart of values that measure different things",
    "People and percent, shares of two wholes, or pay per month and pay at once, on one scale mean nothing together.",
    "Draw two charts, or leave out what is measured otherwise.",
)
WRONG_CHART_SIZE = Rule(
    "F328",
    "A chart of too few or too many facts",
    "One value is no comparison, and more than a dozen cannot be compared by eye.",
    "Draw two to twelve facts; or one alone, as `intervals` or `limits`, whose sources answer differently.",
)
OUTDATED_CHART_FACT = Rule(
    "F329",
    "A chart with a fact that no longer stands",
    "A superseded or withdrawn number in a chart is shown as if it were current.",
    "Draw the fact that stands now, or take it out of the chart.",
)
PARTS_EXCEED_WHOLE = Rule(
    "F330",
    "Parts that come to more than their whole",
    "Either the last fact is not the whole of the others, or a number is wrong.",
    "Put the whole last, and draw only its parts before it.",
)
FUTURE_CORRECTION = Rule(
    "F331",
    "A correction dated in the future",
    "Nothing has been corrected yet on a day that is still to come: the date is probably mistyped.",
    "Write the day on which the correction is made under `on`.",
    Severity.WARNING,
)
LETTER_WITHOUT_FONT = Rule(
    "F332",
    "A character that cannot be printed",
    "No font of handouts and pictures has it, so they show □ in its place. The pages of the site are whole.",
    "Write it in letters that the fonts have, such as Latin, Cyrillic or Georgian, or leave it: the site is built.",
    Severity.WARNING,
)
MONTH_LIKE_YEARS = Rule(
    "F333",
    "A month that looks like two years",
    "Some readers take `2011-12` for two years; it is a month, and the page says so.",
    "Write both years in full where they are meant: `2011/2012`. Waive it where the month is. It never fails a build.",
    Severity.WARNING,
)
