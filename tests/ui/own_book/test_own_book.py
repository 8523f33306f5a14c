"""A county's own workbook: mapped once by names and by hand, remembered, read again next time with lines moved."""

import io
from pathlib import Path

from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from ui.cli.unit.books import import_books
from ui.own_book.links_table import FROM, TIMES, WHAT
from ui.own_book.mapping_dialog import MappingDialog
from ui.tables.lists.proposal_preview import Preview
from ui.tables.lists.proposal_table import WHERE
from ui.window.unit_desk import UnitDesk


def own_table(path: Path, quarter: str, extra: bool = False) -> Path:
    """The forestry office's own list: heads of its own, measures of its own."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = f"{quarter}造林"
    rows = [
        [f"汉滨区{quarter}造林进度"], ["序号", "内容", "单位", f"{quarter}完成", "备注"],
        [1, "（一）人工造林", "亩", 12000, ""], [2, "飞播造林（亩）", "亩", 500, ""], [3, "人工更新", "万亩", 0.05, ""],
    ]  # fmt: skip
    if extra:
        rows.insert(2, [0, "全区合计", "亩", 13000, ""])
        rows[3][3] = 15000
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    path.write_bytes(out.getvalue())
    return path


def preview_of(qtbot: QtBot, desk: UnitDesk) -> Preview:
    qtbot.waitUntil(lambda: desk.imports.preview is not None, timeout=20_000)
    preview = desk.imports.preview
    assert preview is not None
    desk.imports.preview = None
    return preview


def mapping_of(qtbot: QtBot, desk: UnitDesk, book: Path) -> MappingDialog:
    desk.imports.read_own(book)
    qtbot.waitUntil(lambda: desk.imports.mapping is not None, timeout=20_000)
    mapping = desk.imports.mapping
    assert mapping is not None
    return mapping


def test_a_mapped_workbook_is_remembered_and_next_time_shows_its_differences(
    qtbot: QtBot, desk: UnitDesk, tmp_path: Path
) -> None:
    mapping = mapping_of(qtbot, desk, own_table(tmp_path / "二季度.xlsx", "二季度"))
    assert mapping.draft is not None
    assert {at: (one.row, one.factor) for at, one in mapping.draft.links.items()} == {
        "Q06.1": (3, "0.0001"), "Q06.2": (4, "0.0001"), "Q06.5": (5, "1"),
    }  # fmt: skip
    mapping.grab().save(str(tmp_path / "mapping.png"))
    at = mapping.list.row_of("Q06.2")
    mapping.items.setCurrentIndex(mapping.list.index(at, 0))
    mapping.unlink()
    assert "Q06.2" not in mapping.draft.links
    mapping.cells.setCurrentIndex(mapping.cells.model().index(3, 3))
    mapping.items.setCurrentIndex(mapping.list.index(at, 0))
    QTest.keyClick(mapping.cells, Qt.Key.Key_Return)
    assert mapping.draft.links["Q06.2"].label == "飞播造林（亩）"
    mapping.go.click()
    preview = preview_of(qtbot, desk)
    places = [line.texts[WHERE] for line in preview.table.lines if len(line.texts) > WHERE]
    assert any("12000×0.0001" in place for place in places), places
    preview.go.click()
    assert {at: desk.session.entered(at).text for at in ("Q06.1", "Q06.2", "Q06.5")} == {
        "Q06.1": "1.2", "Q06.2": "0.05", "Q06.5": "0.05",
    }  # fmt: skip

    desk.imports.read([own_table(tmp_path / "三季度.xlsx", "三季度", extra=True)])
    again = preview_of(qtbot, desk)
    changed = [line.texts for line in again.table.lines if len(line.texts) > WHERE and "×" in line.texts[WHERE]]
    assert [texts[2] for texts in changed] == ["1.5"], "the row has moved, the head names another quarter"
    again.go.click()
    assert desk.session.entered("Q06.1").text == "1.5"
    desk.edits.undo()
    assert desk.session.entered("Q06.1").text == "1.2"


def test_a_list_of_a_county_s_own_is_mapped_to_a_register_once(qtbot: QtBot, desk: UnitDesk, tmp_path: Path) -> None:
    def own_list(quarter: str, *rows: list[object]) -> Path:
        book, path = Workbook(), tmp_path / f"{quarter}.xlsx"
        sheet = book.active
        assert sheet is not None
        sheet.title = f"{quarter}房建"
        for row in ([f"{quarter}房建项目"], ["序号", "项目名称", "面积（平方米）", "绿建等级", "图审时间"], *rows):
            sheet.append(row)
        book.save(path)
        return path

    mapping = mapping_of(qtbot, desk, own_list("二季度", [1, "甲小区", 52300, "一星级", "图审2020.7.3"]))
    mapping.kinds.setCurrentIndex(mapping.kinds.findData("R08"))
    mapping.kinds.activated.emit(mapping.kinds.currentIndex())
    for name, column in (("项目", 1), ("建筑面积", 2), ("绿色建筑", 3), ("环节与日期", 4)):
        mapping.items.setCurrentIndex(mapping.list.index(mapping.list.row_of(name), 0))
        mapping.cells.setCurrentIndex(mapping.cells.model().index(1, column))
        QTest.keyClick(mapping.cells, Qt.Key.Key_Return)
    mapping.go.click()
    preview_of(qtbot, desk).go.click()
    (row,) = desk.session.rows("R08")
    assert (row.values["项目"], row.values["建筑面积"], row.values["绿色建筑"]) == ("甲小区", "5.23", "一星级")

    lines = ([1, "甲小区", 52300, "一星级", "图审2020.7.3"], [2, "乙楼", 8000, "否", "图审2020.9.3"])
    desk.imports.read([own_list("三季度", *lines)])
    again = preview_of(qtbot, desk)
    assert again.go.text() == "导入 1 处", "the differences alone"
    again.go.click()
    assert [one.values["建筑面积"] for one in desk.session.rows("R08")] == ["5.23", "0.8"]
    desk.edits.undo()
    assert len(desk.session.rows("R08")) == 1


def test_a_line_that_is_gone_is_refused_by_name(qtbot: QtBot, desk: UnitDesk, tmp_path: Path) -> None:
    desk.imports.read_own(own_table(tmp_path / "二季度.xlsx", "二季度"))
    qtbot.waitUntil(lambda: desk.imports.mapping is not None, timeout=20_000)
    assert desk.imports.mapping is not None
    desk.imports.mapping.go.click()
    preview_of(qtbot, desk).reject()
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "三季度造林"
    for row in (["题"], ["序号", "内容", "单位", "三季度完成"], [1, "人工造林", "亩", 9000]):
        sheet.append(row)
    book.save(tmp_path / "三季度.xlsx")
    desk.imports.read_own(tmp_path / "三季度.xlsx")
    told = [line.texts[0] for line in preview_of(qtbot, desk).table.lines]
    assert any("人工更新" in one and "没有找到" in one for one in told)


def test_hidden_sheets_are_read_only_when_somebody_asks_for_them(qtbot: QtBot, desk: UnitDesk, tmp_path: Path) -> None:
    book, path = Workbook(), tmp_path / "两页.xlsx"
    seen, hidden = book.active, book.create_sheet("旧数")
    assert seen is not None
    for sheet, code, figure in ((seen, "Q06.1", 3), (hidden, "Q06.3", 7)):
        sheet.append(["代码", "项目", "本期数值"])
        sheet.append([code, "", figure])
    hidden.sheet_state = "hidden"
    book.save(path)
    desk.imports.read([path])
    first = preview_of(qtbot, desk)
    asked = next(one for one in first.findChildren(QPushButton) if one.text() == "隐藏的也读")
    assert first.go.text().startswith("采用 1") or "1" in first.go.text()
    asked.click()
    second = preview_of(qtbot, desk)
    assert not [one for one in second.findChildren(QPushButton) if one.text() == "隐藏的也读"]
    second.go.click()
    assert desk.session.entered("Q06.1").text == "3" and desk.session.entered("Q06.3").text == "7"


def test_the_command_line_reads_a_mapped_workbook_and_hidden_sheets_too(
    qtbot: QtBot, desk: UnitDesk, tmp_path: Path
) -> None:
    mapping = mapping_of(qtbot, desk, own_table(tmp_path / "二季度.xlsx", "二季度"))
    mapping.go.click()
    preview_of(qtbot, desk).reject()
    path = own_table(tmp_path / "三季度.xlsx", "三季度")
    answer = import_books(desk.session.workspace, "测试丙", (path,), period=desk.session.period_id, apply=True)
    assert answer.code == 0 and answer.found["counts"]["new"] == 3  # type: ignore[index]
    assert desk.session.workspace.store.sheets.cells(desk.session.period_id)["Q06.5"].text == "0.05"


def test_only_a_factor_is_typed_in_the_mapping_and_what_is_none_is_refused_in_words(
    qtbot: QtBot, desk: UnitDesk, tmp_path: Path
) -> None:
    mapping = mapping_of(qtbot, desk, own_table(tmp_path / "二季度.xlsx", "二季度"))
    assert mapping.draft is not None
    before, line = dict(mapping.draft.links), mapping.list.row_of("Q06.1")
    for view, column in ((mapping.cells, 1), (mapping.items, WHAT), (mapping.items, FROM), (mapping.items, TIMES)):
        view.setCurrentIndex(view.model().index(line, column))
        for key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, *([] if column == TIMES else [Qt.Key.Key_7])):
            mapping.said.clear()
            QTest.keyClick(view, key)
            assert "不能录入" in mapping.said.text() and view.findChild(QLineEdit) is None
    assert mapping.draft.links == before
    times = mapping.list.index(line, TIMES)
    assert not mapping.list.setData(times, "abc") and "abc" in mapping.said.text() and mapping.draft.links == before
    assert mapping.list.setData(times, "0.001") and not mapping.said.text()
    assert mapping.draft.links["Q06.1"].factor == "0.001"
    mapping.reject()


def test_words_of_one_s_own_and_values_the_book_lacks_are_said_once(
    qtbot: QtBot, desk: UnitDesk, tmp_path: Path
) -> None:
    def own_list(quarter: str, *rows: list[object]) -> Path:
        book, path = Workbook(), tmp_path / f"{quarter}.xlsx"
        sheet = book.active
        assert sheet is not None
        sheet.title = f"{quarter}房建"
        for row in (["项目", "建筑面积（平方米）", "绿色建筑", "环节与日期"], *rows):
            sheet.append(row)
        book.save(path)
        return path

    first = own_list("二季度", ["甲小区", 52300, "一星", "图审2020.7.3"], ["乙楼", 8000, "无", "图审2020.8.1"])
    mapping = mapping_of(qtbot, desk, first)
    assert mapping.draft is not None and mapping.draft.kind == "R08"
    lines = [one.words.strip() for one in mapping.list.targets]
    assert "“一星”作" in lines, lines

    def say_at(key: str, text: str) -> None:
        at = mapping.list.row_of(key)
        mapping.items.setCurrentIndex(mapping.list.index(at, FROM))
        assert mapping.list.setData(mapping.list.index(at, FROM), text)
        qtbot.waitUntil(lambda: bool(mapping.said.text()) or key in mapping.draft.sources())  # type: ignore[union-attr]

    say_at("县区", "汉冰区")
    assert "汉冰区" in mapping.said.text() and "县区" not in mapping.draft.sources()
    say_at("县区", "汉滨区")
    say_at("绿色建筑\n一星", "一星级")
    say_at("绿色建筑\n无", "否")
    mapping.grab().save(str(tmp_path / "words.png"))
    mapping.go.click()
    preview = preview_of(qtbot, desk)
    places = " ".join(line.texts[WHERE] for line in preview.table.lines if len(line.texts) > WHERE)
    assert "“一星”作“一星级”" in places and "县区＝汉滨区" in places and "52300×0.0001" in places
    preview.go.click()
    shown = [(one.values["县区"], one.values["绿色建筑"]) for one in desk.session.rows("R08")]
    assert shown == [("汉滨区", "一星级"), ("汉滨区", "否")]

    third = own_list(
        "三季度", ["甲小区", 52300, "一星", "图审2020.7.3"], ["乙楼", 8000, "无", "图审2020.8.1"],
        ["丙楼", 9000, "二星", "图审2020.9.1"],
    )  # fmt: skip
    desk.imports.read_own(third)
    again = preview_of(qtbot, desk)
    assert again.go.text() == "导入 1 处", "the differences alone"
    told = [line.texts[0] for line in again.table.lines]
    assert any("“二星”" in one and "重新对应" in one for one in told), "a word nobody has mapped is named"
    again.reject()
    desk.imports.mapping = None
    desk.imports.read_own(third, anew=True)
    qtbot.waitUntil(lambda: desk.imports.mapping is not None, timeout=20_000)
    mapping = desk.imports.mapping
    assert mapping is not None and mapping.draft is not None, "mapped again: what was said before stands there"
    assert mapping.draft.sources()["县区"].value == "汉滨区"
    assert mapping.draft.sources()["绿色建筑\n一星"].value == "一星级"
    assert mapping.list.row_of("绿色建筑\n二星") > 0 and "绿色建筑\n二星" not in mapping.draft.sources()
    mapping.reject()
