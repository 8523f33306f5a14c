"""A new key between two windows that nobody closes: filed, telephoned about, registered, and counted from then on."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from forms.papers.unit_key import code_to_read_out, put_key_aside
from forms.unit.filing import file_return
from models.basics.period import PLAN_ZONE
from tests.flow.test_cases import forest
from tests.flow.town import COUNTIES, SECRET, Town
from tests.ui.office.conftest import PERIOD
from tests.ui.office.hands import BY, Hands, page
from ui.basics.window_settings import WindowMemory
from ui.office.screens.rulings import RulingsPage
from ui.office.screens.today import TodayPage
from ui.window.main_window import MainWindow
from ui.window.office_desk import OfficeDesk

UNIT, NEW = COUNTIES[0], "Another-Horse-77"


@pytest.fixture
def clerk(
    qtbot: QtBot, desk: OfficeDesk, town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MainWindow]:
    """The unit's window, open since it filed with a new key; the office's window has received that."""
    folder, now = town.unit_folder(UNIT), datetime.now(PLAN_ZONE)
    put_key_aside(folder, now)
    with monkeypatch.context() as patch:
        patch.setenv("TANBAO_PASSPHRASE", NEW)
        filed = town.file(
            UNIT, PERIOD, town.completed(UNIT, PERIOD, {"cells": forest("7")}), reason="漏报", out=town.out
        )
    made = MainWindow(folder, WindowMemory(tmp_path / "clerk.ini"))
    qtbot.addWidget(made)
    made.show()
    assert made.desk is not None
    made.desk.session.set_period(PERIOD)
    _received(qtbot, desk, filed["files"])
    yield made
    made.close()


def _received(qtbot: QtBot, desk: OfficeDesk, files: list[object]) -> None:
    desk.receiving._receive([Path(str(one)) for one in files], "邮件", BY)
    qtbot.waitUntil(lambda: not desk.receiving.runs, timeout=60_000)


def test_after_the_call_both_windows_go_on_without_a_new_start(
    qtbot: QtBot, desk: OfficeDesk, clerk: MainWindow, town: Town
) -> None:
    unit = clerk.desk
    assert unit is not None
    code = code_to_read_out(unit.session.workspace.store)
    assert code, "the clerk reads it out on the telephone"
    hands, rulings = Hands(qtbot, desk), page(desk, RulingsPage)
    hands.stands_on(page(desk, TodayPage), f"held|{UNIT}|")
    hands.click(desk.bottom.primary)
    hands.fill(rulings.form.edits, code=code, secret=SECRET, by=BY, checked="测试乙")
    hands.click(desk.bottom.primary)
    (certificate,) = (town.office / "登记证").glob(f"{UNIT}_*.pdf")
    clerk.take([certificate])
    qtbot.waitUntil(lambda: clerk.desk is not None and clerk.desk is not unit, timeout=60_000)
    unit = clerk.desk
    unit.session.set_period(PERIOD)
    store = unit.session.workspace.store
    assert store.get_value("certificate") and not code_to_read_out(store)
    unit.go("filing")
    said = " ".join(one.text() for one in unit.findChildren(QLabel) if one.isVisible())
    assert code not in said, "nothing is to be read out any more"
    unit.session.reopen()
    unit.edits.put("Q06.1", "8")
    again = file_return(unit.session.workspace, unit.session.sheet, NEW, town.out / "next", reason="补记")
    _received(qtbot, desk, list(again.files))
    assert desk.session.lines[UNIT].in_force == again.filed.digest, "accepted at once: no second call"
