"""Unit desk: navigation, the middle, the panel and the bars of one open unit workspace.

Brings the screens together; knows which page is open and which place is current, and nothing of what they show.
"""

from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QApplication, QToolButton, QVBoxLayout, QWidget

from models.basics.addresses import COVER
from models.basics.messages import say
from ui.basics.completion import Mark
from ui.basics.jobs import Lane
from ui.filing.banner import FiledBanner
from ui.frame.bars import BottomBar, TopBar
from ui.frame.excel_keys import add_excel_keys
from ui.frame.last_place import keep_page, keep_place, last_page, last_place
from ui.frame.navigation import Navigation
from ui.frame.round import KeyboardRound
from ui.frame.sides import Sides
from ui.frame.stack import ScreenStack
from ui.frame.steps import StepsInSight
from ui.look.focus import typed_back
from ui.look.widgets import column
from ui.screens.pages import KINDS
from ui.session.commands import Edits
from ui.session.next_step import MAKE, REOPEN, NextStep, go_on_at, next_place, next_step
from ui.session.screen import OVERVIEW, Screen, ScreenContext
from ui.session.session import News, Session
from ui.window.panel import Panel

if TYPE_CHECKING:  # loaded when it is asked for
    from models.help.topics import Topic
    from ui.boxes.imports import Imports
    from ui.evidence.rows_left import RowsLeft
    from ui.guide.help_window import HelpWindow
    from ui.office.asking import FieldsDialog

PAINTED = 300  # ms after which the desk has been painted
REST = 2000  # ms at a cell after which it is kept: a machine that stops comes back to it
LEAST = (800, 440)


class UnitDesk(QWidget):
    """填报."""

    def __init__(self, session: Session, lane: Lane, menu: QToolButton, parent: QWidget | None = None) -> None:
        """Open the desk at the place that was left."""
        super().__init__(parent)
        self.session = session
        self.page, self.place, self._left = "", "", ""  # what is open, and the cell that was worked in last
        self._rows_changed = False  # since the standing was shown
        self.top, self.bottom = TopBar(menu), BottomBar()
        self.notice = self.bottom.said
        self.edits = Edits(session)
        self.desk = ScreenContext(
            session=session,
            edits=self.edits,
            lane=lane,
            go=self.go,
            page_of=lambda address: self.page_of(address),
            tell=self.notice.tell,
            offer=lambda text, register: self.imports.offer_text(text, register),
            books=lambda: self.imports,
            go_on=self.go_on,
        )
        self.navigation, self.panel = Navigation(), Panel(self.desk)
        self._stack = ScreenStack(self.desk, KINDS, self._know)
        self.pages, self.page_of = self._stack.pages, self._stack.page_of
        self.banner = FiledBanner(self.desk)
        self._steps = StepsInSight(self.desk, lambda: self.page, lambda: self._stack.current, self)
        self._round = KeyboardRound(lambda: self.parts, self._stack, self.take_focus)
        self._build()
        self._connect()
        self.top.show_session(session)
        self._come_back()

    @cached_property
    def imports(self) -> "Imports":
        """What leads to a preview of what comes in."""
        from ui.boxes.imports import Imports  # loaded when something comes in

        return Imports(self.session, self.edits, self.desk.lane, self.notice.tell, self)

    def _come_back(self) -> None:
        """Open the page and the cell that were left."""
        page, left = last_page(self.session), last_place(self.session)
        self._left = left
        self.go(page if page in {one.key for one in self.pages()} else OVERVIEW)
        found = self.page_of(left) if left else None
        if found is not None and found.key == self.page:
            self.go(left)
        QTimer.singleShot(PAINTED, self, self._read_ahead)

    def _read_ahead(self) -> None:
        import_module("ui.screens.table")  # before it is wanted
        import_module("ui.disagreement.watch").DisagreementWatch(self.session, self.desk.lane, self)

    def remember_place(self) -> None:
        """Keep the cell that is left for the next start."""
        keep_place(self.session, self._left)

    def _build(self) -> None:
        self.notice.lie_over(self._stack)
        middle = QWidget()
        middle.setLayout(column(self.banner, self._stack, spacing=0))
        parts = self.navigation, middle, self.panel
        self.sides = Sides(self, parts, (self.top, self.bottom), self._has_panel, self._width_needed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.top)
        layout.addWidget(self.sides.split, 1)
        layout.addWidget(self.bottom)

    def _connect(self) -> None:
        self.session.changed.connect(self._follow)
        self.setMinimumSize(*LEAST)  # of the folded desk: a wide one folds before it is cut off
        self.navigation.page_chosen.connect(self._turn_to)
        self.navigation.page_entered.connect(self.take_focus)
        self.top.period_chosen.connect(self.desk.open_period)
        self.top.findings_wanted.connect(lambda: self.go("findings"))
        self.top.person_chosen.connect(self._name_person)
        self.top.person_wanted.connect(self.ask_person)
        self.bottom.next_wanted.connect(self.take_next)
        self.session.disagreed.connect(lambda: self.top.show_periods(self.session))
        keys = (
            ("Ctrl+Z", self.undo),
            ("Ctrl+Y", self.redo),
            ("Ctrl+Shift+Z", self.redo),
            ("Ctrl+Return", self.go_on),
            ("Ctrl+Enter", self.go_on),
            ("F7", lambda: self.next_finding(1)),
            ("Shift+F7", lambda: self.next_finding(-1)),
            ("F6", lambda: self.go_round(1)),
            ("Shift+F6", lambda: self.go_round(-1)),
            ("Ctrl+K", self.open_go_to),
            ("F1", lambda: self.help.open_here()),
            ("F9", self.sides.fold_panel),
        )
        for key, action in keys:
            shortcut = QShortcut(QKeySequence.fromString(key), self)
            shortcut.activated.connect(action)
        add_excel_keys(self, self)
        # a clock for 还有n天 would move by itself; the day is looked at when something is done
        self._later, self._resting = QTimer(self, singleShot=True), QTimer(self, singleShot=True)
        self._later.timeout.connect(self._show_standing)
        self._resting.timeout.connect(self.remember_place)

    def _know(self, screen: Screen) -> None:
        """Listen to a screen that has just been made."""
        screen.busy_changed.connect(self._show_standing)
        screen.place_chosen.connect(self._place)
        screen.room_changed.connect(self.sides.show_panel)

    @property
    def screens(self) -> tuple[Screen, ...]:
        """Every screen of the desk, those that nobody has opened yet included."""
        return tuple(self._stack.screen_of(offer) for offer in self._stack.offers)

    @cached_property
    def help(self) -> "HelpWindow":
        """The window of F1."""
        from ui.guide.help_window import help_window

        return help_window(self._help_topic, self)

    @cached_property
    def _rows_left(self) -> "RowsLeft":
        """What is told of evidence whose row goes."""
        from ui.evidence.rows_left import RowsLeft

        return RowsLeft(self.desk)

    def _name_person(self, name: str) -> None:
        """Somebody else works here: the history names him from now on."""
        self.session.choose_person(name)
        self.edits.apart = "person"
        self.top.show_person(self.session.author, self.session.people)
        self.tell(say("window.top.person_now", 人=self.session.author), Mark.DONE)
        self.take_focus()

    def ask_person(self) -> "FieldsDialog":
        """Ask who works here from now on."""
        from ui.office.asking import AskedField, FieldsDialog

        fields = [AskedField(name="name", words=say("window.top.person"))]
        words = say("window.top.person"), say("window.top.person_asked")
        asking = FieldsDialog(
            self, *words, fields, say("window.top.person_go"), lambda said: self._name_person(said["name"])
        )
        asking.finished.connect(asking.deleteLater)
        asking.open()
        return asking

    @property
    def parts(self) -> dict[str, QWidget]:
        """The parts of the window that F6 goes round; a folded panel is none."""
        found: dict[str, QWidget] = {"bar": self.top, "navigation": self.navigation, "banner": self.banner}
        found |= {"middle": self._stack, "panel": self.panel, "bottom": self.bottom}
        return {name: part for name, part in found.items() if part.isVisible()}

    def go_round(self, step: int) -> None:
        """Put the keyboard into the next part of the window: Tab stays inside a grid."""
        self.panel.show_now()
        self._round.go_round(QApplication.focusWidget() or self.focusWidget(), step)

    def take_focus(self) -> None:
        """Put the keyboard to where one works on the open page."""
        screen = self._stack.current
        if screen is not None:
            screen.take_focus()

    def focusNextPrevChild(self, ahead: bool) -> bool:
        """Let Tab go through the parts of the desk as they stand, whenever each was made."""
        return self._round.tab(ahead=ahead)

    def _turn_to(self, key: str) -> None:
        """Open a page while somebody walks through the list of pages: the keyboard stays there."""
        self.go(key, keep_focus=True)

    def go(self, target: str, *, keep_focus: bool = False) -> None:
        """Open a page by its key, or go to an address; the keyboard goes there too."""
        found = self._stack.leading_to(target)
        if found is None:
            return
        screen, key = found
        self._open(screen, key)
        if key != target:
            screen.choose(target)
            if not self.place:  # of a cell that was the current one already nothing is told
                self._place(target)
        else:
            self._stack.come_back(keep_focus=keep_focus)

    def _open(self, screen: Screen, key: str) -> None:
        if self.page != key:
            self._stack.leave(self.place, key)
            if self.page:
                self.notice.end()
            self.page = key
            self._place("")
            self._stack.setCurrentWidget(screen)
            self.sides.turn()
            screen.show_page(key)
            self.navigation.mark_current(key)
            keep_page(self.session, key)
        self._show_standing()

    def _place(self, address: str) -> None:
        self.place = address
        if address and address != self._left:
            self._left = address
            self._resting.start(REST)
        screen = self._stack.current
        cell = screen.help_place() if screen is not None else ""
        self.panel.show_place(address, cell=cell, answered_here=screen is None or not screen.answers)
        self._later.start(0)
        if "help" in vars(self):
            self.help.follow()

    def _help_topic(self) -> "Topic":
        """What F1 tells about: the finding in hand, the current place, or the open page."""
        from models.help.topics import help_of_finding, help_of_page, help_of_place

        screen, sheet, locked = self._stack.current, self.session.sheet, self.session.locked
        finding, place = self.panel.help_finding(), self.place
        if finding is None and isinstance(screen, Screen):
            finding, place = screen.help_finding(), screen.help_place() or place
        if finding is not None:
            return help_of_finding(sheet, finding, locked=locked)
        if place and not self.navigation.hasFocus():
            found = [one for one, _ in self.session.findings_at(self.place)]
            return help_of_place(sheet, place, found, locked=locked)
        title = next((page.title for page in self.pages() if page.key == self.page), "")
        return help_of_page(sheet, self.page, title)

    def undo(self) -> None:
        """Take back the last step, where it can be seen; one on another page is only gone to."""
        if not typed_back(self.focusWidget(), again=False):
            self._steps.undo()

    def redo(self) -> None:
        """Make the step that was taken back again, where it can be seen."""
        if not typed_back(self.focusWidget(), again=True):
            self._steps.redo()

    def _follow(self, news: News) -> None:
        self.notice.end()
        for screen in self._stack.made:
            screen.follow(news)
        self.panel.follow(news)
        if news.whole:
            self._left = ""
            page, self.page = self.page, ""
            self.top.show_session(self.session)
            self.go(page if page in {one.key for one in self.pages()} else OVERVIEW)
        elif any(place.startswith(f"{COVER}.") for place in news.addresses):  # who fills in may stand there
            self.top.show_person(self.session.author, self.session.people)
        self.top.show_counts(self.session)
        self._rows_changed |= bool(news.registers)
        self._later.start(0)

    def _show_standing(self) -> None:
        store = self.session.workspace.store
        if store.closed:  # the timer ran out after the workspace was left
            return
        self._later.stop()  # what was to be shown later is shown now
        if self._rows_changed:
            self._rows_changed = False
            self._rows_left.look()
        self.navigation.show_pages(self.pages(), self.page)
        self.banner.follow()
        self.bottom.show_saved(self.session.saved_at, locked=self.session.locked, read_only=store.read_only)
        step = self._next()
        action, ready = self._primary()
        busy = any(screen.busy for screen in self._stack.made)
        self.bottom.show_next(step.words, action or step.action, ready=ready and not busy)

    def _primary(self) -> tuple[str, bool]:
        """What the open page has for the button, "" for nothing of its own; what a filed period is asked goes first."""
        screen = self._stack.current
        action, ready = screen.primary() if screen is not None else ("", True)
        return ("" if self.session.asking and self.session.locked else action), ready

    def _next(self) -> NextStep:
        """The next thing to do; the overview goes on in the cell that was left, where that still waits."""
        here = self._left if self.page == OVERVIEW and self._left in self.session.standing.waiting else ""
        if here and not self.session.locked:
            return go_on_at(self.session, here)
        return next_step(self.session, self.page, self._stack.here(self.place, self._left))

    def take_next(self) -> None:
        """Do what the primary button says."""
        step = self._next()
        screen = self._stack.current
        if screen is not None and self._primary()[0]:
            screen.act()
            self._show_standing()
        elif step.target == REOPEN:
            self.session.reopen()
        else:
            self._go_to_work(step.target)

    def go_on(self) -> None:
        """Go to the next place that needs a person: where the primary button leads, but never what it makes."""
        target = self._next().target
        if target in (MAKE, REOPEN):
            self.tell(say("window.next.nothing"), Mark.DONE)
        else:
            self._go_to_work(target)

    def _go_to_work(self, target: str, *, answer: bool = False) -> None:
        """Go where something is to be done; into the answer where that is wanted, or all that lacks."""
        self.go(target)
        screen = self._stack.current
        if screen is not None and (answer or self.session.standing.mark(target) is Mark.WARNING):
            screen.take_answer()

    def next_finding(self, step: int) -> None:
        """Go into the answer under the current cell, else to the next or previous place that needs somebody."""
        screen = self._stack.current
        if isinstance(screen, Screen) and (screen.next_matter(step) or (step > 0 and self._went_into(screen))):
            return
        target = next_place(self.session, self._stack.here(self.place, self._left), step, Mark.MISSING)
        if target:
            self._go_to_work(target, answer=True)

    def _went_into(self, screen: Screen) -> bool:
        """Take the keyboard from the current cell into the answer it wants; False where it wants none, or has it."""
        waits = bool(self.place) and self.session.standing.mark(self.place) is Mark.WARNING
        return waits and isinstance(QApplication.focusWidget(), QAbstractItemView) and screen.take_answer()

    def open_go_to(self) -> None:
        """Open the line that goes anywhere."""
        from ui.window.go_to import GoTo, sheet_goals

        window = GoTo(sheet_goals(self.session.sheet, self.pages()), self)
        window.place_wanted.connect(self.go)
        window.show_over(self)

    def _has_panel(self) -> bool:
        return self._stack.current is not None and self._stack.current.beside

    def _width_needed(self) -> int:
        screen = self._stack.current
        return screen.needed if screen is not None else 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the sides where there is no room for them."""
        super().resizeEvent(event)
        self.sides.resize(event.size())

    def tell(self, words: str, mark: Mark) -> None:
        """Say a sentence in the bottom bar."""
        self.notice.tell(words, mark)
