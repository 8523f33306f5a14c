"""Office page: what every page of the office's desk is given, and what it must answer."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QLabel, QWidget

from models.basics.messages import say
from models.basics.records import dataclass
from ui.basics.completion import Mark
from ui.basics.jobs import Lane
from ui.look.widgets import OneLine, column, frame, row
from ui.office.session import OfficeSession


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeParts:
    """The parts a page works with: `go` opens a page (key) at a place ("" for none), `tell` says a sentence below.

    `open_period` opens a period, worked out in the background, and does then what follows; `again` reads a file
    (SHA-256) that was kept unread once more.
    """

    session: OfficeSession
    lane: Lane
    go: Callable[[str, str], None]
    open_period: Callable[[str, Callable[[], None]], None]
    tell: Callable[[str, Mark], None]
    receive: Callable[[], None]
    receive_folder: Callable[[], None]
    again: Callable[[str], None]


HEAD = 40  # pixels: of the line a page begins with, whatever stands in it: nothing moves from page to page


class OfficePage(QWidget):
    """One page. Subclasses name themselves and override what they need."""

    key = ""
    pinned = False  # done rarely: its name stands at the foot of the navigation
    primary_changed = Signal()

    def __init__(self, parts: OfficeParts) -> None:
        """Keep the parts; build widgets in the subclass."""
        super().__init__()
        self.parts, self.session = parts, parts.session

    @staticmethod
    def title() -> str:
        """Return the name in the navigation."""
        raise NotImplementedError

    @staticmethod
    def waiting_in(session: OfficeSession) -> int:
        """Return how many things wait for somebody on such a page, which need not be made for it."""
        del session
        return 0

    def waiting(self) -> int:
        """Return how many things wait for somebody on this page."""
        return self.waiting_in(self.session)

    def forget(self) -> None:
        """Let go of what was kept of the session: it says something else from now on."""

    def show_now(self) -> None:
        """Show what the session says."""

    def set_narrow(self, *, narrow: bool) -> None:
        """Leave out what is not needed at every moment where there is little room."""

    def set_meeting(self, *, on: bool) -> None:
        """Show figures alone, larger, while others look on; or what one works with."""

    def choose(self, place: str) -> None:
        """Make a place of the page the current one."""

    def primary(self) -> str:
        """Return what the button at the bottom says, "" where there is nothing to do."""
        return ""

    def ready(self) -> bool:
        """Return False while what the button does has to wait for its effect."""
        return True

    def why_wait(self) -> str:
        """Return what is waited for while the page is not ready."""
        return say("office.case.wait")

    def keys(self) -> str:
        """Return what other keys do here, beside the button; "" for none."""
        return ""

    def do(self) -> None:
        """Do what the button says."""

    def built(self, head: QLabel, body: QWidget, *beside: QWidget | int, told: QWidget | None = None) -> None:
        """Lay the page out: its head with what it says more (`told`) and what can be done, its body below.

        The first list of the body is the one that the keyboard is given to.
        """
        line = row(head, *((told,) if told else ()), None, *beside, spacing=12)
        above = frame(line, "clear", 6, 0)
        above.setFixedHeight(HEAD)
        whole = column(above, body, spacing=4)
        whole.setContentsMargins(16, 4, 16, 8)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.list_with_keyboard = body if isinstance(body, QAbstractItemView) else body.findChild(QAbstractItemView)

    def take_keyboard(self) -> None:
        """Give the keyboard to the page's list. No focus proxy: Tab would pass over what stands above the list."""
        (self.list_with_keyboard or self).setFocus(Qt.FocusReason.OtherFocusReason)


def page_head() -> QLabel:
    """Return the line a page begins with; where there is no room for all of it, it says so."""
    return OneLine("", "heading")
