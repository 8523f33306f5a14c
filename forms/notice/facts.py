"""Notice facts: the sentences of a period, each from what the summary, the roster and the settings say.

Nothing here is estimated or judged anew; a figure is shown as the 汇总表 shows it. What a 通报 and a 专报 say of one
indicator or one unit is made here, once.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from forms.summary.content import SummarySource
from forms.summary.sheets import percent_words, target_words
from models.basics.messages import say
from models.basics.quantity import format_number, with_measure
from models.basics.records import dataclass
from models.city.reconcile import Reconciliation, called
from models.city.summary import Result
from models.city.verdict import Verdict, places_apart, rate_shown, shortfall, verdict_key, yardstick
from models.desk.changes import Facts
from models.ledger.roster import missing_facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """An indicator whose figure or verdict is not what an issued set printed: the result, what was printed of it."""

    result: Result
    value: str
    judged: str  # "" where the set does not say


LAGGING = (Verdict.MISSED, Verdict.BEHIND)
_TOLD_WHY = (Verdict.PENDING, Verdict.NOT_EVALUABLE)  # a figure of these is never told without the reason
PERCENT = "%"


def comma(names: Sequence[str]) -> str:
    """Return names in a row as Chinese lists them."""
    return say("papers.notice.comma").join(names)


def semicolons(clauses: Sequence[str]) -> str:
    """Return clauses as one sentence."""
    return say("papers.notice.semicolon").join(clauses) + say("papers.notice.stop") if clauses else ""


def asked(ground: SummarySource) -> tuple[Result, ...]:
    """Return the results the period tells: what it asks for or takes from the period before, in plan order."""
    return tuple(result for result in ground.found.results if result.is_told)


def by_judgement(ground: SummarySource) -> dict[str, list[Result]]:
    """Return the results the period tells under the words of their verdict, best verdict first."""
    found: dict[str, list[Result]] = {}
    for verdict in Verdict:
        for result in asked(ground):
            if result.verdict is verdict:
                found.setdefault(result.judgement, []).append(result)
    return found


def counts_said(ground: SummarySource) -> str:
    """Return how many indicators have which verdict, those that were not asked last."""
    said = [say("papers.notice.verdict", 评价=words, n=len(group)) for words, group in by_judgement(ground).items()]
    rest = len(ground.found.results) - len(asked(ground))
    if rest:
        said.append(say("papers.notice.not_asked", n=rest))
    return say("papers.notice.verdicts", n=len(ground.found.results), 评价=comma(said))


def roster_said(ground: SummarySource) -> str:
    """Return the equation of the roster with both rates."""
    roster = ground.roster
    expected, received, returned, held, _ = roster.equation
    return say(
        "papers.notice.roster",
        应报=expected,
        已收=received,
        退回=returned,
        待核实=held,
        **missing_facts(roster, "papers.summary", each=say("papers.notice.each")),
        按时=roster.on_time,
        完整率=percent_words(roster.completeness),
        及时率=percent_words(roster.timeliness),
    )


def group_said(ground: SummarySource, words: str, group: Sequence[Result]) -> list[str]:
    """Return the sentences of the indicators under one judgement.

    A remark that several of them wait for, such as the same units 缺报, is said once, with all it holds up.
    """
    told = [(_result_told(ground, one), _remarks(ground, one, words)) for one in group]
    held_up = [one.verdict in _TOLD_WHY for one in group]
    open_ones = [one for one, waits in zip(told, held_up, strict=True) if waits]
    found: list[str] = []
    while shared := _longest_shared(open_ones):
        behind = [(said, _without(remarks, shared)) for said, remarks in open_ones if shared in remarks]
        open_ones = [one for one in open_ones if shared not in one[1]]
        items = say("papers.notice.semicolon").join(_with_remarks(behind))
        found.append(say("papers.notice.held_up", 原因=shared, n=len(behind), 评价=words, 各项=items))
    alone = [one for one, waits in zip(told, held_up, strict=True) if not waits or one in open_ones]
    rest = semicolons(list(_with_remarks(alone)))
    return [*found, *([rest] if rest else [])]


_Told = tuple[str, tuple[str, ...]]  # an indicator in words, and what is to be said beside it


def _longest_shared(told: Sequence[_Told]) -> str:
    """The longest remark that more than one of them has, "" when none has one."""
    remarks = Counter(one for _, remarks in told for one in remarks)
    return max((one for one, times in remarks.items() if times > 1), key=len, default="")


def _without(remarks: tuple[str, ...], said: str) -> tuple[str, ...]:
    return tuple(one for one in remarks if one != said)


def _with_remarks(told: Sequence[_Told]) -> Iterator[str]:
    """The indicators, those with the same remarks side by side, the remarks in brackets behind the last of these."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for said, remarks in told:
        alike.setdefault(remarks, []).append(said)
    for remarks, items in sorted(alike.items(), key=lambda one: bool(one[0])):  # those without come first
        yield from items[:-1]
        why = say("papers.notice.semicolon").join(remarks)
        if why and len(items) > 1:
            why = say("papers.notice.last_items", n=len(items), 原因=why)
        yield say("papers.notice.without", 指标=items[-1], 原因=why) if why else items[-1]


def _result_told(ground: SummarySource, result: Result) -> str:
    """An indicator with value, target and 完成率; one that lags with its gap and whose it is."""
    one = result.indicator
    if result.value is None:
        return one.name
    said = say(
        "papers.notice.result",
        指标=one.name,
        数值=with_measure(result.shown, one.measure),
        目标=target_said(result),
    )
    if result.completion is not None and one.measure != PERCENT:
        said += say("papers.notice.rate", 率=rate_shown(one, result.completion))
    gap = gap_said(ground, result)
    if gap is not None:
        key = "gap" if asked_for(ground, result) == target_figure(result) else "gap_pace"
        apart = with_measure(gap, gap_measure(result))
        said += say(f"papers.notice.{key}", 差=apart, 单位=ground.city.name(one.main_reporter))
    return said


def _remarks(ground: SummarySource, result: Result, judgement: str) -> tuple[str, ...]:
    """What is to be said beside an indicator, apart from the judgement it is told under; () for nothing."""
    notes = tuple(one for one in result.notes if one != judgement)
    if result.value is None:
        return notes or (say("papers.notice.covered", 覆盖=result.coverage),)
    return notes if result.verdict in _TOLD_WHY or result.decided_with else ()


def target_said(result: Result) -> str:
    """Return the target with its sign and measure."""
    return with_measure(target_words(result), result.indicator.measure)


def gap_said(ground: SummarySource, result: Result) -> str | None:
    """Return by how much an indicator that lags misses what it was held against, None for any other."""
    if result.verdict not in LAGGING:
        return None
    gap = shortfall(result.indicator, result.value, result.target, ground.city.period, result.verdict)
    if gap is None:
        return None
    rounding = result.indicator.decide_rounding
    return format_number(gap, places_apart(result.decimals, gap, Decimal(0), rounding), rounding)


def asked_for(ground: SummarySource, result: Result) -> str | None:
    """Return the figure an indicator that lags was held against, None where there is none."""
    if result.target is None or gap_said(ground, result) is None:
        return None
    held = yardstick(result.indicator, result.target, ground.city.period, result.verdict)
    return _beside_value(result, held)


def target_figure(result: Result) -> str:
    """Return the target as a figure with the decimals of the value."""
    return _beside_value(result, result.target or Decimal(0))


def _beside_value(result: Result, figure: Decimal) -> str:
    """Return a figure with the decimals of the value, with more where it would look like the value and is not."""
    rounding = result.indicator.decide_rounding
    places = result.decimals if result.value is None else places_apart(result.decimals, result.value, figure, rounding)
    return format_number(figure, places, rounding)


def gap_measure(result: Result) -> str:
    """Return the measure of a difference: of two percentages it is 个百分点."""
    measure = result.indicator.measure
    return say("papers.notice.points") if measure == PERCENT else measure


def problems(ground: SummarySource, most: int | None = None) -> Iterator[tuple[str, str]]:
    """Yield what was not in order: its kind (late, missing, returned, held, disputed, difference) and its sentence.

    A unit that still has time is of the kind not_yet, one without a due time of no_due.

    `most`: of one kind so many units are named, of more it is said where they stand.
    """
    roster, name = ground.roster, ground.city.name
    if roster.late:
        units = [say("papers.notice.late_unit", 单位=name(one.unit), 日=one.working_days) for one in roster.late]
        yield "late", say("papers.notice.late", n=len(units), 名单=_first(units, most))
    for kind in ("missing", "returned", "held", "disputed"):
        words: dict[str, list[str]] = {}
        for unit in getattr(roster, kind):
            words.setdefault(roster.waits.get(unit, kind), []).append(name(unit))
        for word, names in words.items():
            yield word, say(f"papers.notice.{word}", n=len(names), 名单=_first(names, most))
    yield from (("difference", _difference(ground, one)) for one in ground.found.reconciliation if one.exceeds)


def _first(names: Sequence[str], most: int | None) -> str:
    if most is None or len(names) <= most:
        return comma(names)
    return comma(names[:most]) + say("papers.notice.brief.and_more", n=len(names), 表=say("papers.summary.name"))


def _difference(ground: SummarySource, one: Reconciliation) -> str:
    plan, indicator = ground.city.plan, ground.found.of(one.indicator).indicator
    part = one.part(plan)
    return say(
        "papers.notice.difference",
        指标=say("papers.notice.part_of", 指标=indicator.name, 项目=part) if part else indicator.name,
        合计=one.amount(plan, one.counties),
        部门数=one.amount(plan, one.department),
        差=one.amount(plan, abs(one.difference or Decimal(0))),
        部门=ground.city.name(indicator.main_reporter),
        **called(plan, (line.unit for line in one.lines)),
    )


def progress_said(ground: SummarySource) -> str:
    """Return who has said nothing of a task, "" where the period does not ask."""
    city = ground.city
    if not city.plan.asks_progress(city.period.id):
        return ""
    units: dict[str, int] = {}
    for gap in ground.found.gaps:
        units[gap.unit] = units.get(gap.unit, 0) + 1
    if not units:
        return say("papers.notice.progress_complete")
    names = [say("papers.notice.progress_unit", 单位=city.name(unit), n=n) for unit, n in units.items()]
    return say("papers.notice.progress_gaps", n=sum(units.values()), 名单=comma(names))


def moved_since(ground: SummarySource, before: Facts) -> Iterator[Moved]:
    """Yield the indicators whose printed figure or verdict differs from an issued set, in plan order."""
    for result in ground.found.results:
        value, judged = before["values"].get(result.indicator.id, ""), _judged_before(before, result)
        if (value, judged) != (result.shown, result.judgement):
            yield Moved(result=result, value=value, judged=judged)


def _judged_before(before: Facts, result: Result) -> str:
    """The verdict of an issued set in words, as it was printed; "" where that set does not say."""
    name = result.indicator.id
    said = before["verdicts"].get(name, "")
    known = say(verdict_key(result.indicator, Verdict(said))) if said in set(Verdict) else ""
    return before.get("judged", {}).get(name, known)


def figures_of(one: Moved) -> tuple[str, str]:
    """Return an indicator's figure as it was printed and as it is, with its measure."""
    then, now = (with_measure(text or "—", one.result.indicator.measure) for text in (one.value, one.result.shown))
    return then, now
