"""The whole way: a site on the disk, built by MkDocs and by our command, and looked over as built."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from posixpath import join, normpath
from typing import TypeAlias
from urllib.parse import unquote, urlsplit

import pytest

from factsheet.project.write_files import folders
from factsheet.theme import THEME_FOLDER
from tests.support.paths import GOLDEN, TOY
from tests.support.sites import (
    FACTSHEET,
    MKDOCS,
    Element,
    Html,
    build_here,
    copy_toy,
    list_differing,
    read_pages,
    read_tree,
    replace_text,
    run_cli,
    run_command,
)

Pages: TypeAlias = Mapping[str, Html]
BASE = "/ostwick/"
"""The path that the toy's `site_url` has."""
LOADS = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "embed": "src",
    "source": "src",
    "audio": "src",
    "video": "src",
    "track": "src",
    "object": "data",
    "use": "href",
    "image": "href",
}
"""What makes a browser fetch something, without the reader's doing."""
LEADS_ONLY = frozenset({"canonical", "next", "prev", "license", "author", "alternate"})
TAKEN = "document.title='taken'"
"""The payload in the toy's hostile texts."""


# ---- the same site, whoever builds it


def test_our_command_gives_the_same_bytes_as_mkdocs(built_toy: Path, tmp_path: Path) -> None:
    site = copy_toy(tmp_path / "toy")

    done = run_command(*FACTSHEET, "build", cwd=site)

    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"published \d+ pages to site/ in [\d.]+ s\n", done.stdout)
    assert list_differing(read_tree(built_toy / "site"), read_tree(site / "site")) == []
    assert sorted(path.name for path in site.iterdir() if path.name.startswith(".")) == [".cache"]


def test_the_same_inputs_give_the_same_bytes_anywhere(built_toy: Path, tmp_path: Path) -> None:
    site = copy_toy(tmp_path / "another folder" / "Ösite")
    elsewhere = {
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "LANG": "tr_TR.UTF-8",
        "PYTHONHASHSEED": "4711",
        "PYTHONUTF8": "0",
    }

    done = run_command(*MKDOCS, "build", "--strict", cwd=site, **elsewhere)

    assert done.returncode == 0, done.stderr
    assert list_differing(read_tree(built_toy / "site"), read_tree(site / "site")) == []


@pytest.mark.parametrize("written, given", [("", "/ostwick"), ("", "/ostwick/"), ("/ostwick", "/elsewhere/")])
def test_the_address_is_the_same_wherever_it_is_set(written: str, given: str, built_toy: Path, tmp_path: Path) -> None:
    """Canonical addresses, previews, citations, the sitemap, the page for a wrong address; with or without slash."""
    site = copy_toy(tmp_path / "toy")
    host, settings = "https://ledger.example.org", site / "mkdocs.yml"
    replace_text(settings, f"site_url: {host}/ostwick/\n", f"site_url: {host}{written}\n" if written else "")

    code, output = build_here(site, SITE_URL=f"{host}{given}")

    assert code == 0
    assert re.fullmatch(r"published \d+ pages to site/ in [\d.]+ s\n", output)
    assert list_differing(read_tree(built_toy / "site"), read_tree(site / "site")) == []


def test_the_addresses_that_we_promise_are_there(built_toy: Path) -> None:
    site = built_toy / "site"
    promised = (
        "",
        "sheets/strike/",
        "facts/strikers/",
        "sources/port-register/",
        "actors/orla-finn/",
        "places/coast/",
        "timeline/",
        "differences/",
        "checks/",
        "check-it-yourself/",
        "corrections/",
        "downloads/",
        "method/",
    )

    assert [address for address in promised if not (site / address / "index.html").is_file()] == []
    assert (site / "facts/strikers/fact.json").is_file()
    assert (site / "downloads/facts.json").is_file()
    assert (site / "downloads/evidence.json").is_file()


# ---- links


def target_of(link: str, page: str) -> str:
    """Return the path inside the site that a link of a page leads to."""
    path = unquote(urlsplit(link).path)
    full = path.removeprefix(BASE) if path.startswith(BASE) else join(page.rpartition("/")[0], path)
    full = normpath(full) if full else page
    return full.removeprefix("./")


def test_every_link_and_anchor_leads_somewhere(built_toy: Path, toy_pages: Pages) -> None:
    files = set(read_tree(built_toy / "site"))
    broken = []
    for name, page in toy_pages.items():
        links = [element["href"] for element in page.find_all("a", "link")]
        links += [element["src"] for element in page.elements if element["src"]]
        for link in links:
            parts = urlsplit(link)
            if parts.scheme or not link:
                continue
            target = target_of(link, name) if parts.path else name
            found = next((path for path in (target, join(target, "index.html")) if normpath(path) in files), None)
            if found is None or (parts.fragment and unquote(parts.fragment) not in toy_pages[normpath(found)].ids):
                broken.append(f"{name}: {link}")

    assert broken == []


def test_no_anchor_stands_twice_on_a_page(toy_pages: Pages) -> None:
    twice = {name: {anchor for anchor in page.ids if page.ids.count(anchor) > 1} for name, page in toy_pages.items()}

    assert {name: found for name, found in twice.items() if found} == {}


def test_the_site_works_from_a_sub_path(toy_pages: Pages) -> None:
    absolute = [
        f"{name}: {link}"
        for name, page in toy_pages.items()
        for element in page.elements
        for link in (element["href"], element["src"])
        if link.startswith("/") and not (name == "404.html" and link.startswith(BASE))
    ]

    assert absolute == []


def test_links_in_prose_lead_where_they_say(toy_pages: Pages) -> None:
    page = toy_pages["sheets/strike/index.html"]
    links = {element.text: element["href"] for element in page.find_all("a")}

    assert links["the strikers"] == "../../facts/strikers/"
    assert links["the paper"] == "../../sources/ostwick-gazette/"
    assert links["the union"] == "../../actors/quay-union/"
    assert links["the town"] == "../../places/ostwick/"
    assert links["the money"] == "../money/"
    assert unquote(links["a page elsewhere"]) == "https://example.org/a_b?c=1&d=(2)"
    assert links["the editors"] == "mailto:editors@example.org"


def test_evidence_leads_to_its_passage_and_to_the_whole_article(toy_pages: Pages) -> None:
    links = [element["href"] for element in toy_pages["facts/ships-at-anchor/index.html"].find_all("a")]
    article = "https://gazette.example.org/2024/cranes?part=1&view=full"

    assert article in links
    assert f"{article}#:~:text=The%20harbour%20master%20counted,in%20the%20roads." in links


def test_a_fact_leads_to_the_line_it_is_written_in(toy_pages: Pages) -> None:
    lines = (TOY / "facts/sheets/strike.yml").read_text("utf-8").splitlines()
    line = lines.index("  - id: pickets") + 1
    links = {element.text: element["href"] for element in toy_pages["facts/pickets/index.html"].find_all("a")}

    address = f"https://code.example.org/ostwick/edit/main/facts/sheets/strike.yml#L{line}"
    assert links[f"facts/sheets/strike.yml, line {line}"] == address


# ---- nothing runs, nothing loads


def test_nothing_is_loaded_from_another_host(built_toy: Path, toy_pages: Pages) -> None:
    loaded = [
        f"{name}: {element.tag} {element.attributes}"
        for name, page in toy_pages.items()
        for element in page.elements
        if urlsplit(address_loaded(element)).netloc or element["srcset"] or "url(" in element["style"]
    ]
    styles = {name: raw.decode() for name, raw in read_tree(built_toy / "site").items() if name.endswith(".css")}
    foreign = [
        f"{name}: {found}"
        for name, text in styles.items()
        for found in re.findall(r"url\(\s*['\"]?(?!data:)([^'\")]+)|@import[^;]+", text)
        if urlsplit(found).netloc
    ]

    assert loaded == []
    assert foreign == []


def address_loaded(element: Element) -> str:
    """Return the address that an element makes a browser fetch, an empty one for none."""
    if element.tag == "link":
        return "" if element["rel"] in LEADS_ONLY else element["href"]
    if element.tag == "meta":
        return element["content"] if element["http-equiv"].lower() == "refresh" else ""
    return element[LOADS.get(element.tag, "-")]


@pytest.fixture(scope="module")
def bare_pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """Build pages without facts under Material as it comes, at every depth that the toy has."""
    root = tmp_path_factory.mktemp("bare")
    (root / "docs/a").mkdir(parents=True)
    for page in ("index.md", "a.md", "a/b.md"):
        (root / "docs" / page).write_text("# Nothing\n", encoding="utf-8")
    change_nothing = "site_name: x\nsite_url: https://ledger.example.org/ostwick/\n"
    colours = re.search(r"^  palette:\n(    .*\n)+", (TOY / "mkdocs.yml").read_text("utf-8"), re.MULTILINE)
    assert colours
    theme = f"theme:\n  name: material\n  language: en\n  font: false\n{colours[0]}"
    others = "extra: {generator: false}\nplugins: [search]\n"
    (root / "mkdocs.yml").write_text(change_nothing + theme + others, encoding="utf-8")
    assert run_command(*MKDOCS, "build", cwd=root).returncode == 0
    return read_pages(root / "site")


def scripts_of(page: Html) -> list[tuple[Mapping[str, str], str]]:
    return [(element.attributes, element.text) for element in page.find_all("script")]


def is_ours(attributes: Mapping[str, str]) -> bool:
    """Tell whether a script is a module of the theme, from a file that lies there."""
    name = attributes.get("src", "").rpartition("scripts/")[2]
    return attributes.get("type") == "module" and (THEME_FOLDER / "scripts" / name).is_file()


def test_no_script_but_those_of_the_themes(toy_pages: Pages, bare_pages: Pages) -> None:
    expected = {name.count("/"): scripts_of(page) for name, page in bare_pages.items() if name != "404.html"}
    missing = {"404.html": scripts_of(bare_pages["404.html"])}

    for name, page in toy_pages.items():
        known = missing.get(name, expected[name.count("/")])
        others = [(given, text) for given, text in scripts_of(page) if text or not is_ours(given)]
        assert [script for script in others if script not in known] == [], name


def test_no_element_or_attribute_runs_anything(toy_pages: Pages) -> None:
    wrong = [
        f"{name}: {element.tag} {element.attributes}"
        for name, page in toy_pages.items()
        for element in page.elements
        if (element.tag, element.attributes) != ("base", {"target": "_top"})  # a card's links leave its frame
        if element.tag in {"iframe", "object", "embed", "style", "base", "img", "foreignobject", "animate"}
        or any(attribute.startswith("on") or attribute == "srcdoc" for attribute in element.attributes)
        or element["href"].lower().startswith(("javascript:", "data:", "vbscript:"))
    ]

    assert wrong == []


@pytest.mark.parametrize(
    "page, text",
    [
        ("sheets/walls", f"# Walls & <script>{TAKEN}</script> {{{{ 7*7 }}}} [x](javascript:alert(1)) </title>"),
        ("sheets/walls", f'- 1. {{{{ 7*7 }}}} <img src=x onerror="{TAKEN}"> &amp; | {{: onclick=alert(1) }} */ [TOC]'),
        ("sheets/walls", "- <b>Walls</b> {{ 7*7 }} | *star* {: onclick=alert(1) } [x](javascript:alert(1))"),
        ("facts/red-letters", f"# <script>{TAKEN}</script> stands on the wall, </title> & {{{{ 7*7 }}}} |"),
        ("facts/red-letters", "<b>walls</b> & {{ 7*7 }} | `tick` [x](javascript:alert(1)) {: onclick=alert(1) }"),
        ("facts/red-letters", f"# none, </title><script>{TAKEN}</script>"),
        ("facts/red-letters", f"<script>{TAKEN}</script> | {{: onclick=alert(1) }}"),
        ("facts/red-letters", "- {{ 7 }} <style>*{display:none}</style> &lt;b&gt;"),
        ("facts/red-letters", "1. <svg onload=alert(1)> not code"),
        ("facts/red-letters", "+ <iframe src=//example.org></iframe> {% raw %} --- !!! note"),
        ("facts/red-letters", ': <a href="javascript:alert(1)">x</a> ::: {++x++} ==x== ~x~ :smile:'),
        ("facts/red-letters", f"* <script>{TAKEN}</script> {{{{ 7*7 }}}}"),
        ("facts/red-letters", "> </div></div> {: onclick=alert(1) } | & [x][y]"),
        ("facts/red-letters", '"East" quay <i onmouseover=alert(1)>'),
        ("corrections", "> </div></div> {: onclick=alert(1) } | & [x][y]"),
        ("checks", "to the end of the month <b>& beyond</b>."),
        ("facts/lamp-post", 'The lamp post says "& so on; # - * | ` and ends with a backslash \\'),
        ("facts/crab", "An arrow → points to the 🦀 crab of „Zoë Łuć“, 1 < 2 > 0"),
        ("actors/wall-writer", f"# <script>{TAKEN}</script> & {{{{ 7*7 }}}} {{: onclick=alert(1) }}"),
        ("actors/wall-writer", "- [x](javascript:alert(1)) | *star* `tick` </title>"),
        ("actors/wall-writer", "- # > 1. | {: onclick=alert(1) } <!-- x --> {% raw %} &amp; &#60;b&#62; bold under"),
        ("actors", f"# <script>{TAKEN}</script> & {{{{ 7*7 }}}} {{: onclick=alert(1) }}"),
        ("places/east-quay", '"East" quay <i onmouseover=alert(1)>'),
        ("sources/lighthouse-talk", '<b>Lighthouse</b> & "talk" | {{ 7*7 }}'),
        (
            "sources/lighthouse-talk",
            f"Text: <img src=x onerror=alert(1)>, </title>, <script>{TAKEN}</script>, stressed",
        ),
        ("", f"# <script>{TAKEN}</script> stands on the wall, </title> & {{{{ 7*7 }}}} |"),
        ("timeline", f"# <script>{TAKEN}</script> stands on the wall, </title> & {{{{ 7*7 }}}} |"),
        ("method", "<!-- factsheet: an indented line is no place -->"),
    ],
)
def test_hostile_text_is_shown_as_it_was_typed(toy_pages: Pages, page: str, text: str) -> None:
    assert text in toy_pages[join(page, "index.html")].read_text()


def head_title(page: Html) -> str:
    (title,) = [element.text for element in page.find_all("title") if element.within == ("html", "head")]
    return title


def test_titles_and_descriptions_are_whole_and_safe(toy_pages: Pages) -> None:
    page = toy_pages["sheets/walls/index.html"]
    title = f"# Walls & <script>{TAKEN}</script> {{{{ 7*7 }}}} [x](javascript:alert(1)) </title>"
    output = (
        f'- 1. {{{{ 7*7 }}}} <img src=x onerror="{TAKEN}"> &amp; | {{: onclick=alert(1) }} */ '
        "[TOC] [x](javascript:alert(1)) 𝕏"
    )

    assert head_title(page) == f"{title} – The Ostwick ledger"
    assert page.find_only("meta", name="description")["content"] == output
    assert page.find_only("meta", property="og:title")["content"] == title


def test_every_page_has_a_title_a_description_and_one_first_heading(toy_pages: Pages) -> None:
    for name, page in toy_pages.items():
        assert head_title(page).endswith("The Ostwick ledger"), name
        if not name.startswith("embed/"):  # no search engine lists a card
            assert page.find_only("meta", name="description")["content"].strip(), name
        assert len(list(page.find_all("h1"))) == 1, name


# ---- a failed build leaves the site as it was


@pytest.fixture
def published(built_toy: Path, tmp_path: Path) -> Path:
    """A copy of the toy with its built site, to be damaged."""
    site = copy_toy(tmp_path / "toy")
    (site / "site").mkdir()
    for name in ("index.html", "facts/strikers/index.html"):
        (site / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (site / "site" / name).write_bytes((built_toy / "site" / name).read_bytes())
    return site


def refused(site: Path, *command: str) -> str:
    """Build a site that must not come out, with our own command if with no other.

    Return what is said, and see that the old site is as it was.
    """
    before = read_tree(site / "site")
    if command:
        done = run_command(*command, cwd=site)
        code, output = done.returncode, done.stdout + done.stderr
    else:
        code, output = run_cli("build", "-f", str(site / "mkdocs.yml"))
    assert code == 1, output
    assert list_differing(before, read_tree(site / "site")) == []
    assert list(site.glob(".site*")) == []
    return output


def remove(path: Path) -> None:
    for inside in path.iterdir():
        if inside.is_dir():
            remove(inside)
        else:
            inside.unlink()
    path.rmdir()


def no_facts(site: Path) -> None:
    remove(site / "facts")


def empty_facts(site: Path) -> None:
    remove(site / "facts")
    (site / "facts").mkdir()


def facts_is_a_file(site: Path) -> None:
    remove(site / "facts")
    (site / "facts").write_text("facts\n", encoding="utf-8")


def writes(raw: bytes, name: str = "facts/sheets/money.yml") -> Callable[[Path], None]:
    def damage(site: Path) -> None:
        (site / name).write_bytes(raw)

    return damage


def sheet_is_a_folder(site: Path) -> None:
    (site / "facts/sheets/money.yml").unlink()
    (site / "facts/sheets/money.yml").mkdir()


def no_lock(site: Path) -> None:
    (site / "facts/evidence.lock").unlink()


def collides(site: Path) -> None:
    (site / "content/timeline").mkdir()
    (site / "content/timeline/index.md").write_text("# Mine\n", encoding="utf-8")


def link_outside(site: Path) -> None:
    (site / "facts/sheets/money.yml").unlink()
    (site / "facts/sheets/money.yml").symlink_to("/etc/hostname")


MERGE_BOMB = b"a: &a {x: 1}\n" + b"".join(b"k%d: {<<: [*a, *a], y: &b%d {<<: *a}}\n" % (n, n) for n in range(200))
DAMAGES: Mapping[str, tuple[Callable[[Path], None], str]] = {
    "no facts": (no_facts, "facts: error F020: there is no such folder"),
    "empty facts": (empty_facts, "facts/sheets: error F020: no facts found in facts/"),
    "facts is a file": (facts_is_a_file, "facts: error F020: this is not a folder"),
    "not UTF-8": (writes(b"id: money\ntitle: caf\xe9\n"), "facts/sheets/money.yml:2:11: error F002"),
    "sheet is a folder": (sheet_is_a_folder, "facts/sheets/money.yml: error F001: this is not a regular file"),
    "brackets": (writes(b"[" * 60_000), "facts/sheets/money.yml:1:"),
    "merge keys": (writes(MERGE_BOMB), "facts/sheets/money.yml:1:4: error F010"),
    "10 MB": (writes(b"id: money\n" + b"# x\n" * 2_600_000), "facts/sheets/money.yml: error F004"),
    "nothing in the file": (writes(b""), "facts/sheets/money.yml: error F005"),
    "a symbolic link": (link_outside, "facts/sheets/money.yml: error F017"),
    "no lock": (no_lock, "facts/evidence.lock: error F202"),
    "broken lock": (writes(b"{", "facts/evidence.lock"), "facts/evidence.lock:"),
    "collision": (collides, "content/timeline/index.md: error F901: 'timeline.md' is generated from the facts"),
    "settings not UTF-8": (writes(b"site_name: \xff\n", "mkdocs.yml"), "mkdocs.yml"),
    "settings not YAML": (writes(b"site_name: [\n", "mkdocs.yml"), "mkdocs.yml"),
    "no plugin": (writes(b"site_name: x\ndocs_dir: content\n", "mkdocs.yml"), "add `- factsheet` under `plugins:`"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_bad_input_is_named_and_the_old_site_stays(published: Path, damage: str) -> None:
    make, output = DAMAGES[damage]
    make(published)

    assert output.lower() in refused(published).lower()


@pytest.mark.parametrize("command", [(*FACTSHEET, "build"), (*MKDOCS, "build", "--strict"), (*MKDOCS, "build")])
def test_an_error_in_the_facts_stops_every_build(published: Path, command: tuple[str, ...]) -> None:
    replace_text(published / "facts/sheets/strike.yml", "source: port-register", "source: port-registre")

    output = refused(published, *command)

    assert re.search(r"facts/sheets/strike\.yml:\d+:17: error F104: unknown source 'port-registre'", output)
    assert "hint: did you mean 'port-register'?" in output


@pytest.mark.parametrize("command", [(*FACTSHEET, "build"), (*MKDOCS, "build", "--strict")])
def test_a_warning_stops_every_strict_build(published: Path, command: tuple[str, ...]) -> None:
    replace_text(published / "facts/sheets/money.yml", "summary: ", "summary: Of 8,881 gulls. ")

    output = refused(published, *command)

    assert "warning F324: " in output
    assert "'8,881'" in output
    assert "1 warning in 1 file; nothing was built" in output


def test_a_place_that_nobody_fills_is_found_in_its_line(published: Path) -> None:
    replace_text(published / "content/index.md", "<!-- factsheet: home -->", "<!-- factsheet:hom -->  ")
    replace_text(published / "content/index.md", "# A strike", "---\ntitle: A\n---\n# A strike")

    output = refused(published)

    assert "content/index.md:8:1: error F902: there is nothing named 'hom'" in output
    assert "hint: did you mean 'home'?" in output


def test_a_link_to_nothing_in_a_hand_written_page_stops_our_command(published: Path) -> None:
    replace_text(published / "content/index.md", "Nothing here", "[Nothing](facts/nothing.md) here")

    output = refused(published)

    assert "facts/nothing.md" in output
    assert re.search(r"not published; \S*site/ is unchanged: Aborted with 1 warnings", output)


# ---- what a finished page may hold


def build_by(tool: str, site: Path) -> tuple[int, str]:
    """Build a site by our command or by MkDocs alone, which keeps in its process what was built before."""
    if tool == "factsheet":
        return build_here(site)
    done = run_command(*MKDOCS, "build", cwd=site)
    return done.returncode, done.stdout + done.stderr


def add_unsafe_markup(site: Path) -> None:
    """Add to a site whatever runs or asks another host, by every way into a page."""
    more = "hooks: [hooks.py]\nextra_css: ['https://a.example/c.css']\ncopyright: '<img src=a.png onerror=go(1)>'\n"
    replace_text(site / "mkdocs.yml", "docs_dir: content\n", f"docs_dir: content\n{more}")
    replace_text(site / "mkdocs.yml", "  name: material\n", "  name: material\n  custom_dir: own\n")
    replace_text(
        site / "content/method.md",
        "# ",
        "<script>mine()</script>\n\n![A](https://a.example/b.png?c=1&d=2) [go](javascript:go\\(2\\))\n\n# ",
    )
    (site / "content/raw.html").write_text("<!doctype html><body onload=go()>", encoding="utf-8")
    (site / "hooks.py").write_text(
        "def on_page_content(html, page, config, files):\n    return html + '<script>hooked()</script>'\n",
        encoding="utf-8",
    )
    override = site / "own/partials/javascripts/content.html"
    override.parent.mkdir(parents=True)
    override.write_text("<!--><script>own()</script>-->", encoding="utf-8")


def test_all_that_is_unsafe_in_finished_pages_is_reported_at_once(
    published: Path, agree_with: Callable[[Path, str], None]
) -> None:
    add_unsafe_markup(published)

    agree_with(GOLDEN / "build/unsafe.txt", refused(published).replace(str(published), ""))


@pytest.mark.parametrize("tool", ["factsheet", "mkdocs"])
def test_only_scripts_that_are_allowed_by_hash_get_into_the_policy(published: Path, tool: str) -> None:
    with (published / "content/method.md").open("a", encoding="utf-8") as page:
        page.write("\n<script>mine()</script>\n")
    code, output = build_by(tool, published)
    assert code == 1
    (allowed,) = set(re.findall(r"`(allow_scripts: \[sha256-.{44}\])`", output))

    replace_text(published / "mkdocs.yml", "  - factsheet:\n", f"  - factsheet:\n      {allowed}\n")
    assert build_by(tool, published)[0] == 0

    policies = {
        name: page.find_only("meta", **{"http-equiv": "Content-Security-Policy"})["content"]
        for name, page in read_pages(published / "site").items()
    }
    digest = allowed.partition("[")[2].rstrip("]")
    assert [name for name, policy in policies.items() if digest in policy] == ["method/index.html"]


def test_no_setting_gets_a_script_into_the_policy(published: Path) -> None:
    address = "https://ledger.example.org/ostwick/"
    replace_text(published / "mkdocs.yml", f"site_url: {address}", f"site_url: '{address}\");alert(1);(\"/'")

    output = refused(published)

    assert re.search(r"^factsheet: 404\.html: error F906: an inline script .*\"\);alert\(1\);\(", output, re.MULTILINE)


def test_a_setting_that_is_no_hash_is_refused(published: Path) -> None:
    replace_text(
        published / "mkdocs.yml", "  - factsheet:\n", "  - factsheet:\n      allow_scripts: [sha256-abc, all]\n"
    )

    output = refused(published)

    assert "error F117: 'allow_scripts': 'sha256-abc' is not the hash of a script" in output
    assert "error F117: 'allow_scripts': 'all' is not the hash of a script" in output
    assert "hint: copy it from the message of the build about the script" in output


def test_a_wrong_date_of_build_is_said_in_words(published: Path) -> None:
    code, output = build_here(published, SOURCE_DATE_EPOCH="yesterday")

    assert code == 1
    assert "SOURCE_DATE_EPOCH is 'yesterday', which is not seconds since 1970" in output


def test_a_file_in_the_place_of_the_site_is_not_overwritten(tmp_path: Path) -> None:
    site = copy_toy(tmp_path / "toy")
    (site / "site").write_text("mine", encoding="utf-8")

    code, output = build_here(site)

    assert code == 1
    assert output == "not published: site is not a folder; move it away\n"
    assert (site / "site").read_text("utf-8") == "mine"


@pytest.mark.parametrize("target", ["facts", "facts/new", ".git", "../copies", "../link"])
@pytest.mark.parametrize("tool", ["factsheet", "mkdocs"])
def test_nothing_is_built_over_what_is_not_ours(tmp_path: Path, tool: str, target: str) -> None:
    site = copy_toy(tmp_path / "toy")
    (tmp_path / "copies").mkdir()
    (tmp_path / "copies/article.txt").write_text("words", encoding="utf-8")
    (site / ".git").mkdir()
    (tmp_path / "link").symlink_to(site / "facts")
    replace_text(site / "mkdocs.yml", "plugins:", f"site_dir: {target}\nplugins:")
    before = read_tree(tmp_path)

    code, output = build_by(tool, site)

    assert code == 1
    assert re.search(r"mkdocs\.yml:\d+:11: error F404: the site cannot be written to '", output)
    assert list_differing(before, read_tree(tmp_path)) == []


def test_a_link_to_the_folder_of_the_site_works(tmp_path: Path) -> None:
    site = copy_toy(tmp_path / "toy")
    (site / "site").symlink_to(tmp_path / "www")

    for _ in range(2):
        assert run_cli("build", "-f", str(site / "mkdocs.yml"))[0] == 0

    assert (site / "site").is_symlink()
    assert (tmp_path / "www/index.html").is_file()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["toy", "www"]


def test_a_mount_point_is_explained_before_anything_is_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = copy_toy(tmp_path / "toy")
    monkeypatch.setattr("factsheet.project.write_files.folders.list_mounts", lambda path: (str(path),))

    code, output = run_cli("build", "-f", str(site / "mkdocs.yml"))

    assert code == 1
    assert "/site/ is a mount point, which no new site can take the place of; " in output
    assert "name a folder inside it as site_dir" in output


def test_what_an_earlier_build_left_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = copy_toy(tmp_path / "toy")
    monkeypatch.chdir(site)
    (site / ".site.staging-1").mkdir()
    monkeypatch.setattr(folders, "_remove_folder", lambda _: None)

    code, output = run_cli("build")

    assert code == 0
    assert "\n.site.staging-1/ is from an earlier build and could not be removed; remove it by hand\n" in output


def test_a_page_that_is_gone_from_the_facts_is_gone_from_the_site(published: Path) -> None:
    (published / "site/facts/forgotten").mkdir(parents=True)
    (published / "site/facts/forgotten/index.html").write_text("old", encoding="utf-8")
    (published / "site/.gitignore").write_text("*\n", encoding="utf-8")

    assert build_here(published)[0] == 0

    assert not (published / "site/facts/forgotten").exists()
    assert (published / "site/.gitignore").is_file()
    assert (published / "site/facts/crab/index.html").is_file()
