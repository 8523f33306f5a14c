"""Rules about register rows (CK-D01…D19), and which rows they leave out of the count.

A row that fails CK-D01…D03 is not counted, is listed and needs an explanation, one per rule being enough; it does not
block (plan.md §4.0). Columns are those of plan.md §4.6.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

from models.addresses import row_address
from models.checks import Finding, Outcome, facts_at, shown
from models.plan import Check, Plan, Register
from models.reading import credit_code_ok, vin_ok
from models.rows import Row, row_key
from models.sheet import Sheet
from models.words import say

VEHICLES = ("R02", "R03")
OLD_STAGES = ("国零", "国一", "国二", "国三")
PLATE, KIND, VIN, DONE = "号牌号码", "号牌种类", "VIN", "完成日期"
OCCASION_WIDTH = timedelta(days=15)

RowTest = Callable[[Sheet, Register, Row], Mapping[str, str] | None]  # blanks of the message when the row offends


def rows_left_out(plan: Plan, registers: Mapping[str, tuple[Row, ...]]) -> Mapping[str, frozenset[int]]:
    """Return register → numbers of the rows that do not count: repeated vehicles, wrong stage, wrong kind.

    Source: CK-D01, D02, D03; of two rows with one vehicle the earlier counts, R02 before R03.
    """
    out: dict[str, set[int]] = {name: set() for name in registers}
    for name, number, *_ in repeated_vehicles(registers):
        out[name].add(number)
    for row in registers.get("R02", ()):
        if _wrong_stage(row) or _wrong_kind(row):
            out["R02"].add(row.number)
    return {name: frozenset(numbers) for name, numbers in out.items()}


def repeated_vehicles(registers: Mapping[str, tuple[Row, ...]]) -> Iterator[tuple[str, int, str, int, str]]:
    """Yield register, row, plate, and row and register of the earlier entry of each vehicle that is entered twice."""
    plates: dict[tuple[str, str], tuple[int, str]] = {}
    vins: dict[str, tuple[int, str]] = {}
    for name in VEHICLES:
        for row in registers.get(name, ()):
            plate = (row.get(PLATE), row.get(KIND))
            first = plates.get(plate) if plate[0] else None
            first = first or (vins.get(row.get(VIN)) if row.get(VIN) else None)
            if first:
                yield name, row.number, plate[0] or row.get(VIN), *first
                continue
            plates[plate] = vins[row.get(VIN)] = (row.number, name)


def _wrong_stage(row: Row) -> bool:
    return row.get("排放阶段") not in OLD_STAGES


def _wrong_kind(row: Row) -> bool:
    use = row.get("使用性质")
    trade = "营" in use and "非" not in use
    return "柴油" not in row.get("燃料种类") or not trade or "货" not in row.get("车辆类型")


def at_row(check: Check, sheet: Sheet, register: Register, row: Row, template: str = "", **values: str) -> Finding:
    """Return the finding that a row breaks a check; the plate or name of the row is in the facts."""
    at = row_address(register.id, row_key(register, row))
    names = {column: row.get(column) for column in ("号牌号码", "企业名称", "项目", "场名", "小区") if row.get(column)}
    facts = facts_at(sheet, at) | {"台账": register.name, "行": str(row.number), **names, **values}
    facts |= {"号牌": facts.get("号牌号码", ""), "企业": facts.get("企业名称", "")}
    out = check.id in ("CK-D01", "CK-D02", "CK-D03")
    return Finding(check, Outcome.BROKEN, at, facts, leaves_out=out, template=template)


def _rows(sheet: Sheet, names: Iterable[str]) -> Iterator[tuple[Register, Row]]:
    for name in names:
        register = sheet.plan.registers.get(name)
        if register is not None:
            yield from ((register, row) for row in sheet.registers.get(name, ()))


def _row_rule(names: tuple[str, ...], test: RowTest) -> Callable[[Check, Sheet], Iterable[Finding]]:
    return partial(_tested, names=names, test=test)


def _tested(check: Check, sheet: Sheet, *, names: tuple[str, ...], test: RowTest) -> Iterator[Finding]:
    for register, row in _rows(sheet, names):
        values = test(sheet, register, row)
        if values is not None:
            yield at_row(check, sheet, register, row, **values)


def unread(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-A01, A08, A14 on register cells: the text could not be read."""
    for register, row in _rows(sheet, sheet.registers):
        for column, fault in row.faults.items():
            if fault == check.id:
                words = say("findings.column_unread")
                yield at_row(check, sheet, register, row, words, 栏=column, 原文=row.raw[column])


def blank_columns(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-A04 on register rows: a required column is blank (完成日期 is CK-D06's)."""
    for register, row in _rows(sheet, sheet.registers):
        for column in register.columns:
            blank = column.required and not row.get(column.name) and column.name not in row.faults
            if blank and column.name != DONE:
                yield at_row(check, sheet, register, row, say("findings.column_missing"), 栏=column.name)


def duplicate_vehicle(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-D01: the same plate and kind, or the same VIN, twice, R02 and R03 together."""
    for name, number, plate, first, first_in in repeated_vehicles(sheet.registers):
        register = sheet.plan.registers[name]
        row = sheet.registers[name][number - 1]
        where = str(first) if first_in == name else f"{first_in}-{first}"
        yield at_row(check, sheet, register, row, 号牌号码=plate, i=where, j=str(number))


def _stage(_: Sheet, __: Register, row: Row) -> Mapping[str, str] | None:
    return {"x": row.get("排放阶段")} if _wrong_stage(row) else None


def _vehicle_kind(_: Sheet, __: Register, row: Row) -> Mapping[str, str] | None:
    return {} if _wrong_kind(row) else None


def _oil_to_gas(_: Sheet, __: Register, row: Row) -> Mapping[str, str] | None:
    marked = "油改气" in row.get("改装登记") or row.get("改装登记") in ("是", "有", "已登记")
    return None if "汽油" in row.get("原燃料") and marked else {}


def _late(sheet: Sheet, register: Register, row: Row) -> Mapping[str, str] | None:
    limits = [
        i.count.until
        for i in sheet.plan.items.values()
        if i.count and i.count.register == register.id and i.count.until
    ]
    day = row.day(DONE)
    return {"d": day.isoformat()} if day and limits and day > min(limits) else None


def _scrapped(sheet: Sheet, _: Register, row: Row) -> Mapping[str, str] | None:
    day = row.day(DONE)
    return {} if day is None or day < date(sheet.plan.year, 1, 1) else None


def _vin(_: Sheet, __: Register, row: Row) -> Mapping[str, str] | None:
    return None if vin_ok(row.get(VIN)) else {}


def _plate(sheet: Sheet, _: Register, row: Row) -> Mapping[str, str] | None:
    prefix = sheet.settings.parameter(sheet.plan, "plate_prefix")
    return {} if isinstance(prefix, str) and prefix and not row.get(PLATE).startswith(prefix) else None


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
    for register, row in _rows(sheet, ("R01",)):
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
    """CK-D13: the projects the plan names are exactly the rows."""
    for register in sheet.plan.registers.values():
        rows = sheet.registers.get(register.id, ())
        if not register.fixed_rows or not rows:
            continue
        column = register.columns[0].name
        if [row.get(column) for row in rows] != [fixed[column] for fixed in register.fixed_rows]:
            yield Finding(check, Outcome.BROKEN, register.id, facts_at(sheet, register.id))


def investment(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-D14: invested so far is below last period's, or above the total."""
    before = {row.number: row for row in sheet.previous.registers.get("R04", ())} if sheet.previous else {}
    for register, row in _rows(sheet, ("R04",)):
        done, total = row.decimal("累计完成"), row.decimal("总投资")
        was = before[row.number].decimal("累计完成") if row.number in before else None
        if done is not None and ((total is not None and done > total) or (was is not None and done < was)):
            yield at_row(check, sheet, register, row)


def occasion_date(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-D15: an activity more than 15 days from the occasion it is filed under (二（十五）)."""
    windows = _occasions(sheet)
    for register, row in _rows(sheet, ("R10",)):
        day, window = row.day("日期"), windows.get(row.get("节点"))
        if day and window and not window[0] - OCCASION_WIDTH <= day <= window[1] + OCCASION_WIDTH:
            yield at_row(check, sheet, register, row, d=day.isoformat(), 节点=row.get("节点"))


def _occasions(sheet: Sheet) -> Mapping[str, tuple[date, date]]:
    """Occasion → first and last day, from the parameter's lines `世界地球日=2020-04-22` or `…=2020-06-29/2020-07-05`."""
    lines = sheet.settings.parameter(sheet.plan, "occasions")
    found: dict[str, tuple[date, date]] = {}
    for line in lines if isinstance(lines, tuple) else ():
        name, _, days = line.partition("=")
        first, _, last = days.partition("/")
        found[name] = (date.fromisoformat(first), date.fromisoformat(last or first))
    return found


def farm_scale(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-D16: a farm below the standard of its kind; not evaluated while the office has given no standard."""
    rows = sheet.registers.get("R07", ())
    standard = sheet.settings.parameter(sheet.plan, "r07_threshold")
    if rows and not isinstance(standard, tuple):
        yield Finding(
            check, Outcome.NOT_EVALUATED, "R07", facts_at(sheet, "R07") | {"场名": "", "x": ""}, ("参数.r07_threshold",)
        )
        return
    least = dict(line.split("=", 1) for line in standard if "=" in line) if isinstance(standard, tuple) else {}
    for register, row in _rows(sheet, ("R07",)):
        scale, limit = row.decimal("设计规模"), least.get(row.get("畜种"))
        if scale is not None and limit and scale < Decimal(limit):
            yield at_row(check, sheet, register, row, x=shown(scale))


def _certified(_: Sheet, __: Register, row: Row) -> Mapping[str, str] | None:
    return {} if row.get("达标") == "是" and not (row.get("认定日期") and row.get("认定单位")) else None


def inventory_year(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-D18: the inventory the plan asks for is that of 2018, in the register and in the process item."""
    for register, row in _rows(sheet, ("R11",)):
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
    """CK-B30, B48: a stated number against the rows of its register; an empty register says nothing."""
    for item, register in {"CK-B48": (("Q24.1", "R07"),)}.get(check.id, ()):
        rows, stated = sheet.registers.get(register, ()), sheet.exact(item)
        if stated is None or register not in sheet.register_ids:
            continue
        if not rows:
            yield Finding(check, Outcome.NOT_EVALUATED, item, facts_at(sheet, item), (register,))
        elif stated != len(rows):
            yield Finding(
                check, Outcome.BROKEN, item, facts_at(sheet, item) | {"a": shown(stated), "b": str(len(rows))}
            )


def town_list(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-B45: sewage of key towns without a town in R06; not evaluated while the office has not named the towns."""
    value = sheet.exact("Q22.1")
    if not value or sheet.registers.get("R06"):
        return
    named = sheet.settings.parameter(sheet.plan, "r06_towns")
    outcome, lacking = (Outcome.BROKEN, ()) if named else (Outcome.NOT_EVALUATED, ("参数.r06_towns",))
    yield Finding(check, outcome, "Q22.1", facts_at(sheet, "Q22.1"), lacking)


RULES: Mapping[str, Callable[[Check, Sheet], Iterable[Finding]]] = {
    "duplicate_vehicle": duplicate_vehicle,
    "stage": _row_rule(("R02",), _stage),
    "vehicle_kind": _row_rule(("R02",), _vehicle_kind),
    "oil_to_gas": _row_rule(("R03",), _oil_to_gas),
    "late_scrapping": _row_rule(VEHICLES, _late),
    "scrapping_date": _row_rule(VEHICLES, _scrapped),
    "vin": _row_rule(VEHICLES, _vin),
    "plate": _row_rule(VEHICLES, _plate),
    "threshold_enterprise": _row_rule(("R01",), _threshold),
    "emission_ratio": _row_rule(("R01",), _emission_ratio),
    "credit_code": credit_code,
    "energy_total": energy_total,
    "fixed_rows": fixed_rows,
    "investment": investment,
    "occasion_date": occasion_date,
    "farm_scale": farm_scale,
    "certified_date": _row_rule(("R09",), _certified),
    "inventory_year": inventory_year,
    "personal_data": personal,
    "register_count": register_count,
    "town_list": town_list,
}
