"""The preview as an editor meets it: one rebuild a save, what is wrong above the last good pages."""

from __future__ import annotations

import shutil
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support import paths
from tests.support.paths import TOY
from tests.support.preview_session import RunningPreview, find_free_port, run_preview, write_small_site
from tests.support.sites import FACTSHEET, MKDOCS, run_cli, run_command

GOLDEN = paths.GOLDEN / "preview"
SHEET = "facts/sheets/coast.yml"
COAST = "sheets/coast/"


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[RunningPreview]:
    """A preview of a small site in which all is well."""
    with run_preview(write_small_site(tmp_path / "site")) as preview:
        yield preview


def test_an_error_is_told_and_shown_and_the_last_good_page_comes_back(
    preview: RunningPreview, agree_with: Callable[[Path, str], None]
) -> None:
    assert preview.read_alert(COAST) == ""

    preview.save(SHEET, "standing: reported", "standing: reportet")
    alert = preview.read_alert(COAST)
    assert alert.startswith("1 error in 1 file. Below is the page as it was before.")
    assert f"{SHEET}:8:15 error F105" in alert
    assert "8 | standing: reportet | ^^^^^^^^ Fix: did you mean 'reported'?" in alert
    status, page = preview.fetch_page(COAST)
    assert status == 200
    assert "Boats in the harbour" in page.read_text("article")
    assert preview.read_alert() == alert
    assert preview.fetch_page("sheets/nowhere/")[0] == 404
    assert preview.read_alert("sheets/nowhere/") == alert

    preview.save(SHEET, "standing: reportet", "standing: claimed")
    assert preview.read_alert(COAST) != ""
    preview.save(SHEET, "standing: claimed", "standing: estimated")
    assert "warning F218" in preview.read_alert(COAST)  # The page is shown; only a build stops until it is read again.
    assert "estimated" in preview.fetch_page(COAST)[1].read_text("article").lower()
    assert preview.count_saves() == 3
    agree_with(GOLDEN / "terminal.txt", preview.read_output())


def test_one_save_is_one_rebuild_however_it_is_written(preview: RunningPreview) -> None:
    """What editors write beside a file is no change of the site; a new file in a new folder is one."""
    folder = preview.site / "facts/sheets"
    (folder / ".coast.yml.swp").write_text("vim", encoding="utf-8")
    (folder / "coast.yml~").write_text("a copy", encoding="utf-8")
    (folder / "4913").write_text("", encoding="utf-8")
    (folder / "#coast.yml#").write_text("emacs", encoding="utf-8")
    (folder / "coast.yml~").unlink()
    (folder / "4913").unlink()

    preview.save(SHEET, "What is known", "All that is known")
    assert preview.read_alert(COAST) == ""
    assert "All that is known" in preview.fetch_page(COAST)[1].read_text("article")
    (preview.site / "content/notes").mkdir()
    (preview.site / "content/notes/tides.md").write_text("# Tides\n", encoding="utf-8")
    preview.wait_for("tides.md saved: ")
    assert "Tides" in preview.fetch_page("notes/tides/")[1].read_text("article")
    preview.save("mkdocs.yml", "The harbour", "The quay")
    assert "The quay" in preview.fetch_page()[1].read_text("header")
    assert preview.count_saves() == 3


@pytest.mark.parametrize("name", ["facts", "content"])
def test_a_folder_that_goes_and_comes_back_is_followed(name: str, preview: RunningPreview) -> None:
    """As when somebody switches to a branch without it and back again."""
    folder, aside = preview.site / name, preview.site.parent / "aside"
    folder.rename(aside)
    preview.wait_for(" saved: ", 1)
    assert preview.read_alert(COAST).startswith("1 error")
    assert preview.fetch_page(COAST)[0] == 200
    shutil.copytree(aside, folder)
    preview.wait_for(" saved: ", 2)
    preview.wait_for(" pages in ")
    assert preview.read_alert(COAST) == ""

    preview.save(SHEET, "What is known", "All that is known")
    assert "All that is known" in preview.fetch_page(COAST)[1].read_text("article")
    preview.save("content/index.md", "# The harbour", "# The quay")
    assert "The quay" in preview.fetch_page()[1].read_text("article")


def test_it_begins_with_an_error_and_heals(tmp_path: Path, agree_with: Callable[[Path, str], None]) -> None:
    site = write_small_site(tmp_path / "site")
    sheet = site / SHEET
    sheet.write_text(sheet.read_text("utf-8").replace("40 boats\n", "at lest 40 boats\n"), encoding="utf-8")

    with run_preview(site) as preview:
        status, page = preview.fetch_page(COAST)
        assert status == 404
        assert page.read_text("article") == "No pages yet"
        assert preview.read_alert(COAST).startswith("1 error in 1 file. There are no pages until this is fixed.")
        assert preview.read_alert() == preview.read_alert(COAST)
        assert any("livereload" in script.text for script in page.find_all("script"))
        preview.save(SHEET, "at lest 40", "at least 40")
        assert "warning F218" in preview.read_alert(COAST)
        assert "at least" in preview.fetch_page(COAST)[1].read_text("article")
        assert preview.end(signal.SIGINT) == 0
        agree_with(GOLDEN / "faulty-start.txt", preview.read_output())


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_by_ctrl_c_or_by_a_script_and_leaves_nothing(by: signal.Signals, tmp_path: Path) -> None:
    """In the background of a script, Ctrl-C is not heard."""
    with run_preview(write_small_site(tmp_path / "site"), at_a_terminal=by is signal.SIGINT) as preview:
        if by is signal.SIGTERM:
            preview.process.send_signal(signal.SIGINT)
        assert preview.fetch_page(COAST)[0] == 200
        assert list((tmp_path / "temporary").iterdir()) != []
        assert preview.end(by) == 0
        assert list((tmp_path / "temporary").iterdir()) == []


@pytest.mark.parametrize("by, code", [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_ended_before_it_is_up_it_says_by_what(by: signal.Signals, code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mkdocs.commands.serve.serve", lambda **_: signal.raise_signal(by))
    before = [signal.signal(signal.SIGINT, signal.default_int_handler), signal.getsignal(signal.SIGTERM)]
    try:
        assert run_cli("serve", "-f", str(TOY / "mkdocs.yml"))[0] == code
        assert signal.getsignal(signal.SIGTERM) == before[1]
    finally:
        signal.signal(signal.SIGINT, before[0])


def test_what_is_no_fact_can_be_wrong_too(preview: RunningPreview, agree_with: Callable[[Path, str], None]) -> None:
    """Settings, templates and hand-written pages: each is told with its place, and none ends the preview."""
    preview.save("mkdocs.yml", "plugins:", "plugins: [")
    assert "mkdocs.yml:5:" in preview.read_alert()
    assert "Boats" in preview.fetch_page(COAST)[1].read_text("article")
    preview.save("mkdocs.yml", "plugins: [", "nav: 7\nplugins:")
    assert "error F903" in preview.read_alert()
    preview.save("mkdocs.yml", "nav: 7\n", "")
    assert preview.read_alert() == ""

    preview.save("content/index.md", "factsheet: home", "factsheet: hom")
    assert "content/index.md:3:1 error F902" in preview.read_alert()
    preview.save("content/index.md", "<!-- factsheet: hom -->", "[Tides](tides.md)")
    assert "content/index.md warning F904" in preview.read_alert()
    assert "tides.md" in preview.read_alert()

    preview.save("content/index.md", "[Tides](tides.md)", "<b onclick=go()>Tides</b>")
    assert "content/index.md:3:12 error F906" in preview.read_alert()
    assert "Tides" in preview.fetch_page()[1].read_text("article")
    preview.save("content/index.md", "<b onclick=go()>Tides</b>", "[Tides](tides.md)")

    (preview.site / "content/timeline.md").write_text("# Mine\n", encoding="utf-8")
    preview.wait_for("timeline.md saved: ")
    assert "content/timeline.md error F901" in preview.read_alert()
    assert "Mine" not in preview.fetch_page("timeline/")[1].read_text("article")
    (preview.site / "content/timeline.md").unlink()
    preview.wait_for("timeline.md saved: ", 2)

    template = preview.site / "own/partials/javascripts/base.html"
    template.parent.mkdir(parents=True)
    template.write_text("{% if %}", encoding="utf-8")
    preview.save("mkdocs.yml", "font: false", "font: false, custom_dir: own")
    assert "own/partials/javascripts/base.html:1:1 error F903" in preview.read_alert()
    assert "Boats" in preview.fetch_page(COAST)[1].read_text("article")
    agree_with(GOLDEN / "other-faults.txt", preview.read_output())


def test_mkdocs_alone_previews_as_well(tmp_path: Path) -> None:
    with run_preview(write_small_site(tmp_path / "site"), (*MKDOCS, "serve", "--dev-addr")) as preview:
        preview.save(SHEET, "value: 40", "value: 4O")
        assert "error F" in preview.read_alert(COAST)
        preview.save(SHEET, "value: 4O", "value: 40")
        assert preview.read_alert(COAST) == ""


def test_hostile_words_are_only_shown(tmp_path: Path) -> None:
    """What is wrong quotes the file, and the file may hold anything."""
    site = write_small_site(tmp_path / "site")
    sheet = site / SHEET
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)> [x](javascript:alert(1)) `` {: .x } </pre>"
    text = sheet.read_text("utf-8").replace("standing: reported", f"standing: '{hostile}'")
    sheet.write_text(text, encoding="utf-8")

    with run_preview(site) as preview:
        _, page = preview.fetch_page()
        (alert,) = (box for box in page.find_all("div") if box["role"] == "alert")
        assert hostile in alert.text
        inside = [element for element in page.elements if alert.attributes.items() <= element.attributes.items()]
        assert inside == [alert]
        assert not [image for image in page.find_all("img") if image["src"] == "x"]
        assert not [script for script in page.find_all("script") if "alert(1)" in script.text]


@pytest.mark.parametrize("command", [(*FACTSHEET, "serve", "-a"), (*MKDOCS, "serve", "-a")])
def test_a_port_that_is_taken_is_said(tmp_path: Path, command: tuple[str, ...]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        address = f"127.0.0.1:{other.getsockname()[1]}"
        done = run_command(*command, address, cwd=write_small_site(tmp_path / "site"))

    assert done.returncode == 1
    assert f"cannot serve at {address}: another program is using it; name another address" in done.stderr


def test_settings_that_cannot_be_read_end_it_at_once(tmp_path: Path) -> None:
    site = write_small_site(tmp_path / "site")
    (site / "mkdocs.yml").write_text("site_name: [\n", encoding="utf-8")
    done = run_command(*FACTSHEET, "serve", "-a", f"127.0.0.1:{find_free_port()}", cwd=site)

    assert done.returncode == 1
    assert "no preview: " in done.stderr


def test_nothing_of_a_preview_is_published(built_toy: Path) -> None:
    site = built_toy / "site"

    assert not (site / "styles/preview.css").exists()
    assert "fs-panel" not in (site / "index.html").read_text("utf-8")
    assert "Edition preview" not in (site / "index.html").read_text("utf-8")
