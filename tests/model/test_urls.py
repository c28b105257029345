"""Only addresses that every browser reads in the same way are published."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factsheet.diagnostics.core import ParseError
from factsheet.model.text.prose import check_url
from tests.support.html_oracle import MARKDOWN_TEXTS


@pytest.mark.parametrize(
    "url,published",
    [
        ("https://example.org", "https://example.org"),
        ("HTTPS://Example.ORG/A?b=C#d", "https://example.org/A?b=C#d"),
        ("http://example.org:8080/a_(b)/c,d;e=f", "http://example.org:8080/a_(b)/c,d;e=f"),
        ("https://bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4"),
        ("https://раураl.com/", "https://xn--l-7sba6dbr.com/"),
        ("https://example.org/a|b^c", "https://example.org/a%7Cb%5Ec"),
        ("https://example.org/#:~:text=a%20b,c", "https://example.org/#:~:text=a%20b,c"),
        ("mailto:a.b+c@Example.org", "mailto:a.b+c@example.org"),
    ],
)
def test_a_good_address_is_published(url: str, published: str) -> None:
    assert check_url(url) == published


@pytest.mark.parametrize(
    "url,message,hint",
    [
        ("javascript:alert(1)", "an address cannot begin with 'javascript:'", "only https:, http: and mailto:"),
        ("data:text/html,x", "an address cannot begin with 'data:'", "only https:"),
        ("ftp://example.org/", "an address cannot begin with 'ftp:'", "only https:"),
        ("//example.org/", "is not a web address", ""),
        ("/a", "is not a web address", ""),
        ("", "an address is missing here", ""),
        ("www.example.org", "is not a whole address", "write 'https://www.example.org'"),
        ("example.org/a", "is not a whole address", "write 'https://example.org/a'"),
        ("https:/example.org", "is not a web address", "two slashes"),
        ("https://user:secret@example.org/", "user name or password", "leave out everything before the @"),
        ("https://example.org@evil.example/", "user name or password", "leave out"),
        ("https://example.org\\@evil.example/", "a backslash", ""),
        ("https://exa mple.org/", "a space", "%20"),
        ("https://example.org/a\nb", "U+000A", ""),
        ("https://example.org/\u202egpj", "U+202E", ""),
        ("https://example.org/%zz", "followed by two hexadecimal digits", "%25"),
        ("https://", "not a host name", ""),
        ("https://exa..mple", "not a host name", ""),
        ("https://-a.example", "not a host name", ""),
        ("https://example.org:99999/", "not a port number", ""),
        ("https://[::1]/", "", ""),
        ("mailto:a@b@c", "an address cannot begin with 'mailto:'", ""),
        ("https://example.org/" + "a" * 2100, "at most 2048 characters", ""),
    ],
)
def test_a_bad_address_is_refused_with_advice(url: str, message: str, hint: str) -> None:
    error = check_url(url)
    assert isinstance(error, ParseError)
    assert message in error.message
    assert hint in error.hint
    assert 0 <= error.offset <= len(url)
    assert error.width >= 1


@given(
    MARKDOWN_TEXTS | st.text(max_size=10).map("https://example.org/".__add__) | MARKDOWN_TEXTS.map("https://".__add__)
)
def test_what_is_published_is_plain_and_stays_as_it_is(url: str) -> None:
    published = check_url(url)
    if isinstance(published, str):
        assert published.startswith(("https://", "http://", "mailto:"))
        assert published.isascii()
        assert not set(' \\<>"`{}|^') & set(published)
        assert check_url(published) == published
