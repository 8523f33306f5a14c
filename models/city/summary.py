"""Summary: the city's value of every indicator in a period, with coverage, verdict and what it rests on.

Adds up unrounded figures and rounds once. What is disputed or waits for the office is pending only while that decides
the verdict; the words it needs are told as `needs`, sentences are made from notes when they are shown. Nothing is
estimated.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum

from models.basics.messages import CHINESE, language_in_use, say, say_in
from models.basics.quantity import Rounding, format_number, plain
from models.basics.records import dataclass
from models.city.adjudication import Adjudication
from models.city.city import City, Total
from models.city.completeness import Gap, gaps
from models.city.coverage import Coverage
from models.city.figures import Department, Figure, figure_of, judged, target_of
from models.city.findings import OfficeFinding, office_findings
from models.city.note import Note
from models.city.reconcile import Reconciliation, reconcile
from models.city.verdict import (
    Verdict,
    completion,
    decided_value,
    decimals_shown,
    target_text,
    verdict_key,
)
from models.plan.plan import Aggregate, Direction, Indicator, Quarterly

ADJUDICATED, PRELIMINARY = "adjudicated", "preliminary"


class Need(StrEnum):
    """What a pending verdict waits for."""

    DISPUTED = "disputed"  # 待认定
    TO_ADJUDICATE = "to_adjudicate"  # 待审定
    BASIS_CHANGED = "basis_changed"  # 依据已变
    TO_CONFIRM = "to_confirm"  # 待确认: a parameter the office has not given


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One indicator of one period. `value` is rounded for comparison, `exact` is not; None = there is none."""

    indicator: Indicator
    value: Decimal | None
    exact: Decimal | None
    verdict: Verdict
    basis: str  # "counties" | "department" | "lines" | "verified" | "adjudicated" | ""
    found: Coverage
    remarks: tuple[Note, ...]
    needs: frozenset[Need]
    target: Decimal | None  # of this period: a step, a base, or the last
    completion: Decimal | None
    totals: tuple[Total, ...]
    alternatives: Mapping[str, Decimal | None]
    department: Department | None
    decided_with: str | None = None  # PRELIMINARY: value and verdict are those of the period before
    year_end: Decimal | None  # of a target with a date
    units: tuple[str, ...]  # whose papers it rests on
    decimals: int  # how many the value is shown with
    target_decimals: int  # and a target that is computed: last year's figure
    adjudication: Adjudication | None

    @property
    def coverage(self) -> str:
        """k/n; "" where the period does not ask."""
        return self.found.text

    @property
    def is_told(self) -> bool:
        """True where the period says how the indicator stands: it asks for it, or takes it from the period before."""
        return self.found.asked or self.decided_with is not None

    @property
    def notes(self) -> tuple[str, ...]:
        """The remarks as sentences."""
        return tuple(dict.fromkeys(note.words for note in self.remarks))

    @property
    def total(self) -> Total | None:
        """Who gave what of the first item that is added up, None where nothing is."""
        return self.totals[0] if self.totals else None

    @property
    def judgement(self) -> str:
        """The verdict in the field's words: what a pending one waits for, a level without 年度目标值."""
        if self.verdict is Verdict.PENDING and self.needs:
            return "、".join(say_in(CHINESE, f"summary.{need.value}") for need in Need if need in self.needs)
        return say_in(CHINESE, verdict_key(self.indicator, self.verdict))

    @property
    def judged(self) -> str:
        """The verdict in the language in use, for windows and lines; papers take `judgement`, which is Chinese."""
        return self.judgement if language_in_use() == CHINESE else say(verdict_key(self.indicator, self.verdict))

    @property
    def shown(self) -> str:
        """The value as people read it, with the decimals it is decided with; "" for none."""
        if self.value is None:
            return ""
        words = self.indicator.words_of(self.value)
        return words or format_number(self.value, self.decimals, self.indicator.decide_rounding)

    @property
    def shown_target(self) -> str:
        """The target as people read it, "—" for none."""
        if self.target is None or self.indicator.target is not None or self.indicator.words_of(self.target):
            return target_text(self.indicator, self.target)
        return format_number(self.target, self.target_decimals, self.indicator.decide_rounding)  # a base


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Everything the summary paper and screen show of one period."""

    period: str
    expected: tuple[str, ...]
    received: tuple[str, ...]
    missing: tuple[str, ...]
    disputed: tuple[str, ...]
    results: tuple[Result, ...]
    reconciliation: tuple[Reconciliation, ...]
    findings: tuple[OfficeFinding, ...]
    gaps: tuple[Gap, ...]

    def of(self, indicator: str) -> Result:
        """Return the result of an indicator. Raises KeyError for one the plan does not have."""
        for result in self.results:
            if result.indicator.id == indicator:
                return result
        raise KeyError(indicator)


def summarise(
    city: City,
    missing: tuple[str, ...],
    adjudications: Mapping[str, Adjudication],
    *,
    before: Summary | None = None,
    across: tuple[OfficeFinding, ...] = (),
) -> Summary:
    """Return the summary of a period from the sheets in force.

    `missing` are the expected units nobody has heard of, `before` the summary of the preliminary year for its final
    period, `across` what the checks over periods and settings found (`models.city.across`).
    """
    compared = reconcile(city)
    results = tuple(
        _preliminary(_result(city, indicator, compared, adjudications.get(indicator.id)), before)
        for indicator in city.plan.indicators.values()
    )
    totals = {one.indicator.id: one.totals for one in results}
    received = tuple(unit for unit in city.expected if unit in city.sheets or unit in city.disputed)
    disputed = tuple(unit for unit in city.expected if unit in city.disputed)
    return Summary(
        period=city.period.id,
        expected=city.expected,
        received=received,
        missing=missing,
        disputed=disputed,
        results=results,
        reconciliation=compared,
        findings=(*office_findings(city, missing, totals, compared), *across),
        gaps=gaps(city),
    )


def _preliminary(result: Result, before: Summary | None) -> Result:
    """In the final year: what is not asked again stands as the preliminary year found it (据初步数)."""
    if before is None or result.found.asked or result.adjudication is not None:
        return result
    first = before.of(result.indicator.id)
    note = Note("summary.preliminary")
    return replace(first, found=result.found, decided_with=PRELIMINARY, remarks=(note, *first.remarks))


def _result(
    city: City, indicator: Indicator, compared: tuple[Reconciliation, ...], adjudication: Adjudication | None
) -> Result:
    figure = figure_of(city, indicator)
    mine = tuple(one for one in compared if one.indicator == indicator.id)
    remarks, needs = list(figure.notes), frozenset(_needs(city, indicator, figure, mine, adjudication))
    exact, basis = figure.exact, figure.basis
    if adjudication is not None:
        exact, basis = adjudication.value, ADJUDICATED
        remarks.append(Note("summary.adjudicated", {"文号": adjudication.document, "理由": adjudication.reason}))
    remarks += [Note(f"summary.{need.value}") for need in Need if need in needs]
    remarks += _beside(city, indicator, figure, mine, needs)
    value, target = _value(indicator, figure, adjudication), target_of(city, indicator)
    verdict = _verdict(city, indicator, figure, value, adjudicated=adjudication is not None, pending=bool(needs))
    remarks += [Note("summary.no_base")] if value is not None and target is None and indicator.held_against_base else []
    item = city.plan.items[indicator.value_item]
    bounds = indicator.ends or (() if target is None else (target,))
    beside = () if value is None else (value,)
    return Result(
        indicator=indicator,
        value=value,
        exact=exact if value is not None else None,
        verdict=verdict,
        basis=basis if value is not None else "",
        found=figure.coverage,
        remarks=tuple(remarks),
        needs=needs,
        completion=completion(indicator, value, target),
        target=target,
        totals=figure.totals,
        alternatives=figure.alternatives,
        department=figure.department,
        year_end=figure.year_end,
        units=figure.units,
        decimals=0 if value is None else decimals_shown(indicator, item, value, *bounds),
        target_decimals=0 if target is None else decimals_shown(indicator, item, target, *beside),
        adjudication=adjudication,
    )


def _value(indicator: Indicator, figure: Figure, adjudication: Adjudication | None) -> Decimal | None:
    if adjudication is not None:
        return decided_value(indicator, adjudication.value)
    if figure.stopped:
        return None
    base = figure.compared if figure.compared is not None else figure.exact
    return decided_value(indicator, base) if base is not None else None


def _verdict(
    city: City, indicator: Indicator, figure: Figure, value: Decimal | None, *, adjudicated: bool, pending: bool
) -> Verdict:
    if pending:
        return Verdict.PENDING
    if not adjudicated and figure.stopped:
        return Verdict.NOT_EVALUABLE
    if value is None or not (adjudicated or _evaluable(figure, indicator, value)):
        return Verdict.NOT_EVALUABLE
    return judged(city, indicator, value)


def _evaluable(figure: Figure, indicator: Indicator, value: Decimal) -> bool:
    """True when everybody answered, or when a sum that can only grow has reached its target without somebody."""
    if figure.coverage.complete:
        return True
    if indicator.target is None or indicator.direction is not Direction.AT_LEAST:
        return False
    return indicator.aggregate is Aggregate.SUM and value >= indicator.target


def _needs(
    city: City,
    indicator: Indicator,
    figure: Figure,
    compared: tuple[Reconciliation, ...],
    adjudication: Adjudication | None,
) -> Iterator[Need]:
    if adjudication is not None:
        if _moved(city, indicator, adjudication):
            yield Need.BASIS_CHANGED
        return
    if not figure.coverage.asked and figure.exact is None:
        return
    if set(figure.units) & city.disputed:
        yield Need.DISPUTED
    value = _value(indicator, figure, None)
    if value is not None and _evaluable(figure, indicator, value):
        yield from _undecided(city, indicator, figure, compared, value)


def _undecided(
    city: City, indicator: Indicator, figure: Figure, compared: tuple[Reconciliation, ...], value: Decimal
) -> Iterator[Need]:
    """What the office has to say because two values would be judged differently."""
    if _differs(indicator, figure, compared) and not _alike(city, indicator, value, figure.otherwise):
        yield Need.TO_ADJUDICATE
    both = tuple(one for one in figure.alternatives.values() if one is not None)
    if _unsettled(city, indicator, figure) and not _alike(city, indicator, value, both):
        yield Need.TO_CONFIRM


def _differs(indicator: Indicator, figure: Figure, compared: tuple[Reconciliation, ...]) -> bool:
    """True when the office would have to choose between two figures for this indicator."""
    if indicator.reconcile == "decides":
        return any(one.exceeds for one in compared)
    return figure.department is None and bool(figure.otherwise)


def _unsettled(city: City, indicator: Indicator, figure: Figure) -> bool:
    """True while the office has not given the parameter that says which of two values counts."""
    chosen = city.settings.parameter(city.plan, indicator.aggregate_by)
    return bool(figure.alternatives) and not isinstance(chosen, str)


def _alike(city: City, indicator: Indicator, value: Decimal, others: tuple[Decimal, ...]) -> bool:
    """True when other values would be judged as this one is."""
    mine = judged(city, indicator, value)
    return all(judged(city, indicator, decided_value(indicator, other)) is mine for other in others)


def _beside(
    city: City,
    indicator: Indicator,
    figure: Figure,
    compared: tuple[Reconciliation, ...],
    needs: frozenset[Need],
) -> Iterator[Note]:
    """What stands beside a value without deciding anything."""
    if not figure.coverage.asked:
        yield Note("summary.not_asked")
    elif indicator.quarterly is Quarterly.NONE and not city.decides(indicator):
        yield Note("summary.year_end")
    if any(one.exceeds for one in compared) and Need.TO_ADJUDICATE not in needs:
        yield Note("summary.difference_listed")
    if any(not one.complete for one in compared):
        yield Note("summary.not_compared")
    if figure.year_end is not None and city.period.end > indicator.due and figure.compared is not None:
        facts = {"年末数": plain(figure.year_end), "按期数": plain(figure.compared)}
        yield Note("summary.dated", facts)
    if _unsettled(city, indicator, figure):
        places = indicator.decide_decimals if indicator.decide_decimals is not None else 2
        both = {name: _shown(value, places, city.plan.rounding) for name, value in figure.alternatives.items()}
        yield Note("summary.both_ways", {"加权": both[Aggregate.RATIO.value], "平均": both[Aggregate.MEAN.value]})
    if figure.department is not None and figure.department.disputed:
        yield Note("summary.department_disputed", {"单位": city.name(figure.department.unit)})


def _shown(value: Decimal | None, places: int, rounding: Rounding) -> str:
    return "—" if value is None else format_number(value, places, rounding)


def rests_on(city: City, indicator: Indicator) -> Mapping[str, str]:
    """Return unit → digest of the returns in force that an indicator's figure rests on now, a compared one included."""
    figure = figure_of(city, indicator)
    department = (figure.department.unit,) if figure.department is not None else ()
    units = sorted({*figure.units, *department})
    return {unit: city.digests[unit] for unit in units if unit in city.digests}


def _moved(city: City, indicator: Indicator, adjudication: Adjudication) -> tuple[str, ...]:
    now, then = rests_on(city, indicator), adjudication.rests_on
    return tuple(sorted(unit for unit in {*now, *then} if now.get(unit) != then.get(unit)))


def moved_basis(city: City, result: Result) -> tuple[str, ...]:
    """Return the units whose papers are others than those an 审定数 rests on; () without one, or while they are."""
    return _moved(city, result.indicator, result.adjudication) if result.adjudication is not None else ()
