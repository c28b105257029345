"""A text as it is written in a file of facts, in quotes only where it needs them."""

from __future__ import annotations

from generator.reading.document import read_document
from generator.reading.nodes import MappingNode, TextNode


def as_scalar(text: str) -> str:
    """Return the YAML for a text of one line: bare, or in the quotes that read back as the text."""
    single = "'" + text.replace("'", "''") + "'"
    double = '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    quoted = (single, double) if "'" not in text or '"' in text else (double, single)
    return next((written for written in (text, *quoted) if _reads_as(written) == text), double)


def _reads_as(written: str) -> str | None:
    document, findings = read_document("", f"- a: {written}\n".encode())
    root = document.root if document and not findings else None
    node = root.nodes[0] if root and not isinstance(root, MappingNode | TextNode) else None
    value = node.get("a") if isinstance(node, MappingNode) and len(node.entries) == 1 else None
    return value.text if isinstance(value, TextNode) else None
