"""Gathered words: what an office said of a place, and what stands there now, as the grid would show it."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

from models.basics.addresses import RowAddress, split_row_address
from models.basics.messages import say
from models.filling.slices import Supply, rows_said
from models.sheet.cells import BLANK
from models.sheet.rows import Row
from models.sheet.sheet import Sheet
from ui.session.session import Session
from ui.tables.grids.cell_looks import cell_text


def said_words(sheet: Sheet, supply: Supply) -> str:
    """Return an answer: a figure with the decimals of its item, below mine digit by digit; rows in words."""
    slot = sheet.slots.get(supply.place)
    return cell_text(supply.cell, slot.item, sheet) if slot is not None and supply.cell is not None else supply.words


def mine_words(session: Session, place: str) -> str:
    """Return what stands at a place now, "" for nothing; of a register how many rows it has."""
    sheet = session.sheet
    if place in sheet.register_ids:
        rows = len(session.rows(place))
        return say("window.slices.rows", n=rows) if rows else ""
    at = split_row_address(place)
    if at is not None:
        return rows_said(_rows_of(session, at))
    cell, slot = session.entered(place), sheet.slots.get(place)
    if cell == BLANK:
        return ""
    return cell_text(cell, slot.item, sheet) if slot else cell.text


def _rows_of(session: Session, at: RowAddress) -> Iterator[Row]:
    """The rows of one key; one without a key is a single row."""
    places, rows = session.sheet.places(at.register), session.rows(at.register)
    for n in count(1) if at.key else (1,):
        row = places.place(replace(at.first, occurrence=n))
        if row is None:
            return
        yield rows[row]


def use_mine(figure: str) -> str:
    """Return the words for leaving what stands at a place; `figure` is "" where nothing does."""
    return say("window.slices.use_mine", 数=figure) if figure else say("window.slices.use_none")
