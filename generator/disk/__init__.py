"""The only place that writes files: whole or not at all."""

from generator.disk.files import Synced, manifest_of, sync_folder, write_atomically
from generator.disk.fresh import in_the_way, write_new_folder
from generator.disk.swap import Busy, publish, staging_beside

__all__ = [
    "Busy",
    "Synced",
    "in_the_way",
    "manifest_of",
    "publish",
    "staging_beside",
    "sync_folder",
    "write_atomically",
    "write_new_folder",
]
