"""Work bar: how far a dialog's act is while it goes on in the background, and 停止 where it can be stopped.

What the act is and what is typed for it, the dialog knows.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QProgressBar, QWidget

from models.basics.messages import say
from ui.basics.jobs import Job, Lane, Progress, Stopped, Work
from ui.basics.texts import trouble
from ui.look.widgets import button, label, row
from ui.office.asking import LATER, FieldsDialog


class WorkBar(QWidget):
    """A bar and 停止 in a dialog of fields, while its act goes on in the background; 取消 stops it too."""

    def __init__(self, dialog: FieldsDialog, lane: Lane, *more: QWidget) -> None:
        """Stand at the foot of the dialog, below `more`, which cannot be changed meanwhile either."""
        super().__init__(dialog)
        self._dialog, self._lane = dialog, lane
        self._job: Job | None = None
        self._stopped, self._begun, self._stops = "", "", True
        self._undone: Callable[[], None] | None = None
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.stop = button(say("office.stop"), self._stop)
        self.stop.setAutoDefault(False)
        self._words = label("", "small")
        inner = row(self._words, self.bar, self.stop)
        inner.setStretch(1, 1)
        self.setLayout(inner)
        self.hide()
        dialog.add(*more, self)
        self._more = more
        dialog.rejected.connect(self._stop)

    def run(
        self,
        work: Work,
        done: Callable[[Any], None],
        words: str,
        *,
        stopped: str = "",
        undone: Callable[[], None] | None = None,
        stops: bool = True,
    ) -> object:
        """Put the work into the lane; its end closes the dialog, a refusal is told in it.

        `stopped` = what is said where it was stopped, "" = that nothing was changed; `undone` is called before a
        refusal is told, and when it was stopped. `stops`: it reports how far it is, so that it can be stopped; else
        only while it waits for what goes on before it.
        """
        waits = self._lane.at_work  # in words; what only waits can be left
        self._words.setText(say("office.doing_after", 在做=waits) if waits else words)
        self._begun, self._stops = words, stops
        self.stop.setVisible(stops or bool(waits))
        self._stopped, self._undone = stopped or say("office.ask.stopped"), undone
        self._dialog.refuse("")
        self._show(running=True, stops=stops or bool(waits))

        def begun(progress: Progress) -> object:
            progress(0, 1)
            return work(progress)

        def finished(answer: object) -> None:
            self._show(running=False)
            self._dialog.accept()
            done(answer)

        self._job = self._lane.run(self, begun, finished, self._failed, words=words)
        self._job.progress.connect(self._shown)
        return LATER

    def _shown(self, done: int, of: int) -> None:
        self._words.setText(self._begun)
        if not self._stops:
            self.stop.hide()
            self._dialog.set_busy(busy=True, stops=False)
            return
        self.bar.setRange(0, 1000)
        self.bar.setValue(done * 1000 // max(of, 1))

    def _show(self, *, running: bool, stops: bool = True) -> None:
        self._dialog.show_part(self, shown=running)
        self.bar.setRange(0, 0)
        self._dialog.set_busy(busy=running, stops=stops)
        for one in self._more:
            one.setEnabled(not running)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.stop()

    def _failed(self, error: BaseException) -> None:
        self._job = None
        self._show(running=False)
        if self._undone is not None:
            self._undone()
        self._dialog.refuse(self._stopped if isinstance(error, Stopped) else trouble(error))
