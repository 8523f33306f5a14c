"""Unread: what a sheet holds that could not be read or was read with a remark, and what it asks for and is blank.

Found once for a sheet and handed to every rule that speaks of it.
"""

from collections.abc import Mapping, Sequence

from models.basics.reading import UNREADABLE
from models.basics.records import dataclass
from models.plan.plan import Register
from models.plan.rules import FAULTS
from models.sheet.cells import MISSING, NO_STATE, Cell
from models.sheet.fillable import FieldSlot, Slot
from models.sheet.judged import marked_columns
from models.sheet.rows import Row
from models.sheet.sheet import Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class RowText:
    """A column of a row that could not be read, or is required and blank: then `fault` is ""."""

    register: Register
    row: Row
    column: str
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """What of a sheet could not be read, and what is blank although it is asked for; in the order of the form."""

    cells: Mapping[str, Cell]  # entered ones with a fault or a remark, by address
    blank: Mapping[str, str]  # addresses of cells and fields that are asked for and blank, or hold a dash
    texts: Sequence[RowText]
    blank_columns: Sequence[RowText]  # a dash, which is no answer, among them


def fault_of(cell: Cell) -> str:
    """Return why a cell could not be read, "" when it could; what the program does not know is unreadable."""
    return _known(cell.fault) if cell.fault else ""


def _known(fault: str) -> str:
    return fault if fault in (*FAULTS, NO_STATE) else UNREADABLE


def unread(sheet: Sheet) -> Unread:
    """Return what a sheet could not read and lacks; of a sheet after an edit only what the edit touches is asked."""
    return sheet.cache.keep("unread", (sheet.memory.basis,), lambda: _unread(sheet))


def _unread(sheet: Sheet) -> Unread:
    texts, blanks = _of_rows(sheet)
    cells, slots = sheet.cells, sheet.slots

    def blank(place: Slot | FieldSlot) -> str | None:
        address = place.address
        cell = sheet.cell(address)
        if cell.state is MISSING:
            slot = slots.get(address)
            if slot is None or slot.required or not slot.derived:  # `required_when` asks as well
                return address
        return address if cell.fault == NO_STATE else None

    places = sheet.places_asked
    noticed = {at: cell for at, cell in cells.items() if cell.fault or cell.remarks}
    return Unread(
        cells={at: noticed[at] for at in places if at in noticed} if noticed else {},
        blank=sheet.memory.at_places("blank", places, blank),
        texts=texts,
        blank_columns=blanks,
    )


def _of_rows(sheet: Sheet) -> tuple[Sequence[RowText], Sequence[RowText]]:
    """The columns of rows that could not be read, and those that are blank."""
    marked = {name: marked_columns(sheet, name) for name in sheet.registers if name in sheet.plan.registers}

    def make() -> tuple[Sequence[RowText], Sequence[RowText]]:
        found = [
            RowText(register=sheet.plan.registers[name], row=row, column=column, fault=_known(fault) if fault else "")
            for name, marks in marked.items()
            for row, (fault, column) in marks
        ]
        texts = [one for one in found if one.fault]
        return texts, [*(one for one in found if not one.fault), *(one for one in texts if one.fault == NO_STATE)]

    return sheet.cache.keep("unread rows", (sheet.plan, *marked.values()), make)
