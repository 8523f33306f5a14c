"""Jobs: one background lane. Work that takes time (papers, keys, imports) goes through it one after the other.

The work runs in a thread of its own and may not touch a widget; what it returns comes back in the window's thread, to
the owner of the job. When the owner (a widget) is deleted before that, the job is asked to stop and its result dropped.
A job that says what it does (`words`) works with the open store: it is not cut off, and the window asks `Lane.at_work`
before it closes that store. What only reads and is waited for goes `beside` long work.
"""

import threading
from collections.abc import Callable
from functools import cached_property, partial
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


class Listeners:
    """Who is told of one thing, in the order they asked; no widget that is gone by then."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._who: list[Callable[..., object]] = []

    def connect(self, who: Callable[..., object]) -> None:
        """Tell somebody as well."""
        self._who.append(who)

    def emit(self, *what: object) -> None:
        """Tell everybody."""
        for who in tuple(self._who):
            widget = getattr(who, "__self__", None)
            if not isinstance(widget, QObject) or shiboken6.isValid(widget):
                who(*what)

    def forget(self) -> None:
        """Tell nobody any more."""
        self._who.clear()


class Job:
    """One piece of work in the lane.

    No object of Qt's: its thread would still be emitting a signal of it while the window's, which was told, destroys
    it. What a thread emits are signals of the lane, which is there until no thread is. And when it is over the job lets
    go of the work and of all it found: else its thread would be the last to hold a widget, and destroy that.
    """

    def __init__(self, lane: "Lane", owner: QObject, work: Work, words: str) -> None:
        """Prepare the way back into the window's thread; `words` as in `Lane.run`."""
        self.words = words
        self.progress = Listeners()  # done, of
        self.finished = Listeners()  # what the work returned
        self.failed = Listeners()  # the exception; Stopped when it was stopped
        self.over = Listeners()  # before any of these two, and also when nobody is there any more to be told
        self._lane = lane
        self._held: dict[str, Any] = {"owner": owner, "work": work}  # and "found" or "error" once it has ended
        self._stop = threading.Event()
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
        self._lane.reported.emit(self, done, of)

    def do(self) -> None:
        """Do the work, in a thread of the lane."""
        try:
            self._held["found"] = self._held["work"](self.report)
        except BaseException as error:  # noqa: BLE001 - the window's thread tells of it, whatever it is
            self._held["error"] = error
        self._lane.ended.emit(self)

    def end(self) -> None:
        """Tell that it is over, and how it ended; in the window's thread."""
        try:
            self.over.emit()
            if self._lane.closed or not shiboken6.isValid(self._held["owner"]):
                return
            if "error" in self._held:
                self.failed.emit(self._held["error"])
            else:
                self.finished.emit(self._held["found"])
        finally:
            self._held.clear()
            for told in (self.progress, self.finished, self.failed, self.over):
                told.forget()


def end_timers(desk: QObject) -> None:
    """End what a desk that goes was to show a moment later: it would read the store."""
    for timer in desk.findChildren(QTimer):
        timer.blockSignals(True)  # for good: a window that hides moves the place once more


class Lane(QObject):
    """The one background lane of the window."""

    reported = Signal(object, int, int)  # a job, done, of
    ended = Signal(object)  # a job

    def __init__(self, parent: QObject | None = None) -> None:
        """Start without a thread; it comes with the first job."""
        super().__init__(parent)
        self.closed = False  # no more work is taken
        self._jobs: list[Job] = []  # waiting and running
        self.reported.connect(self._tell_progress, Qt.ConnectionType.QueuedConnection)
        self.ended.connect(self._tell_end, Qt.ConnectionType.QueuedConnection)

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
        job = Job(self, owner, work, words)
        executor = self._beside if beside and not self.idle else self._executor
        self._jobs.append(job)
        job.finished.connect(done)
        job.failed.connect(failed)
        executor.submit(job.do).add_done_callback(partial(self._give_up, job))
        return job

    def _tell_progress(self, job: Job, done: int, of: int) -> None:
        job.progress.emit(done, of)

    def _give_up(self, job: Job, future: "Future[None]") -> None:
        if future.cancelled():  # by `close`, before it was begun
            self.ended.emit(job)

    def _tell_end(self, job: Job) -> None:
        self._jobs.remove(job)
        job.end()

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
