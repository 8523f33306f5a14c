"""任务进展 as a table: texts are typed and pasted in blocks, cells grow, a finding stands under its row."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QGuiApplication, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from ui.basics.completion import Mark
from ui.look.theme import ui_font
from ui.screens.progress import ProgressScreen
from ui.tables.grids.choice_list import ChoiceList
from ui.tables.grids.column_room import GRID_LINE
from ui.tables.grids.entry_delegate import word_room
from ui.tables.grids.entry_table import LOOK, TOOL_TIP
from ui.tables.lists.block_list import HEIGHT, LEFT, RIGHT
from ui.tables.selection_view import ROW_HEIGHT
from ui.tables.texts import text_view
from ui.tables.texts.text_view import TextCell
from ui.window.unit_desk import UnitDesk

LONG = "营造林按序时推进，碳汇样地完成6处复测，项目策划2个（测试数据）。" * 3


def screen(desk: UnitDesk) -> ProgressScreen:
    desk.go("progress")
    return next(one for one in desk.screens if isinstance(one, ProgressScreen))


def blocks(desk: UnitDesk) -> tuple[str, ...]:
    return desk.session.sheet.blocks


def test_a_block_of_all_tasks_is_pasted_in_one_step(desk: UnitDesk) -> None:
    view = screen(desk).view
    names = [column.name for column in view.table.columns]
    texts = [["推进中", "40", f"第{n}项按方案推进（测试数据）。"] for n, _ in enumerate(blocks(desk), 1)]
    view.go_to(view.table.index_of(f"{blocks(desk)[0]}.{names[0]}"))
    QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in texts))
    view.paste()
    sheet = desk.session.sheet
    assert [sheet.cell(f"{one}.本期进展").text for one in blocks(desk)] == [line[2] for line in texts]
    assert {sheet.cell(f"{one}.阶段").text for one in blocks(desk)} == {"推进中"}
    desk.undo()
    assert not any(desk.session.sheet.cell(f"{one}.本期进展").text for one in blocks(desk))


def test_a_code_that_a_spreadsheet_shows_in_powers_is_told_of_and_what_stood_there_stays(desk: UnitDesk) -> None:
    view, at = screen(desk).view, [f"{one}.本期进展" for one in blocks(desk)[:2]]
    desk.edits.put(at[0], "甲", "typed")
    view.go_to(view.table.index_of(at[0]))
    QGuiApplication.clipboard().setText("6.10902E+17\n乙")
    view.paste()
    assert [desk.session.sheet.cell(one).text for one in at] == ["甲", "乙"]
    assert "1 格" in desk.notice.words and "科学记数法" in desk.notice.words


def test_texts_that_are_filled_over_are_told(desk: UnitDesk) -> None:
    view, at = screen(desk).view, [f"{one}.本期进展" for one in blocks(desk)[:2]]
    desk.edits.put(at[0], "甲", "typed")
    desk.edits.put(at[1], "乙", "typed")
    view.go_to(view.table.index_of(at[1]))
    view.fill_down()
    assert desk.session.sheet.cell(at[1]).text == "甲" and "1 格" in desk.notice.words


def test_a_text_is_typed_in_lines_and_its_row_grows(qtbot: QtBot, desk: UnitDesk) -> None:
    view = screen(desk).view
    at = f"{blocks(desk)[1]}.本期进展"
    desk.go(at)
    row, before = view.currentIndex().row(), view.rowHeight(view.currentIndex().row())
    view.open_editor()
    editor = view.findChild(TextCell)
    assert editor is not None and editor.height() >= 3 * editor.fontMetrics().lineSpacing()
    editor.insertPlainText("第一行" + LONG)
    QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    editor.insertPlainText("第二行")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert desk.session.sheet.cell(at).text == f"第一行{LONG}\n第二行"
    assert view.rowHeight(row) > before >= ROW_HEIGHT
    assert view.currentIndex().row() == row + 1, "Enter goes down"


def test_typing_begins_a_text_and_esc_gives_it_up(qtbot: QtBot, desk: UnitDesk) -> None:
    view = screen(desk).view
    desk.activateWindow()
    at = f"{blocks(desk)[0]}.本期进展"
    desk.go(at)
    QTest.keyClicks(view, "ab")
    editor = view.findChild(TextCell)
    assert editor is not None and "a" in editor.toPlainText()
    QTest.keyClick(QApplication.focusWidget() or editor, Qt.Key.Key_Escape)
    assert desk.session.sheet.cell(at).text == ""


def test_a_figure_without_words_asks_for_the_words_once(desk: UnitDesk) -> None:
    slots = desk.session.sheet.slots
    typed = {at: desk.session.read(at, "1") for at, slot in slots.items() if slot.required and slot.item.entered}
    desk.edits.put_all({at: cell for at, cell in typed.items() if not cell.fault})
    for one in blocks(desk):
        found = [mark for _, mark in desk.session.findings_at(f"{one}.本期进展")]
        assert Mark.WARNING not in found, "that it is not filled is said already"


def test_the_finding_of_a_text_opens_under_its_row(desk: UnitDesk) -> None:
    page = screen(desk)
    names = {column.name for column in page.view.table.columns}
    assert "完成百分比" in names
    desk.edits.put(f"{blocks(desk)[0]}.完成百分比", "8500")
    desk.go(f"{blocks(desk)[0]}.完成百分比")
    page.take_answer()
    assert page._answer.line is not None and "8500" in page._answer.line.finding.message


def test_one_task_on_a_page_shows_the_same_place_and_is_remembered(desk: UnitDesk) -> None:
    page = screen(desk)
    at = f"{blocks(desk)[2]}.存在问题"
    desk.go(at)
    page.modes["form"].click()
    assert page.mode == "form" and desk.place == at
    desk.go("A1")
    desk.go(at)
    assert page.mode == "form" and page._one_by_one.isVisibleTo(page)
    page.modes["table"].click()
    assert page.view.isVisibleTo(page)


def test_a_list_in_a_cell_keeps_what_is_chosen_and_nothing_that_is_passed(qtbot: QtBot, desk: UnitDesk) -> None:
    view, stage = screen(desk).view, f"{blocks(desk)[0]}.阶段"
    desk.edits.put(stage, "推进中")
    at, kept = view.table.index_of(stage), len(desk.session.history(stage))
    view.go_to(at)
    view.edit(at)
    box = view.findChild(ChoiceList)
    assert box is not None
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
        QTest.keyClick(box, key)
        assert box.view().isVisible(), "an arrow opens the list"
        QTest.keyClick(box.view(), Qt.Key.Key_Down)
        QTest.keyClick(box.view(), Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: not box.view().isVisible())
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert len(desk.session.history(stage)) == kept and desk.session.sheet.cell(stage).text == "推进中"


def test_a_percentage_nobody_can_read_stands_as_any_other_such_text(desk: UnitDesk) -> None:
    view, at = screen(desk).view, f"{blocks(desk)[0]}.完成百分比"
    desk.edits.put(at, "85")
    assert view.table.index_of(at).data(LOOK).places == 0
    desk.edits.put(at, "大约完成了八成多一点，以年底核定为准")
    look = view.table.index_of(at).data(LOOK)
    assert look.refused and look.places is None, "no figure: it begins at the left in its own size"
    assert look.text in view.table.index_of(at).data(TOOL_TIP)


def test_below_the_name_of_a_task_its_clause_stands_quietly(qtbot: QtBot, desk: UnitDesk) -> None:
    view = screen(desk).view
    qtbot.wait(1)
    index = view.table.index(0, 0)
    look = index.data(LOOK)
    assert look.text == index.data() and look.strong and look.below.startswith(view.table.blocks[0][0].clause)
    drawn = QImage(view.columnWidth(0), view.cell_height(0), QImage.Format.Format_RGB32)
    drawn.fill(Qt.GlobalColor.white)
    option = QStyleOptionViewItem()
    option.rect = drawn.rect()
    painter = QPainter(drawn)
    view.itemDelegate().paint(painter, option, index)
    painter.end()
    rows = [min(QColor(drawn.pixel(x, y)).lightness() for x in range(drawn.width())) for y in range(drawn.height())]
    name, clause = min(rows[: len(rows) // 2]), min(rows[len(rows) // 2 : -1])
    assert name < clause < 255, "the clause is lighter than the name, and is drawn"
    assert rows[-2:] == [255, 255], "nothing of it is cut below"


def test_all_fields_of_a_task_are_seen_at_once_where_the_desk_is_1280_wide(qtbot: QtBot, desk: UnitDesk) -> None:
    page = screen(desk)
    for width, beside in ((1280, False), (1366, False), (1920, True)):
        desk.resize(width, 720)
        qtbot.wait(1)
        assert page.view.horizontalScrollBar().maximum() == 0, width
        assert desk.panel.isVisible() is beside, "the panel lies over the page where both have no room"
    desk.resize(1280, 720)
    desk.sides.fold_panel()
    assert desk.panel.isVisible() and desk.panel.parentWidget() is desk
    desk.go("A1")
    assert desk.panel.isVisible() and desk.panel.parentWidget() is desk.sides.split, "beside a page with room for it"


def test_only_the_tasks_with_an_empty_field_or_a_finding_are_shown(desk: UnitDesk) -> None:
    page, first = screen(desk), blocks(desk)[0]

    def shown() -> list[str]:
        table = page.view.table
        return [one.id for y, (one, _) in enumerate(table.blocks) if not page.view.isRowHidden(y)]

    desk.edits.put_all(
        {f"{first}.{name}": desk.session.read(f"{first}.{name}", "推进中") for name in ("阶段", "本期进展")}
    )
    page.only.buttons["empty"].click()
    assert shown() == list(blocks(desk)[1:]) and desk.place.startswith(f"{blocks(desk)[1]}.")
    desk.go(f"{first}.阶段")
    assert shown() == list(blocks(desk)), "a task that is gone to is shown, and with it all"
    desk.edits.put(f"{first}.完成百分比", "130")
    page.only.buttons["wrong"].click()
    assert shown() == [first] and page.only.buttons["wrong"].text() == "有问题的 1"
    desk.go("A1")
    desk.go("progress")
    assert shown() == list(blocks(desk)), "the page is opened with every task"


def test_a_long_text_leaves_room_for_other_rows_and_is_written_in_a_box_that_shows_it(
    qtbot: QtBot, desk: UnitDesk
) -> None:
    view, at = screen(desk).view, f"{blocks(desk)[1]}.本期进展"
    text = "县级规划编制组已经成立，完成资料收集、部门座谈和现状评估；" * 9
    desk.edits.put(at, text)
    for size in ((853, 480), (1280, 720)):
        desk.resize(*size)
        desk.go(at)
        qtbot.wait(1)
        index = view.table.index_of(at)
        assert view.cell_height(index.row()) <= 0.75 * view.viewport().height(), "others are seen"
        view.open_editor()
        editor = view.findChild(TextCell)
        assert editor is not None and not editor.textCursor().hasSelection()
        assert view.viewport().rect().contains(editor.geometry())
        assert editor.verticalScrollBar().maximum() == 0, "all of it is seen"
        before, whole = editor.size(), view.viewport().size()
        editor.insertPlainText("\n\n\n")
        assert editor.size() != before, "it grows in height, or, where that is used up, in width"
        assert editor.verticalScrollBar().maximum() == 0 or editor.size() == whole
        QTest.keyClick(editor, Qt.Key.Key_Escape)
        editor.deleteLater()
        qtbot.wait(1)
    assert desk.session.sheet.cell(at).text == text


def test_a_block_in_the_list_of_the_form_is_named_whole_also_where_the_list_is_narrow(
    qtbot: QtBot, desk: UnitDesk
) -> None:
    """开展“十四五”应对气候变化规… was cut at 853×480; a name goes on in a second line."""
    desk.go("progress")
    screen = next(one for one in desk.screens if isinstance(one, ProgressScreen))
    screen.show_as("form")
    for width in (1280, 853):
        desk.resize(width, 480)
        qtbot.wait(1)
        view, metrics = screen._list, QFontMetrics(ui_font(14))
        for row in range(view.model().rowCount()):
            index = view.model().index(row, 0)
            room = view.viewport().width() - LEFT - RIGHT
            lines = -(-metrics.horizontalAdvance(str(index.data())) // room)
            view.scrollTo(index)
            assert (view.visualRect(index).height() > HEIGHT) is (lines > 1), index.data()


def test_the_name_of_a_task_is_never_cut(desk: UnitDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of one of more than five lines the end was left out in a small window; it opens no editor to read it in."""
    monkeypatch.setattr(text_view, "NAME", 48)
    desk.resize(853, 480)
    view = screen(desk).view
    desk.go(f"{blocks(desk)[1]}.本期进展")
    index, bold = view.table.index(1, 0), QFontMetrics(ui_font(bold=True))
    inside = QRect(0, 0, word_room(view.columnWidth(0) - GRID_LINE), 10_000)
    needed = bold.boundingRect(inside, int(Qt.TextFlag.TextWordWrap), str(index.data())).height()
    assert needed > 6 * bold.lineSpacing() and view.cell_height(1) > needed
    desk.edits.put(f"{blocks(desk)[2]}.本期进展", "碳汇样地完成复测。" * 80)
    assert view.cell_height(2) < view.viewport().height(), "a long text leaves room for others"
