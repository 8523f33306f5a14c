"""Widths of the office's columns: in pixels, so that a head, the figures below it, or every text of it, is whole."""

from dataclasses import replace

from PySide6.QtGui import QFontMetrics

from ui.office.lists.drawing import bar_beside
from ui.office.lists.rows import GridModel, TableCell, TableHead, cell_font, head_font

NEARLY = 2  # signs by which a figure may have fewer than the longest and still be wider: a point is narrow
SPARE = 2  # pixels: what a column has beyond its longest text
SIGN = 20  # pixels: of a sign beside a text


def head_width(head: TableHead, scale: float, side: int) -> int:
    """Return how wide a column is for what stands above it, in the language in use."""
    words = QFontMetrics(head_font(replace(head, bold=True), scale)).horizontalAdvance(head.text)
    return words + 2 * side + SPARE


def column_width(lines: GridModel, column: int, *, every: bool) -> int:
    """Return how wide a column is for its figures, or for `every` text of it; 0 where it has none."""
    rows = (row for row in lines.rows if not row.wide and column < len(row.cells))
    cells = [row.cells[column] for row in rows if row.cells[column].right or every]
    most = max((len(cell.text) for cell in cells), default=0)
    long = {cell for cell in cells if len(cell.text) >= most - NEARLY or cell.sign is not None or cell.bar is not None}
    return max((_cell_width(cell, lines.scale, lines.side) for cell in long), default=0)


def _cell_width(cell: TableCell, scale: float, side: int) -> int:
    wide = QFontMetrics(cell_font(cell, scale)).horizontalAdvance(cell.text)
    beside = (SIGN if cell.sign is not None else 0) + (bar_beside(cell, scale) if cell.bar is not None else 0)
    return wide + 2 * side + SPARE + beside
