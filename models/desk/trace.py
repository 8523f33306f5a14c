"""Trace: where a city figure comes from — each unit's cell with the paper it stands on, counted or not.

The counted values, put together as the plan says, give the value; zones held in their county's figure are told and not
added.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal

from models.basics.addresses import Address, split_address
from models.basics.quantity import format_exact
from models.basics.records import dataclass
from models.city.adjudication import Adjudication
from models.city.city import City
from models.city.coverage import whole
from models.city.figures import COUNTIES, DEPARTMENT, LINES, Department
from models.city.reconcile import compared_items
from models.city.sources import Sources
from models.city.summary import ADJUDICATED, Result
from models.plan.plan import Indicator, Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFacts:
    """The paper a unit's cells stand on: revision, digest, when and how it came, and its stamped paper if one did."""

    revision: int
    digest: str
    registered: datetime
    channel: str
    stamped: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceCell:
    """One cell that was looked at for a figure; `counted`: it is part of the value."""

    unit: str
    item: str  # address
    value: Decimal | None
    state: str  # code of the state; "" blank, "absent" without a return in force
    counted: bool
    within: str | None  # the county whose figure holds this zone's
    paper: PaperFacts | None
    explanation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """An indicator's value and the cells behind it, counted ones first."""

    period: str
    result: Result
    cells: tuple[TraceCell, ...]
    department: Department | None
    adjudication: Adjudication | None


def trace(city: City, result: Result, papers: Mapping[str, PaperFacts]) -> Trace:
    """Return where a result comes from; `papers` are those in force, by unit."""
    cells = sorted(_cells(city, result, papers), key=lambda cell: not cell.counted)
    return Trace(
        period=city.period.id,
        result=result,
        cells=tuple(cells),
        department=result.department,
        adjudication=result.adjudication,
    )


def components(plan: Plan, indicator: Indicator) -> tuple[str, ...]:
    """Return the items a unit's share of an indicator is told in, the last one the share itself.

    The entered parts of what is added up stand before it, in plan order; of a ratio both amounts before the ratio.
    """
    found: dict[str, None] = {}
    for item in compared_items(indicator):
        parts = _entered(plan, item)
        found |= dict.fromkeys(name for name in plan.items if name in parts)
        found[item] = None
    found.pop(indicator.value_item, None)
    return (*found, indicator.value_item)


def least_decimals(plan: Plan, result: Result, address: str) -> int:
    """Return how many decimals a cell behind a figure is written with at least: those the figure itself is shown with.

    Never more than its item has; two, as in any cell, where there is no figure. What a unit gave with more keeps them.
    """
    parts = split_address(address)
    item = plan.items[parts.item if parts else address]
    return min(item.decimals or 0, 2 if result.value is None else result.decimals)


def figure_words(plan: Plan, result: Result, address: str, value: Decimal) -> str:
    """Return a cell behind a figure, or their sum, as people read it: nothing rounded, no fewer decimals than it."""
    words = result.indicator.words_of(value) if address == result.indicator.value_item else None
    return words or format_exact(value, least_decimals(plan, result, address))


def _entered(plan: Plan, item: str) -> frozenset[str]:
    """The items a derived one is made from that somebody enters or counts; of any other none."""
    formula = plan.items[item].formula
    parts = [name for name in formula.reads if name in plan.items] if formula is not None else []
    return frozenset().union(*(_entered(plan, name) or {name} for name in parts))


def _cells(city: City, result: Result, papers: Mapping[str, PaperFacts]) -> Iterator[TraceCell]:
    indicator = result.indicator
    if not result.totals:
        yield from _city_cells(city, result, papers)
        return
    by_county = city.by_county(compared_items(indicator))
    counting = set(whole(result.totals)) if result.basis in (COUNTIES, LINES) else set()
    for item, total in zip(compared_items(indicator), result.totals, strict=True):
        for share in total.shares:
            unit = share.unit if by_county else indicator.main_reporter
            at = item if by_county else str(Address(item, share.unit))
            yield _cell(city, unit, at, papers, counted=share.unit in counting)
        for share in total.within:
            home = city.plan.units[share.unit].within
            yield _cell(city, share.unit, item, papers, counted=False, within=home)
        if result.basis == DEPARTMENT and not by_county:
            yield _cell(city, indicator.main_reporter, item, papers, counted=True)


def _city_cells(city: City, result: Result, papers: Mapping[str, PaperFacts]) -> Iterator[TraceCell]:
    indicator = result.indicator
    sources, given = Sources(city, indicator), result.basis == ADJUDICATED
    verified = indicator.verified_item
    decided = verified is not None and sources.value(verified) is not None
    if verified is not None and decided:
        yield _cell(city, indicator.main_reporter, verified, papers, counted=not given)
    for item in (one for one in city.plan.items if one in sources.inputs):
        chosen = sources.source_of(item)
        for unit in dict.fromkeys((chosen, *sources.candidates(item))):
            cell = _cell(city, unit, item, papers, counted=unit == chosen and not decided and not given)
            if cell.counted or cell.value is not None:
                yield cell


def _cell(
    city: City, unit: str, at: str, papers: Mapping[str, PaperFacts], *, counted: bool, within: str | None = None
) -> TraceCell:
    share = city.share(unit, at)
    value = share.figure if share.figure is not None else city.own_figure(at, unit)  # a grade counts by its place
    return TraceCell(
        unit=unit,
        item=at,
        value=value,
        state=share.state,
        counted=counted and value is not None,
        within=within if value is not None else None,
        paper=papers.get(unit),
        explanation=explained(city, unit, at),
    )


def both_sides(city: City, indicator: Indicator, item: str, county: str) -> tuple[tuple[str, str], ...]:
    """Return what a county and the lead department wrote about their two figures of an item, as (unit, words).

    Who wrote nothing is left out.
    """
    sides = ((county, Address(item)), (indicator.main_reporter, Address(item, county)))
    return tuple((unit, words) for unit, at in sides if (words := explained(city, unit, str(at))))


def explained(city: City, unit: str, at: str) -> str:
    """Return what a unit wrote about a cell and the cells it is made from, "" for nothing."""
    sheet = city.sheets.get(unit)
    if sheet is None:
        return ""
    places = [at]
    for place in places:
        places += [one for one in sheet.inputs(place) if one not in places]
    said = [one.text for key, one in sheet.explanations.items() if key.partition("@")[2] in places]
    return "；".join(dict.fromkeys(said))
