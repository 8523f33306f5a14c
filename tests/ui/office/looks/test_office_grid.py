"""The office's lists: long names go on in a second line, an empty list says what will be here, other cities' words fit."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from models.basics.messages import say
from tests.forms.summary.test_other_targets import tried
from ui.look.theme import ui_font
from ui.office.figures.result_rows import distance
from ui.office.grid import OfficeGrid
from ui.office.lists.drawing import ROW, bar_width
from ui.office.lists.rows import TableCell, TableHead, TableRow, cell_font
from ui.office.roster.cells import short_name
from ui.office.screens.receptions import _some
from ui.office.screens.today import rest_words

LONG = "循环经济聚集区规上工业总产值占规上工业总产值比重" * 3


@pytest.mark.parametrize("scale", [1.0, 1.25])
@pytest.mark.parametrize("text", ["9.00%", "102.89%", "1234.50%"])
def test_a_figure_beside_its_bar_is_whole(qtbot: QtBot, text: str, scale: float) -> None:
    cell, room = TableCell(text=text, small=True), 104
    left = room - bar_width(room, cell, scale) - 8
    metrics = QFontMetrics(cell_font(cell, scale))
    assert metrics.elidedText(text, Qt.TextElideMode.ElideRight, left - 1) == text


def test_a_long_name_is_whole_at_any_width_and_a_figure_keeps_its_line(qtbot: QtBot) -> None:
    grid = OfficeGrid("指标", [TableHead(text="指标", width=0), TableHead(text="数", width=60, right=True)])
    qtbot.addWidget(grid)
    grid.resize(400, 300)
    names = (LONG, "短")
    grid.show_rows(
        [TableRow(key=name, cells=(TableCell(text=name), TableCell(text="1" * 40, right=True))) for name in names]
    )
    grid.show()
    qtbot.waitUntil(lambda: grid.rowHeight(0) > 2 * ROW)
    assert grid.rowHeight(1) == ROW
    high = grid.rowHeight(0)
    grid.resize(2400, 300)
    qtbot.waitUntil(lambda: grid.rowHeight(0) < high)


def test_a_head_is_whole_in_a_language_of_longer_words(qtbot: QtBot) -> None:
    heads = [TableHead(text="Indicator", width=0), TableHead(text="Previous period", width=24, right=True)]
    grid = OfficeGrid("Summary", heads)
    qtbot.addWidget(grid)
    for scale in (1.0, 1.5):
        grid.set_scale(scale)
        assert grid.columnWidth(1) > QFontMetrics(grid.horizontalHeader().font()).horizontalAdvance("Previous period")


def test_a_figure_is_not_cut_and_its_column_is_as_its_head_says_again_afterwards(qtbot: QtBot) -> None:
    grid = OfficeGrid("指标", [TableHead(text="指标", width=0), TableHead(text="数", width=60, right=True)])
    qtbot.addWidget(grid)
    grid.resize(1200, 300)
    grid.show()
    for figure in ("12345678901234.05", "1.5", "12345678901234.05"):
        grid.show_rows(
            [TableRow(key="甲", cells=(TableCell(text="甲"), TableCell(text=figure, right=True, bold=True)))]
        )
        needed = QFontMetrics(ui_font(14, bold=True)).horizontalAdvance(figure) + 16  # what a cell keeps free
        assert grid.columnWidth(1) >= needed
        assert (grid.columnWidth(1) == 60) == (figure == "1.5")


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("2020年第三季度（1—9月）", "三季"),
        ("2020年度（初步数）", "初步数"),
        ("2028年度上半年（4—9月）", "上半年"),
        ("2026年度（至2027年3月）", "年度"),
        ("2027年", "2027年"),
        ("2027财年（2027年4月至2028年3月）", "财年"),
        ("2026年6月中旬", "6月中旬"),
        ("2020年10月（1—10月）", "10月"),
    ],
)
def test_periods_of_any_city_have_a_short_name(name: str, short: str) -> None:
    assert short_name(name) == short


def test_rows_that_are_shown_anew_leave_the_current_cell_where_it_was(qtbot: QtBot) -> None:
    grid = OfficeGrid("名册", [TableHead(text=str(n), width=60) for n in range(4)], by_cell=True)
    qtbot.addWidget(grid)
    rows = [TableRow(key=name, cells=(TableCell(text=name),) * 4) for name in ("甲", "乙")]
    grid.show_rows(rows)
    grid.setCurrentIndex(grid.lines.index(1, 2))
    grid.show_rows([TableRow(key="新", cells=(TableCell(text="新"),) * 4), *rows])
    assert (grid.current_key(), grid.current_column()) == ("乙", 2)


def test_no_units_are_not_said_to_have_nothing_to_do() -> None:
    assert rest_words(matters=0, quiet=33) == say("office.today.done")
    assert rest_words(matters=3, quiet=30) == say("office.today.rest", n=30)
    assert not rest_words(matters=14, quiet=0)


def test_a_paper_with_many_hints_is_one_line_of_what_came(qtbot: QtBot) -> None:
    why = [f"“填报项{n}”连续两期均为 1，请确认是否漏更新。" for n in range(40)]
    assert _some(why[:1]) == why[0] and _some(why[:2]) == "；".join(one.rstrip("。") for one in why[:2])
    assert "40" in _some(why) and _some(why).count("连续两期") == 2


def test_of_figures_of_one_length_the_widest_is_whole(qtbot: QtBot) -> None:
    grid = OfficeGrid("指标", [TableHead(text="指标", width=0), TableHead(text="目标", width=40, right=True)])
    qtbot.addWidget(grid)
    grid.resize(600, 300)
    figures = ("≤1.1.1", "≤50000")
    grid.show_rows(
        [TableRow(key=text, cells=(TableCell(text=text), TableCell(text=text, right=True))) for text in figures]
    )
    grid.show()
    wide = max(QFontMetrics(ui_font()).horizontalAdvance(text) for text in figures)
    qtbot.waitUntil(lambda: grid.columnWidth(1) >= wide + 18)


def test_the_distance_to_a_computed_target_ends_where_figures_do() -> None:
    told = [distance(one) for one in tried("FY28").summary.results]
    assert any(re.search(r"\d", words) for words in told)
    assert not [words for words in told if re.search(r"\.\d{7}", words)]


def test_only_whole_rows_are_seen_and_the_last_one_comes_whole(qtbot: QtBot) -> None:
    grid = OfficeGrid("试", [TableHead(text="名称", width=0)])
    qtbot.addWidget(grid)
    grid.show_rows([TableRow(key=str(n), cells=(TableCell(text="甲乙丙丁"),)) for n in range(40)])
    grid.resize(300, 215)
    grid.show()
    qtbot.waitExposed(grid)
    cut = grid._cut()
    assert cut is not None and 0 < cut.height() < grid.rowHeight(0)
    seen = grid.viewport().grab(cut).toImage()
    assert {seen.pixel(x, y) for x in range(seen.width()) for y in range(1, seen.height())} == {
        grid.palette().base().color().rgb()
    }
    grid.setCurrentIndex(grid.lines.index(39, 0))
    bottom = grid.rowViewportPosition(39) + grid.rowHeight(39)
    assert bottom <= grid.viewport().height() and grid._cut() is None
    grid.resize(300, 50)
    assert grid._cut() is None, "a row that is alone in sight is better seen in part than not at all"


def test_a_list_of_thousands_has_every_text_whole_once_it_is_in_sight(qtbot: QtBot) -> None:
    grid = OfficeGrid("台账", [TableHead(text="内容", width=0)])
    qtbot.addWidget(grid)
    grid.resize(400, 300)
    grid.show_rows([TableRow(key=str(n), cells=(TableCell(text=LONG),)) for n in range(3000)])
    grid.show()
    qtbot.waitUntil(lambda: grid.rowHeight(0) > 2 * ROW)
    assert grid.rowHeight(2000) == ROW
    grid.choose("2000")
    qtbot.waitUntil(lambda: grid.rowHeight(2000) == grid.rowHeight(0))
    assert grid.visualRect(grid.currentIndex()).intersects(grid.viewport().rect())


def test_a_current_row_stays_in_sight_when_what_is_below_the_list_takes_its_room(qtbot: QtBot) -> None:
    grid = OfficeGrid("台账", [TableHead(text="内容", width=0)])
    qtbot.addWidget(grid)
    grid.resize(300, 300)
    grid.show_rows([TableRow(key=str(n), cells=(TableCell(text="短"),)) for n in range(30)])
    grid.show()
    last = grid.rowAt(grid.viewport().height() - 1) - 1
    grid.setCurrentIndex(grid.lines.index(last, 0))
    grid.resize(300, 300 - ROW)
    assert grid.visualRect(grid.currentIndex()).bottom() < grid.viewport().height()
    grid.verticalScrollBar().setValue(grid.verticalScrollBar().maximum())
    grid.resize(300, 300 - 2 * ROW)
    assert grid.visualRect(grid.currentIndex()).bottom() < 0, "who has scrolled away is not brought back"
