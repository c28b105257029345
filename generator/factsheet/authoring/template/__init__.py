"""A new site of one's own: the files it begins with, and where it takes the program from."""

from factsheet.authoring.template.fill import CI_KINDS, NewSiteOptions, build_new_site
from factsheet.authoring.template.install_source import (
    InstallSource,
    detect_install_source,
    parse_install_source,
)

__all__ = [
    "CI_KINDS",
    "InstallSource",
    "NewSiteOptions",
    "build_new_site",
    "detect_install_source",
    "parse_install_source",
]
