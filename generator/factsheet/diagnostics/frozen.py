"""Frozen dataclasses that cost little: mypy refuses to set a field again, and at run time nothing looks.

The standard library compiles six methods for each class, which took a quarter of every start, and takes three times as
long to make a frozen object. Here only `__init__` is compiled, and all classes share the other methods.
"""

import dataclasses
from dataclasses import KW_ONLY, astuple, field, fields, replace
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING

__all__ = ["KW_ONLY", "astuple", "dataclass", "field", "replace"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def _make(plain: type, **options: bool) -> type:
        made = dataclasses.dataclass(plain, eq=False, repr=False, **{**options, "frozen": False})
        read = attrgetter("__class__", *(it.name for it in fields(made) if it.compare))
        made.__eq__ = lambda self, other: read(self) == read(other) if type(other) is made else NotImplemented
        made.__hash__ = lambda self: hash(read(self))
        shown = [it.name for it in fields(made) if it.repr]
        text = f"{made.__qualname__}({', '.join(f'{name}=%r' for name in shown)})"
        read_shown = attrgetter("__class__", *shown)
        made.__repr__ = lambda self: text % read_shown(self)[1:]
        return made

    dataclass = partial(partial, _make)
