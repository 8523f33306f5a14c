"""What the office itself issued about a period: papers sent back by hand, matters settled, numbered notices."""

from models.store.file.records import Change
from models.store.office.records import NoticeRow, SentBackRow, SettlementRow
from models.store.office.tables import RecordTable, TableStore

SENT_BACK = RecordTable("sent_back", SentBackRow, {"by": "person"})
SETTLEMENTS = RecordTable("settlements", SettlementRow, {"by": "person"})
NOTICES = RecordTable("notices", NoticeRow, {"by": "person"})


class OfficeNotices(TableStore):
    """The office's own acts that ask for an answer or end a matter."""

    def put_sent_back(self, row: SentBackRow) -> Change:
        """Record that a paper was sent back by hand."""
        with self.transaction(row.by):
            self._insert(SENT_BACK, row)
        return self._change(row.period, (row.unit,))

    def sent_back(self, unit: str | None = None, period: str | None = None) -> tuple[SentBackRow, ...]:
        """Return what was sent back by hand, of a unit, a period, both or all, oldest first."""
        where = "WHERE unit = coalesce(?, unit) AND period = coalesce(?, period)"
        return self._select(SENT_BACK, f"{where} ORDER BY id", unit, period)

    def put_settlement(self, row: SettlementRow) -> Change:
        """Record that a matter was settled with one sentence."""
        with self.transaction(row.by, row.reason):
            self._insert(SETTLEMENTS, row)
        return self._change(row.period, (row.unit,))

    def settlements(self, period: str | None = None) -> tuple[SettlementRow, ...]:
        """Return the matters settled for a period, or all, oldest first."""
        return self._select(SETTLEMENTS, "WHERE period = coalesce(?, period) ORDER BY id", period)

    def put_notice(self, row: NoticeRow) -> Change:
        """Record a numbered set of issued papers; numbers are never used twice."""
        with self.transaction(row.by):
            self._insert(NOTICES, row)
        return self._change(row.period)

    def notices(self, period: str) -> tuple[NoticeRow, ...]:
        """Return the sets issued for a period, oldest first."""
        return self._select(NOTICES, "WHERE period = ? ORDER BY number", period)
