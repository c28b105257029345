"""Text to HTML: what Python-Markdown makes of the line that `render/markdown/inline.py` writes of it."""

from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import quote

from factsheet.model.text import spans
from factsheet.model.text.spans import Code, Emphasis, Link, Mark, Plain, Strong
from factsheet.render.markdown import inline
from factsheet.render.markdown.inline import escape_inline

_ATTRIBUTE_REFERENCES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


@dataclass(frozen=True, slots=True)
class LinkBase:
    """The page on which something is written, and what is noted of it meanwhile."""

    uri: str
    """Its Markdown path; empty for what stands on no page of its own."""
    folder: str
    """The folder of the built page, with a slash at its end; empty for the root."""
    links: dict[str, dict[str, str]] = field(default_factory=dict)
    """What it links to, by path: for each anchor, encoded, the link as Markdown has it."""


def escape_html_attribute(text: str) -> str:
    """Return plain text for an attribute of a block, whose references Python-Markdown resolves."""
    return inline.fold_white_space(text).strip(" ").translate(_ATTRIBUTE_REFERENCES)


@lru_cache(maxsize=1 << 14)
def build_url(uri: str) -> str:
    """Return the path that a page or file is served at, encoded: `facts/a/` for `facts/a.md`, empty for `index.md`."""
    folder, slash, name = uri.rpartition("/")
    if name in {"index.md", "index.html"}:
        return quote(folder + slash)
    return quote(f"{uri.removesuffix('.md')}/" if name.endswith(".md") else uri)


def write_html_line(text: spans.Text, base: LinkBase) -> str:
    """Return a text as HTML, without spaces at its ends.

    Raises:
        TypeError: when the tree holds anything but spans, such as a bare `str`.
        ValueError: when a link leads to a URL of a kind that `check_url` does not accept.
    """
    return _write_spans(text, base).strip(" ")


def _write_spans(text: spans.Text, base: LinkBase, line: str = "", *, linked: bool = False) -> str:
    """Return a line with a text added, as the function of this name in `render/markdown/inline.py` does."""
    if not isinstance(text, tuple):
        raise TypeError(f"text is a tuple of spans, not {type(text).__name__}: {text!r}")
    for span in text:
        if isinstance(span, Plain):
            line += escape_inline(span.text)
        elif isinstance(span, Mark):
            words = inline.escape_edge_spaces(_write_spans(span.spans, base, linked=linked))
            line += f'<em class="fs-{span.role}"{inline.write_title(span.title)}>{words}</em>'
        elif isinstance(span, Link):
            line = _write_link(span, base, line, linked=linked)
        elif isinstance(span, Emphasis | Strong):
            tag = "em" if isinstance(span, Emphasis) else "strong"
            line += f"<{tag}>{inline.escape_edge_spaces(_write_spans(span.spans, base, linked=linked))}</{tag}>"
        elif isinstance(span, Code):
            folded = inline.fold_white_space(span.text)
            if not inline.is_plain_code(folded) or line.endswith("</code>"):
                folded = inline.escape_edge_spaces(escape_inline(folded))
            line += f"<code>{folded}</code>"
        else:
            raise TypeError(f"text holds spans, not {type(span).__name__}: {span!r}")
    return line


def _write_link(link: Link, base: LinkBase, line: str, *, linked: bool) -> str:
    if linked:
        return _write_spans(link.spans, base, line, linked=True)
    before = f"{line[:-1]}&#33;" if line.endswith("!") else line
    return f'{before}<a href="{_write_address(link.address, base)}">{_write_spans(link.spans, base, linked=True)}</a>'


def _write_address(to: spans.Address, base: LinkBase) -> str:
    """Return an address for a link, relative to the built page, and note what it links to."""
    if isinstance(to, spans.WebAddress):
        return inline.escape_web_address(to.url)
    if not isinstance(to, spans.PageAddress | spans.FileAddress):
        raise TypeError(f"not an address: {to!r}")
    anchors, end = base.links.setdefault(to.uri, {}), ""
    if isinstance(to, spans.PageAddress) and (to.anchor or to.query):
        end = inline.build_address_end(to).replace("&", "&amp;")
        if to.anchor and (anchor := quote(to.anchor)) not in anchors:
            anchors[anchor] = inline.write_address(to, base.uri)
        if to.anchor and to.uri == base.uri:
            return end
    return inline.build_relative_path(build_url(to.uri), base.folder) + end
