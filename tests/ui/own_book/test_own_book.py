"""A county's own workbook: mapped once by names and by hand, remembered, read again next time with lines moved."""

import io
from pathlib import Path

from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ui.boxes.imports import Preview
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


def test_a_mapped_workbook_is_remembered_and_next_time_shows_its_differences(
    qtbot: QtBot, desk: UnitDesk, tmp_path: Path
) -> None:
    desk.imports.read_own(own_table(tmp_path / "二季度.xlsx", "二季度"))
    qtbot.waitUntil(lambda: desk.imports.mapping is not None, timeout=20_000)
    mapping = desk.imports.mapping
    assert mapping is not None
    assert {at: (one.row, one.factor) for at, one in mapping.links.items()} == {
        "Q06.1": (3, "0.0001"), "Q06.2": (4, "0.0001"), "Q06.5": (5, "1"),
    }  # fmt: skip
    mapping.grab().save(str(tmp_path / "mapping.png"))
    at = [address for address, _ in mapping.list.items].index("Q06.2")
    mapping.items.setCurrentIndex(mapping.list.index(at, 0))
    mapping.unlink()
    assert "Q06.2" not in mapping.links
    mapping.cells.setCurrentIndex(mapping.cells.model().index(3, 3))
    mapping.items.setCurrentIndex(mapping.list.index(at, 0))
    QTest.keyClick(mapping.cells, Qt.Key.Key_Return)
    assert mapping.links["Q06.2"].label == "飞播造林（亩）"
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
