"""The bill of materials: what the program, its site, its tests and its tools are made of, in CycloneDX 1.6.

It is read from the locks, from what is installed and from docs/vendored.md; the same files and `SOURCE_DATE_EPOCH`
give the same bytes. `make sbom` runs it as a script, which prints it.
"""

from __future__ import annotations

import base64
import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, metadata
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from factsheet import __version__
from factsheet.theme import THEME_FOLDER
from tests.support.paths import ROOT

RUNTIME: Final = "requirements.txt"
PYTHON_LOCKS: Final = (RUNTIME, "requirements-dev.txt", "requirements-lock.txt")
OURS: Final = f"pkg:generic/factsheet@{__version__}"

SAID_ELSEWHERE: Final = {
    "axe-playwright-python": ("MIT", "its metadata name no licence; its file of the licence is the MIT licence"),
    "colorama": ("BSD-3-Clause", "its metadata say BSD; its file of the licence has three clauses"),
    "jinja2": ("BSD-3-Clause", "its metadata say BSD; its file of the licence has three clauses"),
    "prompt-toolkit": ("BSD-3-Clause", "its metadata say BSD; its file of the licence has three clauses"),
    "uv": ("MIT OR Apache-2.0", "its metadata; it is installed only where the locks are made"),
}
"""The licences of packages that do not say theirs in their metadata, and where they do say it."""
SPDX: Final = {
    "Apache Software License": "Apache-2.0",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "PSFL": "PSF-2.0",
}
"""What else than SPDX's names stands in metadata, where it can mean only one licence."""
_SPDX_NAME = re.compile(r"MIT|ISC|0BSD|(?:Apache|BSD|MPL|PSF)-[\w.-]+")
_PINNED = re.compile(
    r"^(?P<name>[\w.-]+)==(?P<version>[\w.+!]+)[^\n]*\\\n(?P<hashes>(?: +--hash=.*\n)+)(?P<via>(?: +#.*\n)*)",
    re.MULTILINE,
)
_VENDORED = re.compile(
    r"^\| `([^`]+)` \| ([\d.]+) \| .*? npm package `([^`]+)` \| ([^|]+?) \|.*`([0-9a-f]{64})` \|$", re.MULTILINE
)


@dataclass(frozen=True)
class Component:
    """One package, or one file taken over from others."""

    ref: str
    """Its address by the rules of purl, or its path here."""
    name: str
    version: str
    licence: str
    """An expression by the rules of SPDX; empty where nothing says it."""
    hashes: tuple[tuple[str, str], ...]
    """Algorithm and hash of each file that it may be installed from."""
    runs: bool
    """Whether it is in what we publish, or runs where a site is built."""
    used_by: frozenset[str] = field(default_factory=frozenset)
    """What asks for it."""


def normalize(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def find_licence(name: str) -> str:
    """Return the licence of a Python package, in SPDX's words; empty where nothing says it."""
    if said := SAID_ELSEWHERE.get(name):
        return said[0]
    return read_licence(name)


def read_licence(name: str) -> str:
    """Return what the metadata of an installed package say of its licence, where that is clear."""
    try:
        said = metadata(name)
    except PackageNotFoundError:
        return ""
    for expression in said.get_all("License-Expression") or ():
        return str(expression)
    short = [line for text in said.get_all("License") or () for line in text.strip().splitlines()[:1]]
    classifiers = [line.rpartition(" :: ")[2] for line in said.get_all("Classifier") or () if line.startswith("Lic")]
    known = [SPDX.get(word, word) for word in (*short, *classifiers)]
    return next((word for word in known if _SPDX_NAME.fullmatch(word)), "")


def read_python(lock: str) -> Iterator[Component]:
    """Yield what a lock of Python packages holds."""
    for pin in _PINNED.finditer((ROOT / lock).read_text("utf-8")):
        name = normalize(pin["name"])
        hashes = re.findall(r"sha256:([0-9a-f]{64})", pin["hashes"])
        parents = set(re.findall(r"[\w.-]+(?= \(pyproject|$)", pin["via"], re.MULTILINE)) - {"via", RUNTIME}
        yield Component(
            ref=f"pkg:pypi/{name}@{pin['version']}",
            name=name,
            version=pin["version"],
            licence=find_licence(name),
            hashes=tuple(("SHA-256", digest) for digest in hashes),
            runs=lock == RUNTIME,
            used_by=frozenset(normalize(parent) for parent in parents),
        )


def read_npm() -> Iterator[Component]:
    """Yield what the lock of npm packages holds; they check the theme's scripts and go nowhere else."""
    packages: Mapping[str, Mapping[str, Any]] = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    users: dict[str, set[str]] = {}
    for path, package in packages.items():
        user = _npm_ref(path, package) if path else OURS
        for kind in ("dependencies", "devDependencies", "optionalDependencies", "peerDependencies"):
            for name in package.get(kind, ()):
                if found := _npm_place(path, name, packages):
                    users.setdefault(found, set()).add(user)
    for path, package in packages.items():
        if path:
            algorithm, _, digest = package["integrity"].partition("-")
            yield Component(
                ref=_npm_ref(path, package),
                name=_npm_name(path),
                version=package["version"],
                licence=package.get("license", ""),
                hashes=((algorithm.replace("sha", "SHA-"), base64.b64decode(digest).hex()),),
                runs=False,
                used_by=frozenset(users.get(path, ())),
            )


def _npm_name(path: str) -> str:
    return path.rpartition("node_modules/")[2]


def _npm_ref(path: str, package: Mapping[str, Any]) -> str:
    return f"pkg:npm/{_npm_name(path).replace('@', '%40')}@{package['version']}"


def _npm_place(path: str, name: str, packages: Mapping[str, object]) -> str | None:
    """Find the package that a name means there: the nearest one above."""
    while True:
        place = f"{path}/node_modules/{name}".removeprefix("/")
        if place in packages or not path:
            return place if place in packages else None
        path = path.rpartition("node_modules/")[0].rstrip("/")


def read_vendored() -> Iterator[Component]:
    """Yield what is in the repository as others made it: scripts that docs/vendored.md names, and fonts."""
    for _, version, name, licence, digest in _VENDORED.findall((ROOT / "docs/vendored.md").read_text("utf-8")):
        ref = f"pkg:npm/{name}@{version}"
        yield Component(ref, name, version, licence, (("SHA-256", digest),), runs=True, used_by=frozenset({OURS}))
    fonts = (path for path in THEME_FOLDER.rglob("*") if path.suffix in {".woff2", ".ttf", ".otf"})
    for path in sorted(fonts):
        place, digest = path.relative_to(ROOT).as_posix(), sha256(path.read_bytes()).hexdigest()
        yield Component(place, place, "", "OFL-1.1", (("SHA-256", digest),), runs=True, used_by=frozenset({OURS}))


def collect_components() -> Mapping[str, Component]:
    """Return everything by its address, each once, with all that ask for it."""
    found: dict[str, Component] = {}
    for component in (*(each for lock in PYTHON_LOCKS for each in read_python(lock)), *read_npm(), *read_vendored()):
        before = found.get(component.ref, component)
        found[component.ref] = replace(
            before, used_by=before.used_by | component.used_by, runs=before.runs or component.runs
        )
    return dict(sorted(found.items()))


def write_sbom() -> str:
    """Return the bill of materials as JSON."""
    components = collect_components()
    users = {"factsheet": {OURS}, OURS: {OURS}}
    for ref, component in components.items():
        users.setdefault(ref, set()).add(ref)
        if ref.startswith("pkg:pypi/"):
            users.setdefault(component.name, set()).add(ref)
    asks: dict[str, set[str]] = {ref: set() for ref in (OURS, *components)}
    for ref, component in components.items():
        for user in (user for name in component.used_by for user in users[name]):
            asks[user].add(ref)
    bill: dict[str, object] = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            **_write_time(),
            "component": {
                "type": "application",
                "bom-ref": OURS,
                "name": "factsheet",
                "version": __version__,
                "licenses": [{"expression": "MIT"}],
            },
        },
        "components": [_write_component(component) for component in components.values()],
        "dependencies": [{"ref": ref, "dependsOn": sorted(below)} for ref, below in asks.items()],
    }
    bill["serialNumber"] = uuid5(NAMESPACE_URL, json.dumps(bill)).urn
    return json.dumps(bill, indent=1, ensure_ascii=False) + "\n"


def _write_time() -> Mapping[str, str]:
    """Return the time, where one is given: without it the same files give the same bytes on any day."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    return {"timestamp": datetime.fromtimestamp(int(seconds), UTC).isoformat()} if seconds else {}


def _write_component(component: Component) -> Mapping[str, object]:
    package = component.ref.startswith("pkg:")
    return {
        "type": "library" if package else "file",
        "bom-ref": component.ref,
        "name": component.name,
        **({"version": component.version} if component.version else {}),
        # `excluded` is what CycloneDX calls that which only tests and tools need.
        "scope": "required" if component.runs else "excluded",
        "licenses": [{"expression": component.licence}] if component.licence else [],
        "hashes": [{"alg": algorithm, "content": digest} for algorithm, digest in sorted(set(component.hashes))],
        **({"purl": component.ref} if package else {}),
    }


if __name__ == "__main__":
    sys.stdout.write(write_sbom())
