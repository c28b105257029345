"""The canonical form of a file of facts: one way to write what it says, with its comments."""

from factsheet.parsing.format.attached import Branch, Slot, attach
from factsheet.parsing.format.form import canonical_text, shape_of
from factsheet.parsing.format.layout import layout

__all__ = ["Branch", "Slot", "attach", "canonical_text", "layout", "shape_of"]
