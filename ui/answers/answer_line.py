"""Answer line: one finding in two lines — its sentence, and below it what a person answers.

A warning takes a reason and a text, a conversion two buttons; an error says what to do. What is kept is the same that
the panel keeps.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from models.basics.messages import say
from models.checks.findings import Finding, explanation_of
from models.help.checks import remedy_words
from models.plan.plan import Level
from models.sheet.explanation import Explanation
from ui.answers.grid_line import GridLine
from ui.answers.reason_menu import reason_menu
from ui.basics.completion import Mark, answer_lacks, confirm_words, finding_words
from ui.basics.enter_key import is_enter, taken
from ui.boxes.finding_box import Answering, ReasonBox
from ui.look.fitting import popup_beside
from ui.look.marks import MarkLabel
from ui.look.widgets import OneLine, button, label, row
from ui.session.screen import FINDINGS, ScreenContext

LEAST_FIELD = 15  # signs of an answer that are seen, whatever is said beside it
BARS = {
    Mark.ERROR: "answer-error",
    Mark.DECIDE: "answer-error",
    Mark.WARNING: "answer-warning",
}  # another mark: a hint's


class _AnswerEdit(QLineEdit):
    """A line that keeps what is written when it is left, or with Ctrl+Enter; Esc goes back to the cell."""

    def __init__(self, keep: Callable[[], None], back: Callable[[], None], onward: Callable[[], None]) -> None:
        super().__init__()
        self._keep, self._back, self._onward = keep, back, onward

    def event(self, event: QEvent) -> bool:
        """Take Enter, with Ctrl too, before the window's shortcuts do."""
        return taken(event, is_enter) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep and go on with Enter, go back to the cell with Esc."""
        if is_enter(event):
            self._keep()
            self._onward()
        elif event.key() == Qt.Key.Key_Escape:
            self._back()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keep what is written when the keyboard leaves."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._keep()


class AnswerLine(GridLine):
    """One finding with its answer."""

    def __init__(
        self,
        desk: ScreenContext,
        finding: Finding,
        mark: Mark,
        more: int,
        back: Callable[[], None],
        onward: Callable[[], None],
    ) -> None:
        """Show a finding; `more` others stand at the place, `back` goes to the cell, `onward` to the next place."""
        super().__init__(back)
        self._desk, self.finding, self.mark = desk, finding, mark
        self._onward = onward
        self.text: _AnswerEdit | None = None
        self.reason: ReasonBox | None = None
        self.confirm: object = None
        self._shown: Explanation | None = None  # what is kept, as the fields were filled with it
        self._lacks = OneLine("", "small")
        words = finding_words(finding, mark, desk.session.sheet)
        self.setObjectName(BARS.get(mark, "answer-hint"))
        self.setAccessibleName(words)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 4, 12, 4)
        self._layout.setSpacing(2)
        others = [label(say("window.answer.more", n=more), "small")] if more else []
        first = row(MarkLabel(mark), label(words, wrap=True), *others)
        first.setStretch(1, 1)
        self._layout.addLayout(first)
        self._answer()

    @property
    def _answering(self) -> Answering:
        return Answering(self._desk, self.finding)

    def _answer(self) -> None:
        asks = self.finding.level is Level.WARNING and not self._desk.session.locked
        if asks and self.finding.check.confirm:
            self._confirmation()
        elif asks:
            self._fields()
        else:
            self._layout.addWidget(label(remedy_words(self.finding, locked=self._desk.session.locked)[0], "small"))

    def _confirmation(self) -> None:
        if self.mark is Mark.EXPLAINED:
            self.confirm = button(say("window.panel.unconfirm"), lambda: self._answering.explain(""), "link")
            self._layout.addLayout(row(self.confirm, None))
            return
        self.confirm = button(confirm_words(self.finding, self._desk.session.sheet), self._answering.confirm)
        change = button(say("window.panel.take_back"), self._answering.take_back)
        self._layout.addLayout(row(self.confirm, change, None))

    def _fields(self) -> None:
        kept = self._shown = self._answering.written
        self.reason = ReasonBox(kept)
        self.reason.activated.connect(lambda _: self._chosen())
        self.text = _AnswerEdit(self.keep, self._back, self._go_on)
        self.text.setText(kept.text if kept else "")
        self.text.setPlaceholderText(self._before_writing(kept))
        self.text.setAccessibleName(say("window.panel.explain_here"))
        self.text.setToolTip(say("window.panel.explain_here"))
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # it takes what room is left
        self.text.setMinimumWidth(LEAST_FIELD * self.fontMetrics().averageCharWidth())
        links = self._links(kept)
        beside: list[QWidget] = [*links] or [self._lacks]
        self._say_what_lacks()
        line = row(self.reason, self.text, *beside)
        line.setStretch(1, 1)
        self._layout.addLayout(line)

    def _before_writing(self, kept: Explanation | None) -> str:
        """What stands in the field as long as nothing is: what to write, or what explains all rows of its kind."""
        said = explanation_of(self.finding, self._desk.session.sheet.explanations) if kept is None else None
        explained = said is not None and self.mark is Mark.EXPLAINED
        return say("window.answer.alike_said", 说明=said.text) if said and explained else say("window.answer.here")

    def _links(self, kept: Explanation | None) -> list[QPushButton]:
        """What was written before, or of rows like this one, with one click."""
        session, links = self._desk.session, []
        before = session.last_explanation(self.finding)
        if (old := session.outdated(self.finding.key)) is not None:
            links.append(button(say("carry.keep"), lambda: self._answering.explain(old.text, old.code), "link"))
        elif before is not None and kept is None:
            links.append(button(say("window.panel.as_last_time"), lambda: self._as_last_time(before), "link"))
            links[-1].setToolTip(before.text)
        alike = session.alike_key(self.finding)
        if alike:
            links.append(button(say("window.answer.all_alike"), lambda: self._explain_alike(alike), "link"))
            links[-1].setToolTip(say("window.panel.all_alike_tip"))
        return links

    def _as_last_time(self, before: Explanation) -> None:
        """Take last period's words; they can still be changed."""
        if self.text is not None and self.reason is not None:
            self.reason.choose(before.code)
            self.text.setText(before.text)
            self.text.setFocus()
            self.keep()

    def _explain_alike(self, key: str) -> None:
        if self.text is None or self.reason is None or not self.text.text().strip():
            return
        code, text, session = self.reason.code, self.text.text(), self._desk.session
        if code:
            own = session.written(self.finding.key) is not None
            said = {self.finding.key: ("", "")} if own else {}  # its own words would stand before those for all
            self._desk.edits.explain(said | {key: (text, code)}, self.finding.at or FINDINGS)
        else:
            self._ask_reason(lambda: self._explain_alike(key))

    def keep(self) -> None:
        """Keep what is written, with its reason."""
        if self.text is not None and self.reason is not None:
            self._answering.keep(self.text.text().strip(), self.reason.code)
            self._say_what_lacks()

    def renew(self) -> None:
        """Show what is kept now, where nothing else was typed: a step that was taken back is not kept again."""
        kept, before, self._shown = self._answering.written, self._shown, self._answering.written
        if self.text is None or self.reason is None or kept == before:
            return
        if self.text.text().strip() == (before.text if before else ""):
            self.text.setText(kept.text if kept else "")
            self.reason.choose(kept.code if kept else "")
        self._say_what_lacks()

    def _say_what_lacks(self) -> None:
        """Beside the field: which keys to press, or why what is written is no answer yet."""
        kept = self._answering.written
        lacks = kept is not None and answer_lacks(self.finding, kept)
        self._lacks.setText(say(f"window.{lacks or 'answer.keys'}"))

    @property
    def said_beside(self) -> str:
        """What stands beside the field, as far as there is room: "" while something else does."""
        return self._lacks.text() if self._lacks.isVisible() else ""

    def _chosen(self) -> None:
        """A reason was chosen: keep it and go on where the words are there, else to the words."""
        self.keep()
        if self.text is None or not self.text.text().strip():
            self.take_focus()
        else:
            self._go_on()

    def _go_on(self) -> None:
        """Go to the next place; where the words are no answer yet, to the reasons or back to the words, and say why."""
        kept = self._answering.written
        lacks = answer_lacks(self.finding, kept) if self.reason is not None and kept is not None else ""
        if lacks == "panel.no_reason":
            self._ask_reason(self._chosen)
        elif lacks:
            self._layout.activate()  # the sentence has only now its room
            if self.said_beside != self._lacks.shown() or not self.said_beside:
                self._desk.tell(say(f"window.{lacks}"), Mark.WARNING)
            self.take_focus()
        else:
            self._onward()

    def _ask_reason(self, then: Callable[[], None]) -> None:
        """Open the reasons, each with its key, and go on when one was chosen."""
        box = self.reason
        if box is None:
            return

        def take(code: str) -> None:
            box.setCurrentIndex(box.findData(code))
            then()

        box.setFocus()
        popup_beside(reason_menu(box, take), box, box.rect())

    def help_finding(self) -> Finding | None:
        """Return the finding that is answered."""
        return self.finding

    def take_focus(self) -> bool:
        """Take the keyboard to the answer; False where nothing is asked."""
        place = self.text or self.confirm
        if place is None:
            return False
        place.setFocus(Qt.FocusReason.ShortcutFocusReason)  # type: ignore[attr-defined]
        return True
