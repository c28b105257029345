"""Blocks to HTML, exactly as Python-Markdown makes it of our Markdown, and without it."""
