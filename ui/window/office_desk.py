"""Office desk: the header that adds up, the pages, and the one act at the bottom; the sister of the unit's desk."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import cast

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QSplitter, QToolButton, QVBoxLayout, QWidget

from models.basics.messages import say
from models.returns.file_names import readable_name
from ui.basics.completion import Mark
from ui.basics.jobs import Lane
from ui.basics.texts import time_text
from ui.frame.bars import BottomBar
from ui.frame.navigation import NARROW_WIDTH, WIDTH, Navigation
from ui.frame.round import KeyboardRound
from ui.guide.menu import show_guide
from ui.look.fitting import NARROW
from ui.office.desk.stack import OfficeStack
from ui.office.desk.top import OfficeTop
from ui.office.meeting import PAGES as MEETING
from ui.office.meeting import MeetingBar
from ui.office.page import OfficePage, OfficeParts
from ui.office.planning.page import PlanPage
from ui.office.screens import OFFICE_SCREENS
from ui.office.screens.receptions import NEWEST
from ui.office.screens.unit import UnitPage
from ui.office.session import OfficeSession
from ui.papers.receiving import Receiving
from ui.session.screen import NavigationEntry
from ui.window.go_to import GoTo, office_goals

LAST, FROM = "office.page", {"unit": "roster", "paper": "summary"}  # pages of no navigation → whose they are
NAMED = frozenset(kind.key for kind in OFFICE_SCREENS)


class OfficeDesk(QWidget):
    """汇总."""

    def __init__(self, session: OfficeSession, lane: Lane, menu: QToolButton, *, in_pieces: bool = False) -> None:
        """Open the desk at the page that was left, else at what there is to do.

        `in_pieces`: it is made while somebody goes through `pieces`, none of which takes long, and not yet here.
        """
        super().__init__()
        self.session, self._lane, self.page = session, lane, ""
        self.top, self.bottom = OfficeTop(menu), BottomBar()
        self.meeting = MeetingBar(lambda key: self.go(key, ""), self.end_meeting)
        self.said = self.bottom.said
        self.receiving = Receiving(self, session, lane, self.tell)
        self._narrow = False
        self._state_before = Qt.WindowState.WindowNoState
        self._before = self._chosen = ""  # the page one came from; the period that is being opened
        self.pieces = self._made(menu)
        if not in_pieces:
            list(self.pieces)

    def _made(self, menu: QToolButton) -> Iterator[None]:
        parts = OfficeParts(
            session=self.session,
            lane=self._lane,
            go=self.go,
            open_period=self._choose_period,
            tell=self.tell,
            receive=self.receiving.choose_files,
            receive_folder=self.receiving.choose_folder,
            again=self.receiving.read_again,
        )
        self.navigation, self._stack = Navigation(), OfficeStack(parts, self._know)
        self._round = KeyboardRound(self._parts, self._stack, self.take_focus)
        self._build()
        self._connect()
        yield
        entries = []
        for kind in OFFICE_SCREENS:  # what waits on a page may be looked up for it
            entries.append(self._entry(kind))
            yield
        self._show_frame(entries)
        yield
        left = self.session.workspace.store.get_value(LAST)
        self.go(left if left in NAMED else OFFICE_SCREENS[0].key, "")

    @property
    def pages(self) -> tuple[OfficePage, ...]:
        """Every page of the navigation, those that nobody has opened yet included."""
        return tuple(self._stack.page(kind.key) for kind in OFFICE_SCREENS)

    @property
    def unit(self) -> UnitPage:
        """The page of one unit."""
        return cast("UnitPage", self._stack.page(UnitPage.key))

    def _know(self, page: OfficePage) -> None:
        """Listen to a page that has just been made."""
        page.primary_changed.connect(self._show_primary)

    def _build(self) -> None:
        self.said.lie_over(self._stack)
        self._split = split = QSplitter()
        split.addWidget(self.navigation)
        split.addWidget(self._stack)
        split.setHandleWidth(1)
        split.setStretchFactor(1, 1)
        split.setSizes([WIDTH - 16, 1000])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (self.meeting, self.top, split, self.bottom):
            layout.addWidget(part, 1 if part is split else 0)

    def _connect(self) -> None:
        self.session.changed.connect(self._show_all)
        self.session.reviewed.connect(self._show_waiting)
        self.navigation.page_chosen.connect(lambda key: self.go(key, ""))
        self.navigation.page_entered.connect(self.take_focus)
        self.top.period_chosen.connect(self._choose_period)
        self.top.receive_wanted.connect(self.receiving.choose_files)
        self.receiving.began_or_ended.connect(self._show_receiving)
        self.receiving.received.connect(lambda: self.go("receptions", NEWEST))
        self.receiving.plan_found.connect(self.open_plan)
        self.bottom.next_wanted.connect(lambda: self.current.do())
        keys = (
            ("F1", lambda: show_guide(self.window(), self.page, begun=True)),
            ("F5", self.receiving.choose_files),
            ("Shift+F5", self.receiving.choose_folder),
            ("Esc", self.back),
            ("F6", lambda: self._go_round(1)),
            ("Shift+F6", lambda: self._go_round(-1)),
            ("F11", self.toggle_meeting),
            ("Ctrl+Return", lambda: self.current.do()),
            ("Ctrl+K", self.open_go_to),
        )
        for key, act in keys:
            shortcut = QShortcut(QKeySequence.fromString(key), self)
            shortcut.setAutoRepeat(False)  # a key that is held down does no second act
            shortcut.activated.connect(act)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the sides where there is little width."""
        super().resizeEvent(event)
        narrow = event.size().width() < NARROW
        if narrow != self._narrow:
            self._narrow = narrow
            for part in (self.navigation, self.top, self.bottom, self._stack):
                part.set_narrow(narrow=narrow)
            self._split.setSizes([NARROW_WIDTH if narrow else WIDTH - 16, event.size().width()])

    @property
    def current(self) -> OfficePage:
        """The page that is open."""
        return self._stack.current

    def go(self, key: str, place: str) -> None:
        """Open a page by its key, at a place where one is given; in a meeting only those of figures."""
        if self.session.meeting and key not in MEETING:
            return
        if not self._stack.has(key):
            return
        if key != self.page:
            self.said.end()  # what was said belongs to the page that is left
        focused = self.window().focusWidget()
        leaves = key != self.page and focused is not None and self._stack.isAncestorOf(focused)
        self._before, self.page = self.page, key
        page = self._stack.open(key)
        page.show_now()
        if leaves:  # else Qt gives the keyboard to whatever was made first
            page.take_keyboard()
        if place:
            page.choose(place)
        self.navigation.mark_current(key if key in NAMED else FROM[key])
        if key in NAMED:
            self.session.workspace.store.remember(LAST, key)
        self._show_primary()

    def back(self) -> None:
        """Go back: out of a meeting, from a field to the list of its page, else to the page one came from."""
        at = self.window().focusWidget()
        if self.session.meeting:
            self.end_meeting()
        elif isinstance(at, QLineEdit | QComboBox | QPlainTextEdit) and self._stack.isAncestorOf(at):
            self.take_focus()  # what was typed stays; once more leaves the page
        elif self._before and self._before != self.page:
            self.go(self._before, "")

    def toggle_meeting(self) -> None:
        """会议显示: figures alone over the whole screen; F11 again, or Esc, ends it."""
        if self.session.meeting:
            self.end_meeting()
            return
        if self.page not in MEETING:
            self.go(MEETING[0], "")
        self._show_meeting(on=True)

    def end_meeting(self) -> None:
        """Show again what one works with."""
        self._show_meeting(on=False)

    def _show_meeting(self, *, on: bool) -> None:
        window = self.window()
        if on:
            self._state_before = window.windowState()
        self.session.meeting = on
        self.said.end()
        for part in (self.top, self.navigation, self.bottom):
            part.setVisible(not on)
        self.meeting.setVisible(on)
        self._stack.set_meeting(on=on)
        window.setWindowState(Qt.WindowState.WindowFullScreen if on else self._state_before)
        self.go(self.page, "")
        self.take_focus()

    def open_go_to(self) -> None:
        """Open the line that goes to any page, unit or target; a unit is found by every name it ever had."""
        if self.session.meeting:
            return
        goals = office_goals(self.session, OFFICE_SCREENS, UnitPage.key)
        window = self.going = GoTo(goals, self, words=say("window.goto.office"))
        window.place_wanted.connect(lambda place: self.go(*place.split("|", 1)))
        window.show_over(self)

    def _show_frame(self, entries: Sequence[NavigationEntry]) -> None:
        self.top.show_session(self.session)
        self.bottom.show_last(last_received(self.session))
        self.navigation.show_pages(entries, self.page)

    def _show_all(self) -> None:
        self._stack.forget()
        self._show_frame(self._entries())
        if self.page:
            self.current.show_now()
        self._show_primary()

    def _show_waiting(self) -> None:
        """Show how much waits on each page."""
        self.navigation.show_pages(self._entries(), self.page)

    def _entries(self) -> list[NavigationEntry]:
        return [*map(self._entry, OFFICE_SCREENS)]

    def _entry(self, kind: type[OfficePage]) -> NavigationEntry:
        """The line of a page in the navigation, with how much waits there."""
        count = str(kind.waiting_in(self.session) or "")
        return NavigationEntry(key=kind.key, title=kind.title(), count=count, pinned=kind.pinned)

    def _show_primary(self) -> None:
        if self.session.workspace.store.closed:  # the desk goes, and hides
            return
        titles = {kind.key: kind.title() for kind in OFFICE_SCREENS}
        self.meeting.show_session(self.session, titles, self.page)
        stops = self.receiving.runs and self.page == "receptions"  # what F5 and that page's button do meanwhile
        words = say("office.stop") if stops else self.current.primary()
        self.bottom.primary.setVisible(bool(words))
        ready = stops or self.current.ready()
        able = ready or self.bottom.primary.hasFocus()  # else the keyboard would jump off it; it says why it waits
        self.bottom.show_next(self.current.keys() if ready else self.current.why_wait(), words, ready=able)

    def receive(self, paths: Sequence[Path]) -> None:
        """Receive files that were dropped or sent here."""
        self.receiving.receive(paths)

    def _show_receiving(self) -> None:
        """Say on the button whether files are received or it would stop that."""
        self.top.receive.setText(say("office.stop" if self.receiving.runs else "office.receive"))
        self._show_primary()

    def open_plan(self, path: Path) -> None:
        """Open a plan on its page; until it is put in force there, nothing is changed."""
        self.go("plan", "")
        page = self.current
        if isinstance(page, PlanPage) and page.open_plan(path):
            named = path.parent if path.name == "plan.toml" else path
            self.tell(say("office.plan.dropped", 文件=readable_name(named)), Mark.HINT)

    def tell(self, words: str, mark: Mark) -> None:
        """Say a sentence in the bottom bar; in a meeting nothing is said."""
        if self.session.meeting:
            return
        self.said.tell(words, mark)

    def stand(self, words: str, mark: Mark) -> None:
        """Say a sentence beside whatever else is said; in a meeting nothing is said."""
        if not self.session.meeting:
            self.said.stand(words, mark)

    def minimumSizeHint(self) -> QSize:
        """Fit the smallest screen."""
        return QSize(640, 400)

    def _choose_period(self, period: str, then: Callable[[], None] = lambda: None) -> None:
        """Open a period, worked out in the background; of another plan everything is opened anew.

        `then` is called once it is open, and not where something else was chosen meanwhile.
        """
        session, self._chosen = self.session, period
        if period == session.period_id or not session.plan.keeps(period):
            self._open_period(period, then)
            return
        opening = say("window.opening", 期=session.plan.periods[period].name)
        self.tell(opening, Mark.HINT)
        self._lane.run(
            self,
            lambda _: session.look_ahead(period),
            lambda ahead: self._open_period(period, then, ahead),
            lambda _: self._open_period(period, then),  # what went wrong is said by the pages
            words=opening,
            beside=True,
        )

    def _open_period(self, period: str, then: Callable[[], None], ahead: object = None) -> None:
        """Open a period unless another was chosen meanwhile, and go on in the page."""
        if period != self._chosen:
            return
        self._chosen = ""
        self.said.end()
        self.session.set_period(period, ahead)  # type: ignore[arg-type]
        if self.session.period_id == period:
            self.take_focus()
            then()

    def _parts(self) -> dict[str, QWidget]:
        """The parts of the window that F6 goes round."""
        found: dict[str, QWidget] = {"bar": self.top, "navigation": self.navigation, "middle": self._stack}
        found["bottom"] = self.bottom
        return {name: part for name, part in found.items() if part.isVisible()}

    def _go_round(self, step: int) -> None:
        """Put the keyboard into the next part of the window."""
        self._round.go_round(self.window().focusWidget(), step)

    def take_focus(self) -> None:
        """Give the keyboard to the page."""
        self.current.take_keyboard()


def last_received(session: OfficeSession) -> str:
    """Return when something came last, of any period; "" where nothing ever did."""
    last = max((one.registered_at for one in session.receptions), default=None)
    return say("office.last_received", 时=time_text(last)) if last else ""
