"""What a preview shows above its pages while something is wrong: every finding, with place, line and mend."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from factsheet.diagnostics.core import Diagnostic
from factsheet.diagnostics.reporters import in_words, place_of, pointed, visible
from factsheet.model.text.css_roles import Role
from factsheet.model.text.spans import Strong, plain
from factsheet.render.document.blocks import Block, Blocks, Box, Paragraph, Verbatim
from factsheet.render.pages.inline_text import mark, say


class Below(StrEnum):
    """What stands below the findings, in words."""

    LAST_GOOD = "Below is the page as it was before. It is made anew as soon as this is mended."
    NEW = "The page below is of what you have saved, but a build would stop at this."
    NOTHING = "There are no pages before this is mended. They come by themselves then."


def panel(findings: tuple[Diagnostic, ...], texts: Mapping[str, str], below: Below) -> Blocks:
    """Return the findings as blocks, their count first; `texts` holds the files that they are about."""
    headline = Paragraph(say(Strong(plain(f"{in_words(findings)}.")), f" {below.value}"))
    return (headline, *(Box(Role.FINDING, _finding(one, texts)) for one in findings))


def _finding(finding: Diagnostic, texts: Mapping[str, str]) -> Blocks:
    code = Strong(plain(f"{finding.severity.value} {finding.code}"))
    blocks: list[Block] = [
        Paragraph(say(mark(Role.ID, place_of(finding.location)), " ", code)),
        Paragraph(say(Strong(plain(visible(finding.message))))),
    ]
    lines = pointed(finding, texts)
    if lines:
        blocks.append(Verbatim(lines))
    if finding.hint:
        blocks.append(Paragraph(say("Mend: ", plain(visible(finding.hint)))))
    return tuple(blocks)
