"""Figure: how the city's value of one indicator comes about, before it is judged.

Adds up unrounded figures over the units that gave every part of them, names who is absent, and stops where the office
has to decide first. Judges nothing (`models.city.summary`) and estimates nothing (DESIGN §2.2). Source:
definitions.md §2.1.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from models.basics.messages import say
from models.city.city import City, Total
from models.city.reconcile import compared_items
from models.plan.plan import Aggregate, Indicator
from models.sheet.cells import State

SAME_CHOICE = {"Q01": "Q01.17", "Q11": "Q11.4", "Q09": "Q09.4"}  # CK-C04: one choice in the whole city


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator's figure: unrounded, what it rests on, how many of the wanted shares were given; None = none."""

    exact: Decimal | None
    basis: str
    given: int
    wanted: int
    notes: tuple[str, ...] = ()
    pending: bool = False
    stopped: bool = False
    total: Total | None = None
    compared: Decimal | None = None  # where rounding on the way makes the compared value differ from `exact`
    alternatives: Mapping[str, Decimal | None] | None = None


def figure_of(city: City, indicator: Indicator) -> Figure:
    """Return an indicator's figure from the sheets in force; `stopped`: it must not be said, `pending`: not decided."""
    choices = choices_made(city, indicator)
    if len(choices) > 1:
        note = say("summary.choices_differ", 口径="、".join(sorted(choices)))
        return Figure(None, "", 0, 1, (note,), stopped=True)
    if indicator.aggregate is Aggregate.CITY:
        return _city_figure(city, indicator)
    return _added_figure(city, indicator)


def choices_made(city: City, indicator: Indicator) -> set[str]:
    """Return the different choices the units made where the whole city must make one (CK-C04)."""
    item = SAME_CHOICE.get(indicator.id)
    if item is None or item not in city.plan.items:
        return set()
    return {text for sheet in city.sheets.values() if (text := sheet.cell(item).text)}


def _city_figure(city: City, indicator: Indicator) -> Figure:
    verified = city.value(indicator.verified_item, indicator.main_reporter) if indicator.verified_item else None
    if verified is not None:
        return Figure(verified, "verified", 1, 1)
    compared = city.value(indicator.value_item, indicator.main_reporter)
    if compared is None:
        note = f"summary.{_why_none(city, indicator)}"
        name = city.plan.units[indicator.main_reporter].name
        return Figure(None, "", 0, 1, (say(note, 单位=name),))
    exact = city.exact(indicator)
    return Figure(exact if exact is not None else compared, "department", 1, 1, compared=compared)


def _why_none(city: City, indicator: Indicator) -> str:
    """Why the lead department gives no figure: it is not due yet, not said, or nothing has come from it."""
    sheet = city.sheets.get(indicator.main_reporter)
    if sheet is None:
        return "missing_lead"
    return "not_due" if sheet.cell(indicator.value_item).state is State.NOT_DUE else "no_figure"


def _added_figure(city: City, indicator: Indicator) -> Figure:
    items = compared_items(indicator)
    totals = [city.local_total(item, indicator.id) for item in items]
    basis = "counties"
    if not any(total.given for total in totals):
        lead = indicator.main_reporter
        totals, basis = [city.line_total(item, lead) for item in items], "lines"
        if not any(total.given for total in totals):
            return _lead_figure(city, indicator, items)
    unruled = sorted({zone for total in totals for zone in total.unruled})
    if unruled:
        names = "、".join(city.plan.units[zone].name for zone in unruled)
        note = say("summary.overlap", 园区=names, 指标=indicator.name)
        return Figure(None, basis, totals[0].given, len(totals[0].shares), (note,), stopped=True, total=totals[0])
    return _combined(city, indicator, totals, basis)


def _lead_figure(city: City, indicator: Indicator, items: tuple[str, ...]) -> Figure:
    """Nobody gave a share: the lead's own city figures, when it has them all."""
    figures = [city.lead_figure(item, indicator.main_reporter) for item in items]
    expected = (
        city.local_total(items[0], indicator.id).shares or city.line_total(items[0], indicator.main_reporter).shares
    )
    exact = _ratio(indicator, figures)
    if exact is None:
        return Figure(None, "", 0, len(expected) or 1, _absent_note(city, tuple(share.unit for share in expected)))
    return Figure(exact, "department", 1, 1)


def _combined(city: City, indicator: Indicator, totals: list[Total], basis: str) -> Figure:
    """Ratio or sum over the units that gave every part of it."""
    whole = [share.unit for share in totals[0].shares if all(_gave(total, share.unit) for total in totals)]
    figures = [
        sum((s.figure for s in total.shares if s.unit in whole and s.figure is not None), Decimal(0))
        for total in totals
    ]
    absent = tuple(share.unit for share in totals[0].shares if share.unit not in whole)
    notes = _absent_note(city, absent)
    exact = _ratio(indicator, [*figures], len(whole)) if whole else None
    wanted = len(totals[0].shares)
    alternatives = _alternatives(city, indicator, totals, whole, exact)
    chosen = city.settings.parameter(city.plan, f"{indicator.id.lower()}_average")
    if not alternatives:
        return Figure(exact, basis, len(whole), wanted, notes, total=totals[0])
    if not isinstance(chosen, str):
        return Figure(
            exact, basis, len(whole), wanted, (*notes, say("summary.to_confirm")), True, total=totals[0],
            alternatives=alternatives,
        )  # fmt: skip
    return Figure(
        alternatives.get(chosen), basis, len(whole), wanted, notes, total=totals[0], alternatives=alternatives
    )


def _gave(total: Total, unit: str) -> bool:
    return any(share.unit == unit and share.figure is not None for share in total.shares)


def _alternatives(
    city: City, indicator: Indicator, totals: list[Total], whole: list[str], exact: Decimal | None
) -> Mapping[str, Decimal | None]:
    """Both ways of averaging, where the plan leaves the choice to the office (parameter q16_average)."""
    if f"{indicator.id.lower()}_average" not in city.plan.parameters or len(totals) < 2 or not whole:
        return {}
    tops, bottoms = ({s.unit: s.figure for s in total.shares} for total in totals)
    ratios = [top / bottom * 100 for unit in whole if (top := tops[unit]) is not None and (bottom := bottoms[unit])]
    mean = sum(ratios, Decimal(0)) / len(ratios) if ratios else None
    return {"ratio_of_sums": exact, "mean_simple": mean}


def _ratio(indicator: Indicator, figures: list[Decimal | None], units: int = 1) -> Decimal | None:
    """The indicator's value from the sums of what makes it up; a mean is over so many units."""
    known = [figure for figure in figures if figure is not None]
    if len(known) < len(figures) or not known:
        return None
    if indicator.aggregate is Aggregate.SUM:
        return known[0]
    if indicator.aggregate is Aggregate.MEAN:
        return known[0] / units
    if not known[1]:
        return None
    quotient = known[0] / known[1]
    return (quotient - 1) * 100 if indicator.aggregate is Aggregate.GROWTH else quotient * 100


def _absent_note(city: City, units: tuple[str, ...]) -> tuple[str, ...]:
    if not units:
        return ()
    names = "、".join(city.plan.units[unit].name for unit in units)
    return (say("summary.absent", n=len(units), 名单=names),)
