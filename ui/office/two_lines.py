"""Two-line list: a day, a sign, whom it is about, what happened, what follows, and the one act of each line.

Enter or a double click does the act of the current line, a click on its button likewise.
"""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from models.basics.records import dataclass
from ui.basics.enter_key import is_enter
from ui.look.signs import Sign, paint_sign
from ui.look.theme import colour, ui_font
from ui.look.views import MIDDLE, QuietList, paint_line_ground, paint_text

Index = QModelIndex | QPersistentModelIndex
ENTRY = int(Qt.ItemDataRole.UserRole) + 1
HEIGHT, DAY, SIGN, NAME, ACT = 52, 52, 28, 168, 96
DAY_SIZE = 13
_NO_PARENT = QModelIndex()


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoLineEntry:
    """One line of the list; `act` is "" where nothing can be done."""

    key: str
    day: str
    sign: Sign
    name: str
    what: str
    follows: str = ""
    act: str = ""


class TwoLines(QAbstractListModel):
    """The lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entries: tuple[TwoLineEntry, ...] = ()
        self.day = DAY

    def show_entries(self, entries: Sequence[TwoLineEntry]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.entries = tuple(entries)
        metrics = QFontMetrics(ui_font(DAY_SIZE))
        self.day = max((DAY, *(metrics.horizontalAdvance(one.day) + 12 for one in entries)))  # with a year it is longer
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Return the number of lines."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return a line as one text (read aloud, pointed at), or the line itself."""
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return " ".join(part for part in (entry.day, entry.name, entry.what, entry.follows) if part)
        return entry if role == ENTRY else None


class _TwoLineDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(400, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: TwoLineEntry = index.data(ENTRY)
        area: QRect = option.rect
        chosen = paint_line_ground(painter, option)
        model, left = index.model(), area.left() + 16
        day = model.day if isinstance(model, TwoLines) else DAY
        paint_text(painter, QRect(left, area.top(), day, HEIGHT), entry.day, DAY_SIZE, "quiet")
        left += day
        paint_sign(painter, QRectF(left, area.top(), 16, HEIGHT), entry.sign)
        self._name(painter, QRect(left + SIGN, area.top(), NAME - 8, HEIGHT), entry.name)
        start = left + SIGN + NAME + 4
        room = area.right() - start - (ACT + 28 if entry.act else 16)
        if entry.follows:
            paint_text(painter, QRect(start, area.top() + 6, room, 21), entry.what, 14, "text")
            paint_text(painter, QRect(start, area.top() + 27, room, 18), entry.follows, 12, "quiet")
        else:
            paint_text(painter, QRect(start, area.top(), room, HEIGHT), entry.what, 14, "text")
        if entry.act:
            self._button(painter, button_area(area), entry.act, chosen=chosen)

    def _name(self, painter: QPainter, area: QRect, name: str) -> None:
        """A name is never cut: one that is too long for a line takes two, the smaller where it needs to."""
        size = 14 if QFontMetrics(ui_font(14, bold=True)).horizontalAdvance(name) <= 2 * area.width() - 28 else 12
        painter.setFont(ui_font(size, bold=True))
        painter.setPen(colour("text"))
        painter.drawText(area, int(MIDDLE | Qt.TextFlag.TextWrapAnywhere), name)

    def _button(self, painter: QPainter, area: QRect, words: str, *, chosen: bool) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(colour("accent" if chosen else "edge"))
        painter.setBrush(colour("surface"))
        painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.restore()
        tone = "accent" if chosen else "text"
        painter.setFont(ui_font(14))
        painter.setPen(colour(tone))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), words)


def button_area(line: QRect) -> QRect:
    """Return where the button of a line stands."""
    return QRect(line.right() - ACT - 12, line.top() + (HEIGHT - 26) // 2, ACT, 26)


class TwoLineList(QuietList):
    """The list on the screen."""

    act_wanted = Signal(str)  # key of the line
    current_changed = Signal()

    def __init__(self, name: str) -> None:
        """Start empty; `name` is read aloud."""
        super().__init__()
        self.setAccessibleName(name)
        self.lines = TwoLines(self)
        self.setModel(self.lines)
        self.setItemDelegate(_TwoLineDelegate(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(lambda *_: self.current_changed.emit())
        self.doubleClicked.connect(lambda index: self.act_wanted.emit(index.data(ENTRY).key))

    def show_entries(self, entries: Sequence[TwoLineEntry]) -> None:
        """Show other lines; the current one stays current, or the one in its place."""
        before, place = self.current(), max(0, self.currentIndex().row())
        self.lines.show_entries(entries)
        same = [row for row, entry in enumerate(entries) if before and entry.key == before.key]
        row = same[0] if same else min(place, len(entries) - 1)
        if row >= 0:
            self.setCurrentIndex(self.lines.index(row))
        self.current_changed.emit()

    def current(self) -> TwoLineEntry | None:
        """Return the current line."""
        index = self.currentIndex()
        return index.data(ENTRY) if index.isValid() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does the act of the current line."""
        entry = self.current()
        if is_enter(event) and entry is not None:
            self.act_wanted.emit(entry.key)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the button of a line does its act."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and button_area(self.visualRect(index)).contains(event.position().toPoint()):
            self.act_wanted.emit(index.data(ENTRY).key)
