"""Hugo, Eleventy and Zensical, on the Markdown pages that `factsheet pages` wrote.

Hugo and Eleventy set the pages in the plain layout of `others/page.html`; in their time is no search, no reading of
facts and no PDF.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bench.builders import Builder, list_changes

SETTINGS: Final = Path(__file__).with_name("others")


def list_foreign(pages: Path, folder: Path, modules: Path) -> Iterator[Builder]:
    """Yield those of the three that are installed, each with the pages as they are before and after the edit."""
    programs = {"Hugo": ("hugo", None), "Eleventy": ("eleventy", modules / ".bin")}
    programs["Zensical"] = ("zensical", Path(sys.executable).parent)
    for name, (program, place) in programs.items():
        found = shutil.which(program, path=str(place) if place else None)
        if found is None:
            print(f"{name} is left out: it is not installed here", file=sys.stderr)
            continue
        for state in ("before", "after"):
            if name == "Zensical":
                shutil.copytree(pages / state, folder / name / state)
            else:
                _lay_out(pages / state, folder / name / state, is_hugo=name == "Hugo")
        before, after = folder / name / "before", folder / name / "after"
        changes = list_changes(before, after)
        if name == "Eleventy":
            (before / "node_modules").symlink_to(modules.resolve())
        commands = dict.fromkeys(("clean", "again", "edit"), (found, "build" if name == "Zensical" else "--quiet"))
        output = "public" if name == "Hugo" else "site"
        yield Builder(name=name, folder=before, commands=commands, output=output, versions=changes)


def _lay_out(pages: Path, folder: Path, *, is_hugo: bool) -> None:
    """Lay Markdown and all else apart, beside settings and layouts."""
    for path in (path for path in sorted((pages / "docs").rglob("*")) if path.is_file()):
        name, is_page, content = path.relative_to(pages / "docs"), path.suffix == ".md", path.read_bytes()
        if is_hugo and is_page:  # A page called `index` takes over its folder there, and `kind` is a word of its own.
            name = name.with_name("_index.md") if name.name == "index.md" else name
            content = content.replace(b"\nkind: ", b"\npage_kind: ", 1)
        _write(folder / ("content" if is_page else "static") / name, content)
    page = (SETTINGS / "page.html").read_text("utf-8")
    words = ("{{ .Title }}", "{{ .Description }}", "{{ .Content }}")
    words = words if is_hugo else ("{{ title }}", "{{ description }}", "{{ content | safe }}")
    for word, code in zip(("TITLE", "DESCRIPTION", "CONTENT"), words, strict=True):
        page = page.replace(word, code)
    for layout in ("single.html", "list.html", "home.html") if is_hugo else ("page.njk",):
        _write(folder / "layouts" / layout, page.encode())
    settings = "hugo.toml" if is_hugo else "eleventy.config.mjs"
    _write(folder / settings, (SETTINGS / settings).read_bytes())
    _write(folder / "package.json", b'{"type": "module"}')


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
