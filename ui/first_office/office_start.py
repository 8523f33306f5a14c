"""Office start: five steps from nothing to the pack for all units; every choice is kept, so it can be left at any step.

Done steps are a line with their fact, one is open. The passphrase passes to the background lane and is kept nowhere.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from models.basics.messages import say
from models.office.first_office import (
    STEPS,
    forget_office_choices,
    keep_office_choices,
    office_choices,
)
from models.plan.plan import Plan
from ui.basics.completion import Mark
from ui.basics.jobs import Lane, Progress
from ui.basics.texts import trouble
from ui.first_office.due_table import DueTable
from ui.first_office.founding import found_office, pack_for_all
from ui.first_office.key_lines import NAME_WIDTH, KeyLines
from ui.first_office.made_pack import MadePack
from ui.first_office.plan_choice import PlanChoice
from ui.first_office.plan_step import PlanStep, dropped_plan
from ui.look.notice import NoticeBar
from ui.look.stepper import Stepper
from ui.look.widgets import button, column, frame, label, row, scrolled

WIDTH = 960
MADE = STEPS.index("pack")  # from here on the office is there: what was chosen for it is not changed here


class OfficeStart(QWidget):
    """The steps on one page."""

    ready = Signal(object, str)  # Path of the office's folder, what to say there
    left = Signal()

    def __init__(self, lane: Lane, folder: Path, help_wanted: Callable[[], object]) -> None:
        """Open the step that was left in `folder`, or the first; F1 calls `help_wanted`."""
        super().__init__()
        self.setObjectName("ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._lane, self.folder = lane, folder
        self.choices = office_choices(folder)
        self.notice, self.stepper = NoticeBar(), Stepper()
        self.stepper.setMaximumWidth(WIDTH)
        self.primary = button("", self.go_on, "primary")
        self._secret, self._mail, self._busy = "", "", False
        self._open_parts: list[QWidget] = []  # of the open step
        self.files: tuple[Path, ...] = ()
        self._lay_out()
        QShortcut(QKeySequence.fromString("F1"), self).activated.connect(help_wanted)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence.fromString(key), self).activated.connect(self.go_on)
        self._enter_later = QTimer(self, singleShot=True, interval=0)  # once the fields of the open step are in sight
        self._enter_later.timeout.connect(self._enter)
        self.plan_step = PlanStep(self, self.notice, self._run, self._keep_plan)
        self.plan_step.read_before(self.choices)
        self._show_steps()

    def _lay_out(self) -> None:
        """The steps between a head and the bar that goes on, scrolled where there is no room for them."""
        inside = QVBoxLayout()
        middle = column(self.stepper, label(say("start.secret"), "warning", wrap=True))
        line = row(None, middle, None)
        line.setStretch(1, 100)
        inside.addLayout(line)
        inside.addStretch(1)
        inside.setContentsMargins(16, 16, 16, 16)
        head, steps = label(say("office.first.title"), "heading"), scrolled(inside)
        back = button(say("first_run.back"), self.go_back)
        bar = frame(row(label(say("office.first.can_stop"), "quiet"), None, back, self.primary), "bar", 10)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (frame(row(head, None), "bar", 10), self.notice, steps, bar):
            layout.addWidget(part, 1 if part is steps else 0)

    @property
    def plan(self) -> Plan | None:
        """The plan that is chosen, None for one that cannot be used."""
        return self.plan_step.plan

    def _show_steps(self) -> None:
        self.stepper.clear()
        at = STEPS.index(self.choices.step)
        for number, step in enumerate(STEPS):
            name = say(f"office.first.{step}.name")
            if number < at:
                change = button(say("office.first.change"), partial(self._open, step), "link")
                self.stepper.done(name, self._fact(step), *([change] if at < MADE else []))
            elif number == at:
                self._open_parts = self._parts(step)
                self.stepper.open(number + 1, name, say(f"office.first.{step}.words"), *self._open_parts)
            else:
                self.stepper.ahead(number + 1, name, say(f"office.first.{step}.words"))
        self._show_primary()
        self._enter_later.start()

    def _enter(self) -> None:
        """Give the keyboard to the first field of the open step that is still empty, else to the button below."""
        fields = [one for part in self._open_parts for one in part.findChildren(QLineEdit)]
        empty = [one for one in fields if not one.text() and one.isVisible()]
        (empty[0] if empty else self.primary).setFocus()

    def _fact(self, step: str) -> str:
        plan = self.plan
        if step == "plan" and plan is not None:
            facts = {"目标": len(plan.indicators), "单位": len(list(plan.filing_units)), "块": len(plan.blocks)}
            return say("office.first.plan.fact", 方案=plan.title, **facts)
        if step == "office":
            return f"{self.choices.name}　{self.choices.by}"
        if step == "due" and plan is not None:
            return say("office.first.due.fact", n=len(plan.periods), m=len(self.choices.due))
        return say("office.first.key.fact")

    def _parts(self, step: str) -> list[QWidget]:
        return {
            "plan": lambda: self.plan_step.parts(self._fact("plan"), self.choose_plan),
            "office": self._office_parts,
            "due": self._due_parts,
            "key": self._key_parts,
            "pack": self._pack_parts,
        }[step]()

    def takes(self, paths: Sequence[Path]) -> bool:
        """Take a plan that was dropped while one is chosen, of a paper say that it is none; False for anything else."""
        source = dropped_plan(paths) if self.choices.step == "plan" else None
        if source is not None:
            self.choose_plan(source)
        return source is not None

    def choose_plan(self, source: Path | None) -> None:
        """Take a plan's folder, file or book, None for the shipped one. One that cannot be used changes nothing."""
        if not self._busy:
            self.plan_step.choose(source)

    def _keep_plan(self, source: Path | None, found: PlanChoice) -> None:
        if found.plan is not None:
            self._keep(plan=str(source or ""), read=found.read, name="", due={})
        self._show_steps()

    def _office_parts(self) -> list[QWidget]:
        plan = self.plan
        default = (plan.unit_name(plan.office) if plan.office else plan.words.get("office_long", "")) if plan else ""
        name = self.choices.name or default
        self.name, self.by = QLineEdit(name), QLineEdit(self.choices.by)
        return [self._named("office.first.office.of", self.name), self._named("office.ask.by", self.by)]

    def _named(self, words: str, edit: QLineEdit, then: Callable[[], None] | None = None) -> QWidget:
        """A field with its name; Enter in it does `then`, or takes the step."""
        name, line = label(say(words)), QWidget()
        name.setFixedWidth(NAME_WIDTH)
        name.setBuddy(edit)
        edit.setAccessibleName(say(words))
        edit.returnPressed.connect(then or self.go_on)
        line.setLayout(row(name, edit))
        return line

    def _due_parts(self) -> list[QWidget]:
        if self.plan is None:
            return []
        self.due = DueTable(self.plan, self.choices.due)
        return [self.due]

    def _key_parts(self) -> list[QWidget]:
        self._key_lines = lines = KeyLines(self.go_on)
        self.once, self.again = lines.once, lines.again
        return [lines, label(say("office.first.key.forgotten"), "quiet", wrap=True)]

    def _pack_parts(self) -> list[QWidget]:
        if self.files:
            self._made = MadePack(self.files[0], self._mail, self.notice)
            self.mail = self._made.mail
            return self._made.parts()
        self.secret = QLineEdit(self._secret)
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        return [self._named("office.ask.secret", self.secret)]

    def _show_primary(self) -> None:
        step = "done" if self.files else self.choices.step
        self.primary.setText(say(f"office.first.{step}.go"))
        self.primary.setEnabled(not self._busy)

    def _keep(self, **said: object) -> None:
        self.choices = replace(self.choices, **said)  # type: ignore[arg-type]
        try:
            keep_office_choices(self.folder, self.choices)
        except OSError as error:
            self.notice.tell(trouble(error), Mark.ERROR)

    def _open(self, step: str) -> None:
        self.notice.close_it()
        self._keep(step=step)
        self._show_steps()

    def go_back(self) -> None:
        """Back to the step before; from the first to the start page. Made keys are not unmade."""
        at = STEPS.index(self.choices.step)
        if at == 0 or self.choices.step == "pack":
            self.left.emit()
        else:
            self._open(STEPS[at - 1])

    def go_on(self) -> None:
        """Take the open step, or say beside it what is lacking."""
        if self._busy:
            return
        if self.files:
            forget_office_choices(self.folder)
            self.ready.emit(self.folder, say("office.first.ready"))
            return
        {
            "plan": self._take_plan,
            "office": self._take_office,
            "due": self._take_due,
            "key": self._take_key,
            "pack": self._take_pack,
        }[self.choices.step]()

    def _take_plan(self) -> None:
        if self.plan is not None:
            self._open("office")

    def _take_office(self) -> None:
        name, by = self.name.text().strip(), self.by.text().strip()
        lacking = [one for one, text in ((self.name, name), (self.by, by)) if not text]
        if lacking:
            lacking[0].setFocus()
            self.notice.tell(say("office.ask.lacking", 栏=lacking[0].accessibleName()), Mark.WARNING)
            return
        self._keep(name=name, by=by)
        self._open("due")

    def _take_due(self) -> None:
        wrong = self.due.wrong()
        if wrong:
            self.due.edits[wrong].setFocus()
            self.notice.tell(say("office.first.due.wrong"), Mark.WARNING)
            return
        self._keep(due=self.due.said())
        self._open("key")

    def _take_key(self) -> None:
        secret = self._key_lines.passphrase()
        if not secret:
            return
        choices, folder = self.choices, self.folder

        def work(_: Progress) -> None:
            found_office(folder, choices, secret)

        self._run(work, partial(self._founded, secret))

    def _founded(self, secret: str, _: object) -> None:
        self._secret = secret
        self._open("pack")

    def _take_pack(self) -> None:
        secret, folder, by = self.secret.text(), self.folder, self.choices.by

        def work(_: Progress) -> tuple[tuple[Path, ...], str]:
            return pack_for_all(folder, secret, by)

        self._run(work, self._packed)

    def _packed(self, found: tuple[tuple[Path, ...], str]) -> None:
        self.files, self._mail = found
        self._secret = ""
        self.notice.close_it()
        self._show_steps()

    def _run(self, work: Callable[[Progress], object], done: Callable[..., None], words: str = "") -> None:
        def over(act: Callable[..., None], found: object) -> None:
            self._busy = False
            act(found)
            self._show_primary()

        self._busy = True
        self._show_primary()
        words = words or say("office.first.working")
        self.notice.tell(words, Mark.HINT)
        failed = partial(over, lambda error: self.notice.tell(trouble(error), Mark.ERROR))
        self._lane.run(self, work, partial(over, done), failed, words=words)
