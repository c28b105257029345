"""The only place that writes files: whole or not at all."""

from factsheet.project.write_files.atomic_replace import BuildRunning, create_staging_folder, publish
from factsheet.project.write_files.backup import back_up_folder, read_timestamps
from factsheet.project.write_files.files import (
    SyncResult,
    format_manifest,
    sync_folder,
    write_atomically,
    write_with_folder,
)
from factsheet.project.write_files.new_folder import list_existing_names, write_new_folder

__all__ = [
    "BuildRunning",
    "SyncResult",
    "back_up_folder",
    "create_staging_folder",
    "format_manifest",
    "list_existing_names",
    "publish",
    "read_timestamps",
    "sync_folder",
    "write_atomically",
    "write_new_folder",
    "write_with_folder",
]
