"""Card: one step of a first start at a time — where one is, what comes next, back and on. Enter goes on, Esc back."""

from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.basics.messages import say
from ui.basics.completion import Mark
from ui.basics.enter_key import is_enter
from ui.first_steps import STEPS
from ui.first_steps.course import Course
from ui.first_steps.step import SetupStep
from ui.first_steps.waiting import WaitingBar
from ui.look.widgets import button, column, emptied, frame, label, row, rule, scrolled

WIDTH, SIDES = 720, 32


class StepCard(QWidget):
    """The step that is open."""

    left = Signal()  # back from the first step
    finished = Signal(object, str)  # folder of the workspace, 核对码 of the unit's key

    def __init__(self, course: Course) -> None:
        """Open the step that was left."""
        super().__init__()
        self._course = course
        self.step: SetupStep = SetupStep(course)
        self._held: QWidget | None = None
        self._way, self._body = QHBoxLayout(), QVBoxLayout()
        self._count, self._words, self._next = (
            label("", "title"),
            label("", "", wrap=True),
            label("", "small", wrap=True),
        )
        self.back = button(say("first_run.back"), self.go_back)
        self.back.setAutoDefault(True)
        self.primary = button("", self.go_on, "primary")
        self.primary.setAutoDefault(True)
        self._build(WaitingBar(course))
        course.busy_changed.connect(self._show_busy)
        keys = [step.key for step in STEPS]
        self._open(keys.index(course.choices.step) if course.choices.step in keys else 0)

    def _build(self, waiting: WaitingBar) -> None:
        self._way.setSpacing(6)
        self._body.setContentsMargins(0, 0, 0, 0)
        inside = QVBoxLayout()
        inside.setSpacing(10)
        inside.addLayout(self._way)
        inside.addWidget(rule())
        inside.addWidget(self._count)
        inside.addWidget(self._words)
        inside.addLayout(self._body, 1)
        inside.addWidget(waiting)
        inside.addWidget(rule())
        inside.addLayout(column(self._next, label(say("first_run.secret"), "warning"), spacing=4))
        inside.addLayout(row(self.back, None, self.primary))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(frame(inside, "card", 20, SIDES))
        self.setFixedWidth(WIDTH)

    def _open(self, place: int) -> None:
        self._place = place
        self.step = STEPS[place](self._course)
        self.step.changed.connect(self._show_action)
        self.step.done.connect(self._step_done)
        self.step.finished.connect(self.finished)
        self._course.choose(step=self.step.key)
        emptied(self._body)
        holder = QVBoxLayout()
        holder.setContentsMargins(1, 1, 8, 1)
        holder.addWidget(self.step)
        area = scrolled(holder)
        self._body.addWidget(area)
        if self.isVisible():
            area.show()  # at once: the keyboard goes only where something is to be seen
        self._show_way()
        self._show_action()
        self._order_tabs()
        self.take_keyboard()

    def _order_tabs(self) -> None:
        """Let Tab go through the step, then on, then back."""
        fields = [one for one in self.step.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
        for one, following in pairwise((*fields, self.primary, self.back)):
            QWidget.setTabOrder(one, following)

    def take_keyboard(self) -> None:
        """Put the keyboard into the first field of the step."""
        (self.step.first_field() or self.primary).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_way(self) -> None:
        emptied(self._way)
        for number, step in enumerate(STEPS):
            sign = label(str(number + 1), "step" if number <= self._place else "step-off")
            sign.setFixedSize(24, 24)
            sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._way.addWidget(sign)
            self._way.addWidget(label(say(f"first_run.{step.key}.short"), "" if number == self._place else "small"))
            if number + 1 < len(STEPS):
                self._way.addStretch(1)
        name = say(f"first_run.{self.step.key}.name")
        self._count.setText(say("first_run.count", n=self._place + 1, m=len(STEPS), 名=name))
        self._words.setText(self.step.words())
        last = self._place + 1 == len(STEPS)
        after = "" if last else say(f"first_run.{STEPS[self._place + 1].key}.name")
        self._next.setText(say("first_run.next_last") if last else say("first_run.next", 名=after))

    def _show_action(self) -> None:
        self.primary.setText(self.step.action())
        self.primary.setEnabled(self.step.ready() and not self._course.busy)
        self.back.setEnabled(not self._course.busy)
        self.step.setEnabled(not self._course.busy)

    def _show_busy(self, busy: bool) -> None:
        """Let nothing be changed while something is made; the keyboard comes back to where it was."""
        if busy:
            self._held = self.focusWidget()
        self._show_action()
        if not busy and self._held is not None:
            self._held.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_on(self) -> None:
        """Do what the primary button says."""
        if not self._course.busy:
            self.step.go_on()

    def _step_done(self) -> None:
        self._course.tell("", Mark.NONE)
        self._open(self._place + 1)

    def go_back(self) -> None:
        """Open the step before; from the first one the start page."""
        if self._course.busy:
            return
        self.step.keep()
        self._course.tell("", Mark.NONE)
        if self._place:
            self._open(self._place - 1)
        else:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Esc goes back."""
        if is_enter(event):
            self.go_on()
        elif event.key() == Qt.Key.Key_Escape:
            self.go_back()
        else:
            super().keyPressEvent(event)
