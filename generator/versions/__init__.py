"""What changed in the facts from one version to the next."""

from generator.versions.changes import Change, ChangeKind, FactChange, RecordChange
from generator.versions.difference import Difference, compare
from generator.versions.version import Name, Version, version

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
