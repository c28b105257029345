"""The card of each fact as a page of its own, for frames on other sites."""

from __future__ import annotations

from generator.content_policy import with_policy
from generator.model import Fact
from generator.pages.edition import Edition
from generator.pages.embed import card, card_file
from generator.spans import words_of
from generator.theme import CARD_STYLES, ICON
from generator.writers.html import Document, write_document


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
