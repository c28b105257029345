"""The site as a project for tools without plugins: Zensical and plain MkDocs build the same pages from it."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import TypeAlias
from urllib.parse import urlsplit

import pytest
import yaml

from factsheet.publish.markdown_project import build_mkdocs_config
from factsheet.render.unsafe_markup import POLICY_WITHOUT_HASHES
from tests.publish import test_site
from tests.support.sites import (
    MKDOCS,
    Element,
    Html,
    copy_toy,
    list_differing,
    make_once,
    read_pages,
    read_tree,
    replace_text,
    run_cli,
    run_command,
)

Pages: TypeAlias = Mapping[str, Html]
ZENSICAL = (sys.executable, "-m", "zensical")
needs_zensical = pytest.mark.skipif(
    find_spec("zensical") is None, reason="zensical is not installed; requirements-dev.txt has it"
)
BUILDERS = [pytest.param("zensical", marks=needs_zensical), pytest.param("mkdocs without plugins", marks=())]
SKIP = "__skip"
"""Zensical's way past the header leads to an anchor of its own."""


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project that the command makes of the toy."""
    root = tmp_path_factory.mktemp("exported")
    code, output = run_cli("pages", "-f", str(copy_toy(root / "toy") / "mkdocs.yml"), str(root / "project"))
    assert code == 0, output
    return root / "project"


@pytest.fixture(scope="module", params=BUILDERS)
def project(request: pytest.FixtureRequest, exported: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project of the toy as it was built in two ways; its site is in `site/`."""
    command = ZENSICAL if request.param == "zensical" else MKDOCS

    def make(folder: Path) -> None:
        folder.mkdir()
        for name, raw in read_tree(exported).items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(raw)
        done = run_command(*command, "build", "--strict", cwd=folder)
        assert done.returncode == 0, done.stdout + done.stderr

    return make_once(tmp_path_factory, f"portable-{request.param.partition(' ')[0]}", make)


@pytest.fixture(scope="module")
def pages(project: Path) -> Pages:
    return read_pages(project / "site")


def led(link: str, page: str) -> str:
    """Return where a link leads, counted from the root of the site, however it is written."""
    parts = urlsplit(link)
    if parts.scheme:
        return link
    path = parts.path.removeprefix(test_site.BASE) if parts.path.startswith("/") else parts.path
    path = path.removesuffix("index.html") or "./"
    base = "" if parts.path.startswith("/") else dirname(page)
    target = normpath(join(base, path)) if parts.path else normpath(dirname(page) or ".")
    return parts._replace(scheme="", netloc="", path=target).geturl()


def links(page: Html, name: str) -> list[str]:
    """Return where each link of a page leads but the way past the header."""
    return [led(link["href"], name) for link in page.find_all("a") if link["class"] != "md-skip" and link["id"] != SKIP]


def shown(page: Html, name: str) -> list[tuple[str, Mapping[str, str], str]]:
    """Return each element of the content, with its words and where it leads."""

    def attributes(element: Element) -> Mapping[str, str]:
        kept = {key: value for key, value in element.attributes.items() if key != "data-search-exclude"}
        return kept | {key: led(kept[key], name) for key in ("href", "src") if key in kept}

    return [
        (element.tag, attributes(element), " ".join(element.text.split()))
        for element in page.elements
        if "article" in element.within and element["id"] != SKIP
    ]


# ---- the same site


def test_every_address_is_there_and_no_other(project: Path, pages: Pages, toy_pages: Pages) -> None:
    assert sorted(pages) == sorted(toy_pages)
    assert len(pages) > 100
    assert (project / "site/sitemap.xml").is_file()


def test_every_file_to_load_or_download_is_the_same(project: Path, built_toy: Path) -> None:
    ours = {
        name: raw
        for name, raw in read_tree(built_toy / "site").items()
        if not name.startswith(("assets/", "sitemap")) and (name.startswith("embed/") or ".html" not in name)
    }
    theirs = read_tree(project / "site")

    assert list_differing(ours, {name: theirs.get(name, b"") for name in ours}) == []
    assert {"styles/factsheet.css", "scripts/site.js", "downloads/facts.json"} <= ours.keys()


def test_words_headings_links_and_drawings_are_the_same(pages: Pages, toy_pages: Pages) -> None:
    for name, page in toy_pages.items():
        assert shown(pages[name], name) == shown(page, name), name
        assert links(pages[name], name) == links(page, name), name
    assert sum(len(list(page.find_all("svg"))) for page in pages.values()) > 800


def test_titles_descriptions_and_scripts_are_the_same(pages: Pages, toy_pages: Pages) -> None:
    def head(page: Html, name: str) -> tuple[str, list[str], list[str]]:
        described = [meta["content"] for meta in page.find_all("meta") if meta["name"] == "description"]
        modules = [led(script["src"], name) for script in page.find_all("script") if script["type"] == "module"]
        return test_site.head_title(page), described, modules

    for name, page in toy_pages.items():
        assert head(pages[name], name) == head(page, name), name


# ---- nothing runs, nothing loads


def test_every_link_and_anchor_leads_somewhere(project: Path, pages: Pages) -> None:
    test_site.test_every_link_and_anchor_leads_somewhere(project, pages)


def test_nothing_is_loaded_from_another_host(project: Path, pages: Pages) -> None:
    test_site.test_nothing_is_loaded_from_another_host(project, pages)


def test_no_element_or_attribute_runs_anything(pages: Pages) -> None:
    test_site.test_no_element_or_attribute_runs_anything(pages)


def test_no_script_comes_from_a_fact(pages: Pages) -> None:
    """Pages with hostile words have the very scripts that those without have."""
    own: dict[int, list[tuple[Mapping[str, str], str]]] = {}
    for name, page in pages.items():
        if name != "404.html" and not name.startswith("embed/"):
            scripts = [script for script in test_site.scripts_of(page) if not test_site.is_ours(script[0])]
            assert scripts == own.setdefault(name.count("/"), scripts), name
    assert {
        name for name, page in pages.items() if name.startswith("embed/") and list(page.find_all("script"))
    } == set()


def test_every_page_is_bound_to_a_policy(pages: Pages) -> None:
    for name, page in pages.items():
        output = [meta["content"] for meta in page.find_all("meta") if meta["http-equiv"] == "Content-Security-Policy"]
        assert len(output) == 1, name
        assert "connect-src 'self'" in output[0] or name.startswith("embed/")


# ---- settings


def carried(text: str) -> str:
    settings = build_mkdocs_config(text, {"edition": "0123abcd", "facts": 3})
    return settings.partition("mkdocs build`.\n")[2].replace(POLICY_WITHOUT_HASHES, "P")


OWN = """\
docs_dir: "docs"
site_dir: "site"
plugins: []
theme: {"custom_dir": "overrides", "variant": "classic"}
extra: {"factsheet": {"edition": "0123abcd", "facts": 3, "policy": "P"}}
"""


@pytest.mark.parametrize(
    "given, expected",
    [
        ("site_name: A\n", f"site_name: A\n{OWN}"),
        ("{site_name: A, docs_dir: content, plugins: [factsheet], hooks: [a.py]}\n", f"site_name: A\n{OWN}"),
        ("theme: material\n", OWN.replace('"classic"}', '"classic", name: material}')),
        (
            "theme:\n  # ours\n  name: material\n  custom_dir: mine\n  variant: modern\n  icon:\n    logo: a\n",
            OWN.replace('"classic"}', '"classic", name: material, icon: {logo: a}}'),
        ),
        (
            "# head\nsite_name: !ENV [NAME, 'Ä: b'] # of it\nextra: {a: &x [1], b: *x, factsheet: mine}\n",
            "site_name: !ENV [NAME, 'Ä: b']\n" + OWN.replace('"P"}}', '"P"}, a: &id001 [1], b: *id001}'),
        ),
        (
            "markdown_extensions:\n- pymdownx.emoji:\n    index: !!python/name:material.x ''\n",
            f"markdown_extensions:\n- pymdownx.emoji:\n    index: !!python/name:material.x ''\n{OWN}",
        ),
    ],
)
def test_settings_are_carried_over_with_their_tags(given: str, expected: str) -> None:
    # In which order, and whether as a block, is nothing to who reads them.
    assert yaml.safe_load(strip_tags(carried(given))) == yaml.safe_load(strip_tags(expected)), carried(given)
    assert re.findall("![^ ]+", carried(given)) == re.findall("![^ ]+", expected)


def strip_tags(text: str) -> str:
    return re.sub("![^ ]+ ?", "", text)


def test_inherited_settings_are_not_left_behind_in_silence(tmp_path: Path) -> None:
    site = copy_toy(tmp_path / "toy")
    (site / "mkdocs.yml").rename(site / "base.yml")
    (site / "mkdocs.yml").write_text("INHERIT: base.yml\n", encoding="utf-8")

    code, output = run_cli("pages", "-f", str(site / "mkdocs.yml"), str(tmp_path / "out"))

    assert code == 1
    assert "mkdocs.yml:1:10: error F403: 'INHERIT' adds settings" in output
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "written, given", [("", "https://example.org/a"), ("https://example.org/a", ""), ("https://example.org/a/", "")]
)
def test_the_project_has_the_address_with_its_slash_wherever_it_was_set(
    written: str, given: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Zensical takes it as it is written: without the slash, a preview had `…/aimages/social/…`."""
    site = copy_toy(tmp_path / "toy")
    old = "site_url: https://ledger.example.org/ostwick/\n"
    replace_text(site / "mkdocs.yml", old, f"site_url: {written}\n" if written else "")
    monkeypatch.setenv("SITE_URL", given)

    assert run_cli("pages", "-f", str(site / "mkdocs.yml"), str(tmp_path / "out"))[0] == 0

    settings = (tmp_path / "out/mkdocs.yml").read_text("utf-8")
    assert re.findall("^site_url: .*", settings, re.MULTILINE) == ['site_url: "https://example.org/a/"']


def test_what_is_written_by_hand_stands_before_what_the_theme_brings(tmp_path: Path) -> None:
    site = copy_toy(tmp_path / "toy")
    (site / "content/images").mkdir(exist_ok=True)
    (site / "content/images/favicon.svg").write_text("<svg/>", encoding="utf-8")
    replace_text(site / "content/method.md", "# ", "# Our ")

    assert run_cli("pages", "-f", str(site / "mkdocs.yml"), str(tmp_path / "out"))[0] == 0

    assert (tmp_path / "out/docs/images/favicon.svg").read_text("utf-8") == "<svg/>"
    assert "# Our " in (tmp_path / "out/docs/method.md").read_text("utf-8")
    assert not list((tmp_path / "out").rglob("*.ttf"))


@pytest.mark.parametrize("folder", [".", "..", "content", "content/x", "facts", "content/../content", ".git"])
def test_the_site_itself_is_no_place_for_the_project(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = copy_toy(tmp_path / "toy")
    monkeypatch.chdir(site)
    before = read_tree(tmp_path)
    code, output = run_cli("pages", folder)

    assert code == 2, output
    assert output.endswith(". Name a new or empty folder.\n")
    assert read_tree(tmp_path) == before
