"""No sentence that lies over a page of the office covers what can be pressed there, or the current line."""

import pytest
from PySide6.QtTest import QTest

from tests.ui.seen import covered
from ui.basics.completion import Mark
from ui.window.main_window import MainWindow

WORDS = "已生成12份回执，放在“回执”文件夹，请按发送清单逐个单位发出，并在应报清单里记下发送的渠道和时间。"
SIZES = [(1920, 1080), (1366, 768), (1280, 720), (853, 480)]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_on_every_page_of_the_office(window: MainWindow, size: tuple[int, int]) -> None:
    desk, found = window.office, []
    assert desk is not None
    window.resize(*size)
    for page in desk.pages:
        desk.go(page.key, "")
        for words in (WORDS, WORDS * 3, f"{WORDS}\n{WORDS}\n{WORDS}"):
            desk.tell(words, Mark.DONE)
            for _ in range(20):
                QTest.qWait(20)
                if not (covers := covered(desk.said._sheet)):
                    break
            found += [f"{page.key}: {one}" for one in covers]
            if desk.said._sheet.isVisible() == desk.said.isVisible():
                found.append(f"{page.key}: said twice or not at all")
            desk.said.end()
    assert not found
