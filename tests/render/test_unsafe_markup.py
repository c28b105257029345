"""Nothing in a finished page runs without being allowed or asks another host, however it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factsheet.diagnostics.rules import UNSAFE_MARKUP
from factsheet.render import unsafe_markup
from factsheet.render.unsafe_markup import diagnose_markup, find_unsafe_markup, hash_inline, make_script_filter

SITE = "https://ledger.example.org/ostwick/"
TEMPLATE = '<script>scope=new URL("{{ config.extra.scope | d(base_url) }}",location)</script>'
allows_nothing = make_script_filter((), ())


def find(page: str) -> list[str]:
    return [what for what, _ in find_unsafe_markup(page, allows_nothing, SITE)]


@pytest.mark.parametrize(
    "markup",
    [
        "<script>a()</script>",
        "<SCRIPT\n>a()</sCript >",
        "<script/x>a()",
        "<script type=module data-src=x>a()</script>",
        '<script type="text/javascript">a()</script>',
        '<svg><script src="a.js">a()</script></svg>',
        # Where readers of HTML take it for a comment or for text, and a browser may not.
        "<!--><script>a()</script>-->",
        "<!--x--!><script>a()</script>-->",
        "<![CDATA[<script>a()</script>]]>",
        "<title><!--</title><script>a()</script>-->",
        "<textarea><script>a()</script></textarea>",
        "<!--<style>--><script>a()</script></style>",
        "<!--<a title='--><script>a()</script><a title=''>",
        '<a title="><script>a()</script>',
        "<a b\"c'><script>a()</script>",
        '<noscript><p title="</noscript><script>a()</script>">',
    ],
)
def test_an_inline_script_is_found_wherever_it_stands(markup: str) -> None:
    expected = f"an inline script that `allow_scripts: [{hash_inline('a()')}]` would allow"

    assert expected in find(f"<!doctype html><p>{markup}")


@pytest.mark.parametrize(
    "markup, name",
    [
        ("<img src=x onerror=a()>", "`onerror` of <img>"),
        ("<IMG/OnError='a()'/src=x>", "`onerror` of <img>"),
        ('<p title="a"onclick="a()">', "`onclick` of <p>"),
        ("<p title=`a onclick=a()`>", "`onclick` of <p>"),
        ("<svg onload=a()>", "`onload` of <svg>"),
        ("<body\fonload\n=\n'a()'>", "`onload` of <body>"),
        ("<iframe srcdoc='&lt;script>a()'>", "`srcdoc` of <iframe>"),
        ("<a href=javascript:a()>", "`href` of <a>"),
        ("<a href=' &#106;ava&Tab;scr&NewLine;ipt:a()'>", "`href` of <a>"),
        ("<a href='\x01JavaScript&colon;a()'>", "`href` of <a>"),
        ("<svg><a xlink:href='javascript:a()'>", "`xlink:href` of <a>"),
        ("<svg><animate attributeName=href values='#;javascript:a()'>", "`values` of <animate>"),
        ("<svg><set attributeName=href to=javascript:a()>", "`to` of <set>"),
        ("<button formaction=javascript:a()>", "`formaction` of <button>"),
        ("<meta http-equiv=refresh content='0;url=javascript:a()'>", "`content` of <meta>"),
    ],
)
def test_an_attribute_that_runs_a_script_is_found(markup: str, name: str) -> None:
    assert find(markup) == [f"{name} runs a script"]


@pytest.mark.parametrize(
    "markup, name",
    [
        ("<img src=https://a.example/b.png>", "`src` of <img>"),
        ("<img src=//a.example>", "`src` of <img>"),
        ("<img src='\\/a.example'>", "`src` of <img>"),
        ("<img src='&sol;/a.example'>", "`src` of <img>"),
        ("<img src='ht\ntps:a.example'>", "`src` of <img>"),
        ("<img srcset='a.png 1x, //a.example/b.png 2x'>", "`srcset` of <img>"),
        ("<img src=https://ledger.example.org.evil.example/ostwick/>", "`src` of <img>"),
        ("<script src='https://a.example/b.js'></script>", "`src` of <script>"),
        ("<script src='data:text/javascript,a()'></script>", "`src` of <script>"),
        ("<link rel=stylesheet href=//a.example>", "`href` of <link>"),
        ("<link rel='alternate stylesheet' href=//a.example>", "`href` of <link>"),
        ("<link rel=preconnect href=https://a.example>", "`href` of <link>"),
        ("<link href=//a.example>", "`href` of <link>"),
        ("<base href=//a.example>", "`href` of <base>"),
        ("<form action=https://a.example>", "`action` of <form>"),
        ("<a href='#' ping=https://a.example>", "`ping` of <a>"),
        ("<iframe src=//a.example>", "`src` of <iframe>"),
        ("<object data=//a.example>", "`data` of <object>"),
        ("<video poster=//a.example>", "`poster` of <video>"),
        ("<svg><use href='//a.example#b'/>", "`href` of <use>"),
        ("<svg><path filter='url(//a.example#b)'/>", "`filter` of <path>"),
        ("<meta http-equiv=Refresh content='0; URL=\"//a.example\"'>", "`content` of <meta>"),
        ("<p style='background: url( //a.example )'>", "`style` of <p>"),
        ("<p style='background:u\\72l(\"h\\74 tps://a.example\")'>", "`style` of <p>"),
        ("<p style='background:\\000075rl(//a.example)'>", "`style` of <p>"),
        ("<style>@import '//a.example';</style>", "<style>"),
        ("<svg><style>@import &quot;&#47;/a.example&quot;</style>", "<style>"),
        ("<img attributionsrc='https://a.example'>", "`attributionsrc` of <img>"),
        ("<img src=//a.example/'b'>", "`src` of <img>"),
        ('<style>p{background:image-set("https://a.example" 1x)}</style>', "<style>"),
        ("<img src='&#9; https://a.example/x.png'>", "`src` of <img>"),
        ("<p style='background:url(http://www.w3.org/a.png)'>", "`style` of <p>"),
        ("<g filter='blur(1px) url(https://a.example/x#f)'>", "`filter` of <g>"),
        ("<link rel=search href=https://a.example>", "`href` of <link>"),
    ],
)
def test_what_asks_another_host_is_found(markup: str, name: str) -> None:
    assert find(markup) == [f"{name} asks another host"]


def test_a_tag_is_read_to_its_end_or_refused() -> None:
    assert find("<p " + "a " * 200 + "onclick=a()>") == ["`onclick` of <p> runs a script"]
    assert "<p> has more attributes than can be checked" in find("<p " + "a " * 9_999 + "onclick=a()>")
    assert find("1 <p a='b>") == find("<p") == []
    assert find("<a " * 20_000) == ["`<` stands more than 200 times before a `>`"]
    assert find("<script>" * 20_000) == ["more than 20 scripts or styles begin before one ends"]
    assert find("<a href='&#9; javascript:a()'>") == ["`href` of <a> runs a script"]
    assert find("<iframe src='data:image/svg+xml,a'>") == ["`src` of <iframe> runs a script"]
    assert find("<img src=x<1 onerror=a()>") == ["`onerror` of <img> runs a script"]


@pytest.mark.parametrize(
    "markup",
    [
        "<a href=https://a.example title='javascript: what it is'>//a.example</a>",
        "<link rel=canonical href=https://a.example><link rel='me author' href=//a.example>",
        '<meta name=description content="javascript:a() https://a.example <b>">',
        "<img src=a.png srcset='a.png 1x'><img src='data:image/png;base64,AA//BB'><img src='?//a'>",
        f"<img src={SITE}a.png><form><button>a</button></form>",
        '<script src=a.js></script><script type=application/json>{"a": "<b>"}</script><script> </script>',
        "<style>p{background:url('data:image/svg+xml,<svg xmlns=\"http://www.w3.org/2000/svg\">')}</style>",
        '<style>a[href^="https://"]{color:red}</style>',
        "<p style='color: red' data-href=//a.example><svg xmlns='http://www.w3.org/2000/svg' fill='url(#a)'>",
        "&lt;script&gt;a()&lt;/script&gt; 1 <2> 3 < script>a()",
        "<meta http-equiv=refresh content='0; url=../a/'>",
    ],
)
def test_what_is_harmless_is_left_alone(markup: str) -> None:
    assert find(markup) == []


def test_a_script_of_the_theme_is_allowed_with_any_address_and_with_nothing_else() -> None:
    templates = (TEMPLATE, "<script>fixed()</script>", '<script>any("{% raw %}")</script><script>{{ all }}</script>')
    allows = make_script_filter(templates, {hash_inline("listed()")})
    good = ("../..", "/", "/Öst/a(b)'/")
    bad = ('/");alert(1);("/', "\\", "</script>", "a\nb", '",location);a("')

    assert all(allows(script) for script in ("fixed()", "listed()"))
    assert all(allows(f'scope=new URL("{address}",location)') for address in good)
    assert not any(allows(f'scope=new URL("{address}",location)') for address in bad)
    assert not any(allows(script) for script in ("fixed ()", "fixed();a()", "", "a()", 'any("")', 'any("{% raw %}")'))


def test_it_is_reported_where_it_is_written_or_else_in_the_first_page() -> None:
    texts = {"content/a.md": "# A\n\n<b onclick='a(&quot;b&quot;)'>", "mkdocs.yml": "x\n  - //a.example\n"}

    written = diagnose_markup(UNSAFE_MARKUP, ("it asks", "//a.example"), ["a.html", "b.html"], texts, "a plugin")
    assert (written.location.file, written.location.line, written.location.column) == ("mkdocs.yml", 2, 5)
    assert written.message == "it asks: '//a.example', on a.html and 1 other page"
    escaped = diagnose_markup(UNSAFE_MARKUP, ("it runs", 'a("b")'), ["a.html"], texts, "a plugin")
    assert (escaped.location.file, escaped.location.line, escaped.location.column) == ("content/a.md", 3, 1)
    unknown = diagnose_markup(UNSAFE_MARKUP, ("it runs", "a()\nb()"), ["a.html"], texts, "a plugin")
    assert (unknown.location.file, unknown.location.line) == ("a.html", 0)
    assert unknown.message == "it runs: 'a()…', on a.html, from a plugin"


PIECES = (
    '<p class="a">',
    "</p>",
    '<a href="x/">',
    '<a title="',
    '">',
    "' ",
    "<",
    ">",
    "=",
    "/",
    " onclick=a()",
    ' onclick="a()"',
    '<img src="https://other.example/a.png">',
    '<br id="b"/>',
    "<script>a()</script>",
    "<style>",
    "javascript:a()",
    "\n",
    "\r",
    "\t",
    "&#106;",
    "a",
)


ENDLESS = ('<a title="', '">', "\n", "<p>", "a", '" onclick="a()')
"""Of these, many pages begin something on one line that ends on another."""


@given(*(st.lists(st.sampled_from(pieces), max_size=12).map("".join) for pieces in (PIECES, ENDLESS)))
def test_a_page_of_plain_tags_is_found_harmless_as_fast_as_slowly(page: str, endless: str) -> None:
    quick = find(page), find(endless)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(unsafe_markup, "_is_plain", lambda *_: False)
        assert quick == (find(page), find(endless))


def test_what_is_remembered_as_harmless_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unsafe_markup, "_MOST_KNOWN", 10)
    kept = unsafe_markup._list_known("bound")
    for number in range(100):
        assert not list(find_unsafe_markup(f'<p id="{number}">\n</p>', allows_nothing, "bound"))
        assert max(map(len, kept)) <= 12
