"""An enum made in the quick way is the one that Python makes, to the last attribute."""

import enum
from collections.abc import Iterator
from itertools import product
from types import ModuleType
from typing import Any

import pytest
from PySide6 import QtCore, QtGui, QtWidgets

from ui.start import quick_enums
from ui.start.quick_enums import KINDS, USUAL, create


@pytest.fixture(autouse=True)
def _looked_at() -> Iterator[None]:
    """What comes out is known, and enums are made as Python makes them."""
    quick_enums.begin()
    enum.EnumType._create_ = quick_enums.PLAIN  # type: ignore[attr-defined]
    yield
    enum.EnumType._create_ = quick_enums.PLAIN  # type: ignore[attr-defined]


def enums_of(module: ModuleType) -> list[Any]:
    """Return the enums of some classes of Qt, and of its namespace."""
    inside = [vars(found) for found in vars(module).values() if isinstance(found, type)]
    return [one for names in inside for one in list(names.values()) if isinstance(one, enum.EnumType)]


def alike(made: Any) -> dict[str, object]:
    """Return all that an enum holds, its members by what they hold."""

    def seen(value: object) -> object:
        if isinstance(value, made):
            return [name if found is made else found for name, found in vars(value).items()], value.name, value.value
        if isinstance(value, dict):
            return [(name, seen(found)) for name, found in value.items()]
        return getattr(value, "__func__", value)

    return {name: seen(value) for name, value in vars(made).items()}


def both(kind: Any, names: list[tuple[str, int]]) -> tuple[Any, Any]:
    """Return an enum as Python makes it, and in the quick way."""
    words: dict[str, Any] = {"module": "some.module", "boundary": enum.KEEP}
    return kind("Made", names, **words), create(kind, "Made", names, **words, **USUAL)


@pytest.mark.parametrize("module", [QtCore, QtGui, QtWidgets], ids=lambda module: module.__name__)
def test_the_enums_of_qt_are_made_as_python_makes_them(module: ModuleType) -> None:
    [getattr(module, name) for name in ("Qt", "QSize", "QFont", "QKeySequence", "QFrame") if hasattr(module, name)]
    found = enums_of(module)
    assert len(found) > 20
    for one in found:
        plain, quick = both(one.__base__, [(name, member.value) for name, member in one.__members__.items()])
        assert alike(quick) == alike(plain)
        assert quick.__mro__[1:] == plain.__mro__[1:]


@pytest.mark.parametrize("kind", KINDS)
def test_aliases_numbers_and_bits_are_those_of_python(kind: Any) -> None:
    names = [("B", 2), ("None_", 0), ("A", 1), ("Both", 3), ("Again", 1), ("Far", 1 << 31), ("All", -1)]
    plain, quick = both(kind, names)
    assert alike(quick) == alike(plain)
    assert [one.name for one in quick] == [one.name for one in plain]
    assert all(repr(quick(number)) == repr(plain(number)) for _, number in names)
    if issubclass(kind, enum.Flag):
        assert all(repr(quick(a) | quick(b)) == repr(plain(a) | plain(b)) for (_, a), (_, b) in product(names, names))


@pytest.mark.parametrize(
    "names",
    ["A B", ["A", "B"], {"A": 1}, [("A", "1")], [("A", True)], [("name", 1)], [("__init__", 1)], [["A", 1]], [("A",)]],
    ids=str,
)
def test_what_is_not_of_the_form_that_qt_gives_is_left_to_python(names: Any) -> None:
    said = []
    for make in (enum.Enum, lambda *given: create(enum.Enum, *given, **USUAL)):
        try:
            said.append(repr(alike(make("Made", names))).split(" at 0x")[0])
        except (TypeError, ValueError) as error:
            said.append(repr(error))
    assert said[0] == said[1]


def test_an_enum_says_in_which_module_it_was_asked_for() -> None:
    assert enum.Enum("Made", [("A", 1)]).__module__ == __name__
    quick_enums.begin()
    assert enum.Enum("Made", [("A", 1)]).__module__ == __name__


def test_enums_that_come_out_otherwise_are_left_to_python(monkeypatch: pytest.MonkeyPatch) -> None:
    """A later Python may hold more of an enum, or hold it in another way."""
    plain = quick_enums.PLAIN

    def other(kind: Any, *given: object, **said: object) -> Any:
        made = plain(kind, *given, **said)
        if issubclass(kind, enum.Flag):
            for number, one in enumerate(made):
                one._place_ = number
        return made

    assert quick_enums.quick == set(KINDS), "else a start is slow under this Python"
    monkeypatch.setattr(quick_enums, "PLAIN", other)
    quick_enums.begin()
    assert quick_enums.quick == {enum.Enum, enum.IntEnum}
