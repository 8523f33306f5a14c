"""Screen: what every screen is given, and what it must answer.

A screen is one kind of middle (tables, registers, filing …). It offers pages to the navigation, shows one of them at a
time, and follows the session. It writes through `ScreenContext.edits` and starts slow work in `ScreenContext.lane`.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from models.basics.records import dataclass
from models.checks.findings import Finding
from ui.basics.completion import Mark
from ui.basics.jobs import Lane
from ui.session.commands import Edits
from ui.session.period_states import open_period
from ui.session.session import News, Session

if TYPE_CHECKING:
    from models.filling.proposal import Proposal

OVERVIEW, COVER_PAGE, PROGRESS, SLICES = "overview", "cover", "progress", "slices"  # keys of pages
FINDINGS, FILING, RECEIPTS = "findings", "filing", "receipts"


class Books(Protocol):
    """What leads to a preview of what would change."""

    def choose_own(self) -> None:
        """Ask for the unit's own workbook."""

    def show(
        self, proposals: "Sequence[Proposal]", again: Callable[[], None] | None = None, *, words: str = "import"
    ) -> None:
        """Show proposals; `words` is the part of the texts that names the act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenContext:
    """The parts a screen works with.

    `go` opens a page (key) or the place of an address, `page_of` names the page that holds an address, `tell` shows a
    sentence in the window, `offer` opens the preview of a copied block that
    carries its own heads, given the block and the register it was pasted into, `books` what is previewed before it is
    taken, `go_on` goes to the next place that needs somebody.
    """

    session: Session
    edits: Edits
    lane: Lane
    go: Callable[[str], None]
    page_of: Callable[[str], "NavigationEntry | None"]
    tell: Callable[[str, Mark], None]
    offer: Callable[[str, str], bool]
    books: Callable[[], Books]
    go_on: Callable[[], None]

    def open_period(self, period: str, then: Callable[[], None] = lambda: None) -> None:
        """Open another period of the workspace, and go on with what follows `then`."""
        open_period(self.session, self.lane, self.tell, period, then)


@dataclass(frozen=True, slots=True, kw_only=True)
class NavigationEntry:
    """One entry of the navigation: its key ("A1"), title, group heading ("" = none) and short count behind it."""

    key: str
    title: str
    group: str = ""
    mark: Mark = Mark.NONE
    count: str = ""
    empty: bool = False  # nothing stands in it and nothing is asked: it is folded away with others like it
    pinned: bool = False  # done rarely: it stands at the foot, apart from the others


class Pages:
    """What one kind of middle offers, told without making it. Subclasses override what they need."""

    def __init__(self, session: Session) -> None:
        """Tell of the open period of a session."""
        self.session = session

    def pages(self) -> tuple[NavigationEntry, ...]:
        """Return the pages it offers for the open period."""
        return ()

    def page_of(self, address: str) -> str | None:
        """Return the key of its page that holds an address, None when it has it not."""
        return None

    def make(self, desk: ScreenContext) -> "Screen":
        """Return the screen of these pages, loaded only now."""
        raise NotImplementedError

    def entry(self, key: str, title: str, addresses: tuple[str, ...], *, group: str = "") -> NavigationEntry:
        """Return the entry of a page with these addresses: its worst mark, and how many wait for somebody."""
        standing = self.session.standing
        worst = max((standing.mark(address) for address in addresses), default=Mark.NONE)
        left = sum(1 for address in addresses if address in standing.waiting)
        return NavigationEntry(
            key=key,
            title=title,
            group=group,
            mark=Mark.NONE if standing.counts.unasked else worst if worst >= Mark.MISSING else Mark.DONE,
            count=str(left) if left else "",
        )


class Screen(QWidget):
    """One kind of middle. Subclasses override what they need."""

    place_chosen = Signal(str)  # address of the current cell, "" when there is none
    busy_changed = Signal()  # what the desk's button says, or whether it can be pressed, may be another
    answers = False  # True: a finding is answered under the row of its place, nowhere else
    room_changed = Signal()  # it needs another width than before
    beside = True  # False: the panel would have nothing to say, its room is the screen's

    def __init__(self, desk: ScreenContext, offer: Pages) -> None:
        """Keep the desk and what the screen offers; build widgets in the subclass."""
        super().__init__()
        self.desk, self.offer = desk, offer
        self.session = desk.session

    def show_page(self, key: str) -> None:
        """Show one of its pages."""

    @property
    def needed(self) -> int:
        """The width without which the panel has no room beside it and lies over it as a drawer; 0 for any."""
        return 0

    @property
    def busy(self) -> bool:
        """True while it makes something that the desk's button would begin."""
        return False

    def primary(self) -> tuple[str, bool]:
        """Return what the desk's button says on this page, and whether it can be pressed; "" = the desk's own."""
        return "", True

    def act(self) -> None:
        """Do what the desk's button says on this page."""

    def choose(self, address: str) -> None:
        """Make an address of the shown page the current one and bring it into view."""

    def take_answer(self) -> bool:
        """Take the keyboard into the answer to the finding of the current place; False where there is none."""
        return False

    def next_matter(self, step: int) -> bool:
        """Go to the next (or previous) matter of this page alone; False where the desk knows the next one."""
        return False

    def holds(self, addresses: tuple[str, ...]) -> bool:
        """True where the shown page shows these places although another page is theirs."""
        return False

    def show_places(self, addresses: tuple[str, ...]) -> None:
        """Mark these places of the shown page: an act that was not made here has just changed them."""

    def show_rows(self, register: str, cells: Sequence[tuple[int, str]]) -> None:
        """Mark these cells of a register, by numbers of rows and columns, in the same way: there are many of them."""

    def take_focus(self) -> None:
        """Take the keyboard to where one works; what is made anew gives it back here."""
        self.setFocus()

    def follow(self, news: News) -> None:
        """Show what has changed."""

    def help_place(self) -> str:
        """Return the address F1 asks about where it is more than the place that was chosen, "" for that place."""
        return ""

    def help_finding(self) -> Finding | None:
        """Return the finding F1 asks about, None where the current place is meant."""
        return None
