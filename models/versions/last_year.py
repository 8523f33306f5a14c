"""Last year: the figures of the plan before that stand in the columns 上年同期 of this one.

They come from a return that is sealed, and say from which revision; a figure whose definition changed is not offered.
"""

from typing import TYPE_CHECKING

from models.basics.addresses import Address
from models.basics.messages import CHINESE, say_in
from models.basics.quantity import with_measure
from models.plan.plan import Plan, Unit
from models.sheet.cells import Cell, State
from models.sheet.fillable import unit_slots
from models.sheet.sheet import Sheet
from models.versions.definitions import compared_with_last_year

if TYPE_CHECKING:  # only the office compares
    from models.city.findings import OfficeFinding

CHECK = "上年同期"  # what the office finds by itself, whatever checks a plan has


def unit_before(unit: Unit) -> str | None:
    """Return the id a unit had in the plan before, None when several units became it: nobody's figure is its own."""
    if len(unit.was) > 1:
        return None
    return unit.was[0] if unit.was else unit.id


def last_year_cells(plan: Plan, unit: str, period: str, before: Sheet, revision: int) -> dict[str, Cell]:
    """Return address → cell of the columns 上年同期 that last year's return answers.

    `before` is that return as a sheet, `revision` its number. Only figures and 未开展 are taken; each says where it is
    from.
    """
    note = say_in(CHINESE, "summary.from_last_year", 版次=revision)
    found: dict[str, Cell] = {}
    for slot in unit_slots(plan, unit, period):
        if not slot.last_year or slot.total or not (slot.item.entered or slot.item.count):
            continue
        if not compared_with_last_year(slot.item, before.plan.items.get(slot.item.id)):
            continue
        said = before.cell(str(Address(slot.item.id, slot.line)))
        if said.state in (State.VALUE, State.NIL) and said.fault is None:
            found[slot.address] = Cell(said.state, said.value, note=note)
    return found


def last_year_findings(sheet: Sheet, before: Sheet, revision: int) -> "tuple[OfficeFinding, ...]":
    """Return where a return says something else of last year than last year's return in force does, both figures told.

    `before` is that return as a sheet, `revision` its number.
    """
    from models.city.findings import OfficeFinding

    offered = last_year_cells(sheet.plan, sheet.unit_id, sheet.period_id, before, revision)
    found = []
    for address, last in offered.items():
        now, item = sheet.cell(address), sheet.slots[address].item
        if now.number == last.number and now.text == last.text:
            continue
        words = say_in(
            CHINESE,
            "summary.last_year_differs",
            指标=item.name,
            版次=revision,
            a=with_measure(now.text or word_of(now), item.measure),
            b=with_measure(last.text or word_of(last), item.measure),
        )
        found.append(
            OfficeFinding(
                check=CHECK, level="warning", message=words, indicator=item.indicator, unit=sheet.unit_id, at=address
            )
        )
    return tuple(found)


def word_of(cell: Cell) -> str:
    """Return the word of a state in the field's language, "—" for a blank cell."""
    return cell.state.rules.name if cell.state is not None else "—"
