"""Links to other sites: addresses that every browser reads in the same way."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

from factsheet.diagnostics.core import ParseError, ParseFailure

MAX_URL_LENGTH: Final = 2048
"""The longest address that every browser and server accepts."""

_FORBIDDEN: Final = re.compile(r"[\s\x00-\x20\x7f-\x9f\\\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
"""White space, controls, backslashes, and characters that change the direction of writing or cannot be seen."""
_WEB: Final = re.compile(r"(?P<scheme>https?)://(?P<host>[^/?#]*)(?P<rest>.*)\Z", re.IGNORECASE)
_MAIL: Final = re.compile(r"mailto:(?P<name>[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64})@(?P<host>[^@]+)\Z", re.IGNORECASE)
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_LABEL: Final = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\Z")
_BAD_PERCENT: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
_SAFE_CHARACTERS: Final = "%:/?#[]@!$&'()*+,;=-._~"
_MAX_HOST_LENGTH: Final = 253
_MAX_PORT: Final = 65535


def check_url(url: str) -> str | ParseError:
    """Return the address in the form in which it is published, or why it is refused.

    http, https and mailto only; no user or password, no spaces, controls or backslashes; the host name in lower case
    and in ASCII (punycode), so that look-alike letters show.
    """
    try:
        return _normalise_url(url)
    except ParseFailure as failure:
        return failure.error


def _normalise_url(url: str) -> str:
    if len(url) > MAX_URL_LENGTH:
        raise ParseFailure(f"an address has at most {MAX_URL_LENGTH} characters", MAX_URL_LENGTH, 1)
    if found := _FORBIDDEN.search(url):
        name = {" ": "a space", "\\": "a backslash"}.get(found[0], f"the character U+{ord(found[0]):04X}")
        hint = "write %20 for a space" if found[0] == " " else ""
        raise ParseFailure(f"an address cannot contain {name}", found.start(), 1, hint)
    if mail := _MAIL.match(url):
        return f"mailto:{mail['name']}@{_normalise_host(mail['host'], mail.start('host'))}"
    web = _WEB.match(url)
    if web is None:
        raise _explain_bad_address(url)
    if broken := _BAD_PERCENT.search(web["rest"]):
        message = "a % in an address must be followed by two hexadecimal digits"
        raise ParseFailure(message, web.start("rest") + broken.start(), 1, "write %25 for the character %")
    host = _normalise_host_and_port(web["host"], web.start("host"))
    return f"{web['scheme'].lower()}://{host}{quote(web['rest'], safe=_SAFE_CHARACTERS)}"


def _explain_bad_address(url: str) -> ParseFailure:
    if not url:
        return ParseFailure("an address is missing here")
    if re.match(r"www\.|[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}(/|\Z)", url, re.IGNORECASE):
        return ParseFailure(f"'{url}' is not a whole address", 0, len(url), f"write 'https://{url}'")
    if re.match(r"https?:", url, re.IGNORECASE):
        return ParseFailure(f"'{url}' is not a web address", 0, len(url), "two slashes follow the colon: https://…")
    if found := _SCHEME.match(url):
        hint = "only https:, http: and mailto: may be linked"
        return ParseFailure(f"an address cannot begin with '{found[0]}'", 0, len(found[0]), hint)
    return ParseFailure(f"'{url}' is not a web address", 0, len(url))


def _normalise_host_and_port(text: str, offset: int) -> str:
    if "@" in text:
        message = "an address with a user name or password is not published"
        raise ParseFailure(message, offset, text.rindex("@") + 1, "leave out everything before the @")
    host, colon, port = text.partition(":")
    if not colon:
        return _normalise_host(host, offset)
    if not re.fullmatch(r"[0-9]{1,5}", port) or int(port) > _MAX_PORT:
        raise ParseFailure(f"'{port}' is not a port number", offset + len(host) + 1, len(port))
    return f"{_normalise_host(host, offset)}:{int(port)}"


def _normalise_host(text: str, offset: int) -> str:
    try:
        host = text.lower().encode("idna").decode("ascii").lower() if not text.isascii() else text.lower()
    except UnicodeError:
        host = ""
    labels = host.removesuffix(".").split(".")
    if len(host) > _MAX_HOST_LENGTH or not all(_LABEL.match(label) for label in labels):
        raise ParseFailure(f"'{text}' is not a host name", offset, len(text))
    return host
