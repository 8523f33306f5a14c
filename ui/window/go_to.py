"""Go to (Ctrl+K): any cell, page, register, unit or target by name, code or pinyin initials; both desks have it."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from models.basics.messages import say
from models.basics.records import dataclass
from models.sheet.sheet import Sheet
from ui.basics.enter_key import is_enter
from ui.basics.pinyin import initials
from ui.basics.places import place_words
from ui.look.fitting import fit
from ui.look.views import QuietList
from ui.look.widgets import column
from ui.session.screen import NavigationEntry

if TYPE_CHECKING:  # a unit's desk loads nothing of the office's
    from ui.office.page import OfficePage
    from ui.office.session import OfficeSession

MOST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """Where one can go: what is shown, and what else finds it; `place` is what the desk is told."""

    name: str
    code: str
    place: str
    also: str = ""


def office_goals(session: "OfficeSession", pages: "Iterable[type[OfficePage]]", unit_page: str) -> list[Goal]:
    """Return every page of the office's desk, every unit (by every name it ever had) and every target."""
    plan = session.plan
    found = [Goal(name=page.title(), code="", place=f"{page.key}|") for page in pages]
    for unit in session.roster.expected:
        also = " ".join((*(one.name for one in plan.units[unit].names), *plan.units[unit].aliases))
        found.append(Goal(name=session.unit_names(unit), code=unit, also=also, place=f"{unit_page}|{unit}"))
    return found + [Goal(name=one.name, code=one.id, place=f"summary|{one.id}") for one in plan.indicators.values()]


def sheet_goals(sheet: Sheet, pages: Iterable[NavigationEntry]) -> list[Goal]:
    """Return every page of the unit's desk and every place of a sheet."""
    found = [Goal(name=page.title, code="", place=page.key) for page in pages if page.key]
    registers = [one for one in found if one.place in sheet.register_ids]
    cells = [Goal(name=place_words(sheet, at), code=_shown_code(sheet, at), place=at, also=at) for at in sheet.slots]
    others = [
        Goal(name=place_words(sheet, at), code="", place=at, also=at)
        for at in sheet.addresses()
        if at not in sheet.slots
    ]
    # who types the initials of an item means the item, not the register it may be counted from
    return [one for one in found if one not in registers] + cells + registers + others


def _shown_code(sheet: Sheet, address: str) -> str:
    """The item's code with the table it stands in; which column is said by the name."""
    return say("window.goto.code", 表=sheet.slots[address].table, 码=address.partition("/")[0].partition("@")[0])


def _here(goals: Sequence[Goal]) -> str:
    """Return what may be typed, by the example of the item with the shortest name, which has room in the line."""
    one = min((goal for goal in goals if goal.code), key=lambda goal: len(goal.name), default=goals[0])
    code = (one.also or one.name).partition("/")[0].partition("@")[0]
    return say("window.goto.here", 名=one.name, 码=code, 首字母=initials(one.name))


class _NoWider(QStyledItemDelegate):
    """A line as wide as the list: a long name is cut in its middle, names of one beginning differ at their end."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, super().sizeHint(option, index).height())


class GoTo(QDialog):
    """A line and what fits it; Enter goes."""

    place_wanted = Signal(str)

    def __init__(self, goals: Iterable[Goal], parent: QWidget | None = None, *, words: str = "") -> None:
        """Offer these goals; `words` say what may be typed."""
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)  # it is made anew each time
        self.setObjectName("framed")
        fit(self, 520, 380)
        self.line, self._list = QLineEdit(), QuietList()
        for part in (self, self.line, self._list):
            part.setAccessibleName(say("window.goto.title"))
        self._all = list(goals)
        self.line.setPlaceholderText(words or _here(self._all))
        self._names = QStringListModel(self)
        self._list.setObjectName("goals")
        self._list.setModel(self._names)
        self._list.setItemDelegate(_NoWider(self._list))
        self._list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._list.setEditTriggers(QuietList.EditTrigger.NoEditTriggers)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = column(self.line, self._list)
        layout.setContentsMargins(10, 10, 10, 10)
        self.setLayout(layout)
        self._keys = [_looked_up(one) for one in self._all]
        self._shown: list[str] = []
        self.line.textChanged.connect(self.look_up)
        self._list.clicked.connect(lambda index: self._go(index.row()))
        self.look_up("")

    def show_over(self, desk: QWidget) -> None:
        """Stand in the middle of a desk's upper part with the keyboard in the line."""
        corner = desk.mapToGlobal(desk.rect().topLeft())
        self.move(corner.x() + (desk.width() - self.width()) // 2, corner.y() + 60)
        self.show()
        self.line.setFocus()

    def look_up(self, text: str) -> None:
        """Show what fits all words of a text."""
        words = text.lower().split()
        fits = [n for n, key in enumerate(self._keys) if all(word in key for word in words)][:MOST]
        self._shown = [self._all[n].place for n in fits]
        lines = [say("window.goto.line", 名=self._all[n].name, 码=self._all[n].code).rstrip() for n in fits]
        self._names.setStringList(lines or [say("window.goto.none")])
        self._list.setCurrentIndex(self._names.index(0))

    def _go(self, row: int) -> None:
        if 0 <= row < len(self._shown):
            self.accept()
            self.place_wanted.emit(self._shown[row])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes; the arrows choose while the line keeps the keyboard."""
        row = self._list.currentIndex().row()
        if is_enter(event):
            self._go(row)
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self._list.setCurrentIndex(self._names.index(min(max(row + step, 0), len(self._shown) - 1)))
        else:
            super().keyPressEvent(event)


def _looked_up(goal: Goal) -> str:
    """Everything that finds a goal, in small letters."""
    names = f"{goal.name} {goal.also}"
    return f"{names} {goal.code} {initials(names)}".lower()
