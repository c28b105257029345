"""What handouts and pictures show is written in letters that their fonts have."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from factsheet.checks.context import CheckContext, ReportedDiagnostic
from factsheet.diagnostics.core import read_declarations
from factsheet.diagnostics.rules import LETTER_WITHOUT_FONT
from factsheet.model import records
from factsheet.model.text.spans import strip_markup
from factsheet.model.values.hedges import Value
from factsheet.theme.letters import list_missing_letters

_Record: TypeAlias = records.Record | records.Settings
_PRINTED: Mapping[str, Sequence[str]] = read_declarations("checks", "printed.toml")
"""The fields of each type of record that are printed and can hold any letter."""


def check_letters_printable(context: CheckContext) -> Iterator[ReportedDiagnostic]:
    """Report characters of printed texts that no font has."""
    for record, fact in _list_printed_records(context):
        for field in _PRINTED[type(record).__name__]:
            content = getattr(record, field)
            if content and (missing := list_missing_letters(_to_text(content))):
                named = [f"{each} (U+{ord(each):04X} {unicodedata.name(each, 'unnamed')})" for each in missing[:3]]
                listed = f"{', '.join(named)}{' and others' if missing[3:] else ''}"
                message = f"'{field}': no font of handouts and pictures has {listed}"
                hint = "□ is printed instead: write it in letters that they have, or leave it"
                yield ReportedDiagnostic(LETTER_WITHOUT_FONT.report(record.locations.find(field), message, hint), fact)


def _list_printed_records(context: CheckContext) -> Iterator[tuple[_Record, records.Fact | None]]:
    """Yield the records that are printed, each with the fact that it belongs to."""
    catalog = context.catalog
    shared: list[_Record | None] = [context.settings, *catalog.sheets.values()]
    for fact in catalog.facts.values():
        parts: tuple[_Record | None, ...] = (fact, *fact.evidence, *fact.corrections, fact.choice)
        yield from ((part, fact) for part in parts if part)
        for evidence in fact.evidence:
            source = catalog.sources[evidence.source.id]
            named = (*evidence.chain[:1], source.publisher)
            shared += [source, source.status, *(catalog.actors[actor.id] for actor in named if actor)]
    yield from ((record, None) for record in {id(record): record for record in shared if record}.values())


def _to_text(content: object) -> str:
    if isinstance(content, tuple):
        return " ".join(part if isinstance(part, str) else strip_markup((part,)) for part in content)
    return content.text if isinstance(content, Value) else str(content)
