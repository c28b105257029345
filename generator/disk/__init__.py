"""The only place that writes files: whole or not at all."""

from generator.disk.files import Synced, sync_folder, write_atomically, write_with_folder
from generator.disk.swap import Busy, publish, staging_beside

__all__ = [
    "Busy",
    "Synced",
    "publish",
    "staging_beside",
    "sync_folder",
    "write_atomically",
    "write_with_folder",
]
