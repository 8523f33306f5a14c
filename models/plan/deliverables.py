"""A plan's rows about what a task asks for besides figures: deliverables, and the safeguard measures.

Each names the places where it is reported. A place leads somewhere, and who is to report a deliverable has one of its
places: what nobody could fill in is refused here. Source of the shapes: the folder's own recipes.
"""

from collections.abc import Iterator, Mapping, Set
from functools import cached_property

from models.basics.addresses import field_address
from models.basics.records import dataclass
from models.plan.plan import Assignment, Block, Column, Deliverable, Item, Register, Safeguard
from models.plan.rows.selectors import UnitPool
from models.plan.rows.toml_row import Rows, TomlRow
from models.plan.rows.twins import unique
from models.plan.rows.values import Pools, read


@dataclass(frozen=True, kw_only=True)
class Homes:
    """The places a plan has, and who has them."""

    pool: UnitPool
    pools: Pools
    progress: tuple[Column, ...]
    blocks: Mapping[str, Block]
    items: Mapping[str, Item]
    registers: Mapping[str, Register]
    assignments: tuple[Assignment, ...]

    @cached_property
    def known(self) -> Mapping[str, Set[str]]:
        """Place → the units that can say something there."""
        found: dict[str, set[str]] = {name: set(register.units) for name, register in self.registers.items()}
        for place, units in self._of_blocks():
            found[place] = set(units)
        for place, units in self._of_items():
            found.setdefault(place, set()).update(units)
        return found

    def _of_blocks(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        for block in self.blocks.values():
            for column in self.progress:
                yield field_address(block.id, column.name), (*block.lead, *block.responsible)

    def _of_items(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        filling: dict[str, list[str]] = {}
        for assignment in self.assignments:
            for name in assignment.items:
                filling.setdefault(name, []).extend(assignment.units)
        for item in self.items.values():
            units = tuple(filling.get(item.id, ()))
            if item.count:  # what is counted from a register is somebody's only where the register is
                there = {unit for name in item.counted_in for unit in getattr(self.registers.get(name), "units", ())}
                units = tuple(unit for unit in units if unit in there)
            for place in dict.fromkeys((item.id, item.process or item.indicator or item.id)):
                yield place, units


def read_deliverables(rows: Rows, homes: Homes) -> dict[str, Deliverable]:
    """Return deliverables by id, in the order of the document."""
    return unique((row.id(), row, _deliverable(row, homes)) for row in rows)


def _deliverable(row: TomlRow, homes: Homes) -> Deliverable:
    said, units = read(row, "deliverable", homes.pools), homes.pool.of(row, "units")
    places = _places(row, said["places"], homes)
    for unit in units if places and len(places) == len(said["places"]) else ():
        if not any(unit in homes.known[place] for place in places):
            row.note("units", "no_home", 名称=unit)
    return Deliverable(**{**said, "block": said["block"] or None, "units": units, "places": places})


def read_safeguards(rows: Rows, homes: Homes) -> tuple[Safeguard, ...]:
    """Return the safeguard measures of the plan document, as written."""
    found = []
    for row in rows:
        said = read(row, "safeguard", homes.pools)
        places = _places(row, said["places"], homes)
        found.append(Safeguard(**{**said, "units": homes.pool.of(row, "units"), "places": places}))
    return tuple(found)


def _places(row: TomlRow, named: tuple[str, ...], homes: Homes) -> tuple[str, ...]:
    """Return the places of a row that lead somewhere; the others are noted."""
    return tuple(place for place in named if row.known(place, "places", homes.known))
