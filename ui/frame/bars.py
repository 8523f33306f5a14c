"""Bars: the top (whose return, which period, due when, how far) and the bottom (saved, what to do next, one button)."""

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QMenu,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QToolButton,
    QWidget,
)

from models.basics.messages import say
from models.basics.period import PLAN_ZONE, Period
from ui.basics.completion import Mark
from ui.frame.said import Said
from ui.look.marks import MarkLabel
from ui.look.widgets import Cut, MenuOpener, OneLine, button, frame, label, row
from ui.session.next_step import parts_words
from ui.session.period_states import due_words, period_state
from ui.session.session import Session

SIDES, ABOUT, BOTTOM, WIDEST_NAME = 16, 8, 48, 120  # pixels: beside, above and below what stands in a bar


def menu_button(words: str, fill: Callable[[QMenu], object]) -> QToolButton:
    """Return a button with a menu, whose lines `fill` adds when it is opened for the first time."""
    opener = MenuOpener()
    opener.setText(words)
    menu = QMenu(opener)
    menu.aboutToShow.connect(lambda: fill(menu), Qt.ConnectionType.SingleShotConnection)
    opener.setMenu(menu)
    return opener


class PeriodBox(QComboBox):
    """The list of periods: opened by the pointer, Space, Enter or an arrow key, changed only by choosing in it.

    No wheel and no bare key changes the period: with it goes every figure on the screen. Nor does the wheel take the
    keyboard there, out of the cell somebody types in.
    """

    def __init__(self) -> None:
        """Take the keyboard from Tab and a click alone."""
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_periods(self, plans: Mapping[str, Mapping[str, str]], chosen: str) -> None:
        """Show the periods, id → name, of every plan; where there are several, each under the plan's title."""
        wanted = [one for title, names in plans.items() for one in (*((title,) if len(plans) > 1 else ()), *names)]
        if [self.itemData(number) for number in range(self.count())] != wanted:
            self.clear()
            for title, names in plans.items():
                if len(plans) > 1:
                    self.addItem(title, title)
                    self._heads(self.count() - 1)
                for key, name in names.items():
                    self.addItem(name, key)
        for key, name in (one for names in plans.values() for one in names.items()):
            self.setItemText(self.findData(key), name)
        self.setCurrentIndex(self.findData(chosen))
        self.setToolTip(self.currentText())  # it may have no room for all of it

    def _heads(self, number: int) -> None:
        """Make an item a heading that cannot be chosen."""
        model = self.model()
        if isinstance(model, QStandardItemModel):
            head, bold = model.item(number), self.font()
            bold.setBold(True)
            head.setFont(bold)
            head.setEnabled(False)

    def text_shown(self, width: int) -> str:
        """Return the period as it is written in a width in pixels: cut with … where it does not fit."""
        return self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, width)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box with its text cut to the room there is."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        parts = (QStyle.SubControl.SC_ComboBoxEditField, QStyle.SubControl.SC_ComboBoxArrow)
        text, arrow = (
            self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self) for part in parts
        )
        fits = self.fontMetrics().horizontalAdvance(self.currentText()) <= max(text.width(), arrow.left() - text.left())
        option.currentText = self.currentText() if fits else self.text_shown(text.width() - 2)  # the style cuts there
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to what lies behind."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list; choose nothing."""
        keys = Qt.Key
        if event.key() in (keys.Key_Down, keys.Key_Up, keys.Key_Space, keys.Key_Return, keys.Key_Enter, keys.Key_F4):
            self.showPopup()
        elif event.key() in (keys.Key_Tab, keys.Key_Backtab) or event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            super().keyPressEvent(event)
        else:
            event.ignore()


class TopBar(QWidget):
    """Where am I, how far am I."""

    period_chosen = Signal(str)
    findings_wanted = Signal()
    person_chosen = Signal(str)
    person_wanted = Signal()  # one who was never named here

    def __init__(self, menu: QToolButton) -> None:
        """Build the bar; `menu` is the button with everything that is rarely needed."""
        super().__init__()
        self._unit, self._due = OneLine("", "unit", cut=Cut.MIDDLE), OneLine("", "quiet")
        self._test = label(say("window.top.test"), "test")
        self._test.setFixedHeight(22)
        self.periods = PeriodBox()
        self.periods.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.periods.setAccessibleName(say("window.top.period"))
        menu.setAccessibleName(say("window.menu.title"))
        self.periods.activated.connect(lambda _: self.period_chosen.emit(self.periods.currentData()))
        self.person = MenuOpener()
        self.person.setToolTip(say("window.top.person"))
        self._people = QMenu(self.person)
        self.person.setMenu(self._people)
        self._left, self._filled = label("", "strong"), label("", "quiet")
        self._signs: dict[Mark, tuple[MarkLabel, QLabel]] = {
            mark: (MarkLabel(mark), label("")) for mark in (Mark.ERROR, Mark.WARNING)
        }
        self._menu, self._check = menu, button(say("window.top.check"), self.findings_wanted.emit)
        about = (self._unit, self._test, 4, self.periods, 12, self._due)
        found = (part for pair in self._signs.values() for part in (*pair, 6))
        inner = row(*about, None, self._left, 4, self._filled, 8, *found, self._check, self.person, menu, spacing=6)
        self.setLayout(row(frame(inner, "bar", ABOUT, SIDES), spacing=0))

    def set_narrow(self, *, narrow: bool) -> None:
        """Leave out what is not needed at every moment where there is little room."""
        for one in (self._due, self._filled, self._check):  # the page of findings is in the list of pages too
            one.setVisible(not narrow)

    def show_session(self, session: Session) -> None:
        """Show unit, periods, due time and counts."""
        self._unit.setText(session.sheet.unit.full_name_on(session.period.end))
        self._test.setVisible(session.test)
        self.show_periods(session)
        self._due.setText(due_words(session))
        self.show_person(session.author, session.people)
        self.show_counts(session)

    def show_periods(self, session: Session) -> None:
        """Show every period with how its return stands."""
        here = session.plan.periods
        plans = {
            title: {key: period_words(session, here[key]) if key in here else name for key, name in names.items()}
            for title, names in session.workspace.period_names().items()
        }
        self.periods.show_periods(plans, session.period_id)

    def show_person(self, author: str, people: tuple[str, ...]) -> None:
        """Show who works here, with those who did before; another is named without a password."""
        shown = self.person.fontMetrics().elidedText(
            author or say("window.top.no_person"), Qt.TextElideMode.ElideRight, WIDEST_NAME
        )
        self.person.setText(f"{shown} ▾".replace("&", "&&"))
        self.person.setToolTip(say("window.top.person_is", 人=author) if author else say("window.top.person"))
        self.person.setAccessibleName(say("window.top.person_is", 人=author))
        self._people.clear()
        for name in people:
            act = self._people.addAction(name.replace("&", "&&"))
            act.setCheckable(True)
            act.setChecked(name == author)
            act.triggered.connect(lambda _=False, one=name: self.person_chosen.emit(one))
        self._people.addAction(say("window.top.other_person")).triggered.connect(
            lambda _=False: self.person_wanted.emit()
        )

    def show_counts(self, session: Session) -> None:
        """Show how many required cells are filled and what is left to do."""
        counts = session.standing.counts
        locked = session.locked
        left = say("window.top.left", n=counts.left) if counts.left else say("window.top.none_left")
        filled = say("window.top.filled", n=counts.asked - counts.missing, m=counts.asked)
        self._left.setText("" if locked or counts.unasked else left)
        self._left.setToolTip("" if locked else parts_words(counts))
        self._filled.setText("" if counts.unasked else filled)
        for mark in (Mark.ERROR, Mark.WARNING):
            number = counts.parts.get(mark, 0)
            sign, figure = self._signs[mark]
            figure.setText(str(number))
            figure.setObjectName({Mark.ERROR: "error", Mark.WARNING: "warning"}[mark])
            figure.setToolTip(say(f"window.top.{mark.name.lower()}"))
            sign.setVisible(bool(number))
            figure.setVisible(bool(number))
            sign.show_mark(mark)


class BottomBar(QWidget):
    """What happened, and what to do next."""

    next_wanted = Signal()

    def __init__(self) -> None:
        """Build the bar."""
        super().__init__()
        self.said = Said()
        self.said.installEventFilter(self)
        self._gone, self._saved_words, self._waiting = False, "", 0
        self._narrow = False
        self._saved, self._next = label("", "quiet"), OneLine("", "quiet")
        self.primary = button("", self.next_wanted.emit, "primary")
        inside = row(self._saved, 4, self.said, None, self._next, 4, self.primary)
        inside.setStretch(2, 8)
        inside.setStretch(3, 1)
        self.setMinimumHeight(BOTTOM)
        kept = self.primary.sizePolicy()
        kept.setRetainSizeWhenHidden(True)  # also where there is no button: the page above does not move by a pixel
        self.primary.setSizePolicy(kept)
        self.setLayout(row(frame(inside, "footer", ABOUT, SIDES), spacing=0))

    def set_narrow(self, *, narrow: bool) -> None:
        """Leave the room to what happened and to the button; when it was saved is told while nothing else is."""
        self._narrow = narrow
        self._show_words()
        self._next.setVisible(not narrow)

    def show_saved(self, saved_at: datetime | None, *, locked: bool = False, read_only: bool = False) -> None:
        """Show when the last edit was saved; where it is `locked` or `read_only` nothing is edited."""
        words = say(f"window.bottom.{'read_only' if read_only else 'locked' if locked else 'open'}")
        at = None if locked or read_only else saved_at
        self._saved_words = say("window.bottom.saved", 时=f"{at:%H:%M:%S}") if at else words
        self._show_words()

    def show_last(self, words: str) -> None:
        """Show what happened last before this."""
        self._saved_words = words
        self._show_words()

    def show_gone(self, gone: bool) -> None:
        """Show that nothing is saved any more while the file is not in its place; afterwards what stood there."""
        self._gone = gone
        self._show_words()

    def show_waiting(self, number: int) -> None:
        """Show how many places wait for a disk that takes them; afterwards what stood there."""
        self._waiting = number
        self._show_words()

    def _show_words(self) -> None:
        wrong = say("window.bottom.waiting", n=self._waiting) if self._waiting else ""
        wrong = wrong or (say("window.bottom.gone") if self._gone else "")
        dress = "error" if wrong else "quiet"
        if self._saved.objectName() != dress:
            self._saved.setObjectName(dress)
            self._saved.style().polish(self._saved)
        # also where there is no room for when it was saved
        self._saved.setVisible(bool(wrong) or not (self._narrow and self.said.isVisibleTo(self)))
        self._saved.setText(wrong or self._saved_words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the room of a narrow bar to what is said, and take it again."""
        if watched is self.said and event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._show_words()
        return super().eventFilter(watched, event)

    def show_next(self, words: str, action: str, *, ready: bool = True) -> None:
        """Show the next place and what the button does."""
        self._next.setText(words)
        self.primary.setText(action)
        self.primary.setEnabled(ready)


PERIOD_WORDS = ("filed", "returned", "correcting", "again", "late", "owed", "unasked")


def period_words(session: Session, period: Period) -> str:
    """Return a period's name with how its return stands: filed, owed, late; nothing where no due time is known."""
    key = {"accepted": "filed"}.get(state := period_state(session, period.id, datetime.now(PLAN_ZONE)), state)
    return say(f"window.top.period_{key}", 期=period.name) if key in PERIOD_WORDS else period.name
