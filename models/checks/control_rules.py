"""Rules about figures the program derives itself: what a person typed for them, and what looks too round to be true.

A figure typed for a derived item is a control figure (DESIGN §4): compared with the derived one, never used.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal

from models.basics.messages import say
from models.checks.findings import Finding, Outcome, facts_at, shown
from models.checks.half_ratio import is_ratio, uncovered
from models.plan.plan import Check, Item, ItemType
from models.sheet.cells import State
from models.sheet.fillable import Slot
from models.sheet.sheet import Sheet

RATIO_TOLERANCE = Decimal("0.05")  # percentage points, CK-B50
CONFUSIONS = (Decimal(10000), Decimal(15), Decimal("666.67"), 1 / Decimal(15))  # 亩/万亩, 公顷, 1万亩 in 公顷
CONFUSION_WIDTH = Decimal("0.3")


def _controls(
    check: Check, sheet: Sheet, wanted: Callable[[Item], bool], tolerance: Decimal | None
) -> Iterator[Finding]:
    for address, slot in sheet.slots.items():
        control = sheet.control(address)
        typed = control.number if control else None
        if typed is None or not (wanted(slot.item) or (slot.total and check.rule == "control_sum")):
            continue
        if check.rule == "control_count" and slot.table not in check.scope:
            continue
        yield from _compared(check, sheet, slot, typed, tolerance)


def _compared(check: Check, sheet: Sheet, slot: Slot, typed: Decimal, tolerance: Decimal | None) -> Iterator[Finding]:
    exact = sheet.exact(slot.address)
    facts = facts_at(sheet, slot.address)
    if exact is None and slot.item.type is ItemType.COUNTED:
        exact = Decimal(0)  # a number was typed, and the register has no row to show for it
    if exact is None:
        lacking = _lacking(sheet, slot)
        if lacking:
            yield Finding(check, Outcome.NOT_EVALUATED, slot.address, facts, lacking)
        return
    allowed = tolerance if tolerance is not None else Decimal(1).scaleb(-(slot.item.decimals or 0))
    if abs(typed - exact) > allowed:
        figures = {"a": shown(typed), "b": shown(exact), "d": shown(abs(typed - exact)), "组": _factor_set(sheet)}
        own_words = say("findings.control_sum") if check.rule == "control_sum" and slot.item.indicator != "Q06" else ""
        yield Finding(check, Outcome.BROKEN, slot.address, facts | figures, template=own_words)


def _lacking(sheet: Sheet, slot: Slot) -> tuple[str, ...]:
    """The inputs of a derived cell that are missing or awaited, and the factors the office has not given."""
    lacking = [a for a in sheet.inputs(slot.address) if sheet.cell(a).state in (State.MISSING, State.AWAITED)]
    reads = sorted(slot.item.formula.reads) if slot.item.formula else []
    value_of = sheet.lookup(slot.line, last_year=slot.last_year)
    return (*lacking, *(name for name in reads if name.startswith("因子.") and value_of(name) is None))


def _factor_set(sheet: Sheet) -> str:
    item = _factor_item(sheet)
    if item is None:
        return say("findings.no_factor_set")
    return sheet.cell(item.id).text or "、".join(sheet.choices_of(item)) or say("findings.no_factor_set")


def _factor_item(sheet: Sheet) -> Item | None:
    """The choice by which a unit says which row of a table of the office's it used."""
    return next((one for one in sheet.plan.items.values() if one.choices_from), None)


def _is_sum(item: Item) -> bool:
    return item.type is ItemType.DERIVED and item.measure != "%" and not item.id.startswith("Q01.")


def control_sum(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-B15: a typed total against the sum of its parts, within one unit of the last place."""
    return _controls(check, sheet, _is_sum, None)


def control_ratio(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-B50: a typed ratio against numerator ÷ denominator; half ratios."""
    yield from _controls(check, sheet, is_ratio, RATIO_TOLERANCE)
    yield from uncovered(check, sheet)


def control_count(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-B38: a typed count against the rows of the register."""
    return _controls(check, sheet, lambda i: i.type is ItemType.COUNTED, Decimal(0))


def control_emission(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-B01: typed emissions against energy × factors, and the factor set they are computed with, which is named.

    The rate of their fall is CK-B50's.
    """
    yield from _controls(check, sheet, _is_emission, None)
    computed = any(sheet.exact(address) is not None for address, slot in sheet.slots.items() if _is_emission(slot.item))
    item = _factor_item(sheet)
    if computed and item is not None and item.id in sheet.slots and not sheet.cell(item.id).text:
        words = say("findings.factor_set_unnamed", 可选="、".join(sheet.choices_of(item)))
        yield Finding(check, Outcome.BROKEN, item.id, facts_at(sheet, item.id), template=words)


def _is_emission(item: Item) -> bool:
    return item.type is ItemType.DERIVED and item.measure != "%" and item.id.startswith("Q01.")


def exact_ratio(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-B49: a ratio of exactly 100 % or 0 %."""
    for address, slot in sheet.slots.items():
        if slot.item.type is ItemType.DERIVED and slot.item.measure == "%":
            exact = sheet.exact(address)
            if exact in (0, 100):
                yield Finding(check, Outcome.BROKEN, address, facts_at(sheet, address) | {"x": shown(exact)})


def unit_confusion(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-B17: a figure about 10000, 15, 666.67 or 1/15 times last period's or the target (±30 %)."""
    for slot in sheet.slots.values():
        if slot.item.id != "Q06.8" or slot.last_year or slot.total:
            continue
        value = sheet.exact(slot.address)
        target = sheet.settings.target_of(slot.line or sheet.unit_id, "Q06")
        bases = (sheet.previous.exact(slot.address) if sheet.previous else None, target.value if target else None)
        factor = next((value / base for base in bases if value and base and _confused(value / base)), None)
        if factor is not None:
            k = shown(round(factor, 2))
            yield Finding(
                check, Outcome.BROKEN, slot.address, facts_at(sheet, slot.address) | {"k": k, "亩／公顷": "亩／公顷"}
            )


def _confused(factor: Decimal) -> bool:
    return any(abs(factor / known - 1) <= CONFUSION_WIDTH for known in CONFUSIONS)


RULES: Mapping[str, Callable[[Check, Sheet], Iterable[Finding]]] = {
    "control_sum": control_sum,
    "control_ratio": control_ratio,
    "control_count": control_count,
    "control_emission": control_emission,
    "exact_ratio": exact_ratio,
    "unit_confusion": unit_confusion,
}
