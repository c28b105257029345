"""Which files the site serves: those of the theme, those by hand, and those that were generated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mkdocs.structure.files import File, Files

from factsheet.theme import (
    CARD_STYLE_NAMES,
    KIND_STYLE_NAMES,
    PAPER_FONT_FOLDER,
    PAPER_TEMPLATE_FOLDER,
    PREVIEW_STYLE_SHEET,
    PRINT_STYLE_NAMES,
    STYLE_FOLDER,
    STYLE_NAMES,
    THEME_FOLDER,
    join_styles,
)


def prepare_theme_files(files: Files, *, preview: bool) -> Mapping[str, str]:
    """Take out of the theme's files what no reader asks for, and its style sheets; return those joined."""
    unasked = (PAPER_FONT_FOLDER, PAPER_TEMPLATE_FOLDER, *([] if preview else [PREVIEW_STYLE_SHEET]))
    for file in tuple(files):
        if file.src_dir == str(THEME_FOLDER) and file.src_uri.startswith(unasked):
            files.remove(file)
    texts: dict[str, str] = {}
    for name in (*STYLE_NAMES, *PRINT_STYLE_NAMES, *CARD_STYLE_NAMES, *KIND_STYLE_NAMES):
        if sheet := files.get_file_from_path(f"{STYLE_FOLDER}{name}.css"):
            texts[name] = sheet.content_string
            files.remove(sheet)
    return join_styles(texts)


def remove_pages(files: Files) -> Mapping[str, str]:
    """Take all pages out of the files and return the one that stands for them while there are none."""
    for file in tuple(files.documentation_pages()):
        files.remove(file)
    return {"index.md": "# No pages yet\n"}


def add_generated_files(files: Files, generated: Iterable[File]) -> list[tuple[str, str]]:
    """Add the generated files; return the paths of each that took another's place, and of that other."""
    # Compared where they will lie: `timeline/index.md` is in the way of `timeline.md`.
    others = {file.dest_uri: file for file in files if not file.inclusion.is_excluded()}
    taken: list[tuple[str, str]] = []
    for file in generated:
        if other := others.get(file.dest_uri):
            files.remove(other)
            taken.append((file.src_uri, other.src_uri))
        files.append(file)
    return taken
