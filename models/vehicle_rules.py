"""Rules about scrapped vehicles (CK-D01…D08), and which of them do not count.

A row that fails CK-D01…D03 is not counted, is listed and needs an explanation, one per rule being enough; it does not
block (plan.md §4.0). Columns are those of plan.md §4.6.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from models.checks import Finding
from models.plan import Check, Register
from models.reading import vin_ok
from models.row_rules import DONE, at_row, row_rule
from models.rows import Row
from models.sheet import Sheet

VEHICLES = ("R02", "R03")
OLD_STAGES = ("国零", "国一", "国二", "国三")
PLATE, KIND, VIN = "号牌号码", "号牌种类", "VIN"


def rows_left_out(registers: Mapping[str, tuple[Row, ...]]) -> Mapping[str, frozenset[int]]:
    """Return register → numbers of the rows that do not count: repeated vehicles, wrong stage, wrong kind.

    Source: CK-D01, D02, D03; of two rows with one vehicle the earlier counts, R02 before R03.
    """
    out: dict[str, set[int]] = {name: set() for name in registers}
    for name, row, *_ in repeated_vehicles(registers):
        out[name].add(row.number)
    for row in registers.get("R02", ()):
        if _wrong_stage(row) or _wrong_kind(row):
            out["R02"].add(row.number)
    return {name: frozenset(numbers) for name, numbers in out.items()}


def repeated_vehicles(registers: Mapping[str, tuple[Row, ...]]) -> Iterator[tuple[str, Row, int, str]]:
    """Yield register and row of each vehicle entered again, with row number and register of its first entry."""
    seen: dict[tuple[str, ...], tuple[int, str]] = {}
    for name in VEHICLES:
        for row in registers.get(name, ()):
            plate, vin = row.get(PLATE), row.get(VIN)
            signs: list[tuple[str, ...]] = [(plate, row.get(KIND))] if plate else []
            signs += [(vin,)] if vin else []
            first = next((seen[sign] for sign in signs if sign in seen), None)
            if first:
                yield name, row, *first
            for sign in signs:
                seen.setdefault(sign, (row.number, name))


def _wrong_stage(row: Row) -> bool:
    return row.get("排放阶段") not in OLD_STAGES


def _wrong_kind(row: Row) -> bool:
    use = row.get("使用性质")
    trade = "营" in use and "非" not in use
    return "柴油" not in row.get("燃料种类") or not trade or "货" not in row.get("车辆类型")


def duplicate_vehicle(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-D01: the same plate and kind, or the same VIN, twice, R02 and R03 together."""
    for name, row, first, first_in in repeated_vehicles(sheet.registers):
        where = str(first) if first_in == name else f"{first_in}-{first}"
        vehicle = row.get(PLATE) or row.get(VIN)
        yield at_row(check, sheet, sheet.plan.registers[name], row, 号牌号码=vehicle, i=where, j=str(row.number))


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
    vin = row.get(VIN)  # a blank one is CK-A04's
    return {} if vin and not vin_ok(vin) else None


def _plate(sheet: Sheet, _: Register, row: Row) -> Mapping[str, str] | None:
    prefix = sheet.settings.parameter(sheet.plan, "plate_prefix")
    plate = row.get(PLATE)  # a blank one is CK-A04's
    return {} if isinstance(prefix, str) and plate and not plate.startswith(prefix) else None


RULES: Mapping[str, Callable[[Check, Sheet], Iterable[Finding]]] = {
    "duplicate_vehicle": duplicate_vehicle,
    "stage": row_rule(("R02",), _stage),
    "vehicle_kind": row_rule(("R02",), _vehicle_kind),
    "oil_to_gas": row_rule(("R03",), _oil_to_gas),
    "late_scrapping": row_rule(VEHICLES, _late),
    "scrapping_date": row_rule(VEHICLES, _scrapped),
    "vin": row_rule(VEHICLES, _vin),
    "plate": row_rule(VEHICLES, _plate),
}
