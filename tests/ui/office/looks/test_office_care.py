"""The office's desk for everybody: every page spoken, readable in both looks, whole in large type on a small screen."""

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from tests.ui.keys.test_sizes import LEAST, outside
from tests.ui.seen import cut, faint, heard, nameless
from ui.look.widgets import OneLine
from ui.office.grid import ROW, OfficeGrid
from ui.office.screens.review import ReviewPage
from ui.window.main_window import MainWindow

DRESSES = ("today", "review", "summary", "settings")  # pages that have every dress there is


@pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
def test_every_page_is_spoken_seen_in_both_looks_and_whole_in_large_type(qtbot: QtBot, window: MainWindow) -> None:
    """853×480 is what 1280×720 is at one and a half times the type. One window for all of it: it costs the most."""
    desk = window.office
    assert desk is not None
    wrong: list[tuple[str, str]] = []
    longest = max(desk.session.roster.expected, key=lambda unit: len(desk.session.unit_name(unit)))

    def walk(*, dark: bool) -> None:
        for key in (*(one.key for one in desk.pages), desk.unit.key):
            desk.go(key, longest if key == desk.unit.key else "")
            QCoreApplication.processEvents()
            found = [*outside(window), *cut(window)] if dark else nameless(desk)
            wrong.extend((key, one) for one in (*found, *(() if dark and key not in DRESSES else faint(desk))))

    window.resize(1280, 720)
    walk(dark=False)
    assert len(list(heard(desk))) > 10
    window.switch_look()
    window.resize(*LEAST)
    walk(dark=True)
    lines = [one for one in desk.unit.findChildren(OneLine) if one.isVisible()]
    assert lines[0].text() == desk.session.unit_name(longest)
    assert all(one.sizeHint().width() <= one.width() for one in lines), "whose page it is, and the telephone, are whole"
    window.switch_look()
    assert wrong == []


def test_names_and_files_take_one_line_in_a_wide_window(window: MainWindow) -> None:
    desk = window.office
    assert desk is not None
    found = {}
    for width in (1280, 1920):
        window.resize(width, 1080)
        for key in ("review", "receptions"):
            desk.go(key, "")
            QCoreApplication.processEvents()
            page = next(one for one in desk.pages if one.key == key)
            grid = page.papers if isinstance(page, ReviewPage) else page.list_with_keyboard
            assert isinstance(grid, OfficeGrid)
            found[width, key] = {grid.rowHeight(n) for n in range(grid.lines.rowCount())}
    assert found[1920, "review"] == found[1920, "receptions"] == {ROW}
    assert found[1280, "review"] != {ROW} != found[1280, "receptions"], "they are wrapped, never cut"
