"""Task line: what one writes a task's progress from — last period's text, the figures of tables and registers — and its
evidence, under the task that is being written.

Last period's words are taken over into what is empty, as one step; nothing is taken by itself.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from models.basics.errors import AppError
from models.basics.messages import say
from models.filling.carry import carry_progress
from models.help.tasks import figures_of_task, last_said
from models.returns.evidence import place_of
from ui.answers.grid_line import GridLine
from ui.evidence.evidence_dialog import EvidenceDialog
from ui.look.widgets import OneLine, button, column, label, row
from ui.session.carrying import take_over
from ui.session.screen import ScreenContext

LEAST, SHOWN = 34, 160  # pixels; characters of last period's text
HEAD = 44  # pixels: the words that stand before a line
LOW = 600  # pixels: a window less high has room for one line of facts; the others are said when pointed at


class TaskLine(GridLine):
    """What belongs to one task, and two acts."""

    least = LEAST

    def __init__(self, desk: ScreenContext, block: str, back: Callable[[], None]) -> None:
        """Show it; `back` goes to where one writes."""
        super().__init__(back)
        self._desk, self.block = desk, block
        self.setObjectName("answer-facts")
        files = evidence_words(desk, block)
        acts: list[QWidget] = [button(files, self.show_evidence, "link")] if files else []
        said = {"last": last_words(desk, block), "now": now_words(desk, block)}
        shown = [(say(f"window.progress.{key}"), words) for key, words in said.items() if words]
        if can_take_last(desk, block):
            take = button(say("window.progress.take_last"), self.take_last, "link")
            take.setToolTip(say("window.progress.take_last_tip"))
            acts.insert(0, take)
        self._lines = QWidget()
        self._lines.setLayout(column(None, *(_line(head, words) for head, words in shown), None, spacing=2))
        self._short = OneLine("　".join(f"{head} {words}" for head, words in reversed(shown)), "small")
        self._short.setToolTip("\n".join(f"{head}：{words}" for head, words in shown))
        whole = row(self._lines, self._short, *acts)
        whole.setStretch(0, 1)
        whole.setStretch(1, 1)
        whole.setContentsMargins(12, 4, 12, 4)
        self.setLayout(whole)
        self.setAccessibleName("；".join(f"{head}：{words}" for head, words in shown))
        self._over: QWidget | None = None  # the window it is in, once it is in one
        self._fold()

    def event(self, event: QEvent) -> bool:
        """Follow the height of the window it has come into."""
        if event.type() in (QEvent.Type.ParentChange, QEvent.Type.Show) and self.window() is not self._over:
            if self._over is not None:
                self._over.removeEventFilter(self)
            self._over = self.window()
            self._over.installEventFilter(self)
            self._fold()
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fold the lines into one, or unfold them, before the window lays out its parts anew."""
        if event.type() is QEvent.Type.Resize:
            self._fold()
        return False

    def _fold(self) -> None:
        low = self._over is not None and self._over.height() < LOW
        self._lines.setHidden(low)
        self._short.setVisible(low)

    def take_last(self) -> None:
        """Take last period's words into the fields of the task that are empty, as one step."""
        take_last(self._desk, self.block)
        self._back()

    def show_evidence(self) -> None:
        """Show the files of the task, to attach and to take away."""
        open_evidence(self._desk, self.block, self, self._back)


def _line(head: str, words: str) -> QHBoxLayout:
    before, text = label(head, "small"), label(words, "small", wrap=True)
    before.setFixedWidth(HEAD)
    for one in (before, text):
        one.setAlignment(Qt.AlignmentFlag.AlignTop)
    line = row(before, text)
    line.setStretch(1, 1)
    return line


def facts_key(desk: ScreenContext, block: str) -> str:
    """Return what tells one line from another: nothing of it changes while this stays the same."""
    said = last_words(desk, block), now_words(desk, block), evidence_words(desk, block)
    return f"{block} {said} {can_take_last(desk, block)}"


def last_words(desk: ScreenContext, block: str) -> str:
    """Return what was said of a task last period, shortened; "" for nothing."""
    stage, text = last_said(desk.session.sheet, block)
    short = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
    key = "last_both" if stage and text else "last_text" if text else "last_stage"
    return say(f"window.progress.{key}", 进度=stage, 文字=short) if stage or text else ""


def now_words(desk: ScreenContext, block: str) -> str:
    """Return the figures of this period that belong to a task; "" for none."""
    return "　".join(figures_of_task(desk.session.sheet, block))


def can_take_last(desk: ScreenContext, block: str) -> bool:
    """True where last period said something that is empty now."""
    return not desk.session.locked and not carry_progress(desk.session.sheet, (block,)).empty


def take_last(desk: ScreenContext, block: str) -> None:
    """Take last period's words of a task into its empty fields, as one step; say how many."""
    take_over(desk, carry_progress(desk.session.sheet, (block,)), "progress")


def evidence_words(desk: ScreenContext, block: str) -> str:
    """Return what the button to a task's evidence says: how many files there are, where there are some.

    "" where none can be attached: the plan has no column for it, or its progress is not asked for in the open period.
    """
    session = desk.session
    try:
        place = place_of(session.sheet, block)
    except AppError:
        return ""
    kept = session.workspace.store.evidence.attachments(session.period_id)
    count = sum(1 for one in kept if one.place == place or one.place.endswith(f"@{place}"))
    return say("window.progress.evidence_n", n=count) if count else say("window.progress.evidence")


def open_evidence(desk: ScreenContext, block: str, parent: QWidget, closed: Callable[[], None]) -> EvidenceDialog:
    """Open the files of a task; `closed` is called when they are left."""
    session = desk.session
    dialog = EvidenceDialog(desk, place_of(session.sheet, block), session.plan.blocks[block].title, parent.window())
    dialog.finished.connect(lambda _: closed())
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
