"""Case 1 of the acceptance cases, by hand: 汉滨区 fills its third quarter as a clerk would — pasting a column from Excel,
typing, choosing a state, explaining — and files it. Run on a virtual screen by `test_walk.py`.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from models.sheet.cells import State
from tests.screen.hand import Hand
from tests.screen.office import Office
from tests.ui.conftest import qapp  # noqa: F401 - the application is a fixture
from tests.ui.filing_page import filing_of
from ui.answers.answer_line import AnswerLine
from ui.first_steps.key import KeyStep
from ui.first_steps.people import PeopleStep
from ui.first_steps.place import PlaceStep
from ui.first_steps.unit import UnitStep
from ui.screens.progress import ProgressScreen
from ui.screens.table import TableScreen
from ui.window.main_window import MainWindow
from ui.window.unit_desk import UnitDesk

UNIT, PERIOD = "610902", "2020Q3"
PASSPHRASE = "River-Stone-42"
FORESTRY = (
    "１．２０\n—\n3.5\n2.1万亩\n500亩\n\n约5.15\n12．00"  # Q06.1 … Q06.8 as they stand in the clerk's Excel sheet
)
FIGURES = {
    "Q11.1": "51.2\t32.0\n46.3\n９０．４％", "Q20.1": "1545\n1480", "Q22.1": "148.0\n120.5", "Q23.1": "61.8\n50.1",
    "Q24.1": "186\n170",
}  # fmt: skip
COVER = ("甲", "乙", "丙", "0915-3210000", "2020.10.13")
READ = {"Q06.1": "1.2", "Q06.3": "3.5", "Q06.4": "2.1", "Q06.5": "0.05", "Q06.7": "5.15", "Q06.8": "12", "Q11.3": "90.43",
        "Q11.1/last_year": "32", "Q20.3": "95.79", "Q22.3": "81.42", "Q23.3": "81.07", "Q24.3": "91.4"}  # fmt: skip
PROGRESS = {"阶段": "推进中", "本期进展": "按方案正常推进，完成本季度任务"}
EXPLAINED = {"CK-A17": "2019年结转项目集中竣工", "CK-A03": "按样地监测结果测算"}


@pytest.fixture
def window(qapp: object, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:  # noqa: F811
    """The program on a PC where it was never used."""
    made = MainWindow(tmp_path / "data", QSettings(str(tmp_path / "memory.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(made)
    made.move(0, 0)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.lane.close()


def test_from_the_first_start_to_the_filed_papers(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    hand, office = Hand(qtbot), Office(tmp_path / "office")
    hand.take_picture("start")
    _first_run(hand, window, office)
    desk = window.desk
    assert desk is not None
    hand.take_picture("desk")
    _cover(hand, desk)
    _table(hand, desk)
    _progress(hand, desk)
    _explain(hand, desk)
    _file(hand, desk)
    (received,) = office.receive(sorted((tmp_path / "data").rglob("*_第1版_??????.pdf")))
    assert received["decision"] == "held" and received["unit"] == UNIT, "the first return waits for nobody"
    assert set(received["seals"].values()) <= {"untrusted", "valid"}


def _first_run(hand: Hand, window: MainWindow, office: Office) -> None:
    """Five steps from the pack to the desk."""
    start = window.start
    assert start is not None
    pack = office.pack.with_name("pack.pdf")
    pack.write_bytes(office.pack.read_bytes())
    hand.choose_file("打开任务包", pack, start)
    hand.wait_for(lambda: start.card is not None)
    card = start.card
    assert card is not None
    hand.take_picture("first-pack")
    hand.press("Return")
    hand.wait_for(lambda: isinstance(card.step, UnitStep))
    hand.type("hbq")
    hand.take_picture("first-unit")
    hand.press("Return")
    hand.wait_for(lambda: isinstance(card.step, PlaceStep))
    hand.take_picture("first-place")
    hand.press("Return")
    hand.wait_for(lambda: isinstance(card.step, PeopleStep))
    for text in COVER[:-1]:
        hand.paste(text)
        hand.press("Tab")
    hand.take_picture("first-people")
    hand.click(card.primary)
    hand.wait_for(lambda: isinstance(card.step, KeyStep))
    hand.type(PASSPHRASE)
    hand.press("Return")
    hand.type(PASSPHRASE)
    hand.take_picture("first-key")
    hand.press("Return")
    hand.wait_for(lambda: window.desk is not None, timeout=60_000)


def _page(hand: Hand, desk: UnitDesk, key: str) -> None:
    if desk.navigation.pages.row_of(key) < 0:  # folded away with others that are empty
        desk.go(key)
        return
    index = desk.navigation.pages.index(desk.navigation.pages.row_of(key), 0)
    hand.click_cell(desk.navigation, index)
    hand.wait_for(lambda: desk.page == key)


def _cover(hand: Hand, desk: UnitDesk) -> None:
    _page(hand, desk, "cover")
    lines = [one for one in desk.findChildren(QLineEdit) if one.isVisible() and one.isEnabled()]
    assert tuple(one.text() for one in lines[: len(COVER) - 1]) == COVER[:-1], "who signs was told at the first start"
    hand.click(lines[len(COVER) - 1])
    hand.paste(COVER[-1])
    hand.press("Tab")
    hand.take_picture("cover")
    assert desk.session.sheet.cell("封面.报出日期").text == "2020-10-13"


def _table(hand: Hand, desk: UnitDesk) -> None:
    _page(hand, desk, "A1")
    view = next(one for one in desk.screens if isinstance(one, TableScreen)).items
    hand.click_cell(view, view.table.index_of("Q06.1"))
    hand.paste(FORESTRY)
    hand.take_picture("pasted")
    sheet = desk.session.sheet
    assert sheet.cell("Q06.2").fault == "no_state", "a dash is no figure: which of the states it means is asked"
    hand.click_cell(view, view.table.index_of("Q06.2"))
    hand.press("F4")
    hand.take_picture("states")
    hand.press("1")
    hand.wait_for(lambda: desk.session.sheet.cell("Q06.2").state is State.NIL)
    for address, block in FIGURES.items():
        hand.click_cell(view, view.table.index_of(address))
        if "\t" in block or not block.isascii():
            hand.paste(block)
            continue
        for text in block.split("\n"):
            hand.type(text)
            hand.press("Return")
    hand.take_picture("table")
    read = {address: desk.session.sheet.cell(address).text for address in READ}
    assert read == READ
    assert desk.session.sheet.cell("Q03.1").state is State.NOT_DUE


def _progress(hand: Hand, desk: UnitDesk) -> None:
    """Paste stage and words of every task as one block; the columns stand where the plan has them."""
    _page(hand, desk, "progress")
    screen = next(one for one in desk.screens if isinstance(one, ProgressScreen))
    table, blocks = screen.view.table, desk.session.sheet.blocks
    said = {f"{block}.{name}": text for block in blocks for name, text in PROGRESS.items()}
    names = [column.name for column in table.columns]
    first, last = min(map(names.index, PROGRESS)), max(map(names.index, PROGRESS))
    line = "\t".join(PROGRESS.get(name, "") for name in names[first : last + 1])
    hand.click_cell(screen.view, table.index(0, first + 1))
    hand.paste("\n".join([line] * table.rowCount()))
    hand.wait_for(lambda: all(desk.session.sheet.cell(address).text == text for address, text in said.items()))
    hand.take_picture("progress")


def _explain(hand: Hand, desk: UnitDesk) -> None:
    counts = desk.session.standing.counts
    assert (counts.errors, counts.missing, counts.open_warnings) == (0, 0, 3) and not counts.can_file
    _page(hand, desk, "findings")
    hand.take_picture("findings")
    for _ in range(3):
        hand.press("F7")
        hand.wait_for(lambda: any(line.isVisible() for line in desk.findChildren(AnswerLine)))
        box = next(one for one in desk.findChildren(AnswerLine) if one.isVisible())
        if box.text is None:
            hand.click_button("确认", box)
        else:
            hand.click(box.text)
            hand.paste(EXPLAINED[box.finding.check.id])
            hand.press("Return")
            hand.wait_for(lambda: QApplication.activePopupWidget() is not None)
            hand.press("1")
        hand.take_picture(f"explained-{box.finding.check.id}")
    assert desk.session.standing.counts.can_file


def _file(hand: Hand, desk: UnitDesk) -> None:
    _page(hand, desk, "filing")
    hand.take_picture("filing")
    hand.click_button("送审稿", desk)
    hand.wait_for(lambda: not filing_of(desk).busy and "校验码" in _words(desk))
    hand.take_picture("draft")
    if hand.sees_button("关闭"):  # the draft is shown as it will be printed
        hand.click_button("关闭")
        hand.wait_for(lambda: not hand.sees_button("关闭"))
    hand.click(desk.bottom.primary)
    hand.wait_for(lambda: filing_of(desk).passphrase.isVisible())
    hand.take_picture("signed")
    hand.scroll_to(filing_of(desk).passphrase)
    hand.click(filing_of(desk).passphrase)
    hand.type(PASSPHRASE)
    assert not filing_of(desk).again.isVisible(), "typed twice at the first start, once from then on"
    hand.click(desk.bottom.primary)
    hand.wait_for(lambda: desk.session.locked, timeout=60_000)
    hand.take_picture("filed")


def _words(desk: UnitDesk) -> str:
    from PySide6.QtWidgets import QLabel

    return "\n".join(one.text() for one in filing_of(desk).findChildren(QLabel))
