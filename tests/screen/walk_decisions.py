"""Decisions at the office by hand: an 审定数 given with its grounds, signed for and taken back; a new key confirmed by
telephone to the very end, and ended again. Run on a virtual screen by `test_walk.py`.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from forms.papers.unit_key import put_key_aside
from models.basics.period import PLAN_ZONE
from models.todo.matters import MatterKind
from tests.flow.town import SECRET, Town
from tests.screen.hand import Hand
from tests.screen.program import program_window
from tests.screen.walk_office_day import _at, _open_matter, _page
from tests.ui.conftest import qapp  # noqa: F401 - the application is a fixture
from ui.office.cases.figures import FigureCase
from ui.office.cases.keys import EndCase
from ui.office.cases.papers import KeyCase
from ui.office.figures.unfolded import row_key
from ui.office.screens.keys import KeysPage
from ui.office.screens.rulings import RulingsPage
from ui.office.screens.summary import SummaryPage
from ui.window.main_window import MainWindow
from ui.window.office_desk import OfficeDesk

UNIT, PERIOD = "610902", "2020Q3"
BY, CHECKED, NEW_SECRET = "测试甲", "测试乙", "Another-Horse-77"


@pytest.fixture
def code(tmp_path: Path) -> list[str]:
    """The 核对码 that is read out on the telephone."""
    return []


@pytest.fixture
def window(
    qapp: object,  # noqa: F811
    qtbot: QtBot,
    tmp_path: Path,
    code: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[MainWindow]:
    """An office with one return in force, and a correction of it under a key that nobody knows."""
    monkeypatch.setenv("TANBAO_PASSPHRASE", SECRET)
    town = Town(tmp_path / "town")
    town.open_unit(UNIT, town.pack_of_a_new_office())
    asked = town.request(town.unit_folder(UNIT))
    town.enrol(asked["file"], asked["code"])
    said = town.completed(UNIT, PERIOD, {"cells": {"Q06.1": "1.20"}})
    town.receive(*town.file(UNIT, PERIOD, said)["files"], at="2020-10-13T09:00")
    put_key_aside(town.unit_folder(UNIT), datetime.now(PLAN_ZONE))
    monkeypatch.setenv("TANBAO_PASSPHRASE", NEW_SECRET)
    said["cells"]["Q06.1"] = "1.30"
    town.receive(*town.file(UNIT, PERIOD, said, reason="漏报")["files"], at="2020-10-14T09:00")
    code.append(town.request(town.unit_folder(UNIT))["code"])
    with program_window(qtbot, town.office, tmp_path / "memory.ini") as made:
        yield made


def test_decisions_are_made_to_their_end_and_taken_back(qtbot: QtBot, window: MainWindow, code: list[str]) -> None:
    hand, desk = Hand(qtbot), window.office
    assert desk is not None
    desk.session.set_period(PERIOD)
    rulings = _at(desk, RulingsPage)
    assert isinstance(rulings, RulingsPage)
    _give(hand, desk, rulings)
    _sign(hand, desk, rulings)
    _take_back(hand, desk, rulings)
    _confirm(hand, desk, rulings, code[0])
    _end(hand, desk, rulings)
    done = [row.kind for row in desk.session.workspace.store.acts.rows()]
    assert done[-4:] == ["countersign", "withdraw", "enrol", "revoke"], "each once"


def _fill(hand: Hand, rulings: RulingsPage, **said: str) -> None:
    for name, text in said.items():
        hand.click(rulings.form.edits[name])
        hand.paste(text)


def _seen(hand: Hand, rulings: RulingsPage) -> None:
    hand.wait_for(lambda: rulings.ready() and not rulings.effect.refused(rulings._about()), timeout=60_000)


def _give(hand: Hand, desk: OfficeDesk, rulings: RulingsPage) -> None:
    """An 审定数 from the row of the figure; first one that cannot be meant."""
    _page(hand, desk, "summary")
    summary = _at(desk, SummaryPage)
    assert isinstance(summary, SummaryPage)
    number = next(n for n, row in enumerate(summary.grid.lines.rows) if row_key(row.key).indicator == "Q06")
    hand.click_cell(summary.grid, summary.grid.lines.index(number, 0))
    hand.click_button("审定", summary)
    hand.wait_for(lambda: desk.page == "rulings" and isinstance(rulings.case(), FigureCase))
    hand.take_picture("figure-asked")
    _fill(hand, rulings, value="75.69亩")
    hand.wait_for(lambda: rulings.effect.refused(rulings._about()), timeout=60_000)
    hand.take_picture("figure-refused")
    hand.click(rulings.form.edits["value"], times=2)
    hand.press("ctrl+a")
    hand.type("75.69")
    _seen(hand, rulings)
    _fill(hand, rulings, document="测试〔2020〕1号", reason="会商后采信部门数", by=BY, checked=BY)
    hand.press("Return")
    hand.wait_for(lambda: bool(rulings.form._wrong.text()) and rulings.ready(), timeout=60_000)
    hand.take_picture("figure-one-person")
    hand.click(rulings.form.edits["checked"], times=2)
    hand.press("ctrl+a")
    hand.paste(CHECKED)
    hand.take_picture("figure-filled")
    hand.press("Return")
    hand.wait_for(lambda: "Q06" in desk.session.workspace.store.adjudications(PERIOD), timeout=60_000)
    hand.wait_for(rulings.list.hasFocus)
    hand.take_picture("figure-given")


def _sign(hand: Hand, desk: OfficeDesk, rulings: RulingsPage) -> None:
    """Its 审定单 is written, and noted as signed."""
    row = next(n for n, one in enumerate(rulings.list.lines.rows) if one.key == "figure|Q06")
    hand.click_cell(rulings.list, rulings.list.lines.index(row, 0))
    hand.wait_for(lambda: isinstance(rulings.case(), FigureCase))
    hand.click(rulings.paper)
    folder = desk.session.workspace.folder / "审定单"
    hand.wait_for(lambda: any(folder.glob("*.pdf")) and rulings.ready(), timeout=60_000)
    hand.take_picture("figure-sheet")
    hand.click(rulings.signed)
    hand.wait_for(lambda: rulings.acts.dialog.isVisible())
    hand.click(rulings.acts.dialog.edits["by"], times=2)
    hand.press("ctrl+a")
    hand.paste(BY)
    hand.take_picture("figure-signing")
    hand.press("Return")
    hand.wait_for(lambda: not rulings.acts.dialog.isVisible(), timeout=60_000)
    hand.take_picture("figure-signed")


def _take_back(hand: Hand, desk: OfficeDesk, rulings: RulingsPage) -> None:
    row = next(n for n, one in enumerate(rulings.list.lines.rows) if one.key == "figure|Q06")
    hand.click_cell(rulings.list, rulings.list.lines.index(row, 0))
    hand.wait_for(lambda: isinstance(rulings.case(), FigureCase))
    _seen(hand, rulings)
    _fill(hand, rulings, reason="部门已更正，不再需要")
    hand.take_picture("withdraw-filled")
    hand.press("ctrl+Return")
    hand.wait_for(lambda: not desk.session.workspace.store.adjudications(PERIOD), timeout=60_000)
    hand.wait_for(rulings.ready)
    hand.take_picture("withdrawn")


def _confirm(hand: Hand, desk: OfficeDesk, rulings: RulingsPage, code: str) -> None:
    """The new key, with a code that was misheard first; then by the one that was read out."""
    before = desk.session.lines[UNIT].in_force
    _open_matter(hand, desk, MatterKind.HELD, "key-waits")
    assert isinstance(rulings.case(), KeyCase)
    _seen(hand, rulings)
    hand.take_picture("key-effect")
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
    _fill(hand, rulings, code=wrong, checked=CHECKED)
    hand.click(rulings.form.edits["secret"])
    hand.type(SECRET)
    hand.press("ctrl+Return")
    hand.wait_for(lambda: bool(rulings.form._wrong.text()) and rulings.ready(), timeout=60_000)
    hand.take_picture("key-misheard")
    assert desk.session.lines[UNIT].in_force == before and rulings.form.edits["secret"].text() == SECRET
    hand.click(rulings.form.edits["code"], times=2)
    hand.press("ctrl+a")
    hand.type(code.lower())
    hand.take_picture("key-filled")
    hand.press("ctrl+Return")
    hand.wait_for(lambda: desk.session.lines[UNIT].in_force != before, timeout=60_000)
    hand.wait_for(rulings.ready)
    hand.take_picture("key-confirmed")


def _end(hand: Hand, desk: OfficeDesk, rulings: RulingsPage) -> None:
    """The key that was confirmed is ended from the list of keys."""
    _page(hand, desk, "keys")
    keys = _at(desk, KeysPage)
    assert isinstance(keys, KeysPage)
    newest = max(desk.session.workspace.store.enrolled_keys(), key=lambda one: one.enrolled_at)
    row = next(n for n, one in enumerate(keys.grid.lines.rows) if one.key.endswith(newest.fingerprint))
    hand.click_cell(keys.grid, keys.grid.lines.index(row, 0))
    hand.take_picture("keys")
    hand.click(keys.ending)
    hand.wait_for(lambda: desk.page == "rulings" and isinstance(rulings.case(), EndCase))
    _seen(hand, rulings)
    hand.take_picture("end-lost")
    hand.click_cell(rulings.grid, rulings.grid.lines.index(0, 2))
    hand.wait_for(lambda: rulings.chosen == 1)
    hand.take_picture("end-compromised")
    _fill(hand, rulings, reason="口令外泄，电话核实", checked=CHECKED)
    hand.press("ctrl+Return")
    ended = lambda: {one.fingerprint: one.until for one in desk.session.workspace.store.enrolled_keys()}  # noqa: E731
    hand.wait_for(lambda: ended()[newest.fingerprint] is not None, timeout=60_000)
    hand.wait_for(rulings.ready)
    hand.take_picture("ended")
