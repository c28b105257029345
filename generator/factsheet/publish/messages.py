"""What MkDocs prints for us: its log, and the exceptions that stop it."""

import logging

from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger

from factsheet.diagnostics.core import Diagnostic
from factsheet.diagnostics.reporters import escape_lines, format_diagnostic
from factsheet.diagnostics.rules import INTERNAL_FAILURE
from factsheet.parsing.config import PLUGIN_NAME
from factsheet.project.failures import EXIT_INTERNAL_FAILURE

LOG = get_plugin_logger(PLUGIN_NAME)


def escape_record(record: logging.LogRecord) -> bool:
    """Escape a message of the log, which may name any file; as the filter of a handler, let it pass."""
    if record.name != LOG.logger.name:  # Ours is escaped already, and coloured.
        record.msg, record.args = escape_lines(record.getMessage()), None
    if record.exc_info:
        record.exc_text = escape_lines(logging.Formatter().formatException(record.exc_info))
    return True


def make_error(why: str, outcome: str = "") -> PluginError:
    """Return the exception that stops MkDocs, with what became of the site: by default, nothing was built."""
    return PluginError(f"factsheet: {escape_lines(why)}; {outcome or 'nothing was built'}")


def make_failure(diagnostic: Diagnostic) -> PluginError:
    """Return the exception that carries a failure for whatever prints it: our command, or MkDocs itself."""
    kind = _InternalError if diagnostic.code == INTERNAL_FAILURE.code else PluginError
    return kind(format_diagnostic(diagnostic, {}))


class _InternalError(PluginError):
    exit_code = EXIT_INTERNAL_FAILURE
