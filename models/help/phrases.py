"""Help phrases: an address and a formula in a clerk's words, with the current figures.

Knows a sheet; says nothing about what a place is for (`models.help.topics`). No code of the plan is left in what it
returns.
"""

import re
from collections.abc import Callable
from decimal import Decimal

from models.answers.said import shown
from models.basics.addresses import COVER, split_address, split_row_address
from models.basics.messages import CHINESE, joined, language_in_use, say
from models.basics.quantity import grouped, in_cell
from models.formula.formula import Formula
from models.formula.prefixes import Prefix
from models.plan.plan import Column, Item
from models.sheet.cells import Cell
from models.sheet.counting import rows_taken
from models.sheet.fillable import Slot
from models.sheet.sheet import Sheet

_PART = re.compile(r'"[^"]*"|[^\W\d]\w*(?:\.\w+)*(?:\.\[[^\]]+\])?|\.\.|=>|<=|>=|==|!=|[-+*/<>]')
_SIGNS = {
    "*": "×", "/": "÷", "<=": "≤", ">=": "≥", "==": "＝", "!=": "≠", "-": "－", "+": "＋", "<": "＜", ">": "＞",
}  # fmt: skip
_SAID = ("..", "=>", "abs", "min", "max", "sum", "round", "present", "coalesce", "if")  # words for them: help.formula
_KEYS = {"..": "to", "=>": "then"}


def column_word(column: Column) -> str:
    """Return how a column of the cover or of progress is called: as the plan calls it; in English what it means."""
    if language_in_use() == CHINESE or column.means is None:
        return column.name
    return say(f"window.fields.{column.means.value}")


def place_name(sheet: Sheet, address: str) -> str:
    """Return what a person calls an address, row or register, "" for one that nothing is known of."""
    slot, field, row = sheet.slots.get(address), sheet.fields.get(address), split_row_address(address)
    if slot is not None:
        return slot_name(sheet, slot)
    if field is not None:
        block = sheet.plan.blocks.get(field.group)
        column = column_word(field.column)
        return say("help.name.field", 组=block.title if block else COVER, 栏=column)
    register = sheet.plan.registers.get(row.register if row else address)
    if register is not None:
        column = row.column if row and row.column else ""
        return say("help.name.field", 组=register.name, 栏=column) if column else register.name
    parts = split_address(address)
    item = sheet.plan.items.get(parts.item) if parts else None
    return item.name if item else lacking_name(sheet, address)


def lacking_name(sheet: Sheet, name: str) -> str:
    """Return what is lacking where it is no place of the sheet: a parameter or factor of the office."""
    return _outside(sheet, *name.partition(".")[::2])


def slot_name(sheet: Sheet, slot: Slot) -> str:
    """Return an item's name with its county and column."""
    county = say("help.name.county", 名称=sheet.name_of(slot.line)) if slot.line else ""
    return f"{slot.item.name.strip()}{county}{say('help.name.last_year') if slot.last_year else ''}"


def figure(sheet: Sheet, cell: Cell, item: Item) -> str:
    """Return what a cell says now, as the grid shows it; its state in words, 未填 when it says nothing."""
    if cell.fault:
        return cell.raw
    if isinstance(cell.value, Decimal):
        return grouped(in_cell(cell.value, item.decimals, sheet.plan.rounding))
    if cell.state is None or not cell.state.rules.shown_as_name:
        return cell.text or say("help.formula.blank")
    return say(f"window.state.{cell.state}")


def formula_words(sheet: Sheet, formula: Formula, line: str | None = None, *, last_year: bool = False) -> str:
    """Return a formula with names and the sheet's figures in place of codes, its signs as on paper."""
    return _worded(sheet, formula, lambda name: _named(sheet, name, line, last_year=last_year))


def _worded(sheet: Sheet, formula: Formula, named: Callable[[str], str]) -> str:
    """Return a formula with its signs as on paper; `named` gives what stands for a name."""

    def word(found: re.Match[str]) -> str:
        part = found[0]
        if part in _SIGNS:
            return f" {_SIGNS[part]} " if part in ("<=", ">=", "==", "!=", "<", ">") else _SIGNS[part]
        if part in _SAID:
            return say(f"help.formula.{_KEYS.get(part, part)}")
        if part.startswith('"'):
            return say("help.formula.text", 文=sheet.name_of(part.strip('"')))
        return named(part)

    return re.sub(r"\s+", " ", _PART.sub(word, formula.text)).strip()


def slot_formula(sheet: Sheet, slot: Slot) -> str:
    """Return how a cell that comes by itself is made; "" for one that is typed."""
    if slot.total:
        return say("help.formula.lines")
    if slot.item.count:
        return "".join(_count_words(sheet, slot.item, number) for number in range(len(slot.item.count)))
    formula = slot.item.formula
    return formula_words(sheet, formula, slot.line, last_year=slot.last_year) if formula else ""


def _count_words(sheet: Sheet, item: Item, number: int) -> str:
    """How a register gives a figure; where not every row is taken, what is asked of a row and how many say so."""
    count = item.count[number]
    register = sheet.plan.registers[count.register]
    key = "column" if count.total else "distinct" if count.distinct else "rows"
    rows = sheet.counted_rows(register.id)
    said = say(f"help.formula.{key}", 台账=register.name, 栏=count.total or count.distinct or "", n=len(rows))
    if count.when is None and count.date_column is None:
        return said
    valid = {row.number for row in rows}
    taken = sum(row.number in valid for row in rows_taken(sheet, register.id)[item.id, number])
    asked = [_worded(sheet, count.when, str)] if count.when is not None else []  # columns are called as they are
    asked += [say("help.formula.dated", 栏=count.date_column)] if count.date_column is not None else []
    return said + say("help.formula.taken", 条件=joined(asked), n=taken)


def _named(sheet: Sheet, name: str, line: str | None, *, last_year: bool) -> str:
    """Return a name of a formula in words with its figure; 且 或 非 and the like stay as they are."""
    prefix, _, rest = name.partition(".")
    item = sheet.plan.items.get(name)
    if item is not None:
        cell = sheet.cell(sheet.place(name, line, last_year=last_year))
        return say("help.formula.figure", 名=item.name.strip(), 值=figure(sheet, cell, item))
    other = _other_rows(sheet, name)
    if other or not rest:
        return other or name
    if prefix == Prefix.UNIT:
        return say("help.formula.figure", 名=say("help.formula.unit"), 值=sheet.unit_name)
    known = sheet.lookup(line, last_year=last_year)(name)
    value = say("help.formula.unset") if known is None else grouped(shown(known, sheet.plan.rounding))
    return say("help.formula.figure", 名=_outside(sheet, prefix, rest), 值=value)


def _other_rows(sheet: Sheet, name: str) -> str:
    """Return what a register, or a column of a register or of a table of parameters, is called; "" for another name."""
    before = say("help.formula.before") if name.startswith(Prefix.BEFORE.of("")) else ""
    id, _, column = name.removeprefix(Prefix.BEFORE.of("")).removeprefix(Prefix.GIVEN.of("")).partition(".")
    register, parameter = sheet.plan.registers.get(id), sheet.plan.parameters.get(id)
    if name.startswith(Prefix.GIVEN.of("")):
        called = parameter.name if parameter and parameter.type == "table" else ""
    else:
        called = register.name if register else ""
    if not called:
        return ""
    column = column.strip("[]")
    return before + (say("help.formula.register", 台账=called, 项=column) if column else called)


_OUTSIDE: dict[str, str] = {Prefix.FACTOR: "factor", Prefix.PERIOD: "period"}


def _outside(sheet: Sheet, prefix: str, rest: str) -> str:
    """Return what a name with a prefix stands for: last year's, last period's, a target, a parameter, a factor."""
    plan = sheet.plan
    item = plan.items.get(rest)
    if item is not None:
        return f"{prefix}{item.name.strip()}"
    if rest in plan.parameters:
        return plan.parameters[rest].name
    if rest in plan.indicators:
        return f"{plan.indicators[rest].name}{prefix}"
    outside = _OUTSIDE.get(prefix)
    return say(f"help.formula.{outside}", 名=rest) if outside else f"{prefix}{rest}"
