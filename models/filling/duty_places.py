"""Duty places: where one unit can say something — its items, indicators, process items, registers and progress."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from enum import StrEnum

from models.basics.addresses import field_address
from models.basics.records import dataclass
from models.plan.plan import Item, Plan, Role
from models.settings.settings import Settings
from models.sheet.fillable import unit_blocks, unit_registers, unit_slots


class PlaceKind(StrEnum):
    """What a place is."""

    ITEM = "item"
    INDICATOR = "indicator"
    PROCESS = "process"
    REGISTER = "register"
    PROGRESS = "progress"


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyPlace:
    """Where a unit says something: `id` as plans name it, its cells in any period, the periods it is due in.

    A register has no cells, no table and no periods: it goes with every return.
    """

    id: str
    kind: PlaceKind
    name: str
    table: str | None
    addresses: tuple[str, ...]
    periods: tuple[str, ...]
    clause: str
    block: str | None
    counted: bool = False  # a register that figures are made of


def unit_places(plan: Plan, settings: Settings, unit_id: str) -> Mapping[str, DutyPlace]:
    """Return every place the unit can say something at, by id.

    A figure counted from a register the unit does not keep is no place of it.
    """
    found: dict[str, DutyPlace] = {}
    for item, place in _filled(plan, unit_id):
        if item.count and not any(unit_id in plan.registers[name].units for name in item.counted_in):
            continue
        _add(found, place)
        home = item.process or item.indicator
        if home and home != item.id:
            _add(found, _home(plan, home, item, place))
    for other in (*_registers(plan, unit_id), *_progress(plan, settings, unit_id)):
        found[other.id] = other
    return found


def _filled(plan: Plan, unit_id: str) -> Iterator[tuple[Item, DutyPlace]]:
    """Yield the unit's items with their places."""
    cells: dict[str, dict[str, None]] = {}
    due: dict[str, dict[str, None]] = {}
    tables: dict[str, str] = {}
    for period in plan.periods:
        for slot in unit_slots(plan, unit_id, period):
            tables.setdefault(slot.item.id, slot.table)
            cells.setdefault(slot.item.id, {})[slot.address] = None
            if slot.due:
                due.setdefault(slot.item.id, {})[period] = None
    for item in plan.items.values():
        if item.id in cells:
            yield (
                item,
                DutyPlace(
                    id=item.id,
                    kind=PlaceKind.ITEM,
                    name=item.name,
                    table=tables[item.id],
                    addresses=tuple(cells[item.id]),
                    periods=tuple(due.get(item.id, ())),
                    clause=item.clause,
                    block=item.block,
                ),
            )


def _home(plan: Plan, home: str, item: Item, place: DutyPlace) -> DutyPlace:
    """The place of the process item or indicator that an item is part of, with the item's cells."""
    if item.process:
        return replace(place, id=home, kind=PlaceKind.PROCESS, name=plan.process[home])
    one = plan.indicators[home]
    clause = "；".join(one.clauses)
    return replace(place, id=home, kind=PlaceKind.INDICATOR, name=one.name, clause=clause, block=one.block)


def _registers(plan: Plan, unit_id: str) -> Iterator[DutyPlace]:
    counted = {name for item in plan.items.values() for name in item.counted_in}
    for register in (plan.registers[name] for name in unit_registers(plan, unit_id)):
        yield DutyPlace(
            id=register.id,
            kind=PlaceKind.REGISTER,
            name=register.name,
            table=None,
            addresses=(),
            periods=(),
            clause=register.clause,
            block=None,
            counted=register.id in counted,
        )


def _progress(plan: Plan, settings: Settings, unit_id: str) -> Iterator[DutyPlace]:
    form = plan.table_of(Role.PROGRESS)
    page = form.id if form else None
    asked = (period for period in plan.periods.values() if page in period.tables)
    due = tuple(period.id for period in asked if plan.is_there(unit_id, period.id))
    for block, _ in unit_blocks(plan, unit_id, settings.groups) if due else ():
        for column in plan.progress_columns:
            at = field_address(block.id, column.name)
            yield DutyPlace(
                id=at,
                kind=PlaceKind.PROGRESS,
                name=column.name,
                table=page,
                addresses=(at,),
                periods=due,
                clause=block.clause,
                block=block.id,
            )


def _add(found: dict[str, DutyPlace], place: DutyPlace) -> None:
    """Add a place, or the cells of one more item to the indicator or process item that is there."""
    known = found.get(place.id)
    if known is None:
        found[place.id] = place
        return
    addresses = tuple(dict.fromkeys((*known.addresses, *place.addresses)))
    periods = tuple(dict.fromkeys((*known.periods, *place.periods)))
    found[place.id] = replace(known, addresses=addresses, periods=periods)
