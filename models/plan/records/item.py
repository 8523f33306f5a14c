"""Records about what is asked: items, columns, registers and tables."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from models.basics.period import PeriodKind
from models.basics.quantity import BUILT_IN, Measures
from models.basics.records import dataclass
from models.formula.formula import Formula


class ItemType(StrEnum):
    """型 of an item, and the free forms of process items."""

    NUMBER = "N"
    WHOLE = "K"
    DERIVED = "C"
    COUNTED = "R"  # counted or summed from a register
    CHOICE = "E"
    YES_NO = "B"
    TEXT = "T"
    DATE = "D"

    __hash__ = str.__hash__  # that of an enumeration is found in Python, at each look into a table


_BY_THEMSELVES = (ItemType.DERIVED, ItemType.COUNTED)
_NUMBERS = (ItemType.NUMBER, ItemType.WHOLE, *_BY_THEMSELVES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How a COUNTED item comes from a register: its valid rows, a sum, or how many different values."""

    register: str
    when: Formula | None = None  # about one row; None = every row that counts
    date_column: str | None = None  # rows dated after the end of the period do not count yet
    since: date | str | None = None  # rows dated earlier never count; a text is the id of a parameter
    until: date | str | None = None  # rows dated later never count
    total: str | None = None  # column to add up
    distinct: str | None = None  # column whose different values are counted; neither: the rows are


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """填报项: one line a unit fills or the program derives."""

    id: str
    name: str
    measure: str = ""  # "" for choices and texts
    type: ItemType
    decimals: int | None = None  # None = as typed
    tables: tuple[str, ...]
    frequency: PeriodKind
    due_in: tuple[str, ...] = ()  # kinds of period; empty = by its frequency
    cumulative: bool = False  # 本年累计: must not fall within the year
    last_year: bool = False  # has a 上年同期 column
    required: bool = False  # may be `missing`; everything else may stay blank
    required_when: Formula | None = None
    na_when: Formula | None = None  # 不适用 by itself
    na_allowed: bool = True
    negative: bool = False  # a value below 0 is possible
    early: bool = False  # yearly item that may be estimated in a quarter
    final: bool = False  # asked again in the final period
    choices: tuple[str, ...] = ()
    choices_from: tuple[str, str] | None = None  # parameter and its column that gives the choices
    low: Decimal | None = None  # bounds of what can be said
    high: Decimal | None = None
    usual: Decimal | None = None  # a greater figure is asked about where nothing compares it
    same_everywhere: bool = False  # a choice that must be one for all units
    formula: Formula | None = None  # of DERIVED items
    count: tuple[Count, ...] = ()  # of COUNTED items; several are added up
    beside: tuple[Count, ...] = ()  # of typed figures: what a register gives, offered and never used by itself
    accepts: Mapping[str, Decimal]  # further measures a clerk may type → factor to `measure`
    changed: str = ""  # 说明口径变化: not compared with the plan before
    indicator: str | None = None
    process: str | None = None  # X14 of part X14.1
    block: str | None = None
    clause: str = ""
    note: str = ""
    measures: Measures = field(default=BUILT_IN, compare=False, repr=False)  # what may be typed behind a figure

    @property
    def counted_in(self) -> tuple[str, ...]:
        """Ids of the registers it is counted from."""
        return tuple(dict.fromkeys(count.register for count in self.count))

    @property
    def entered(self) -> bool:
        """True when a person types it; derived and counted items come by themselves."""
        return self.type not in _BY_THEMSELVES

    @property
    def numeric(self) -> bool:
        """True when its value is a number."""
        return self.type in _NUMBERS


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

    __hash__ = str.__hash__  # as above


class Means(StrEnum):
    """What a column of the cover or of the progress form says; rules ask for this, never for a name."""

    PREPARED = "prepared"  # cover: who filled it in
    REVIEWED = "reviewed"
    ANSWERS = "answers"  # who answers for it
    TELEPHONE = "telephone"
    DATED = "dated"
    MADE_BY = "made_by"  # the office that did the work
    STAGE = "stage"  # progress
    PERCENT = "percent"
    WORDS = "words"
    NEXT = "next"
    TROUBLE = "trouble"
    EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a register, of the cover or of the progress form."""

    name: str
    type: ColumnType
    required: bool = False
    required_when: str = ""
    choices: tuple[str, ...] = ()
    measure: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    ordinal: bool = False  # a number that only counts the rows: never compared, not shown where room is short
    mask: str = ""  # "" | "plate" | "name" | "code": how it is hidden on visible pages
    means: Means | None = None
    not_begun: tuple[str, ...] = ()  # of a stage: the choices that say so
    done: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()
    clause: str = ""
    note: str = ""
    measures: Measures = field(default=BUILT_IN, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """台账: rows of things, found again by their keys."""

    id: str
    name: str
    units: tuple[str, ...]  # who keeps it
    columns: tuple[Column, ...]
    keys: tuple[tuple[str, ...], ...]  # each a set of columns that must be unique; the first addresses the row
    names: str = ""  # column that names a row in messages
    fixed_rows: tuple[Mapping[str, str], ...] = ()  # rows the plan itself names
    clause: str = ""
    note: str = ""

    def column(self, name: str) -> Column | None:
        """Return a column by its name, None if there is none."""
        return next((column for column in self.columns if column.name == name), None)


class Role(StrEnum):
    """What a table is for."""

    COVER = "cover"
    FIGURES = "figures"
    PROCESS = "process"
    PROGRESS = "progress"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """报表: items together on one page, or a form with columns of its own."""

    id: str
    name: str
    role: Role
    columns: tuple[Column, ...] = ()  # of cover and progress
    clause: str = ""
    note: str = ""
