"""Beside: what stands beside a figure to compare it with — growth since last year, the target it is held against.

The window shows it in columns of their own and a return prints it; both ask here.
"""

from decimal import Decimal

from models.basics.addresses import Address, split_address
from models.basics.quantity import round_to
from models.plan.plan import Indicator, Plan
from models.sheet.fillable import Slot
from models.sheet.sheet import Sheet

PERCENT = "%"


def growth(sheet: Sheet, slot: Slot) -> Decimal | None:
    """Return 同比 in per cent, one decimal; for a share the difference in 百分点, two; None where it says nothing."""
    if slot.last_year or not slot.item.numeric:
        return None
    now = sheet.exact(slot.address)
    before = sheet.exact(str(Address(slot.item.id, slot.line, last_year=True)))
    if now is None or before is None:
        return None
    if slot.item.measure == PERCENT:
        return round_to(now - before, 2, sheet.plan.rounding)
    return round_to((now / before - 1) * 100, 1, sheet.plan.rounding) if before > 0 else None


def value_of(plan: Plan, slot: Slot) -> Indicator | None:
    """Return the indicator whose value a cell is, None if it is nobody's."""
    indicator = plan.indicators.get(slot.item.indicator or "")
    return indicator if indicator and indicator.value_item == slot.item.id and not slot.last_year else None


def target_for(sheet: Sheet, indicator: Indicator, slot: Slot) -> Decimal | None:
    """Return what a cell is held against: the target decomposed to its line or unit, else the main reporter's own."""
    decomposed = sheet.settings.target_of(slot.line or sheet.unit_id, indicator.id)
    if decomposed is not None:
        return decomposed.value
    whole = sheet.unit_id == indicator.main_reporter and slot.line is None
    return indicator.target if whole else None


def held_value(sheet: Sheet, indicator: Indicator, address: str) -> Decimal | None:
    """Return what stands against a cell's target: its figure, or by how many per cent it fell from the sheet's base.

    None where it is not known; the base of a fall is the unit's own item or last year's cell, the plan's one figure
    that of the main reporter alone.
    """
    value, base, parts = sheet.exact(address), indicator.base, split_address(address)
    if not indicator.falls_from_base or base is None or parts is None:
        return value
    if base.value is not None:
        own = sheet.unit_id == indicator.main_reporter and parts.line is None
        return indicator.against_target(value, base.value if own else None)
    there = Address(parts.item if base.last_year else base.item, parts.line, last_year=base.last_year)
    return indicator.against_target(value, sheet.exact(str(there)))


def register_figure(sheet: Sheet, slot: Slot) -> Decimal | None:
    """Return what the registers give for a typed cell, rounded as the item is; None where the plan names none.

    It is offered beside the cell and never stands in it by itself. Of a county's line, and of last year, nothing is
    known: the rows are the unit's own of this period.
    """
    if not slot.item.beside or slot.last_year or slot.line is not None or slot.total:
        return None
    found = sheet.counted(slot.item, slot.item.beside)
    decimals = slot.item.decimals
    return found if found is None or decimals is None else round_to(found, decimals, sheet.plan.rounding)


def signed(value: Decimal) -> str:
    """Return a figure with its sign, also where it is positive."""
    return f"+{value}" if value > 0 else f"{value}"
