"""What to say when this program itself fails: a diagnostic, and a report for those who fix it."""

import platform
import traceback
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path

import factsheet
from factsheet.diagnostics import rules
from factsheet.diagnostics.core import Diagnostic, Location
from factsheet.project.write_files.files import write_temporary_file

EXIT_INTERNAL_FAILURE = 70
"""Exit code after a failure of this program; `EX_SOFTWARE` in BSD's sysexits."""
_PACKAGE_FOLDER = Path(factsheet.__file__).parent


def is_own_file(file: str) -> bool:
    """Tell whether a file of a traceback is a module of this program."""
    return Path(file).is_relative_to(_PACKAGE_FOLDER)


def diagnose_own_failure(error: BaseException, outcome: str = "") -> Diagnostic:
    """Report a failure of this program, at the last of its own lines that ran, and write the report about it.

    `outcome` says what became of the work, as the end of the message.
    """
    frames = traceback.extract_tb(error.__traceback__)
    own = next((frame for frame in reversed(frames) if is_own_file(frame.filename)), None)
    location = Location(_shorten_file(own.filename), own.lineno or 0, 1) if own else Location("factsheet")
    whose = f"this is a defect of the program, not of your files{outcome}"
    message = f"factsheet itself has failed, with {type(error).__name__}: {whose}"
    return rules.INTERNAL_FAILURE.report(location, message, f"report it with {write_failure_report(error)}")


def write_failure_report(error: BaseException) -> str:
    """Write a report with versions and traceback to a new file, and return how a message names it."""
    system = f"Python {platform.python_version()} on {platform.platform()}"
    installed = sorted({f"{item.name} {item.version}" for item in distributions()})
    text = "\n".join((system, *installed, "", *_format_chain(error), ""))
    try:
        return f"{write_temporary_file('factsheet-failure-', text.encode())}, which holds no text of the facts"
    except OSError as fault:
        return f"this text, since no file could be written ({fault.strerror}):\n{text}"


def _format_chain(error: BaseException) -> Iterator[str]:
    """Yield the lines of a traceback as Python prints it, the cause before its effect, without the messages."""
    if cause := error.__cause__ or (None if error.__suppress_context__ else error.__context__):
        yield from _format_chain(cause)
        yield "\nand then:\n"
    frames = traceback.extract_tb(error.__traceback__)
    for frame in frames:
        frame.filename = _shorten_file(frame.filename)
    yield from map(str.rstrip, traceback.StackSummary.from_list(frames).format())
    yield type(error).__name__


def _shorten_file(file: str) -> str:
    """Return a path from its package on: what is above may be the name of a person."""
    path = Path(file)
    if is_own_file(file):
        return path.relative_to(_PACKAGE_FOLDER.parent).as_posix()
    parts = path.parts
    start = max((at + 1 for at, part in enumerate(parts) if part.endswith("-packages")), default=-2)
    return "/".join(parts[start:])
