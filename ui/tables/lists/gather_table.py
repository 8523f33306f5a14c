"""Gather table: who said what — offices are columns, items rows, my own figure first, what is used last.

Where two offices differ from each other mine stays and the place is to be decided; Enter on an answer takes it.
"""

from dataclasses import KW_ONLY
from datetime import datetime

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from models.basics.period import PLAN_ZONE
from models.basics.records import dataclass
from models.filling.slices import Supply, conflicts_of
from ui.basics.completion import Mark
from ui.basics.enter_key import is_enter
from ui.basics.places import place_words
from ui.basics.texts import say
from ui.look.marks import mark_icon
from ui.look.theme import colour, ui_font
from ui.look.views import QuietTable
from ui.session.session import Session
from ui.tables.grids.cell_looks import cell_text

Index = QModelIndex | QPersistentModelIndex
DISPLAY, DECORATION, TOOL_TIP, FONT, ALIGN, GROUND, TONE = 0, 1, 3, 6, 7, 8, 9
ITEM, MEASURE, MINE, FIRST = range(4)  # columns; the offices begin at FIRST, what is used stands last
LEAST_NAME = 240  # pixels
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_NO_PARENT = QModelIndex()


@dataclass(frozen=True, slots=True)
class GatherLine:
    """One place: what each office said of it, by office."""

    place: str
    _: KW_ONLY
    said: dict[str, str]
    disputed: bool


class GatherTable(QAbstractTableModel):
    """Places by offices."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        """Start empty; `renew` fills it."""
        super().__init__(parent)
        self._session = session
        self.lines: tuple[GatherLine, ...] = ()
        self.offices: tuple[str, ...] = ()
        self._states: dict[str, tuple[str, Mark]] = {}

    def renew(self) -> None:
        """Show what every office said last, what is to be decided first."""
        self.beginResetModel()
        store, period = self._session.workspace.store.slices, self._session.period_id
        supplies = store.supplies(period)
        self._states = self._states_of_offices()
        self.offices = tuple(dict.fromkeys((*self._states, *(one.supplier for one in supplies))))
        disputed = {one.place for one in conflicts_of(supplies)}
        said: dict[str, dict[str, Supply]] = {}
        for one in supplies:
            said.setdefault(one.place, {})[one.supplier] = one
        order = {at: n for n, at in enumerate(self._session.sheet.addresses())}
        places = sorted(said, key=lambda at: (at not in disputed, order.get(at, len(order)), at))
        self.lines = tuple(
            GatherLine(at, said={name: self._said(one) for name, one in said[at].items()}, disputed=at in disputed)
            for at in places
        )
        self.endResetModel()

    def _said(self, one: Supply) -> str:
        """An answer as the grid would show it: a figure with the decimals of its item, below mine digit by digit."""
        sheet = self._session.sheet
        slot = sheet.slots.get(one.place)
        return cell_text(one.cell, slot.item, sheet) if slot is not None and one.cell is not None else one.words

    def _states_of_offices(self) -> dict[str, tuple[str, Mark]]:
        """How far each office is that was given a part: what its last one says."""
        store, period = self._session.workspace.store.slices, self._session.period_id
        answered, states = store.answered(period), {}
        for one in store.given(period):
            if one.id in answered:
                states[one.supplier] = say("slices.answered", 时=_short(answered[one.id][1])), Mark.DONE
            elif one.until is None:
                states[one.supplier] = say("slices.open"), Mark.MISSING
            else:
                late = one.until < datetime.now(PLAN_ZONE)
                key, mark = ("slices.late", Mark.WARNING) if late else ("slices.due", Mark.MISSING)
                states[one.supplier] = say(key, 时=_short(one.until)), mark
        return states

    def office_at(self, column: int) -> str | None:
        """Return whose answer stands in a column, "" for mine, None where no answer stands."""
        if column == MINE:
            return ""
        return self.offices[column - FIRST] if FIRST <= column < FIRST + len(self.offices) else None

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() or not self.lines else FIRST + len(self.offices) + 1

    def data(self, index: Index, role: int = DISPLAY) -> object:
        if not index.isValid():
            return None
        line, column = self.lines[index.row()], index.column()
        used = column == FIRST + len(self.offices)
        if role in (DISPLAY, TOOL_TIP):
            return self._text(line, column, used=used)
        if role == ALIGN:
            return RIGHT if column >= MINE else None
        if role == DECORATION and used:
            return mark_icon(Mark.DECIDE if line.disputed else Mark.DONE)
        if role == FONT:
            return ui_font(bold=line.disputed and used)
        if line.disputed and role == TONE and used:
            return QBrush(colour("error"))
        return QBrush(colour("error_tint")) if line.disputed and role == GROUND and column >= MINE else None

    def _text(self, line: GatherLine, column: int, *, used: bool) -> str:
        sheet = self._session.sheet
        if column == ITEM:
            return place_words(sheet, line.place)
        slot = sheet.slots.get(line.place)
        if column == MEASURE:
            return slot.item.measure if slot else ""
        mine = self.mine(line.place)
        if used:
            return say("slices.to_decide") if line.disputed else mine
        office = self.office_at(column)
        return mine if office == "" else line.said.get(office or "", "")

    def mine(self, place: str) -> str:
        """Return what stands in the sheet at a place now."""
        sheet = self._session.sheet
        slot = sheet.slots.get(place)
        return cell_text(self._session.entered(place), slot.item, sheet) if slot else self._session.entered(place).text

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> object:
        if orientation is Qt.Orientation.Vertical or role not in (DISPLAY, TOOL_TIP):
            return None
        office = self.office_at(section)
        if office:
            state = self._states.get(office)
            return f"{office}\n{state[0]}" if state else office
        names = {ITEM: "item", MEASURE: "measure", MINE: "mine", FIRST + len(self.offices): "used"}
        return say(f"slices.{names[section]}") if section in names else None


class GatherView(QuietTable):
    """The table on the screen: the arrows choose an answer, Enter takes it."""

    taken = Signal(str, object)  # place, the office whose answer is taken (None: mine stays)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self.table = GatherTable(session, self)
        self.setModel(self.table)
        self.setAccessibleName(say("slices.who_said"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(28)
        self.doubleClicked.connect(self._take)

    def renew(self) -> None:
        """Show what stands now; the place that was current stays."""
        here = self.currentIndex()
        row, column = max(here.row(), 0), max(here.column(), MINE)
        self.table.renew()
        header = self.horizontalHeader()
        for x in range(self.table.columnCount()):
            head = str(self.table.headerData(x, Qt.Orientation.Horizontal) or "").split("\n")
            longest = max(QFontMetrics(ui_font(bold=True)).horizontalAdvance(one) for one in head)
            header.resizeSection(x, max({ITEM: LEAST_NAME, MEASURE: 80}.get(x, 116), longest + 20))
        if self.table.columnCount():
            self._fit_names()
            self.setCurrentIndex(self.table.index(min(row, self.table.rowCount() - 1), column))

    def _fit_names(self) -> None:
        """Give the names what the other columns leave; where that is too little the table scrolls sideways."""
        header = self.horizontalHeader()
        others = header.length() - header.sectionSize(ITEM)
        header.resizeSection(ITEM, max(LEAST_NAME, self.viewport().width() - others))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the names to the new width."""
        super().resizeEvent(event)
        if self.table.columnCount():
            self._fit_names()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the answer that is current."""
        if is_enter(event) and not event.modifiers():
            self._take(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _take(self, index: QModelIndex) -> None:
        line = self.table.lines[index.row()] if index.isValid() else None
        office = self.table.office_at(index.column()) if index.isValid() else None
        if line is not None and line.disputed and office is not None and (office == "" or office in line.said):
            self.taken.emit(line.place, office or None)


def _short(at: datetime) -> str:
    """A moment of these weeks: 10-12 16:02."""
    return f"{at.astimezone(PLAN_ZONE):%m-%d %H:%M}"
