"""The difference between two revisions as text, Markdown and JSON."""
