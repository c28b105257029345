"""Settings, pages and the build (F4xx and F9xx)."""

from __future__ import annotations

from factsheet.diagnostics.core import Rule, Severity

NO_PLUGIN = Rule(
    "F401",
    "mkdocs.yml does not name the plugin",
    "Without the plugin MkDocs would build the site without its facts.",
    "Add `- factsheet` under `plugins:`.",
)
NO_CONFIGURATION = Rule(
    "F402",
    "No mkdocs.yml",
    "The command works on a site, and a site is a folder with a mkdocs.yml.",
    "Run the command in the folder of the site, or name its file with `--config-file`.",
)
INLINE_SETTINGS = Rule(
    "F403",
    "Settings that cannot be copied line by line",
    "`factsheet pages` keeps the settings as they are written, comments and all, and adds some between them.",
    "Write the settings of the site, of `theme` and of `extra` as blocks, each setting on a line of its own.",
)
UNSAFE_TARGET = Rule(
    "F404",
    "A folder that must not be written over",
    "A build replaces the whole folder `site_dir`: facts, pages, settings or anything else in it would be lost.",
    "Name a new or empty folder as `site_dir` in mkdocs.yml, or move away what is in this one.",
)
UNUSABLE_SETTING = Rule(
    "F405",
    "A setting that cannot be used",
    "MkDocs would stop at it without a place, or leave out what it asks for.",
    "Write it as the message says; https://www.mkdocs.org/user-guide/configuration/ describes each setting of MkDocs.",
)
PAGE_CONFLICT = Rule(
    "F901",
    "A hand-written page where a generated one belongs",
    "One of the two would silently win, and the other would never be seen.",
    "Rename the hand-written page.",
)
UNKNOWN_PLACEHOLDER = Rule(
    "F902",
    "An unknown placeholder in a hand-written page",
    "The page would have a gap where a table or a list should be.",
    "Use one of the names that the message lists.",
)
BUILD_FAILED = Rule(
    "F903",
    "A build that failed",
    "MkDocs, its theme or another plugin met something it cannot work with, so no page could be made.",
    "Fix what the message names: most often `mkdocs.yml`, a template or a hand-written page.",
)
MKDOCS_WARNING = Rule(
    "F904",
    "A warning of MkDocs",
    "MkDocs does not trust a page, a link or a setting, and neither should a reader.",
    "Fix what the message names.",
    Severity.WARNING,
)
INTERNAL_FAILURE = Rule(
    "F905",
    "A failure of the program itself",
    "A defect of factsheet stopped it. Nothing is published half-made: the site is as it was.",
    "Report it with the file that the message names, which holds versions and the place in the program, and no facts.",
)
UNSAFE_MARKUP = Rule(
    "F906",
    "Something in a page that runs or asks another host",
    "It could change what a page says, or tell others who reads it. Browsers refuse it, since the content policy of a "
    "page names only the theme's scripts and those that the site allows.",
    "Take it out: scripts belong in a file under `extra_javascript`, pictures and fonts into the site (`font: false`).",
)
