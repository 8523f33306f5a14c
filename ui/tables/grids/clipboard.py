"""Clipboard: blocks of cells as Excel and WPS put them there — tabs, line ends, quotes around what contains either.

Knows no Qt and no cell.
"""

from collections.abc import Sequence


def block_of(text: str) -> list[list[str]]:
    """Return the rows of a copied block; the empty line Excel adds at the end is no row."""
    rows: list[list[str]] = [[]]
    cell: list[str] = []
    quoted = False
    place = 0
    source = text.replace("\r\n", "\n").replace("\r", "\n")
    while place < len(source):
        sign = source[place]
        if quoted:
            if sign == '"' and source[place + 1 : place + 2] == '"':
                cell.append(sign)
                place += 1
            elif sign == '"':
                quoted = False
            else:
                cell.append(sign)
        elif sign == '"' and not cell:
            quoted = True
        elif sign in "\t\n":
            _end_cell(rows, cell, new_row=sign == "\n")
        else:
            cell.append(sign)
        place += 1
    _end_cell(rows, cell, new_row=False)
    return rows[:-1] if rows[-1] == [""] and len(rows) > 1 else rows


def _end_cell(rows: list[list[str]], cell: list[str], *, new_row: bool) -> None:
    rows[-1].append("".join(cell))
    cell.clear()
    if new_row:
        rows.append([])


def text_of(block: Sequence[Sequence[str]]) -> str:
    """Return a block as text that Excel and WPS paste into cells."""
    return "\r\n".join("\t".join(_quoted(cell) for cell in row) for row in block)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(sign in cell for sign in '\t\n"') else cell
