"""Building with MkDocs: into a staging folder, which replaces the site only when it is complete."""

import contextlib
import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

from mkdocs.commands.build import build as build_with_mkdocs
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError, MkDocsException, PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import Files

from factsheet.diagnostics.reporters import format_diagnostic, format_totals
from factsheet.parsing.config import PLUGIN_NAME
from factsheet.project.clock import read_monotonic
from factsheet.project.load import find_unusable
from factsheet.project.write_files import folders
from factsheet.publish.build import diagnose_build_failure
from factsheet.publish.messages import escape_record, make_failure
from factsheet.publish.mkdocs_plugin import FactsheetPlugin
from factsheet.publish.mkdocs_settings import PROGRESS_NAME, list_unknown_plugins
from factsheet.publish.preview.rebuild import LOGGER_NAME

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
os.environ.setdefault("DISABLE_MKDOCS_2_WARNING", "true")

_REQUIRED_FILES = ("index.html", "404.html")


class PublishError(Exception):
    """Nothing was published, and the old site is unchanged."""

    def __init__(self, reason: str, exit_code: int = 1) -> None:
        super().__init__(reason)
        self.exit_code = exit_code


ProgressCallback = Callable[[int, int], None]
"""Is called with how many steps of a build are done, and how many there are."""


class _ProgressCounter(BasePlugin):  # type: ignore[type-arg] # it has no options
    """Reports progress: MkDocs reads every page once and then writes every page once."""

    def __init__(self, report: ProgressCallback) -> None:
        super().__init__()
        self.report, self.done, self.total = report, 0, 0

    def on_files(self, files: Files, /, **_: object) -> Files:
        self.total = 2 * len(files.documentation_pages())
        return files

    def on_page_content(self, html: str, /, **_: object) -> str:
        self.done += 1
        self.report(self.done, self.total)
        return html

    on_post_page = on_page_content


def publish_site(config_file: Path, report: ProgressCallback | None = None) -> str:
    """Build a site strictly in place of the old one, and say what was done; raises `PublishError` with the reason."""
    start = read_monotonic()
    with _show_log("mkdocs", logging.WARNING), _explain_failures(config_file, "not published"):
        _require_usable(config_file, "not published")
        config = load_config(config_file=str(config_file), strict=True)
        plugin = cast("FactsheetPlugin", config.plugins[PLUGIN_NAME])
        if report:
            config.plugins[PROGRESS_NAME] = _ProgressCounter(report)
        target = Path(config.site_dir).resolve()
        name = folders.shorten_path(target)
        if target.exists() and not target.is_dir():
            raise PublishError(f"not published: {name} is not a folder; move it away")
        if mounts := folders.list_mounts(target):
            mount, hint = folders.shorten_path(Path(mounts[0])), "name a folder inside it as site_dir in mkdocs.yml"
            why = f"{mount}/ is a mount point, which no new site can take the place of; {hint}"
            raise PublishError(f"not published: {why}")
        with _explain_failures(config_file, f"not published; {name}/ is unchanged", plugin):
            config.plugins.on_startup(command="build", dirty=False)
            try:
                plugin.check_target(config)
                pages = _publish(config, plugin, target)
            finally:
                config.plugins.on_shutdown()
    leftovers = "".join(
        f"\n{folders.shorten_path(path)}/ is from an earlier build and could not be removed; remove it by hand"
        for path in folders.list_leftovers(target)
    )
    return f"published {pages} pages to {name}/ in {read_monotonic() - start:.1f} s{leftovers}"


def _publish(config: MkDocsConfig, plugin: FactsheetPlugin, target: Path) -> int:
    """Build a site in place of the old one; return how many pages it has."""
    with folders.create_staging_folder(target) as staging:
        config.site_dir = str(staging)
        try:
            plugin.is_read_last = True
            # A plugin may write into a file, which would then be one of the site that is still published.
            plugin.former = None if list_unknown_plugins(config) else target
            build_with_mkdocs(config)
            plugin.check_pages(config)
            written = folders.list_files(staging)
            if missing := [path for path in (*_REQUIRED_FILES, *plugin.expected_files) if path not in written]:
                raise BuildError(f"{len(missing)} files are missing, such as {missing[0]}")
            folders.publish(staging, target)
            return sum(path.endswith(".html") for path in written)
        except PluginError as error:  # The user does not know the name of the staging folder.
            raise type(error)(str(error).replace(str(staging), folders.shorten_path(target))) from error


@contextlib.contextmanager
def _explain_failures(config_file: Path, outcome: str, plugin: FactsheetPlugin | None = None) -> Iterator[None]:
    """Turn whatever stops MkDocs, or a plugin in it, into a `PublishError` that begins with the outcome."""
    try:
        yield
    except PublishError:
        raise
    except folders.BuildRunning as error:
        raise PublishError(f"{outcome}: {error}") from error
    except MkDocsException as error:
        # Where the plugin stopped it, its diagnostics are above and say more than MkDocs does.
        why = "" if plugin and plugin.has_failed else f": {error}"
        raise PublishError(f"{outcome}{why}", error.exit_code) from error
    except SystemExit as error:
        raise PublishError(f"{outcome}: a plugin or a hook has ended the program with {error.code!r}") from error
    except Exception as error:  # Of any plugin, whose author may raise what he likes.
        failure = make_failure(diagnose_build_failure(error, config_file.parent.resolve(), config_file.name))
        raise PublishError(f"{outcome}: {failure}", failure.exit_code) from error


def _require_usable(config_file: Path, outcome: str) -> None:
    """Check the files that MkDocs opens before it opens any; raises `PublishError` with what is wrong."""
    _, texts, errors = find_unusable(config_file)
    if errors:
        listed = "\n".join(format_diagnostic(item, texts) for item in errors)
        raise PublishError(f"{listed}\n{outcome}: {format_totals(errors)}")


def preview_site(config_file: Path, address: str) -> None:
    """Serve a site with live reload until interrupted; raises `PublishError` with the reason if it cannot begin."""
    from mkdocs.commands.serve import serve as serve_with_mkdocs  # A build need not wait for servers.

    with _show_log("mkdocs.config", logging.ERROR), _explain_failures(config_file, "no preview"):
        _require_usable(config_file, "no preview")
        serve_with_mkdocs(config_file=str(config_file), dev_addr=address)


@contextlib.contextmanager
def _show_log(others: str, level: int) -> Iterator[None]:
    """Show what we tell, and what others of these names in MkDocs tell from a level on.

    The logger must stay open to warnings, since `strict` counts them there.
    """
    log = logging.getLogger("mkdocs")
    log.setLevel(logging.INFO)
    shown = logging.StreamHandler()
    shown.addFilter(lambda it: it.name == LOGGER_NAME or (it.levelno >= level and it.name.startswith(others)))
    shown.addFilter(escape_record)
    shown.setFormatter(logging.Formatter("%(message)s"))
    log.addHandler(shown)
    try:
        yield
    finally:
        log.removeHandler(shown)
