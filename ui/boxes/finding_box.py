"""Finding box: one finding in the panel — its sentence, and the explanation or confirmation it asks for.

How an answer is kept (`Answering`) is the same wherever the window asks for one.
"""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QVBoxLayout, QWidget

from models.basics.messages import say
from models.checks.explanations import REASONS, reason_name
from models.checks.findings import CONFIRMATION, Finding
from models.plan.plan import Level
from models.sheet.explanation import Explanation
from ui.basics.completion import Mark, answer_lacks, confirm_words, finding_words
from ui.basics.enter_key import is_ctrl_enter, taken
from ui.boxes.field_form import TextBox
from ui.look.widgets import ChoiceBox, button, emptied, label, note, row
from ui.session.screen import FINDINGS, ScreenContext


class ReasonBox(ChoiceBox):
    """The kinds of reasons an explanation may be filed under; the first entry is none of them."""

    def __init__(self, kept: Explanation | None) -> None:
        """Offer every reason; that of what is written already is chosen."""
        super().__init__()
        self.setAccessibleName(say("window.panel.reason"))
        self.addItem(say("window.panel.reason"), "")
        for code in REASONS:
            self.addItem(reason_name(code), code)
        self.choose(kept.code if kept else "")

    @property
    def code(self) -> str:
        """The chosen reason, "" for none."""
        return str(self.currentData() or "")

    def choose(self, code: str) -> None:
        """Show a reason; none for one that is not offered."""
        self.setCurrentIndex(max(self.findData(code), 0))


class Answering:
    """The answer to one finding, as the session keeps it."""

    def __init__(self, desk: ScreenContext, finding: Finding) -> None:
        """Answer a finding of the open sheet."""
        self._desk, self._finding = desk, finding

    @property
    def written(self) -> Explanation | None:
        """What is kept, also where it no longer answers."""
        return self._desk.session.written(self._finding.key)

    def keep(self, text: str, code: str) -> None:
        """Keep words with their reason where they are others than before; a reason alone is no explanation."""
        kept = self.written
        if text != (kept.text if kept else "") or (text and kept is not None and kept.code != code):
            self.explain(text, code)

    def explain(self, text: str, code: str = "") -> None:
        """Keep words and reason; none takes them away."""
        self._desk.edits.explain({self._finding.key: (text, code)}, self._finding.at or FINDINGS)

    def confirm(self) -> None:
        """Say that it is so, where that is all a check asks for."""
        self.explain(CONFIRMATION)

    def take_back(self) -> None:
        """Put back what stood in the cell before."""
        at = self._finding.at
        changes = self._desk.session.history(at, 1) if at else ()
        if at and changes:
            self._desk.edits.put(at, changes[-1].before, "taken back")


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
        self.reason: ReasonBox | None = None
        self._shown: Explanation | None = None  # what is kept, as the fields were filled with it
        self._first: QWidget | None = None  # the button of what is only confirmed
        self._build()

    def renew(self, finding: Finding, mark: Mark) -> None:
        """Show the same finding with another mark; what is typed and not yet kept stays."""
        asked_anew = finding.check.confirm and mark is not self.mark
        self.finding, self.mark = finding, mark
        self._show_kept()
        if not asked_anew:
            self._state.setText(self._state_words())
            return
        focus = self.window().focusWidget()
        held = focus is not None and self.isAncestorOf(focus)
        self._build()
        if held and self._first is not None:
            self._first.setFocus()

    def _show_kept(self) -> None:
        """Show what is kept now, where nothing else was typed: a step that was taken back is not kept again."""
        kept, before, self._shown = self._answering.written, self._shown, self._answering.written
        if self.text is None or self.reason is None or kept == before:
            return
        if self.text.toPlainText().strip() == (before.text if before else ""):
            self.text.setPlainText(kept.text if kept else "")
            self.reason.choose(kept.code if kept else "")

    def _build(self) -> None:
        emptied(self._layout)
        self._layout.addWidget(note(finding_words(self.finding, self.mark, self._desk.session.sheet), self.mark))
        self._state = label(self._state_words(), "small", wrap=True)
        waits = self.finding.level is Level.WARNING and self.mark is not Mark.PENDING
        answered = waits and not self._desk.session.locked
        if answered and not self._answered_here:
            self._state.setText(self._state.text() or say("window.panel.answer_in_row"))
        elif answered and self.finding.check.confirm:
            self._confirmation()
        elif answered:
            self._explanation()
        self._layout.addWidget(self._state)
        self._state.setVisible(answered)

    def _state_words(self) -> str:
        if self.mark is Mark.EXPLAINED:
            confirms = self.finding.check.confirm
            return (
                ""
                if confirms and self._answered_here
                else say("window.panel.is_confirmed" if confirms else "window.panel.explained")
            )
        kept = self._answering.written
        lacks = answer_lacks(self.finding, kept) if kept is not None and self.mark is Mark.WARNING else ""
        return say(f"window.{lacks}") if lacks else ""

    @property
    def _answering(self) -> Answering:
        return Answering(self._desk, self.finding)

    def _kept(self) -> str:
        kept = self._answering.written
        return kept.text if kept else ""

    def _confirmation(self) -> None:
        if self.mark is Mark.EXPLAINED:
            self._first = button(say("window.panel.unconfirm"), lambda: self._answering.explain(""), "link")
            self._layout.addLayout(row(self._first, None))
            return
        self._first = button(confirm_words(self.finding, self._desk.session.sheet), self._answering.confirm)
        change = button(say("window.panel.take_back"), self._answering.take_back)
        self._layout.addLayout(row(self._first, change, None))

    def _explanation(self) -> None:
        self.reason = ReasonBox(self._answering.written)
        # the width is the panel's, not that of the longest reason
        self.reason.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.reason.activated.connect(lambda _: self._keep())
        self._layout.addWidget(self.reason)
        self.text, self._shown = ExplanationEdit(), self._answering.written
        self.text.setPlaceholderText(say("window.panel.explain_here"))
        self.text.setPlainText(self._kept())
        self.text.left.connect(self._keep)
        self._layout.addWidget(self.text)
        if (old := self._desk.session.outdated(self.finding.key)) is not None:
            still = button(say("carry.keep"), lambda: self._answering.explain(old.text, old.code), "link")
            self._layout.addLayout(row(still, None))
        before = self._desk.session.last_explanation(self.finding)
        if before is not None and not self._kept():
            again = button(say("window.panel.as_last_time"), lambda: self._as_last_time(before), "link")
            again.setToolTip(before.text)
            self._layout.addLayout(row(again, None))
        alike = self._desk.session.alike_key(self.finding)
        if alike:
            same = button(say("window.panel.all_alike"), lambda: self._explain_alike(alike), "link")
            same.setToolTip(say("window.panel.all_alike_tip"))
            self._layout.addLayout(row(same, None))

    def _explain_alike(self, key: str) -> None:
        if self.text is None or not self.text.toPlainText().strip():
            return
        if self._code():
            said = self.text.toPlainText(), self._code()
            self._desk.edits.explain({key: said}, self.finding.at or FINDINGS)
        else:
            self._state.setText(say("window.panel.no_reason"))

    def _as_last_time(self, before: Explanation) -> None:
        """Take last period's words; they can still be changed."""
        if self.text is not None and self.reason is not None:
            self.reason.choose(before.code)
            self.text.setPlainText(before.text)
            self.text.setFocus()
            self._keep()

    def _code(self) -> str:
        return self.reason.code if self.reason is not None else ""

    def _keep(self) -> None:
        if self.text is not None:
            self._answering.keep(self.text.toPlainText().strip(), self._code())
