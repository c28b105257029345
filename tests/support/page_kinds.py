"""The pages that every look at the site goes to: each page of its own, and some of every kind with many."""

from __future__ import annotations

from pathlib import Path

SAMPLE_PAGES = {
    "facts": ("strikers", "share-of-strikers", "red-letters", "ferry-sold"),
    "sheets": ("walls", "strike"),
    "sources": ("lighthouse-talk", "ostwick-gazette"),
    "actors": ("wall-writer", "quay-union", "the-gazette"),
    "places": ("east-quay", "coast"),
}
"""Of folders with many pages of one kind: those that are read, the best one first.

Of any other folder, it is the first page.
"""


def list_sample_pages(site: Path) -> list[str]:
    """Return the addresses of at least one page of every kind, from the root of the site."""
    addresses = [path.relative_to(site).as_posix().removesuffix("index.html") for path in sorted(site.rglob("*.html"))]
    alone = [address for address in addresses if address.count("/") < 2]
    many = dict.fromkeys(address.partition("/")[0] for address in addresses if address.count("/") >= 2)
    for folder in many:
        pages = [address for address in addresses if address.startswith(f"{folder}/") and address.count("/") >= 2]
        chosen = [f"{folder}/{name}/" for name in SAMPLE_PAGES.get(folder, ())]
        assert set(chosen) <= set(pages), f"not in the site: {set(chosen) - set(pages)}"
        alone += chosen or pages[:1]
    return alone


def list_page_per_kind(site: Path) -> list[str]:
    """Return the addresses of one page of every kind, for what takes long."""
    kinds: dict[str, str] = {}
    for address in list_sample_pages(site):
        kinds.setdefault(address.partition("/")[0] + "/*" if address.count("/") >= 2 else address, address)
    return list(kinds.values())
