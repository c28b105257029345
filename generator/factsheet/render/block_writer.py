"""Blocks to text: the walk over them, and what Markdown and HTML have in common."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import ClassVar

from factsheet.model.text.spans import Role, Text
from factsheet.render import blocks
from factsheet.render.markdown import inline
from factsheet.render.svg.charts import build_drawing_table, draw_svg

_NAME_COLUMN = 1
"""The column, from 0, that names its row."""
LIST_SEPARATOR = "<!-- another list -->"
"""Markdown would join two lists that follow each other."""


class BlockWriter(ABC):
    """Writes the blocks of one page; what Markdown has no markup for is the same HTML in both."""

    block_mark: ClassVar[str] = ""
    """The attribute of an element in which Markdown reads blocks."""
    span_mark: ClassVar[str] = ""
    """The attribute of an element in which Markdown reads one line."""
    gap: ClassVar[str] = ""
    """What sets blocks off from the tags around them."""
    escape_label: Callable[[str], str]
    """Returns plain text for an attribute of a block."""

    def __init__(self) -> None:
        self.anchors: set[str] = set()

    @abstractmethod
    def format_text(self, text: Text) -> str:
        """Return a text as one line, without spaces at its ends."""

    @abstractmethod
    def join_blocks(self, content: blocks.Blocks) -> str:
        """Return blocks for the inside of an element."""

    @abstractmethod
    def write_heading(self, level: int, words: str, anchor: str) -> str:
        """Return a heading."""

    @abstractmethod
    def write_paragraph(self, words: str, role: Role | None) -> str:
        """Return a paragraph."""

    @abstractmethod
    def write_points(self, points: list[tuple[str, str]], *, ordered: bool) -> str:
        """Return a list of points, each with its anchor."""

    @abstractmethod
    def write_grid(self, table: blocks.Table) -> str:
        """Return the rows of a table."""

    def list_blocks(self, content: blocks.Blocks) -> list[str]:
        """Return each block without a line break at its end, and none that is empty."""
        written: list[str] = []
        last_was_list = False
        for block in content:
            if text := self._write_block(block):
                is_list = isinstance(block, blocks.Bullets) and block.role is None
                if is_list and last_was_list:
                    written.append(LIST_SEPARATOR)
                written.append(text)
                last_was_list = is_list
        return written

    def write_shared(self, shared: blocks.Shared) -> str:
        """Return blocks that other pages have too, as they are written among others."""
        return f"\n{self.gap}".join(self.list_blocks(shared.blocks))

    def _write_block(self, block: blocks.Block) -> str:  # noqa: C901, PLR0911 - one case for each kind of block
        match block:
            case blocks.Paragraph():
                words = inline.escape_line_start(self.format_text(block.text))
                return self.write_paragraph(words, block.role) if words else ""
            case blocks.Box():
                return self._write_box(block.role, self.join_blocks(block.blocks), block.anchor)
            case blocks.Shared():
                return self.write_shared(block)
            case blocks.Heading():
                words = inline.escape_heading_end(self.format_text(block.text))
                return self.write_heading(block.level, words, block.anchor) if words else ""
            case blocks.Disclosure():
                return self._write_disclosure(block)
            case blocks.Bullets():
                return self._write_bullets(block)
            case blocks.Table():
                return self._write_table(block)
            case blocks.RecordTable():
                return self._write_record_table(block)
            case blocks.Terms():
                return self._write_terms(block)
            case blocks.Figure():
                return self._write_figure(block)
            case blocks.Verbatim():
                language = inline.escape_attribute(block.language)
                lines = inline.escape_verbatim(block.text)
                return f'<pre class="fs-verbatim"><code class="language-{language}">{lines}</code></pre>'
            case _:
                raise TypeError(f"not a block: {block!r}")

    def _write_id(self, anchor: str) -> str:
        if not anchor:
            return ""
        self.anchors.add(anchor)
        return f' id="{self.escape_label(anchor)}"'

    def _write_box(self, role: Role, inside: str, anchor: str = "") -> str:
        first = "\n" if inside else ""
        return f'<div class="fs-{role}"{self._write_id(anchor)}{self.block_mark}>{first}{inside}</div>'

    def _write_disclosure(self, disclosure: blocks.Disclosure) -> str:
        opened = ' open="open"' if disclosure.opened else ""
        summary = f"<summary{self.span_mark}>{self.format_text(disclosure.summary)}</summary>"
        inside = self.join_blocks(disclosure.blocks)
        return f'<details class="fs-more"{opened}{self.block_mark}>\n{summary}\n{inside}</details>'

    def _write_bullets(self, bullets: blocks.Bullets) -> str:
        """Return a list without its empty points; raises ValueError when only some points have an anchor."""
        anchors = bullets.anchors or ("",) * len(bullets.points)
        lines = (inline.escape_line_start(self.format_text(point)) for point in bullets.points)
        points = [(words, anchor) for words, anchor in zip(lines, anchors, strict=True) if words]
        listed = self.write_points(points, ordered=bullets.ordered) if points else ""
        return self._write_box(bullets.role, f"{self.gap}{listed}\n{self.gap}") if listed and bullets.role else listed

    def _write_table(self, table: blocks.Table) -> str:
        """Return a table in a box that scrolls by itself, and by keyboard where the table has a caption.

        Columns that are aligned right are named on the box: Markdown would write a `style`, which the content
        security policy forbids.
        """
        if not table.header:
            return ""
        right = "".join(f" fs-right-{column + 1}" for column in sorted(table.right_columns))
        caption = self.escape_label(table.caption)
        label, region = (f'aria-label="{caption}" ', ' role="region" tabindex="0"') if caption else ("", "")
        opening = f'<div {label}class="fs-table{right}"{region}{self.block_mark}>'
        return f"{opening}\n{self.gap}{self.write_grid(table)}\n{self.gap}</div>"

    def _write_record_table(self, table: blocks.RecordTable) -> str:
        """Return a table, each group a body of its own; nothing without columns.

        Markdown's own tables have no ids of rows and no headings of groups. The table repeats what other pages
        say, so it is left out of the search index.
        """
        if not table.header:
            return ""
        mark, label = self.block_mark, self.escape_label(table.caption)
        header = "".join(f'<th scope="col"{self.span_mark}>{self.format_text(cell)}</th>\n' for cell in table.header)
        bodies = "".join(self._write_group(title, rows, len(table.header)) for title, rows in table.groups)
        opening = f'<table aria-label="{label}" class="fs-ledger" data-search-exclude="data-search-exclude"{mark}>'
        return f"{opening}\n<thead{mark}>\n<tr{mark}>\n{header}</tr>\n</thead>\n{bodies}</table>"

    def _write_group(self, title: Text, rows: tuple[blocks.RecordRow, ...], width: int) -> str:
        mark, words = self.block_mark, self.format_text(title)
        inside = ""
        for row in rows:
            cells = "".join(map(self._write_cell, row.cells, range(width)))
            inside += f"<tr{self._write_id(row.anchor)}{mark}>\n{cells}</tr>\n"
        if words:
            heading = f'<th colspan="{width}" scope="rowgroup"{self.span_mark}>{words}</th>'
            inside = f'<tr class="fs-group"{mark}>\n{heading}\n</tr>\n{inside}'
        first = "\n" if inside else ""
        return f"<tbody{mark}>{first}{inside}</tbody>\n"

    def _write_cell(self, cell: Text | blocks.Drawing, column: int) -> str:
        tag, scope = ("th", ' scope="row"') if column == _NAME_COLUMN else ("td", "")
        if isinstance(cell, tuple):
            return f"<{tag}{scope}{self.span_mark}>{self.format_text(cell)}</{tag}>\n"
        mark = self.block_mark and f'{self.block_mark}="block"'
        return f"<{tag}{scope}{mark}>\n{self.gap}{draw_svg(cell)}\n{self.gap}</{tag}>\n"

    def _write_terms(self, terms: blocks.Terms) -> str:
        mark, span = self.block_mark, self.span_mark
        pairs = "".join(
            f"<dt{span}>{self.format_text(term)}</dt>\n<dd{span}>{self.format_text(text)}</dd>\n"
            for term, text in terms.entries
        )
        opening = f'<div aria-label="{self.escape_label(terms.caption)}" role="group"{mark}>'
        return f"{opening}\n<dl{mark}>\n{pairs}</dl>\n</div>" if pairs else ""

    def _write_figure(self, figure: blocks.Figure) -> str:
        """Return a drawing with its caption; it repeats words of the page, which are not indexed twice."""
        small = " fs-compact" if isinstance(figure.drawing, blocks.IntervalChart) and figure.drawing.compact else ""
        same, words = build_drawing_table(figure.drawing), self.format_text(figure.caption)
        table = f"{self._write_disclosure(same)}\n" if same else ""
        caption = f"<figcaption{self.span_mark}>{words}</figcaption>\n" if words else ""
        opening = f'<figure class="fs-drawing{small}" data-search-exclude="data-search-exclude"{self.block_mark}>'
        return f"{opening}\n{draw_svg(figure.drawing)}\n{table}{caption}</figure>"
