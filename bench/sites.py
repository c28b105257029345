"""Make a site of N sheets in the site's own format: `python -m bench.sites FOLDER N`.

The same N gives the same files. The site is what `factsheet init` writes, filled with about twelve facts a sheet from
N sources, whose invented copies lie in its folder `snapshots`; the program's own commands format, prove and accept it
as they do for an editor. `vocabulary.toml` holds all words.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Final, TypeAlias

from bench.builders import ENVIRONMENT

Record: TypeAlias = dict[str, Any]
"""A record of facts as it stands in a file."""
WORDS: Final[Mapping[str, Any]] = tomllib.loads(Path(__file__).with_name("vocabulary.toml").read_text("utf-8"))
ROLES: Final[Sequence[Record]] = WORDS["facts"]
FIXED: Final = 6
"""The facts with which each sheet begins; the others take turns."""
MORE_EVIDENCE: Final = 0.6
"""How often a fact has another entry of evidence, where it could have one."""
MAX_SIDE: Final = 6
"""Words of either side of a locator."""
WHEEL: Final = "https://example.org/factsheet-1.0-py3-none-any.whl"
"""Where the site says that its generator comes from; nothing fetches it."""


@dataclass(slots=True)
class Site:
    """All records, as they come into being."""

    towns: Sequence[tuple[str, str, str]]
    """Each with its region and the paper that is read there."""
    sources: list[Record] = field(default_factory=list)
    texts: dict[str, list[str]] = field(default_factory=dict)
    """The paragraphs of our copy of each source."""
    sheets: list[Record] = field(default_factory=list)
    named: Mapping[str, dict[str, Record]] = field(default_factory=lambda: {"actors": {}, "places": {}})

    def add(self, where: str, name: str, kind: str, **more: str) -> str:
        """Add an actor or a place, unless it is there, and return its id."""
        self.named[where][make_id(name)] = {"id": make_id(name), "name": name, "kind": kind, **more}
        return make_id(name)


def write_site(folder: Path, count: int) -> None:
    """Write a site of so many sheets, at least two, into a new or empty folder."""
    run_factsheet("init", str(folder), "--bare", "--ci", "none", "--name", "Towns in figures", "--generator", WHEEL)
    site = build_site(count)
    files: dict[str, Record] = {f"sheets/{sheet['id']}": sheet for sheet in site.sheets}
    files |= {f"sources/{source['id']}": source for source in site.sources}
    files |= {where: {where: [*records.values()]} for where, records in site.named.items()}
    texts = {f"facts/{name}.yml": json.dumps(record, ensure_ascii=False) for name, record in files.items()}
    texts |= {f"snapshots/{name}.txt": "\n\n".join(paragraphs) + "\n" for name, paragraphs in site.texts.items()}
    settings = (folder / "mkdocs.yml").read_text("utf-8")
    for name, value in _fill(WORDS["settings"], site.sheets[0]).items():
        settings = re.sub(rf"(?m)^( +)(?:# )?{name}:.*$", rf"\1{name}: {value}", settings)
    for name, text in {**texts, "mkdocs.yml": settings}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    _settle(folder)


def make_edit(folder: Path) -> None:
    """Change the statement of the first fact of a site, and read its passages again."""
    sheet = min((folder / "facts/sheets").iterdir())
    before, start, after = sheet.read_text("utf-8").partition("statement: ")
    sheet.write_text(f"{before}{start}All the {after[0].lower()}{after[1:]}", encoding="utf-8")
    _settle(folder)


def _settle(folder: Path) -> None:
    """Format, prove and accept all facts."""
    for command in (["fmt"], ["verify", "--write"], ["accept", "--all"]):
        run_factsheet(*command, "--config-file", str(folder / "mkdocs.yml"))


def run_factsheet(*arguments: str) -> None:
    """Run our command, which must succeed."""
    command = (sys.executable, "-m", "factsheet", *arguments)
    done = subprocess.run(command, check=False, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        sys.exit(f"{' '.join(command)}:\n{done.stdout.decode()[-4000:]}")


def build_site(count: int) -> Site:
    """Return the facts of so many sheets, and the copies of their sources."""
    # The numbers of towns and of topics have no common divisor, so that no pair of them comes twice.
    site = Site(_list_towns(1 + len(WORDS["topics"]) * (1 + count // 60)))
    for place in range(count):
        _add_source(site, place)
    for place in range(count):
        _add_sheet(site, place)
    for paragraphs in site.texts.values():
        paragraphs.extend(WORDS["fillers"])
    return site


def make_id(name: str) -> str:
    """Return the id that belongs to a name."""
    return name.lower().replace(" ", "-")


def _list_towns(count: int) -> list[tuple[str, str, str]]:
    """Return invented towns, eight to a region and a paper."""
    starts, ends, papers, regions = (WORDS[name] for name in ("starts", "ends", "papers", "regions"))
    names = [starts[at % len(starts)] + ends[(at // len(starts) + at) % len(ends)] for at in range(count)]
    groups = [at // 8 for at in range(count)]
    named = [(regions[at % len(regions)], f"{names[at * 8]} {papers[at % len(papers)]}") for at in groups]
    return [(name, *group) for name, group in zip(names, named, strict=True)]


def _fill(template: Any, filled: Mapping[str, str]) -> Any:  # noqa: ANN401 - a record, a list or a text
    """Return a template with its words filled in, whatever it is made of."""
    if isinstance(template, str):
        return template.format_map(filled)
    if isinstance(template, Mapping):
        return {name: _fill(value, filled) for name, value in template.items()}
    return [_fill(value, filled) for value in template] if isinstance(template, list) else template


def _add_source(site: Site, place: int) -> None:
    """Add a source, with a copy that has a title and a line with its writer."""
    (town, _, paper), chance = site.towns[place % len(site.towns)], Random(f"source {place}")
    month, day = chance.randrange(9), chance.randrange(1, 29)
    filled = {"town": town, "paper": paper, "paper_id": site.add("actors", paper, "organisation")}
    filled |= {"day": f"{day} {WORDS['months'][month]} 2025", "number": str(place + 1)}
    filled["writer"] = f"{chance.choice(WORDS['given'])} {chance.choice(WORDS['family'])}"
    filled["earlier"] = site.sources[place - 1]["id"] if place else ""
    name, kinds = f"{filled['paper_id']}-{place + 1}", WORDS["sources"]
    source: Record = {"id": name, **_fill(kinds[place % len(kinds)], filled), "snapshot": f"{name}.txt"}
    source |= {"published": f"2025-{month + 1:02}-{day:02}", "language": "en"}
    site.texts[name] = [str(source.get("title", source["label"])), f"By {filled['writer']}"]
    site.sources.append(source)


def _add_sheet(site: Site, place: int) -> None:
    """Add a sheet with its charts, and its passages to the copies of up to three sources."""
    chance = Random(f"sheet {place}")
    filled = _choose_words(site, place, chance) | _choose_numbers(chance)
    steps = (place, place * 7 + 3, place * 13 + 5, place + 1)
    cited = [*dict.fromkeys(site.sources[at % len(site.sources)]["id"] for at in steps)]
    filled |= {"source1": cited[0], "source2": cited[1]}
    others = sorted(chance.sample(range(FIXED, len(ROLES)), 4 + place % 5))
    facts = [_build_fact(ROLES[at], filled, cited, site, chance) for at in (*range(FIXED), *others)]
    headings = [role["heading"] for role in ROLES]
    facts.sort(key=lambda fact: headings.index(fact["heading"]))
    names = {fact["id"] for fact in facts}
    sheet: Record = {"id": filled["id"], **_fill(WORDS["sheet"], filled), "order": place + 1, "reviewed": "2025-12-01"}
    sheet["review"] = {"frozen": "the year is over"} if place % 3 else {"every": "9000d"}
    sheet["facts"] = facts
    sheet["charts"] = [chart for chart in _fill(WORDS["charts"], filled) if names.issuperset(chart["facts"])]
    site.sheets.append(sheet)


def _choose_words(site: Site, place: int, chance: Random) -> dict[str, str]:
    """Return the words that the templates of a sheet are filled with, and add its place and its speakers."""
    (town, region, _), topic = site.towns[place % len(site.towns)], WORDS["topics"][place % len(WORDS["topics"])]
    year, given, family = str(2015 + place // len(site.towns)), WORDS["given"], WORDS["family"]
    speaker = place // 2
    person = f"{given[speaker % len(given)]} {family[(speaker + speaker // len(given)) % len(family)]}"
    region_id = site.add("places", region, "region", within=site.add("places", WORDS["country"], "country"))
    month, day = chance.randrange(12), chance.randrange(1, 29)
    words = {name: value for name, value in topic.items() if name != "kinds"}
    words |= {f"kind{at}": kind for at, kind in enumerate(topic["kinds"], 1)}
    words |= {name.capitalize(): value.capitalize() for name, value in words.items()}
    words |= {"town": town, "town_id": site.add("places", town, "city", within=region_id), "person": person}
    words["person_id"] = site.add("actors", person, "person", role="Member of a town council")
    runs = {"role": f"Runs a {words['facility']}"}
    words["office_id"] = site.add("actors", f"{topic['office']} of {town}", "authority", **runs)
    words |= {"id": f"{topic['id']}-{words['town_id']}-{year}", "year": year, "later": str(2026 + place % 5)}
    return words | {"date": f"{year}-{month + 1:02}-{day:02}", "day": f"{day} {WORDS['months'][month]} {year}"}


def _choose_numbers(chance: Random) -> dict[str, str]:
    parts = [chance.randrange(100, 4000) for _ in range(3)]
    whole, staff, low, cost = sum(parts), chance.randrange(20, 90), chance.randrange(3, 9), chance.randrange(11, 99)
    below = whole - whole % 100 - 1
    totals = (f"{whole:,}", f"at least {whole:,}", f"about {round(whole, -2):,}", f"more than {below:,}")
    numbers = {"n1": parts[0], "n2": parts[1], "n3": parts[2], "sum": whole, "share": round(100 * parts[0] / whole)}
    numbers |= {"staff": staff, "counted": staff + chance.randrange(5, 15), "helpers": staff * 10}
    numbers |= {"fewer": staff * 10 - 5, "low": low, "high": low + chance.randrange(2, 6)}
    numbers |= {"digit": chance.randrange(1, 9), "cost": cost * 10_000, "dollars": cost * 11_000}
    words = {"total": chance.choice(totals), "percent": f"{chance.randrange(11, 99) / 10}"}
    words["magnitude"] = chance.choice(("dozens", "hundreds", "thousands"))
    return words | {name: f"{number:,}" for name, number in numbers.items()}


def _build_fact(role: Record, filled: Mapping[str, str], cited: Sequence[str], site: Site, chance: Random) -> Record:
    """Return one fact, and write its passages into the copies of its sources."""
    fact: Record = {"id": f"{filled['id']}-{role['role']}", **_fill(role, filled)}
    fact["about"] = {"places": [filled["town_id"]], "actors": [filled["office_id"]]}
    fact["tags"] = [filled["id"].partition("-")[0], make_id(fact["heading"])]
    entries: list[Record] = []
    for entry, source in zip(fact.pop("evidence", ()), cited, strict=False):
        needed, sentence = entry.pop("needed", not entries), entry.pop("text")
        if needed or chance.random() < MORE_EVIDENCE:
            site.texts[source].append(f"{sentence} {chance.choice(WORDS['fillers'])}")
            words = sentence.rstrip(".").split()
            side = min(MAX_SIDE, len(words) // 2)
            entries.append(
                {"source": source, "locator": f"{' '.join(words[:side])} … {' '.join(words[-side:])}", **entry}
            )
    del fact["role"]
    return {**fact, "evidence": entries} if entries else fact


if __name__ == "__main__":
    write_site(Path(sys.argv[1]), int(sys.argv[2]))
