"""A plan's rows about what is held against the figures: the checks.

A check may only speak of what exists: its rule is one the program knows and is told what it reads, its formulas name
what is there, every blank of its sentence has a value. Source of the shapes: `models.plan.rules`.
"""

import re
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from functools import cached_property, partial
from typing import Any

from models.basics.records import dataclass
from models.formula.formula import Formula, ValueKind
from models.formula.prefixes import Prefix
from models.plan.formulas import Formulas, hangs_on_counting, refuse_strangers
from models.plan.parameters import is_parameter
from models.plan.plan import Check, Item, Level, Relation
from models.plan.rows.selectors import UnitPool
from models.plan.rows.toml_row import Rows, TomlRow, figure_fault
from models.plan.rows.twins import unique
from models.plan.rules import RULES, Input, InputShape, Rule

LEVELS = {"error": Level.ERROR, "warning": Level.WARNING, "hint": Level.HINT}
PLACES = ("rows", "item", "at")  # where a relation stands, one of them
ALWAYS_KNOWN = frozenset({"指标", "值", "单位", "原文", "期", "填报单位"})  # blanks every message may have
KNOWN_OF_ROWS = ALWAYS_KNOWN | {"台账", "行"}
_BLANK = re.compile(r"{([^{}]+)}")
_FIGURE = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?")


@dataclass(frozen=True, kw_only=True)
class CheckScope:
    """What a check may point at."""

    pool: UnitPool
    kinds: Collection[str]  # of period
    places: Collection[str]  # tables and registers
    items: Mapping[str, Item]
    measures: Collection[str]
    formulas: Formulas

    @cached_property
    def items_and_indicators(self) -> Collection[str]:
        """What a sentence, or an input of a rule, may be for."""
        return dict.fromkeys((*self.items, *self.formulas.names.indicators))

    @cached_property
    def needed(self) -> Collection[str]:
        """What a check may wait for: rows of a register, an item, a parameter."""
        names = self.formulas.names
        return dict.fromkeys((*names.registers, *self.items, *map(Prefix.GIVEN.of, names.parameters)))


def read_checks(rows: Rows, scope: CheckScope) -> dict[str, Check]:
    """Return checks by id, in the order they are run."""
    return unique((row.id(), row, _check(row, scope)) for row in rows)


def _check(row: TomlRow, scope: CheckScope) -> Check:
    level, places, periods = row.one_of("level", LEVELS), row.texts("scope"), row.texts("periods")
    for place in places:
        row.known(place, "scope", scope.places)
    for period in periods:
        row.known(period, "periods", scope.kinds)
    name, message, leaves_out = row.text("rule", ""), row.text("message"), row.flag("leaves_out")
    relations = _relations(row, scope, message, leaves_out=leaves_out)
    rule = _rule(row, name)
    if rule is not None and rule.office and relations:
        row.note("rule", "rule_and_formula")
    return Check(
        id=row.id(),
        level=LEVELS.get(level, Level.HINT),
        message=message,
        clause=row.text("clause", ""),
        rule=name or None,
        inputs=_inputs(row, scope, rule.inputs if rule else {}),
        values=_values(row, scope, "", ()) if rule else {},
        relations=tuple(relations),
        scope=places,
        periods=periods,
        units=scope.pool.of(row, "units"),
        office=rule is not None and rule.office,
        leaves_out=leaves_out,
        confirm=row.flag("confirm"),
        trial=row.flag("trial"),
        wordings=_wordings(row, scope),
    )


def _rule(row: TomlRow, name: str) -> Rule | None:
    """The rule a check names; None for one that says relations, or names a rule nobody knows."""
    if name and name not in RULES:
        row.note("rule", "unknown_rule", 名称=name, 提示=row.problems.near(name, RULES))
        row.skip({key for one in RULES.values() for key in one.inputs})  # nobody knows which keys it would have
    if not name and not any(row.given(key) for key in ("must", "when", "relation")):
        row.note("", "no_relation")
        row.skip((*PLACES, "values", "needs", "blanks"))  # nobody knows what they would belong to
    return RULES.get(name)


def _wordings(row: TomlRow, scope: CheckScope) -> Mapping[str, str]:
    found = row.pairs("wordings")
    for name in found:
        row.known(name, f"wordings.{name}", scope.items_and_indicators)
    return found


def _relations(row: TomlRow, scope: CheckScope, message: str, *, leaves_out: bool) -> list[Relation]:
    inline = [row] if row.given("must") or row.given("when") else []
    found = [_relation(one, scope, message, own=one is not row) for one in (*inline, *row.rows("relation"))]
    kept = [relation for relation in found if relation is not None]
    if leaves_out and None not in found and not any(relation.rows for relation in kept):
        row.note("leaves_out", "leaves_out_rows")
    if leaves_out and any(_hangs_on_counting(one, scope) for one in kept):
        row.note("leaves_out", "leaves_out_reads")
    return kept


def _hangs_on_counting(relation: Relation, scope: CheckScope) -> bool:
    return hangs_on_counting(relation.formula) or not scope.items.keys().isdisjoint(relation.needs)


def _relation(row: TomlRow, scope: CheckScope, message: str, *, own: bool) -> Relation | None:
    key = "must" if row.given("must") else "when"
    if row.given("must") and row.given("when"):
        row.note("when", "must_and_when")
    registers, item, at = _where(row, scope)
    formulas = scope.formulas
    formula = formulas.parse(row, key, row.text(key), ValueKind.TRUTH, formulas.place(registers))
    own_words = row.text("message", "") if own else ""
    values = _values(row, scope, own_words or message, registers)
    needs, blanks = _needs(row, scope), _blanks(row, scope, registers)
    if formula is None:
        return None
    for name in registers:
        refuse_strangers(row, key, formula, formulas.names.registers[name].columns)
    return Relation(
        formula=formula,
        must=key == "must",
        rows=registers,
        item=item,
        at=at,
        values=values,
        needs=needs,
        blanks=blanks,
        message=own_words,
    )


def _where(row: TomlRow, scope: CheckScope) -> tuple[tuple[str, ...], str, str]:
    """Return where a relation stands: registers, an item or one register; just one of them."""
    known = scope.formulas.names.registers
    registers, item, at = row.texts("rows"), row.text("item", ""), row.text("at", "")
    for name in registers:
        row.known(name, "rows", known)
    row.known(item, "item", scope.items)
    row.known(at, "at", known)
    if sum(map(bool, (registers, item, at))) != 1:
        row.note("", "one_place", 键="、".join(PLACES))
    kept = tuple(name for name in registers if name in known)
    for column in scope.formulas.place(kept).columns:
        if column in scope.items or column in scope.formulas.prefixes:
            row.note("rows", "column_is_name", 名称=column)
    return kept, item, at


def _values(row: TomlRow, scope: CheckScope, message: str, registers: tuple[str, ...]) -> Mapping[str, Formula]:
    texts, known = row.pairs("values"), KNOWN_OF_ROWS if registers else ALWAYS_KNOWN
    for blank in sorted(set(_BLANK.findall(message)) - known - set(texts)):
        row.note("values", "no_value", 名称=blank)
    place = scope.formulas.place(registers, message=True)
    made = {blank: scope.formulas.parse(row, f"values.{blank}", text, None, place) for blank, text in texts.items()}
    return {blank: formula for blank, formula in made.items() if formula is not None}


def _needs(row: TomlRow, scope: CheckScope) -> tuple[str, ...]:
    return tuple(name for name in row.texts("needs") if row.known(name, "needs", scope.needed))


def _blanks(row: TomlRow, scope: CheckScope, registers: tuple[str, ...]) -> tuple[str, ...]:
    columns = scope.formulas.place(registers).columns
    return tuple(name for name in row.texts("blanks") if row.known(name, "blanks", columns))


def _inputs(row: TomlRow, scope: CheckScope, wanted: Mapping[str, Input]) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    for key, one in wanted.items():
        given = row.given(key)
        if one.needed and not given:
            row.note(key, "input_missing", 键=key, 规则=row.text("rule", ""))
        found[key] = _READERS[one.shape](row, key, one, scope) if given else _nothing(one)
    return found


def _nothing(wanted: Input) -> object:
    if wanted.default is not None:
        return wanted.default
    if wanted.shape in (InputShape.FIGURE, InputShape.LIMIT):
        return None
    if wanted.shape in (InputShape.WORD, InputShape.INDICATOR):
        return ""
    return {} if wanted.shape is InputShape.LIMITS else wanted.words if wanted.shape is InputShape.WORDS else ()


Reader = Callable[[TomlRow, str, Input, CheckScope], Any]


def _among(
    row: TomlRow, key: str, _: Input, scope: CheckScope, *, of: Callable[[CheckScope], Collection[str]]
) -> tuple[str, ...]:
    return tuple(name for name in row.texts(key) if row.known(name, key, of(scope)))


def _some_words(row: TomlRow, key: str, wanted: Input, _: CheckScope) -> tuple[str, ...]:
    return tuple(word for word in row.texts(key) if row.known(word, key, wanted.words))


def _some_items(row: TomlRow, key: str, _: Input, scope: CheckScope) -> tuple[str, ...]:
    """Return item ids; an indicator stands for its items."""
    found: dict[str, None] = {}
    for name in row.texts(key):
        if row.known(name, key, scope.items_and_indicators):
            found |= dict.fromkeys(id for id, item in scope.items.items() if name in (id, item.indicator))
    return tuple(found)


def _one_indicator(row: TomlRow, key: str, _: Input, scope: CheckScope) -> str:
    name = row.text(key)
    row.known(name, key, scope.formulas.names.indicators)
    return name


def _some_columns(row: TomlRow, key: str, _: Input, scope: CheckScope) -> tuple[str, ...]:
    registers = [name for name in row.texts("registers") if name in scope.formulas.names.registers]
    columns = scope.formulas.place(registers).columns
    return tuple(name for name in row.texts(key) if row.known(name, key, columns))


def _limit(row: TomlRow, key: str, scope: CheckScope, text: str) -> Decimal | str | None:
    """Return a figure, or the id of the parameter that gives it."""
    if _FIGURE.fullmatch(text):
        return Decimal(text)
    names = scope.formulas.names.parameters
    parameter = names.get(text.removeprefix(Prefix.GIVEN.of("")))
    if not text.startswith(Prefix.GIVEN.of("")) or not is_parameter(parameter, "number") or parameter is None:
        row.note(key, "input_unknown", 键=key, 名称=text)
        return None
    return parameter.id


def _limits(row: TomlRow, key: str, _: Input, scope: CheckScope) -> Mapping[str, Decimal | str | None]:
    found = row.pairs(key)
    return {measure: _limit(row, f"{key}.{measure}", scope, text) for measure, text in found.items()}


def _some_figures(row: TomlRow, key: str, _: Input, __: CheckScope) -> tuple[Decimal, ...]:
    texts = row.texts(key)
    for text in texts:
        if not _FIGURE.fullmatch(text):
            row.note(key, figure_fault(text), 键=key, 原文=text)
    return tuple(Decimal(text) for text in texts if _FIGURE.fullmatch(text))


_READERS: Mapping[InputShape, Reader] = {
    InputShape.WORD: lambda row, key, wanted, _: row.one_of(key, wanted.words),
    InputShape.WORDS: _some_words,
    InputShape.ITEMS: _some_items,
    InputShape.REGISTERS: partial(_among, of=lambda scope: scope.formulas.names.registers),
    InputShape.INDICATOR: _one_indicator,
    InputShape.COLUMNS: _some_columns,
    InputShape.MEASURES: partial(_among, of=lambda scope: scope.measures),
    InputShape.FIGURE: lambda row, key, _, __: row.figure(key),
    InputShape.FIGURES: _some_figures,
    InputShape.LIMIT: lambda row, key, _, scope: _limit(row, key, scope, row.text(key)),
    InputShape.LIMITS: _limits,
    InputShape.FLAG: lambda row, key, _, __: row.flag(key),
}
