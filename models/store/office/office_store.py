"""The office's store: what came (`office_papers`), whose keys count, and what the office itself said about it."""

import json
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from models.basics.canonical import json_text
from models.basics.errors import AppError
from models.city.adjudication import Adjudication
from models.ledger.rulings import Ruling
from models.store.file.base import parsed
from models.store.file.connection import time_text
from models.store.file.records import Change, ChaseRow, IssuedRow, KeyRow
from models.store.office.evidence import OfficeEvidence
from models.store.office.notices import OfficeNotices
from models.store.office.papers import OfficePapers
from models.store.office.reviews import OfficeReviews

_KEY = "unit, fingerprint, certificate, since, until, enrolled_at, compared, person, ended_because"


class OfficeStore(OfficePapers, OfficeEvidence, OfficeNotices, OfficeReviews):
    """The store of the municipal office."""

    kind: ClassVar[str] = "office"

    def put_key(self, row: KeyRow) -> Change:
        """Enrol a key for a unit; one that is enrolled is replaced, the history keeps what stood there."""
        with self.transaction(row.by, "enrolled"):
            self._connections.write(
                f"INSERT INTO keys ({_KEY}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
                "certificate = excluded.certificate, since = excluded.since, until = excluded.until, "
                "enrolled_at = excluded.enrolled_at, compared = excluded.compared, person = excluded.person, "
                "ended_because = excluded.ended_because",
                *(row.unit, row.fingerprint, row.certificate, _optional(row.since), _optional(row.until)),
                *(time_text(row.enrolled_at), row.compared, row.by, row.ended_because),
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

    @parsed
    def enrolled_keys(self) -> tuple[KeyRow, ...]:
        """Return every key that is or was enrolled, unit by unit in the order of enrolment."""
        found = self._rows(f"SELECT {_KEY} FROM keys ORDER BY unit, enrolled_at, fingerprint")
        return tuple(
            KeyRow(
                unit=unit,
                fingerprint=key,
                certificate=certificate,
                since=_time(since),
                until=_time(until),
                enrolled_at=datetime.fromisoformat(at),
                compared=bool(compared),
                by=by,
                ended_because=why,
            )
            for unit, key, certificate, since, until, at, compared, by, why in found
        )

    def put_ruling(
        self,
        unit: str,
        period: str,
        keep: str,
        over: Sequence[str],
        reason: str,
        by: str,
        checked_by: str | None,
        at: datetime,
    ) -> Change:
        """Record a ruling; it gets the next sequence, so it overrides the earlier ones."""
        with self.transaction(by, reason):
            self._connections.write(
                "INSERT INTO rulings (unit, period, keep, others, reason, person, checked_by, at) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                *(unit, period, keep, json_text(over), reason, by, checked_by, time_text(at)),
            )
        return self._change(period, (unit,))

    @parsed
    def rulings(self, unit: str | None = None, period: str | None = None) -> tuple[Ruling, ...]:
        """Return the rulings of a unit, a period, both or all, in sequence."""
        found = self._rows(
            "SELECT sequence, unit, period, keep, others, reason, person, checked_by, at FROM rulings "
            "WHERE unit = coalesce(?, unit) AND period = coalesce(?, period) ORDER BY sequence",
            unit,
            period,
        )
        return tuple(
            Ruling(
                sequence=sequence,
                unit=owner,
                period=place,
                keep=keep,
                over=tuple(json.loads(over)),
                reason=reason,
                by=by,
                checked_by=checked,
                at=datetime.fromisoformat(at),
            )
            for sequence, owner, place, keep, over, reason, by, checked, at in found
        )

    def put_adjudication(self, said: Adjudication) -> int:
        """Record an 审定数 and return its id; the latest of an indicator counts, the earlier ones are kept."""
        with self.transaction(said.by, said.reason):
            self._connections.write(
                "INSERT INTO adjudications (period, indicator, value, reason, document, person, checked_by, at, "
                "rests_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                *(said.period, said.indicator, _decimal_text(said.value), said.reason, said.document, said.by),
                *(said.checked_by or None, time_text(said.at), json_text(dict(said.rests_on))),
            )
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
        found = self._adjudications("id = ? AND id NOT IN (SELECT adjudication FROM withdrawals)", id)
        return found[0] if found else None

    @parsed
    def adjudications(self, period: str, at: datetime | None = None) -> dict[str, Adjudication]:
        """Return the 审定数 that count in a period, now or at a time: indicator → the last, if not taken back."""
        last = {said.indicator: said for said in self.adjudication_history(period) if at is None or said.at <= at}
        gone = {id for id, when in self._rows("SELECT adjudication, at FROM withdrawals") if _by(when, at)}
        return {indicator: said for indicator, said in last.items() if said.id not in gone}

    def adjudication_history(self, period: str) -> tuple[Adjudication, ...]:
        """Return every 审定数 ever given for a period, oldest first, those taken back included."""
        return self._adjudications("period = ?", period)

    @parsed
    def _adjudications(self, where: str, *values: object) -> tuple[Adjudication, ...]:
        found = self._rows(
            "SELECT id, period, indicator, value, reason, document, person, checked_by, at, rests_on "
            f"FROM adjudications WHERE {where} ORDER BY id",
            *values,
        )
        return tuple(
            Adjudication(
                id=id,
                period=period,
                indicator=indicator,
                value=Decimal(value),
                reason=reason,
                document=document,
                by=by,
                checked_by=checked or "",
                at=datetime.fromisoformat(at),
                rests_on=json.loads(basis),
            )
            for id, period, indicator, value, reason, document, by, checked, at, basis in found
        )

    def put_chase(self, row: ChaseRow) -> Change:
        """Record that a unit was asked for its return."""
        with self.transaction(row.by):
            self._connections.write(
                "INSERT INTO chases (period, unit, at, channel, person, note) VALUES (?, ?, ?, ?, ?, ?)",
                *(row.period, row.unit, time_text(row.at), row.channel, row.by, row.note),
            )
        return self._change(row.period, (row.unit,))

    @parsed
    def chases(self, period: str) -> tuple[ChaseRow, ...]:
        """Return who was asked in a period, in the order it was recorded."""
        found = self._rows("SELECT unit, at, channel, person, note FROM chases WHERE period = ? ORDER BY id", period)
        return tuple(
            ChaseRow(period=period, unit=unit, at=datetime.fromisoformat(at), channel=channel, by=by, note=note)
            for unit, at, channel, by, note in found
        )

    def put_issued(self, row: IssuedRow) -> Change:
        """Record a receipt the office issued."""
        with self.transaction(row.by):
            self._connections.write(
                "INSERT INTO issued (digest, unit, period, decision, at, person, file, content) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                *(row.digest, row.unit, row.period, row.decision, time_text(row.at), row.by, row.file, row.content),
            )
        return self._change(row.period, (row.unit,))

    @parsed
    def issued(self, unit: str | None = None, period: str | None = None) -> tuple[IssuedRow, ...]:
        """Return the receipts issued to a unit, for a period, both or all, oldest first."""
        found = self._rows(
            "SELECT digest, unit, period, decision, at, person, file, content FROM issued "
            "WHERE unit = coalesce(?, unit) AND period = coalesce(?, period) ORDER BY id",
            unit,
            period,
        )
        return tuple(
            IssuedRow(
                digest=digest,
                unit=owner,
                period=of,
                decision=decision,
                at=datetime.fromisoformat(at),
                by=by,
                file=file,
                content=content,
            )
            for digest, owner, of, decision, at, by, file, content in found
        )


def _optional(time: datetime | None) -> str | None:
    return None if time is None else time_text(time)


def _by(text: str, at: datetime | None) -> bool:
    return at is None or datetime.fromisoformat(text) <= at


def _time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _decimal_text(value: Decimal) -> str:
    if not isinstance(value, Decimal):
        raise TypeError(f"a figure of type {type(value).__name__}")
    return format(value, "f")
