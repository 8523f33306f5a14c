"""Rules about scrapped vehicles (CK-D01…D08).

A row that fails CK-D01…D03 is not counted (`models.sheet.left_out`), is listed and needs an explanation, one per rule
being enough; it does not block (plan.md §4.0). What one vehicle does wrong by itself is told by
`models.checks.row_tests`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from models.checks.findings import Finding
from models.checks.row_rules import at_row, row_rule
from models.plan.plan import Check
from models.sheet.left_out import PLATE, VIN, repeated_vehicles
from models.sheet.sheet import Sheet


def duplicate_vehicle(check: Check, sheet: Sheet) -> Iterator[Finding]:
    """CK-D01: the same plate and kind, or the same VIN, twice, R02 and R03 together."""
    for name, row, first, first_in in repeated_vehicles(sheet.cache, sheet.registers):
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
