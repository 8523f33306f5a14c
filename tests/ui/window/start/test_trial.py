"""A trial that teaches: a filled quarter with planted mistakes, what to do about each, a sealed return, a way out."""

import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from forms.demo.tasks import tasks_of
from forms.seals.keys import keys
from models.checks.explanations import REASONS
from models.checks.findings import CONFIRMATION
from tests.ui.filing_page import filing_of
from ui.basics.completion import Mark
from ui.basics.window_settings import WindowMemory
from ui.screens.overview import OverviewScreen
from ui.session import trial_workspace
from ui.session.screen import OVERVIEW
from ui.session.trial_workspace import INSIDE, PREFIX, make_practice, sweep_trials
from ui.window.main_window import MainWindow
from ui.window.unit_desk import UnitDesk


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    monkeypatch.setattr(trial_workspace.tempfile, "tempdir", str(tmp_path))
    made = MainWindow(tmp_path / "unit", WindowMemory(tmp_path / "memory.ini"))
    qtbot.addWidget(made)
    made.show()
    return made


def started(qtbot: QtBot, window: MainWindow) -> UnitDesk:
    assert window.start is not None
    window.start.trial_wanted.emit()
    assert window.desk is None, "it is made in the background"
    qtbot.waitUntil(lambda: window.desk is not None, timeout=60_000)
    assert window.desk is not None
    return window.desk


def test_the_trial_names_what_to_do_and_counts_it_down_to_a_sealed_return(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    desk = started(qtbot, window)
    session = desk.session
    tasks = {one.kind: one.at for one in tasks_of(session.workspace.store)}
    assert set(tasks) == {"mend", "fill", "confirm", "explain"} and session.test
    assert desk.page == OVERVIEW and set(tasks.values()) == session.standing.waiting, "nothing else is left to do"
    screen = next(one for one in desk.screens if isinstance(one, OverviewScreen))
    assert [one.accessibleName()[:2] for one in screen.lines[:5]] == ["1．", "2．", "3．", "4．", "5．"]
    marks = [session.standing.mark(at) for at in tasks.values()]
    assert {Mark.ERROR, Mark.MISSING, Mark.WARNING} <= set(marks)
    desk.edits.put(tasks["mend"], "12.5")
    desk.edits.put(tasks["fill"], "未开展")
    for kind, words in (("confirm", CONFIRMATION), ("explain", "按部门初步统计，年报更正")):
        found = [one for one, mark in session.findings_at(tasks[kind]) if mark is Mark.WARNING]
        for one in found:
            session.explain(one.key, CONFIRMATION if one.check.confirm else words, next(iter(REASONS)))
    for one, mark in session.standing.findings:  # what follows from the figures just typed
        if mark is Mark.WARNING:
            session.explain(one.key, "试用时键入的数，按实际情况说明", next(iter(REASONS)))
    assert session.standing.counts.errors == 0, [f.message for f, m in session.standing.findings if m is Mark.ERROR]
    assert session.standing.counts.can_file
    desk.go("filing")
    filing = filing_of(desk)
    filing._go_without()
    filing.seal.unsigned.setText("试用，不送领导审签")
    with keys.signer_cache(rounds=2000):
        filing.passphrase.setText("abcd-1234")
        filing.again.setText("abcd-1234")
        filing.file()
        qtbot.waitUntil(lambda: session.locked and not filing.busy, timeout=60_000)
    assert "测试" not in "".join(one.name for one in filing.seal.out.iterdir())
    desk.go(OVERVIEW)
    assert screen.lines[4].accessibleName().startswith("5．") and "去做" not in screen.lines[4].accessibleName()


def test_the_way_out_leads_back_to_the_start_and_takes_the_folder_away(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    desk = started(qtbot, window)
    folder = desk.session.workspace.folder
    leave = next(one for one in desk.findChildren(QPushButton) if one.text() == "退出试用")
    leave.click()
    qtbot.waitUntil(lambda: window.desk is None and window.start is not None)
    assert not folder.parent.exists() and window.windowTitle() == "碳报"


def test_what_earlier_trials_left_is_swept_and_nothing_else(tmp_path: Path) -> None:
    left, open_ = make_practice(tmp_path), make_practice(tmp_path)
    young = make_practice(tmp_path)
    other = tmp_path / "tanbao-data" / INSIDE
    other.mkdir(parents=True)
    for folder in (left, open_):
        os.utime(folder, (0, 0))
    with trial_workspace.UnitWorkspace.open(open_):
        os.utime(open_, (0, 0))
        sweep_trials(tmp_path)
    assert [folder.exists() for folder in (left, open_, young, other)] == [False, True, True, True]
    assert not left.parent.exists() and left.parent.name.startswith(PREFIX)
