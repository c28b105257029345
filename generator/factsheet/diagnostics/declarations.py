"""The data files of the program: nobody has to read Python to improve a text, a word or a table."""

from __future__ import annotations

import pkgutil
import tomllib
from collections.abc import Mapping
from typing import Any


def read_declarations(package: str, file: str) -> Mapping[str, Any]:
    """Return what a TOML file of the program declares, by the package that holds it and its name."""
    return tomllib.loads((pkgutil.get_data(f"factsheet.{package}", file) or b"").decode())
