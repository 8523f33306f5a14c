"""Sheet names: what the names of a formula stand for in a sheet: items, 上年, 上期, 参数, 因子 …

The names a plan may use are those of `models.plan.formulas`; an unknown value is None, never a guess.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Protocol

from models.formula.formula import EXCUSED, Value
from models.formula.prefixes import Prefix
from models.plan.plan import Item, ItemType, Plan, Unit
from models.settings.settings import Settings
from models.sheet.cells import Cell, State
from models.sheet.fillable import Slot
from models.sheet.rows import Row


class NamedFigures(Protocol):
    """The members of a sheet that names are looked up in."""

    @property
    def plan(self) -> Plan:
        """The plan the sheet follows."""

    @property
    def unit_id(self) -> str:
        """Whose sheet it is."""

    @property
    def period_id(self) -> str:
        """For which period."""

    @property
    def settings(self) -> Settings:
        """What the office decided beside the plan."""

    @property
    def registers(self) -> Mapping[str, tuple[Row, ...]]:
        """Register rows by register."""

    @property
    def previous(self) -> "NamedFigures | None":
        """The predecessor's sheet, None when it is not here."""

    @property
    def unit(self) -> Unit:
        """The unit whose sheet it is."""

    @property
    def unit_name(self) -> str:
        """The unit's name at the end of the period."""

    @property
    def slots(self) -> Mapping[str, Slot]:
        """Every item cell the unit has, by address."""

    def before(self, name: str, /) -> "NamedFigures | None":
        """Return the sheet that an item is held against."""

    def cell(self, address: str, /) -> Cell:
        """Return a cell as it counts."""

    def exact(self, address: str, /) -> Decimal | None:
        """Return the unrounded figure of a cell, None when it has none."""

    def place(self, item: str, line: str | None, /, *, last_year: bool) -> str:
        """Return the address of an item on a county's line."""

    def lines(self, item: str, /) -> Iterator[Slot]:
        """Yield the county lines of an item."""

    def counted_rows(self, register: str, /) -> tuple[Row, ...]:
        """Return the rows of a register that count."""

    def lookup(self, line: str | None, /) -> Callable[[str], Value]:
        """Return how a formula's names get their values."""


def value_of_name(sheet: NamedFigures, name: str, line: str | None, *, last_year: bool = False) -> Value:
    """Return what a name stands for in a sheet, on one county's line or none; None when nothing is known of it."""
    if name in sheet.plan.items:
        return _value(sheet, sheet.place(name, line, last_year=last_year))
    prefix, _, rest = name.partition(".")
    reader = _PREFIXES.get(prefix)
    return reader(sheet, rest, line) if reader else None


def _value(sheet: NamedFigures, address: str) -> Value:
    slot = sheet.slots.get(address)
    if slot is not None and slot.item.numeric:
        return figure_at(sheet, address)
    cell = sheet.cell(address)
    if cell.state is not State.VALUE:
        return None
    if slot is not None and slot.item.type is ItemType.YES_NO:
        return cell.text == "是"
    return cell.text or None


def figure_at(sheet: NamedFigures, address: str) -> Value:
    """A figure, EXCUSED where the cell says 不适用 or 未到报告期, None where it is owed and not there."""
    exact = sheet.exact(address)
    return EXCUSED if exact is None and sheet.cell(address).excused else exact


def _last_year(sheet: NamedFigures, name: str, line: str | None) -> Value:
    return _value(sheet, sheet.place(name, line, last_year=True))


def _before(sheet: NamedFigures, name: str, line: str | None) -> Value:
    earlier = sheet.before(name)
    return earlier.lookup(line)(name) if earlier else None


def _target(sheet: NamedFigures, name: str, line: str | None) -> Value:
    target = sheet.settings.target_of(line or sheet.unit_id, name)
    return target.value if target else None


def _parameter(sheet: NamedFigures, name: str, line: str | None) -> Value:
    value = sheet.settings.parameter(sheet.plan, name, line or sheet.unit_id)
    return value if isinstance(value, Decimal | str) else None


def _period(sheet: NamedFigures, name: str, _: str | None) -> Value:
    period = sheet.plan.periods[sheet.period_id]
    values: Mapping[str, Value] = {
        "日历天数": Decimal(period.calendar_days),
        "剩余天数": Decimal((sheet.plan.until - period.end).days),
        "月数": Decimal(period.months),
        "类型": period.kind.id,
        "始": period.start.isoformat(),
        "止": period.end.isoformat(),
    }
    return values.get(name)


def _plan_fact(sheet: NamedFigures, name: str, _: str | None) -> Value:
    plan = sheet.plan
    values: Mapping[str, Value] = {
        "年": Decimal(plan.year),
        "始": plan.since.isoformat(),
        "止": plan.until.isoformat(),
    }
    return values.get(name)


def _state(sheet: NamedFigures, name: str, line: str | None) -> Value:
    """The state of an item's cell as formulas call it, None when nothing was said of it."""
    state = sheet.cell(sheet.place(name, line, last_year=False)).state
    return state.rules.name if state else None


def _factor(sheet: NamedFigures, name: str, _: str | None) -> Value:
    """A column of a table the office has set: of its only row, or of the one that a choice item of the unit names."""
    for parameter in sheet.plan.parameters.values():
        column = next((one for one in parameter.columns if one.name == name and one.type == "number"), None)
        if column is None:
            continue
        rows = sheet.settings.table(sheet.plan, parameter.id)
        chosen = _chosen_row(sheet, parameter.id, rows)
        return Decimal(chosen[name]) if chosen and chosen.get(name) else None
    return None


def _chosen_row(sheet: NamedFigures, parameter: str, rows: tuple[Mapping[str, str], ...]) -> Mapping[str, str] | None:
    for item in _choosing(sheet.plan):
        text = sheet.cell(item.id).text if item.choices_from and item.choices_from[0] == parameter else ""
        if text and item.choices_from:
            return next((row for row in rows if row.get(item.choices_from[1]) == text), None)
    return rows[0] if len(rows) == 1 else None


def _choosing(plan: Plan) -> tuple[Item, ...]:
    """The items for which a row of a table is chosen; found once for a plan."""
    if "choosing" not in plan.derived:
        plan.derived["choosing"] = tuple(item for item in plan.items.values() if item.choices_from)
    found: tuple[Item, ...] = plan.derived["choosing"]
    return found


def _line_sum(sheet: NamedFigures, name: str, _: str | None) -> Value:
    return _add(list(_line_figures(sheet, name)))


def _line_mean(sheet: NamedFigures, name: str, _: str | None) -> Value:
    figures = list(_line_figures(sheet, name))
    total = _add(figures)
    return total / len(figures) if total is not None else None


def _line_figures(sheet: NamedFigures, name: str) -> Iterator[Decimal | None]:
    """The figures of an item's county lines; a line that is 不适用 is none of them."""
    for slot in sheet.lines(name):
        found = figure_at(sheet, slot.address)
        if found is not EXCUSED:
            yield found if isinstance(found, Decimal) else None


def _unit_fact(sheet: NamedFigures, name: str, _: str | None) -> Value:
    facts = {"类别": sheet.unit.kind.id, "代码": sheet.unit_id, "名称": sheet.unit_name}
    return facts.get(name)


def _add(figures: list[Decimal | None]) -> Decimal | None:
    known = [figure for figure in figures if figure is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(figures) else None


_PREFIXES: Mapping[str, Callable[[NamedFigures, str, str | None], Value]] = {
    Prefix.LAST_YEAR: _last_year,
    Prefix.BEFORE: _before,
    Prefix.TARGET: _target,
    Prefix.GIVEN: _parameter,
    Prefix.PERIOD: _period,
    Prefix.PLAN: _plan_fact,
    Prefix.STATE: _state,
    Prefix.FACTOR: _factor,
    Prefix.SUM: _line_sum,
    Prefix.MEAN: _line_mean,
    Prefix.UNIT: _unit_fact,
}
