"""Long paste: which lines of a block are rows, and the box that waits while thousands are read in the lane."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QProgressBar, QVBoxLayout, QWidget

from models.basics.messages import say
from ui.basics.jobs import Job, Lane, Progress, Stopped, Work
from ui.look.fitting import fit
from ui.look.widgets import button, label, row
from ui.tables.copied import without_cut

if TYPE_CHECKING:
    from ui.session.session import Foreseen

WIDE = 420
SOON = 1000  # ms: a file that is read sooner shows no box
MOST_QUOTED, LONGEST_QUOTED = 3, 20  # lines, characters
MANY_LINES = 500  # taken, or taken back, in one step: more are checked in the lane


def rows_only(block: list[list[str]]) -> tuple[Sequence[Sequence[str | None]], str]:
    """Return the lines of a pasted block that are rows, and the sentence about what is left out of it.

    Totals and feet are no rows; in a row None stands where nothing is put, as `without_cut` says.
    """
    rows, words = _without_totals(block)
    kept, cut = without_cut(rows, "pasted")
    return kept, "".join(cut) + words


def _without_totals(block: list[list[str]]) -> tuple[list[list[str]], str]:
    """Return the lines of a block that are rows, and the sentence about those that are not.

    One column alone stays whole: another beside it is pasted next, and its lines must meet these.
    """
    from forms.lists.no_rows import why_no_row

    if max(map(len, block), default=0) < 2:
        return block, ""
    rows, left = list[list[str]](), list[str]()
    for line in block:
        said = [text for one in line if (text := one.strip())]
        if why_no_row(said):
            left.append(said[0])
        else:
            rows.append(line)
    if not left:
        return block, ""
    words = "、".join(text[:LONGEST_QUOTED] for text in left[:MOST_QUOTED]) + ("…" if len(left) > MOST_QUOTED else "")
    return rows, say("window.register.no_rows", n=len(left), 行=words)


def outside(block: Sequence[Sequence[str | None]], room: int) -> int:
    """Return how many cells of a block that say something lie beyond so many columns."""
    return sum(1 for line in block for text in line[room:] if text and text.strip())


class WaitingBox(QDialog):
    """A sentence, a bar and 停止 over the window while work runs in the lane; Esc stops too."""

    def __init__(self, parent: QWidget, words: str, title: str = "") -> None:
        """Say what is being done; the title is that of a paste where no other is given."""
        super().__init__(parent)
        self.setWindowTitle(title or say("window.register.waiting"))
        self._job: Job | None = None
        self._stopped: Callable[[], None] | None = None
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.stop = button(say("window.register.stop"), self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(label(words, wrap=True))
        layout.addLayout(row(self.bar, self.stop))
        fit(self, WIDE, layout.totalHeightForWidth(WIDE))  # a sentence is not cut

    def run(
        self,
        lane: Lane,
        work: Work,
        done: Callable[[Any], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        """Start the work; `done` or `failed` is called with the box closed, `failed` with Stopped when stopped."""

        def finished(answer: object) -> None:
            if self.isVisible():
                self.accept()
                done(answer)

        def ended(error: BaseException) -> None:
            if self.isVisible():
                self.accept()
                failed(error)

        self._stopped = lambda: failed(Stopped())
        self.open()
        self._job = lane.run(self, work, finished, ended)
        self._job.progress.connect(self._shown)
        self.finished.connect(self.deleteLater)

    def follow(self, job: Job, stopped: Callable[[], None]) -> None:
        """Open over a job in the lane that takes longer than a moment; `stopped` is called when somebody stops it."""
        self._job, self._stopped = job, stopped
        self.bar.setRange(0, 0)  # until it says how far it is
        self.bar.setTextVisible(True)  # in per cent
        job.progress.connect(self._follows)
        job.over.connect(self._over)
        QTimer.singleShot(SOON, self, lambda: None if self._job is None else self.open())

    def _over(self) -> None:
        self._job = None
        if self.isVisible():
            self.accept()
        self.deleteLater()

    def check(
        self,
        lane: Lane,
        check: Callable[[], "Foreseen"],
        put: Callable[["Foreseen"], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        """Check in the lane what thousands of lines lead to, then put them; until then nothing is kept."""

        def work(report: Progress) -> "Foreseen":
            foreseen = check()
            report(1, 1)  # somebody may have stopped meanwhile
            return foreseen

        self.bar.setRange(0, 0)  # nobody knows how long the checks take
        self.run(lane, work, put, failed)

    def reject(self) -> None:
        """Stop the work; what it found is dropped."""
        if self._job is not None:
            self._job.stop()
        super().reject()
        if self._stopped is not None:
            self._stopped()

    def _shown(self, done: int, of: int) -> None:
        self.bar.setRange(0, max(of, 1))
        self.bar.setValue(done)

    def _follows(self, done: int, of: int) -> None:
        """Show how far a job is, or that nobody knows: `of` is 0."""
        self.bar.setRange(0, of)
        self.bar.setValue(done)
