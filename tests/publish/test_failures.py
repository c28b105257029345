"""Exceptions that are no diagnostics: what is said of them, in which format, and what the report holds."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from mkdocs.plugins import BasePlugin, PluginCollection

from factsheet.checks import run
from factsheet.publish.build import diagnose_build_failure
from tests.support.preview_session import write_small_site
from tests.support.sites import FACTSHEET, MKDOCS, read_tree, replace_text, run_cli, run_command

QUOTED = "what a fact says and nobody else may read"
HOOK = """
import os

def on_startup(command, dirty):
    print("started", command, dirty)
    if os.environ["BAD"] == "startup":
        raise ValueError("no startup")

def on_pre_build(config):
    from factsheet.publish import mkdocs_settings
    if os.environ["BAD"] == "ours":
        mkdocs_settings.prepare_theme_files.__code__ = (lambda files, settings, *, preview: {}["QUOTED"]).__code__
    if os.environ["BAD"] == "disk":
        import mkdocs.utils
        def refuse(content, output_path):
            raise OSError(28, "No space left on device", output_path)
        mkdocs.utils.write_file.__code__ = refuse.__code__

def on_nav(nav, config, files):
    if os.environ["BAD"] == "exit":
        raise SystemExit(0)

def on_env(env, config, files):
    pass

def on_page_markdown(markdown, page, config, files):
    if os.environ["BAD"] == "hook":
        return {}["QUOTED"]

def on_build_error(error):
    print("told of", type(error).__name__)

def on_shutdown():
    print("ended")
""".replace("QUOTED", QUOTED)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small site with an old one and a hook that fails as it is told."""
    site = write_small_site(tmp_path / "small")
    (site / "hook.py").write_text(HOOK, encoding="utf-8")
    replace_text(site / "mkdocs.yml", "plugins:", "hooks: [hook.py]\nplugins:")
    (site / "site").mkdir()
    (site / "site/404.html").write_text('<link href="/styles/factsheet.css">', encoding="utf-8")
    return site


def read_report(output: str) -> str:
    found = re.search(r"\S*factsheet-failure-\w+\.txt", output)
    assert found, output
    return Path(found[0]).read_text("utf-8")


def build(site: Path, command: tuple[str, ...], bad: str) -> tuple[int, str]:
    done = run_command(*command, cwd=site, BAD=bad, TMPDIR=str(site.parent))
    output = done.stdout + done.stderr
    assert "started build False\n" in output
    assert ("ended\n" in output) is (bad != "startup")
    assert ("told of" in output) is (bad not in {"", "startup"})
    if command[: len(FACTSHEET)] == FACTSHEET and bad:
        assert list(read_tree(site / "site")) == ["404.html"]
        assert "not published; site/ is unchanged: " in output
        assert list(site.glob(".site*")) == []
    return done.returncode, output


@pytest.mark.parametrize("command", [(*FACTSHEET, "build"), (*MKDOCS, "build")])
def test_a_failure_of_ours_has_a_code_of_its_own(site: Path, command: tuple[str, ...]) -> None:
    code, output = build(site, command, "ours")

    assert code == 70
    assert re.search(r"factsheet/publish/mkdocs_plugin\.py:\d+:1: error F905: factsheet itself has failed", output)
    report = read_report(output)
    assert "in on_files" in report
    assert "KeyError" in report
    assert re.search(r"^mkdocs \d", report, re.MULTILINE)
    assert os.environ["HOME"] not in report


@pytest.mark.parametrize("command", [(*FACTSHEET, "build"), (*MKDOCS, "build")])
def test_a_failure_of_a_hook_names_it(site: Path, command: tuple[str, ...]) -> None:
    code, output = build(site, command, "hook")

    assert code == 1
    assert re.search(rf"hook\.py:\d+:1: error F903: a hook has failed: KeyError: '{QUOTED}'", output)
    assert "on_page_markdown" in read_report(output)


def test_what_the_last_plugin_adds_is_found_too(site: Path) -> None:
    added = """
from mkdocs.plugins import event_priority

@event_priority(-1000)
def on_post_build(config):
    with open(config.site_dir + "/index.html", "a", encoding="utf-8") as page:
        page.write("<script>evil()</script>")
"""
    (site / "hook.py").write_text(HOOK + added, encoding="utf-8")
    done = run_command(*FACTSHEET, "build", cwd=site, BAD="")

    assert done.returncode == 1
    assert "error F906: an inline script" in done.stderr
    assert list(read_tree(site / "site")) == ["404.html"]


def test_a_hook_that_ends_the_program_is_no_success(site: Path) -> None:
    done = run_command(*FACTSHEET, "build", cwd=site, BAD="exit")

    assert done.returncode == 1
    assert "a plugin or a hook has ended the program with 0" in done.stderr
    assert list(read_tree(site / "site")) == ["404.html"]


def test_a_hook_that_cannot_be_called_is_named(site: Path) -> None:
    replace_text(site / "hook.py", "def on_env(env, config, files):", "def on_env(env):")
    done = run_command(*FACTSHEET, "build", cwd=site, BAD="", TMPDIR=str(site.parent))

    assert done.returncode == 1
    assert "a hook has failed: TypeError" in done.stderr


def test_a_failure_before_the_first_page_names_the_hook(site: Path) -> None:
    code, output = build(site, (*FACTSHEET, "build"), "startup")

    assert code == 1
    assert re.search(r"hook\.py:\d+:1: error F903: a hook has failed: ValueError: no startup", output)


class _Broken(BasePlugin):  # type: ignore[type-arg] # it has no options
    def on_env(self, env: object, **_: object) -> None:
        raise ZeroDivisionError(env)


def test_a_failure_of_a_plugin_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    plugins = PluginCollection()
    plugins["maps"], plugins["weather"] = _Broken(), BasePlugin()
    with pytest.raises(ZeroDivisionError) as caught:
        plugins.run_event("env", "x", config={}, files=())

    diagnostic = diagnose_build_failure(caught.value, Path(__file__).parent)

    assert diagnostic.message == "the plugin 'maps' has failed: ZeroDivisionError: x"
    assert diagnostic.location.file == "test_failures.py"
    assert "in on_env" in read_report(diagnostic.hint)


@pytest.mark.parametrize("command", [(*FACTSHEET, "build"), (*MKDOCS, "build")])
def test_a_fault_of_the_disk_names_the_file_that_was_to_be_written(site: Path, command: tuple[str, ...]) -> None:
    code, output = build(site, command, "disk")

    assert code == 1
    assert re.search(r"site/(404\.html|sitemap\.xml): error F903: no space left on device", output)
    assert "staging" not in output
    assert "factsheet-failure" not in output


@pytest.mark.parametrize("command", [(*FACTSHEET, "build"), (*MKDOCS, "build")])
def test_every_build_fires_the_same_events(site: Path, command: tuple[str, ...]) -> None:
    code, output = build(site, command, "")

    assert code == 0, output


@pytest.mark.parametrize("form", ["text", "github", "json", "sarif"])
def test_every_format_holds_a_failure(site: Path, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise KeyError(QUOTED)

    monkeypatch.setattr(run, "validate", fail)
    monkeypatch.setenv("TMPDIR", str(site.parent))
    monkeypatch.setattr("tempfile.tempdir", None)
    code, output = run_cli("check", "-f", str(site / "mkdocs.yml"), "--format", form)

    assert code == 70
    assert "F905" in output
    assert "what is published is as it was" in output
    assert QUOTED not in output
    assert QUOTED not in read_report(output)
    if form in {"json", "sarif"}:
        json.loads(output)


def test_a_failure_that_cannot_be_reported_is_printed(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise KeyError(QUOTED)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(run, "validate", fail)
    monkeypatch.setattr("tempfile.NamedTemporaryFile", refuse)
    code, output = run_cli("check", "-f", str(site / "mkdocs.yml"))

    assert code == 70
    assert "no file could be written (No space left on device)" in output
    assert "KeyError" in output
    assert QUOTED not in output
