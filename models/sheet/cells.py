"""Cells: one value with its state, and how a typed text becomes one.

A cell is in one of six states or says nothing yet (state None). Blank is never 0; a text that cannot be
read stays in the cell as it was typed, with the check it offends. Holds no rule about several cells.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache

from models.basics.quantity import NO_ACCEPTS, SIGNIFICANT_DIGITS, Measures, plain
from models.basics.reading import (
    NORMALISED,
    UNREADABLE,
    EntryError,
    clean_name,
    normal_text,
    read_choice,
    read_date,
    read_number,
    read_yes_no,
)
from models.basics.records import dataclass
from models.plan.plan import Column, ColumnType, Item, ItemType, Means
from models.sheet.explanation import require_text, seen_words

NO_STATE = "no_state"  # fault of a dash: a state has to be chosen
LONGEST_NAME = 60  # characters: what is longer is prose and stays as it was written
TEXT_LIMIT, COVER_LIMIT = 500, 100  # characters of a free text; of a field of the cover, as its page has room for
ON_COVER = frozenset(
    (Means.PREPARED, Means.REVIEWED, Means.ANSWERS, Means.TELEPHONE, Means.MADE_BY)
)  # what is printed there as it was written
_CODES = (ColumnType.CREDIT_CODE, ColumnType.VIN, ColumnType.PLATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class StateRules:
    """Everything that follows from a state alone; its words are `state.<code>` of each catalogue."""

    name: str  # what the formulas of a plan call it
    figure: bool = False  # has a value of its own
    counts_as: Decimal | None = None  # the figure it stands for without one
    excused: bool = False  # nothing is to be expected of the cell in this period
    lacking: bool = False  # something is still to come: a check that reads it cannot be evaluated
    chosen: bool = False  # a person may choose it
    asks_note: bool = False  # a note belongs to it: from whom and when, or why
    shown_as_name: bool = False  # a cell shows the name; the others show a value or nothing


class State(StrEnum):
    """What a cell says. What follows from it stands in one record each (`rules`), in STATE_RULES."""

    VALUE = "value"  # 数值; 0 is a value
    NIL = "nil"  # 未开展
    NA = "na"  # 不适用
    NOT_DUE = "not_due"  # 未到报告期
    AWAITED = "awaited"  # 暂无数据: from whom, expected when
    MISSING = "missing"  # 缺: required, and nothing was said

    __hash__ = str.__hash__  # that of an enumeration is found in Python, at each look into a table

    @property
    def rules(self) -> StateRules:
        """What follows from the state."""
        return STATE_RULES[self]


STATE_RULES: Mapping[State, StateRules] = {
    State.VALUE: StateRules(name="数值", figure=True),
    State.NIL: StateRules(name="未开展", counts_as=Decimal(0), chosen=True, shown_as_name=True),
    State.NA: StateRules(name="不适用", excused=True, chosen=True, asks_note=True, shown_as_name=True),
    State.NOT_DUE: StateRules(name="未到报告期", excused=True, chosen=True, shown_as_name=True),
    State.AWAITED: StateRules(name="暂无数据", lacking=True, chosen=True, asks_note=True, shown_as_name=True),
    State.MISSING: StateRules(name="缺", lacking=True),
}
VALUE, MISSING = State.VALUE, State.MISSING  # asked for at each cell: of the class they are looked up in Python
LACKING = tuple(state for state in reversed(State) if state.rules.lacking)  # the strongest first
STATES = tuple(state for state in State if state.rules.chosen)  # those a person may choose, in the order of the menus


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of one item for unit and period.

    `value` is a Decimal in the item's measure, or canonical text (choice, 是/否, ISO date, free text); None unless the
    state is VALUE. `raw` is the text as typed; `fault` says why when it could not be read.
    """

    state: State | None = None
    value: Decimal | str | None = None
    raw: str = ""
    _: KW_ONLY
    note: str = ""  # awaited: from whom and when; na: why
    remarks: tuple[str, ...] = ()  # what reading noticed: normalised, approximate, converted
    fault: str | None = None

    @property
    def number(self) -> Decimal | None:
        """The figure it counts as: its value, 0 for 未开展, None for everything else."""
        if self.state is None:
            return None
        rules = STATE_RULES[self.state]
        return self.value if rules.figure and isinstance(self.value, Decimal) else rules.counts_as

    @property
    def text(self) -> str:
        """Its value as canonical text, "" when it has none."""
        return plain(self.value) if isinstance(self.value, Decimal) else self.value or ""

    @property
    def excused(self) -> bool:
        """True when nothing is to be expected of it in this period."""
        return self.state is not None and self.state.rules.excused

    @property
    def lacking(self) -> bool:
        """True when it is still to be filled: 缺 or 暂无数据. A cell nobody asks for lacks nothing."""
        return self.state is not None and self.state.rules.lacking

    @property
    def silent(self) -> bool:
        """True when nobody has said anything of it, whether it is required or not."""
        return self.state in (None, State.MISSING)


BLANK = Cell()
IN_STATE: Mapping[State, Cell] = {state: Cell(state) for state in State if state is not VALUE}  # no more is said


def noted_state(state: State, note: str) -> Cell:
    """Return the cell of a state with what is noted of it. Raises AppError("line_long")."""
    return Cell(state, note=require_text(note, "field.note", TEXT_LIMIT))


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
    if column.type in FIGURES:
        return _number_cell(text, column.measure, NO_ACCEPTS, column.measures)
    return _text_cell(column.type, column.choices, text, most_of(column))


def most_of(column: Column) -> int:
    """Return how many characters a text of a column has at most."""
    return COVER_LIMIT if column.means in ON_COVER else TEXT_LIMIT


def refusal_of(place: Item | Column, text: str) -> EntryError | None:
    """Return why a text is no figure, or no day, where one is asked for; None where it is one, or none is asked for."""
    item = place if isinstance(place, Item) else None
    try:
        if item.numeric if item is not None else place.type in FIGURES:
            read_number(text, place.measure, item.accepts if item is not None else NO_ACCEPTS, place.measures)
        elif place.type in (ItemType.DATE, ColumnType.DATE):
            read_date(text)
    except EntryError as error:
        return error
    return None


FIGURES = (ColumnType.NUMBER, ColumnType.WHOLE)
_PLATE_SIGNS = dict.fromkeys(map(ord, "·•‧∙・.-‐‑‒–—"))  # behind the place on a plate, and what is typed for it
_PLAIN_NAME = r"[0-9A-Za-z\u4e00-\u9fff]{1,200}"  # no width, form or blank could be read another way
_PLAIN_CODE = r"[0-9A-Z\u4e00-\u9fff]{1,200}"
_PLAIN_FIGURE = (  # canonical, of so few signs that a spreadsheet keeps each digit
    rf"(?=.{{1,{SIGNIFICANT_DIGITS}}}\Z)(?:0|-?[1-9][0-9]*|-?(?:0|[1-9][0-9]*)\.[0-9]*[1-9])"
)
_ISO_DAY = r"(?:19[5-9][0-9]|20[0-9]{2})-[0-9]{2}-[0-9]{2}"


def itself(column: Column) -> Callable[[str], object]:
    """Return what is true of a text where `read_field` would plainly give it back as the value, without a remark.

    False says nothing: the text has to be read. Papers of thousands of rows are read back, nearly all of them so.
    """
    if column.type is ColumnType.CHOICE and column.choices:
        return _plain_choices(column.choices).__contains__
    plainly = _of_types()[column.type]
    return (lambda text: len(text) <= COVER_LIMIT and plainly(text)) if column.means in ON_COVER else plainly


@lru_cache(maxsize=256)
def _plain_choices(choices: tuple[str, ...]) -> frozenset[str]:
    return frozenset(filter(re.compile(_PLAIN_NAME).fullmatch, choices))


@lru_cache(maxsize=4096)
def _is_day(text: str) -> bool:
    if not re.fullmatch(_ISO_DAY, text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


@cache
def _of_types() -> Mapping[ColumnType, Callable[[str], object]]:
    """What `itself` returns for each type; its patterns are large, and compiled when a paper is read."""
    return {
        **dict.fromkeys(ColumnType, re.compile(_PLAIN_NAME).fullmatch),
        **dict.fromkeys(_CODES, re.compile(_PLAIN_CODE).fullmatch),
        **dict.fromkeys(FIGURES, re.compile(_PLAIN_FIGURE).fullmatch),
        ColumnType.DATE: _is_day,
        ColumnType.YES_NO: ("是", "否").__contains__,
    }


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


def _text_cell(kind: ColumnType, choices: tuple[str, ...], text: str, most: int = TEXT_LIMIT) -> Cell:
    written = normal_text(text).strip()
    clean = seen_words(written)
    if not clean:
        return BLANK
    if kind is ColumnType.DATE:
        return _date_cell(text)
    if kind is ColumnType.CHOICE and choices:
        return _known(read_choice(clean, choices), text)
    if kind is ColumnType.YES_NO:
        answer = read_yes_no(clean)
        return _known(None if answer is None else "是" if answer else "否", text)
    if len(clean) > most:
        return Cell(raw=text, fault=UNREADABLE)
    code = kind in _CODES
    name = clean_name(clean) if code or (len(clean) <= LONGEST_NAME and "\n" not in clean) else clean
    if code:
        name = _clean_code(name, plate=kind is ColumnType.PLATE)
    remarks = (NORMALISED,) if name != written else ()
    if code:
        name = name.upper()
    return Cell(State.VALUE, name, text, remarks=remarks) if name else BLANK


def _clean_code(text: str, *, plate: bool) -> str:
    """Return a code without blanks, the number of a plate without the point it bears: 陕G·12345 is 陕G12345."""
    bare = "".join(text.split())
    return bare.translate(_PLATE_SIGNS) if plate else bare


def _date_cell(text: str) -> Cell:
    try:
        reading = read_date(text)
    except EntryError as error:
        return Cell(raw=text, fault=error.fault)
    return Cell(State.VALUE, reading.value.isoformat(), text, remarks=reading.remarks)


def _known(value: str | None, text: str) -> Cell:
    return Cell(raw=text, fault=UNREADABLE) if value is None else Cell(State.VALUE, value, text)
