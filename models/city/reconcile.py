"""Reconciliation: the lead department's figure against the sum of the counties, and each county against its line.

Compares and names; decides nothing and changes no figure.
What two figures may differ by stands in the plan's check of the rule `reconcile`.
"""

from collections.abc import Iterable
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum

from models.basics.messages import say
from models.basics.quantity import format_exact, places_of, with_measure
from models.basics.records import dataclass
from models.city.city import City, Share, Total
from models.plan.plan import Aggregate, Indicator, Item, Plan

USUAL, MOST_SHOWN = 2, 4  # decimals: what figures are told with as a rule, and at most


class LineStanding(StrEnum):
    """How the two figures of one unit stand to each other, in the order in which lists have them."""

    DIFFERS = "differs"
    LACKS = "lacks"  # a side of it is missing
    AGREES = "agrees"


class SumOutcome(StrEnum):
    """How a comparison ended."""

    EXCEEDS = "exceeds"  # 相差超过允差
    NOT_COMPARED = "not_compared"  # 未齐，暂不对账
    AGREES = "agrees"


class RestOfSum(StrEnum):
    """What can be said in one line of the units that do not differ."""

    AGREES = "agrees"  # of all of them both figures are there, and they are the same
    MIXED = "mixed"  # of some a side is missing
    LACKING = "lacking"  # of each a side is missing
    WHOLE = "whole"  # the department gave one figure for the whole, and none for them


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFigures:
    """What one unit gives to the sum, and the department's line for it; None = there is none."""

    unit: str
    county: Decimal | None
    department: Decimal | None
    state: str  # as of its share: why it gives no figure
    standing: LineStanding

    @property
    def agrees(self) -> bool:
        """True when both sides said something of it, and the same."""
        return self.standing is LineStanding.AGREES

    @property
    def difference(self) -> Decimal | None:
        """Its own figure less the department's, None where there are not both."""
        return None if self.county is None or self.department is None else self.county - self.department


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """One item of an indicator: Σ counties, the department's figure, and every unit whose share is in the sum.

    Totals are compared only when both sides are `complete`; until then county by county (未齐，暂不对账).
    """

    indicator: str
    item: str
    counties: Decimal | None  # Σ of what came so far
    department: Decimal | None  # its own city figure, or the sum of its lines
    complete: bool
    tolerance: Decimal
    lines: tuple[UnitFigures, ...]  # by their standing, within it in the order of the sum
    item_decimals: int  # of the item

    @property
    def units(self) -> tuple[UnitFigures, ...]:
        """Those whose two figures differ."""
        return tuple(one for one in self.lines if one.standing is LineStanding.DIFFERS)

    @property
    def others(self) -> tuple[UnitFigures, ...]:
        """The rest of the sum: those of which a side is missing, then those that agree."""
        return tuple(one for one in self.lines if one.standing is not LineStanding.DIFFERS)

    @property
    def agreeing(self) -> int:
        """Of how many units both figures are the same."""
        return sum(one.agrees for one in self.lines)

    @property
    def rest(self) -> RestOfSum:
        """What the others have in common."""
        if all(one.department is None for one in self.others):
            return RestOfSum.WHOLE
        if self.agreeing == len(self.others):
            return RestOfSum.AGREES
        return RestOfSum.MIXED if self.agreeing else RestOfSum.LACKING

    @property
    def outcome(self) -> SumOutcome:
        """How it ended."""
        if not self.complete:
            return SumOutcome.NOT_COMPARED
        return SumOutcome.EXCEEDS if self.exceeds else SumOutcome.AGREES

    @property
    def decimals(self) -> int:
        """With how many decimals its figures are shown, on screen and paper: as the longest of them needs."""
        lines = (figure for one in self.units for figure in (one.county, one.department))
        figures = [one for one in (self.counties, self.department, *lines) if one is not None]
        longest = max((places_of(one) for one in figures), default=0)
        return min(MOST_SHOWN, max(min(USUAL, self.item_decimals), longest))

    def shown(self, figure: Decimal | None) -> str:
        """Return one of its figures as every screen, paper and sentence writes it, nothing rounded; "" for none."""
        return format_exact(figure, self.decimals)

    def amount(self, plan: Plan, figure: Decimal | None) -> str:
        """Return one of its figures with the measure of what is compared: of a rate an amount, never the rate's %."""
        return with_measure(self.shown(figure), plan.items[self.item].measure)

    def told(self, plan: Plan, figure: Decimal | None) -> str:
        """Return one of its figures in a list of an indicator's: a part's behind its name; "" for none."""
        return f"{self.part(plan)} {self.amount(plan, figure)}".strip() if figure is not None else ""

    def part(self, plan: Plan) -> str:
        """Return the name of what is compared where it is a part of the indicator's figure; "" for that itself."""
        return "" if self.item == plan.indicators[self.indicator].value_item else plan.items[self.item].name

    @property
    def shown_tolerance(self) -> Decimal:
        """The tolerance with the decimals of the figures, cut: a difference of these is beyond both or neither."""
        return self.tolerance.scaleb(self.decimals).to_integral_value(ROUND_FLOOR).scaleb(-self.decimals)

    @property
    def difference(self) -> Decimal | None:
        """Σ counties less the department's figure, None until both sides are complete."""
        if not self.complete or self.counties is None or self.department is None:
            return None
        return self.counties - self.department

    @property
    def percent(self) -> Decimal:
        """The difference in per cent of Σ counties, 0 when that is 0 or there is none."""
        return abs(self.difference) / abs(self.counties) * 100 if self.difference and self.counties else Decimal(0)

    @property
    def exceeds(self) -> bool:
        """True when the two differ by more than the tolerance."""
        return self.difference is not None and abs(self.difference) > self.tolerance


def compared_items(indicator: Indicator) -> tuple[str, ...]:
    """Return the items that are added up for an indicator: its amount, or its numerator and denominator."""
    if indicator.aggregate in (Aggregate.RATIO, Aggregate.GROWTH):
        return tuple(item for item in (indicator.numerator, indicator.denominator) if item)
    return (indicator.value_item,)


def in_plan_order(plan: Plan, items: Iterable[str]) -> list[str]:
    """Return items as the plan lists them: a whole stands before its 其中, whichever is divided by which."""
    order = {name: place for place, name in enumerate(plan.items)}
    return sorted(items, key=order.__getitem__)


def reconcile(city: City) -> tuple[Reconciliation, ...]:
    """Return every comparison of the period for which both sides said something, in plan order."""
    found = []
    for indicator in city.plan.indicators.values():
        items = in_plan_order(city.plan, compared_items(indicator))
        if indicator.reconciled and city.by_county(items):
            found += [one for item in items if (one := _compare(city, indicator, item)) is not None]
    return tuple(found)


def _compare(city: City, indicator: Indicator, name: str) -> Reconciliation | None:
    lead = indicator.main_reporter
    total, lines = city.local_total(name, indicator.id), city.line_total(name, lead)
    own = city.department_figures((name,), lead)
    department = own[0] if own else lines.figure
    if total.figure is None or total.unruled or department is None:
        return None
    item = city.plan.items[name]
    return Reconciliation(
        indicator=indicator.id,
        item=name,
        counties=total.figure,
        department=department,
        complete=total.complete and own is not None,
        tolerance=tolerance(city, item, total.figure),
        lines=_lines(total, lines, item),
        item_decimals=item.decimals or 0,
    )


def _lines(total: Total, lines: Total, item: Item) -> tuple[UnitFigures, ...]:
    """Everybody whose share is in the sum, or is missing in it, so that the whole of it can be seen."""
    own = {line.unit: line.figure for line in lines.shares}
    found = [
        UnitFigures(
            unit=one.unit,
            county=one.figure,
            department=own.get(one.unit),
            state=one.state,
            standing=_standing(one, own.get(one.unit), item),
        )
        for one in total.shares
    ]
    order = list(LineStanding)
    return tuple(sorted(found, key=lambda one: order.index(one.standing)))


def _standing(share: Share, line: Decimal | None, item: Item) -> LineStanding:
    """How a share stands to the department's line for it: 不适用 is nothing, as a line of 0 is."""
    if line is None or not share.answered:
        return LineStanding.LACKS
    same = line == 0 if share.figure is None else abs(share.figure - line) <= _last_place(item)
    return LineStanding.AGREES if same else LineStanding.DIFFERS


def tolerance(city: City, item: Item, figure: Decimal) -> Decimal:
    """Return what two figures of an item may differ by, given one of them."""
    check = city.plan.check_of("reconcile")
    percent = _limit(city, check.inputs["percent"]) if check else None
    absolute = _limit(city, check.inputs["absolute"].get(item.measure)) if check else None
    share = abs(figure) * percent / 100 if percent is not None else Decimal(0)
    return max(share, absolute if absolute is not None else _last_place(item))


def _limit(city: City, limit: Decimal | str | None) -> Decimal | None:
    """A limit of the plan: a figure, or the id of the parameter that gives it."""
    value = city.settings.parameter(city.plan, limit) if isinstance(limit, str) else limit
    return value if isinstance(value, Decimal) else None


def _last_place(item: Item) -> Decimal:
    return Decimal(1).scaleb(-(item.decimals or 0))


def called(plan: Plan, units: Iterable[str]) -> dict[str, str]:
    """Return what fills 县区合计 where that would be wrong: no 县区 is among those added up, companies for example."""
    local = plan.words.get("local", "")
    kinds = {plan.units[unit].kind.name for unit in units if unit in plan.units}
    known = {kind.name for kind in plan.unit_kinds.values()}
    return {"县区合计": say("summary.units_total")} if kinds and local in known - kinds else {}
