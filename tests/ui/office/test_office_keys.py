"""The page of the guide with the office's keys, against the office's window."""

import re

from PySide6.QtGui import QKeySequence, QShortcut
from pytestqt.qtbot import QtBot

from models.basics.messages import CHINESE
from models.help.guide_pages import OFFICE_GUIDES, guide_pages
from ui.guide.guide_window import GuideWindow
from ui.window.main_window import MainWindow

TOLD = re.compile(r"^\| ([A-Z][A-Za-z\d+]*) \|", re.MULTILINE)
OF_LISTS = {"Enter", "Space", "Ctrl+A"}  # heard by the lists themselves: tests/ui/office/looks/test_office_grid.py
FURTHER = {"Ctrl+F1", "Copy", "Ctrl+Ins"}  # further names of keys that are told of


def pressed(shortcut: QShortcut) -> list[QKeySequence]:
    keys = shortcut.keys
    return list(keys())


def test_the_keys_of_the_office_are_those_on_its_page_and_f1_opens_the_guide_there(
    qtbot: QtBot, window: MainWindow
) -> None:
    pages = {page.key: page for page in guide_pages(CHINESE)}
    told = TOLD.findall(pages["961-office-keys"].text)
    assert window.office is not None and window.office.pages  # each is made when it is opened
    found = {
        one.toString().replace("Return", "Enter")
        for shortcut in window.findChildren(QShortcut)
        for one in pressed(shortcut)
    }
    assert len(told) == len(set(told)) and found - FURTHER == set(told) - OF_LISTS
    assert set(OFFICE_GUIDES) <= {page.key for page in window.office.pages}
    window.office.go("summary", "")
    window.open_guide()
    guide = window.findChild(GuideWindow)
    assert isinstance(guide, GuideWindow) and guide.page == "941-office-summary"
