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

    def _show(self: object) -> str:
        shown = (f"{it.name}={getattr(self, it.name)!r}" for it in fields(self) if it.repr)
        return f"{type(self).__qualname__}({', '.join(shown)})"

    def _make(plain: type, **options: bool) -> type:
        made = dataclasses.dataclass(plain, eq=False, repr=False, **{**options, "frozen": False})
        read = attrgetter("__class__", *(it.name for it in fields(made) if it.compare))
        made.__eq__ = lambda self, other: read(self) == read(other) if type(other) is made else NotImplemented
        made.__hash__, made.__repr__ = lambda self: hash(read(self)), _show
        return made

    dataclass = partial(partial, _make)
