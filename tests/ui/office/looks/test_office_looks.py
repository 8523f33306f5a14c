"""How the office's pages look, where a value can be held: nothing cut, nothing moves from page to page, all in sight."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontInfo, QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from forms.page.charts import MARKS
from forms.wording.paper_texts import check_code
from models.city.verdict import SIGN_OF, Verdict, VerdictSign
from tests.flow.town import COUNTIES
from tests.ui.office.hands import page
from ui.look.widgets import OneLine
from ui.office.figures.result_rows import SIGNS
from ui.office.figures.unfolded import _without_brackets
from ui.office.grid import LOWEST, OfficeGrid
from ui.office.lists.drawing import ROW
from ui.office.lists.rows import CLOSE_SIDE, SMALL, TableCell, TableHead, TableRow, fitted_font, head_font
from ui.office.screens.roster import FIRST_PERIOD, RosterPage
from ui.office.screens.summary import REST, SummaryPage
from ui.window.main_window import MainWindow
from ui.window.office_desk import OfficeDesk

DRAWN_IN = "WenQuanYi Micro Hei"  # what `tasks.py test` installs
Q3 = "2020Q3"


def test_a_verdict_has_one_sign_on_screen_and_on_paper() -> None:
    assert set(SIGN_OF) == set(Verdict)
    assert set(SIGNS) == set(VerdictSign) == set(MARKS)
    assert SIGN_OF[Verdict.ON_TRACK] is SIGN_OF[Verdict.MET], "it does as well as the time asks"


def settled(qtbot: QtBot, desk: OfficeDesk, key: str) -> None:
    desk.go(key, COUNTIES[0] if key == desk.unit.key else "")
    qtbot.wait(1)


def cut(top: QWidget) -> Iterator[str]:
    """Texts that are wider than their place and say nothing more when pointed at."""
    for one in top.findChildren(QLabel) + top.findChildren(QAbstractButton):
        if one.isVisible() and one.text() and not one.toolTip() and not isinstance(one, OneLine):
            wraps = isinstance(one, QLabel) and one.wordWrap()
            if not wraps and one.width() < one.fontMetrics().horizontalAdvance(one.text()):
                yield one.text()
    for grid in (one for one in top.findChildren(OfficeGrid) if one.isVisible()):
        header = grid.horizontalHeader()
        for number, head in enumerate(grid.lines.heads):
            shown = header.isVisible() and not grid.isColumnHidden(number)
            if shown and QFontMetrics(head_font(head, 1)).horizontalAdvance(head.text) + 12 > grid.columnWidth(number):
                yield f"{grid.accessibleName()}: {head.text}"


def test_no_text_is_cut_and_no_page_begins_elsewhere_than_the_others(
    qtbot: QtBot, desk: OfficeDesk, window: MainWindow
) -> None:
    window.resize(1280, 720)
    begins, sideways = set(), []
    for key in (*(one.key for one in desk.pages), desk.unit.key):
        settled(qtbot, desk, key)
        assert list(cut(desk)) == [], key
        shown = [one for one in desk.current.findChildren(QWidget) if one.isVisible() and one.height() > 200]
        begins.add(min(one.mapTo(desk, QPoint(0, 0)).y() for one in shown))
        sideways += [key for one in desk.current.findChildren(OfficeGrid) if one.horizontalScrollBar().isVisible()]
    assert len(begins) == 1 and not sideways
    assert desk.bottom._saved.text().endswith("2021-01-14 09:00"), "what came last stands below, on every page"


def test_all_that_a_quarter_asks_is_seen_at_once(qtbot: QtBot, desk: OfficeDesk, window: MainWindow) -> None:
    """18 of 24 targets and the line of the others, at 1280×720; a target unfolded and folded leaves it so."""
    window.resize(1280, 720)
    desk.session.set_period(Q3)
    settled(qtbot, desk, "summary")
    grid = page(desk, SummaryPage).grid
    assert len(grid.lines.rows) == 19 and grid.lines.rows[-1].key == REST
    if QFontInfo(grid.font()).family() != DRAWN_IN:
        pytest.skip("names are as wide as the typeface that is installed makes them")
    qtbot.waitUntil(lambda: not grid.verticalScrollBar().isVisible())
    rest = grid.lines.rows[-1].cells[0]
    assert rest.tip.count("、") == 5 and rest.text.count("、") == 2, "three are named, all are told when pointed at"
    desk.go("summary", "Q06")
    page(desk, SummaryPage).fold()
    qtbot.waitUntil(lambda: not grid.verticalScrollBar().isVisible())


def test_the_24_targets_of_a_year_are_seen_at_once_and_each_name_is_whole_on_its_line(
    qtbot: QtBot, desk: OfficeDesk, window: MainWindow
) -> None:
    """At 1280×720; a name that is longer than its column stands in a smaller type, and is never cut."""
    window.resize(1280, 720)
    settled(qtbot, desk, "summary")
    grid = page(desk, SummaryPage).grid
    assert len(grid.lines.rows) == 24 and REST not in {row.key for row in grid.lines.rows}
    qtbot.waitUntil(lambda: grid.verticalScrollBar().maximum() == 0)
    assert {grid.rowHeight(number) for number in range(24)} <= set(range(LOWEST, ROW + 1))
    room = grid.columnWidth(0) - 2 * CLOSE_SIDE
    for name in (row.cells[0] for row in grid.lines.rows):
        font = fitted_font(name, 1, room)
        assert QFontMetrics(font).horizontalAdvance(name.text) <= room and font.pixelSize() >= SMALL


@pytest.mark.parametrize(("room", "size"), [(14 * 17, 14), (13 * 17, 13), (12 * 17, 12), (11 * 17, 14)])
def test_a_name_is_written_smaller_before_it_takes_a_second_line(qtbot: QtBot, room: int, size: int) -> None:
    name = TableCell(text="规上用煤工业企业煤炭消费总量增长率", shrinks=True)
    assert fitted_font(name, 1, room + 2).pixelSize() == size


def test_rows_under_an_unfolded_one_move_no_other(qtbot: QtBot) -> None:
    grid = OfficeGrid("指标", [TableHead(text="指标", width=0), TableHead(text="数", width=60, right=True)])
    qtbot.addWidget(grid)
    grid.set_close(close=True)
    rows = [TableRow(key=str(n), cells=(TableCell(text="名"), TableCell(text="1", right=True))) for n in range(10)]
    under = [
        TableRow(key=f"u{n}", cells=(TableCell(text="家"),), under=True, wide=True, inside=(40,)) for n in range(9)
    ]
    grid.horizontalHeader().setFixedHeight(30)
    grid.resize(300, 30 + 10 * 23 + 5 + 2 * grid.frameWidth())
    grid.show()
    for shown in (rows, [*rows[:3], *under, *rows[3:]], rows):
        grid.show_rows(shown)
        qtbot.waitUntil(lambda: grid.rowHeight(1) == 23)


def test_a_list_that_needs_no_bar_has_none_once_it_had_one(qtbot: QtBot) -> None:
    name = "一二三四五六七八九十" * 2
    grid = OfficeGrid("指标", [TableHead(text="指标", width=0)])
    qtbot.addWidget(grid)
    grid.resize(
        QFontMetrics(grid.font()).horizontalAdvance(name) + 26, 200
    )  # whole without a bar, in two lines with one
    rows = [TableRow(key=str(n), cells=(TableCell(text=name),)) for n in range(20)]
    grid.show()
    grid.show_rows(rows)
    qtbot.waitUntil(lambda: grid.verticalScrollBar().isVisible())
    grid.show_rows(rows[:6])
    qtbot.waitUntil(lambda: not grid.verticalScrollBar().isVisible())
    assert grid.rowHeight(0) == grid.rowHeight(5) == 26


def test_the_open_period_is_marked_and_the_shapes_are_told(qtbot: QtBot, desk: OfficeDesk, window: MainWindow) -> None:
    window.resize(1280, 720)
    roster = page(desk, RosterPage)
    settled(qtbot, desk, "roster")
    bold = [head.text for head in roster.grid.lines.heads if head.bold]
    assert bold == [
        roster.grid.lines.heads[FIRST_PERIOD + list(desk.session.plan.periods).index(desk.session.period_id)].text
    ]
    assert roster.legend.isVisible() and roster.legend.width() >= roster.legend.sizeHint().width()
    font = roster.grid.lines.headerData(FIRST_PERIOD, Qt.Orientation.Horizontal, int(Qt.ItemDataRole.FontRole))
    assert not font.bold()


def test_a_paper_is_called_by_the_code_that_is_printed_on_it(desk: OfficeDesk) -> None:
    desk.go("unit", COUNTIES[0])
    paper = desk.session.workspace.store.papers(COUNTIES[0])[0]
    texts = [cell.text for row in desk.unit.grid.lines.rows for cell in row.cells]
    assert check_code(paper.digest)[:9] in texts


def test_heads_of_parts_lose_what_stands_in_brackets_only_where_they_stay_apart() -> None:
    assert _without_brackets({"a": "退化林修复（含低效林）", "b": "面积（6+7）"}) == {"a": "退化林修复", "b": "面积"}
    same = {"a": "人口（城）", "b": "人口（县）"}
    assert _without_brackets(same) == same
