"""Registers: how a cell of a register stands in a workbook."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from forms.book.text import word
from forms.book.writer import BookColumn, BookFigure, lane_width
from forms.wording.masks import mask_of
from models.plan.plan import Column, ColumnType

_WIDTHS = {ColumnType.DATE: 12.0, ColumnType.YES_NO: 9.0, ColumnType.CREDIT_CODE: 22.0, ColumnType.VIN: 21.0}


def register_lane(column: Column, rows: Sequence[Mapping[str, str]], *, masked: bool = True) -> BookColumn:
    """Return the lane of a register column of some rows; its width is found when it is asked for."""
    under = [f"（{column.measure}）"] if column.measure else []
    under += [word("mark.masked")] if column.mask and masked else []
    head = "\n".join([column.name, *under])
    if column.type in FIGURES:
        return BookColumn(head, partial(_width, column.name, rows, 12, 20), "right")
    return BookColumn(head, _WIDTHS.get(column.type) or partial(_width, column.name, rows, 10, 36))


def _width(column: str, rows: Sequence[Mapping[str, str]], least: int, most: int) -> float:
    return lane_width([row.get(column, "") for row in rows], least, most)


FIGURES = (ColumnType.NUMBER, ColumnType.WHOLE)


def register_cells(
    columns: Sequence[Column], *, first: int, masked: bool = True
) -> Callable[[Mapping[str, str]], dict[int, str]]:
    """Return what tells the filled cells of a register row by their place, the first column's being `first`.

    A sensitive one shows its mask, unless that is switched off.
    """
    makers = [(place, column.name, _maker(column, masked=masked)) for place, column in enumerate(columns, first)]
    named: dict[tuple[str, ...], list[tuple[int, str, _Maker | None]]] = {}  # rows name the same few of dozens

    def cells(row: Mapping[str, str]) -> dict[int, str]:
        names = tuple(row)
        here = named.get(names)
        if here is None:
            here = named[names] = [one for one in makers if one[1] in row]
        return {place: make(text) if make else text for place, name, make in here if (text := row[name])}

    return cells


_Maker = Callable[[str], str]


def _maker(column: Column, *, masked: bool) -> _Maker | None:
    """What makes a cell of a text; None where it stands as it is."""
    if masked and column.mask:
        return mask_of(column.mask)
    return BookFigure if column.type in FIGURES else None
