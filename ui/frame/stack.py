"""Stack of the desk's screens: what all of them offer, and each of them made when one of its pages is opened."""

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtWidgets import QApplication, QStackedWidget

from ui.look.focus import keep_typed
from ui.session.screen import NavigationEntry, Pages, Screen, ScreenContext


class ScreenStack(QStackedWidget):
    """The screens of a unit's desk, one of them shown."""

    def __init__(self, desk: ScreenContext, kinds: Sequence[type[Pages]], made: Callable[[Screen], None]) -> None:
        """Make no screen yet; `made` is told of each that is."""
        super().__init__()
        self._desk, self._told = desk, made
        self._made: dict[Pages, Screen] = {}
        self._left: dict[str, str] = {}  # page → where somebody was on it
        self._key = ""  # of the page that is open
        self._turned = False  # it was not open before
        self.offers = tuple(kind(desk.session) for kind in kinds)

    @property
    def made(self) -> tuple[Screen, ...]:
        """The screens that were opened so far."""
        return tuple(self._made.values())

    @property
    def current(self) -> Screen | None:
        """The screen that is shown, None before the first."""
        shown = self.currentWidget()
        return shown if isinstance(shown, Screen) else None

    def screen_of(self, offer: Pages) -> Screen:
        """Return the screen of some pages."""
        made = self._made.get(offer)
        if made is None:
            made = self._made[offer] = offer.make(self._desk)
            self.addWidget(made)
            self._told(made)
        return made

    def leave(self, place: str, key: str) -> None:
        """Keep what is being typed, and where that is, before the page with a key is opened."""
        keep_typed(self)
        if self._key and place:
            self._left[self._key] = place
        self._key, self._turned = key, True

    def come_back(self, *, keep_focus: bool) -> None:
        """Go where one was on the page that was opened, as the sheets of a spreadsheet keep their cells."""
        screen, place, focus = self.current, self._left.get(self._key, ""), QApplication.focusWidget()
        if screen is None:
            return
        back = self._turned and bool(place) and self._key in (key for _, key in self._holding(place))
        self._turned = False
        if back:
            screen.choose(place)
            screen.place_chosen.emit(place)
        now = screen.window().focusWidget()
        if keep_focus:
            if focus is not None:
                focus.setFocus()
        elif not (back and now is not None and screen.isAncestorOf(now)):
            screen.take_focus()

    def pages(self) -> tuple[NavigationEntry, ...]:
        """Return every page of the open period, in the order of the navigation."""
        return tuple(page for offer in self.offers for page in offer.pages())

    def page_of(self, address: str) -> NavigationEntry | None:
        """Return the page that holds an address; a page by its own key."""
        holding = (page for offer, key in self._holding(address) for page in offer.pages() if page.key == key)
        return next(holding, None) or next((page for page in self.pages() if page.key == address), None)

    def here(self, place: str, left: str) -> str:
        """Return the current place; on a name or a heading, which are none, the one left last if it is of this page."""
        return left if not place and left and self._key in (key for _, key in self._holding(left)) else place

    def leading_to(self, target: str) -> tuple[Screen, str] | None:
        """Return the screen and the key of the page that a target is, or that holds it as an address."""
        for offer in self.offers:
            if target in {page.key for page in offer.pages()}:
                return self.screen_of(offer), target
        return next(((self.screen_of(offer), key) for offer, key in self._holding(target)), None)

    def _holding(self, address: str) -> Iterator[tuple[Pages, str]]:
        for offer in self.offers:
            key = offer.page_of(address)
            if key is not None:
                yield offer, key
