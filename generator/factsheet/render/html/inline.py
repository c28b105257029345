"""Text to HTML: what Python-Markdown makes of the line that `render/markdown/inline.py` writes of it."""

from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias
from urllib.parse import quote

from factsheet.model.text import spans
from factsheet.model.text.spans import Code, Emphasis, Link, Mark, Plain, Strong
from factsheet.render.markdown import inline
from factsheet.render.markdown.inline import escape_inline

_AddressWriter: TypeAlias = Callable[[spans.Address], str]
_ATTRIBUTE_REFERENCES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


@lru_cache(maxsize=1 << 12)
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


def write_html_spans(text: spans.Text, write_address: _AddressWriter, line: str = "", *, linked: bool = False) -> str:
    """Return a line with a text added, as `_write_spans` in `render/markdown/inline.py` does.

    Raises:
        TypeError: when the tree holds anything but spans, such as a bare `str`.
        ValueError: when a link leads to a URL of a kind that `check_url` does not accept.
    """
    if not isinstance(text, tuple):
        raise TypeError(f"text is a tuple of spans, not {type(text).__name__}: {text!r}")
    for span in text:
        if isinstance(span, Plain):
            line += escape_inline(span.text)
        elif isinstance(span, Mark):
            words = inline.escape_edge_spaces(write_html_spans(span.spans, write_address, linked=linked))
            line += f'<em class="fs-{span.role}"{inline.write_title(span.title)}>{words}</em>'
        elif isinstance(span, Link) and linked:
            line = write_html_spans(span.spans, write_address, line, linked=True)
        elif isinstance(span, Link):
            before, href = f"{line[:-1]}&#33;" if line.endswith("!") else line, write_address(span.address)
            line = f'{before}<a href="{href}">{write_html_spans(span.spans, write_address, linked=True)}</a>'
        elif isinstance(span, Code):
            folded = inline.fold_white_space(span.text)
            if not inline.is_plain_code(folded) or line.endswith("</code>"):
                folded = inline.escape_edge_spaces(escape_inline(folded))
            line += f"<code>{folded}</code>"
        elif isinstance(span, Emphasis | Strong):
            tag = "em" if isinstance(span, Emphasis) else "strong"
            words = inline.escape_edge_spaces(write_html_spans(span.spans, write_address, linked=linked))
            line += f"<{tag}>{words}</{tag}>"
        else:
            raise TypeError(f"text holds spans, not {type(span).__name__}: {span!r}")
    return line
