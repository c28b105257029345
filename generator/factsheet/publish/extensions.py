"""The extensions of Markdown that a site is built with: those that pages need, and those that would change a fact."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import markdown

from factsheet.diagnostics.core import Diagnostic, Location
from factsheet.diagnostics.rules import UNSUPPORTED_SETTING
from factsheet.model.text.spans import make_text
from factsheet.render.blocks import Bullets, Heading, Paragraph, Table
from factsheet.render.markdown.pages import write_blocks

NEEDED_EXTENSIONS = ("attr_list", "def_list", "md_in_html", "tables", "toc")
"""The extensions that generated pages are written for."""
KNOWN_EXTENSIONS = frozenset(
    {
        *NEEDED_EXTENSIONS,
        *("abbr", "admonition", "codehilite", "extra", "fenced_code", "footnotes", "sane_lists", "wikilinks"),
        *("pymdownx.blocks.admonition", "pymdownx.blocks.details", "pymdownx.blocks.tab"),
        *("pymdownx.caret", "pymdownx.critic", "pymdownx.details", "pymdownx.highlight", "pymdownx.inlinehilite"),
        *("pymdownx.snippets", "pymdownx.superfences", "pymdownx.tabbed", "pymdownx.tasklist", "pymdownx.tilde"),
    }
)
"""Those with which Python-Markdown makes of a generated page what our own writer of HTML makes of it."""
_WITH_ANY_OPTIONS = ("codehilite", "pymdownx.highlight", "pymdownx.superfences", "pymdownx.tabbed", "pymdownx.tasklist")
"""Those whose options are about fenced code, tabs and tasks, which no generated page has."""
_CONSTRUCTS = (
    "(c) (tm) 1/2 1st +/- --> => != c/o -- ... <<x>>",
    ":smile: :) https://example.org/a www.example.org mail@example.org @name #1 GH-1",
    "==a== ^^b^^ ~~c~~ H~2~O x^2^ ++d++ {--e--} {++f++} **g** __h__ $i$ \\(j\\) \"k\" 'l'",
    '[[m]] [n] [=5% "o"] {{ 1+1 }} {% if %} {: .p} --8<-- *[q]: r TODO: s',
)
"""What extensions take for markup, of which a fact may consist."""


@cache
def _write_probe() -> str:
    """Return a page of every kind of text that an extension may change, as our writer escapes it."""
    texts = tuple(map(make_text, _CONSTRUCTS))
    table = Table(header=texts, rows=(texts,))
    return write_blocks((Heading(2, texts[0], "probe"), *map(Paragraph, texts), Bullets(texts), table), "index.md")


def find_changing_extensions(
    names: Sequence[str], options: Mapping[str, Any], locations: Mapping[tuple[str, str], Location]
) -> Iterator[Diagnostic]:
    """Report each extension with which the words of a fact would come out in another way, by trying it."""
    if not list_unknown_extensions(names, options):
        return
    probe = _write_probe()
    expected = convert_markdown(probe, NEEDED_EXTENSIONS, options)
    if convert_markdown(probe, names, options) == expected:
        return
    others = (name for name in names if name not in NEEDED_EXTENSIONS)
    alone = [name for name in others if convert_markdown(probe, (*NEEDED_EXTENSIONS, name), options) != expected]
    for name in alone or [", ".join(names)]:
        location = locations.get(("markdown_extensions", name), locations["", ""])
        message = f"'markdown_extensions: {name}' is not supported: it changes facts that hold (c), 1/2 or the like"
        yield UNSUPPORTED_SETTING.report(location, message, "leave it out")


def list_unknown_extensions(names: Iterable[str], options: Mapping[str, Any]) -> list[str]:
    """Return the extensions that may change a generated page, by themselves or by the options that they are given."""
    plain = {name for name, given in options.items() if not given or name in _WITH_ANY_OPTIONS}
    toc = options.get("toc") or {}
    if toc.keys() <= {"permalink"} and isinstance(toc.get("permalink", False), bool):
        plain.add("toc")
    known = KNOWN_EXTENSIONS - (options.keys() - plain)
    return [name for name in names if name.removeprefix("markdown.extensions.") not in known]


def convert_markdown(text: str, extensions: Iterable[str], options: Mapping[str, Any]) -> str:
    """Return the HTML of Markdown with some extensions and the options of each."""
    return markdown.markdown(text, extensions=[*extensions], extension_configs=dict(options))
