"""Paper totals: somebody types a column from a paper that has its totals among the figures, which a grid passes over.

A total that is typed all the same goes into the row below it, and every figure after it slips. Changes nothing: it
tells what was passed over, and what looks like a total of the paper.
"""

from collections.abc import Iterable
from dataclasses import replace

from models.sheet.sheet import Sheet


def repeated_total(sheet: Sheet, typed: str, computed: Iterable[str]) -> str:
    """Return which of some computed figures a typed one repeats, "" for none; one it is itself part of is no other."""
    figure = sheet.cell(typed).number
    if not figure:  # nothing, or the 0 that many totals come to
        return ""
    alike = [at for at in computed if sheet.exact(at) == figure]
    if not alike:
        return ""
    without = replace(sheet, cells={at: cell for at, cell in sheet.cells.items() if at != typed})
    return next((at for at in alike if without.exact(at) == figure), "")
