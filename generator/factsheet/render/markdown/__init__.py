"""Blocks to Markdown and HTML; the only place that escapes text for them."""
