"""Looks: how one cell of the grid appears, prepared once so that painting only has to draw it.

Turns values into text (at most the item's decimals, at least two where it has them) and states into words.
"""

from dataclasses import KW_ONLY, dataclass
from decimal import Decimal

from models.basics.quantity import format_number, plain, round_to
from models.plan.plan import Direction, Item
from models.sheet.cells import Cell, State
from models.sheet.sheet import Sheet
from ui.basics.completion import Mark
from ui.basics.texts import say, state_word
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


NOTHING = CellLook()


def shown_value(item: Item, value: Decimal, sheet: Sheet) -> str:
    """Return a figure as the grid shows it: no more decimals than the item has, two at least where it has them."""
    if item.decimals is None:
        return plain(value)
    kept = plain(round_to(value, item.decimals, sheet.plan.rounding))
    typed = len(kept.partition(".")[2])
    return format_number(Decimal(kept), max(typed, min(2, item.decimals)), sheet.plan.rounding)


def cell_text(cell: Cell, item: Item, sheet: Sheet) -> str:
    """Return what a cell shows: its figure, its words, the state, or the text that was refused."""
    if cell.fault:
        return cell.raw
    if isinstance(cell.value, Decimal):
        return shown_value(item, cell.value, sheet)
    return cell.text or state_word(cell.state)


def cell_look(sheet: Sheet, address: str, mark: Mark, places: int | None) -> CellLook:
    """Return the look of an entered or derived cell."""
    slot = sheet.slots[address]
    cell = sheet.cell(address)
    derived = slot.total or not slot.item.entered
    said = cell.state is not None and cell.state.rules.shown_as_name
    needed = cell.state is State.MISSING and not derived and not cell.fault
    ground = "error_tint" if cell.fault else "derived" if derived else "needed" if needed else ""
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


def side_look(sheet: Sheet, address: str, kind: CellKind, places: int | None) -> CellLook:
    """Return the look of a figure that stands beside a cell: last period, target, how much of it is reached."""
    slot = sheet.slots[address]
    if kind is CellKind.PREVIOUS:
        cell = sheet.previous.cell(address) if sheet.previous else Cell()
        text = cell_text(cell, slot.item, sheet) if cell.state in (State.VALUE, State.NIL) else ""
        return CellLook(text, places=places if slot.item.numeric and cell.state is State.VALUE else None, tone="quiet")
    indicator = sheet.plan.indicators.get(slot.item.indicator or "")
    target = sheet.settings.target_of(slot.line or sheet.unit_id, indicator.id) if indicator else None
    if indicator is None or target is None or indicator.value_item != slot.item.id:
        return NOTHING
    if kind is CellKind.TARGET:
        return CellLook(shown_value(slot.item, target.value, sheet), places=places, tone="quiet")
    exact = sheet.exact(address)
    if exact is None or indicator.direction is not Direction.AT_LEAST or not target.value:
        return NOTHING
    return CellLook(
        say("grid.percent", n=format_number(exact / target.value * 100, 1, sheet.plan.rounding)), tone="quiet"
    )


def column_places(grid: Grid, sheet: Sheet, column: int) -> int:
    """Return how many decimals a column keeps free so that the points stand below each other."""
    kind = grid.columns[column].kind
    if kind in (CellKind.LABEL, CellKind.MEASURE):
        return 0
    items = (sheet.slots[row.addresses[column]].item for row in grid.rows if row.addresses and row.addresses[column])
    return max((item.decimals or 0 for item in items if item.numeric), default=0)
