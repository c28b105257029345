"""Turns sourced, checkable YAML facts into a static site of fact sheets."""

from __future__ import annotations

__version__ = "0.2.0"
