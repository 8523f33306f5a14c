"""Query line: what the office asked about a place, and the unit's answer where the figure is right as it stands.

The answer says what it was checked against; it travels with the next return, and can be withdrawn until then.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from models.basics.messages import CHINESE, say, say_in
from models.ledger.queries import Query, QueryStep, answer_mark
from models.sheet.explanation import says_why
from ui.answers.grid_line import GridLine
from ui.basics.completion import Mark
from ui.look.marks import MarkLabel
from ui.look.widgets import button, column, label, row
from ui.session.screen import RECEIPTS, ScreenContext

NAMED = 40  # characters of a question that tell it from another about the same place


def shortened(words: str) -> str:
    """Return as much of a question as names it beside another one, to stand between quotation marks."""
    words = words.replace("“", "‘").replace("”", "’")
    return words if len(words) <= NAMED else f"{words[:NAMED]}…"


class QueryAnswer(QWidget):
    """The field for an answer to a query, or the answer with the way to withdraw it."""

    def __init__(self, desk: ScreenContext, query: Query, onward: Callable[[], None], *, wide: bool) -> None:
        """Show what is answered; `onward` goes on after an answer was given, `wide`: there is room beside the field."""
        super().__init__()
        self._desk, self._remark, self._onward = desk, query.remark, onward
        self.text: QLineEdit | None = None
        said = desk.session.sheet.explanations.get(query.remark.key)
        if query.step is QueryStep.OPEN:
            self._ask(wide=wide)
        else:
            self.withdraw = button(say("window.query.withdraw"), self._withdraw, "link")
            words = label(said.text if said else "", wrap=True)
            line = row(words, self.withdraw)
            line.setStretch(0, 1)
            self.setLayout(line)

    def _ask(self, *, wide: bool) -> None:
        self.text = QLineEdit()
        self.text.setPlaceholderText(say("window.query.here" if self._remark.at else "window.query.whole"))
        self.text.setToolTip(say("window.query.tip"))
        self.text.setAccessibleName(say("window.query.tip"))
        self.text.returnPressed.connect(self.keep)
        self.right = button(say("window.query.right" if self._remark.at else "window.query.answer"), self.keep)
        self._lacks = label(say("window.query.lacks"), "error", wrap=True)
        self._lacks.hide()
        parts = row(self.text, self.right) if wide else column(self.text, row(self.right, None), spacing=4)
        self.setLayout(column(parts, self._lacks, spacing=2))

    def keep(self) -> None:
        """Keep the answer, and go on; without what it was checked against say so."""
        session, asking = self._desk.session, self._desk.session.asking
        if self.text is None or asking is None:
            return
        why = self.text.text().strip()
        if not says_why(why):
            self._lacks.show()
            self.text.setFocus()
            return
        asked = [one.remark.message for one in session.standing.queries if one.remark.at == self._remark.at]
        key = f"said{'' if self._remark.at else '_whole'}{'_of' if len(set(asked)) > 1 else ''}"
        said = say_in(CHINESE, f"window.query.{key}", 依据=why, 问=shortened(self._remark.message))  # on paper: Chinese
        mark = answer_mark(asking[0].digest)
        self._desk.edits.explain({self._remark.key: (said, "")}, self._remark.at or RECEIPTS, mark)
        self._onward()

    def _withdraw(self) -> None:
        asking = self._desk.session.asking
        mark = answer_mark(asking[0].digest) if asking is not None else ""
        self._desk.edits.explain({self._remark.key: ("", "")}, self._remark.at or RECEIPTS, mark)


def query_answer(
    desk: ScreenContext, query: Query, onward: Callable[[], None] = lambda: None, *, wide: bool = False
) -> QueryAnswer | None:
    """Return the field for the answer to a query, or the answer; None where the place itself was changed or is closed.

    What a check of the unit asks too is explained where it asks.
    """
    session = desk.session
    asked = any(query.remark.key in finding.keys for finding, _ in session.standing.findings)
    answered = query.step is QueryStep.EXPLAINED and query.remark.key in session.sheet.explanations
    if session.locked or asked or not (query.step is QueryStep.OPEN or answered):
        return None
    return QueryAnswer(desk, query, onward, wide=wide)


class QueryLine(GridLine):
    """The queries about one cell, under its row."""

    def __init__(
        self, desk: ScreenContext, queries: Sequence[Query], back: Callable[[], None], onward: Callable[[], None]
    ) -> None:
        """Show each query with its answer; one answer is for all of one kind."""
        super().__init__(back)
        self.setObjectName("answer-hint")
        self.setAccessibleName("\n".join(one.remark.message for one in queries))
        self.answers: list[QueryAnswer] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 4)
        layout.setSpacing(2)
        for number, query in enumerate(queries):
            mark = Mark.QUERY if query.step is QueryStep.OPEN else Mark.DONE
            words = label(say("window.panel.query", 句=query.remark.message), wrap=True)
            line = row(MarkLabel(mark), words, label(say(f"window.receipts.step_{query.step}"), "small"))
            line.setStretch(1, 1)
            layout.addLayout(line)
            last = all(one.remark.key != query.remark.key for one in queries[number + 1 :])
            if last and (answer := query_answer(desk, query, onward, wide=True)) is not None:
                self.answers.append(answer)
                layout.addWidget(answer)

    def take_focus(self) -> bool:
        """Take the keyboard to the first field."""
        first = next((one.text for one in self.answers if one.text is not None), None)
        if first is None:
            return False
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True
