"""分单位: counties and zones side by side, a column for each item that is added up; rates are made of two."""

from collections.abc import Sequence
from decimal import Decimal

from forms.summary.content import ShownFigure, SummaryColumn, SummarySheet, SummarySource, Value, columns_of, places_of
from models.basics.messages import say
from models.basics.quantity import format_number
from models.city.city import City, Share, Total
from models.city.coverage import whole
from models.city.reconcile import compared_items, in_plan_order
from models.city.summary import Result
from models.desk.trace import least_decimals
from models.ledger.share_words import share_words
from models.plan.plan import Aggregate, Indicator, Item


def shares_sheet(ground: SummarySource) -> SummarySheet | None:
    """Counties and zones side by side: a row each, a column for each item that is added up; rates are made of two."""
    city = ground.city
    added = [
        (result, item, totals[item])
        for result in ground.found.results
        if result.totals and city.by_county(compared_items(result.indicator))
        for totals in (dict(zip(compared_items(result.indicator), result.totals, strict=True)),)
        for item in in_plan_order(city.plan, totals)
    ]
    if not added:
        return None
    units = [u.id for u in city.plan.filing_units if any(t.of(u.id) or _within(t.within, u.id) for _, _, t in added)]
    places = [_column_places(city, *column) for column in added]
    rows: list[tuple[Value, ...]] = []
    for unit in units:
        cells = [_county_cell(ground, unit, item, total, n) for (_, item, total), n in zip(added, places, strict=True)]
        rows.append((unit, city.name(unit), *cells))
    totals = [_city_cell(result, total, units, n) for (result, _, total), n in zip(added, places, strict=True)]
    rows.append(("", say("papers.summary.city"), *totals))
    rows.append(("", say("papers.summary.coverage"), *(result.coverage for result, _, _ in added)))
    heads = tuple(SummaryColumn(_item_head(city.plan.items[item]), 19, True) for _, item, _ in added)
    first = columns_of(("code", 14), ("unit", 38))
    remarks = (say("papers.summary.matrix_note"), say("papers.summary.rounding"))
    return SummarySheet(name=say("papers.summary.shares"), columns=(*first, *heads), rows=tuple(rows), remarks=remarks)


def _city_cell(result: Result, total: Total, units: Sequence[str], decimals: int) -> Value:
    """The sum of what counts of the column above it; "—" where nothing does."""
    counted = set(whole(result.totals))
    numbers = tuple(place for place, unit in enumerate(units) if unit in counted and total.of(unit))
    figures = [share.figure for share in total.shares if share.unit in counted and share.figure is not None]
    return _whole(result.indicator, figures, decimals, numbers) if figures else "—"


def _whole(indicator: Indicator, figures: Sequence[Decimal], places: int, rows: tuple[int, ...]) -> ShownFigure:
    """What stands under a column: the sum of its rows, of a mean their mean."""
    mean = indicator.aggregate is Aggregate.MEAN
    whole = sum(figures, Decimal(0)) / (len(figures) if mean else 1)
    return ShownFigure(whole, decimals=places, sums=rows, mean=mean)


def _column_places(city: City, result: Result, item: str, total: Total) -> int:
    """The decimals of a column: of the figure that has most, at least those the trace of the result has."""
    figures = [share.figure for share in (*total.shares, *total.within) if share.figure is not None]
    return max(places_of(figures), least_decimals(city.plan, result, item))


def _item_head(item: Item) -> str:
    return f"{item.id}\n{item.name}（{item.measure}）"


def _within(shares: Sequence[Share], unit: str) -> Share | None:
    return next((share for share in shares if share.unit == unit), None)


def _county_cell(ground: SummarySource, unit: str, item: str, total: Total, places: int) -> Value:
    """A unit's figure, or in words why there is none; in brackets where it is held in that of a county."""
    share = total.of(unit)
    if share is None and all(one.id != unit for one in ground.city.reporters(item)):
        return ""
    said = share or ground.city.share(unit, item)
    words = share_words(ground.roster, unit, said.state) if said.figure is None else ""
    if share is None:
        figure = words or format_number(said.figure or Decimal(0), places, ground.city.plan.rounding)
        return say("papers.summary.inside", 数值=figure)
    return words if said.figure is None else ShownFigure(said.figure, decimals=places)
