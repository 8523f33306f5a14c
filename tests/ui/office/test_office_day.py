"""The twelve situations of an office's day, played in its window: each takes at most three acts and leaves a line.

An act is one deliberate step: a jump to a page, files dropped or chosen, a button pressed, a dialog confirmed. Filling
fields in, choosing in them and moving in a list are none. The line says who, when and why.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel
from pytestqt.qtbot import QtBot

from models.todo.matters import MatterKind
from models.workspace.act import ActKind
from tests.flow.town import SECRET, Town
from tests.once import BuiltOnce
from tests.ui.office import day
from tests.ui.office.conftest import PERIOD
from tests.ui.office.hands import BY, Hands, page
from ui.basics.window_settings import WindowMemory
from ui.files import dialogs
from ui.office.asking import CHOICE
from ui.office.screens.notices import NoticesPage
from ui.office.screens.rulings import RulingsPage
from ui.office.screens.settings import SettingsPage
from ui.office.screens.summary import SummaryPage
from ui.office.screens.today import TodayPage
from ui.window.main_window import MainWindow

CHECKED = "测试乙"


class Day(Hands):
    """One person at that office's window, and what is found there."""

    def __init__(self, qtbot: QtBot, window: MainWindow, town: Town) -> None:
        assert window.office is not None
        super().__init__(qtbot, window.office)
        self.window, self.town = window, town

    def page(self, kind: type[Any]) -> Any:
        return page(self.desk, kind)

    def enters(self, key: str) -> None:
        """Do what the row of 今天要办 that begins so says."""
        self.goes("今天要办")
        today = self.page(TodayPage)
        row = next(n for n, one in enumerate(today.list.lines.entries) if one.key.startswith(key))
        today.list.setCurrentIndex(today.list.lines.index(row))
        self.key(today.list, Qt.Key.Key_Return)

    def receives(self) -> None:
        """Say how what was dropped or chosen came, and wait until it is here."""
        self.confirms(self.desk.receiving.asking, channel="邮件", by=BY)
        self.qtbot.waitUntil(lambda: not self.desk.receiving.runs, timeout=60_000)

    def takes(self, box: QComboBox, value: str) -> None:
        """Choose in a field."""
        box.setCurrentIndex(box.findData(value))
        box.activated.emit(box.currentIndex())

    def decides(self, choice: str = "", **said: str) -> None:
        """Fill in what is asked beside what is compared, and decide."""
        form = self.page(RulingsPage).form
        if choice:
            self.takes(form.boxes[CHOICE], choice)
        self.fill(form.edits, **said)
        self.click(self.desk.bottom.primary)


def chooses(by: Day, unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Receive the files of a unit, chosen with F5."""

    def chosen(_: object) -> list[str]:
        by.acts += 1
        return [str(one) for one in day.files_of(by.town, unit)]

    with monkeypatch.context() as patch:
        patch.setattr(dialogs, "answer", chosen)
        by.comes_forward()
        by.key(by.desk, Qt.Key.Key_F5)
    by.receives()


def late(by: Day, monkeypatch: pytest.MonkeyPatch) -> tuple[ActKind, str]:
    chooses(by, day.LATE, monkeypatch)
    assert day.LATE in [one.unit for one in by.desk.session.roster.late]
    return ActKind.RECEIVE, "邮件"


def extension(by: Day, _: pytest.MonkeyPatch) -> tuple[ActKind, str]:
    by.goes(by.desk.session.unit_name(day.LATE))
    by.click(by.desk.unit.papers["extend"])
    by.confirms(by.desk.unit.dialog, until="2031-01-20 17:30", reason="停电", approved_by="李某", by=BY)
    assert day.LATE not in [one.unit for one in by.desk.session.roster.late]
    return ActKind.SET, "停电"


def _read_whole(checks: QComboBox) -> None:
    """Nobody knows a check by its code alone."""
    checks.showPopup()
    view = checks.view()
    assert view.viewport().width() >= view.sizeHintForColumn(0) or view.width() > 2 * checks.width()
    checks.hidePopup()


def waiver(by: Day, _: pytest.MonkeyPatch) -> tuple[ActKind, str]:
    by.goes("设置")
    settings = by.page(SettingsPage)
    settings.choose("waiver.new")
    _read_whole(settings.form.boxes["check"])
    for name, value in (("unit", day.LATE), ("check", "CK-A16")):
        by.takes(settings.form.boxes[name], value)
    assert settings.form.boxes["check"].currentText().startswith("CK-A16　“…”本期累计 … 小于上期累计 …")
    by.fill(settings.form.edits, reason="口径调整", approved_by="李某", by=BY)
    by.click(by.desk.bottom.primary)
    assert [(one.unit, one.check) for one in by.desk.session.settings.waivers] == [(day.LATE, "CK-A16")]
    assert any("CK-A16　“…”本期累计" in row.cells[0].text for row in settings.grid.lines.rows)
    return ActKind.SET, "口径调整"


def adjudication(by: Day, _: pytest.MonkeyPatch) -> tuple[ActKind, str]:
    coverage = by.desk.session.summary.of("Q06").coverage
    by.goes("Q06")
    by.click(by.page(SummaryPage).decide)
    by.decides(value="98.38", document="测试〔2021〕1号", reason="会商采信", by=BY, checked=CHECKED)
    found = by.desk.session.summary.of("Q06")
    assert (found.shown, found.basis, found.coverage) == ("98.38", "adjudicated", coverage)
    return ActKind.ADJUDICATE, "会商采信"


def ruling(by: Day, _: pytest.MonkeyPatch) -> tuple[ActKind, str]:
    by.enters(f"fork|{day.TWICE}")
    by.decides(choice="1", reason="以办公室电脑为准", by=BY, checked=CHECKED)
    (made,) = by.desk.session.workspace.rulings()
    assert made.keep == by.desk.session.lines[day.TWICE].in_force and day.TWICE not in by.desk.session.roster.disputed
    assert by.desk.session.workspace.store.acts.rows()[-1].about["checked_by"] == CHECKED
    return ActKind.RULE, "办公室电脑"


def revoked_key(by: Day, _: pytest.MonkeyPatch) -> tuple[ActKind, str]:
    by.goes(by.desk.session.unit_name(day.LOST_KEY))
    by.click(by.desk.unit.papers["end_key"])
    by.decides(choice="1", reason="口令外泄", by=BY, checked=CHECKED)
    assert day.LOST_KEY in by.desk.session.roster.held, "what was sealed with it is in doubt"
    return ActKind.REVOKE, "口令外泄"


def new_key(by: Day, _: pytest.MonkeyPatch) -> tuple[ActKind, str]:
    by.enters(f"held|{day.NEW_KEY}")
    code = (by.town.root / day.CODE).read_text("utf-8")
    by.decides(code=code, secret=SECRET, by=BY, checked=CHECKED)
    assert not [one for one in by.desk.session.lines[day.NEW_KEY].waiting]
    return ActKind.ENROL, "核对码已核对"


def renamed_unit(by: Day, _: pytest.MonkeyPatch) -> tuple[ActKind, str]:
    before = by.desk
    by.goes(by.desk.session.unit_name(day.RENAMED))
    by.click(by.desk.unit.papers["rename"])
    by.confirms(by.desk.unit.dialog, name="石泉市人民政府", since="2020-10-09", document="民函〔2020〕9号", by=BY)
    by.qtbot.waitUntil(lambda: by.window.office is not None and by.window.office is not before)
    assert by.window.office is not None
    by.desk = by.window.office
    assert by.desk.session.unit_name(day.RENAMED) == "石泉市人民政府"
    assert (by.desk.page, by.desk.unit.unit) == ("unit", day.RENAMED), "where it was done, what came of it is seen"
    assert any("更名为石泉市" in row.cells[1].text for row in by.desk.unit.record.lines.rows)
    heads = [one.text() for one in by.desk.unit.findChildren(QLabel)]
    assert any(one.startswith("石泉市人民政府") for one in heads)
    acts = by.acts
    for name in ("石泉县", "石泉市"):  # nothing else is stale: what was made before is made anew
        by.desk.go("today", "")
        by.goes(name)
        assert (by.desk.page, by.desk.unit.unit) == ("unit", day.RENAMED)
    by.acts = acts
    by.desk.go("roster", "")
    named = [cell.text for row in by.desk.current.grid.lines.rows if row.key == day.RENAMED for cell in row.cells]
    assert any("石泉市" in text for text in named) and not any(text == "石泉县人民政府" for text in named)
    return ActKind.PLAN, "更名为石泉市人民政府（方案升为2.0.1版）；民函〔2020〕9号"


def other_period(by: Day, monkeypatch: pytest.MonkeyPatch) -> tuple[ActKind, str]:
    chooses(by, day.OTHER, monkeypatch)
    rows = [" ".join(cell.text for cell in row.cells) for row in by.desk.current.grid.lines.rows[:2]]
    assert by.desk.session.plan.periods[day.EARLIER].name in rows[0]
    assert by.desk.session.unit_name(day.OTHER) in rows[1], "whose it is stands there without another key"
    return ActKind.RECEIVE, "邮件"


def corrected_after_the_notice(by: Day, _: pytest.MonkeyPatch) -> tuple[ActKind, str]:
    by.drops(day.files_of(by.town, day.CORRECTED))
    by.receives()
    assert MatterKind.MOVED in {one.kind for one in by.desk.session.matters}
    return ActKind.RECEIVE, "邮件"


def what_moved_since_the_notice(by: Day, _: pytest.MonkeyPatch) -> tuple[ActKind, str]:
    notices = by.page(NoticesPage)
    by.enters("moved|")
    by.click(notices.listing)
    by.qtbot.waitUntil(lambda: notices._job is None, timeout=60_000)
    assert list(notices.folder.glob("变动清单*.pdf"))
    return ActKind.ISSUE, "变动"


def chase_all(by: Day, _: pytest.MonkeyPatch) -> tuple[ActKind, str]:
    by.goes("今天要办")
    by.click(by.page(TodayPage).chase)
    dialog, missing = by.page(TodayPage).many.dialog, set(by.desk.session.roster.missing)
    by.confirms(dialog, channel="电话", by=BY)
    assert {one.unit for one in by.desk.session.workspace.store.chases(PERIOD)} == missing
    return ActKind.CHASE, "电话"


def auditor(by: Day, _: pytest.MonkeyPatch) -> tuple[ActKind, str]:
    by.goes("Q06")
    summary = by.page(SummaryPage)
    by.key(summary.grid, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    by.confirms(summary.dialog, reason="市审计局问营造林面积", by=BY)
    assert list((by.desk.session.workspace.folder / "数据来源单").glob("Q06_*.pdf"))
    return ActKind.TRACE, "市审计局"


SITUATIONS: tuple[Callable[[Day, pytest.MonkeyPatch], tuple[ActKind, str]], ...] = (
    late, extension, waiver, adjudication, ruling, revoked_key, new_key, other_period,
    corrected_after_the_notice, what_moved_since_the_notice, chase_all, auditor, renamed_unit,
)  # fmt: skip


def test_each_situation_of_the_day_takes_at_most_three_acts_and_leaves_a_line(
    qtbot: QtBot, filled: Path, built_once: BuiltOnce, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One after the other in one window, as on such a day; who, when and why stand in the record after each."""
    monkeypatch.setenv("TANBAO_PASSPHRASE", SECRET)
    made = built_once("office_day", lambda folder: day.a_day(filled, folder / "town")) / "town"
    town = Town.copy_of(made, tmp_path / "town")
    window = MainWindow(town.office, WindowMemory(tmp_path / "settings.ini"))
    qtbot.addWidget(window)
    window.show()
    by = Day(qtbot, window, town)
    by.comes_forward()
    by.desk.session.set_period(PERIOD)
    for situation in SITUATIONS:
        by.begins()
        kind, why = situation(by, monkeypatch)
        by.left(kind, why)
    window.close()
