"""What reads the texts that leave the program, as strictly as the programs that readers have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markdown_it import MarkdownIt

_RUNNER_COMMANDS = frozenset(
    {
        *("add-mask", "add-matcher", "add-path", "command", "debug", "echo", "endgroup", "error", "group"),
        *("internal-set-repo-path", "notice", "remove-matcher", "save-state", "section", "set-env", "set-output"),
        *("stop-commands", "warning"),
    }
)
_OTHER_COMMANDS = re.compile(r"##(vso|teamcity)\[|section_(start|end):\d+:\w+\r")


def find_job_commands(output: str) -> Iterator[str]:
    """Yield the lines that GitHub's runner obeys, in both of its forms, or another program that runs jobs."""
    for line in re.split("\r\n|\r|\n", output):
        command = re.match(r"\s*::([^:]+?)( .*?)?::", line) or re.search(r"##\[([^ \]]+)( [^\]]*)?\]", line)
        if (command and command[1] in _RUNNER_COMMANDS) or _OTHER_COMMANDS.search(line):
            yield line


_TERMINAL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


def find_controls(output: str) -> list[str]:
    """Return the characters that a terminal obeys, or that turn around or hide what it shows; colours are ours."""
    return _TERMINAL.findall(re.sub("\x1b\\[[0-9;]*m", "", output))


# --- Markdown of an issue tracker ---------------------------------------------------------------------

_LINKED = re.compile(
    r"@\w|[\w.+-]@[\w.-]|https?://|ftp://|www\.\S|(mailto|xmpp):\S+@\w"
    r"|#\d|\bGH-\d|\b[A-Z][A-Z]+-\d|GHSA-\w|(?<![0-9a-f])[0-9a-f]{7,40}(?![0-9a-f])"
    r"|:[\w+-]+:|\$\S.*\$|\$\$|[!%&$]\w|~\w|\[\w+:\d|\[\[|\^alert#|\*iteration:",
    re.IGNORECASE,
)
"""What GitHub or GitLab makes a link, a picture or a formula of, in one run of text."""


@dataclass(frozen=True)
class Comment:
    """What a reader of a comment sees, and what acts in it."""

    words: str
    elements: tuple[str, ...]
    linked: tuple[str, ...]


def read_comment(text: str) -> Comment:
    """Read Markdown as issue trackers do: first the markup, then the links in each text between two elements."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    runs, elements = [""], [token.type for token in tokens if not token.type.endswith(("inline", "_close"))]
    for inner in (child for token in tokens for child in token.children or [token]):
        if inner.type in {"text", "text_special"}:
            runs[-1] += inner.content
        elif inner.type != "inline":
            runs.append("")
            if inner.type in {"html_inline", "html_block"}:
                elements.append(inner.content)
            elif inner.nesting == 0:
                elements.append(inner.type)
    return Comment("".join(runs), tuple(elements), tuple(run for run in runs if _LINKED.search(run)))


# --- BibTeX -------------------------------------------------------------------------------------------

_TEX = {
    r"\textbackslash{}": "\\",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    **{f"\\{character}": character for character in "$&#_%"},
}
_TEX_COMMAND = re.compile(r"\\[A-Za-z]+(\{\})?|\\.|[{}$&#_%^~]")


def read_bibtex(text: str) -> list[tuple[str, Mapping[str, str]]]:
    """Return the key and the fields of each entry. Braces count as BibTeX counts them: also after a backslash."""
    entries: list[tuple[str, Mapping[str, str]]] = []
    place = 0
    while match := re.compile(r"\s*@misc\{([^\s,{}]+),").match(text, place):
        fields: dict[str, str] = {}
        place = match.end()
        while field := re.compile(r"\s*(\w+)\s*=\s*\{").match(text, place):
            start = place = field.end()
            depth = 1
            while depth:
                depth += {"{": 1, "}": -1}.get(text[place], 0)
                place += 1
            fields[field[1]] = text[start : place - 1]
            comma = re.compile(r"\s*,").match(text, place)
            assert comma, f"after {field[1]}: {text[place:]!r}"
            place = comma.end()
        end = re.compile(r"\s*\}").match(text, place)
        assert end, f"in {match[1]}: {text[place:]!r}"
        place = end.end()
        entries.append((match[1], fields))
    assert not text[place:].strip(), f"between entries: {text[place:]!r}"
    return entries


def read_tex(text: str) -> str:
    """Return the words that TeX sets; nothing in them may be a command, a group or a comment."""

    def decode_command(found: re.Match[str]) -> str:
        assert found[0] in _TEX, f"{found[0]} in {text!r}"
        return _TEX[found[0]]

    return _TEX_COMMAND.sub(decode_command, text)


# --- calendars ----------------------------------------------------------------------------------------


def read_calendar(text: str) -> list[tuple[str, str]]:
    """Return the name and the value of each line; lines are folded and end as RFC 5545 has it."""
    assert text.endswith("\r\n")
    assert not re.search("[\x00-\x08\x0a-\x1f\x7f]", text.replace("\r\n", ""))
    lines = text.removesuffix("\r\n").replace("\r\n ", "").split("\r\n")
    parted = [re.fullmatch(r"([A-Z-]+(?:;[A-Z]+=[^:;]+)*):(.*)", line) for line in lines]
    assert all(parted), lines
    return [(part[1], part[2]) for part in parted if part]


def read_calendar_text(value: str) -> str:
    """Return the words of a value of the type TEXT."""
    assert not re.search(r"(?<!\\)(\\\\)*[;,]", value), value
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)
