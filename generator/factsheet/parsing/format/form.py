"""From a file to its canonical form, and proof that it says the same."""

from __future__ import annotations

from pathlib import PurePosixPath

from factsheet.parsing.format.attached import attach_comments
from factsheet.parsing.format.layout import format_root
from factsheet.parsing.schema import ACTORS_SHAPE, PLACES_SHAPE, SHEET_SHAPE, SOURCE_SHAPE, Shape
from factsheet.parsing.yaml.comments import list_comments
from factsheet.parsing.yaml.document import read_document
from factsheet.parsing.yaml.nodes import ListNode, TextNode, YamlDocument, YamlNode


class RoundTripError(Exception):
    """What was written does not read back as what was there: a fault of ours, and nothing may be written."""


def find_shape(file: str, facts: str) -> Shape:
    """Return the shape that a file has by its place in the folder of facts."""
    path = PurePosixPath(file).relative_to(facts)
    by_folder = {"sheets": SHEET_SHAPE, "sources": SOURCE_SHAPE}
    return by_folder.get(path.parts[0]) or (ACTORS_SHAPE if path.name == "actors.yml" else PLACES_SHAPE)


def format_document(document: YamlDocument, shape: Shape | None) -> str:
    """Return the canonical form of a file that was read without a finding.

    Raises:
        NotTheSame: when the form would say something else or lose a comment; the file is to be left alone.
    """
    if document.root is None or isinstance(document.root, TextNode):
        return document.text
    text = format_root(attach_comments(document), shape)
    again, findings = read_document(document.file, text.encode())
    if again is None or findings:
        raise RoundTripError(f"line {findings[0].location.line}: {findings[0].message}")
    if _to_plain_data(again.root) != _to_plain_data(document.root):
        raise RoundTripError("its fields and texts are not the ones that were there")
    if sorted(list_comments(again)) != sorted(list_comments(document)):
        raise RoundTripError("its comments are not the ones that were there")
    return text


def _to_plain_data(node: YamlNode | None) -> object:
    """Return what a node says: the order of fields says nothing, the order of a list does."""
    if node is None or isinstance(node, TextNode):
        return node.text if node else None
    if isinstance(node, ListNode):
        return [_to_plain_data(member) for member in node.nodes]
    return {entry.key.text: _to_plain_data(entry.value) for entry in node.entries}
