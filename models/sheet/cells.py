"""Cells: one value with its state, and how a typed text becomes one.

A cell is in one of six states (DESIGN §2.3) or says nothing yet (state None). Blank is never 0; a text that cannot be
read stays in the cell as it was typed, with the check it offends. Holds no rule about several cells.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from models.basics.quantity import Measures, plain
from models.basics.reading import (
    NOT_A_NUMBER,
    EntryError,
    normal_text,
    read_choice,
    read_date,
    read_number,
    read_yes_no,
)
from models.plan.plan import Column, ColumnType, Item, ItemType

NO_STATE = "no_state"  # fault of a dash: a state has to be chosen
TEXT_LIMIT = 500  # characters of a free text, plan.md §4.7


class State(StrEnum):
    """What a cell says; only VALUE and NIL count, NIL as 0."""

    VALUE = "value"  # 数值; 0 is a value
    NIL = "nil"  # 未开展
    NA = "na"  # 不适用
    NOT_DUE = "not_due"  # 未到报告期
    AWAITED = "awaited"  # 暂无数据: from whom, expected when
    MISSING = "missing"  # 缺: required, and nothing was said


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of one item for unit and period.

    `value` is a Decimal in the item's measure, or canonical text (choice, 是/否, ISO date, free text); None unless the
    state is VALUE. `raw` is the text as typed; `fault` says why when it could not be read.
    """

    state: State | None = None
    value: Decimal | str | None = None
    raw: str = ""
    note: str = ""  # awaited: from whom and when; na: why
    remarks: tuple[str, ...] = ()  # what reading noticed: normalised, approximate, converted
    fault: str | None = None

    @property
    def number(self) -> Decimal | None:
        """The figure it counts as: its value, 0 for 未开展, None for everything else."""
        if self.state is State.NIL:
            return Decimal(0)
        return self.value if self.state is State.VALUE and isinstance(self.value, Decimal) else None

    @property
    def text(self) -> str:
        """Its value as canonical text, "" when it has none."""
        return plain(self.value) if isinstance(self.value, Decimal) else self.value or ""

    @property
    def excused(self) -> bool:
        """True when nothing is to be expected of it in this period."""
        return self.state in (State.NA, State.NOT_DUE)


BLANK = Cell()


def read_cell(item: Item, text: str) -> Cell:
    """Return the cell that a text typed for an item makes. Never raises: what cannot be read is a cell with a fault.

    A choice whose list the plan leaves to the office is taken as typed; a check holds it against that list.
    """
    if item.numeric:
        return _number_cell(text, item.measure, item.accepts, item.measures)
    kinds = {
        ItemType.CHOICE: ColumnType.CHOICE,
        ItemType.YES_NO: ColumnType.YES_NO,
        ItemType.DATE: ColumnType.DATE,
        ItemType.TEXT: ColumnType.TEXT,
    }
    return _text_cell(kinds[item.type], item.choices, text)


def read_field(column: Column, text: str) -> Cell:
    """Return the cell that a text typed for a column (register, cover, progress) makes. Never raises."""
    if column.type in (ColumnType.NUMBER, ColumnType.WHOLE):
        return _number_cell(text, column.measure, {}, column.measures)
    return _text_cell(column.type, column.choices, text)


def _number_cell(text: str, measure: str, accepts: Mapping[str, Decimal], measures: Measures) -> Cell:
    try:
        reading = read_number(text, measure, accepts, measures)
    except EntryError as error:
        return Cell(raw=text, fault=error.fault)
    if reading.kind == "blank":
        return BLANK
    if reading.kind == "state":
        return Cell(raw=text, fault=NO_STATE)
    return Cell(State.VALUE, reading.value, text, remarks=reading.remarks)


def _text_cell(kind: ColumnType, choices: tuple[str, ...], text: str) -> Cell:
    clean = normal_text(text).strip()
    if not clean:
        return BLANK
    if kind is ColumnType.DATE:
        return _date_cell(text)
    if kind is ColumnType.CHOICE and choices:
        return _known(read_choice(clean, choices), text)
    if kind is ColumnType.YES_NO:
        answer = read_yes_no(clean)
        return _known(None if answer is None else "是" if answer else "否", text)
    if kind in (ColumnType.CREDIT_CODE, ColumnType.VIN, ColumnType.PLATE):
        clean = "".join(clean.split()).upper()
    if len(clean) > TEXT_LIMIT:
        return Cell(raw=text, fault=NOT_A_NUMBER)
    return Cell(State.VALUE, clean, text)


def _date_cell(text: str) -> Cell:
    try:
        reading = read_date(text)
    except EntryError as error:
        return Cell(raw=text, fault=error.fault)
    return Cell(State.VALUE, reading.value.isoformat(), text, remarks=reading.remarks)


def _known(value: str | None, text: str) -> Cell:
    return Cell(raw=text, fault=NOT_A_NUMBER) if value is None else Cell(State.VALUE, value, text)


STATES = (State.NIL, State.NA, State.NOT_DUE, State.AWAITED)
