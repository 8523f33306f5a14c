"""Query list: what the office asked in its latest receipt, what was done about it, and all receipts of a period."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush

from models.ledger import Decision
from models.period import format_time
from models.queries import Query, Receipt, Step
from models.words import say as word
from ui.marks import mark_icon
from ui.messages import say
from ui.session import Session
from ui.standing import Mark
from ui.theme import colour, ui_font

Index = QModelIndex | QPersistentModelIndex
WORDS, PLACE, STEP = range(3)
DISPLAY, DECORATION, TOOL_TIP, FONT, GROUND, TONE = 0, 1, 3, 6, 8, 9
DECIDED = {Decision.ACCEPTED: Mark.DONE, Decision.RETURNED: Mark.QUERY, Decision.REJECTED: Mark.ERROR}
_NO_PARENT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a heading, a query, or a receipt. `target` is where Enter goes."""

    words: str
    mark: Mark = Mark.NONE
    place: str = ""
    step: str = ""
    target: str = ""
    heading: bool = False


class QueryTable(QAbstractTableModel):
    """Queries first, then what came."""

    def __init__(self, session: Session, place_of: Callable[[str], str], parent: QObject | None = None) -> None:
        """Start without lines; `renew` fills it."""
        super().__init__(parent)
        self._session, self._place_of = session, place_of
        self.lines: tuple[Line, ...] = ()

    def renew(self) -> None:
        """Show what stands now."""
        self.beginResetModel()
        self.lines = tuple(self._all_lines())
        self.endResetModel()

    def _all_lines(self) -> Iterator[Line]:
        queries = self._session.standing.queries
        if queries:
            left = sum(query.step is Step.OPEN for query in queries)
            yield Line(say("receipts.queries", n=len(queries), m=left), heading=True)
            yield from map(self._query, queries)
        if self._session.receipts:
            yield Line(say("receipts.all", n=len(self._session.receipts)), heading=True)
            for receipt in reversed(self._session.receipts):
                yield from self._receipt(receipt)

    def _query(self, query: Query) -> Line:
        at = query.remark.at or ""
        mark = Mark.QUERY if query.step is Step.OPEN else Mark.DONE
        place = self._place_of(at) if at else say("receipts.whole")
        return Line(query.remark.message, mark, place, say(f"receipts.step_{query.step}"), at)

    def _receipt(self, receipt: Receipt) -> Iterator[Line]:
        decision = word(f"papers.decision.{receipt.decision}")
        words = say("receipts.one", 版=receipt.revision, 结果=decision, 时=format_time(receipt.registered))
        yield Line(words, DECIDED.get(receipt.decision, Mark.PENDING))
        if receipt.decision is Decision.ACCEPTED:
            yield from (Line(remark.message, Mark.HINT) for remark in receipt.remarks)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else STEP + 1

    def data(self, index: Index, role: int = DISPLAY) -> object:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == DISPLAY:
            return (line.words, line.place, line.step)[index.column()]
        if role == DECORATION:
            return mark_icon(line.mark) if index.column() == WORDS and not line.heading else None
        if role == FONT:
            return ui_font(bold=line.heading)
        if role == GROUND:
            return QBrush(colour("raised")) if line.heading else None
        if role == TONE:
            return QBrush(colour("quiet")) if index.column() != WORDS else None
        return line.words if role == TOOL_TIP else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> object:
        if orientation is Qt.Orientation.Horizontal and role == DISPLAY and 0 <= section <= STEP:
            return say(("receipts.words", "receipts.place", "receipts.step")[section])
        return None
