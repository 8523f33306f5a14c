"""Summary pages: the PDF of a period's summary — indicators with bars, units side by side, differences, roster.

Shows what `models.city.summary` found and nothing of its own. Figures stand at the right, codes nowhere.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from forms.page.geometry import Foot
from forms.page.page import Row, build, grid, page_break, paragraph, remark, section, space, title
from forms.summary.sheets import outcome_words, roster_state, share_words, shared, shared_total
from models.basics.messages import CHINESE, in_words_of, say, say_in
from models.basics.period import Period
from models.basics.quantity import Rounding, format_number, plain, round_to
from models.city.city import City
from models.city.reconcile import Reconciliation, compared_items
from models.city.summary import Result, Summary
from models.city.verdict import Verdict, elapsed
from models.ledger.roster import Roster
from models.plan.plan import Aggregate, Plan, Quarterly

SIZE = 8
BAR_MM = 46
BLOCK = 11  # units in one column of the roster
_STATES = {
    "received": "met", "late": "behind", "missing": "missed", "held": "pending", "returned": "behind",
    "disputed": "pending",
}  # fmt: skip


@in_words_of(lambda city, *_, **__: city.plan.words)
def summary_pages(city: City, roster: Roster, found: Summary, name: str, mark: str, record: str = "") -> bytes:
    """Return the PDF. `name` is the large line; `mark` stands across every page ("" = none).

    `record`: the head of the office's chain of acts, so that a past that is rewritten later shows.
    """
    plan, period = city.plan, city.period
    story: list[Any] = [*title(name, size=16), _counts(roster, period), _verdict_counts(found), space(1)]
    story += [_indicators(found, period), space(1), _legend(period)]
    story += [page_break(), *section(say("papers.summary.shares")), *_matrix(city, found)]
    story += [page_break(), *section(say("papers.summary.reconciliation")), *_differences(plan, found)]
    story += [page_break(), *section(say("papers.summary.roster")), _roster(plan, roster)]
    if found.findings:
        story += [space(2), *section(say("papers.summary.findings"), 25), _findings(plan, found)]
    if record:
        story += [space(2), remark(say("record.on_paper", 码=record))]
    return build(story, Foot(f"{name} · {period.name}", mark=mark), f"{name} {period.name}", landscape=True)


def _counts(roster: Roster, period: Period) -> Any:  # noqa: ANN401
    """The period and its roster in one line."""
    numbers = {
        "应报": len(roster.expected), "已收": len(roster.received), "迟报": len(roster.late),
        "缺报": len(roster.missing), "待认定": len(roster.disputed),
    }  # fmt: skip
    texts = {key: str(number) for key, number in numbers.items()}
    return paragraph(say("papers.summary.counts", 报告期=period.name, **texts), 10, alignment=1, leading=14)


def _verdict_counts(found: Summary) -> Any:  # noqa: ANN401
    """How many indicators have which verdict, each with its mark."""
    from reportlab.platypus import Table

    from forms.page.charts import Marked

    counted = Counter(result.verdict for result in found.results)
    words = {
        v: say("papers.summary.verdict_count", 评价=say_in(CHINESE, f"verdicts.{v.value}"), n=str(n))
        for v, n in counted.items()
    }
    cells = [Marked(verdict.value, words[verdict], 9.5) for verdict in Verdict if verdict in words]
    table = Table([cells], [cell.wrap(0, 0)[0] + 22 for cell in cells])
    table.setStyle([("VALIGN", (0, 0), (-1, -1), "MIDDLE")])
    return table


def _indicators(found: Summary, period: Period) -> Any:  # noqa: ANN401
    keys = ("indicator", "measure", "target", "value", "completed", "verdict", "coverage", "notes")
    header = [say(f"papers.summary.{key}") for key in keys]
    rows = [_indicator(result, period) for result in found.results]
    return grid(header, rows, (70, 20, 14, 18, BAR_MM + 3, 34, 14, 38), size=SIZE, right=(2, 3))


def _indicator(result: Result, period: Period) -> Row:
    from forms.page.charts import CompletionBar, Marked

    one = result.indicator
    passed = elapsed(one, period) if one.quarterly is Quarterly.PROGRESS and not period.deciding else None
    bar: Any = ""
    if result.completion is not None:
        bar = CompletionBar(result.completion, passed, result.verdict.value, BAR_MM, SIZE)
    verdict = Marked(result.verdict.value, result.judgement, SIZE)
    value = result.shown or "—"
    return one.name, one.measure, result.shown_target, value, bar, verdict, result.coverage, "；".join(result.notes)


def places_of(figures: Iterable[Decimal], rounding: Rounding) -> int:
    """Return how many decimals figures that stand together are shown with: as the longest needs, at most four."""
    return max((-int(Decimal(plain(round_to(one, 4, rounding))).as_tuple().exponent) for one in figures), default=0)


def _legend(period: Period) -> Any:  # noqa: ANN401
    """What the line in a bar means, and that nothing is estimated."""
    passed = "" if period.deciding else say("papers.summary.legend")
    return remark(passed + say("papers.summary.no_estimate"), 8)


def _matrix(city: City, found: Summary) -> Iterator[Any]:
    """Units side by side: a row each, a column for each indicator that is added up."""
    results = list(shared(found))
    if not results:
        yield paragraph(say("papers.summary.nothing"))
        return
    columns = [_unit_figures(city, result) for result in results]
    units = [unit.id for unit in city.plan.filing_units if any(unit.id in column for column in columns)]
    header = [say("papers.summary.unit"), *(f"{one.indicator.name}（{one.indicator.measure}）" for one in results)]
    rows: list[Row] = [[city.name(unit), *(column.get(unit, "") for column in columns)] for unit in units]
    rows.append([say("papers.summary.city"), *(_city_figure(city, result) for result in results)])
    rows.append([say("papers.summary.coverage"), *(result.coverage for result in results)])
    width = (257 - 47) / len(results)
    yield grid(header, rows, (47, *(width for _ in results)), size=SIZE, right=range(1, len(results) + 1))
    yield space(1.5)
    yield remark(say("papers.summary.matrix_note"), 8.5)


def _city_figure(city: City, result: Result) -> str:
    return "—" if result.exact is None else format_number(result.exact, _places(city, result), city.plan.rounding)


def _places(city: City, result: Result) -> int:
    """Decimals of a column: two for rates, as many as the longest figure needs for amounts."""
    if result.indicator.aggregate is not Aggregate.SUM:
        return 2
    total = shared_total(city, result, result.indicator.value_item)
    figures = [share.figure for share in (*total.shares, *total.within) if share.figure is not None]
    return places_of(figures, city.plan.rounding)


def _unit_figures(city: City, result: Result) -> dict[str, str]:
    """Unit → what it has of an indicator: its amount, its own ratio, or in words why there is none."""
    totals = [shared_total(city, result, item) for item in compared_items(result.indicator)]
    shares = [{share.unit: share for share in (*total.shares, *total.within)} for total in totals]
    inside, places = {share.unit for share in totals[0].within}, _places(city, result)
    found: dict[str, str] = {}
    for unit, first in shares[0].items():
        own = _own(result.indicator.aggregate, [part[unit].figure if unit in part else None for part in shares])
        words = str(share_words(first)) if own is None else format_number(own, places, city.plan.rounding)
        found[unit] = say("papers.summary.inside", 数值=words) if unit in inside else words
    return found


def _own(aggregate: Aggregate, figures: Sequence[Decimal | None]) -> Decimal | None:
    first, second = figures[0], figures[-1]
    if aggregate is Aggregate.SUM or first is None or not second:
        return first if aggregate is Aggregate.SUM else None
    return first / second * 100 - (100 if aggregate is Aggregate.GROWTH else 0)


def _differences(plan: Plan, found: Summary) -> Iterator[Any]:
    if not found.reconciliation:
        yield paragraph(say("papers.summary.nothing"))
        return
    keys = ("item", "measure", "counties", "department", "difference", "tolerance", "outcome")
    rows = [row for one in found.reconciliation for row in _difference(plan, found.period, one)]
    header = [say(f"papers.summary.{key}") for key in keys]
    yield grid(header, rows, (92, 26, 31, 31, 28, 21, 28), size=SIZE, right=(2, 3, 4, 5))
    yield space(1.5)
    yield remark(say("papers.summary.never_changed"), 8.5)


def _difference(plan: Plan, period: str, one: Reconciliation) -> Iterator[Row]:
    from forms.page.charts import Marked

    item = plan.items[one.item]
    mark = "not_evaluable" if not one.complete else "missed" if one.exceeds else "met"
    outcome = Marked(mark, outcome_words(one), SIZE)
    figures = (one.counties, one.department, one.difference)
    places = places_of((figure for figure in figures if figure is not None), plan.rounding)
    texts = ["—" if value is None else format_number(value, places, plan.rounding) for value in figures]
    yield [item.name, item.measure, *texts, format_number(one.tolerance, max(places, 2), plan.rounding), outcome]
    for unit in one.units:
        difference = None if unit.county is None else unit.county - unit.department
        told = ("" if n is None else format_number(n, places, plan.rounding) for n in (unit.department, difference))
        own = None if unit.county is None else format_number(unit.county, places, plan.rounding)
        parts = [own or say("papers.summary.state_na"), *told]
        yield [f"　　{plan.unit_in(unit.unit, period)}", item.measure, *parts, "", ""]


def _roster(plan: Plan, roster: Roster) -> Any:  # noqa: ANN401
    """The roster in three columns side by side."""
    from forms.page.charts import Marked

    late = {one.unit: one for one in roster.late}
    cells: list[Row] = []
    for unit in roster.expected:
        state = roster_state(roster, unit)
        words = say(f"papers.summary.roster_{state}")
        if unit in late:
            words = say("papers.summary.late_by", 日数=str(late[unit].working_days))
        cells.append([plan.unit_in(unit, roster.period), Marked(_STATES[state], words, SIZE)])
    blocks = [cells[start : start + BLOCK] for start in range(0, max(len(cells), 3 * BLOCK), BLOCK)]
    rows = [[part for block in blocks[:3] for part in (block[n] if n < len(block) else ["", ""])] for n in range(BLOCK)]
    rows += [[*left, *middle, *right] for left, middle, right in _more(cells[3 * BLOCK :])]
    pair = (say("papers.summary.unit"), say("papers.summary.roster_state"))
    return grid((*pair, *pair, *pair), rows, (44, 42, 44, 42, 43, 42), size=SIZE)


def _more(cells: Sequence[Row]) -> Iterator[tuple[Row, Row, Row]]:
    """Units beyond three full columns go on below, three in a row."""
    for start in range(0, len(cells), 3):
        part = [*cells[start : start + 3], ["", ""], ["", ""]]
        yield part[0], part[1], part[2]


def _findings(plan: Plan, found: Summary) -> Any:  # noqa: ANN401
    header = (say("papers.summary.indicator"), say("papers.summary.message"))
    rows = [(plan.indicators[one.indicator].name if one.indicator else "", one.message) for one in found.findings]
    return grid(header, rows, (66, 191), size=SIZE)
