"""Blocks and pages to Markdown."""

from factsheet.model.text.spans import Role, Text
from factsheet.render import blocks
from factsheet.render.block_writer import BlockWriter
from factsheet.render.markdown import inline


def write_page(page: blocks.Page) -> str:
    """Return a page as Markdown with front matter: title, description, kind and scripts."""
    head = [f"title: {inline.escape_front_matter(page.title)}"]
    head.append(f"description: {inline.escape_front_matter(page.description)}")
    if page.kind:
        head.append(f"kind: {inline.escape_front_matter(page.kind)}")
    if page.scripts:
        head += ["scripts:", *(f"  - {inline.escape_front_matter(name)}" for name in page.scripts)]
    return "\n".join(("---", *head, "---", "", write_blocks(page.blocks, page.uri)))


def write_blocks(content: blocks.Blocks, uri: str) -> str:
    """Return blocks as Markdown for the page at `uri`, from which relative links are counted."""
    written = _MarkdownWriter(uri).list_blocks(content)
    return "\n\n".join(written) + "\n" if written else ""


class _MarkdownWriter(BlockWriter):
    block_mark = " markdown"
    span_mark = ' markdown="span"'
    gap = "\n"

    def __init__(self, uri: str) -> None:
        super().__init__()
        self.uri = uri

    def format_text(self, text: Text) -> str:
        return inline.write_line(text, self.uri)

    def escape_label(self, text: str) -> str:
        return inline.escape_block_attribute(text)

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
