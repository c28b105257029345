"""The only place that writes files: whole or not at all."""

from generator.disk.aside import put_aside, stamps
from generator.disk.files import Synced, sync_folder, write_atomically
from generator.disk.swap import Busy, publish, staging_beside

__all__ = [
    "Busy",
    "Synced",
    "publish",
    "put_aside",
    "staging_beside",
    "stamps",
    "sync_folder",
    "write_atomically",
]
