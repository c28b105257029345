"""Who says it: the line that goes wherever a statement goes, made of standing, speaker, source and date.

What is weaker than reported is never in the site's own voice, so the first part of its line, the lead, stands before
the statement: `Alleged by Tam Oddy`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from factsheet.analysis.agreement import list_credited, list_origins
from factsheet.analysis.catalog import Catalog
from factsheet.diagnostics.core import read_declarations
from factsheet.diagnostics.frozen import dataclass
from factsheet.model.dates.points import render_date
from factsheet.model.records import Actor, Evidence, Fact, Source
from factsheet.model.text.wording import decapitalise
from factsheet.model.vocabulary import ActorKind, Relation, Standing


@dataclass(frozen=True, slots=True)
class SourceMention:
    """A source as a line names it: `The Ostwick Gazette, 12 April 2024`, or `an undated article by Ida Quill`."""

    source: Source
    name: str
    date: str = ""

    @property
    def words(self) -> str:
        """Name and date, where both are to be printed."""
        return ", ".join(filter(None, (self.name, self.date)))


Part: TypeAlias = str | Actor | SourceMention
"""Words, or a record that a page can link to."""
_LEADS: Mapping[str, str] = read_declarations("analysis", "leads.toml")
"""What stands before the speakers, for each standing but `observed`."""
_CONTESTED = frozenset({Standing.CLAIMED, Standing.ALLEGED, Standing.DISPUTED, Standing.FORECAST})
"""Standings whose word says how figures came about; those of the others are just given."""
SOURCE_WORDS: Mapping[str, tuple[str, str]] = read_declarations("analysis", "source_words.toml")
"""What a source of each type is called: where its kind is given, and in a sentence."""
_MAX_NAMED = 3
"""Speakers, and sources, that a line names one by one."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says a fact."""

    leads_statement: bool
    """Whether the lead stands before the statement: what is weaker than reported."""
    lead_text: str
    """Standing and speakers in plain words, without source and date."""
    text: str
    """The whole line in plain words."""
    below: tuple[Part, ...]
    """What a page prints below the statement: the line, without what the lead before it says already."""
    speakers: tuple[str, ...]
    """The names of those who said it first."""


@dataclass(frozen=True, slots=True)
class _Saying:
    """The same speakers in one or more sources."""

    speakers: tuple[Part, ...]
    relays: tuple[Actor, ...]
    sources: tuple[SourceMention, ...]


def format_parts(parts: Iterable[Part]) -> str:
    """Return parts of a line in plain words."""
    return "".join(map(format_part, parts))


def format_part(part: Part) -> str:
    """Return words, or a record's name in a sentence: of `Norland, as a state`, without what only tells it apart."""
    if isinstance(part, Actor):
        return part.name.partition(", as ")[0]
    return part if isinstance(part, str) else part.words


def build_attribution(fact: Fact, catalog: Catalog) -> Attribution:
    """Return who says a fact; of a derived one, who gives the figures that it was worked out from."""
    said, against = list(_list_leaf_evidence(fact, catalog)), []
    if fact.standing is Standing.OBSERVED:
        first = "Worked out from figures observed by us" if fact.derived else "Observed by us"
        sources = (catalog.sources[name] for name in dict.fromkeys(each.source.id for each in said))
        line = (f"{first} in ", *_join_sources([_describe_source(source, set(), catalog) for source in sources]))
        return Attribution(leads_statement=False, lead_text=first, text=format_parts(line), below=line, speakers=())
    if fact.standing in {Standing.DENIED, Standing.DISPUTED}:
        decisive = (evidence for evidence in fact.evidence if evidence.relation is not Relation.CONTEXT)
        against = [item for item in decisive if item not in said or item.relation is Relation.DISPUTES]
        said = [evidence for evidence in said if evidence not in against]
    sayings, objections = _group(said, catalog), _group(against, catalog)
    first = _LEADS[fact.standing]
    if fact.derived:
        first = f"Worked out from figures {fact.standing.value if fact.standing in _CONTESTED else 'given'} by"
    if fact.standing is Standing.DENIED and objections:
        parts = [_render("Denied by", objections), _render("said by", sayings)]
        lead = _build_lead("Denied by", objections)
    else:
        parts = [_render(first, sayings), _render("disputed by", objections)]
        lead = _build_lead(first, sayings)
        if fact.standing is Standing.DISPUTED:
            lead = _build_lead("Disputed between" if sayings and objections else "Disputed by", (*sayings, *objections))
    line = tuple(_join(filter(None, parts), "; "))
    names = dict.fromkeys(format_part(part) for each in (*sayings, *objections) for part in each.speakers)
    leads, below = fact.standing.follows_speaker, line
    if leads and len(sayings) == 1 and not objections:
        below = ("In ", *_join_sources(sayings[0].sources))
    return Attribution(leads, format_parts(lead), format_parts(line), below, tuple(names))


def _list_leaf_evidence(fact: Fact, catalog: Catalog) -> Iterator[Evidence]:
    """Yield the evidence to name with a fact; of a derived one, that of the facts at the bottom, each once."""
    waiting, seen = [fact], {fact.id}
    while waiting:
        each = waiting.pop()
        if each.standing is not Standing.OBSERVED or fact.standing is Standing.OBSERVED:
            yield from list_credited(each)
        inputs = [name.id for _, name, _ in each.derived.inputs] if each.derived else []
        waiting += [catalog.facts[name] for name in dict.fromkeys(reversed(inputs)) if name not in seen]
        seen.update(inputs)


def _group(given: Iterable[Evidence], catalog: Catalog) -> tuple[_Saying, ...]:
    """Return who says it, each with the sources, in the order in which the evidence is written."""
    grouped: dict[tuple[object, ...], dict[str, Evidence]] = {}
    for evidence in given:
        key = bool(evidence.chain), list_origins(evidence, catalog), tuple(actor.id for actor in evidence.chain[1:])
        grouped.setdefault(key, {}).setdefault(evidence.source.id, evidence)
    return tuple(_build_saying(tuple(group.values()), catalog) for group in grouped.values())


def _build_saying(group: tuple[Evidence, ...], catalog: Catalog) -> _Saying:
    """Return the speakers that some evidence shares; without a chain, the publisher, the authors or the source."""
    first, sources = group[0], tuple(catalog.sources[evidence.source.id] for evidence in group)
    speakers: tuple[Part, ...] = tuple(catalog.actors[actor.id] for actor in first.speakers)
    authors: tuple[str, ...] = ()
    if not first.chain:
        source, authors = sources[0], sources[0].authors
        voice = catalog.actors[source.publisher.id] if source.publisher else ", ".join(authors)
        speakers = (voice or SourceMention(source, source.label),)
    own = {*map(format_part, speakers), *authors}
    relays = tuple(catalog.actors[actor.id] for actor in first.chain[1:])
    return _Saying(speakers, relays, tuple(_describe_source(source, own, catalog) for source in sources))


def _describe_source(source: Source, speakers: set[str], catalog: Catalog) -> SourceMention:
    """Return a source with its date, as it is named beside its speakers; those are not named twice."""
    date = source.published
    dated = render_date(date) if date and date.first and date.last else ""
    if source.publisher:
        return SourceMention(source, format_part(catalog.actors[source.publisher.id]), dated or "undated")
    noun = SOURCE_WORDS[source.type][1]
    authors = [name for name in source.authors if not any(f" {each}".endswith(f" {name}") for each in speakers)]
    if not source.authors and source.label not in speakers:
        return SourceMention(source, source.label, dated or "undated")
    article = "an" if not dated or noun[0] in "aeiou" else "a"
    by = f" by {', '.join(authors)}" if authors else ""
    return SourceMention(source, f"{article} {'' if dated else 'undated '}{noun}{by}", dated)


def _build_lead(first: str, sayings: Sequence[_Saying]) -> tuple[Part, ...]:
    """Return standing and speakers; and who passed it on, where that is the same for all of them."""
    speakers = tuple({format_part(part): part for saying in sayings for part in saying.speakers}.values())
    relays = {tuple(map(format_part, saying.relays)): saying.relays for saying in sayings}
    passed_on = next(iter(relays.values()), ())
    according = (", according to ", *_join_named(passed_on)) if passed_on and len(relays) == 1 else ()
    return (f"{first} ", *_join_named(speakers), *according) if speakers else (first.rpartition(" ")[0],)


def _render(first: str, sayings: Sequence[_Saying]) -> tuple[Part, ...]:
    """Return sayings with their sources: `Alleged by A, in B, 7 September 2023; alleged by C, in D`."""
    rendered: list[tuple[Part, ...]] = []
    for place, saying in enumerate(sayings[:_MAX_NAMED]):
        lead = first if place == 0 else "and by" if first.startswith("Worked") else decapitalise(first)
        relays = (", according to ", *_join_named(saying.relays)) if saying.relays else ()
        rendered.append((f"{lead} ", *_join_named(saying.speakers), *relays, *_render_sources(saying)))
    if len(sayings) > _MAX_NAMED:
        rendered.append((f"and {len(sayings) - _MAX_NAMED} more",))
    return tuple(_join(rendered, "; "))


def _render_sources(saying: _Saying) -> tuple[Part, ...]:
    """Return where it stands; of a publisher that speaks itself, or to whom a group spoke, only the date."""
    mention, others = saying.sources[0], saying.sources[1:]
    groups = [part for part in saying.speakers if isinstance(part, Actor) and part.kind is ActorKind.GROUP]
    is_named = mention.name in map(format_part, saying.speakers)
    if not others and (is_named or any(group.name.endswith(f" {mention.name}") for group in groups)):
        return (", ", SourceMention(mention.source, mention.date))
    return (", in ", *_join_sources(saying.sources))


def _join_sources(mentions: Sequence[SourceMention]) -> tuple[Part, ...]:
    shown: list[tuple[Part, ...]] = [(mention,) for mention in mentions[:_MAX_NAMED]]
    if len(mentions) > _MAX_NAMED:
        shown[-1] = (f"{len(mentions) - _MAX_NAMED + 1} others",)
    return tuple(_join((*shown[:-1], ("and in " if len(shown) > 1 else "", *shown[-1])), ", "))


def _join_named(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Return names as a sentence lists them; of many, the first ones and how many more there are."""
    shown: list[tuple[Part, ...]] = [(part,) for part in parts]
    if len(shown) > _MAX_NAMED:
        shown = [*shown[: _MAX_NAMED - 1], (f"{len(shown) - _MAX_NAMED + 1} others",)]
    if len(shown) < 2:  # noqa: PLR2004
        return tuple(_join(shown, ""))
    return (*_join(shown[:-1], ", "), " and ", *shown[-1])


def _join(groups: Iterable[tuple[Part, ...]], joint: str) -> Iterator[Part]:
    for place, group in enumerate(groups):
        yield from (joint, *group) if place else group
