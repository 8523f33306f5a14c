"""How long the window stands still at once for each act on a register of 10,000 rows. Run by `tasks.py bench`.

Held to a tenth of a second, what one does all the time to half of that: six frames and three. What goes through the
lane is followed to its end, piece by piece, and the longest piece of the window's thread counts, in its processor time.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from PySide6.QtCore import QCoreApplication, QItemSelection, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from tests.bench.results import told
from tests.bench.unit.bench_register import register_desk
from tests.ui.conftest import qapp  # noqa: F401 - the application is a fixture
from tests.vehicles import trucks
from ui.basics.gc_tuning import freeze_heap
from ui.screens.register import RegisterScreen
from ui.tables.selection_view import Flag
from ui.window.unit_desk import UnitDesk

ROWS, PASTED, TIMES = 10_000, 5_000, 5
FRAME = 16  # milliseconds
OFTEN, SELDOM = 50 / FRAME, 100 / FRAME
QUIET, IDLE = 5, 0.002  # looks in which nothing happened, seconds between two
Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def desk(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[UnitDesk]:  # noqa: F811
    made = register_desk(tmp_path_factory.mktemp("long") / "unit", ROWS)
    made.go("R02")
    freeze_heap()
    settled(made)
    yield made
    made.desk.lane.close()
    made.session.workspace.close()
    made.deleteLater()


def settled(desk: UnitDesk, act: Callable[[], object] = lambda: None) -> float:
    """Do something and all that follows; return the seconds of the longest piece of it in the window's thread."""
    longest, quiet, step = 0.0, 0, act
    while quiet < QUIET or not desk.desk.lane.idle:
        begun = time.thread_time()
        step()
        spent = time.thread_time() - begun
        step = QCoreApplication.processEvents
        longest, quiet = max(longest, spent), quiet + 1 if spent < IDLE else 0
        time.sleep(IDLE)
    return longest


class Hands:
    """What somebody does to the register."""

    def __init__(self, desk: UnitDesk) -> None:
        self.desk = desk
        self.page = next(one for one in desk.screens if isinstance(one, RegisterScreen))
        self.view, self.table = self.page.view, self.page.view.table
        names = [] if self.table.register is None else [one.name for one in self.table.register.columns]
        lines = ("\t".join(one.get(name, "") for name in names) for one in trucks(PASTED, ROWS + 1))
        self.block = "\n".join(lines)

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.view, key, CTRL)

    def select(self, top: int, bottom: int) -> None:
        corners = self.table.index(top, 0), self.table.index(bottom, self.table.columnCount() - 1)
        self.view.go_to(corners[0])
        self.view.selectionModel().select(QItemSelection(*corners), Flag.ClearAndSelect)

    def whole(self) -> None:
        """All rows as they were, in their own order, none selected but the first."""
        while self.desk.edits.last is not None:
            self.desk.edits.undo()
        self.page._show_whole()
        self.view.go_to(self.table.index(0, 0))

    def done(self, select: tuple[int, int], act: Callable[[], object], back: bool = False) -> None:
        """Do a step, and take it back."""
        self.select(*select)
        settled(self.desk, act)
        if back:
            settled(self.desk, self.desk.undo)

    def acts(self) -> Iterator[tuple[str, float, Callable[[], object], Callable[[], object]]]:
        """Yield name, most frames, what comes before and what is measured."""
        desk, view, table, middle, last = self.desk, self.view, self.table, ROWS // 2, ROWS - 1
        clipboard = QGuiApplication.clipboard()

        def below() -> None:
            self.select(ROWS, ROWS)
            clipboard.setText(self.block)

        def over() -> None:
            self.select(100, 100)
            clipboard.setText(self.block)

        def every() -> None:
            self.select(0, ROWS)

        def pasted(before: Callable[[], object], back: bool = False) -> None:
            before()
            settled(desk, lambda: self.press(Key.Key_V))
            if back:
                settled(desk, desk.undo)

        removed, filled = view.remove_selected, view.fill_down
        yield "scroll to the middle", OFTEN, self.whole, lambda: view.verticalScrollBar().setValue(middle * 26)
        yield "Ctrl+End", OFTEN, self.whole, lambda: self.press(Key.Key_End)
        yield "Ctrl+Down in a full column", OFTEN, self.whole, lambda: self.press(Key.Key_Down)
        yield "filter by letters", OFTEN, self.whole, lambda: self.page.filter.line.setText("G0012")
        yield (
            "one letter more",
            OFTEN,
            lambda: self.page.filter.line.setText("G001"),
            lambda: self.page.filter.line.setText("G0012"),
        )
        yield "change a cell", OFTEN, self.whole, lambda: table.setData(table.index(middle, 5), "重型货车")
        yield "copy all", OFTEN, every, view.copy
        yield "sort", SELDOM, self.whole, lambda: view.sort_by(10)
        yield "take the first row out", SELDOM, lambda: self.select(0, 0), removed
        yield "undo it", SELDOM, lambda: self.done((0, 0), removed), desk.undo
        yield "redo it", SELDOM, lambda: self.done((0, 0), removed, back=True), desk.redo
        yield "paste 5,000 rows below", SELDOM, below, lambda: self.press(Key.Key_V)
        yield "undo them", SELDOM, lambda: pasted(below), desk.undo
        yield "paste 5,000 rows over others", SELDOM, over, lambda: self.press(Key.Key_V)
        yield "put those back", SELDOM, lambda: pasted(over), desk.undo
        yield "redo over others", SELDOM, lambda: pasted(over, back=True), desk.redo
        yield "fill 5,000 rows down", SELDOM, lambda: self.select(100, 100 + PASTED), filled
        yield "undo the filling", SELDOM, lambda: self.done((100, 100 + PASTED), filled), desk.undo
        yield "clear all", SELDOM, every, lambda: QTest.keyClick(view, Key.Key_Delete)
        yield "undo the clearing", SELDOM, lambda: self.done((0, last), view.take_away_selected), desk.undo
        yield "take all rows out", SELDOM, every, removed
        yield "another page", SELDOM, self.whole, lambda: desk.go("B3")
        yield "and back", SELDOM, lambda: desk.go("B3"), lambda: desk.go("R02")
        yield "read the period again", SELDOM, self.whole, desk.session.reload


def test_the_window_never_stands_still_for_long_over_ten_thousand_rows(desk: UnitDesk) -> None:
    hands, slow = Hands(desk), {}
    for name, most, before, act in hands.acts():
        spans = []
        for _ in range(TIMES):
            settled(desk, hands.whole)
            settled(desk, before)
            spans.append(settled(desk, act))
        if told(f"{name}, 10,000 rows / a frame of {FRAME} ms", min(spans) * 1000, FRAME, most) > most:
            slow[name] = round(min(spans) * 1000)
    with ExitStack() as leaving:
        leaving.callback(hands.whole)
        assert not slow, f"stood still for longer, in ms: {slow}"
