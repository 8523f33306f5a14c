"""Slices screen 分发与汇集: parts of the return given to sections and towns, taken back, and decided in dispute."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QVBoxLayout

from models.basics.period import PLAN_ZONE
from ui.basics.completion import Mark
from ui.basics.jobs import Progress
from ui.basics.places import place_words
from ui.basics.texts import say, trouble
from ui.boxes.imports import Preview
from ui.boxes.slice_dialog import SliceDialog
from ui.look.marks import MarkLabel
from ui.look.widgets import button, column, emptied, frame, label, row
from ui.session.gathering import asks_first, decide, take, told
from ui.session.screen import SLICES, Pages, Screen, ScreenContext
from ui.session.session import News
from ui.tables.lists.gather_table import GatherView
from ui.tables.lists.list_view import ListView
from ui.tables.lists.slice_table import STATE, WHAT, SliceTable

if TYPE_CHECKING:
    from forms.filling.slices import TakenBook


class SlicesScreen(Screen):
    """分发与汇集."""

    beside = False

    def __init__(self, desk: ScreenContext, offer: Pages) -> None:
        """Build the list and its buttons."""
        super().__init__(desk, offer)
        self.dialog: SliceDialog | None = None
        self.preview: Preview | None = None
        self._out = self.session.workspace.folder / say("slices.folder")
        self.table = SliceTable(self.session, lambda at: place_words(self.session.sheet, at), self)
        self.view = ListView(self.table, {WHAT: 420, STATE: 220}, self.table.is_heading)
        self.view.setAccessibleName(say("slices.title"))
        self.grid = GatherView(self.session)
        self.grid.taken.connect(self.decide)
        self.grid.selectionModel().currentChanged.connect(lambda *_: self._show_choices())
        self._choices = column(spacing=6)
        self._choice = frame(self._choices, "note-error", 10)
        self.give = button(say("slices.give"), self.ask)
        self.take = button(say("slices.take"), self._choose)
        self.remind = button(say("slices.remind"), self.copy_reminders)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(row(label(say("slices.title"), "title"), None, self.give, self.take, self.remind))
        layout.addWidget(label(say("slices.words"), "quiet", wrap=True))
        layout.addWidget(self.grid, 3)
        layout.addWidget(self._choice)
        layout.addWidget(self.view, 2)

    def show_page(self, key: str) -> None:
        self.table.renew()
        self.view.arrange_later()
        for one in (self.give, self.take):
            one.setEnabled(not self.session.locked)
        self.remind.setEnabled(bool(self.table.waiting))
        self.grid.renew()
        self.grid.setVisible(bool(self.grid.table.lines))
        self._show_choices()

    def _show_choices(self) -> None:
        """The answers to the current place with a button each, where they differ; mine stays until one is taken."""
        emptied(self._choices)
        index, table = self.grid.currentIndex(), self.grid.table
        line = table.lines[index.row()] if index.isValid() and index.row() < len(table.lines) else None
        shown = line is not None and line.disputed and not self.session.locked
        self._choice.setVisible(shown)
        if line is None or not shown:
            return
        mine = table.mine(line.place)
        place = place_words(self.session.sheet, line.place)
        words = say("slices.differ", 处=place, 数=mine or say("grid.blank"))
        acts = [button(say("slices.use_mine", 数=mine or say("grid.blank")), partial(self.decide, line.place, None))]
        for office, said in line.said.items():
            acts.append(button(say("slices.use", 科室=office, 数=said), partial(self.decide, line.place, office)))
        ask = button(say("slices.ask"), partial(self._copy_question, place, line.said), "link")
        self._choices.addLayout(row(MarkLabel(Mark.DECIDE), label(words, wrap=True)))
        self._choices.addLayout(row(*acts, ask, None))

    def _copy_question(self, place: str, said: Mapping[str, str]) -> None:
        """Put a question to the offices that differ on the clipboard."""
        answers = say("overview.comma").join(say("slices.said", 科室=office, 数=one) for office, one in said.items())
        QGuiApplication.clipboard().setText(say("slices.question", 处=place, 答=answers))
        self.desk.tell(say("slices.question_copied"), Mark.DONE)

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

        self.desk.lane.run(self, work, self._given, self._failed, words=say("lane.slice"))

    def _given(self, path: Path) -> None:
        self.show_page(SLICES)
        self.desk.tell(say("slices.written", 文件=path), Mark.DONE)

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self, say("slices.take"), "", say("import.filter"))
        if chosen:
            self.take_back([Path(one) for one in chosen])

    def take_back(self, paths: list[Path]) -> None:
        """Read filled workbooks; what would replace a figure, or contradicts another answer, is shown first."""
        workspace, sheet, at = self.session.workspace, self.session.sheet, datetime.now(PLAN_ZONE)

        def work(report: Progress) -> "tuple[TakenBook, ...]":
            from forms.filling.slices import look_at

            return look_at(workspace, sheet, paths, at=at, progress=report)

        self.desk.tell(say("import.reading"), Mark.HINT)
        self.desk.lane.run(self, work, lambda answers: self._read(answers, at), self._failed, words=say("lane.gather"))

    def _read(self, answers: "tuple[TakenBook, ...]", at: datetime) -> None:
        proposals = [one.proposal for one in answers if one.proposal is not None]
        if not proposals or not asks_first(self.desk, answers):
            self._take(answers, at)
            return
        self.preview = Preview(proposals, self.session.sheet, self)
        self.preview.accepted.connect(lambda: self._take(answers, at))
        self.preview.open()

    def _take(self, answers: "tuple[TakenBook, ...]", at: datetime) -> None:
        if take(self.desk, answers, at):
            self.show_page(SLICES)
            self.desk.tell(told(answers), Mark.DECIDE if self.table.disputed else Mark.DONE)

    def _failed(self, error: BaseException) -> None:
        self.desk.tell(trouble(error), Mark.ERROR)

    def decide(self, place: str, supplier: str | None) -> None:
        """Take one supplier's answer for a place, or (None) keep what stands there."""
        decide(self.desk, place, supplier)

    def copy_reminders(self) -> None:
        """Put the words to remind everybody with on the clipboard."""
        from forms.filling.slices import reminders

        texts = reminders(self.session.workspace, self.session.period_id, datetime.now(PLAN_ZONE))
        QGuiApplication.clipboard().setText("\n\n".join(texts.values()))
        self.desk.tell(say("slices.copied", n=len(texts)), Mark.DONE)

    def take_focus(self) -> None:
        (self.grid if self.grid.isVisible() else self.view).setFocus()

    def follow(self, news: News) -> None:
        if self.isVisible():
            self.show_page(SLICES)
