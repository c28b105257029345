"""What a build takes over from an earlier one is what it would have made; and it does each piece of work once."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import markdown
import pytest
from mkdocs.config import load_config
from mkdocs.structure import files
from mkdocs.theme import Theme

from factsheet.project.load import read_site
from factsheet.project.write_files.cache import BuildCache
from factsheet.publish import frames, mkdocs_settings, reuse
from factsheet.publish.build import BuildResult, build_site
from factsheet.publish.reuse import RenderedPage
from factsheet.render import site as render_site
from factsheet.render.blocks import VERSION_MARK
from factsheet.render.html.pages import write_html_page
from tests.support.paths import SECOND, TOY
from tests.support.sites import (
    DAY,
    EPOCH,
    SECOND_EPOCH,
    copy_toy,
    list_differing,
    make_once,
    read_tree,
    replace_text,
    run_cli,
)

Files = Mapping[str, bytes]
CACHE = ".cache/factsheet/build"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return copy_toy(tmp_path / "toy")


def build(site: Path, epoch: str = EPOCH) -> str:
    """Build a site without an error; return what the command says."""
    code, output = run_cli("build", "-f", str(site / "mkdocs.yml"), epoch=epoch)
    assert code == 0, output
    return output


def build_clean(site: Path, epoch: str = EPOCH) -> Files:
    """Return what a site is without anything of an earlier build."""
    shutil.rmtree(site / ".cache", ignore_errors=True)
    shutil.rmtree(site / "site", ignore_errors=True)
    build(site, epoch)
    return read_tree(site / "site")


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A toy that was built; no test may change it."""

    def make(folder: Path) -> None:
        build(copy_toy(folder))

    return make_once(tmp_path_factory, "built", make)


@pytest.fixture(scope="session")
def edited_once(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """What the toy with a sheet of another title is, without anything of an earlier build."""

    def make(folder: Path) -> None:
        edit(copy_toy(folder))
        build(folder)

    return read_tree(make_once(tmp_path_factory, "edited", make) / "site")


@pytest.fixture
def built(built_once: Path, tmp_path: Path) -> Path:
    """A copy of the toy with the site and the cache of its build, which are of use in any folder."""
    return Path(shutil.copytree(built_once, tmp_path / "toy"))


def edit(site: Path) -> None:
    """Give a sheet another title."""
    replace_text(site / "facts/sheets/strike.yml", "\ntitle: ", "\ntitle: New ")


# ---- the same, however it is made


@pytest.mark.parametrize("fixture, epoch", [(TOY, EPOCH), (SECOND, SECOND_EPOCH)], ids=["toy", "second"])
def test_pages_that_share_a_frame_are_as_if_each_had_been_rendered(
    fixture: Path, epoch: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    framed = build_clean(copy_toy(tmp_path / "framed", fixture), epoch)
    monkeypatch.setattr(mkdocs_settings, "has_own_templates", lambda _: True)
    rendered = build_clean(copy_toy(tmp_path / "rendered", fixture), epoch)

    assert list_differing(framed, rendered) == []


def test_pages_from_their_markdown_are_those_from_their_blocks(
    site: Path, built_once: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mkdocs_settings, "choose_permalink", lambda _: None)
    from_markdown = build_clean(site)

    assert list_differing(read_tree(built_once / "site"), from_markdown) == []


# ---- after an edit

EDITS: Mapping[str, tuple[str, str, str]] = {
    "the title of a sheet": ("sheets/strike.yml", "\ntitle: ", "\ntitle: New "),
    "the title of a source": ("sources/northern-wire.yml", "\ntitle: Strike", "\ntitle: New strike"),
    "the role of an actor": ("actors.yml", "role: Speaker", "role: Secretary"),
    "the name of a place": ("places.yml", "name: ", "name: New "),
    "a line more": ("sheets/strike.yml", "\nfacts:", "\n# A comment.\nfacts:"),
    "another letter": ("sources/northern-wire.yml", "\ntitle: ", "\nletter: Z\ntitle: "),
}


def build_with_cache(site: Path) -> tuple[BuildResult, dict[str, RenderedPage]]:
    """Build what can be kept: exports and pages."""
    read, cache = read_site(site / "mkdocs.yml", dt.date.fromisoformat(DAY)), BuildCache(site)
    built = build_site(read.inputs, read.settings, cache)
    assert built.results or built.diagnostics
    pages = {
        page.uri: built.results.render_page(page.uri, page.build, permalink=True)
        for page in built.pages
        if built.results
    }
    cache.save()
    return built, pages


def assert_pages_as_if_made_now(built: BuildResult, pages: Mapping[str, RenderedPage]) -> None:
    for page in built.pages:
        html, kept = write_html_page(page.build(), permalink=True), pages[page.uri]
        assert kept.read_content() == html.content, page.uri
        assert (kept.outline, frozenset(kept.anchors), kept.links) == (html.outline, html.anchors, html.links), page.uri
        assert kept.meta["version"] == html.version, page.uri


@pytest.fixture
def without_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Papers that are made at once: of a record, they are what it says."""
    for module in (reuse, render_site):
        monkeypatch.setattr(module, "typeset", lambda paper: paper.record.encode())


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.usefixtures("without_papers")
def test_all_is_made_again_when_anything_in_it_has_changed(site: Path, edit: str) -> None:
    build_with_cache(site)
    file, old, new = EDITS[edit]
    replace_text(site / "facts" / file, old, new)
    built, pages = build_with_cache(site)
    read = read_site(site / "mkdocs.yml", dt.date.fromisoformat(DAY))

    assert_pages_as_if_made_now(built, pages)
    assert built.exports == build_site(read.inputs, read.settings).exports


def list_lines(site: Path) -> Iterator[tuple[Path, int]]:
    """Yield every line of the facts that can be changed without an error, as far as its words are no id or date."""
    for file in sorted((site / "facts").rglob("*.yml")):
        for number, line in enumerate(file.read_text("utf-8").splitlines()):
            if re.match(
                r" *(?:- )?(?:title|caveat|note|why|description|summary|name|statement): [A-Z][^\"'>|\[]*$", line
            ):
                yield file, number


@pytest.mark.usefixtures("without_papers")
def test_no_line_of_the_facts_can_change_without_its_pages(site: Path) -> None:
    """Of every text that stands on pages, one after the other."""
    build_with_cache(site)
    changed = 0
    for file, number in list_lines(site):
        text = file.read_text("utf-8")
        lines = text.splitlines(keepends=True)
        lines[number] = lines[number].rstrip("\n") + " indeed\n"
        file.write_text("".join(lines), encoding="utf-8")
        built, pages = build_with_cache(site)
        if built.pages:
            changed += 1
            assert_pages_as_if_made_now(built, pages)
        file.write_text(text, encoding="utf-8")

    assert changed > 30


def test_an_edit_gives_the_site_of_a_clean_build(built: Path, edited_once: Files) -> None:
    edit(built)
    build(built)

    assert list_differing(read_tree(built / "site"), edited_once) == []


def read_versions(site: Path) -> dict[str, str]:
    """Return what each page shows at its foot as its version."""
    pages = {uri: raw.decode() for uri, raw in read_tree(site / "site").items() if uri.endswith("index.html")}
    found = {uri: re.search("Version of this page <strong>([0-9a-f]{8})</strong>", page) for uri, page in pages.items()}
    return {uri: version[1] for uri, version in found.items() if version}


def test_the_version_of_a_page_is_the_same_as_long_as_it_says_the_same(built: Path) -> None:
    before, files = read_versions(built), read_tree(built / "site")
    edit(built)
    build(built)
    after, changed = read_versions(built), list_differing(files, read_tree(built / "site"))

    assert before["facts/strikers/index.html"] != after["facts/strikers/index.html"]
    assert before["sheets/strike/index.html"] != after["sheets/strike/index.html"]
    assert before["facts/red-letters/index.html"] == after["facts/red-letters/index.html"]
    assert not {"facts/red-letters/index.html", "embed/red-letters/index.html", "sheets/walls/index.html"} & {*changed}
    assert {uri for uri in changed if uri.startswith("facts/") and uri.endswith("index.html")} == {
        uri for uri in before if uri.startswith("facts/") and before[uri] != after[uri]
    }


def test_a_citation_names_the_version_of_its_page(built_once: Path) -> None:
    files, versions = read_tree(built_once / "site"), read_versions(built_once)
    texts = {uri: files[uri].decode() for uri in versions if uri.startswith(("facts/", "sheets/"))}
    pages = {uri: text for uri, text in texts.items() if "BibTeX" in text}

    assert len(pages) > 20
    for uri, page in pages.items():
        assert set(re.findall(r"[Vv]ersion ([0-9a-f]{8})\b", page)) == {versions[uri]}, uri
    assert not [uri for uri, raw in files.items() if VERSION_MARK.encode() in raw]


# ---- each piece of work once


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often the costly work of a build is done."""
    counts: Counter[str] = Counter()

    def count(name: str, holder: object, method: str) -> None:
        original: Callable[..., object] = getattr(holder, method)

        def counting(*arguments: object, **named: object) -> object:
            counts[name] += 1
            return original(*arguments, **named)

        monkeypatch.setattr(holder, method, counting)

    count("Markdown conversions", markdown.Markdown, "convert")
    count("frames", frames.FramedTemplate, "_render_frame")
    count("pages from blocks", reuse, "write_html_page")
    count("papers", reuse, "typeset")
    return counts


def test_the_work_of_a_build_is_in_proportion_to_what_is_new(site: Path, counted: Counter[str]) -> None:
    handwritten = sum(1 for _ in (site / "content").rglob("*.md"))
    build(site)
    pages, papers = counted["pages from blocks"], counted["papers"]

    assert counted["Markdown conversions"] == handwritten
    assert counted["frames"] <= 2 * 5  # for each kind of record, pages with and without a list of contents
    assert papers == 2 * 3 + 2  # a handout and a picture for each sheet, those of the site

    counted.clear()
    replace_text(site / "facts/sheets/walls.yml", "\ntitle: ", "\ntitle: New ")
    build(site)

    assert counted["Markdown conversions"] == handwritten
    assert counted["papers"] == 2
    assert 0 < counted["pages from blocks"] < pages

    counted.clear()
    build(site)

    assert counted["papers"] == counted["pages from blocks"] == 0


def test_a_copy_of_a_site_with_its_cache_needs_no_work_again(built: Path, counted: Counter[str]) -> None:
    build(built)

    assert counted["papers"] == counted["pages from blocks"] == 0


PAPERS = """
import json, sys
from pathlib import Path
from factsheet.project.write_files.cache import BuildCache
from factsheet.publish import reuse
from factsheet.render.pdf import Paper, typeset

icon = '<svg xmlns="http://www.w3.org/2000/svg"/>'
look = json.dumps({"margin": "#86b9b2", "emblem": icon})
records = [{"site": str(number), "title": "", "subtitle": "", "marks": [], "foot": ""} for number in range(12)]
texts = list(map(json.dumps, records))
papers = {text: Paper("social", text, look) for text in texts}
by_processes = reuse.typeset_with_cache(papers, BuildCache(Path(sys.argv[1])))
print("typst" in sys.modules)
alone = {name: typeset(paper) for name, paper in papers.items()}
by_threads = reuse.typeset_with_cache(papers, BuildCache(Path(sys.argv[2])))
print(by_processes == alone == by_threads, len(set(alone.values())))
"""


def test_papers_are_the_same_made_by_processes_by_threads_and_alone(tmp_path: Path) -> None:
    command = (sys.executable, "-c", PAPERS, str(tmp_path / "a"), str(tmp_path / "b"))
    printed = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout

    assert printed.splitlines() == [str(sys.platform != "linux"), "True 12"]


SLOW_PAPERS = """
import sys, time
from pathlib import Path
from factsheet.project.write_files.cache import BuildCache
from factsheet.publish import reuse
from factsheet.render.pdf import Paper

def wait(paper):
    time.sleep(2)

reuse.typeset = wait
papers = {str(number): Paper(str(number), "", "") for number in range(60)}
print("begun", flush=True)
reuse.typeset_with_cache(papers, BuildCache(Path(sys.argv[1])))
"""


def list_running(group: int) -> list[int]:
    """Return the processes of a group that have not ended."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, of_group = path.read_text("ascii", "replace").rpartition(") ")[2].split()[:3]
            if int(of_group) == group and state != "Z":
                found.append(int(path.parent.name))
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux only")
@pytest.mark.parametrize("name", ["SIGKILL", "SIGINT"])
def test_no_process_outlives_a_build_that_is_stopped(tmp_path: Path, name: str) -> None:
    command = (sys.executable, "-c", SLOW_PAPERS, str(tmp_path))
    with subprocess.Popen(command, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as started:
        assert started.stdout
        assert started.stderr
        started.stdout.readline()
        while len(list_running(started.pid)) < 2:
            time.sleep(0.05)
        os.killpg(started.pid, signal.Signals[name]) if name == "SIGINT" else started.kill()
        end = time.monotonic() + 20
        while (left := list_running(started.pid)) and time.monotonic() < end:
            time.sleep(0.05)
        for process in left:
            os.kill(process, signal.SIGKILL)
        printed = started.stderr.read().decode()

    assert left == []
    assert printed.count("Traceback") == (name == "SIGINT"), (
        "only the process that was started says that it was stopped"
    )


def test_the_theme_gives_the_files_that_it_gives_to_mkdocs(site: Path) -> None:
    config = load_config(str(site / "mkdocs.yml"))
    given: list[set[str]] = []
    for kind in (Theme, frames.SiteTheme):
        found = files.Files([])
        config.theme.__class__ = kind
        found.add_files_from_theme(config.theme.get_env(), config)
        given.append({file.src_uri for file in found})

    assert given[0] == given[1]
    assert len(given[0]) > 20


# ---- what is kept


def test_a_file_that_is_the_same_is_not_written_again(built: Path) -> None:
    site = built
    before = {path: path.stat().st_mtime_ns for path in (site / "site").rglob("*") if path.is_file()}
    replace_text(site / "content/method.md", "\n", "\n\nNew words.\n")
    build(site)
    rewritten = {
        path.relative_to(site / "site").as_posix() for path, time in before.items() if path.stat().st_mtime_ns != time
    }

    assert "method/index.html" in rewritten
    assert rewritten <= {"method/index.html", "404.html", "sitemap.xml", "sitemap.xml.gz"}


def test_what_somebody_has_done_to_the_site_is_not_taken_over(built: Path) -> None:
    site = built
    clean = read_tree(site / "site")
    pages = [site / "site" / uri for uri in ("facts/strikers", "facts/tugs", "sheets/walls")]
    for page, text in zip(pages, ("", "<p>Another page.</p>"), strict=False):
        (page / "index.html").write_text(text, encoding="utf-8")
    (pages[2] / "index.html").unlink()
    (pages[2] / "index.html").symlink_to(pages[1] / "index.html")
    build(site)

    assert list_differing(clean, read_tree(site / "site")) == []
    assert not (pages[2] / "index.html").is_symlink()


@pytest.mark.parametrize("damage", ["cut", "emptied", "changed", "a folder", "not writable"])
def test_whatever_becomes_of_the_cache_the_site_is_the_same(built: Path, edited_once: Files, damage: str) -> None:
    site, clean = built, read_tree(built / "site")
    edit(site)
    for path in (site / CACHE).iterdir():
        raw = path.read_bytes()
        if damage == "cut":
            path.write_bytes(raw[: len(raw) // 2])
        elif damage == "emptied":
            path.write_bytes(b"")
        elif damage == "changed":
            path.write_bytes(raw.replace(b"a", b"b"))
        elif damage == "a folder":
            path.unlink()
            path.mkdir()
    if damage == "not writable":
        shutil.rmtree(site / ".cache")
        (site / ".cache").write_bytes(b"")
    build(site)

    assert list_differing(read_tree(site / "site"), edited_once) == []
    assert list_differing(clean, edited_once) != []


def test_the_cache_holds_what_the_last_build_used_and_git_ignores_it(site: Path) -> None:
    draft = site / ".cache/factsheet/new-fact"
    draft.parent.mkdir(parents=True)
    draft.write_text("{}", encoding="utf-8")
    build(site)
    first = {path.name for path in (site / CACHE).iterdir()}
    edit(site)
    build(site)
    second = {path.name for path in (site / CACHE).iterdir()}

    assert (site / CACHE / ".gitignore").read_text("utf-8") == "*\n"
    assert draft.exists()  # What others keep beside it is not the build's.
    assert len(second) == len(first)


# ---- plugins and extensions that may change pages

HOOKS = {
    "Markdown": (
        "def on_page_markdown(markdown, **_):\n    return markdown + '\\n\\nAdded by a hook.\\n'\n",
        "converted from Markdown, which",
    ),
    "pages": ("def on_post_page(output, **_):\n    return output + '<!-- Added by a hook. -->'\n", "may change them"),
}


@pytest.mark.parametrize("hook", HOOKS)
def test_what_a_hook_does_to_pages_is_on_all_of_them(site: Path, hook: str) -> None:
    code, note = HOOKS[hook]
    (site / "hook.py").write_text(code, encoding="utf-8")
    (site / "mkdocs.yml").write_text((site / "mkdocs.yml").read_text("utf-8") + "hooks: [hook.py]\n", encoding="utf-8")
    output = build(site)
    pages = [
        raw
        for name, raw in read_tree(site / "site").items()
        if name.startswith(("facts/", "sheets/")) and name.endswith(".html")
    ]

    assert pages
    assert all(b"Added by a hook." in page for page in pages)
    assert "takes longer to build than others" in output
    assert note in " ".join(output.split())


def test_an_extension_that_is_not_known_converts_pages_from_their_markdown(
    site: Path, built_once: Path, counted: Counter[str]
) -> None:
    expected = read_tree(built_once / "site")
    replace_text(site / "mkdocs.yml", "markdown_extensions:\n", "markdown_extensions:\n  - legacy_em\n")
    output = build(site)

    assert "converted from Markdown, which legacy_em may read in another way" in " ".join(output.split())
    assert counted["Markdown conversions"] > len(
        [name for name in expected if name.startswith("facts/") and name.endswith(".html")]
    )
    assert list_differing(expected, read_tree(site / "site")) == []
