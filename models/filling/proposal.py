"""Proposal: what taking an offer would change in a sheet, before it is taken.

Texts are read exactly as if they had been typed. Nothing is matched by position: cells by address, rows by the
register's first key. A blank never takes the place of what is there, and no row is ever deleted. Pure; knows no file
format.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from enum import StrEnum

from models.basics.addresses import LAST_YEAR
from models.basics.errors import AppError
from models.basics.messages import say, sentence
from models.basics.reading import APPROXIMATE, NORMALISED, quoted
from models.basics.records import dataclass
from models.filling.offer import Offer, OfferedRow, OfferedText, Refusal
from models.plan.plan import Register, folded_name
from models.sheet.cells import BLANK, Cell, State, noted_state, read_cell, read_field, refusal_of
from models.sheet.rows import Row, RowPlaces, folded_key, keys_of, read_row, row_key, same_row
from models.sheet.sheet import Sheet

MOST_NAMED = 5  # names that differ in blanks alone


class Fate(StrEnum):
    """What taking the offer would do with one cell or row."""

    NEW = "new"
    CHANGED = "changed"
    DISPUTED = "disputed"  # several say it differently: it stays as it is until somebody decides
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class CellChange:
    """One cell, as it is and as it would be."""

    address: str
    before: Cell
    after: Cell
    fate: Fate
    place: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChange:
    """One row, as it is (None = a new one) and as it would be.

    `unread` are columns kept as they were typed, `why_unread` the reasons of `EntryError`, "" where there is none.
    """

    register: str
    address: str
    before: Row | None
    after: Row
    fate: Fate
    place: str
    unread: tuple[str, ...] = ()
    why_unread: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What would happen; `after` holds whole registers as they would be, `kept` rows of them the book does not have."""

    offer: Offer
    cells: tuple[CellChange, ...] = ()
    rows: tuple[RowChange, ...] = ()
    refused: tuple[Refusal, ...] = ()
    after: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    kept: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()  # of the offer, and how many rows are kept

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
    for one in _without_conflicts(sheet, offer.texts, refused):
        change = _cell_change(sheet, one)
        if isinstance(change, Refusal):
            refused.append(change)
        else:
            cells.append(change)
    rows: list[RowChange] = []
    after: dict[str, tuple[Row, ...]] = {}
    kept: dict[str, tuple[Row, ...]] = {}
    alike: list[str] = []
    for name, offered in _by_register(offer.rows).items():
        if name not in sheet.register_ids:
            refused += [Refusal(one.place, say("imports.not_yours", 项=name)) for one in offered]
            continue
        changes, after[name], left = _register_changes(sheet, sheet.plan.registers[name], offered)
        rows += changes
        alike += _names_alike(sheet.plan.registers[name], offered, changes)
        if left:
            kept[name] = left
    more = "…" if len(alike) > MOST_NAMED else ""
    told = [say("imports.names_alike", n=len(alike), 名="、".join(alike[:MOST_NAMED]) + more)] if alike else []
    told += [say("imports.kept", 台账=sheet.plan.registers[name].name, n=len(left)) for name, left in kept.items()]
    return Proposal(
        offer=offer,
        cells=tuple(cells),
        rows=tuple(rows),
        refused=tuple(refused),
        after=after,
        kept=kept,
        remarks=(*offer.remarks, *told),
    )


def applied(sheet: Sheet, proposal: Proposal) -> Sheet:
    """Return the sheet with a proposal taken."""
    cells = {address: cell for address, cell in {**sheet.cells, **proposal.new_cells()}.items() if cell != BLANK}
    return replace(sheet, cells=cells, registers={**sheet.registers, **proposal.new_rows()})


def _without_conflicts(sheet: Sheet, texts: tuple[OfferedText, ...], refused: list[Refusal]) -> Iterator[OfferedText]:
    """Yield each address once: two different texts for one are both refused, the same text again is refused once more.

    A blank beside a text says nothing.
    """
    said: defaultdict[str, list[OfferedText]] = defaultdict(list)
    for one in texts:
        said[one.address].append(one)
    for found in said.values():
        same = [one for one in found if _says(one)] or found[:1]
        if len({meaning(sheet, one) for one in same}) > 1:
            places = "、".join(one.place for one in same)
            refused.append(Refusal(places, say("imports.twice", 项=called(sheet, same[0].address))))
            continue
        yield same[0]
        for again in same[1:]:
            refused.append(
                Refusal(again.place, say("imports.again", 项=called(sheet, again.address), 处=same[0].place))
            )


def meaning(sheet: Sheet, one: OfferedText) -> tuple[object, ...]:
    """Return what an offered text means, to be compared: 1.2, 1.20 and 12000亩 for an item in 万亩 are one figure."""
    slot, column = sheet.slots.get(one.address), sheet.fields.get(one.address)
    place = slot.item if slot else None
    cell = BLANK
    if one.state is None and (place is not None or column is not None):
        cell = read_cell(place, one.text) if place else read_field(column.column, one.text) if column else BLANK
    if cell.fault or cell == BLANK:
        return one.text.strip(), one.state, one.note
    return cell.text, cell.state, one.note, APPROXIMATE in cell.remarks


def _says(one: OfferedText) -> bool:
    return one.state is not None or bool(one.text.strip())


def called(sheet: Sheet, address: str) -> str:
    """What a person calls an address: the item's name with its code, else the address itself (封面.填表人)."""
    slot = sheet.slots.get(address) or sheet.slots.get(address.removesuffix(f"/{LAST_YEAR}"))
    return f"{slot.item.name}（{address.partition('/')[0]}）" if slot else address


def _cell_change(sheet: Sheet, one: OfferedText) -> CellChange | Refusal:
    slot, column = sheet.slots.get(one.address), sheet.fields.get(one.address)
    if slot is None and column is None:
        key = "no_last_year" if one.address.endswith(f"/{LAST_YEAR}") else "not_yours"
        return Refusal(one.place, say(f"imports.{key}", 项=called(sheet, one.address)))
    before = sheet.cells.get(one.address, BLANK)
    unchanged = CellChange(address=one.address, before=before, after=before, fate=Fate.UNCHANGED, place=one.place)
    if not _says(one):
        return replace(unchanged, reason=say("imports.blank_keeps"))
    if one.state is not None:
        cell = _noted(one, one.state, own=slot is not None)
    else:
        cell = read_cell(slot.item, one.text) if slot else read_field(column.column, one.text) if column else BLANK
    if isinstance(cell, Refusal):
        return cell
    if cell.fault:
        return Refusal(one.place, _why_unread(sheet, one, cell.fault))
    if slot is not None and slot.derived and _same(before, BLANK) and _same(sheet.cell(one.address), cell):
        return unchanged  # our own book, read back
    if _same(before, cell):
        return unchanged
    return replace(unchanged, after=cell, fate=Fate.NEW if _same(before, BLANK) else Fate.CHANGED)


def _noted(one: OfferedText, state: State, *, own: bool) -> Cell | Refusal:
    """The cell of a state that was said; `own`: of an item, which alone has states."""
    if not own:
        return Refusal(one.place, say("imports.no_state", 项=one.address))
    try:
        return noted_state(state, one.note)
    except AppError as error:
        return Refusal(one.place, sentence(error))


def _same(one: Cell, other: Cell) -> bool:
    """True when two cells mean the same; 12,300 and 12300 do, 约5 and 5 do not."""
    meant = [frozenset(cell.remarks) - {NORMALISED} for cell in (one, other)]
    said = [(cell.state, cell.text, cell.note, cell.fault) for cell in (one, other)]
    return said[0] == said[1] and meant[0] == meant[1]


def _why_unread(sheet: Sheet, one: OfferedText, fault: str) -> str:
    """Return the sentence for a text that its cell cannot read, as exact as the reading itself is."""
    slot, column = sheet.slots.get(one.address), sheet.fields.get(one.address)
    choices = sheet.choices_of(slot.item) if slot else column.column.choices if column else ()
    if choices:
        return say("imports.choose", 原文=quoted(one.text.strip()), 可选="、".join(choices))
    place = slot.item if slot else column.column if column else None
    if place is not None and (error := refusal_of(place, one.text)) is not None:
        return say(f"errors.entry.{error.facts['reason']}", **error.facts)
    return say(f"imports.fault.{fault}", 原文=quoted(one.text.strip()))


def _by_register(rows: tuple[OfferedRow, ...]) -> Mapping[str, list[OfferedRow]]:
    found: defaultdict[str, list[OfferedRow]] = defaultdict(list)
    for one in rows:
        found[one.register].append(one)
    return found


def _register_changes(
    sheet: Sheet, register: Register, offered: list[OfferedRow]
) -> tuple[list[RowChange], tuple[Row, ...], tuple[Row, ...]]:
    """Hold rows against those that are there; return the changes, all rows as they would be, and the rows kept as is.

    The first with a key is held against the first, the second against the second: a vehicle that stands twice in the
    book stands twice in the register, where a check finds it, and the same book taken again changes nothing. A row
    without a key is held against one that says the same.
    """
    rows = list(sheet.registers.get(register.id, ()) or _given(register))
    known: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, (row, key) in enumerate(zip(rows, keys_of(register, rows), strict=True)):
        known[folded_key(key if any(key) else same_row(register, row))].append(place)
    left = set(range(len(rows)))
    taken: list[tuple[OfferedRow, Row | None, int]] = []  # what is offered, the row as it is, its place
    for one in offered:
        read = read_row(register, len(rows) + 1, one.texts)
        places = known[folded_key(same_row(register, read))]
        if places:
            place = places.pop(0)
            before = rows[place]
            said = _as_named_here(register, before, read, one.texts)
            rows[place] = read_row(register, before.number, {**before.values, **before.raw, **said})
            left.discard(place)
            taken.append((one, before, place))
        else:
            taken.append((one, None, len(rows)))
            rows.append(read)
    at = RowPlaces(register, rows)
    changes = [_row_change(register, at, rows[place], before, one) for one, before, place in taken]
    return changes, tuple(rows), tuple(rows[place] for place in sorted(left))


def _names_alike(register: Register, offered: Sequence[OfferedRow], changes: Sequence[RowChange]) -> Iterator[str]:
    """Yield the names of a list that differ in blanks alone from those of the rows they were found to be."""
    for one, change in zip(offered, changes, strict=True):
        for name in register.keys[0] if register.keys and change.before is not None else ():
            text, here = one.texts.get(name, "").strip(), change.before.get(name) if change.before else ""
            if text and text != here and folded_name(text) == folded_name(here):
                yield f"“{quoted(text)}”"


def _as_named_here(register: Register, before: Row, read: Row, texts: Mapping[str, str]) -> Mapping[str, str]:
    """What a list says of a row, without the names by which it was found where they differ in blanks alone."""
    if row_key(register, read.values) == row_key(register, before.values):
        return texts
    named = {name for name in register.keys[0] if read.get(name) != before.get(name)} if register.keys else set()
    return {name: text for name, text in texts.items() if name not in named}


def _row_change(register: Register, at: RowPlaces, after: Row, before: Row | None, one: OfferedRow) -> RowChange:
    fate = Fate.NEW if before is None else Fate.UNCHANGED if after == before else Fate.CHANGED
    return RowChange(
        register=register.id,
        address=str(at.address(after)),
        before=before,
        after=after,
        fate=fate,
        place=one.place,
        unread=tuple(after.faults),
        why_unread=tuple(_reason(register, name, after) for name in after.faults),
    )


def _reason(register: Register, name: str, row: Row) -> str:
    column = register.column(name)
    error = refusal_of(column, row.raw.get(name, "")) if column is not None else None
    return str(error.facts["reason"]) if error is not None else ""


def _given(register: Register) -> tuple[Row, ...]:
    return tuple(read_row(register, number, texts) for number, texts in enumerate(register.fixed_rows, 1))
