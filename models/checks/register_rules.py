"""Rules about registers as a whole: the rows the plan names, rows there at all, one key twice."""

from collections.abc import Iterator, Mapping

from models.answers.breach import Breach
from models.checks.sheet_rule import SheetRule, names_register
from models.plan.plan import Check, Register, folded_name
from models.sheet.rows import Row
from models.sheet.sheet import Sheet


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


RULES: Mapping[str, SheetRule] = {
    "fixed_rows": SheetRule(find=fixed_rows, at_register=names_register),
    "has_rows": SheetRule(find=has_rows, at_register=names_register),
    "same_key": SheetRule(find=same_key, at_register=names_register),
}
