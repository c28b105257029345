"""The site's settings, from `mkdocs.yml` and nowhere else: the command and the plugin read them alike."""

from __future__ import annotations

import datetime as dt

from factsheet.diagnostics.core import Diagnostic, Location, Reference
from factsheet.diagnostics.rules.site import NO_CONFIGURATION, NO_PLUGIN
from factsheet.model.settings import Settings
from factsheet.parsing.schema import SETTINGS
from factsheet.parsing.validate.conform import Conformed, conform
from factsheet.parsing.yaml.document import read_configuration
from factsheet.parsing.yaml.nodes import ListNode, MappingNode, Node, TextNode

PLUGIN = "factsheet"
WHERE_TO_RUN = "run this in the folder of the site, or name the file with --config-file"
"""What to do where no settings are found."""


def read_settings(file: str, raw: bytes | None, today: dt.date) -> tuple[Settings, tuple[Diagnostic, ...]]:
    """Read the settings of a site; with findings, the settings are those of a site that has none."""
    bare = Settings(today=today)
    if raw is None:
        return bare, (NO_CONFIGURATION.at(Location(file), "there is no such file", WHERE_TO_RUN),)
    document, findings = read_configuration(file, raw)
    if document is None or not isinstance(document.root, MappingNode):
        return bare, findings or (NO_PLUGIN.at(Location(file), "the file holds no settings", NO_PLUGIN.mend),)
    root = document.root
    found, options = _plugin(root)
    if not found:
        at = next((entry.key.at for entry in root.entries if entry.key.text == "plugins"), Location(file))
        return bare, (
            *findings,
            NO_PLUGIN.at(at, "the plugin 'factsheet' is not among the plugins", NO_PLUGIN.mend),
        )
    record: Conformed | None = None
    if options is not None:
        record, unfit = conform(options, SETTINGS)
        findings = (*findings, *unfit)
    return _settings(root, record, today), findings


def _settings(root: MappingNode, options: Conformed | None, today: dt.date) -> Settings:
    site_url, extra = _text(root, "site_url"), root.get("extra")
    edit_base = (options.maybe("edit_base", str) if options else None) or ""
    return Settings(
        today=today,
        facts=(options.maybe("facts", str) if options else None) or "facts",
        site_name=_text(root, "site_name") or "Facts",
        subtitle=_text(extra, "subtitle") if isinstance(extra, MappingNode) else "",
        site_url=_closed(site_url),
        docs=_text(root, "docs_dir") or "docs",
        edit_base=_closed(edit_base),
        home_facts=options.each("home_facts", Reference) if options else (),
        home_charts=options.each("home_charts", Reference) if options else (),
        overdue_allowed=(options.maybe("overdue_allowed", int) if options else None) or 0,
    )


def _closed(address: str) -> str:
    return address if not address or address.endswith("/") else f"{address}/"


def _text(root: MappingNode, name: str) -> str:
    value = root.get(name)
    return value.text if isinstance(value, TextNode) else ""


def _plugin(root: MappingNode) -> tuple[bool, Node | None]:
    """Find the plugin among the plugins: as a name, as `name: options` in a list, or in a mapping."""
    plugins = root.get("plugins")
    members = plugins.nodes if isinstance(plugins, ListNode) else (plugins,)
    for member in members:
        if isinstance(member, TextNode) and member.text == PLUGIN:
            return True, None
        if isinstance(member, MappingNode):
            for entry in member.entries:
                if entry.key.text == PLUGIN:
                    empty = isinstance(entry.value, TextNode) and not entry.value.text.strip()
                    return True, None if empty else entry.value
    return False, None
