"""Navigation: the pages of the open period at the left, each with its mark and what is left to do."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from models.basics.messages import say
from ui.basics.completion import Mark
from ui.basics.enter_key import is_enter
from ui.look.marks import paint_mark
from ui.look.theme import colour, ui_font
from ui.look.views import QuietList, wrapped_height, wrapping
from ui.session.screen import NavigationEntry

Index = QModelIndex | QPersistentModelIndex
PAGE = int(Qt.ItemDataRole.UserRole) + 1
WIDTH, NARROW_WIDTH, LEFT = 168, 56, 16
BEGINS, LONGEST_SHORT = 2, 3  # characters: one does not tell 审核 from 审计, nor two Review from Received
HEIGHT, GROUP_HEIGHT, COUNT_SIZE = 26, 28, 12  # pixels
GAP = 9  # pixels: the least between pages and those at the foot, and between groups that show no name
FOLD, LEAST_FOLDED = ":fold", 2  # the line that stands for empty pages, and from how many on
LEAST_LONG = 6  # pages of a group some of which give way where there is no room for all
_NO_PARENT = QModelIndex()


class PageList(QAbstractListModel):
    """Pages with the headings of their groups between them; a heading is a page without a key."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self.entries: tuple[NavigationEntry, ...] = ()
        self.unfolded = False
        self.filled: int | None = None  # how many filled pages of a long group there is room for, None = for all

    def show_pages(self, pages: Iterable[NavigationEntry], current: str = "") -> None:
        """Show these pages, empty ones folded into one line; when they are the same only what changed is announced."""
        entries = self.lines(pages, current, filled=self.filled)
        if [entry.key for entry in entries] == [entry.key for entry in self.entries]:
            before, self.entries = self.entries, tuple(entries)
            for row, (old, new) in enumerate(zip(before, entries, strict=True)):
                if old != new:
                    self.dataChanged.emit(self.index(row), self.index(row))
            return
        self.beginResetModel()
        self.entries = tuple(entries)
        self.endResetModel()

    def lines(self, pages: Iterable[NavigationEntry], current: str, *, filled: int | None) -> list[NavigationEntry]:
        """Return the lines of these pages, with the headings of their groups."""
        entries: list[NavigationEntry] = []
        group, above = "", False
        for page in _folded(list(pages), current, unfolded=self.unfolded, filled=filled):
            if page.group and page.group != group:
                entries.append(NavigationEntry(key="", title=page.group))
            if page.pinned and above:
                entries.append(NavigationEntry(key="", title="", pinned=True))
            group, above = page.group, not page.pinned
            entries.append(page)
        return entries

    def row_of(self, key: str) -> int:
        """Return the row of a page, -1 when it is not here."""
        return next((row for row, entry in enumerate(self.entries) if entry.key == key), -1)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Return the number of pages and headings."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return the title of an entry, or the entry itself."""
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return entry.title
        return entry if role == PAGE else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let pages be chosen and headings not."""
        if not index.isValid() or not self.entries[index.row()].key:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


def _folded(
    pages: list[NavigationEntry], current: str, *, unfolded: bool, filled: int | None
) -> Iterator[NavigationEntry]:
    """Yield the pages; those of a group that are empty may be one line instead, the open one never.

    In a group of more than a few so may those that are filled and ask for nothing, but for the first `filled` ones.
    """
    for group, found in groupby(pages, key=lambda page: page.group):
        inside = list(found)
        done = [page for page in inside if _is_done(page) and not page.empty] if len(inside) >= LEAST_LONG else []
        away = [page for page in inside if page.empty or (filled is not None and page in done[filled:])]
        away = [page for page in away if page.key != current]
        folds = len(away) >= LEAST_FOLDED
        yield from (page for page in inside if unfolded or not folds or page not in away)
        if folds:
            empty = all(page.empty for page in away)
            fold = "window.nav.fold" if empty else "window.nav.fold_filled"
            folded = "window.nav.folded" if empty else "window.nav.folded_filled"
            words = say(fold if unfolded else folded, n=len(away))
            yield NavigationEntry(key=FOLD, title=words, group=group)


def _is_done(page: NavigationEntry) -> bool:
    return page.mark is Mark.DONE and not page.count


def short_names(pages: Iterable[NavigationEntry]) -> dict[str, str]:
    """Return what stands for each page in a narrow list, by key: its code, else how its name begins."""
    titles = {page.key: page.title for page in pages if page.key}
    return {key: _short(title, [other for at, other in titles.items() if at != key]) for key, title in titles.items()}


def _short(title: str, others: Sequence[str]) -> str:
    code = title.partition(" ")[0]
    if code.isascii() and any(one.isdigit() for one in code):
        return code
    lengths = range(min(len(title), BEGINS), min(len(title), LONGEST_SHORT) + 1)
    return next(
        (title[:n] for n in lengths if not any(other.startswith(title[:n]) for other in others)), title[: lengths[-1]]
    )


@lru_cache(maxsize=256)
def _wrapped(title: str, room: int) -> int:
    """How high a name is that needs more than one line, 0 where it does not; as wide as it is when its page is open."""
    return wrapped_height(title, ui_font(14, bold=True), room)


class _PageDelegate(QStyledItemDelegate):
    """Draws a page: a bar when it is open, its title, its count, its mark."""

    def __init__(self, view: "Navigation") -> None:
        """Draw for a list, narrow or wide."""
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        entry = index.data(PAGE)
        return QSize(NARROW_WIDTH - 8, self._gap() if entry.pinned and not entry.key else self.high(entry))

    def high(self, entry: NavigationEntry) -> int:
        """How high a line is: a name goes on in a second one rather than being cut."""
        if not entry.key:
            return GAP if self._view.narrow else GROUP_HEIGHT
        return HEIGHT if self._view.narrow else max(HEIGHT, _wrapped(entry.title, self._room(entry)))

    def heights(self) -> list[int]:
        """How high each line is now."""
        return [self.high(entry) for entry in self._view.pages.entries]

    def _room(self, entry: NavigationEntry) -> int:
        """How wide the name of a page may be, beside its count and its mark."""
        counted = QFontMetrics(ui_font(COUNT_SIZE)).horizontalAdvance(entry.count) + 8 if entry.count else 0
        return self._view.inner_width - LEFT - self._edge - 4 - counted

    @property
    def _edge(self) -> int:
        """The room of the marks: none is kept where no page has one."""
        return 18 if self._view.narrow else 26 if self._view.marked else 6

    def _gap(self) -> int:
        """The room between the pages and those at the foot of the list."""
        others = [entry for entry in self._view.pages.entries if entry.key or not entry.pinned]
        taken = sum(map(self.high, others))
        return max(GAP, self._view.viewport().height() - taken)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: NavigationEntry = index.data(PAGE)
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if not entry.key:
            self._paint_group(painter, area, entry)
            return
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        font = ui_font(13 if self._view.narrow else 14, bold=chosen)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, colour("accent_tint"))
        if chosen:
            painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), colour("accent"))
        if chosen and self._view.hasFocus():  # the edge of the list alone is easily overlooked
            painter.setPen(colour("accent"))
            painter.drawRect(area.adjusted(0, 0, -1, -1))
        paint_mark(painter, QRectF(area.right() - self._edge, area.top(), 16, area.height()), entry.mark)
        if entry.count and not self._view.narrow:
            self._paint_count(painter, area, entry.count)
        elif entry.count and not self._view.marked:
            self._paint_waiting(painter, area)
        painter.setFont(font)
        painter.setPen(colour("accent" if chosen else "text"))
        self._paint_title(painter, area, entry, font)

    def _paint_group(self, painter: QPainter, area: QRect, entry: NavigationEntry) -> None:
        """Draw what stands between pages: the name of those below, or a line where it has no room."""
        if self._view.narrow or entry.pinned:
            high = area.bottom() - GAP // 2 if entry.pinned else area.center().y()
            painter.setPen(colour("line"))
            painter.drawLine(area.left() + 8, high, area.right() - 8, high)
            return
        painter.setFont(ui_font(12))
        painter.setPen(colour("quiet"))
        painter.drawText(area.adjusted(16, 10, -8, 0), int(Qt.AlignmentFlag.AlignVCenter), entry.title)

    def _paint_count(self, painter: QPainter, area: QRect, count: str) -> None:
        painter.setFont(ui_font(COUNT_SIZE))
        painter.setPen(colour("quiet"))
        width = painter.fontMetrics().horizontalAdvance(count)
        beside = QRect(area.right() - self._edge - 6 - width, area.top(), width, area.height())
        painter.drawText(beside, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), count)

    def _paint_waiting(self, painter: QPainter, area: QRect) -> None:
        """Draw a dot on a narrow page: that something waits there, without how much."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(colour("accent"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(QRectF(area.right() - 14, area.center().y() - 3, 6, 6))

    def _paint_title(self, painter: QPainter, area: QRect, entry: NavigationEntry, font: QFont) -> None:
        """Draw the page's name, on more lines where it needs them; of a narrow list its code."""
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        if self._view.narrow:
            words = QRect(area.left() + 6, area.top(), area.width() - 6 - self._edge, area.height())
            painter.drawText(words, middle, self._view.short.get(entry.key, entry.title[:1]))
            return
        room = self._room(entry)
        words = QRect(area.left() + LEFT, area.top(), room, area.height())
        painter.drawText(words, middle | wrapping(entry.title, font, room), entry.title)


class Navigation(QuietList):
    """The list at the left."""

    page_chosen = Signal(str)
    room_changed = Signal()  # a narrow list has or has not a bar
    page_entered = Signal()  # a click, or Enter: the keyboard goes on into the page

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self.setObjectName("nav")
        self.setAccessibleName(say("window.nav.name"))
        self.pages = PageList(self)
        self.setModel(self.pages)
        self._drawn = _PageDelegate(self)
        self.setItemDelegate(self._drawn)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._enter)
        self.narrow = self.marked = False
        self._heights: list[int] = []
        self._shown: tuple[NavigationEntry, ...] = ()
        self.short: dict[str, str] = {}
        self._current = ""
        self.set_narrow(narrow=False)
        self.verticalScrollBar().rangeChanged.connect(lambda *_: self._make_room())
        self.selectionModel().currentChanged.connect(self._chosen)

    @property
    def inner_width(self) -> int:
        """How wide a line is; not asked of the viewport, a widget of Qt's own, for which Python would load all."""
        bar = self.verticalScrollBar()
        return self.contentsRect().width() - (bar.width() if bar.isVisible() else 0)

    def set_narrow(self, *, narrow: bool) -> None:
        """Show a page by its code and mark alone where the desk is narrow, its name as a tip."""
        self.narrow = narrow
        self._make_room()
        self.scheduleDelayedItemsLayout()

    def _make_room(self) -> None:
        """Be wide enough; a bar that shows more pages below stands beside the marks of a narrow list, not over them."""
        bar = self.verticalScrollBar()
        narrow = NARROW_WIDTH + (bar.sizeHint().width() if bar.maximum() > 0 else 0)
        before = self.minimumWidth()
        self.setMinimumWidth(narrow if self.narrow else WIDTH)
        self.setMaximumWidth(narrow if self.narrow else 2 * WIDTH)
        if before != self.minimumWidth():
            self.room_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what is pinned at the foot; fold or unfold what there is room for no more, or again."""
        super().resizeEvent(event)
        if self._shown:
            self.show_pages(self._shown, self._current)
        self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes into the page; the arrows only open it."""
        if is_enter(event) or event.key() == Qt.Key.Key_Right:
            self._enter(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _enter(self, index: Index) -> None:
        key = index.data(PAGE).key if index.isValid() else ""
        if key == FOLD:
            self._turn_fold()
        elif key:
            self.page_entered.emit()

    def show_pages(self, pages: Iterable[NavigationEntry], current: str) -> None:
        """Show the pages, the open one chosen."""
        self._shown, self._current = tuple(pages), current
        self.short = short_names(self._shown)
        self.marked = any(page.mark is not Mark.NONE for page in self._shown)
        before = self._heights
        if self.isVisible():  # its height says nothing before, and it is told one as it is shown
            self.pages.filled = self._room_for_filled()
        self.pages.show_pages(self._shown, current)
        self._heights = self._drawn.heights()
        if self._heights != before:
            self.scheduleDelayedItemsLayout()
        self.mark_current(current)

    def _room_for_filled(self) -> int | None:
        """How many filled pages of a long group can stand there so that the last pages are in sight; None = all."""
        room, most = self.contentsRect().height(), sum(map(_is_done, self._shown))
        tried: tuple[int | None, ...] = (None, *range(most, 0, -1))
        for filled in tried:
            lines = self.pages.lines(self._shown, self._current, filled=filled)
            if sum(map(self._drawn.high, lines)) <= room:
                return filled
        return 0

    def _turn_fold(self) -> None:
        """Show the empty pages, or fold them away again."""
        self.pages.unfolded = not self.pages.unfolded
        self.show_pages(self._shown, self._current)
        self.selectionModel().blockSignals(True)
        self.setCurrentIndex(self.pages.index(self.pages.row_of(FOLD)))
        self.selectionModel().blockSignals(False)
        self.viewport().update()

    def mark_current(self, key: str) -> None:
        """Show which page is open, without opening it."""
        row, before = self.pages.row_of(key), self.currentIndex()
        if row >= 0 and before.row() != row:
            self.selectionModel().blockSignals(True)
            self.setCurrentIndex(self.pages.index(row))
            self.selectionModel().blockSignals(False)
            for index in (before, self.currentIndex()):  # its viewport is a widget of Qt's own: Python would load all
                self.update(index)

    def _chosen(self, now: QModelIndex) -> None:
        if now.isValid() and now.data(PAGE).key not in ("", FOLD):
            self.page_chosen.emit(now.data(PAGE).key)
