"""From a file to its canonical form, and proof that it says the same."""

from __future__ import annotations

from pathlib import PurePosixPath

from factsheet.parsing.format.attached import attach
from factsheet.parsing.format.layout import layout
from factsheet.parsing.schema import ACTORS, PLACES, SHEET, SOURCE, Shape
from factsheet.parsing.yaml.comments import comments
from factsheet.parsing.yaml.document import read_document
from factsheet.parsing.yaml.nodes import Document, ListNode, Node, TextNode


class NotTheSame(Exception):  # noqa: N818 - it names what was found
    """What was written does not read back as what was there: a fault of ours, and nothing may be written."""


def shape_of(file: str, facts: str) -> Shape:
    """Return the shape that a file has by its place in the folder of facts."""
    path = PurePosixPath(file).relative_to(facts)
    by_folder = {"sheets": SHEET, "sources": SOURCE}
    return by_folder.get(path.parts[0]) or (ACTORS if path.name == "actors.yml" else PLACES)


def canonical_text(document: Document, shape: Shape | None) -> str:
    """Return the canonical form of a file that was read without a finding.

    Raises:
        NotTheSame: when the form would say something else or lose a comment; the file is to be left alone.
    """
    if document.root is None or isinstance(document.root, TextNode):
        return document.text
    text = layout(attach(document), shape)
    again, findings = read_document(document.file, text.encode())
    if again is None or findings:
        raise NotTheSame(f"line {findings[0].location.line}: {findings[0].message}")
    if _meaning(again.root) != _meaning(document.root):
        raise NotTheSame("its fields and texts are not the ones that were there")
    if sorted(comments(again)) != sorted(comments(document)):
        raise NotTheSame("its comments are not the ones that were there")
    return text


def _meaning(node: Node | None) -> object:
    """Return what a node says: the order of fields says nothing, the order of a list does."""
    if node is None or isinstance(node, TextNode):
        return node.text if node else None
    if isinstance(node, ListNode):
        return [_meaning(member) for member in node.nodes]
    return {entry.key.text: _meaning(entry.value) for entry in node.entries}
