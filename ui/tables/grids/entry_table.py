"""Entry grid: the cells of one table of one unit and period.

Turns values into looks and text into edits, and holds no rule: reading is `models.sheet.cells`, checking
`models.checks.run`, saving `ui.session.commands`. Rows are prepared; after an edit exactly the cells that changed are
announced.
"""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from models.answers.beside import register_figure
from models.basics.messages import say
from models.basics.quantity import plain
from models.plan.plan import ItemType
from models.sheet.cells import BLANK, STATES, Cell
from ui.basics.completion import Mark, finding_words, without_name
from ui.basics.texts import state_word
from ui.look.views import LEFT, RIGHT
from ui.session.commands import Edits
from ui.session.session import Session
from ui.tables.grids.cell_looks import CellLook, cell_look, column_places, judged_look, register_words, side_look
from ui.tables.grids.layouts import CellKind, Grid, GridRow

Index = QModelIndex | QPersistentModelIndex
# plain numbers: comparing Qt's enums for every cell costs more than the rest of data()
DISPLAY, EDIT, TOOL_TIP, ALIGN, SPOKEN = 0, 2, 3, 7, 11
LOOK = int(Qt.ItemDataRole.UserRole) + 1
ADDRESS = int(Qt.ItemDataRole.UserRole) + 2
DASHES = ("—", "——", "－", "–", "-", "--", "/")
_NO_PARENT = QModelIndex()


class EntryTable(QAbstractTableModel):
    """The cells of a grid. An edit is made through the undo stack; the grid shows what was saved."""

    state_wanted = Signal(str)  # a dash was typed at an address: which state is meant

    def __init__(self, session: Session, edits: Edits, parent: QObject | None = None) -> None:
        """Start with an empty grid."""
        super().__init__(parent)
        self._session, self._edits = session, edits
        self.grid = Grid()
        self._looks: list[list[CellLook]] = []
        self._places: tuple[int, ...] = ()
        self._judged: list[int] = []  # columns a heading fills
        self._where: dict[str, list[tuple[int, int]]] = {}
        self._control = ""  # address whose control figure is being typed

    def show_grid(self, grid: Grid) -> None:
        """Show another grid."""
        self.beginResetModel()
        self.grid = grid
        sheet = self._session.sheet
        self._places = tuple(column_places(grid, sheet, n) for n in range(len(grid.columns)))
        self._judged = [n for n, one in enumerate(grid.columns) if one.kind in (CellKind.TARGET, CellKind.REACHED)]
        self._where = {}
        growth = [n for n, one in enumerate(grid.columns) if one.kind is CellKind.GROWTH]
        for y, row in enumerate(grid.rows):
            for x, address in enumerate(row.addresses):
                if address:
                    # what grows since last year follows both figures
                    self._where.setdefault(address, []).extend((y, place) for place in dict.fromkeys((x, *growth)))
            if row.of:
                self._where.setdefault(row.of, []).extend((y, x) for x in self._judged)
        self._looks = [[self._look(row, x) for x in range(len(grid.columns))] for row in grid.rows]
        self.endResetModel()

    @property
    def looks(self) -> Sequence[Sequence[CellLook]]:
        """What is drawn, row by row."""
        return self._looks

    def show_changes(self, addresses: Iterable[str]) -> list[tuple[int, int, CellLook]]:
        """Show these cells anew; addresses of other tables are passed over. Return row, column and look of each."""
        changed = []
        for address in addresses:
            for y, x in self._where.get(address, ()):
                look = self._look(self.grid.rows[y], x)
                if look != self._looks[y][x]:
                    self._looks[y][x] = look
                    cell = self.index(y, x)
                    self.dataChanged.emit(cell, cell, [DISPLAY, LOOK])
                    changed.append((y, x, look))
        return changed

    def _look(self, row: GridRow, x: int) -> CellLook:
        kind = self.grid.columns[x].kind
        if kind is CellKind.LABEL:
            if row.heading:
                return CellLook(row.label, strong=True, tone="accent", ground="raised")
            return CellLook(row.label, strong=row.strong, indent=1)
        if row.heading:
            in_heading = x in self._judged and row.of
            judged = judged_look(self._session.sheet, row.of, kind, self._places[x]) if in_heading else None
            return judged or CellLook(ground="raised")
        if kind is CellKind.MEASURE:
            return CellLook(row.measure, tone="quiet", small=True)
        address = row.addresses[x] if row.addresses else ""
        if not address:
            return CellLook(ground="derived" if kind is CellKind.CELL else "")
        if kind is CellKind.NOTE:
            return self._note(address)
        if kind is CellKind.CELL:
            mark = self._session.standing.mark(address)
            return cell_look(self._session.sheet, address, mark, self._places[x], locked=self._session.locked)
        beside = judged_look if self.grid.split and x in self._judged else side_look
        return beside(self._session.sheet, address, kind, self._places[x])

    def _note(self, address: str) -> CellLook:
        """What a register gives for a row's cell, and the worst that was found of it, in its own words."""
        sheet = self._session.sheet
        slot, found = sheet.slots[address], self._session.findings_at(address)
        given, worst = register_words(sheet, slot), found[:1]
        said = [finding_words(*one, sheet) for one in worst if one[1] not in (Mark.MISSING, Mark.PENDING)]
        told = [without_name(one, slot.item.name) for one in said]
        asks = any(mark > Mark.EXPLAINED for _, mark in worst) and bool(told)
        words = say("window.grid.between").join([*([given] if given else []), *told])
        return CellLook(words, tone="text" if asks else "quiet", small=True)

    def offered(self, index: Index) -> str:
        """Return the figure a register gives for a cell that can be typed and says another, "" for none."""
        address = self.address_at(index)
        sheet = self._session.sheet
        if not address or not self.typeable(index):
            return ""
        found = register_figure(sheet, sheet.slots[address])
        return "" if found is None or found == sheet.exact(address) else plain(found)

    def address_at(self, index: Index) -> str:
        """Return the address of an entry or result under an index, "" where there is none."""
        if not index.isValid() or self.grid.columns[index.column()].kind is not CellKind.CELL:
            return ""
        row = self.grid.rows[index.row()]
        return row.addresses[index.column()] if row.addresses else ""

    def index_of(self, address: str) -> QModelIndex:
        """Return the index of an address, an invalid one when it is not in this grid."""
        for y, x in self._where.get(address, ()):
            if self.grid.columns[x].kind is CellKind.CELL:
                return self.index(y, x)
        return QModelIndex()

    def typeable(self, index: Index) -> bool:
        """True when a text may be typed there."""
        address = self.address_at(index)
        if not address or self._session.locked:
            return False
        slot = self._session.sheet.slots[address]
        return slot.item.entered and not slot.total

    def may_say_state(self, index: Index) -> bool:
        """True when a state may be chosen there: typed cells, and counted ones, whose register may have no rows."""
        address = self.address_at(index)
        if not address or self._session.locked:
            return False
        return self.typeable(index) or self._session.sheet.slots[address].item.type is ItemType.COUNTED

    def takes_control(self, index: Index) -> bool:
        """True where a figure can stand beside the computed one, to be compared with it and never used (控制数)."""
        address = self.address_at(index)
        if not address or self._session.locked:
            return False
        slot = self._session.sheet.slots[address]
        return slot.derived and slot.item.numeric and slot.item.type is not ItemType.COUNTED

    def why_not(self, index: Index) -> str:
        """Return why nothing can be typed at a place, and what can be done instead."""
        address = self.address_at(index)
        if self._session.locked:
            return say("window.grid.locked")
        if not address:
            return say("window.grid.no_cell")
        if self.takes_control(index):
            return say("window.grid.computed")
        counted = self._session.sheet.slots[address].item.type is ItemType.COUNTED
        return say("window.grid.counted" if counted else "window.grid.no_cell")

    def fold_of(self, line: int) -> str:
        """Return under which fold a row lies: "not_due", "optional", "" for one that is always shown."""
        sheet = self._session.sheet
        addresses = [at for x, at in enumerate(self.grid.rows[line].addresses) if at and self._is_cell(x)]
        slots = [sheet.slots[at] for at in addresses]
        if not slots or any(at in sheet.cells or self._session.standing.mark(at) > Mark.HINT for at in addresses):
            return ""  # whatever somebody has said, or has to say, is in sight
        if not any(slot.due for slot in slots):
            return "not_due"
        entered = [slot for slot in slots if slot.item.entered and not slot.total]
        return "optional" if entered and not any(slot.required for slot in entered) else ""

    def _is_cell(self, x: int) -> bool:
        return self.grid.columns[x].kind is CellKind.CELL

    def wants_entry(self, index: Index) -> bool:
        """True when a typed cell there says nothing yet."""
        return self.typeable(index) and self._session.sheet.cell(self.address_at(index)).silent

    def choices_at(self, index: Index) -> tuple[str, ...]:
        """Return what can be chosen in a cell, empty for a typed one."""
        address = self.address_at(index)
        if not address:
            return ()
        item = self._session.sheet.slots[address].item
        return (say("window.yes"), say("window.no")) if item.type is ItemType.YES_NO else item.choices

    def all_choices(self) -> set[str]:
        """Return whatever can be chosen in a cell of the grid that is due."""
        slots = self._session.sheet.slots
        return {choice for at in self.grid.addresses for choice in slots[at].item.choices if slots[at].due}

    def takes_words(self) -> bool:
        """True when words are typed into a cell of the grid that is due."""
        slots = (self._session.sheet.slots[at] for at in self.grid.addresses)
        return any(one.due and one.item.type is ItemType.TEXT and not one.item.choices for one in slots)

    def clear(self, indexes: Iterable[Index]) -> None:
        """Take away what was entered in these cells, as one step."""
        chosen = [index for index in indexes if self.may_say_state(index) or self.takes_control(index)]
        wanted = [self.address_at(index) for index in chosen]
        self._edits.put_all(dict.fromkeys(wanted, BLANK), "cleared")

    def put_texts(self, texts: dict[str, str], why: str) -> None:
        """Read texts as if typed and put them as one step."""
        self._edits.put_all({address: self.cell_of(address, text) for address, text in texts.items()}, why)

    def cell_of(self, address: str, text: str) -> Cell:
        """Return the cell a text makes: the word of a state is that state, everything else is read."""
        said = next((state for state in STATES if text.strip() == state_word(state)), None)
        return Cell(said) if said is not None else self._session.read(address, text)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._looks)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.grid.columns)

    def data(self, index: Index, role: int = DISPLAY) -> object:
        if role not in (DISPLAY, EDIT, LOOK, ADDRESS, ALIGN, TOOL_TIP, SPOKEN) or not index.isValid():
            return None
        if role == SPOKEN:
            return self._spoken(index)
        look = self._looks[index.row()][index.column()]
        if role == DISPLAY:
            return look.text
        if role == LOOK:
            return look
        if role == ALIGN:
            return RIGHT if look.places is not None else LEFT
        address = self.address_at(index)
        if role == ADDRESS:
            return address
        return self._raw(address) if role == EDIT else self._tip(address) or self._words(index)

    def _raw(self, address: str) -> str:
        cell = self._session.entered(address)
        return cell.raw or cell.text

    def _spoken(self, index: Index) -> str:
        """What a screen reader says of a cell: whose it is, what stands there, its measure, what was found."""
        row = self.grid.rows[index.row()]
        column = self.grid.columns[index.column()]
        if column.kind in (CellKind.LABEL, CellKind.MEASURE):
            return self._looks[index.row()][index.column()].text
        text = self._looks[index.row()][index.column()].text or say("window.grid.blank")
        parts = [row.label, column.title, text, row.measure, self._tip(self.address_at(index)) or ""]
        return say("window.grid.pause").join(part for part in parts if part)

    def _words(self, index: Index) -> str | None:
        """What may have no room: a name, a measure, what was found, an entry in words; no figure."""
        look = self._looks[index.row()][index.column()]
        return (look.text or None) if look.places is None else None

    def _tip(self, address: str) -> str | None:
        sheet, found = self._session.sheet, self._session.findings_at(address) if address else ()
        return "\n".join(finding_words(*one, sheet) for one in found if one[1] is not Mark.MISSING) or None

    def setData(self, index: Index, value: object, role: int = EDIT) -> bool:
        address = self.address_at(index)
        if role != EDIT or not (self.typeable(index) or (address and address == self._control)):
            return False
        if (
            str(value).strip() in DASHES
            and address != self._control
            and self._session.sheet.slots[address].item.numeric
        ):
            self.state_wanted.emit(address)
            return True
        # an unchanged text keeps its state: leaving a cell that says 未开展 is no edit
        if str(value) != self._raw(address):
            self._edits.put(address, self.cell_of(address, str(value)))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        open_ = self.typeable(index) or (self._control and self.address_at(index) == self._control)
        return plain | Qt.ItemFlag.ItemIsEditable if open_ else plain

    def open_control(self, index: Index | None) -> bool:
        """Let a control figure be typed beside a computed one, None = no longer; False where there can be none."""
        self._control = self.address_at(index) if index is not None and self.takes_control(index) else ""
        return bool(self._control)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> object:
        if orientation is Qt.Orientation.Vertical:
            return self.grid.rows[section].label if role == DISPLAY and 0 <= section < len(self.grid.rows) else None
        if not 0 <= section < len(self.grid.columns):
            return None
        column = self.grid.columns[section]
        if role == DISPLAY:
            return f"{column.title}\n{column.measure}" if column.measure else column.title
        if role == ALIGN:
            return int(Qt.AlignmentFlag.AlignCenter) if column.kind is not CellKind.LABEL else LEFT
        return None
