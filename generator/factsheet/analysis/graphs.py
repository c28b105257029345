"""What leads to what, each in one walk: closures, orders and circles of names."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from graphlib import CycleError, TopologicalSorter


def find_reachable(starts: Iterable[str], follow: Callable[[str], Iterable[str]]) -> set[str]:
    """Return some names and all that they lead to, directly or not."""
    waiting = list(starts)
    found = set(waiting)
    while waiting:
        new = [name for name in follow(waiting.pop()) if name not in found]
        found.update(new)
        waiting += new
    return found


def invert_links(needs: Mapping[str, Iterable[str]]) -> Mapping[str, list[str]]:
    """Return which names need each name."""
    needed_by: defaultdict[str, list[str]] = defaultdict(list)
    for name, ids in needs.items():
        for needed in ids:
            needed_by[needed].append(name)
    return needed_by


def sort_by_need(needs: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """Yield each name after all that it needs; what is in a circle, or needs one that is, is left out."""
    sorter = TopologicalSorter(needs)
    with suppress(CycleError):
        sorter.prepare()  # It goes on with what is in no circle.
    while ready := sorter.get_ready():
        yield from ready
        sorter.done(*ready)


def find_circles(needs: Mapping[str, AbstractSet[str]]) -> Mapping[str, AbstractSet[str]]:
    """Return all names of the circle that each name is in, which may be itself alone; nothing for all others."""
    left = needs.keys() - set(sort_by_need(needs))
    needed_by = invert_links({name: needs[name] & left for name in left})
    left -= set(sort_by_need({name: needed_by.get(name, ()) for name in left}))
    circles: dict[str, AbstractSet[str]] = {}
    for name in needs:
        if name in left and name not in circles:
            behind = find_reachable([name], lambda other: left.intersection(needs[other]))  # noqa: B023
            circle = find_reachable([name], lambda other: behind.intersection(needed_by[other]))  # noqa: B023
            circles |= dict.fromkeys(circle, circle) if len(circle) > 1 or name in needs[name] else {}
            left -= circle
    return {name: circles[name] for name in needs if name in circles}
