"""Situations of an office's day in the window: each takes at most three acts and leaves a line with who, when and why.

An act is a press of a button or a key that does something. Choosing a page in the navigation, moving in a list and
typing a text are not counted.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from models.office.todo import MatterKind
from models.workspace.act import ActKind
from tests.flow.town import COUNTIES
from tests.ui.office.conftest import PERIOD
from tests.ui.office.test_office_desk import page
from ui.office.asking import FieldsDialog
from ui.office.screens.roster import RosterPage
from ui.office.screens.today import TodayPage
from ui.window.office_desk import OfficeDesk

MOST, BY = 3, "测试甲"


class Hands:
    """The hands of one person at the desk, and how often they acted."""

    def __init__(self, qtbot: QtBot, desk: OfficeDesk) -> None:
        self.qtbot, self.desk = qtbot, desk
        self.begins()

    def begins(self) -> None:
        self.acts, self.last = 0, len(self.desk.session.workspace.store.acts.rows())

    def click(self, one: QAbstractButton) -> None:
        assert one.isEnabled()
        self.acts += 1
        self.qtbot.mouseClick(one, Qt.MouseButton.LeftButton)

    def key(self, where: QWidget, key: Qt.Key) -> None:
        self.acts += 1
        self.qtbot.keyClick(where, key)

    def confirms(self, dialog: FieldsDialog | None, **said: str) -> None:
        assert dialog is not None
        for name, text in said.items():
            dialog.edits[name].setText(text)
        self.click(dialog.primary)
        assert not dialog.isVisible()

    def left(self, kind: ActKind, why: str) -> None:
        rows = self.desk.session.workspace.store.acts.rows()[self.last :]
        assert 0 < self.acts <= MOST
        (line,) = [row for row in rows if row.kind == kind]
        assert line.by == BY and line.at and why in f"{line.why} {line.about}", line
        self.begins()


def test_a_missing_unit_is_chased_and_carried_over(qtbot: QtBot, desk: OfficeDesk) -> None:
    hands, today, unit = Hands(qtbot, desk), page(desk, TodayPage), COUNTIES[-1]

    def stand_on_its_row() -> None:
        desk.go("today", "")
        wanted = (MatterKind.MISSING, unit)
        number = [(one.kind, one.unit) for one in desk.session.matters].index(wanted)
        today.list.setCurrentIndex(today.list.lines.index(number))

    stand_on_its_row()
    hands.key(today.list, Qt.Key.Key_Return)
    hands.click(desk.bottom.primary)
    hands.confirms(desk.unit.acts.dialog, channel="电话", by=BY)
    assert [one.unit for one in desk.session.workspace.store.chases(PERIOD)] == [unit]
    hands.left(ActKind.CHASE, "电话")
    stand_on_its_row()
    hands.key(today.list, Qt.Key.Key_F4)
    hands.confirms(today.acts.dialog, reason="停电，已电话告知", by=BY)
    assert unit not in {one.unit for one in desk.session.matters if one.kind is MatterKind.MISSING}
    hands.left(ActKind.SETTLE, "停电")


def test_a_unit_gets_more_time(qtbot: QtBot, desk: OfficeDesk) -> None:
    hands, roster, unit = Hands(qtbot, desk), page(desk, RosterPage), COUNTIES[-1]
    desk.go("roster", "")
    roster.grid.choose(unit)
    hands.key(roster.grid, Qt.Key.Key_Space)
    hands.click(roster.many["extend"])
    hands.confirms(roster.acts.dialog, until="2021-01-20 17:30", reason="停电", approved_by="李某", by=BY)
    assert [one.unit for one in desk.session.settings.extensions] == [unit]
    hands.left(ActKind.SET, "停电")
