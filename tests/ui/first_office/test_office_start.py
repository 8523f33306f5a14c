"""An office is set up in the window: it can be left and taken up again, and what it makes is what the commands make."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from forms.plan_book.files import write_book
from models.basics.period import parse_time
from models.office.first_office import office_choices
from models.plan.load import SHIPPED, load_plan
from models.store.office.office_store import OfficeStore
from models.workspace.first_run import OFFICE_CHOICES, person_of
from models.workspace.office_workspace import OfficeWorkspace
from tests.flow.town import SECRET, Town
from tests.forms.plan_book.test_read_plan import files, pack_of
from ui.basics.window_settings import WindowMemory
from ui.first_office.founding import found_office
from ui.first_office.office_start import OfficeStart
from ui.window.main_window import MainWindow

UNIT, Q3 = "610924", "2020Q3"


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path / "town")


@pytest.fixture
def window(qtbot: QtBot, town: Town, tmp_path: Path) -> Iterator[MainWindow]:
    made = MainWindow(town.office, WindowMemory(tmp_path / "settings.ini"))
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


def begin(window: MainWindow) -> OfficeStart:
    window.open_office_start()
    assert window.office_start is not None
    return window.office_start


def test_every_step_is_seen_whole_and_its_facts_stand_below_each_other(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(1280, 720)
    start = begin(window)
    (area,) = start.findChildren(QScrollArea)
    for step in ("plan", "office", "due", "key"):
        start._open(step)
        qtbot.wait(1)
        qtbot.waitUntil(lambda: not area.verticalScrollBar().isVisible())
        lines = [one for one in start.stepper.children() if isinstance(one, QFrame) and one.isVisible()]
        facts = [one.findChildren(QLabel)[2] for one in lines if one.objectName() in ("step-line", "step-open")]
        assert len({fact.mapTo(start, QPoint(0, 0)).x() for fact in facts}) == 1 and len(facts) == 5


def test_a_plan_that_is_dropped_is_the_one_chosen(window: MainWindow) -> None:
    start, city = begin(window), Path(__file__).resolve().parents[2] / "plans" / "lincheng-2026"
    window.take([city])
    assert window.shown is start and start.plan is not None and start.plan.id != "AK-LC-2020"
    assert Path(start.choices.plan) == city
    start.go_on()
    window.take([SHIPPED])
    assert start.plan.id != "AK-LC-2020", "what is chosen is changed where it is chosen"


def test_a_pack_is_no_plan_to_set_an_office_up_with_and_the_way_out_is_told(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    start, pack = begin(window), tmp_path / "任务包.pdf"
    pack.write_bytes(pack_of({"files": files()}))
    window.take([pack])
    qtbot.waitUntil(lambda: not start._busy, timeout=10_000)
    assert window.shown is start and start.plan is not None and start.plan.id == "AK-LC-2020", "nothing has changed"
    assert "任务包" in start.notice.words and "开始页" in start.notice.words


def test_the_book_of_a_plan_is_chosen_as_its_folder_is(
    qtbot: QtBot, window: MainWindow, town: Town, tmp_path: Path
) -> None:
    start, city = begin(window), Path(__file__).resolve().parents[2] / "plans" / "lincheng-2026"
    book = write_book(city, tmp_path / "方案.xlsx")
    wrong = openpyxl.load_workbook(book)
    wrong["单位"]["B4"] = "没有的类别"
    wrong.save(tmp_path / "不对.xlsx")
    window.take([tmp_path / "不对.xlsx"])
    qtbot.waitUntil(lambda: not start._busy, timeout=10_000)
    assert start.plan is not None and start.plan.id == "AK-LC-2020" and "方案" in start.notice.words
    start.plan_step.mark_problems()
    qtbot.waitUntil(lambda: not start._busy, timeout=10_000)
    assert (copies := [*tmp_path.glob("不对*批注*.xlsx")]) and copies[0].name in start.notice.words
    window.take([book])
    qtbot.waitUntil(lambda: not start._busy, timeout=10_000)
    read = start.plan
    assert read is not None and read.id == load_plan(city).id
    book.unlink()  # what was read is kept: the stick it lay on may be gone by the next step
    start._open("office")
    again = begin(window)
    assert (
        again.plan is not None
        and again.plan.digest == read.digest
        and again.choices.step == "office"
        and not again.notice.words
    )
    found_office(town.office, replace(again.choices, name="区发改局", by="王某"), SECRET)
    with OfficeWorkspace.open(town.office) as office:
        assert office.plan.digest == read.digest


def test_five_steps_lead_from_nothing_to_the_pack(
    qtbot: QtBot, window: MainWindow, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = begin(window)
    qtbot.waitUntil(lambda: window.focusWidget() is start.primary)
    start.go_on()
    qtbot.waitUntil(lambda: window.focusWidget() is start.by)
    start.by.setText("")
    start.go_on()
    assert start.choices.step == "office", "who acts is not said yet"
    start.by.setText("测试经办")
    start.go_on()
    start.due.edits[Q3].setText("下月中")
    start.go_on()
    assert start.choices.step == "due", "a time that is none is not taken"
    start.due.edits[Q3].setText("2020-10-15 17:30")
    start.due.fill()
    assert start.due.said()["2020Q1"] == "2020-04-15 17:30", "what stands is kept, the empty ones are filled"
    assert start.due.said()[Q3] == "2020-10-15 17:30"
    start.go_on()

    start = begin(window)
    assert (start.choices.step, start.choices.due[Q3]) == ("key", "2020-10-15 17:30"), "taken up where it was left"
    qtbot.waitUntil(lambda: window.focusWidget() is start.once)
    start.once.setText(SECRET)
    qtbot.keyClick(start.once, Qt.Key.Key_Return)
    assert window.focusWidget() is start.again, "Enter goes to the field that is still empty"
    start.again.setText(SECRET + "x")
    start.go_on()
    assert start.choices.step == "key" and not (town.office / "tanbao.db").exists()
    start.again.setText(SECRET)
    start.go_on()
    qtbot.waitUntil(lambda: start.choices.step == "pack", timeout=60_000)
    assert SECRET not in (town.office / OFFICE_CHOICES).read_text("utf-8")

    start = begin(window)
    start.secret.setText("Wrong-Horse-12")
    start.go_on()
    qtbot.waitUntil(lambda: not start._busy, timeout=60_000)
    assert start.files == (), "a wrong passphrase writes nothing"
    start.secret.setText(SECRET)
    start.go_on()
    qtbot.waitUntil(lambda: bool(start.files), timeout=60_000)
    start.go_on()
    assert window.office is not None
    assert office_choices(town.office).step == "plan" and not (town.office / OFFICE_CHOICES).exists()
    assert window.office.session.settings.due[Q3] == parse_time("2020-10-15 17:30")
    assert person_of(window.office.session.workspace.store) == "测试经办"
    pack, mail = start.files[0], start.mail.toPlainText()
    window.close()
    monkeypatch.setenv("TANBAO_PASSPHRASE", SECRET)
    told = town.call("unit", "open", pack, "--data", town.unit_folder(UNIT), "--unit", UNIT)
    assert any(code in mail for code in str(told).split() if code.count("-") == 3) or told
    assert town.call("office", "settings", "--data", town.office)["settings"]["due"][Q3] == "2020-10-15T17:30:00+08:00"


def test_an_office_whose_founding_was_cut_short_is_set_up_to_its_end_in_the_window(
    qtbot: QtBot, town: Town, tmp_path: Path
) -> None:
    OfficeStore.create(town.office).close()
    window = MainWindow(town.office, WindowMemory(tmp_path / "settings.ini"))
    qtbot.addWidget(window)
    page = window.office_start
    assert page is not None and window.shown is page, "nothing was issued: it is not kept closed as a damaged one is"
    plan = load_plan(SHIPPED)
    page.choose_plan(None)
    qtbot.waitUntil(lambda: page.plan is not None, timeout=20_000)
    found_office(town.office, replace(page.choices, name="市低碳办", by="张三"), SECRET)
    with OfficeWorkspace.open(town.office) as office:
        assert office.plan.id == plan.id and person_of(office.store) == "张三"
    window.close()
