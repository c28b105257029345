"""The only place that writes files: whole or not at all."""

from generator.disk.aside import put_aside, stamps
from generator.disk.files import Synced, manifest_of, sync_folder, write_atomically, write_with_folder
from generator.disk.fresh import in_the_way, write_new_folder
from generator.disk.swap import Busy, publish, staging_beside

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
