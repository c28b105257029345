"""A preview that outlives every fault: the last good pages stay up, and what is wrong stands above them."""

from generator.preview.rebuilding import LOG
from generator.preview.with_mkdocs import MkDocsPreview

__all__ = ["LOG", "MkDocsPreview"]
