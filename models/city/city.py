"""City: how the city's figure of an indicator comes from the cells of its units.

Adds up what the units reported and nothing else: a missing unit is counted in the coverage, never estimated; a zone
that lies in a county is added only when the office has said whether the county's figure holds it (CK-C02).
Source: definitions.md §2.1, plan.md §4.4.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from models.basics.period import Period
from models.formula.formula import Value
from models.plan.plan import Aggregate, Indicator, Plan, Unit, UnitKind
from models.settings.settings import Settings
from models.sheet.cells import State
from models.sheet.fillable import unit_slots
from models.sheet.sheet import Sheet

LOCAL = (UnitKind.COUNTY, UnitKind.ZONE)
INCLUDED, SEPARATE = "included_in_county", "separate"


@dataclass(frozen=True, slots=True)
class Share:
    """What one unit, or one county's line of a department, gives to a figure; None = it should have and did not."""

    unit: str
    figure: Decimal | None
    state: str  # state code of the cell; "" blank, "absent" when no return is in force


@dataclass(frozen=True, slots=True)
class Total:
    """A city total: its figure (None when nobody gave any), who counted, and the zones shown as 其中."""

    figure: Decimal | None
    shares: tuple[Share, ...]
    within: tuple[Share, ...] = ()  # zones already held in their county's figure
    unruled: tuple[str, ...] = ()  # zones for which the office has set no rule although both report (CK-C02)

    @property
    def given(self) -> int:
        """How many of the expected shares are there."""
        return sum(share.figure is not None for share in self.shares)

    @property
    def complete(self) -> bool:
        """True when every expected share is there."""
        return bool(self.shares) and self.given == len(self.shares)

    @property
    def absent(self) -> tuple[str, ...]:
        """The units whose share is not there."""
        return tuple(share.unit for share in self.shares if share.figure is None)


@dataclass(frozen=True)
class City:
    """The sheets in force of one period, seen together. `disputed` are units whose line is in dispute."""

    plan: Plan
    settings: Settings
    period: Period
    sheets: Mapping[str, Sheet]
    expected: tuple[str, ...]
    digests: Mapping[str, str] = field(default_factory=dict)
    disputed: frozenset[str] = frozenset()

    @cached_property
    def _locals(self) -> tuple[Unit, ...]:
        return tuple(self.plan.units[name] for name in self.expected if self.plan.units[name].kind in LOCAL)

    def reporters(self, item: str) -> tuple[Unit, ...]:
        """Return the counties and zones whose own form asks for an item in this period."""
        return tuple(unit for unit in self._locals if self._asked(unit.id, item))

    def _asked(self, unit: str, item: str) -> bool:
        return any(
            slot.item.id == item and slot.line is None and not slot.last_year and slot.due
            for slot in unit_slots(self.plan, unit, self.period.id)
        )

    def share(self, unit: str, address: str) -> Share:
        """Return what a unit's sheet in force gives at an address."""
        sheet = self.sheets.get(unit)
        if sheet is None:
            return Share(unit, None, "absent")
        cell = sheet.cell(address)
        return Share(unit, sheet.exact(address), cell.state.value if cell.state else "")

    def local_total(self, item: str, indicator: str) -> Total:
        """Return Σ over the counties' own forms, zones by the rule of this indicator."""
        rules = self.settings.overlap.get(indicator, {})
        shares: list[Share] = []
        within: list[Share] = []
        unruled: list[str] = []
        for unit in self.reporters(item):
            share = self.share(unit.id, item)
            if share.state in (State.NA, State.NOT_DUE):
                continue
            if unit.kind is UnitKind.COUNTY or unit.within is None or rules.get(unit.id) == SEPARATE:
                shares.append(share)
            elif share.figure is not None:
                within.append(share)
                county = self.share(unit.within, item).figure
                if unit.id not in rules and share.figure and county is not None:
                    unruled.append(unit.id)
        return Total(_added(shares), tuple(shares), tuple(within), tuple(unruled))

    def line_total(self, item: str, unit: str) -> Total:
        """Return Σ over the county lines of a department's split table; no shares when it has none."""
        lines = [
            slot
            for slot in unit_slots(self.plan, unit, self.period.id)
            if slot.item.id == item and slot.line and not slot.last_year
        ]
        shares = []
        for slot in lines:
            found = self.share(unit, slot.address)
            if found.state not in (State.NA, State.NOT_DUE):
                shares.append(Share(slot.line or "", found.figure, found.state))
        return Total(_added(shares), tuple(shares))

    def lead_figure(self, item: str, unit: str) -> Decimal | None:
        """Return the lead department's own city figure of an item: its city cell, else the sum of its lines."""
        sheet = self.sheets.get(unit)
        if sheet is None:
            return None
        own = sheet.exact(item)
        if own is not None:
            return own
        total = self.line_total(item, unit)
        return total.figure if total.complete else None

    def value(self, item: str, lead: str) -> Decimal | None:
        """Return a city-level figure: the lead's own cell, else each part of its formula from its main reporter."""
        found = self._city_value(item, lead)
        return found if isinstance(found, Decimal) else None

    def _city_value(self, name: str, lead: str) -> Value:
        item = self.plan.items.get(name)
        if item is None:
            return self._elsewhere(name)
        own = self.lead_figure(name, lead)
        indicator = self.plan.indicators.get(item.indicator or "")
        if own is None and indicator is not None and indicator.main_reporter != lead:
            own = self.lead_figure(name, indicator.main_reporter)
        if own is not None or item.formula is None:
            return own
        return item.formula.evaluate(lambda part: self._city_value(part, lead))

    def _elsewhere(self, name: str) -> Value:
        """Names that are no items (因子, 参数, 期 …): as the first sheet that has an answer knows them."""
        return next((v for sheet in self.sheets.values() if (v := sheet.lookup()(name)) is not None), None)

    def exact(self, indicator: Indicator) -> Decimal | None:
        """Return the value before any rounding on the way, where the indicator has a formula for it."""
        if indicator.exact is None:
            return None
        found = indicator.exact.evaluate(lambda name: self._city_value(name, indicator.main_reporter))
        return found if isinstance(found, Decimal) else None

    def contributors(self, indicator: Indicator) -> Iterator[str]:
        """Yield the units whose figures an indicator rests on."""
        yield indicator.main_reporter
        if indicator.aggregate is not Aggregate.CITY:
            items = {indicator.value_item, indicator.numerator, indicator.denominator} - {None}
            yield from {unit.id for item in items for unit in self.reporters(item or "")}


def _added(shares: list[Share]) -> Decimal | None:
    figures = [share.figure for share in shares if share.figure is not None]
    return sum(figures, Decimal(0)) if figures else None
