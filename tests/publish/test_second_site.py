"""A site of another publisher: nothing of the first site, the starter or the toy is in it, and all of its own is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from factsheet.analysis.attribution import SOURCE_WORDS
from factsheet.publish.finished_pages import FinishedSite, find_dead_links
from factsheet.render.pages.context import PageContext
from factsheet.theme.colours import replace_accent
from tests.support.paths import PACKAGE, ROOT, SECOND, TOY
from tests.support.sites import (
    FACTSHEET,
    SECOND_DAY,
    SECOND_EPOCH,
    build_toy_context,
    copy_toy,
    list_differing,
    read_html,
    read_tree,
    run_cli,
    run_command,
)

SITE_URL = "https://virna.example.net/papers/"
ACCENT = "#6b2fa0"
RULE = "#86b9b2"
"""The tint of our colour in which the rule of a handout is drawn."""
LICENCE = ("CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/")
PUBLISHER = {
    "name": "Virna Reading Room",
    "url": "https://readingroom.example.net/",
    "address": "3 Ferry Lane, Virnau",
    "email": "desk@readingroom.example.net",
    "imprint": "imprint/",
}
OTHERS = ("assets/",)
"""Files of Material, which knows no site."""
TEXTS = (".html", ".md", ".json", ".css", ".js", ".svg", ".xml", ".txt", ".yml")
FIRST_STEMS = r"Russia|migrant|Moscow|Pham|conscript"
STEMS = rf"{FIRST_STEMS}|Ostwick|Exampleton|bicycle|This site begins|CC BY 4\.0|licenses/by/4\.0"
STARTER = PACKAGE / "authoring/template/site"

Files = Mapping[str, str]


def read_files(folder: Path) -> Files:
    """Return the texts of files that a site is made of, the words of its handouts among them."""
    tree = {name: raw for name, raw in read_tree(folder).items() if not name.startswith(OTHERS)}
    texts = {name: raw.decode() for name, raw in tree.items() if name.endswith(TEXTS)}
    return texts | {name: read_pdf(raw) for name, raw in tree.items() if name.endswith(".pdf")}


def read_pdf(raw: bytes) -> str:
    reader = PdfReader(BytesIO(raw))
    pages = "\n".join(page.extract_text() for page in reader.pages)
    return f"{pages}\n{reader.metadata}"


@pytest.fixture(scope="module")
def built(built_second: Path) -> Files:
    return read_files(built_second / "site")


@pytest.fixture(scope="module")
def portable(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """The same site as a project that needs no plugin."""
    folder = tmp_path_factory.mktemp("portable") / "pages"
    code, output = run_cli("pages", "-f", str(SECOND / "mkdocs.yml"), "--today", SECOND_DAY, str(folder))
    assert code == 0, output
    return read_files(folder)


def list_names(site: Path) -> Iterator[str]:
    """Yield what only this site would say: its name, and the names, titles and ids of its records."""
    context: PageContext = build_toy_context(site)
    catalog, settings = context.catalog, context.settings
    if site != STARTER:  # It gets its name from whom it is made for.
        yield from (settings.site_name, settings.subtitle)
    yield from (sheet.title for sheet in catalog.sheets.values())
    for source in catalog.sources.values():
        yield from (source.label, source.title, *source.authors, source.url)
    yield from (name for actor in catalog.actors.values() for name in (actor.name, *actor.aliases))
    yield from (name for place in catalog.places.values() for name in (place.name, *place.aliases))
    yield from (f"{name}" for records in (catalog.facts, catalog.sources, catalog.actors) for name in records)


def find_strangers(files: Files, sites: tuple[Path, ...] = (ROOT, STARTER, TOY)) -> dict[str, set[str]]:
    """Return what files say that only another site would, by file; common words, which have no capital, are none."""
    names = {name for site in sites for name in list_names(site) if re.search(r"[A-Z]|[a-z]-[a-z]|[^\x00-\x7f]", name)}
    longest_first = sorted(map(re.escape, names), key=len, reverse=True)
    alone = re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)|(?i:{STEMS if TOY in sites else FIRST_STEMS})")
    found = {name: {match[0] for match in alone.finditer(unescape(text))} for name, text in files.items()}
    return {name: words for name, words in found.items() if words}


def test_nothing_is_wrong_with_it() -> None:
    settings = str(SECOND / "mkdocs.yml")
    for command in (("check",), ("verify", "--snapshots", str(SECOND / "snapshots"))):
        code, output = run_cli(*command, "-f", settings, "--today", SECOND_DAY)
        assert code == 0, output
        assert "warning" not in output


def test_our_command_builds_the_same(built_second: Path, tmp_path: Path) -> None:
    site = copy_toy(tmp_path / "second", SECOND)
    done = run_command(*FACTSHEET, "build", cwd=site, SOURCE_DATE_EPOCH=SECOND_EPOCH)

    assert done.returncode == 0, done.stderr
    assert list_differing(read_tree(built_second / "site"), read_tree(site / "site")) == []


def test_its_sources_are_of_many_kinds() -> None:
    sources = build_toy_context(SECOND).catalog.sources.values()

    assert len({source.type for source in sources}) >= 6
    assert len({source.language for source in sources}) == 2
    assert not all(source.published for source in sources)
    assert not all(source.authors for source in sources)
    assert not all(source.url for source in sources)


def test_no_word_of_another_site_is_in_it(built: Files) -> None:
    assert find_strangers(built) == {}


def test_no_word_of_another_site_is_in_its_portable_form(portable: Files) -> None:
    assert find_strangers(portable) == {}


def test_a_word_of_another_site_would_be_found() -> None:
    said = {"a.html": "The Moscow Times", "b.json": '"moscow-times-2023-09-07"', "c.js": '"migrants"', "d.css": "Quay"}

    assert set(find_strangers(said)) == {"a.html", "b.json", "c.js"}


def test_the_program_knows_nothing_of_the_first_site() -> None:
    """Examples in help, schemas and comments are of an invented town."""
    suffixes = {".py", ".toml", ".js", ".html", ".md", ".css", ".typ", ".yml"}
    files = [path for path in PACKAGE.rglob("*") if path.suffix in suffixes and "languages" not in path.parts]
    texts = {path.relative_to(PACKAGE).as_posix(): path.read_text("utf-8") for path in files}
    texts |= {name: (ROOT / "docs" / name).read_text("utf-8") for name in ("reference.md", "commands.md")}

    assert find_strangers(texts, (ROOT,)) == {}


@pytest.mark.parametrize("form", ["built", "portable"])
def test_our_colours_and_mark_are_not_in_it(form: str, request: pytest.FixtureRequest) -> None:
    files: Files = request.getfixturevalue(form)
    logo = (PACKAGE / "theme/partials/logo.html").read_text("utf-8")
    paths = re.findall(r' d="([^"]+)"', logo)
    assert len(paths) == 3
    # A template keeps our mark for sites without a logo.
    drawn = {name: text for name, text in files.items() if not name.endswith("partials/logo.html")}

    assert [name for name, text in files.items() if replace_accent(text, (ACCENT, ACCENT)) != text] == []
    assert [name for name, text in drawn.items() if any(path in text for path in paths)] == []


def test_its_colour_logo_and_icon_are_in_it(built: Files) -> None:
    assert ACCENT in built["styles/factsheet.css"]
    assert ACCENT in built["styles/card.css"]
    page = read_html(built["facts/lifeguards/index.html"])

    assert [element["src"] for element in page.find_all("img") if "fs-brand__mark" in element["class"]] == [
        "../../images/wave.svg"
    ]
    assert page.find_only("link", rel="icon")["href"] == "../../images/drop.svg"
    assert "images/drop.svg" in built["embed/lifeguards/index.html"]
    assert "images/favicon.svg" not in built


def test_each_page_names_publisher_licence_and_contact(built: Files) -> None:
    pages = {name: text for name, text in built.items() if name.endswith(".html") and not name.startswith("embed/")}
    assert len(pages) > 50
    for name, text in pages.items():
        footer = text.rpartition("<footer")[2]
        for words in (*LICENCE, *list(PUBLISHER.values())[:4], "Imprint</a>", "mailto:errors@readingroom.example.net"):
            assert words in footer, (name, words)


def test_files_name_publisher_and_licence(built: Files) -> None:
    facts = json.loads(built["downloads/facts.json"])

    assert facts["publisher"] == PUBLISHER
    assert (facts["license"], facts["licenseUrl"]) == LICENCE
    assert facts["site"]["name"] == "Lake Virna Papers"
    assert facts["site"]["url"] == SITE_URL
    handouts = [" ".join(text.split()) for name, text in built.items() if name.endswith(".pdf")]
    assert len(handouts) == 3
    for handout in handouts:
        assert f"Facts and texts: {LICENCE[0]}." in handout
        assert "Published by Virna Reading Room, 3 Ferry Lane, Virnau, desk@readingroom.example.net." in handout


def test_handouts_are_in_its_colour(built_second: Path) -> None:
    for file in (built_second / "site/downloads/sheets").glob("*.pdf"):
        drawn = b"".join(
            contents.get_data() for page in PdfReader(file).pages if (contents := page.get_contents()) is not None
        ).decode("latin-1")
        assert draws(drawn, replace_accent(RULE, (ACCENT, ACCENT)))
        assert not draws(drawn, RULE)


def draws(stream: str, colour: str) -> bool:
    """Tell whether a stream of a PDF has a colour for lines."""
    parts = (f"{int(colour[at : at + 2], 16) / 255:.4f}"[:-1] for at in (1, 3, 5))
    return re.search(" ".join(rf"{re.escape(part)}\d*" for part in parts) + " SCN", stream) is not None


def test_search_knows_its_synonyms(built: Files) -> None:
    index = json.loads(built["downloads/search-index.json"])

    assert index["synonyms"] == ["fine fines penalty", "bather bathers swimmer swimmers"]


def test_every_link_leads_somewhere(built_second: Path, built: Files) -> None:
    pages = {name: text for name, text in built.items() if name.endswith(".html")}
    site = FinishedSite(pages, {}, built_second / "site")

    assert list(find_dead_links(pages, site, SITE_URL)) == []


def test_a_source_is_called_what_it_is(built: Files) -> None:
    catalog = build_toy_context(SECOND).catalog
    for source in catalog.sources.values():
        page = read_html(built[f"sources/{source.id}/index.html"]).read_text()
        assert f"Kind {SOURCE_WORDS[source.type][0]}, {source.nature.value}" in page
    check = read_html(built["check-it-yourself/index.html"]).read_text()

    assert "open the press release" in check
    assert "open the data set" in check
    assert "whole press release" in built["facts/new-pipe-ready/index.html"]


def test_pages_about_all_sources_speak_of_no_article(built: Files) -> None:
    """Only one of them is an article; its passages lead to "the article", and its page says what it is."""
    allowed = re.compile(r"(?:open the|whole|newspaper) article|an article, a book, a broadcast")
    read = {name: read_html(text) for name, text in built.items() if name.endswith("/index.html")}
    pages = {name: page.read_text() for name, page in read.items() if any(page.find_all("article"))}
    scripts = {name: text.replace("article-text.js", "") for name, text in built.items() if name.endswith(".js")}
    texts = pages | scripts

    assert [name for name, text in texts.items() if re.search(r"\barticles?\b", allowed.sub("", text))] == []


def test_a_site_of_articles_speaks_of_articles(tmp_path: Path) -> None:
    site = copy_toy(tmp_path / "second", SECOND)
    for file in (site / "facts/sources").glob("*.yml"):
        written = re.sub(r"^type: .*$", "type: article-magazine", file.read_text("utf-8"), flags=re.MULTILINE)
        file.write_text(written, encoding="utf-8")
    code, output = run_cli("pages", "-f", str(site / "mkdocs.yml"), "--today", SECOND_DAY, str(tmp_path / "pages"))
    assert code == 0, output
    page = (tmp_path / "pages/docs/check-it-yourself.md").read_text("utf-8")

    assert "rest on passages of articles." in page
    assert "Open the article." in page
    assert "the article is right" in page
