"""Made-up sheets of any plan: filled from what the plan itself declares, so that they can be filed.

Nothing is known of the plan but its records: every cell that may be filled gets a figure, choice, day or text of its
kind, then the errors that the plan's own checks find are mended one after another, from what their formulas say. What
asks for an explanation is explained. The same seed gives the same sheet. Everything here is test data.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from forms.demo.sheets import explained
from models.basics.messages import CHINESE, say_in
from models.basics.period import Period
from models.basics.quantity import plain, round_to
from models.basics.records import dataclass
from models.checks.findings import Finding, blocking
from models.checks.run import run_checks
from models.formula.formula import sides
from models.plan.indicators import MOST_OF_RATIO
from models.plan.plan import Column, ColumnType, Item, ItemType, Means, Register, Relation
from models.sheet.cells import BLANK, Cell, State, read_cell, read_field
from models.sheet.fillable import Slot
from models.sheet.rows import Row, read_row
from models.sheet.sheet import Sheet

ROWS = 3  # of a register
ROUNDS = 60  # of mending; what is still wrong then stays wrong
LARGEST = 200  # of a figure drawn without bounds
_YEARS = ("年度", "年份")  # how columns are called in which a year stands
_CODE_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE_BASE = 31


@dataclass
class _MadeUpSheet:
    """One sheet while it is filled."""

    sheet: Sheet
    draw: random.Random

    @property
    def period(self) -> Period:
        return self.sheet.plan.periods[self.sheet.period_id]

    def put(self, address: str, cell: Cell) -> None:
        self.sheet = replace(self.sheet, cells={**self.sheet.cells, address: cell})

    def number(self, low: Decimal | None, high: Decimal | None, decimals: int | None) -> str:
        """Draw a figure between two bounds, mostly small, with at most so many places."""
        least = low if low is not None else Decimal(1)
        most = high if high is not None else max(least, Decimal(LARGEST))
        places = min(decimals or 0, 2)
        steps = int((most - least).scaleb(places))
        return plain(least + Decimal(self.draw.randint(0, max(0, steps))).scaleb(-places))


def made_up_sheet(empty: Sheet, seed: int, *, rows: int = ROWS, mend: bool = True) -> Sheet:
    """Return a sheet with everything filled that its plan declares, its warnings explained.

    Errors of the plan's checks are mended as far as their formulas tell how; ask `blocking(run_checks(sheet))` whether
    any is left. Without `mend` it stays as it was drawn.
    """
    draft = _MadeUpSheet(empty, random.Random(f"{seed}/{empty.unit_id}/{empty.period_id}"))
    _fields(draft)
    _items(draft)
    registers = {name: _register(draft, empty.plan.registers[name], rows) for name in empty.register_ids}
    draft.sheet = replace(draft.sheet, registers=registers)
    sheet = without_errors(draft.sheet, draft.draw) if mend else draft.sheet
    return explained(sheet, say_in(CHINESE, "findings.made_up"))


def without_errors(sheet: Sheet, draw: random.Random) -> Sheet:
    """Return the sheet with figures changed until no check of its plan blocks it, as far as the formulas tell how."""
    draft = _MadeUpSheet(sheet, draw)
    for _ in range(ROUNDS):
        wrong = blocking(run_checks(draft.sheet))
        if not wrong or not _mended(draft, wrong):
            break
    return draft.sheet


def _fields(draft: _MadeUpSheet) -> None:
    cells = dict(draft.sheet.cells)
    for address, slot in draft.sheet.fields.items():
        text = _field_text(draft, slot.column, address)
        cells[address] = read_field(slot.column, text)
    draft.sheet = replace(draft.sheet, cells=cells)


def _field_text(draft: _MadeUpSheet, column: Column, address: str) -> str:
    if column.means is Means.STAGE:
        idle = {*column.not_begun, *column.done, *column.stopped}
        return next((choice for choice in column.choices if choice not in idle), column.choices[0])
    if column.means is Means.TELEPHONE:
        return f"0{draft.draw.randint(100, 999)}-{draft.draw.randint(3000000, 3999999)}"
    if column.means is Means.DATED:
        return draft.period.end.isoformat()  # a paper is made out when its period is over
    if column.type is ColumnType.TEXT:
        return f"测试{column.name}{len(address) % 7}{draft.draw.randint(1, 9)}"
    return _text(draft, column, 1)


def _items(draft: _MadeUpSheet) -> None:
    cells = dict(draft.sheet.cells)
    for slot in draft.sheet.slots.values():
        if slot.due and slot.item.entered and not slot.total:
            cells[slot.address] = _item_cell(draft, slot)
    draft.sheet = replace(draft.sheet, cells={at: cell for at, cell in cells.items() if cell != BLANK})


def _item_cell(draft: _MadeUpSheet, slot: Slot) -> Cell:
    item = slot.item
    if item.numeric:
        decimals = 0 if item.type is ItemType.WHOLE else item.decimals
        return read_cell(item, draft.number(item.low, item.high, decimals))
    texts = {
        ItemType.YES_NO: "是",
        ItemType.DATE: draft.period.end.isoformat(),
        ItemType.TEXT: f"测试{item.name}"[:60],
    }
    choices = draft.sheet.choices_of(item)
    text = draft.draw.choice(choices) if choices else texts.get(item.type, "")
    return read_cell(item, text)


def _register(draft: _MadeUpSheet, register: Register, count: int) -> tuple[Row, ...]:
    wanted = register.fixed_rows or ({},) * count
    texts = [
        {column.name: _text(draft, column, number) for column in register.columns} | dict(fixed)
        for number, fixed in enumerate(wanted, 1)
    ]
    return tuple(read_row(register, number, one) for number, one in enumerate(texts, 1))


def _text(draft: _MadeUpSheet, column: Column, number: int) -> str:
    """Draw what a column of a row may say; texts differ from row to row."""
    draw, period = draft.draw, draft.period
    if column.choices:
        drawn, own = draw.choice(column.choices), [*filter(draft.sheet.unit_name.startswith, column.choices)]
        return own[0] if len(own) == 1 else drawn  # its own place, where it may choose among all of them
    if column.type in (ColumnType.NUMBER, ColumnType.WHOLE):
        high = MOST_OF_RATIO.get(column.measure) if column.high is None else column.high
        figure = draft.number(column.low, high, 0)
        return str(period.end.year - int(figure) % 2) if column.name.endswith(_YEARS) else figure
    if column.type is ColumnType.DATE:
        days = max(0, (period.end - period.start).days)
        return (period.start + timedelta(days=draw.randint(0, days))).isoformat()
    made = {
        ColumnType.YES_NO: "是",
        ColumnType.CREDIT_CODE: _credit_code(draw),
        ColumnType.VIN: "LTEST" + "".join(draw.choices("0123456789", k=12)),
        ColumnType.PLATE: f"测A{draw.randint(0, 99999):05}",
    }
    return made.get(column.type, f"测试{column.name}{number}")


def _credit_code(draw: random.Random) -> str:
    body = "91610000" + "".join(draw.choices(_CODE_SIGNS, k=9))
    total = sum(_CODE_SIGNS.index(sign) * 3**place for place, sign in enumerate(body))
    return body + _CODE_SIGNS[-total % _CODE_BASE]


def _mended(draft: _MadeUpSheet, wrong: tuple[Finding, ...]) -> bool:
    """Change something about the first error that can be changed; False when nothing can."""
    return any(_mend(draft, finding) for finding in wrong)


def _mend(draft: _MadeUpSheet, finding: Finding) -> bool:
    at = finding.at or ""
    register = at.partition("[")[0]
    if register in draft.sheet.registers:
        return _without_row(draft, register, at)
    slot = draft.sheet.slots.get(at)
    if slot is None:
        return False
    for relation in finding.check.relations:
        if relation.item == slot.item.id and _satisfied(draft, relation, slot.line):
            return True
    return _said_nothing(draft, slot)


def _without_row(draft: _MadeUpSheet, register: str, at: str) -> bool:
    """Take a row out that is wrong; of rows the plan names, all of them."""
    rows, places = draft.sheet.registers[register], draft.sheet.places(register)
    fixed = draft.sheet.plan.registers[register].fixed_rows
    kept = [row for row in rows if not fixed and at != register and str(places.address(row)) != at]
    if len(kept) == len(rows):
        return False
    numbered = tuple(replace(row, number=number) for number, row in enumerate(kept, 1))
    draft.sheet = replace(draft.sheet, registers={**draft.sheet.registers, register: numbered})
    return True


def _satisfied(draft: _MadeUpSheet, relation: Relation, line: str | None) -> bool:
    """Change figures of a relation so that it holds, if there is a way without new errors elsewhere."""
    before, wrong = draft.sheet, len(blocking(run_checks(draft.sheet)))
    first: Sheet | None = None
    for changes in _proposals(before, relation, line):
        cells = {at: Cell(State.VALUE, value, plain(value)) for at, value in changes.items()}
        after = replace(before, cells={**before.cells, **cells})
        if relation.formula.evaluate(after.lookup(line)) is (not relation.must):
            continue
        first = first or after
        if len(blocking(run_checks(after))) < wrong:
            draft.sheet = after
            return True
    draft.sheet = first or before
    return first is not None


def _typed(sheet: Sheet, relation: Relation, line: str | None) -> tuple[str, ...]:
    """Return the typed figures a relation rests on, those behind derived ones included."""
    found: dict[str, None] = {}
    waiting = list(sheet.read_addresses(relation.formula.reads, line))
    while waiting:
        address = waiting.pop()
        slot = sheet.slots.get(address)
        if slot is None or address in found or not slot.item.numeric:
            continue
        if slot.derived:
            waiting += sheet.inputs(address)
        else:
            found[address] = None
    return tuple(found)


def fits(item: Item, value: Decimal) -> bool:
    """True when an item may hold a figure: its bounds, whole numbers, and a sign only where it may have one."""
    bounded = (item.low is None or value >= item.low) and (item.high is None or value <= item.high)
    whole = item.type is not ItemType.WHOLE or value == value.to_integral_value()
    return bounded and whole and (value >= 0 or item.negative)


def _proposals(sheet: Sheet, relation: Relation, line: str | None) -> Iterator[Mapping[str, Decimal]]:
    """Yield figures that may make a relation hold: one side for the other, one of every size, all of them smaller."""
    typed = _typed(sheet, relation, line)
    for address, value in (*_sides(sheet, relation, line), *_sizes(sheet, typed)):
        if address in typed and fits(sheet.slots[address].item, value):
            yield {address: value}
    for share in (Decimal("0.1"), Decimal("0.01"), Decimal(0)):
        less: dict[str, Decimal] = {}
        for address in typed:
            item, number = sheet.slots[address].item, sheet.cell(address).number or Decimal(0)
            places = 0 if item.type is ItemType.WHOLE else min(item.decimals or 0, 4)
            less[address] = round_to(number * share, places, sheet.plan.rounding)
        if all(fits(sheet.slots[address].item, value) for address, value in less.items()):
            yield less


def _sides(sheet: Sheet, relation: Relation, line: str | None) -> Iterator[tuple[str, Decimal]]:
    pair = sides(relation.formula)
    for one, other in (pair, pair[::-1]) if pair is not None else ():
        value = other.evaluate(sheet.lookup(line))
        if one.tree.op == "name" and isinstance(value, Decimal):
            for address in sheet.read_addresses(one.reads, line):
                yield from ((address, value * share) for share in (Decimal(1), Decimal("0.5"), Decimal(2)))


def _sizes(sheet: Sheet, typed: tuple[str, ...]) -> Iterator[tuple[str, Decimal]]:
    for address in typed:
        item = sheet.slots[address].item
        wanted = (item.low, item.high, Decimal(0), Decimal(1), Decimal(10), Decimal(50), Decimal(100), Decimal(1000))
        yield from ((address, value) for value in wanted if value is not None)


def _said_nothing(draft: _MadeUpSheet, slot: Slot) -> bool:
    """Say 未开展 of a figure, or leave an optional cell blank, where nothing else helps."""
    here = draft.sheet.cells.get(slot.address)
    if here is None or slot.derived:
        return False
    if slot.item.numeric and here.state is not State.NIL:
        draft.put(slot.address, Cell(State.NIL))
        return True
    if slot.required:
        return False
    draft.sheet = replace(draft.sheet, cells={at: cell for at, cell in draft.sheet.cells.items() if at != slot.address})
    return True
