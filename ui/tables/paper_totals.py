"""Paper totals: somebody types a column from a paper that has its totals among the figures, which a grid passes over.

A total that is typed all the same goes into the row below it, and every figure after it slips. Changes nothing: it
tells what was passed over, and what looks like a total of the paper.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from models.basics.messages import say
from models.basics.quantity import grouped
from models.sheet.sheet import Sheet
from ui.basics.completion import Mark
from ui.session.screen import ScreenContext

Place = tuple[int, int]  # row, column
ABOVE, BELOW = -1, 1


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


class PaperTotals:
    """What is told of the totals of a paper while one types down a column."""

    def __init__(self, desk: ScreenContext, computed: Callable[[Place, int], list[str]]) -> None:
        """Tell at a desk; `computed` gives the computed figures right above or below a place."""
        self._desk, self._computed = desk, computed
        self._repeats: tuple[str, str] | None = None  # a typed figure, and the total above it that it repeats
        self._run: Place = (-1, -1)  # where one went on to from what was typed last
        self._told_passed = False

    def forget(self) -> None:
        """Another grid is shown."""
        self._repeats = None

    def typed(self, typed: str, place: Place, now: Place) -> None:
        """Tell of a total that was typed below itself, while typing goes on; of one that was passed over, once."""
        sheet = self._desk.session.sheet
        if place != self._run:
            self._repeats = None
        self._run = now
        if found := repeated_total(sheet, typed, self._computed(place, ABOVE)):
            self._repeats = typed, found
        if self._repeats is not None and repeated_total(sheet, self._repeats[0], self._repeats[1:]):
            at, total = (sheet.slots[one].item.name for one in self._repeats)
            figure = sheet.cell(self._repeats[0]).text
            self._desk.tell(say("window.grid.repeated", 处=at, 数=grouped(figure), 合计=total), Mark.WARNING)
            return
        self._repeats = None
        passed = self._computed(place, BELOW) if typed and now[0] > place[0] + 1 else []
        if passed and not self._told_passed:
            self._told_passed = True
            self._desk.tell(say("window.grid.passed", 合计=sheet.slots[passed[0]].item.name), Mark.HINT)
