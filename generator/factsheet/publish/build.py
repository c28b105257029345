"""The entry point: documents and settings become pages, files to download, and diagnostics.

Pure: no disk but a cache, no clock, no MkDocs. A build with an error has no pages: nothing is published in part.
"""

import posixpath
import re
import traceback
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from types import TracebackType

from factsheet.checks.run import check_site
from factsheet.diagnostics.core import Diagnostic, Location, has_errors, suggest_nearest
from factsheet.diagnostics.frozen import dataclass, replace
from factsheet.diagnostics.rules import BUILD_FAILED, PAGE_CONFLICT, UNKNOWN_ID, UNKNOWN_PLACEHOLDER, find_conflict
from factsheet.model.records import Settings
from factsheet.model.text.prose import PAGE_FOLDERS
from factsheet.parsing.config import PLUGIN_NAME
from factsheet.parsing.fact_files import SiteInputs
from factsheet.project.failures import diagnose_own_failure, is_own_file, write_failure_report
from factsheet.project.write_files.cache import BuildCache
from factsheet.project.write_files.files import hash_content
from factsheet.publish.reuse import ResultCache, typeset_with_cache
from factsheet.render.blocks import VERSION_MARK, Blocks, Page
from factsheet.render.html.pages import write_html_page
from factsheet.render.markdown.pages import write_blocks, write_page
from factsheet.render.pages.context import MAKE_NOW, build_page_context
from factsheet.render.pages.dependencies import Dependencies
from factsheet.render.site import build_exports, build_insertions, list_page_builders, typeset_all

_FILLED = re.compile(
    r"^ {0,3}(?P<fence>`{3,}|~{3,}).*?(?:^ {0,3}(?P=fence)|\Z)|(?P<ticks>`+)[^`]+(?P=ticks)"
    r"|(?P<before>\]\(<?|^ {0,3}\[[^\]\n]+\]:[ \t]*<?)"
    rf"(?P<kind>{'|'.join(PAGE_FOLDERS)}):(?P<id>[^\s)>#]*)"
    r"|^ {0,3}<!--\s*factsheet\s*:\s*(?P<placeholder>[^\n]*?)\s*-->[ \t]*$",
    re.MULTILINE | re.DOTALL,
)
"""Code, which stays as it is; a link to a page by its id; and a placeholder."""


@dataclass(frozen=True, slots=True)
class SitePage:
    """One generated page, which is built again for each of its forms: to keep all blocks would take much memory."""

    uri: str
    """Its Markdown path."""
    build: Callable[[], Page]

    @property
    def markdown(self) -> str:
        """The page as Markdown."""
        return self.write_markdown(self.build())

    def write_markdown(self, built: Page) -> str:
        """Return what `build` has built as Markdown."""
        return write_page(built).replace(VERSION_MARK, write_html_page(built, permalink=False).version)


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildResult:
    """What a build returns: everything, or only the diagnostics when there is an error."""

    pages: tuple[SitePage, ...] = ()
    insertions: Mapping[str, Blocks]
    """What hand-written pages insert by name."""
    exports: Mapping[str, str | bytes]
    """Files to download: their content by their path from the root of the site."""
    diagnostics: tuple[Diagnostic, ...]
    build_id: str
    results: ResultCache | None = None
    """What earlier builds have made, where there is a cache."""
    footer: Mapping[str, object]
    """What the foot of each page shows: how many facts and sources there are, who publishes them, and under what."""

    @property
    def cards(self) -> Mapping[str, str]:
        """The exports that are pages: cards to embed."""
        return {uri: text for uri, text in self.exports.items() if isinstance(text, str) and uri.endswith(".html")}


def build_site(inputs: SiteInputs, settings: Settings, cache: BuildCache | None = None) -> BuildResult:
    """Turn documents into pages: parse, resolve, derive, check, lay out; with a cache, only what is not in it."""
    checked = check_site(inputs, settings)
    build_id = compute_build_id(inputs, attested=bool(checked.readings))
    if has_errors(checked.diagnostics):
        return BuildResult(insertions={}, exports={}, diagnostics=checked.diagnostics, build_id=build_id, footer={})
    context = build_page_context(checked.catalog, checked.derivations, checked.lock, settings, build_id)
    context = replace(context, readings=checked.readings)
    results, typesetter, find = None, typeset_all, MAKE_NOW
    if cache:
        dependencies = Dependencies(context, {document.file: document.text for document in inputs.documents})
        results, context = ResultCache(cache, dependencies, repr(settings)), dependencies.context
        typesetter, find = partial(typeset_with_cache, cache=cache), results.find
    return BuildResult(
        pages=tuple(SitePage(uri, build) for uri, build in list_page_builders(context).items()),
        results=results,
        insertions=build_insertions(context),
        exports=build_exports(context, typesetter, find),
        diagnostics=checked.diagnostics,
        build_id=build_id,
        footer={
            "facts": len(checked.catalog.facts),
            "sources": len(checked.catalog.sources),
            "publisher": dict(settings.publisher),
            "licence": dict(settings.licence),
            "report_errors": settings.report_errors,
        },
    )


def fill_handwritten(markdown: str, uri: str, built: BuildResult, file: str = "") -> tuple[str, tuple[Diagnostic, ...]]:
    """Fill in what a hand-written page asks for.

    A link to `fact:ID`, `source:ID`, `sheet:ID`, `actor:ID` or `place:ID` leads to that page, outside of code, and a
    line `<!-- factsheet: NAME -->` becomes a table or list. `uri` is the page's path inside the folder of hand-written
    pages; `file` is how diagnostics name it.
    """
    diagnostics = [*filter(None, [find_conflict(file or uri, markdown)])]
    pages = {page.uri for page in built.pages}

    def locate(start: int, width: int) -> Location:
        line_start = markdown.rfind("\n", 0, start) + 1
        return Location(file or uri, markdown.count("\n", 0, start) + 1, start - line_start + 1, width)

    def fill(match: re.Match[str]) -> str:
        kind, name = match["kind"], match["placeholder"]
        if kind:
            folder = PAGE_FOLDERS[kind]
            if (target := f"{folder}/{match['id']}.md") in pages:
                return match["before"] + posixpath.relpath(target, posixpath.dirname(uri) or ".")
            known = [page[len(folder) + 1 : -3] for page in pages if page.startswith(f"{folder}/")]
            hint = suggest_nearest(match["id"], known) or "correct the id, or declare it in the facts"
            location = locate(match.start("kind"), len(kind) + 1 + len(match["id"]))
            diagnostics.append(UNKNOWN_ID.report(location, f"there is no {kind} '{match['id']}'", hint))
        elif name is not None:
            if (blocks := built.insertions.get(name)) is not None:
                return write_blocks(blocks, uri)
            hint = suggest_nearest(name, built.insertions) or f"known: {', '.join(sorted(built.insertions))}"
            location = locate(markdown.index("<", match.start()), len(match[0].strip()))
            diagnostics.append(UNKNOWN_PLACEHOLDER.report(location, f"there is nothing named '{name}'", hint))
            return ""
        return match[0]

    return _FILLED.sub(fill, markdown), tuple(diagnostics)


def diagnose_page_taken(uri: str, file: str) -> Diagnostic:
    """Report that a hand-written file has the path of a generated page."""
    return PAGE_CONFLICT.report(Location(file), f"'{uri}' is generated from the facts", "rename the hand-written page")


def compute_build_id(inputs: SiteInputs, *, attested: bool = False) -> str:
    """Return the id of a build: a hash of its documents, so that the same documents have the same id.

    With `attested`, pages name second readers, and what these have said is part of it.
    """
    documents = (f"{document.file}\0{document.text}\0" for document in inputs.documents)
    content = "".join((*documents, inputs.lock or "", (attested and inputs.attested) or ""))
    return hash_content(content.encode())[:8]


def diagnose_build_failure(error: Exception, root: Path, settings: str = "") -> Diagnostic:
    """Report an exception that is none of MkDocs' own, at the place that raised it.

    A plugin or hook is named; `root` is the folder of the site, which paths are relative to. With `settings`, the
    name of the file of settings, what is raised outside the site is reported there: they asked for it.
    """
    plugin = _find_plugin_name(error.__traceback__)
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = error if isinstance(error, SyntaxError) else frame
    # A missing template is an `OSError` too, but without a number.
    if isinstance(error, OSError) and error.errno and plugin in {"", PLUGIN_NAME}:
        return _diagnose_disk_fault(error)
    if plugin == PLUGIN_NAME or (not plugin and is_own_file(frame.filename)):
        return diagnose_own_failure(error)
    path = Path(place.filename or "")
    is_inside = path.is_relative_to(root) and "site-packages" not in path.parts
    file = path.relative_to(root).as_posix() if is_inside else str(path)
    location = Location(file, place.lineno or 0, 1) if is_inside or not settings else Location(settings)
    message = " ".join(f"{type(error).__name__}: {error}".split())
    if not plugin:
        return BUILD_FAILED.report(location, message, "fix what the message names")
    hint = f"update it, leave it out, or report it with {write_failure_report(error)}"
    who = "a hook" if plugin.endswith(".py") else f"the plugin '{plugin}'"
    return BUILD_FAILED.report(location, f"{who} has failed: {message}", hint)


def _diagnose_disk_fault(error: OSError) -> Diagnostic:
    """Report what the disk refused, at the file that was to be written where the system says which."""
    file = error.filename2 or error.filename
    name = Path(file).as_posix() if isinstance(file, str) else "the output folder"
    message = (error.strerror or str(error)).lower()
    return BUILD_FAILED.report(Location(name), message, "see to the disk, then build again")


def _find_plugin_name(trace: TracebackType | None) -> str:
    """Return the name of the plugin, or the file of the hook, whose event handler raised; empty if none did.

    MkDocs calls all of them from `PluginCollection.run_event`, a mapping of names to plugins.
    """
    name, frames = "", [frame for frame, _ in traceback.walk_tb(trace)]
    for frame, called in zip(frames, (*frames[1:], None), strict=True):
        plugins, method = frame.f_locals.get("self"), frame.f_locals.get("method")
        if frame.f_code.co_name != "run_event" or not isinstance(plugins, Mapping):
            continue
        # What cannot even be called has no frame of its own.
        code = called.f_code if called else getattr(method, "__code__", None)
        owner = called.f_locals.get("self") if called else None
        named = (name for name, plugin in plugins.items() if plugin is owner and called)
        name = next(named, code.co_filename if code else name)
    return name
