"""Sign box: the leader's 审签单 is told — who, when, where the sheet lies — and what was corrected on it by pen."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from models.basics.addresses import COVER, field_address
from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.plan.plan import Means
from models.returns.revisions import Difference
from models.sheet.explanation import says_why
from models.workspace.approval import Approval, put_approval
from ui.basics.completion import Mark
from ui.filing.changes import change_words
from ui.filing.way import Way
from ui.look.widgets import ChoiceBox, emptied, label, note, row
from ui.session.screen import ScreenContext

LINE, SHORT = 360, 140
PAPERS = ("kept", "scan", "photo")


class SignBox(QWidget):
    """Fields of a signed sheet."""

    def __init__(self, desk: ScreenContext, way: Way, done: Callable[[], None]) -> None:
        """Offer what is known; `done` is called when it has been recorded."""
        super().__init__()
        self._desk, self._way, self._done = desk, way, done
        self.leader = QLineEdit(self._known_leader())
        self.leader.setPlaceholderText(say("window.sign.leader"))
        self.leader.setAccessibleName(say("window.sign.leader"))
        self.day = QLineEdit(f"{datetime.now(PLAN_ZONE):%Y-%m-%d}")
        self.day.setAccessibleName(say("window.sign.day"))
        self.day.setMaximumWidth(SHORT)
        self.leader.setMaximumWidth(LINE)
        self.paper = ChoiceBox()
        self.paper.setAccessibleName(say("window.sign.paper"))
        for name in PAPERS:
            self.paper.addItem(say(f"window.sign.paper_{name}"), name)
        self.grounds: dict[str, QLineEdit] = {}
        for line in (self.leader, self.day):
            line.returnPressed.connect(self.record)
        self.told = QVBoxLayout()
        self._lay_out()

    def _known_leader(self) -> str:
        """Who signed before, else who answers for the sheet as its cover says."""
        if self._way.approval:
            return self._way.approval.leader
        session = self._desk.session
        return session.sheet.cell(field_address(COVER, session.plan.field_name(Means.ANSWERS))).text

    def _lay_out(self) -> None:
        """The line of who signed when, and one for each place that was corrected by pen."""
        who, when = label(say("window.sign.leader")), label(say("window.sign.day"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row(who, self.leader, when, self.day, self.paper, None))
        changes = self._way.draft.entered if self._way.draft else ()
        if changes:
            layout.addWidget(label(say("window.sign.corrected", n=len(changes)), "", wrap=True))
        for one in changes:
            layout.addLayout(self._ground(one))
        layout.addLayout(self.told)

    def _ground(self, one: Difference) -> QVBoxLayout:
        """One corrected place: what it was and is, and on what ground the 填表人 verified it."""
        before = self._way.approval
        line = QLineEdit(before.corrected.get(one.address, "") if before else "")
        line.setPlaceholderText(say("window.sign.ground"))
        line.setAccessibleName(say("window.sign.ground"))
        line.returnPressed.connect(self.record)
        self.grounds[one.address] = line
        words = change_words(self._desk.session.sheet, one)
        box = QVBoxLayout()
        box.setSpacing(2)
        box.addWidget(label(words, "small", wrap=True))
        box.addWidget(line)
        return box

    def record(self) -> None:
        """Keep what was told; says what is lacking instead."""
        way, session = self._way, self._desk.session
        if way.draft is None:
            return
        leader = self.leader.text().strip()
        lacking = [line for line in self.grounds.values() if not says_why(line.text())]
        emptied(self.told)
        if not leader or lacking:
            self.told.addWidget(note(say("window.sign.lacking" if not leader else "window.sign.no_ground"), Mark.ERROR))
            (lacking[0] if leader else self.leader).setFocus()
            return
        corrected = {at: line.text().strip() for at, line in self.grounds.items()}
        made = Approval(
            digest=way.draft.filed.digest,
            leader=leader,
            day=self.day.text().strip(),
            paper=self.paper.currentData(),
            corrected=corrected,
            agreed=way.draft.now.digest if corrected else "",
        )
        put_approval(session.workspace.store, session.period_id, made, session.author)
        self._desk.edits.apart = "signed"
        self._done()

    def take_focus(self) -> None:
        """Put the keyboard where something is lacking."""
        empty = next((line for line in self.grounds.values() if not says_why(line.text())), None)
        (empty or self.leader).setFocus()
