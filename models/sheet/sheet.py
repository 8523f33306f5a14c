"""Sheet: everything one unit says for one period, with what follows from it.

Holds the entered cells, register rows, progress and cover as they stand, and resolves every cell of the unit: what is
not due is 未到报告期 by itself, what is required and blank is 缺, derived and counted items are computed. A figure
typed for a derived item is a control figure: kept beside, compared, never used. Runs no check (`models.checks.run`) and
stores nothing. Source: formulas from the plan.
"""

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date
from decimal import Decimal
from functools import cached_property, partial
from typing import Any

from models.basics.addresses import Address
from models.basics.quantity import round_to
from models.basics.records import dataclass
from models.formula.formula import Formula, Value
from models.formula.prefixes import Prefix
from models.plan.plan import Count, Item, ItemType, Plan, Unit
from models.settings.settings import Settings
from models.sheet.cells import BLANK, IN_STATE, LACKING, MISSING, VALUE, Cell, State
from models.sheet.counting import counted_value, rows_taken
from models.sheet.explanation import Explanation
from models.sheet.fillable import (
    FieldSlot,
    Slot,
    as_entered,
    fields_by_address,
    found_of_slots,
    slots_by_address,
    slots_by_item,
    unit_blocks,
    unit_registers,
)
from models.sheet.identity_cache import IdentityCache
from models.sheet.judged import rows_left_out
from models.sheet.other_rows import Lookup
from models.sheet.rows import Row, RowPlaces, keys_of
from models.sheet.touched import Basis, Memory


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One unit's sheet of one period. `cells` are the entered ones by address, control figures included."""

    plan: Plan
    unit_id: str
    period_id: str
    settings: Settings
    cells: Mapping[str, Cell] = field(default_factory=dict)
    registers: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    explanations: Mapping[str, Explanation] = field(default_factory=dict)
    previous: "Sheet | None" = None  # the predecessor's sheet, None when there is none or it is not here
    earlier: Mapping[str, "Sheet | None"] = field(default_factory=dict)  # table that has its own → its predecessor
    last_year: Mapping[str, Cell] = field(default_factory=dict)  # what last year's return says, by address of 上年同期
    outdated: frozenset[str] = frozenset()  # items that say something else in the plan in force: they say nothing
    today: date | None = None  # for dates that lie in the future; None = not looked at
    cache: IdentityCache = field(default_factory=IdentityCache, compare=False, repr=False)  # of its rows; handed on

    @property
    def unit(self) -> Unit:
        """The unit whose sheet it is."""
        return self.plan.units[self.unit_id]

    @cached_property
    def unit_name(self) -> str:
        """The unit's name at the end of the period, as tables and findings print it."""
        return self.unit.name_on(self.plan.periods[self.period_id].end)

    def name_of(self, unit: str) -> str:
        """Return another unit's name at the end of the period."""
        return self.plan.unit_in(unit, self.period_id)

    def choices_of(self, item: Item) -> tuple[str, ...]:
        """Return what may be chosen for an item: the plan's own choices, or a column of a table the office has set."""
        if item.choices_from is None:
            return item.choices
        parameter, column = item.choices_from
        rows = self.settings.table(self.plan, parameter)
        return tuple(dict.fromkeys(row[column] for row in rows if row.get(column)))

    def choices_at(self, address: str) -> tuple[str, ...]:
        """Return what may be chosen at a cell or field; empty where nothing is chosen."""
        slot, field = self.slots.get(address), self.fields.get(address)
        return self.choices_of(slot.item) if slot else field.column.choices if field else ()

    @cached_property
    def slots(self) -> Mapping[str, Slot]:
        """Every item cell the unit has in this period, by address, in plan order."""
        return slots_by_address(self.plan, self.unit_id, self.period_id)

    @cached_property
    def slots_of(self) -> Mapping[str, tuple[Slot, ...]]:
        """The cells of each item the unit has, by item."""
        return slots_by_item(self.plan, self.unit_id, self.period_id)

    @cached_property
    def fields(self) -> Mapping[str, FieldSlot]:
        """Every field of cover and progress the unit has in this period, by address."""
        return fields_by_address(self.plan, self.unit_id, self.period_id, self.settings.groups)

    @cached_property
    def blocks(self) -> tuple[str, ...]:
        """Ids of the blocks the unit has a role in; none for a unit that does not exist then."""
        if not self.plan.is_there(self.unit_id, self.period_id):
            return ()
        return tuple(block.id for block, _ in unit_blocks(self.plan, self.unit_id, self.settings.groups))

    @cached_property
    def register_ids(self) -> tuple[str, ...]:
        """Ids of the registers the unit keeps."""
        return unit_registers(self.plan, self.unit_id)

    @cached_property
    def uncounted(self) -> Mapping[str, frozenset[int]]:
        """Register → numbers of the rows that do not count; registers no check leaves rows out of may be absent."""
        last = self.memory.last("left out")
        if last is not None and last[1].names.isdisjoint(self.plan.registers):
            found: Mapping[str, frozenset[int]] = last[0]
        else:
            found = rows_left_out(self)
        self.memory.put("left out", found)
        return found

    @cached_property
    def memory(self) -> Memory:
        """What was found in the sheets this one follows from."""
        earlier = (one for table in sorted(self.earlier) for one in (table, self.earlier[table]))
        others = (self.previous, self.last_year or None, self.outdated, self.today, *earlier)
        ground = (self.plan, self.settings, self.unit, self.plan.periods[self.period_id], *others)
        basis = Basis(ground=ground, cells=self.cells, registers=self.registers, slots_of=self.slots_of)
        return Memory(self.plan, basis, self.cache)

    def places(self, register: str) -> RowPlaces:
        """Return which row of a register has which address. Raises KeyError for a register the plan does not have."""
        known, rows = self.plan.registers[register], self.registers.get(register, ())

        def make() -> RowPlaces:
            keys = self.cache.each(f"row keys {register}", rows, partial(keys_of, known))
            last = self.cache.last(f"places by keys {register}")
            same: RowPlaces | None = last[1].for_keys(keys) if isinstance(last, tuple) and last[0] is known else None
            made = RowPlaces(known, rows, keys) if same is None else same
            self.cache.put(f"places by keys {register}", (known, made))
            return made

        return self.cache.keep(f"places {register}", (known, rows), make)

    @property
    def places_asked(self) -> Mapping[str, Slot | FieldSlot]:
        """Every item cell and field the unit has in this period, by address: the same object from sheet to sheet."""
        slots, fields = self.slots, self.fields

        def make() -> Mapping[str, Slot | FieldSlot]:
            return {**slots, **fields}

        return found_of_slots(self.plan, slots, ("places asked", id(fields)), make)  # the plan keeps both

    def addresses(self) -> Iterator[str]:
        """Yield every address the unit has in this period: items, cover, progress."""
        yield from self.slots
        yield from self.fields

    def cell(self, address: str) -> Cell:
        """Return a cell as it counts: entered, derived, or the state that follows when nothing was said.

        An address the unit does not have is BLANK.
        """
        known = self._resolved.get(address)
        if known is None:
            known = self._resolve(address)
            if not self._in_conditions:
                self._resolved[address] = known
        return known

    @cached_property
    def _resolved(self) -> dict[str, Cell]:
        known = self._handed_on("resolved")
        if not known:  # it follows from no other sheet
            known |= as_entered(self.plan, self.cells, self.slots, self.outdated)
        return known

    @cached_property
    def _figures(self) -> dict[str, Decimal | None]:
        return self._handed_on("figures")

    def _handed_on(self, name: str) -> dict[str, Any]:
        """What the sheet before knew by address, without what is touched since; filled while it is used."""
        last = self.memory.last(name)
        known: dict[str, Any] = dict(last[0]) if last else {}
        for address in last[1].addresses if last else ():
            known.pop(address, None)
        self.memory.put(name, known)
        return known

    def _resolve(self, address: str) -> Cell:
        if (slot := self.slots.get(address)) is None:
            return self._field(address)
        if slot.item.id in self.outdated:
            return BLANK
        entered = self.cells.get(address, BLANK)
        if slot.derived:
            return self._derived(slot, entered)
        if entered.state is not None or entered.fault:
            return entered
        if not slot.due:
            return IN_STATE[State.NOT_DUE]
        if address in self.last_year:
            return self.last_year[address]
        if self._holds(slot.item.na_when, slot):
            return IN_STATE[State.NA]
        required = slot.required or self._holds(slot.item.required_when, slot)
        return IN_STATE[MISSING] if required else BLANK

    def _holds(self, condition: Formula | None, slot: Slot) -> bool:
        """True when a condition of an item is true of a cell; an unknown one is not.

        A condition that reads its own cell, directly or round about, sees it blank; what is found on the way is not
        kept.
        """
        if condition is None or slot.last_year:
            return False
        address = slot.address
        self._in_conditions.append(address)
        self._resolved[address] = BLANK
        try:
            return condition.evaluate(self.lookup(slot.line)) is True
        finally:
            self._in_conditions.pop()
            del self._resolved[address]

    @cached_property
    def _in_conditions(self) -> list[str]:
        """The cells whose conditions are being evaluated."""
        return []

    def before(self, name: str) -> "Sheet | None":
        """Return the sheet that an item is held against: of its table's own predecessor, else of the period's.

        None for an item that means something else than in the plan before, where that is whose sheet it is.
        """
        if self.previous is None and not self.earlier:
            return None
        slots = self.slots_of.get(name, ())
        found = self.earlier.get(slots[0].table, self.previous) if slots else self.previous
        other = found is not None and found.plan.id != self.plan.id
        return None if other and slots and slots[0].item.changed else found

    def _field(self, address: str) -> Cell:
        slot, entered = self.fields.get(address), self.cells.get(address, BLANK)
        if slot is None or entered.state is not None or entered.fault:
            return entered
        return IN_STATE[MISSING] if slot.required else BLANK

    def control(self, address: str) -> Cell | None:
        """Return the figure somebody typed for a derived cell (控制数), None if nobody did."""
        slot = self.slots.get(address)
        if slot is None or not slot.derived:
            return None
        entered = self.cells.get(address, BLANK)
        return entered if entered.state is not None or entered.fault else None

    def _derived(self, slot: Slot, entered: Cell) -> Cell:
        exact = self.exact(slot.address)
        if exact is not None:
            return Cell(VALUE, self._display(slot, exact))
        if slot.item.type is ItemType.COUNTED and entered.state is not None and entered.state is not VALUE:
            return entered
        return self._without_value(slot)

    def _display(self, slot: Slot, exact: Decimal) -> Decimal:
        decimals = slot.item.decimals
        return exact if decimals is None else round_to(exact, decimals, self.plan.rounding)

    def _without_value(self, slot: Slot) -> Cell:
        if not slot.due:
            return IN_STATE[State.NOT_DUE]
        parts = [one.address for one in self._lines_of(slot)] if slot.total else self.inputs(slot.address)
        states = {self.cell(address).state for address in parts}
        for state in LACKING:
            if state in states:
                return IN_STATE[state]
        # a state of one part never speaks for a part with a figure
        if states and all(state is not None and state.rules.excused for state in states):
            return IN_STATE[State.NA if states == {State.NA} else State.NOT_DUE]
        return IN_STATE[MISSING] if slot.required else BLANK

    def exact(self, address: str) -> Decimal | None:
        """Return the unrounded figure of a cell, None when it has none; 未开展 is 0."""
        slot = self.slots.get(address)
        if slot is None or slot.item.id in self.outdated or not slot.derived:
            return self.cell(address).number
        if address in self._figures:
            return self._figures[address]
        figure = self._exact(slot)
        if not self._in_conditions:
            self._figures[address] = figure
        return figure

    def _exact(self, slot: Slot) -> Decimal | None:
        if slot.total:
            return self._sum_of_lines(slot)
        if slot.item.count:
            return self.counted(slot.item, slot.item.count, slot.address)
        value = self._formula_value(slot)
        return value if isinstance(value, Decimal) else None

    def _formula_value(self, slot: Slot) -> Value:
        formula = slot.item.formula
        return formula.evaluate(self.lookup(slot.line, last_year=slot.last_year)) if formula is not None else None

    def counted(self, item: Item, counts: tuple[Count, ...], address: str = "") -> Decimal | None:
        """Return what the registers give for an item by its counts (`Item.count` or `Item.beside`).

        None while they have no rows; 0 where 0 or 未开展 was said at `address` instead.
        """
        if not any(self.registers.get(count.register) for count in counts):
            return Decimal(0) if address and self.cells.get(address, BLANK).number == 0 else None
        found = Decimal(0)
        for number, count in enumerate(counts):
            if self.registers.get(count.register):
                left_out = self.uncounted.get(count.register, frozenset())
                taken = rows_taken(self, count.register)[item.id, number]
                found += counted_value(count, [row for row in taken if row.number not in left_out])
        return found

    def _sum_of_lines(self, slot: Slot) -> Decimal | None:
        figures = [
            figure
            for other in self._lines_of(slot)
            if (figure := self.exact(other.address)) is not None or not self.cell(other.address).excused
        ]
        known = [figure for figure in figures if figure is not None]
        return sum(known, Decimal(0)) if known and len(known) == len(figures) else None

    def _lines_of(self, total: Slot) -> list[Slot]:
        """The county lines a total adds up."""
        return [one for one in self.slots_of[total.item.id] if one.line and one.last_year == total.last_year]

    def counted_rows(self, register: str) -> tuple[Row, ...]:
        """Return the rows of a register that count: those no row check leaves out."""
        rows, left_out = self.registers.get(register, ()), self.uncounted.get(register, frozenset())
        return tuple(row for row in rows if row.number not in left_out)

    def inputs(self, address: str) -> tuple[str, ...]:
        """Return the addresses a derived cell is made from; empty for an entered cell."""
        if address not in (known := self._inputs):
            if (slot := self.slots.get(address)) is None or slot.item.formula is None or slot.total:
                return ()
            known[address] = self.read_addresses(slot.item.formula.reads, slot.line, last_year=slot.last_year)
        return known[address]

    @cached_property
    def _inputs(self) -> dict[str, tuple[str, ...]]:
        return found_of_slots(self.plan, self.slots, "inputs", dict[str, tuple[str, ...]])

    def read_addresses(self, names: frozenset[str], line: str | None, *, last_year: bool = False) -> tuple[str, ...]:
        """Return the cells of this sheet that the names of a formula stand for, on one county's line or none."""
        found: list[str] = []
        for name in sorted(names):
            prefix, _, rest = name.partition(".")
            if name in self.plan.items:
                found.append(self.place(name, line, last_year=last_year))
            elif prefix == Prefix.LAST_YEAR:
                found.append(self.place(rest, line, last_year=True))
            elif prefix in (Prefix.SUM, Prefix.MEAN):
                found += [slot.address for slot in self.lines(rest)]
        return tuple(found)

    def cells_read(self, formula: Formula, line: str | None) -> Mapping[str, Cell]:
        """Return the cells that a formula about cells reads, by address, on one county's line or none."""
        return {address: self.cell(address) for address in self.read_addresses(formula.reads, line)}

    def place(self, item: str, line: str | None, *, last_year: bool) -> str:
        """Return the address of an item on a county's line, or its plain one where it has no such line."""
        if line is not None and (split := str(Address(item, line, last_year))) in self.slots:
            return split
        return str(Address(item, None, last_year)) if last_year else item

    def lines(self, item: str) -> Iterator[Slot]:
        """Yield the county lines of an item, this year's column."""
        return (slot for slot in self.slots_of.get(item, ()) if slot.line and not slot.last_year)

    def lookup(self, line: str | None = None, *, last_year: bool = False) -> Lookup:
        """Return how a formula's names get their values in this sheet, on one county's line or none."""
        key = line, last_year
        known = self._lookups.get(key)
        if known is None:
            known = self._lookups[key] = Lookup(self, line, last_year=last_year)
        return known

    @cached_property
    def _lookups(self) -> dict[tuple[str | None, bool], Lookup]:
        return {}
