"""What a build is made from, as it was read: the loader fills it, the pipeline uses it up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from factsheet.diagnostics.core import Diagnostic
from factsheet.parsing.yaml.nodes import YamlDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteInputs:
    """The documents of a site, those that could not be read, and what was found on the way."""

    documents: tuple[YamlDocument, ...]
    failed: tuple[str, ...]
    """Files that could not be read at all; what they hold is not known."""
    lock: str | None = None
    """The text of the evidence lock; None where there is none."""
    lock_file: str = ""
    ledger: str | None = None
    """The text of the ledger of what was accepted; None where the site keeps none."""
    ledger_file: str = ""
    home: str = ""
    """The hand-written part of the home page; empty where there is none."""
    home_file: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    """Every text that was read, by file, so that a finding can show its line."""
    diagnostics: tuple[Diagnostic, ...] = ()
