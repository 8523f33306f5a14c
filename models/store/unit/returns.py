"""The returns of a unit's store: what it filed or took in, and the receipts that came for it."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from models.basics.canonical import json_text
from models.store.connection.one_thread import time_text
from models.store.file.base import StorePart, parsed
from models.store.file.records import Change, FiledReturn, ReceiptRow
from models.store.unit.sheets import content_key

if TYPE_CHECKING:  # a return is there only when something was filed
    from models.returns.returns import Return

FILED = "filed"


class Returns(StorePart):
    """Returns and receipts of one unit."""

    def put(self, filed: "Return", filed_at: datetime, *, own: bool, files: Sequence[str] = ()) -> Change:
        """Keep a return. `own` = filed here: its period is locked until `reopen`; else it was taken in from a paper.

        One that is here already gets the further files; what was filed here stays own.
        """
        row = (
            filed.digest,
            filed.period,
            filed.revision,
            json_text(filed.ancestors),
            filed.reason,
            time_text(filed_at),
            own,
            filed.content,
            json_text(files),
        )
        with self.transaction(why=FILED):
            self._connections.write(
                "INSERT INTO returns VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
                "own = max(own, excluded.own), "
                "files = CASE excluded.files WHEN '[]' THEN files ELSE excluded.files END",
                *row,
            )
            if own:
                self._connections.write(
                    "INSERT INTO locks VALUES (?, ?) ON CONFLICT DO UPDATE SET digest = excluded.digest",
                    filed.period,
                    filed.digest,
                )
        return self._change(filed.period)

    @parsed
    def filed(self, period: str | None = None) -> tuple[FiledReturn, ...]:
        """Return the returns of a period, or all, oldest revision first."""
        found = self._rows(
            "SELECT digest, period, revision, ancestors, reason, filed_at, own, content, files, "
            "coalesce((SELECT decision FROM receipts "
            "WHERE receipts.digest = returns.digest ORDER BY issued_at DESC, taken_at DESC LIMIT 1), ?) "
            "FROM returns WHERE period = coalesce(?, period) ORDER BY period, revision, filed_at, digest",
            FILED,
            period,
        )
        return tuple(
            FiledReturn(
                digest=digest,
                period=place,
                revision=revision,
                ancestors=tuple(json.loads(ancestors)),
                reason=reason,
                filed_at=datetime.fromisoformat(filed_at),
                own=bool(own),
                content=content,
                files=tuple(json.loads(files)),
                state=state,
            )
            for digest, place, revision, ancestors, reason, filed_at, own, content, files, state in found
        )

    def periods(self) -> frozenset[str]:
        """Return the periods of which a return is here."""
        return frozenset(str(period) for (period,) in self._rows("SELECT DISTINCT period FROM returns"))

    def heads(self, period: str) -> tuple[str, ...]:
        """Return the digests that no other return here names as an ancestor, oldest revision first."""
        here = self.filed(period)
        continued = {ancestor for filed in here for ancestor in filed.ancestors}
        return tuple(filed.digest for filed in here if filed.digest not in continued)

    def put_receipt(self, receipt: ReceiptRow) -> Change:
        """Keep a receipt that came; the same one again is harmless."""
        with self.transaction():
            self._connections.write(
                "INSERT INTO receipts VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                content_key(receipt.content),
                receipt.digest,
                receipt.period,
                receipt.decision,
                time_text(receipt.issued_at),
                time_text(receipt.taken_at),
                receipt.content,
            )
        return self._change(receipt.period)

    @parsed
    def receipts(self, period: str | None = None) -> tuple[ReceiptRow, ...]:
        """Return the receipts of a period, or all, in the order they were issued."""
        found = self._rows(
            "SELECT digest, period, decision, issued_at, taken_at, content FROM receipts "
            "WHERE period = coalesce(?, period) ORDER BY issued_at, taken_at",
            period,
        )
        return tuple(
            ReceiptRow(
                digest=digest,
                period=place,
                decision=decision,
                issued_at=datetime.fromisoformat(issued),
                taken_at=datetime.fromisoformat(taken),
                content=content,
            )
            for digest, place, decision, issued, taken, content in found
        )
