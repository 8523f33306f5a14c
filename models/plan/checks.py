"""A plan's rows about what is held against the figures: the checks.

A check may only speak of what exists: its rule is one the program knows, every blank of its sentence has a figure.
Source of the shapes: the folder's own recipes.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from models.formula.formula import Formula, Kind
from models.plan.formulas import Formulas
from models.plan.people import Rows, UnitPool
from models.plan.plan import Check, Item, Level, Relation
from models.plan.rows.toml_row import Row, unique
from models.plan.rule_names import RULE_NAMES

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
    kinds: Collection[str]  # of period
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
        row.known(period, "periods", scope.kinds)
    message, office = row.text("message"), row.flag("office")
    relations = _relations(row, scope, message)
    rule = _rule(row, office=office) if kind == "rule" else None
    if kind == "rule" and relations:
        row.note("rule", "rule_and_formula")
    if kind != "rule" and not relations:
        row.note("formula", "no_relation")
    return Check(
        id=row.id(), level=LEVELS.get(level, Level.HINT), scope=places, must=kind == "must",
        relations=tuple(r for r in relations if r), rule=rule, periods=periods, units=scope.pool.of(row, "units"),
        office=office, confirm=row.flag("confirm"), message=message, clause=row.text("clause", ""),
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
    return Relation(formula=formula, item=item, values=values) if formula else None
