"""What stopped MkDocs, and whose it is: a plugin's, a hook's, a template's, the disk's, or our own."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from factsheet.diagnostics.core import Diagnostic, Location
from factsheet.diagnostics.rules import BUILD_FAILED
from factsheet.parsing.config import PLUGIN_NAME
from factsheet.project.failures import diagnose_own_failure, is_own_file, write_failure_report


def diagnose_build_failure(error: Exception, root: Path, settings: str = "") -> Diagnostic:
    """Report an exception that is none of MkDocs' own, at the place that raised it.

    A plugin or hook is named; `root` is the folder of the site, which paths are relative to. With `settings`, the
    name of the file of settings, what is raised outside the site is reported there: they asked for it.
    """
    plugin = _find_plugin_name(error.__traceback__)
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = error if isinstance(error, SyntaxError) else frame
    # A missing template is an `OSError` too, but without a number.
    if isinstance(error, OSError) and error.errno and plugin in {"", PLUGIN_NAME}:
        return _diagnose_disk_fault(error)
    if plugin == PLUGIN_NAME or (not plugin and is_own_file(frame.filename)):
        return diagnose_own_failure(error)
    path = Path(place.filename or "")
    is_inside = path.is_relative_to(root) and "site-packages" not in path.parts
    file = path.relative_to(root).as_posix() if is_inside else str(path)
    location = Location(file, place.lineno or 0, 1) if is_inside or not settings else Location(settings)
    message = " ".join(f"{type(error).__name__}: {error}".split())
    if not plugin:
        return BUILD_FAILED.report(location, message, "fix what the message names")
    hint = f"update it, leave it out, or report it with {write_failure_report(error)}"
    who = "a hook" if plugin.endswith(".py") else f"the plugin '{plugin}'"
    return BUILD_FAILED.report(location, f"{who} has failed: {message}", hint)


def _diagnose_disk_fault(error: OSError) -> Diagnostic:
    """Report what the disk refused, at the file that was to be written where the system says which."""
    file = error.filename2 or error.filename
    name = Path(file).as_posix() if isinstance(file, str) else "the output folder"
    return BUILD_FAILED.report(
        Location(name), (error.strerror or str(error)).lower(), "see to the disk, then build again"
    )


def _find_plugin_name(trace: TracebackType | None) -> str:
    """Return the name of the plugin, or the file of the hook, whose event handler raised; empty if none did.

    MkDocs calls all of them from `PluginCollection.run_event`, a mapping of names to plugins.
    """
    name, frames = "", [frame for frame, _ in traceback.walk_tb(trace)]
    for frame, called in zip(frames, (*frames[1:], None), strict=True):
        plugins, method = frame.f_locals.get("self"), frame.f_locals.get("method")
        if frame.f_code.co_name != "run_event" or not isinstance(plugins, Mapping):
            continue
        # What cannot even be called has no frame of its own.
        code = called.f_code if called else getattr(method, "__code__", None)
        owner = called.f_locals.get("self") if called else None
        named = (name for name, plugin in plugins.items() if plugin is owner and called)
        name = next(named, code.co_filename if code else name)
    return name
