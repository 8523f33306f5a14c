"""What the office itself issued about a period: papers sent back by hand, matters settled, numbered notices."""

from datetime import datetime

from models.store.file.base import Store, parsed
from models.store.file.connection import time_text
from models.store.file.records import Change, NoticeRow, SentBackRow, SettlementRow


class OfficeNotices(Store):
    """The office's own acts that ask for an answer or end a matter."""

    def put_sent_back(self, row: SentBackRow) -> Change:
        """Record that a paper was sent back by hand."""
        with self.transaction(row.by):
            self._connections.write(
                "INSERT INTO sent_back (digest, unit, period, number, at, until, person, items) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                *(row.digest, row.unit, row.period, row.number, time_text(row.at), time_text(row.until)),
                *(row.by, row.items),
            )
        return self._change(row.period, (row.unit,))

    @parsed
    def sent_back(self, unit: str | None = None, period: str | None = None) -> tuple[SentBackRow, ...]:
        """Return what was sent back by hand, of a unit, a period, both or all, oldest first."""
        found = self._rows(
            "SELECT digest, unit, period, number, at, until, person, items FROM sent_back "
            "WHERE unit = coalesce(?, unit) AND period = coalesce(?, period) ORDER BY id",
            unit,
            period,
        )
        return tuple(
            SentBackRow(
                digest=digest,
                unit=owner,
                period=place,
                number=number,
                at=datetime.fromisoformat(at),
                until=datetime.fromisoformat(until),
                by=by,
                items=items,
            )
            for digest, owner, place, number, at, until, by, items in found
        )

    def put_settlement(self, row: SettlementRow) -> Change:
        """Record that a matter was settled with one sentence."""
        with self.transaction(row.by, row.reason):
            self._connections.write(
                "INSERT INTO settlements (kind, unit, period, place, manner, reason, person, at) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                *(row.kind, row.unit, row.period, row.place, row.manner, row.reason, row.by, time_text(row.at)),
            )
        return self._change(row.period, (row.unit,))

    @parsed
    def settlements(self, period: str | None = None) -> tuple[SettlementRow, ...]:
        """Return the matters settled for a period, or all, oldest first."""
        found = self._rows(
            "SELECT kind, unit, period, place, manner, reason, person, at FROM settlements "
            "WHERE period = coalesce(?, period) ORDER BY id",
            period,
        )
        return tuple(
            SettlementRow(
                kind=kind,
                unit=unit,
                period=when,
                place=place,
                manner=manner,
                reason=reason,
                by=by,
                at=datetime.fromisoformat(at),
            )
            for kind, unit, when, place, manner, reason, by, at in found
        )

    def put_notice(self, row: NoticeRow) -> Change:
        """Record a numbered set of issued papers; numbers are never used twice."""
        with self.transaction(row.by):
            self._connections.write(
                "INSERT INTO notices (period, number, at, person, digests, facts, files) VALUES (?, ?, ?, ?, ?, ?, ?)",
                *(row.period, row.number, time_text(row.at), row.by, row.digests, row.facts, row.files),
            )
        return self._change(row.period)

    @parsed
    def notices(self, period: str) -> tuple[NoticeRow, ...]:
        """Return the sets issued for a period, oldest first."""
        found = self._rows(
            "SELECT number, at, person, digests, facts, files FROM notices WHERE period = ? ORDER BY number", period
        )
        return tuple(
            NoticeRow(
                period=period,
                number=number,
                at=datetime.fromisoformat(at),
                by=by,
                digests=digests,
                facts=facts,
                files=files,
            )
            for number, at, by, digests, facts, files in found
        )
