"""Writers turn a tree of blocks into text; nothing else in the house writes Markdown, HTML or SVG."""
