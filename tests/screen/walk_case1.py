"""Case 1 of the acceptance cases, by keyboard alone: 汉滨区 fills its third quarter as a clerk would — pasting a column
from Excel, choosing a state, explaining — files it, and corrects it. The keys are counted and held against a
spreadsheet's. Run on a virtual screen by `test_walk.py`.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from models.basics.messages import say
from models.sheet.cells import State
from tests.screen.hand import Hand
from tests.screen.office import Office
from tests.screen.program import program_window
from tests.ui.conftest import qapp  # noqa: F401 - the application is a fixture
from tests.ui.filing_page import filing_of
from ui.answers.answer_line import AnswerLine
from ui.first_steps.key import KeyStep
from ui.first_steps.people import PeopleStep
from ui.first_steps.place import PlaceStep
from ui.first_steps.unit import UnitStep
from ui.screens.progress import ProgressScreen
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


# what a spreadsheet takes: Enter after each figure, arrows over totals; a "/"; a paste; a note beside each of three
SPREADSHEET = {"figures": 16 + 5, "a state": 2, "tasks": 2, "explanations": 9, "filing": 6, "correction": 12}


class CountingHand(Hand):
    """Counts what is pressed, by the job it is for; what is typed itself is no key, a paste is one."""

    def __init__(self, qtbot: QtBot) -> None:
        super().__init__(qtbot)
        self.jobs: Counter[str] = Counter()
        self._pressed = 0

    def press(self, *keys: str) -> None:
        self._pressed += len(keys)
        super().press(*keys)

    def write(self, text: str) -> None:
        """Write Chinese, which comes through an input method: pasted here, and no key."""
        self.paste(text)
        self._pressed -= 1

    def counted(self, job: str) -> None:
        """What was pressed since the last job was for this one."""
        self.jobs[job] += self._pressed
        self._pressed = 0


@pytest.fixture
def window(qapp: object, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:  # noqa: F811
    """The program on a PC where it was never used."""
    with program_window(qtbot, tmp_path / "data", tmp_path / "memory.ini") as made:
        yield made


def test_from_the_first_start_to_the_filed_papers(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    hand, office = CountingHand(qtbot), Office(tmp_path / "office")
    hand.take_picture("start")
    _first_run(hand, window, office)
    desk = window.desk
    assert desk is not None
    hand.take_picture("desk")
    hand.counted("first run")
    _table(hand, desk)
    _progress(hand, desk)
    _cover(hand, desk)
    hand.counted("cover")
    _explain(hand, desk)
    _file(hand, desk)
    _correct(hand, desk)
    check_keys(hand)
    (received,) = office.receive(sorted((tmp_path / "data").rglob("*_第1版_??????.pdf")))
    assert received["decision"] == "held" and received["unit"] == UNIT, "the first return waits for nobody"
    assert set(received["seals"].values()) <= {"untrusted", "valid"}


def _first_run(hand: Hand, window: MainWindow, office: Office) -> None:
    """Five steps from the pack to the desk."""
    start = window.start
    assert start is not None
    pack = office.pack.with_name("pack.pdf")
    pack.write_bytes(office.pack.read_bytes())
    hand.wait_for(lambda: has_keyboard(say("start.pack")))
    hand.choose_file_by_key("Return", pack)
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
    hand.press("Return")
    hand.wait_for(lambda: isinstance(card.step, KeyStep))
    hand.type(PASSPHRASE)
    hand.press("Return")
    hand.type(PASSPHRASE)
    hand.take_picture("first-key")
    hand.press("Return")
    hand.wait_for(lambda: window.desk is not None, timeout=60_000)


def _cover(hand: CountingHand, desk: UnitDesk) -> None:
    sheet = desk.session.sheet
    told = {sheet.cell(at).text for at in sheet.addresses() if at.startswith("封面.")}
    assert told.issuperset(COVER[:-1]), "who signs was told at the first start"
    hand.press("ctrl+Return")
    hand.wait_for(lambda: desk.page == "cover")
    hand.write(COVER[-1])
    hand.take_picture("cover")
    hand.press("Return")
    hand.wait_for(lambda: desk.session.sheet.cell("封面.报出日期").text == "2020-10-13")


def _go_to(hand: CountingHand, desk: UnitDesk, address: str) -> None:
    """Ctrl+Enter until the place that is wanted next."""
    for _ in range(30):
        if desk.place == address:
            return
        before = desk.place
        hand.press("ctrl+Return")
        hand.wait_for(lambda before=before: desk.place != before)
    raise AssertionError((address, desk.place))


def _table(hand: CountingHand, desk: UnitDesk) -> None:
    _go_to(hand, desk, "Q06.1")
    hand.paste(FORESTRY)
    hand.take_picture("pasted")
    assert desk.session.sheet.cell("Q06.2").fault == "no_state", "a dash: which of the states it means is asked"
    _go_to(hand, desk, "Q06.2")
    hand.counted("figures")
    hand.press("F4")
    hand.take_picture("states")
    hand.press("1")
    hand.wait_for(lambda: desk.session.sheet.cell("Q06.2").state is State.NIL)
    hand.counted("a state")
    for address, block in FIGURES.items():
        _go_to(hand, desk, address)
        hand.paste(block)
    hand.counted("figures")
    hand.take_picture("table")
    read = {address: desk.session.sheet.cell(address).text for address in READ}
    assert read == READ
    assert desk.session.sheet.cell("Q03.1").state is State.NOT_DUE


def _progress(hand: CountingHand, desk: UnitDesk) -> None:
    """Paste stage and words of every task as one block; the columns stand where the plan has them."""
    hand.press("ctrl+Return")
    hand.wait_for(lambda: desk.page == "progress")
    screen = next(one for one in desk.screens if isinstance(one, ProgressScreen))
    table, blocks = screen.view.table, desk.session.sheet.blocks
    said = {f"{block}.{name}": text for block in blocks for name, text in PROGRESS.items()}
    names = [column.name for column in table.columns]
    first, last = min(map(names.index, PROGRESS)), max(map(names.index, PROGRESS))
    line = "\t".join(PROGRESS.get(name, "") for name in names[first : last + 1])
    hand.paste("\n".join([line] * table.rowCount()))
    hand.wait_for(lambda: all(desk.session.sheet.cell(address).text == text for address, text in said.items()))
    hand.counted("tasks")
    hand.take_picture("progress")


def _explain(hand: CountingHand, desk: UnitDesk) -> None:
    counts = desk.session.standing.counts
    assert (counts.errors, counts.missing, counts.open_warnings) == (0, 0, 3) and not counts.can_file
    for left in (2, 1, 0):
        hand.press("F7")
        hand.wait_for(lambda: any(line.writing() for line in desk.findChildren(AnswerLine)))
        box = next(one for one in desk.findChildren(AnswerLine) if one.writing())
        if box.text is not None:
            hand.write(EXPLAINED[box.finding.check.id])
        hand.press("Return")  # presses the button of a conversion
        if box.text is not None:
            hand.wait_for(lambda: QApplication.activePopupWidget() is not None)
            hand.press("1")
        hand.wait_for(lambda left=left: desk.session.standing.counts.open_warnings == left)
        hand.take_picture(f"explained-{box.finding.check.id}")
    hand.counted("explanations")
    assert desk.session.standing.counts.can_file


def _sealed(hand: CountingHand, desk: UnitDesk) -> None:
    """From the step 送审 to the sealed papers: draft, look at it, leader, passphrase."""
    hand.press("Return")
    hand.wait_for(lambda: not filing_of(desk).busy and hand.sees_button("关闭"))
    hand.take_picture("draft")
    hand.press("Escape")
    hand.wait_for(lambda: not hand.sees_button("关闭"))
    hand.wait_for(desk.isActiveWindow)
    hand.press("Return")
    hand.wait_for(lambda: filing_of(desk).passphrase.isVisible())
    hand.take_picture("signed")
    assert not filing_of(desk).again.isVisible(), "typed twice at the first start, once from then on"
    hand.type(PASSPHRASE)
    hand.press("Return")
    hand.wait_for(lambda: desk.session.locked, timeout=60_000)


def _file(hand: CountingHand, desk: UnitDesk) -> None:
    hand.press("ctrl+Return")
    hand.wait_for(lambda: desk.page == "filing")
    hand.take_picture("filing")
    _sealed(hand, desk)
    hand.counted("filing")
    hand.take_picture("filed")


def _correct(hand: CountingHand, desk: UnitDesk) -> None:
    """From the filed page to the words of the mail, in six acts.

    改正并重出; the cell; the reason, with which the draft is made; the leader; the passphrase; the words are copied.
    """
    hand.press("shift+F6")
    hand.wait_for(lambda: has_keyboard(say("window.filing.reopen")))
    hand.press("Return")
    hand.wait_for(lambda: not desk.session.locked)
    hand.press("ctrl+k")
    hand.type("Q20.2")
    hand.press("Return")
    hand.wait_for(desk.isActiveWindow)
    hand.wait_for(lambda: desk.place == "Q20.2")
    hand.type("1481")
    hand.press("Return")
    hand.wait_for(lambda: desk.session.sheet.cell("Q20.2").text == "1481")
    hand.take_picture("corrected")
    hand.press("ctrl+Return")
    hand.wait_for(lambda: desk.page == "filing")
    hand.write("补记一处水厂")
    hand.take_picture("reason")
    _sealed(hand, desk)
    QApplication.clipboard().clear()
    hand.take_picture("sealed again")
    hand.press("Return")
    hand.wait_for(lambda: "第2版" in QApplication.clipboard().text())
    hand.counted("correction")


def has_keyboard(words: str) -> bool:
    """True while the button that says something has the keyboard."""
    focus = QApplication.focusWidget()
    return isinstance(focus, QPushButton) and focus.text() == words


def check_keys(hand: CountingHand) -> None:
    """No more keys than a spreadsheet takes."""
    assert all(hand.jobs[job] <= most for job, most in SPREADSHEET.items()), hand.jobs
