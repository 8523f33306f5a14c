"""Rules: the checks a formula cannot say, by the name the plan's catalogue calls them.

Each rule is a short function that yields findings and quotes its check. Rules about rows stand in
`models.checks.row_rules` and `models.checks.vehicle_rules`, about typed sums and ratios in
`models.checks.control_rules`, about task progress in `models.checks.progress_rules`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal

from models.basics.addresses import COVER, field_address
from models.basics.messages import say
from models.basics.quantity import format_number
from models.checks import control_rules, progress_rules, row_rules, vehicle_rules
from models.checks.findings import Finding, Outcome, facts_at, shown
from models.plan.plan import Check, ItemType, Means
from models.plan.rule_names import RULE_NAMES
from models.sheet.cells import State
from models.sheet.fillable import Slot
from models.sheet.sheet import Sheet

Rule = Callable[[Check, Sheet], Iterable[Finding]]


def broken(check: Check, sheet: Sheet, at: str, template: str = "", **values: object) -> Finding:
    """Return the finding that a check is broken at an address, with what every message may name."""
    facts = facts_at(sheet, at) | {name: str(value) for name, value in values.items()}
    return Finding(check, Outcome.BROKEN, at, facts, template=template)


def _numbers(sheet: Sheet, *, counted: bool = False) -> Iterator[tuple[Slot, Decimal]]:
    """Every entered number with its slot; with `counted` those that come from a register as well."""
    for address, slot in sheet.slots.items():
        cell = sheet.cell(address)
        wanted = slot.item.entered or (counted and slot.item.type is ItemType.COUNTED)
        if wanted and not slot.total and cell.state is State.VALUE and isinstance(cell.value, Decimal):
            yield slot, cell.value


def reading(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-A01, A02, A03, A08, A09, A14: what reading the typed text remarked, or why it could not be read."""
    for address, cell in sheet.cells.items():
        if check.id not in (cell.fault, *cell.remarks) or not (address in sheet.slots or address in sheet.fields):
            continue
        yield broken(check, sheet, address, _reading_words(check, sheet, address), 原文=cell.raw, 值=cell.text)
    if check.id == "CK-A01":
        yield from _no_choice(check, sheet)
    yield from row_rules.unread(check, sheet)


def _no_choice(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """A factor set the office has not set; the plan itself names none."""
    for address, slot in sheet.slots.items():
        text = sheet.cell(address).text
        if (
            slot.item.type is ItemType.CHOICE
            and not slot.item.choices
            and text not in ("", *sheet.choices_of(slot.item))
        ):
            offered = "、".join(sheet.choices_of(slot.item)) or say("findings.no_factor_set")
            yield broken(check, sheet, address, say("findings.not_a_choice", 可选=offered), 原文=text)


def _reading_words(check: Check, sheet: Sheet, address: str) -> str:
    slot, column = sheet.slots.get(address), sheet.fields.get(address)
    choices = slot.item.choices if slot else column.column.choices if column else ()
    if check.id != "CK-A01" or (slot and slot.item.numeric):
        return ""
    key = "findings.not_a_choice" if choices else "findings.text_too_long"
    return say(key, 可选="、".join(choices))


def required(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-A04: a required cell is blank and nothing was said of it; a dash is no answer either."""
    for address in sheet.addresses():
        if address.startswith(f"{COVER}."):
            continue  # CK-A12
        slot, cell = sheet.slots.get(address), sheet.cell(address)
        asked = slot is None or slot.required
        if (asked and cell.state is State.MISSING) or cell.fault == check.id:
            yield broken(check, sheet, address, say("findings.field_missing") if address in sheet.fields else "")
    yield from row_rules.blank_columns(check, sheet)


def not_negative(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-A05: below 0 where the item cannot be."""
    for slot, value in _numbers(sheet):
        if value < 0 and not slot.item.negative:
            yield broken(check, sheet, slot.address)


def whole(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-A06: a counted thing with a fraction."""
    for slot, value in _numbers(sheet):
        if slot.item.type is ItemType.WHOLE and value != value.to_integral_value():
            yield broken(check, sheet, slot.address)


def decimals(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-A07: more places than the item shows; the typed figure is kept, only its display is rounded."""
    for slot, value in _numbers(sheet):
        places = slot.item.decimals
        if slot.item.type is ItemType.NUMBER and places is not None and _places(value) > places:
            rounded = format_number(value, places, sheet.plan.rounding)
            yield broken(check, sheet, slot.address, n=places, 值=rounded)


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def cover_period(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-A10: the period of the paper; a sheet is opened for a period of the plan, so it cannot differ here."""
    if sheet.period_id not in sheet.plan.periods:
        yield broken(check, sheet, COVER, 期=sheet.period_id, 期2="")


def cover_date(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-A11: dated before the end of the period, or in the future."""
    address = field_address(COVER, sheet.plan.field_name(Means.DATED))
    text = sheet.cell(address).text
    if text and (text < sheet.plan.periods[sheet.period_id].end.isoformat() or _in_future(sheet, text)):
        yield broken(check, sheet, address, 日期=text)


def _in_future(sheet: Sheet, day: str) -> bool:
    return sheet.today is not None and day > sheet.today.isoformat()


def cover_complete(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-A12: a field of the cover that must be signed for is blank."""
    for address, slot in sheet.fields.items():
        if slot.group == COVER and sheet.cell(address).state is State.MISSING:
            yield broken(check, sheet, address)


def cover_people(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-A13: one person filled and reviewed, or reviewed and answers for it."""
    names = [sheet.plan.field_name(means) for means in (Means.PREPARED, Means.REVIEWED, Means.ANSWERS)]
    people = [sheet.cell(field_address(COVER, name)).text for name in names]
    if (people[0] and people[0] == people[1]) or (people[1] and people[1] == people[2]):
        yield broken(check, sheet, field_address(COVER, names[1]))


def unchanged(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-A15: a cumulative figure above 0 that is exactly last period's."""
    for slot, value in _numbers(sheet, counted=True):
        if slot.item.cumulative and value > 0 and not slot.last_year and _before(sheet, slot) == value:
            yield broken(check, sheet, slot.address)


def falling(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-A16: a cumulative figure below last period's, where the period says it must not fall."""
    if not sheet.plan.periods[sheet.period_id].rising:
        return
    for slot, value in _numbers(sheet, counted=True):
        before = _before(sheet, slot)
        if slot.item.cumulative and not slot.last_year and before is not None and value < before:
            yield broken(check, sheet, slot.address, 上期=shown(before))


def _before(sheet: Sheet, slot: Slot) -> Decimal | None:
    return sheet.previous.cell(slot.address).number if sheet.previous else None


def yoy(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-A17: changed against the same period last year by more than `yoy_limit` per cent."""
    limit = sheet.settings.parameter(sheet.plan, "yoy_limit")
    for slot, value in _numbers(sheet):
        last = sheet.cell(f"{slot.address}/last_year").number if slot.item.last_year and not slot.last_year else None
        if last and isinstance(limit, Decimal):
            change = (value / last - 1) * 100
            if abs(change) > limit:
                yield broken(
                    check, sheet, slot.address, x=format_number(change, 2, sheet.plan.rounding), 上年同期=shown(last)
                )


def zero(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-A18: a 0 said for the first time, or after a figure above 0 that does not accumulate."""
    for slot, value in _numbers(sheet):
        before = _before(sheet, slot)
        if value == 0 and (before is None or (before > 0 and not slot.item.cumulative)):
            yield broken(check, sheet, slot.address)


def not_due_chosen(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-A21: 未到报告期 was chosen for an item that is due and required."""
    for address, slot in sheet.slots.items():
        if slot.required and sheet.cell(address).state is State.NOT_DUE:
            yield broken(check, sheet, address)


def at_import(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-A19, A20: seen while a foreign book is read, before there is a sheet; nothing is left to find here."""
    yield from ()


RULES: Mapping[str, Rule] = {
    "reading": reading,
    "required": required,
    "not_negative": not_negative,
    "whole": whole,
    "decimals": decimals,
    "cover_period": cover_period,
    "cover_date": cover_date,
    "cover_complete": cover_complete,
    "cover_people": cover_people,
    "unchanged": unchanged,
    "falling": falling,
    "yoy": yoy,
    "zero": zero,
    "not_due_chosen": not_due_chosen,
    "formula_without_value": at_import,
    "template_mismatch": at_import,
    **control_rules.RULES,
    **row_rules.RULES,
    **vehicle_rules.RULES,
    **progress_rules.RULES,
}
if RULES.keys() != set(RULE_NAMES):
    raise ImportError(f"rules without a function, or functions without a name: {RULES.keys() ^ set(RULE_NAMES)}")
