"""What MkDocs must not open, and what it cannot use: said with its place and fix before a page is made."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from mkdocs.__main__ import cli as mkdocs

from factsheet.cli.app import main
from tests.support.preview_session import run_preview, write_small_site
from tests.support.sites import EPOCH, FACTSHEET, TIMEOUT, list_differing, read_tree, replace_text, run_command

Damage = Callable[[Path], object]

OURS = ("check", "build", "pages")
BUILDS = ("build", "mkdocs")
EVERY = (*OURS, "mkdocs")


@pytest.fixture(scope="module")
def sound_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of one fact, with templates of its own and something published."""
    site = write_small_site(tmp_path_factory.mktemp("sound") / "site")
    replace_text(
        site / "mkdocs.yml", "{name: material, font: false}", "\n  name: material\n  font: false\n  custom_dir: own"
    )
    for name in ("own/partials/note.html", "content/images/a.svg", "site/index.html"):
        (site / name).parent.mkdir(parents=True)
        (site / name).write_text('<link href="styles/factsheet.css"><p>old</p>', encoding="utf-8")
    return site


@pytest.fixture
def site(sound_site: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of it, to be damaged; what hangs on it is ended."""
    signal.alarm(TIMEOUT)
    yield Path(shutil.copytree(sound_site, tmp_path / "site"))
    signal.alarm(0)


def run(command: str, site: Path, **environment: str) -> Result:
    """Call a command on a site in this process, and see that no error comes through as a traceback."""
    runner, config = CliRunner(env={"SOURCE_DATE_EPOCH": EPOCH} | environment), str(site / "mkdocs.yml")
    if command == "mkdocs":
        done = runner.invoke(mkdocs, ["build", "-f", config])
    else:
        more = [str(site.parent / "portable")] if command == "pages" else []
        done = runner.invoke(main, [command, "-f", config, *more], prog_name="factsheet")
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return done


def refuse(command: str, site: Path, **environment: str) -> str:
    """Call a command that must fail; return what it says, and see that nothing is published."""
    before = read_tree(site / "site")
    done = run(command, site, **environment)
    assert done.exit_code in {1, 2}, done.output
    assert list_differing(before, read_tree(site / "site")) == []
    assert not (site.parent / "portable").exists()
    return done.output


def link(name: str, to: str) -> Damage:
    def damage(site: Path) -> None:
        put("", name)(site)
        (site / name).unlink()
        (site / name).symlink_to(to)

    return damage


def pipe(name: str) -> Damage:
    def damage(site: Path) -> None:
        put("", name)(site)
        (site / name).unlink()
        os.mkfifo(site / name)

    return damage


def listen(name: str) -> Damage:
    def damage(site: Path) -> None:
        here = Path.cwd()
        os.chdir(site)  # The address of a socket is short.
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(name)
        os.chdir(here)

    return damage


def put(text: str | bytes, name: str = "mkdocs.yml") -> Damage:
    def damage(site: Path) -> None:
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_bytes(text if isinstance(text, bytes) else text.encode())

    return damage


def add(line: str) -> Damage:
    """Add a setting, in the place of one of that name."""

    def damage(site: Path) -> None:
        name = line.partition(":")[0]
        kept = re.sub(rf"^{name}:.*\n(?: .*\n)*", "", (site / "mkdocs.yml").read_text("utf-8"), flags=re.MULTILINE)
        (site / "mkdocs.yml").write_text(f"{kept}{line}\n", encoding="utf-8")

    return damage


def move_and_link(name: str) -> Damage:
    def damage(site: Path) -> None:
        (site / name).rename(site.parent / "elsewhere")
        (site / name).symlink_to(site.parent / "elsewhere")

    return damage


def both(*damages: Damage) -> Damage:
    return lambda site: [damage(site) for damage in damages]


LINK, NO_FILE = "error F017: this is a symbolic link", "error F001: this is not a regular file"
OPENED: Mapping[str, tuple[Damage, str]] = {
    "a link out of the site": (link("content/p.txt", "/etc/passwd"), f"content/p.txt: {LINK}"),
    "a link that is a page": (link("content/p.md", "/etc/passwd"), f"content/p.md: {LINK}"),
    "a link inside the site": (link("content/p.md", "index.md"), f"content/p.md: {LINK}"),
    "a link to a folder": (link("content/images/ssl", "/etc/ssl"), f"content/images/ssl: {LINK}"),
    "a link to nothing": (link("content/p.md", "nowhere"), f"content/p.md: {LINK}"),
    "a circle of one": (link("content/p.md", "p.md"), f"content/p.md: {LINK}"),
    "a circle of folders": (both(link("content/a", "."), link("content/b", ".")), f"content/b: {LINK}"),
    "a hidden circle": (both(link("content/.a/a", ".."), link("content/.a/b", "..")), f"content/.a/b: {LINK}"),
    "a hidden file published": (
        both(link("content/.well-known/p", "/etc/passwd"), add('exclude_docs: "!.well-known"')),
        f"content/.well-known/p: {LINK}",
    ),
    "the home page": (link("content/index.md", "../facts/actors.yml"), f"content/index.md: {LINK}"),
    "all pages": (move_and_link("content"), f"content: {LINK}"),
    "all facts": (move_and_link("facts"), f"facts: {LINK}"),
    "the settings": (move_and_link("mkdocs.yml"), f"mkdocs.yml: {LINK}"),
    "a style sheet": (both(add("extra_css: [a.css]"), link("content/a.css", "/etc/passwd")), f"content/a.css: {LINK}"),
    "a template": (link("own/main.html", "/etc/passwd"), f"own/main.html: {LINK}"),
    "a file of the theme": (link("own/a.txt", "/etc/passwd"), f"own/a.txt: {LINK}"),
    "all templates": (move_and_link("own"), f"own: {LINK}"),
    "a hook": (both(add("hooks: [a.py]"), link("a.py", "/etc/passwd")), f"a.py: {LINK}"),
    "a pipe": (pipe("content/p.txt"), f"content/p.txt: {NO_FILE}"),
    "a pipe that is a page": (pipe("content/p.md"), f"content/p.md: {NO_FILE}"),
    "a pipe for a template": (pipe("own/main.html"), f"own/main.html: {NO_FILE}"),
    "a pipe for a hook": (both(add("hooks: [a.py]"), pipe("a.py")), f"a.py: {NO_FILE}"),
    "a pipe for a sheet": (pipe("facts/sheets/coast.yml"), f"facts/sheets/coast.yml: {NO_FILE}"),
    "a socket": (listen("content/p.txt"), f"content/p.txt: {NO_FILE}"),
    "a folder for a hook": (both(add("hooks: [a.py]"), put("", "a.py/b")), f"a.py: {NO_FILE}"),
    "a name that is not UTF-8": (
        lambda site: Path(os.fsdecode(os.fsencode(site) + b"/content/\xff.md")).touch(),
        "content/\\udcff.md: error F001: its name is not UTF-8",
    ),
}
BEFORE_PLUGINS: Mapping[str, tuple[Damage, str]] = {
    "a pipe for the settings": (pipe("mkdocs.yml"), f"mkdocs.yml: {NO_FILE}"),
    "a hook outside": (add("hooks: [../a.py]"), "../a.py: error F021: this is outside the site's folder"),
    "inherited from a pipe": (both(add("INHERIT: b.yml"), pipe("b.yml")), f"b.yml: {NO_FILE}"),
    "inherited by a link": (both(add("INHERIT: b.yml"), link("b.yml", "/etc/passwd")), f"b.yml: {LINK}"),
    "inherited from outside": (add("INHERIT: ../b.yml"), "../b.yml: error F021"),
    "inherited from nothing": (add("INHERIT: b.yml"), "error F405: 'b.yml' is not another file of settings"),
    "inherited from itself": (add("INHERIT: mkdocs.yml"), "error F405: 'mkdocs.yml' is not another file"),
    "inherited in a circle": (
        both(add("INHERIT: b.yml"), put("INHERIT: c.yml\n", "b.yml"), put("INHERIT: b.yml\n", "c.yml")),
        "c.yml:1:10: error F405: 'b.yml' is not another file",
    ),
    "inherited text": (both(add("INHERIT: b.yml"), put("hello\n", "b.yml")), "b.yml: error F401: the file holds no"),
    "an inherited list": (both(add("INHERIT: b.yml"), put("- a\n", "b.yml")), "b.yml: error F401: the file holds no"),
    "inherited bytes": (both(add("INHERIT: b.yml"), put(b"a: \xff\n", "b.yml")), "b.yml:1:4: error F002"),
    "a list to inherit": (add("INHERIT: [b.yml]"), "error F405: 'INHERIT' must be a text; this is a list"),
    "null to inherit": (add("INHERIT:"), "error F405: '' is not another file"),
    "no settings": (put(""), "mkdocs.yml: error F005"),
    "a list": (put("- a\n"), "mkdocs.yml: error F401: the file holds no settings"),
    "a number": (put("5\n"), "mkdocs.yml: error F401: the file holds no settings"),
    "a tab": (put("site_name: a\nextra:\n\tb: c\n"), "mkdocs.yml:3:1: error F007"),
    "UTF-16": (put("site_name: a\n".encode("utf-16")), "mkdocs.yml:1:1: error F002"),
    "brackets": (add("extra: " + "[" * 3000), "mkdocs.yml:"),
    "a wrong kind of name": (add("site_name: [a]"), "error F405: 'site_name' must be a text; this is a list"),
    "a wrong kind of address": (add("site_url: {a: b}"), "error F405: 'site_url' must be a text"),
    "a wrong kind of extra": (add("extra: 5"), "error F405: 'extra' must be a block of settings; this is a text"),
    "a wrong kind of header": (add("extra: {header: 5}"), "error F405: 'header' must be a list; this is a text"),
    "a wrong kind of hooks": (add("hooks: a.py"), "error F405: 'hooks' must be a list; this is a text"),
    "an unknown option": (add("plugins: [factsheet: {nothing: 1}]"), "error F101"),
}
NO_PLACE: Mapping[str, tuple[Damage, str]] = {
    "a name of the theme": (add("theme: {name: [a]}"), "mkdocs.yml:5:16: error F406"),
    "a date": (add("extra: {a: 2023-13-45}"), "mkdocs.yml: error F903: ValueError: month must be in 1..12"),
    "a number that is too long": (
        add("extra: {a: " + "9" * 5000 + "}"),
        "mkdocs.yml: error F903: ValueError: Exceeds the limit",
    ),
    "an address": (add('site_url: "http://["'), "mkdocs.yml: error F903: ValueError: Invalid IPv6 URL"),
    "a hook that is not Python": (both(add("hooks: [a.py]"), put("a b", "a.py")), "a.py:1:1: error F903: SyntaxError"),
    "a hook that fails": (both(add("hooks: [a.py]"), put("1 / 0", "a.py")), "a.py:1:1: error F903: ZeroDivisionError"),
}
WHILE_BUILDING: Mapping[str, tuple[Damage, str]] = {
    "a page that is not UTF-8": (put(b"# caf\xe9\n", "content/a.md"), "content/a.md:1:6: error F002"),
    "features of the theme": (add("theme: {name: material, features: {a: 1}}"), "error F406: 'theme.features: a'"),
    "a style sheet": (add("extra_css: [[a]]"), "error F903: TypeError"),
    "a template that is not there": (
        put("---\ntemplate: a.html\n---\n", "content/a.md"),
        "error F903: TemplateNotFound",
    ),
    "a title": (put("---\ntitle: [a]\ntemplate: 5\n---\n", "content/a.md"), "error F903: "),
    "the plugin twice": (add("plugins: [factsheet, factsheet]"), ""),
}


@pytest.mark.parametrize("command", EVERY)
@pytest.mark.parametrize("case", OPENED)
def test_no_link_is_followed_and_no_pipe_opened(site: Path, case: str, command: str) -> None:
    damage, words = OPENED[case]
    damage(site)

    output = refuse(command, site)

    assert words in output
    assert "hint: re" in output  # Replace or rename it.


@pytest.mark.parametrize("command", OURS)
@pytest.mark.parametrize("case", BEFORE_PLUGINS)
def test_settings_are_read_before_mkdocs_reads_them(site: Path, case: str, command: str) -> None:
    """MkDocs alone reads them before it asks a plugin, so that nothing can be held back from it."""
    damage, words = BEFORE_PLUGINS[case]
    damage(site)

    output = refuse(command, site)

    assert words in output
    assert "hint: " in output


@pytest.mark.parametrize("case", NO_PLACE)
def test_what_mkdocs_cannot_read_is_told_without_a_traceback(site: Path, case: str) -> None:
    damage, words = NO_PLACE[case]
    damage(site)

    assert words in refuse("build", site)


@pytest.mark.parametrize("command", BUILDS)
@pytest.mark.parametrize("case", WHILE_BUILDING)
def test_what_fails_in_the_midst_is_told_without_a_traceback(site: Path, case: str, command: str) -> None:
    damage, words = WHILE_BUILDING[case]
    damage(site)

    done = run(command, site)  # MkDocs alone has cleared the old site by then.

    assert done.exit_code == 1
    assert words in done.output


SETTINGS = """\
site_name nav exclude_docs site_url theme docs_dir site_dir copyright use_directory_urls repo_url edit_uri extra_css
extra_javascript extra_templates markdown_extensions strict extra plugins hooks watch INHERIT"""
OPTIONS = ("facts", "snapshots", "edit_base", "home_facts", "home_charts", "overdue_allowed", "enabled")
VALUES = ("", "abc", "[a, [1]]", "5", "{a: b}", "2023-01-01", '"' + "x" * 200_000 + '"')


@pytest.mark.parametrize("command", ["check", "build"])
@pytest.mark.parametrize("name", SETTINGS.split())
def test_a_setting_may_hold_anything(site: Path, name: str, command: str) -> None:
    sound = (site / "mkdocs.yml").read_bytes()
    for value in VALUES:
        add(f"{name}: {value}")(site)
        assert run(command, site).exit_code in {0, 1}, value
        put(sound)(site)


@pytest.mark.parametrize("command", ["check", "mkdocs"])
@pytest.mark.parametrize("name", OPTIONS)
def test_an_option_may_hold_anything(site: Path, name: str, command: str) -> None:
    for value in VALUES:
        add(f"plugins: [factsheet: {{{name}: {value}}}]")(site)
        assert run(command, site).exit_code in {0, 1}, value


@pytest.mark.parametrize("command", EVERY)
@pytest.mark.parametrize("epoch", ["", "-1", "soon", "1e3", "1.5", "4294967296", "253402300799", "9" * 30, "\udcff"])
def test_a_wrong_day_is_told(site: Path, epoch: str, command: str) -> None:
    assert "which is not seconds since 1970" in refuse(command, site, SOURCE_DATE_EPOCH=epoch)


@pytest.mark.parametrize("command", EVERY)
@pytest.mark.parametrize("kept", [(), ("notes.txt",), ("actors.yml",), ("sources/gazette.yml",)])
def test_no_sheets_are_told_whatever_lies_beside(site: Path, kept: tuple[str, ...], command: str) -> None:
    add("plugins: [factsheet: {home_facts: [boats]}]")(site)
    shutil.rmtree(site / "facts")
    (site / "facts").mkdir()
    for name in kept:
        put("", f"facts/{name}")(site)

    assert "facts/sheets: error F020: no facts found in facts/" in refuse(command, site)


@pytest.mark.parametrize("command", EVERY)
@pytest.mark.parametrize("facts", ["", "facts: []\n", "facts:\n"])
def test_a_sheet_without_facts_is_told(site: Path, facts: str, command: str) -> None:
    put(f"id: coast\ntitle: The coast\nsummary: What is known.\n{facts}", "facts/sheets/coast.yml")(site)

    assert "facts/sheets/coast.yml:" in refuse(command, site)


@pytest.mark.parametrize("command", ["check", "build", "mkdocs"])
def test_what_is_sound_is_published(site: Path, command: str) -> None:
    """Hidden files, links where MkDocs does not look, and names with lines and colours."""
    link("notes.md", "content/index.md")(site)
    link("content/.#index.md", "editor@host.4711")(site)
    link("content/.draft.md", "index.md")(site)
    put("", "content/.git/hooks/a")(site)
    put("# A page\n", "content/a\n::error \x1b[31m.md")(site)

    done = run(command, site)

    assert done.exit_code == 0, done.output
    assert not {"\x1b", "::error"}.intersection(done.output.splitlines())


@pytest.mark.parametrize("command", ["check", "build", "mkdocs"])
def test_inherited_settings_are_ours_too(site: Path, command: str) -> None:
    """Blocks are merged and lists replaced, as MkDocs does it."""
    (site / "mkdocs.yml").rename(site / "base.yml")
    put("INHERIT: more/base.yml\nextra: {subtitle: Of today}\n")(site)
    put("INHERIT: ../base.yml\nsite_name: Inherited\nextra: {subtitle: Of old}\n", "more/base.yml")(site)

    done = run(command, site)

    assert done.exit_code == 0, done.output
    if command != "check":
        assert b"Inherited" in (site / "site/downloads/facts.json").read_bytes()


@pytest.mark.parametrize("case", ["a circle of folders", "a pipe that is a page", "a pipe for a hook"])
def test_no_preview_begins_with_them(site: Path, case: str) -> None:
    damage, words = OPENED[case]
    damage(site)

    done = run_command(*FACTSHEET, "serve", cwd=site)

    assert done.returncode == 1
    assert words in done.stderr
    assert "no preview: " in done.stderr


def test_a_preview_outlives_a_pipe(site: Path) -> None:
    """A page, the settings and what they inherit: each is told, and the last good pages stay."""
    for name in (".pipe", "content/.pipe", "base.yml"):
        os.mkfifo(site / name)
    sound = (site / "mkdocs.yml").read_text("utf-8")
    with run_preview(site) as preview:

        def save(name: str, new: str | Path) -> str:
            """Put a file in the place of another in one step, and return what stands above the pages then."""
            saves = preview.count_saves()
            if isinstance(new, str):
                (site / ".new").write_text(new, encoding="utf-8")
            (site / (".new" if isinstance(new, str) else new)).replace(site / name)
            preview.wait_for(" saved: ", saves + 1)
            return preview.read_alert()

        assert "content/a.md error F001" in save("content/a.md", Path("content/.pipe"))
        assert save("content/a.md", "# Mended\n") == ""
        assert "base.yml error F001" in save("mkdocs.yml", f"{sound}INHERIT: base.yml\n")
        assert save("mkdocs.yml", sound) == ""
        assert "mkdocs.yml error F001" in save("mkdocs.yml", Path(".pipe"))
        assert save("mkdocs.yml", sound) == ""
        assert preview.fetch_page("a/")[1].read_text("h1").startswith("Mended")
