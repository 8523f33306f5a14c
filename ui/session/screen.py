"""Screen: what every screen is given, and what it must answer.

A screen is one kind of middle (tables, registers, filing …). It offers pages to the navigation, shows one of them at a
time, and follows the session. It writes through `ScreenContext.edits` and starts slow work in `ScreenContext.lane`.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from models.basics.lazy_dataclass import dataclass
from models.checks.findings import Finding
from models.filling.proposal import Proposal
from ui.basics.completion import Mark
from ui.basics.jobs import Lane
from ui.session.commands import Edits
from ui.session.session import News, Session


class Books(Protocol):
    """What leads to a preview of what would change."""

    def choose_own(self) -> None:
        """Ask for the unit's own workbook."""

    def show(
        self, proposals: Sequence[Proposal], again: Callable[[], None] | None = None, *, words: str = "import"
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
    books: Books
    go_on: Callable[[], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class NavigationEntry:
    """One entry of the navigation: its key ("A1"), title, group heading ("" = none) and short count behind it."""

    key: str
    title: str
    group: str = ""
    mark: Mark = Mark.NONE
    count: str = ""
    empty: bool = False  # nothing stands in it and nothing is asked: it is folded away with others like it


class Screen(QWidget):
    """One kind of middle. Subclasses override what they need."""

    place_chosen = Signal(str)  # address of the current cell, "" when there is none
    answers = False  # True: a finding is answered under the row of its place, nowhere else
    beside = True  # False: the panel would have nothing to say, its room is the screen's

    def __init__(self, desk: ScreenContext) -> None:
        """Keep the desk; build widgets in the subclass."""
        super().__init__()
        self.desk = desk
        self.session = desk.session

    def pages(self) -> tuple[NavigationEntry, ...]:
        """Return the pages it offers for the open period."""
        return ()

    def show_page(self, key: str) -> None:
        """Show one of its pages."""

    def page_of(self, address: str) -> str | None:
        """Return the key of its page that holds an address, None when it has it not."""
        return None

    def choose(self, address: str) -> None:
        """Make an address of the shown page the current one and bring it into view."""

    def take_answer(self) -> bool:
        """Take the keyboard into the answer to the finding of the current place; False where there is none."""
        return False

    def show_places(self, addresses: tuple[str, ...]) -> None:
        """Mark these places of the shown page: an act that was not made here has just changed them."""

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

    def worst(self, addresses: tuple[str, ...]) -> Mark:
        """Return the mark of a page with these addresses: the worst that needs somebody, else DONE."""
        standing = self.session.standing
        worst = max((standing.mark(address) for address in addresses), default=Mark.NONE)
        return worst if worst >= Mark.MISSING else Mark.DONE
