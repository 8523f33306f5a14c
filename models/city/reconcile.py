"""Reconciliation: the lead department's figure against the sum of the counties, and each county against its line.

Compares and names; decides nothing and changes no figure (DESIGN §2.1). Source: CK-C01, CK-C07,
parameters `tolerance_percent` and `tolerance_area` (plan.md §4.11).
"""

from dataclasses import dataclass
from decimal import Decimal

from models.city.city import City, Total
from models.plan.plan import Aggregate, Indicator, Item

LAND = "万亩"  # the measure that has a tolerance of its own


@dataclass(frozen=True, slots=True)
class UnitDifference:
    """One county's own figure against the department's line for it."""

    unit: str
    county: Decimal
    department: Decimal


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """One item of an indicator: Σ counties, the department's figure, and the counties whose lines differ."""

    indicator: str
    item: str
    counties: Decimal
    department: Decimal
    tolerance: Decimal
    units: tuple[UnitDifference, ...]

    @property
    def difference(self) -> Decimal:
        """Σ counties less the department's figure."""
        return self.counties - self.department

    @property
    def percent(self) -> Decimal:
        """The difference in per cent of Σ counties, 0 when that is 0."""
        return abs(self.difference) / abs(self.counties) * 100 if self.counties else Decimal(0)

    @property
    def exceeds(self) -> bool:
        """True when the two differ by more than the tolerance (CK-C01)."""
        return abs(self.difference) > self.tolerance


def compared_items(indicator: Indicator) -> tuple[str, ...]:
    """Return the items that are added up for an indicator: its amount, or its numerator and denominator."""
    if indicator.aggregate in (Aggregate.RATIO, Aggregate.GROWTH):
        return tuple(item for item in (indicator.numerator, indicator.denominator) if item)
    return (indicator.value_item,)


def reconcile(city: City) -> tuple[Reconciliation, ...]:
    """Return every comparison of the period for which both sides are there, in plan order."""
    found = []
    for indicator in city.plan.indicators.values():
        if indicator.reconcile != "none":
            items = compared_items(indicator)
            found += [one for item in items if (one := _compare(city, indicator, item)) is not None]
    return tuple(found)


def _compare(city: City, indicator: Indicator, name: str) -> Reconciliation | None:
    total = city.local_total(name, indicator.id)
    department = city.lead_figure(name, indicator.main_reporter)
    if total.figure is None or total.unruled or department is None:
        return None
    item = city.plan.items[name]
    lines = city.line_total(name, indicator.main_reporter)
    return Reconciliation(
        indicator.id, name, total.figure, department, _tolerance(city, item, total.figure), _lines(total, lines, item)
    )


def _tolerance(city: City, item: Item, counties: Decimal) -> Decimal:
    percent = city.settings.parameter(city.plan, "tolerance_percent")
    area = city.settings.parameter(city.plan, "tolerance_area")
    share = abs(counties) * percent / 100 if isinstance(percent, Decimal) else Decimal(0)
    floor = area if item.measure == LAND and isinstance(area, Decimal) else _last_place(item)
    return max(share, floor)


def _last_place(item: Item) -> Decimal:
    return Decimal(1).scaleb(-(item.decimals or 0))


def _lines(total: Total, lines: Total, item: Item) -> tuple[UnitDifference, ...]:
    own = {share.unit: share.figure for share in total.shares}
    found = []
    for line in lines.shares:
        county = own.get(line.unit)
        if county is not None and line.figure is not None and abs(county - line.figure) > _last_place(item):
            found.append(UnitDifference(line.unit, county, line.figure))
    return tuple(found)
