"""The policy names exactly the inline scripts that are allowed, as a browser hashes them."""

from __future__ import annotations

import base64
import hashlib

import pytest

from factsheet.render.unsafe_markup import with_policy

HEAD = '<!doctype html><html><head><meta charset="utf-8">'


def digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def bind(page: str, *allowed: str) -> str:
    return with_policy(page, allowed.__contains__)


def test_allowed_scripts_and_all_styles_are_named_by_their_hash_once() -> None:
    page = f"{HEAD}<style>p{{}}</style></head><script>one()</script><script>é</script><script>one()</script>"
    bound = bind(f"{page}<script>other()</script>", "one()", "é")
    assert bound.count(f"'sha256-{digest('one()')}'") == 1
    assert f"'sha256-{digest('é')}'" in bound
    assert digest("other()") not in bound
    assert f"style-src 'self' 'sha256-{digest('p{}')}';" in bound


def test_a_hash_is_that_of_the_lines_as_a_browser_reads_them() -> None:
    assert digest("a\nb") in bind(f"{HEAD}<script>a\r\nb</script>", "a\r\nb")


def test_scripts_from_files_and_blocks_of_json_need_no_hash() -> None:
    page = f'{HEAD}<script src="a.js"> </script><script type="application/json">{{}}</script>'
    assert "script-src 'self';" in bind(page, " ", "{}")


@pytest.mark.parametrize(
    "start",
    [
        HEAD,
        f"\n  <!-- ours -->{HEAD}",
        "<!doctype html>\n<html lang='a>b'>\n<head >",
        "<html><head>",
        "<!doctype html>",
        "",
    ],
)
@pytest.mark.parametrize("first", ["<script>one()</script>", '<base href="/"><meta charset="utf-8">', "<!--><b>-->"])
def test_the_policy_comes_before_anything_that_it_is_to_bind(start: str, first: str) -> None:
    bound = bind(f"{start}{first}")
    assert bound.startswith(f'{start}\n  <meta http-equiv="Content-Security-Policy"')
    assert bound.endswith(f'">{first}')
    assert "unsafe" not in bound


def test_what_is_no_page_stays_as_it_is() -> None:
    assert bind("User-agent: *") == "User-agent: *"
