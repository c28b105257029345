"""How to cite a page of this site, in the three styles that readers are asked for and as BibTeX; and facts as cards.

Written here and not by a CSL engine: one kind of work in four fixed forms is less than such an engine's
settings, and each of them takes tens of milliseconds a page. The forms are those of the Publication Manual of
the APA (7th context), the MLA Handbook (9th) and The Chicago Manual of Style (18th) for a page of a site.
"""

import html
import re

from factsheet.diagnostics.frozen import dataclass
from factsheet.model.dates.points import MONTHS, Date, render_date
from factsheet.model.records import Fact
from factsheet.model.text.spans import Emphasis, FileAddress, Role, Text, make_text, strip_links, strip_markup
from factsheet.model.vocabulary import Lifecycle
from factsheet.render.blocks import VERSION_MARK, Block, Blocks, Box, Disclosure, Heading, Paragraph, Verbatim
from factsheet.render.markdown.inline import fold_white_space
from factsheet.render.pages import inline
from factsheet.render.pages.context import PageContext, build_once
from factsheet.render.pages.inline import link_to, mark, to_text
from factsheet.render.pages.rows import build_meta_line

_SHORT_MONTHS = ("Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")
_TEX_ESCAPES = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_TEX_ESCAPES |= {character: f"\\{character}" for character in "$&#_%"}
# BibTeX counts every brace, also one after a backslash.
_TEX_ESCAPES |= {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
_TEX_MARKUP = re.compile(rf"[{re.escape(''.join(_TEX_ESCAPES))}]")
_URL_ESCAPES = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedPage:
    """A page that is cited."""

    id: str
    title: str
    """Plain words: the title of a sheet, or a statement with its value and who says it."""
    path: str
    """From the root of the site, with a slash at its end."""
    credit: str
    """The sources behind it, with paragraphs; empty when there is none."""
    reviewed: Date | None
    """When it was last checked against its sources."""


def build_citation_box(cited: CitedPage, context: PageContext, *more: Block) -> Box:
    """Return the lines to copy, BibTeX folded away, and what a page adds to them."""
    date = _split_date(cited.reviewed)
    styles: tuple[tuple[str, Text], ...] = (
        ("In running text", make_text(_format_text_citation(cited, context))),
        ("APA", _render_apa(cited, context, *date)),
        ("MLA", _render_mla(cited, context, *date)),
        ("Chicago", _render_chicago(cited, context, *date)),
    )
    lines = tuple(Paragraph(to_text(mark(Role.META, name), " ", text), Role.CITATION) for name, text in styles)
    bibtex = Disclosure(make_text("BibTeX"), (Verbatim(_format_bibtex(cited, context, *date), "bibtex"),))
    return Box(Role.CITE, (*lines, bibtex, *more))


def build_page_url(path: str, context: PageContext) -> str:
    """Return a page's address; where that of the site is not set, only its path, which the page's script completes."""
    return f"{context.settings.site_url}{path}"


def _format_text_citation(cited: CitedPage, context: PageContext) -> str:
    credit = f", after {cited.credit}" if cited.credit else ""
    site = context.settings.site_name
    return f"{site}: “{cited.title}”{credit}. Version {VERSION_MARK}. {build_page_url(cited.path, context)}"


def _render_apa(cited: CitedPage, context: PageContext, year: str, month: int, day: int) -> Text:
    when = f"{year}, {MONTHS[month - 1]} {day}" if day else year
    end = f" (Version {VERSION_MARK}). {build_page_url(cited.path, context)}"
    return to_text(f"{context.settings.site_name}. ({when}). ", Emphasis(make_text(cited.title)), end)


def _render_mla(cited: CitedPage, context: PageContext, year: str, month: int, day: int) -> Text:
    when = f"{day} {_SHORT_MONTHS[month - 1]} {year}, " if day else f"{year}, " if cited.reviewed else ""
    site = Emphasis(make_text(context.settings.site_name))
    end = f", version {VERSION_MARK}, {when}{build_page_url(cited.path, context)}."
    return to_text(f"“{_add_full_stop(cited.title)}” ", site, end)


def _render_chicago(cited: CitedPage, context: PageContext, year: str, month: int, day: int) -> Text:
    when = f"{MONTHS[month - 1]} {day}, {year}" if day else year
    reviewed = f"Last reviewed {when}. " if cited.reviewed else ""
    site = _add_full_stop(context.settings.site_name)
    title = _add_full_stop(cited.title)
    return make_text(f"{site} “{title}” Version {VERSION_MARK}. {reviewed}{build_page_url(cited.path, context)}.")


def _format_bibtex(cited: CitedPage, context: PageContext, year: str, month: int, day: int) -> str:
    fields = [
        ("title", f"{{{_escape_tex(cited.title)}}}"),
        ("author", f"{{{_escape_tex(context.settings.site_name)}}}"),
        *([("year", year)] if cited.reviewed else []),
        *([("month", f"{month:02}")] if day else []),
        ("url", fold_white_space(build_page_url(cited.path, context)).translate(_URL_ESCAPES)),
        ("note", _escape_tex(f"{f'After {cited.credit}. ' if cited.credit else ''}Version {VERSION_MARK}")),
    ]
    lines = "\n".join(f"  {name} = {{{text}}}," for name, text in fields)
    return f"@misc{{{cited.id},\n{lines}\n}}"


def _split_date(date: Date | None) -> tuple[str, int, int]:
    """Return year, month and day; month and day are 0 where the date is no single day."""
    if date is None:
        return "n.d.", 0, 0
    if date.first and date.text == date.first.isoformat():
        return str(date.first.year), date.first.month, date.first.day
    return render_date(date), 0, 0


def _add_full_stop(words: str) -> str:
    return words if words.endswith((".", "?", "!", "…")) else f"{words}."


def _escape_tex(words: str) -> str:
    return _TEX_MARKUP.sub(lambda found: _TEX_ESCAPES[found[0]], fold_white_space(words))


_CARD_HEIGHT, _VALUE_HEIGHT = 190, 50
"""In pixels, in a frame 320 pixels wide: of a card with the least words, and of a value; two letters more take one."""


def build_card_address(name: str) -> FileAddress:
    """Return the card of a fact, as a file of the site."""
    return FileAddress(f"embed/{name}/index.html")


def build_embed_code(fact: Fact, context: PageContext) -> Blocks:
    """Return the line of HTML to copy, and a link to the card."""
    title = html.escape(inline.format_statement(fact, context))
    address = html.escape(build_page_url(f"embed/{fact.id}/", context))
    texts = [part.text for part in build_card(fact, context) if isinstance(part, Heading | Paragraph)]
    height = _CARD_HEIGHT + len(strip_markup(sum(texts, ()))) // 2 + (_VALUE_HEIGHT if fact.value else 0)
    size = f'width="100%" height="{height}"'
    frame = f'<iframe src="{address}" title="{title}" {size} loading="lazy" style="border:0"></iframe>'
    words = "; it runs no script and keeps speaker, hedge, standing, date and caveat with the statement."
    return (Verbatim(frame, "html"), Paragraph(to_text(link_to(build_card_address(fact.id), "See the card"), words)))


@build_once
def build_card(fact: Fact, context: PageContext) -> Blocks:
    """Return the contents of the card of a fact; its links are paths of the built site."""
    became = "" if fact.lifecycle is Lifecycle.CURRENT else fact.lifecycle.meaning
    site = link_to(FileAddress(""), context.settings.site_name)
    return (
        Paragraph(make_text(became), Role.CAVEAT),
        inline.build_value_paragraph(fact.value),
        Heading(1, to_text(link_to(FileAddress(f"facts/{fact.id}/"), inline.render_statement(fact, context)))),
        build_meta_line(fact, context),
        Paragraph(strip_links(inline.build_attribution_line(fact, context).text), Role.ATTRIBUTION),
        Paragraph(strip_links(fact.caveat), Role.CAVEAT),
        Paragraph(to_text(site, f", version {VERSION_MARK}"), Role.CITATION),
    )
