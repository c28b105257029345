"""The settings of other people's sites: each is honoured, or refused by its name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from mkdocs.commands.build import build as build_with_mkdocs
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from factsheet.theme.colours import ACCENT, TINTS
from tests.support.preview_session import write_small_site
from tests.support.sites import FACTSHEET, MKDOCS, read_tree, run_cli, run_command

UNSUPPORTED = {
    "another theme": ("theme: readthedocs\n", "5:8: error F406: 'theme.name: readthedocs'"),
    "another language": ("theme: {name: material, language: de}\n", "'theme.language: de'"),
    "right to left": ("theme: {name: material, direction: rtl}\n", "'theme.direction: rtl'"),
    "a feature that loads pages in place": (
        "theme: {name: material, features: [toc.follow, navigation.instant]}\n",
        "'theme.features: navigation.instant' is not supported: the scripts of Explore",
    ),
    "tabs": ("theme: {name: material, features: [navigation.tabs]}\n", "'theme.features: navigation.tabs'"),
    "a font of another host": ("theme: {name: material, font: {text: Roboto}}\n", "'theme.font.text'"),
    "a colour": ("theme: {name: material, palette: {primary: indigo}}\n", "'theme.palette.primary: indigo'"),
    "a key of the theme": ("theme: {name: material, fonts: x}\n", "'theme.fonts'"),
    "a switch of languages": ("extra: {alternate: [{name: English, link: /en/}]}\n", "'extra.alternate'"),
    "analytics": ("extra: {analytics: {provider: google}}\n", "'extra.analytics'"),
    "plain addresses": ("use_directory_urls: false\n", "'use_directory_urls: false'"),
    "no addresses of folders, by a variable": ("use_directory_urls: !ENV PLAIN\n", "'use_directory_urls: false'"),
    "another search": ("plugins: [search, factsheet]\n", "'plugins: search' is not supported: the site has"),
    "an offline site": ("plugins: [factsheet, material/offline: {enabled: true}]\n", "'plugins: material/offline'"),
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_small_site(tmp_path / "site")


def run(command: str, site: Path) -> tuple[int, str]:
    code, output = run_cli(command, "-f", str(site / "mkdocs.yml"))
    return code, " ".join(output.split())


def build(site: Path) -> Path:
    """Build a site without an error; return the folder of its pages."""
    code, output = run("build", site)
    assert code == 0, output
    return site / "site"


def set_setting(site: Path, written: str) -> None:
    """Put a setting of one line in the place of that of the same name."""
    file, (name, _, _) = site / "mkdocs.yml", written.partition(":")
    text = re.sub(rf"^{name}:.*\n", "", file.read_text("utf-8"), flags=re.MULTILINE)
    file.write_text(f"{text}{written}", encoding="utf-8")


@pytest.mark.parametrize("case", UNSUPPORTED)
def test_a_setting_that_cannot_be_had_is_refused_by_its_name(
    site: Path, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    monkeypatch.setenv("PLAIN", "false")
    written, words = UNSUPPORTED[case]
    set_setting(site, written)
    for command in ("check", "build"):
        code, output = run(command, site)
        assert code == 1
        assert words in output
        assert "error F406" in output
    assert not (site / "site").exists()


def test_what_a_plugin_or_a_hook_sets_counts(site: Path) -> None:
    (site / "hook.py").write_text("def on_config(config):\n    config.use_directory_urls = False\n", "utf-8")
    set_setting(site, "hooks: [hook.py]\n")

    assert "'use_directory_urls: False' is not supported" in run("build", site)[1]


@pytest.mark.parametrize("name", ["pymdownx.smartsymbols", "smarty", "pymdownx.magiclink", "pymdownx.keys"])
def test_an_extension_that_changes_facts_is_refused(site: Path, name: str) -> None:
    set_setting(site, f"markdown_extensions: [toc, {name}]\n")
    for command in ("check", "build"):
        _, output = run(command, site)

        assert f"'markdown_extensions: {name}' is not supported: it changes facts" in output
        assert re.search(r"mkdocs.yml:\d+:\d+: error F406", output)


SHOUT = """
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor


class Lower(Postprocessor):
    def run(self, text):
        return text.replace("TODO", "todo")


class Shout(Extension):
    def extendMarkdown(self, md):
        md.postprocessors.register(Lower(md), "lower", 1)


def makeExtension(**options):
    return Shout(**options)
"""


def test_an_extension_that_nobody_knows_is_tried(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (site / "shout.py").write_text(SHOUT, encoding="utf-8")
    monkeypatch.syspath_prepend(site)
    set_setting(site, "markdown_extensions: [toc, shout]\n")

    assert run("check", site)[0] == 0
    assert "'markdown_extensions: shout' is not supported: it changes facts" in run("build", site)[1]


def test_pages_have_the_extensions_that_they_need(site: Path) -> None:
    before = (build(site) / "sheets/coast/index.html").read_text("utf-8")
    set_setting(site, "markdown_extensions: [footnotes, admonition, pymdownx.superfences]\n")

    assert (build(site) / "sheets/coast/index.html").read_text("utf-8") == before


def read_footer(site: Path) -> str:
    _, _, footer = (build(site) / "index.html").read_text("utf-8").partition("<footer")
    return footer


def test_a_navigation_may_list_only_some_pages(site: Path) -> None:
    set_setting(site, "nav: [index.md, sheets/index.md]\n")
    footer = read_footer(site)

    assert 'href="sheets/"' in footer
    assert "timeline/" not in footer
    assert (site / "site/timeline/index.html").is_file()


def test_a_site_without_a_navigation_lists_its_pages(site: Path) -> None:
    footer = read_footer(site)

    assert 'href="timeline/"' in footer
    assert 'href="sheets/"' in footer
    assert 'href="facts/boats/"' not in footer


def test_templates_of_the_site_win_over_ours(site: Path) -> None:
    (site / "own/partials").mkdir(parents=True)
    (site / "own/partials/logo.html").write_text("<b>our mark</b>", encoding="utf-8")
    set_setting(site, "theme: {name: material, custom_dir: own}\n")

    assert "<b>our mark</b>" in (build(site) / "index.html").read_text("utf-8")


@pytest.mark.parametrize("address", ["https://example.org/harbour", "https://example.org/harbour/"])
@pytest.mark.parametrize("setter", ["file", "variable", "environment", "hook"])
def test_the_address_of_the_site_is_right_however_it_is_given(
    site: Path, monkeypatch: pytest.MonkeyPatch, setter: str, address: str
) -> None:
    monkeypatch.setenv("ADDRESS", address)
    lines = {"file": f"site_url: {address}\n", "variable": "site_url: !ENV ADDRESS\n", "hook": "hooks: [hook.py]\n"}
    set_setting(site, lines.get(setter, "strict: true\n"))
    if setter == "environment":
        monkeypatch.setenv("SITE_URL", address)
    code = f"def on_config(config):\n    config.site_url = '{address}'\n"
    (site / "hook.py").write_text(code, encoding="utf-8")
    built = build(site)

    page = (built / "facts/boats/index.html").read_text("utf-8")
    assert 'rel="canonical" href="https://example.org/harbour/facts/boats/"' in page
    assert '"https://example.org/harbour/images/social/index.png"' in page
    assert "https://example.org/harbour/facts/boats/" in (built / "sitemap.xml").read_text("utf-8")
    assert '"https://example.org/harbour/facts/boats/"' in (built / "downloads/facts.json").read_text("utf-8")
    assert 'href="/harbour/' in (built / "404.html").read_text("utf-8")


DEAD = {
    "[a](fact:none)": "content/method.md:3:5: error F104: there is no fact 'none'",
    "[a]: fact:coast\n\n[a]": "error F104: there is no fact 'coast'",
    "[a](sheets:coast)": "content/method.md:3:5: error F907: a link that no browser opens: 'sheets:coast'",
    '<a href="../nowhere/">a</a>': "content/method.md:3:10: error F907: a link to a page or file that is not there",
    '<img src="../none.png" alt="">': "error F907: a link to a page or file that is not there",
    '<a href="../sheets/coast/#none">a</a>': "error F907: a link to a place that its page does not have",
}


@pytest.mark.parametrize("written", DEAD)
@pytest.mark.parametrize("tool", ["factsheet", "mkdocs"])
def test_a_dead_link_in_a_handwritten_page_is_an_error(site: Path, written: str, tool: str) -> None:
    (site / "content/method.md").write_text(f"# Method\n\n{written}\n", encoding="utf-8")
    if tool == "factsheet":
        code, output = run("build", site)
    else:
        done = run_command(*MKDOCS, "build", cwd=site)
        code, output = done.returncode, " ".join(done.stderr.split())

    assert code == 1
    assert DEAD[written] in output


def test_mkdocs_looks_a_site_over_after_another_was_built_in_the_same_process(
    site: Path, caplog: pytest.LogCaptureFixture
) -> None:
    build(site)
    (site / "content/method.md").write_text("# Method\n\n[a](../nowhere/)\n", encoding="utf-8")
    config = load_config(str(site / "mkdocs.yml"))
    config.plugins.on_startup(command="build", dirty=False)
    try:
        with pytest.raises(Abort):
            build_with_mkdocs(config)
    finally:
        config.plugins.on_shutdown()
    assert "this site must not be published" in caplog.text


def test_links_by_id_lead_to_their_pages(site: Path) -> None:
    text = (
        "# Method\n\n[a](fact:boats) [b](source:gazette) [c](sheet:coast#facts) [d](actor:the-gazette)\n"
        '[e][f] <a href="fact:boats">g</a> `[h](fact:none)`\n\n[f]: sheet:coast\n\n```\n[i](fact:none)\n```\n'
    )
    (site / "content/method.md").write_text(text.replace('<a href="fact:boats">g</a>', ""), encoding="utf-8")
    page = (build(site) / "method/index.html").read_text("utf-8")

    targets = {"a": "facts/boats/", "b": "sources/gazette/", "c": "sheets/coast/#facts", "d": "actors/the-gazette/"}
    for name, target in (targets | {"e": "sheets/coast/"}).items():
        assert f'<a href="../{target}">{name}</a>' in page
    assert "[h](fact:none)" in page
    assert "[i](fact:none)" in page


def test_pages_that_a_hook_changes_are_looked_over(site: Path) -> None:
    hook = (
        "def on_page_content(html, page, config, files):\n    return html.replace('../../sources/', '../../source/')\n"
    )
    (site / "hook.py").write_text(hook, encoding="utf-8")
    set_setting(site, "hooks: [hook.py]\n")
    code, output = run("build", site)

    assert code == 1
    assert "F907: a link to a page or file that is not there: '../../source/gazette/', on actors/the-gazette/" in output


def test_a_main_template_of_the_site_is_refused_with_the_way_that_works(site: Path) -> None:
    (site / "own").mkdir()
    template = '{% extends "factsheet.html" %}\n{% block announce %}<p>Our news</p>{% endblock %}\n'
    (site / "own/main.html").write_text(template, encoding="utf-8")
    set_setting(site, "theme: {name: material, custom_dir: own}\n")
    code, output = run("check", site)
    (site / "own/main.html").rename(site / "own/custom.html")
    page = (build(site) / "facts/boats/index.html").read_text("utf-8")

    assert code == 1
    assert "own/main.html: error F406: it would take the place of ours" in output
    assert 'call it custom.html, and begin it with {% extends "factsheet.html" %}' in output
    assert "<p>Our news</p>" in page
    assert 'href="../../styles/factsheet.css"' in page


VIOLET = "#5b2a86"


def test_a_site_has_its_own_colour_logo_and_icon_everywhere(site: Path) -> None:
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle r="4" fill="{VIOLET}"/></svg>'
    (site / "content/mark.svg").write_text(drawing, encoding="utf-8")
    before = read_tree(build(site))
    set_setting(site, "theme: {name: material, logo: mark.svg, favicon: mark.svg}\n")
    set_setting(site, f"plugins: [factsheet: {{accent: '{VIOLET}'}}]\n")
    after = read_tree(build(site))

    ours = re.compile("|".join((*ACCENT, *TINTS)).encode(), re.IGNORECASE)
    assert [name for name, raw in before.items() if ours.search(raw)] == [
        "404.html", "images/favicon.svg", "styles/card.css", "styles/factsheet.css"
    ]  # fmt: skip
    assert [name for name, raw in after.items() if ours.search(raw)] == []
    assert VIOLET.encode() in after["styles/factsheet.css"]
    page = after["facts/boats/index.html"].decode()
    assert '<img class="fs-brand__mark" src="../../mark.svg" alt="" height="22">' in page
    assert '<link rel="icon" href="../../mark.svg" type="image/svg+xml">' in page
    assert b"mark.svg" in after["embed/boats/index.html"]
    for picture in ("images/apple-touch-icon.png", "images/social/index.png", "sheets/coast.pdf"):
        name = picture if picture in after else f"downloads/{picture}"
        assert after[name] != before[name]


@pytest.mark.parametrize(
    "written, words",
    [
        ("accent: '#ffcc00'", "'accent: #ffcc00' has a contrast of 1.3 with the page; text needs 4.5"),
        ("accent: '#00615a', accent_dark: '#00413a'", "'accent_dark: #00413a' has a contrast of"),
        ("accent: teal", "'teal' is not a colour"),
        ("accent: #00615a\n", "'accent' is empty"),
    ],
)
def test_a_colour_that_cannot_be_read_is_refused(site: Path, written: str, words: str) -> None:
    set_setting(site, f"plugins:\n  - factsheet: {{{written}}}\n")
    code, output = run("check", site)

    assert code == 1
    assert words in output
    assert re.search(r"mkdocs\.yml:\d+:\d+", output)


def test_gaps_are_named_and_filled_gaps_are_on_every_page(site: Path) -> None:
    set_setting(site, "plugins: [factsheet: {publisher: , licence: ~, report_errors: null}]\n")
    code, output = run("check", site)
    assert code == 0
    assert output.count("warning F407") == 1
    assert "error" not in (build(site) / "facts/boats/index.html").read_text("utf-8").lower()

    publisher = (
        "{name: The Desk, url: 'https://d.example.org/', address: 4 Quay Street, email: d@example.org, imprint: c/}"
    )
    licence = "{name: CC0 1.0, url: 'https://cc0.example.org/'}"
    options = f"publisher: {publisher}, licence: {licence}, report_errors: e@example.org"
    set_setting(site, f"plugins: [factsheet: {{{options}}}]\n")
    (site / "content/c.md").write_text("# Imprint\n\nThe Desk.\n", encoding="utf-8")
    built = build(site)

    page = " ".join((built / "facts/boats/index.html").read_text("utf-8").split())
    assert 'Published by <a href="https://d.example.org/">The Desk</a>, 4 Quay Street.' in page
    assert '<a href="mailto:d@example.org">d@example.org</a> <a href="../../c/">Imprint</a>' in page
    assert 'Facts and texts: <a rel="license" href="https://cc0.example.org/">CC0 1.0</a>.' in page
    assert '<a href="mailto:e@example.org?subject=boats">' in page
    assert '"license": "CC0 1.0"' in (built / "downloads/facts.json").read_text("utf-8")
    assert "Facts and texts: CC0 1.0." in (built / "downloads/index.html").read_text("utf-8")


def test_no_licence_is_named_where_none_is_given(site: Path) -> None:
    for name, raw in read_tree(build(site)).items():
        if name.endswith((".html", ".json")) and "schema" not in name:
            assert b"CC BY" not in raw, name
            assert b"Facts and texts:" not in raw, name


REDIRECT_PLUGIN = '''
from pathlib import Path
from mkdocs.plugins import BasePlugin


class RedirectPlugin(BasePlugin):
    """Writes what mkdocs-redirects 1.2.3 writes."""

    def on_post_build(self, config):
        page = """
<!doctype html>
<html lang="en">
<head>
    <meta charset="utf-8">
    <title>Redirecting...</title>
    <link rel="canonical" href="{url}">
    <script>var anchor=window.location.hash.substr(1);location.href="{url}"+(anchor?"#"+anchor:"")</script>
    <meta http-equiv="refresh" content="0; url={url}">
</head>
<body>
You're being redirected to a <a href="{url}">new destination</a>.
</body>
</html>
"""
        file = Path(config.site_dir, "sheets/shore/index.html")
        file.parent.mkdir(parents=True)
        file.write_text(page.format(url=TARGET))
'''


@pytest.mark.parametrize("target, words", [("../coast/", ""), ("../cost/", "F907"), ("//a.example/", "F906")])
def test_the_redirect_of_a_renamed_sheet_works(site: Path, target: str, words: str) -> None:
    (site / "redirect_plugin.py").write_text(f"TARGET = {target!r}\n{REDIRECT_PLUGIN}", encoding="utf-8")
    package = site / "redirect_plugin-1.dist-info"
    package.mkdir()
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: redirect-plugin\nVersion: 1\n", encoding="utf-8")
    entry = "[mkdocs.plugins]\nredirects = redirect_plugin:RedirectPlugin\n"
    (package / "entry_points.txt").write_text(entry, encoding="utf-8")
    set_setting(site, "plugins: [redirects, factsheet]\n")
    done = run_command(*FACTSHEET, "build", cwd=site, PYTHONPATH=str(site))

    assert done.returncode == (1 if words else 0), done.stderr
    assert words in done.stderr
