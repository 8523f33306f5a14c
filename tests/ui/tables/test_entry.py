"""Filling a table: what is typed is read, saved, checked and shown at once, and can be taken back."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from models.sheet.cells import State
from models.workspace.unit_workspace import UnitWorkspace
from tests.ui.conftest import PERIOD
from ui.basics.completion import Mark
from ui.screens.table import TableScreen
from ui.session.commands import Edits
from ui.session.session import Session
from ui.tables.grids.entry_table import LOOK
from ui.tables.grids.entry_view import EntryView
from ui.window.unit_desk import UnitDesk


def grid(desk: UnitDesk) -> EntryView:
    return next(screen for screen in desk.screens if isinstance(screen, TableScreen)).items


def type_into(qtbot: QtBot, desk: UnitDesk, address: str, text: str) -> None:
    desk.go(address)
    view = grid(desk)
    view.edit(view.currentIndex())
    editor = view.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    editor.setText(text)
    with qtbot.waitSignal(desk.session.changed):  # Qt commits Enter in its next turn
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.wait(1)


def test_500_mu_becomes_0_05_with_a_warning_beside_the_cell_and_in_the_panel(qtbot: QtBot, desk: UnitDesk) -> None:
    type_into(qtbot, desk, "Q06.5", "500亩")
    index = grid(desk).table.index_of("Q06.5")
    assert index.data() == "0.05"
    assert index.data(LOOK).mark is Mark.WARNING
    desk.go("Q06.5")
    qtbot.waitUntil(lambda: any("500亩" in box.finding.message for box in desk.panel._boxes))


def test_what_was_typed_is_in_the_store_when_the_cell_is_left(
    qtbot: QtBot, desk: UnitDesk, workspace: UnitWorkspace
) -> None:
    type_into(qtbot, desk, "Q06.1", "１．２０")
    kept = workspace.store.sheets.cells(PERIOD)["Q06.1"]
    assert (kept.value, kept.raw) == (Decimal("1.20"), "１．２０")


def test_enter_goes_down_to_the_next_cell(qtbot: QtBot, desk: UnitDesk) -> None:
    type_into(qtbot, desk, "Q06.1", "1.2")
    assert grid(desk).table.address_at(grid(desk).currentIndex()) == "Q06.2"


def test_confirming_the_conversion_clears_the_warning(session: Session, edits: Edits) -> None:
    edits.put("Q06.5", "500亩")
    before = session.standing.counts.open_warnings
    finding = session.findings_at("Q06.5")[0][0]
    session.explain(finding.key, "确认")
    assert session.standing.counts.open_warnings == before - 1
    assert session.standing.mark("Q06.5") is Mark.EXPLAINED


def test_an_explanation_is_asked_again_when_the_value_changes(session: Session, edits: Edits) -> None:
    edits.put("Q06.5", "500亩")
    finding = session.findings_at("Q06.5")[0][0]
    session.explain(finding.key, "确认")
    edits.put("Q06.5", "600亩")
    assert session.standing.mark("Q06.5") is Mark.WARNING
    edits.put("Q06.5", "500亩")
    assert session.standing.mark("Q06.5") is Mark.EXPLAINED


def test_each_required_cell_filled_makes_one_less_missing(session: Session, edits: Edits) -> None:
    before = session.standing.counts
    edits.put("Q06.1", "1.2")
    after = session.standing.counts
    assert (after.missing, after.filled) == (before.missing - 1, before.filled + 1)


def test_a_form_just_opened_shows_no_error(session: Session) -> None:
    assert session.standing.counts.errors == 0
    assert session.standing.counts.missing > 0


def test_a_text_that_cannot_be_read_stays_in_its_cell_and_the_old_value_is_in_the_history(
    session: Session, edits: Edits
) -> None:
    edits.put("Q06.1", "1.2")
    edits.put("Q06.1", "约一点二")
    assert session.sheet.cell("Q06.1").raw == "约一点二"
    assert session.standing.mark("Q06.1") is Mark.ERROR
    assert session.history("Q06.1")[-1].before.value == Decimal("1.2")


def test_choosing_a_state_says_it_in_words_and_counts_as_zero(qtbot: QtBot, desk: UnitDesk) -> None:
    desk.go("Q06.2")
    grid(desk).say_state(State.NIL)
    assert grid(desk).table.index_of("Q06.2").data() == "未开展"
    assert desk.session.sheet.cell("Q06.2").number == 0


def test_a_derived_cell_follows_its_inputs_and_cannot_be_typed_into(qtbot: QtBot, desk: UnitDesk) -> None:
    desk.go("Q06.6")
    for part in range(1, 6):
        desk.edits.put(f"Q06.{part}", "1")
    index = grid(desk).table.index_of("Q06.6")
    assert index.data() == "5.00"
    assert not index.flags() & Qt.ItemFlag.ItemIsEditable


def test_a_block_copied_from_a_spreadsheet_is_pasted_as_one_step(qtbot: QtBot, desk: UnitDesk) -> None:
    desk.go("Q06.1")
    QGuiApplication.clipboard().setText("1.2\t1.1\r\n2.3\t2.2\r\n")
    grid(desk).paste()
    sheet = desk.session.sheet
    pasted = [sheet.cell(at).text for at in ("Q06.1", "Q06.1/last_year", "Q06.2", "Q06.2/last_year")]
    assert pasted == ["1.2", "1.1", "2.3", "2.2"]
    desk.edits.undo()
    assert desk.session.sheet.cell("Q06.2").text == ""


def test_a_figure_that_a_spreadsheet_shows_in_powers_is_told_of_and_what_stood_there_stays(desk: UnitDesk) -> None:
    """Of 6.1E+12 nobody sees the last digits, whether a spreadsheet or a file shows it."""
    desk.edits.put("Q06.1", "9")
    desk.go("Q06.1")
    QGuiApplication.clipboard().setText("6.1E+12\t1.1\r\n2.3\t6.10902E+17\r\n")
    grid(desk).paste()
    sheet = desk.session.sheet
    pasted = [sheet.cell(at).text for at in ("Q06.1", "Q06.1/last_year", "Q06.2", "Q06.2/last_year")]
    assert pasted == ["9", "1.1", "2.3", ""]
    assert "2 格" in desk.notice.words and "6.1E+12" in desk.notice.words and "科学记数法" in desk.notice.words
    steps = desk.edits.count()
    QGuiApplication.clipboard().setText("6.1E+12")
    grid(desk).paste()
    assert desk.edits.count() == steps and desk.session.sheet.cell("Q06.1").text == "9"


def test_what_falls_on_headings_is_told_and_not_pasted(qtbot: QtBot, desk: UnitDesk) -> None:
    desk.go("Q06.11")
    QGuiApplication.clipboard().setText("0.5\r\n99\r\n")
    grid(desk).paste()
    assert desk.session.sheet.cell("Q06.11").text == "0.5"
    assert "1 格落在标题上" in desk.notice.words
    heading = next(
        y for y, row in enumerate(grid(desk).table.grid.rows) if row.heading and not grid(desk).isRowHidden(y)
    )
    grid(desk).go_to(grid(desk).table.index(heading, 1))
    QGuiApplication.clipboard().setText("7")
    grid(desk).paste()
    assert desk.notice.words == "没有粘贴：1 格都落在标题上或不能填写的地方。", "no 0 格, and nothing to undo"


def test_undo_and_redo_go_back_and_forth(session: Session, edits: Edits) -> None:
    edits.put("Q06.1", "1.2")
    edits.put("Q06.1", "1.3")
    edits.undo()
    assert session.sheet.cell("Q06.1").text == "1.2"
    edits.undo()
    assert session.sheet.cell("Q06.1").state is State.MISSING
    edits.redo()
    edits.redo()
    assert session.sheet.cell("Q06.1").text == "1.3"


def test_the_primary_button_leads_to_a_cell_that_wants_an_entry(qtbot: QtBot, desk: UnitDesk) -> None:
    desk.take_next()
    assert desk.session.standing.mark(desk.place) is Mark.MISSING


@pytest.mark.parametrize("words", ["人工造林", "q06.1", "rgzl"])
def test_ctrl_k_finds_a_cell_by_name_code_and_initials(qtbot: QtBot, desk: UnitDesk, words: str) -> None:
    from ui.window.go_to import GoTo, sheet_goals

    window = GoTo(sheet_goals(desk.session.sheet, desk.pages()), desk)
    window.look_up(words)
    assert "Q06.1" in window._shown
    window.look_up("xjmy")
    assert window._shown[0] == "Q11.1", "the item before the register it may be counted from"
    window.look_up("")
    assert window._names.stringList()[0] == "本期概况", "a page is told by its name, not by the program's own"
    window.look_up("qqqq")
    assert window._names.stringList() == ["没有找到，请换个名称、代码或拼音首字母"]


def test_a_pasted_total_is_compared_with_the_computed_one_and_never_used(desk: UnitDesk) -> None:
    desk.go("Q06.1")
    screen = next(one for one in desk.screens if isinstance(one, TableScreen))
    view = screen.items
    view.put_block(view.table.index_of("Q06.1"), [["1"], ["2"], ["3"], ["4"], ["5"], ["16"], ["5"]])
    sheet = desk.session.sheet
    assert sheet.cell("Q06.6").text == "15" and sheet.cells["Q06.6"].raw == "16"
    assert {f.check.id for f, _ in desk.session.findings_at("Q06.6")} == {"CK-B15"}
    desk.go("Q06.6")
    view.clear_selected([view.table.index_of("Q06.6")])
    assert "Q06.6" not in desk.session.sheet.cells and not desk.session.findings_at("Q06.6")
    desk.edits.undo()
    assert desk.session.sheet.cells["Q06.6"].raw == "16"


def test_what_is_to_be_whole_and_is_not_is_shown_as_it_is(desk: UnitDesk) -> None:
    """Rounded, 20.5 stood as 20 beside the words that it is not whole, and larger than 20."""
    desk.edits.put("Q24.1", "20")
    desk.edits.put("Q24.2", "20.5")
    table = next(one for one in desk.screens if isinstance(one, TableScreen)).items.table
    desk.go("Q24.2")
    assert [str(table.index_of(at).data()) for at in ("Q24.1", "Q24.2")] == ["20", "20.5"]
