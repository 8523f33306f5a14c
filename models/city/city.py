"""City: the sheets in force of one period, seen together, and what each unit's cells give to a city figure.

Adds up what the units reported and nothing else: a missing unit is counted in the coverage, never estimated; a zone
that lies in a county is added only when the office has said whether the county's figure holds it. A
department's own figure stands beside the counties' and never in their place.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from decimal import Decimal
from functools import cached_property

from models.basics.addresses import Address, split_address
from models.basics.period import Period
from models.basics.records import dataclass
from models.plan.plan import Indicator, Part, Plan, Unit
from models.settings.settings import Settings
from models.sheet.cells import State
from models.sheet.fillable import Slot, slots_by_item, unit_slots
from models.sheet.sheet import Sheet

SEPARATE = "separate"
ABSENT = "absent"  # no return in force
OLD = "old_version"  # filed under a version of the plan that does not ask this, or asks something else
MISSING, HELD, RETURNED, DISPUTED = "missing", "held", "returned", "disputed"  # why there is none


@dataclass(frozen=True, slots=True)
class Share:
    """What one unit, or one county's line of a department, gives to a figure; None = it gives none."""

    unit: str
    figure: Decimal | None
    state: str  # state code of the cell; "" blank, ABSENT when no return is in force, OLD

    @property
    def answered(self) -> bool:
        """True for a figure and for 不适用; 未到报告期 and 暂无数据 answer nothing that is owed."""
        return self.figure is not None or self.state == State.NA


@dataclass(frozen=True, slots=True)
class Total:
    """A sum over units or lines: who owes a share, and the zones shown as 其中 that are in their county's."""

    shares: tuple[Share, ...]
    within: tuple[Share, ...] = ()
    unruled: tuple[str, ...] = ()  # zones for which the office has set no rule although both report

    @property
    def figure(self) -> Decimal | None:
        """The sum of what was given, None when nobody gave a figure."""
        return added(share.figure for share in self.shares)

    @property
    def complete(self) -> bool:
        """True when everybody who owes a share has answered and somebody with a figure."""
        return self.figure is not None and all(share.answered for share in self.shares)

    def of(self, unit: str) -> Share | None:
        """Return a unit's share, None when it owes none."""
        return next((share for share in self.shares if share.unit == unit), None)


def added(figures: Iterable[Decimal | None]) -> Decimal | None:
    """Return the sum of the figures that are there, None when none is."""
    known = [figure for figure in figures if figure is not None]
    return sum(known, Decimal(0)) if known else None


@dataclass(frozen=True, kw_only=True)
class City:
    """The sheets in force of one period. `disputed` are units whose line is in dispute.

    `standing` tells of a unit without a return in force why: MISSING (nothing came), HELD, RETURNED, DISPUTED.
    `entered`: units whose return in force was typed in at the office from a stamped paper. `waits`: of the missing,
    those whose time is not over: they have not filed yet (未报), which is no failure (缺报).
    """

    plan: Plan
    settings: Settings
    period: Period
    sheets: Mapping[str, Sheet]
    expected: tuple[str, ...]
    digests: Mapping[str, str] = field(default_factory=dict)
    disputed: frozenset[str] = frozenset()
    standing: Mapping[str, str] = field(default_factory=dict)
    entered: frozenset[str] = frozenset()
    waits: frozenset[str] = frozenset()

    def name(self, unit: str) -> str:
        """Return a unit's name at the end of the period."""
        return self.plan.unit_name(unit, self.period.end)

    def names(self, units: Iterable[str]) -> str:
        """Return several units' names as one text."""
        return "、".join(self.name(unit) for unit in units)

    @cached_property
    def _added_items(self) -> frozenset[str]:
        adding = [one for one in self.plan.assignments if not one.split and one.part is Part.ADDS]
        return frozenset(item for one in adding for item in one.items)

    @cached_property
    def _added_by(self) -> Mapping[str, frozenset[str]]:
        """Unit → the indicators it gives figures of its own for, in whatever period."""
        found: dict[str, set[str]] = {}
        for one in self.plan.assignments:
            named = {str(self.plan.items[item].indicator) for item in one.items} if one.part is Part.ADDS else set()
            for unit in one.units if named else ():
                found.setdefault(unit, set()).update(named)
        return {unit: frozenset(named) for unit, named in found.items()}

    def by_county(self, items: Sequence[str]) -> bool:
        """True when units report these items on their own forms for the whole, in whatever period."""
        return all(item in self._added_items for item in items)

    def slots(self, unit: str) -> tuple[Slot, ...]:
        """Return the cells a unit has in this period."""
        return unit_slots(self.plan, unit, self.period.id)

    def slots_of(self, item: str, unit: str) -> tuple[Slot, ...]:
        """Return the cells a unit has for one item in this period: its own, line by line, of last year."""
        return slots_by_item(self.plan, unit, self.period.id).get(item, ())

    def asks(self, unit: str, item: str) -> bool:
        """True when the period asks a unit for an item, in one cell or line by line."""
        return any(not slot.last_year and slot.due for slot in self.slots_of(item, unit))

    def reporters(self, item: str) -> tuple[Unit, ...]:
        """Return the units whose own figure of an item goes into the whole in this period."""
        return tuple(unit for unit in self.plan.filing_units if self._adds(unit.id, item))

    def _adds(self, unit: str, item: str) -> bool:
        return any(
            slot.due and slot.part is Part.ADDS and not slot.total
            for slot in self.slots_of(item, unit)
            if slot.line is None and not slot.last_year
        )

    def share(self, unit: str, address: str) -> Share:
        """Return what a unit's sheet in force gives at an address."""
        sheet = self.sheets.get(unit)
        if sheet is None:
            return Share(unit, None, ABSENT)
        return Share(unit, sheet.exact(address), self.state_of(sheet, address))

    def state_of(self, sheet: Sheet, address: str) -> str:
        """Return the state code of a cell; OLD where the version it was filed under does not say it."""
        parts = split_address(address)
        item = parts.item if parts else address
        if item in sheet.outdated or (item in self.plan.items and item not in sheet.plan.items):
            return OLD
        state = sheet.cell(address).state
        return state.value if state else ""

    def adds(self, unit: Unit, indicator: str) -> bool:
        """True for a unit whose figure is added: one that is in no other's figure, or is counted apart by the office.

        What a unit lies in gives no figure of its own where the plan asks it for none of the indicator.
        """
        rule = self.settings.overlap.get(indicator, {}).get(unit.id)
        apart = unit.within is None or (rule is None and indicator not in self._added_by.get(unit.within, ()))
        return apart or rule == SEPARATE

    def local_total(self, item: str, indicator: str, *, last_year: bool = False) -> Total:
        """Return Σ over the counties' own forms, zones by the rule of this indicator; of 上年同期 if asked."""
        address = str(Address(item, last_year=last_year))
        shares: list[Share] = []
        within: list[Share] = []
        unruled: list[str] = []
        for unit in self.reporters(item):
            share = self.share(unit.id, address)
            if self.adds(unit, indicator):
                shares.append(share)
            elif share.figure is not None:
                within.append(share)
                if share.figure and self._unruled(unit, item, indicator):
                    unruled.append(unit.id)
        return Total(tuple(shares), tuple(within), tuple(unruled))

    def _unruled(self, zone: Unit, item: str, indicator: str) -> bool:
        ruled = zone.id in self.settings.overlap.get(indicator, {})
        return not ruled and self.share(zone.within or "", item).figure is not None

    def line_total(self, item: str, unit: str) -> Total:
        """Return Σ over the county lines of a department's split table; no shares when it has none."""
        lines = [slot for slot in self.slots_of(item, unit) if slot.line and not slot.last_year]
        found = [(slot.line or "", self.share(unit, slot.address)) for slot in lines]
        return Total(tuple(Share(line, share.figure, share.state) for line, share in found))

    def own_figure(self, item: str, unit: str) -> Decimal | None:
        """Return what a unit gives in the one cell of an item, not line by line; None when it has no such figure."""
        sheet = self.sheets.get(unit)
        slot = sheet.slots.get(item) if sheet else None
        if sheet is None or slot is None or slot.total:
            return None
        return sheet.exact(item) if slot.item.numeric else self._counted_word(item, sheet.cell(item).text)

    def _counted_word(self, item: str, text: str) -> Decimal | None:
        """What a grade or a yes counts as for the indicator it is the value of."""
        named = (one for one in self.plan.indicators.values() if item in (one.value_item, one.verified_item))
        return next((number for one in named if (number := one.number_of(text)) is not None), None)

    def department_figures(self, items: Sequence[str], unit: str) -> tuple[Decimal, ...] | None:
        """Return a department's own city figures of several items, all of one kind: its cells, or its complete lines.

        None when it does not give them all. A line that is 未到报告期 or 暂无数据 is no line.
        """
        own = [self.own_figure(item, unit) for item in items]
        if all(figure is not None for figure in own):
            return tuple(figure for figure in own if figure is not None)
        totals = [self.line_total(item, unit) for item in items]
        if all(total.complete for total in totals):
            return tuple(total.figure for total in totals if total.figure is not None)
        return None

    def decides(self, indicator: Indicator) -> bool:
        """True when this period says 达标 or 未达标 of an indicator: a deciding one, or the first after a date in it.

        An indicator over several years is decided in the plan's last deciding period only, and never before it is due.
        """
        if indicator.multi_year:
            last = max((one.end for one in self.plan.periods.values() if one.deciding), default=self.plan.until)
            return self.period.deciding and self.period.end >= max(last, indicator.due)
        year_ends = max(period.end for period in self.plan.periods.values())
        return self.period.deciding or (indicator.due < year_ends and self.period.end >= indicator.due)
