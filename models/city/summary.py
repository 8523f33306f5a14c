"""Summary: the city's value of every indicator in a period, with coverage, verdict and what it rests on.

Adds up unrounded figures and rounds once; what becomes of each figure is `weighing`. The words a pending verdict needs
are told as `needs`, sentences are made from notes when they are shown. Nothing is estimated.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from models.basics.messages import CHINESE, language_in_use, say, say_in
from models.basics.quantity import as_shown, format_number
from models.basics.records import dataclass
from models.city.adjudication import Adjudication
from models.city.city import City, Total
from models.city.completeness import Gap, gaps
from models.city.coverage import Coverage
from models.city.figures import Department, figure_of
from models.city.findings import OfficeFinding, office_findings
from models.city.note import Note
from models.city.reconcile import Reconciliation, compared_items, reconcile
from models.city.verdict import Verdict, completion, decimals_shown, target_text, verdict_key
from models.city.weighing import Need, Weighing, moved
from models.plan.plan import Indicator

ADJUDICATED, PRELIMINARY = "adjudicated", "preliminary"


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
    def department_value(self) -> Decimal | None:
        """The department's figure as it is read: a rate rounded as the value beside it, an amount as given."""
        value = self.department.value if self.department else None
        if value is None or len(compared_items(self.indicator)) == 1 or self.indicator.falls_from_base:
            return value
        return as_shown(value, self.decimals, self.indicator.decide_rounding)

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
    period, `across` what the checks over periods and settings found (`models.city.findings`).
    """
    compared = reconcile(city)
    results = tuple(
        _preliminary(_result(_weighing(city, indicator, compared, adjudications.get(indicator.id))), before)
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


def _weighing(
    city: City, indicator: Indicator, compared: tuple[Reconciliation, ...], adjudication: Adjudication | None
) -> Weighing:
    return Weighing(
        city=city,
        indicator=indicator,
        figure=figure_of(city, indicator),
        compared=tuple(one for one in compared if one.indicator == indicator.id),
        adjudication=adjudication,
    )


def _result(weighing: Weighing) -> Result:
    indicator, figure, office = weighing.indicator, weighing.figure, weighing.adjudication
    value, target, needs = weighing.value, weighing.target, frozenset(weighing.needs())
    exact, basis = (figure.exact, figure.basis) if office is None else (office.value, ADJUDICATED)
    item = weighing.city.plan.items[indicator.value_item]
    bounds = indicator.ends or (() if target is None else (target,))
    beside = () if value is None else (value,)
    return Result(
        indicator=indicator,
        value=value,
        exact=exact if value is not None else None,
        verdict=weighing.verdict(needs),
        basis=basis if value is not None else "",
        found=figure.coverage,
        remarks=tuple(weighing.remarks(needs)),
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
        adjudication=office,
    )


def moved_basis(city: City, result: Result) -> tuple[str, ...]:
    """Return the units whose papers are others than those an 审定数 rests on; () without one, or while they are."""
    return moved(city, result.indicator, result.adjudication) if result.adjudication is not None else ()
