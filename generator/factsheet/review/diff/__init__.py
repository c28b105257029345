"""What changed in the facts from one version to the next."""

from factsheet.review.diff.changes import Change, ChangeKind, FactChange, RecordChange
from factsheet.review.diff.difference import Difference, compare
from factsheet.review.diff.revision import Name, Version, version

__all__ = [
    "Change",
    "ChangeKind",
    "Difference",
    "FactChange",
    "Name",
    "RecordChange",
    "Version",
    "compare",
    "version",
]
