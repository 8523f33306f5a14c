"""Bounds: what a plan writes of its figures and keys and no check of it has to repeat.

A figure beyond the `range` of its item or column, a fraction where things are counted, two rows of a register that are
one thing by its key, and a figure out of all proportion where nothing else compares it. Holds for cells, for the fields
of cover and progress, and for the rows of registers alike.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from itertools import groupby
from operator import itemgetter

from models.answers.breach import Breach, Breaches
from models.answers.said import shown
from models.basics.messages import say, speech
from models.basics.quantity import plain
from models.basics.records import dataclass
from models.checks.reading_rules import own_check
from models.checks.register_rules import named_columns
from models.checks.sheet_rule import found_at_cells, names_item
from models.formula.tree import AMONG_ROWS
from models.plan.plan import Check, Column, ColumnType, Direction, Item, ItemType, Level, Plan, folded_name
from models.sheet.fillable import Slot, found_of_slots
from models.sheet.rows import Row
from models.sheet.sheet import Sheet

Rows = tuple[Row, ...]
Beyond = tuple[str, Breach]  # kind of the program's own check that a figure breaks, where
_JOIN = "\x1f"  # between the parts of a key; no text of a row holds it
TIMES_TARGET, TIMES_BEFORE = 10, 100  # a figure this many times the year's target, or last period's, is asked about


def beyond_bounds(sheet: Sheet) -> Iterator[Breaches]:
    """Yield every figure that the plan's own ranges and types do not allow: cells and fields, then rows."""
    of_rows, places = [*_figures_beyond(sheet)], _places(sheet)

    def at(place: _Bounded) -> Beyond | None:
        address, of = place
        found = _broken(of, sheet.cell(address).number)
        return (found[0], Breach(at=address, figures=of.facts, template=found[1])) if found is not None else None

    of_cells = sheet.memory.at_places("beyond", places, at, sources=speech()).values()
    for part, (kind, ones) in enumerate(groupby((*of_cells, *of_rows), key=itemgetter(0))):  # in the order of the form
        yield Breaches(check=own_check(kind), found=[one for _, one in ones], part=part)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bounds:
    """What a figure may be."""

    low: Decimal | None
    high: Decimal | None
    whole: bool

    @property
    def any(self) -> bool:
        """True when not every figure will do."""
        return self.low is not None or self.high is not None or self.whole

    @property
    def facts(self) -> dict[str, str]:
        """Both ends as texts, "" for none."""
        return {"始": _text(self.low), "止": _text(self.high)}


_Bounded = tuple[str, _Bounds]  # address of a cell or field that has bounds


def _text(figure: Decimal | None) -> str:
    return plain(figure) if figure is not None else ""


def _of_column(column: Column) -> _Bounds:
    return _Bounds(low=column.low, high=column.high, whole=column.type is ColumnType.WHOLE and not column.ordinal)


def _of_item(plan: Plan, slot: Slot) -> _Bounds:
    """The bounds of an item: its range, and what its type says where no check of the plan does."""

    def said(rule: str) -> bool:
        return any(names_item(check, slot) for check in plan.checks_of(rule))

    item = slot.item
    typed = item.entered and item.numeric and not slot.total
    low = Decimal(0) if typed and item.low is None and not item.negative and not said("not_negative") else item.low
    return _Bounds(low=low, high=item.high, whole=typed and item.type is ItemType.WHOLE and not said("whole"))


def _places(sheet: Sheet) -> Mapping[str, _Bounded]:
    """Every cell and field that has bounds, or a type that bounds it."""

    def of_cells() -> dict[str, _Bounded]:
        found = {at: _bounds_of(sheet.plan, slot) for at, slot in sheet.slots.items() if slot.item.entered}
        return {at: (at, bounds) for at, bounds in found.items() if bounds.any}

    def make() -> dict[str, _Bounded]:
        limits = _bounded_columns(sheet.plan)
        fields = {at: (at, of) for at, one in sheet.fields.items() if (of := limits.get(id(one.column))) is not None}
        return found_of_slots(sheet.plan, sheet.slots, "bounded", of_cells) | fields

    key = ("bounded with fields", id(sheet.fields))  # the plan keeps both
    return found_of_slots(sheet.plan, sheet.slots, key, make)


def _bounded_columns(plan: Plan) -> Mapping[int, _Bounds]:
    """The bounds of those columns of cover and progress that have any, by their identity; found once for a plan."""
    key = "bounded columns"
    if key not in plan.derived:
        columns = (*plan.cover_columns, *plan.progress_columns)
        plan.derived[key] = {id(one): of for one in columns if (of := _of_column(one)).any}
    found: Mapping[int, _Bounds] = plan.derived[key]
    return found


def _bounds_of(plan: Plan, slot: Slot) -> _Bounds:
    """The same as `_of_item`, found once for each item of a plan: units share most of them."""
    key = ("bounds of", slot.item.id, slot.total)
    known: _Bounds | None = plan.derived.get(key)
    if known is None:
        known = plan.derived[key] = _of_item(plan, slot)
    return known


def _broken(of: _Bounds, value: Decimal | None) -> tuple[str, str] | None:
    """Which of the program's own checks a figure breaks, and its sentence; None for one that may be."""
    if value is None:
        return None
    if words := _beyond(of, value):
        return "range", words
    return ("whole", "") if of.whole and value != value.to_integral_value() else None


def _figures_beyond(sheet: Sheet) -> Iterator[Beyond]:
    """Yield the figures of registers that their range or type forbids, looked for anew where a register changed."""
    for name, rows in sheet.registers.items():
        register = sheet.plan.registers.get(name)
        limits = [(one, of) for one in register.columns if (of := _of_column(one)).any] if register else []
        if limits:
            beyond = partial(_rows_beyond, name, rows, limits)
            yield from sheet.cache.keep(f"beyond {name}", (sheet.plan, rows, *speech()), beyond)


def _rows_beyond(register: str, rows: Rows, limits: Sequence[tuple[Column, _Bounds]]) -> list[Beyond]:
    found: list[Beyond] = []
    for row in rows:
        for one, of in limits:
            value = row.decimal(one.name)
            if value is not None and (broken := _broken(of, value)) is not None:
                facts = {"指标": one.name, "栏": one.name, "单位": one.measure, "值": plain(value)} | of.facts
                found.append((broken[0], Breach(at=register, row=row, figures=facts, template=broken[1])))
    return found


def _beyond(of: _Bounds, value: Decimal) -> str:
    """The sentence for a figure outside of its range, "" for one inside."""
    if (of.low is None or value >= of.low) and (of.high is None or value <= of.high):
        return ""
    return _range_said(of)


def _range_said(of: _Bounds) -> str:
    if of.low is not None and of.high is not None:
        return say("findings.own_range")
    return say("findings.own_least" if of.low is not None else "findings.own_most")


def same_things(sheet: Sheet, found: Iterable[Breaches]) -> Breaches:
    """Return each row that is one with an earlier row by a key of its register, unless a check of the plan says so."""
    said = {id(one.row) for group in found if looks_among_rows(group.check) for one in group.broken}
    same: list[Breach] = []
    for name, rows in sheet.registers.items():
        register = sheet.plan.registers.get(name)
        if register is None or len(rows) < 2:
            continue
        told: set[int] = set()
        for key in register.keys:
            again = sheet.cache.keep(f"again {name} {key}", (sheet.plan, rows), partial(_again, sheet, name, key, rows))
            for row, first, texts in again:
                if row.number in told or id(row) in said:
                    continue
                told.add(row.number)
                facts = {"栏": "、".join(key), "键": "、".join(texts), "i": str(first)}
                same.append(Breach(at=name, row=row, figures=facts))
    return Breaches(check=own_check("same", Level.WARNING), found=same)


def _again(sheet: Sheet, register: str, key: tuple[str, ...], rows: Rows) -> list[tuple[Row, int, list[str]]]:
    """Return each row that has the key of an earlier one, with the earlier one's number and the key as it is written.

    Ten thousand rows are looked at with each edit of one: texts are folded only where there is something to fold, and
    rows are told apart one by one only where two are alike.
    """
    keys = sheet.cache.each(f"folded {register} {key}", rows, partial(_folded_keys, key))
    written = [one for one in keys if one]
    if len(set(written)) == len(written):
        return []
    first: dict[str, int] = {}
    pairs = ((row, first.setdefault(one, row.number)) for row, one in zip(rows, keys, strict=True) if one)
    return [(row, number, [row.values[one] for one in key]) for row, number in pairs if number != row.number]


def _folded_keys(key: tuple[str, ...], rows: Sequence[Row]) -> list[str]:
    """The key of each row, folded as names are; "" where a part of it is blank."""
    columns = [[row.values.get(column, "") for row in rows] for column in key]
    folded = [
        texts if "".join(texts).isalnum() else [one if one.isalnum() else folded_name(one) for one in texts]
        for texts in columns
    ]
    return folded[0] if len(key) == 1 else [_JOIN.join(one) if all(one) else "" for one in zip(*folded, strict=True)]


def looks_among_rows(check: Check) -> bool:
    """Return True for a check that holds the rows of a list against each other."""
    among = any(relation.formula.tree.ops & AMONG_ROWS for relation in check.relations)
    return among or check.rule == "same_key"


def out_of_proportion(sheet: Sheet) -> Breaches:
    """Return figures that nothing compares (no figure of last year) and that are out of all proportion.

    Against last period's figure, else against the unit's target of the indicator, else against what the plan calls
    usual: the classic mistake is a figure in 亩 where 万亩 is asked.
    """
    check = own_check("usual", Level.WARNING)
    return Breaches(check=check, found=[*found_at_cells(check, sheet, _out_of_proportion, _compared_by_size)])


def _compared_by_size(check: Check, slot: Slot) -> bool:
    return slot.item.entered and slot.item.numeric and not slot.last_year and not slot.total


def _out_of_proportion(check: Check, sheet: Sheet, slot: Slot) -> Sequence[Breach]:
    value = sheet.cell(slot.address).number
    if not value or (slot.item.last_year and sheet.cell(f"{slot.address}/last_year").number):
        return ()
    words, most = _proportion(sheet, slot.address, slot)
    if most is None or abs(value) <= most:
        return ()
    facts = {"上限": shown(most, sheet.plan.rounding)}
    return (Breach(at=slot.address, figures=facts, template=say(f"findings.own_{words}")),)


def _proportion(sheet: Sheet, address: str, slot: Slot) -> tuple[str, Decimal | None]:
    """Which sentence, and the figure beyond which it is said; None where nothing is known."""
    earlier = sheet.before(slot.item.id)
    before = earlier.cell(address).number if earlier else None
    if before:
        return "usual_before", abs(before) * TIMES_BEFORE
    target = _target_of_size(sheet, slot.item)
    return ("usual_target", abs(target) * TIMES_TARGET) if target else ("usual", slot.item.usual)


def _target_of_size(sheet: Sheet, item: Item) -> Decimal | None:
    """The unit's target of an item's indicator where more is better and both have one measure."""
    indicator = sheet.plan.indicators.get(item.indicator) if item.indicator else None
    if indicator is None or indicator.value_item is None or indicator.direction is not Direction.AT_LEAST:
        return None
    target = sheet.settings.target_of(sheet.unit_id, indicator.id)
    return target.value if target and sheet.plan.items[indicator.value_item].measure == item.measure else None


def bounds_at(sheet: Sheet, address: str) -> Iterator[Check]:
    """Yield the checks of this module that look at a cell, field, register or row."""
    slot, field = sheet.slots.get(address), sheet.fields.get(address)
    register = sheet.plan.registers.get(address.partition("[")[0])
    of = [_of_item(sheet.plan, slot)] if slot else [_of_column(field.column)] if field else []
    of += map(_of_column, register.columns) if register else ()
    if any(one.low is not None or one.high is not None for one in of):
        yield own_check("range")
    if any(one.whole for one in of):
        yield own_check("whole")
    usual = own_check("usual", Level.WARNING)
    if slot is not None and _compared_by_size(usual, slot):
        yield usual
    if register is not None and register.keys:
        yield own_check("same", Level.WARNING)
    if register is not None and any(one.type is ColumnType.TEXT for one in register.columns):
        yield own_check("day", Level.HINT)
    if register is not None and named_columns(register):
        yield own_check("gap", Level.HINT)


def range_words(sheet: Sheet, address: str) -> str:
    """Return the sentence on a range at a cell or field: of both ends, or of the one it has."""
    slot, field = sheet.slots.get(address), sheet.fields.get(address)
    of = _of_item(sheet.plan, slot) if slot else _of_column(field.column) if field else None
    return _range_said(of) if of is not None else say("findings.own_range")


def bounds_words(sheet: Sheet, address: str) -> dict[str, str]:
    """Return the bounds of a cell or field, for a sentence about them."""
    slot, field = sheet.slots.get(address), sheet.fields.get(address)
    of = _of_item(sheet.plan, slot) if slot else _of_column(field.column) if field else None
    return {name: text for name, text in of.facts.items() if text} if of is not None else {}
