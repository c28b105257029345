"""What may run in a finished page: the policy that it carries, and markup that no page may hold.

Scripts that nobody has allowed may not run, and nothing may ask another host. Static hosts set no headers, so the
policy is part of the page, before anything that it restricts (W3C Content Security Policy Level 3; `frame-ancestors`
and reports do not work from a page).

Readers of HTML differ in what they take for a comment or for plain text, and a browser may differ from all of
them. So that cannot hide anything here: whatever looks like a tag, anywhere in a page, is read as one.
"""

import base64
import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from html import unescape
from typing import TypeAlias

from factsheet.diagnostics.core import Diagnostic, Location, Rule
from factsheet.model.text.wording import format_count

# The grammar of tags is that of https://html.spec.whatwg.org/multipage/parsing.html#tag-open-state and its followers.
_SPACE = r"\t\n\f\r "
_NAME = rf"[^{_SPACE}/>][^{_SPACE}/>=]*+"
_EQUALS = rf"[{_SPACE}]*+=[{_SPACE}]*+"
_VALUE = rf"""(?:"[^"]*+"|'[^']*+'|[^{_SPACE}>"'][^{_SPACE}>]*+|(?=>))"""
_ATTRIBUTES = rf"((?:[{_SPACE}/]++|{_NAME}(?:{_EQUALS}{_VALUE})?){{0,500}}+)"
_PAIRS = re.compile(rf"({_NAME})(?:{_EQUALS}({_VALUE}))?")
# Only the `<` is consumed, so that a tag is found inside another one too; what has no end must not take for ever.
_TAG = re.compile(rf"<(?=([a-zA-Z][^{_SPACE}/>]*+){_ATTRIBUTES}(?:>|\Z|(.)))", re.DOTALL)
_NESTED = re.compile("<(/?)(script|style)", re.IGNORECASE | re.ASCII)
_MOST_NESTED = 20
"""How many scripts or styles may begin before one ends."""
_MOST_OPEN = 200
"""How often `<` may stand before a `>`: each could begin a tag that is read to there."""
_MOST_KNOWN = 100_000
"""So many lines, and so many tags, are remembered as harmless; then all are forgotten, so that memory has a bound."""
_INLINE = re.compile(rf"<(?=(script|style){_ATTRIBUTES}>(.*?)(?:</\1|\Z))", re.DOTALL | re.IGNORECASE | re.ASCII)
_BETWEEN_BRACKETS = re.compile(r"<[^<>\n]*>")
_PLAIN_TAG = re.compile(r'</?(?!script|style)([a-z][a-z0-9-]*+)((?: [a-zA-Z][a-zA-Z0-9:-]*+(?:="[^"]*+")?)*+) ?/?>')
"""A tag as our writers write it, which everybody reads in the same way."""
_TEMPLATE_ADDRESS = re.compile(r'"\{\{[^}"]*\}\}"')
_ADDRESSES = re.compile(r"action|background|by|codebase|data|formaction|from|(?:xlink:)?href|manifest|poster|src|to")
_ADDRESS_LISTS = re.compile(r"attributionsrc|imagesrcset|ping|srcset|values")
_LINKS = frozenset({"alternate", "author", "bookmark", "canonical", "help", "license", "me", "next", "prev"})
"""The relations of `<link>` that only tell where something is."""
_DOCUMENTS = frozenset({"iframe", "frame", "object", "embed"})
"""Elements in which an address in the page itself, `data:`, is a document that may hold scripts."""
_UNREAD = re.compile(r"\A[\x00-\x20]+|[\t\n\r]")
"""What browsers drop before they read an address."""
_SCRIPT_ADDRESS = re.compile("(?:java|vb|live)script:", re.IGNORECASE)
_OTHER_HOST = re.compile(r"(?!data:(?:image|font)/)[a-z][a-z0-9+.-]*:|[\\/]{2}", re.IGNORECASE)
_REFRESH = re.compile(r"[\s\d.]*[;,]?\s*(?:url\s*=\s*)?[\"']?", re.IGNORECASE)
_STYLE_ESCAPE = re.compile(r"\\(?:0?([0-9a-f]{1,5})[ \t\n\f\r]?|\n|(.))", re.IGNORECASE)
_NAMESPACE = r"http://www\.w3\.org/(?:2000/svg|1999/xhtml|1999/xlink)[\"')]"
_STYLE_ADDRESS = re.compile(
    rf"""(?<!=)["'(]\s*(?!{_NAMESPACE})((?:(?:https?|ftp|wss?):|[\\/]{{2}})[^"')\s]+)""", re.IGNORECASE
)
UnsafeMarkup: TypeAlias = tuple[str, str]
"""What is wrong in a page, and how it is written there: a script, an address or the value of an attribute."""


def make_script_filter(templates: Iterable[str], hashes: Collection[str]) -> Callable[[str], bool]:
    """Return what tells whether an inline script may run: one of the templates of a theme, or with one of the hashes.

    Where a template writes an address between double quotes, nothing is allowed that could end the quotes.
    """
    scripts = (found[3] for text in templates for found in _INLINE.finditer(text))
    split = (_TEMPLATE_ADDRESS.split(script) for script in scripts if "{%" not in script)
    theme = [re.compile(r'"[^"\\<\r\n]*"'.join(map(re.escape, parts))) for parts in split if "{{" not in "".join(parts)]
    return lambda script: hash_inline(script) in hashes or any(known.fullmatch(script) for known in theme)


def hash_inline(text: str) -> str:
    """Return the hash of an inline script or style as browsers compute it and policies write it."""
    digest = hashlib.sha256(text.replace("\r\n", "\n").replace("\r", "\n").encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _find_inline(page: str) -> tuple[list[str], list[str]]:
    """Return the texts of a page's inline scripts and styles; data are no scripts.

    Beside a `src`, the text of a script counts too: in a drawing it runs.
    """
    scripts: list[str] = []
    styles: list[str] = []
    for name, attributes, text in (found.groups() for found in _INLINE.finditer(page)):
        given = dict(reversed(_read_attributes(attributes)))
        is_data = given.get("type", "").strip().lower() in {"application/json", "application/ld+json"}
        if text.strip() and name.lower() == "style":
            styles.append(text)
        elif text.strip() and not is_data:
            scripts.append(text)
    return scripts, styles


def _find_endless(page: str) -> str:
    """Return why it would take for ever to read a page; empty where it does not."""
    if any(part.count("<") > _MOST_OPEN for part in page.split(">") if len(part) > _MOST_OPEN):
        return f"`<` stands more than {_MOST_OPEN} times before a `>`"
    begun = 0
    for found in _NESTED.finditer(page):
        begun = 0 if found[1] else begun + 1
        if begun > _MOST_NESTED:
            return f"more than {_MOST_NESTED} scripts or styles begin before one ends"
    return ""


def find_unsafe_markup(page: str, allows: Callable[[str], bool], site_url: str) -> Iterator[UnsafeMarkup]:
    """Yield everything in a page that runs without being allowed, or that asks a host other than the site's."""
    if _is_plain(page, site_url):  # As nearly all are, which takes a third of the time.
        return
    if why := _find_endless(page):
        yield why, "<"
        return
    scripts, styles = _find_inline(page)
    for script in scripts:
        if not allows(script):
            yield f"an inline script that `allow_scripts: [{hash_inline(script)}]` would allow", script
    for name, attributes, more in dict.fromkeys(_TAG.findall(page)):
        yield from _check_tag(name.lower(), attributes, site_url)
        if more:
            yield f"<{name}> has more attributes than can be checked", name
    for style in styles:
        yield from _check_value("<style>", "style", unescape(style), site_url, is_link=False)


def _is_plain(page: str, site_url: str) -> bool:
    """Tell whether a page has only tags as our writers write them, each on one line, and harmless ones."""
    known_lines, known_tags = _list_known(site_url)
    lines = set(page.split("\n")) - known_lines
    text = "\n".join(lines)
    tags = _BETWEEN_BRACKETS.findall(text)
    new_tags = set(tags) - known_tags
    if len(tags) != text.count("<") or not all(_is_harmless(tag, site_url) for tag in new_tags):
        return False
    for known, new in ((known_lines, lines), (known_tags, new_tags)):
        if len(known) > _MOST_KNOWN:
            known.clear()
        known.update(new)
    return True


@cache
def _list_known(_site_url: str) -> tuple[set[str], set[str]]:
    """Return the lines and the tags that are known to be harmless: most of a site stand on many of its pages."""
    return set(), set()


def _is_harmless(tag: str, site_url: str) -> bool:
    found = _PLAIN_TAG.fullmatch(tag)
    return found is not None and not _check_tag(found[1], found[2], site_url)


def _read_attributes(text: str) -> list[tuple[str, str]]:
    """Return the attributes of a tag, of which the first of a name counts."""
    pairs = ((name, value[1:-1] if value[:1] in {'"', "'"} else value) for name, value in _PAIRS.findall(text))
    return [(name.lower(), unescape(value)) for name, value in pairs]


@lru_cache(maxsize=65_536)
def _check_tag(tag: str, attributes: str, site_url: str) -> tuple[UnsafeMarkup, ...]:
    given = _read_attributes(attributes)
    first = dict(reversed(given))
    relations = set(first.get("rel", "").lower().split())
    is_link = tag in {"a", "area"} or (tag == "link" and bool(relations) and relations <= _LINKS)
    refreshes = first.get("http-equiv", "").strip().lower() == "refresh"
    found: list[UnsafeMarkup] = []
    for name, value in given:
        label = f"`{name}` of <{tag}>"
        is_document = tag in _DOCUMENTS and _UNREAD.sub("", value).lower().startswith("data:")
        if name.startswith("on") or name == "srcdoc" or is_document:
            found.append((f"{label} runs a script", value or name))
        elif refreshes and name == "content":
            found += _check_value(label, "href", _REFRESH.sub("", value, count=1), site_url, is_link=False)
        else:
            found += _check_value(label, name, value, site_url, is_link=is_link and name.endswith("href"))
    return tuple(found)


def _check_value(label: str, name: str, value: str, site_url: str, *, is_link: bool) -> Iterator[UnsafeMarkup]:
    """Yield the addresses in an attribute that a browser must not follow, or only where the reader wants it."""
    addresses = [value] if _ADDRESSES.fullmatch(name) else []
    if _ADDRESS_LISTS.fullmatch(name):
        addresses = re.split(r"[\s,;]+", value)
    elif name == "style" or "url(" in value.lower():
        plain = _STYLE_ESCAPE.sub(lambda found: chr(int(found[1], 16)) if found[1] else found[2] or "", value)
        addresses = _STYLE_ADDRESS.findall(plain)
    for written in addresses:
        address = _UNREAD.sub("", written)
        if _SCRIPT_ADDRESS.match(address):
            yield f"{label} runs a script", written
        elif not is_link and _OTHER_HOST.match(address) and not (site_url and address.startswith(site_url)):
            yield f"{label} asks another host", written


def diagnose_markup(
    rule: Rule, markup: UnsafeMarkup, pages: Iterable[str], texts: Mapping[str, str], origin: str
) -> Diagnostic:
    """Report markup where it is written: in one of the texts, or else in the first page, by its `origin`."""
    (what, written), (first, *others) = markup, pages
    line, *more = written.strip().split("\n")
    shown = f"{line[:80]}…" if more or line[80:] else line
    where = f"{first} and {format_count(len(others), 'other page')}" if others else first
    message = f"{what}: '{shown}', on {where}"
    for file, text in texts.items():
        for row, raw in enumerate(text.split("\n"), 1):
            if line in raw or line in unescape(raw):
                return rule.report(Location(file, row, max(raw.find(line), 0) + 1, len(line)), message, rule.fix)
    return rule.report(Location(first), f"{message}, from {origin}", rule.fix)


_COMMENTS = r"\s*(?:<!--(?!-?>)(?:(?!--!?>).)*-->\s*)*"
_REST = r"""\b(?:"[^"]*"|'[^']*'|[^>"'])*>"""
_OPENINGS = (rf"(?:{_COMMENTS}<{tag}{_REST})?" for tag in ("!doctype", "html", "head", r"meta\s+charset"))
_START = re.compile("".join(_OPENINGS), re.DOTALL | re.IGNORECASE)
"""What stands in a page before anything that the policy is to restrict."""
_POLICY = (
    "default-src 'none'; script-src 'self'{script}; style-src 'self'{style}; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'"
)
POLICY_WITHOUT_HASHES = _POLICY.format(script=" 'unsafe-inline'", style=" 'unsafe-inline'")
"""For builders that cannot add the hashes of a page: its inline scripts run, and still nothing is loaded from
another host or sent there."""


def with_policy(page: str, allows: Callable[[str], bool]) -> str:
    """Insert the policy of a finished HTML page before all but the line that names its character set.

    Its styles have their hash in the policy, and those of its scripts that are allowed. What is no page is
    returned unchanged.
    """
    start = _START.match(page)
    if "<" not in page or not start:
        return page
    scripts, styles = ([], []) if _find_endless(page) else _find_inline(page)
    policy = _POLICY.format(script=_list_hashes(filter(allows, scripts)), style=_list_hashes(styles))
    meta = f'\n  <meta http-equiv="Content-Security-Policy" content="{policy}">'
    return f"{start[0]}{meta}{page[start.end() :]}"


def _list_hashes(texts: Iterable[str]) -> str:
    """Return the hash of each inline text, in the order of the page, each once."""
    return "".join(f" '{digest}'" for digest in dict.fromkeys(map(hash_inline, texts)))
