"""Registers: how a cell of a register stands in a workbook."""

from collections.abc import Callable, Mapping, Sequence
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


def register_cells(
    columns: Sequence[Column], *, masked: bool = True
) -> Callable[[Mapping[str, str]], list[str | BookFigure]]:
    """Return what tells the cells of a register row; a sensitive one shows its mask, unless that is switched off."""
    kinds = [(column.name, column.mask if masked else "", column.type in FIGURES) for column in columns]

    def cells(row: Mapping[str, str]) -> list[str | BookFigure]:
        return [
            ""
            if not (text := row.get(name, ""))
            else mask(kind, text)
            if kind
            else BookFigure(text)
            if figure
            else text
            for name, kind, figure in kinds
        ]

    return cells
