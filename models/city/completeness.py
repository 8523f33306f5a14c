"""Completeness: which unit has still to say something of which task, by its own role (完整性清单).

A unit that has not filed, or filed nothing of a block it has a role in, is named with the role the plan gives it; a
block without a lead has no lead that could be missing.
"""

from models.basics.addresses import field_address
from models.basics.records import dataclass
from models.city.city import City
from models.plan.plan import Means
from models.sheet.fillable import unit_blocks


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What one unit has still to say: of a block, in its role ("lead" 牵头, "responsible" 责任), or of an item ("")."""

    place: str  # block or process item
    clause: str
    unit: str
    role: str


def gaps(city: City) -> tuple[Gap, ...]:
    """Return every gap of a period, block by block, then duties of single units; none where no progress is asked."""
    if not city.plan.asks_progress(city.period.id):
        return ()
    return (*_blocks(city), *_duties(city))


def _blocks(city: City) -> list[Gap]:
    roles = [
        (unit, block, role)
        for unit in city.expected
        for block, role in unit_blocks(city.plan, unit, city.settings.groups)
    ]
    order = {name: place for place, name in enumerate(city.plan.blocks)}
    missing = [
        Gap(place=block.id, clause=block.clause, unit=unit, role=role)
        for unit, block, role in roles
        if not _said(city, unit, block.id)
    ]
    return sorted(missing, key=lambda gap: order[gap.place])


def _said(city: City, unit: str, block: str) -> bool:
    sheet = city.sheets.get(unit)
    return sheet is not None and bool(sheet.cell(field_address(block, city.plan.field_name(Means.WORDS))).text)


def _duties(city: City) -> list[Gap]:
    """Items that an assignment of this period makes a duty, item by item, for whoever did not answer."""
    duties = [one for one in city.plan.assignments if one.duty and one.table in city.period.tables]
    found = []
    for item in city.plan.items.values():
        units = {unit for one in duties if item.id in one.items for unit in one.units}
        for unit in (unit for unit in city.expected if unit in units):
            sheet = city.sheets.get(unit)
            if sheet is None or sheet.cell(item.id).silent:
                found.append(Gap(place=item.process or item.id, clause=item.clause, unit=unit, role=""))
    return found
