"""Layouts: how the cells of a table stand on the screen — a list of items, or a matrix of counties by items.

Only places and fixed words; values come from the sheet when they are shown. Knows no Qt.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum

from models.answers.beside import target_for
from models.basics.messages import say
from models.basics.records import dataclass
from models.plan.plan import Item, Plan
from models.sheet.fillable import Slot
from models.sheet.sheet import Sheet


class CellKind(IntEnum):
    """What a column holds."""

    LABEL = 0
    MEASURE = 1
    CELL = 2  # a cell of the sheet, this year's or last year's
    PREVIOUS = 3  # the predecessor's figure
    GROWTH = 4  # since last year
    TARGET = 5  # of a group, in its heading
    REACHED = 6  # figure ÷ target, beside the time that has passed
    NOTE = 7  # what else is to be known, in a few words


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column of the screen."""

    title: str
    kind: CellKind
    measure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """A line of the screen; `addresses` per column, "" where there is none. A heading has no addresses at all.

    `of` is the cell a heading's target and completion are about, "" for none.
    """

    label: str
    measure: str = ""
    addresses: tuple[str, ...] = ()
    heading: bool = False
    strong: bool = False
    of: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns and rows of one table on the screen."""

    columns: tuple[GridColumn, ...] = ()
    rows: tuple[GridRow, ...] = ()
    split: bool = False  # a line for each county: targets stand in its rows, not in headings

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every address in it that can hold an entry or a result, in reading order."""
        cells = [n for n, column in enumerate(self.columns) if column.kind is CellKind.CELL]
        return tuple(row.addresses[n] for row in self.rows for n in cells if row.addresses and row.addresses[n])


def table_slots(sheet: Sheet, table: str) -> tuple[Slot, ...]:
    """Return the slots of a table, in plan order."""
    return tuple(slot for slot in sheet.slots.values() if slot.table == table)


def list_grid(sheet: Sheet, table: str) -> Grid:
    """Return the items of a table that have one cell each, below the headings of their indicators; empty if none."""
    slots = [slot for slot in table_slots(sheet, table) if slot.line is None and not slot.total]
    if not slots:
        return Grid()
    cells = {slot.address for slot in slots}
    columns = _list_columns(sheet, slots)
    rows: list[GridRow] = []
    heading = ""
    for slot in slots:
        if slot.last_year:
            continue
        title = heading_of(sheet.plan, slot.item)
        if title != heading:
            heading = title
            rows.append(GridRow(label=title, heading=True, of=_judged(sheet, slot.item)))
        rows.append(_list_row(slot, columns, cells))
    return Grid(columns, tuple(rows))


def _list_columns(sheet: Sheet, slots: Sequence[Slot]) -> tuple[GridColumn, ...]:
    columns = [
        GridColumn(say("window.grid.name"), CellKind.LABEL),
        GridColumn(say("window.grid.measure"), CellKind.MEASURE),
        GridColumn(
            say("window.grid.now" if any(slot.item.cumulative for slot in slots) else "window.grid.value"),
            CellKind.CELL,
        ),
    ]
    if any(slot.last_year for slot in slots):
        columns.append(GridColumn(say("window.grid.last_year"), CellKind.CELL))
    if sheet.previous is not None:
        columns.append(GridColumn(say("window.grid.previous"), CellKind.PREVIOUS))
    if any(slot.last_year for slot in slots):
        columns.append(GridColumn(say("window.grid.growth"), CellKind.GROWTH))
    if any(_judged(sheet, slot.item) for slot in slots):
        columns += [
            GridColumn(say("window.grid.target"), CellKind.TARGET),
            GridColumn(say("window.grid.reached"), CellKind.REACHED),
        ]
    columns.append(GridColumn(say("window.grid.note"), CellKind.NOTE))
    return tuple(columns)


def _judged(sheet: Sheet, item: Item) -> str:
    """The address of the value of an item's indicator, "" where it is not here or held against nothing."""
    indicator = sheet.plan.indicators.get(item.indicator or "")
    slot = sheet.slots.get(indicator.value_item) if indicator else None
    if indicator is None or slot is None or target_for(sheet, indicator, slot) is None:
        return ""
    return slot.address


def _list_row(slot: Slot, columns: Iterable[GridColumn], cells: set[str]) -> GridRow:
    last_year = f"{slot.address}/last_year"
    values = iter((slot.address, last_year if last_year in cells else ""))
    addresses = tuple(
        next(values) if column.kind is CellKind.CELL else slot.address if column.kind > CellKind.CELL else ""
        for column in columns
    )
    return GridRow(label=slot.item.name, measure=slot.item.measure, addresses=addresses, strong=not slot.item.entered)


def heading_of(plan: Plan, item: Item) -> str:
    """Return the heading an item stands below: its indicator, its process, or its block."""
    if item.process:
        return plan.process.get(item.process, item.process)
    indicator = plan.indicators.get(item.indicator or "")
    if indicator is not None:
        return indicator.name
    block = plan.blocks.get(item.block or "")
    return block.title if block else say("window.grid.other")


def matrix_grid(sheet: Sheet, table: str) -> Grid:
    """Return the cells of a split table, a line for each county and one for the total; empty if it is not split."""
    slots = [slot for slot in table_slots(sheet, table) if slot.line is not None or slot.total]
    if not slots:
        return Grid()
    judged = {item.id for item in {slot.item.id: slot.item for slot in slots}.values() if _has_targets(sheet, item)}
    found = tuple(dict.fromkeys((slot.item.id, slot.last_year) for slot in slots))
    heads = tuple(head for one in found for head in [one] * (3 if one[0] in judged and not one[1] else 1))
    columns = (GridColumn(say("window.grid.county"), CellKind.LABEL), *_matrix_columns(sheet.plan, heads))
    places = {(slot.line, slot.item.id, slot.last_year): slot.address for slot in slots}
    lines = tuple(dict.fromkeys(slot.line for slot in slots if slot.line is not None))
    rows = [
        GridRow(label=sheet.name_of(line), measure="", addresses=("", *_line(places, line, heads))) for line in lines
    ]
    total = tuple(_line(places, None, heads))
    if any(total):
        rows.append(GridRow(label=say("window.grid.total"), measure="", addresses=("", *total), strong=True))
    return Grid(columns, tuple(rows), split=True)


def _has_targets(sheet: Sheet, item: Item) -> bool:
    """True for the value of an indicator that is decomposed to a line of the table."""
    indicator = sheet.plan.indicators.get(item.indicator or "")
    if indicator is None or indicator.value_item != item.id:
        return False
    lines = (slot for slot in sheet.slots.values() if slot.item.id == item.id and slot.line and not slot.last_year)
    return any(target_for(sheet, indicator, slot) is not None for slot in lines)


def _matrix_columns(plan: Plan, heads: Sequence[tuple[str, bool]]) -> Iterator[GridColumn]:
    """The columns of a split table; a head that stands three times has its target and completion beside it."""
    said: Counter[tuple[str, bool]] = Counter()
    beside = (("grid.target", CellKind.TARGET), ("grid.reached", CellKind.REACHED))
    for head in heads:
        said[head] += 1
        if said[head] == 1:
            yield _matrix_column(plan, *head)
        else:
            key, kind = beside[said[head] - 2]
            yield GridColumn(say(f"window.{key}"), kind)


def _line(
    places: dict[tuple[str | None, str, bool], str], line: str | None, heads: Iterable[tuple[str, bool]]
) -> Iterator[str]:
    return (places.get((line, *head), "") for head in heads)


def _matrix_column(plan: Plan, item_id: str, last_year: bool) -> GridColumn:
    item = plan.items[item_id]
    name = f"{item.name}\n{say('window.grid.last_year')}" if last_year else item.name
    return GridColumn(name, CellKind.CELL, item.measure)
