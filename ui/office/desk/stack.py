"""Stack of the office's pages: each is made when it is first opened; its name and what waits there are known before."""

from collections.abc import Callable

from PySide6.QtWidgets import QStackedWidget

from ui.office.figures.return_page import ReturnPage
from ui.office.page import OfficePage, OfficeParts
from ui.office.screens import OFFICE_SCREENS
from ui.office.screens.unit import UnitPage

BESIDE: tuple[type[OfficePage], ...] = (UnitPage, ReturnPage)  # reached from other pages only


class OfficeStack(QStackedWidget):
    """The pages of an office's desk, one of them shown."""

    def __init__(self, parts: OfficeParts, made: Callable[[OfficePage], None]) -> None:
        """Make no page yet; `made` is told of each that is."""
        super().__init__()
        self._parts, self._told = parts, made
        self._kinds = {kind.key: kind for kind in (*OFFICE_SCREENS, *BESIDE)}
        self._made: dict[str, OfficePage] = {}
        self._narrow = self._meeting = False

    @property
    def current(self) -> OfficePage:
        """The page that is shown; before any is, the first."""
        shown = self.currentWidget()
        return shown if isinstance(shown, OfficePage) else self.page(OFFICE_SCREENS[0].key)

    def has(self, key: str) -> bool:
        """True for the key of a page."""
        return key in self._kinds

    def page(self, key: str) -> OfficePage:
        """Return the page of a key, made if nobody has opened it yet."""
        page = self._made.get(key)
        if page is None:
            page = self._made[key] = self._kinds[key](self._parts)
            if self._narrow:
                page.set_narrow(narrow=True)
            if self._meeting:
                page.set_meeting(on=True)
            self._told(page)
            self.addWidget(page)
        return page

    def open(self, key: str) -> OfficePage:
        """Show the page of a key and return it."""
        page = self.page(key)
        self.setCurrentWidget(page)
        return page

    def forget(self) -> None:
        """Let the pages go of what they kept of the session."""
        for page in self._made.values():
            page.forget()

    def set_narrow(self, *, narrow: bool) -> None:
        """Let the pages leave out what is not needed where there is little room, those that are made later too."""
        self._narrow = narrow
        for page in self._made.values():
            page.set_narrow(narrow=narrow)

    def set_meeting(self, *, on: bool) -> None:
        """Let the pages show figures alone while others look on, those that are made later too."""
        self._meeting = on
        for page in self._made.values():
            page.set_meeting(on=on)
