"""What falls due: reviews, waivers that end, and addresses of sources, requested from a host of our own."""

from __future__ import annotations

import datetime as dt
import json
import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from factsheet.checks.run import check_site
from factsheet.cli.app import main
from factsheet.project.load import read_site
from factsheet.review.staleness.due import (
    build_staleness_report,
    format_calendar,
    format_staleness_json,
    format_staleness_text,
    write_staleness_markdown,
)
from factsheet.review.staleness.links import (
    REQUEST_INTERVAL,
    USER_AGENT,
    LinkAnswer,
    LinkResult,
    check_links,
    list_source_links,
)
from tests.support import paths
from tests.support.paths import TOY
from tests.support.preview_session import write_small_site
from tests.support.readers import read_comment
from tests.support.sites import copy_toy, replace_text, run_cli

GOLDEN = paths.GOLDEN / "stale"
LATE = "2025-02-01"
FORMS = ("text", "markdown", "json", "github")


def run_stale(site: Path, *more: str, today: str = LATE) -> tuple[int, str]:
    return run_cli("stale", "-f", str(site / "mkdocs.yml"), "--today", today, *more)


# ---- reviews and waivers


@pytest.mark.parametrize("form", FORMS)
def test_every_format_says_the_same(form: str, agree_with: Callable[[Path, str], None]) -> None:
    code, output = run_stale(TOY, "--format", form, "--within", "2200d")

    assert code == 1
    agree_with(GOLDEN / f"{form}.txt", output)


def test_nothing_is_due() -> None:
    code, output = run_stale(TOY, today="2024-06-01")

    assert code == 0
    assert output.startswith("Nothing is due.\n\nNext: review of 'strike' on 2024-10-29, in 150 days.\n")
    assert run_stale(TOY, "--format", "markdown", today="2024-06-01") == (0, "Nothing is due.\n")
    assert run_stale(TOY, "--format", "github", today="2024-06-01") == (0, "")
    assert json.loads(run_stale(TOY, "--format", "json", today="2024-06-01")[1])["sheetsOverdue"] == 0


def test_it_agrees_with_the_check_to_the_day() -> None:
    """For both, a sheet is not overdue on the day itself, and overdue on the next."""
    for day, code in {"2024-10-29": 0, "2024-10-30": 1}.items():
        assert run_stale(TOY, today=day)[0] == code
        assert ("F310" in run_cli("check", "-f", str(TOY / "mkdocs.yml"), "--today", day)[1]) is bool(code)
    assert "2024-10-29  today  review of 'strike'" in run_stale(TOY, today="2024-10-29")[1]


@pytest.mark.parametrize("allowed, code", [(1, 1), (2, 0)])
def test_the_settings_say_how_many_may_be_overdue(tmp_path: Path, allowed: int, code: int) -> None:
    site = copy_toy(tmp_path / "toy")
    replace_text(site / "mkdocs.yml", "  - factsheet:\n", f"  - factsheet:\n      overdue_allowed: {allowed}\n")

    left, output = run_stale(site)

    assert left == code
    assert f"2 sheets are overdue for review; {allowed} may be" in output


def test_a_setting_that_cannot_be_read_is_reported(tmp_path: Path) -> None:
    site = copy_toy(tmp_path / "toy")
    replace_text(site / "mkdocs.yml", "  - factsheet:\n", "  - factsheet:\n      overdue_allowed: lots\n")
    code, output = run_cli("stale", "-f", str(site / "mkdocs.yml"))

    assert code == 1
    assert ": error F117: 'overdue_allowed'" in output


def test_a_review_that_was_never_recorded_is_overdue(tmp_path: Path) -> None:
    site = write_small_site(tmp_path)
    replace_text(site / "facts/sheets/coast.yml", "facts:\n", "review: {every: 30d}\nfacts:\n")

    code, output = run_stale(site)

    assert code == 1
    assert "no day  never recorded  review of 'coast'  facts/sheets/coast.yml:4:9" in output
    assert "BEGIN:VEVENT" not in run_stale(site, "--ics")[1]


def test_a_waiver_that_has_ended_is_listed() -> None:
    code, output = run_stale(TOY, "--format", "json", today="2031-01-01")
    (waiver,) = [item for item in json.loads(output)["due"] if item["kind"] == "waiver" and item["days"] < 0]

    assert code == 1
    assert (waiver["state"], waiver["on"], waiver["days"]) == ("overdue", "2030-12-31", -1)


def test_facts_that_cannot_be_read_are_reported_instead(tmp_path: Path) -> None:
    site = write_small_site(tmp_path)
    (site / "facts/sheets/coast.yml").write_text("id: [\n", encoding="utf-8")

    code, output = run_stale(site)

    assert code == 1
    assert "facts/sheets/coast.yml:1:5: error F009" in output


@pytest.mark.parametrize("written", ["soon", "-3d", "30w"])
def test_a_malformed_number_of_days(written: str) -> None:
    code, output = run_stale(TOY, "--within", written)

    assert code == 2
    assert f"'{written}' is not a number of days; write it as 30d." in output
    assert "Usage: factsheet stale" in output


def test_hostile_words_stay_words_in_an_issue(tmp_path: Path) -> None:
    site = write_small_site(tmp_path)
    hostile = "</li><img src=x> @everyone fixes #1 **x** [a](javascript:b)"
    replace_text(site / "facts/sheets/coast.yml", "title: The coast", f"title: '{hostile}'\nreview: {{by: 2023-01}}")

    _, output = run_stale(site, "--format", "markdown")

    read = read_comment(output)
    assert f"{hostile} (to be read again by 2023-01)" in read.words
    assert read.linked == ()
    assert set(read.elements) - {"<wbr>", "<code>", "</code>", "code_inline", "strong_open"} == {
        *("heading_open", "bullet_list_open", "list_item_open", "paragraph_open")
    }


# ---- the calendar


def ics(site: Path) -> str:
    """Return the calendar with its own ends of lines."""
    done = CliRunner().invoke(main, ["stale", "-f", str(site / "mkdocs.yml"), "--today", LATE, "--ics"])
    assert done.exit_code == 0
    return done.stdout_bytes.decode()


def test_the_calendar(agree_with: Callable[[Path, str], None]) -> None:
    output = ics(TOY)

    assert output == ics(TOY)
    lines = output.split("\r\n")
    assert "\n" not in "".join(lines)
    assert max(len(line.encode()) for line in lines) <= 75
    assert len(set(re.findall("^UID:.*$", output, re.MULTILINE))) == 2
    agree_with(GOLDEN / "reviews.ics", output.replace("\r\n", "\n"))


def test_a_long_title_is_folded_between_letters(tmp_path: Path) -> None:
    site = write_small_site(tmp_path)
    title = "Лодки; гавань, и «всё» \\ прочее " * 4
    replace_text(site / "facts/sheets/coast.yml", "title: The coast", f"title: '{title}'\nreview: {{by: 2026-01}}")

    output = ics(site)

    assert max(len(line.encode()) for line in output.split("\r\n")) <= 75
    unfolded = output.replace("\r\n ", "")
    assert ("Лодки\\; гавань\\, и «всё» \\\\ прочее " * 4).strip() in unfolded


# ---- addresses


class _Host(BaseHTTPRequestHandler):
    """Answers in as many ways as hosts do."""

    server: Host

    def do_HEAD(self) -> None:
        self.server.requests.append((self.command, self.path, self.headers["User-Agent"]))
        match self.path.split("/")[1:]:
            case ["status", code]:
                self._answer(int(code))
            case ["no-head"]:
                self._answer(405 if self.command == "HEAD" else 200)
            case ["to", code, *rest]:
                self._answer(int(code), "/".join(["", *rest]))
            case ["file"]:
                self._answer(302, "file:///etc/passwd")
            case ["bracket"]:
                self._answer(302, "http://[::1")
            case ["raw"]:
                self._answer(301, "/häfen neu".encode().decode("latin-1"))
            case ["loop"]:
                self._answer(301, "/loop")
            case ["malformed"]:
                self.wfile.write(b"no head of HTTP\r\n\r\n")
            case ["huge"]:
                self._answer(200, length=10**15)
            case _:
                self._answer(200)

    do_GET = do_HEAD  # noqa: N815 - named as it is inherited

    def _answer(self, code: int, location: str = "", length: int = 0) -> None:
        self.send_response(code)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named as it is inherited
        """Keep quiet."""


class Host(ThreadingHTTPServer):
    """A host of many behaviours; `requests` lists the method, path and agent of every request."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Host)
        self.requests: list[tuple[str, str, str]] = []
        self.root = f"http://127.0.0.1:{self.server_port}"


@pytest.fixture
def host() -> Iterator[Host]:
    with Host() as host:
        thread = threading.Thread(target=host.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield host
        host.shutdown()
        thread.join()


class Clock:
    """A clock that moves only while it sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.sleeps: list[float] = []

    def tell(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        self.now += seconds


def check_path(host: Host, path: str) -> LinkResult:
    (result,) = check_links([f"{host.root}{path}"], lambda: 0, lambda _: None)
    return result


@pytest.mark.parametrize(
    "path, answer, to",
    [
        ("/", LinkAnswer.ANSWERS, ""),
        ("/page#:~:text=words", LinkAnswer.ANSWERS, ""),
        ("/no-head", LinkAnswer.ANSWERS, ""),
        ("/huge", LinkAnswer.ANSWERS, ""),
        ("/to/301/new", LinkAnswer.MOVED, "/new"),
        ("/to/308/new#part", LinkAnswer.MOVED, "/new"),
        ("/to/302/new", LinkAnswer.ANSWERS, ""),
        ("/to/301/to/302/now", LinkAnswer.MOVED, "/to/302/now"),
        ("/to/301/status/404", LinkAnswer.GONE, "/status/404"),
        ("/status/404", LinkAnswer.GONE, ""),
        ("/status/410", LinkAnswer.GONE, ""),
        ("/status/401", LinkAnswer.REFUSED, ""),
        ("/status/403", LinkAnswer.REFUSED, ""),
        ("/status/429", LinkAnswer.REFUSED, ""),
        ("/status/500", LinkAnswer.SILENT, ""),
        ("/malformed", LinkAnswer.SILENT, ""),
        ("/file", LinkAnswer.SILENT, ""),
        ("/loop", LinkAnswer.SILENT, ""),
        ("/häfen und kräne?q=ü x", LinkAnswer.ANSWERS, ""),
        ("/to/301/h%C3%A4fen", LinkAnswer.MOVED, "/h%C3%A4fen"),
    ],
)
def test_what_hosts_answer(host: Host, path: str, answer: LinkAnswer, to: str) -> None:
    result = check_path(host, path)

    assert result.answer is answer
    assert result.moved_to == (f"{host.root}{to}" if to else "")
    assert (answer is LinkAnswer.SILENT) == bool(result.why)
    assert {agent for _, _, agent in host.requests} == {USER_AGENT}
    assert not [path for _, path, _ in host.requests if "#" in path]


def test_a_file_behind_a_redirect_is_not_opened(host: Host) -> None:
    assert check_path(host, "/file").why == "it redirects to 'file:///etc/passwd', which is not a web address"


@pytest.mark.parametrize("url", ["http://[::1", "http://☃ x.invalid/", "http://127.0.0.1:abc/", "http://a..b/"])
def test_a_malformed_address_is_reported(url: str) -> None:
    (result,) = check_links([url], lambda: 0, lambda _: None)

    assert result.answer is LinkAnswer.SILENT
    assert result.why


def test_a_redirect_to_a_malformed_address(host: Host) -> None:
    result = check_path(host, "/bracket")

    assert result.answer is LinkAnswer.SILENT
    assert result.why == "invalid ipv6 url"


def test_a_redirect_in_raw_letters_is_followed(host: Host) -> None:
    assert check_path(host, "/raw").moved_to == f"{host.root}/h%C3%A4fen%20neu"


def test_a_host_that_refuses_the_connection() -> None:
    (result,) = check_links(["http://127.0.0.1:9/"], lambda: 0, lambda _: None)

    assert result.answer is LinkAnswer.SILENT
    assert result.why


def test_no_host_is_asked_twice_within_a_second(host: Host) -> None:
    clock = Clock()
    list(check_links([f"{host.root}/a", f"{host.root}/b", f"{host.root}/status/404"], clock.tell, clock.sleep))

    assert clock.sleeps == [REQUEST_INTERVAL] * 3
    assert [method for method, _, _ in host.requests] == ["HEAD", "HEAD", "HEAD", "GET"]


def test_links_in_every_format(tmp_path: Path, agree_with: Callable[[Path, str], None]) -> None:
    """A diagnostic is at the `url` of its source; the answers are made up, so that nothing is requested."""
    site = read_site(write_small_site(tmp_path) / "mkdocs.yml", dt.date(2024, 6, 1))
    catalog = check_site(site.inputs, site.settings).catalog
    url = "https://gazette.example.org/boats"
    results = (
        LinkResult(url=url, answer=LinkAnswer.ANSWERS, status=200),
        LinkResult(url=url, answer=LinkAnswer.MOVED, status=200, moved_to="https://new.example.org/"),
        LinkResult(url=url, answer=LinkAnswer.GONE, status=404),
        LinkResult(url=url, answer=LinkAnswer.REFUSED, status=403),
        LinkResult(url=url, answer=LinkAnswer.SILENT, why="no answer within 10 seconds"),
    )
    links = tuple(link for result in results for link in list_source_links(catalog, {url: result}))
    none = build_staleness_report(catalog, dt.date(2024, 6, 1), 30, 0)

    diagnostics = [link.diagnostic for link in links if link.diagnostic]
    assert {diagnostic.code for diagnostic in diagnostics} == {"F520", "F521", "F522", "F523"}
    places = {(diagnostic.location.file, diagnostic.location.line) for diagnostic in diagnostics}
    assert places == {("facts/sources/gazette.yml", 6)}
    assert format_staleness_text(none).startswith("Nothing is due.")
    agree_with(GOLDEN / "links.md", write_staleness_markdown(none, links))
    agree_with(GOLDEN / "links.json", format_staleness_json(none, links))
    assert format_calendar(none, site.settings).count("VEVENT") == 0


def test_links_are_checked_only_on_request(tmp_path: Path, host: Host, agree_with: Callable[[Path, str], None]) -> None:
    site = write_small_site(tmp_path)
    replace_text(site / "facts/sources/gazette.yml", "https://gazette.example.org/boats", f"{host.root}/status/410")

    assert run_stale(site)[0] == 0
    assert host.requests == []
    code, output = run_stale(site, "--links")
    assert code == 1
    assert [method for method, _, _ in host.requests] == ["HEAD", "GET"]
    agree_with(GOLDEN / "links.txt", re.sub(r"\^+", "^", output.replace(host.root, "http://HOST")))

    replace_text(site / "facts/sources/gazette.yml", "/status/410", "/fine")
    code, output = run_stale(site, "--links")
    assert code == 0
    assert output.endswith("\n1 address checked; all of them answer.\n")
