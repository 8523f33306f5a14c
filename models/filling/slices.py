"""Slices 分发—汇集: a return is made by eight or ten offices; each gets its part, and the answers are put together.

A slice is a part of the sheet — tables, blocks with their items, registers, single items — given to a supplier (a
section, bureau or town). What comes back is taken into the sheet cell by cell, with who supplied it. Where two of them
give one place two different answers nothing is picked: both are kept and shown until somebody decides. Pure.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime

from models.basics.addresses import COVER, split_row_address
from models.basics.messages import say
from models.basics.records import dataclass
from models.filling.proposal import CellChange, Fate, Proposal, RowChange
from models.plan.plan import Plan, Register
from models.sheet.cells import Cell
from models.sheet.rows import Row, numbered, row_addresses
from models.sheet.sheet import Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a template or slice holds: ids of tables, registers, blocks and items, and whether the cover is among it.

    A block brings its progress row and the items of its clause.
    """

    tables: tuple[str, ...] = ()
    registers: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    cover: bool = False

    @property
    def empty(self) -> bool:
        """True when nothing is asked."""
        return not (self.tables or self.registers or self.blocks or self.items or self.cover)


def whole_scope(sheet: Sheet) -> Scope:
    """Return everything a unit fills in a period."""
    tables = tuple(dict.fromkeys(slot.table for slot in sheet.slots.values()))
    progress = any(one.group != COVER for one in sheet.fields.values())
    return Scope(tables=tables, registers=sheet.register_ids, blocks=sheet.blocks if progress else (), cover=True)


def block_items(plan: Plan, block: str) -> frozenset[str]:
    """Return the items of a block: those one of whose clauses is the block's, or lies in it."""
    clause = plan.blocks[block].clause
    return frozenset(
        item.id for item in plan.items.values() if any(part.startswith(clause) for part in item.clause.split("；"))
    )


def scope_items(sheet: Sheet, scope: Scope) -> frozenset[str]:
    """Return the items a scope asks for beside its whole tables."""
    return frozenset(scope.items).union(*(block_items(sheet.plan, block) for block in scope.blocks))


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """A part of the sheet of one period, given to a supplier. `until` = when it is wanted back, None = not said."""

    id: str
    supplier: str
    scope: Scope
    until: datetime | None
    made: datetime
    file: str


def slice_id(unit: str, period: str, supplier: str, made: datetime) -> str:
    """Return a short name for a slice: 8 signs, the same for the same slice."""
    return hashlib.sha256(f"{unit}|{period}|{supplier}|{made.isoformat()}".encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """What one supplier said of one place: a cell's address, or that of the first row of a key.

    `rows` are all rows the supplier gave of that key: two of them are one answer, not two suppliers. `settled`:
    somebody has decided since.
    """

    place: str
    supplier: str
    said: str  # as it is read, in words: what two answers are compared by
    at: datetime
    file: str
    settled: bool = False
    cell: Cell | None = None
    rows: tuple[Row, ...] = ()
    register: str = ""

    @property
    def words(self) -> str:
        """What was said, as a person reads it: the figure, the state, or the columns of the row."""
        if self.rows:
            return rows_said(self.rows)
        if self.cell is None or self.cell.state is None:
            return ""
        return self.cell.text or say(f"papers.state.{self.cell.state.value}")


def rows_said(rows: Iterable[Row]) -> str:
    """Return what the rows of one key say, as a person reads it."""
    return "／".join("；".join(f"{name} {text}" for name, text in {**row.values, **row.raw}.items()) for row in rows)


@dataclass(frozen=True, slots=True)
class Conflict:
    """One place, two answers or more."""

    place: str
    supplies: tuple[Supply, ...]


def supplies_of(proposal: Proposal, supplier: str, at: datetime, plan: Plan) -> Iterator[Supply]:
    """Yield what a read book says, place by place, whatever taking it would change."""
    name = proposal.offer.name
    for one in proposal.cells:
        if one.fate is not Fate.REFUSED and one.after.state is not None and not _blank_offer(one):
            yield Supply(
                place=one.address, supplier=supplier, said=cell_words(one.after), at=at, file=name, cell=one.after
            )
    given: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in proposal.rows:
        given[row.register, _place(row)].append(row.after)
    for (register, place), rows in given.items():
        said = "\n".join(_row_words(row, plan.registers[register]) for row in rows)
        yield Supply(place=place, supplier=supplier, said=said, at=at, file=name, rows=tuple(rows), register=register)


def _place(change: RowChange) -> str:
    """The place a row is supplied for: the address of the first row of its key."""
    at = split_row_address(change.address)
    return str(at.first) if at else change.address


def _comparable(place: str) -> bool:
    """False for a row without its key: nothing says that what two suppliers gave is one row."""
    at = split_row_address(place)
    return at is None or bool(at.key)


def _blank_offer(change: CellChange) -> bool:
    """A cell the book leaves blank: it keeps what is there, and its supplier said nothing."""
    return change.fate is Fate.UNCHANGED and bool(change.reason)


def cell_words(cell: Cell) -> str:
    """Return what a cell says, as two answers are compared: state, value and note."""
    return "|".join((cell.state.value if cell.state else "", cell.text, cell.note))


def _row_words(row: Row, register: Register) -> str:
    """What a row says, as two answers are compared; the number that counts the rows says nothing."""
    said = {**row.values, **row.raw}
    ordinal = {column.name for column in register.columns if column.ordinal}
    return "|".join(f"{name}={said[name]}" for name in sorted(said) if name not in ordinal)


def conflicts_of(supplies: Iterable[Supply]) -> tuple[Conflict, ...]:
    """Return the places where suppliers disagree and nobody has decided, in the order they first came up."""
    by_place: defaultdict[str, list[Supply]] = defaultdict(list)
    for one in supplies:
        if _comparable(one.place):
            by_place[one.place].append(one)
    return tuple(
        Conflict(place, tuple(found))
        for place, found in by_place.items()
        if len({one.said for one in found}) > 1 and not all(one.settled for one in found)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What taking an answer does: cells and whole registers to put, what to remember, where suppliers disagree."""

    cells: Mapping[str, Cell] = field(default_factory=dict)
    rows: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    supplies: tuple[Supply, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    proposal: Proposal | None = None  # the book's, with what is disputed told as that


def gather(proposal: Proposal, supplier: str, known: Sequence[Supply], at: datetime, plan: Plan) -> Gathered:
    """Return what follows when a supplier's book is taken into a sheet that holds `known` supplies of others.

    A place another supplier has answered differently keeps what it says now; both answers are remembered.
    """
    said = tuple(supplies_of(proposal, supplier, at, plan))
    kept = [one for one in known if (one.place, one.supplier) not in {(s.place, s.supplier) for s in said}]
    disputed = {one.place for one in conflicts_of((*kept, *said))}
    cells = {place: cell for place, cell in proposal.new_cells().items() if place not in disputed}
    rows = _rows_without(proposal, disputed)
    conflicts = tuple(one for one in conflicts_of((*kept, *said)) if any(s.supplier == supplier for s in one.supplies))
    marked = _with_disputes(proposal, disputed)
    return Gathered(cells=cells, rows=rows, supplies=said, conflicts=conflicts, proposal=marked)


def _with_disputes(proposal: Proposal, disputed: set[str]) -> Proposal:
    """A proposal that tells a change of a disputed place as what it is: nothing is put there."""

    def fate(place: str, now: Fate) -> Fate:
        return Fate.DISPUTED if place in disputed and now in (Fate.NEW, Fate.CHANGED) else now

    cells = tuple(replace(one, fate=fate(one.address, one.fate)) for one in proposal.cells)
    rows = tuple(replace(one, fate=fate(_place(one), one.fate)) for one in proposal.rows)
    return replace(proposal, cells=cells, rows=rows)


def _rows_without(proposal: Proposal, disputed: set[str]) -> dict[str, tuple[Row, ...]]:
    """The registers to put, with disputed rows as they stand now; a new one that is disputed is not added."""
    by_register: defaultdict[str, list[RowChange]] = defaultdict(list)
    for one in proposal.rows:
        if _place(one) in disputed and one.fate in (Fate.NEW, Fate.CHANGED):
            by_register[one.register].append(one)
    found: dict[str, tuple[Row, ...]] = {}
    for name, rows in proposal.new_rows().items():
        back = {one.after.number: one.before for one in by_register[name]}
        kept = [back.get(row.number, row) for row in rows]
        found[name] = numbered(row for row in kept if row is not None)
    return found


def rows_decided(sheet: Sheet, chosen: Supply) -> tuple[Row, ...]:
    """Return a register's rows with all rows of one key as a supplier gave them: in their places, further ones last."""
    rows = list(sheet.registers.get(chosen.register, ()))
    at = split_row_address(chosen.place)
    places = row_addresses(chosen.register, sheet.plan.registers[chosen.register], (row.values for row in rows))
    here = [n for n, one in enumerate(places) if at is not None and one.first == at.first]
    for n, row in zip(here, chosen.rows, strict=False):
        rows[n] = row
    gone = frozenset(here[len(chosen.rows) :])
    kept = [row for n, row in enumerate(rows) if n not in gone]
    return numbered((*kept, *chosen.rows[len(here) :]))


def waiting(slices: Iterable[Slice], answered: Iterable[str]) -> tuple[Slice, ...]:
    """Return the slices nobody has answered yet; `answered` are ids."""
    here = frozenset(answered)
    return tuple(one for one in slices if one.id not in here)
