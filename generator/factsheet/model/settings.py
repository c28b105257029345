"""What a build depends on besides the documents: filled in by an entry point, read by the core."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from urllib.parse import quote

from factsheet.diagnostics.core import FieldLocations, Location, Reference
from factsheet.model.vocabulary import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The site's settings and the clock."""

    today: dt.date
    """The only clock; reviews and waivers are judged by it."""
    facts: str = "facts"
    """The folder of facts, relative to the site's folder."""
    site_name: str = "Facts"
    subtitle: str = ""
    """What the site is about, in a few words, shown beside the name; empty when it has none."""
    site_url: str = ""
    """Ends with a slash; empty when the site does not know its address."""
    docs: str = "content"
    """The folder of hand-written pages."""
    edit_base: str = ""
    """Ends with a slash; empty when the repository's address is not known."""
    home_facts: tuple[Reference, ...] = ()
    home_charts: tuple[Reference, ...] = ()
    allow_scripts: tuple[str, ...] = ()
    """The hashes of inline scripts that may run besides those of the theme."""
    overdue_allowed: int = 0
    """How many sheets may be overdue for review before `factsheet stale` fails."""
    attested_standings: frozenset[Standing] = frozenset()
    """The standings of the facts that need a second reader; empty where none does."""
    locations: FieldLocations = field(default=FieldLocations(Location(""), {}), compare=False)
    """Where the name, the subtitle, the folder of the finished site and the rule of attestation are written."""

    def build_edit_link(self, file: str, line: int) -> str:
        """Return where a line of a file of facts can be edited; empty when that is not known."""
        return f"{self.edit_base}{quote(file)}#L{line}" if self.edit_base and file else ""
