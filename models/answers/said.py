"""Said: what a message may name of a place of a sheet, and figures as messages show them."""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal

from models.basics.addresses import Address, split_address
from models.basics.quantity import Rounding, as_shown, plain, round_to
from models.formula.formula import EXCUSED, Formula, Value
from models.formula.prefixes import Prefix
from models.plan.plan import Item, Register
from models.sheet.rows import Row
from models.sheet.sheet import Sheet

ROW = "行"  # the fact that names a register row's number


def said_at(sheet: Sheet, address: str) -> dict[str, str]:
    """Return what every message may name of a cell: 指标, 值, 单位, 原文, 期 and the unit's own name."""
    facts = {"期": sheet.plan.periods[sheet.period_id].name, "填报单位": sheet.unit_name}
    slot = sheet.fields.get(address)
    if slot is not None:
        block = sheet.plan.blocks.get(slot.group)
        place = f"{block.title}·{slot.column.name}" if block else slot.column.name
        cell = sheet.cell(address)
        return facts | {
            "指标": place,
            "栏": slot.column.name,
            "单位": "",
            "原文": cell.raw or cell.text,
            "值": cell.text,
        }
    parts = split_address(address)
    item = sheet.plan.items.get(parts.item) if parts else None
    if parts is None or item is None:
        return facts
    cell = sheet.cell(address)
    facts |= {
        "指标": _name_at(sheet, item, parts),
        "单位": item.measure,
        "原文": cell.raw or cell.text,
        "值": cell.text,
    }
    return facts


def _name_at(sheet: Sheet, item: Item, parts: Address) -> str:
    line = f"（{sheet.name_of(parts.line)}）" if parts.line else ""
    return f"{item.name}{line}{'·上年同期' if parts.last_year else ''}"


def said_of_row(sheet: Sheet, register: Register, row: Row) -> dict[str, str]:
    """Return what every message may name of a row of a register: its number, and what the sheet itself is called."""
    return said_at(sheet, register.id) | {"台账": register.name, ROW: str(row.number)}


def shown(value: Value, rounding: Rounding, decimals: int = 4) -> str:
    """Return a figure of a message: at most `decimals` places by the plan's rule, no trailing zeros; — when unknown."""
    if isinstance(value, Decimal):
        return plain(round_to(value, decimals, rounding))
    return "—" if value is None or value is EXCUSED else str(value)


def words_of(formulas: Mapping[str, Formula], values: Mapping[str, Value], sheet: Sheet) -> dict[str, str]:
    """Return the figures of a message: that of a cell as the cell shows it, any other with four places at most.

    Two that differ and would then read the same keep their four places: the message is about the difference.
    """
    rounding = sheet.plan.rounding
    full = {blank: shown(value, rounding) for blank, value in values.items()}
    brief = {blank: _as_in_cell(formulas[blank], value, sheet) or full[blank] for blank, value in values.items()}
    twice = {text for text, times in Counter(brief.values()).items() if times > 1}
    apart = {text: len({full[blank] for blank in brief if brief[blank] == text}) > 1 for text in twice}
    return {blank: full[blank] if apart.get(text) else text for blank, text in brief.items()}


def _as_in_cell(formula: Formula, value: Value, sheet: Sheet) -> str:
    """The figure of a formula that is the name of one computed item, "" for any other: what was typed is told whole."""
    name = str(formula.tree.value) if formula.tree.op == "name" else ""
    prefix, _, rest = name.partition(".")
    earlier = rest if prefix in (Prefix.LAST_YEAR, Prefix.BEFORE) else ""
    item = sheet.plan.items.get(name) or sheet.plan.items.get(earlier)
    return computed(item, value, sheet) if item is not None and isinstance(value, Decimal) else ""


def computed(item: Item, value: Decimal, sheet: Sheet) -> str:
    """Return a computed item's figure as its cell shows it, "" for one that is typed."""
    return "" if item.entered else plain(as_shown(value, item.decimals, sheet.plan.rounding))
