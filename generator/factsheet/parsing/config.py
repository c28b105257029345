"""The site's settings, from `mkdocs.yml` only: the command and the plugin read them in the same way."""

from __future__ import annotations

import datetime as dt

from factsheet.diagnostics.core import Diagnostic, FieldLocations, Location, Reference
from factsheet.diagnostics.rules.site import NO_CONFIGURATION, NO_PLUGIN
from factsheet.model.settings import Settings
from factsheet.parsing.schema.records import SETTINGS_SHAPE
from factsheet.parsing.validate.shape_reader import TypedRecord, parse_record
from factsheet.parsing.yaml.document import read_configuration
from factsheet.parsing.yaml.nodes import ListNode, MappingNode, TextNode, YamlNode

PLUGIN_NAME = "factsheet"
FACTS_FOLDER = "facts"
"""The folder of facts where the settings name none."""
RUN_HINT = "run this in the folder of the site, or name the file with --config-file"
"""What to do when there are no settings."""


def read_settings(file: str, raw: bytes | None, today: dt.date) -> tuple[Settings, tuple[Diagnostic, ...]]:
    """Read the settings of a site; those that cannot be read have their defaults."""
    defaults = Settings(today=today)
    if raw is None:
        return defaults, (NO_CONFIGURATION.report(Location(file), "there is no such file", RUN_HINT),)
    document, diagnostics = read_configuration(file, raw)
    if document is None or not isinstance(document.root, MappingNode):
        return defaults, diagnostics or (NO_PLUGIN.report(Location(file), "the file holds no settings", NO_PLUGIN.fix),)
    root = document.root
    has_plugin, options = _find_plugin(root)
    if not has_plugin:
        location = next((entry.key.location for entry in root.entries if entry.key.text == "plugins"), Location(file))
        message = "the plugin 'factsheet' is not in the list of plugins"
        return defaults, (*diagnostics, NO_PLUGIN.report(location, message, NO_PLUGIN.fix))
    if options is None:
        return _build_settings(root, None, today), diagnostics
    record, option_diagnostics = parse_record(options, SETTINGS_SHAPE)
    return _build_settings(root, record, today), (*diagnostics, *option_diagnostics)


def locate_setting(file: str, raw: bytes, name: str) -> Location:
    """Return where the settings have the value of a setting; the whole file where it is not in this one."""
    document, _ = read_configuration(file, raw)
    root = document.root if document else None
    value = root.get(name) if isinstance(root, MappingNode) else None
    return value.location if value else Location(file)


def _build_settings(root: MappingNode, options: TypedRecord | None, today: dt.date) -> Settings:
    options = options or TypedRecord(FieldLocations(root.location, {}), {})
    extra = root.get("extra")
    subtitle = extra.get("subtitle") if isinstance(extra, MappingNode) else None
    shown = {"site_name": root.get("site_name"), "subtitle": subtitle}
    return Settings(
        today=today,
        facts=options.find("facts", str) or FACTS_FOLDER,
        site_name=_read_text(root.get("site_name")) or "Facts",
        subtitle=_read_text(subtitle),
        site_url=_add_final_slash(_read_text(root.get("site_url"))),
        docs=_read_text(root.get("docs_dir")) or "docs",
        edit_base=_add_final_slash(options.find("edit_base", str) or ""),
        home_facts=options.find_all("home_facts", Reference),
        home_charts=options.find_all("home_charts", Reference),
        overdue_allowed=options.find("overdue_allowed", int) or 0,
        locations=FieldLocations(root.location, {name: node.location for name, node in shown.items() if node}),
    )


def _add_final_slash(address: str) -> str:
    return address if not address or address.endswith("/") else f"{address}/"


def _read_text(value: YamlNode | None) -> str:
    return value.text if isinstance(value, TextNode) else ""


def _find_plugin(root: MappingNode) -> tuple[bool, YamlNode | None]:
    """Return whether the plugin is listed, and its options: a name, `name: options` in a list, or a mapping entry."""
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
