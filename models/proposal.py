"""Proposal: what a book or a pasted block offers to a sheet, and what taking it would change — before it is taken.

An offer is texts by address and rows by register, each with the place it stands at in the book; texts are read exactly
as if they had been typed. Nothing is matched by position: cells by address, rows by the register's first key. A blank
never takes the place of what is there, and no row is ever deleted. Pure; knows no file format.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from models.addresses import row_address
from models.cells import BLANK, Cell, State, read_cell, read_field
from models.plan import Register
from models.returns import build_sheet
from models.rows import Row, read_row, row_key
from models.sheet import Sheet
from models.words import say


class Fate(StrEnum):
    """What taking the offer would do with one cell or row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that is not taken: where it stands in the book, and one sentence why."""

    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class OfferedText:
    """A text for a cell; `state` instead of it where a state was said in words, with its note."""

    address: str
    text: str
    place: str
    state: State | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class OfferedRow:
    """A row for a register: typed texts by column; blank columns are left out."""

    register: str
    texts: Mapping[str, str]
    place: str


@dataclass(frozen=True, slots=True)
class Offer:
    """Everything one book or block offers. `remarks` are sentences about it as a whole (hidden rows, other sheets)."""

    name: str
    texts: tuple[OfferedText, ...] = ()
    rows: tuple[OfferedRow, ...] = ()
    refused: tuple[Refusal, ...] = ()
    remarks: tuple[str, ...] = ()
    supplier: str = ""  # who filled it, as the template was made for; "" = not said
    slice: str = ""  # id of the slice the book answers (models.slices); "" = none


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell, as it is and as it would be."""

    address: str
    before: Cell
    after: Cell
    fate: Fate
    place: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row, as it is (None = a new one) and as it would be; `unread` are columns kept as they were typed."""

    register: str
    address: str
    before: Row | None
    after: Row
    fate: Fate
    place: str
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would happen; `after` holds whole registers as they would be."""

    offer: Offer
    cells: tuple[CellChange, ...] = ()
    rows: tuple[RowChange, ...] = ()
    refused: tuple[Refusal, ...] = ()
    after: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)

    def counts(self) -> Mapping[Fate, int]:
        """Return how many cells and rows share each fate."""
        found = Counter(change.fate for change in self.cells) + Counter(change.fate for change in self.rows)
        return {fate: found[fate] + (len(self.refused) if fate is Fate.REFUSED else 0) for fate in Fate}

    def new_cells(self) -> dict[str, Cell]:
        """Return the cells to put, by address: new and changed ones only."""
        return {one.address: one.after for one in self.cells if one.fate in (Fate.NEW, Fate.CHANGED)}

    def new_rows(self) -> dict[str, tuple[Row, ...]]:
        """Return the registers to put whole, those only in which something is new or changed."""
        touched = {one.register for one in self.rows if one.fate in (Fate.NEW, Fate.CHANGED)}
        return {name: rows for name, rows in self.after.items() if name in touched}

    @property
    def empty(self) -> bool:
        """True when taking it would change nothing."""
        return not self.new_cells() and not self.new_rows()


def propose(sheet: Sheet, offer: Offer) -> Proposal:
    """Return what taking an offer would change in a sheet. Raises nothing: what does not fit is refused by name."""
    cells: list[CellChange] = []
    refused = list(offer.refused)
    for one in _without_conflicts(offer.texts, refused):
        change = _cell_change(sheet, one)
        if isinstance(change, Refusal):
            refused.append(change)
        else:
            cells.append(change)
    rows: list[RowChange] = []
    after: dict[str, tuple[Row, ...]] = {}
    for name, offered in _by_register(offer.rows).items():
        if name not in sheet.register_ids:
            refused += [Refusal(one.place, say("imports.not_yours", 项=name)) for one in offered]
            continue
        changes, after[name] = _register_changes(sheet, sheet.plan.registers[name], offered)
        rows += changes
    return Proposal(offer, tuple(cells), tuple(rows), tuple(refused), after)


def applied(sheet: Sheet, proposal: Proposal) -> Sheet:
    """Return the sheet with a proposal taken."""
    cells = {address: cell for address, cell in {**sheet.cells, **proposal.new_cells()}.items() if cell != BLANK}
    return build_sheet(replace(sheet, cells=cells, registers={**sheet.registers, **proposal.new_rows()}))


def _without_conflicts(texts: tuple[OfferedText, ...], refused: list[Refusal]) -> Iterator[OfferedText]:
    """Yield what is said once for an address, or the same each time; two different texts for one cell are refused."""
    said: defaultdict[str, list[OfferedText]] = defaultdict(list)
    for one in texts:
        said[one.address].append(one)
    for same in said.values():
        if len({(one.text, one.state, one.note) for one in same}) == 1:
            yield same[0]
        else:
            places = "、".join(one.place for one in same)
            refused.append(Refusal(places, say("imports.twice", 项=same[0].address)))


def _cell_change(sheet: Sheet, one: OfferedText) -> CellChange | Refusal:
    slot, column = sheet.slots.get(one.address), sheet.fields.get(one.address)
    if slot is None and column is None:
        return Refusal(one.place, say("imports.not_yours", 项=one.address))
    if one.state is not None:
        if slot is None:
            return Refusal(one.place, say("imports.no_state", 项=one.address))
        cell = Cell(one.state, note=one.note)
    else:
        cell = read_cell(slot.item, one.text) if slot else read_field(column.column, one.text) if column else BLANK
    if cell.fault:
        return Refusal(one.place, say(f"imports.fault.{cell.fault}", 原文=one.text[:60]))
    before = sheet.cells.get(one.address, BLANK)
    if slot is not None and sheet.derives(slot) and _same(before, BLANK) and _same(sheet.cell(one.address), cell):
        return CellChange(one.address, before, before, Fate.UNCHANGED, one.place)  # our own book, read back
    fate = Fate.UNCHANGED if _same(before, cell) else Fate.NEW if _same(before, BLANK) else Fate.CHANGED
    return CellChange(one.address, before, before if fate is Fate.UNCHANGED else cell, fate, one.place)


def _same(one: Cell, other: Cell) -> bool:
    return (one.state, one.text, one.note, one.fault) == (other.state, other.text, other.note, other.fault)


def _by_register(rows: tuple[OfferedRow, ...]) -> Mapping[str, list[OfferedRow]]:
    found: defaultdict[str, list[OfferedRow]] = defaultdict(list)
    for one in rows:
        found[one.register].append(one)
    return found


def _register_changes(
    sheet: Sheet, register: Register, offered: list[OfferedRow]
) -> tuple[list[RowChange], tuple[Row, ...]]:
    """Hold rows against those that are there: the first with a key against the first, the second against the second.

    So a vehicle that stands twice in the book stands twice in the register, where CK-D01 finds it; and the same book
    taken again changes nothing.
    """
    rows = list(sheet.registers.get(register.id, ()) or _given(register))
    places: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        places[row_key(register, row)].append(place)
    changes: list[RowChange] = []
    for one in offered:
        read = read_row(register, len(rows) + 1, one.texts)
        known = places[row_key(register, read)]
        before = rows[known.pop(0)] if known else None
        after = read
        if before is not None:
            after = read_row(register, before.number, {**before.values, **before.raw, **one.texts})
            rows[before.number - 1] = after
        else:
            rows.append(after)
        fate = Fate.NEW if before is None else Fate.UNCHANGED if after == before else Fate.CHANGED
        address = row_address(register.id, row_key(register, after))
        changes.append(RowChange(register.id, address, before, after, fate, one.place, tuple(after.faults)))
    return changes, tuple(rows)


def _given(register: Register) -> tuple[Row, ...]:
    return tuple(read_row(register, number, texts) for number, texts in enumerate(register.fixed_rows, 1))
