"""A review for the terminal, for a pull request or the summary of a job, and for other programs."""

import difflib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, starmap
from urllib.parse import quote

from factsheet.analysis.dependents import Dependent
from factsheet.diagnostics.core import Diagnostic, Location
from factsheet.diagnostics.frozen import dataclass
from factsheet.diagnostics.reporters import dump_json, escape_unprintable, format_location, format_report
from factsheet.model.text.wording import format_count
from factsheet.render.markdown.inline import escape_address
from factsheet.review.diff.changes import AnyChange, Change, ChangeKind, FactChange, RecordChange, format_plain_text
from factsheet.review.diff.compare import RevisionDiff
from factsheet.review.diff.revision import Revision
from factsheet.review.reports.comments import escape_comment_code, escape_comment_text

_UNCHANGED, _REMOVED, _INSERTED = "=", "-", "+"
_STATES = {ChangeKind.NEW: "new", ChangeKind.VANISHED: "gone", ChangeKind.WITHDRAWN: "withdrawn"}
_SIGN_BY_STATE: Mapping[str, str] = {"changed": "~", "new": "+", "gone": "-", "withdrawn": "-"}
_LEAST_GROUP = 5
_MAX_COMPARED_WORDS = 1_000
"""Texts of more words than this, together, are shown one after the other."""
_COLOURS = {"+": "32", "-": "31", "~": "33"}
_BOLD, _DIM, _CYAN = "1", "2", "36"
_BRACKETS = {_REMOVED: ("[-", "-]"), _INSERTED: ("{+", "+}")}
_MAX_LISTED_ERRORS = 10
"""Errors of the older revision that are listed; its own `check` lists all of them."""
_MAX_LISTED_FACTS = 10
"""Facts of a group that are named."""
_MAX_SHORT_WORDS = 2
"""Texts of more words than this are shown once, with the changed words marked."""
_FIELDS_NAMED_BY_KIND = frozenset({"evidence", "origins", "corrections", "result"})
"""Fields for which the kind of change is the better label."""
_SCHEMA_VERSION = 1
"""Version of the form `json`; a new member does not raise it."""
_MAX_COMMENT_LENGTH = 60_000
"""GitHub allows 65,536 characters in a comment; entries beyond this are counted and left out."""
_TAGS = {_REMOVED: "del", _INSERTED: "ins"}


def _choose_state(change: AnyChange) -> str:
    """Return `new`, `gone`, `changed`, or `withdrawn` for a fact that is still there."""
    kinds = {kind for part in change.changes for kind in part.kinds}
    return next((state for kind, state in _STATES.items() if kind in kinds), "changed")


def _find_location(change: AnyChange, base: Revision) -> Location:
    """Return where a fact or record is; with the prefix of the older revision when it is gone."""
    location = change.location if isinstance(change, RecordChange) else change.fact.locations.find("id")
    return base.add_prefix(location) if _choose_state(change) == "gone" else location


def _count_recheck(diff: RevisionDiff) -> int:
    """Count the facts, sheets and charts that have to be read again."""
    dependents = (dependent for fact in diff.facts for dependent in fact.recheck)
    return len({(dependent.kind, dependent.id) for dependent in dependents if not dependent.accepted})


def _group_facts(facts: Iterable[FactChange]) -> Iterator[tuple[FactChange, ...]]:
    """Yield the changed facts, at least five with the same changes together and every other by itself."""
    groups: dict[object, list[FactChange]] = {}
    for fact in facts:
        same = tuple((part.kinds, part.field, part.before, part.after, part.why) for part in fact.changes)
        groups.setdefault(same if fact.before and fact.after else fact.id, []).append(fact)
    for group in groups.values():
        yield from [tuple(group)] if len(group) >= _LEAST_GROUP else ((fact,) for fact in group)


def _format_summary(diff: RevisionDiff) -> str:
    kinds = Counter(kind for fact in diff.facts for kind in fact.kinds)  # In how many facts each occurs.
    listed = (ChangeKind.NEW, ChangeKind.VANISHED, ChangeKind.WITHDRAWN, ChangeKind.SUPERSEDED)
    changed = len(diff.facts) - sum(kinds[kind] for kind in listed)
    nothing = "no change in what could be read" if diff.base.errors or diff.head.errors else "no fact has changed"
    parts = [_format_counts("fact", {"changed": changed} | {kind.value: kinds[kind] for kind in listed}) or nothing]
    recheck = _count_recheck(diff)
    parts += [f"{recheck:,} to be rechecked"] if recheck else []
    for kind, records in groupby(diff.records, lambda record: record.kind):
        states = Counter(map(_choose_state, records))
        parts.append(_format_counts(kind, {state: states[state] for state in _SIGN_BY_STATE}))
    return "; ".join(filter(None, parts))


def _format_counts(noun: str, counts: Mapping[str, int]) -> str:
    """Return counts as in `2 facts changed, 1 new`; the noun only once."""
    counted = [(count, word) for word, count in counts.items() if count]
    return ", ".join(f"{count if at else format_count(count, noun)} {word}" for at, (count, word) in enumerate(counted))


def _format_review_notes(diff: RevisionDiff) -> Iterator[str]:
    """Yield what a reader of the review must know before trusting it."""
    if not diff.base.has_site:
        yield f"there is no site in {diff.base.name.words}: everything counts as new"
    for revision in (diff.base, diff.head):
        if revision.errors and revision.has_site:
            count = format_count(len(revision.errors), "error")
            yield f"{count} in {revision.name.words}: what could not be read is not compared"
    if diff.not_compared:
        yield f"not compared: {', '.join(diff.not_compared)}"


def diff_words(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Yield runs of words, each after its mark: `_UNCHANGED`, and those `_REMOVED` before those `_INSERTED` instead."""
    old, new = before.split(), after.split()
    runs = [("replace", 0, len(old), 0, len(new))]
    if len(old) + len(new) <= _MAX_COMPARED_WORDS:
        runs = [*difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()]
    for tag, a, b, c, d in runs:
        sides = ((_UNCHANGED, old[a:b]),) if tag == "equal" else ((_REMOVED, old[a:b]), (_INSERTED, new[c:d]))
        yield from ((sign, " ".join(words)) for sign, words in sides if words)


def format_review_text(diff: RevisionDiff, *, colour: bool = False) -> str:
    """Return the review as lines."""
    return "\n".join(_ReviewWriter(diff, colour=colour).format_lines()) + "\n"


@dataclass(frozen=True, slots=True)
class _ReviewWriter:
    """Writes a review for a terminal; a subclass has the escapes and the marks of another format."""

    diff: RevisionDiff
    links: str = ""
    """The address of the files, where a format links to them."""
    colour: bool = False

    escape = write_id = staticmethod(escape_unprintable)

    def format_lines(self) -> Iterator[str]:
        yield self.write_names()
        yield self.paint(_format_summary(self.diff), _BOLD)
        yield from (f"note: {self.escape(note)}" for note in _format_review_notes(self.diff))
        yield from (f"  {error}" for error in self.list_errors())
        for facts in _group_facts(self.diff.facts):
            yield ""
            yield from self.format_entry(*facts)
        for heading, records in self.group_records():
            yield from ("", self.paint(heading, _BOLD))
            for record in records:
                yield from self.format_entry(record)

    def format_entry(self, change: AnyChange, *alike: FactChange) -> Iterator[str]:
        sign, location = _SIGN_BY_STATE[_choose_state(change)], _find_location(change, self.diff.base)
        place = self.paint(self.escape(f"{location.file}:{location.line}"), _DIM)
        words = self.write_ids(change, *alike) if alike else f"{self.paint(self.escape(change.id), _BOLD)}  {place}"
        yield f"{self.paint(sign, _COLOURS[sign])} {words}"
        if isinstance(change, FactChange) and not alike:
            yield f"    {self.escape(format_plain_text(change.fact.statement))}"
        yield from (f"    {item}" for item in self.list_items(change, *alike))

    def write_names(self) -> str:
        return self.escape(f"{self.diff.base.name.words} → {self.diff.head.name.words}")

    def list_errors(self) -> Iterator[str]:
        """Yield the first errors of the older revision."""
        base = self.diff.base
        for error in base.errors[:_MAX_LISTED_ERRORS] if base.has_site else ():
            yield self.escape(f"{base.name.prefix}{format_location(error.location)}: {error.code}: {error.message}")

    def group_records(self) -> Iterator[tuple[str, Iterator[RecordChange]]]:
        for kind, records in groupby(self.diff.records, lambda record: record.kind):
            yield f"{kind}s".capitalize(), records

    def list_items(self, *changes: AnyChange) -> Iterator[str]:
        """Yield what has changed in a record, or in facts alike; then what depends on these."""
        yield from (self.write_change(part) for part in changes[0].changes if part.field != "fact")
        facts = [change for change in changes if isinstance(change, FactChange)]
        if shown := [fact.id for fact in facts if fact.on_home]:
            names = f": {', '.join(shown)}" if len(facts) > 1 else ""
            yield self.mark_note(self.escape(f"shown on the home page{names}"))
        recheck = dict.fromkeys(dependent for fact in facts for dependent in fact.recheck)
        for heading, accepted in (("to be rechecked", False), ("read again since", True)):
            if dependents := [dependent for dependent in recheck if dependent.accepted is accepted]:
                yield self.write_recheck(heading, [self.write_dependent(dependent) for dependent in dependents])

    def write_ids(self, *facts: AnyChange) -> str:
        """Return how many facts are in a group, with the first of their ids."""
        left = len(facts) - _MAX_LISTED_FACTS
        names = ", ".join(self.write_id(fact.id) for fact in facts[:_MAX_LISTED_FACTS])
        return f"{format_count(len(facts), 'fact')}: {names}{f' and {left} more' if left > 0 else ''}"

    def write_dependent(self, dependent: Dependent) -> str:
        name = dependent.id if dependent.kind == "fact" else f"{dependent.kind} {dependent.id}"
        through = f", through {' and '.join(dependent.intermediates)}" if dependent.intermediates else ""
        return f"{self.write_id(name)} ({self.escape(f'{dependent.dependency_kind}{through}')})"

    def write_change(self, change: Change) -> str:
        kind = change.kinds[0]
        if kind in {ChangeKind.NEW, ChangeKind.VANISHED}:
            return self.escape(change.after or change.before)
        is_named = bool(kind.meaning) and change.field in _FIELDS_NAMED_BY_KIND
        kinds = "" if is_named else ", ".join(kind.meaning for kind in change.kinds if kind.meaning)
        remark = ": ".join(filter(None, (kinds, change.why)))
        words = f"{self.escape(kind.meaning if is_named else change.field)}: {self.write_words(change)}"
        return self.join_change(kind.sign, words, self.escape(f"({remark})") if remark else "")

    def write_words(self, change: Change) -> str:
        """Return the old and the new value, or a longer text once with its changed words marked."""
        before, after = change.before, change.after
        is_text = min(len(before.split()), len(after.split())) > _MAX_SHORT_WORDS
        if before == after:
            return self.escape(after)
        if is_text and {ChangeKind.REWORDED, ChangeKind.CHANGED} & set(change.kinds):
            return " ".join(starmap(self.mark_run, diff_words(before, after)))
        sides = ((_REMOVED, before), (_INSERTED, after))
        return " → ".join(self.mark_value(sign, words) for sign, words in sides if words)

    def mark_run(self, sign: str, words: str) -> str:
        if sign == _UNCHANGED:
            return self.escape(words)
        opening, closing = _BRACKETS[sign]
        return self.paint(f"{opening}{self.escape(words)}{closing}", _COLOURS[sign])

    def mark_value(self, sign: str, words: str) -> str:  # noqa: ARG002 - the arrow between two values says enough
        return self.escape(words)

    def join_change(self, sign: str, words: str, remark: str) -> str:
        """Return a change in one line; the remark may be empty."""
        return f"{self.paint(sign, _COLOURS[sign])} {words}{self.paint(f'  {remark}', _DIM) if remark else ''}"

    def write_recheck(self, heading: str, dependents: Sequence[str]) -> str:
        return "\n      ".join((self.mark_note(f"{heading}:"), *dependents))

    def mark_note(self, text: str) -> str:
        """Return a note that is not itself a change, set apart where the format can do so."""
        return self.paint(text, _CYAN)

    def paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour else text


def format_review_json(diff: RevisionDiff, diagnostics: Sequence[Diagnostic]) -> str:
    """Return `schemaVersion`, the revisions, `summary`, `facts`, `groups` of them, `records`, `notes` and `findings`.

    The last are as `check --format json` has them. Lines count from 1; a file of the older revision has the
    name of the revision in front, as in `main:facts/actors.yml`.
    """
    kinds = Counter(kind for fact in diff.facts for kind in fact.kinds)
    counts = {"facts": len(diff.facts), "records": len(diff.records), "toBeRechecked": _count_recheck(diff)}
    named = {kind.value: kinds[kind] for kind in ChangeKind if kinds[kind]}
    report = {
        "schemaVersion": _SCHEMA_VERSION,
        "base": _build_revision_record(diff.base),
        "head": _build_revision_record(diff.head),
        "summary": {"words": _format_summary(diff), **counts, "kinds": named},
        "facts": [_build_fact(fact, diff.base) for fact in diff.facts],
        "groups": [
            {"count": len(same), "facts": [fact.id for fact in same], "changes": [*map(_build_change, same[0].changes)]}
            for same in _group_facts(diff.facts)
            if len(same) > 1
        ],
        "records": [
            {"kind": record.kind, "id": record.id, "name": record.name, **_build_changes(record, diff.base)}
            for record in diff.records
        ],
        "notes": list(_format_review_notes(diff)),
        "notCompared": list(diff.not_compared),
        "findings": json.loads(format_report(diagnostics, {}, "json"))["findings"],
    }
    return dump_json(report)


def _build_revision_record(revision: Revision) -> Mapping[str, object]:
    name = revision.name
    return {"asked": name.asked, "commit": name.commit, "date": name.date, "errors": len(revision.errors)}


def _build_fact(change: FactChange, base: Revision) -> Mapping[str, object]:
    recheck = [
        {"kind": each.kind, "id": each.id, "tie": each.dependency_kind.name.lower()}
        | {"through": list(each.intermediates), "accepted": each.accepted}
        for each in change.recheck
    ]
    head = {"id": change.id, "sheet": change.sheet, "statement": format_plain_text(change.fact.statement)}
    return {**head, **_build_changes(change, base), "onHome": change.on_home, "recheck": recheck}


def _build_changes(change: AnyChange, base: Revision) -> Mapping[str, object]:
    location = _find_location(change, base)
    head = {"state": _choose_state(change), "file": location.file, "line": location.line}
    return {**head, "changes": [{**_build_change(part), "line": part.location.line} for part in change.changes]}


def _build_change(change: Change) -> Mapping[str, object]:
    return {name: getattr(change, name) for name in ("kinds", "field", "before", "after", "why")}


def write_review_markdown(diff: RevisionDiff, diagnostics: Sequence[Diagnostic], links: str = "") -> str:
    """Return the review as Markdown; locations are linked below `links`, an address that ends with a slash."""
    writer = _MarkdownWriter(diff, links)
    parts = [f"## {writer.escape(_format_summary(diff).capitalize())}", writer.write_names()]
    if diagnostics:
        parts.append("### What stands in the way\n\n" + "\n".join(map(writer.write_diagnostic, diagnostics)))
    parts += [f"> {writer.escape(note)}" for note in _format_review_notes(diff)]
    if errors := [f"- {error}" for error in writer.list_errors()]:
        parts.append("\n".join(errors))
    entries = [writer.write_fact(*facts) for facts in _group_facts(diff.facts)]
    for heading, records in writer.group_records():
        entries.append(f"### {heading}\n\n" + "\n".join(map(writer.write_record, records)))
    length = sum(len(part) + 2 for part in parts)
    for place, entry in enumerate(entries):
        length += len(entry) + 2
        if length > _MAX_COMMENT_LENGTH:
            parts.append(f"… and {len(entries) - place} more: run <code>factsheet diff</code> to read them all.")
            break
        parts.append(entry)
    return "\n\n".join(parts) + "\n"


@dataclass(frozen=True, slots=True)
class _MarkdownWriter(_ReviewWriter):
    """Writes Markdown, with locations as links to the files where their address is known."""

    escape = staticmethod(escape_comment_text)
    write_id = staticmethod(escape_comment_code)

    def write_diagnostic(self, diagnostic: Diagnostic) -> str:
        hint = f"<br>hint: {self.escape(diagnostic.hint)}" if diagnostic.hint else ""
        place = self.write_location(diagnostic.location)
        return f"- **{diagnostic.severity} {diagnostic.code}** at {place}: {self.escape(diagnostic.message)}{hint}"

    def write_fact(self, change: FactChange, *alike: FactChange) -> str:
        statement = self.escape(format_plain_text(change.fact.statement))
        place = self.write_location(_find_location(change, self.diff.base))
        words = self.write_ids(change, *alike) if alike else f"{self.write_id(change.id)} {place}: {statement}"
        head = f"**{_choose_state(change)}** {words}"
        return "\n".join((head, "", *(f"- {item}" for item in self.list_items(change, *alike))))

    def write_record(self, record: RecordChange) -> str:
        state = _choose_state(record)
        place = "" if state == "gone" else f" {self.write_location(record.location)}"
        head = f"- **{state}** {self.write_id(record.id)}{place}"
        return "\n".join((head, *(f"    - {item}" for item in self.list_items(record))))

    def write_location(self, location: Location) -> str:
        """Return a location as a link; one of the older revision is not linked, since its file may be gone."""
        shown = escape_comment_code(f"{location.file}:{location.line}" if location.line else location.file)
        prefix = self.diff.base.name.prefix
        if not self.links or (prefix and location.file.startswith(prefix)):
            return shown
        line = f"#L{location.line}" if location.line else ""
        return f"[{shown}]({escape_address(self.links + quote(location.file, errors='replace') + line)})"

    def mark_run(self, sign: str, words: str) -> str:
        tag = _TAGS.get(sign)
        return f"<{tag}>{self.escape(words)}</{tag}>" if tag else self.escape(words)

    mark_value = mark_run

    def join_change(self, sign: str, words: str, remark: str) -> str:  # noqa: ARG002 - not shown in Markdown
        return f"{words} {remark}" if remark else words

    def write_recheck(self, heading: str, dependents: Sequence[str]) -> str:
        return f"**{heading}:** {', '.join(dependents)}"
