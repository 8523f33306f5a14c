"""Rules about register rows: what every register obeys, and CK-D09…D19; for vehicles see `vehicle_rules`.

What a row does wrong by itself is told by `models.checks.row_tests`; here it becomes findings, beside what only
several rows together can do wrong. Columns are those of plan.md §4.6.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import partial

from models.basics.messages import say
from models.checks.findings import ROW, Finding, Outcome, facts_at, shown
from models.checks.judged import judged
from models.checks.row_tests import TESTS
from models.plan.plan import Check, Register, folded_name
from models.sheet.rows import Row
from models.sheet.sheet import Sheet


def at_row(check: Check, sheet: Sheet, register: Register, row: Row, template: str = "", **values: str) -> Finding:
    """Return the finding that a row breaks a check; the plate or name of the row is in the facts."""
    at = str(sheet.places(register.id).address(row))
    names = {column: row.get(column) for column in ("号牌号码", "企业名称", "项目", "场名", "小区") if row.get(column)}
    facts = facts_at(sheet, at) | {"台账": register.name, ROW: str(row.number), **names, **values}
    facts |= {"号牌": facts.get("号牌号码", ""), "企业": facts.get("企业名称", "")}
    out = check.id in ("CK-D01", "CK-D02", "CK-D03")
    return Finding(check, Outcome.BROKEN, at, facts, leaves_out=out, template=template)


def rows_of(sheet: Sheet, names: Iterable[str]) -> Iterator[tuple[Register, Row]]:
    """Yield every row of some registers, with its register."""
    for name in names:
        register = sheet.plan.registers.get(name)
        if register is not None:
            yield from ((register, row) for row in sheet.registers.get(name, ()))


def offending(sheet: Sheet, test: str, names: Iterable[str]) -> Iterator[tuple[Register, Row, Mapping[str, str]]]:
    """Yield the rows of some registers that a test objects to, with the blanks of its message."""
    for name in names:
        register = sheet.plan.registers.get(name)
        if register is not None:
            yield from ((register, row, said) for row, said in judged(sheet, name).offending.get(test, ()))


def row_rule(name: str) -> Callable[[Check, Sheet], Iterable[Finding]]:
    """Return the rule that holds each row against the test of that name."""
    return partial(_tested, name=name)


def _tested(check: Check, sheet: Sheet, *, name: str) -> Iterator[Finding]:
    for register, row, said in offending(sheet, name, TESTS[name][0]):
        yield at_row(check, sheet, register, row, **said)


def unread(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-A01, A08, A14 on register cells: the text could not be read."""
    for register, row, said in offending(sheet, f"unread {check.id}", sheet.registers):
        yield at_row(check, sheet, register, row, say("findings.column_unread"), **said)


def blank_columns(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-A04 on register rows: a required column is blank (完成日期 is CK-D06's)."""
    for register, row, said in offending(sheet, "blank", sheet.registers):
        yield at_row(check, sheet, register, row, say("findings.column_missing"), **said)


def credit_code(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-D11: the check character of a credit code is wrong, or one enterprise stands twice for a year."""
    wrong = {row.number for _, row, _ in offending(sheet, "credit_code", ("R01",))}
    seen: set[tuple[str, str]] = set()
    for register, row in rows_of(sheet, ("R01",)):
        key = (row.get("统一社会信用代码"), row.get("数据年度"))
        if row.number in wrong or key in seen:
            yield at_row(check, sheet, register, row)
        seen.add(key)


def energy_total(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-D12: the enterprises' energy (吨标准煤) adds up to more than the county's (Q03.1, 万吨标准煤)."""
    rows = sheet.registers.get("R01", ())
    years = {row.get("数据年度") for row in rows}
    latest = [row.decimal("年综合能耗") or Decimal(0) for row in rows if row.get("数据年度") == max(years)]
    county = sheet.exact("Q03.1")
    if latest and county is not None and sum(latest) / 10000 > county:
        yield Finding(check, Outcome.BROKEN, "R01", facts_at(sheet, "Q03.1"))


def fixed_rows(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-D13: the projects the plan names are exactly the rows, in any order; white space in a name is no change."""
    for register in sheet.plan.registers.values():
        rows = sheet.registers.get(register.id, ())
        if not register.fixed_rows or not rows:
            continue
        columns = sorted({column for fixed in register.fixed_rows for column in fixed})
        wanted = sorted(tuple(folded_name(fixed.get(name, "")) for name in columns) for fixed in register.fixed_rows)
        if sorted(tuple(folded_name(row.get(name)) for name in columns) for row in rows) != wanted:
            yield Finding(check, Outcome.BROKEN, register.id, facts_at(sheet, register.id))


def investment(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-D14: invested so far is below last period's, or above the total."""
    earlier = sheet.previous.registers.get("R04", ()) if sheet.previous else ()
    before = {folded_name(row.get("项目")): row.decimal("累计完成") for row in earlier}
    for register, row in rows_of(sheet, ("R04",)):
        done, total = row.decimal("累计完成"), row.decimal("总投资")
        was = before.get(folded_name(row.get("项目")))
        if done is not None and ((total is not None and done > total) or (was is not None and done < was)):
            yield at_row(check, sheet, register, row)


def farm_scale(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-D16: a farm below the standard of its kind; not evaluated while the office has given no standard."""
    standard = sheet.settings.parameter(sheet.plan, "r07_threshold")
    if sheet.registers.get("R07") and not isinstance(standard, tuple):
        yield Finding(
            check, Outcome.NOT_EVALUATED, "R07", facts_at(sheet, "R07") | {"场名": "", "x": ""}, ("参数.r07_threshold",)
        )
        return
    yield from _tested(check, sheet, name="farm_scale")


def inventory_year(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-D18: the inventory the plan asks for is that of 2018, in the register and in the process item."""
    yield from _tested(check, sheet, name="inventory_year")
    for address, slot in sheet.slots.items():
        text = sheet.cell(address).text
        if "清单年份" in slot.item.name and text and text != "2018":
            yield Finding(check, Outcome.BROKEN, address, facts_at(sheet, address))


def personal(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-D19: a register with people or enterprises in it, said once each."""
    for name in check.scope:
        if sheet.registers.get(name):
            yield Finding(check, Outcome.BROKEN, name, facts_at(sheet, name))


def register_count(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-B48: the stated number of farms against the rows of R07; not evaluated while there is no row."""
    item, register = "Q24.1", "R07"
    rows, stated = sheet.registers.get(register, ()), sheet.exact(item)
    if stated is None or register not in sheet.register_ids:
        return
    facts = facts_at(sheet, item) | {"a": shown(stated), "b": str(len(rows))}
    if not rows:
        yield Finding(check, Outcome.NOT_EVALUATED, item, facts, (register,))
    elif stated != len(rows):
        yield Finding(check, Outcome.BROKEN, item, facts)


def town_list(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-B45: sewage of key towns without a town in R06; not evaluated while the office has not named the towns."""
    value = sheet.exact("Q22.1")
    if not value or sheet.registers.get("R06"):
        return
    named = sheet.settings.parameter(sheet.plan, "r06_towns")
    outcome, lacking = (Outcome.BROKEN, ()) if named else (Outcome.NOT_EVALUATED, ("参数.r06_towns",))
    yield Finding(check, outcome, "Q22.1", facts_at(sheet, "Q22.1"), lacking)


RULES: Mapping[str, Callable[[Check, Sheet], Iterable[Finding]]] = {
    "threshold_enterprise": row_rule("threshold_enterprise"),
    "emission_ratio": row_rule("emission_ratio"),
    "credit_code": credit_code,
    "energy_total": energy_total,
    "fixed_rows": fixed_rows,
    "investment": investment,
    "occasion_date": row_rule("occasion_date"),
    "farm_scale": farm_scale,
    "certified_date": row_rule("certified_date"),
    "inventory_year": inventory_year,
    "personal_data": personal,
    "register_count": register_count,
    "town_list": town_list,
}
