"""Turned: a sheet whose heads stand at the left and whose items go across, laid out as a list, heads above.

Every cell keeps the place it has in the book, and what is hidden or merged stays so.
"""

from dataclasses import replace

from forms.given.cells import GivenCell, SheetCells

MOST_ROWS, MOST_COLUMNS = 200, 1000  # of a sheet somebody writes across


def turned(page: SheetCells) -> SheetCells | None:
    """Return a sheet with its rows as columns; None for one that is too long, or narrow, to be written across."""
    filled = {number: row for number, row in page.rows.items() if row}
    widest = max((max(row) for row in filled.values()), default=0)
    if not 1 < len(filled) <= MOST_ROWS or not 1 < widest <= MOST_COLUMNS:
        return None
    rows: dict[int, dict[int, GivenCell]] = {}
    for number in sorted(filled):
        for column, shown in filled[number].items():
            rows.setdefault(column, {})[number] = shown
    return replace(
        page,
        rows=rows,
        hidden=page.hidden_columns & rows.keys(),
        hidden_columns=page.hidden,
        merged={(column, row): (left, top) for (row, column), (top, left) in page.merged.items()},
        turned=True,
    )
