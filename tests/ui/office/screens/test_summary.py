"""指标汇总 in the window: figures add up part by part, lead to their cells, and are said in the field's words."""

import dataclasses
import hashlib
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from models.city.note import Note
from models.city.verdict import Verdict
from models.city.weighing import Need
from models.desk.trace import components
from tests.flow.test_cases import OWN
from tests.flow.town import COUNTIES
from tests.ui.office.hands import is_done
from tests.ui.office.test_office_desk import LAST, page
from ui.cli.answers.office import _result
from ui.look.signs import Sign
from ui.office.figures.result_rows import SIGNS, basis_cell
from ui.office.figures.return_page import ReturnPage
from ui.office.figures.unfolded import row_key
from ui.office.screens.summary import VERDICT, SummaryPage
from ui.window.main_window import MainWindow
from ui.window.office_desk import OfficeDesk


def test_the_cells_under_a_figure_add_up_to_it_part_by_part(desk: OfficeDesk) -> None:
    desk.resize(1280, 720)
    summary = page(desk, SummaryPage)
    desk.go("summary", "Q06")
    result = desk.session.summary.of("Q06")
    rows = {row_key(row.key).unit: row for row in summary.grid.lines.rows if row.key.startswith("Q06|")}
    parts = {unit: [cell.text for cell in row.cells[1:8]] for unit, row in rows.items() if row.inside}
    assert len(components(desk.session.plan, result.indicator)) == 7
    assert parts["#head"][0] == "人工造林"
    assert {unit for unit in parts if unit in COUNTIES} == set(COUNTIES)
    assert parts.pop(LAST) == ["—"] * 6 + ["缺报"], "said once: in seven narrow cells it was cut"
    for number in range(7):
        given = [Decimal(parts[unit][number]) for unit in COUNTIES if unit != LAST]
        assert sum(given) == Decimal(parts["sum"][number])
    assert Decimal(parts["sum"][-1]) == result.exact
    assert result.coverage == "9/10"


def test_a_completion_is_written_alike_in_the_window_and_in_the_answers(desk: OfficeDesk) -> None:
    summary, found = page(desk, SummaryPage), desk.session.summary.results
    desk.go("summary", "")
    answers = {one.indicator.id: f"{_result(one)['completion']}%" for one in found if one.completion is not None}
    rows = {row_key(row.key).indicator: row for row in summary.grid.lines.rows}
    shown = {name: {cell.text for cell in rows[name].cells if cell.bar is not None} for name in answers if name in rows}
    drawn = {name: texts for name, texts in shown.items() if texts}
    assert drawn and all(texts == {answers[name]} for name, texts in drawn.items())


def test_a_figure_leads_to_the_cell_of_its_paper_and_back(qtbot: QtBot, desk: OfficeDesk, tmp_path: Path) -> None:
    summary = page(desk, SummaryPage)
    desk.go("summary", "Q06")
    unit = COUNTIES[0]
    row = next(row for row in summary.grid.lines.rows if row_key(row.key).unit == unit)
    summary.grid.choose(row.key)
    assert desk.session.unit_name(unit) in desk.bottom.primary.text()
    qtbot.keyClick(summary.grid, Qt.Key.Key_Return)
    assert desk.page == "paper"
    paper = next(one for one in desk.findChildren(ReturnPage))
    assert paper.grid.current_key() == "Q06.8"
    shown = next(one for one in paper.grid.lines.rows if one.key == "Q06.8").cells
    assert Decimal(shown[2].text) == Decimal(OWN[unit])
    assert not [one for one in paper.grid.lines.rows if one.cells[2:] and one.cells[2].text == "未到报告期"]
    held = paper._row()
    assert held is not None
    paper.acts.keep(held, tmp_path / "exported")
    is_done(desk)
    kept = {hashlib.sha256(path.read_bytes()).hexdigest() for path in (tmp_path / "exported").iterdir()}
    assert kept == {form.sha256 for form in desk.session.workspace.store.forms(held.digest)}, "byte for byte"
    desk.back()
    assert desk.page == "summary" and summary.grid.current_key() == row.key
    qtbot.keyClick(summary.grid, Qt.Key.Key_Left)
    assert not [row for row in summary.grid.lines.rows if row.under]


def test_a_verdict_that_waits_for_nothing_is_said_in_the_fields_words(desk: OfficeDesk) -> None:
    summary = page(desk, SummaryPage)
    desk.go("summary", "")
    for result in desk.session.summary.results:
        row = next((row for row in summary.grid.lines.rows if row.key == result.indicator.id), None)
        if result.found.asked:
            assert row is not None and row.cells[VERDICT].text == result.judgement
            assert row.cells[1].tip == "；".join(result.indicator.clauses)
        if Need.DISPUTED in result.needs:
            assert row is not None and "待认定" in row.cells[VERDICT].text
    said = [text.rpartition(" ") for _, text in summary._counts.parts]
    assert sum(int(number) for _, _, number in said) == len(desk.session.summary.results)
    ranked = sorted(desk.session.summary.results, key=lambda one: list(Verdict).index(one.verdict))
    judged = [one.judgement for one in ranked if one.found.asked]
    assert [name for name, _, _ in said][: len(set(judged))] == list(dict.fromkeys(judged))
    assert next(sign for sign, _ in summary._counts.parts) is SIGNS[ranked[0].verdict]


def test_a_value_of_which_two_departments_give_different_figures_is_marked_before_it_is_unfolded(
    desk: OfficeDesk,
) -> None:
    one = desk.session.summary.of("Q02")
    assert basis_cell(desk.session, one).sign is None
    told = Note("summary.two_departments", {"项目": "地区生产总值"})
    assert basis_cell(desk.session, dataclasses.replace(one, remarks=(*one.remarks, told))).sign is Sign.DIFFERENCE


def test_unfolding_a_row_at_the_foot_shows_what_it_adds_up_to(
    qtbot: QtBot, window: MainWindow, desk: OfficeDesk
) -> None:
    window.resize(1280, 720)
    desk.go("summary", "")
    grid = page(desk, SummaryPage).grid
    qtbot.waitUntil(grid.isVisible)
    last = [row.key for row in grid.lines.rows if row.key in desk.session.plan.indicators][-1]
    grid.choose(last)
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    seen = grid.viewport().rect()
    under = [number for number, row in enumerate(grid.lines.rows) if row.under]
    qtbot.waitUntil(lambda: seen.intersects(grid.visualRect(grid.lines.index(under[-1], 0))))
    assert seen.intersects(grid.visualRect(grid.currentIndex())) and grid.current_key() == last
