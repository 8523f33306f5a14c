"""Answer row: opens what is asked of the current cell under its row, one at a time, in a grid: a finding, or which of
several answers is used.

The row is made higher and the line lies in the room below its cells. After a click the room changes only when no
double click can follow, so that a second press never meets another row.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from models.checks.findings import Finding
from ui.answers.answer_line import AnswerLine
from ui.answers.dispute_line import DisputeLine
from ui.answers.grid_line import GridLine
from ui.basics.completion import Mark
from ui.look.focus import give_back
from ui.look.views import PlaceTable
from ui.session.screen import ScreenContext

Told = tuple[str, Callable[[], GridLine]]  # what tells it from anything else, and how its line is made
ASKING = (Mark.ERROR, Mark.DECIDE, Mark.WARNING, Mark.EXPLAINED)  # an answer that was given can be written anew


class _Reached(QObject):
    """Tells when the keyboard comes into a field of the line."""

    def __init__(self, line: QWidget, tell: Callable[[], None]) -> None:
        super().__init__(line)
        self._tell = tell

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusIn:
            self._tell()
        return False


class AnswerRow(QObject):
    """The answer line of one grid."""

    def __init__(
        self,
        desk: ScreenContext,
        view: PlaceTable,
        onward: Callable[[], None],
        beside: Callable[[QModelIndex], Told | None] = lambda _: None,
    ) -> None:
        """Follow the current cell of a grid; `onward` goes to the next place that needs somebody.

        `beside`: what is told where nothing is asked.
        """
        super().__init__(view)
        self._desk, self._view, self._onward, self._beside = desk, view, onward, beside
        self.line: GridLine | None = None
        self._row, self._shown = -1, ""
        self._clicked = False
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.show)
        view.selectionModel().currentChanged.connect(lambda *_: self._soon())
        self._moved = QTimer(self)
        self._moved.setSingleShot(True)
        self._moved.timeout.connect(self._settle)
        for bar in (view.verticalScrollBar(), view.horizontalScrollBar()):
            bar.valueChanged.connect(lambda _: self._place())
        view.verticalHeader().sectionResized.connect(lambda *_: self._moved.start(0))  # rows above came or went
        view.model().modelReset.connect(self._close)  # the heights of rows outlive another table
        view.viewport().installEventFilter(self)

    def follow(self) -> None:
        """Show the place anew after something changed; what is being written stays."""
        if self.line is not None:
            self.line.renew()
        if self.line is None or not self.line.writing() or self._key() != self._shown:
            self._later.start(0)

    def _soon(self) -> None:
        self._later.start(QApplication.doubleClickInterval() if self._clicked else 0)

    def _asked(self) -> Told | None:
        """What is asked of the current cell, else what is told beside it."""
        session, address = self._desk.session, self._view.place_at(self._view.currentIndex())
        dispute = None if session.locked else session.disputes.get(address)
        if dispute is not None:
            said = " ".join(f"{one.supplier}={one.said}" for one in dispute.supplies)
            key = f"{address} {session.entered(address)} {said}"
            return key, lambda: DisputeLine(self._desk, dispute, self._view.setFocus)
        found = [one for one in session.findings_at(address) if one[1] in ASKING] if address else []
        column = self._view.column_at(self._view.currentIndex())
        if column:  # of a whole row what is said of the column one is in goes first
            found.sort(key=lambda one: one[0].values.get("栏") != column)
        if not found:
            return self._queried(address) or self._beside(self._view.currentIndex())
        finding, mark, more = *found[0], len(found) - 1
        key = f"{finding.key} {finding.values.get('栏')} {finding.fingerprint} {mark} {more}"
        return key, lambda: AnswerLine(self._desk, finding, mark, more, self._view.setFocus, self._onward)

    def _queried(self, address: str) -> Told | None:
        """What the office asks about a place, with the field for the answer."""
        queries = self._desk.session.standing.queries_at(address) if address else ()
        if not queries or self._desk.session.locked:
            return None
        from ui.answers.query_line import QueryLine  # loaded when the office asks something

        key = f"{address} {[(one.remark.message, one.step) for one in queries]}"
        return key, lambda: QueryLine(self._desk, queries, self._view.setFocus, self._onward)

    def _key(self) -> str:
        asked = self._asked()
        return asked[0] if asked else ""

    def show(self) -> None:
        """Open what is asked of the current cell; close what was open."""
        asked, row = self._asked(), self._view.currentIndex().row()
        key = asked[0] if asked else ""
        if (key, row) == (self._shown, self._row if asked else row) and (self.line is not None) is (asked is not None):
            self._place()
            return
        if asked is None or row != self._row:
            self._close()
        else:
            self._take_away()  # the row stays as high: what is below it need not be painted anew
        if asked is None:
            return
        self._row, self._shown = row, key
        self.line = asked[1]()
        self.line.setParent(self._view.viewport())
        reached = _Reached(self.line, self._into_sight)
        for field in self.line.findChildren(QWidget):
            field.installEventFilter(reached)
        self._place()
        self._into_sight()

    def take_focus(self) -> bool:
        """Take the keyboard into the answer of the current cell; False where nothing is asked."""
        self._later.stop()
        self.show()
        if self.line is None:
            return False
        self._into_sight()
        return self.line.take_focus()

    def finding_in_hand(self) -> Finding | None:
        """Return the finding whose answer has the keyboard, None when none has."""
        return self.line.help_finding() if self.line is not None and self.line.writing() else None

    def _take_away(self) -> None:
        if self.line is not None:
            give_back(self.line)
            self.line.hide()
            self.line.deleteLater()
            self.line = None

    def _close(self) -> None:
        self._take_away()
        if 0 <= self._row < self._view.model().rowCount():
            self._view.setRowHeight(self._row, self._view.cell_height(self._row))
        self._row, self._shown = -1, ""

    def _place(self) -> None:
        """Lay the line below the cells of its row, as high as its sentence makes it, over whatever else lies there."""
        if self.line is None:
            return
        self.line.setHidden(self._view.isRowHidden(self._row))
        if self.line.isHidden():
            return
        view, cells = self._view, self._view.cell_height(self._row)
        high = max(self.line.least, self.line.heightForWidth(view.viewport().width()))
        if view.rowHeight(self._row) != cells + high:
            view.setRowHeight(self._row, cells + high)
        top = view.rowViewportPosition(self._row) + cells
        self.line.setGeometry(0, top, view.viewport().width(), high - 1)
        self.line.raise_()

    def _into_sight(self) -> None:
        """Scroll so that the current row is seen down to the end of its answer."""
        self._view.updateGeometries()  # how far it scrolls is known only later where rows came or grew just now
        self._view.scrollTo(self._view.currentIndex())

    def _settle(self) -> None:
        """After rows above came or went: an answer whose cell is seen is seen whole."""
        self._place()
        if self.line is None or self.line.isHidden():
            return
        top, high = self._view.rowViewportPosition(self._row), self._view.viewport().height()
        if 0 <= top < high < top + self._view.rowHeight(self._row):
            self._into_sight()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in place when the grid's size changes; know a click from a key."""
        kind = event.type()
        if kind is QEvent.Type.Resize:
            self._settle()
        elif kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
            self._clicked = kind is QEvent.Type.MouseButtonPress
        return False
