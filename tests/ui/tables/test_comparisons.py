"""What stands beside a figure: last period, growth, target and completion; and which of it a narrow page leaves out."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QMenu, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from forms.document.table_words import against_target
from models.settings.settings import Target
from models.sheet.cells import BLANK, State
from models.sheet.rows import read_row
from models.sheet.sheet import Sheet
from ui.basics.jobs import Lane
from ui.look.theme import ui_font
from ui.screens.table import TableScreen
from ui.session.session import Session
from ui.session.trial_workspace import make_trial
from ui.tables.grids.cell_looks import CellLook
from ui.tables.grids.column_room import GRID_LINE, LEAST_NAME, tall_rows
from ui.tables.grids.entry_delegate import FIGURE_EDGE, PADDING, SMALL, word_room
from ui.tables.grids.entry_table import LOOK
from ui.tables.grids.entry_view import EntryView
from ui.tables.grids.layouts import CellKind
from ui.window.unit_desk import UnitDesk

RIGHT = Qt.TextElideMode.ElideRight
TARGETS = {"Q06": "9", "Q11": "89.1"}


def compared(session: Session) -> None:
    """Give the sheet a period before and targets, as an office that decomposed them does."""
    told = tuple(
        Target(unit=session.unit_id, indicator=name, value=Decimal(value), doc_no="", doc_date="")
        for name, value in TARGETS.items()
    )
    settings = replace(session.settings, targets=told)
    session.settings = settings
    cells = {at: session.read(at, text) for at, text in (("Q06.1", "1.5"), ("Q06.2", "未开展"))}
    before = Sheet(plan=session.plan, unit_id=session.unit_id, period_id="2020Q2", settings=settings, cells=cells)
    session._take(replace(session.sheet, settings=settings, previous=before))


def grid(desk: UnitDesk) -> EntryView:
    desk.go("A1")
    return next(one for one in desk.screens if isinstance(one, TableScreen)).items


def beside(view: EntryView, address: str, kind: CellKind) -> str:
    column = [one.kind for one in view.table.grid.columns].index(kind)
    return str(view.table.index_of(address).siblingAtColumn(column).data() or "")


def heading(view: EntryView, address: str, kind: CellKind) -> object:
    column = [one.kind for one in view.table.grid.columns].index(kind)
    row = next(y for y, one in enumerate(view.table.grid.rows) if one.of == address)
    return view.table.index(row, column).data(LOOK)


def test_figures_to_compare_with_stand_beside_a_cell_and_follow_it(desk: UnitDesk) -> None:
    compared(desk.session)
    view = grid(desk)
    assert beside(view, "Q06.1", CellKind.PREVIOUS) == "1.50"
    assert beside(view, "Q06.2", CellKind.PREVIOUS) == "未开展"
    assert beside(view, "Q06.1", CellKind.GROWTH) == ""
    desk.edits.put_all({"Q06.1": desk.session.read("Q06.1", "3"), "Q06.1/last_year": desk.session.read("Q06.1", "2")})
    assert beside(view, "Q06.1", CellKind.GROWTH) == "+50.0%"
    desk.edits.put("Q06.1/last_year", "未开展")
    assert beside(view, "Q06.1", CellKind.GROWTH) == "", "nothing grows from nothing"


def test_target_and_completion_stand_in_the_heading_with_the_time_that_has_passed(desk: UnitDesk) -> None:
    compared(desk.session)
    view = grid(desk)
    target, reached = (heading(view, "Q06.8", kind) for kind in (CellKind.TARGET, CellKind.REACHED))
    assert target.text == "9.00" and reached.text == "" and reached.bar is None
    session = desk.session
    parts = [at for at in ("Q06.1", "Q06.2", "Q06.3", "Q06.4", "Q06.5", "Q06.7") if session.sheet.slots[at].required]
    desk.edits.put_all({at: session.read(at, "0.9") for at in parts})
    reached = heading(view, "Q06.8", CellKind.REACHED)
    exact = session.sheet.exact("Q06.8")
    assert exact is not None and reached.text == f"{exact / 9 * 100:.2f}%"
    assert reached.bar.time is not None and 0.7 < reached.bar.time < 0.8
    slot = session.sheet.slots["Q06.8"]
    assert reached.text == f"{against_target(session.sheet, slot)[1]}%", "as the return prints it"


def test_a_plan_without_targets_has_no_column_for_them(desk: UnitDesk) -> None:
    view = grid(desk)
    kinds = {one.kind for one in view.table.grid.columns}
    assert CellKind.TARGET not in kinds and CellKind.REACHED not in kinds and CellKind.PREVIOUS not in kinds


def test_a_narrow_page_leaves_columns_out_and_never_cuts_a_name(qtbot: QtBot, desk: UnitDesk) -> None:
    compared(desk.session)
    view = grid(desk)
    kinds = [one.kind for one in view.table.grid.columns]
    for width, all_there in ((1920, True), (1280, True), (853, False)):
        desk.resize(width, 720)
        qtbot.wait(30)
        assert all(not view.isColumnHidden(x) for x, kind in enumerate(kinds) if kind is CellKind.CELL)
        assert view.isColumnHidden(kinds.index(CellKind.GROWTH)) is not all_there
        shown = sum(view.columnWidth(x) for x in range(len(kinds)))
        assert shown <= view.viewport().width() + 1, "nothing lies beside the page"
        for y, row in enumerate(view.table.grid.rows):
            text = view.fontMetrics().horizontalAdvance(row.label)
            if not row.heading and text > view.columnWidth(0) and not view.isRowHidden(y):
                assert view.rowHeight(y) >= 2 * view.fontMetrics().height(), row.label


def test_a_row_is_higher_wherever_its_name_has_no_room_in_one_line_to_the_pixel(desk: UnitDesk) -> None:
    """Else it is cut with …, and 地区生产总值·本年 reads like 地区生产总值·上年."""
    view = grid(desk)
    rows = [(y, row) for y, row in enumerate(view.table.grid.rows) if not row.heading]
    for width in range(120, 340):
        tall = tall_rows(view.table.grid, width)
        for y, row in rows:
            metrics, room = QFontMetrics(ui_font(bold=row.strong)), word_room(width - GRID_LINE, indent=1)
            assert y in tall or metrics.elidedText(row.label, RIGHT, room) == row.label, width
    measure = next(x for x, one in enumerate(view.table.grid.columns) if one.kind is CellKind.MEASURE)
    for row in view.table.grid.rows:
        room = word_room(view.columnWidth(measure) - GRID_LINE)
        assert QFontMetrics(ui_font(SMALL)).elidedText(row.measure, RIGHT, room) == row.measure, "never cut"


@pytest.mark.parametrize("wide", [1280, 853])
def test_a_change_of_many_times_has_room_where_the_page_has(desk: UnitDesk, wide: int) -> None:
    """+28,025.0% was drawn smaller than the changes around it, beside a wide column of remarks or of names."""
    if wide == 1280:  # the smaller one has no room for a change beside the period before
        compared(desk.session)
    desk.resize(wide, 480)
    view = grid(desk)
    growth = next(x for x, one in enumerate(view.table.grid.columns) if one.kind is CellKind.GROWTH)
    least = QFontMetrics(ui_font()).horizontalAdvance("+28,025.0%") + FIGURE_EDGE + PADDING + GRID_LINE
    assert view.columnWidth(growth) >= least


def test_what_was_found_stands_in_words_at_the_end_of_its_row(desk: UnitDesk) -> None:
    view = grid(desk)
    desk.edits.put("Q06.1", "约3")
    assert desk.session.sheet.cell("Q06.1").state is State.VALUE
    found = desk.session.findings_at("Q06.1")[0][0].message
    assert beside(view, "Q06.1", CellKind.NOTE) == found.removeprefix("“人工造林”"), "whose row it is stands there"


def test_a_registers_figure_stands_beside_a_typed_item_and_is_taken_by_one_act(qtbot: QtBot, desk: UnitDesk) -> None:
    register = desk.session.plan.registers["R07"]
    rows = [read_row(register, n, {"场名": f"{n}号", "是否配套设施": "是"}) for n in (1, 2, 3)]
    view = grid(desk)
    desk.edits.put_rows("R07", rows)
    assert beside(view, "Q24.1", CellKind.NOTE).startswith("台账R07 3 个")
    assert desk.session.entered("Q24.1") == BLANK, "nothing is taken by itself"
    desk.go("Q24.1")
    offered = [act for act in view.state_menu().actions() if act.text().endswith("采用台账数　3")]
    assert len(offered) == 1
    desk.panel.show_now()
    next(one for one in desk.panel.findChildren(QPushButton) if one.text() == "采用台账数").click()
    assert desk.session.sheet.exact("Q24.1") == 3
    assert desk.session.history("Q24.1")[-1].why == "register"
    assert "与本表相同" in beside(view, "Q24.1", CellKind.NOTE) and not view.table.offered(view.currentIndex())
    desk.undo()
    assert desk.session.entered("Q24.1") == BLANK and "采用台账数" in desk.notice.words


def test_only_what_is_not_filled_or_what_was_found_is_shown_and_counted(desk: UnitDesk) -> None:
    view = grid(desk)
    screen = next(one for one in desk.screens if isinstance(one, TableScreen))
    desk.edits.put("Q06.1", "约3")
    assert screen.only.buttons["wrong"].text() == "有问题的 1"
    screen.only.buttons["wrong"].click()
    shown = [y for y, one in enumerate(view.table.grid.rows) if not one.heading and not view.isRowHidden(y)]
    assert [view.table.grid.rows[y].label.strip() for y in shown] == ["人工造林"] and desk.place == "Q06.1"
    screen.only.buttons["empty"].click()
    row = view.table.index_of("Q06.1").row()
    assert view.isRowHidden(row) and desk.place in desk.session.standing.waiting
    screen.only.buttons[""].click()
    assert not view.isRowHidden(row)
    desk.go("A5")
    assert screen.only.buttons[""].isChecked(), "another page begins with everything"


def test_a_dash_asks_which_state_is_meant_and_keeps_nothing(qtbot: QtBot, desk: UnitDesk) -> None:
    view = grid(desk)
    desk.edits.put("Q06.1", "3")
    view.table.setData(view.table.index_of("Q06.1"), "—")
    assert desk.session.entered("Q06.1").text == "3", "a dash is no figure and takes none away"
    qtbot.waitUntil(lambda: any(menu.isVisible() for menu in view.findChildren(QMenu)), timeout=3000)
    menu = next(menu for menu in view.findChildren(QMenu) if menu.isVisible())
    assert menu.activeAction() is menu.actions()[0] and "未开展" in menu.actions()[0].text()
    menu.actions()[0].trigger()
    menu.close()
    assert desk.session.entered("Q06.1").state is State.NIL


def test_a_table_of_which_nothing_must_be_filled_is_not_opened_empty(qtbot: QtBot, tmp_path: Path) -> None:
    """分县区表 of 发改委 has optional counties alone: folded away, an empty grid with heads would be left."""
    workspace, lane = make_trial(tmp_path / "bureau", "M02"), Lane()
    made = UnitDesk(Session(workspace, "2020Y初步"), lane, QToolButton())
    qtbot.addWidget(made)
    made.go("B5")
    screen = next(one for one in made.screens if isinstance(one, TableScreen))
    assert screen.items.rows_shown() + screen.matrix.rows_shown() > 0
    made.panel.show_now()
    lane.close()
    workspace.store.close()


def test_what_is_chosen_in_a_list_is_read_whole_where_the_remarks_have_room_to_spare(desk: UnitDesk) -> None:
    """At 1920 施工图审查通过 was cut beside six hundred empty pixels."""
    desk.go("Q11.4")
    view = next(one for one in desk.screens if isinstance(one, TableScreen)).items
    longest = max(desk.session.plan.items["Q11.4"].choices, key=len)
    desk.edits.put("Q11.4", longest)
    desk.resize(1920, 1000)
    QCoreApplication.processEvents()
    index = view.table.index_of("Q11.4")
    room = word_room(view.columnWidth(index.column()) - GRID_LINE, marked=True)
    assert QFontMetrics(ui_font()).horizontalAdvance(longest) <= room
    desk.resize(853, 480)
    QCoreApplication.processEvents()
    assert view.columnWidth(0) >= LEAST_NAME // 2


def test_a_column_of_targets_keeps_no_more_free_than_they_have(desk: UnitDesk) -> None:
    """15.00 stood at the left of its column: room was kept for the four decimals of other cells of its indicator."""
    compared(desk.session)
    look = heading(grid(desk), "Q06.8", CellKind.TARGET)
    assert isinstance(look, CellLook) and look.text == "9.00" and look.places == 2
