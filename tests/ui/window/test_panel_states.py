"""The panel at a cell whose entry counts otherwise: a count of which somebody said 暂无数据 before its register had rows."""

from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from models.sheet.cells import TEXT_LIMIT, Cell, State
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


def test_a_note_without_an_end_is_not_kept_and_the_panel_says_so(qtbot: QtBot, desk: UnitDesk) -> None:
    """A note of 100,000 signs went into the sheet; what was typed stays in its field, with the limit beside it."""
    desk.edits.put(COUNT, Cell(State.AWAITED, note="林业局"))
    desk.panel.show_place(COUNT)
    qtbot.waitUntil(lambda: len(desk.panel.findChildren(QLineEdit)) == 1)
    (words,) = desk.panel.findChildren(QLineEdit)
    words.setText("待" * (TEXT_LIMIT + 1))
    words.editingFinished.emit()
    assert desk.session.entered(COUNT).note == "林业局" and words.text() == "待" * (TEXT_LIMIT + 1)
    told = [one.text() for one in desk.panel.findChildren(QLabel) if not one.isHidden()]
    assert any(f"最多 {TEXT_LIMIT} 个" in one for one in told)
    words.setText("待林业局\x01")
    words.editingFinished.emit()
    assert desk.session.entered(COUNT).note == "待林业局"
