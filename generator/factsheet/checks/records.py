"""Records: lifecycles, dates, statements, key facts, reviews, and unused records."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping

from factsheet.analysis.graphs import find_circles
from factsheet.checks.context import CheckContext, ReportedDiagnostic
from factsheet.diagnostics import rules
from factsheet.diagnostics.core import Diagnostic, Location
from factsheet.model.dates.grammar import is_later, is_like_two_years
from factsheet.model.dates.points import render_date
from factsheet.model.records import Fact, IdentifiedRecord, Sheet
from factsheet.model.text.spans import strip_markup
from factsheet.model.text.wording import format_count, join_names
from factsheet.model.vocabulary import CorrectionKind, Lifecycle, Relation, Standing

_TIME_ZONE_LEEWAY = dt.timedelta(days=1)
"""In some time zones it is already tomorrow."""


def check_letters_unique(context: CheckContext) -> Iterator[Diagnostic]:
    """Report a source with the letter of another."""
    owners: dict[str, str] = {}
    for source in context.catalog.sources.values():
        if source.letter and (owner := owners.setdefault(source.letter, source.id)) != source.id:
            message = f"'{source.letter}' is the letter of '{owner}' too"
            hint = "give one of them another letter, or none"
            yield rules.LETTER_TAKEN.report(source.locations.find("letter"), message, hint)


def check_lifecycles_reported(context: CheckContext) -> Iterator[ReportedDiagnostic]:
    """Report lifecycles without a correction, and broken chains of successors."""
    facts = context.catalog.facts
    circles = find_circles({fact.id: {fact.superseded_by.id} for fact in facts.values() if fact.superseded_by})
    for fact in facts.values():
        successor = facts[fact.superseded_by.id] if fact.superseded_by else None
        for field, problem, hint in _find_lifecycle_errors(fact, successor, circles.get(fact.id, ())):
            diagnostic = rules.UNREPORTED_CHANGE.report(fact.locations.find(field), f"'{fact.id}' {problem}", hint)
            yield ReportedDiagnostic(diagnostic, fact)


def _find_lifecycle_errors(fact: Fact, newer: Fact | None, circle: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """Yield the field, what is wrong and what to do."""
    kinds = {correction.kind for correction in fact.corrections}
    if fact.lifecycle is Lifecycle.CORRECTED and not kinds - {CorrectionKind.WITHDRAWAL}:
        yield "lifecycle", "is corrected, but no correction says what was wrong", "add an entry to `corrections`"
    if fact.lifecycle is Lifecycle.WITHDRAWN and CorrectionKind.WITHDRAWAL not in kinds:
        hint = "add an entry with `kind: withdrawal` to `corrections`"
        yield "lifecycle", "is withdrawn, but no correction says why", hint
    if fact.lifecycle is Lifecycle.SUPERSEDED and not newer:
        yield "lifecycle", "is superseded, but does not say by which fact", "add `superseded_by:` with the newer fact"
    if newer and fact.lifecycle is not Lifecycle.SUPERSEDED:
        problem = f"names a successor, but its lifecycle is '{fact.lifecycle}'"
        yield "superseded_by", problem, "write `lifecycle: superseded`, or remove `superseded_by`"
    hint = "name the fact that answers the question now"
    if newer and newer.lifecycle is Lifecycle.WITHDRAWN:
        yield "superseded_by", f"is superseded by '{newer.id}', which is withdrawn", hint
    elif circle:
        yield "superseded_by", f"is superseded {'in a cycle' if len(circle) > 1 else 'by itself'}", hint


def check_dates_past(context: CheckContext) -> Iterator[Diagnostic]:
    """Report corrections, reviews, sources and what became of them with a date that lies wholly in the future."""
    catalog = context.catalog
    dated = [(sheet.locations, "reviewed", sheet.reviewed) for sheet in catalog.sheets.values()]
    dated += [(source.locations, "published", source.published) for source in catalog.sources.values()]
    dated += [(source.status.locations, "on", source.status.on) for source in catalog.sources.values() if source.status]
    notices = (notice for record in catalog.list_corrected_records() for notice in record.corrections)
    dated += [(notice.locations, "on", notice.on) for notice in notices]
    for locations, field, date in dated:
        if date and date.first and date.first - _TIME_ZONE_LEEWAY > context.settings.today:
            message, hint = f"`{field}: {date.text}` is in the future", "write the day on which it happened"
            yield rules.FUTURE_DATE.report(locations.find(field), message, hint)


def check_dates_possible(fact: Fact, context: CheckContext) -> Iterator[Diagnostic]:
    """Report a fact or an event dated after its sources were published, and months that look like two years."""
    earlier: dict[Location, list[str]] = {}
    for evidence in fact.evidence:
        source = context.catalog.sources[evidence.source.id]
        published, written = source.published, evidence.as_of or fact.as_of
        if published and written and is_later(published, written):
            location = (evidence if evidence.as_of else fact).locations.find("as_of")
            source_dates = earlier.setdefault(location, [f"'{fact.id}' is as of {written.text}"])
            source_dates.append(f"'{source.id}' was published {published.text}")
    for location, (start, *sources) in earlier.items():
        message = f"{start}, but {' and '.join(dict.fromkeys(sources))}"
        own = "give an older source's evidence its own `as_of`"
        hint = f"correct the date, {own}, or use `when` for what is expected"
        yield rules.DATE_AFTER_SOURCE.report(location, message, hint)
    yield from _find_event_after_sources(fact, context)
    dated = [(fact.locations, "as_of", fact.as_of), (fact.locations, "when", fact.when)]
    dated += [(evidence.locations, "as_of", evidence.as_of) for evidence in fact.evidence]
    for locations, field, date in dated:
        if date and is_like_two_years(date.text):
            hint = f"if two years are meant, write '{date.text[:4]}/{int(date.text[:4]) + 1:04}'"
            message = f"'{date.text}' is read as {render_date(date)}"
            yield rules.MONTH_LIKE_YEARS.report(locations.find(field), message, hint)


def _find_event_after_sources(fact: Fact, context: CheckContext) -> Iterator[Diagnostic]:
    """Report an event, or a period with an end, that reaches beyond the latest of its sources.

    A single month or year may hold the day of publication: it says that the event lies somewhere in it.
    """
    given = (evidence for evidence in fact.evidence if evidence.relation is not Relation.CONTEXT)
    published = [context.catalog.sources[evidence.source.id].published for evidence in given]
    days = [date.last for date in published if date and date.last]
    if fact.when and days and len(days) == len(published) and fact.standing is not Standing.FORECAST:
        reached, last = fact.when.last if fact.when.is_interval else fact.when.first, max(days)
        if reached and reached > last:
            message = f"'{fact.id}' is dated {fact.when.text}, but the latest of its sources was published {last}"
            hint = f"end it with {last}, or write `standing: forecast` for what is expected"
            yield rules.EVENT_AFTER_SOURCE.report(fact.locations.find("when"), message, hint)


def check_statements_differ(context: CheckContext) -> Iterator[ReportedDiagnostic]:
    """Report facts in force with the same statement, ignoring case and spaces."""
    first: dict[str, Fact] = {}
    for fact in context.catalog.facts.values():
        words = " ".join(strip_markup(fact.statement).casefold().split())
        earlier = first.setdefault(words, fact) if fact.is_active else fact
        if earlier is not fact:
            message = f"'{fact.id}' has the same statement as '{earlier.id}'"
            hint = "merge them into one fact with two evidence entries, or state how they differ"
            location = fact.locations.find("statement")
            yield ReportedDiagnostic(rules.DUPLICATE_STATEMENT.report(location, message, hint), fact)


def check_key_facts_own(context: CheckContext) -> Iterator[Diagnostic]:
    """Report key facts of another sheet."""
    catalog = context.catalog
    for sheet in catalog.sheets.values():
        own = {fact.id for fact in sheet.facts}
        for key in sheet.key_facts:
            if key.id not in own and key.id in catalog.sheet_of:
                message = f"the key fact '{key.id}' belongs to the sheet '{catalog.sheet_of[key.id]}'"
                yield rules.FOREIGN_KEY_FACT.report(key.location, message, "choose key facts from this sheet only")


def find_due_date(sheet: Sheet) -> dt.date | None:
    """Return the last day before the review of a sheet is overdue; None if it is frozen or has no rule."""
    if sheet.review is None or sheet.review.frozen:
        return None
    if sheet.review.by:
        return sheet.review.by.last
    if sheet.review.every_days is None or sheet.reviewed is None or sheet.reviewed.last is None:
        return None
    return sheet.reviewed.last + dt.timedelta(days=sheet.review.every_days)


def check_reviews_due(context: CheckContext) -> Iterator[Diagnostic]:
    """Report sheets whose review is overdue or was never recorded."""
    for sheet in context.catalog.sheets.values():
        if sheet.review and sheet.review.every_days is not None and sheet.reviewed is None:
            rule = f"every {format_count(sheet.review.every_days, 'day')}"
            message = f"'{sheet.id}' must be reviewed {rule}, but no review is recorded"
            hint = "add `reviewed:` with the day on which it was last read against its sources"
            yield rules.OVERDUE_REVIEW.report(sheet.locations.find("review"), message, hint)
        if (due := find_due_date(sheet)) and context.settings.today > due:
            ago = format_count((context.settings.today - due).days, "day")
            message = f"the review of '{sheet.id}' was due on {due.isoformat()}, {ago} ago"
            hint = "read it against its sources, then set `reviewed` to that day"
            yield rules.OVERDUE_REVIEW.report(sheet.locations.find("review"), message, hint)


def check_sources_reread(context: CheckContext) -> Iterator[Diagnostic]:
    """Report sources that were corrected, retracted or superseded after their facts were last read."""
    catalog = context.catalog
    for source, status in ((source, source.status) for source in catalog.sources.values() if source.status):
        facts = [fact.id for fact in catalog.cited_by[source.id] if fact.is_active]
        reviewed = {name: catalog.sheets[catalog.sheet_of[name]].reviewed for name in facts}
        if unread := [name for name, day in reviewed.items() if day is None or is_later(day, status.on)]:
            count = format_count(len(unread), "fact drawn from it has", "facts drawn from it have")
            changed = f"the source '{source.id}' was {status.state} on {status.on.text}"
            message = f"{changed}, and {count} not been read since: {join_names(unread)}"
            hint = "read them against the source as it is now, then set `reviewed` of their sheets to that day"
            yield rules.UNREAD_CHANGE.report(status.locations.find("on"), message, hint)


def check_records_used(context: CheckContext) -> Iterator[Diagnostic]:
    """Report sources without facts, and actors and places that nothing mentions."""
    catalog = context.catalog
    if catalog.unreadable:
        return  # A fact that could not be read may be the one that uses it.
    naming: tuple[Mapping[str, tuple[object, ...]], ...] = (catalog.said_by, catalog.relayed_by, catalog.about_actor)
    naming += (catalog.published_by, catalog.based_on_actor, catalog.members)
    for source in catalog.sources.values():
        if not catalog.cited_by[source.id]:
            yield _report_unused(source, f"no fact cites the source '{source.id}'")
    for actor in catalog.actors.values():
        if not any(uses[actor.id] for uses in naming):
            yield _report_unused(actor, f"nothing uses the actor '{actor.id}'")
    for place in catalog.places.values():
        if not catalog.about_place[place.id] and not catalog.inside[place.id]:
            yield _report_unused(place, f"nothing uses the place '{place.id}'")


def _report_unused(record: IdentifiedRecord, message: str) -> Diagnostic:
    hint = "use it in a fact, or remove it; the site can be built as it is"
    return rules.UNUSED_RECORD.report(record.locations.find("id"), message, hint)
