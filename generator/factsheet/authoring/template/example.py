"""The worked example of a new site, as `example.toml` declares it, and the files of a site without it."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from factsheet.diagnostics.core import read_declarations
from factsheet.evidence.lock import read_lock, render_lock

_EXAMPLE: Final = read_declarations("authoring.template", "example.toml")
_LOCK: Final = "facts/evidence.lock"

EXAMPLE_MENTION: Final = re.compile(rf"(?<![\w-])(?:{_EXAMPLE['ids']})(?![\w-])")
"""What in a page written by hand refers to it."""
EXAMPLE_FILES: Final[tuple[str, ...]] = tuple(_EXAMPLE["files"])
"""The files that hold nothing but the example, by their paths in a new site."""
EXAMPLE_PATHS: Final = frozenset({*EXAMPLE_FILES, _LOCK, *(piece["file"] for piece in _EXAMPLE["pieces"])})
"""All files that hold something of it."""


def drop_example(files: Mapping[str, bytes]) -> Mapping[str, bytes | None]:
    """Return what becomes of the files of a site without the example, by their paths in a new site; None: they go."""
    changes: dict[str, bytes | None] = {name: None for name in EXAMPLE_FILES if name in files}
    for piece in _EXAMPLE["pieces"]:
        name = piece["file"]
        raw = changes.get(name) or files.get(name, b"")
        line_end = b"\r\n" if b"\r\n" in raw else b"\n"
        text, then = (piece.get(part, "").encode().replace(b"\n", line_end) for part in ("text", "then"))
        if text in raw:
            changes[name] = raw.replace(text, then)
    for name in _EXAMPLE["lists"]:
        if changes.get(name) and not re.search(rb"^ *- ", changes[name] or b"", re.MULTILINE):
            changes[name] = None
    if lock := read_lock(_LOCK, files.get(_LOCK, b"").decode("utf-8", "replace"))[0]:
        evidence = tuple(record for record in lock.evidence if record.source != _EXAMPLE["source"])
        snapshots = tuple(copy for copy in lock.snapshots if copy.source != _EXAMPLE["source"])
        if evidence != lock.evidence:
            left = replace(lock, snapshots=snapshots, evidence=evidence)
            changes[_LOCK] = render_lock(left).encode() if evidence else None
    return changes
