"""Record of an indicator: what has a target, how it comes about and how it is decided."""

from dataclasses import field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from models.basics.quantity import Rounding
from models.basics.records import dataclass
from models.formula.formula import Formula


class Direction(StrEnum):
    """How a value is held against its target."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BETWEEN = "between"  # `low` to `high`, both included
    EQUAL = "equal"
    NOT_BELOW_BASE = "not_below_base"  # last year's or a base year's figure
    NO_GROWTH = "no_growth"  # 零增长: at most 0
    DROP = "drop_at_least"  # 下降率: falling counts as positive
    GRADE = "grade_at_least"  # 良好以上
    YES = "yes"  # 是


class Aggregate(StrEnum):
    """How the whole's value comes from the units' cells."""

    SUM = "sum"  # Σ of `value_item`
    RATIO = "ratio_of_sums"  # Σ numerator ÷ Σ denominator × `factor`
    GROWTH = "growth_of_sums"  # (Σ numerator ÷ Σ denominator − 1) × `factor`
    ALONE = "alone"  # the main reporter's own cell
    MEAN = "mean_simple"  # simple mean of `value_item` over units


class Quarterly(StrEnum):
    """What is said of an indicator before the deciding period."""

    PROGRESS = "progress"  # 完成率 against elapsed time (amounts that add up)
    LEVEL = "level"  # the level itself against the target
    NONE = "none"  # not judged before the year is over


class Elapsed(StrEnum):
    """How the share of an indicator's time that has passed is counted."""

    DAYS = "days"  # days passed ÷ days from `since` to `due`
    MONTHS = "months"  # the same by whole months
    STEPS = "steps"  # the targets of `steps`, nothing between them
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What `not_below_base` and a drop are measured from: an item's figure, a given figure, or last year's."""

    item: str = ""
    value: Decimal | None = None
    year: int | None = None
    last_year: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetStep:
    """A target of one period on the way to the last."""

    period: str
    target: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """指标: what has a target; made from items."""

    id: str
    name: str
    as_written: tuple[str, ...]  # phrases of the plan document, verbatim
    measure: str = ""
    direction: Direction
    target: Decimal | None = None  # in `measure`; of a grade its place in `grades`; None = the plan gives none
    low: Decimal | None = None
    high: Decimal | None = None
    base: Base | None = None
    grades: tuple[str, ...] = ()  # the lowest first
    steps: tuple[TargetStep, ...] = ()
    since: date  # when its time begins
    due: date  # when its time ends
    elapsed: Elapsed = Elapsed.DAYS
    multi_year: bool = False  # decided in the plan's last deciding period only
    quarterly: Quarterly = Quarterly.LEVEL
    aggregate: Aggregate
    aggregate_by: str = ""  # parameter by which the office chooses between ways of putting together
    value_item: str  # the item whose cell is this indicator in one sheet (Q11.3, Q06.8)
    verified_item: str | None = None  # 核定 item that outranks the computed value when present
    decides_by_date: str | None = None  # item that holds the figure as of `due`
    numerator: str | None = None
    denominator: str | None = None
    factor: Decimal = field(default=Decimal(100), compare=False)  # of a ratio of sums, as `value_item`'s formula says
    exact: Formula | None = None  # the unrounded value where the rule rounds on the way
    decide_decimals: int | None = None  # None = the value as it is
    decide_rounding: Rounding
    reconcile: str = "none"  # "decides" | "informs" | "none": what a difference between lead and sum does
    decomposed: tuple[str, ...] = ()  # kinds of unit that may carry a decomposed target
    main_reporter: str  # unit id
    block: str | None = None
    lead_as_written: str = ""
    responsible_as_written: str = ""
    clauses: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()  # 指标解释: definition, scope and traps, for the person who fills it in
    clause: str = ""
    note: str = ""

    @property
    def reconciled(self) -> bool:
        """True when the lead department's figure is held against the sum of the others."""
        return self.reconcile != "none"

    @property
    def falls_from_base(self) -> bool:
        """True where the items give an amount and the target is by how many per cent it falls from a base."""
        return self.direction is Direction.DROP and self.base is not None

    @property
    def held_against_base(self) -> bool:
        """True where the base is the target itself: last year's or a base year's figure."""
        return self.base is not None and self.target is None and not self.falls_from_base

    def against_target(self, value: Decimal | None, base: Decimal | None) -> Decimal | None:
        """Return what is held against the target: the value itself, or its fall from `base` in per cent.

        Of a fall None where the value or the base is unknown, or the base is not above 0.
        """
        if value is None or not self.falls_from_base:
            return value
        return (base - value) / base * 100 if base is not None and base > 0 else None

    @property
    def ends(self) -> tuple[Decimal, Decimal] | None:
        """Both ends of the range a value is to lie in; None for a target of another kind."""
        if self.direction is not Direction.BETWEEN or self.low is None or self.high is None:
            return None
        return self.low, self.high

    @property
    def names(self) -> tuple[str, ...]:
        """Return what a value may be called where it is no figure: the grades, 是 and 否; nothing for a figure."""
        if self.direction is Direction.YES:
            return "是", "否"
        return self.grades if self.direction is Direction.GRADE else ()

    def number_of(self, text: str) -> Decimal | None:
        """Return what a grade or 是/否 counts as, None for another text."""
        if self.direction is Direction.YES:
            return {"是": Decimal(1), "否": Decimal(0)}.get(text)
        return Decimal(self.grades.index(text)) if text in self.grades else None

    def words_of(self, value: Decimal) -> str | None:
        """Return what a value is called, None for a plain figure."""
        if self.direction is Direction.YES:
            return "是" if value else "否"
        if self.direction is Direction.GRADE and value == int(value) and 0 <= value < len(self.grades):
            return self.grades[int(value)]
        return None
