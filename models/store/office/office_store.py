"""The office's store: what came (`papers`), whose keys count, and what the office itself said about it."""

from datetime import datetime
from typing import ClassVar

from models.basics.errors import AppError
from models.city.adjudication import Adjudication
from models.ledger.rulings import Ruling
from models.store.connection.one_thread import time_text
from models.store.file.base import parsed
from models.store.file.records import Change
from models.store.file.schema import OFFICE
from models.store.office.evidence import OfficeEvidence
from models.store.office.notices import OfficeNotices
from models.store.office.papers import OfficePapers
from models.store.office.records import ChaseRow, IssuedRow, KeyRow
from models.store.office.reviews import OfficeReviews
from models.store.office.tables import RecordTable

KEYS = RecordTable("keys", KeyRow, {"by": "person"})
RULINGS = RecordTable("rulings", Ruling, {"over": "others", "by": "person"}, unwritten=("sequence",))
ADJUDICATIONS = RecordTable("adjudications", Adjudication, {"by": "person"}, unwritten=("id",))
CHASES = RecordTable("chases", ChaseRow, {"by": "person"})
ISSUED = RecordTable("issued", IssuedRow, {"by": "person"})


class OfficeStore(OfficePapers, OfficeEvidence, OfficeNotices, OfficeReviews):
    """The store of the municipal office."""

    kind: ClassVar[str] = OFFICE

    def put_key(self, row: KeyRow) -> Change:
        """Enrol a key for a unit; one that is enrolled is replaced, the history keeps what stood there."""
        with self.transaction(row.by, "enrolled"):
            self._insert(
                KEYS,
                row,
                "ON CONFLICT DO UPDATE SET certificate = excluded.certificate, since = excluded.since, "
                "until = excluded.until, enrolled_at = excluded.enrolled_at, compared = excluded.compared, "
                "person = excluded.person, ended_because = excluded.ended_because",
            )
        return self._change("", (row.unit,))

    def end_key(self, unit: str, fingerprint: str, until: datetime, reason: str, by: str) -> Change:
        """Let a key count until a time only. Raises AppError("key_unknown") when it was never enrolled for the unit."""
        with self.transaction(by, reason):
            if not self._rows("SELECT 1 FROM keys WHERE unit = ? AND fingerprint = ?", unit, fingerprint):
                raise AppError("key_unknown", unit=unit, fingerprint=fingerprint)
            self._connections.write(
                "UPDATE keys SET until = ?, ended_because = ? WHERE unit = ? AND fingerprint = ?",
                *(time_text(until), reason, unit, fingerprint),
            )
        return self._change("", (unit,))

    def enrolled_keys(self) -> tuple[KeyRow, ...]:
        """Return every key that is or was enrolled, unit by unit in the order of enrolment."""
        return self._select(KEYS, "ORDER BY unit, enrolled_at, fingerprint")

    def put_ruling(self, said: Ruling) -> Change:
        """Record a ruling; whatever its sequence says it gets the next one, so it overrides the earlier ones."""
        with self.transaction(said.by, said.reason):
            self._insert(RULINGS, said)
        return self._change(said.period, (said.unit,))

    def rulings(self, unit: str | None = None, period: str | None = None) -> tuple[Ruling, ...]:
        """Return the rulings of a unit, a period, both or all, in sequence."""
        where = "WHERE unit = coalesce(?, unit) AND period = coalesce(?, period)"
        return self._select(RULINGS, f"{where} ORDER BY sequence", unit, period)

    def put_adjudication(self, said: Adjudication) -> int:
        """Record an 审定数 and return its id; the latest of an indicator counts, the earlier ones are kept."""
        with self.transaction(said.by, said.reason):
            self._insert(ADJUDICATIONS, said)
            return int(self._rows("SELECT max(id) FROM adjudications")[0][0])

    def withdraw_adjudication(self, id: int, reason: str, by: str, at: datetime) -> Change:
        """Record that an 审定数 was taken back; what was given before it does not count again."""
        with self.transaction(by, reason):
            self._connections.write(
                "INSERT INTO withdrawals (adjudication, reason, person, at) VALUES (?, ?, ?, ?)",
                *(id, reason, by, time_text(at)),
            )
        return self._change()

    def adjudication(self, id: int) -> Adjudication | None:
        """Return an 审定数 that has not been taken back, None for one that has or never was."""
        where = "WHERE id = ? AND id NOT IN (SELECT adjudication FROM withdrawals)"
        return next(iter(self._select(ADJUDICATIONS, where, id)), None)

    @parsed
    def adjudications(self, period: str, at: datetime | None = None) -> dict[str, Adjudication]:
        """Return the 审定数 that count in a period, now or at a time: indicator → the last, if not taken back."""
        last = {said.indicator: said for said in self.adjudication_history(period) if at is None or said.at <= at}
        gone = {id for id, when in self._rows("SELECT adjudication, at FROM withdrawals") if _by(when, at)}
        return {indicator: said for indicator, said in last.items() if said.id not in gone}

    def adjudication_history(self, period: str) -> tuple[Adjudication, ...]:
        """Return every 审定数 ever given for a period, oldest first, those taken back included."""
        return self._select(ADJUDICATIONS, "WHERE period = ? ORDER BY id", period)

    def put_chase(self, row: ChaseRow) -> Change:
        """Record that a unit was asked for its return."""
        with self.transaction(row.by):
            self._insert(CHASES, row)
        return self._change(row.period, (row.unit,))

    def chases(self, period: str) -> tuple[ChaseRow, ...]:
        """Return who was asked in a period, in the order it was recorded."""
        return self._select(CHASES, "WHERE period = ? ORDER BY id", period)

    def put_issued(self, row: IssuedRow) -> Change:
        """Record a receipt the office issued."""
        with self.transaction(row.by):
            self._insert(ISSUED, row)
        return self._change(row.period, (row.unit,))

    def issued(self, unit: str | None = None, period: str | None = None) -> tuple[IssuedRow, ...]:
        """Return the receipts issued to a unit, for a period, both or all, oldest first."""
        where = "WHERE unit = coalesce(?, unit) AND period = coalesce(?, period)"
        return self._select(ISSUED, f"{where} ORDER BY id", unit, period)


def _by(text: str, at: datetime | None) -> bool:
    return at is None or datetime.fromisoformat(text) <= at
