"""Rules about scrapped vehicles (CK-D01…D08), and which of them do not count.

A row that fails CK-D01…D03 is not counted, is listed and needs an explanation, one per rule being enough; it does not
block (plan.md §4.0). What one vehicle does wrong by itself is told by `models.checks.row_tests`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from models.checks.findings import Finding
from models.checks.row_rules import at_row, offending, row_rule
from models.checks.row_tests import KIND, PLATE, VEHICLES, VIN
from models.plan.plan import Check
from models.sheet.rows import Row
from models.sheet.sheet import Sheet

Repeated = tuple[str, Row, int, str]  # register, row, number and register of the vehicle's first entry


def rows_left_out(sheet: Sheet) -> Mapping[str, frozenset[int]]:
    """Return register → numbers of the rows that do not count: repeated vehicles, wrong stage, wrong kind.

    Source: CK-D01, D02, D03; of two rows with one vehicle the earlier counts, R02 before R03.
    """
    out: dict[str, set[int]] = {name: set() for name in sheet.registers}
    for name, row, *_ in repeated_vehicles(sheet):
        out[name].add(row.number)
    for test in ("stage", "vehicle_kind"):
        for register, row, _ in offending(sheet, test, ("R02",)):
            out.setdefault(register.id, set()).add(row.number)
    return {name: frozenset(numbers) for name, numbers in out.items()}


def repeated_vehicles(sheet: Sheet) -> tuple[Repeated, ...]:
    """Return each vehicle entered again, R02 and R03 together: the same plate and kind, or the same VIN."""
    lists = tuple(sheet.registers.get(name, ()) for name in VEHICLES)
    return sheet.cache.keep("repeated vehicles", lists, lambda: tuple(_repeated(lists)))


def _repeated(lists: Iterable[tuple[Row, ...]]) -> Iterator[Repeated]:
    seen: dict[tuple[str, ...], tuple[int, str]] = {}
    for name, rows in zip(VEHICLES, lists, strict=True):
        for row in rows:
            plate, vin = row.get(PLATE), row.get(VIN)
            here = row.number, name
            by_plate = seen.setdefault((plate, row.get(KIND)), here) if plate else here
            by_vin = seen.setdefault((vin,), here) if vin else here
            first = by_plate if by_plate is not here else by_vin
            if first is not here:
                yield name, row, *first


def duplicate_vehicle(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-D01: the same plate and kind, or the same VIN, twice, R02 and R03 together."""
    for name, row, first, first_in in repeated_vehicles(sheet):
        where = str(first) if first_in == name else f"{first}（{first_in}）"
        vehicle = row.get(PLATE) or row.get(VIN)
        yield at_row(check, sheet, sheet.plan.registers[name], row, 号牌号码=vehicle, i=where, j=str(row.number))


RULES: Mapping[str, Callable[[Check, Sheet], Iterable[Finding]]] = {
    "duplicate_vehicle": duplicate_vehicle,
    "stage": row_rule("stage"),
    "vehicle_kind": row_rule("vehicle_kind"),
    "oil_to_gas": row_rule("oil_to_gas"),
    "late_scrapping": row_rule("late_scrapping"),
    "scrapping_date": row_rule("scrapping_date"),
    "vin": row_rule("vin"),
    "plate": row_rule("plate"),
}
