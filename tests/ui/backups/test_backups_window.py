"""Backups in the window: written elsewhere, put back, what is lacking confirmed by a person; the record compared."""

from datetime import datetime
from pathlib import Path

from pytestqt.qtbot import QtBot

from models.basics.period import PLAN_ZONE
from models.workspace.act import RESTORED, ActKind, act
from models.workspace.backups import dated_copies
from tests.altered import alter
from ui.backups.menu import BackupActs, lacking_lines
from ui.backups.restore_page import RestorePage
from ui.basics.window_settings import WindowMemory
from ui.session.trial_workspace import make_trial
from ui.window.main_window import MainWindow


def window(qtbot: QtBot, folder: Path) -> MainWindow:
    made = MainWindow(folder, WindowMemory(folder.parent / "memory.ini"))
    qtbot.addWidget(made)
    return made


def acts_of(made: MainWindow, said: list[str]) -> BackupActs:
    assert made.desk is not None
    store = made.desk.session.workspace.store
    return BackupActs(
        store=store,
        window=made,
        lane=made.lane,
        tell=lambda words, _: said.append(words),
        leave=made._leave,
        show=made.show_page,
        opened=made.open_folder,
    )


def test_a_copy_is_made_and_put_back_and_what_it_lacks_is_confirmed(qtbot: QtBot, tmp_path: Path) -> None:
    folder, said = tmp_path / "unit", list[str]()
    make_trial(folder, "610924").store.close()
    made = window(qtbot, folder)
    acts = acts_of(made, said)
    acts.back_up(tmp_path / "stick")
    qtbot.waitUntil(lambda: len(said) == 1, timeout=60_000)
    (copy,) = (tmp_path / "stick").iterdir()
    assert copy.name in said[0]
    acts.check()
    qtbot.waitUntil(lambda: len(said) == 3, timeout=60_000)
    assert "办理记录完好" in said[2]
    with act(acts.store, "张三", ActKind.SET, about={"version": 7}):  # the copy does not know of it
        acts.store.put_settings(7, '{"version":7}', datetime.now(PLAN_ZONE), "张三")
    acts.restore()
    page = made.findChild(RestorePage)
    assert page is not None and made.desk is None
    assert page.box.copies.count() == len(dated_copies(folder)) == 1, "leaving has kept a copy of today"
    page.box.by.setText("李四")
    page.box.restore_from(copy / "tanbao.db")
    qtbot.waitUntil(lambda: not page.box.seen.isHidden(), timeout=60_000)
    assert "设置　张三" in page.box.lacking.text() and page.back.isHidden()
    made.open_folder(folder)  # left without a word: it waits in the menu
    again = acts_of(made, said)
    assert again.store.get_value(RESTORED) and [line.split("　")[1] for line in lacking_lines(again.store)] == ["设置"]
    dialog = again.ask_confirm()
    dialog.edits["by"].setText("李四")
    dialog.primary.click()
    assert not again.store.get_value(RESTORED)
    last = again.store.acts.rows()[-1]
    assert (last.kind, last.by, last.about["confirmed"]) == ("confirmed", "李四", "1")
    alter(folder, "UPDATE facts SET value = 'x' WHERE key = 'store.plan'")
    again.check()
    qtbot.waitUntil(lambda: len(said) == 6, timeout=60_000)
    assert "基本情况“在用方案”" in said[-1]
    made.close()
