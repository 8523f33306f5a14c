"""Scores: what each unit's figures, tasks and reporting come to under the office's rules. Pure; nothing is kept here.

An indicator without a target for the unit, or that does not apply to it, takes no part: the weights of the others are
raised in proportion, and that is told. A figure that is not there counts 0, and that is told too. Completion is that of
`models.city.verdict`; nothing is rounded but what is shown.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from models.answers.beside import held_value
from models.basics.messages import say
from models.basics.quantity import Rounding, format_number, plain, round_to
from models.basics.records import dataclass
from models.city.city import City
from models.city.summary import Summary
from models.city.verdict import NO_RATE, completion, decided_value, meets, percent_shown
from models.ledger.ledger import LineState
from models.ledger.roster import Roster
from models.plan.plan import Indicator, Means
from models.scoring.rules import HUNDRED, IndicatorRule, Method, ScorePart, ScoreRules, ScoreScope
from models.sheet.cells import State
from models.sheet.fillable import FieldSlot
from models.sheet.sheet import Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreLine:
    """One thing that was scored. `weight` as it counts, `given` as the office gave it; None = it took no part."""

    share: str
    key: str  # indicator, block, or what was deducted
    name: str
    given: Decimal
    weight: Decimal | None
    rate: Decimal | None
    points: Decimal
    remark: str = ""
    vetoed: bool = False  # an indicator with 一票否决 that was not met

    @property
    def shown(self) -> str:
        """The points as they are written: of what took no part none, which is not 0."""
        return "—" if self.weight is None else shown_points(self.points)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitScore:
    """A unit's score: the parts and their sum, the grade ("" = no grades are given), and every line."""

    unit: str
    name: str
    scope: str
    parts: Mapping[str, Decimal]
    total: Decimal
    grade: str
    remarks: tuple[str, ...]
    lines: tuple[ScoreLine, ...]

    @property
    def shown(self) -> str:
        """The total as people read it."""
        return shown_points(self.total)


def shown_points(points: Decimal) -> str:
    """Return points with two decimals."""
    return format_number(points, 2, Rounding.GBT8170)


def shown_rate(rate: Decimal) -> str:
    """Return how much of a target was reached as a 完成率 is written."""
    return str(percent_shown(rate, Rounding.GBT8170))


def scores_of(
    rules: ScoreRules, city: City, summary: Summary, roster: Roster, lines: Mapping[str, LineState]
) -> tuple[UnitScore, ...]:
    """Return the scores of a period's units, scope by scope, in plan order."""
    return tuple(
        _Scoring(rules, scope, city, summary, roster).score(unit, lines.get(unit, LineState()))
        for scope in rules.scopes
        for unit in roster.expected
        if city.plan.units[unit].kind.id in scope.kinds
    )


class _Scoring:
    """The scoring of one scope."""

    def __init__(self, rules: ScoreRules, scope: ScoreScope, city: City, summary: Summary, roster: Roster) -> None:
        self.rules, self.scope, self.city, self.summary, self.roster = rules, scope, city, summary, roster

    def score(self, unit: str, line: LineState) -> UnitScore:
        """Return one unit's score."""
        found = [*self._indicators(unit), *self._tasks(unit), *self._quality(unit, line)]
        weights = {share: weight for share, weight in self.scope.weights.items() if self._took_part(share, found)}
        parts = {share.value: sum((one.points for one in found if one.share == share), Decimal(0)) for share in weights}
        total, used, remarks = sum(parts.values(), Decimal(0)), sum(weights.values(), Decimal(0)), []
        if used not in (Decimal(0), HUNDRED) and sum(self.scope.weights.values()) == HUNDRED:
            total = total * HUNDRED / used
            out = [say(f"scoring.share.{share}") for share in self.scope.weights if share not in weights]
            remarks.append(say("scoring.part_left_out", 部分="、".join(out)))
        failed = [one for one in found if one.vetoed]
        if failed:
            remarks.append(say("scoring.veto", 指标="、".join(one.name for one in failed)))
        left = [one.name for one in found if one.weight is None and one.share in parts]
        if left:
            remarks.append(say("scoring.left_out", 名单="、".join(left)))
        return UnitScore(
            unit=unit,
            name=self.city.name(unit),
            scope=self.scope.name,
            parts={str(name): points for name, points in parts.items()},
            total=total,
            grade=self.rules.veto_grade if failed else self._grade(total),
            remarks=tuple(remarks),
            lines=tuple(found),
        )

    def _grade(self, total: Decimal) -> str:
        """The first grade a total reaches, as people read it; "" for none."""
        told = round_to(total, 2, Rounding.GBT8170)
        return next((name for name, least in self.rules.grades if told >= least), "")

    def _took_part(self, share: ScorePart, found: list[ScoreLine]) -> bool:
        return share is ScorePart.QUALITY or any(one.share == share and one.weight is not None for one in found)

    def _indicators(self, unit: str) -> Iterator[ScoreLine]:
        values = {
            one.indicator: self._value(unit, self.city.plan.indicators[one.indicator]) for one in self.scope.rules
        }
        used = sum((one.weight for one in self.scope.rules if values[one.indicator][0] is not None), Decimal(0))
        whole = self.scope.weights.get(ScorePart.INDICATORS, Decimal(0))
        for one in self.scope.rules:
            indicator, (target, value, why) = self.city.plan.indicators[one.indicator], values[one.indicator]
            weight = one.weight * whole / used if target is not None and used else None
            rate, points, remark, vetoed = None, Decimal(0), why, False
            if target is not None and weight is not None:
                rate = _rate(one, indicator, value, target)
                points = weight * _share_of(one, rate) / HUNDRED + _bonus(one, rate)
                vetoed = one.veto and (value is None or not meets(indicator, value, target))
                remark = say("scoring.vetoed") if vetoed else why
            yield ScoreLine(
                share=ScorePart.INDICATORS,
                key=one.indicator,
                name=indicator.name,
                given=one.weight,
                weight=weight,
                rate=rate,
                points=points,
                remark=remark,
                vetoed=vetoed,
            )

    def _value(self, unit: str, indicator: Indicator) -> tuple[Decimal | None, Decimal | None, str]:
        """Target and value of a unit, and what is to be said of them; no target: it takes no part."""
        own = self.city.settings.target_of(unit, indicator.id)
        sheet = self.city.sheets.get(unit)
        if own is None and indicator.main_reporter == unit:
            result = self.summary.of(indicator.id)
            words = "" if result.value is not None else say("scoring.no_value")
            return result.target, result.value, words
        if own is None:
            return None, None, say("scoring.no_target")
        cell = sheet.cell(indicator.value_item) if sheet is not None else None
        if cell is not None and cell.state is State.NA:
            return None, None, say("scoring.not_applicable")
        value = cell.number if cell is not None else None
        if sheet is not None and indicator.falls_from_base:
            value = held_value(sheet, indicator, indicator.value_item)
        if value is None:
            return own.value, None, say("scoring.no_value")
        return own.value, decided_value(indicator, value), ""

    def _tasks(self, unit: str) -> Iterator[ScoreLine]:
        whole, sheet = self.scope.weights.get(ScorePart.TASKS), self.city.sheets.get(unit)
        if whole is None:
            return
        if sheet is None:  # nothing is left out for who filed nothing
            yield ScoreLine(
                share=ScorePart.TASKS,
                key="missing",
                name=say("scoring.missing"),
                given=whole,
                weight=whole,
                rate=None,
                points=Decimal(0),
            )
            return
        asked = [one for one in sheet.fields.values() if one.column.means == Means.STAGE]
        yield from (self._stage(sheet, one, whole / len(asked)) for one in asked)

    def _stage(self, sheet: Sheet, field: FieldSlot, weight: Decimal) -> ScoreLine:
        """What the stage comes to that a unit says its task has reached."""
        said = sheet.cell(field.address).value
        rate = self.scope.stages.get(said) if isinstance(said, str) else None
        return ScoreLine(
            share=ScorePart.TASKS,
            key=field.group,
            name=sheet.plan.blocks[field.group].title,
            given=weight,
            weight=weight,
            rate=rate,
            points=weight * (rate or Decimal(0)) / HUNDRED,
            remark=plain_text(said) if rate is not None else say("scoring.no_stage", 阶段=plain_text(said) or "—"),
        )

    def _quality(self, unit: str, line: LineState) -> Iterator[ScoreLine]:
        whole, taken = self.scope.weights.get(ScorePart.QUALITY), self.scope.deductions
        if whole is None:
            return
        late = next((one.working_days for one in self.roster.late if one.unit == unit), 0)
        there = unit in self.roster.received
        times = line.times_returned
        found = [("full", whole, whole, "")]
        if late and taken.late is not None:
            found.append(("late", taken.late, -_at_most(taken.late * late, taken.late_most), str(late)))
        if times and taken.returned is not None:
            found.append(
                ("returned", taken.returned, -_at_most(taken.returned * times, taken.returned_most), str(times))
            )
        if not there and taken.missing is not None:
            found.append(("missing", taken.missing, -taken.missing, ""))
        sum_of_all = sum((points for _, _, points, _ in found), Decimal(0))
        if sum_of_all < 0:  # no unit has less than nothing; said, so that the lines add up
            found.append(("floor", Decimal(0), -sum_of_all, ""))
        for key, given, points, count in found:
            yield ScoreLine(
                share=ScorePart.QUALITY,
                key=key,
                name=say(f"scoring.{key}", n=count),
                given=given,
                weight=whole,
                rate=None,
                points=points,
            )


def plain_text(said: object) -> str:
    """Return a cell's text, "" for none."""
    return said if isinstance(said, str) else plain(said) if isinstance(said, Decimal) else ""


def _at_most(points: Decimal, most: Decimal | None) -> Decimal:
    return points if most is None else min(points, most)


def _rate(rule: IndicatorRule, indicator: Indicator, value: Decimal | None, target: Decimal) -> Decimal:
    """How much of a target was reached, in per cent; what has no 完成率 is 100 when met, else 0."""
    if value is None:
        return Decimal(0)
    if rule.method is Method.GAP and rule.base is not None and target != rule.base:
        return max(Decimal(0), (value - rule.base) / (target - rule.base) * HUNDRED)
    found = None if indicator.direction in NO_RATE else completion(indicator, value, target)
    if found is None:
        return HUNDRED if meets(indicator, value, target) else Decimal(0)
    return found


def _share_of(rule: IndicatorRule, rate: Decimal) -> Decimal:
    """What of its weight an indicator has, in per cent."""
    if rule.method is Method.MET:
        return HUNDRED if rate >= HUNDRED else Decimal(0)
    if rule.method is Method.BANDS:
        return next((points for least, points in rule.bands if rate >= least), Decimal(0))
    return min(rate, rule.cap)


def _bonus(rule: IndicatorRule, rate: Decimal) -> Decimal:
    """Points for what lies above 100 per cent, by whole steps."""
    if rule.bonus_step is None or rule.bonus_points is None or rate <= HUNDRED:
        return Decimal(0)
    return _at_most((rate - HUNDRED) // rule.bonus_step * rule.bonus_points, rule.bonus_most)
