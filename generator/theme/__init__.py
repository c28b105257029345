"""The templates, styles and faces that the plugin lays over Material's; no code but their address."""

from __future__ import annotations

from pathlib import Path

THEME_FOLDER = Path(__file__).resolve().parent
"""The folder to put in front of MkDocs' own theme folders."""
