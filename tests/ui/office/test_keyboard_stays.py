"""At the office the keyboard is always where one works on: in the list of the page, in the first field that is asked."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.flow.town import COUNTIES
from tests.ui.office.conftest import PERIOD
from tests.ui.office.hands import BY, is_done, page, see_effect, type_in
from ui.look.focus import part_with
from ui.office.screens.receptions import ReceptionsPage
from ui.office.screens.review import ReviewPage
from ui.office.screens.roster import RosterPage
from ui.office.screens.rulings import RulingsPage
from ui.office.screens.settings import SettingsPage
from ui.office.screens.today import TodayPage
from ui.window.main_window import MainWindow
from ui.window.office_desk import OfficeDesk


def press(desk: OfficeDesk, key: str) -> None:
    """Press a key of the desk."""
    next(one for one in desk.findChildren(QShortcut) if one.key() == QKeySequence(key)).activated.emit()


def test_every_page_gives_the_keyboard_to_its_list(window: MainWindow, desk: OfficeDesk) -> None:
    for one in desk.pages:
        desk.go(one.key, "")
        desk.take_focus()
        assert isinstance(window.focusWidget(), QAbstractItemView), one.key
    review = page(desk, ReviewPage)
    desk.go("review", "")
    desk.take_focus()
    assert window.focusWidget() is review.grid


def test_a_page_that_is_led_to_from_another_one_has_the_keyboard_in_its_list(
    window: MainWindow, desk: OfficeDesk
) -> None:
    desk.go("today", "")
    for key in ("summary", "roster", "settings", "rulings", "summary"):
        desk.take_focus()
        desk.go(key, "")
        assert window.focusWidget() is desk.current.list_with_keyboard, key


def test_a_page_that_is_entered_in_the_navigation_has_the_keyboard_and_f6_goes_round(
    qtbot: QtBot, window: MainWindow, desk: OfficeDesk
) -> None:
    receptions = page(desk, ReceptionsPage)
    row = desk.navigation.pages.index(desk.navigation.pages.row_of("receptions"))
    place = desk.navigation.visualRect(row).center()
    qtbot.mouseClick(desk.navigation.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert desk.page == "receptions" and window.focusWidget() is receptions.grid
    desk.navigation.setFocus()
    qtbot.keyClick(desk.navigation, Qt.Key.Key_Down)
    assert desk.page == "review" and window.focusWidget() is desk.navigation, "the arrows only turn pages"
    qtbot.keyClick(desk.navigation, Qt.Key.Key_Return)
    assert window.focusWidget() is page(desk, ReviewPage).grid
    went = []
    for _ in range(4):
        press(desk, "F6")
        went.append(part_with(desk._parts(), window.focusWidget()))
        assert went[-1] != "bar" or window.focusWidget() is desk.top.periods, "another period is two keys away"
    assert went == ["bottom", "bar", "navigation", "middle"]
    press(desk, "Shift+F6")
    assert window.focusWidget() is desk.navigation


def test_esc_says_that_typed_text_would_be_lost_before_it_is(qtbot: QtBot, desk: OfficeDesk) -> None:
    unit = COUNTIES[-1]
    for typed in ("left word", ""):
        desk.go("unit", unit)
        desk.unit.acts.chase(unit)
        dialog = desk.unit.acts.dialog
        qtbot.keyClicks(dialog.edits["note"], typed)
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        assert dialog.isVisible() is bool(typed), "what nothing was typed into closes at once"
    desk.unit.acts.chase(unit)
    dialog = desk.unit.acts.dialog
    qtbot.keyClicks(dialog.edits["note"], "a")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert "再按一次 Esc" in dialog._wrong.text()
    qtbot.keyClicks(dialog.edits["note"], "b")
    assert not dialog._wrong.text(), "what is said ends with the next key"
    dialog.close()
    assert dialog.isVisible() and dialog.edits["note"].text() == "ab", "nor does the frame's button lose it"
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_tab_comes_from_the_list_to_every_button_above_it(qtbot: QtBot, window: MainWindow, desk: OfficeDesk) -> None:
    for one in desk.pages:
        desk.go(one.key, "")
        desk.take_focus()
        met: list[QWidget | None] = []
        while (now := window.focusWidget()) not in met:
            met.append(now)
            qtbot.keyClick(now, Qt.Key.Key_Tab)
        buttons = [
            button
            for button in one.findChildren(QPushButton)
            if button.isVisible() and button.isEnabled() and button.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]
        assert [button.text() for button in buttons if button not in met] == [], one.key


def test_the_box_of_periods_gives_it_back(qtbot: QtBot, window: MainWindow, desk: OfficeDesk) -> None:
    today = page(desk, TodayPage)
    desk.go("today", "")
    desk.top.periods.setFocus()
    qtbot.waitUntil(lambda: desk._lane.idle)
    desk.top.period_chosen.emit("2020Q2")
    desk.top.period_chosen.emit("2020Q3")
    assert desk.session.period_id == PERIOD and "第三季度" in desk.said.words, "it is worked out in the background"
    qtbot.waitUntil(lambda: desk.session.period_id == "2020Q3" and window.focusWidget() is today.list)
    assert not desk.said.words and desk.session.roster.period == "2020Q3"
    qtbot.waitUntil(lambda: desk._lane.idle)
    assert desk.session.period_id == "2020Q3", "the one that was chosen last stays"


def test_what_is_asked_has_it_and_the_list_has_it_again_after_the_act(
    qtbot: QtBot, window: MainWindow, desk: OfficeDesk
) -> None:
    roster, unit = page(desk, RosterPage), COUNTIES[-1]
    desk.go("roster", "")
    roster.grid.choose(unit)
    qtbot.keyClick(roster.grid, Qt.Key.Key_Space)
    roster.many["extend"].setFocus()
    roster.many["extend"].click()
    dialog = roster.acts.dialog
    assert dialog is not None and dialog.focusWidget() is dialog.edits["until"], "not the units that are only listed"
    type_in(dialog.edits, until="2021-01-20 17:30", reason="停电", approved_by="李某", by=BY)
    qtbot.waitUntil(dialog.primary.isEnabled, timeout=60_000)
    qtbot.keyClick(dialog.edits["by"], Qt.Key.Key_Return)
    is_done(desk)
    assert not dialog.isVisible() and window.focusWidget() is roster.grid


def test_a_setting_is_entered_at_its_first_field_and_left_into_the_list(
    qtbot: QtBot, window: MainWindow, desk: OfficeDesk
) -> None:
    settings = page(desk, SettingsPage)
    desk.go("settings", "waiver.new")
    assert desk.bottom.primary.text() == "保存：免审"
    qtbot.waitUntil(lambda: settings.form.boxes["check"].isVisible())
    qtbot.keyClick(settings.grid, Qt.Key.Key_Return)
    assert window.focusWidget() is settings.form.boxes["check"]
    settings.form.boxes["check"].setCurrentIndex(settings.form.boxes["check"].findData("CK-A16"))
    box = settings.form.boxes["unit"]
    box.setCurrentIndex(box.findData(COUNTIES[0]))
    type_in(settings.form.edits, reason="口径调整", approved_by="李某", by=BY)
    see_effect(qtbot, settings)
    qtbot.keyClick(settings.form.edits["by"], Qt.Key.Key_Return)
    is_done(desk)
    assert desk.session.settings.waivers and window.focusWidget() is settings.grid


def test_heads_of_what_was_decided_do_not_stay(desk: OfficeDesk) -> None:
    rulings = page(desk, RulingsPage)
    desk.go("rulings", "figure|Q06")
    head = rulings.grid.horizontalHeader()
    assert rulings.case() is not None and not head.isHidden() and desk.bottom.primary.text()
    desk.session.reload()  # nothing asks for that figure any more
    assert rulings.case() is None and rulings.list.empty
    assert head.isHidden() and not desk.bottom.primary.isVisible()


def test_esc_in_a_field_goes_to_the_list_of_its_page_before_it_leaves_the_page(
    window: MainWindow, desk: OfficeDesk
) -> None:
    """What was typed there stays: one Esc too many lost the page with a reason half written."""
    desk.go("today", "")
    page(desk, TodayPage).parts.go("roster", COUNTIES[0])
    roster = page(desk, RosterPage)
    roster.filter.setFocus()
    roster.filter.setText("a")
    press(desk, "Esc")
    assert desk.page == "roster" and window.focusWidget() is roster.grid and roster.filter.text() == "a"
    press(desk, "Esc")
    assert desk.page == "today"
