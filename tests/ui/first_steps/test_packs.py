"""From the office's pack to a desk: choosing the unit, opening later papers while the desk is open."""

from datetime import datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from forms.office.office import create_office
from forms.papers.pack import make_pack
from models.basics.period import PLAN_ZONE
from models.workspace.act import RESTORED
from ui.basics.window_settings import WindowMemory
from ui.first_steps.key import KeyStep
from ui.first_steps.people import PeopleStep
from ui.first_steps.unit import UnitStep
from ui.window.main_window import MainWindow

PASSPHRASE = "office-1234"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    office, _ = create_office(tmp_path / "office", None, "市低碳办", PASSPHRASE)
    at = datetime(2020, 9, 25, 9, 0, tzinfo=PLAN_ZONE)
    path = tmp_path / "任务包.pdf"
    path.write_bytes(make_pack(office.store, office.folder, office.plan, office.settings, PASSPHRASE, at))
    office.store.close()
    return path


def opened(qtbot: QtBot, tmp_path: Path, pack: Path) -> MainWindow:
    window = MainWindow(tmp_path / "unit", WindowMemory(tmp_path / "memory.ini"))
    qtbot.addWidget(window)
    window.show()
    start = window.start
    assert start is not None
    start.read_pack(pack)
    qtbot.waitUntil(lambda: start.card is not None, timeout=10_000)
    card = start.card
    assert card is not None
    card.go_on()
    assert isinstance(card.step, UnitStep)
    card.step.search.setText("紫阳县人民政府")
    card.go_on()
    card.go_on()
    qtbot.waitUntil(lambda: isinstance(card.step, PeopleStep), timeout=10_000)
    card.go_on()
    assert isinstance(card.step, KeyStep)
    card.step.once.setText(PASSPHRASE)
    card.step.again.setText(PASSPHRASE)
    card.go_on()
    qtbot.waitUntil(lambda: window.desk is not None, timeout=20_000)
    return window


def test_a_unit_chosen_from_the_pack_opens_its_own_desk(qtbot: QtBot, tmp_path: Path, pack: Path) -> None:
    window = opened(qtbot, tmp_path, pack)
    assert window.desk is not None
    assert window.desk.session.sheet.unit_name == "紫阳县人民政府"
    assert not window.desk.session.test
    window.close()


def test_the_pack_opened_once_more_at_the_desk_changes_nothing_and_says_what_it_was(
    qtbot: QtBot, tmp_path: Path, pack: Path
) -> None:
    window = opened(qtbot, tmp_path, pack)
    assert window.desk is not None
    window.desk.edits.put("Q06.1", "1.2")
    window.desk.session.workspace.store.put_value(RESTORED, "[]")
    window.take([pack])
    qtbot.waitUntil(lambda: window.desk is not None and "恢复后的核对" in window.desk.notice.words, timeout=10_000)
    assert "已打开任务包" in window.desk.notice.words, "what stands does not hide what came of the paper"
    assert window.desk.session.workspace.store.sheets.cells(window.desk.session.period_id)["Q06.1"].raw == "1.2"
    window.close()


def test_a_file_that_is_no_paper_is_refused_in_words_and_the_desk_stays(
    qtbot: QtBot, tmp_path: Path, pack: Path
) -> None:
    window = opened(qtbot, tmp_path, pack)
    other = tmp_path / "其他.pdf"
    other.write_bytes(b"nothing")
    window.take([other])
    qtbot.waitUntil(lambda: window.desk is not None, timeout=10_000)
    assert window.desk is not None and window.desk.notice.words
    assert "程序出错" not in window.desk.notice.words
    window.close()
