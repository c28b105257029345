"""The controlled words of the field, declared once: validation, pages, docs and exports read them here."""

from enum import StrEnum
from functools import cached_property
from typing import Self


class Word(StrEnum):
    """A word from a closed list, with its meaning for editors and readers."""

    meaning: str

    def __new__(cls, word: str, meaning: str) -> Self:
        """Make the word equal to its text and keep what it means."""
        self = str.__new__(cls, word)
        self._value_ = word
        self.meaning = meaning
        return self


class Standing(Word):
    """How well a fact is supported; the order runs from the strongest to the weakest."""

    ESTABLISHED = "established", "Two independent origins say so, or one primary document does."
    OBSERVED = "observed", "We saw it in the source itself: who wrote it, what it names, how it is worded."
    REPORTED = "reported", "A source reports it, in its own voice or from somebody it cites."
    ESTIMATED = "estimated", "Somebody worked it out and it could not be counted exactly."
    CLAIMED = "claimed", "Somebody says so; nobody has confirmed it."
    ALLEGED = "alleged", "Somebody accuses somebody else of it, without proof being shown."
    DENIED = "denied", "Somebody says that it is not so."
    DISPUTED = "disputed", "Sources contradict each other and the contradiction is not resolved."
    FORECAST = "forecast", "Somebody expects it; it had not happened when it was said."
    OPINION = "opinion", "A judgement that cannot be checked, only attributed."

    @property
    def needs_origin(self) -> bool:
        """Whether the evidence must name who says so."""
        return self in {Standing.CLAIMED, Standing.ALLEGED, Standing.DENIED, Standing.FORECAST, Standing.OPINION}

    @property
    def follows_speaker(self) -> bool:
        """Whether it is weaker than reported, so that the speaker stands before the statement wherever that goes."""
        return self.rank > Standing.REPORTED.rank

    @cached_property
    def rank(self) -> int:
        """Place from the strongest (0); a derived fact takes the weakest rank among its inputs."""
        return _RANKS[self]


_RANKS = {standing: place for place, standing in enumerate(Standing)}


class Lifecycle(Word):
    """Where a published fact stands in its life; nothing published is ever deleted."""

    CURRENT = "current", "The fact stands as it is shown."
    CORRECTED = "corrected", "The fact was wrong and has been corrected; the correction is listed with it."
    SUPERSEDED = "superseded", "A newer fact answers the question; the page points to it."
    WITHDRAWN = "withdrawn", "The fact is no longer stood by; the page stays and says why."


class SecondReading(Word):
    """What a publication needs besides its author."""

    NONE = "none", "Nothing; it is as if the setting were left out."
    OTHER_PERSON = "other-person", "Another person than the author has read each fact against its passages."


class ReadingAnswer(Word):
    """What a second reader says of a fact and its passages."""

    SUPPORTS = "supports", "The passages support the fact as it stands."
    IN_PART = "supports-in-part", "They support a part of it; the reader says what is missing."
    NOT = "does-not-support", "They do not support it; the reader says why."


class ChartKind(Word):
    """How the facts of a chart are drawn: an editor's word for what may be compared."""

    BARS = "bars", "Amounts of the same kind of thing, each a bar from zero."
    PARTS = "parts", "Bars that are parts of a whole; the last fact is the whole."
    INTERVALS = "intervals", "Values on one scale, with what each of them leaves open."
    LIMITS = "limits", "Values of one and the same thing: where all of them hold is shaded."


class Relation(Word):
    """What a piece of evidence does for its fact."""

    SUPPORTS = "supports", "The passage says what the fact says."
    DISPUTES = "disputes", "The passage says otherwise."
    CONTEXT = "context", "The passage helps to understand the fact and does not decide it."


class CorrectionKind(Word):
    """What kind of change a correction notice records."""

    CORRECTION = "correction", "We had it wrong."
    UPDATE = "update", "The world or the source moved on."
    CLARIFICATION = "clarification", "It was right but could be misread."
    WITHDRAWAL = "withdrawal", "We no longer stand by it."


class ActorKind(Word):
    """What sort of actor says, does or reports something."""

    PERSON = "person", "One human being."
    ORGANISATION = "organisation", "A company, outlet, party, NGO or other body."
    AUTHORITY = "authority", "A state, ministry, agency or other public authority."
    GROUP = "group", "People the source speaks of together without naming them."
    UNNAMED = "unnamed", "Somebody whom the source does not name at all, as in `is widely expected`."


class PlaceKind(Word):
    """What sort of place it is."""

    COUNTRY = "country", "A state."
    REGION = "region", "A part of a country, or an area across countries."
    CITY = "city", "A town or city."
    VILLAGE = "village", "A village."


class Nature(Word):
    """Whether a source is the thing itself or tells of it."""

    PRIMARY = "primary", "The document itself: a law, a register, a recording, a data set."
    SECONDARY = "secondary", "Somebody's report of it: an article, a book, a broadcast."


class SourceState(Word):
    """What became of a source since it was published."""

    CORRECTED = "corrected", "Its publisher has corrected it; the facts drawn from it are to be read again."
    RETRACTED = "retracted", "Its publisher no longer stands by it; it supports no fact."
    SUPERSEDED = "superseded", "A newer one takes its place."


class LineKind(Word):
    """What a line of a copy is that is no paragraph of the text."""

    TITLE = "title", "The title, or a heading."
    BYLINE = "byline", "Who wrote it."
    DATE = "date line", "Its date."
    CAPTION = "caption", "Words under a picture."
    CREDIT = "credit", "What it is based on, or where it comes from."
    REST = "continuation", "The rest of the paragraph before it, which our copy breaks in two."


class SourceType(Word):
    """The kinds of source that we take, by their CSL names."""

    ARTICLE_NEWSPAPER = "article-newspaper", "An article of a newspaper, in print or online."
    ARTICLE_MAGAZINE = "article-magazine", "An article of a magazine."
    ARTICLE = "article", "An article whose place of publication is not known."
    WEBPAGE = "webpage", "A page of a site that is not a periodical."
    REPORT = "report", "A report of an organisation."
    LEGISLATION = "legislation", "A law or decree."
    DATASET = "dataset", "Published figures."
    BROADCAST = "broadcast", "Radio or television."
    INTERVIEW = "interview", "A published interview."
    BOOK = "book", "A book."
    PAMPHLET = "pamphlet", "A leaflet or brochure."
    PRESS_RELEASE = "press-release", "A press release; CSL has no word for it."


class Agreement(Word):
    """How two answers to one question relate."""

    SAME = "same", "Both give the same value."
    COMPATIBLE = "compatible", "The ranges overlap: both can be true."
    MORE_PRECISE = "more precise", "One value lies inside the other: both can be true, and one is more precise."
    PROGRESS = "progress", "The values are of different dates."
    CONFLICT = "conflict", "The values exclude each other."
    COUNTED_DIFFERENTLY = "counted differently", "They count different things, or are shares of different wholes."
    NOT_COMPARABLE = "not comparable", "The values measure different things."
