"""Handouts and pictures: every word of a sheet is on paper, as a word; the same facts give the same bytes."""

from __future__ import annotations

import functools
import re
import struct
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from factsheet.model.text.spans import strip_markup
from factsheet.model.vocabulary import Standing
from factsheet.render.exports.facts_json import Json
from factsheet.render.pages.context import PageContext
from factsheet.render.pdf import (
    PICTURE_FOLDER,
    TOUCH_ICON,
    Paper,
    build_handout_record,
    build_handouts,
    build_pictures,
    build_sheet_picture,
    typeset,
    write_look,
    write_record,
)
from factsheet.theme import PAPER_FONT_FOLDER, THEME_FOLDER
from factsheet.theme.letters import BOX, list_missing_letters, replace_missing_letters
from tests.support.html_oracle import read_hostile_texts
from tests.support.paths import ROOT, TOY
from tests.support.programs import CHROMIUM
from tests.support.sites import EPOCH, TIMEOUT, Html, build_toy_context, run_command

MOST_PAGES = 3
FACTS_PER_PAGE = 12
"""That follow the first page, with key figures, charts, differences and sources."""
MOST_OF_FACES = 150_000
MOST_OF_A_PICTURE = 70_000
PNG = b"\x89PNG\r\n\x1a\n"
PDFUA = b"http://www.aiim.org/pdfua/ns/id/"

Handouts: TypeAlias = Mapping[str, bytes]


@pytest.fixture(scope="module")
def toy() -> PageContext:
    return build_toy_context(TOY)


@pytest.fixture(scope="module")
def handouts(toy: PageContext) -> Handouts:
    """The toy's handouts, by the id of their sheet."""
    return print_handouts(toy)


def print_handouts(context: PageContext) -> Handouts:
    papers = build_handouts(context)
    return {path.rpartition("/")[2].removesuffix(".pdf"): typeset(paper) for path, paper in papers.items()}


def print_record(record: Json, template: str = "sheet") -> bytes:
    """Print a handout, or draw a picture, in the toy's look."""
    return typeset(Paper(template, write_record(record), write_look(build_toy_context(TOY).settings)))


def opened(pdf: bytes) -> PdfReader:
    """Open a handout as a reader would."""
    return PdfReader(BytesIO(pdf))


def inside(holder: DictionaryObject, *names: str) -> DictionaryObject:
    """Follow names from one dictionary of a handout to another."""
    for name in names:
        held = holder[name].get_object()
        assert isinstance(held, DictionaryObject)
        holder = held
    return holder


def squeezed(text: str) -> str:
    """Take out all white space, for where a line breaks on paper is no matter."""
    return "".join(text.split())


def words_on(pdf: bytes) -> str:
    """Return all that can be read on a handout, without white space."""
    return squeezed("\n".join(page.extract_text() for page in opened(pdf).pages))


def spelt_on(pdf: bytes) -> str:
    """Return the letters of a handout that are drawn in parts, as it spells them for those who listen or copy."""
    contents = (page.get_contents() for page in opened(pdf).pages)
    spelt = (re.findall(rb"/ActualText<FEFF([0-9A-F]+)>", held.get_data()) for held in contents if held is not None)
    return "".join(bytes.fromhex(code.decode()).decode("utf-16-be") for codes in spelt for code in codes)


def put_everywhere(record: Json, words: str) -> Json:
    """Return a record with the same words in place of each of its texts but addresses."""
    match record:
        case str():
            return words if record and not record.startswith("https:") else record
        case Mapping():
            return {name: put_everywhere(value, words) for name, value in record.items()}
        case list():
            return [put_everywhere(value, words) for value in record]
        case _:
            return record


def texts_of(record: Json) -> Iterator[str]:
    """Yield every text of a record."""
    match record:
        case str():
            yield record
        case Mapping():
            for value in record.values():
                yield from texts_of(value)
        case list():
            for value in record:
                yield from texts_of(value)
        case _:
            pass


def statements_in(record: Json) -> Iterator[Mapping[str, Json]]:
    """Yield every part of a record that has a statement."""
    match record:
        case Mapping():
            if record.get("statement"):
                yield record
            for value in record.values():
                yield from statements_in(value)
        case list():
            for value in record:
                yield from statements_in(value)
        case _:
            pass


def addresses_on(pdf: bytes) -> set[str]:
    """Return every address that a handout leads to; any other deed of a link fails."""
    found: set[str] = set()
    for page in opened(pdf).pages:
        for annotation in page.annotations or ():
            deed = annotation.get_object()["/A"]
            assert deed["/S"] == "/URI"
            found.add(deed["/URI"])
    return found


# ---- words


@pytest.mark.parametrize("name", ["strike", "money", "walls"])
def test_every_word_of_a_sheet_is_on_its_handout(toy: PageContext, handouts: Handouts, name: str) -> None:
    printed = words_on(handouts[name])
    record = build_handout_record(toy.catalog.sheets[name], toy)

    assert [text for text in texts_of(record) if squeezed(replace_missing_letters(text)) not in printed] == []


def test_the_record_holds_every_hedge_and_every_change(toy: PageContext) -> None:
    sheet = toy.catalog.sheets["money"]
    record = build_handout_record(sheet, toy)
    printed = " ".join(texts_of(record))

    for words in (
        "at most",
        "just over",
        "fewer than",
        "withdrawn",
        "superseded",
        "We no longer stand by this.",
        "A newer fact answers the question.",
        "Now: The number of ferries that call at Ostwick: falling.",
        "Withdrawal, 20 May 2024. Before: “12 lights, as seen”. She took it back; see her page.",
    ):
        assert words in printed


def test_a_sheet_without_facts_that_are_sourced_is_still_a_sheet(toy: PageContext) -> None:
    record = build_handout_record(toy.catalog.sheets["walls"], toy)
    assert isinstance(record, dict)
    bare = record | {"figures": [], "groups": [], "differences": [], "sources": [], "after": "", "address": ""}

    assert "Nopassages" in words_on(print_record(bare))


@pytest.mark.parametrize(
    "hostile",
    [
        '#panic() $x$ *bold* _it_ `raw` <label> @ref = heading #import "x": *',
        "\\ backslash \\u{1F4A9} \"quotes\" 'more' #{ 1 + 1 } // no comment /* nor this */",
        ']]] ))) }}} #read("/etc/passwd") #link("https://evil.example")[x]',
        "https://evil.example/ www.evil.example mailto:a@evil.example",
    ],
)
def test_no_text_becomes_markup_on_paper(toy: PageContext, hostile: str) -> None:
    record = build_handout_record(toy.catalog.sheets["walls"], toy)
    assert isinstance(record, dict)
    bare = record | {"title": hostile, "lede": hostile, "site": hostile, "sources": [], "address": ""}
    pdf = print_record(bare)

    assert words_on(pdf).count(squeezed(hostile)) >= 3
    assert addresses_on(pdf) == set()


def test_no_hostile_text_acts_on_paper(toy: PageContext) -> None:
    record = build_handout_record(toy.catalog.sheets["walls"], toy)
    assert isinstance(record, dict)
    bare = record | {"title": "a", "sources": [], "address": ""}
    texts = "\n\n".join(read_hostile_texts()).encode("utf-8", "replace").decode()  # no fact holds half a character
    plain, hostile = print_record(bare | {"lede": "a"}), print_record(bare | {"lede": texts})

    assert "alert(1)" in words_on(hostile)
    assert addresses_on(hostile) == set()
    names = [{name for page in opened(pdf).pages for name in page} for pdf in (plain, hostile)]
    assert names[1] <= names[0]
    assert inside(opened(plain).trailer, "/Root").keys() == inside(opened(hostile).trailer, "/Root").keys()


def test_a_handout_leads_only_to_its_sources_and_itself(toy: PageContext, handouts: Handouts) -> None:
    for name, pdf in handouts.items():
        own = {f"{toy.settings.site_url}sheets/{name}/"}
        sources = {source.url for source in toy.catalog.sources.values() if source.url}

        assert own <= addresses_on(pdf) <= own | sources
        root = inside(opened(pdf).trailer, "/Root")
        assert not {"/OpenAction", "/AA", "/AcroForm"} & root.keys()
        assert not {"/JavaScript", "/EmbeddedFiles"} & DictionaryObject(root.get("/Names", {})).keys()


def test_notes_are_numbered_from_one_and_all_of_them_are_given(toy: PageContext) -> None:
    for sheet in toy.catalog.sheets.values():
        record = build_handout_record(sheet, toy)
        assert isinstance(record, dict)
        given = [note["number"] for source in record["sources"] for note in source["notes"]]
        asked = {number for group in record["groups"] for row in group["rows"] for number in row["notes"]}

        assert given == list(range(1, len(given) + 1))
        assert asked == set(given)


# ---- who says it

SITES = pytest.mark.parametrize("site", [TOY, ROOT], ids=["toy", "real"])
SPOKEN = {Standing.CLAIMED, Standing.ALLEGED, Standing.DENIED, Standing.FORECAST, Standing.OPINION}
"""What is never in the site's own voice."""


@SITES
def test_no_claim_is_on_paper_without_its_speaker(site: Path) -> None:
    made = build_toy_context(site)
    spoken = {strip_markup(fact.statement): fact for fact in made.catalog.facts.values() if fact.standing in SPOKEN}
    seen: set[str] = set()
    alone: list[str] = []
    for sheet in made.catalog.sheets.values():
        for record in (build_handout_record(sheet, made), build_sheet_picture(sheet, made)):
            parts = [part for part in statements_in(record) if part["statement"] in spoken]
            seen |= {str(part["statement"]) for part in parts}
            said = [(str(part["statement"]), f"{part['lead']} {part['statement']}") for part in parts]
            # A statement inside a longer text, as that of the newer fact behind `Now:`.
            said += [(words, text) for text in texts_of(record) for words in spoken if words in text and words != text]
            for words, text in said:
                speakers = made.attributions[spoken[words].id].speakers
                if not speakers or not any(name in text.partition(words)[0] for name in speakers):
                    alone.append(text)

    assert alone == []
    assert seen == spoken.keys()


@SITES
def test_every_row_says_who_says_it(site: Path) -> None:
    made = build_toy_context(site)
    records = [build_handout_record(sheet, made) for sheet in made.catalog.sheets.values()]
    rows = [row for row in statements_in(records) if "attribution" in row]

    assert len(rows) > len(made.catalog.facts)  # key figures are rows as well
    assert [row["statement"] for row in rows if not row["attribution"]] == []
    wrong = [row for row in rows if str(row["standing"]).startswith("worked out") != bool(row["derived"])]
    assert wrong == []


@pytest.mark.parametrize("name", ["strike", "money", "walls"])
def test_the_speaker_stands_before_the_statement(toy: PageContext, handouts: Handouts, name: str) -> None:
    printed = words_on(handouts[name])
    record = build_handout_record(toy.catalog.sheets[name], toy)
    assert isinstance(record, dict)
    led = [f"{part['lead']}{part['statement']}" for part in statements_in(record["groups"]) if part["lead"]]

    assert [words for words in led if squeezed(replace_missing_letters(words)) not in printed] == []


@SITES
def test_a_picture_names_who_says_what_it_shows(site: Path) -> None:
    made = build_toy_context(site)
    for sheet in made.catalog.sheets.values():
        picture = build_sheet_picture(sheet, made)
        assert isinstance(picture, dict)
        facts = (
            fact for fact in made.catalog.facts.values() if strip_markup(fact.statement) == picture.get("statement")
        )

        if shown := next(facts, None):
            who = made.attributions[shown.id].speakers or ("Observed by us",)
            assert who[0] in f"{picture['lead']} {picture['foot']}"
            assert picture["standing"]


def test_a_long_line_is_shortened_to_its_speakers(toy: PageContext) -> None:
    given = toy.attributions["strikers"]
    longer = replace(given, below=(*given.below, "; and in many other papers" * 3))
    picture = build_sheet_picture(
        toy.catalog.sheets["strike"], replace(toy, attributions={**toy.attributions, "strikers": longer})
    )
    assert isinstance(picture, dict)

    assert picture["foot"] == "According to Union of Quay Workers"


def test_every_standing_has_a_mark() -> None:
    styles = (THEME_FOLDER / "styles/marks.css").read_text("utf-8")
    sheet = (THEME_FOLDER / "styles/explore.css").read_text("utf-8")

    for word in Standing:
        assert f"--fs-mark-{word.value}: url(" in styles
        assert f".fs-{word.value} {{ --fs-mark: var(--fs-mark-{word.value}); }}" in styles
        assert styles.count(f".fs-{word.value}") == 3  # which drawing, that there is one, which colour
        assert f".fs-{word.value}" in sheet


# ---- bytes and form


def test_the_same_facts_give_the_same_bytes(toy: PageContext, handouts: Handouts) -> None:
    again = print_handouts(toy)

    assert again == handouts
    assert all(b"CreationDate" not in pdf and b"ModDate" not in pdf for pdf in again.values())


def test_a_handout_is_titled_tagged_and_says_its_language(toy: PageContext, handouts: Handouts) -> None:
    for name, pdf in handouts.items():
        read = opened(pdf)
        root = inside(opened(pdf).trailer, "/Root")

        assert read.metadata
        assert read.metadata.title == f"{toy.catalog.sheets[name].title} – {toy.settings.site_name}"
        assert str(root["/Lang"]) == "en-GB"
        assert str(inside(root, "/MarkInfo")["/Marked"]) == "True"
        assert "/StructTreeRoot" in root


def test_every_handout_claims_pdf_ua_whatever_letters_it_holds(handouts: Handouts) -> None:
    assert BOX in words_on(handouts["walls"])  # for an emoji
    assert all(PDFUA in pdf for pdf in handouts.values())


def test_every_letter_of_the_table_is_in_the_text_of_a_handout(toy: PageContext) -> None:
    categories = {"Lu", "Ll", "Lt", "Lm", "Nd", "Po", "Sc"}
    codes = (*range(0x21, 0x7F), *range(0xA1, 0x2000))
    letters = [letter for letter in map(chr, codes) if unicodedata.category(letter) in categories]
    covered = {letter for letter in letters if not list_missing_letters(letter)}
    record = build_handout_record(toy.catalog.sheets["walls"], toy)
    assert isinstance(record, dict)
    pdf = print_record(record | {"lede": " ".join(sorted(covered))})

    assert PDFUA in pdf
    assert covered - set(words_on(pdf)) - set(spelt_on(pdf)) == set()


@pytest.mark.parametrize("words", ["\u0712 \u0744 \u0713 ", "ߒߞߏ ", "ꯃ😀表 ", "پښتو ژبه ده "])
def test_letters_that_no_font_has_are_boxes_wherever_they_stand(toy: PageContext, words: str) -> None:
    sheet = toy.catalog.sheets["money"]
    pdf = print_record(put_everywhere(build_handout_record(sheet, toy), words * 8))
    picture = print_record(put_everywhere(build_sheet_picture(sheet, toy), words * 8), "social")

    assert PDFUA in pdf
    assert set(squeezed(replace_missing_letters(words))) <= set(words_on(pdf))
    assert picture.startswith(PNG)


def test_handouts_are_set_in_our_faces(handouts: Handouts) -> None:
    for name in ("strike", "money"):  # the other has letters of other faces
        fonts = {
            font.get_object()["/BaseFont"].partition("+")[2].partition("-")[0]
            for page in opened(handouts[name]).pages
            for font in inside(page, "/Resources", "/Font").values()
        }
        assert fonts <= {"InstrumentSans", "IBMPlexMono"}


@pytest.mark.parametrize(
    "words", ["→ ≠ ≈ ≤ ≥ – — ’ “ ” „ … × − ½ §", "ŁódźŽižekĐakovoŞırnak", "Москва Қазақстан Ўзбекистон"]
)
def test_our_faces_hold_the_letters_and_signs_in_use(toy: PageContext, words: str) -> None:
    record = build_handout_record(toy.catalog.sheets["money"], toy)
    assert isinstance(record, dict)
    pdf = print_record(record | {"lede": words})

    assert squeezed(words) in words_on(pdf)
    assert PDFUA in pdf


def test_our_faces_are_light_and_keep_their_licences() -> None:
    faces = list((THEME_FOLDER / PAPER_FONT_FOLDER).glob("*.ttf"))

    assert faces
    assert sum(face.stat().st_size for face in faces) <= MOST_OF_FACES
    for face in faces:
        family = face.name.rpartition("-")[0]
        assert "SIL Open Font License" in (THEME_FOLDER / f"fonts/{family}-OFL.txt").read_text("utf-8")


@pytest.mark.parametrize("site", [TOY, ROOT], ids=["toy", "real"])
def test_a_handout_has_few_pages(site: Path) -> None:
    context = build_toy_context(site)
    pages = {name: len(opened(pdf).pages) for name, pdf in print_handouts(context).items()}

    assert pages
    assert max(pages.values()) <= MOST_PAGES
    assert sum(pages.values()) <= len(pages) + len(context.catalog.facts) / FACTS_PER_PAGE


# ---- pictures


@pytest.mark.parametrize("site", [TOY, ROOT], ids=["toy", "real"])
def test_pictures_are_of_their_size_light_and_the_same_each_time(site: Path) -> None:
    made = build_toy_context(site)
    pictures = {path: typeset(paper) for path, paper in build_pictures(made).items()}

    assert pictures.keys() == {
        TOUCH_ICON,
        *(f"{PICTURE_FOLDER}/{name}.png" for name in ("index", *made.catalog.sheets)),
    }
    for path, png in pictures.items():
        assert png.startswith(PNG)
        assert struct.unpack(">II", png[16:24]) == ((180, 180) if path == TOUCH_ICON else (1200, 630))
        assert len(png) <= MOST_OF_A_PICTURE, path
    assert {path: typeset(paper) for path, paper in build_pictures(made).items()} == pictures


# ---- in the site


def test_pages_name_their_picture_by_its_whole_address(built_toy: Path, toy_pages: Mapping[str, Html]) -> None:
    site = "https://ledger.example.org/ostwick/"
    for path, name in (
        ("index.html", "index"),
        ("sheets/money/index.html", "money"),
        ("facts/soup/index.html", "index"),
    ):
        picture = toy_pages[path].find_only("meta", property="og:image")["content"]

        assert picture == f"{site}{PICTURE_FOLDER}/{name}.png"
        assert (built_toy / "site" / picture.removeprefix(site)).is_file()
        assert toy_pages[path].find_only("meta", property="og:image:alt")["content"]
        assert toy_pages[path].find_only("meta", name="twitter:card")["content"] == "summary_large_image"
        assert toy_pages[path].find_only("link", rel="apple-touch-icon")["href"].endswith(TOUCH_ICON)


def test_what_paper_is_made_with_is_not_published(built_toy: Path) -> None:
    assert (built_toy / "site/downloads/sheets/money.pdf").read_bytes().startswith(b"%PDF-")
    assert [*(built_toy / "site").rglob("*.ttf"), *(built_toy / "site").rglob("*.typ")] == []


def test_checking_facts_does_not_load_typst() -> None:
    script = (
        "import sys\n"
        "from factsheet.cli.app import main\n"
        "try:\n    main(['check'])\n"
        "finally:\n    sys.exit('typst' in sys.modules)"
    )
    done = run_command(sys.executable, "-c", script, cwd=TOY, PYTHONPATH=str(ROOT), SOURCE_DATE_EPOCH=EPOCH)

    assert done.returncode == 0, done.stderr


# ---- a page printed by a browser


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, *words: object) -> None:
        """Say nothing of each request."""


@pytest.fixture(scope="module")
def address(built_toy: Path) -> Iterator[str]:
    """Serve the toy and return its address; from the disk, the content policy would refuse its styles."""
    held = functools.partial(_Silent, directory=str(built_toy / "site"))
    with ThreadingHTTPServer(("127.0.0.1", 0), held) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def printed(address: str, to: Path) -> bytes:
    """Print a page as a reader would, without the browser's own lines at top and bottom."""
    command = [CHROMIUM.require(), "--headless", "--disable-gpu", "--no-sandbox", "--no-pdf-header-footer"]
    place = [f"--user-data-dir={to / 'profile'}", f"--print-to-pdf={to / 'page.pdf'}"]
    subprocess.run([*command, *place, address], check=True, capture_output=True, timeout=TIMEOUT)
    return (to / "page.pdf").read_bytes()


@pytest.mark.browser
def test_a_sheet_prints_as_a_handout(address: str, tmp_path: Path) -> None:
    pdf = printed(f"{address}sheets/money/", tmp_path)
    text = words_on(pdf)

    assert len(opened(pdf).pages) <= 2
    for words in (
        "at most 250,000",
        "just over 40",
        "withdrawn",
        "superseded",
        "Claimed by Orla Finn: Lights seen",
        "[1]",
    ):
        assert squeezed(words) in text
    assert text.count("https://gazette.example.org/2024/cranes?part=1&view=full") == 1
    for control in ("Skip to content", "Open this fact", "Permanent link", "Back to top", "Downloads", "BibTeX"):
        assert squeezed(control) not in text
