"""Steps of the program, counted and not timed: lines that it runs, and characters that Python's own code looks at."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType, ModuleType
from typing import Any, SupportsIndex

import pytest

_steps = 0


def _add(count: int) -> None:
    global _steps  # noqa: PLW0603 - a tracer has nowhere else to count
    _steps += count


def count_steps(run: Callable[[], object]) -> int:
    """Return how many lines of Python run, and how many characters counted texts and patterns look at."""

    def trace(_frame: FrameType, event: str, _argument: object) -> Any:  # noqa: ANN401 - as sys has it
        global _steps  # noqa: PLW0603 - as above
        if event == "line":
            _steps += 1
        return trace

    global _steps
    _steps, before = 0, sys.gettrace()
    sys.settrace(trace)
    try:
        run()
    finally:
        sys.settrace(before)
    return _steps


class CountedText(str):
    """A text that counts the characters which its methods look at; parts of it do the same."""

    __slots__ = ()

    def __getitem__(self, key: SupportsIndex | slice) -> str:
        """Return a part."""
        part = super().__getitem__(key)
        _add(len(part))
        return CountedText(part)

    def _search(self, name: str, words: str, begin: int | None, end: int | None) -> int:
        start, stop, _ = slice(begin, end).indices(len(self))
        found: int = getattr(str, name)(self, words, start, stop)
        whole = found < 0 or name == "count"
        _add(1 + max(0, stop - start if whole else found - start if name == "find" else stop - found))
        return found

    def find(self, words: str, begin: Any = None, end: Any = None, /) -> int:  # noqa: ANN401 - as str has it
        """Find the first of some words."""
        return self._search("find", words, begin, end)

    def rfind(self, words: str, begin: Any = None, end: Any = None, /) -> int:  # noqa: ANN401 - as str has it
        """Find the last of some words."""
        return self._search("rfind", words, begin, end)

    def count(self, words: str, begin: Any = None, end: Any = None, /) -> int:  # noqa: ANN401 - as str has it
        """Count some words."""
        return self._search("count", words, begin, end)

    def split(self, sep: str | None = None, maxsplit: SupportsIndex = -1) -> list[str]:
        """Return its parts."""
        _add(len(self))
        return [CountedText(part) for part in super().split(sep, maxsplit)]

    def replace(self, old: str, new: str, count: SupportsIndex = -1, /) -> str:
        """Return the text with other words."""
        _add(len(self))
        return CountedText(super().replace(old, new, count))


class _CountedPattern:
    """A pattern that counts how far it reads; not how often it goes back on the way."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._pattern = pattern

    def __getattr__(self, name: str) -> object:
        method = getattr(self._pattern, name)
        return self._count(method, name) if callable(method) else method

    @staticmethod
    def _count(method: Callable[..., Any], name: str) -> Callable[..., object]:
        def counted(*arguments: Any, **named: Any) -> object:  # noqa: ANN401 - as re has it
            text = arguments[1] if name in {"sub", "subn"} else arguments[0]
            begin = arguments[1] if name in {"search", "match", "finditer"} and len(arguments) > 1 else 0
            found = method(*arguments, **named)
            if name == "match":
                _add(1 + (len(found[0]) if found else 0))
            else:
                end = found.end() if isinstance(found, re.Match) else min([len(text), *arguments[2:3]])
                _add(1 + max(0, (end if name not in {"sub", "subn"} else len(text)) - begin))
            return found

        return counted


class _CountedRe(ModuleType):
    """The module `re` with counted patterns."""

    def __getattr__(self, name: str) -> object:
        return getattr(re, name)

    @staticmethod
    def compile(pattern: str, flags: int = 0) -> object:
        """Return a counted pattern."""
        return _CountedPattern(re.compile(pattern, flags))

    @staticmethod
    def search(pattern: str, text: str, flags: int = 0) -> object:
        """Search as a counted pattern does."""
        search: Any = _CountedPattern(re.compile(pattern, flags)).search
        return search(text)


@contextmanager
def count_patterns() -> Iterator[None]:
    """Let every pattern in a module of ours count, and those that are compiled meanwhile."""
    with pytest.MonkeyPatch.context() as patch:
        for name, module in list(sys.modules.items()):
            if name.startswith("factsheet.") and isinstance(module, ModuleType):
                for attribute, value in list(vars(module).items()):
                    if isinstance(value, re.Pattern):
                        patch.setattr(module, attribute, _CountedPattern(value))
                    elif value is re:
                        patch.setattr(module, attribute, _CountedRe("re"))
        yield
