"""Cell looks: text, colours and marks of one grid cell, prepared once so that painting only has to draw them.

Turns values into text (at most the item's decimals, at least two where it has them) and states into words.
"""

from dataclasses import KW_ONLY
from decimal import Decimal

from models.answers.beside import growth, held_value, register_figure, signed, target_for, value_of
from models.basics.messages import say
from models.basics.quantity import grouped, in_cell, plain
from models.basics.records import dataclass
from models.city.verdict import NO_RATE, completion, rate_shown, share_of_time, target_text
from models.plan.plan import Direction, Item, ItemType
from models.sheet.cells import Cell, State
from models.sheet.fillable import Slot
from models.sheet.sheet import Sheet
from ui.basics.completion import Mark
from ui.basics.texts import state_word
from ui.look.marks import Bar
from ui.tables.grids.layouts import CellKind, Grid


@dataclass(frozen=True, slots=True)
class CellLook:
    """Text and dress of one cell. `places`: how many decimals are kept free behind the point, None = no number."""

    text: str = ""
    _: KW_ONLY
    places: int | None = None
    mark: Mark = Mark.NONE
    ground: str = ""  # token of its ground, "" = paper
    tone: str = "text"
    italic: bool = False
    strong: bool = False
    derived: bool = False  # ƒ
    refused: bool = False
    needed: bool = False  # a field still to be filled: an outline and a ring, whatever the tint
    pill: bool = False  # a state in words
    indent: int = 0
    small: bool = False
    top: bool = False  # a text of several lines begins at the top
    below: str = ""  # a quiet line under a text that begins at the top
    close: bool = False  # no room is kept for a mark
    bar: Bar | None = None


NOTHING = CellLook()


def shown_value(item: Item, value: Decimal, sheet: Sheet) -> str:
    """Return a figure as the grid shows it, in the way messages and papers round it; what is to be whole, as it is."""
    if item.type is ItemType.WHOLE and value != value.to_integral_value():
        return plain(value)  # rounded, 20.5 would say 20 beside the words that it is not whole
    return in_cell(value, item.decimals, sheet.plan.rounding)


def cell_text(cell: Cell, item: Item, sheet: Sheet) -> str:
    """Return what a cell shows: its figure, its words, the state, or the text that was refused."""
    if cell.fault:
        return cell.raw
    if isinstance(cell.value, Decimal):
        return shown_value(item, cell.value, sheet)
    return cell.text or state_word(cell.state)


def cell_look(sheet: Sheet, address: str, mark: Mark, places: int | None, *, locked: bool = False) -> CellLook:
    """Return the look of an entered or derived cell; what is `locked` lies on grey as what is computed does."""
    slot = sheet.slots[address]
    cell = sheet.cell(address)
    derived = slot.total or not slot.item.entered
    said = cell.state is not None and cell.state.rules.shown_as_name
    needed = cell.state is State.MISSING and not derived and not cell.fault and not locked
    ground = "error_tint" if cell.fault else "derived" if derived or locked else "needed" if needed else ""
    return CellLook(
        text=cell_text(cell, slot.item, sheet),
        places=places if slot.item.numeric and not said and not cell.fault else None,
        mark=Mark.NONE if mark in (Mark.MISSING, Mark.PENDING) else mark,
        ground=ground,
        tone="quiet" if said else "error" if cell.fault else "text",
        needed=needed,
        pill=said and bool(state_word(cell.state)),
        strong=derived,
        derived=derived,
        refused=bool(cell.fault),
    )


def register_words(sheet: Sheet, slot: Slot) -> str:
    """Return what a register gives for a typed cell, and whether the cell says the same; "" where none gives any."""
    found = register_figure(sheet, slot)
    if found is None:
        return ""
    now = sheet.exact(slot.address)
    key = "register" if now is None else "register_same" if now == found else "register_other"
    names = "、".join(dict.fromkeys(count.register for count in slot.item.beside))
    figure = grouped(shown_value(slot.item, found, sheet))
    return say(f"window.grid.{key}", 台账=names, 数=figure, 单位=slot.item.measure)


def side_look(sheet: Sheet, address: str, kind: CellKind, places: int | None) -> CellLook:
    """Return the look of a figure that stands beside a cell: last period, growth since last year."""
    slot = sheet.slots[address]
    if kind is CellKind.GROWTH:
        grown = growth(sheet, slot)
        if grown is None:
            return NOTHING
        return CellLook(say("window.grid.percent", n=signed(grown)), places=2, tone="quiet", close=True)
    before = sheet.before(slot.item.id) if kind is CellKind.PREVIOUS else None
    cell = before.cell(address) if before else Cell()
    text = cell_text(cell, slot.item, sheet) if cell.state in (State.VALUE, State.NIL) else ""
    return CellLook(
        text, places=places if slot.item.numeric and cell.state is State.VALUE else None, tone="quiet", close=True
    )


def judged_look(sheet: Sheet, address: str, kind: CellKind, places: int | None) -> CellLook:
    """Return the look of a heading's target, or of how much of it the indicator's value has reached."""
    slot = sheet.slots[address]
    indicator = value_of(sheet.plan, slot)
    target = target_for(sheet, indicator, slot) if indicator else None
    if indicator is None or target is None:
        return CellLook(ground="raised")
    if kind is CellKind.TARGET:
        figure = "" if indicator.direction in NO_RATE else shown_value(slot.item, target, sheet)
        if not figure:
            return CellLook(target_text(indicator, target), ground="raised")
        return CellLook(figure, places=places, ground="raised", close=True)
    done = completion(indicator, held_value(sheet, indicator, address), target)
    if done is None:
        return CellLook(ground="raised")
    share = share_of_time(indicator, sheet.plan.periods[sheet.period_id])
    text = say("window.grid.percent", n=rate_shown(indicator, done))
    drawn = Bar(done=float(done) / 100, time=None if share is None else float(share))
    return CellLook(
        text, tone="text", ground="raised", bar=drawn if indicator.direction is Direction.AT_LEAST else None
    )


def column_places(grid: Grid, sheet: Sheet, column: int) -> int:
    """Return how many decimals a column keeps free so that the points stand below each other."""
    kind = grid.columns[column].kind
    if kind in (CellKind.LABEL, CellKind.MEASURE):
        return 0
    if kind is CellKind.TARGET and not grid.split:
        looks = (judged_look(sheet, row.of, kind, 0) for row in grid.rows if row.of)
        # they stay as they are: no more is kept free than one of them has
        return max((len(one.text.partition(".")[2]) for one in looks if one.places is not None), default=0)
    found = [row.addresses[column] for row in grid.rows if row.addresses and row.addresses[column]]
    items = (sheet.slots[address].item for address in found)
    return max((item.decimals or 0 for item in items if item.numeric), default=0)
