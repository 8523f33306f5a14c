"""The first column of a register stays in sight, figures stand at their points, empty registers are folded."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from models.basics.quantity import grouped
from models.sheet.rows import read_row
from ui.basics.completion import Mark
from ui.frame.navigation import FOLD
from ui.screens.register import RegisterScreen
from ui.tables.grids.cell_looks import CellLook
from ui.tables.grids.entry_delegate import MARK_WIDTH, _draw_content
from ui.tables.grids.register_view import RegisterView, RowDelegate
from ui.window.unit_desk import UnitDesk


def farms(desk: UnitDesk) -> RegisterView:
    register = desk.session.plan.registers["R07"]
    sizes = ("1200.5", "80", "7.25")
    texts = [
        {
            "场名": f"{n}号养殖场", "代码": f"C{n}", "设计规模": sizes[n % 3], "是否配套设施": "是",
            "认定标准": "年出栏五百头以上的规模化养殖场，以县区认定文件为准",
        }
        for n in range(1, 20)
    ]  # fmt: skip
    desk.edits.put_rows("R07", [read_row(register, n, one) for n, one in enumerate(texts, 1)])
    desk.resize(900, 600)
    desk.go("R07")
    return next(one for one in desk.screens if isinstance(one, RegisterScreen)).view


def test_the_first_column_lies_over_the_others_when_they_scroll_by(qtbot: QtBot, desk: UnitDesk) -> None:
    view = farms(desk)
    qtbot.waitExposed(desk)
    qtbot.waitUntil(lambda: view.horizontalScrollBar().maximum() > 0)
    assert not view.frozen.isVisible()
    last = view.model().columnCount() - 1
    view.go_to(view.table.index(2, last))
    assert view.frozen.isVisible() and view.frozen.width() == view.columnWidth(0)
    for column in range(last, 0, -1):  # no current cell is ever hidden by it
        view.go_to(view.table.index(2, column))
        assert view.columnViewportPosition(column) >= view.frozen.wide
    view.go_to(view.table.index(0, last))
    y = view.rowViewportPosition(4) + 5
    QTest.mouseClick(view.frozen, Qt.MouseButton.LeftButton, pos=QPoint(10, y))
    assert (view.currentIndex().row(), view.currentIndex().column()) == (4, 0)
    view.horizontalScrollBar().setValue(0)
    assert not view.frozen.isVisible()


def test_a_selection_is_dragged_and_widened_over_the_first_column_too(qtbot: QtBot, desk: UnitDesk) -> None:
    view = farms(desk)
    qtbot.waitUntil(lambda: view.horizontalScrollBar().maximum() > 0)
    view.go_to(view.table.index(0, view.model().columnCount() - 1))
    left, at = Qt.MouseButton.LeftButton, [QPoint(10, view.rowViewportPosition(row) + 8) for row in (2, 3, 5, 7)]
    QTest.mousePress(view.frozen, left, pos=at[0])
    assert not view.frozen.isVisible(), "the grid has scrolled back: the pointer is over its own cells"
    QTest.mouseMove(view.viewport(), at[1])
    QTest.mouseMove(view.viewport(), at[2])
    QTest.mouseRelease(view.viewport(), left, pos=at[2])
    view.horizontalScrollBar().setValue(view.horizontalScrollBar().maximum())
    assert view.corners() == ((2, 0), (5, 0)) and view.currentIndex().row() == 2
    QTest.mouseClick(view.frozen, left, Qt.KeyboardModifier.ShiftModifier, at[3])
    assert view.corners() == ((2, 0), (7, 0)) and view.currentIndex().row() == 2


def test_points_of_figures_stand_below_each_other(desk: UnitDesk) -> None:
    view = farms(desk)
    column = next(n for n, one in enumerate(desk.session.plan.registers["R07"].columns) if one.name == "设计规模")
    delegate = view.itemDelegate()
    assert isinstance(delegate, RowDelegate)
    shown = []
    for row in range(3):
        option = QStyleOptionViewItem()
        delegate.initStyleOption(option, view.table.index(row, column))
        shown.append(option.text)
    assert {len(text) for text in shown if "." in text} <= {len(text) for text in shown}
    behind = {len(text) - text.replace("\u2008", ".").index(".") for text in shown}
    assert len(behind) == 1, shown
    assert view.table.index(0, column).data() in ("80", "1200.5", "7.25"), "what is copied has no blanks"


@pytest.mark.parametrize("text", ["100000.00", "12345678.12", "1234567890.5"])
def test_a_figure_that_is_wider_than_its_cell_is_whole_and_stays_inside(qapp: object, text: str) -> None:
    shown = QImage(220, 26, QImage.Format.Format_RGB32)
    shown.fill(Qt.GlobalColor.white)
    painter = QPainter(shown)
    _draw_content(painter, QRect(80, 0, 90, 26), CellLook(text, places=2, mark=Mark.WARNING))
    painter.end()
    inked = [x for x in range(220) if any(shown.pixelColor(x, y).lightness() < 200 for y in range(26))]
    assert inked[0] >= 80 and inked[-1] <= 170 - MARK_WIDTH + 1, "nothing lies over a neighbour or under the mark"


def test_registers_that_are_empty_are_one_line_until_somebody_opens_it(desk: UnitDesk) -> None:
    farms(desk)
    desk._show_standing()
    keys = [entry.key for entry in desk.navigation.pages.entries]
    assert "R07" in keys and FOLD in keys and "R14" not in keys
    fold = desk.navigation.pages.index(desk.navigation.pages.row_of(FOLD))
    page = desk.page
    desk.navigation.clicked.emit(fold)
    assert "R14" in [entry.key for entry in desk.navigation.pages.entries] and desk.page == page
    desk.navigation.clicked.emit(desk.navigation.pages.index(desk.navigation.pages.row_of(FOLD)))
    assert "R14" not in [entry.key for entry in desk.navigation.pages.entries]
    desk.go("R14")
    desk._show_standing()
    assert desk.page == "R14" and desk.navigation.pages.row_of("R14") >= 0, "the open one is always there"


@pytest.mark.parametrize(
    ("figure", "drawn"),
    [("100000.00", "100,000.00"), ("-12345.6", "-12,345.6"), ("1545.00", "1545.00"), ("2020", "2020"), ("1234567", "1,234,567"),
     ("约12345", "约12345"), ("", ""), ("12345.6.7", "12345.6.7"), ("未开展", "未开展"), ("0.00012345", "0.00012345"),
     ("9" * 6000, ",".join(["999"] * 2000))],
)  # fmt: skip
def test_thousands_stand_apart_from_five_digits_on(figure: str, drawn: str) -> None:
    assert grouped(figure) == drawn


def test_what_is_copied_of_a_figure_is_the_figure_itself(desk: UnitDesk) -> None:
    view = farms(desk)
    column = next(n for n, one in enumerate(desk.session.plan.registers["R07"].columns) if one.name == "设计规模")
    view.table.setData(view.table.index(0, column), "1234567.5")
    option = QStyleOptionViewItem()
    view.itemDelegate().initStyleOption(option, view.table.index(0, column))
    assert option.text.startswith("1,234,567.5") and view.copied_text(view.table.index(0, column)) == "1234567.5"


def test_long_names_that_differ_at_their_end_do_not_read_alike(qtbot: QtBot, desk: UnitDesk) -> None:
    view = farms(desk)
    for row, end in enumerate(("甲", "乙")):
        view.table.setData(view.table.index(row, 0), f"{'很长的养殖专业合作社' * 4}{end}")
    view.go_to(view.table.index(4, 1))
    qtbot.waitUntil(lambda: view.horizontalScrollBar().value() == 0)
    first, second = (view.viewport().grab(view.visualRect(view.table.index(row, 0))).toImage() for row in (0, 1))
    assert first != second, "the middle is left out, not the end"


def test_figures_that_are_pasted_later_stand_at_their_points_too_and_are_edited_where_they_stand(
    desk: UnitDesk,
) -> None:
    """The decimals of a column were looked at when its page was opened: before anything was typed."""
    register = desk.session.plan.registers["R07"]
    desk.go("R07")
    view = next(one for one in desk.screens if isinstance(one, RegisterScreen)).view
    column = next(n for n, one in enumerate(register.columns) if one.name == "设计规模")
    assert view.table.places_of(column) == 0
    said = ("2", "1.2", "1234.5678")
    desk.edits.put_rows("R07", [read_row(register, n, {"场名": f"{n}号", "设计规模": said[n]}) for n in range(3)])
    assert view.table.places_of(column) == 4
    delegate = view.itemDelegate()
    assert isinstance(delegate, RowDelegate)
    editor = delegate.createEditor(view.viewport(), QStyleOptionViewItem(), view.table.index(0, column))
    assert isinstance(editor, QLineEdit) and editor.alignment() & Qt.AlignmentFlag.AlignRight
    editor.deleteLater()
