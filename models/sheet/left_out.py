"""Left out: which rows of a register do not count: repeated vehicles, a wrong stage, a wrong kind (CK-D01…D03).

A sheet asks here by itself (`Sheet.uncounted`), so that no sheet can be had that counts them. A row is read alone or
with the other vehicles, never with the figures of the sheet. The findings are made by `models.checks.vehicle_rules`.
"""

from collections.abc import Iterable, Iterator, Mapping

from models.sheet.identity_cache import IdentityCache
from models.sheet.rows import Row

VEHICLES = ("R02", "R03")
JUDGED = "R02"  # the register whose rows must be of the right stage and kind
OLD_STAGES = ("国零", "国一", "国二", "国三")
PLATE, KIND, VIN = "号牌号码", "号牌种类", "VIN"

Registers = Mapping[str, tuple[Row, ...]]
Repeated = tuple[str, Row, int, str]  # register, row, number and register of the vehicle's first entry


def right_stage(row: Row) -> bool:
    """True for a vehicle of 国三 or older (CK-D02)."""
    return row.get("排放阶段") in OLD_STAGES


def right_kind(row: Row) -> bool:
    """True for a diesel lorry for hire (CK-D03)."""
    use = row.get("使用性质")
    return "柴油" in row.get("燃料种类") and "营" in use and "非" not in use and "货" in row.get("车辆类型")


def rows_left_out(cache: IdentityCache, registers: Registers) -> Mapping[str, frozenset[int]]:
    """Return register → numbers of the rows that do not count; of two rows with one vehicle the earlier counts."""
    lists = tuple(registers.get(name, ()) for name in VEHICLES)

    def make() -> Mapping[str, frozenset[int]]:
        out: dict[str, set[int]] = {name: set() for name in VEHICLES}
        for name, row, *_ in repeated_vehicles(cache, registers):
            out[name].add(row.number)
        wrong = cache.each("left out", lists[VEHICLES.index(JUDGED)], _wrong)
        out[JUDGED].update(row.number for row, is_wrong in wrong if is_wrong)
        return {name: frozenset(numbers) for name, numbers in out.items()}

    return cache.keep("left out", lists, make)


def _wrong(row: Row) -> bool:
    return not (right_stage(row) and right_kind(row))


def repeated_vehicles(cache: IdentityCache, registers: Registers) -> tuple[Repeated, ...]:
    """Return each vehicle entered again, R02 and R03 together: the same plate and kind, or the same VIN."""
    lists = tuple(registers.get(name, ()) for name in VEHICLES)
    return cache.keep("repeated vehicles", lists, lambda: tuple(_repeated(lists)))


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
