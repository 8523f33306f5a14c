"""A PC on which the program was never used, the office's papers, and a clerk at its keys: for the first run's tests."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from forms.office.office import create_office
from forms.papers.enrolment import enrol, make_request, request_in
from forms.papers.pack import make_pack
from forms.seals.keys import keys
from forms.unit.filing import file_return
from forms.unit.open_paper import take_paper
from models.basics.period import PLAN_ZONE
from models.workspace.unit_workspace import UnitWorkspace
from tests.ui.filing_page import complete
from ui.basics.jobs import Lane
from ui.basics.window_settings import WindowMemory
from ui.first_steps.card import StepCard
from ui.first_steps.key import KeyStep
from ui.first_steps.people import PeopleStep
from ui.first_steps.place import PlaceStep
from ui.first_steps.unit import UnitStep
from ui.session.session import Session
from ui.window.main_window import MainWindow
from ui.window.unit_desk import UnitDesk

OFFICE, MINE, PERIOD, UNIT = "office-1234", "River-Stone-42", "2020Q3", "M12"
SIGNERS = {"负责人": "张三", "审核人": "李四", "填表人": "王五", "电话": "0915-3210000", "承办单位": "城管科"}
AT = datetime(2020, 9, 25, 9, 0, tzinfo=PLAN_ZONE)


@pytest.fixture(scope="session")
def papers(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """What may lie on a clerk's desk: the pack, a certificate, the return that was sent last and one of test data."""
    root = tmp_path_factory.mktemp("papers")
    with keys.signer_cache(rounds=2000):  # dear key files are tested elsewhere
        office, _ = create_office(root / "office", None, "市低碳办", OFFICE)
        with office:
            pack = make_pack(office.store, office.folder, office.plan, office.settings, OFFICE, AT)
            take_paper(root / "old-pc", pack, unit=UNIT, by="")
            with UnitWorkspace.open(root / "old-pc") as old:
                request, _ = make_request(old.store, old.folder, old.plan, MINE, AT)
                asked = request_in(request)
                _, certificate = enrol(
                    office.store, office.folder, office.plan, asked, OFFICE, code=None, since=None, at=AT, by=""
                )
                sent = _sent(old, root / "sent")
                old.store.put_value("test", "1")
                test = _sent(old, root / "test", reason="测试")
    found = {"pack": pack, "certificate": certificate, "request": request, "other": b"%PDF-1.4 nothing of ours"}
    for name, content in found.items():
        (root / f"{name}.pdf").write_bytes(content)
    (root / "words.docx").write_bytes(b"PK\3\4 nothing either")
    named = {name: root / f"{name}.pdf" for name in found} | {"docx": root / "words.docx"}
    return named | {"return": sent[".pdf"], "book": sent[".xlsx"], "test": test[".pdf"]}


def _sent(workspace: UnitWorkspace, out: Path, reason: str = "") -> dict[str, Path]:
    lane = Lane()
    desk = UnitDesk(Session(workspace, PERIOD), lane, QToolButton())
    if reason:
        desk.session.reopen()
        desk.edits.put("Q10.1", "7")
    else:
        complete(desk.session)
    filed = file_return(workspace, desk.session.sheet, MINE, out, reason=reason, at=AT)
    lane.close()
    return {path.suffix: path for path in filed.files}


@pytest.fixture
def pc(qtbot: QtBot, tmp_path: Path) -> Iterator["Pc"]:
    """A PC on which the program was never used."""
    made = Pc(qtbot, tmp_path)
    yield made
    made.window.close()


class Pc:
    """The program on one PC, worked by keys."""

    def __init__(self, qtbot: QtBot, root: Path) -> None:
        self.qtbot, self.root = qtbot, root
        self.start()

    def start(self) -> None:
        memory = WindowMemory(self.root / "memory.ini")
        self.window = MainWindow(self.root / "unit", memory)
        self.qtbot.addWidget(self.window)
        self.window.show()
        self.window.activateWindow()

    def start_again(self) -> None:
        self.window.close()
        self.start()

    @property
    def card(self) -> StepCard:
        assert self.window.start is not None and self.window.start.card is not None
        return self.window.start.card

    @property
    def said(self) -> str:
        assert self.window.start is not None
        return self.window.start.notice.words

    def read_pack(self, path: Path) -> None:
        start = self.window.start
        assert start is not None
        start.read_pack(path)
        self.qtbot.waitUntil(lambda: not start.course.busy, timeout=10_000)

    def at(self, kind: type) -> None:
        self.qtbot.waitUntil(lambda: isinstance(self.card.step, kind), timeout=10_000)

    def press(self, key: Qt.Key) -> None:
        focus = self.window.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key)

    def enter(self) -> None:
        self.press(Qt.Key.Key_Return)

    def type(self, text: str) -> None:
        focus = self.window.focusWidget()
        assert isinstance(focus, QLineEdit)
        focus.insert(text)  # Chinese comes through an input method

    def to_unit(self, pack: Path) -> None:
        self.read_pack(pack)
        self.enter()
        self.at(UnitStep)

    def to_place(self, pack: Path, unit: str = "csgl") -> PlaceStep:
        self.to_unit(pack)
        self.type(unit)
        self.enter()
        self.at(PlaceStep)
        assert isinstance(self.card.step, PlaceStep)
        return self.card.step

    def to_key(self, pack: Path) -> None:
        self.to_place(pack)
        self.on_to_key()

    def on_to_key(self) -> None:
        """From the place over the people to the key."""
        self.enter()
        self.at(PeopleStep)
        self.enter()
        self.at(KeyStep)

    def finish(self) -> UnitDesk:
        self.type(MINE)
        self.enter()
        self.type(MINE)
        self.enter()
        return self.desk()

    def desk(self) -> UnitDesk:
        self.qtbot.waitUntil(lambda: self.window.desk is not None, timeout=20_000)
        assert self.window.desk is not None
        return self.window.desk
