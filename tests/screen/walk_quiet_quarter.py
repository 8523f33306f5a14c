"""A quarter in which little happened: registers are kept, their figures taken over, and the rest is a nil report — by
keys alone, as a clerk would. Run on a virtual screen by `test_walk.py`.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from models.sheet.cells import State
from tests.screen.hand import Hand
from tests.screen.program import program_window
from tests.ui.conftest import qapp  # noqa: F401 - the application is a fixture
from ui.session.trial_workspace import make_trial
from ui.tables.lists.proposal_preview import Preview
from ui.window.go_to import GoTo
from ui.window.unit_desk import UnitDesk

UNIT, PERIOD = "610902", "2020Q3"
TOWNS = "甲镇\t汉滨区\t100.5\t90.25\t甲镇污水厂\n乙镇\t汉滨区\t47.5\t30.25\t乙镇污水站"


@pytest.fixture
def desk(qapp: object, qtbot: QtBot, tmp_path: Path) -> Iterator[UnitDesk]:  # noqa: F811
    """A county's third quarter in the program's window."""
    make_trial(tmp_path / "data", UNIT).store.close()
    with program_window(qtbot, tmp_path / "data", tmp_path / "memory.ini") as made:
        assert made.desk is not None
        made.desk.session.set_period(PERIOD)
        yield made.desk


def test_registers_are_taken_over_and_the_rest_is_a_nil_report(qtbot: QtBot, desk: UnitDesk) -> None:
    hand = Hand(qtbot)
    _go(hand, desk, "R06")
    hand.paste(TOWNS)
    hand.wait_for(lambda: len(desk.session.rows("R06")) == 2)
    hand.take_picture("register")
    _take_over(hand, desk, "Q22.1", "148")
    _take_over(hand, desk, "Q22.2", "120.5")
    hand.take_picture("taken over")
    _nil_report(hand, desk)


def _go(hand: Hand, desk: UnitDesk, code: str) -> None:
    """F5, the code, Enter."""
    hand.wait_for(desk.isActiveWindow)
    hand.press("F5")
    hand.wait_for(lambda: any(one.isVisible() for one in desk.findChildren(GoTo)))
    hand.type(code)
    hand.press("Return")
    hand.wait_for(lambda: code in (desk.place, desk.page))
    hand.wait_for(desk.isActiveWindow)


def _take_over(hand: Hand, desk: UnitDesk, address: str, figure: str) -> None:
    _go(hand, desk, address)
    assert desk.session.entered(address).text == "", "a register's figure is never taken by itself"
    hand.press("F4")
    hand.wait_for(lambda: QApplication.activePopupWidget() is not None)
    hand.take_picture(f"menu {address}")
    hand.press("5")
    hand.wait_for(lambda: desk.session.entered(address).text == figure)
    assert desk.session.history(address)[-1].why == "register"


def _nil_report(hand: Hand, desk: UnitDesk) -> None:
    _go(hand, desk, "Q06.1")
    empty = [at for at in desk.session.standing.waiting if at.startswith("Q")]
    assert "Q06.1" in empty and "Q22.1" not in empty
    hand.press("ctrl+f")
    for _ in range(12):
        focus = QApplication.focusWidget()
        if isinstance(focus, QPushButton) and focus.text().startswith("本期无发生"):
            break
        hand.press("shift+Tab")
    hand.press("Return")
    hand.wait_for(lambda: any(one.isVisible() for one in desk.findChildren(Preview)))
    hand.take_picture("nil report")
    hand.press("Return")
    hand.wait_for(lambda: all(desk.session.entered(at).state is State.NIL for at in empty))
    hand.wait_for(desk.isActiveWindow)
    assert desk.session.entered("Q22.1").text == "148", "what is filled stays"
    hand.take_picture("all nil")
    hand.press("ctrl+z")
    hand.wait_for(lambda: not any(desk.session.entered(at).state for at in empty))
    hand.press("ctrl+y")
    hand.wait_for(lambda: all(desk.session.entered(at).state is State.NIL for at in empty))
    assert not any(at.startswith("Q") for at in desk.session.standing.waiting)
