"""The site's settings, from `mkdocs.yml` and what it inherits: the command and the plugin read them in the same way."""

import datetime as dt
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from itertools import islice
from pathlib import PurePosixPath
from typing import TypeVar

from factsheet.diagnostics.core import Diagnostic, FieldLocations, Location, Reference, read_declarations
from factsheet.diagnostics.frozen import dataclass, field, replace
from factsheet.diagnostics.rules import NO_CONFIGURATION, NO_PLUGIN, UNDECIDED, UNSUPPORTED_SETTING, UNUSABLE_SETTING
from factsheet.model.records import Settings
from factsheet.model.text.wording import join_names
from factsheet.model.vocabulary import SecondReading, Standing
from factsheet.parsing.fact_files import FileTree
from factsheet.parsing.schema.records import SETTINGS_SHAPE, TEXT_PATTERNS, TextKind
from factsheet.parsing.validate.shape_reader import TypedRecord, parse_record
from factsheet.parsing.yaml.document import read_configuration
from factsheet.parsing.yaml.nodes import MAX_YAML_NODES, ListNode, MappingEntry, MappingNode, TextNode, YamlNode
from factsheet.theme.colours import ACCENT, LEAST_CONTRAST, Accent, lighten_for_dark, measure_contrast

PLUGIN_NAME = "factsheet"
_DECISIONS = frozenset({"publisher", "licence", "report_errors"})
"""What only the publisher of a site can say."""
_KINDS = {TextNode: "a text", ListNode: "a list", MappingNode: "a block of settings"}
PlacedValue = tuple[str, str, Location]
"""A setting by its path, one of its values, and where it is set. The path of a key is that of its block, with a dot."""
EMPTY_TEXTS = frozenset({"", "~", "null"})
"""What stands for no value where it is not in quotes."""
_NAMED_LISTS = ("plugins", "markdown_extensions")
"""Lists whose members are names, alone or with options."""
Node = TypeVar("Node", TextNode, ListNode, MappingNode)


def read_settings(tree: FileTree, file: str, today: dt.date) -> tuple[Settings, Mapping[str, str]]:
    """Return the settings of a site, those that cannot be read with their defaults, and the files that hold them.

    The tree gets the diagnostics: of the settings, and of what lies where MkDocs opens pages, templates and hooks.
    """
    texts: dict[str, str] = {}
    root = _read_file(tree, file, texts)
    if root is None:
        if not tree.diagnostics:
            hint = "run this in the folder of the site, or name the file with --config-file"
            tree.diagnostics.append(NO_CONFIGURATION.report(Location(file), "there is no such file", hint))
        return Settings(today=today), texts
    has_plugin, node = _find_plugin(root)
    options = TypedRecord(FieldLocations(root.location, {}), {})
    if not has_plugin:
        location = next((entry.key.location for entry in root.entries if entry.key.text == "plugins"), root.location)
        message = "the plugin 'factsheet' is not in the list of plugins"
        tree.diagnostics.append(NO_PLUGIN.report(location, message, NO_PLUGIN.fix))
    elif node is not None:
        record, diagnostics = parse_record(_drop_gaps(tree, node), SETTINGS_SHAPE)
        options = record or options
        tree.diagnostics.extend(diagnostics)
    settings = _build_settings(tree, root, options, today)
    tree.diagnostics.extend(find_unsupported(list_values(root)))
    # Only a pattern with `!` publishes hidden files.
    tree.check_folder(PurePosixPath(settings.docs), hidden="!" in _read_text(tree, root, "exclude_docs"))
    if templates := _read_text(tree, root.get("theme"), "custom_dir"):
        tree.check_folder(PurePosixPath(templates))
        if tree.find_type(PurePosixPath(templates) / "main.html"):
            hint = 'call it custom.html, and begin it with {% extends "factsheet.html" %}'
            message = "it would take the place of ours, and pages would lose marks, search and styles"
            tree.diagnostics.append(UNSUPPORTED_SETTING.report(Location(f"{templates}/main.html"), message, hint))
    hooks = _find(tree, root, "hooks", ListNode)
    for hook in (node for node in (hooks.nodes if hooks else ()) if isinstance(node, TextNode)):
        tree.check_file(PurePosixPath(hook.text))
    return settings, texts


def _drop_gaps(tree: FileTree, options: YamlNode) -> YamlNode:
    """Return the options without empty ones; warn of the gaps that only the site's publisher can fill."""
    if not isinstance(options, MappingNode):
        return options
    empty = [it for it in options.entries if isinstance(it.value, TextNode) and it.value.text in EMPTY_TEXTS]
    gaps = {entry.key.text: entry.key.location for entry in empty if entry.key.text in _DECISIONS}
    lost = (entry.key for entry in empty if entry.key.text.startswith("accent"))
    hint = "put the colour in quotes, for # begins a comment"
    tree.diagnostics += [UNUSABLE_SETTING.report(key.location, f"'{key.text}' is empty", hint) for key in lost]
    if gaps:
        first, *others = gaps.values()
        message = f"{join_names(gaps)} {'are' if others else 'is'} empty"
        hint = "say who publishes the site, under what licence, and where readers report an error, or delete the lines"
        tree.diagnostics.append(replace(UNDECIDED.report(first, message, hint), also_at=tuple(others)))
    return MappingNode(tuple(entry for entry in options.entries if entry not in empty), options.location)


def locate_settings(texts: Mapping[str, str]) -> Mapping[tuple[str, str], Location]:
    """Return where the files of settings set each value, by the path of the setting and the value."""
    roots = (read_configuration(file, text.encode())[0] for file, text in texts.items())
    values = (value for document in roots if document and document.root for value in list_values(document.root))
    return {("", ""): Location(next(iter(texts), "")), **{(path, text): location for path, text, location in values}}


def _read_file(tree: FileTree, file: str, texts: dict[str, str]) -> MappingNode | None:
    """Read a file of settings, with those that it inherits as MkDocs merges them; add the text of each file."""
    raw = tree.read(PurePosixPath(file))
    if raw is None:
        return None
    texts[file] = raw.decode("utf-8", "replace")
    document, diagnostics = read_configuration(file, raw, tree.environment)
    tree.diagnostics.extend(diagnostics)
    if document is None or not isinstance(root := document.root, MappingNode):
        if not diagnostics:
            hint = "write each setting as `name: value`"
            tree.diagnostics.append(NO_PLUGIN.report(Location(file), "the file holds no settings", hint))
        return None
    parent, before = root.get("INHERIT"), len(tree.diagnostics)
    if parent is None:
        return root
    written = _read_text(tree, root, "INHERIT")
    name = posixpath.normpath(posixpath.join(posixpath.dirname(file), written)) if written else ""
    base = _read_file(tree, name, texts) if name and name not in texts else None
    if base is None and len(tree.diagnostics) == before:
        message = f"'{name}' is not another file of settings"
        tree.diagnostics.append(UNUSABLE_SETTING.report(parent.location, message, "name one, or leave it out"))
    return _merge(base, root) if base else root


def _merge(base: MappingNode, own: MappingNode) -> MappingNode:
    entries = {entry.key.text: entry for entry in base.entries}
    for entry in own.entries:
        inherited, value = base.get(entry.key.text), entry.value
        if isinstance(inherited, MappingNode) and isinstance(value, MappingNode):
            value = _merge(inherited, value)
        entries[entry.key.text] = MappingEntry(entry.key, value)
    return MappingNode(tuple(entries.values()), own.location)


def _find(tree: FileTree, parent: YamlNode | None, name: str, kind: type[Node]) -> Node | None:
    """Return a setting, None if it is left out or empty; report one of another kind than we and MkDocs can use."""
    node = parent.get(name) if isinstance(parent, MappingNode) else None
    if node is None or isinstance(node, kind):
        return node
    if not isinstance(node, TextNode) or node.text not in EMPTY_TEXTS:
        message = f"'{name}' must be {_KINDS[kind]}; this is {_KINDS[type(node)]}"
        tree.diagnostics.append(UNUSABLE_SETTING.report(node.location, message, f"write {_KINDS[kind]}"))
    return None


def _read_text(tree: FileTree, parent: YamlNode | None, name: str) -> str:
    node = _find(tree, parent, name, TextNode)
    return node.text if node and (node.quoted or node.text not in EMPTY_TEXTS) else ""


def _read_snapshots(tree: FileTree, options: TypedRecord, published: tuple[str, ...]) -> str:
    """Return the folder of copies; report one in a folder that is published."""
    snapshots = options.find("snapshots", str) or ""
    folder = PurePosixPath(posixpath.normpath(snapshots))
    if snapshots and any(folder.is_relative_to(posixpath.normpath(other)) for other in published):
        message = f"'{snapshots}' is in a folder that is published, and copies of sources never are"
        location = options.locations.find("snapshots")
        tree.diagnostics.append(UNUSABLE_SETTING.report(location, message, "name a folder outside it"))
    return snapshots


def _build_settings(tree: FileTree, root: MappingNode, options: TypedRecord, today: dt.date) -> Settings:
    extra = _find(tree, root, "extra", MappingNode)
    _find(tree, extra, "header", ListNode)  # Our templates read it.
    placed = {name: root.get(name) for name in ("site_name", "site_dir")}
    placed["subtitle"] = extra.get("subtitle") if extra else None
    locations = {name: node.location for name, node in placed.items() if node}
    rule, report = options.find("attestation", TypedRecord), options.find("report_errors", str) or ""
    is_mail = re.fullmatch(TEXT_PATTERNS[TextKind.EMAIL].regex, report)
    docs = _read_text(tree, root, "docs_dir") or "docs"
    icon, emblem = _read_emblem(tree, root, docs)
    standings = rule.find_all("standings", Standing) or tuple(Standing) if rule else ()
    if rule and rule.require("required", SecondReading) is SecondReading.NONE:
        standings = ()
    return Settings(
        today=today,
        facts=options.find("facts", str) or "facts",
        snapshots=_read_snapshots(tree, options, (docs, _read_text(tree, root, "site_dir") or "site")),
        site_name=_read_text(tree, root, "site_name") or "Facts",
        subtitle=_read_text(tree, extra, "subtitle"),
        site_url=add_final_slash(_read_text(tree, root, "site_url")),
        docs=docs,
        edit_base=add_final_slash(options.find("edit_base", str) or ""),
        publisher=_read_texts(options.find("publisher", TypedRecord)),
        licence=_read_texts(options.find("licence", TypedRecord)),
        report_errors=f"mailto:{report}?subject={{id}}" if is_mail else report,
        accent=_read_accent(tree, options),
        icon=icon,
        emblem=emblem,
        home_facts=options.find_all("home_facts", Reference),
        home_charts=options.find_all("home_charts", Reference),
        synonyms=options.find_all("synonyms", str),
        allow_scripts=options.find_all("allow_scripts", str),
        overdue_allowed=options.find("overdue_allowed", int) or 0,
        attested_standings=frozenset(standings),
        locations=FieldLocations(root.location, {**locations, "attestation": options.locations.find("attestation")}),
    )


def _read_emblem(tree: FileTree, root: MappingNode, docs: str) -> tuple[str, str]:
    """Return the path of the site's own icon, and the drawing of it or of the logo, each empty when there is none."""
    icon, logo = (_read_text(tree, root.get("theme"), name) for name in ("favicon", "logo"))
    drawings = (name for name in (icon, logo) if name.endswith(".svg"))
    emblem = next(filter(None, (tree.read_file_text(f"{docs}/{name}") for name in drawings)), "")
    return (icon if icon and tree.find_type(PurePosixPath(docs) / icon) else ""), emblem


def _read_accent(tree: FileTree, options: TypedRecord) -> Accent:
    """Return the colours of a site; report those that cannot be read on their paper."""
    chosen, chosen_for_dark = (options.find(name, str) for name in ("accent", "accent_dark"))
    light = chosen or ACCENT[0]
    dark = chosen_for_dark or (lighten_for_dark(light) if chosen else ACCENT[1])
    for side, (name, colour, hint) in enumerate((("accent", light, "darker"), ("accent_dark", dark, "lighter"))):
        if (contrast := measure_contrast(colour, side)) < LEAST_CONTRAST:
            message = f"'{name}: {colour}' has a contrast of {contrast:.1f} with the page; text needs {LEAST_CONTRAST}"
            place = options.locations.find(name)
            tree.diagnostics.append(UNUSABLE_SETTING.report(place, message, f"choose a {hint} colour"))
    return light, dark


def _read_texts(record: TypedRecord | None) -> Mapping[str, str]:
    return {name: value for name, value in record.values.items() if isinstance(value, str)} if record else {}


def add_final_slash(address: str) -> str:
    """Return the address of a folder as browsers complete it; an empty one stays empty."""
    return address if not address or address.endswith("/") else f"{address}/"


def _find_plugin(root: MappingNode) -> tuple[bool, YamlNode | None]:
    """Return whether the plugin is listed, and its options: a name, `name: options` in a list, or a mapping entry."""
    plugins = root.get("plugins")
    for member in plugins.nodes if isinstance(plugins, ListNode) else (plugins,):
        if isinstance(member, TextNode) and member.text == PLUGIN_NAME:
            return True, None
        if isinstance(member, MappingNode) and (options := member.get(PLUGIN_NAME)):
            return True, None if isinstance(options, TextNode) and options.text in EMPTY_TEXTS else options
    return False, None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Support:
    why: str
    fix: str
    only: Sequence[str] = ("*",)
    never: Sequence[str] = ()
    because: Mapping[str, str] = field(default_factory=dict)


def _is_like(value: str, patterns: Iterable[str]) -> bool:
    name = value.lower()
    return any(pattern in {"*", name} or ("*" in pattern and fnmatchcase(name, pattern)) for pattern in patterns)


_SUPPORTED = {path: _Support(**entry) for path, entry in read_declarations("parsing.schema", "mkdocs.toml").items()}
"""Which settings of MkDocs and Material a site can have."""


def list_values(root: YamlNode) -> Iterator[PlacedValue]:
    """Yield every value of a file of settings, as far as a file may be large."""
    return islice(_walk("", root), MAX_YAML_NODES)


def _walk(path: str, node: YamlNode) -> Iterator[PlacedValue]:
    if isinstance(node, TextNode):
        if node.text not in EMPTY_TEXTS:
            yield "theme.name" if path == "theme" else path, node.text, node.location
    elif isinstance(node, ListNode):
        for member in node.nodes:
            yield from _walk(path, member)
    else:
        for entry in node.entries:
            name = entry.key.text
            yield path if path in _NAMED_LISTS else f"{path}.", name, entry.key.location
            yield from _walk(f"{path}.{name}".lstrip("."), entry.value)


def find_unsupported(values: Iterable[PlacedValue]) -> Iterator[Diagnostic]:
    """Report the settings that a site cannot have."""
    for path, value, location in values:
        support = _SUPPORTED.get(path)
        if support is None or (_is_like(value, support.only) and not _is_like(value, support.never)):
            continue
        why = next((why for pattern, why in support.because.items() if _is_like(value, [pattern])), support.why)
        setting = f"{path}{value}" if path.endswith(".") else f"{path}: {value}"
        yield UNSUPPORTED_SETTING.report(location, f"'{setting}' is not supported: {why}", support.fix)
