"""A preview that outlives every fault: the last good pages stay up, and what is wrong stands above them."""

from factsheet.publish.preview.livereload import MkDocsPreview
from factsheet.publish.preview.rebuild import LOGGER_NAME

__all__ = ["LOGGER_NAME", "MkDocsPreview"]
