"""What changed in the facts from one version to the next."""

from factsheet.review.diff.changes import Change, ChangeKind, FactChange, RecordChange
from factsheet.review.diff.difference import RevisionDiff, compare_revisions
from factsheet.review.diff.revision import Revision, RevisionName, build_revision

__all__ = [
    "Change",
    "ChangeKind",
    "FactChange",
    "RecordChange",
    "Revision",
    "RevisionDiff",
    "RevisionName",
    "build_revision",
    "compare_revisions",
]
