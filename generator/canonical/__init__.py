"""The canonical form of a file of facts: one way to write what it says, with its comments."""

from generator.canonical.attached import Branch, Slot, attach
from generator.canonical.form import canonical_text, shape_of
from generator.canonical.layout import layout

__all__ = ["Branch", "Slot", "attach", "canonical_text", "layout", "shape_of"]
