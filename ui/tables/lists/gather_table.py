"""Gather table: who was asked and who said what — offices are columns, places rows, mine first, what is used last.

Where two offices differ from each other mine stays and the place is to be decided. A place an office has not yet
delivered says so, as does one it left blank.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import KW_ONLY, field
from datetime import datetime

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from models.basics.addresses import split_row_address
from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.basics.records import dataclass
from models.filling.asked import asked_of
from models.filling.slices import Slice, Supply, conflicts_of
from models.help.phrases import column_word
from ui.basics.completion import Mark
from ui.basics.places import place_words, row_words, slot_words
from ui.basics.texts import day_text
from ui.session.session import Session
from ui.tables.grids.cell_looks import NOTHING, CellLook
from ui.tables.grids.entry_table import LOOK
from ui.tables.grids.layouts import heading_of
from ui.tables.lists.gathered_words import mine_words, said_words
from ui.tables.lists.pills import Pill

Index = QModelIndex | QPersistentModelIndex
DISPLAY, TOOL_TIP, SPOKEN = 0, 3, 11
ITEM, MEASURE, MINE, FIRST = range(4)  # columns; the offices begin at FIRST, what is used stands last
PLACES = 2  # decimals a column keeps free: points stand below each other
_NO_PARENT = QModelIndex()


@dataclass(frozen=True, slots=True)
class GatherLine:
    """One place: what each office said of it, and of whom it was asked; or the heading of those that follow."""

    place: str
    label: str
    _: KW_ONLY
    said: Mapping[str, str] = field(default_factory=dict)
    asked: Mapping[str, bool] = field(default_factory=dict)  # office → whether all its parts with this place came back
    disputed: bool = False
    heading: bool = False

    @property
    def awaited(self) -> bool:
        """True while somebody who was asked has not delivered."""
        return not all(self.asked.values())


class GatherTable(QAbstractTableModel):
    """Places by offices."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        """Start empty; `renew` fills it."""
        super().__init__(parent)
        self._session = session
        self.lines: tuple[GatherLine, ...] = ()
        self.offices: tuple[str, ...] = ()
        self.states: dict[str, Pill] = {}
        self.given = self.waiting = 0  # offices that were given something, and how many of them have not delivered

    @property
    def disputed(self) -> tuple[int, ...]:
        """The rows to be decided, from top to bottom."""
        return tuple(y for y, line in enumerate(self.lines) if line.disputed)

    def renew(self) -> None:
        """Show what was asked and what every office said last, in the order of the plan."""
        self.beginResetModel()
        store, period = self._session.workspace.store.slices, self._session.period_id
        supplies, given, answered = store.supplies(period), store.given(period), store.answered(period)
        self.states = _states(given, answered)
        self.given, self.waiting = len(self.states), sum(one.mark is not Mark.DONE for one in self.states.values())
        self.offices = tuple(dict.fromkeys((*self.states, *(one.supplier for one in supplies))))
        self.lines = tuple(self._lines(supplies, asked_of(self._session.sheet, given, answered)))
        self.endResetModel()

    def _lines(self, supplies: Iterable[Supply], asked: Mapping[str, dict[str, bool]]) -> Iterator[GatherLine]:
        supplies = tuple(supplies)
        disputed = {one.place for one in conflicts_of(supplies)}
        said: dict[str, dict[str, str]] = {}
        for one in supplies:
            said.setdefault(one.place, {})[one.supplier] = said_words(self._session.sheet, one)
        above = ""
        for place in self._ordered({*said, *(one for one in asked if self._wanted(one))}):
            heading, label = self._named(place)
            if heading != above:
                above = heading
                yield GatherLine("", heading, heading=True)
            yield GatherLine(
                place, label, said=said.get(place, {}), asked=asked.get(place, {}), disputed=place in disputed
            )

    def _wanted(self, place: str) -> bool:
        """False for what may stay blank: it stands here once somebody says something of it."""
        sheet = self._session.sheet
        asked = sheet.slots.get(place) or sheet.fields.get(place)
        return asked is None or asked.required

    def _ordered(self, places: Iterable[str]) -> list[str]:
        """Places in the order of the sheet: cells and fields, then each register with its rows behind it."""
        sheet = self._session.sheet
        order = {at: n for n, at in enumerate((*sheet.slots, *sheet.fields, *sheet.register_ids))}

        def rank(place: str) -> tuple[int, str]:
            at = split_row_address(place)
            return order.get(at.register if at else place, len(order)), place

        return sorted(places, key=rank)

    def _named(self, place: str) -> tuple[str, str]:
        """The heading a place stands below, and its own name there."""
        sheet = self._session.sheet
        if (slot := sheet.slots.get(place)) is not None:
            return heading_of(sheet.plan, slot.item), slot_words(sheet, slot)
        if (asked := sheet.fields.get(place)) is not None:
            block = sheet.plan.blocks.get(asked.group)
            return block.title if block else say("window.cover.title"), column_word(asked.column)
        at = split_row_address(place)
        register = sheet.plan.registers.get(at.register if at else place)
        if register is None:
            return say("window.grid.other"), place_words(sheet, place)
        heading = say("window.slices.register", 号=register.id, 名=register.name)
        return heading, row_words(at) if at else say("window.slices.all_rows")

    def office_at(self, column: int) -> str | None:
        """Return whose answer stands in a column, "" for mine, None where no answer stands."""
        if column == MINE:
            return ""
        return self.offices[column - FIRST] if FIRST <= column < FIRST + len(self.offices) else None

    def takes(self, index: Index) -> bool:
        """True for an answer that can be used: mine, or one that was given, of a place to be decided."""
        line, office = self.lines[index.row()], self.office_at(index.column())
        return line.disputed and office is not None and (office == "" or office in line.said)

    @property
    def used(self) -> int:
        """The column of what is used."""
        return FIRST + len(self.offices)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() or not self.lines else self.used + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A heading is passed over by the arrows."""
        heading = index.isValid() and self.lines[index.row()].heading
        return Qt.ItemFlag.NoItemFlags if heading else Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = DISPLAY) -> object:
        if not index.isValid() or role not in (DISPLAY, TOOL_TIP, SPOKEN, LOOK):
            return None
        look = self._look(self.lines[index.row()], index.column())
        return look if role == LOOK else look.text

    def _look(self, line: GatherLine, column: int) -> CellLook:
        if line.heading:
            return CellLook(line.label if column == ITEM else "", strong=True, ground="raised")
        if column == ITEM:
            return CellLook(line.label, indent=1)
        slot = self._session.sheet.slots.get(line.place)
        if column == MEASURE:
            return CellLook(slot.item.measure if slot else "", tone="quiet")
        places = PLACES if slot is not None and slot.item.numeric else None
        ground = "error_tint" if line.disputed else ""
        mine, office = mine_words(self._session, line.place), self.office_at(column) or ""
        if column == self.used:
            return self._used(line, mine, places)
        if column == MINE:
            return CellLook(mine, places=places, ground=ground)
        if office in line.said:
            tone = "text" if line.disputed or line.said[office] == mine or not mine else "quiet"
            return CellLook(line.said[office], places=places, ground=ground, tone=tone)
        if office not in line.asked:
            return NOTHING
        return CellLook(say("window.slices.left_blank" if line.asked[office] else "window.slices.not_here"), pill=True)

    def _used(self, line: GatherLine, mine: str, places: int | None) -> CellLook:
        if line.disputed:
            return CellLook(
                say("window.slices.to_decide"),
                mark=Mark.DECIDE,
                tone="error",
                ground="error_tint",
                strong=True,
                places=0,
            )
        if not mine:
            return CellLook(say("window.slices.awaited") if line.awaited else "", tone="quiet", places=0)
        same = any(said == mine for said in line.said.values())
        return CellLook(mine, places=places, mark=Mark.DONE if same else Mark.NONE)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> object:
        if orientation is Qt.Orientation.Vertical or role not in (DISPLAY, TOOL_TIP):
            return None
        office = self.office_at(section)
        if office:
            state = self.states.get(office)
            return f"{office}\n{state.words}" if state else office
        names = {ITEM: "item", MEASURE: "measure", MINE: "mine", self.used: "used"}
        return say(f"window.slices.{names[section]}") if section in names else None


def _states(given: Iterable[Slice], answered: Mapping[str, tuple[str, datetime]]) -> dict[str, Pill]:
    """How far each office is: delivered when all its parts came back, else until when the first of them is wanted."""
    of: dict[str, list[Slice]] = {}
    for one in given:
        of.setdefault(one.supplier, []).append(one)
    return {office: _state(parts, answered) for office, parts in of.items()}


def _state(parts: list[Slice], answered: Mapping[str, tuple[str, datetime]]) -> Pill:
    left = [one for one in parts if one.id not in answered]
    if not left:
        return Pill(say("window.slices.here", 时=day_text(max(answered[one.id][1] for one in parts))), Mark.DONE)
    ends = [one.until for one in left if one.until is not None]
    if not ends:
        return Pill(say("window.slices.not_here"), Mark.MISSING)
    late = min(ends) < datetime.now(PLAN_ZONE)
    words = say("window.slices.not_here_late" if late else "window.slices.not_here_until", 时=day_text(min(ends)))
    return Pill(words, Mark.WARNING if late else Mark.MISSING)
