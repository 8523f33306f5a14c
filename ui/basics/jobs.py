"""Jobs: one background lane. Work that takes time (papers, keys, imports) goes through it one after the other.

The work runs in a thread of its own and may not touch a widget; what it returns comes back in the window's thread, to
the owner of the job. When the owner (a widget) is deleted before that, the job is asked to stop and its result dropped.
A job that says what it does (`words`) works with the open store: it is not cut off, and the window asks `Lane.at_work`
before it closes that store. What only reads and is waited for goes `beside` long work.
"""

import threading
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

if TYPE_CHECKING:  # loaded with the first job, after the window is painted
    from concurrent.futures import Future, ThreadPoolExecutor

PAINTED = 50  # milliseconds in which what was written last is seen, before the window stands still

Progress = Callable[[int, int], None]
Work = Callable[[Progress], Any]


class Stopped(Exception):
    """The person stopped the job."""


class Job(QObject):
    """One piece of work in the lane."""

    progress = Signal(int, int)  # done, of
    finished = Signal(object)  # what the work returned
    failed = Signal(object)  # the exception; Stopped when it was stopped
    over = Signal()  # before any of these two, and also when nobody is there any more to be told
    _ended = Signal(object)

    def __init__(self, lane: "Lane", owner: QObject, words: str) -> None:
        """Prepare the way back into the window's thread; `words` as in `Lane.run`."""
        super().__init__(lane)
        self.words = words
        self._lane = lane
        self._owner = owner
        self._stop = threading.Event()
        self._ended.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        owner.destroyed.connect(self._stop.set)

    def stop(self) -> None:
        """Ask the work to end at its next report; nothing half done is left behind by the work itself."""
        self._stop.set()

    @property
    def stopped(self) -> bool:
        """True once it was asked to stop: whatever it still finds is nobody's."""
        return self._stop.is_set()

    def report(self, done: int, of: int) -> None:
        """Tell how far it is. Raises Stopped when somebody asked to stop."""
        if self._stop.is_set():
            raise Stopped
        self.progress.emit(done, of)

    def attach(self, future: "Future[Any]") -> None:
        """Follow a future to its end."""
        future.add_done_callback(self._ended.emit)

    def _tell(self, future: "Future[Any]") -> None:
        self.over.emit()
        self.deleteLater()
        if future.cancelled() or self._lane.closed or not shiboken6.isValid(self._owner):
            return
        error = future.exception()
        if error is None:
            self.finished.emit(future.result())
        else:
            self.failed.emit(error)


def end_timers(desk: QObject) -> None:
    """End what a desk that goes was to show a moment later: it would read the store."""
    for timer in desk.findChildren(QTimer):
        timer.blockSignals(True)  # for good: a window that hides moves the place once more


class Lane(QObject):
    """The one background lane of the window."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Start without a thread; it comes with the first job."""
        super().__init__(parent)
        self.closed = False  # no more work is taken
        self._jobs: list[Job] = []  # waiting and running

    @cached_property
    def _executor(self) -> "ThreadPoolExecutor":
        from concurrent.futures import ThreadPoolExecutor

        return ThreadPoolExecutor(max_workers=1, thread_name_prefix="lane")

    @cached_property
    def _beside(self) -> "ThreadPoolExecutor":
        from concurrent.futures import ThreadPoolExecutor

        return ThreadPoolExecutor(max_workers=1, thread_name_prefix="beside")

    def run(
        self,
        owner: QObject,
        work: Work,
        done: Callable[[Any], None],
        failed: Callable[[BaseException], None],
        *,
        words: str = "",
        beside: bool = False,
    ) -> Job:
        """Put work into the lane; `done` or `failed` is called in the window's thread, while the owner exists.

        `words` ("正在生成送审稿") name work that uses the open store. Work `beside` what is in the lane only reads it.
        """
        job = Job(self, owner, words)
        executor = self._beside if beside and not self.idle else self._executor
        self._jobs.append(job)
        job.over.connect(lambda: self._jobs.remove(job))
        job.finished.connect(done)
        job.failed.connect(failed)
        job.attach(executor.submit(work, job.report))
        return job

    @property
    def idle(self) -> bool:
        """True when no work waits or runs."""
        return not self._jobs

    @property
    def at_work(self) -> str:
        """What is being done with the open store, "" when nothing is."""
        return next((job.words for job in self._jobs if job.words), "")

    def close(self) -> None:
        """Wait for the running job and take no more; one that does not work with the store is asked to stop.

        What ends from now on is told to nobody: the window is closing, and would open its store again.
        """
        self.closed = True
        for job in self._jobs:
            if not job.words:
                job.stop()
        for executor in (self._executor, self._beside):
            executor.shutdown(wait=True, cancel_futures=True)
