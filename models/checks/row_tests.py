"""Row tests: what one row of a register can do wrong by itself, whatever stands in the others.

Each test answers None, or the blanks of its check's message. Columns are those of plan.md §4.6. A test reads the row,
the plan, the settings and the period, and nothing else, so that `models.checks.judged` may keep the answer.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

from models.basics.quantity import plain
from models.basics.reading import EntryError, credit_code_ok, read_date, read_number, vin_ok
from models.plan.plan import Register
from models.sheet.left_out import PLATE, VEHICLES, VIN, right_kind, right_stage
from models.sheet.rows import Row
from models.sheet.sheet import Sheet

DONE = "完成日期"  # of a vehicle; blank is CK-D06
OCCASION_WIDTH = timedelta(days=15)

Offence = tuple[str, Mapping[str, str]]  # name of the test, blanks of its message
Answer = Mapping[str, str] | None
RowTest = Callable[[Row], Answer]
Prepared = Callable[[Sheet, Register], RowTest]  # looks up once what holds for every row
_FINE: Answer = None
_WRONG: Answer = {}


def offences(sheet: Sheet, register_id: str) -> Callable[[Row], tuple[Offence, ...]]:
    """Return what tells the offences of a row of a register: every test that looks at it, and its unread columns."""
    register = sheet.plan.registers[register_id]
    tests = [(name, prepare(sheet, register)) for name, (names, prepare) in TESTS.items() if register_id in names]
    needed = [column.name for column in register.columns if column.required and column.name != DONE]

    def of(row: Row) -> tuple[Offence, ...]:
        found: list[Offence] = [(f"unread {row.faults[c]}", {"栏": c, "原文": row.raw[c]}) for c in row.faults]
        found += [("blank", {"栏": name}) for name in needed if not row.get(name) and name not in row.faults]
        found += [(name, said) for name, test in tests if (said := test(row)) is not None]
        return tuple(found)

    return of


def _plainly(test: RowTest) -> Prepared:
    return lambda _, __: test


def _stage(row: Row) -> Answer:
    return _FINE if right_stage(row) else {"x": row.get("排放阶段")}


def _vehicle_kind(row: Row) -> Answer:
    return _FINE if right_kind(row) else _WRONG


def _oil_to_gas(row: Row) -> Answer:
    marked = "油改气" in row.get("改装登记") or row.get("改装登记") in ("是", "有", "已登记")
    return _FINE if "汽油" in row.get("原燃料") and marked else _WRONG


def _late(sheet: Sheet, register: Register) -> RowTest:
    counts = [item.count for item in sheet.plan.items.values() if item.count and item.count.register == register.id]
    limit = min((count.until.isoformat() for count in counts if count.until), default="")

    def test(row: Row) -> Answer:
        day = row.get(DONE)  # ISO days compare as texts
        return {"d": day} if limit and day > limit else _FINE

    return test


def _scrapped(sheet: Sheet, _: Register) -> RowTest:
    first = date(sheet.plan.year, 1, 1).isoformat()
    return lambda row: _WRONG if row.get(DONE) < first else _FINE  # a blank one is before every day


def _vin(row: Row) -> Answer:
    vin = row.get(VIN)  # a blank one is CK-A04's
    return _WRONG if vin and not vin_ok(vin) else _FINE


def _plate(sheet: Sheet, _: Register) -> RowTest:
    prefix = sheet.settings.parameter(sheet.plan, "plate_prefix")

    def test(row: Row) -> Answer:
        plate = row.get(PLATE)  # a blank one is CK-A04's
        return _WRONG if isinstance(prefix, str) and plate and not plate.startswith(prefix) else _FINE

    return test


def _figure(sheet: Sheet, name: str) -> Decimal | None:
    value = sheet.settings.parameter(sheet.plan, name)
    return value if isinstance(value, Decimal) else None


def _threshold(sheet: Sheet, _: Register) -> RowTest:
    least_emission, least_energy = _figure(sheet, "r01_emission"), _figure(sheet, "r01_energy")

    def test(row: Row) -> Answer:
        emission, energy = row.decimal("年温室气体排放"), row.decimal("年综合能耗")
        if emission is None or energy is None or least_emission is None or least_energy is None:
            return _FINE
        return _WRONG if emission < least_emission and energy < least_energy else _FINE

    return test


def _emission_ratio(row: Row) -> Answer:
    emission, energy = row.decimal("年温室气体排放"), row.decimal("年综合能耗")
    if emission is None or not energy:
        return _FINE
    ratio = emission / energy
    return _FINE if 1 <= ratio <= 4 else {"x": plain(round(ratio, 2))}


def _credit_code(row: Row) -> Answer:
    return _FINE if credit_code_ok(row.get("统一社会信用代码")) else _WRONG


def _certified(row: Row) -> Answer:
    return _WRONG if row.get("达标") == "是" and not (row.get("认定日期") and row.get("认定单位")) else _FINE


def _inventory_year(row: Row) -> Answer:
    return _WRONG if "清单" in row.get("类型") and row.get("清单年份") != "2018" else _FINE


def _occasion(sheet: Sheet, _: Register) -> RowTest:
    windows = _occasions(sheet)

    def test(row: Row) -> Answer:
        day, window = row.day("日期"), windows.get(row.get("节点"))
        if day is None or window is None or window[0] - OCCASION_WIDTH <= day <= window[1] + OCCASION_WIDTH:
            return _FINE
        return {"d": day.isoformat(), "节点": row.get("节点")}

    return test


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


def _farm_scale(sheet: Sheet, _: Register) -> RowTest:
    standard = sheet.settings.parameter(sheet.plan, "r07_threshold")
    least = dict(_limits(standard)) if isinstance(standard, tuple) else {}

    def test(row: Row) -> Answer:
        scale, limit = row.decimal("设计规模"), least.get(row.get("畜种"))
        return {"x": plain(scale)} if scale is not None and limit is not None and scale < limit else _FINE

    return test


def _limits(lines: tuple[str, ...]) -> Iterator[tuple[str, Decimal]]:
    """Kind and least scale of the lines `生猪=500`; a line that cannot be read sets no limit."""
    for line in lines:
        kind, _, text = line.partition("=")
        try:
            scale = read_number(text, "").value
        except EntryError:
            continue
        if scale is not None:
            yield kind.strip(), scale


TESTS: Mapping[str, tuple[tuple[str, ...], Prepared]] = {  # name of the rule → registers, test
    "stage": (("R02",), _plainly(_stage)),
    "vehicle_kind": (("R02",), _plainly(_vehicle_kind)),
    "oil_to_gas": (("R03",), _plainly(_oil_to_gas)),
    "late_scrapping": (VEHICLES, _late),
    "scrapping_date": (VEHICLES, _scrapped),
    "vin": (VEHICLES, _plainly(_vin)),
    "plate": (VEHICLES, _plate),
    "threshold_enterprise": (("R01",), _threshold),
    "emission_ratio": (("R01",), _plainly(_emission_ratio)),
    "credit_code": (("R01",), _plainly(_credit_code)),
    "certified_date": (("R09",), _plainly(_certified)),
    "inventory_year": (("R11",), _plainly(_inventory_year)),
    "occasion_date": (("R10",), _occasion),
    "farm_scale": (("R07",), _farm_scale),
}
