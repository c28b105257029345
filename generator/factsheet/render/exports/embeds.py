"""The card of each fact as a page of its own, for frames on other sites."""

from __future__ import annotations

from factsheet.model.records import Fact
from factsheet.model.text.spans import strip_markup
from factsheet.render.content_security_policy import with_policy
from factsheet.render.markdown.html import HtmlDocument, write_html_document
from factsheet.render.pages.context import PageContext
from factsheet.render.pages.embed import build_card, build_card_address
from factsheet.theme import CARD_STYLE_SHEET, SITE_ICON


def build_card_document(fact: Fact, edition: PageContext) -> tuple[str, str]:
    """Return the path of a fact's card from the root of the site, and the document."""
    site = edition.settings.site_url
    document = HtmlDocument(
        uri=build_card_address(fact.id).uri,
        title=f"{strip_markup(fact.statement)} – {edition.settings.site_name}",
        blocks=build_card(fact, edition),
        kind="card",
        style=CARD_STYLE_SHEET,
        icon=SITE_ICON,
        canonical=f"{site}facts/{fact.id}/" if site else "",
    )
    return document.uri, with_policy(write_html_document(document))
