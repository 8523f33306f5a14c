"""Weighing: what becomes of one indicator's figure — its value, what the office has still to say, verdict, remarks.

What is disputed or waits for the office is pending only while that decides the verdict.
"""

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from enum import StrEnum

from models.basics.quantity import Rounding, format_number, plain
from models.basics.records import dataclass
from models.city.adjudication import Adjudication
from models.city.city import City
from models.city.figures import Figure, figure_of, judged, target_of
from models.city.note import Note
from models.city.reconcile import Reconciliation
from models.city.verdict import Verdict, decided_value
from models.plan.plan import Aggregate, Direction, Indicator, Quarterly


class Need(StrEnum):
    """What a pending verdict waits for."""

    DISPUTED = "disputed"  # 待认定
    TO_ADJUDICATE = "to_adjudicate"  # 待审定
    BASIS_CHANGED = "basis_changed"  # 依据已变
    TO_CONFIRM = "to_confirm"  # 待确认: a parameter the office has not given


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """One indicator: its figure, what that is compared with, and the office's own figure where it gave one."""

    city: City
    indicator: Indicator
    figure: Figure
    compared: tuple[Reconciliation, ...]  # of this indicator
    adjudication: Adjudication | None

    @property
    def value(self) -> Decimal | None:
        """The figure as it is decided with, the office's own before all; None = there is none that may be said."""
        if self.adjudication is not None:
            return decided_value(self.indicator, self.adjudication.value)
        if self.figure.stopped:
            return None
        base = self.figure.compared if self.figure.compared is not None else self.figure.exact
        return decided_value(self.indicator, base) if base is not None else None

    @property
    def target(self) -> Decimal | None:
        """What it is held against in this period; None = nothing."""
        return target_of(self.city, self.indicator)

    def needs(self) -> Iterator[Need]:
        """Yield what the office has still to say before there is a verdict."""
        if self.adjudication is not None:
            if moved(self.city, self.indicator, self.adjudication):
                yield Need.BASIS_CHANGED
            return
        if not self.figure.coverage.asked and self.figure.exact is None:
            return
        if set(self.figure.units) & self.city.disputed:
            yield Need.DISPUTED
        value = self.value
        if value is not None and self._evaluable(value):
            yield from self._undecided(value)

    def verdict(self, needs: Collection[Need]) -> Verdict:
        """Return how it stands while the office has still to say something, or nothing."""
        if needs:
            return Verdict.PENDING
        value = self.value
        if value is None or not (self.adjudication is not None or self._evaluable(value)):
            return Verdict.NOT_EVALUABLE
        return judged(self.city, self.indicator, value)

    def remarks(self, needs: Collection[Need]) -> Iterator[Note]:
        """Yield what is said of it: of the figure, of the office, and what stands beside it."""
        yield from self.figure.notes
        if self.adjudication is not None:
            facts = {"文号": self.adjudication.document, "理由": self.adjudication.reason}
            yield Note("summary.adjudicated", facts)
        yield from (Note(f"summary.{need.value}") for need in Need if need in needs)
        yield from self._beside(needs)
        if self.value is not None and self.target is None and self.indicator.held_against_base:
            yield Note("summary.no_base")

    def _evaluable(self, value: Decimal) -> bool:
        """True when everybody answered, or when a sum that can only grow has reached its target without somebody."""
        if self.figure.coverage.complete:
            return True
        if self.indicator.target is None or self.indicator.direction is not Direction.AT_LEAST:
            return False
        return self.indicator.aggregate is Aggregate.SUM and value >= self.indicator.target

    def _undecided(self, value: Decimal) -> Iterator[Need]:
        """What the office has to say because two values would be judged differently."""
        if self._differs() and not self._alike(value, self.figure.otherwise):
            yield Need.TO_ADJUDICATE
        both = tuple(one for one in self.figure.alternatives.values() if one is not None)
        if self._unsettled() and not self._alike(value, both):
            yield Need.TO_CONFIRM

    def _differs(self) -> bool:
        """True when the office would have to choose between two figures for this indicator."""
        if self.indicator.reconcile == "decides":
            return any(one.exceeds for one in self.compared)
        return self.figure.department is None and bool(self.figure.otherwise)

    def _unsettled(self) -> bool:
        """True while the office has not given the parameter that says which of two values counts."""
        chosen = self.city.settings.parameter(self.city.plan, self.indicator.aggregate_by)
        return bool(self.figure.alternatives) and not isinstance(chosen, str)

    def _alike(self, value: Decimal, others: tuple[Decimal, ...]) -> bool:
        """True when other values would be judged as this one is."""
        mine = judged(self.city, self.indicator, value)
        return all(judged(self.city, self.indicator, decided_value(self.indicator, other)) is mine for other in others)

    def _beside(self, needs: Collection[Need]) -> Iterator[Note]:
        """What stands beside a value without deciding anything."""
        city, indicator, figure = self.city, self.indicator, self.figure
        if not figure.coverage.asked:
            yield Note("summary.not_asked")
        elif indicator.quarterly is Quarterly.NONE and not city.decides(indicator):
            yield Note("summary.year_end")
        if any(one.exceeds for one in self.compared) and Need.TO_ADJUDICATE not in needs:
            yield Note("summary.difference_listed")
        if any(not one.complete for one in self.compared):
            yield Note("summary.not_compared")
        if figure.year_end is not None and city.period.end > indicator.due and figure.compared is not None:
            facts = {"年末数": plain(figure.year_end), "按期数": plain(figure.compared)}
            yield Note("summary.dated", facts)
        if self._unsettled():
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


def moved(city: City, indicator: Indicator, adjudication: Adjudication) -> tuple[str, ...]:
    """Return the units whose papers are others now than those an 审定数 rests on."""
    now, then = rests_on(city, indicator), adjudication.rests_on
    return tuple(sorted(unit for unit in {*now, *then} if now.get(unit) != then.get(unit)))
