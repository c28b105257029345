"""Pages about the facts as a whole: what is worked out, what was corrected, what can be taken away."""

from __future__ import annotations

from factsheet.model.text.css_roles import Role
from factsheet.model.text.spans import FileAddress, Link, Text, plain
from factsheet.model.text.wording import number_of
from factsheet.render.document.blocks import Block, Blocks, Box, Bullets, Heading, Page, Paragraph, Table
from factsheet.render.pages.context import Edition
from factsheet.render.pages.derivation import working_box
from factsheet.render.pages.fact import correction_entry
from factsheet.render.pages.inline_text import say, statement_link, value_text
from factsheet.render.pages.paper import handouts


def checks(edition: Edition) -> Page:
    """Return the page of what is checked at every build, each derived number with its working."""
    catalog = edition.catalog
    ties = [(fact, tie) for fact in catalog.facts.values() for tie in fact.evidence]
    proved = sum(edition.proof(fact, tie) is not None for fact, tie in ties)
    derived = tuple(fact for fact in catalog.facts.values() if fact.derived)
    blocks: list[Block] = [
        Heading(1, plain("Checks")),
        Paragraph(
            plain("What is worked out again at every build of this site, and what came of it."), Role.LEDE
        ),
        Heading(2, plain("Passages"), "passages"),
        Paragraph(
            plain(
                f"{number_of(len(ties), 'tie')} from a fact to a passage, "
                f"{'all' if proved == len(ties) else proved} proved against our copies of the sources: "
                "the words at both ends of the passage stand there, and only once."
            )
        ),
        Heading(2, plain("Numbers that follow from others"), "derived"),
        Paragraph(plain(_derived_words(len(derived)))),
    ]
    for fact in derived:
        title: Text = say(statement_link(fact), ": ", value_text(fact.value)) if fact.value else ()
        blocks += [Heading(3, title, fact.id), *working_box(fact, edition)]
    blocks += _waivers(edition)
    return Page(
        uri="checks.md",
        title="Checks",
        description="Every computed number with its working, and how many passages were proved.",
        blocks=tuple(blocks),
        kind="checks",
    )


def _derived_words(count: int) -> str:
    if not count:
        return "No number on this site is worked out from others."
    stated = f"{number_of(count, 'number')} on this site {'is' if count == 1 else 'are'} stated in no source"
    return f"{stated} but worked out from others. A build fails when one no longer comes out."


def _waivers(edition: Edition) -> Blocks:
    """List what was set aside, so that no exception stays hidden."""
    points = tuple(
        say(f"{waiver.code} for ", statement_link(fact), f": {waiver.why}")
        for fact in edition.catalog.facts.values()
        for waiver in fact.waivers
    )
    none = Paragraph(plain("No check has been set aside for any fact."))
    return (Heading(2, plain("What was set aside"), "waivers"), Bullets(points) if points else none)


def corrections(edition: Edition) -> Page:
    """Return the page of every change to something published, the latest first."""
    entries = tuple(
        Box(Role.ROW, (*correction_entry(notice), Paragraph(say(statement_link(fact)))))
        for notice, fact in edition.notices()
    )
    body: Block = (
        Box(Role.TIMELINE, entries)
        if entries
        else Paragraph(plain("Nothing has been corrected since these facts were first published."))
    )
    lede = "A published fact is never changed or removed without a notice here."
    return Page(
        uri="corrections.md",
        title="Corrections",
        description="Every correction, update, clarification and withdrawal, the latest first.",
        blocks=(Heading(1, plain("Corrections")), Paragraph(plain(lede), Role.LEDE), body),
        kind="corrections",
    )


DOWNLOADS: tuple[tuple[str, str, str], ...] = (
    (
        "downloads/facts.json",
        "facts.json",
        "Every fact, source, actor and place, with evidence and workings.",
    ),
    ("downloads/facts.schema.json", "facts.schema.json", "The JSON Schema that facts.json follows."),
)
"""Path, name and what it holds."""


def downloads(edition: Edition) -> Page:
    """Return the page of files to take away."""
    rows = tuple((say(Link(plain(name), FileAddress(path))), plain(about)) for path, name, about in DOWNLOADS)
    table = Table(header=(plain("File"), plain("What it holds")), rows=rows, caption="Files to download")
    terms = (
        plain("Facts and texts: CC BY 4.0. The sources themselves are not part of the files."),
        plain("Each fact also has its own JSON file, linked from its page."),
        plain(f"Edition {edition.mark}: the same documents always give the same files, byte for byte."),
    )
    return Page(
        uri="downloads/index.md",
        title="Downloads",
        description="Everything on this site as files, with a schema.",
        blocks=(
            Heading(1, plain("Downloads")),
            Paragraph(plain("All that this site says, for your own tools."), Role.LEDE),
            table,
            *handouts(edition),
            Bullets(terms),
        ),
        kind="downloads",
    )
