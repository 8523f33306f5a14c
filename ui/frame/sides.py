"""Sides: how the navigation and the panel share the width of a unit's desk with the page.

Where there is little room the navigation shows codes and marks, and the panel is a drawer over the page (F9).
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QSplitter, QWidget

from ui.frame.navigation import NARROW_WIDTH, Navigation
from ui.frame.navigation import WIDTH as NAV_WIDTH
from ui.look.fitting import NARROW, ROOMY
from ui.look.focus import give_back

PANEL_WIDTH, WIDE_PANEL, WIDE_NAMES = 256, 360, 240


class Sides:
    """The splitter with navigation, middle and panel."""

    def __init__(
        self,
        desk: QWidget,
        parts: tuple[Navigation, QWidget, QWidget],
        bars: Sequence[QWidget],
        wanted: Callable[[], bool],
        needed: Callable[[], int],
    ) -> None:
        """Put the three side by side; `bars` give up what is not needed too.

        `wanted`: the page has use for a panel; `needed`: the width without which it has no room for one beside it.
        """
        self._desk, self._bars, self._wanted, self._needed = desk, bars, wanted, needed
        self._navigation, middle, self._panel = parts
        self._folded = self._drawer = self._over = False
        self._narrow: bool | None = None
        self._roomy = False
        self._edge = QFrame(self._panel)  # of a drawer: the page beside it has the same ground
        self._edge.setObjectName("drawer-edge")
        self._edge.hide()
        self.split = QSplitter(desk)
        for part in (self._navigation, middle, self._panel):
            self.split.addWidget(part)
        self.split.setHandleWidth(1)
        self.split.setStretchFactor(1, 1)
        for place in range(3):
            self.split.setCollapsible(place, False)
        self.split.setSizes([NAV_WIDTH, 800, PANEL_WIDTH])
        self._navigation.room_changed.connect(self._follow_names)

    def _follow_names(self) -> None:
        """A narrow list of pages has or has not a bar: what beside it is the page's, or a stripe stays between them."""
        if self._narrow:
            self._share()

    def turn(self) -> None:
        """Another page is shown: a drawer is closed with the one it lay over."""
        self._drawer = False
        self.show_panel()

    def fold_panel(self) -> None:
        """Fold the panel away, or show it again; where there is no room beside the page it is a drawer over it."""
        if self._over:
            self._drawer = not self._drawer
        else:
            self._folded = not self._folded
        self.show_panel()

    def unfold_panel(self) -> None:
        """Show the panel, folded or not."""
        if not self._panel.isVisible():
            self.fold_panel()

    def show_panel(self) -> None:
        """Show the panel where the page has use for it and nobody has folded it."""
        self._lay()
        shown = self._wanted() and (self._drawer if self._over else not self._folded)
        if self._panel.isVisible() and not shown:
            give_back(self._panel)
        self._panel.setVisible(shown)
        if self._over and shown:
            self._place_drawer()

    def _lay(self) -> None:
        """Lay the panel beside the page, or over it as a drawer."""
        names, side = self._widths()
        over = bool(self._narrow) or self._desk.width() - names - side < self._needed()
        if over == self._over:
            return
        self._over, self._drawer = over, False
        self._panel.setAutoFillBackground(over)  # a drawer lies over the page
        self._edge.setVisible(over)
        if over:
            self._panel.setParent(self._desk)
        else:
            self.split.addWidget(self._panel)
        self._share()

    def _place_drawer(self) -> None:
        room = self.split.geometry()
        width = min(self._widths()[1], room.width() - NARROW_WIDTH)
        self._panel.setGeometry(room.right() - width + 1, room.top(), width, room.height())
        self._edge.setGeometry(0, 0, 1, room.height())
        self._edge.raise_()
        self._panel.raise_()

    def resize(self, size: QSize) -> None:
        """Fold the sides where there is no room for them, widen the panel where there is."""
        narrow, roomy = size.width() < NARROW, size.width() >= ROOMY
        if narrow != bool(self._narrow):
            for part in (self._navigation, *self._bars):
                part.set_narrow(narrow=narrow)  # type: ignore[attr-defined]
        anew = (narrow, roomy) != (bool(self._narrow), self._roomy)
        self._narrow, self._roomy = narrow, roomy
        if anew:
            self._share()
        self.show_panel()

    def _widths(self) -> tuple[int, int]:
        """How wide the names and the panel are."""
        if self._narrow:
            return self._navigation.minimumWidth(), PANEL_WIDTH
        return (WIDE_NAMES, WIDE_PANEL) if self._roomy else (NAV_WIDTH, PANEL_WIDTH)

    def _share(self) -> None:
        names, side = self._widths()
        room = self._desk.width() - names
        self.split.setSizes([names, room] if self._over else [names, room - side, side])
