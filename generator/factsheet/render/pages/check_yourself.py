"""Check it yourself: which passages our facts lean on, for a reader to look for in a copy of their own."""

from __future__ import annotations

from factsheet.evidence.locator import ELLIPSIS, Locator
from factsheet.model.dates import spoken_date
from factsheet.model.records import Evidence, Fact, Source
from factsheet.model.text.css_roles import Role
from factsheet.model.text.spans import Code, Link, PageAddress, Strong, Text, WebAddress, plain
from factsheet.model.text.wording import number_of
from factsheet.render.document.blocks import (
    Block,
    Blocks,
    Box,
    Bullets,
    Disclosure,
    Heading,
    Page,
    Paragraph,
    Table,
)
from factsheet.render.pages.context import Edition
from factsheet.render.pages.inline_text import listed, say, source_mark, source_page, statement_link, to

_URI = "check-it-yourself.md"

_LEDE = (
    "The facts here lean on passages of articles. If you have one of the articles, look whether our passages "
    "stand in it. Your copy stays with you: the page reads it inside your browser, sends nothing and keeps "
    "nothing."
)
_NO_SCRIPT = (
    "Where scripts run, you can open or paste your copy here. Where they do not, the tables below and "
    "your browser's own search do the same by hand."
)
_SHOWS: tuple[tuple[str, str], ...] = (
    (
        "Found once, letter for letter.",
        (
            "The passage stands in your copy, and from its first word to its last it is the one that we "
            "read. White space alone may differ."
        ),
    ),
    (
        "Found once, but not letter for letter.",
        (
            "The words at both ends stand in your copy; something between them differs from ours. It can "
            "be a word, a quotation mark, or the sign of a link: our copies may write a link as "
            "[words](#)."
        ),
    ),
    (
        "Not found, or found more than once.",
        (
            "Your copy may be of another day, another edition or another article, or write the words in "
            "other signs. The answer says what comes nearest."
        ),
    ),
)
_NOT_SHOWN = (
    "It does not show that our words render the passage fairly: for that, read both. It does not show "
    "that the article is right, nor that your copy is what its author wrote."
)


def check_link(source: Source) -> Link:
    """Return the name of a source, leading to where its passages can be looked for in a copy of one's own."""
    return to(PageAddress(_URI, _anchor(source)), source.label)


def check_yourself(edition: Edition) -> Page:
    """Return the page on which a reader checks our passages against their own copy."""
    sources = sources_with_passages(edition)
    blocks: list[Block] = [
        Heading(1, plain("Check it yourself")),
        Paragraph(plain(_LEDE), Role.LEDE),
        Box(Role.DESK, (Paragraph(plain(_NO_SCRIPT)),), anchor="desk"),
        Heading(2, plain("What an answer shows"), "what-it-shows"),
        Bullets(tuple(say(Strong(plain(answer)), f" {meaning}") for answer, meaning in _SHOWS)),
        Paragraph(plain(_NOT_SHOWN)),
        *_by_hand(),
    ]
    for source in sources:
        blocks += _passages(source, edition)
    if not sources:
        blocks.append(Paragraph(plain("No fact leans on a source yet.")))
    return Page(
        uri=_URI,
        title="Check it yourself",
        description="Open your own copy of an article and see which of our passages stand in it.",
        blocks=tuple(blocks),
        kind="check-it-yourself",
        scripts=("check-yourself",) if sources else (),
    )


def sources_with_passages(edition: Edition) -> tuple[Source, ...]:
    """Return the sources that facts lean on, in the order of their letters."""
    return tuple(one for one in edition.sources if edition.catalog.drawn_from[one.id])


def ties_to(source: Source, edition: Edition) -> tuple[tuple[Fact, Evidence], ...]:
    """Return the evidence that a source gives, in the order of its passages; the unproved comes last."""

    def place(tie: tuple[Fact, Evidence]) -> tuple[bool, int, str]:
        proof = edition.proof(*tie)
        return (proof is None, proof.start if proof else 0, tie[0].id)

    facts = edition.catalog.drawn_from[source.id]
    ties = [(fact, tie) for fact in facts for tie in fact.evidence if tie.source.id == source.id]
    return tuple(sorted(ties, key=place))


def _anchor(source: Source) -> str:
    return f"source-{source.id}"


def _by_hand() -> Blocks:
    steps = (
        "Open the article. Where we know its address, a link stands with its name below.",
        "Open the search of your browser: Ctrl and F, ⌘ and F, or Find in page in the menu of a phone.",
        (
            "Search for the first words of a row, then for the last ones. Both should be found, in the "
            "paragraph that the row names, and the last words should follow the first."
        ),
    )
    more = (
        "Paragraphs are counted from the top of our copy, its title included; a web page may count "
        "otherwise. Your browser may take straight quotation marks for curly ones and capitals for small "
        "letters; our program does not."
    )
    return (
        Heading(2, plain("By hand"), "by-hand"),
        Bullets(tuple(plain(step) for step in steps), ordered=True),
        Paragraph(plain(more)),
    )


def _passages(source: Source, edition: Edition) -> Blocks:
    ties = ties_to(source, edition)
    table = Table(
        header=(plain("Fact"), plain("First … last words"), plain("Paragraph in our copy")),
        rows=tuple(_row(fact, tie, edition) for fact, tie in ties),
        caption=f"Passages of {source.label}",
    )
    return (
        Heading(2, say(source_mark(source, edition), " ", source.label), _anchor(source)),
        Paragraph(_described(source), Role.META),
        Box(Role.SOUGHT, (Disclosure(say(number_of(len(ties), "passage")), (table,), opened=True),)),
    )


def _described(source: Source) -> Text:
    parts = [say(to(source_page(source.id), source.title or "about this source"))]
    if source.authors:
        parts.append(plain(f"by {', '.join(source.authors)}"))
    parts.append(plain(spoken_date(source.published) if source.published else "date not known"))
    article = say(to(WebAddress(source.url), "open the article")) if source.url else plain("no address known")
    return listed([*parts, article])


def _row(fact: Fact, evidence: Evidence, edition: Edition) -> tuple[Text, ...]:
    proof = edition.proof(fact, evidence)
    return (
        say(statement_link(fact)),
        _words(evidence.locator),
        plain(str(proof.paragraph) if proof else "not proved"),
    )


def _words(locator: Locator) -> Text:
    first, last = Code(locator.first), Code(locator.last)
    return say(first, f" {ELLIPSIS} ", last) if locator.last else say(first)
