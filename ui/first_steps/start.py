"""Start screen: nothing is open yet — open a pack and be led through the first steps, or try with invented data.

What was begun and left is taken up again by itself. The steps are `ui.first_steps`; papers are read in the
background lane.
"""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from models.basics.messages import say
from models.workspace.first_run import is_interrupted
from ui.basics.completion import Mark
from ui.basics.jobs import Job, Lane
from ui.basics.texts import unbroken
from ui.files.dialogs import ask_file
from ui.first_steps import STEPS
from ui.first_steps.card import StepCard
from ui.first_steps.course import Course
from ui.first_steps.waiting import WaitingBar
from ui.look.notice import NoticeBar
from ui.look.widgets import button, column, emptied, frame, label, row

WIDTH, HIGHEST = 600, 600


class StartScreen(QWidget):
    """The first page a person sees."""

    workspace_ready = Signal(object, str)  # Path of a unit's folder, what to say there
    trial_wanted = Signal()
    city_wanted = Signal()
    office_wanted = Signal()
    handover_wanted = Signal()
    workspaces_wanted = Signal()

    def __init__(self, lane: Lane, folder: Path, *, others: bool = False) -> None:
        """Offer a pack or a trial, or go on with what was left in `folder`, where the data go if nobody objects.

        `others`: there are workspaces one may go back to.
        """
        super().__init__()
        self.setObjectName("ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self.notice, self._others = NoticeBar(), others
        self.course = Course(lane, folder, self._tell, self)
        self.card: StepCard | None = None
        self._city, self._offered = QPushButton(), tuple[QPushButton, ...]()
        self._first = QPushButton()  # where the keyboard lands while there is no card
        self._middle = QVBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.notice)
        layout.addLayout(self._middle, 1)
        self.course.begun.connect(self._show_steps)
        self._offer()
        if is_interrupted(folder):
            self.course.resume()

    def _show(self, page: QWidget, *, fills: bool) -> None:
        emptied(self._middle)
        self._middle.setContentsMargins(0, 12, 0, 12)
        self._middle.addStretch(1 if fills else 2)
        self._middle.addLayout(row(None, page, None), 100 if fills else 0)  # its height follows its own width
        self._middle.addStretch(1 if fills else 3)
        self._take_keyboard()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._take_keyboard()

    def _take_keyboard(self) -> None:
        if self.card is not None:
            self.card.take_keyboard()
        else:
            self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer(self) -> None:
        self.card = None
        begun = self.course.pack is not None
        words = self._resume_words() if begun else say("start.pack_words", m=len(STEPS))
        inside = column(label(say("start.name"), "display"), label(say("start.words"), "quiet", wrap=True), spacing=12)
        inside.addSpacing(8)
        inside.addWidget(label(words, wrap=True))
        inside.addWidget(WaitingBar(self.course))
        inside.addWidget(label(say("start.secret"), "warning", wrap=True))
        inside.addSpacing(8)
        trial = button(say("start.trial"), self.trial_wanted.emit)
        self._city = button(say("start.city"), self.city_wanted.emit)
        office = button(say("start.office"), self.office_wanted.emit)
        pack = button(say("start.other_pack" if begun else "start.pack"), self._choose_pack, "" if begun else "primary")
        first = button(say("start.resume", 名=self._step_name()), self._show_steps, "primary") if begun else pack
        handed = button(say("start.handover"), self.handover_wanted.emit)
        self._offered = tuple(dict.fromkeys((trial, self._city, office, handed, pack, first)))
        for one in self._offered:
            one.setAutoDefault(True)
            self.course.busy_changed.connect(one.setDisabled)
        if self._others:
            inside.addLayout(row(button(say("workspaces.back"), self.workspaces_wanted.emit, "link"), None))
        inside.addLayout(row(office, handed, None, pack, first) if begun else row(office, handed, None, pack))
        inside.addSpacing(4)
        inside.addWidget(label(say("start.trial_words"), "quiet", wrap=True))
        inside.addLayout(row(trial, self._city, None))
        card = frame(inside, "card", 32)
        card.setFixedWidth(WIDTH)
        self._first = first
        self._show(card, fills=False)

    def show_job(self, job: Job) -> None:
        """Let a person stop the making of a city; what else there is to begin waits for it."""
        for one in self._offered:
            one.setDisabled(one is not self._city)
        self._city.setText(say("start.stop"))
        self._city.clicked.disconnect()
        self._city.clicked.connect(lambda _=False: job.stop())

    def _step_name(self) -> str:
        return say(f"first_run.{self.course.choices.step}.name")

    def _resume_words(self) -> str:
        keys = [step.key for step in STEPS]
        return say("start.resume_words", n=keys.index(self.course.choices.step) + 1, 名=self._step_name())

    def _show_steps(self) -> None:
        self.notice.close_it()
        self.card = StepCard(self.course)
        self.card.setMaximumHeight(HIGHEST)
        self.card.left.connect(self._offer)
        self.card.finished.connect(self._finished)
        self._show(self.card, fills=True)

    def _finished(self, folder: Path, code: str) -> None:
        words = say("first_run.key.done_code", 核对码=unbroken(code)) if code else say("first_run.key.done")
        self.workspace_ready.emit(folder, words)

    def _tell(self, words: str, mark: Mark) -> None:
        if words:
            self.notice.tell(words, mark)
        else:
            self.notice.close_it()

    def _choose_pack(self) -> None:
        chosen = ask_file(self, say("start.pack"), kinds=say("start.pack_filter"))
        if chosen:
            self.read_pack(Path(chosen))

    def read_pack(self, path: Path) -> None:
        """Read a pack and begin the steps with it."""
        self.notice.close_it()
        self.course.read_pack(path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        # one file is a pack to begin with; several together the window shows for what they are
        if self.card is None and len(event.mimeData().urls()) == 1:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            self.read_pack(paths[0])
