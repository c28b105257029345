"""How to cite a page of this site: in the three styles that readers are asked for, and as BibTeX.

Written here and not by a CSL engine: one kind of work in four fixed forms is less than such an engine's
settings, and each of them takes tens of milliseconds a page. The forms are those of the Publication Manual of
the APA (7th edition), the MLA Handbook (9th) and The Chicago Manual of Style (18th) for a page of a site.
"""

from __future__ import annotations

from dataclasses import dataclass

from factsheet.model.dates import Date, spoken_date
from factsheet.model.dates.points import MONTHS
from factsheet.model.text.css_roles import Role
from factsheet.model.text.spans import Emphasis, Text, plain
from factsheet.render.document.blocks import Block, Box, Disclosure, Paragraph, Verbatim
from factsheet.render.pages.context import Edition
from factsheet.render.pages.inline_text import mark, say

_SHORT = ("Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")
_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "{}$&#_%"},
    }
)
_NO_DATE = "n.d."


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A page that is cited."""

    id: str
    title: str
    """Plain words: the title of a sheet, or a statement with its value."""
    path: str
    """From the root of the site, with a slash at its end."""
    after: str
    """The sources behind it, with paragraphs; empty when there is none."""
    on: Date | None
    """When it was last read against its sources."""


def cite_box(cited: Cited, edition: Edition, *more: Block) -> Box:
    """Return the lines to copy, BibTeX folded away, and what a page adds to them."""
    styles: tuple[tuple[str, Text], ...] = (
        ("In a text", plain(_in_words(cited, edition))),
        ("APA", _apa(cited, edition)),
        ("MLA", _mla(cited, edition)),
        ("Chicago", _chicago(cited, edition)),
    )
    lines = tuple(Paragraph(say(mark(Role.META, name), " ", text), Role.CITATION) for name, text in styles)
    bibtex = Disclosure(plain("BibTeX"), (Verbatim(_bibtex(cited, edition), "bibtex"),))
    return Box(Role.CITE, (*lines, bibtex, *more))


def address_of(path: str, edition: Edition) -> str:
    """Return a page's address; only its path where the site does not know where it will lie.

    The script of the page puts the address that it was read at before such a path.
    """
    return f"{edition.settings.site_url}{path}"


def _in_words(cited: Cited, edition: Edition) -> str:
    credit = f", after {cited.after}" if cited.after else ""
    site = edition.settings.site_name
    return f"{site}: “{cited.title}”{credit}. Edition {edition.mark}. {address_of(cited.path, edition)}"


def _apa(cited: Cited, edition: Edition) -> Text:
    year, month, day = _parts(cited.on)
    when = f"{year}, {MONTHS[month - 1]} {day}" if day else year
    return say(
        f"{edition.settings.site_name}. ({when}). ",
        Emphasis(plain(cited.title)),
        f" (Edition {edition.mark}). {address_of(cited.path, edition)}",
    )


def _mla(cited: Cited, edition: Edition) -> Text:
    year, month, day = _parts(cited.on)
    when = f"{day} {_SHORT[month - 1]} {year}, " if day else f"{year}, " if cited.on else ""
    return say(
        f"“{_closed(cited.title)}” ",
        Emphasis(plain(edition.settings.site_name)),
        f", edition {edition.mark}, {when}{address_of(cited.path, edition)}.",
    )


def _chicago(cited: Cited, edition: Edition) -> Text:
    year, month, day = _parts(cited.on)
    when = f"{MONTHS[month - 1]} {day}, {year}" if day else year
    reviewed = f"Last reviewed {when}. " if cited.on else ""
    site = _closed(edition.settings.site_name)
    title = _closed(cited.title)
    return plain(f"{site} “{title}” Edition {edition.mark}. {reviewed}{address_of(cited.path, edition)}.")


def _bibtex(cited: Cited, edition: Edition) -> str:
    year, month, day = _parts(cited.on)
    fields = [
        ("title", f"{{{_tex(cited.title)}}}"),
        ("author", f"{{{_tex(edition.settings.site_name)}}}"),
        *([("year", year)] if cited.on else []),
        *([("month", f"{month:02}")] if day else []),
        ("url", address_of(cited.path, edition)),
        ("note", _tex(f"{f'After {cited.after}. ' if cited.after else ''}Edition {edition.mark}")),
    ]
    lines = "\n".join(f"  {name} = {{{text}}}," for name, text in fields)
    return f"@misc{{{cited.id},\n{lines}\n}}"


def _parts(date: Date | None) -> tuple[str, int, int]:
    """Return year, month and day; month and day are 0 where the date is no single day."""
    if date is None:
        return _NO_DATE, 0, 0
    if date.first and date.text == date.first.isoformat():
        return str(date.first.year), date.first.month, date.first.day
    return spoken_date(date), 0, 0


def _closed(words: str) -> str:
    return words if words.endswith((".", "?", "!", "…")) else f"{words}."


def _tex(words: str) -> str:
    return words.translate(_TEX)
