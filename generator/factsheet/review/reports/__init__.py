"""The difference between two versions as text, Markdown and JSON."""
