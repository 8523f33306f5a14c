"""Plan: everything the program knows about one city's year — units, blocks, indicators, items, registers, checks.

Frozen records without behaviour beyond looking up; `models.plan.load` reads them from TOML and guarantees that every
reference leads somewhere. Holds no figure that a unit reports and no setting of the office.
Source of every row: its own `clause` (条款号 of the plan document).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import Any

from models.basics.period import Calendar, Period
from models.basics.quantity import Rounding
from models.formula.formula import Formula


class UnitKind(StrEnum):
    """What a unit is; decides which tables it fills unless the plan names it."""

    COUNTY = "county"  # 县区
    ZONE = "zone"  # 园区管委会
    DEPARTMENT = "department"  # 市级部门
    COMPANY = "company"  # 公司
    GROUP = "group"  # 领导小组成员单位: virtual, never files itself


@dataclass(frozen=True, slots=True)
class DatedName:
    """A unit's name and code while they were in use; None = open on that side."""

    name: str
    code: str
    since: date | None
    until: date | None  # exclusive


@dataclass(frozen=True, slots=True)
class Unit:
    """An organisation that files returns (or, for a group, stands for several)."""

    id: str
    kind: UnitKind
    names: tuple[DatedName, ...]  # oldest first, never empty
    full_name: str  # as printed on covers; "" = use the name
    aliases: tuple[str, ...]
    within: str | None  # the county a zone lies in
    enabled: bool  # False: proposed, off until the office switches it on
    clause: str

    @property
    def name(self) -> str:
        """The oldest name, the one the plan document uses."""
        return self.names[0].name

    def name_on(self, day: date) -> str:
        """Return the name in use on a day."""
        for dated in self.names:
            if (dated.since is None or dated.since <= day) and (dated.until is None or day < dated.until):
                return dated.name
        return self.name


@dataclass(frozen=True, slots=True)
class Block:
    """责任块: a task, or sub-task, with its own lead and responsible units (ids, counties expanded)."""

    id: str
    clause: str
    title: str
    lead: tuple[str, ...]
    responsible: tuple[str, ...]  # may hold group ids
    lead_as_written: str
    responsible_as_written: str
    text: str  # what the clause says, verbatim, without its lists of units; "" = not given


class Direction(StrEnum):
    """How a value is held against its target."""

    AT_LEAST = "ge"
    AT_MOST = "le"
    NO_GROWTH = "le_zero_growth"  # 零增长: at most 0
    DROP = "drop_ge"  # 下降率: falling counts as positive


class Aggregate(StrEnum):
    """How the city's value comes from the units' cells (definitions.md §2.1)."""

    SUM = "sum"  # Σ of `value_item`
    RATIO = "ratio_of_sums"  # Σ numerator ÷ Σ denominator × 100
    GROWTH = "growth_of_sums"  # (Σ numerator ÷ Σ denominator − 1) × 100
    CITY = "city_only"  # the main reporter's own cell
    MEAN = "mean_simple"  # simple mean of `value_item` over units


class Quarterly(StrEnum):
    """What is said of an indicator before the deciding period."""

    PROGRESS = "progress"  # 完成率 against elapsed time (amounts that add up)
    LEVEL = "level"  # the level itself against the target
    NONE = "none"  # not judged before the year is over


@dataclass(frozen=True, slots=True)
class Indicator:
    """指标: what has a target; made from items."""

    id: str
    name: str
    as_written: tuple[str, ...]  # phrases of the plan document, verbatim
    target: Decimal | None  # in `measure`; None = the plan gives none
    measure: str
    direction: Direction
    due: date  # the year's end unless the clause says otherwise
    clauses: tuple[str, ...]
    block: str | None
    lead_as_written: str
    responsible_as_written: str
    main_reporter: str  # unit id
    aggregate: Aggregate
    value_item: str  # the item whose cell is this indicator in one sheet (Q11.3, Q06.8)
    verified_item: str | None  # 核定 item that outranks the computed value when present
    numerator: str | None
    denominator: str | None
    exact: Formula | None  # the unrounded value where the rule rounds on the way (Q02)
    decide_decimals: int | None  # None = the value as it is
    decide_rounding: Rounding
    quarterly: Quarterly
    reconcile: str  # "decides" | "informs" | "none": what a difference between lead unit and Σ counties does
    county_target: bool  # may carry decomposed targets
    notes: tuple[str, ...] = ()  # 指标解释: definition, scope and traps, for the person who fills it in


class ItemType(StrEnum):
    """型 of plan.md §4.4, and the free forms of process items."""

    NUMBER = "N"
    WHOLE = "K"
    DERIVED = "C"
    COUNTED = "R"  # counted or summed from a register
    CHOICE = "E"
    YES_NO = "B"
    TEXT = "T"
    DATE = "D"


class Frequency(StrEnum):
    """When an item is due."""

    MONTH = "month"  # months, quarters and years
    QUARTER = "quarter"  # quarters and years
    YEAR = "year"  # year periods only


@dataclass(frozen=True, slots=True)
class Count:
    """How a COUNTED item comes from a register: valid rows that match, or the sum of a column over them."""

    register: str
    where: Mapping[str, tuple[str, ...]]  # column → accepted values; empty = every valid row
    date_column: str | None  # rows dated after the end of the period do not count yet
    until: date | None  # rows dated later never count
    total: str | None  # column to add up; None = count rows


@dataclass(frozen=True, slots=True)
class Item:
    """填报项: one line a unit fills or the program derives."""

    id: str
    name: str
    measure: str  # "" for choices and texts
    type: ItemType
    decimals: int | None  # None = as typed
    tables: tuple[str, ...]
    frequency: Frequency
    cumulative: bool  # 本年累计: must not fall within the year
    last_year: bool  # has a 上年同期 column
    required: bool  # may be `missing`; everything else may stay blank
    negative: bool  # a value below 0 is possible
    early: bool  # yearly item that may be estimated in a quarter
    final: bool  # asked again in the final year period
    choices: tuple[str, ...]
    formula: Formula | None  # of DERIVED items
    count: Count | None  # of COUNTED items
    accepts: Mapping[str, Decimal]  # further measures a clerk may type → factor to `measure`
    indicator: str | None
    process: str | None  # X14 of part X14.1
    block: str | None
    clause: str

    @property
    def entered(self) -> bool:
        """True when a person types it; derived and counted items come by themselves."""
        return self.type not in (ItemType.DERIVED, ItemType.COUNTED)

    @property
    def numeric(self) -> bool:
        """True when its value is a number."""
        return self.type in (ItemType.NUMBER, ItemType.WHOLE, ItemType.DERIVED, ItemType.COUNTED)


class ColumnType(StrEnum):
    """What a register column holds."""

    TEXT = "text"
    NUMBER = "number"
    WHOLE = "whole"
    DATE = "date"
    CHOICE = "choice"
    YES_NO = "yes_no"
    CREDIT_CODE = "credit_code"
    VIN = "vin"
    PLATE = "plate"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a register."""

    name: str
    type: ColumnType
    required: bool
    choices: tuple[str, ...]
    measure: str
    mask: str  # "" | "plate" | "name" | "code": how it is hidden on visible pages (parameter `mask`)


@dataclass(frozen=True, slots=True)
class Register:
    """台账: rows of things, found again by their keys."""

    id: str
    name: str
    clause: str
    units: tuple[str, ...]  # who keeps it
    columns: tuple[Column, ...]
    keys: tuple[tuple[str, ...], ...]  # each a set of columns that must be unique; the first addresses the row
    fixed_rows: tuple[Mapping[str, str], ...]  # rows the plan itself names (R04)

    def column(self, name: str) -> Column | None:
        """Return a column by its name, None if there is none."""
        return next((column for column in self.columns if column.name == name), None)


@dataclass(frozen=True, slots=True)
class Table:
    """报表: items together on one page."""

    id: str
    name: str
    clause: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who fills which items of a table; with `split`, one cell per county (address Q06.8@610924)."""

    table: str
    units: tuple[str, ...]
    items: tuple[str, ...]
    split: tuple[str, ...]  # unit ids of the lines; empty = one cell per item
    optional: bool  # the unit may fill them but need not (never `missing`)
    clause: str


class Level(IntEnum):
    """What a finding does to filing; ordered, so max() is the worst."""

    HINT = 1  # 提示性: shown, nothing more
    WARNING = 2  # 核实性: may be filed once explained in writing
    ERROR = 3  # 强制性: may not be filed


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation of a check. `must` holds or the check is broken; without `must`, true means broken."""

    formula: Formula
    item: str  # where the finding is shown
    values: Mapping[str, Formula]  # blanks of the message → their figures


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Parameter:
    """What the office may set; None default = 待填, must not be guessed."""

    id: str
    name: str
    type: str  # "number" | "choice" | "text" | "list" | "per_unit"
    default: Decimal | str | tuple[str, ...] | None
    choices: tuple[str, ...]
    values: Mapping[str, str]  # per unit, as decimal text
    clause: str


@dataclass(frozen=True, slots=True)
class Deliverable:
    """成果: what a task asks for besides figures, in the document's words, and the places where it is reported.

    A place is an item, an indicator (its items), a process item (its parts), a register, or a progress field.
    """

    id: str
    block: str | None  # None: asked for in 一, of no task in particular
    clause: str
    text: str
    kind: str  # 文件, 台账, 措施 …
    units: tuple[str, ...]  # who reports it; empty: whoever has a part in the block, or one of the places
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Safeguard:
    """保障措施, as written; `units` it speaks to (empty: everybody) and where they report what they did."""

    clause: str
    title: str
    text: str
    units: tuple[str, ...]
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """方案: a published definition with id and version; immutable once a return cites its digest."""

    id: str
    version: str
    title: str
    short_title: str
    doc_no: str
    issued: date
    year: int
    hub_unit: str | None  # 汇总单位, None = 待填
    digest: str  # SHA-256 over its files
    rounding: Rounding
    calendar: Calendar
    header: Mapping[str, str]  # 表号, 制定机关 …: empty until the office has them
    units: Mapping[str, Unit]
    groups: Mapping[str, tuple[str, ...]]  # group id → members named by the plan itself (empty: 待填)
    blocks: Mapping[str, Block]
    indicators: Mapping[str, Indicator]
    items: Mapping[str, Item]
    process: Mapping[str, str]  # X14 → its name
    tables: Mapping[str, Table]
    assignments: tuple[Assignment, ...]
    registers: Mapping[str, Register]
    periods: Mapping[str, Period]
    checks: Mapping[str, Check]
    parameters: Mapping[str, Parameter]
    safeguards: tuple[Safeguard, ...] = field(default=())
    deliverables: Mapping[str, Deliverable] = field(default_factory=dict)
    derived: dict[object, Any] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )  # what was made of it

    @property
    def filing_units(self) -> tuple[Unit, ...]:
        """Units expected to file: enabled and no group, in plan order."""
        return tuple(unit for unit in self.units.values() if unit.enabled and unit.kind is not UnitKind.GROUP)

    def unit_named(self, text: str) -> Unit | None:
        """Return the unit a person means by a name, code or alias, brackets of either width; None if nobody's."""
        wanted = folded_name(text)
        for unit in self.units.values():
            dated = [text for one in unit.names for text in (one.name, one.code)]
            if wanted in {folded_name(name) for name in (unit.id, unit.full_name, *unit.aliases, *dated) if name}:
                return unit
        return None


def folded_name(text: str) -> str:
    """Return a unit's name as it is compared: no white space, brackets of either width."""
    return "".join(text.split()).replace("（", "(").replace("）", ")")
