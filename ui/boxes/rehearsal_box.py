"""Rehearsal box on the filing page: what the office would do, told before anything is sealed."""

from datetime import datetime

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from ui.basics.completion import Mark
from ui.basics.jobs import Job, Progress, Stopped
from ui.basics.texts import trouble
from ui.look.focus import scroll_to
from ui.look.widgets import button, emptied, label, note, row
from ui.session.screen import ScreenContext

MOST, BELOW = 8, 16  # reasons told here; pixels below what came into sight


class RehearsalBox(QWidget):
    """A button, and what came out."""

    def __init__(self, desk: ScreenContext) -> None:
        """Start with the button."""
        super().__init__()
        self._desk = desk
        self._job: Job | None = None
        self.lines: tuple[str, ...] = ()
        self._said = QVBoxLayout()
        self.go = button(say("rehearsal.ui.go"), self.run)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(label(say("rehearsal.ui.words"), "quiet", wrap=True))
        layout.addLayout(row(self.go, None))
        layout.addLayout(self._said)

    def run(self) -> None:
        """Rehearse in the background lane."""
        workspace, sheet = self._desk.session.workspace, self._desk.session.sheet

        def work(report: Progress) -> tuple[Mark, tuple[str, ...]]:
            from forms.unit.rehearsal import rehearse
            from forms.unit.rehearsal_texts import rehearsal_lines
            from models.versions.contradicted import contradicted_by
            from ui.disagreement.words import later_words

            found = rehearse(workspace, sheet, at=datetime.now(PLAN_ZONE), progress=report)
            with workspace.store.apart() as store:
                later = later_words(contradicted_by(store, sheet), most=MOST)
            good = found.received.decision.value == "accepted" and not later
            lines = (*rehearsal_lines(workspace, sheet, found, most=MOST), *later)
            return Mark.DONE if good else Mark.WARNING, lines

        self.go.setEnabled(False)
        self._show(Mark.HINT, (say("rehearsal.ui.running"),))
        self._job = self._desk.lane.run(
            self, work, lambda found: self._done(*found), self._failed, words=say("window.lane.rehearse")
        )

    def _done(self, mark: Mark, lines: tuple[str, ...]) -> None:
        self.go.setEnabled(True)
        self._show(mark, lines)

    def _failed(self, error: BaseException) -> None:
        self.go.setEnabled(True)
        self._show(Mark.ERROR, () if isinstance(error, Stopped) else (trouble(error),))

    def _show(self, mark: Mark, lines: tuple[str, ...]) -> None:
        self.lines = lines
        emptied(self._said)
        if lines:
            self._said.addWidget(note("\n".join(lines), mark))
            QTimer.singleShot(0, self, self._come_in_sight)

    def _come_in_sight(self) -> None:
        """Scroll to what was answered: it stands below the button, at the end of a long page."""
        scroll_to(self, BELOW)
