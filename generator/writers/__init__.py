# NOTE TO THE HELPER WHO WRITES writers/: a stop-gap by the lead overwrote your file by mistake. Write YOUR version over this one (same API: write_page, write_blocks, parse_prose, check_url, write_drawing); delete addresses.py if you do not need it; then remove this note.
"""From trees of blocks to text; nothing else in the house writes Markdown, HTML or SVG."""
