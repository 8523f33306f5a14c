"""The spreadsheet's keys in the two grids of a mapping: they move, copy, fill and take away, and never anything else."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.own_book.test_own_book import mapping_of, own_table
from ui.look.widgets import ChoiceBox
from ui.own_book.links_table import FROM, TIMES, WHAT
from ui.own_book.mapping_dialog import MappingDialog
from ui.window.unit_desk import UnitDesk

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
Key = Qt.Key
ITEMS = "Q06.1", "Q06.2", "Q06.5"


def opened(qtbot: QtBot, desk: UnitDesk, folder: Path) -> MappingDialog:
    return mapping_of(qtbot, desk, own_table(folder / "二季度.xlsx", "二季度"))


def factors(mapping: MappingDialog) -> list[str]:
    return [str(mapping.list.index(mapping.list.row_of(key), TIMES).data()) for key in ITEMS]


def at(mapping: MappingDialog, row: int, column: int) -> None:
    mapping.items.setFocus()
    mapping.items.setCurrentIndex(mapping.list.index(row, column))


def at_item(mapping: MappingDialog, key: str, column: int) -> None:
    at(mapping, mapping.list.row_of(key), column)


def test_ctrl_and_arrows_jump_over_what_is_filled(qtbot: QtBot, desk: UnitDesk, tmp_path: Path) -> None:
    mapping = opened(qtbot, desk, tmp_path)
    cells = mapping.cells
    cells.setFocus()
    cells.setCurrentIndex(cells.model().index(1, 1))
    places = []
    for key in (Key.Key_Down, Key.Key_Right, Key.Key_Up, Key.Key_Left, Key.Key_End, Key.Key_Home):
        QTest.keyClick(cells, key, CTRL)
        places.append((cells.currentIndex().row(), cells.currentIndex().column()))
    QTest.keyClick(cells, Key.Key_Down)
    QTest.keyClick(cells, Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert cells.currentIndex().row() == 0 and factors(mapping) == ["0.0001", "0.0001", "1"], (
        "up, and nothing is linked"
    )
    assert places == [(4, 1), (4, 3), (1, 3), (1, 0), (4, 4), (0, 0)]


def test_a_factor_is_copied_pasted_and_filled_down(qtbot: QtBot, desk: UnitDesk, tmp_path: Path) -> None:
    mapping = opened(qtbot, desk, tmp_path)
    assert factors(mapping) == ["0.0001", "0.0001", "1"]
    at_item(mapping, "Q06.2", TIMES)
    QTest.keyClick(mapping.items, Key.Key_C, CTRL)
    at_item(mapping, "Q06.5", TIMES)
    QTest.keyClick(mapping.items, Key.Key_V, CTRL)
    assert factors(mapping) == ["0.0001", "0.0001", "0.0001"]
    QGuiApplication.clipboard().setText("5")
    at_item(mapping, "Q06.1", TIMES)
    QTest.keyClick(mapping.items, Key.Key_V, CTRL)
    at_item(mapping, "Q06.2", TIMES)
    QTest.keyClick(mapping.items, Key.Key_D, CTRL)
    assert factors(mapping) == ["5", "5", "0.0001"]
    QGuiApplication.clipboard().setText("约5")
    QTest.keyClick(mapping.items, Key.Key_V, CTRL)
    assert factors(mapping) == ["5", "5", "0.0001"] and "约5" in mapping.said.text()


def test_what_is_pasted_on_a_name_is_refused_in_words(qtbot: QtBot, desk: UnitDesk, tmp_path: Path) -> None:
    mapping = opened(qtbot, desk, tmp_path)
    for key in (Key.Key_V, Key.Key_D, Key.Key_X):
        for view in (mapping.items, mapping.cells):
            at(mapping, 1, WHAT)
            mapping.said.clear()
            QTest.keyClick(view, key, CTRL)
            assert "不能录入" in mapping.said.text() and factors(mapping) == ["0.0001", "0.0001", "1"], key


def test_f4_opens_the_choices_a_word_may_mean(qtbot: QtBot, desk: UnitDesk, tmp_path: Path) -> None:
    mapping = opened(qtbot, desk, tmp_path)
    mapping.kinds.setCurrentIndex(mapping.kinds.findData("R08"))
    mapping._choose_kind()
    row = next(n for n, one in enumerate(mapping.list.targets) if one.choices)
    at(mapping, row, FROM)
    QTest.keyClick(mapping.items, Key.Key_F4)
    box = mapping.items.findChild(ChoiceBox)
    assert box is not None and box.view().isVisible()
    QTest.keyClick(box.view(), Key.Key_Escape)
    QTest.keyClick(box, Key.Key_Escape)
    QTest.keyClick(mapping.items, Key.Key_Down, ALT)
    assert any(one.isVisible() and one.view().isVisible() for one in mapping.items.findChildren(ChoiceBox))
