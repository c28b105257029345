"""The frozen types that trust begins with: what a checked document holds.

Only `parsing/validate` makes these from documents, by the fields that `parsing/schema` declares. A default is what
a field means that is not written. Ids in them are still words; `catalog` says whether each is known.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TypeAlias
from urllib.parse import quote

from factsheet.diagnostics.core import FieldLocations, Location, Reference
from factsheet.diagnostics.frozen import dataclass, field
from factsheet.evidence.locator import Locator
from factsheet.model import vocabulary
from factsheet.model.arithmetic.formulas import Formula
from factsheet.model.dates.points import Date
from factsheet.model.text.spans import Text, strip_markup
from factsheet.model.values.hedges import Value
from factsheet.theme.colours import ACCENT, Accent


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What a section of a document holds, and where it is written."""

    locations: FieldLocations = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifiedRecord(Record):
    """A record with a permanent id."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Record):
    """The tie from a fact to a passage of a source."""

    source: Reference
    locator: Locator
    says: Value | None = None
    """What this source says where it differs from the fact's value."""
    differs: Text = ()
    """What differs in words; empty when nothing does."""
    relation: vocabulary.Relation = vocabulary.Relation.SUPPORTS
    chain: tuple[Reference, ...] = ()
    """Actors, origin first; the source's publisher is implied at the end."""
    jointly_with: tuple[Reference, ...] = ()
    """Actors who said it together with the first of the chain: all of them are one origin."""
    attribution: Locator | None = None
    """The words that name the speaker, where the passage itself does not."""
    as_of: Date | None = None
    """When this source's answer is of another date than the fact."""
    note: Text = ()

    @property
    def speakers(self) -> tuple[Reference, ...]:
        """Those who said it first; none where the source speaks in its own voice."""
        return (*self.chain[:1], *self.jointly_with)


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation(Record):
    """How a number follows from others."""

    formula: Formula
    inputs: tuple[tuple[str, Reference, str], ...]
    """Name in the formula, the fact it stands for, and `value` or `also`."""
    note: Text = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction(Record):
    """A notice of a change to something published."""

    on: Date
    kind: vocabulary.CorrectionKind
    was: Text
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver(Record):
    """One check set aside for one fact, with a reason and an end."""

    code: str
    why: str
    until: Date | None = None

    def is_over(self, today: dt.date) -> bool:
        """Tell whether its last day has passed."""
        return bool(self.until and self.until.last and today > self.until.last)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictChoice(Record):
    """Which of two conflicting answers the fact gives, and why."""

    source: Reference
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(IdentifiedRecord):
    """One checkable statement."""

    statement: Text
    label: str = ""
    """Its name in charts; empty leaves it to the statement."""
    heading: str = ""
    """The heading it stands under on its sheet; empty for none."""
    value: Value | None = None
    also: Value | None = None
    counts: str = ""
    compared_with: str = ""
    as_of: Date | None = None
    when: Date | None = None
    standing: vocabulary.Standing
    lifecycle: vocabulary.Lifecycle = vocabulary.Lifecycle.CURRENT
    superseded_by: Reference | None = None
    evidence: tuple[Evidence, ...] = ()
    derived: Derivation | None = None
    choice: ConflictChoice | None = None
    actors: tuple[Reference, ...] = ()
    places: tuple[Reference, ...] = ()
    tags: tuple[str, ...] = ()
    caveat: Text = ()
    note: Text = ()
    corrections: tuple[Correction, ...] = ()
    waivers: tuple[Waiver, ...] = ()

    @property
    def is_active(self) -> bool:
        """Whether it is still stood by: neither superseded nor withdrawn."""
        return self.lifecycle in {vocabulary.Lifecycle.CURRENT, vocabulary.Lifecycle.CORRECTED}


def list_remarks(fact: Fact) -> Iterator[tuple[FieldLocations, str, Text]]:
    """Yield the words around a fact, each with the place and name of its field; empty ones too."""
    yield fact.locations, "caveat", fact.caveat
    yield fact.locations, "note", fact.note
    for evidence in fact.evidence:
        yield evidence.locations, "differs", evidence.differs
        yield evidence.locations, "note", evidence.note
    if fact.derived:
        yield fact.derived.locations, "note", fact.derived.note
    if fact.choice:
        yield fact.choice.locations, "why", fact.choice.why


@dataclass(frozen=True, slots=True, kw_only=True)
class Review(Record):
    """When a sheet is to be read again: exactly one of the three is given."""

    every_days: int | None = None
    by: Date | None = None
    frozen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart(IdentifiedRecord):
    """Facts of a sheet that an editor draws on one scale."""

    title: str
    drawn: vocabulary.ChartKind
    facts: tuple[Reference, ...]
    """In the order of the chart; of parts, the last is the whole."""
    note: Text = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet(IdentifiedRecord):
    """One topic."""

    title: str
    summary: Text
    order: int = 0
    key_facts: tuple[Reference, ...] = ()
    reviewed: Date | None = None
    review: Review | None = None
    facts: tuple[Fact, ...]
    charts: tuple[Chart, ...] = ()
    corrections: tuple[Correction, ...] = ()
    """Of its own words and those of its charts; each fact has those of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceStatus(Record):
    """What became of a source since it was published, and when."""

    state: vocabulary.SourceState
    on: Date
    notice: Text = ()
    by: Reference | None = None
    """The source that takes its place."""

    @property
    def text(self) -> str:
        """The whole in one line, for reviews."""
        by = f"now {self.by.id}" if self.by else ""
        return ": ".join(filter(None, (f"{self.state} {self.on.text}", by, strip_markup(self.notice))))


@dataclass(frozen=True, slots=True, kw_only=True)
class UncountedLine(Record):
    """A line of our copy that readers do not count as a paragraph."""

    paragraph: int
    """Its number among the lines of the copy, which is what the evidence lock holds."""
    kind: vocabulary.LineKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(IdentifiedRecord):
    """One report, article, law or other document."""

    label: str
    """The short name it goes by in rows and references."""
    letter: str = ""
    """What stands for it on pages; empty when the next free letter does."""
    type: vocabulary.SourceType
    title: str = ""
    """Empty when our copy has none."""
    authors: tuple[str, ...] = ()
    publisher: Reference | None = None
    published: Date | None = None
    url: str = ""
    language: str = ""
    snapshot: str = ""
    """File name inside the snapshot folder."""
    uncounted: tuple[UncountedLine, ...] = ()
    based_on: tuple[Reference, ...] = ()
    """Sources or actors it says it draws on."""
    nature: vocabulary.Nature = vocabulary.Nature.SECONDARY
    status: SourceStatus | None = None
    note: Text = ()

    def count_paragraph(self, line: int) -> int | None:
        """Return the number that a reader gives to a line of our copy; None where it is no part of the text."""
        others = {each.paragraph for each in self.uncounted if each.kind is not vocabulary.LineKind.REST}
        before = sum(each.paragraph <= line for each in self.uncounted)
        return None if line in others or line == before else line - before

    def describe_place(self, line: int) -> str:
        """Return where a line of our copy is for a reader: `paragraph 3` or `caption`."""
        number = self.count_paragraph(line)
        return f"paragraph {number}" if number else next(it.kind for it in self.uncounted if it.paragraph == line)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor(IdentifiedRecord):
    """A person or body that says, does or reports something."""

    name: str
    kind: vocabulary.ActorKind
    aliases: tuple[str, ...] = ()
    role: str = ""
    affiliation: Reference | None = None
    description: Text = ()
    corrections: tuple[Correction, ...] = ()


CorrectedRecord: TypeAlias = Fact | Sheet | Actor
"""What has notices of its changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(IdentifiedRecord):
    """A place facts are about."""

    name: str
    kind: vocabulary.PlaceKind
    aliases: tuple[str, ...] = ()
    within: Reference | None = None
    description: Text = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """All documents after validation, in the order of their files."""

    sheets: tuple[Sheet, ...] = ()
    sources: tuple[Source, ...] = ()
    actors: tuple[Actor, ...] = ()
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The site's settings and the clock."""

    today: dt.date
    """The only clock; reviews and waivers are judged by it."""
    facts: str = "facts"
    """The folder of facts, relative to the site's folder."""
    snapshots: str = ""
    """The folder of copies, relative to the site's folder; empty when the settings name none."""
    site_name: str = "Facts"
    subtitle: str = ""
    """What the site is about, in a few words, shown beside the name; empty when it has none."""
    site_url: str = ""
    """Ends with a slash; empty when the site does not know its address."""
    docs: str = "content"
    """The folder of hand-written pages."""
    edit_base: str = ""
    """Ends with a slash; empty when the repository's address is not known."""
    publisher: Mapping[str, str] = field(default_factory=dict)
    """Who answers for the site: name, address, e-mail and web pages, as far as they are given."""
    licence: Mapping[str, str] = field(default_factory=dict)
    """Name and address of the licence of facts and texts; empty when none is given."""
    report_errors: str = ""
    """Where readers report an error, with `{id}` for the fact; empty when no page says where."""
    accent: Accent = ACCENT
    icon: str = ""
    """The path of the site's icon in the folder of hand-written pages; empty when it has ours."""
    emblem: str = ""
    """The drawing that pictures bear, as SVG: the site's icon or logo; empty when it has neither."""
    home_facts: tuple[Reference, ...] = ()
    home_charts: tuple[Reference, ...] = ()
    synonyms: tuple[str, ...] = ()
    """Each a group of words, of which search finds one by another."""
    allow_scripts: tuple[str, ...] = ()
    """The hashes of inline scripts that may run besides those of the theme."""
    overdue_allowed: int = 0
    """How many sheets may be overdue for review before `factsheet stale` fails."""
    attested_standings: frozenset[vocabulary.Standing] = frozenset()
    """The standings of the facts that need a second reader; empty where none does."""
    locations: FieldLocations = field(default=FieldLocations(Location(""), {}), compare=False)
    """Where the name, the subtitle, the folder of the finished site and the rule of attestation are written."""

    def build_edit_link(self, file: str, line: int) -> str:
        """Return where a line of a file of facts can be edited; empty when that is not known."""
        return f"{self.edit_base}{quote(file)}#L{line}" if self.edit_base and file else ""
