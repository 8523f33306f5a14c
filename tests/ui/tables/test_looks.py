"""How grids look, read from their pixels and places: the cell one is at, what could not be read, rows and columns."""

from math import ceil

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics, QIcon, QImage, QPainter
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from models.basics.messages import say
from models.plan.plan import ItemType
from models.sheet.rows import read_row
from tests.ui.seen import contrast, pixels
from ui.basics.completion import Mark
from ui.boxes.field_form import FieldForm
from ui.look.marks import mark_icon
from ui.look.theme import colour, ui_font
from ui.screens.cover import CoverScreen
from ui.screens.progress import ProgressScreen
from ui.screens.register import RegisterScreen
from ui.screens.table import TableScreen
from ui.tables.grids.editors import draw_frame
from ui.tables.grids.entry_delegate import word_room
from ui.tables.grids.layouts import CellKind
from ui.tables.selection_view import ROW_HEIGHT
from ui.window.unit_desk import UnitDesk


def top_edge(view: QAbstractItemView, column: int) -> float:
    """How much the upper edge of a cell of the current row stands out from what is in it."""
    area = view.visualRect(view.currentIndex().siblingAtColumn(column))
    image, middle = view.viewport().grab().toImage(), area.left() + area.width() // 3
    inside = pixels(image, QRect(QPoint(middle, area.top() + 4), QPoint(middle, area.top() + 4)))
    edge = pixels(image, QRect(QPoint(middle, area.top()), QPoint(middle, area.top() + 1)))
    return max(contrast(next(iter(inside)), one) for one in edge)


def test_the_cell_one_is_at_is_framed_also_while_the_keyboard_is_elsewhere(qtbot: QtBot, desk: UnitDesk) -> None:
    """Its tint alone is 1.2:1: who looked at the panel did not find the cell again."""
    rows = [read_row(desk.session.plan.registers["R07"], 1, {"场名": "1号场", "设计规模": "八十"})]
    desk.edits.put_rows("R07", rows)
    for place in ("Q06.1", "R07", f"{desk.session.sheet.blocks[0]}.完成百分比"):
        desk.go(place)
        screen = desk._stack.current
        assert isinstance(screen, TableScreen | RegisterScreen | ProgressScreen)
        view = screen.items if isinstance(screen, TableScreen) else screen.view
        desk.top.periods.setFocus()
        assert not view.hasFocus()
        assert top_edge(view, view.currentIndex().column()) >= 3, place


def test_what_could_not_be_read_is_outlined_in_a_register_as_in_a_table(desk: UnitDesk) -> None:
    register = desk.session.plan.registers["R07"]
    desk.edits.put_rows("R07", [read_row(register, 1, {"场名": "1号场", "设计规模": "八十"})])
    desk.go("R07")
    view = next(one for one in desk.screens if isinstance(one, RegisterScreen)).view
    assert top_edge(view, [one.name for one in register.columns].index("设计规模")) >= 3


def test_a_register_with_little_in_it_has_no_bar_for_what_a_few_pixels_hide(qtbot: QtBot, desk: UnitDesk) -> None:
    desk.resize(1280, 720)
    for key in ("R06", "R14"):
        desk.go(key)
        qtbot.wait(1)
        view = next(one for one in desk.screens if isinstance(one, RegisterScreen)).view
        heads = [str(view.table.headerData(x, Qt.Orientation.Horizontal)) for x in range(view.table.columnCount())]
        assert view.horizontalScrollBar().maximum() == 0, key
        metrics = QFontMetrics(ui_font(bold=True))
        assert all(metrics.horizontalAdvance(one) < view.columnWidth(x) for x, one in enumerate(heads))


def test_a_row_of_texts_is_as_high_as_they_are(desk: UnitDesk) -> None:
    """Their width was taken too small by half a mark: an empty line stood below each long text."""
    place = f"{desk.session.sheet.blocks[0]}.本期进展"
    desk.edits.put(place, "营造林按序时推进，碳汇样地完成6处复测，项目策划2个（测试数据）。" * 4)
    desk.go(place)
    view = next(one for one in desk.screens if isinstance(one, ProgressScreen)).view
    index, metrics = view.table.index_of(place), QFontMetrics(ui_font())
    inside = QRect(0, 0, word_room(view.visualRect(index).width()), 10_000)
    needed = metrics.boundingRect(inside, int(Qt.TextFlag.TextWordWrap), str(index.data())).height()
    assert needed > 3 * ROW_HEIGHT and needed <= view.cell_height(index.row()) < needed + metrics.lineSpacing()


def test_the_word_that_puts_in_todays_date_stands_beside_the_date(qtbot: QtBot, desk: UnitDesk) -> None:
    desk.go("cover")
    qtbot.wait(1)
    page = desk._stack.current
    assert page is not None
    (today,) = (one for one in page.findChildren(QPushButton) if one.text() == say("window.field.today"))
    middle = today.mapTo(desk, today.rect().center()).y()
    fields = [one.mapTo(desk, one.rect().center()).y() for one in page.findChildren(QLineEdit)]
    assert min(abs(one - middle) for one in fields) <= 1


def test_a_grid_that_is_opened_at_a_place_near_its_top_shows_its_top(qtbot: QtBot, desk: UnitDesk) -> None:
    """It was scrolled for the height it had before it was laid out: half of its first heading was cut off."""
    desk.resize(1280, 720)
    desk.edits.put("Q06.5", "500亩")
    desk.go("Q06.5")
    qtbot.wait(1)
    screen = desk._stack.current
    assert isinstance(screen, TableScreen)
    assert screen.items.viewport().height() > 400 and screen.items.verticalScrollBar().value() == 0


@pytest.mark.parametrize("width", [1, 2])
@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5])
def test_a_frame_has_four_sides_at_any_scale(qapp: object, ratio: float, width: int) -> None:
    """At 150 % the thin one had two: half of a line along the edge of a cell lies outside it."""
    for at in range(4):  # where an edge falls between two pixels, and where it does not
        area = QRect(7 + at, 7 + at, 40, 26)
        image = QImage(round(60 * ratio), round(60 * ratio), QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        painter.setClipRect(area)  # as a view does for each cell
        draw_frame(painter, area, colour("accent"), width)
        painter.end()
        middle = area.center()
        within = {
            "top": QRect(middle.x(), area.top(), 1, 2),
            "bottom": QRect(middle.x(), area.bottom() - 1, 1, 2),
            "left": QRect(area.left(), middle.y(), 2, 1),
            "right": QRect(area.right() - 1, middle.y(), 2, 1),
        }
        thin = [side for side, place in within.items() if colour("accent").name() not in seen_in(image, place)]
        assert not thin, (at, thin)


def seen_in(image: QImage, place: QRect) -> set[str]:
    """The colours of a place, given as a painter counts."""
    ratio = image.devicePixelRatio()
    across = range(int(place.left() * ratio), ceil((place.right() + 1) * ratio))
    down = range(int(place.top() * ratio), ceil((place.bottom() + 1) * ratio))
    return {image.pixelColor(x, y).name() for x in across for y in down}


def test_the_acts_of_a_register_stand_beside_its_name_where_both_have_room(qtbot: QtBot, desk: UnitDesk) -> None:
    """They took a line of their own at any width; the grid does not move when a row has a problem."""
    register = desk.session.plan.registers["R07"]
    for width in (1280, 853):
        desk.edits.put_rows("R07", [read_row(register, 1, {"场名": "1号场", "设计规模": "80"})])
        desk.resize(width, 720)
        desk.go("cover")
        desk.go("R07")
        qtbot.wait(1)
        screen = next(one for one in desk.screens if isinstance(one, RegisterScreen))
        name, act = (one.mapTo(screen, one.rect().center()).y() for one in (screen._title, screen.export))
        assert abs(name - act) <= 4 or width < 1280
        assert screen._title.width() >= screen._title.sizeHint().width(), "the name is whole"
        at = screen.view.y()
        desk.edits.put_rows("R07", [read_row(register, 1, {"场名": "1号场", "设计规模": "八十"})])
        qtbot.wait(1)
        assert screen.problems.isVisible() and screen.view.y() == at


def test_the_mark_of_a_field_stands_in_the_middle_of_its_line(desk: UnitDesk) -> None:
    desk.edits.put("封面.填表人", "王五")
    desk.go("cover")
    screen = desk._stack.current
    assert isinstance(screen, CoverScreen)
    field = screen.findChildren(FieldForm)[0]._fields["封面.填表人"]
    image = field.mark.grab().toImage()
    ground = image.pixel(0, 0)
    inked = [y for y in range(image.height()) if any(image.pixel(x, y) != ground for x in range(image.width()))]
    middle = (inked[0] + inked[-1]) / 2 / image.devicePixelRatio() + field.mark.mapTo(screen, QPoint()).y()
    assert abs(middle - field.editor.mapTo(screen, field.editor.rect().center()).y()) <= 3


def test_a_name_that_is_cut_anyway_pushes_no_column_out_of_sight(qtbot: QtBot, desk: UnitDesk) -> None:
    """It took all it may, and the last column stood behind a bar for a few pixels."""
    desk.resize(1280, 720)
    register = desk.session.plan.registers["R08"]
    texts = {"项目": "长" * 40, "县区": "汉滨区", "建筑面积": "1234.5678", "环节与日期": "竣工验收 2020.9.30"}
    desk.edits.put_rows("R08", [read_row(register, 1, texts)])
    desk.go("R08")
    qtbot.wait(1)
    view = next(one for one in desk.screens if isinstance(one, RegisterScreen)).view
    assert view.horizontalScrollBar().maximum() == 0
    assert view.columnWidth(0) >= 150


def test_a_mark_in_the_line_one_is_at_keeps_its_colour(qapp: object) -> None:
    icon = mark_icon(Mark.ERROR)
    plain, chosen = (icon.pixmap(16, 16, mode).toImage() for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected))
    assert plain == chosen, "Qt washes out the icons of a line that is selected"


def test_a_number_of_a_document_is_read_whole_where_the_remarks_can_spare_the_room(
    qtbot: QtBot, desk: UnitDesk
) -> None:
    """It was cut after five characters beside a column of remarks with nothing in it."""
    desk.resize(1280, 720)
    desk.go("A5")
    qtbot.wait(1)
    view = next(one for one in desk.screens if isinstance(one, TableScreen)).items
    column = next(x for x, one in enumerate(view.table.grid.columns) if one.kind is CellKind.CELL)
    before = view.columnWidth(column)
    assert QFontMetrics(ui_font()).horizontalAdvance("汉政办〔2020〕12号") < word_room(before)
    address = next(at for at in view.table.grid.addresses if desk.session.sheet.slots[at].item.type is ItemType.TEXT)
    desk.edits.put(address, "汉政办〔2020〕12号")
    assert view.columnWidth(column) == before, "nothing moves as it is typed"
