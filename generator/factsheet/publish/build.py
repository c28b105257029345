"""The way in: documents and settings become pages, files to download, and findings.

Pure: no disk, no clock, no MkDocs. A build with an error has no pages, so that nothing is half-published.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from factsheet.checks.run import check_site
from factsheet.diagnostics.core import Diagnostic, Location, has_errors, suggest_nearest
from factsheet.diagnostics.rules.site import PAGE_CONFLICT, UNKNOWN_PLACEHOLDER
from factsheet.model.settings import Settings
from factsheet.parsing.fact_files import SiteInputs
from factsheet.render.blocks import Blocks
from factsheet.render.markdown.pages import write_blocks, write_page
from factsheet.render.pages.context import build_page_context
from factsheet.render.site import build_exports, build_insertions, build_pages

_PLACEHOLDER = re.compile(r"^ {0,3}<!--\s*factsheet\s*:\s*(.*?)\s*-->[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkdownPage:
    """One page as Markdown."""

    uri: str
    markdown: str
    edit_file: str
    edit_line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildResult:
    """What a build gives: everything, or only the findings that stand in its way."""

    pages: tuple[MarkdownPage, ...] = ()
    insertions: Mapping[str, Blocks]
    """What hand-written pages place by name."""
    exports: Mapping[str, str | bytes]
    """Files to download: path from the root of the site, and what is in them."""
    diagnostics: tuple[Diagnostic, ...]
    build_id: str
    """Names the edition."""
    counts: Mapping[str, int]


def build_site(material: SiteInputs, settings: Settings, mark: str = "") -> BuildResult:
    """Turn documents into pages: read, follow, work out, check, lay out, write.

    `mark` names the edition; left empty, it is named by what it is made of.
    """
    checked = check_site(material, settings)
    mark = mark or compute_build_id(material)
    if has_errors(checked.diagnostics):
        return BuildResult(insertions={}, exports={}, diagnostics=checked.diagnostics, build_id=mark, counts={})
    book = build_page_context(checked.catalog, checked.derivations, checked.lock, settings, mark)
    pages = tuple(
        MarkdownPage(uri=page.uri, markdown=write_page(page), edit_file=page.edit_file, edit_line=page.edit_line)
        for page in build_pages(book)
    )
    counts = {"facts": len(checked.catalog.facts), "sources": len(checked.catalog.sources)}
    return BuildResult(
        pages=pages,
        insertions=build_insertions(book),
        exports=build_exports(book),
        diagnostics=checked.diagnostics,
        build_id=mark,
        counts=counts,
    )


def fill_placeholders(
    markdown: str, uri: str, insertions: Mapping[str, Blocks], file: str = ""
) -> tuple[str, tuple[Diagnostic, ...]]:
    """Put tables and lists where a hand-written page asks for them by a line `<!-- factsheet: NAME -->`.

    `uri` is the page's path inside the folder of hand-written pages; `file` is how findings name it.
    """
    findings: list[Diagnostic] = []

    def replace_placeholder(found: re.Match[str]) -> str:
        blocks = insertions.get(found[1])
        if blocks is None:
            line = markdown[: found.start()].count("\n") + 1
            at = Location(file or uri, line, found[0].index("<") + 1, len(found[0].strip()))
            message = f"nothing is made under the name '{found[1]}'"
            hint = suggest_nearest(found[1], insertions) or f"known: {', '.join(sorted(insertions))}"
            findings.append(UNKNOWN_PLACEHOLDER.report(at, message, hint))
            return ""
        return write_blocks(blocks, uri)

    return _PLACEHOLDER.sub(replace_placeholder, markdown), tuple(findings)


def diagnose_page_taken(uri: str, file: str) -> Diagnostic:
    """Return the finding that a hand-written file lies where a generated page belongs."""
    return PAGE_CONFLICT.report(Location(file), f"'{uri}' is generated from the facts", "rename the hand-written page")


def compute_build_id(material: SiteInputs) -> str:
    """Name an edition by what it is made of: the same documents always bear the same mark."""
    found = hashlib.sha256()
    for document in material.documents:
        found.update(f"{document.file}\0{document.text}\0".encode())
    found.update((material.lock or "").encode())
    return found.hexdigest()[:8]
