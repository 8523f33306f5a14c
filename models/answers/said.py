"""Said: what a message may name of a place of a sheet, and figures as messages show them."""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal

from models.basics.addresses import split_address
from models.basics.quantity import Rounding, as_shown, plain
from models.formula.formula import EXCUSED, Formula, Value
from models.formula.prefixes import Prefix
from models.plan.plan import Item
from models.sheet.fillable import found_of_slots
from models.sheet.rows import Row
from models.sheet.sheet import Sheet

ROW = "行"  # the fact that names a register row's number
COLUMN = "栏"  # the fact that names the column of a row or field it is about


def said_at(sheet: Sheet, address: str, row: Row | None = None) -> dict[str, str]:
    """Return what every message may name of a place: 期 and 填报单位; of a cell or field 指标, 值, 单位, 原文; of a row
    台账, the name of the register at the address, and the row's number.
    """
    period, unit = sheet.plan.periods[sheet.period_id].name, sheet.unit_name
    if row is not None:
        return {"期": period, "填报单位": unit, "台账": sheet.plan.registers[address].name, ROW: str(row.number)}
    names = names_at(sheet, address)
    if not names:
        return {"期": period, "填报单位": unit}
    cell = sheet.cell(address)
    text = cell.text
    return {"期": period, "填报单位": unit, **names, "原文": cell.raw or text, "值": text}


def names_at(sheet: Sheet, address: str) -> Mapping[str, str]:
    """Return what a cell or field is called and measured in; nothing of any other place."""
    field = sheet.fields.get(address)
    if field is not None:
        block = sheet.plan.blocks.get(field.group)
        place = f"{block.title}·{field.column.name}" if block else field.column.name
        return {"指标": place, COLUMN: field.column.name, "单位": ""}
    known = found_of_slots(sheet.plan, sheet.slots, ("names at", sheet.period_id), _no_names)
    if address not in known:
        known[address] = _names_of_cell(sheet, address)
    return known[address]


def _no_names() -> dict[str, Mapping[str, str]]:
    return {}


def _names_of_cell(sheet: Sheet, address: str) -> Mapping[str, str]:
    parts = split_address(address)
    item = sheet.plan.items.get(parts.item) if parts else None
    if parts is None or item is None:
        return {}
    line = f"（{sheet.name_of(parts.line)}）" if parts.line else ""
    return {"指标": f"{item.name}{line}{'·上年同期' if parts.last_year else ''}", "单位": item.measure}


def shown(value: Value, rounding: Rounding, decimals: int | None = 4) -> str:
    """Return a figure of a message: at most `decimals` places by the plan's rule, no trailing zeros; — when unknown.

    Without `decimals` every place it has.
    """
    if isinstance(value, Decimal):
        return plain(as_shown(value, decimals, rounding))
    return "—" if value is None or value is EXCUSED else str(value)


def shown_of_row(value: Value, rounding: Rounding, *, as_typed: bool) -> str:
    """Return a figure of a message about a row: one of the row itself with all it has; nothing for a blank column."""
    return "" if value is None or value is EXCUSED else shown(value, rounding, None if as_typed else 4)


def words_of(formulas: Mapping[str, Formula], values: Mapping[str, Value], sheet: Sheet) -> dict[str, str]:
    """Return the figures of a message: that of a cell as the cell shows it, any other with four places at most.

    Two that differ and would then read the same keep their four places: the message is about the difference.
    """
    rounding = sheet.plan.rounding
    items = {blank: item for blank, one in formulas.items() if (item := _computed_item(one, sheet)) is not None}
    computed: Mapping[str, int | None] = {blank: item.decimals for blank, item in items.items()}
    brief = {blank: shown(value, rounding, computed.get(blank, 4)) for blank, value in values.items()}
    if len(set(brief.values())) == len(brief):
        return brief
    full = {blank: shown(value, rounding) for blank, value in values.items()}
    twice = {text for text, times in Counter(brief.values()).items() if times > 1}
    apart = {text: len({full[blank] for blank in brief if brief[blank] == text}) > 1 for text in twice}
    return {blank: full[blank] if apart.get(text) else text for blank, text in brief.items()}


def _computed_item(formula: Formula, sheet: Sheet) -> Item | None:
    """The computed item whose name a formula is, None for any other: what was typed is told whole."""
    name = str(formula.tree.value) if formula.tree.op == "name" else ""
    prefix, _, rest = name.partition(".")
    earlier = rest if prefix in (Prefix.LAST_YEAR, Prefix.BEFORE) else ""
    item = sheet.plan.items.get(name) or sheet.plan.items.get(earlier)
    return item if item is not None and not item.entered else None


def computed(item: Item, value: Decimal, sheet: Sheet) -> str:
    """Return a computed item's figure as its cell shows it, "" for one that is typed."""
    return "" if item.entered else shown(value, sheet.plan.rounding, item.decimals)
