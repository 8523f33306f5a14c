"""Query list: what the office asked in its latest receipt, what was done about it, and all receipts of a period."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject

from models.basics.messages import say
from models.basics.period import format_time
from models.ledger.ledger import Decision
from models.ledger.queries import Query, QueryStep, Receipt
from ui.basics.completion import Mark
from ui.basics.texts import decision_words
from ui.session.session import Session
from ui.tables.lists.list_table import ListLine, ListTable, heading

WORDS, PLACE, STEP = range(3)
DECIDED = {Decision.ACCEPTED: Mark.DONE, Decision.RETURNED: Mark.QUERY, Decision.REJECTED: Mark.ERROR}


class QueryTable(ListTable):
    """Queries first, then what came."""

    def __init__(self, session: Session, place_of: Callable[[str], str], parent: QObject | None = None) -> None:
        """Start without lines; `renew` fills it."""
        super().__init__([say(f"window.receipts.{name}") for name in ("words", "place", "step")], (PLACE, STEP), parent)
        self._session, self._place_of = session, place_of
        self._queries: dict[ListLine, Query] = {}

    def renew(self) -> None:
        """Show what stands now."""
        self.show_lines(tuple(self._all_lines()))

    def query_at(self, number: int) -> Query | None:
        """Return the query of a line, None for any other line."""
        return self._queries.get(self.lines[number]) if 0 <= number < len(self.lines) else None

    def _all_lines(self) -> Iterator[ListLine]:
        queries = self._session.standing.queries
        self._queries = {self._query(one): one for one in queries}
        if queries:
            left = sum(query.step is QueryStep.OPEN for query in queries)
            yield heading(say(f"window.receipts.{'queries' if left else 'queries_done'}", n=len(queries), m=left))
            yield from map(self._query, queries)
        if self._session.receipts:
            yield heading(say("window.receipts.all", n=len(self._session.receipts)))
            for receipt in reversed(self._session.receipts):
                yield from self._receipt(receipt)

    def _query(self, query: Query) -> ListLine:
        at = query.remark.at or ""
        mark = Mark.QUERY if query.step is QueryStep.OPEN else Mark.DONE
        place = self._place_of(at) if at else say("window.receipts.whole")
        return ListLine((query.remark.message, place, say(f"window.receipts.step_{query.step}")), mark, target=at)

    def _receipt(self, receipt: Receipt) -> Iterator[ListLine]:
        decision = decision_words(receipt.decision)
        words = say("window.receipts.one", 版=receipt.revision, 结果=decision, 时=format_time(receipt.registered))
        if receipt.deadline:
            words = say("window.receipts.until", 句=words, 时限=format_time(receipt.deadline))
        yield ListLine((words,), DECIDED.get(receipt.decision, Mark.PENDING))
        if receipt.marks:
            yield ListLine((receipt.marks_said,), Mark.NONE)
        if receipt.decision is Decision.ACCEPTED:
            yield from (ListLine((remark.message,), Mark.HINT) for remark in receipt.remarks)
