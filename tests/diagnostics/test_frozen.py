"""Our dataclasses behave as those of the standard library do, but that setting a field is refused by mypy alone."""

import dataclasses
from collections.abc import Callable

import pytest

from factsheet.diagnostics.frozen import dataclass, field, replace


def define_point(decorate: Callable[[type], type]) -> type:
    """Return a class with every kind of field that we use."""

    class Point:
        """A point."""

        x: int
        y: list[int] = field(default_factory=list)
        note: str = field(default="", compare=False)
        hidden: int = field(default=0, repr=False)

    return decorate(Point)


OURS = define_point(dataclass(frozen=True, slots=True))
THEIRS = define_point(dataclasses.dataclass(frozen=True, slots=True))


def test_they_print_as_usual() -> None:
    """The printed form has the name of the class and every field that is to be shown."""
    assert repr(OURS(1, [2], hidden=3)) == repr(THEIRS(1, [2], hidden=3))


def test_they_are_equal_by_class_and_fields() -> None:
    """Fields that are left out of comparisons do not count; another class with the same fields is not equal."""
    assert OURS(1, [2]) == OURS(1, [2], note="a")
    assert OURS(1, [2]) != OURS(1, [3])
    assert OURS(1) != THEIRS(1)
    assert OURS(1) != (1, [], 0)


def test_equal_ones_have_one_hash() -> None:
    """They can be members of sets; one with a field that cannot be hashed cannot."""
    assert {OURS(1, ()), OURS(1, (), "a")} == {OURS(1, ())}
    with pytest.raises(TypeError, match="unhashable"):
        hash(OURS(1, [2]))


def test_the_standard_functions_know_them() -> None:
    """`replace`, `fields` and `astuple` take them, and they have slots."""
    assert replace(OURS(1), x=2) == OURS(2)
    assert [it.name for it in dataclasses.fields(OURS)] == [it.name for it in dataclasses.fields(THEIRS)]
    assert dataclasses.astuple(OURS(1, [2])) == dataclasses.astuple(THEIRS(1, [2]))
    assert not hasattr(OURS(1), "__dict__")


def test_one_without_fields_equals_its_like() -> None:
    """A class of a grammar may have no fields."""

    @dataclass(frozen=True, slots=True)
    class Nothing:
        """Nothing."""

    assert Nothing() == Nothing()
    assert {Nothing(): 1}[Nothing()] == 1
