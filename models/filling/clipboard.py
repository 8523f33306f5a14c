"""Clipboard: blocks of cells as Excel and WPS put them there — tabs, line ends, quotes around what contains either.

The one reading of a pasted block, for grids and imports. Knows no sheet and reads no clipboard.
"""

import re
from collections.abc import Sequence

_CELL = re.compile(r'(?:"((?:[^"]|"")*)"(?=\t|\n|\Z)|([^\t\n]*))(\t|\n|\Z)')

_BREAKS = "\v\f\u2028\u2029"
_CONTROLS = re.compile(f"[\0-\b\x0e-\x1f\x7f{_BREAKS}]")
_SIGNS = dict.fromkeys((*range(9), *range(0x0E, 0x20), 0x7F)) | dict.fromkeys(map(ord, _BREAKS), "\n")


def block_of(text: str) -> list[list[str]]:
    """Return the rows of a copied block; the empty line Excel adds at the end is no row.

    A quote that begins a cell and is closed nowhere is part of the text, not the start of one long cell. What Word
    gives for a line that is broken within a paragraph is a line end in its cell; other control signs are dropped.
    """
    if _CONTROLS.search(text):
        return [[cell.translate(_SIGNS) for cell in row] for row in _rows_of(text)]
    return _rows_of(text)


def _rows_of(text: str) -> list[list[str]]:
    source, place = text.replace("\r\n", "\n").replace("\r", "\n"), 0
    if '"' not in source:
        rows = [line.split("\t") for line in source.split("\n")]
        return rows[:-1] if rows[-1] == [""] and len(rows) > 1 else rows
    rows = [[]]
    while (found := _CELL.match(source, place)) is not None:
        rows[-1].append(found[2] if found[1] is None else found[1].replace('""', '"'))
        place = found.end()
        if found[3] == "\n":
            rows.append([])
        if not found[3]:
            break
    return rows[:-1] if rows[-1] == [""] and len(rows) > 1 else rows


def repeated(block: Sequence[Sequence[str]], high: int, wide: int) -> list[list[str]]:
    """Return a block as often as it goes into an area without remainder; as it is where it does not."""
    rows, columns = len(block), len(block[0])
    fits = high % rows == 0 and wide % columns == 0 and all(len(line) == columns for line in block)
    if not (high and wide and fits):
        return [list(line) for line in block]
    return [list(line) * (wide // columns) for line in block] * (high // rows)


def text_of(block: Sequence[Sequence[str]]) -> str:
    """Return a block as text that Excel and WPS paste into cells."""
    return "\r\n".join([_line_of(row) for row in block])


def _line_of(row: Sequence[str]) -> str:
    """A row as a line; of ten thousand hardly one has a cell that must be quoted."""
    line = "\t".join(row)
    plain = line.count("\t") == max(len(row) - 1, 0) and "\n" not in line and '"' not in line
    return line if plain else "\t".join(map(_quoted, row))


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(sign in cell for sign in '\t\n"') else cell
