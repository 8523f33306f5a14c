"""The panel at a cell whose entry counts otherwise: a count of which somebody said 暂无数据 before its register had rows."""

from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from models.sheet.cells import Cell, State
from models.sheet.rows import read_row
from ui.window.unit_desk import UnitDesk

COUNT, REGISTER = "X14.1", "R15"


def test_the_note_of_what_was_entered_stands_beside_the_figure_of_a_register(qtbot: QtBot, desk: UnitDesk) -> None:
    register = desk.session.plan.registers[REGISTER]
    desk.edits.put(COUNT, Cell(State.AWAITED, note="林业局，10月20日"))
    desk.edits.put_rows(REGISTER, [read_row(register, 1, {register.columns[0].name: "甲"})])
    assert desk.session.sheet.cell(COUNT).state is State.VALUE
    desk.panel.show_place(COUNT)
    qtbot.waitUntil(lambda: [one.text() for one in desk.panel.findChildren(QLineEdit)] == ["林业局，10月20日"])


def test_the_panel_is_painted_when_everything_in_it_has_its_place(qtbot: QtBot, desk: UnitDesk) -> None:
    """What is shown one by one would be seen one by one, on a busy machine for half a second."""
    for place in ("Q06.1", "Q11.3"):
        desk.panel.show_place(place)
        desk.panel.show_now()
        assert not desk.panel.updatesEnabled()
        qtbot.waitUntil(desk.panel.updatesEnabled)
