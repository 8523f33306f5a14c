"""What the office looked at: places of papers that were accepted, and questions with their answers."""

from datetime import datetime

from models.store.connection.one_thread import time_text
from models.store.file.records import Change
from models.store.office.records import QueryRow, ReviewRow
from models.store.office.tables import RecordTable, TableStore

REVIEWS = RecordTable("reviews", ReviewRow, {"by": "person"})
ANSWER = {"answer": "answer", "answered_by": "answered_by", "answer_noted_by": "e.person", "answered_at": "e.at"}
QUERIES = RecordTable("queries", QueryRow, {"by": "person"}, unwritten=("id", *ANSWER))
ANSWERED_QUERIES = RecordTable(
    "queries q LEFT JOIN query_ends e ON e.query = q.id", QueryRow, {"by": "q.person", "at": "q.at", **ANSWER}
)


class OfficeReviews(TableStore):
    """Reviews and queries."""

    def put_review(self, row: ReviewRow) -> Change:
        """Record what was said of a place; the last word of a place counts."""
        with self.transaction(row.by):
            self._insert(REVIEWS, row)
        return self._change(row.period, (row.unit,))

    def reviews(self, period: str, unit: str | None = None) -> tuple[ReviewRow, ...]:
        """Return what was said in a period, of one unit or all, oldest first."""
        return self._select(REVIEWS, "WHERE period = ? AND unit = coalesce(?, unit) ORDER BY id", period, unit)

    def put_query(self, row: QueryRow) -> Change:
        """Record a question."""
        with self.transaction(row.by):
            self._insert(QUERIES, row)
        return self._change(row.period, (row.unit,))

    def end_query(self, id: int, answer: str, answered_by: str, by: str, at: datetime) -> Change:
        """Record the answer to a question; it is asked no more."""
        with self.transaction(by, answer):
            self._connections.write(
                "INSERT INTO query_ends (query, answer, answered_by, person, at) VALUES (?, ?, ?, ?, ?)",
                *(id, answer, answered_by, by, time_text(at)),
            )
        return self._change()

    def queries(self, period: str | None = None, unit: str | None = None) -> tuple[QueryRow, ...]:
        """Return the questions of a period, a unit, both or all, oldest first, with their answers."""
        where = "WHERE period = coalesce(?, period) AND unit = coalesce(?, unit)"
        return self._select(ANSWERED_QUERIES, f"{where} ORDER BY id", period, unit)
