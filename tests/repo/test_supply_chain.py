"""What comes from others: each by its hash, under a licence that is allowed, and listed in the bill of materials."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path
from typing import Any

import pytest
import yaml
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from license_expression import get_spdx_licensing
from packageurl import PackageURL

from factsheet.authoring.template.fill import STARTER_FOLDER
from tests.support.paths import ROOT
from tests.support.sbom import OURS, PYTHON_LOCKS, RUNTIME, SAID_ELSEWHERE, collect_components, read_licence, write_sbom

ALLOWED = frozenset(
    {
        "0BSD",
        "Apache-2.0",
        "BlueOak-1.0.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "CC0-1.0",
        "ISC",
        "MIT",
        "MPL-2.0",
        "OFL-1.1",
        "PSF-2.0",
    }
)
"""Licences that ask for no more than that they are named, and MPL-2.0, which asks that its own files stay open."""
EXCEPTIONS: Mapping[str, str] = {}
"""Packages under another licence, each with the reason for which we take it."""

MAKEFILES = (ROOT / "Makefile", STARTER_FOLDER / "site/Makefile")
CI = (
    ROOT / ".gitlab-ci.yml",
    STARTER_FOLDER / "gitlab/dot-gitlab-ci.yml",
    *sorted((ROOT / ".github/workflows").glob("*.yml")),
)
COMPONENTS = tuple(collect_components().values())
Json = Any
"""A piece of the bill of materials, or of a CI file. Any: what it holds is asserted where it is used."""


# ---- licences


SPDX = get_spdx_licensing()


@cache
def may_be_used(licence: str) -> bool:
    """Tell whether an expression is one of SPDX's and can be met with licences that are allowed."""
    if not licence or SPDX.validate(licence).errors:
        return False
    parsed = SPDX.parse(licence)
    met = {symbol: SPDX.TRUE if symbol.key in ALLOWED else SPDX.FALSE for symbol in parsed.symbols}
    return bool(parsed.subs(met).simplify() == SPDX.TRUE)


def test_every_licence_is_allowed() -> None:
    refused = [
        f"{component.ref}: {component.licence}" for component in COMPONENTS if not may_be_used(component.licence)
    ]

    assert len(COMPONENTS) > 150
    assert [line for line in refused if line.split(": ")[0] not in EXCEPTIONS] == []


@pytest.mark.parametrize(
    "licence, allowed",
    [
        ("MIT", True),
        ("MIT AND PSF-2.0", True),
        ("GPL-3.0-only OR MIT", True),
        ("(GPL-3.0-only OR MIT) AND ISC", True),
        ("MIT AND GPL-3.0-only", False),
        ("LGPL-2.1-or-later", False),
        ("AGPL-3.0-only", False),
        ("SSPL-1.0", False),
        ("LicenseRef-Proprietary", False),
        ("BSD", False),
        ("UNLICENSED", False),
        ("SEE LICENSE IN LICENSE.txt", False),
        ("", False),
    ],
)
def test_a_licence_must_leave_a_way_that_is_allowed(licence: str, *, allowed: bool) -> None:
    assert may_be_used(licence) == allowed


@pytest.mark.parametrize("name", SAID_ELSEWHERE)
def test_a_licence_is_said_by_us_only_where_the_package_does_not_say_it(name: str) -> None:
    assert read_licence(name) == ""


@pytest.mark.parametrize(
    "name, words",
    [("axe-playwright-python", "MIT License"), ("colorama", "Neither the name"), ("jinja2", "Neither the name")],
)
def test_what_we_say_of_a_licence_stands_in_its_file(name: str, words: str) -> None:
    try:
        texts = [file.read_text("utf-8") for file in files(name) or () if re.search(r"(?i)licen[cs]e", file.name)]
    except PackageNotFoundError:
        pytest.skip(f"{name} is not installed on this system")

    assert any(words in text for text in texts)


def test_a_font_lies_beside_its_licence() -> None:
    licences = {path.name.removesuffix("-OFL.txt"): path for path in ROOT.glob("generator/**/*-OFL.txt")}
    fonts = [Path(component.ref) for component in COMPONENTS if component.licence == "OFL-1.1"]

    assert len(fonts) > 3
    for font in fonts:
        (licence,) = (path for name, path in licences.items() if font.name.startswith(name))
        assert "SIL Open Font License, Version 1.1" in licence.read_text("utf-8")


# ---- the bill of materials


@pytest.fixture(scope="module")
def bill() -> Json:
    return json.loads(write_sbom())


def test_the_bill_fits_the_schema_of_cyclonedx() -> None:
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(write_sbom()) is None


def test_the_schema_finds_what_is_wrong(bill: Json) -> None:
    wrong = json.dumps(
        {**bill, "components": [{**bill["components"][0], "hashes": [{"alg": "SHA-256", "content": "x"}]}]}
    )

    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(wrong) is not None


def test_all_that_is_locked_is_in_the_bill(bill: Json) -> None:
    listed = {component["bom-ref"] for component in bill["components"]}
    pinned = {
        f"pkg:pypi/{re.sub('[-_.]+', '-', name).lower()}@{version}"
        for lock in PYTHON_LOCKS
        for name, version in re.findall(r"^([\w.-]+)==([^\s;]+)", (ROOT / lock).read_text("utf-8"), re.MULTILINE)
    }
    npm = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    nodes = {(path.rpartition("node_modules/")[2], package["version"]) for path, package in npm.items() if path}

    assert pinned == {ref for ref in listed if ref.startswith("pkg:pypi/")}
    assert nodes == {
        (component["name"], component["version"])
        for component in bill["components"]
        if component["bom-ref"].startswith("pkg:npm/")
    }


def test_addresses_are_purls(bill: Json) -> None:
    for component in bill["components"]:
        if purl := component.get("purl"):
            read = PackageURL.from_string(purl)
            assert read.to_string() == purl
            assert "/".join(filter(None, (read.namespace, read.name))) == component["name"]
            assert read.version == component["version"]


def test_everything_is_there_because_something_asks_for_it(bill: Json) -> None:
    below = {dependency["ref"]: dependency["dependsOn"] for dependency in bill["dependencies"]}
    reached, left = set[str](), [OURS]
    while left:
        ref = left.pop()
        left += [] if ref in reached else below[ref]
        reached.add(ref)

    assert reached == below.keys()


def test_what_runs_is_told_from_what_only_tests_need(bill: Json) -> None:
    scopes = {component["name"]: component["scope"] for component in bill["components"]}

    assert {scopes[name] for name in ("mkdocs", "typst", "pyyaml")} == {"required"}
    assert {scopes[name] for name in ("pytest", "uv", "eslint", "cyclonedx-python-lib")} == {"excluded"}


def test_the_same_locks_give_the_same_bill(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    undated = write_sbom()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")

    assert undated == write_sbom().replace('  "timestamp": "2023-11-14T22:13:20+00:00",\n', "").replace(
        json.loads(write_sbom())["serialNumber"], json.loads(undated)["serialNumber"]
    )
    assert write_sbom() == write_sbom()


# ---- by hash


def test_the_locks_are_those_that_make_writes() -> None:
    made = set(re.findall(r"--output-file (\S+)", MAKEFILES[0].read_text("utf-8")))

    assert made == set(PYTHON_LOCKS) == {path.name for path in ROOT.glob("requirements*.txt")}


@pytest.mark.parametrize("lock", PYTHON_LOCKS)
def test_every_pin_has_hashes(lock: str) -> None:
    pins = (ROOT / lock).read_text("utf-8").split("\n    # via")
    pinned = [pin for pin in pins if re.search(r"^[\w.-]+==", pin, re.MULTILINE)]

    assert pinned
    assert [pin for pin in pinned if not re.search(r"==[^\n]*\\\n    --hash=sha256:[0-9a-f]{64}", pin)] == []


def install_commands(makefile: str) -> Iterator[str]:
    """Yield each call of pip in a Makefile, with its variables filled in."""
    variables = dict(re.findall(r"^([A-Z]+) *:?= *(.*)$", makefile, re.MULTILINE))
    for line in re.findall(r"^\t.*(?:pip|\(PIP\)).* install .*$", makefile, re.MULTILINE):
        yield re.sub(r"\$\(([A-Z]+)\)", lambda match: variables.get(match[1], match[0]), line)


@pytest.mark.parametrize("makefile", MAKEFILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_pip_installs_by_hash_and_builds_nothing_but_the_program(makefile: Path) -> None:
    """A package that is built from source would fetch build tools that no lock names."""
    by_hash, ours = ("--require-hashes", "--only-binary :all:"), ("--no-deps", "--no-build-isolation")
    commands = list(install_commands(makefile.read_text("utf-8")))

    assert len(commands) >= 2
    assert [
        command
        for command in commands
        if not any(all(option in command for option in kind) for kind in (by_hash, ours))
    ] == []


FETCHES = re.compile(
    r"\b(?:curl|wget|npx|pipx|uvx|corepack)\b|\bnpm (?:i|install|exec|update)\b"
    r"|\b(?:go|cargo|gem) install\b|\bpip3? install\b"
)
"""Commands that bring what no lock names."""


@pytest.mark.parametrize(
    "file", [*MAKEFILES, *CI, ROOT / ".ci/run"], ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_nothing_is_fetched_past_the_locks(file: Path) -> None:
    """But for Debian's packages, which Debian signs."""
    lines = [
        line.partition(" #")[0] for line in file.read_text("utf-8").splitlines() if not line.lstrip().startswith("#")
    ]

    assert [line for line in lines if FETCHES.search(line)] == []


@pytest.mark.parametrize("line", ["curl -sSf x | sh", "npx eslint", "\t@npm install", "pip install uv", "wget x"])
def test_a_fetch_past_the_locks_is_found(line: str) -> None:
    assert FETCHES.search(line)


def test_npm_runs_no_script_of_a_package() -> None:
    assert re.findall(r"npm ci.*$", MAKEFILES[0].read_text("utf-8"), re.MULTILINE)
    assert all("--ignore-scripts" in call for call in re.findall(r"npm ci.*", MAKEFILES[0].read_text("utf-8")))
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    assert [path for path, package in packages.items() if path and "sha512-" not in package["integrity"]] == []


UNPINNED_IMAGES: Mapping[str, str] = {}
"""Images without a digest, each with the reason."""


def find_images(node: Json) -> Iterator[str]:
    """Yield the images that a CI file names, wherever they stand."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key in {"image", "container"}:
                yield value if isinstance(value, str) else value.get("name", value.get("image", ""))
            elif key == "services" and isinstance(value, list):
                yield from (service if isinstance(service, str) else service["name"] for service in value)
            yield from find_images(value)
    elif isinstance(node, list):
        for child in node:
            yield from find_images(child)


def unpinned(text: str) -> list[str]:
    images = set(find_images(yaml.load(text, yaml.BaseLoader)))
    return [image for image in images if not re.fullmatch(r"[\w./-]+:[\w.-]+@sha256:[0-9a-f]{64}", image)]


@pytest.mark.parametrize("file", CI, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_images_are_pinned_by_digest(file: Path) -> None:
    text = file.read_text("utf-8")

    assert [image for image in unpinned(text) if image not in UNPINNED_IMAGES] == []
    assert bool(list(find_images(yaml.load(text, yaml.BaseLoader)))) == ("gitlab" in file.name)


@pytest.mark.parametrize(
    "text",
    [
        "default: {image: 'python:3.11'}",
        "default: {image: 'python:3.11@sha256:0123'}",
        "test: {image: {name: 'python:latest', entrypoint: ['']}}",
        "test: {services: ['postgres:17']}",
        "test: {services: [{name: 'postgres:17', alias: db}]}",
        "jobs: {test: {container: 'node:20'}}",
        "jobs: {test: {container: {image: 'node:20'}}}",
        "jobs: {test: {services: {db: {image: 'postgres:17'}}}}",
    ],
)
def test_an_image_without_a_digest_is_found(text: str) -> None:
    assert len(unpinned(text)) == 1


# ---- newer versions


def updates(file: Path) -> Mapping[str, Json]:
    with file.open(encoding="utf-8") as opened:
        return {update["package-ecosystem"]: update for update in yaml.safe_load(opened)["updates"]}


OUR_UPDATES = updates(ROOT / ".github/dependabot.yml")
THEIR_UPDATES = updates(STARTER_FOLDER / "github/dot-github/dependabot.yml")


def test_newer_versions_are_proposed_of_all_that_is_pinned() -> None:
    """Our own copy of requirements.txt for new sites moves in the same pull request."""
    assert OUR_UPDATES.keys() == {"github-actions", "pip", "npm"}
    assert [ROOT / folder.strip("/") / RUNTIME for folder in OUR_UPDATES["pip"]["directories"]] == [
        ROOT / RUNTIME,
        STARTER_FOLDER / "site" / RUNTIME,
    ]
    assert {group.get("applies-to") for group in OUR_UPDATES["pip"]["groups"].values()} == {None, "security-updates"}


def test_a_new_site_gets_actions_and_security_updates() -> None:
    """The versions of its packages come with the generator."""
    assert THEIR_UPDATES.keys() == {"github-actions", "pip"}
    assert THEIR_UPDATES["github-actions"] == OUR_UPDATES["github-actions"]
    assert THEIR_UPDATES["pip"]["open-pull-requests-limit"] == 0


@pytest.mark.parametrize("update", [*OUR_UPDATES.values(), *THEIR_UPDATES.values()])
def test_nothing_is_proposed_in_its_first_week(update: Json) -> None:
    assert update["cooldown"]["default-days"] >= 7
    assert "--exclude-newer '7 days'" in MAKEFILES[0].read_text("utf-8")


def test_what_the_project_does_not_allow_is_not_proposed() -> None:
    """A range of pyproject.toml with an end has its reason there; Dependabot would move the end."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = project["dependency-groups"].values()
    asked = [*project["project"]["dependencies"], *(each for group in groups for each in group)]
    ends = {match[1]: f">={match[2]}" for each in asked if (match := re.match(r"([\w-]+).*<([\d.]+)", each))}

    assert {rule["dependency-name"]: rule["versions"] for rule in OUR_UPDATES["pip"]["ignore"]} == {
        name: [versions] for name, versions in ends.items()
    }
