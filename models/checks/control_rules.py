"""Rules about figures the program derives itself: what a person typed for them, and what looks too round to be true.

A figure typed for a derived item is a control figure: compared with the derived one, never used.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from models.answers.breach import Breach
from models.answers.half_rates import half_breach, half_of, is_rate
from models.answers.said import shown, words_of
from models.checks.sheet_rule import SheetRule, cell_rule, found_at_cells, names_item
from models.formula.prefixes import Prefix
from models.plan.plan import Check, ItemType
from models.sheet.fillable import Slot
from models.sheet.sheet import Sheet


def control(check: Check, sheet: Sheet) -> Iterator[Breach]:
    """A figure typed for a derived or counted cell against the one found; rates of which half is there."""
    yield from found_at_cells(check, sheet, _compared, meant, _is_found)
    yield from found_at_cells(check, sheet, _half, meant, is_rate)


def _half(check: Check, sheet: Sheet, slot: Slot) -> Sequence[Breach]:
    """A rate of which one part is 不适用 beside a figure, and no error of the plan speaks of both."""
    lacking = half_of(sheet, slot)
    return (half_breach(sheet, lacking),) if lacking else ()


def _is_found(slot: Slot) -> bool:
    """True for a cell that the program finds by itself."""
    return slot.total or slot.item.type in (ItemType.DERIVED, ItemType.COUNTED)


def meant(check: Check, slot: Slot) -> bool:
    """True when a check of control figures is about a cell."""
    item, said = slot.item, check.inputs
    if not _is_found(slot):
        return False
    kinds = {
        "derived": item.type is ItemType.DERIVED,
        "counted": item.type is ItemType.COUNTED,
        "total": slot.total,
    }
    if not any(kinds[kind] for kind in said["of"]) or (check.scope and slot.table not in check.scope):
        return False
    if not names_item(check, slot) or item.id in said["except"]:
        return False
    return (not said["measures"] or item.measure in said["measures"]) and item.measure not in said["except_measures"]


def _compared(check: Check, sheet: Sheet, slot: Slot) -> Sequence[Breach]:
    typed_cell = sheet.control(slot.address)
    typed = typed_cell.number if typed_cell else None
    return () if typed is None else tuple(_against(check, sheet, slot, typed))


def _against(check: Check, sheet: Sheet, slot: Slot, typed: Decimal) -> Iterator[Breach]:
    exact = sheet.exact(slot.address)
    words = check.words_for(slot.item.id, slot.item.indicator)
    if exact is None and slot.item.type is ItemType.COUNTED:
        exact = Decimal(0)  # a number was typed, and the register has no row to show for it
    if exact is None:
        lacking = _lacking(sheet, slot)
        if lacking:
            yield Breach(at=slot.address, template=words, lacking=lacking)
        return
    tolerance = check.inputs["tolerance"]
    allowed = tolerance if tolerance is not None else Decimal(1).scaleb(-(slot.item.decimals or 0))
    if abs(typed - exact) > allowed:
        rounding = sheet.plan.rounding
        figures = {
            "a": shown(typed, rounding),
            "b": shown(exact, rounding),
            "d": shown(abs(typed - exact), rounding),
        }
        value_of = sheet.lookup(slot.line)
        values = {blank: formula.evaluate(value_of) for blank, formula in check.values.items()}
        figures |= words_of(check.values, values, sheet)
        yield Breach(at=slot.address, figures=figures, template=words)


def _lacking(sheet: Sheet, slot: Slot) -> tuple[str, ...]:
    """The inputs of a derived cell that are missing or awaited, and the factors the office has not given."""
    lacking = [a for a in sheet.inputs(slot.address) if sheet.cell(a).lacking]
    reads = sorted(slot.item.formula.reads) if slot.item.formula else []
    value_of = sheet.lookup(slot.line, last_year=slot.last_year)
    return (*lacking, *(name for name in reads if name.startswith(Prefix.FACTOR.of("")) and value_of(name) is None))


def exact_ratio(check: Check, sheet: Sheet, slot: Slot) -> Sequence[Breach]:
    """A derived figure of some measure that is exactly one that is too round to be likely."""
    exact = sheet.exact(slot.address)
    if exact not in check.inputs["figures"]:
        return ()
    return (Breach(at=slot.address, figures={"x": shown(exact, sheet.plan.rounding)}),)


def _ratio(check: Check, slot: Slot) -> bool:
    return slot.item.type is ItemType.DERIVED and slot.item.measure in check.inputs["measures"]


RULES: Mapping[str, SheetRule] = {
    "control": SheetRule(find=control, at_cell=meant),
    "exact_ratio": cell_rule(exact_ratio, _ratio, _is_found),
}
