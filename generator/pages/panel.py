"""What a preview shows above its pages while something is wrong: every finding, with place, line and mend."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from generator.blocks import Block, Blocks, Box, Paragraph, Verbatim
from generator.diagnostics import Diagnostic
from generator.pages.phrases import mark, say
from generator.reporting.reporters import in_words, place_of, pointed, visible
from generator.roles import Role
from generator.spans import Strong, plain


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
