"""The way in: documents and settings become pages, files to download, and findings.

Pure: no disk, no clock, no MkDocs. A build with an error has no pages, so that nothing is half-published.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from factsheet.checks.run import check
from factsheet.diagnostics.core import Diagnostic, Location, did_you_mean, has_errors
from factsheet.diagnostics.rules.site import PAGE_TAKEN, UNKNOWN_PLACE
from factsheet.model.settings import Settings
from factsheet.parsing.inputs import Material
from factsheet.render.document.blocks import Blocks
from factsheet.render.exports import every_export
from factsheet.render.markdown.pages import write_blocks, write_page
from factsheet.render.pages import every_page, insertions
from factsheet.render.pages.context import edition

_PLACE = re.compile(r"^ {0,3}<!--\s*factsheet\s*:\s*(.*?)\s*-->[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenPage:
    """One page as Markdown."""

    uri: str
    markdown: str
    edit_file: str
    edit_line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """What a build gives: everything, or only the findings that stand in its way."""

    pages: tuple[WrittenPage, ...] = ()
    insertions: Mapping[str, Blocks]
    """What hand-written pages place by name."""
    exports: Mapping[str, str | bytes]
    """Files to download: path from the root of the site, and what is in them."""
    diagnostics: tuple[Diagnostic, ...]
    mark: str
    """Names the edition."""
    counts: Mapping[str, int]


def build(material: Material, settings: Settings, mark: str = "") -> Build:
    """Turn documents into pages: read, follow, work out, check, lay out, write.

    `mark` names the edition; left empty, it is named by what it is made of.
    """
    checked = check(material, settings)
    mark = mark or edition_mark(material)
    if has_errors(checked.diagnostics):
        return Build(insertions={}, exports={}, diagnostics=checked.diagnostics, mark=mark, counts={})
    book = edition(checked.catalog, checked.workings, checked.lock, settings, mark)
    pages = tuple(
        WrittenPage(
            uri=page.uri, markdown=write_page(page), edit_file=page.edit_file, edit_line=page.edit_line
        )
        for page in every_page(book)
    )
    counts = {"facts": len(checked.catalog.facts), "sources": len(checked.catalog.sources)}
    return Build(
        pages=pages,
        insertions=insertions(book),
        exports=every_export(book),
        diagnostics=checked.diagnostics,
        mark=mark,
        counts=counts,
    )


def fill_places(
    markdown: str, uri: str, insertions: Mapping[str, Blocks], file: str = ""
) -> tuple[str, tuple[Diagnostic, ...]]:
    """Put tables and lists where a hand-written page asks for them by a line `<!-- factsheet: NAME -->`.

    `uri` is the page's path inside the folder of hand-written pages; `file` is how findings name it.
    """
    findings: list[Diagnostic] = []

    def placed(found: re.Match[str]) -> str:
        blocks = insertions.get(found[1])
        if blocks is None:
            line = markdown[: found.start()].count("\n") + 1
            at = Location(file or uri, line, found[0].index("<") + 1, len(found[0].strip()))
            message = f"nothing is made under the name '{found[1]}'"
            hint = did_you_mean(found[1], insertions) or f"known: {', '.join(sorted(insertions))}"
            findings.append(UNKNOWN_PLACE.at(at, message, hint))
            return ""
        return write_blocks(blocks, uri)

    return _PLACE.sub(placed, markdown), tuple(findings)


def page_taken(uri: str, file: str) -> Diagnostic:
    """Return the finding that a hand-written file lies where a generated page belongs."""
    return PAGE_TAKEN.at(
        Location(file), f"'{uri}' is generated from the facts", "rename the hand-written page"
    )


def edition_mark(material: Material) -> str:
    """Name an edition by what it is made of: the same documents always bear the same mark."""
    found = hashlib.sha256()
    for document in material.documents:
        found.update(f"{document.file}\0{document.text}\0".encode())
    found.update((material.lock or "").encode())
    return found.hexdigest()[:8]
