"""Declared checks: what an item or a column says of itself — 不适用 not allowed, needed when — as checks.

They are run, shown and explained as every other check; their ids are those of the place with a word behind it, so that
no plan's own check can have one.
"""

from collections.abc import Iterator, Mapping

from models.basics.messages import CHINESE, say_in
from models.formula.formula import Formula, ValueKind
from models.formula.prefixes import Prefix
from models.plan.formulas import Formulas
from models.plan.plan import Check, Column, Item, Level, Register, Relation
from models.plan.rows.toml_row import Rows, TomlRow

NEEDED, NOT_APPLICABLE = "必填", "不适用"


def declared_checks(
    items: Mapping[str, Item], registers: Mapping[str, Register], register_rows: Rows, formulas: Formulas
) -> dict[str, Check]:
    """Return the checks that items and columns declare, by id; notes a condition that is none."""
    found = [*_of_items(items, formulas)]
    for row in register_rows:
        register = registers.get(row.id())
        if register is not None:
            found += _of_register(register, row, formulas)
    return {check.id: check for check in found}


def _of_items(items: Mapping[str, Item], formulas: Formulas) -> Iterator[Check]:
    for item in items.values():
        if not item.na_allowed:
            allowed = f" 且 非 ({item.na_when.text})" if item.na_when is not None else ""
            made = formulas.made(f'非 ({Prefix.STATE.of(item.id)} == "{NOT_APPLICABLE}"{allowed})', ())
            words = say_in(CHINESE, "findings.na_not_allowed")
            yield _check(f"{item.id}/{NOT_APPLICABLE}", words, item.clause, made, item.id)


def _of_register(register: Register, row: TomlRow, formulas: Formulas) -> Iterator[Check]:
    for column in register.columns:
        if column.required_when:
            yield from _needed(register, column, row, formulas)


def _needed(register: Register, column: Column, row: TomlRow, formulas: Formulas) -> Iterator[Check]:
    key, where = f"column[{column.name}].required_when", formulas.place((register.id,))
    if formulas.parse(row, key, column.required_when, ValueKind.TRUTH, where) is None:
        return
    made = formulas.made(f"({column.required_when}) => 已填([{column.name}])", (register.id,))
    words = say_in(CHINESE, "findings.column_needed", 栏=column.name)
    yield _check(
        f"{register.id}.{column.name}/{NEEDED}", words, column.clause, made, rows=(register.id,), blanks=(column.name,)
    )


def _check(
    id: str,
    words: str,
    clause: str,
    formula: Formula,
    item: str = "",
    *,
    rows: tuple[str, ...] = (),
    blanks: tuple[str, ...] = (),
) -> Check:
    relation = Relation(formula=formula, must=True, rows=rows, item=item, blanks=blanks)
    return Check(id=id, level=Level.ERROR, message=words, clause=clause, relations=(relation,))
