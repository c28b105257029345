"""Blocks and pages to Markdown."""

import json

from factsheet.model.text.spans import Role, Text
from factsheet.render import blocks
from factsheet.render.block_writer import BlockWriter
from factsheet.render.markdown import inline


def write_page(page: blocks.Page) -> str:
    """Return a page as Markdown with front matter: title, description, version, kind and scripts.

    The version is left as its mark: it is a hash of the page as HTML.
    """
    # JSON is YAML, if it is not in ASCII: YAML would read an escaped pair of surrogates as two characters.
    head = (f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in build_front_matter(page).items())
    return "\n".join(("---", *head, "---", "", write_blocks(page.blocks, page.uri)))


def build_front_matter(page: blocks.Page) -> dict[str, str | list[str]]:
    """Return the front matter of a page, in which nothing can be taken for markup."""
    scripts = [inline.escape_title(name) for name in page.scripts]
    texts = {"title": page.title, "description": page.description, "version": blocks.VERSION_MARK}
    texts |= {"kind": page.kind} if page.kind else {}
    return {name: inline.escape_title(text) for name, text in texts.items()} | ({"scripts": scripts} if scripts else {})


def write_blocks(content: blocks.Blocks, uri: str) -> str:
    """Return blocks as Markdown for the page at `uri`, from which relative links are counted."""
    written = _MarkdownWriter(uri).list_blocks(content)
    return "\n\n".join(written) + "\n" if written else ""


class _MarkdownWriter(BlockWriter):
    block_mark = " markdown"
    span_mark = ' markdown="span"'
    gap = "\n"
    escape_label = staticmethod(inline.escape_block_attribute)

    def __init__(self, uri: str) -> None:
        super().__init__()
        self.uri = uri

    def format_text(self, text: Text) -> str:
        return inline.write_line(text, self.uri)

    def join_blocks(self, content: blocks.Blocks) -> str:
        written = self.list_blocks(content)
        return "\n{}\n\n".format("\n\n".join(written)) if written else ""

    def write_heading(self, level: int, words: str, anchor: str) -> str:
        named = f" {{ #{inline.escape_attribute(anchor)} }}" if anchor else ""
        return f"{'#' * level} {words}{named}"

    def write_paragraph(self, words: str, role: Role | None) -> str:
        return f"{words}\n{{ .fs-{role} }}" if role else words

    def write_points(self, points: list[tuple[str, str]], *, ordered: bool) -> str:
        return "\n".join(
            f"{f'{number}.' if ordered else '-'} {words}"
            + (f"\n    {{ #{inline.escape_attribute(anchor)} }}" if anchor else "")
            for number, (words, anchor) in enumerate(points, start=1)
        )

    def write_grid(self, table: blocks.Table) -> str:
        rows = [self._write_row(row) for row in (table.header, *table.rows)]
        return "\n".join((rows[0], "|" + " --- |" * len(table.header), *rows[1:]))

    def _write_row(self, cells: tuple[Text, ...]) -> str:
        return "|" + "".join(f" {words} |" if (words := self.format_text(cell)) else " |" for cell in cells)
