"""Registers in help: what a row of one is, what each of its columns takes, and what is masked or counted."""

from collections.abc import Iterator

from models.basics.addresses import split_row_address
from models.basics.messages import say
from models.basics.records import dataclass
from models.plan.plan import Column, ColumnType, Register
from models.sheet.cells import TEXT_LIMIT
from models.sheet.sheet import Sheet

KINDS = {
    ColumnType.DATE: "date", ColumnType.CHOICE: "choice", ColumnType.YES_NO: "yes_no", ColumnType.TEXT: "text",
    ColumnType.CREDIT_CODE: "credit_code", ColumnType.VIN: "vin", ColumnType.PLATE: "plate",
    ColumnType.WHOLE: "whole", ColumnType.NUMBER: "number",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the lines below it, plain text."""

    heading: str
    lines: tuple[str, ...]


def help_of_column(sheet: Sheet, address: str) -> Section | None:
    """Return what belongs into the column of a register's cell, None for an address that is none."""
    row = split_row_address(address)
    register = sheet.plan.registers.get(row.register) if row else None
    column = register.column(row.column) if row and register and row.column else None
    return None if column is None else _of_column(column)


def typing_of(kind: ColumnType, choices: tuple[str, ...], measure: str = "", most: int = TEXT_LIMIT) -> Iterator[str]:
    """Yield how what a column or item takes is typed."""
    key = f"help.kind.{KINDS[kind]}"
    if kind is ColumnType.CHOICE and not choices:
        key = "help.kind.no_choices"
    yield say(key, 选项="、".join(choices), n=most, 单位=measure or say("help.kind.no_measure"))


def register_sections(sheet: Sheet, register: Register, column_name: str | None) -> Iterator[Section]:
    """Yield what is told of a register, of a column of it first where one is named."""
    column = register.column(column_name) if column_name else None
    if column is not None:
        yield _of_column(column)
    yield Section(say("help.heading.register"), tuple(_register_lines(sheet, register)))
    columns = tuple(_column_line(one) for one in register.columns if one is not column)
    yield Section(say("help.register.columns"), columns)


def _of_column(column: Column) -> Section:
    duty = say("help.fill.needed" if column.required else "help.fill.optional")
    typing = (*typing_of(column.type, column.choices, column.measure), duty, *_masked(column))
    return Section(say("help.register.column", 栏=column.name), typing)


def _masked(column: Column) -> tuple[str, ...]:
    return (say("help.register.masked"),) if column.mask else ()


def _register_lines(sheet: Sheet, register: Register) -> Iterator[str]:
    if register.fixed_rows:
        yield say("help.register.fixed", n=len(register.fixed_rows))
    for key in register.keys:
        yield say("help.register.key", 栏="、".join(key))
    counted = dict.fromkeys(item.name for item in sheet.plan.items.values() if register.id in item.counted_in)
    if counted:
        yield say("help.register.counted", 项="、".join(counted))
    yield say("help.register.ways")
    yield say("help.basis.clause", 条款=register.clause)


def _column_line(column: Column) -> str:
    kind = " ".join(typing_of(column.type, column.choices, column.measure))
    return say("help.register.needed" if column.required else "help.register.free", 栏=column.name, 填法=kind)
