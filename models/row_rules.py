"""Rules about register rows: what every register obeys, and CK-D09…D19; vehicles stand in `models.vehicle_rules`.

Columns are those of plan.md §4.6.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

from models.addresses import row_address
from models.checks import Finding, Outcome, facts_at, shown
from models.plan import Check, Register, folded_name
from models.reading import EntryError, credit_code_ok, read_date, read_number
from models.rows import Row, row_key
from models.sheet import Sheet
from models.words import say

DONE = "完成日期"  # of a vehicle; blank is CK-D06
OCCASION_WIDTH = timedelta(days=15)

RowTest = Callable[[Sheet, Register, Row], Mapping[str, str] | None]  # blanks of the message when the row offends


def at_row(check: Check, sheet: Sheet, register: Register, row: Row, template: str = "", **values: str) -> Finding:
    """Return the finding that a row breaks a check; the plate or name of the row is in the facts."""
    at = row_address(register.id, row_key(register, row))
    names = {column: row.get(column) for column in ("号牌号码", "企业名称", "项目", "场名", "小区") if row.get(column)}
    facts = facts_at(sheet, at) | {"台账": register.name, "行": str(row.number), **names, **values}
    facts |= {"号牌": facts.get("号牌号码", ""), "企业": facts.get("企业名称", "")}
    out = check.id in ("CK-D01", "CK-D02", "CK-D03")
    return Finding(check, Outcome.BROKEN, at, facts, leaves_out=out, template=template)


def rows_of(sheet: Sheet, names: Iterable[str]) -> Iterator[tuple[Register, Row]]:
    """Yield every row of some registers, with its register."""
    for name in names:
        register = sheet.plan.registers.get(name)
        if register is not None:
            yield from ((register, row) for row in sheet.registers.get(name, ()))


def row_rule(names: tuple[str, ...], test: RowTest) -> Callable[[Check, Sheet], Iterable[Finding]]:
    """Return the rule that holds each row of some registers against a test."""
    return partial(_tested, names=names, test=test)


def _tested(check: Check, sheet: Sheet, *, names: tuple[str, ...], test: RowTest) -> Iterator[Finding]:
    for register, row in rows_of(sheet, names):
        values = test(sheet, register, row)
        if values is not None:
            yield at_row(check, sheet, register, row, **values)


def unread(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-A01, A08, A14 on register cells: the text could not be read."""
    for register, row in rows_of(sheet, sheet.registers):
        for column, fault in row.faults.items():
            if fault == check.id:
                words = say("findings.column_unread")
                yield at_row(check, sheet, register, row, words, 栏=column, 原文=row.raw[column])


def blank_columns(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-A04 on register rows: a required column is blank (完成日期 is CK-D06's)."""
    for register, row in rows_of(sheet, sheet.registers):
        for column in register.columns:
            blank = column.required and not row.get(column.name) and column.name not in row.faults
            if blank and column.name != DONE:
                yield at_row(check, sheet, register, row, say("findings.column_missing"), 栏=column.name)


def _figure(sheet: Sheet, name: str) -> Decimal | None:
    value = sheet.settings.parameter(sheet.plan, name)
    return value if isinstance(value, Decimal) else None


def _threshold(sheet: Sheet, _: Register, row: Row) -> Mapping[str, str] | None:
    emission, energy = row.decimal("年温室气体排放"), row.decimal("年综合能耗")
    least_emission, least_energy = _figure(sheet, "r01_emission"), _figure(sheet, "r01_energy")
    if emission is None or energy is None or least_emission is None or least_energy is None:
        return None
    return {} if emission < least_emission and energy < least_energy else None


def _emission_ratio(_: Sheet, __: Register, row: Row) -> Mapping[str, str] | None:
    emission, energy = row.decimal("年温室气体排放"), row.decimal("年综合能耗")
    if emission is None or not energy:
        return None
    ratio = emission / energy
    return None if 1 <= ratio <= 4 else {"x": shown(round(ratio, 2))}


def credit_code(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-D11: the check character of a credit code is wrong, or one enterprise stands twice for a year."""
    seen: set[tuple[str, str]] = set()
    for register, row in rows_of(sheet, ("R01",)):
        key = (row.get("统一社会信用代码"), row.get("数据年度"))
        if not credit_code_ok(key[0]) or key in seen:
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


def occasion_date(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-D15: an activity more than 15 days from the occasion it is filed under (二（十五）)."""
    windows = _occasions(sheet)
    for register, row in rows_of(sheet, ("R10",)):
        day, window = row.day("日期"), windows.get(row.get("节点"))
        if day and window and not window[0] - OCCASION_WIDTH <= day <= window[1] + OCCASION_WIDTH:
            yield at_row(check, sheet, register, row, d=day.isoformat(), 节点=row.get("节点"))


def _occasions(sheet: Sheet) -> Mapping[str, tuple[date, date]]:
    """Occasion → first and last day, from the lines `世界地球日=2020-04-22` or `…=2020-06-29/2020-07-05`."""
    lines = sheet.settings.parameter(sheet.plan, "occasions")
    found: dict[str, tuple[date, date]] = {}
    for line in lines if isinstance(lines, tuple) else ():
        name, _, days = line.partition("=")
        first, _, last = days.partition("/")
        span = _day(first), _day(last or first)
        if span[0] and span[1]:
            found[name.strip()] = span[0], span[1]
    return found


def _day(text: str) -> date | None:
    """A day of a list the office typed; a line that cannot be read sets no limit."""
    try:
        return read_date(text).value
    except EntryError:
        return None


def farm_scale(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-D16: a farm below the standard of its kind; not evaluated while the office has given no standard."""
    standard = sheet.settings.parameter(sheet.plan, "r07_threshold")
    if sheet.registers.get("R07") and not isinstance(standard, tuple):
        yield Finding(
            check, Outcome.NOT_EVALUATED, "R07", facts_at(sheet, "R07") | {"场名": "", "x": ""}, ("参数.r07_threshold",)
        )
        return
    least = dict(_limits(standard)) if isinstance(standard, tuple) else {}
    for register, row in rows_of(sheet, ("R07",)):
        scale, limit = row.decimal("设计规模"), least.get(row.get("畜种"))
        if scale is not None and limit is not None and scale < limit:
            yield at_row(check, sheet, register, row, x=shown(scale))


def _limits(lines: Iterable[str]) -> Iterator[tuple[str, Decimal]]:
    """Kind and least scale of the lines `生猪=500`; a line that cannot be read sets no limit."""
    for line in lines:
        kind, _, text = line.partition("=")
        try:
            scale = read_number(text, "").value
        except EntryError:
            continue
        if scale is not None:
            yield kind.strip(), scale


def _certified(_: Sheet, __: Register, row: Row) -> Mapping[str, str] | None:
    return {} if row.get("达标") == "是" and not (row.get("认定日期") and row.get("认定单位")) else None


def inventory_year(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-D18: the inventory the plan asks for is that of 2018, in the register and in the process item."""
    for register, row in rows_of(sheet, ("R11",)):
        if "清单" in row.get("类型") and row.get("清单年份") != "2018":
            yield at_row(check, sheet, register, row)
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
    "threshold_enterprise": row_rule(("R01",), _threshold),
    "emission_ratio": row_rule(("R01",), _emission_ratio),
    "credit_code": credit_code,
    "energy_total": energy_total,
    "fixed_rows": fixed_rows,
    "investment": investment,
    "occasion_date": occasion_date,
    "farm_scale": farm_scale,
    "certified_date": row_rule(("R09",), _certified),
    "inventory_year": inventory_year,
    "personal_data": personal,
    "register_count": register_count,
    "town_list": town_list,
}
