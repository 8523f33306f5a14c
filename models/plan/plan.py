"""Plan: everything the program knows about one city's year — units, blocks, indicators, items, registers, checks.

Frozen records without behaviour beyond looking up; `models.plan.load` reads them from TOML and guarantees that every
reference leads somewhere. Holds no figure that a unit reports and no setting of the office.
Source of every row: its own `clause` (条款号 of the plan document).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date
from enum import IntEnum
from typing import Any

from models.basics.period import Calendar, Period, PeriodKind
from models.basics.quantity import BUILT_IN, Measures, Rounding
from models.basics.records import dataclass
from models.formula.formula import Formula
from models.plan.records.indicator import Aggregate, Base, Direction, Elapsed, Indicator, Quarterly, TargetStep
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
    "Aggregate",
    "Assignment",
    "Base",
    "Block",
    "Check",
    "Column",
    "ColumnType",
    "Count",
    "DatedName",
    "Deliverable",
    "Direction",
    "Elapsed",
    "Indicator",
    "Item",
    "ItemType",
    "Level",
    "Means",
    "Parameter",
    "ParameterColumn",
    "Part",
    "Plan",
    "Quarterly",
    "Register",
    "Relation",
    "Role",
    "Rows",
    "Safeguard",
    "Table",
    "TargetStep",
    "Unit",
    "UnitKind",
    "called",
    "folded_name",
)


BLANKS = re.compile(r"{([^{}]+)}")  # of a sentence: what a finding fills in


class Level(IntEnum):
    """What a finding does to filing; ordered, so max() is the worst."""

    HINT = 1  # 提示性: shown, nothing more
    WARNING = 2  # 核实性: may be filed once explained in writing
    ERROR = 3  # 强制性: may not be filed


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """One relation of a check: over each row of some registers, at the cells of an item, or once at a register.

    With `must` the formula holds or the check is broken; without it, true means broken.
    """

    formula: Formula
    must: bool
    rows: tuple[str, ...] = ()  # registers, one list in this order
    item: str = ""  # where the finding is shown, on each of its lines
    at: str = ""  # register the finding is shown at, once
    values: Mapping[str, Formula] = field(default_factory=dict)  # blanks of the message
    needs: tuple[str, ...] = ()  # registers, items, parameters without which it is not evaluated
    blanks: tuple[str, ...] = ()  # required columns of which it says itself that they are blank
    message: str = ""  # words of its own; "" = the check's


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """审核关系: a row of the catalogue; told by relations, or by a rule of `models.plan.rules` with its inputs."""

    id: str  # never reused, even after the check is retired
    level: Level
    message: str  # the plan's own words
    clause: str
    rule: str | None = None  # None for relations alone
    inputs: Mapping[str, Any] = field(default_factory=dict)  # what the rule reads; every key of the rule is there
    values: Mapping[str, Formula] = field(default_factory=dict)  # blanks that the rule itself does not fill
    relations: tuple[Relation, ...] = ()
    scope: tuple[str, ...] = ()  # tables or registers it looks at; empty = everywhere
    periods: tuple[str, ...] = ()  # kinds of period it is run in; empty = all
    units: tuple[str, ...] = ()  # unit ids it is run for; empty = all
    office: bool = False  # run by the office over all returns, never part of a unit's sheet
    leaves_out: bool = False  # a broken row does not count; needs an explanation, does not block
    confirm: bool = False  # a bare 确认 explains it
    trial: bool = False  # 试行: runs and is counted, asks nothing
    wordings: Mapping[str, str] = field(default_factory=dict)  # item or indicator → words instead of the message

    @property
    def called(self) -> str:
        """How people know it: its code, and beside it what it says, … where a finding has a name or a figure."""
        first = self.message.partition("。")[0]
        return f"{self.id}　{BLANKS.sub('…', first)}"

    def words_for(self, item: str, indicator: str | None) -> str:
        """Return the sentence of the check for an item: of its own, of its indicator's, or the general one."""
        return self.wordings.get(item) or self.wordings.get(indicator or "") or self.message


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
    book_seal: bool = True  # workbooks of returns bear the package signature too that Excel shows
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
    files: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)  # item[Q06.8] → its file
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

    def check_called(self, check: str) -> str:
        """Return how people know a check, as `Check.called` says it; an unknown id as it is."""
        found = self.checks.get(check)
        return found.called if found else check

    def unit_in(self, unit: str, period: str) -> str:
        """Return a unit's name at the end of a period; an unknown id as it is."""
        found = self.periods.get(period)
        return self.unit_name(unit, found.end if found else None)

    def is_there(self, unit: str, period: str) -> bool:
        """True when a unit exists at the end of a period: only then it has something to report."""
        return self.units[unit].exists_on(self.periods[period].end)

    def roles_of(self, block: Block) -> dict[str, str]:
        """Return who leads a block and who answers for it, as the document writes it, else by name: 牵头, 责任."""

        def names(ids: Iterable[str]) -> str:
            return "、".join(self.unit_name(id) for id in ids)

        lead, responsible = block.lead_as_written or names(block.lead), block.responsible_as_written
        return {"牵头": lead, "责任": responsible or names(block.responsible)}

    def keeps(self, period: str) -> bool:
        """True when the workspace keeps a period of this plan under that id (`models.basics.period.SharedPeriods`)."""
        return period in self.periods and self.kept(period) == period

    def kept(self, period: str) -> str:
        """Return what the workspace keeps a period under, of the id that papers and settings say; an unknown one so."""
        found = self.periods.get(period)
        return found.id if found else period

    def period_name(self, period: str) -> str:
        """Return a period's name; an unknown id as it is."""
        found = self.periods.get(period)
        return found.name if found else period

    def checks_of(self, rule: str, **inputs: object) -> tuple[Check, ...]:
        """Return the checks that follow a rule, with these inputs, in plan order: the program knows none by its id."""
        known: dict[str | None, list[Check]] | None = self.derived.get("checks by rule")
        if known is None:
            known = self.derived["checks by rule"] = {}
            for one in self.checks.values():
                known.setdefault(one.rule, []).append(one)
        return tuple(
            check
            for check in known.get(rule, ())
            if all(check.inputs.get(key) == value for key, value in inputs.items())
        )

    def check_of(self, rule: str, **inputs: object) -> Check | None:
        """Return the first check that follows a rule, None when the plan has none."""
        return next(iter(self.checks_of(rule, **inputs)), None)

    def unit_named(self, text: str) -> Unit | None:
        """Return the unit a person means by a name, code or alias, brackets of either width; None if nobody's."""
        from models.plan.records.named import unit_meant  # loaded when somebody names one

        found = unit_meant(self.units.values(), text)
        return None if found is None else self.units[found]

    def items_of(self, indicator: str) -> tuple[Item, ...]:
        """Return the items of an indicator in plan order."""
        known: dict[str | None, list[Item]] | None = self.derived.get("items by indicator")
        if known is None:
            known = self.derived["items by indicator"] = {}
            for item in self.items.values():
                known.setdefault(item.indicator, []).append(item)
        return tuple(known.get(indicator, ()))

    def table_of(self, role: Role) -> Table | None:
        """Return the table of a role there is one of (cover, process, progress), None when the plan has none."""
        known: dict[Role | None, Table] | None = self.derived.get("tables by role")
        if known is None:
            known = self.derived["tables by role"] = {one.role: one for one in reversed(list(self.tables.values()))}
        return known.get(role)

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

    def indicators_of(self, block: str) -> tuple[Indicator, ...]:
        """Return the indicators of a block, in plan order."""
        known: dict[str | None, list[Indicator]] | None = self.derived.get("indicators by block")
        if known is None:
            known = self.derived["indicators by block"] = {}
            for one in self.indicators.values():
                known.setdefault(one.block, []).append(one)
        return tuple(known.get(block, ()))

    def column_meaning(self, means: Means) -> Column | None:
        """Return the column of cover or progress that says something, None when the plan has none."""
        known: dict[Means | None, Column] | None = self.derived.get("columns by meaning")
        if known is None:
            columns = (*self.cover_columns, *self.progress_columns)
            known = self.derived["columns by meaning"] = {one.means: one for one in reversed(columns)}
        return known.get(means)

    def field_name(self, means: Means) -> str:
        """Return the name of the column that says something, "" when the plan has none."""
        column = self.column_meaning(means)
        return column.name if column else ""

    def asks_progress(self, period: str) -> bool:
        """True when the progress of blocks is asked for in a period."""
        table = self.table_of(Role.PROGRESS)
        return table is not None and table.id in self.periods[period].tables

    def selector_words(self, selector: str) -> str:
        """Return what the units of a selector are called together, the selector itself where it has no name."""
        kind = self.unit_kinds.get(selector.removeprefix("@"))
        return kind.all if kind else selector
