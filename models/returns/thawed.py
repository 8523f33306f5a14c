"""Thawed: the sheets of the papers of one reception, each made from the one that its unit filed before it.

A unit corrects a paper by filing it again, so the next one says nearly all of what was read and judged already. Every
part of it is held against that; what differs, and what follows from it, is found anew. What comes out is the same as
from the paper alone (`thaw`, `run_checks`).
"""

from models.plan.plan import Plan
from models.returns.frozen import Thawed, thaw
from models.returns.returns import Return
from models.settings.settings import Settings
from models.sheet.sheet import Sheet

MOST = 64  # units whose last paper is remembered
LARGEST = 2_000  # rows of its registers: a longer one is thawed by itself


class ThawedReturns:
    """The last return of each unit and period, thawed; of as many as there is room for."""

    def __init__(self) -> None:
        """Begin with none."""
        self._last: dict[tuple[str, str], Thawed] = {}

    def sheet(self, filed: Return, plan: Plan, settings: Settings) -> Sheet:
        """Return the sheet of a return. Raises as `thaw`."""
        place = filed.unit, filed.period
        sheet = thaw(filed, plan, settings, like=self._last.pop(place, None))
        if sum(map(len, sheet.registers.values())) <= LARGEST:
            self._last[place] = Thawed(filed=filed, sheet=sheet)
            if len(self._last) > MOST:
                self._last.pop(next(iter(self._last)))
        return sheet
