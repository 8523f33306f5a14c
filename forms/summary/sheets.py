"""Summary sheets: what the summary of a period says, as rows of texts and figures, before anything is drawn.

Shows what `models.city.summary` found and nothing of its own; every total carries its coverage.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from models.basics.messages import in_words_of, say
from models.basics.period import format_time
from models.basics.quantity import format_number, plain
from models.city.city import City, Share, Total
from models.city.reconcile import Reconciliation, compared_items
from models.city.summary import Result, Summary
from models.ledger.roster import Roster
from models.plan.plan import Aggregate, Indicator, Plan

Value = str | Decimal


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of the book: name, header, rows of texts and figures, column widths in characters."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    widths: tuple[int, ...]


@in_words_of(lambda city, *_, **__: city.plan.words)
def summary_sheets(city: City, roster: Roster, found: Summary) -> tuple[Sheet, ...]:
    """Return every sheet of a period's summary, in the order people ask for them."""
    return (
        _indicators(city.plan, found), _shares(city, found), _reconciliation(city.plan, found),
        _roster(city.plan, roster), _findings(city.plan, found),
    )  # fmt: skip


def _header(*keys: str) -> tuple[str, ...]:
    return tuple(say(f"papers.summary.{key}") for key in keys)


def figure_of(value: Decimal | None) -> Value:
    """Return a figure as it stands in a sheet; "" where there is none."""
    return "" if value is None else value


def _indicators(plan: Plan, found: Summary) -> Sheet:
    keys = ("number", "indicator", "measure", "target", "value", "completion", "verdict", "coverage", "notes")
    rows = tuple(_indicator(plan, result) for result in found.results)
    return Sheet(say("papers.summary.indicators"), _header(*keys), rows, (7, 34, 14, 9, 12, 10, 16, 8, 44))


def _target(result: Result) -> Value:
    """A figure to calculate with, or a range or word as people read it."""
    plainly = result.target is None or result.shown_target == plain(result.target)
    return figure_of(result.target) if plainly else result.shown_target


def _value(result: Result) -> Value:
    words = result.indicator.words_of(result.value) if result.value is not None else None
    return words or figure_of(result.value)


def _indicator(plan: Plan, result: Result) -> tuple[Value, ...]:
    completion = "" if result.completion is None else format_number(result.completion, 2, plan.rounding)
    one = result.indicator
    return (
        one.id, one.name, one.measure, _target(result), _value(result), completion,
        result.judgement, result.coverage, "；".join(result.notes),
    )  # fmt: skip


def shared_total(city: City, result: Result, item: str) -> Total:
    """Return who gave what of an item of an indicator: the counties' own forms, or the lead's line for each of them."""
    return result.totals[compared_items(result.indicator).index(item)]


def shared(found: Summary) -> Iterator[Result]:
    """Yield the indicators that are added up over units."""
    for result in found.results:
        if result.indicator.aggregate is not Aggregate.ALONE and result.total is not None:
            yield result


def share_words(share: Share) -> Value:
    """Return a share's figure, or in words why there is none."""
    return share.figure if share.figure is not None else say(f"papers.summary.state_{share.state or 'blank'}")


def _shares(city: City, found: Summary) -> Sheet:
    rows: list[tuple[Value, ...]] = []
    for result in shared(found):
        for name in compared_items(result.indicator):
            rows += _item_shares(city, result.indicator, name, shared_total(city, result, name))
    header = _header("number", "indicator", "item", "measure", "unit", "value")
    return Sheet(say("papers.summary.shares"), header, tuple(rows), (7, 30, 30, 12, 26, 16))


def _item_shares(city: City, indicator: Indicator, name: str, total: Total) -> Iterator[tuple[Value, ...]]:
    item = city.plan.items[name]
    for share in total.shares:
        yield indicator.id, indicator.name, item.name, item.measure, city.name(share.unit), share_words(share)
    for share in total.within:
        within = say("papers.summary.within", 名称=city.name(share.unit))
        yield indicator.id, indicator.name, item.name, item.measure, within, share_words(share)
    if total.figure is not None:
        yield indicator.id, indicator.name, item.name, item.measure, say("papers.summary.sum"), total.figure


def _reconciliation(plan: Plan, found: Summary) -> Sheet:
    rows: list[tuple[Value, ...]] = []
    for one in found.reconciliation:
        item = plan.items[one.item]
        figures = (one.counties, one.department, one.difference, one.tolerance)
        rows.append((one.indicator, item.name, item.measure, *map(figure_of, figures), outcome_words(one)))
        for unit in one.units:
            own = say("papers.summary.state_na") if unit.county is None else unit.county
            difference = "" if unit.county is None else unit.county - unit.department
            rows.append(
                ("", plan.unit_in(unit.unit, found.period), item.measure, own, unit.department, difference, "", "")
            )
    header = _header("number", "item", "measure", "counties", "department", "difference", "tolerance", "outcome")
    return Sheet(say("papers.summary.reconciliation"), header, tuple(rows), (7, 34, 12, 14, 14, 12, 12, 12))


def outcome_words(one: Reconciliation) -> str:
    """Return how a comparison ended: within the tolerance, beyond it, or 未齐，暂不对账."""
    word = "not_compared" if not one.complete else "exceeds" if one.exceeds else "agrees"
    return say(f"papers.summary.{word}")


def roster_state(roster: Roster, unit: str) -> str:
    """Return how a unit stands on the roster: received, late, missing, held, returned, disputed."""
    groups = {"missing": roster.missing, "held": roster.held, "returned": roster.returned, "disputed": roster.disputed}
    late = {one.unit for one in roster.late}
    return next((name for name, units in groups.items() if unit in units), "late" if unit in late else "received")


def _roster(plan: Plan, roster: Roster) -> Sheet:
    late = {one.unit: one for one in roster.late}
    rows: list[tuple[Value, ...]] = []
    for unit in roster.expected:
        when = format_time(late[unit].registered) if unit in late else ""
        days = str(late[unit].working_days) if unit in late else ""
        rows.append(
            (
                unit,
                plan.unit_in(unit, roster.period),
                say(f"papers.summary.roster_{roster_state(roster, unit)}"),
                when,
                days,
            )
        )
    header = _header("code", "unit", "roster_state", "registered", "late_days")
    return Sheet(say("papers.summary.roster"), header, tuple(rows), (10, 32, 14, 20, 14))


def _findings(plan: Plan, found: Summary) -> Sheet:
    rows = [
        (one.indicator or "", plan.indicators[one.indicator].name if one.indicator else "", one.message)
        for one in found.findings
    ]
    return Sheet(say("papers.summary.findings"), _header("number", "indicator", "message"), tuple(rows), (7, 34, 100))
