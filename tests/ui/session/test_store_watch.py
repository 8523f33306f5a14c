"""The open store is looked after while nobody types, and a file that is taken away is told before anything is lost."""

import sys
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from models.basics.errors import AppError, MachineError
from models.basics.period import PLAN_ZONE
from models.proof.proof import require_sound
from models.sheet.cells import Cell, State
from models.store import UnitStore
from models.store.file import verifying
from models.store.file.files import STORE
from models.workspace.act import RESTORED, ActKind, act
from tests.altered import alter
from ui.basics.completion import Mark
from ui.basics.jobs import Lane
from ui.frame.bars import BottomBar
from ui.session import store_watch
from ui.session.store_watch import StoreWatch


@pytest.fixture
def said(qtbot: QtBot) -> list[tuple[str, Mark]]:
    return []


def texts(bar: BottomBar) -> str:
    return " ".join(one.text() for one in bar.findChildren(QLabel))


def watch(store: UnitStore, said: list[tuple[str, Mark]], qtbot: QtBot) -> StoreWatch:
    from PySide6.QtCore import QObject

    parent = QObject()
    store.be_quick()

    def note(words: str, mark: Mark) -> None:
        said.append((words, mark))

    made = StoreWatch(store, Lane(parent), note, note, parent)
    made.keep = parent  # type: ignore[attr-defined]
    return made


def test_at_rest_everything_is_in_the_file(
    tmp_path: Path, qtbot: QtBot, said: list[tuple[str, Mark]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_watch, "IDLE", 0)
    with UnitStore.create(tmp_path, "610924") as store:
        store.put_value("x", "1")
        watch(store, said, qtbot).look()
        assert (tmp_path / f"{STORE}-wal").stat().st_size == 0
    assert said == []


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be taken away there")
def test_a_file_that_is_taken_away_is_said_once(tmp_path: Path, qtbot: QtBot, said: list[tuple[str, Mark]]) -> None:
    with UnitStore.create(tmp_path, "610924") as store:
        made, bar = watch(store, said, qtbot), BottomBar()
        qtbot.addWidget(bar)
        made.gone.connect(bar.show_gone)
        bar.show_saved(datetime(2020, 10, 12, 9, 0, tzinfo=PLAN_ZONE))
        (tmp_path / STORE).rename(tmp_path / "elsewhere")
        made.look()
        made.look()
        assert [mark for _, mark in said] == [Mark.ERROR]
        assert "刚才的内容没有保存" not in said[0][0], "nothing was entered"
        assert "不能保存" in texts(bar) and "已保存" not in texts(bar), "what was saved before says nothing of now"
        (tmp_path / "elsewhere").rename(tmp_path / STORE)
        made.look()
        made.look()
        assert "已保存 09:00:00" in texts(bar)
        assert [mark for _, mark in said] == [Mark.ERROR, Mark.DONE], "what was said of the file is taken back, once"
        store.put_value("x", "1")
        (tmp_path / STORE).rename(tmp_path / "elsewhere")
        with pytest.raises(MachineError, match="store_gone"):
            store.put_value("x", "2")
        made.look()
        assert "刚才的内容没有保存" in said[-1][0]
        (tmp_path / "elsewhere").rename(tmp_path / STORE)
    made.look()
    assert not made.timer.isActive()
    assert len(said) == 3


def test_a_cell_altered_behind_the_program_is_said_soon_after_opening(
    tmp_path: Path, qtbot: QtBot, said: list[tuple[str, Mark]]
) -> None:
    with UnitStore.create(tmp_path, "610924") as store:
        cell = Cell(State.VALUE, Decimal("1.65"), "1.65")
        store.sheets.put_cells("2020Q3", {"Q06.1": cell}, "张三")
        assert alter(tmp_path, "UPDATE cells SET value = '9.65'")
        made = watch(store, said, qtbot)
        qtbot.waitUntil(lambda: bool(said))
        assert "填报的数“2020Q3　Q06.1”" in said[0][0] and made.timer.isActive()


def test_an_act_on_a_record_altered_meanwhile_is_done_and_told(
    tmp_path: Path, qtbot: QtBot, said: list[tuple[str, Mark]]
) -> None:
    with UnitStore.create(tmp_path, "610924") as store:
        store.put_settings(1, "{}", datetime.now(PLAN_ZONE), "王某")
        made = watch(store, said, qtbot)
        qtbot.waitUntil(lambda: not made._busy)
        alter(tmp_path, "UPDATE settings SET content = '{ }'")
        with act(store, "王某", ActKind.SET):
            store.put_value("contact", "0915-1")
        made.look()
        made.look()
        assert [mark for _, mark in said] == [Mark.ERROR] and "可能被别的程序改动过" in said[0][0]
        assert store.get_value("contact") == "0915-1"


def test_a_restored_store_says_so_when_it_is_opened(tmp_path: Path, qtbot: QtBot, said: list[tuple[str, Mark]]) -> None:
    with UnitStore.create(tmp_path, "610924") as store:
        store.put_value(RESTORED, "[]")
        made = watch(store, said, qtbot)
        qtbot.waitUntil(lambda: bool(said))
        assert "恢复后的核对" in said[0][0] and made.timer.isActive()


def test_a_large_record_is_compared_in_the_background_and_before_anything_is_issued(
    tmp_path: Path, qtbot: QtBot, said: list[tuple[str, Mark]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "LARGE", 0)
    monkeypatch.setattr(store_watch, "EVERY", 10)
    with UnitStore.create(tmp_path, "610924") as store:
        made = watch(store, said, qtbot)
        assert store.acts.comparison.is_comparing
        require_sound(store, shown=True)
        qtbot.waitUntil(lambda: not store.acts.comparison.is_comparing)
        store.put_settings(1, "{}", datetime.now(PLAN_ZONE), "王某")
        assert not store.acts.comparison.is_comparing, "what holds still does after an act of ours"
        with qtbot.waitSignal(made.compared):
            alter(tmp_path, "UPDATE settings SET content = '{ }'")
            require_sound(store, shown=True)  # nobody stands still
        with pytest.raises(AppError, match="record_broken"):
            require_sound(store, shown=True)
        with pytest.raises(AppError, match="record_broken"):
            require_sound(store)
    assert [mark for _, mark in said] == [Mark.ERROR]
