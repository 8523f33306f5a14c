"""Registers: how a cell of a register stands in a workbook."""

from collections.abc import Mapping, Sequence
from functools import partial

from forms.book.text import word
from forms.book.writer import BookColumn, BookFigure, lane_width
from forms.wording.masks import mask
from models.plan.plan import Column, ColumnType

_WIDTHS = {ColumnType.DATE: 12.0, ColumnType.YES_NO: 9.0, ColumnType.CREDIT_CODE: 22.0, ColumnType.VIN: 21.0}


def register_lane(column: Column, texts: Sequence[str], *, masked: bool = True) -> BookColumn:
    """Return the lane of a register column that holds some texts."""
    under = [f"（{column.measure}）"] if column.measure else []
    under += [word("mark.masked")] if column.mask and masked else []
    head = "\n".join([column.name, *under])
    if column.type in FIGURES:
        return BookColumn(head, partial(lane_width, texts, 12, 20), "right")
    return BookColumn(head, _WIDTHS.get(column.type) or partial(lane_width, texts, 10, 36))


FIGURES = (ColumnType.NUMBER, ColumnType.WHOLE)


def register_cell(column: Column, row: Mapping[str, str], *, masked: bool = True) -> str | BookFigure:
    """Return what a cell of a register row shows; a sensitive one its mask, unless that is switched off."""
    text = row.get(column.name, "")
    if column.mask and masked:
        return mask(column.mask, text)
    return BookFigure(text) if text and column.type in FIGURES else text
