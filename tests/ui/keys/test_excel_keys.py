"""The keys of Excel and WPS by their literal names, whatever the platform binds to them."""

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from models.sheet.cells import State
from models.sheet.rows import read_row
from tests.ui.keys.test_typing import filled, one_of_each, said
from tests.ui.keys.typist import CTRL, SHIFT, Typist, grid, select, texts
from ui.look.views import QuietList, QuietNames, QuietTable, QuietTree
from ui.screens.register import RegisterScreen
from ui.tables.chords import jump
from ui.tables.grids.grid_view import GridView
from ui.tables.grids.register_view import RegisterView
from ui.window.unit_desk import UnitDesk

Key = Qt.Key


def test_cut_copy_delete(typist: Typist, shown: UnitDesk) -> None:
    shown.go("Q06.1")
    typist.paste("1.2\n2.3")
    select(shown, "Q06.1", "Q06.2")
    typist.press(Key.Key_X, CTRL)
    assert texts(shown, "Q06.1", "Q06.2") == ["", ""]
    assert QGuiApplication.clipboard().text().split() == ["1.2", "2.3"]
    typist.press(Key.Key_V, CTRL)
    assert texts(shown, "Q06.1", "Q06.2") == ["1.2", "2.3"]
    shown.go("Q06.2")
    typist.press(Key.Key_Delete)
    assert texts(shown, "Q06.1", "Q06.2") == ["1.2", ""]


def test_a_clipboard_without_text_is_told(typist: Typist, shown: UnitDesk) -> None:
    picture = QMimeData()
    picture.setData("image/png", b"no text")
    for page in ("Q06.1", "R08", "progress"):
        shown.go(page)
        QGuiApplication.clipboard().setMimeData(QMimeData() if page == "R08" else picture)
        typist.press(Key.Key_V, CTRL)
        assert "没有可以粘贴的文字" in shown.notice.words, page
        picture = QMimeData()
        shown.notice.end()


def test_a_block_that_was_pasted_is_told_with_how_many_cells_or_rows(typist: Typist, shown: UnitDesk) -> None:
    for place, told in (("Q06.1", "已粘贴 2 格"), ("progress", "已粘贴 4 格"), ("R08", "已粘贴 2 行")):
        shown.go(place)
        shown.notice.end()
        typist.paste("推进中\t5\n推进中\t7" if place == "progress" else "1.2\n2.3")
        assert told in shown.notice.words and "Ctrl+Z" in shown.notice.words
        shown.notice.end()
        shown.go(place)
        typist.paste("推进中" if place == "progress" else "1.2")
        assert not shown.notice.words, "of a single cell one sees it"


def test_before_anything_was_copied_there_is_nothing_to_paste(typist: Typist, shown: UnitDesk) -> None:
    for place in ("Q06.1", "R08", "progress"):
        shown.go(place)
        QGuiApplication.clipboard().clear()  # offscreen and on some desktops a clipboard is nothing then
        shown.notice.end()
        typist.press(Key.Key_V, CTRL)
        assert "没有可以粘贴的文字" in shown.notice.words, place


def test_a_clipboard_with_html_alone_is_pasted_as_the_block_it_shows(typist: Typist, shown: UnitDesk) -> None:
    kept = QMimeData()
    kept.setHtml("<table><tr><td>1.2</td></tr><tr><td>2.3</td></tr></table>")
    QGuiApplication.clipboard().setMimeData(kept)
    shown.go("Q06.1")
    typist.press(Key.Key_V, CTRL)
    assert texts(shown, "Q06.1", "Q06.2") == ["1.2", "2.3"]
    kept = QMimeData()
    kept.setHtml("<table><tr><td>7.5</td></tr></table>")
    QGuiApplication.clipboard().setMimeData(kept)
    shown.go("Q06.3")
    typist.press(Key.Key_F2)
    typist.press(Key.Key_V, CTRL)
    typist.press(Key.Key_Return)
    assert texts(shown, "Q06.3") == ["7.5"]


@pytest.mark.parametrize("place", ["Q06.1", "R08", "T01.本期进展", "T01.责任领导"])
def test_f2_writes_on_behind_what_stands_and_a_typed_key_takes_its_place(
    typist: Typist, shown: UnitDesk, place: str
) -> None:
    """F2 selected all of it: the next key took away a text of hundreds of characters."""
    register = shown.session.plan.registers["R08"]
    shown.edits.put_rows("R08", (read_row(register, 1, {"项目": "12"}),))
    for at in ("Q06.1", "T01.本期进展", "T01.责任领导"):
        shown.edits.put(at, "12")
    shown.go(place)

    def said() -> str:
        if place == "R08":
            return shown.session.rows("R08")[0].values["项目"]
        return shown.session.entered(place).raw or shown.session.entered(place).text

    typist.press(Key.Key_F2)
    typist.type("3")
    typist.press(Key.Key_Return)
    assert said() == "123"
    shown.go(place)
    view = typist.focus
    if isinstance(view, RegisterView):
        view.go_to(view.table.index(0, 0))
    typist.type("4")
    typist.press(Key.Key_Return)
    assert said() == "4"


def test_enter_down_shift_enter_up_tab_right_and_enter_back_to_where_tab_began(typist: Typist, shown: UnitDesk) -> None:
    shown.go("Q06.1")
    typist.type("1")
    typist.press(Key.Key_Return)
    assert shown.place == "Q06.2"
    typist.type("2")
    typist.press(Key.Key_Return, SHIFT)
    assert shown.place == "Q06.1"
    typist.press(Key.Key_Tab)
    typist.type("3")
    assert shown.place == "Q06.1/last_year"
    typist.press(Key.Key_Return)
    assert shown.place == "Q06.2"
    typist.press(Key.Key_Tab, SHIFT)
    assert shown.place == "Q06.1/last_year"
    assert texts(shown, "Q06.1", "Q06.2", "Q06.1/last_year") == ["1", "2", "3"]


def test_enter_passes_over_what_is_computed(typist: Typist, shown: UnitDesk) -> None:
    shown.go("Q06.5")
    typist.type("1")
    typist.press(Key.Key_Return)
    assert shown.place == "Q06.7", "Q06.6 is a sum"


def test_an_arrow_leaves_what_typing_began_and_stays_in_what_f2_opened(typist: Typist, shown: UnitDesk) -> None:
    shown.go("Q06.1")
    typist.type("12")
    typist.press(Key.Key_Down)
    assert shown.place == "Q06.2" and texts(shown, "Q06.1") == ["12"]
    shown.go("Q06.1")
    typist.press(Key.Key_F2)
    typist.press(Key.Key_Left)
    typist.type("5")
    typist.press(Key.Key_Return)
    assert texts(shown, "Q06.1") in (["152"], ["512"]), "the arrow moved in the text"


def test_a_block_is_pasted_from_a_fresh_editor_and_never_flattened(typist: Typist, shown: UnitDesk) -> None:
    shown.go("Q06.1")
    typist.press(Key.Key_F2)
    typist.paste("130.5\n101.2")
    assert texts(shown, "Q06.1", "Q06.2") == ["130.5", "101.2"]
    shown.go("Q06.3")
    typist.type("7")
    typist.paste("1\n2")
    assert "多格" in shown.notice.words
    typist.press(Key.Key_Backspace)
    typist.paste("1\n2")
    assert texts(shown, "Q06.3", "Q06.4") == ["1", "2"], "nothing stands there any more"


def test_f4_offers_the_states_and_the_word_itself_is_taken(typist: Typist, shown: UnitDesk) -> None:
    shown.go("Q06.2")
    typist.paste("未开展")
    assert shown.session.sheet.cell("Q06.2").state is State.NIL


def test_ctrl_arrows_home_and_end(typist: Typist, shown: UnitDesk) -> None:
    shown.go("Q06.1")
    typist.paste("1\n2\n3")
    shown.go("Q06.1")
    typist.press(Key.Key_Down, CTRL)
    assert shown.place == "Q06.3"
    typist.press(Key.Key_Up, CTRL | SHIFT)
    chosen = {grid(shown).table.address_at(one) for one in grid(shown).selected()}
    assert chosen >= {"Q06.1", "Q06.2", "Q06.3"}
    typist.press(Key.Key_Home, CTRL)
    first = shown.place
    typist.press(Key.Key_End, CTRL)
    assert first and shown.place and grid(shown).currentIndex().row() > grid(shown).table.index_of(first).row()


def test_a_jump_ends_where_what_is_filled_ends() -> None:
    full = {1, 2, 3, 6}
    assert jump(1, [2, 3, 4, 5, 6, 7], full.__contains__) == 3
    assert jump(3, [4, 5, 6, 7], full.__contains__) == 6
    assert jump(6, [7, 8], full.__contains__) == 8
    assert jump(8, [], full.__contains__) == 8


def test_a_register_takes_blocks_and_its_keys(typist: Typist, shown: UnitDesk) -> None:
    shown.go("R08")
    view = next(one for one in shown.screens if isinstance(one, RegisterScreen)).view
    view.setFocus()
    view.go_to(view.table.index(0, 0))
    typist.type("A")
    typist.press(Key.Key_Tab)
    assert view.currentIndex().column() == 1
    typist.press(Key.Key_Return)
    assert (view.currentIndex().row(), view.currentIndex().column()) == (1, 0)
    typist.press(Key.Key_D, CTRL)
    assert [row.get("项目") for row in shown.session.rows("R08")] == ["A", "A"]
    typist.press(Key.Key_Z, CTRL)
    assert [row.get("项目") for row in shown.session.rows("R08")] == ["A"] and "已撤销" in shown.notice.words
    typist.press(Key.Key_Y, CTRL)
    assert [row.get("项目") for row in shown.session.rows("R08")] == ["A", "A"]
    typist.press(Key.Key_F2)
    assert view.findChild(QLineEdit) is not None


def test_ctrl_enter_puts_what_is_typed_into_every_selected_cell(typist: Typist, shown: UnitDesk) -> None:
    shown.go("Q06.1")
    grid(shown).setFocus()
    typist.press(Key.Key_Down, SHIFT, times=2)
    typist.type("1.5")
    typist.press(Key.Key_Return, CTRL)
    assert texts(shown, "Q06.1", "Q06.2", "Q06.3", "Q06.4") == ["1.5", "1.5", "1.5", ""]
    shown.undo()
    assert texts(shown, "Q06.1", "Q06.2", "Q06.3") == ["", "", ""], "one step"
    shown.go("Q06.1")
    typist.type("2")
    typist.press(Key.Key_Return, CTRL)
    assert texts(shown, "Q06.1", "Q06.2") == ["2", ""] and shown.place == "Q06.2", "of one cell it goes on"


def test_whole_rows_and_columns_are_selected_and_none_is_added_or_removed(typist: Typist, shown: UnitDesk) -> None:
    shown.go("Q06.1")
    typist.paste("1\n2\n3")
    shown.go("Q06.2")
    grid(shown).setFocus()
    typist.press(Key.Key_Space, SHIFT)
    assert {one.row() for one in grid(shown).selected()} == {grid(shown).table.index_of("Q06.2").row()}
    typist.press(Key.Key_Space, CTRL)
    assert len({one.row() for one in grid(shown).selected()}) > 10
    for key in (Key.Key_Minus, Key.Key_Plus):
        typist.press(key, CTRL)
        assert "不能增减" in shown.notice.words
    assert texts(shown, "Q06.1", "Q06.2", "Q06.3") == ["1", "2", "3"]
    select(shown, "Q06.1", "Q06.2")
    typist.press(Key.Key_Delete)
    assert texts(shown, "Q06.1", "Q06.2", "Q06.3") == ["", "", "3"] and "已清除 2 格" in shown.notice.words


def test_what_a_block_has_beyond_the_last_column_of_a_register_is_told(typist: Typist, shown: UnitDesk) -> None:
    shown.go("R08")
    view = next(screen for screen in shown.screens if isinstance(screen, RegisterScreen)).view
    view.setFocus()
    view.go_to(view.table.index(0, 0))
    typist.paste("甲楼\t\t1.5\t\t\t备注一\t\n乙楼\t\t2.5\t\t\t\t另一")
    assert len(shown.session.rows("R08")) == 2 and "2 格超出了台账的最后一栏" in shown.notice.words
    typist.press(Key.Key_Minus, CTRL)
    assert len(shown.session.rows("R08")) == 2 and "删除所选行" in shown.notice.words


def test_shift_f10_opens_the_menu_of_the_current_cell_in_every_grid(typist: Typist, shown: UnitDesk) -> None:
    for place in ("Q06.1", "R08", "T01.本期进展"):
        shown.go(place)
        view = next(one for one in shown.findChildren(GridView) if one.isVisible())
        view.setFocus()
        view.go_to(view.currentIndex() if view.currentIndex().isValid() else view.model().index(0, 0))
        typist.qtbot.wait(1)
        typist.press(Key.Key_F10, SHIFT)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu) and menu.actions(), place
        assert view.visualRect(view.currentIndex()).contains(view.viewport().mapFromGlobal(menu.pos())), place
        menu.close()


@pytest.mark.parametrize("kind", [QuietTable, QuietList, QuietNames, QuietTree])
def test_shift_f10_asks_every_list_for_its_menu(qtbot: QtBot, kind: type[QAbstractItemView]) -> None:
    view, asked = kind(), []
    qtbot.addWidget(view)
    view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    view.customContextMenuRequested.connect(asked.append)
    QTest.keyClick(view, Key.Key_F10)
    assert not asked
    QTest.keyClick(view, Key.Key_F10, SHIFT)
    assert len(asked) == 1


def test_the_menu_key_means_the_current_cell_and_not_the_one_a_head_further_down(qtbot: QtBot) -> None:
    view, asked = QuietTable(), []
    qtbot.addWidget(view)
    view.setModel(QStandardItemModel(9, 3))
    view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    view.customContextMenuRequested.connect(lambda at: asked.append(view.indexAt(at)))
    view.show()
    view.setCurrentIndex(view.model().index(3, 1))
    at = view.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle).center()  # what Qt asks for the menu key
    key = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at, view.mapToGlobal(at))
    QApplication.sendEvent(view, key)
    assert asked == [view.currentIndex()]


def test_a_digit_on_every_kind_of_cell_goes_nowhere_else(typist: Typist, shown: UnitDesk) -> None:
    """With every digit in `test_typing`; this one runs on a real screen too."""
    filled(shown)
    shown.go("A1")
    view, before = grid(shown), said(shown)
    for index in one_of_each(view):
        view.go_to(index)
        view.setFocus()
        typist.type("1")
        now = view.currentIndex()
        assert (now.row(), now.column()) == (index.row(), index.column()), index.data()
        typist.press(Key.Key_Escape)
        assert said(shown) == before
