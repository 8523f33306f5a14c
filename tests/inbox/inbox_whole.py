"""A whole city's attachments at once: 33 returns in two forms under four names each, 20 zips, 20 mails, 91 others.

Run by `python3 build/tasks.py inbox`; apart from `test` because it takes a minute. A town of two units stands in
tests/flow/office/test_batches.py.
"""

import os
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from forms.demo.demo import play
from forms.office.intake import receive_batch
from forms.office.office import change_settings, create_office
from models.basics.period import PLAN_ZONE
from models.workspace.office_workspace import OfficeWorkspace
from tests.flow.inbox import Inbox
from tests.flow.town import SECRET, said_by
from ui.basics.window_settings import WindowMemory
from ui.office.screens.receptions import ReceptionsPage
from ui.window.main_window import MainWindow

FIRST, AGAIN = (datetime(2020, 10, 16, 10, minute, tzinfo=PLAN_ZONE) for minute in (0, 30))
PERIOD, UNITS, FILES, LINES = "2020Q3", 33, 395, 12


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A city's demonstration; TANBAO_DEMO names the folder of one that was made before."""
    if ready := os.environ.get("TANBAO_DEMO"):
        return Path(ready)
    out = tmp_path_factory.mktemp("demo") / "demo"
    play(out, 1, lambda _done, _of: None)
    return out


@pytest.fixture(scope="module")
def inbox(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the attachments."""
    forms = sorted(path for path in (demo / "报表").iterdir() if path.is_file())
    papers = [list(one) for _, one in groupby(forms, key=lambda path: path.stem)]
    assert len(papers) == UNITS
    folder = tmp_path_factory.mktemp("inbox") / "inbox"
    assert Inbox().fill(folder, papers) == FILES
    return folder


@pytest.fixture
def offices(demo: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Two offices that know the units' keys and have received nothing."""
    return _office(demo, tmp_path / "whole"), _office(demo, tmp_path / "stopped")


def _office(demo: Path, folder: Path) -> Path:
    office, _ = create_office(folder, None, None, SECRET, by="测试甲")
    with office, OfficeWorkspace.open(demo / "汇总单位") as played:
        change_settings(office, demo / "任务包" / "settings.toml", "测试甲", FIRST)
        for row in played.store.enrolled_keys():
            office.store.put_key(row)
    return folder


def test_it_is_one_act_and_few_lines_in_the_terminal_and_in_the_window(
    qtbot: QtBot, inbox: Path, offices: tuple[Path, Path], tmp_path: Path
) -> None:
    words = ("office", "receive", inbox, "--data", offices[0], "--at", FIRST.isoformat(), "--channel", "邮件")
    code, out, _ = said_by(*words)
    assert code == 1, "files that are no returns are told"
    assert len(out.splitlines()) <= LINES
    with OfficeWorkspace.open(offices[0]) as office:
        assert len(office.store.papers()) == UNITS == len(office.roster(PERIOD).received)
        refused = [row.file for row in office.store.receptions() if row.decision in ("rejected", "unread")]
        assert not [name for name in refused if "报送" in name or "来信" in name]
    window = MainWindow(offices[0], WindowMemory(tmp_path / "memory.ini"))
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    assert window.office is not None
    window.office.go("receptions", "")
    page = next(one for one in window.office.pages if isinstance(one, ReceptionsPage))
    assert 2 <= len(page.grid.lines.rows) <= LINES
    if folder := os.environ.get("TANBAO_PICTURES"):
        window.grab().save(str(Path(folder) / "inbox.png"))
    window.close()


def test_stopped_half_way_and_begun_again_it_ends_in_the_same_state(inbox: Path, offices: tuple[Path, Path]) -> None:
    whole, stopped = offices
    _receive(whole, inbox, FIRST, None)
    _receive(stopped, inbox, FIRST, FILES + FILES // 2)
    assert 0 < len(_state(stopped)) < len(_state(whole))
    _receive(stopped, inbox, AGAIN, None)
    assert _state(stopped) == _state(whole)


class _Stop(Exception):
    """Somebody pressed stop."""


def _receive(folder: Path, inbox: Path, at: datetime, stop: int | None) -> None:
    def progress(done: int, _of: int) -> None:
        if stop is not None and done >= stop:
            raise _Stop

    with OfficeWorkspace.open(folder) as office:
        try:
            receive_batch(office, [inbox], at=at, now=at, channel="邮件", by="测试甲", progress=progress)
        except _Stop:
            assert stop is not None


def _state(folder: Path) -> list[tuple[Any, ...]]:
    with OfficeWorkspace.open(folder) as office:
        rows = [(one.file, one.sha256, one.registered_at, one.decision) for one in office.store.receptions()]
        return rows + [(one.digest, one.registered, one.good) for one in office.store.papers()]
