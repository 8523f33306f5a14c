"""A unit's store: whose it is, and its parts — sheets, slices, evidence, returns, what was carried forward."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from models.basics.errors import AppError
from models.store.connection.connections import Connections
from models.store.file.base import Store
from models.store.file.records import Change
from models.store.file.schema import UNIT
from models.store.unit.carried import Carried
from models.store.unit.returns import Returns
from models.store.unit.sheets import WAITING, Sheets
from models.store.unit.slices import Slices

if TYPE_CHECKING:
    from models.sheet.rows import Row
    from models.store.unit.evidence import EvidenceFiles
    from models.store.unit.waiting import Given, Unsaved


class UnitStore(Store):
    """The store of one unit."""

    kind: ClassVar[str] = "unit"

    def __init__(self, connections: Connections) -> None:
        """Take over opened connections. Raises as `Store`."""
        super().__init__(connections)
        self.sheets = Sheets(connections)
        self.slices = Slices(connections, self.sheets)
        self.carried = Carried(connections, self.sheets)
        self.returns = Returns(connections)

    @cached_property
    def evidence(self) -> "EvidenceFiles":
        """Files attached to places, and stamped scans."""
        from models.store.unit.evidence import EvidenceFiles  # a desk is opened without them

        return EvidenceFiles(self._connections, self.sheets)

    @property
    def unit_id(self) -> str | None:
        """The unit the store belongs to, None before it was chosen."""
        return self.get_value(UNIT)

    @property
    def waiting(self) -> "Unsaved":
        """What the disk did not take and waits for it."""
        from models.store.unit.waiting import Unsaved  # loaded with the first edit

        return WAITING.setdefault(self._connections.path, Unsaved())

    def get_value(self, key: str) -> str | None:
        """Return a small fact, also one that waits to be written; None if there is none."""
        found = WAITING.get(self._connections.path)
        waiting = found.fact(key) if found else None
        return super().get_value(key) if waiting is None else waiting

    def put_given(self, given: "Sequence[Given]", by: str, why: str) -> int:
        """Keep what somebody gave, and before it whatever waited; all of it together, or nothing.

        Return how many places had waited. Raises AppError("period_filed"), MachineError: then nothing is forgotten.
        """
        from models.store.unit.waiting import together

        waiting = self.waiting
        number = waiting.count
        with self.transaction(by, why):
            for alike in together(tuple(waiting)):
                self._put_alike(alike, None)
            for alike in together(given):
                self._put_alike(alike, alike[0].was)
        waiting.clear()
        return number

    def _put_alike(self, alike: "Sequence[Given]", stood: "Sequence[Row] | None") -> None:
        """Write some cells or marks that were given together, or one thing of another kind.

        `stood`: the rows of a register that are to be written over, where they are known.
        """
        from models.store.unit.waiting import Kind

        first = alike[0]
        period, place, said, by = first.period, first.place, first.said, first.by
        if first.kind is Kind.CELL:
            self.sheets.put_cells(period, {one.place: one.said for one in alike}, by, first.why)
        elif first.kind is Kind.ROWS:
            self.sheets.put_rows(period, place, said, by, first.why, before=stood)
        elif first.kind is Kind.EXPLANATION:
            explanation, fingerprint = said
            self.sheets.put_explanation(period, place, explanation, fingerprint, by, first.why)
        elif first.kind is Kind.SETTLED:
            self.slices.settle(period, place, settled=said)
        elif first.kind is Kind.FACT:
            self.put_value(place, said)
        else:
            self._put_marks(period, {one.place: one.said for one in alike})

    def _put_marks(self, period: str, said: "Mapping[str, str | None]") -> None:
        if gone := [place for place, mark in said.items() if mark is None]:
            self.carried.forget(period, gone)
        if marks := {place: mark for place, mark in said.items() if mark is not None}:
            self.carried.put(period, marks)

    @cached_property
    def born(self) -> tuple[str, str]:
        """Whose it is and when it got its first plan: what tells it from another store in its place."""
        return str(self.unit_id), str(self._rows("SELECT min(at) FROM plans")[0][0])

    def require_saved(self) -> None:
        """Save what waits. Raises MachineError where the disk does not take it: what is issued rests on all of it."""
        if WAITING.get(self._connections.path):
            self.put_given((), "", "")

    def belong_to(self, unit_id: str) -> Change:
        """Say once whose store it is. Raises AppError("store_of_other_unit") when it is another unit's already."""
        with self.transaction():
            if self.unit_id not in (None, unit_id):
                raise AppError("store_of_other_unit", unit=self.unit_id)
            return self._put_fact(UNIT, unit_id)
