"""The only place that writes files: whole or not at all."""

from factsheet.project.write_files.atomic_replace import Busy, publish, staging_beside
from factsheet.project.write_files.backup import put_aside, stamps
from factsheet.project.write_files.files import (
    Synced,
    manifest_of,
    sync_folder,
    write_atomically,
    write_with_folder,
)
from factsheet.project.write_files.new_folder import in_the_way, write_new_folder

__all__ = [
    "Busy",
    "Synced",
    "in_the_way",
    "manifest_of",
    "publish",
    "put_aside",
    "staging_beside",
    "stamps",
    "sync_folder",
    "write_atomically",
    "write_new_folder",
    "write_with_folder",
]
