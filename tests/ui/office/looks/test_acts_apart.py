"""Acts of the office are done in the background: the window lives on, a second press does nothing, the keyboard stays.

A job that waits stands in the lane before them, so that what is seen meanwhile is no matter of speed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Event

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from tests.flow.town import COUNTIES, SECRET
from tests.ui.office.conftest import PERIOD
from tests.ui.office.hands import BY, is_done, page, see_effect, type_in
from ui.office.asking import FieldsDialog
from ui.office.cases.figures import FigureCase
from ui.office.screens.review import ReviewPage
from ui.office.screens.rulings import RulingsPage
from ui.office.screens.settings import SettingsPage
from ui.office.work_bar import WorkBar
from ui.window.main_window import MainWindow
from ui.window.office_desk import OfficeDesk

UNIT, LATER = COUNTIES[0], "2030-01-19 17:30"


@contextmanager
def lane_waits(desk: OfficeDesk, words: str = "") -> Iterator[None]:
    """Something else goes on in the background for as long as this lasts, in words where it works with the store."""
    over = Event()
    desk._lane.run(desk, lambda _: over.wait(), lambda _: None, lambda _: None, words=words)
    try:
        yield
    finally:
        over.set()


def acts_of(desk: OfficeDesk) -> int:
    return len(desk.session.workspace.store.acts.rows())


def sent_back(desk: OfficeDesk, secret: str) -> FieldsDialog:
    desk.go("review", UNIT)
    review = page(desk, ReviewPage)
    review.send_back.click()
    dialog = review.acts.dialog
    assert dialog is not None
    type_in(dialog.edits, words="请核对造林面积", until=LATER, secret=secret, by=BY)
    return dialog


def stamped(desk: OfficeDesk, _: str) -> FieldsDialog:
    desk.go("unit", UNIT)
    desk.unit.stamping.stamp(UNIT)
    dialog: FieldsDialog = desk.unit.stamping.dialog
    digest = desk.session.lines[UNIT].in_force or ""
    type_in(dialog.edits, digest=digest[:16], day=f"{datetime.now(PLAN_ZONE):%Y-%m-%d}", by=BY)
    return dialog


@pytest.mark.parametrize("ask", [sent_back, stamped])
def test_an_act_of_a_dialog_shows_that_it_goes_on_and_is_done_once(
    qtbot: QtBot, window: MainWindow, desk: OfficeDesk, ask: object
) -> None:
    dialog, before = ask(desk, SECRET), acts_of(desk)  # type: ignore[operator]
    dialog.edits["by"].setFocus()
    with lane_waits(desk):
        for _ in range(2):
            qtbot.keyClick(dialog.edits["by"], Qt.Key.Key_Return)
        bar = dialog.findChild(WorkBar)
        assert dialog.isVisible() and bar.isVisible() and bar._words.text() == say("office.doing")
        assert dialog.focusWidget() is dialog.edits["by"] and dialog.edits["by"].isReadOnly()
        assert not bar.stop.isVisible() and not dialog.cancel.isEnabled(), "nobody is told that it can be stopped"
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        assert dialog.isVisible() and acts_of(desk) == before
    is_done(desk)
    assert acts_of(desk) == before + 1 and not dialog.isVisible()
    assert window.focusWidget() is desk.current.list_with_keyboard


def test_what_is_refused_is_said_in_the_dialog_and_the_keyboard_is_where_it_was(qtbot: QtBot, desk: OfficeDesk) -> None:
    dialog, before = sent_back(desk, "Wrong-Horse-13"), acts_of(desk)
    dialog.edits["secret"].setFocus()
    qtbot.keyClick(dialog.edits["secret"], Qt.Key.Key_Return)
    is_done(desk)
    assert dialog.isVisible() and "口令" in dialog._wrong.text() and acts_of(desk) == before
    assert dialog.focusWidget() is dialog.edits["secret"] and not dialog.edits["secret"].isReadOnly()
    type_in(dialog.edits, secret=SECRET)
    qtbot.keyClick(dialog.edits["secret"], Qt.Key.Key_Return)
    is_done(desk)
    assert acts_of(desk) == before + 1 and UNIT in desk.session.roster.returned, "what follows is shown at once"


def test_a_decision_is_taken_once_and_of_the_period_it_was_seen_in(qtbot: QtBot, desk: OfficeDesk) -> None:
    rulings, office = page(desk, RulingsPage), desk.session.workspace
    desk.go("rulings", "figure|Q06")
    assert isinstance(rulings.case(), FigureCase)
    type_in(rulings.form.edits, value="75.69", document="测试〔2021〕1号", reason="会商采信", by=BY, checked="测试乙")
    see_effect(qtbot, rulings)
    before, field = acts_of(desk), rulings.form.edits["checked"]
    field.setFocus()
    with lane_waits(desk):
        for _ in range(2):
            qtbot.keyClick(field, Qt.Key.Key_Return)
        assert not rulings.ready() and rulings.form._wrong.text() == say("office.doing")
        assert rulings.window().focusWidget() is field and field.isReadOnly()
        assert not desk.bottom.primary.isEnabled() and say("office.doing") in desk.bottom._next.text()
        desk.session.set_period("2020Q3")
    is_done(desk)
    assert acts_of(desk) == before + 1
    assert "Q06" in office.store.adjudications(PERIOD) and "Q06" not in office.store.adjudications("2020Q3")


def test_a_setting_is_kept_once_and_what_is_wrong_with_it_stands_under_it(qtbot: QtBot, desk: OfficeDesk) -> None:
    settings = page(desk, SettingsPage)
    desk.go("settings", f"due.{PERIOD}")
    type_in(settings.form.edits, value="2021-01-20 17:30", by=BY)
    see_effect(qtbot, settings)
    version, field = desk.session.settings.version, settings.form.edits["by"]
    field.setFocus()
    with lane_waits(desk):
        for _ in range(2):
            qtbot.keyClick(field, Qt.Key.Key_Return)
        assert not settings.ready() and settings.window().focusWidget() is field
        assert desk.session.settings.version == version
    is_done(desk)
    assert desk.session.settings.version == version + 1 and settings.grid.hasFocus()


def test_an_act_that_waits_for_a_reception_says_so_and_can_be_left(qtbot: QtBot, desk: OfficeDesk) -> None:
    """A reception takes minutes: nobody is kept in a dialog for as long."""
    dialog, before = stamped(desk, SECRET), acts_of(desk)
    dialog.edits["by"].setFocus()
    with lane_waits(desk, say("office.busy")):
        qtbot.keyClick(dialog.edits["by"], Qt.Key.Key_Return)
        bar = dialog.findChild(WorkBar)
        assert say("office.busy") in bar._words.text() and bar.stop.isVisible() and dialog.cancel.isEnabled()
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        assert not dialog.isVisible()
    is_done(desk)
    assert acts_of(desk) == before, "what was left is not done later"
