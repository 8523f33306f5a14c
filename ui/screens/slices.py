"""Slices screen 分发与汇集: parts of the return given to sections and towns, taken back, and decided in dispute."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout

from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.basics.quantity import grouped
from ui.answers.answer_row import AnswerRow
from ui.basics.completion import Mark
from ui.basics.jobs import Progress
from ui.basics.texts import trouble
from ui.boxes.slice_dialog import SliceDialog
from ui.files.dialogs import ask_files
from ui.look.widgets import button, label, row
from ui.session.gathering import asks_first, decide, take, told
from ui.session.screen import SLICES, Pages, Screen, ScreenContext
from ui.session.session import News
from ui.tables.lists.gather_view import GatherView
from ui.tables.lists.gathered_words import mine_words, use_mine
from ui.tables.lists.pills import Pill, PillLine
from ui.tables.lists.proposal_preview import Preview

if TYPE_CHECKING:
    from forms.filling.slices import TakenBook

LATE_FIRST = (Mark.WARNING, Mark.MISSING, Mark.DONE)


class SlicesScreen(Screen):
    """分发与汇集."""

    beside = False
    answers = True

    def __init__(self, desk: ScreenContext, offer: Pages) -> None:
        """Build the table and its buttons."""
        super().__init__(desk, offer)
        self.dialog: SliceDialog | None = None
        self.preview: Preview | None = None
        self._out = self.session.workspace.folder / say("window.slices.folder")
        self.grid = GatherView(self.session)
        self.grid.taken.connect(self.decide)
        self.answer = AnswerRow(desk, self.grid, self.desk.go_on)
        self.grid.selectionModel().currentChanged.connect(lambda *_: self.busy_changed.emit())
        self.give = button(say("window.slices.give"), self.ask)
        self.take = button(say("window.slices.take"), self._choose)
        self.remind = button(say("window.slices.remind"), self.copy_reminders)
        self.how_far, self.offices = label("", "quiet"), PillLine()
        self._words = label(say("window.slices.words"), "quiet", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)  # the page is empty but for it
        far = row(self.how_far, self.offices)
        far.setStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(row(label(say("window.nav.slices"), "title"), None, self.give, self.take, self.remind))
        layout.addLayout(far)
        layout.addWidget(self._words)
        layout.addWidget(self.grid, 1)
        layout.addStretch(0)

    def show_page(self, key: str) -> None:
        self.grid.renew()
        table = self.grid.table
        for one in (self.give, self.take):
            one.setEnabled(not self.session.locked)
        self.remind.setEnabled(bool(table.waiting))
        given = bool(table.lines)
        back = table.given - table.waiting
        self.how_far.setText(say(f"window.slices.{'how_far' if back else 'how_far_none'}", n=table.given, m=back))
        pills = [Pill(f"{name} {one.words}", one.mark) for name, one in table.states.items()]
        self.offices.show_pills(
            sorted(pills, key=lambda one: LATE_FIRST.index(one.mark)), say("window.slices.more_offices")
        )
        for part in (self.how_far, self.offices, self.grid):
            part.setVisible(given)
        self._words.setVisible(not given)
        self.answer.follow()
        self.busy_changed.emit()

    def ask(self) -> None:
        """Ask to whom and what, then write the workbook."""
        self.dialog = SliceDialog(self.session.sheet, self)
        self.dialog.accepted.connect(self._give)
        self.dialog.open()

    def _give(self) -> None:
        dialog, workspace, sheet, out = self.dialog, self.session.workspace, self.session.sheet, self._out
        if dialog is None:
            return
        supplier, scope, until = dialog.supplier.text(), dialog.scope(), dialog.until()
        filled, by = dialog.filled.isChecked(), self.session.author

        def work(_: Progress) -> Path:
            from forms.filling.slices import give_out

            now = datetime.now(PLAN_ZONE)
            return give_out(workspace, sheet, supplier, scope, out, until=until, at=now, filled=filled, by=by)[1]

        self.desk.lane.run(self, work, self._given, self._failed, words=say("window.lane.slice"))

    def _given(self, path: Path) -> None:
        self.show_page(SLICES)
        self.desk.tell(say("window.slices.written", 文件=path), Mark.DONE)

    def _choose(self) -> None:
        chosen = ask_files(self, say("window.slices.take"), kinds=say("window.import.filter"))
        if chosen:
            self.take_back([Path(one) for one in chosen])

    def take_back(self, paths: list[Path]) -> None:
        """Read filled workbooks; what would replace a figure, or contradicts another answer, is shown first."""
        workspace, sheet, at = self.session.workspace, self.session.sheet, datetime.now(PLAN_ZONE)

        def work(report: Progress) -> "tuple[TakenBook, ...]":
            from forms.filling.slices import look_at

            return look_at(workspace, sheet, paths, at=at, progress=report)

        self.desk.tell(say("window.import.reading"), Mark.HINT)
        self.desk.lane.run(
            self, work, lambda answers: self._read(answers, at), self._failed, words=say("window.lane.gather")
        )

    def _read(self, answers: "tuple[TakenBook, ...]", at: datetime) -> None:
        proposals = [one.proposal for one in answers if one.proposal is not None]
        if not proposals or not asks_first(self.desk, answers):
            self._take(answers, at)
            return
        self.desk.tell("", Mark.NONE)  # nothing is being read any more
        self.preview = Preview(proposals, self.session.sheet, self)
        self.preview.accepted.connect(lambda: self._take(answers, at))
        self.preview.open()

    def _take(self, answers: "tuple[TakenBook, ...]", at: datetime) -> None:
        if take(self.desk, answers, at):
            self.show_page(SLICES)
            self.grid.next_dispute(1)
            self.desk.tell(told(answers), Mark.DECIDE if self.grid.table.disputed else Mark.DONE)

    def _failed(self, error: BaseException) -> None:
        self.desk.tell(trouble(error), Mark.ERROR)

    def decide(self, place: str, supplier: str | None) -> None:
        """Take one supplier's answer for a place, or (None) keep what stands there."""
        decide(self.desk, place, supplier)

    def primary(self) -> tuple[str, bool]:
        index, table = self.grid.currentIndex(), self.grid.table
        if not index.isValid() or self.session.locked or not table.takes(index):
            return "", True
        office = table.office_at(index.column())
        words = {"科室": office, "数": grouped(str(index.data()))}
        mine = grouped(mine_words(self.session, self.grid.place_at(index)))
        return say("window.slices.decide", 做=say("window.slices.use", **words) if office else use_mine(mine)), True

    def act(self) -> None:
        index = self.grid.currentIndex()
        self.decide(self.grid.place_at(index), self.grid.table.office_at(index.column()) or None)

    def copy_reminders(self) -> None:
        """Put the words to remind everybody with on the clipboard."""
        from forms.filling.slices import reminders

        texts = reminders(self.session.workspace, self.session.period_id, datetime.now(PLAN_ZONE))
        QGuiApplication.clipboard().setText("\n\n".join(texts.values()))
        self.desk.tell(say("window.slices.copied", n=len(texts)), Mark.DONE)

    def next_matter(self, step: int) -> bool:
        return self.grid.next_dispute(step)

    def holds(self, addresses: tuple[str, ...]) -> bool:
        return all(any(line.place == one for line in self.grid.table.lines) for one in addresses)

    def show_places(self, addresses: tuple[str, ...]) -> None:
        self.grid.go_to(addresses[0])

    def take_answer(self) -> bool:
        return self.answer.take_focus()

    def take_focus(self) -> None:
        (self.grid if self.grid.isVisible() else self.give).setFocus()

    def follow(self, news: News) -> None:
        if self.isVisible():
            self.show_page(SLICES)
