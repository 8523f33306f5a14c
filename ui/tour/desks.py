"""The tours of the two desks: where they go, in the order of a quarter.

What a desk must offer is said here, so that the window's own room can use this one.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtWidgets import QAbstractItemView, QStackedWidget, QWidget

from models.basics.messages import say
from ui.frame.bars import BottomBar
from ui.frame.sides import Sides
from ui.session.screen import NavigationEntry
from ui.tour.tour import Tour, TourStep


class DeskShown(Protocol):
    """What both desks have."""

    @property
    def top(self) -> QWidget:
        """The bar above."""
        ...

    @property
    def navigation(self) -> QWidget:
        """The pages at the left."""
        ...

    @property
    def bottom(self) -> BottomBar:
        """The bar below."""
        ...

    def take_focus(self) -> None:
        """Give the keyboard to the page."""


class UnitShown(DeskShown, Protocol):
    """What the unit's desk has."""

    @property
    def sides(self) -> Sides:
        """How navigation and panel stand beside the page."""
        ...

    @property
    def panel(self) -> QWidget:
        """The panel at the right."""
        ...

    def pages(self) -> Sequence[NavigationEntry]:
        """Every page of the open period."""

    def go(self, target: str) -> None:
        """Open a page."""


class OfficeShown(DeskShown, Protocol):
    """What the office's desk has."""

    def go(self, key: str, place: str) -> None:
        """Open a page at a place."""


def show_tour(office: OfficeShown | None, unit: UnitShown | None) -> Tour | None:
    """Show the tour of the desk that is open."""
    if office is not None:
        return office_tour(office)
    return unit_tour(unit) if unit is not None else None


def unit_tour(desk: UnitShown) -> Tour:
    """Show the unit's desk: where one is, where one fills, what is said about it, how it is filed."""
    host = _widget(desk)
    table = next(page.key for page in desk.pages() if page.group == say("window.nav.tables"))
    page, grid = partial(_page, host), partial(_grid, host)
    steps = (
        TourStep(key="top", find=lambda: desk.top, go=partial(desk.go, "overview")),
        TourStep(key="pages", find=lambda: desk.navigation),
        TourStep(key="overview", find=page, go=partial(desk.go, "overview")),
        TourStep(key="table", find=grid, go=partial(desk.go, table)),
        TourStep(key="panel", find=lambda: desk.panel, go=desk.sides.unfold_panel),
        TourStep(key="findings", find=grid, go=partial(desk.go, "findings")),
        TourStep(key="next", find=lambda: desk.bottom.primary),
        TourStep(key="filing", find=page, go=partial(desk.go, "filing")),
        TourStep(key="menu", find=partial(_menu, desk), go=partial(desk.go, "overview")),
    )
    return _shown(host, "unit", steps, desk.take_focus)


def office_tour(desk: OfficeShown) -> Tour:
    """Show the office's desk in the order of a quarter: receive, ask, look at, decide, issue."""
    host = _widget(desk)
    page, grid = partial(_page, host), partial(_grid, host)
    steps = (
        TourStep(key="top", find=lambda: desk.top, go=partial(desk.go, "today", "")),
        TourStep(key="today", find=page, go=partial(desk.go, "today", "")),
        TourStep(key="receptions", find=grid, go=partial(desk.go, "receptions", "")),
        TourStep(key="roster", find=grid, go=partial(desk.go, "roster", "")),
        TourStep(key="review", find=page, go=partial(desk.go, "review", "")),
        TourStep(key="differences", find=grid, go=partial(desk.go, "differences", "")),
        TourStep(key="rulings", find=page, go=partial(desk.go, "rulings", "")),
        TourStep(key="summary", find=grid, go=partial(desk.go, "summary", "")),
        TourStep(key="notices", find=page, go=partial(desk.go, "notices", "")),
        TourStep(key="settings", find=page, go=partial(desk.go, "settings", "")),
        TourStep(key="menu", find=partial(_menu, desk), go=partial(desk.go, "today", "")),
    )
    return _shown(host, "office", steps, desk.take_focus)


def _shown(host: QWidget, desk: str, steps: Sequence[TourStep], back: Callable[[], None]) -> Tour:
    """Show a tour; one that is open already begins again."""
    for open_one in host.findChildren(Tour):
        open_one.end()
    tour = Tour(host, desk, steps)
    tour.ended.connect(back)
    return tour


def _widget(desk: object) -> QWidget:
    if not isinstance(desk, QWidget):
        raise TypeError(type(desk))
    return desk


def _page(host: QWidget) -> QWidget | None:
    stack = next(iter(host.findChildren(QStackedWidget)), None)
    return None if stack is None else stack.currentWidget()


def _grid(host: QWidget) -> QWidget | None:
    """The largest list of the open page, or the page where it has none."""
    page = _page(host)
    lists = [one for one in page.findChildren(QAbstractItemView) if one.isVisible()] if page is not None else []
    return max(lists, key=lambda one: one.width() * one.height(), default=page)


def _menu(desk: DeskShown) -> QWidget | None:
    """The button of the menu, the last in the bar above."""
    named = (one for one in desk.top.findChildren(QWidget) if one.accessibleName() == say("window.menu.title"))
    return next(named, None)
