"""Cases that are whole sites: a folder of facts over a folder `_base` that all cases of a kind share."""

from __future__ import annotations

import shutil
from pathlib import Path

CONFIGURATION_FILE = "mkdocs.yml"
COPIES_FOLDER = "snapshots"
_CONFIGURATION = "plugins:\n  - factsheet\n"


def lay_out_case(folder: Path, root: Path) -> Path:
    """Copy a case into a site of its own and return the path of its configuration.

    A file of the case takes the place of the one in `_base` beside it. Facts come into `facts/`; what belongs
    elsewhere, the configuration and the copies of sources, is moved beside it.
    """
    (root / CONFIGURATION_FILE).write_text(_CONFIGURATION, encoding="utf-8")
    for part in (folder.parent / "_base", folder):
        expected = shutil.ignore_patterns("expected.txt")
        shutil.copytree(part, root / "facts", dirs_exist_ok=True, ignore=expected)
    for name in (CONFIGURATION_FILE, COPIES_FOLDER):
        if (root / "facts" / name).exists():
            shutil.move(root / "facts" / name, root / name)
    return root / CONFIGURATION_FILE
