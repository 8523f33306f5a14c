"""Return lines: a return as the office reads it — every cell that was asked or filled, in the order of its tables.

Register rows are told by their number only: their columns may be sensitive.
"""

from collections.abc import Iterator

from models.basics.addresses import COVER, Address
from models.basics.records import dataclass
from models.desk.review import entry_text
from models.sheet.cells import State
from models.sheet.fillable import Slot
from models.sheet.sheet import Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnLine:
    """One line of a return; texts are as people read them, "" = nothing there. `group`: id of its table or block."""

    group: str
    address: str
    name: str
    measure: str = ""
    now: str = ""
    last_year: str = ""
    before: str = ""  # in the period before
    derived: bool = False
    rows: int | None = None  # of a register
    explanation: str = ""


def return_lines(sheet: Sheet) -> tuple[ReturnLine, ...]:
    """Return the lines of a return: its cover, the items table by table, the tasks, the registers."""
    cover, tasks = _fields(sheet, cover=True), _fields(sheet, cover=False)
    return (*cover, *_items(sheet), *tasks, *_registers(sheet))


def _items(sheet: Sheet) -> Iterator[ReturnLine]:
    slots = [slot for slot in sheet.slots.values() if not slot.last_year]
    order = list(dict.fromkeys(slot.table for slot in slots))
    for slot in sorted(slots, key=lambda one: order.index(one.table)):
        now = entry_text(sheet, slot.address)
        if slot.due or (now and sheet.cell(slot.address).state is not State.NOT_DUE):
            yield _item(sheet, slot, now)


def _item(sheet: Sheet, slot: Slot, now: str) -> ReturnLine:
    line = sheet.name_of(slot.line) if slot.line else ""
    return ReturnLine(
        group=slot.table,
        address=slot.address,
        name=f"{slot.item.name}（{line}）" if line else slot.item.name,
        measure=slot.item.measure,
        now=now,
        last_year=entry_text(sheet, str(Address(slot.item.id, slot.line, last_year=True))),
        before=entry_text(sheet.previous, slot.address),
        derived=slot.derived,
        explanation=_said(sheet, slot.address),
    )


def _said(sheet: Sheet, address: str) -> str:
    return "；".join(one.text for key, one in sheet.explanations.items() if key.partition("@")[2] == address)


def _fields(sheet: Sheet, *, cover: bool) -> Iterator[ReturnLine]:
    """The fields of the cover, or of the tasks, in which something stands."""
    for address, field in sheet.fields.items():
        now = entry_text(sheet, address)
        if now and (field.group == COVER) is cover:
            yield ReturnLine(
                group=field.group,
                address=address,
                name=field.column.name,
                now=now,
                before=entry_text(sheet.previous, address),
            )


def _registers(sheet: Sheet) -> Iterator[ReturnLine]:
    for register in sheet.register_ids:
        rows = len(sheet.registers.get(register, ()))
        if rows:
            name = sheet.plan.registers[register].name
            yield ReturnLine(group="", address=register, name=name, rows=rows)
