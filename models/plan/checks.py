"""A plan's rows about what is held against the figures: checks and parameters.

A check may only speak of what exists: its rule is one the program knows, every blank of its sentence has a figure.
Source of the shapes: the folder's own recipes.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from models.basics.period import PeriodKind
from models.formula.formula import Formula, Kind
from models.plan.formulas import Formulas
from models.plan.people import Rows, UnitPool
from models.plan.plan import Check, Item, Level, Parameter, Relation, Unit
from models.plan.rule_names import RULE_NAMES
from models.plan.toml_row import Row, unique

PARAMETER_TYPES = ("number", "choice", "text", "list", "per_unit")
LEVELS = {"error": Level.ERROR, "warning": Level.WARNING, "hint": Level.HINT}
KINDS = ("must", "when", "rule")
ALWAYS_KNOWN = frozenset(
    {"指标", "值", "单位", "原文", "期", "填报单位"}
)  # models.checks.run gives every message these
_BLANK = re.compile(r"{([^{}]+)}")


@dataclass(frozen=True, slots=True)
class Scope:
    """What a check may point at."""

    pool: UnitPool
    places: Collection[str]  # tables and registers
    items: Mapping[str, Item]
    formulas: Formulas


def read_checks(rows: Rows, scope: Scope) -> dict[str, Check]:
    """Return checks by id, in the order they are run."""
    return unique((row.id(), row, _check(row, scope)) for row in rows)


def _check(row: Row, scope: Scope) -> Check:
    level, kind = row.one_of("level", LEVELS), row.one_of("kind", KINDS)
    places, periods = row.texts("scope"), row.texts("periods")
    for place in places:
        row.known(place, "scope", scope.places)
    for period in periods:
        row.known(period, "periods", [one.value for one in PeriodKind])
    message, office = row.text("message"), row.flag("office")
    relations = _relations(row, scope, message)
    rule = _rule(row, office=office) if kind == "rule" else None
    if kind == "rule" and relations:
        row.note("rule", "rule_and_formula")
    if kind != "rule" and not relations:
        row.note("formula", "no_relation")
    return Check(
        row.id(), LEVELS.get(level, Level.HINT), places, kind == "must", tuple(r for r in relations if r), rule,
        periods, scope.pool.of(row, "units"), office, row.flag("confirm"), message, row.text("clause"),
    )  # fmt: skip


def _rule(row: Row, *, office: bool) -> str:
    """Return the rule of a check; those of the office are done by the program as a whole, not by a rule."""
    name = row.text("rule")
    if name and not office and name not in RULE_NAMES:
        row.note("rule", "unknown_rule", 名称=name, 提示=row.problems.near(name, RULE_NAMES))
    return name


def _relations(row: Row, scope: Scope, message: str) -> list[Relation | None]:
    inline = [row] if row.given("formula") else []
    return [_relation(one, scope, message) for one in (*row.rows("relation"), *inline)]


def _relation(row: Row, scope: Scope, message: str) -> Relation | None:
    item = row.text("item")
    row.known(item, "item", scope.items)
    formula = scope.formulas.parse(row, "formula", row.text("formula"), Kind.TRUTH)
    texts = row.pairs("values")
    for blank in sorted(set(_BLANK.findall(message)) - ALWAYS_KNOWN - set(texts)):
        row.note("values", "no_value", 名称=blank)
    values: dict[str, Formula] = {}
    for blank, text in texts.items():
        figure = scope.formulas.figure(row, f"values.{blank}", text)
        if figure is not None:
            values[blank] = figure
    return Relation(formula, item, values) if formula else None


def read_parameters(rows: Rows, units: Mapping[str, Unit]) -> dict[str, Parameter]:
    """Return parameters by id."""
    return unique((row.id(), row, _parameter(row, units)) for row in rows)


def _parameter(row: Row, units: Mapping[str, Unit]) -> Parameter:
    kind, choices = row.one_of("type", PARAMETER_TYPES), row.texts("choices")
    if kind == "choice" and not choices:
        row.note("choices", "missing_key", 键="choices")
    if kind != "choice" and choices:
        row.note("choices", "choices_not_wanted")
    if kind != "per_unit" and row.given("values"):
        row.note("values", "values_not_wanted")
    for unit in row.figures("values"):
        row.known(unit, f"values.{unit}", units)
    default = _default(row, kind, choices)
    return Parameter(row.id(), row.text("name"), kind, default, choices, row.pairs("values"), row.text("clause"))


def _default(row: Row, kind: str, choices: tuple[str, ...]) -> Decimal | str | tuple[str, ...] | None:
    if not row.given("default"):
        return None
    if kind == "number":
        return row.figure("default")
    if kind == "list":
        return row.texts("default")
    if kind == "choice":
        return row.one_of("default", choices)
    if kind == "per_unit":
        row.note("default", "default_kind")
    return row.text("default")
