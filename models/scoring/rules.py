"""Scoring rules: what the office gives as TOML — scopes of units, weights, ways of counting, deductions, grades.

Nothing is given by default, and nothing is filled in: without rules there are no scores, and a part without a weight is
none.
"""

from collections.abc import Iterator, Mapping
from dataclasses import field
from decimal import Decimal
from enum import StrEnum
from typing import Any

import tomli

from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.reading import toml_number, with_power
from models.basics.records import dataclass
from models.plan.plan import Plan

HUNDRED = Decimal(100)


class Method(StrEnum):
    """How a completion becomes points."""

    CAPPED = "capped"  # 线性封顶: in proportion, up to `cap`
    BANDS = "bands"  # 分档
    MET = "met"  # 达标制: all or nothing
    GAP = "gap"  # 差距法: (value − base) ÷ (target − base), up to `cap`


class ScorePart(StrEnum):
    """The parts of a score."""

    INDICATORS = "indicators"  # 指标
    TASKS = "tasks"  # 任务
    QUALITY = "quality"  # 报送质量


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRule:
    """How one indicator is scored. Rates are in per cent; `bonus_points` for each `bonus_step` above 100."""

    indicator: str
    weight: Decimal
    method: Method
    cap: Decimal = HUNDRED
    veto: bool = False  # 否决: not met, the unit has the grade of `ScoreRules.veto_grade`
    bands: tuple[tuple[Decimal, Decimal], ...] = ()  # from which rate, per cent of the weight; the highest first
    base: Decimal | None = None
    bonus_step: Decimal | None = None
    bonus_points: Decimal | None = None
    bonus_most: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deductions:
    """Points taken from 报送质量; None = nothing is taken."""

    late: Decimal | None = None  # for each working day
    late_most: Decimal | None = None
    returned: Decimal | None = None  # for each time
    returned_most: Decimal | None = None
    missing: Decimal | None = None  # 缺报


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreScope:
    """Units that are scored alike: weights of the parts, rules of indicators, points of the stages of a task."""

    name: str
    kinds: tuple[str, ...]  # ids of the plan's kinds of unit
    weights: Mapping[ScorePart, Decimal]
    rules: tuple[IndicatorRule, ...] = ()
    stages: Mapping[str, Decimal] = field(default_factory=dict)  # choice of the progress form → per cent
    deductions: Deductions = field(default_factory=Deductions)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRules:
    """Everything the office gave; `text` is what it gave it as."""

    scopes: tuple[ScoreScope, ...]
    grades: tuple[tuple[str, Decimal], ...]  # name, from how many points; the highest first
    veto_grade: str
    document: str
    text: str

    def lacking(self) -> tuple[str, ...]:
        """Return one sentence for everything that keeps scores from being locked; empty when nothing does."""
        return tuple(self._lacking())

    def _lacking(self) -> Iterator[str]:
        if not self.scopes:
            yield say("scoring.no_scope")
        for scope in self.scopes:
            total = sum(scope.weights.values(), Decimal(0))
            if total != HUNDRED:
                yield say("scoring.weights", 范围=scope.name, 合计=total)
            wanted = scope.weights.get(ScorePart.INDICATORS, Decimal(0))
            given = sum((one.weight for one in scope.rules), Decimal(0))
            if given != wanted:
                yield say("scoring.indicator_weights", 范围=scope.name, 合计=given, 应=wanted)
            if ScorePart.TASKS in scope.weights and not scope.stages:
                yield say("scoring.no_stages", 范围=scope.name)
            if any(one.veto for one in scope.rules) and not self.veto_grade:
                yield say("scoring.no_veto_grade", 范围=scope.name)


def read_rules(text: str, plan: Plan) -> ScoreRules:
    """Return the rules a TOML text gives; a key with "" is not given.

    Raises AppError("score_rules_unreadable") for no TOML, ("score_rules_refused") with a sentence for each problem.
    """
    try:
        found = tomli.loads(text, parse_float=toml_number)
    except (ValueError, RecursionError, ArithmeticError) as error:
        raise AppError("score_rules_unreadable", 原因=str(error)) from error
    reading = _RulesReading(plan)
    rules = reading.rules(found, text)
    if reading.problems:
        listing = "\n".join(reading.problems)
        raise AppError("score_rules_refused", n=len(reading.problems), listing=listing, problems=reading.problems)
    return rules


class _RulesReading:
    """One reading: what is wrong is gathered, everything at once."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.problems = plan, []  # type: Plan, list[str]
        stage = (one for one in plan.progress_columns if one.means == "stage")
        self.stages = tuple(choice for column in stage for choice in column.choices)

    def rules(self, found: Mapping[str, Any], text: str) -> ScoreRules:
        """Return the whole."""
        self._known(found, ("document", "grade", "scope", "veto_grade"), say("scoring.whole"))
        grades = [
            (self._text(row.get("name")), self._figure(row, "from", "grade") or Decimal(0))
            for row in self._rows(found, "grade")
        ]
        return ScoreRules(
            scopes=tuple(self._scope(row) for row in self._rows(found, "scope")),
            grades=tuple(sorted(grades, key=lambda one: -one[1])),
            veto_grade=self._text(found.get("veto_grade")),
            document=self._text(found.get("document")),
            text=text,
        )

    def _scope(self, row: Mapping[str, Any]) -> ScoreScope:
        name = self._text(row.get("name"))
        figures = tuple(one for one in Deductions.__dataclass_fields__)
        self._known(row, ("name", "kinds", "stages", "indicator", *ScorePart, *figures), name)
        kinds = tuple(self._text(one) for one in row.get("kinds") or ())
        for one in kinds:
            if one not in self.plan.unit_kinds:
                self.problems.append(say("scoring.unknown", 处=name, 名=one, 有="、".join(self.plan.unit_kinds)))
        stages = row.get("stages") or {}
        for one in stages:
            if one not in self.stages:
                self.problems.append(say("scoring.unknown", 处=name, 名=one, 有="、".join(self.stages)))
        weights = {share: weight for share in ScorePart if (weight := self._figure(row, share, name)) is not None}
        return ScoreScope(
            name=name,
            kinds=kinds,
            weights=weights,
            rules=tuple(rule for each in self._rows(row, "indicator") if (rule := self._rule(each, name)) is not None),
            stages={one: points for one in stages if (points := self._figure(stages, one, name)) is not None},
            deductions=Deductions(**{one: self._figure(row, one, name) for one in figures}),
        )

    def _bands(self, row: Mapping[str, Any], place: str) -> tuple[tuple[Decimal, Decimal], ...] | None:
        """From how much on which points are given, the most first; None where a band is not a pair."""
        bands = [tuple(self._decimal(one, place) for one in pair) for pair in row.get("bands") or ()]
        if any(len(pair) != 2 for pair in bands):
            return None
        return tuple(sorted(((one[0], one[1]) for one in bands), reverse=True))

    def _rule(self, row: Mapping[str, Any], scope: str) -> IndicatorRule | None:
        """A rule; None for one without a weight: the form names every indicator, and most are left empty."""
        name = self._text(row.get("id"))
        place = f"{scope} {name}"
        self._known(row, ("id", *(one for one in IndicatorRule.__dataclass_fields__ if one != "indicator")), place)
        if name not in self.plan.indicators:
            self.problems.append(say("scoring.unknown", 处=scope, 名=name, 有="、".join(self.plan.indicators)))
        weight = self._figure(row, "weight", place)
        if weight is None:
            return None
        method = self._text(row.get("method"))
        if method not in tuple(Method):
            self.problems.append(say("scoring.unknown", 处=place, 名=method or "method", 有="、".join(Method)))
            return None
        bands = self._bands(row, place)
        if bands is None or (method == Method.BANDS and not bands):
            self.problems.append(say("scoring.bands", 处=place))
            return None
        base = self._figure(row, "base", place, negative=True)
        if method == Method.GAP and base is None:
            self.problems.append(say("scoring.base", 处=place))
        return IndicatorRule(
            indicator=name,
            weight=weight,
            method=Method(method),
            cap=self._figure(row, "cap", place) or HUNDRED,
            veto=row.get("veto") is True,
            bands=bands,
            base=base,
            bonus_step=self._figure(row, "bonus_step", place) or None,
            bonus_points=self._figure(row, "bonus_points", place),
            bonus_most=self._figure(row, "bonus_most", place),
        )

    def _rows(self, found: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
        rows = found.get(name) or []
        if not isinstance(rows, list) or any(not isinstance(one, dict) for one in rows):
            self.problems.append(say("scoring.not_rows", 键=name))
            return []
        return rows

    def _known(self, row: Mapping[str, Any], keys: tuple[str, ...], place: str) -> None:
        for one in row:
            if one not in keys:
                self.problems.append(say("scoring.unknown", 处=place, 名=one, 有="、".join(map(str, keys))))

    def _figure(self, row: Mapping[str, Any], key: str, place: str, *, negative: bool = False) -> Decimal | None:
        said = row.get(key)
        if said is None or said == "":
            return None
        found = self._decimal(said, f"{place} {key}".strip())
        if found < 0 and not negative:
            self.problems.append(say("scoring.negative", 处=f"{place} {key}".strip(), 数=found))
        return found

    def _decimal(self, said: object, place: str) -> Decimal:
        try:
            found = Decimal(str(said))
        except ArithmeticError:
            found = Decimal("NaN")
        if not found.is_finite() or isinstance(said, bool) or with_power(said):
            self.problems.append(say("scoring.no_figure", 处=place, 数=said))
            return Decimal(0)
        return found

    def _text(self, said: object) -> str:
        return said.strip() if isinstance(said, str) else ""


def blank_rules(plan: Plan) -> str:
    """Return a form of rules for a plan: every kind of unit and indicator, nothing given."""
    stages = (one for one in plan.progress_columns if one.means == "stage")
    choices = [choice for column in stages for choice in column.choices]
    lines = [f"# {say('scoring.form_about')}", 'document = ""', 'veto_grade = ""', ""]
    lines += ["[[grade]]", 'name = ""', 'from = ""']
    for kind in plan.unit_kinds.values():
        lines += ["", "[[scope]]", f'name = "{kind.name}"', f'kinds = ["{kind.id}"]']
        lines += [f'{share} = ""' for share in ScorePart]
        lines += [f'{one} = ""' for one in Deductions.__dataclass_fields__]
        lines += ["stages = { " + ", ".join(f'"{one}" = ""' for one in choices) + " }"] if choices else []
        for indicator in plan.indicators.values():
            if kind.id in indicator.decomposed or plan.units[indicator.main_reporter].kind.id == kind.id:
                lines += ["[[scope.indicator]]", f'id = "{indicator.id}"  # {indicator.name}']
                lines += ['weight = ""', 'method = "capped"']
    return "\n".join(lines) + "\n"
