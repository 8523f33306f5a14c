"""审计: what was done is read whole, in the list or below it, however many files an act issued."""

import re
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from forms.guards.guards import BOOKS
from forms.office.checking import AuditLine, write_audit
from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.workspace.act import ActKind, act
from tests.ui.office.hands import is_done, page
from ui.office.lists.drawing import ROW
from ui.office.screens.audit import EARLIER, LINES, SHOWN, AuditPage, _row
from ui.window.main_window import MainWindow
from ui.window.office_desk import OfficeDesk

WHAT, AT = "石泉县人民政府，2020年第三季度（1—9月），" * 9, datetime(2021, 1, 15, 9, tzinfo=PLAN_ZONE)


def line(number: int, *files: str, what: str = WHAT, why: str = "测试") -> AuditLine:
    return AuditLine(number=number, at=AT, by="测试甲", kind="签发", what=what, why=why, files=files, code="")


def test_an_act_is_read_whole_in_its_row_and_with_all_its_files_below(
    qtbot: QtBot, desk: OfficeDesk, window: MainWindow
) -> None:
    window.resize(1280, 720)
    is_done(desk, lambda: desk.go("audit", ""))
    audit = page(desk, AuditPage)
    many = [f"{n}_石泉县人民政府_2020Y初步_第1版_回执.pdf" for n in range(99)]
    audit.grid.show_rows([_row(line(2, *many)), _row(line(1, many[0]))])
    qtbot.waitUntil(lambda: audit.grid.rowHeight(1) > 2 * ROW)
    assert audit.grid.rowHeight(0) == audit.grid.rowHeight(1), "of many files one is named, and how many there are"
    first, second = (row.cells[6] for row in audit.grid.lines.rows)
    assert many[0] in first.text and "99" in first.text and second.text == many[0]
    assert first.tip == "、".join(many) and first.tip in audit.whole.text() and WHAT in audit.whole.text()
    qtbot.waitUntil(lambda: audit.whole_area.verticalScrollBar().maximum() > 0)
    high = audit.grid.height()
    assert audit.whole_area.height() <= (LINES + 1) * audit.whole.fontMetrics().lineSpacing()
    audit.grid.choose("1")
    assert many[1] not in audit.whole.text() and audit.grid.height() == high


def test_a_long_reason_makes_no_tall_row_and_is_read_whole_below(
    qtbot: QtBot, desk: OfficeDesk, window: MainWindow
) -> None:
    window.resize(1280, 720)
    is_done(desk, lambda: desk.go("audit", ""))
    audit = page(desk, AuditPage)
    why = "\n".join(f"第{n}条：县区与部门的数据不一致，经会商以现场核查的结果为准，附会议纪要。" for n in range(40))
    audit.grid.show_rows([_row(line(2, what="全市", why=why)), _row(line(1, what="全市", why="短"))])
    audit.grid.choose("2")
    high = 6 * audit.whole.fontMetrics().lineSpacing()
    qtbot.waitUntil(lambda: ROW < audit.grid.rowHeight(0) <= high)
    cell = audit.grid.lines.rows[0].cells[5]
    assert cell.tip == why and why in audit.whole.text() and why.startswith(cell.text[:20]) and cell.text.endswith("…")
    assert audit.grid.lines.rows[1].cells[5].text == "短"


def test_a_book_is_compared_with_the_record_as_a_page_is(
    desk: OfficeDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book, _ = write_audit(desk.session.workspace, tmp_path, AT)
    offered: list[str] = []

    def answered(dialog: QFileDialog) -> list[str]:
        offered.extend(re.findall(r"\*\.(\w+)", " ".join(dialog.nameFilters())))
        return [str(book)]

    monkeypatch.setattr("ui.files.dialogs.answer", answered)
    is_done(desk, lambda: desk.go("audit", ""))
    is_done(desk, page(desk, AuditPage).choose_papers)
    assert set(offered) == {"pdf", *BOOKS} - {"locked"}, "under a password a book ends in no other letters"
    assert desk.said.words == say("record.head_holds", 来源=book.name)


def test_of_thousands_of_acts_the_newest_are_listed_and_the_others_when_asked_for(
    qtbot: QtBot, desk: OfficeDesk
) -> None:
    """Each row has its height measured: a record of years kept the window still whenever the page was opened."""
    store = desk.session.workspace.store
    for _ in range(SHOWN + 5 - len(store.acts.rows())):
        with act(store, "测试甲", ActKind.SET):
            pass
    is_done(desk, lambda: desk.go("audit", ""))
    audit = page(desk, AuditPage)
    shown = [row.key for row in audit.grid.lines.rows]
    assert len(shown) == SHOWN + 1 and shown[0] == str(SHOWN + 5) and shown[-1] == EARLIER
    assert "5" in audit.grid.lines.rows[-1].cells[0].text
    audit.grid.choose(EARLIER)
    qtbot.keyClick(audit.grid, Qt.Key.Key_Return)
    assert len(audit.grid.lines.rows) == SHOWN + 5 and audit.grid.current_key() == "5"
