"""The card of each fact as a page of its own, for frames on other sites."""

from __future__ import annotations

from factsheet.model.records import Fact
from factsheet.model.text.spans import words_of
from factsheet.render.content_security_policy import with_policy
from factsheet.render.markdown.html import Document, write_document
from factsheet.render.pages.context import Edition
from factsheet.render.pages.embed import card, card_file
from factsheet.theme import CARD_STYLES, ICON


def embed(fact: Fact, edition: Edition) -> tuple[str, str]:
    """Return the path of a fact's card from the root of the site, and the document."""
    site = edition.settings.site_url
    document = Document(
        uri=card_file(fact.id).uri,
        title=f"{words_of(fact.statement)} – {edition.settings.site_name}",
        blocks=card(fact, edition),
        kind="card",
        style=CARD_STYLES,
        icon=ICON,
        canonical=f"{site}facts/{fact.id}/" if site else "",
    )
    return document.uri, with_policy(write_document(document))
