"""The item models keep Qt's contract while they are edited, and painting them costs little more than Qt's own model."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from models.filling.clipboard import block_of, text_of
from models.plan.load import SHIPPED, load_plan
from models.settings.load import read_settings
from models.settings.settings import Settings
from models.sheet.rows import read_row
from tests.ui.conftest import PERIOD
from ui.basics.completion import Mark
from ui.frame.navigation import PageList
from ui.screens.table import TableScreen
from ui.session.commands import Edits
from ui.session.session import Session
from ui.session.trial_workspace import make_trial
from ui.tables.grids.entry_table import EntryTable
from ui.tables.grids.layouts import list_grid, matrix_grid
from ui.tables.grids.register_table import RegisterTable
from ui.tables.lists.block_list import BlockList
from ui.tables.lists.finding_table import EXPLANATION, REASON, FindingTable
from ui.window.unit_desk import UnitDesk

STRICT = QAbstractItemModelTester.FailureReportingMode.Fatal


def test_the_entry_grid_keeps_the_contract(session: Session, edits: Edits) -> None:
    model = EntryTable(session, edits)
    QAbstractItemModelTester(model, STRICT)
    session.changed.connect(lambda news: model.show_changes(news.addresses))
    model.show_grid(list_grid(session.sheet, "A1"))
    edits.put("Q06.1", "1.2")
    model.setData(model.index_of("Q06.2"), "abc")
    model.show_grid(list_grid(session.sheet, "A5"))


def test_the_register_keeps_the_contract(session: Session, edits: Edits) -> None:
    model = RegisterTable(session, edits)
    QAbstractItemModelTester(model, STRICT)
    session.changed.connect(lambda news: model.show_changes())
    model.show_register(session.plan.registers["R10"])
    model.setData(model.index(0, 1), "2020-04-22")
    model.put_block(1, 0, [["世界地球日", "2020.4.22"], ["", "abc"]])
    model.remove([0])
    assert [row.number for row in session.rows("R10")] == [1, 2]


def test_the_finding_list_keeps_the_contract(session: Session, edits: Edits) -> None:
    model = FindingTable(session, Edits(session), str, lambda at: ("", ""))
    QAbstractItemModelTester(model, STRICT)
    session.changed.connect(lambda news: model.renew())
    edits.put("Q06.5", "500亩")
    rows = [n for n, line in enumerate(model.lines) if line.target == "Q06.5" and line.mark is Mark.WARNING]
    model.setData(model.index(rows[0], REASON), "estimate")
    model.setData(model.index(rows[0], EXPLANATION), "按面积换算，已与台账核对")
    assert session.standing.mark("Q06.5") is Mark.EXPLAINED


def test_the_lists_keep_the_contract(session: Session, desk: UnitDesk) -> None:
    QAbstractItemModelTester(BlockList(session), STRICT)
    pages = PageList()
    QAbstractItemModelTester(pages, STRICT)
    pages.show_pages(desk.pages())
    pages.show_pages(desk.pages()[:2])


def test_a_table_split_by_county_has_a_line_for_each_and_a_total(qapp: object, tmp_path: Path) -> None:
    workspace = make_trial(tmp_path / "forestry", "M03")
    session = Session(workspace, PERIOD)
    edits = Edits(session)
    grid = matrix_grid(session.sheet, "B4")
    model = EntryTable(session, edits)
    model.show_grid(grid)
    session.changed.connect(lambda news: model.show_changes(news.addresses))
    lines = [row.addresses[1] for row in grid.rows[:-1]]
    for address in lines:
        edits.put(address, "0.5")
    assert model.index(len(grid.rows) - 1, 1).data() == f"{len(lines) * 0.5:.2f}"
    workspace.store.close()


def test_a_split_table_shows_each_countys_target_and_how_far_it_is(qapp: object, tmp_path: Path) -> None:
    plan = load_plan(SHIPPED)
    said = '[[target]]\nunit = "610921"\nindicator = "Q06"\nvalue = "5.00"\ndoc_no = "测〔2020〕1号"\n'
    workspace = make_trial(tmp_path / "forestry", "M03", read_settings(said, plan, Settings()))
    session = Session(workspace, PERIOD)
    model = EntryTable(session, edits := Edits(session))
    model.show_grid(matrix_grid(session.sheet, "B4"))
    session.changed.connect(lambda news: model.show_changes(news.addresses))
    heads = [column.title.partition("\n")[0] for column in model.grid.columns]
    at = heads.index("目标")
    value = model.grid.columns[at - 1].title
    assert value.startswith("营造林面积") and "完成" in heads[at + 1]
    row = next(y for y, row in enumerate(model.grid.rows) if row.addresses[at].endswith("@610921"))
    assert model.index(row, at).data() == "5.00" and model.index(row, at + 1).data() == ""
    for item, text in {**{f"Q06.{n}": "0.4" for n in range(1, 6)}, "Q06.7": "2"}.items():
        edits.put(f"{item}@610921", text)
    assert model.index(row, at + 1).data().startswith("80"), "4 of 5"
    other = next(y for y, row in enumerate(model.grid.rows) if row.addresses[at].endswith("@610922"))
    assert model.index(other, at).data() == "" and not model.typeable(model.index(row, at))
    workspace.store.close()


def test_a_row_typed_in_the_last_line_is_added_and_read(session: Session, edits: Edits) -> None:
    register = session.plan.registers["R10"]
    model = RegisterTable(session, edits)
    model.show_register(register)
    model.setData(model.index(0, 1), "2020年4月22日")
    model.show_changes()
    assert model.rowCount() == 2
    assert session.rows("R10") == (read_row(register, 1, {"日期": "2020-04-22"}),)


@pytest.mark.parametrize("block", [[["1", "2"], ["3", "4"]], [["a\tb", 'say "x"'], ["line\nbreak", ""]], [["only"]]])
def test_a_block_survives_the_clipboard(block: list[list[str]]) -> None:
    assert block_of(text_of(block)) == block


def test_excels_last_line_end_is_no_row() -> None:
    assert block_of("1\t2\r\n3\t4\r\n") == [["1", "2"], ["3", "4"]]


def test_ctrl_f_leaves_the_rows_in_sight_that_hold_the_text_or_its_pinyin(qtbot: QtBot, desk: UnitDesk) -> None:
    desk.go("Q06.1")
    desk.activateWindow()  # a shortcut is no key of a window that has none
    qtbot.waitUntil(desk.isActiveWindow)
    screen = next(one for one in desk.screens if isinstance(one, TableScreen))
    view = screen.items
    qtbot.keyClick(view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert screen.filter.isVisible() and screen.filter.line.hasFocus()

    def shown() -> list[str]:
        return [row.label for y, row in enumerate(view.table.grid.rows) if not view.isRowHidden(y)]

    before = shown()
    qtbot.keyClicks(screen.filter.line, "rgzl")
    assert shown() == ["营造林面积", "人工造林"]
    screen.filter.line.setText("上年")
    assert all("上年" in label for label in shown() if label.startswith("万元GDP能耗·"))
    said = dict(desk.session.sheet.cells)
    qtbot.keyClick(view, Qt.Key.Key_7)
    assert not view.isRowHidden(view.currentIndex().row()) and view.state() is not view.State.EditingState
    assert desk.session.sheet.cells == said, "nothing is typed into a cell that nobody sees"
    qtbot.keyClick(screen.filter.line, Qt.Key.Key_Escape)
    assert shown() == before and view.hasFocus()


def test_what_is_not_due_and_what_is_optional_is_folded_until_somebody_goes_there(qtbot: QtBot, desk: UnitDesk) -> None:
    desk.go("A1")
    view = next(one for one in desk.screens if isinstance(one, TableScreen)).items

    def seen(address: str) -> bool:
        return not view.isRowHidden(view.table.index_of(address).row())

    assert seen("Q06.1") and not seen("Q06.9") and not seen("Q01.1")
    desk.go("Q06.9")
    assert seen("Q06.9") and not seen("Q01.1"), "what is gone to is shown"
    desk.edits.put("Q06.10", "0.2")
    desk.go("Q06.1")
    desk.go("A5")
    desk.go("A1")
    assert seen("Q06.10") and not seen("Q06.9"), "what says something is never folded away"
