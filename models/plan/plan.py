"""Plan: everything the program knows about one city's year — units, blocks, indicators, items, registers, checks.

Frozen records without behaviour beyond looking up; `models.plan.load` reads them from TOML and guarantees that every
reference leads somewhere. Holds no figure that a unit reports and no setting of the office.
Source of every row: its own `clause` (条款号 of the plan document).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from typing import Any

from models.basics.period import Calendar, Period, PeriodKind
from models.basics.quantity import BUILT_IN, Measures, Rounding
from models.formula.formula import Formula
from models.plan.records.indicator import Aggregate, Base, Direction, Elapsed, Indicator, Quarterly, Step
from models.plan.records.item import Column, ColumnType, Count, Item, ItemType, Means, Register, Role, Table
from models.plan.records.parameter import Parameter, ParameterColumn, Rows
from models.plan.records.units import (
    Assignment,
    Block,
    DatedName,
    Deliverable,
    Part,
    Safeguard,
    Unit,
    UnitKind,
    called,
    folded_name,
)

__all__ = (
    "Aggregate", "Assignment", "Base", "Block", "Check", "Column", "ColumnType", "Count", "DatedName", "Deliverable",
    "Direction", "Elapsed", "Indicator", "Item", "ItemType", "Level", "Means", "Parameter", "ParameterColumn", "Part",
    "Plan", "Quarterly", "Register", "Relation", "Role", "Rows", "Safeguard", "Step", "Table", "Unit", "UnitKind",
    "called", "folded_name",
)  # fmt: skip


class Level(IntEnum):
    """What a finding does to filing; ordered, so max() is the worst."""

    HINT = 1  # 提示性: shown, nothing more
    WARNING = 2  # 核实性: may be filed once explained in writing
    ERROR = 3  # 强制性: may not be filed


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """One relation of a check. `must` holds or the check is broken; without `must`, true means broken."""

    formula: Formula
    item: str  # where the finding is shown
    values: Mapping[str, Formula]  # blanks of the message → their figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """审核关系: a row of the catalogue; told by relations, or by a named rule of `models.checks.rules`."""

    id: str  # never reused, even after the check is retired
    level: Level
    scope: tuple[str, ...]  # tables or registers it looks at; empty = everywhere
    must: bool
    relations: tuple[Relation, ...]
    rule: str | None  # name in models.checks.rules.RULES; None for relations
    periods: tuple[str, ...]  # kinds of period it is run in; empty = all
    units: tuple[str, ...]  # unit ids it is run for; empty = all
    office: bool  # run by the office over all returns, never part of a unit's sheet
    confirm: bool  # a bare 确认 explains it
    message: str  # the plan's own words
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """方案: a published definition with id and version; immutable once a return cites its digest."""

    id: str
    version: str
    title: str
    short_title: str
    doc_no: str = ""
    issued: date
    since: date
    until: date  # the last day
    year: int  # the number papers print
    follows: str = ""  # id of the plan of the year before
    office: str | None = None  # 汇总单位, None = 待填
    digest: str  # SHA-256 over its files
    rounding: Rounding
    words: Mapping[str, str]  # what the programme, the whole, the office … are called
    uses: Mapping[str, str]  # what the program needs → the parameter that says it
    calendar: Calendar
    header: Mapping[str, str]  # 表号, 制定机关 …: empty until the office has them
    measures: Measures = field(default=BUILT_IN, compare=False)
    unit_kinds: Mapping[str, UnitKind]
    units: Mapping[str, Unit]
    groups: Mapping[str, tuple[str, ...]]  # group id → members named by the plan itself (empty: 待填)
    blocks: Mapping[str, Block]
    indicators: Mapping[str, Indicator]
    items: Mapping[str, Item]
    process: Mapping[str, str]  # process item → its name
    tables: Mapping[str, Table]
    assignments: tuple[Assignment, ...]
    registers: Mapping[str, Register]
    period_kinds: Mapping[str, PeriodKind]
    periods: Mapping[str, Period]
    checks: Mapping[str, Check]
    parameters: Mapping[str, Parameter]
    safeguards: tuple[Safeguard, ...] = ()
    deliverables: Mapping[str, Deliverable] = field(default_factory=dict)
    derived: dict[object, Any] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )  # what was made of it

    @property
    def filing_units(self) -> tuple[Unit, ...]:
        """Units expected to file, in plan order."""
        return tuple(unit for unit in self.units.values() if unit.enabled and unit.kind.files and not unit.kind.group)

    def unit_name(self, unit: str, day: date | None = None) -> str:
        """Return a unit's name on a day, by default the day the plan was issued; an unknown id as it is."""
        found = self.units.get(unit)
        return found.name_on(day or self.issued) if found else unit

    def unit_in(self, unit: str, period: str) -> str:
        """Return a unit's name at the end of a period; an unknown id as it is."""
        found = self.periods.get(period)
        return self.unit_name(unit, found.end if found else None)

    def unit_named(self, text: str) -> Unit | None:
        """Return the unit a person means by a name, code or alias, brackets of either width; None if nobody's."""
        wanted = folded_name(text)
        for unit in self.units.values():
            if wanted in {folded_name(name) for name in called(unit)}:
                return unit
        return None

    def table_of(self, role: Role) -> Table | None:
        """Return the table of a role there is one of (cover, process, progress), None when the plan has none."""
        return next((table for table in self.tables.values() if table.role is role), None)

    @property
    def cover_columns(self) -> tuple[Column, ...]:
        """What stands on the cover."""
        table = self.table_of(Role.COVER)
        return table.columns if table else ()

    @property
    def progress_columns(self) -> tuple[Column, ...]:
        """What is said of the progress of a block."""
        table = self.table_of(Role.PROGRESS)
        return table.columns if table else ()

    def column_meaning(self, means: Means) -> Column | None:
        """Return the column of cover or progress that says something, None when the plan has none."""
        columns = (*self.cover_columns, *self.progress_columns)
        return next((column for column in columns if column.means is means), None)

    def field_name(self, means: Means) -> str:
        """Return the name of the column that says something, "" when the plan has none."""
        column = self.column_meaning(means)
        return column.name if column else ""

    def asks_progress(self, period: str) -> bool:
        """True when the progress of blocks is asked for in a period."""
        table = self.table_of(Role.PROGRESS)
        return table is not None and table.id in self.periods[period].tables

    def has_part(self, unit: str, item: str, part: Part) -> bool:
        """True when a unit's own figure of an item is of that part of the whole."""
        return any(a.part is part and unit in a.units and item in a.items and not a.split for a in self.assignments)

    def selector_words(self, selector: str) -> str:
        """Return what the units of a selector are called together, the selector itself where it has no name."""
        kind = self.unit_kinds.get(selector.removeprefix("@"))
        return kind.all if kind else selector
