"""The site's settings, from `mkdocs.yml` and nowhere else: the command and the plugin read them alike."""

from __future__ import annotations

import datetime as dt

from factsheet.diagnostics.core import Diagnostic, Location, Reference
from factsheet.diagnostics.rules.site import NO_CONFIGURATION, NO_PLUGIN
from factsheet.model.settings import Settings
from factsheet.parsing.schema.records import SETTINGS_SHAPE
from factsheet.parsing.validate.shape_reader import TypedRecord, parse_record
from factsheet.parsing.yaml.document import read_configuration
from factsheet.parsing.yaml.nodes import ListNode, MappingNode, TextNode, YamlNode

PLUGIN_NAME = "factsheet"
RUN_HINT = "run this in the folder of the site, or name the file with --config-file"
"""What to do where no settings are found."""


def read_settings(file: str, raw: bytes | None, today: dt.date) -> tuple[Settings, tuple[Diagnostic, ...]]:
    """Read the settings of a site; with findings, the settings are those of a site that has none."""
    bare = Settings(today=today)
    if raw is None:
        return bare, (NO_CONFIGURATION.report(Location(file), "there is no such file", RUN_HINT),)
    document, findings = read_configuration(file, raw)
    if document is None or not isinstance(document.root, MappingNode):
        return bare, findings or (NO_PLUGIN.report(Location(file), "the file holds no settings", NO_PLUGIN.fix),)
    root = document.root
    found, options = _find_plugin(root)
    if not found:
        at = next((entry.key.location for entry in root.entries if entry.key.text == "plugins"), Location(file))
        return bare, (
            *findings,
            NO_PLUGIN.report(at, "the plugin 'factsheet' is not among the plugins", NO_PLUGIN.fix),
        )
    record: TypedRecord | None = None
    if options is not None:
        record, unfit = parse_record(options, SETTINGS_SHAPE)
        findings = (*findings, *unfit)
    return _build_settings(root, record, today), findings


def _build_settings(root: MappingNode, options: TypedRecord | None, today: dt.date) -> Settings:
    site_url, extra = _read_text(root, "site_url"), root.get("extra")
    edit_base = (options.find("edit_base", str) if options else None) or ""
    return Settings(
        today=today,
        facts=(options.find("facts", str) if options else None) or "facts",
        site_name=_read_text(root, "site_name") or "Facts",
        subtitle=_read_text(extra, "subtitle") if isinstance(extra, MappingNode) else "",
        site_url=_add_final_slash(site_url),
        docs=_read_text(root, "docs_dir") or "docs",
        edit_base=_add_final_slash(edit_base),
        home_facts=options.find_all("home_facts", Reference) if options else (),
        home_charts=options.find_all("home_charts", Reference) if options else (),
        overdue_allowed=(options.find("overdue_allowed", int) if options else None) or 0,
    )


def _add_final_slash(address: str) -> str:
    return address if not address or address.endswith("/") else f"{address}/"


def _read_text(root: MappingNode, name: str) -> str:
    value = root.get(name)
    return value.text if isinstance(value, TextNode) else ""


def _find_plugin(root: MappingNode) -> tuple[bool, YamlNode | None]:
    """Find the plugin among the plugins: as a name, as `name: options` in a list, or in a mapping."""
    plugins = root.get("plugins")
    members = plugins.nodes if isinstance(plugins, ListNode) else (plugins,)
    for member in members:
        if isinstance(member, TextNode) and member.text == PLUGIN_NAME:
            return True, None
        if isinstance(member, MappingNode):
            for entry in member.entries:
                if entry.key.text == PLUGIN_NAME:
                    empty = isinstance(entry.value, TextNode) and not entry.value.text.strip()
                    return True, None if empty else entry.value
    return False, None
