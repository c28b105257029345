"""What a build depends on besides the documents: filled by a face, read by the core."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from generator.diagnostics import Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The site's settings and the clock."""

    today: datetime.date
    """The only clock there is; reviews and waivers are judged by it."""
    facts: str = "facts"
    """The folder of facts, relative to the site's folder."""
    site_name: str = "Facts"
    site_url: str = ""
    """Ends with a slash; empty when the site does not know its address."""
    docs: str = "content"
    """The folder of hand-written pages."""
    edit_base: str = ""
    """Ends with a slash; empty when the repository's address is not known."""
    home_facts: tuple[Reference, ...] = ()
