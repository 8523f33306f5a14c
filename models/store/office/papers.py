"""The receiving side of the office's store: the reception register, papers with their files, quarantine.

Nothing is decided here and nothing is ever taken away; what is in force follows from `models.ledger.ledger`.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from models.ledger.ledger import ENTERED, Paper
from models.store.connection.one_thread import time_text
from models.store.file.base import parsed
from models.store.file.records import Change
from models.store.office.records import FormRow, PaperHead, PaperRow, QuarantineRow, ReceptionRow
from models.store.office.tables import RecordTable, TableStore

PAPERS = RecordTable("papers", PaperRow)
RECEPTIONS = RecordTable("receptions", ReceptionRow, {"by": "person"}, unwritten=("id",))
FORMS = RecordTable("forms", FormRow)
QUARANTINE = RecordTable("quarantine", QuarantineRow)


MOST_KNOWN = 20_000  # digests whose place is remembered


class _Lineage(Mapping[str, tuple[str, str]]):
    """Digest → unit and period; few of thousands are asked for, and those of a line again with each of its papers."""

    def __init__(self, rows: Callable[..., list[Any]], known: dict[str, tuple[str, str]]) -> None:
        """Begin; `known`: what was found before. No paper is ever taken away, but one that is not here may come."""
        self._rows, self._known = rows, known

    def __getitem__(self, digest: str) -> tuple[str, str]:
        if digest not in self._known:
            found = self._rows("SELECT unit, period FROM papers WHERE digest = ? LIMIT 1", digest)
            if not found:
                raise KeyError(digest)
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[digest] = tuple(found[0])
        return self._known[digest]

    def get(self, digest: str, default: Any = None) -> Any:  # noqa: ANN401 - known ones without the question of Mapping
        return self._known.get(digest) or super().get(digest, default)

    def __iter__(self) -> Iterator[str]:
        return (digest for (digest,) in self._rows("SELECT DISTINCT digest FROM papers"))

    def __len__(self) -> int:
        return int(self._rows("SELECT count(DISTINCT digest) FROM papers")[0][0])


_BY_UNIT = "unit IN (SELECT DISTINCT unit FROM papers)"  # so that the index of units and periods serves a period alone


def _of_place(unit: str | None, period: str | None) -> tuple[str, tuple[str, ...]]:
    """Condition and order, in SQL, of the papers of a unit, a period, both or all; and the values it asks for."""
    named = {"unit": unit, "period": period}
    asked = {column: wanted for column, wanted in named.items() if wanted is not None}
    where = " AND ".join(f"{column} = ?" for column in asked)
    if unit is None and period is not None:
        where = f"{_BY_UNIT} AND {where}"
    return f"{f'WHERE {where} ' if where else ''}ORDER BY registered, digest, key", tuple(asked.values())


@lru_cache(maxsize=4_096)  # the papers of a line are read again with each that comes
def _paper(
    digest: str, key: str, unit: str, period: str, revision: int, ancestors: str, registered: str, good: int
) -> Paper:
    return Paper(
        digest=digest,
        key=key,
        unit=unit,
        period=period,
        revision=revision,
        ancestors=tuple(json.loads(ancestors)),
        registered=datetime.fromisoformat(registered),
        good=bool(good),
    )


class OfficePapers(TableStore):
    """Everything that came to the office."""

    def put_paper(self, row: PaperRow) -> Change:
        """Keep a paper. One that is here (same digest and key) keeps its earliest registration, whatever the order.

        A request it did not have is added, good and reasons are those of the last reading.
        """
        self._insert(
            PAPERS,
            row,
            "ON CONFLICT DO UPDATE SET registered = min(registered, excluded.registered), good = excluded.good, "
            "reasons = excluded.reasons, request = coalesce(request, excluded.request)",
        )
        return self._change(row.period, (row.unit,))

    def papers(self, unit: str | None = None, period: str | None = None) -> tuple[PaperRow, ...]:
        """Return the papers of a unit, a period, both or all, in the order they were first registered."""
        rest, asked = _of_place(unit, period)
        return self._select(PAPERS, rest, *asked)

    @parsed
    def judged_papers(self, unit: str | None = None, period: str | None = None) -> tuple[tuple[Paper, int], ...]:
        """Return the same papers as the ledger judges them, each with the version of its settings.

        Contents, certificates and requests are not read for it.
        """
        rest, asked = _of_place(unit, period)
        columns = "digest, key, unit, period, revision, ancestors, registered, good, settings"
        rows = self._rows(f"SELECT {columns} FROM papers {rest}", *asked)
        return tuple((_paper(*row), int(settings)) for *row, settings in rows)

    def papers_of(self, digest: str) -> tuple[PaperRow, ...]:
        """Return the papers with a digest, one for each key that sealed it."""
        return self._select(PAPERS, "WHERE digest = ? ORDER BY registered, digest, key", digest)

    def paper_content(self, digest: str) -> tuple[str, bytes]:
        """Return plan (digest) and canonical bytes of a held return. Raises IndexError for one that is not here."""
        plan, content = self._rows("SELECT plan, content FROM papers WHERE digest = ? LIMIT 1", digest)[0]
        return plan, content

    def paper_head(self, digest: str) -> PaperHead:
        """Return what a held return is about; its content is not read for it. Raises IndexError for one not here."""
        columns = ", ".join(PaperHead._fields)
        return PaperHead(*self._rows(f"SELECT {columns} FROM papers WHERE digest = ? LIMIT 1", digest)[0])

    def entered(self, period: str) -> frozenset[str]:
        """Return the digests of the papers of a period that were typed in from stamped ones, by two persons."""
        rows = self._rows(f"SELECT digest FROM papers WHERE {_BY_UNIT} AND period = ? AND key = ?", period, ENTERED)
        return frozenset(digest for (digest,) in rows)

    def lineage(self) -> Mapping[str, tuple[str, str]]:
        """Return unit and period of every digest the office has read, whatever was decided; each read when asked."""
        return _Lineage(self._rows, self.kept("lineage", (), dict))

    def put_reception(self, row: ReceptionRow) -> Change:
        """Write the next line of the reception register; its id is given here."""
        if self._connections.is_open:
            self._insert(RECEPTIONS, row)
        else:
            with self.transaction(row.by):
                self._insert(RECEPTIONS, row)
        return self._change()

    def put_registered(self, digest: str, registered: datetime) -> Change:
        """Correct when the papers of a digest were registered first; a line of the reception register says why."""
        return self._put("UPDATE papers SET registered = ? WHERE digest = ?", time_text(registered), digest)

    def receptions(
        self, digest: str | None = None, *, sha256: str | None = None, received_at: datetime | None = None
    ) -> tuple[ReceptionRow, ...]:
        """Return the lines of the reception register, in the order they were written: all, or those of what is given.

        `digest` of a return, `sha256` of a file, `received_at` the time of one reception.
        """
        at = None if received_at is None else time_text(received_at)
        where = "WHERE (?1 IS NULL OR digest = ?1) AND (?2 IS NULL OR sha256 = ?2) AND (?3 IS NULL OR received_at = ?3)"
        return self._select(RECEPTIONS, f"{where} ORDER BY id", digest, sha256, at)

    def put_form(self, digest: str, key: str, kind: str, sha256: str, content: bytes) -> Change:
        """Keep a file of a paper ("pdf" or "xlsx"), once; the paper must be here when the transaction ends."""
        return self._put(
            "INSERT INTO forms (sha256, digest, key, kind, content) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            *(sha256, digest, key, kind, content),
        )

    def forms(self, digest: str) -> tuple[FormRow, ...]:
        """Return the files of a digest, without their bytes."""
        return self._select(FORMS, "WHERE digest = ? ORDER BY rowid", digest)

    def form_bytes(self, sha256: str) -> bytes | None:
        """Return the bytes of a paper's file, None when it is not here. Raises AppError("kept_altered")."""
        return self._bytes("SELECT content FROM forms WHERE sha256 = ? LIMIT 1", sha256, "kept_altered")

    def put_quarantine(self, row: QuarantineRow, content: bytes) -> Change:
        """Keep a rejected file with its reasons; the same file again replaces name, time and reasons."""
        return self._put(
            "INSERT INTO quarantine VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
            "file = excluded.file, at = excluded.at, reasons = excluded.reasons",
            *(row.sha256, row.file, time_text(row.at), row.reasons, content),
        )

    def quarantine(self) -> tuple[QuarantineRow, ...]:
        """Return the rejected files, without their bytes, oldest first."""
        return self._select(QUARANTINE, "ORDER BY at, sha256")

    def quarantined_bytes(self, sha256: str) -> bytes | None:
        """Return the bytes of a rejected file, None when it is not here. Raises AppError("kept_altered")."""
        return self._bytes("SELECT content FROM quarantine WHERE sha256 = ?", sha256, "kept_altered")
