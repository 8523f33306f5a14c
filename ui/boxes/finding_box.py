"""Finding box: one finding in the panel — its sentence, and the explanation or confirmation it asks for."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QVBoxLayout, QWidget

from models.basics.messages import say as word
from models.checks.explanations import REASONS, reason_name
from models.checks.findings import CONFIRMATION, Finding
from models.plan.plan import Level
from models.sheet.explanation import Explanation as WrittenBefore
from ui.basics.completion import Mark, answer_lacks, finding_words
from ui.basics.enter_key import is_ctrl_enter, taken
from ui.basics.texts import say
from ui.boxes.field_form import TextBox
from ui.look.widgets import button, emptied, label, note, row
from ui.session.screen import ScreenContext


class ExplanationEdit(TextBox):
    """A text that is kept when it is left, or with Ctrl+Enter."""

    def event(self, event: QEvent) -> bool:
        """Take Ctrl+Enter before the desk goes on to the next place with it."""
        return taken(event, is_ctrl_enter) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep the text with Ctrl+Enter."""
        if is_ctrl_enter(event):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keep the text when the keyboard leaves."""
        # the menu of a right click is no leaving
        if event.reason() is Qt.FocusReason.PopupFocusReason:
            QPlainTextEdit.focusOutEvent(self, event)
        else:
            super().focusOutEvent(event)


class FindingBox(QWidget):
    """A finding with its place for an answer, where the page has none under its rows."""

    def __init__(self, desk: ScreenContext, finding: Finding, mark: Mark, *, answered_here: bool = True) -> None:
        """Show a finding; one that is answered elsewhere shows its sentence and how it stands."""
        super().__init__()
        self._desk, self._answered_here = desk, answered_here
        self.finding, self.mark = finding, mark
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        self.text: ExplanationEdit | None = None
        self.reason: QComboBox | None = None
        self._build()

    def renew(self, finding: Finding, mark: Mark) -> None:
        """Show the same finding with another mark; what is typed and not yet kept stays."""
        self.finding = finding
        self.mark = mark
        self._state.setText(self._state_words())

    def _build(self) -> None:
        emptied(self._layout)
        shown = Mark.WARNING if self.mark is Mark.EXPLAINED else self.mark
        self._layout.addWidget(note(finding_words(self.finding, self.mark), shown))
        self._state = label(self._state_words(), "small", wrap=True)
        if self.finding.level is Level.WARNING and self.mark is not Mark.PENDING and not self._desk.session.locked:
            if not self._answered_here:
                self._state.setText(self._state.text() or say("panel.answer_in_row"))
            elif self.finding.check.confirm:
                self._confirmation()
            else:
                self._explanation()
            self._layout.addWidget(self._state)

    def _state_words(self) -> str:
        if self.mark is Mark.EXPLAINED:
            return say("panel.explained")
        kept = self._desk.session.written(self.finding.key)
        lacks = answer_lacks(self.finding, kept) if kept is not None and self.mark is Mark.WARNING else ""
        return say(lacks) if lacks else ""

    def _kept(self) -> str:
        kept = self._desk.session.written(self.finding.key)
        return kept.text if kept else ""

    def _confirmation(self) -> None:
        if self.mark is Mark.EXPLAINED:
            back = button(say("panel.unconfirm"), lambda: self._explain(""), "link")
            self._layout.addLayout(row(back, None))
            return
        confirm = button(say("panel.confirm"), lambda: self._explain(CONFIRMATION))
        change = button(say("panel.take_back"), self._take_back)
        self._layout.addLayout(row(confirm, change, None))

    def _explanation(self) -> None:
        self.reason = self._reasons()
        self._layout.addWidget(self.reason)
        self.text = ExplanationEdit()
        self.text.setPlaceholderText(say("panel.explain_here"))
        self.text.setPlainText(self._kept())
        self.text.left.connect(self._keep)
        self._layout.addWidget(self.text)
        if (old := self._desk.session.outdated(self.finding.key)) is not None:
            still = button(word("carry.keep"), lambda: self._explain(old.text, old.code), "link")
            self._layout.addLayout(row(still, None))
        before = self._desk.session.last_explanation(self.finding)
        if before is not None and not self._kept():
            again = button(say("panel.as_last_time"), lambda: self._as_last_time(before), "link")
            again.setToolTip(before.text)
            self._layout.addLayout(row(again, None))
        alike = self._desk.session.alike_key(self.finding)
        if alike:
            same = button(say("panel.all_alike"), lambda: self._explain_alike(alike), "link")
            same.setToolTip(say("panel.all_alike_tip"))
            self._layout.addLayout(row(same, None))

    def _explain_alike(self, key: str) -> None:
        if self.text is None or not self.text.toPlainText().strip():
            return
        if self._code():
            self._desk.session.explain(key, self.text.toPlainText(), self._code())
        else:
            self._state.setText(say("panel.no_reason"))

    def _as_last_time(self, before: WrittenBefore) -> None:
        """Take last period's words; they can still be changed."""
        if self.text is not None and self.reason is not None:
            self.reason.setCurrentIndex(max(self.reason.findData(before.code), 0))
            self.text.setPlainText(before.text)
            self.text.setFocus()
            self._keep()

    def _reasons(self) -> QComboBox:
        """The reason codes; choosing one keeps it with what is written already."""
        box = QComboBox()
        box.setAccessibleName(say("panel.reason"))
        box.addItem(say("panel.reason"), "")
        for code in REASONS:
            box.addItem(reason_name(code), code)
        # the width is the panel's, not that of the longest reason
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        kept = self._desk.session.written(self.finding.key)
        box.setCurrentIndex(max(box.findData(kept.code), 0) if kept else 0)
        box.activated.connect(lambda _: self._keep())
        return box

    def _code(self) -> str:
        return self.reason.currentData() if self.reason is not None else ""

    def _keep(self) -> None:
        if self.text is None:
            return
        kept, text = self._desk.session.written(self.finding.key), self.text.toPlainText().strip()
        # a reason alone is no explanation: it is kept together with the words
        if text != self._kept() or (text and kept is not None and kept.code != self._code()):
            self._explain(text, self._code())

    def _explain(self, text: str, code: str = "") -> None:
        self._desk.session.explain(self.finding.key, text, code)

    def _take_back(self) -> None:
        """Put back what stood in the cell before."""
        at = self.finding.at
        changes = self._desk.session.history(at, 1) if at else ()
        if at and changes:
            self._desk.edits.put(at, changes[-1].before, "taken back")
