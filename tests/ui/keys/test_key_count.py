"""Keys for a quarter's main job, counted and held against a spreadsheet's: figures, a state, the tasks' table.

What is typed or pasted itself is no key here, only what has to be pressed to get it to its place.
"""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.plan.plan import Means
from models.sheet.cells import State
from tests.ui.keys.typist import CTRL, NONE, Typist
from ui.window.unit_desk import UnitDesk

SPREADSHEET = {"figures": 16 + 5, "a state": 2, "tasks": 1}  # Enter after each figure, arrows over five totals


class Counter(Typist):
    """Counts what is pressed."""

    pressed = 0

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE, *, times: int = 1) -> None:
        self.pressed += times
        super().press(key, modifiers, times=times)


@pytest.fixture
def counter(qtbot: QtBot, shown: UnitDesk) -> Counter:
    return Counter(qtbot, shown)


def test_the_main_job_takes_no_more_keys_than_a_spreadsheet(counter: Counter, shown: UnitDesk) -> None:
    session, counted = shown.session, dict[str, int]()
    standing = session.standing.waiting
    figures = {at for at, slot in session.sheet.slots.items() if at in standing and slot.table == "A1"}
    shown.go("Q06.1")
    visited = []
    for number, _ in enumerate(figures, 1):
        visited.append(shown.place)
        counter.type(f"{(20 - number) / 10}")  # the treated part stands under the whole, and is less
        counter.press(Qt.Key.Key_Return, CTRL)
    assert set(visited) == figures and len(figures) == 16, "each press leads to the next place to fill"
    assert [session.sheet.cell(at).text for at in visited] == [f"{(20 - n) / 10:g}" for n, _ in enumerate(visited, 1)]
    counted["figures"] = counter.pressed

    counter.pressed = 0
    shown.edits.put("Q06.2", "")
    shown.go("Q06.2")
    counter.press(Qt.Key.Key_F4)
    menu = QApplication.activePopupWidget()
    assert menu is not None, "the states, each with its number"
    counter.pressed += 1
    QTest.keyClick(menu, Qt.Key.Key_1)
    assert session.sheet.cell("Q06.2").state is State.NIL
    counted["a state"] = counter.pressed

    shown.go("progress")
    counter.pressed = 0
    blocks = list(session.sheet.blocks)
    field = session.plan.field_name(Means.WORDS)
    shown.go(f"{blocks[0]}.{session.plan.field_name(Means.STAGE)}")
    counter.paste("\n".join(f"推进中\t\t第{n}项按计划推进" for n, _ in enumerate(blocks, 1)))
    assert session.sheet.cell(f"{blocks[-1]}.{field}").text == f"第{len(blocks)}项按计划推进"
    counted["tasks"] = counter.pressed
    for job, most in SPREADSHEET.items():
        print(f"{job}: {counted[job]} keys, {most} in a spreadsheet")  # noqa: T201 - shown with -s
    assert all(counted[job] <= most for job, most in SPREADSHEET.items()), counted
