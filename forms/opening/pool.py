"""Pool: files opened several at a time, in workers of this program or by whatever executor somebody gives.

Opening a file is a function of its bytes and of the plans and settings that are here: it can be done by any process on
any machine that has this program. What comes back is plain data, in the order in which files were given.

By default each file goes to a guarded worker (`forms.guards.worker`). An executor of somebody's own — threads,
processes, a cluster — opens them where it runs: without the net of limits, and who gives one trusts its machines.
"""

import hashlib
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import TYPE_CHECKING

from forms.guards.worker import Plain, TaskFailed, Worker, refusal, shared_worker
from forms.opening import READER
from forms.opening.apart import Texts, knows_session, open_plainly
from models.basics.errors import AppError
from models.basics.records import dataclass

if TYPE_CHECKING:  # who opens files for somebody else has no store
    from models.store import UnitStore
    from models.store.office.office_store import OfficeStore

MOST_WORKERS = 32
WORTH = 64  # files for each worker: to start one takes as long as opening so many
AT_ONCE = 32  # files an executor is given before the first is waited for
AHEAD = 8  # files for each of several workers: one book of a long register takes as long as so many others
LARGEST_AT_ONCE = 64 << 20  # bytes of them
_WANTS = ("wants",)
Answer = tuple[Plain, ...]  # ("done", what it says) | ("refused", code, facts) | ("failed", type) | ("wants",)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What has to be known of an office to open its papers: plans by digest, settings by version; texts and bytes."""

    plans: Mapping[str, Mapping[str, bytes]]
    settings: Mapping[int, str]

    def texts(self, digest: str, version: int) -> Texts | None:
        """Return the plan's files and the settings a paper names; None where one of them is not here."""
        files, said = self.plans.get(digest), self.settings.get(version, "" if version == 0 else None)
        return None if files is None or said is None else (files, said)

    def answer(self, question: Plain) -> Plain:
        """Reply to a worker that asks for the plan and settings of a paper."""
        digest, version = question
        found = self.texts(str(digest), int(version))
        return None if found is None else (dict(found[0]), found[1])

    @property
    def mark(self) -> str:
        """What tells it from another one, SHA-256."""
        plans = sorted(self.plans)
        said = sorted((version, hashlib.sha256(text.encode()).hexdigest()) for version, text in self.settings.items())
        return hashlib.sha256(repr((plans, said)).encode()).hexdigest()


def view_of(store: "UnitStore | OfficeStore") -> View:
    """Return what a store has of plans and settings now."""
    plans = {row.digest: store.plan_files(row.digest) or {} for row in store.plans()}
    return View(
        plans=plans, settings={version: store.settings_text(version) or "" for version in store.settings_versions()}
    )


def open_for(content: bytes, mark: str, view: View | None = None) -> Answer:
    """Open one file for an office by the mark of its view; asks for the view itself where it is not known yet.

    Hangs on its arguments alone and raises nothing for what is inside a file: for any process of any machine.
    """
    if view is None and not knows_session(mark):
        return _WANTS
    try:
        return "done", open_plainly(content, mark, view.answer if view is not None else _nothing)
    except AppError as error:
        return refusal(error)
    except Exception as error:  # noqa: BLE001 - whatever it is, it concerns this file alone
        return "failed", type(error).__name__


def _nothing(_: Plain) -> Plain:
    return None


class FileSent:
    """A file on its way to be opened."""

    def __init__(self, said: Callable[[], Answer], sent: Future[Answer] | None = None) -> None:
        """Begin; `sent`: what is waited for, None = nothing is."""
        self._said, self._sent = said, sent

    def __call__(self) -> Plain:
        """Wait for what the file says.

        Raises AppError: as the opening does, "file_unread" where the process was lost over it, "file_not_processed" for
        a bug of ours.
        """
        return _said(self._said())

    def when_there(self, told: Callable[[], None]) -> None:
        """Let it be told, once, by whatever thread, that nobody has to wait any more."""
        if self._sent is None:
            told()
        else:
            self._sent.add_done_callback(lambda _: told())


class Pool:
    """Opens the files of one office. Close it when all were opened, or given up."""

    def __init__(self, view: View, workers: int = 1, executor: Executor | None = None, *, files: int = 0) -> None:
        """Begin with some guarded workers, or with an executor. Raises AppError("workers_out_of_range").

        Of several workers, no more are started than the `files` that are expected, or that came, keep busy; those that
        are expected to be are started here, and load what opens papers while the first ones are looked for.
        """
        if not 0 < workers <= MOST_WORKERS:
            raise AppError("workers_out_of_range", 上限=MOST_WORKERS)
        self._view, self._mark, self._given, self._sent = view, view.mark, executor, 0
        self._most, self._files = workers, files
        self._workers = [shared_worker()]
        self._free: SimpleQueue[Worker] = SimpleQueue()
        self._free.put(self._workers[0])
        self._threads = ThreadPoolExecutor(workers, "tanbao-open")  # one waits for each worker
        self._closed = False
        self.at_once = AT_ONCE if executor is not None else AHEAD * workers if workers > 1 else 2
        if executor is None:
            self._start_more()

    @property
    def opens_several(self) -> bool:
        """True when files are opened beside one another, and not one after the other."""
        return self._given is not None or len(self._workers) > 1

    def begin(self, content: bytes) -> FileSent:
        """Begin with a file."""
        if self._given is not None:
            return self._begun(self._given, content)
        self._sent += 1
        self._start_more()
        sent = self._threads.submit(self._guarded, content)
        return FileSent(sent.result, sent)

    def close(self) -> None:
        """End what is this pool's own; what was begun and not waited for is given up."""
        self._closed = True
        self._threads.shutdown(wait=False, cancel_futures=True)
        for one in self._workers:
            one.give_up()
        self._threads.shutdown(wait=True)
        for one in self._workers[1:]:
            one.close()

    def _start_more(self) -> None:
        expected = max(self._files, self._sent)
        while len(self._workers) < min(self._most, expected // WORTH):
            worker = Worker()
            worker.prepare(READER)
            self._workers.append(worker)
            self._free.put(worker)

    def _guarded(self, content: bytes) -> Answer:
        worker = self._free.get()
        try:
            if self._closed:
                return _LOST
            return "done", worker.run(open_plainly, content, self._mark, self._view.answer)
        except AppError as error:
            return refusal(error)
        except TaskFailed as error:
            return "failed", str(error)
        finally:
            self._free.put(worker)

    def _begun(self, executor: Executor, content: bytes) -> FileSent:
        """Send a file; the first ones take the view along, later ones only where a process has none yet."""
        view = self._view if self._sent < self.at_once else None
        self._sent += 1

        def said() -> Answer:
            try:
                answer: Answer = first.result() if first is not None else _LOST
                if answer == _WANTS:
                    answer = executor.submit(open_for, content, self._mark, self._view).result()
            except BrokenExecutor:
                answer = _LOST
            return answer

        try:
            first = executor.submit(open_for, content, self._mark, view)
        except BrokenExecutor:
            first = None
        return FileSent(said, first)


_LOST: Answer = ("refused", "file_unread", {})


def _said(answer: Answer) -> Plain:
    kind, *rest = answer
    if kind == "done":
        return rest[0]
    if kind == "refused":
        raise AppError(str(rest[0]), **rest[1])
    _log.error("a file from outside could not be processed: %s", rest[0])
    raise AppError("file_not_processed")
