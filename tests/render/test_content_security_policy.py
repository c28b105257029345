"""The policy names exactly the inline scripts of a page, as a browser hashes them."""

from __future__ import annotations

import base64
import hashlib

from factsheet.render.content_security_policy import with_policy

HEAD = '<!doctype html><html><head><meta charset="utf-8">'


def digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def test_inline_scripts_and_styles_are_named_by_their_hash_once() -> None:
    page = f"{HEAD}<style>p{{}}</style></head><script>one()</script><script>é</script><script>one()</script>"
    bound = with_policy(page)
    assert bound.count(f"'sha256-{digest('one()')}'") == 1
    assert f"'sha256-{digest('é')}'" in bound
    assert f"style-src 'self' 'sha256-{digest('p{}')}';" in bound


def test_scripts_from_files_and_blocks_of_json_need_no_hash() -> None:
    page = f'{HEAD}<script src="a.js"></script><script type="application/json">{{}}</script>'
    assert "script-src 'self';" in with_policy(page)


def test_the_policy_comes_before_anything_that_it_is_to_bind() -> None:
    bound = with_policy(f"{HEAD}<script>one()</script>")
    assert bound.index("Content-Security-Policy") < bound.index("<script>")
    assert "unsafe" not in bound


def test_what_is_no_page_stays_as_it_is() -> None:
    assert with_policy("User-agent: *") == "User-agent: *"
