"""The marks of a unit's store: what was taken over from last period, with what it said then.

A place is carried while it still says that (`models.filling.carry`); whoever changes it need not know of this table.
"""

from collections.abc import Iterable, Mapping

from models.store.connection.connections import Connections
from models.store.file.base import StorePart
from models.store.file.records import Change
from models.store.unit.sheets import Sheets


class Carried(StorePart):
    """Marks of what was carried forward, by period."""

    def __init__(self, connections: Connections, sheets: Sheets) -> None:
        """Work over opened connections; the sheets know which periods are locked, and what waits."""
        super().__init__(connections)
        self._sheets = sheets

    def marks(self, period: str) -> dict[str, str]:
        """Return place → what it said when it was carried into a period."""
        kept = dict(self._rows("SELECT place, said FROM carried WHERE period = ?", period))
        waiting = self._sheets.waiting
        return waiting.with_marks(period, kept) if waiting else kept

    def put(self, period: str, marks: Mapping[str, str]) -> Change:
        """Remember what was carried into a period. Raises AppError("period_filed") when the period is locked."""
        rows = [(period, place, said) for place, said in marks.items()]
        with self.transaction(why="carried"):
            self._sheets.refuse_if_filed(period)
            self._connections.write_all(
                "INSERT INTO carried VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET said = excluded.said", rows
            )
        return self._change(period, tuple(marks))

    def forget(self, period: str, places: Iterable[str]) -> Change:
        """Forget that places were carried: somebody has said that they hold for this period too."""
        gone = [(period, place) for place in places]
        with self.transaction(why="carried"):
            self._connections.write_all("DELETE FROM carried WHERE period = ? AND place = ?", gone)
        return self._change(period, tuple(place for _, place in gone))
