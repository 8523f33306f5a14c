"""The evidence of a unit's store: files by SHA-256, where they are attached, stamped scans of filed returns.

A file's bytes are kept once, however many places it is attached to, and go when nothing names them any more. What may
be attached is the business of `models.returns.evidence`.
"""

from datetime import date, datetime

from models.returns.evidence_rows import AttachmentRow, ScanRow
from models.store.connection.connections import Connections
from models.store.connection.one_thread import now_text
from models.store.file.base import StorePart, parsed
from models.store.file.records import Change
from models.store.unit.sheets import Sheets, content_key

_UNNAMED = (
    "DELETE FROM evidence_files WHERE sha256 = ?1 "
    "AND NOT EXISTS (SELECT 1 FROM attachments WHERE sha256 = ?1) "
    "AND NOT EXISTS (SELECT 1 FROM stamped_scans WHERE sha256 = ?1) "
    "AND NOT EXISTS (SELECT 1 FROM returns WHERE instr(CAST(content AS TEXT), ?1))"
)


class EvidenceFiles(StorePart):
    """Evidence of one unit by period, and the stamped scans of its returns."""

    def __init__(self, connections: Connections, sheets: Sheets) -> None:
        """Work over opened connections; the sheets know which periods are locked."""
        super().__init__(connections)
        self._sheets = sheets

    def attach(self, period: str, place: str, name: str, content: bytes, by: str) -> Change:
        """Attach a file to a place; the same file there again only takes the name.

        Raises AppError("period_filed") when the period is locked.
        """
        with self.transaction(by, "attached"):
            self._sheets.refuse_if_filed(period)
            key = self._keep_file(content)
            self._connections.write(
                "INSERT INTO attachments VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET name = excluded.name",
                *(period, place, key, name, now_text(), by),
            )
        return self._change(period, (place,))

    def detach(self, period: str, sha256: str, by: str, place: str | None = None) -> Change:
        """Take a file away from a place, by default from every place of the period; one that is not there is harmless.

        Raises AppError("period_filed") when the period is locked.
        """
        with self.transaction(by, "detached"):
            self._sheets.refuse_if_filed(period)
            self._connections.write(
                "DELETE FROM attachments WHERE period = ? AND sha256 = ? AND place = coalesce(?, place)",
                *(period, sha256, place),
            )
            self._connections.write(_UNNAMED, sha256)
        return self._change(period, (place,) if place else ())

    @parsed
    def attachments(self, period: str, place: str | None = None) -> tuple[AttachmentRow, ...]:
        """Return what is attached in a period, at one place or at all, by name."""
        found = self._rows(
            "SELECT period, place, sha256, name, size, at, person FROM attachments JOIN evidence_files USING (sha256) "
            "WHERE period = ? AND place = coalesce(?, place) ORDER BY name, place",
            *(period, place),
        )
        return tuple(
            AttachmentRow(
                period=time, place=at_place, sha256=sha, name=name, size=size, at=datetime.fromisoformat(at), by=by
            )
            for time, at_place, sha, name, size, at, by in found
        )

    def content(self, sha256: str) -> bytes | None:
        """Return the bytes of an attached file or a stamped scan, None when it is not here.

        Raises AppError("evidence_altered").
        """
        return self._bytes("SELECT content FROM evidence_files WHERE sha256 = ?", sha256, "evidence_altered")

    def put_scan(
        self,
        digest: str,
        name: str,
        content: bytes,
        by: str,
        *,
        signed_on: date | None = None,
        printed_on: date | None = None,
    ) -> Change:
        """Keep a stamped scan of a return; the same scan again takes the new name and the dates that are given."""
        with self.transaction(by, "stamped"):
            key = self._keep_file(content)
            self._connections.write(
                "INSERT INTO stamped_scans VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
                "name = excluded.name, signed_on = coalesce(excluded.signed_on, signed_on), "
                "printed_on = coalesce(excluded.printed_on, printed_on)",
                *(digest, key, name, now_text(), by, _day_text(signed_on), _day_text(printed_on)),
            )
        return self._change()

    def remove_scan(self, digest: str, sha256: str, by: str) -> Change:
        """Take a stamped scan away again."""
        with self.transaction(by, "scan removed"):
            self._connections.write("DELETE FROM stamped_scans WHERE digest = ? AND sha256 = ?", digest, sha256)
            self._connections.write(_UNNAMED, sha256)
        return self._change()

    @parsed
    def scans(self, digest: str) -> tuple[ScanRow, ...]:
        """Return the stamped scans of a return, oldest first."""
        found = self._rows(
            "SELECT digest, sha256, name, size, at, person, signed_on, printed_on "
            "FROM stamped_scans JOIN evidence_files USING (sha256) WHERE digest = ? ORDER BY at, sha256",
            digest,
        )
        return tuple(
            ScanRow(
                digest=one,
                sha256=sha,
                name=name,
                size=size,
                at=datetime.fromisoformat(at),
                by=by,
                signed_on=_day(signed),
                printed_on=_day(printed),
            )
            for one, sha, name, size, at, by, signed, printed in found
        )

    def _keep_file(self, content: bytes) -> str:
        key = content_key(content)
        self._connections.write(
            "INSERT INTO evidence_files VALUES (?, ?, ?) ON CONFLICT DO NOTHING", key, len(content), content
        )
        return key


def _day_text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
