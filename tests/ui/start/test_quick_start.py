"""What a start passes over of Qt's library is there when it is asked for, and what it makes quickly is the same."""

import enum
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QLocale, Qt
from PySide6.QtWidgets import QDialogButtonBox, QStyle

from ui.start.quick_enums import quickly

ROOT = Path(__file__).parents[3]
WRONG = """
import sys
if sys.argv[1:]:
    from ui.start import quick_start
    quick_start.begin()
from PySide6.QtCore import QObject, QSize, QTimer
acts = (
    lambda: QSize("1"), lambda: QSize(1, 2).setWidth("3"), lambda: QObject(nothing=3), lambda: QTimer().start("1", "2"),
    lambda: QSize(1, 2, 3), lambda: print(QSize.scaled.__doc__),
)
for act in acts:
    try:
        act()
    except Exception as error:
        print(type(error).__name__, error)
"""


def test_qt_says_what_was_wrong_about_a_call_in_the_same_words_as_without_the_quick_start() -> None:
    quick, plain = (
        subprocess.run(
            [sys.executable, "-c", WRONG, *words],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for words in (["quick"], [])
    )
    assert "Supported signatures" in plain
    assert quick == plain


def of_qt(*scopes: type) -> list[Any]:
    """The enums of some classes of Qt's."""
    return [one for scope in scopes for one in vars(scope).values() if isinstance(one, enum.EnumType)]


def state_of(made: Any) -> list[object]:
    """What an enum says of itself, and its members of themselves."""
    every = list(made.__members__.values())
    flags = [made._flag_mask_, made._singles_mask_, made._all_bits_] if issubclass(made, enum.Flag) else []
    both = [repr(every[0] | one) for one in every] if flags else [one is made(one.value) for one in every]
    turned = [repr(~one) for one in every if one.value > 0] if flags else []
    parts = [list(one) for one in made] if flags else []
    members = [(one.name, repr(one), str(one), sorted(vars(one)), one._sort_order_) for one in every]
    return [members, list(made.__members__), [repr(one) for one in made], flags, both, turned, repr(parts), dir(made)]


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="made as ever")
def test_an_enum_made_quickly_is_what_python_makes() -> None:
    plain: Any = enum.EnumType._create_  # type: ignore[attr-defined]
    kinds = (enum.IntFlag, enum.Flag, enum.IntEnum, enum.Enum)
    found = of_qt(Qt, QStyle, QLocale, QEvent, QDialogButtonBox)
    assert len(found) > 100
    for one in found:
        kind = next(kind for kind in kinds if issubclass(one, kind))
        names = [(name, member.value) for name, member in one.__members__.items()]
        given = (kind, one.__name__, names), {"module": "made", "boundary": enum.KEEP}
        assert state_of(quickly(plain)(*given[0], **given[1])) == state_of(plain(*given[0], **given[1])), one


ODD: list[Any] = [
    [("name", 1)], [("_ignore_", 1)], [("mro", 1)], [("A", "text")], [("A", True)], [("A", (1, 2))], ["A", "B"], "A B",
    (("A", 1),), {"A": 1},
]  # fmt: skip


@pytest.mark.parametrize("names", ODD, ids=str)
def test_any_other_enum_is_made_as_ever(names: Any) -> None:
    made = []

    def plain(cls: Any, name: str, names: Any, **_: Any) -> str:
        made.append(names)
        return name

    assert quickly(plain)(enum.Enum, "Odd", names) == "Odd"
    assert made == [names]
