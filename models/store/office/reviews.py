"""What the office looked at: places of papers that were accepted, and questions with their answers."""

from datetime import datetime

from models.store.file.base import Store, parsed
from models.store.file.connection import time_text
from models.store.file.records import Change, QueryRow, ReviewRow

_QUERY = "id, digest, unit, period, place, address, said, channel, words, q.person, q.at"


class OfficeReviews(Store):
    """Reviews and queries."""

    def put_review(self, row: ReviewRow) -> Change:
        """Record what was said of a place; the last word of a place counts."""
        with self.transaction(row.by):
            self._connections.write(
                "INSERT INTO reviews (digest, unit, period, place, said, decision, person, at) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                *(row.digest, row.unit, row.period, row.place, row.said, row.decision, row.by, time_text(row.at)),
            )
        return self._change(row.period, (row.unit,))

    @parsed
    def reviews(self, period: str, unit: str | None = None) -> tuple[ReviewRow, ...]:
        """Return what was said in a period, of one unit or all, oldest first."""
        found = self._rows(
            "SELECT digest, unit, period, place, said, decision, person, at FROM reviews "
            "WHERE period = ? AND unit = coalesce(?, unit) ORDER BY id",
            period,
            unit,
        )
        return tuple(
            ReviewRow(
                digest=digest,
                unit=owner,
                period=when,
                place=place,
                said=said,
                decision=decision,
                by=by,
                at=datetime.fromisoformat(at),
            )
            for digest, owner, when, place, said, decision, by, at in found
        )

    def put_query(self, row: QueryRow) -> Change:
        """Record a question."""
        with self.transaction(row.by):
            self._connections.write(
                "INSERT INTO queries (digest, unit, period, place, address, said, channel, words, person, at) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                *(row.digest, row.unit, row.period, row.place, row.address, row.said, row.channel, row.words, row.by),
                time_text(row.at),
            )
        return self._change(row.period, (row.unit,))

    def end_query(self, id: int, answer: str, answered_by: str, by: str, at: datetime) -> Change:
        """Record the answer to a question; it is asked no more."""
        with self.transaction(by, answer):
            self._connections.write(
                "INSERT INTO query_ends (query, answer, answered_by, person, at) VALUES (?, ?, ?, ?, ?)",
                *(id, answer, answered_by, by, time_text(at)),
            )
        return self._change()

    @parsed
    def queries(self, period: str | None = None, unit: str | None = None) -> tuple[QueryRow, ...]:
        """Return the questions of a period, a unit, both or all, oldest first, with their answers."""
        found = self._rows(
            f"SELECT {_QUERY}, answer, answered_by, e.person, e.at FROM queries q "
            "LEFT JOIN query_ends e ON e.query = q.id "
            "WHERE period = coalesce(?, period) AND unit = coalesce(?, unit) ORDER BY id",
            period,
            unit,
        )
        return tuple(
            QueryRow(
                id=id,
                digest=digest,
                unit=owner,
                period=when,
                place=place,
                address=address,
                said=said,
                channel=channel,
                words=words,
                by=by,
                at=datetime.fromisoformat(at),
                answer=answer or "",
                answered_by=answerer or "",
                answer_noted_by=noted or "",
                answered_at=datetime.fromisoformat(ended) if ended else None,
            )
            for (
                id,
                digest,
                owner,
                when,
                place,
                address,
                said,
                channel,
                words,
                by,
                at,
                answer,
                answerer,
                noted,
                ended,
            ) in found
        )
