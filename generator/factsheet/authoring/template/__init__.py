"""A new site of one's own: the files it begins with, and where it takes the program from."""

from factsheet.authoring.template.fill import CI_KINDS, Starter, starter_files
from factsheet.authoring.template.install_source import WhereFrom, installed_from, where_from

__all__ = ["CI_KINDS", "Starter", "WhereFrom", "installed_from", "starter_files", "where_from"]
