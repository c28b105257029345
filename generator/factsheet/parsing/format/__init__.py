"""The canonical form of a file of facts: one way to write what it says, with its comments."""

from factsheet.parsing.format.attached import CommentedEntry, CommentedNode, attach_comments
from factsheet.parsing.format.form import find_shape, format_document
from factsheet.parsing.format.layout import format_root

__all__ = [
    "CommentedEntry",
    "CommentedNode",
    "attach_comments",
    "find_shape",
    "format_document",
    "format_root",
]
