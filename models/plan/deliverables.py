"""A plan's rows about what a task asks for besides figures: deliverables, and the safeguard measures.

Each names the places where it is reported. A place leads somewhere, and who is to report a deliverable has one of its
places: what nobody could fill in is refused here. Source of the shapes: the folder's own recipes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from models.basics.addresses import field_address
from models.plan.fields import PROGRESS_FIELDS
from models.plan.people import Rows, UnitPool
from models.plan.plan import Assignment, Block, Deliverable, Item, Register, Safeguard
from models.plan.toml_row import Row, unique


@dataclass(frozen=True)
class Homes:
    """The places a plan has, and who has them."""

    pool: UnitPool
    blocks: Mapping[str, Block]
    items: Mapping[str, Item]
    registers: Mapping[str, Register]
    assignments: tuple[Assignment, ...]

    @cached_property
    def known(self) -> Mapping[str, frozenset[str]]:
        """Place → the units that can say something there."""
        found: dict[str, set[str]] = {name: set(register.units) for name, register in self.registers.items()}
        for place, units in self._of_blocks():
            found[place] = set(units)
        for place, units in self._of_items():
            found.setdefault(place, set()).update(units)
        return {place: frozenset(units) for place, units in found.items()}

    def _of_blocks(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        for block in self.blocks.values():
            for column in PROGRESS_FIELDS:
                yield field_address(block.id, column.name), (*block.lead, *block.responsible)

    def _of_items(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        filling: dict[str, list[str]] = {}
        for assignment in self.assignments:
            for name in assignment.items:
                filling.setdefault(name, []).extend(assignment.units)
        for item in self.items.values():
            units = tuple(unit for unit in filling.get(item.id, ()) if self._can_fill(unit, item))
            for place in dict.fromkeys((item.id, item.process or item.indicator or item.id)):
                yield place, units

    def _can_fill(self, unit: str, item: Item) -> bool:
        """A figure counted from a register is somebody's only where the register is."""
        return item.count is None or unit in getattr(self.registers.get(item.count.register), "units", ())


def read_deliverables(rows: Rows, homes: Homes) -> dict[str, Deliverable]:
    """Return deliverables by id, in the order of the document."""
    return unique((row.id(), row, _deliverable(row, homes)) for row in rows)


def _deliverable(row: Row, homes: Homes) -> Deliverable:
    block, units = row.text("block", ""), homes.pool.of(row, "units")
    row.known(block, "block", homes.blocks)
    places = _places(row, homes, needed=True)
    for unit in units if places and len(places) == len(row.texts("places")) else ():
        if not any(unit in homes.known[place] for place in places):
            row.note("units", "no_home", 名称=unit)
    return Deliverable(row.id(), block or None, row.text("clause"), row.text("text"), row.text("kind"), units, places)


def read_safeguards(rows: Rows, homes: Homes) -> tuple[Safeguard, ...]:
    """Return the safeguard measures of the plan document, as written."""
    return tuple(
        Safeguard(
            row.text("clause"), row.text("title"), row.text("text"), homes.pool.of(row, "units"), _places(row, homes)
        )
        for row in rows
    )


def _places(row: Row, homes: Homes, *, needed: bool = False) -> tuple[str, ...]:
    """Return the places of a row that lead somewhere; the others are noted."""
    named = row.texts("places", needed=needed)
    return tuple(place for place in named if row.known(place, "places", homes.known))
