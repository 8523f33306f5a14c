"""The receiving side of the office's store: the reception register, papers with their files, quarantine.

Nothing is decided here and nothing is ever taken away; what is in force follows from `models.ledger.ledger`.
"""

import json
from datetime import datetime

from models.basics.canonical import json_text
from models.store.file.base import Store, parsed
from models.store.file.connection import time_text
from models.store.file.records import Change, FormRow, PaperRow, QuarantineRow, ReceptionRow

_PAPER = (
    "digest, key, unit, period, revision, ancestors, content, certificate, plan, settings, good, reasons, request, "
    "registered"
)
_RECEPTION = (
    "file, sha256, received_at, registered_at, channel, person, decision, reasons, digest, key, seals, unit, period, "
    "revision"
)


class OfficePapers(Store):
    """Everything that came to the office."""

    def put_paper(self, row: PaperRow) -> Change:
        """Keep a paper. One that is here (same digest and key) keeps its earliest registration, whatever the order.

        A request it did not have is added, good and reasons are those of the last reading.
        """
        values = (
            row.digest,
            row.key,
            row.unit,
            row.period,
            row.revision,
            json_text(row.ancestors),
            row.content,
            row.certificate,
            row.plan,
            row.settings,
            row.good,
            row.reasons,
            row.request,
            time_text(row.registered),
        )
        with self.transaction():
            self._connections.write(
                f"INSERT INTO papers ({_PAPER}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
                "ON CONFLICT DO UPDATE SET registered = min(registered, excluded.registered), good = excluded.good, "
                "reasons = excluded.reasons, request = coalesce(request, excluded.request)",
                *values,
            )
        return self._change(row.period, (row.unit,))

    def papers(self, unit: str | None = None, period: str | None = None) -> tuple[PaperRow, ...]:
        """Return the papers of a unit, a period, both or all, in the order they were first registered."""
        return self._papers("unit = coalesce(?, unit) AND period = coalesce(?, period)", unit, period)

    def papers_of(self, digest: str) -> tuple[PaperRow, ...]:
        """Return the papers with a digest, one for each key that sealed it."""
        return self._papers("digest = ?", digest)

    @parsed
    def _papers(self, where: str, *values: object) -> tuple[PaperRow, ...]:
        found = self._rows(f"SELECT {_PAPER} FROM papers WHERE {where} ORDER BY registered, digest, key", *values)
        return tuple(
            PaperRow(
                digest=digest,
                key=key,
                unit=place,
                period=time,
                revision=revision,
                ancestors=tuple(json.loads(ancestors)),
                content=content,
                certificate=certificate,
                plan=plan,
                settings=settings,
                good=bool(good),
                reasons=reasons,
                request=request,
                registered=datetime.fromisoformat(at),
            )
            for (
                digest,
                key,
                place,
                time,
                revision,
                ancestors,
                content,
                certificate,
                plan,
                settings,
                good,
                reasons,
                request,
                at,
            ) in found
        )

    def lineage(self) -> dict[str, tuple[str, str]]:
        """Return unit and period of every digest the office has read, whatever was decided about it."""
        found = self._rows("SELECT digest, unit, period FROM papers")
        return {digest: (unit, period) for digest, unit, period in found}

    def put_reception(self, row: ReceptionRow) -> Change:
        """Write the next line of the reception register; its id is given here."""
        with self.transaction(row.by):
            self._connections.write(
                f"INSERT INTO receptions ({_RECEPTION}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                *(row.file, row.sha256, time_text(row.received_at), time_text(row.registered_at), row.channel, row.by),
                *(row.decision, row.reasons, row.digest, row.key, row.seals, row.unit, row.period, row.revision),
            )
        return self._change()

    def put_registered(self, digest: str, registered: datetime) -> Change:
        """Correct when the papers of a digest were registered first; a line of the reception register says why."""
        return self._put("UPDATE papers SET registered = ? WHERE digest = ?", time_text(registered), digest)

    @parsed
    def receptions(self, digest: str | None = None, *, sha256: str | None = None) -> tuple[ReceptionRow, ...]:
        """Return the lines of the reception register, of a digest, of a file or all, in the order they were written."""
        found = self._rows(
            f"SELECT {_RECEPTION}, id FROM receptions "
            "WHERE (?1 IS NULL OR digest = ?1) AND (?2 IS NULL OR sha256 = ?2) ORDER BY id",
            digest,
            sha256,
        )
        return tuple(
            ReceptionRow(
                file=file,
                sha256=sha256,
                received_at=datetime.fromisoformat(received),
                registered_at=datetime.fromisoformat(registered),
                channel=channel,
                by=by,
                decision=decision,
                reasons=reasons,
                digest=digest,
                key=key,
                seals=seals,
                unit=unit,
                period=period,
                revision=revision,
                id=id,
            )
            for (
                file,
                sha256,
                received,
                registered,
                channel,
                by,
                decision,
                reasons,
                digest,
                key,
                seals,
                unit,
                period,
                revision,
                id,
            ) in found
        )

    def put_form(self, digest: str, key: str, kind: str, sha256: str, content: bytes) -> Change:
        """Keep a file of a paper ("pdf" or "xlsx"), once; the paper must be here when the transaction ends."""
        return self._put(
            "INSERT INTO forms (sha256, digest, key, kind, content) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            *(sha256, digest, key, kind, content),
        )

    def forms(self, digest: str) -> tuple[FormRow, ...]:
        """Return the files of a digest, without their bytes."""
        found = self._rows("SELECT digest, key, kind, sha256 FROM forms WHERE digest = ? ORDER BY rowid", digest)
        return tuple(FormRow(digest=digest, key=key, kind=kind, sha256=sha256) for digest, key, kind, sha256 in found)

    def form_bytes(self, sha256: str) -> bytes | None:
        """Return the bytes of a paper's file, None when it is not here."""
        found = self._rows("SELECT content FROM forms WHERE sha256 = ? LIMIT 1", sha256)
        return bytes(found[0][0]) if found else None

    def put_quarantine(self, row: QuarantineRow, content: bytes) -> Change:
        """Keep a rejected file with its reasons; the same file again replaces name, time and reasons."""
        return self._put(
            "INSERT INTO quarantine VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
            "file = excluded.file, at = excluded.at, reasons = excluded.reasons",
            *(row.sha256, row.file, time_text(row.at), row.reasons, content),
        )

    @parsed
    def quarantine(self) -> tuple[QuarantineRow, ...]:
        """Return the rejected files, without their bytes, oldest first."""
        found = self._rows("SELECT sha256, file, at, reasons FROM quarantine ORDER BY at, sha256")
        return tuple(
            QuarantineRow(sha256=sha, file=file, at=datetime.fromisoformat(at), reasons=reasons)
            for sha, file, at, reasons in found
        )

    def quarantined_bytes(self, sha256: str) -> bytes | None:
        """Return the bytes of a rejected file, None when it is not here."""
        found = self._rows("SELECT content FROM quarantine WHERE sha256 = ?", sha256)
        return bytes(found[0][0]) if found else None
