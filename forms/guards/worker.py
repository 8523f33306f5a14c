"""Worker: one long-lived process that opens whatever comes from outside, so that no file can stop the program.

It is given a task (a function of a module, named by reference) and bytes, and gives back plain data: texts, numbers,
bytes, lists and dictionaries, nothing that could run. While it works the task may ask one kind of question back. A
file that takes more time or memory than any honest paper ends the worker, and the next one begins with a new one.
What is refused is decided by counts in the readers; these limits are only the net under them. Started by `spawn`, so
that it is the same on every system and in the packaged program.
"""

import atexit
import io
import logging
import multiprocessing
import os
import pickle
import select
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from types import ModuleType
from typing import Any

from forms.guards.usage import held, look_seldom_for_garbage, pass_over_what_stays, used
from models.basics.errors import AppError
from models.basics.records import dataclass

Plain = Any  # None, bool, int, str, bytes, and lists, tuples and dictionaries of these
Ask = Callable[[Plain], Plain]
Task = Callable[[bytes, Plain, Ask], Plain]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The net: CPU seconds and bytes for one file, wall seconds where neither can be measured or nothing happens.

    An honest register of 10,000 rows, saved by another program, takes a tenth of each.
    """

    seconds: float = 60.0
    memory: int = 1536 << 20
    wall: float = 600.0
    kept: int = 500 << 20  # a worker that holds more after a file is replaced before the next


LARGEST_ANSWER = 256 << 20  # bytes
_STEP = 0.1  # seconds between two looks at a worker that is busy


class TaskFailed(Exception):
    """An unexpected exception in a task, which is our bug; the text names its type."""


class Worker:
    """The process, started when it is first needed and again after each that had to be ended."""

    def __init__(self, limits: Limits | None = None) -> None:
        """Begin without a process."""
        self.limits = limits or Limits()
        self.ended = 0  # workers that had to be ended
        self._process: Any = None
        self._pipe: Any = None
        self._idle = True
        self._lock = threading.Lock()

    def run(self, task: Task, content: bytes, facts: Plain = None, answer: Ask | None = None) -> Plain:
        """Return what a task makes of some bytes; `answer` replies to what it asks.

        Raises AppError as the task does, AppError("file_unread") when it ran into the limits or died, TaskFailed.
        """
        with self._lock:
            self._start()
            try:
                self._pipe.send_bytes(pickle.dumps((task, content, facts)))
                return self._result(answer)
            except (EOFError, BrokenPipeError, ConnectionResetError) as error:
                self._end()
                raise AppError("file_unread") from error
            except BaseException:
                if self._process is not None and not self._idle:
                    self._end()  # stopped half way: whatever it says next belongs to nobody
                raise

    def prepare(self, module: str) -> None:
        """Start the process, if there is none, and let it load a module while this one does something else."""
        with self._lock:
            if not self.is_running:
                self._start()
                self._idle = True
                with suppress(OSError):  # it ended at once: the first task tells
                    self._pipe.send_bytes(pickle.dumps(module))

    @property
    def is_running(self) -> bool:
        """True while there is a process; the first task starts it."""
        return self._process is not None and bool(self._process.is_alive())

    def close(self) -> None:
        """End the process; the next task starts another."""
        with self._lock:
            self._stop()

    def give_up(self) -> None:
        """End what it is busy with, from another thread than the one that waits: that is told "file_unread"."""
        process = self._process
        if process is not None and not self._idle:
            process.kill()

    def _start(self) -> None:
        if self.is_running:
            self._idle = False
            return
        context = multiprocessing.get_context("spawn")
        self._pipe, other = context.Pipe()
        self._process = context.Process(target=_serve, args=(other,), name="tanbao-reader", daemon=True)
        with _without_main():
            self._process.start()
        other.close()
        self._idle = False

    def _result(self, answer: Ask | None) -> Plain:
        while True:
            self._wait()
            kind, *rest = plain_loads(self._pipe.recv_bytes(LARGEST_ANSWER))
            if kind == "ask":
                self._pipe.send_bytes(pickle.dumps(answer(rest[0]) if answer is not None else None))
                continue
            self._idle = True
            if kind == "done":
                self._retire()
                return rest[0]
            if kind == "refused":
                raise AppError(str(rest[0]), **rest[1])
            raise TaskFailed(str(rest[0]))

    def _wait(self) -> None:
        """Wait for the worker's next word. Raises EOFError when it went beyond the limits."""
        if _speaks(self._pipe):
            return
        begun = time.monotonic()
        before, _ = used(self._process)
        while not _speaks(self._pipe):
            seconds, memory = used(self._process)
            over = seconds - before > self.limits.seconds or memory > self.limits.memory
            if over or time.monotonic() - begun > self.limits.wall or not self._process.is_alive():
                raise EOFError

    def _retire(self) -> None:
        if held(self._process) > self.limits.kept:
            self._stop()

    def _end(self) -> None:
        self.ended += 1
        self._stop()

    def _stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._pipe.close()
        self._process = self._pipe = None


@contextmanager
def _without_main() -> Iterator[None]:
    """Start a process that does not run the program's main module again: it may be anybody's script, or none."""
    with _starting:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main


_starting = threading.Lock()


def _speaks(pipe: Any) -> bool:  # noqa: ANN401
    """Wait a step for a word from the other side; True also when it has gone. A connection asks so in more time."""
    if sys.platform == "win32":
        return bool(pipe.poll(_STEP))
    waiting = select.poll()
    waiting.register(pipe.fileno(), select.POLLIN)
    return bool(waiting.poll(_STEP * 1000))


def _serve(pipe: Any) -> None:  # noqa: ANN401 - a connection of multiprocessing
    """Main loop of the worker process: run tasks until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program, which then closes the pipe
    for stream in ("stdout", "stderr"):
        if getattr(sys, stream) is None:
            setattr(sys, stream, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - a program without a console

    look_seldom_for_garbage()
    done = 0
    while True:
        try:
            wanted = pickle.loads(pipe.recv_bytes())
            if isinstance(wanted, str):
                import_module(wanted)
                continue
            pipe.send_bytes(pickle.dumps(_said(pipe, *wanted)))
            done += 1
            if done & (done - 1) == 0:  # the first file, the second, the fourth …: what they loaded serves all others
                pass_over_what_stays()
        except (EOFError, OSError):
            return


def _said(pipe: Any, task: Task, content: bytes, facts: Plain) -> Plain:  # noqa: ANN401
    """What comes of one task, as the program is told it. Raises EOFError, OSError when nobody listens any more."""

    def ask(question: Plain) -> Plain:
        pipe.send_bytes(pickle.dumps(("ask", question)))
        return pickle.loads(pipe.recv_bytes())

    try:
        return "done", task(content, facts, ask)
    except AppError as error:
        return refusal(error)
    except (EOFError, BrokenPipeError):
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, it concerns this file alone
        return "failed", type(error).__name__


def refusal(error: AppError) -> tuple[Plain, ...]:
    """Return an error as plain data: ("refused", its code, its facts)."""
    return "refused", error.code, {name: _plain(one) for name, one in error.facts.items()}


def _plain(fact: object) -> Plain:
    return fact if isinstance(fact, int | str) else str(fact)


class _PlainOnly(pickle.Unpickler):
    """Builds no objects: what comes from the worker may have been written by the file it read."""

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401
        raise pickle.UnpicklingError(f"{module}.{name}")


def plain_loads(content: bytes) -> Plain:
    """Return the plain data of some bytes. Raises EOFError for anything else."""
    try:
        return _PlainOnly(io.BytesIO(content)).load()
    except Exception as error:
        raise EOFError("not plain data") from error


_shared: list[Worker] = []


def shared_worker() -> Worker:
    """Return the one worker of this program."""
    if not _shared:
        _shared.append(Worker())
        atexit.register(_shared[0].close)
    return _shared[0]


def in_worker(task: Task, content: bytes, facts: Plain = None, answer: Ask | None = None) -> Plain:
    """Return what a task makes of some bytes in the shared worker.

    Raises AppError as the task does, "file_unread" when it ran into the limits, "file_not_processed" for a bug of ours.
    """
    try:
        return shared_worker().run(task, content, facts, answer)
    except TaskFailed as error:
        logging.getLogger(__name__).error("a file from outside could not be processed: %s", error)
        raise AppError("file_not_processed") from error
