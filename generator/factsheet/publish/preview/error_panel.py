"""What a preview shows above its pages while something is wrong: every finding, with place, line and mend."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from factsheet.diagnostics.core import Diagnostic
from factsheet.diagnostics.reporters import escape_unprintable, format_excerpt, format_location, format_totals
from factsheet.model.text.css_roles import Role
from factsheet.model.text.spans import Strong, make_text
from factsheet.render.document.blocks import Block, Blocks, Box, Paragraph, Verbatim
from factsheet.render.pages.inline_text import mark, to_text


class PreviewState(StrEnum):
    """What stands below the findings, in words."""

    LAST_GOOD = "Below is the page as it was before. It is made anew as soon as this is mended."
    NEW = "The page below is of what you have saved, but a build would stop at this."
    NOTHING = "There are no pages before this is mended. They come by themselves then."


def build_preview_panel(
    findings: tuple[Diagnostic, ...], texts: Mapping[str, str], below: PreviewState
) -> Blocks:
    """Return the findings as blocks, their count first; `texts` holds the files that they are about."""
    headline = Paragraph(to_text(Strong(make_text(f"{format_totals(findings)}.")), f" {below.value}"))
    return (headline, *(Box(Role.FINDING, _build_diagnostic(one, texts)) for one in findings))


def _build_diagnostic(finding: Diagnostic, texts: Mapping[str, str]) -> Blocks:
    code = Strong(make_text(f"{finding.severity.value} {finding.code}"))
    blocks: list[Block] = [
        Paragraph(to_text(mark(Role.ID, format_location(finding.location)), " ", code)),
        Paragraph(to_text(Strong(make_text(escape_unprintable(finding.message))))),
    ]
    lines = format_excerpt(finding, texts)
    if lines:
        blocks.append(Verbatim(lines))
    if finding.hint:
        blocks.append(Paragraph(to_text("Mend: ", make_text(escape_unprintable(finding.hint)))))
    return tuple(blocks)
