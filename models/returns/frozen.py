"""Frozen: a sheet as it stands becomes a return, and a return the sheet it was frozen from, to be checked again."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from models.basics.addresses import COVER, split_address
from models.basics.canonical import is_figure
from models.basics.errors import AppError
from models.basics.records import dataclass
from models.checks.findings import ENGINE
from models.plan.plan import Column, Plan, Register
from models.returns.returns import NO_OCCURRENCE, SHORT, Entry, Evidence, Return
from models.settings.settings import Settings
from models.sheet.cells import FIGURES, MISSING, VALUE, Cell, State, itself, read_cell, read_field
from models.sheet.explanation import Explanation
from models.sheet.fillable import FieldSlot, Slot, found_of_slots
from models.sheet.identity_cache import same_objects
from models.sheet.rows import Row, read_rows, row_addresses
from models.sheet.sheet import Sheet


def freeze(
    sheet: Sheet,
    *,
    ancestors: tuple[str, ...] = (),
    reason: str = "",
    evidence: tuple[Evidence, ...] = (),
    test: bool = False,
) -> Return:
    """Freeze a sheet as it stands; runs no check."""
    plan = sheet.plan
    controls = {
        a: _entry(cell) for a in sheet.slots if (cell := sheet.control(a)) is not None and cell.state is not None
    }
    fields = _frozen_fields(sheet)
    cover = fields.pop(COVER, {})
    registers = {name: tuple(dict(row.values) for row in rows) for name, rows in sheet.registers.items() if rows}
    return Return(
        plan_id=plan.id,
        plan_version=plan.version,
        plan_digest=plan.digest,
        engine=ENGINE,
        settings=sheet.settings.version,
        unit=sheet.unit_id,
        period=sheet.period_id,
        ancestors=ancestors,
        reason=reason,
        cover=cover,
        cells=_frozen_cells(sheet),
        controls=controls,
        progress=fields,
        registers=registers,
        explanations=dict(sheet.explanations),
        evidence=evidence,
        test=test,
    )


def _frozen_fields(sheet: Sheet) -> dict[str, dict[str, Entry]]:
    """What the fields say in which something stands: cover or block → column → entry."""
    found: dict[str, dict[str, Entry]] = {}
    for address, slot in sheet.fields.items():
        if sheet.cell(address).state is not None:
            found.setdefault(slot.group, {})[slot.column.name] = _entry(sheet.cell(address))
    return found


def _frozen_cells(sheet: Sheet) -> dict[str, Entry]:
    cells = ((address, sheet.cell(address)) for address in sheet.slots)
    return {address: _entry(cell) for address, cell in cells if cell.state is not None}


def _entry(cell: Cell) -> Entry:
    raw = cell.raw if cell.remarks else ""
    return Entry(state=cell.state.value if cell.state else "", value=cell.text, raw=raw, note=cell.note)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thawed:
    """A return and its sheet."""

    filed: Return
    sheet: Sheet


def thaw(
    filed: Return, plan: Plan, settings: Settings, previous: Sheet | None = None, like: Thawed | None = None
) -> Sheet:
    """Return the sheet a return was frozen from, so that the same checks can be run again.

    Derived cells are computed anew; `disagreements` tells where that differs from what was sealed. `like`: a return
    that may say much of the same, thawed before, as each revision of a paper does; what both say is not read again, and
    the sheet follows from that one as from an edit (`Sheet.memory`). Raises AppError("return_malformed") when a cell
    that must be a figure is none.
    """
    check_figures(filed, plan)
    period = plan.kept(filed.period)
    bare = Sheet(plan=plan, unit_id=filed.unit, period_id=period, settings=settings, previous=previous)
    known = like if like is not None and _stand_on_the_same(like.sheet, bare) else Thawed(filed=filed, sheet=bare)
    return replace(
        known.sheet,
        cells=_cells_like(known, filed),
        registers={
            name: _rows_like(known, plan.registers[name], rows)
            for name, rows in filed.registers.items()
            if name in plan.registers
        },
        explanations=_explanations_of_rows(filed, plan) if filed.engine == NO_OCCURRENCE else filed.explanations,
    )


def _stand_on_the_same(some: Sheet, other: Sheet) -> bool:
    """True when two sheets differ in nothing but what somebody entered."""
    return (
        same_objects((some.plan, some.settings, some.previous), (other.plan, other.settings, other.previous))
        and (some.unit_id, some.period_id) == (other.unit_id, other.period_id)
        and not (some.earlier or some.last_year or some.outdated or some.today)
    )


def _cells_like(known: Thawed, filed: Return) -> Mapping[str, Cell]:
    """The cells and fields of a return; those of one known before where it says the same."""
    cells = dict((*_thawed_cells(known, filed), *_thawed_fields(known, filed)))
    return known.sheet.cells if cells == known.sheet.cells else cells


def _rows_like(known: Thawed, register: Register, texts: Sequence[Mapping[str, str]]) -> tuple[Row, ...]:
    """The rows of a register; those of a return known before where they say the same in the same place."""
    before = known.sheet.registers.get(register.id, ())
    if before and known.filed.registers[register.id] == texts:
        return before
    rows = read_rows(register, texts)
    same = (old if old == row else row for old, row in zip(before, rows, strict=False))
    return (*same, *rows[len(before) :]) if before else rows


def _explanations_of_rows(filed: Return, plan: Plan) -> dict[str, Explanation]:
    """The explanations of an older paper: what was filed under the key of rows answers each row of that key."""
    named: dict[str, list[str]] = {}
    for register, rows in filed.registers.items():
        for at in row_addresses(register, plan.registers.get(register), rows):
            inside = "|".join(at.key) or f"第{at.number}行"
            named.setdefault(f"{register}[{inside}]", []).append(str(at))
    said: dict[str, Explanation] = {}
    for key, explanation in filed.explanations.items():
        check, sign, place = key.partition("@")
        said.update(dict.fromkeys((f"{check}{sign}{at}" for at in named.get(place, (place,))), explanation))
    return said


def _thawed_cells(known: Thawed, filed: Return) -> Iterator[tuple[str, Cell]]:
    """Yield what a person entered: control figures, and cells that neither are derived nor follow from being blank."""
    before = known.sheet.cells
    for address, slot in known.sheet.slots.items():
        entry = _entered(filed, slot)
        if entry is None:
            continue
        if address in before and _entered(known.filed, slot) == entry:
            yield address, before[address]
        elif entry.state == VALUE and not entry.raw and not entry.note:  # nearly all of them
            yield address, _plain(entry.value, numeric=slot.item.numeric)
        else:
            read = read_cell(slot.item, entry.raw) if entry.raw else None
            yield address, _thawed(entry, read, numeric=slot.item.numeric)


def _entered(filed: Return, slot: Slot) -> Entry | None:
    control = filed.controls.get(slot.address)
    if control is not None or slot.derived:
        return control
    entry = filed.cells.get(slot.address)
    return None if entry is not None and entry.state == MISSING else entry


def _thawed_fields(known: Thawed, filed: Return) -> Iterator[tuple[str, Cell]]:
    before, alike = known.sheet.cells, known.filed is not filed
    for group, fields in _fields_of(known.sheet).items():
        said = _said_in(filed, group)
        said_before = _said_in(known.filed, group) if alike else {}
        for field, plainly in fields if said else ():
            address, column = field.address, field.column
            entry = said.get(column.name)
            if entry is None or entry.state != VALUE:
                continue
            if address in before and said_before.get(column.name) == entry:
                yield address, before[address]
            elif not entry.raw and plainly(entry.value):
                yield address, _plain(entry.value, numeric=column.type in FIGURES)
            else:
                yield address, _thawed_field(column, entry)


def _said_in(filed: Return, group: str) -> Mapping[str, Entry]:
    return filed.cover if group == COVER else filed.progress.get(group, {})


def _fields_of(sheet: Sheet) -> Mapping[str, Sequence[tuple[FieldSlot, Callable[[str], object]]]]:
    """The fields of a sheet by their group, each with what tells that a text reads as itself; found once for a plan."""

    def make() -> dict[str, list[tuple[FieldSlot, Callable[[str], object]]]]:
        found: dict[str, list[tuple[FieldSlot, Callable[[str], object]]]] = {}
        for field in sheet.fields.values():
            found.setdefault(field.group, []).append((field, itself(field.column)))
        return found

    return found_of_slots(sheet.plan, sheet.slots, ("fields thawed", id(sheet.fields)), make)  # the plan keeps both


def _plain(text: str, *, numeric: bool) -> Cell:
    return _plain_short(text, numeric) if len(text) <= SHORT else Cell(VALUE, Decimal(text) if numeric else text, text)


@lru_cache(maxsize=8_192)  # names, stages and figures that paper after paper says
def _plain_short(text: str, numeric: bool) -> Cell:
    return Cell(VALUE, Decimal(text) if numeric else text, text)


def _thawed_field(column: Column, entry: Entry) -> Cell:
    filed = Cell(VALUE, entry.value, entry.value)
    typed = read_field(column, entry.raw or entry.value)
    return typed if typed.text == entry.value else filed


def _thawed(entry: Entry, read: Cell | None, *, numeric: bool) -> Cell:
    state = State(entry.state)
    value: Decimal | str | None = None
    if state is VALUE:
        value = Decimal(entry.value) if numeric else entry.value
    remarks = read.remarks if read is not None and read.text == entry.value else ()
    return Cell(state, value, entry.raw or entry.value, note=entry.note, remarks=remarks)


def disagreements(filed: Return, sheet: Sheet) -> tuple[str, ...]:
    """Return the addresses of cells whose sealed value is not what the plan derives from the same entries."""
    now = {a: cell for a in sheet.slots if (cell := sheet.cell(a)).state is not None}
    return tuple(a for a in {**now, **filed.cells} if _part(now.get(a), filed.cells.get(a)))


def _part(mine: Cell | None, theirs: Entry | None) -> bool:
    """True when a cell and a sealed entry do not say the same; what was typed is no matter."""
    if mine is None or theirs is None:
        return True
    return (mine.state, mine.text) != (theirs.state, theirs.value)


def check_figures(filed: Return, plan: Plan) -> None:
    """Raise AppError("return_malformed") when a numeric cell holds anything but the canonical text of a figure.

    The sealing program wrote none; 1E+9999999 would bring every reader to its knees.
    """
    for address, entry in (*filed.cells.items(), *filed.controls.items()):
        if entry.state == VALUE and not is_figure(entry.value) and _is_numeric(plan, address):
            raise AppError("return_malformed", why=address)


def _is_numeric(plan: Plan, address: str) -> bool:
    parts = split_address(address)
    item = plan.items.get(address) or plan.items.get(parts.item if parts else "")
    return item is not None and item.numeric
