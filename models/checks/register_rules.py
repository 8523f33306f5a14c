"""Rules about registers as a whole: the rows the plan names, rows there at all, one key twice, blanks in names."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial

from models.answers.breach import Breach, Breaches
from models.checks.reading_rules import own_check
from models.checks.sheet_rule import SheetRule, names_register
from models.plan.plan import Check, ColumnType, Level, Register, folded_name
from models.sheet.rows import Row
from models.sheet.sheet import Sheet


@cache
def _gap() -> re.Pattern[str]:
    """Blanks between two Chinese signs: so wide a range is compiled for the first name that has a blank at all."""
    return re.compile(r"[\u3400-\u9fff][ \u3000]+(?=[\u3400-\u9fff])")


def _registers(check: Check, sheet: Sheet) -> Iterator[tuple[Register, tuple[Row, ...]]]:
    """The registers a check names that have rows."""
    for name in check.inputs["registers"]:
        rows = sheet.registers.get(name, ())
        if rows:
            yield sheet.plan.registers[name], rows


def fixed_rows(check: Check, sheet: Sheet) -> Iterator[Breach]:
    """The rows the plan names are exactly the rows, in any order; white space in a name is no change."""
    for register, rows in _registers(check, sheet):
        if not register.fixed_rows:
            continue
        columns = sorted({column for fixed in register.fixed_rows for column in fixed})
        wanted = sorted(tuple(folded_name(fixed.get(name, "")) for name in columns) for fixed in register.fixed_rows)
        if sorted(tuple(folded_name(row.get(name)) for name in columns) for row in rows) != wanted:
            yield Breach(at=register.id)


def has_rows(check: Check, sheet: Sheet) -> Iterator[Breach]:
    """A register that has rows, said once each: what is in it is to be handled with care."""
    for register, _ in _registers(check, sheet):
        yield Breach(at=register.id)


def same_key(check: Check, sheet: Sheet) -> Iterator[Breach]:
    """A row with the values of an earlier one in the columns of the check, else in the register's first key."""
    for register, rows in _registers(check, sheet):
        columns = check.inputs["keys"] or (register.keys[0] if register.keys else ())
        first: dict[tuple[str, ...], int] = {}
        for row in rows:
            key = tuple(folded_name(row.get(column)) for column in columns)
            if not all(key):
                continue
            number = first.setdefault(key, row.number)
            if number != row.number:
                yield Breach(at=register.id, row=row, figures={"i": str(number), "j": str(row.number)})


def gaps_in_names(sheet: Sheet) -> Breaches:
    """Return the names in keys of registers with a blank between two Chinese characters (恒 口 镇): a hint.

    The name stays as it was written; rows are told apart without its blanks.
    """
    found: list[Breach] = []
    for name, rows in sheet.registers.items():
        register = sheet.plan.registers.get(name)
        names = named_columns(register) if register else []
        gaps = sheet.cache.each(f"gaps {name}", rows, partial(_gaps_inside, names)) if names else []
        for row, columns in zip(rows, gaps, strict=True) if any(gaps) else ():
            for column in columns:
                text = row.get(column)
                facts = {"栏": column, "指标": column, "原文": text, "值": "".join(text.split())}
                found.append(Breach(at=name, row=row, figures=facts))
    return Breaches(check=own_check("gap", Level.HINT), found=found)


def named_columns(register: Register) -> list[str]:
    """Return the columns of names by which the rows of a register are told apart."""
    keyed = {name for key in register.keys for name in key}
    return [one.name for one in register.columns if one.type is ColumnType.TEXT and one.name in keyed]


def _gaps_inside(columns: Sequence[str], rows: Sequence[Row]) -> list[tuple[str, ...]]:
    """Of each row, the columns whose text has a blank between two Chinese characters."""
    return [
        tuple([name for name in columns if _gap().search(row.values.get(name, ""))]) if _blank_in(columns, row) else ()
        for row in rows
    ]


def _blank_in(columns: Sequence[str], row: Row) -> bool:
    """False for nearly all: their names have no blank at all."""
    return any(" " in text or "\u3000" in text for name in columns if (text := row.values.get(name)))


RULES: Mapping[str, SheetRule] = {
    "fixed_rows": SheetRule(find=fixed_rows, at_register=names_register),
    "has_rows": SheetRule(find=has_rows, at_register=names_register),
    "same_key": SheetRule(find=same_key, at_register=names_register),
}
