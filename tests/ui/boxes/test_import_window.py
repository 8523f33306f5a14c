"""Importing in the window: everything is shown before it is taken, and taking it is one step that can be undone."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from xlsxwriter import Workbook

from forms.filling.template import Scope, write_template
from models.sheet.rows import read_row
from tests.ui.conftest import PERIOD
from ui.boxes.imports import LONG_BLOCK
from ui.screens.register import RegisterScreen
from ui.screens.table import TableScreen
from ui.tables.lists.proposal_preview import Preview
from ui.tables.lists.proposal_table import AFTER, WHAT
from ui.tables.long_paste import MANY_LINES, WaitingBox
from ui.window.unit_desk import UnitDesk


def filled(desk: UnitDesk, path: Path) -> Path:
    path.write_bytes(write_template(desk.session.sheet, Scope(tables=("A1",), registers=("R08",))))
    book = load_workbook(path)
    table = next(one for one in book.worksheets if one.title.startswith("A1"))
    for row in table.iter_rows():
        texts = {"Q06.1": "1.20", "Q06.3": "3.5", "Q06.4": "一二三"}
        if row[0].value in texts:
            row[3].value = texts[row[0].value]
    register = next(one for one in book.worksheets if one.title.startswith("R08"))
    head = next(row[0].row for row in register.iter_rows() if str(row[0].value).startswith("项目"))
    register.cell(head + 1, 1, "测试项目甲")
    register.cell(head + 2, 1, "测试项目乙")
    book.save(path)
    return path


def opened(qtbot: QtBot, desk: UnitDesk) -> Preview:
    qtbot.waitUntil(lambda: desk.imports.preview is not None, timeout=15_000)
    preview = desk.imports.preview
    assert preview is not None
    return preview


def test_nothing_is_taken_before_it_was_shown_and_one_undo_takes_all_back(
    qtbot: QtBot, desk: UnitDesk, tmp_path: Path
) -> None:
    desk.edits.put("Q06.3", "9")
    desk.imports.read([filled(desk, tmp_path / "填表单.xlsx")])
    preview = opened(qtbot, desk)
    lines = [line.texts for line in preview.table.lines]
    assert any(line[WHAT] == "人工造林" and line[AFTER] == "1.20" for line in lines)
    assert any("一二三" in line[WHAT] for line in lines), "what is refused stands with its reason"
    assert desk.session.entered("Q06.1").raw == "" and desk.session.rows("R08") == ()
    preview.grab().save(str(tmp_path / "preview.png"))
    preview.go.click()
    assert desk.session.entered("Q06.1").raw == "1.20" and desk.session.entered("Q06.3").raw == "3.5"
    assert len(desk.session.rows("R08")) == 2 and "Ctrl+Z" in desk.notice.words
    assert desk.session.history("Q06.1")[-1].why == "imported"
    desk.edits.undo()
    assert desk.session.entered("Q06.1").raw == "" and desk.session.entered("Q06.3").raw == "9"
    assert desk.session.rows("R08") == () == desk.session.workspace.store.sheets.rows(PERIOD, "R08")
    desk.edits.redo()
    assert len(desk.session.rows("R08")) == 2


def test_a_preview_that_is_declined_changes_nothing(qtbot: QtBot, desk: UnitDesk, tmp_path: Path) -> None:
    desk.imports.read([filled(desk, tmp_path / "填表单.xlsx")])
    opened(qtbot, desk).reject()
    assert desk.session.entered("Q06.1").raw == "" and not desk.edits.canUndo()


def test_a_copied_block_with_its_heads_is_matched_by_them(qtbot: QtBot, desk: UnitDesk) -> None:
    desk.go("R08")
    page = next(one for one in desk.screens if isinstance(one, RegisterScreen))
    columns = [column.name for column in desk.session.plan.registers["R08"].columns]
    first, second = columns[0], columns[1]
    QGuiApplication.clipboard().setText(f"{second}\t{first}\n二\t测试项目甲\n三\t测试项目乙\n")
    page.view.go_to(page.view.table.index(0, 0))
    page.view.paste()
    opened(qtbot, desk).go.click()
    assert [row.get(first) for row in desk.session.rows("R08")] == ["测试项目甲", "测试项目乙"]


def test_a_book_that_cannot_be_read_gives_a_sentence(qtbot: QtBot, desk: UnitDesk, tmp_path: Path) -> None:
    path = tmp_path / "旧表.xls"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512))
    desk.imports.read([path])
    qtbot.waitUntil(lambda: "旧表.xls" in desk.notice.words, timeout=15_000)
    assert "另存为 .xlsx" in desk.notice.words and desk.imports.preview is None


def test_the_lock_of_an_open_book_is_told_and_among_books_passed_over_with_a_line(
    qtbot: QtBot, desk: UnitDesk, tmp_path: Path
) -> None:
    lock = tmp_path / "~$填表单.xlsx"
    lock.write_bytes(b"\x04test" + b" " * 160)
    desk.imports.read([lock])
    qtbot.waitUntil(lambda: "锁定文件" in desk.notice.words)
    assert "先保存并关闭" in desk.notice.words and desk.imports.preview is None
    desk.imports.read_own(lock)
    qtbot.waitUntil(lambda: "锁定文件" in desk.notice.words)
    desk.imports.read([lock, filled(desk, tmp_path / "填表单.xlsx")])
    lines = [line.texts for line in opened(qtbot, desk).table.lines]
    assert any("~$填表单.xlsx" in line[WHAT] and "没有读取" in line[WHAT] for line in lines)
    assert any(line[WHAT] == "人工造林" and line[AFTER] == "1.20" for line in lines)


def test_a_book_of_which_nothing_is_taken_does_not_say_that_the_rest_is(
    qtbot: QtBot, desk: UnitDesk, tmp_path: Path
) -> None:
    book = load_workbook(filled(desk, tmp_path / "填表单.xlsx"))
    for page in book.worksheets:
        for row in page.iter_rows():
            for cell in row:
                if cell.value in ("1.20", "3.5", "测试项目甲", "测试项目乙"):
                    cell.value = None
    book.save(tmp_path / "填表单.xlsx")
    desk.imports.read([tmp_path / "填表单.xlsx"])
    heads = [line.texts[0] for line in opened(qtbot, desk).table.lines if len(line.texts) == 1]
    assert "未采用 1 处，原因如下" in heads and not any("其余" in head for head in heads)


def test_a_book_whose_only_table_is_hidden_is_read_when_somebody_asks(
    qtbot: QtBot, desk: UnitDesk, tmp_path: Path
) -> None:
    book = load_workbook(filled(desk, tmp_path / "填表单.xlsx"))
    for page in book.worksheets:
        page.sheet_state = "hidden"
    book.create_sheet("说明", 0)["A1"] = "数在后面的表里"
    book.save(tmp_path / "藏.xlsx")
    desk.imports.read([tmp_path / "藏.xlsx"])
    preview = opened(qtbot, desk)
    assert desk.session.entered("Q06.1").raw == "" and not preview.go.isEnabled()
    desk.imports.preview = None
    next(one for one in preview.findChildren(QPushButton) if one.text() == "隐藏的也读").click()
    again = opened(qtbot, desk)
    assert any(line.texts[WHAT] == "人工造林" and line.texts[AFTER] == "1.20" for line in again.table.lines)


def test_a_long_block_with_heads_is_read_beside_the_window_and_shown_as_of_the_sheet_by_then(
    qtbot: QtBot, desk: UnitDesk
) -> None:
    register = desk.session.plan.registers["R08"]
    head, other, *_ = [column.name for column in register.columns]
    block = "\n".join([f"{head}\t{other}", *(f"项目{n}\t甲" for n in range(MANY_LINES))])
    assert desk.imports.offer_text(block, "R08")
    assert desk.imports.preview is None, "it is read in the lane"
    desk.edits.put_rows("R08", [read_row(register, 1, {head: "先有的"})], "typed")
    preview, before = opened(qtbot, desk), desk.session.rows("R08")
    preview.go.click()
    box = desk.imports.waiting
    assert box is not None and box.isVisible() and desk.session.rows("R08") is before, "it is checked in the lane"
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert "没有导入" in desk.notice.words
    desk.imports.preview = None
    assert desk.imports.offer_text(block, "R08")
    opened(qtbot, desk).go.click()
    qtbot.waitUntil(lambda: desk.session.rows("R08") is not before)
    rows, ahead = desk.session.rows("R08"), desk.session.standing.findings
    assert len(rows) == MANY_LINES + 1 and rows[0].get(head) == "先有的", "what was typed meanwhile is not lost"
    assert desk.edits.count() == 2 and str(MANY_LINES) in desk.notice.words
    desk.go("R08")
    desk.undo()
    assert desk.session.rows("R08") != before, "a long step is checked in the lane too"
    qtbot.waitUntil(lambda: desk.session.rows("R08") == before)
    desk.redo()
    qtbot.keyClick(QApplication.activeModalWidget(), Qt.Key.Key_Escape)
    assert "没有改动" in desk.notice.words and desk.session.rows("R08") == before and desk.edits.canRedo()
    desk.redo()
    qtbot.waitUntil(lambda: len(desk.session.rows("R08")) == MANY_LINES + 1)
    assert "已重做" in desk.notice.words
    assert desk.session.standing.findings == ahead, "what was found in the lane is what is found in the window"


@pytest.mark.parametrize("lines", [4, LONG_BLOCK + 1], ids=["at once", "in the lane"])
def test_a_copied_table_of_other_counties_is_told_of_and_not_put_place_by_place(
    qtbot: QtBot, desk: UnitDesk, lines: int
) -> None:
    """The figures of other counties went into the cells below the one it was pasted at."""
    desk.go("Q06.1")
    rows = [["县区", "人工造林"], ["汉阴县", "1"], ["石泉县", "2"], *([f"{n}镇", "1"] for n in range(lines - 2))]
    QGuiApplication.clipboard().setText("\n".join("\t".join(row) for row in rows))
    before = desk.session.sheet
    next(screen for screen in desk.screens if isinstance(screen, TableScreen)).items.paste()
    qtbot.waitUntil(lambda: "紫阳县" in desk.notice.words)
    assert "“粘贴的内容”" in desk.notice.words and "一行" in desk.notice.words
    assert desk.session.sheet is before and desk.imports.preview is None


def long_list(path: Path) -> Path:
    with Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("光伏电站")
        for number, texts in enumerate(
            [["电站", "县区", "装机"], *([f"电站{n}", "汉滨区", n] for n in range(1, 60_000))]
        ):
            sheet.write_row(number, 0, texts)
    return path


def test_a_long_file_is_read_behind_a_box_that_stops_it_and_a_short_one_shows_none(
    qtbot: QtBot, desk: UnitDesk, tmp_path: Path
) -> None:
    desk.imports.read([long_list(tmp_path / "长.xlsx")])
    box = desk.imports.waiting
    assert box is not None and not box.isVisible()
    qtbot.waitUntil(box.isVisible)
    qtbot.waitUntil(lambda: box.bar.maximum() > 0, timeout=15_000)
    assert box.bar.text().endswith("%"), "how far it is, in per cent"
    box.stop.click()
    assert "已停止，没有导入" in desk.notice.words and not box.isVisible()
    qtbot.waitUntil(lambda: desk.desk.lane.idle)
    assert desk.imports.preview is None and "已停止" in desk.notice.words, "what ends then is told to nobody"
    desk.imports.read([filled(desk, tmp_path / "填表单.xlsx")])
    assert opened(qtbot, desk).table.lines and not [one for one in desk.findChildren(WaitingBox) if one.isVisible()]
