"""Rules: the checks a formula cannot say, by the name the plan's catalogue calls them.

Each rule is a short function that yields breaches, with the places it looks at (`SheetRule`);
what it has to know of the plan stands among the inputs of the check (`models.plan.rules`). Here are those about single
cells and the cover, and the table of all.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from models.answers.breach import Breach
from models.answers.said import shown
from models.basics.addresses import COVER, field_address
from models.basics.period import own_id
from models.basics.quantity import format_number, places_of
from models.checks import control_rules, progress_rules, reading_rules, register_rules
from models.checks.sheet_rule import SheetRule, cell_rule, names_item
from models.formula.prefixes import Prefix
from models.plan.plan import Check, ItemType, Means
from models.plan.rules import SHEET_RULES
from models.sheet.cells import MISSING, VALUE, State
from models.sheet.fillable import FieldSlot, Slot
from models.sheet.sheet import Sheet

PEOPLE = (Means.PREPARED, Means.REVIEWED, Means.ANSWERS)  # in the order they sign


def _number(sheet: Sheet, slot: Slot) -> Decimal | None:
    """The number that is said at a cell, None for anything else."""
    cell = sheet.cell(slot.address)
    return cell.value if cell.state is VALUE and isinstance(cell.value, Decimal) else None


def _here(slot: Slot) -> Sequence[Breach]:
    """A breach at a cell without more to say: thousands of cells are asked, so that rules make no generators."""
    return (Breach(at=slot.address),)


def is_typed_figure(slot: Slot) -> bool:
    """Return True for a figure that a person types."""
    return slot.item.entered and slot.item.numeric and not slot.total


def _typed(check: Check, slot: Slot) -> bool:
    """True for a figure that a person types and the check is about."""
    return is_typed_figure(slot) and names_item(check, slot)


def _signed(check: Check, slot: Slot) -> bool:
    return _typed(check, slot) and not slot.item.negative


def not_negative(check: Check, sheet: Sheet, slot: Slot) -> Sequence[Breach]:
    """Below 0 where the item cannot be."""
    value = _number(sheet, slot)
    return _here(slot) if value is not None and value < 0 else ()


def _counts_things(check: Check, slot: Slot) -> bool:
    return _typed(check, slot) and slot.item.type is ItemType.WHOLE


def whole(check: Check, sheet: Sheet, slot: Slot) -> Sequence[Breach]:
    """A counted thing with a fraction."""
    value = _number(sheet, slot)
    return _here(slot) if value is not None and value != value.to_integral_value() else ()


def _has_places(check: Check, slot: Slot) -> bool:
    return _typed(check, slot) and slot.item.type is ItemType.NUMBER and slot.item.decimals is not None


def decimals(check: Check, sheet: Sheet, slot: Slot) -> Sequence[Breach]:
    """More places than the item shows; the typed figure is kept, only its display is rounded."""
    value, places = _number(sheet, slot), slot.item.decimals
    if value is None or places is None or places_of(value) <= places:
        return ()
    rounded = format_number(value, places, sheet.plan.rounding)
    return (Breach(at=slot.address, figures={"n": str(places), "值": rounded}),)


def cover_period(check: Check, sheet: Sheet) -> Iterator[Breach]:
    """The period of the paper; a sheet is opened for a period of the plan, so it cannot differ here."""
    if sheet.period_id not in sheet.plan.periods:
        yield Breach(at=COVER, figures={"期": own_id(sheet.period_id), "期2": ""})


def cover_date(check: Check, sheet: Sheet) -> Iterator[Breach]:
    """Dated before the end of the period, or in the future."""
    address = field_address(COVER, sheet.plan.field_name(Means.DATED))
    text = sheet.cell(address).text
    if text and (text < sheet.plan.periods[sheet.period_id].end.isoformat() or _in_future(sheet, text)):
        yield Breach(at=address, figures={"日期": text})


def _in_future(sheet: Sheet, day: str) -> bool:
    return sheet.today is not None and day > sheet.today.isoformat()


def _must_be_signed_for(check: Check, field: FieldSlot) -> bool:
    return field.group == COVER and field.required


def cover_complete(check: Check, sheet: Sheet) -> Iterator[Breach]:
    """A field of the cover that must be signed for is blank."""
    for address, field in sheet.fields.items():
        if _must_be_signed_for(check, field) and sheet.cell(address).state is MISSING:
            yield Breach(at=address)


def cover_people(check: Check, sheet: Sheet) -> Iterator[Breach]:
    """One person filled and reviewed, or reviewed and answers for it."""
    names = [sheet.plan.field_name(means) for means in PEOPLE]
    people = [sheet.cell(field_address(COVER, name)).text for name in names]
    if (people[0] and people[0] == people[1]) or (people[1] and people[1] == people[2]):
        yield Breach(at=field_address(COVER, names[1]))


def _accumulates(check: Check, slot: Slot) -> bool:
    """True for this year's column of a cumulative item, typed or counted in a register."""
    derived = slot.total or slot.last_year or slot.item.type is ItemType.DERIVED
    return slot.item.cumulative and not derived and names_item(check, slot)


def unchanged(check: Check, sheet: Sheet, slot: Slot) -> Sequence[Breach]:
    """A cumulative figure above 0 that is exactly last period's."""
    value = _number(sheet, slot)
    return _here(slot) if value is not None and value > 0 and _before(sheet, slot) == value else ()


def falling(check: Check, sheet: Sheet, slot: Slot) -> Sequence[Breach]:
    """A cumulative figure below last period's, where the period says it must not fall."""
    value = _number(sheet, slot)
    if value is None or not sheet.plan.periods[sheet.period_id].rising:
        return ()
    before = _before(sheet, slot)
    if before is None or value >= before:
        return ()
    return (Breach(at=slot.address, figures={"上期": shown(before, sheet.plan.rounding)}),)


def _before(sheet: Sheet, slot: Slot) -> Decimal | None:
    earlier = sheet.before(slot.item.id)
    return earlier.cell(slot.address).number if earlier else None


def _has_last_year(check: Check, slot: Slot) -> bool:
    return _typed(check, slot) and slot.item.last_year and not slot.last_year


def yoy(check: Check, sheet: Sheet, slot: Slot) -> Sequence[Breach]:
    """Changed against the same period last year by more than the limit, in per cent."""
    value, last = _number(sheet, slot), sheet.cell(f"{slot.address}/last_year").number
    if value is None or not last:
        return ()
    change, limit = (value / last - 1) * 100, limit_of(check.inputs["limit"], sheet)
    if limit is not None and abs(change) <= limit:
        return ()
    said = {"x": format_number(change, 2, sheet.plan.rounding), "上年同期": shown(last, sheet.plan.rounding)}
    lacking = (Prefix.GIVEN.of(check.inputs["limit"]),) if limit is None else ()
    return (Breach(at=slot.address, figures=said, lacking=lacking),)


def limit_of(limit: Decimal | str | None, sheet: Sheet) -> Decimal | None:
    """Return the figure of a limit, which is one itself or the id of a parameter; None while the office gave none."""
    value = sheet.settings.parameter(sheet.plan, limit, sheet.unit_id) if isinstance(limit, str) else limit
    return value if isinstance(value, Decimal) else None


def zero(check: Check, sheet: Sheet, slot: Slot) -> Sequence[Breach]:
    """A 0 said for the first time, or after a figure above 0 that does not accumulate."""
    if _number(sheet, slot) != 0:
        return ()
    before = _before(sheet, slot)
    return _here(slot) if before is None or (before > 0 and not slot.item.cumulative) else ()


def _is_required(check: Check, slot: Slot) -> bool:
    return slot.required and names_item(check, slot)


def not_due_chosen(check: Check, sheet: Sheet, slot: Slot) -> Sequence[Breach]:
    """未到报告期 was chosen for an item that is due and required."""
    return _here(slot) if sheet.cell(slot.address).state is State.NOT_DUE else ()


def at_import(check: Check, sheet: Sheet) -> Iterator[Breach]:
    """Seen while a foreign book is read, before there is a sheet; nothing is left to find here."""
    yield from ()


RULES: Mapping[str, SheetRule] = {
    "not_negative": cell_rule(not_negative, _signed, is_typed_figure),
    "whole": cell_rule(whole, _counts_things, is_typed_figure),
    "decimals": cell_rule(decimals, _has_places, is_typed_figure),
    "cover_period": SheetRule(find=cover_period),
    "cover_date": SheetRule(find=cover_date, at_field=lambda _, field: field.column.means is Means.DATED),
    "cover_complete": SheetRule(find=cover_complete, at_field=_must_be_signed_for),
    "cover_people": SheetRule(find=cover_people, at_field=lambda _, field: field.column.means in PEOPLE),
    "unchanged": cell_rule(unchanged, _accumulates, looks_back=True),
    "falling": cell_rule(falling, _accumulates, looks_back=True),
    "yoy": cell_rule(yoy, _has_last_year, is_typed_figure),
    "zero": cell_rule(zero, _typed, is_typed_figure, looks_back=True),
    "not_due_chosen": cell_rule(not_due_chosen, _is_required),
    "formula_without_value": SheetRule(find=at_import),
    "template_mismatch": SheetRule(find=at_import),
    **control_rules.RULES,
    **reading_rules.RULES,
    **register_rules.RULES,
    **progress_rules.RULES,
}
if RULES.keys() != SHEET_RULES.keys():
    raise ImportError(f"rules without a function, or functions without a name: {RULES.keys() ^ SHEET_RULES.keys()}")
