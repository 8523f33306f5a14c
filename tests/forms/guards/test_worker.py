"""The worker: whatever a file does to it, the program goes on and gets plain data or one sentence."""

import ctypes
import shlex
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib.util import find_spec
from multiprocessing import resource_tracker, spawn
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest

from forms.guards.usage import used
from forms.guards.worker import Limits, Task, TaskFailed, Worker
from forms.opening import READER
from models.basics.errors import AppError
from models.basics.messages import sentence
from tests.forms.guards import worker_tasks as tasks

ROOT = Path(__file__).resolve().parents[3]
FROZEN = """
import runpy, sys
sys.frozen = True
sys.path[:0] = [{root!r}, {hooks!r}]  # what PyInstaller has for processes of its own is packed as a module
runpy.run_path({main!r}, run_name="__main__")
"""
SMALL = Limits(seconds=2, memory=400 << 20, wall=200)  # a slow machine starts a worker within them


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    made = Worker(SMALL)
    yield made
    made.close()


def test_one_process_serves_file_after_file_and_may_ask(worker: Worker) -> None:
    one = worker.run(tasks.counted, b"\0abc", [1, "二"], lambda question: {"asked": question})
    other = worker.run(tasks.counted, b"", None, None)
    assert one["bytes"] == b"\0abc" and one["facts"] == [1, "二"] and one["told"] == {"asked": ("what", 1)}
    assert other["process"] == one["process"] and other["told"] is None


def test_a_refusal_comes_back_with_its_facts_and_a_bug_by_its_name(worker: Worker) -> None:
    ended = worker.ended
    with pytest.raises(AppError) as refusal:
        worker.run(tasks.refused, b"")
    assert (refusal.value.code, refusal.value.facts) == ("file_too_large", {"文件": "x", "上限": 3})
    with pytest.raises(TaskFailed, match="ZeroDivisionError"):
        worker.run(tasks.failing, b"")
    assert worker.ended == ended


@pytest.mark.parametrize("task", [tasks.endless, tasks.greedy, tasks.crashing, tasks.lying])
def test_a_file_beyond_all_measure_is_unread_and_the_next_one_is_read(worker: Worker, task: Task) -> None:
    ended = worker.ended
    with pytest.raises(AppError) as unread:
        worker.run(task, b"")
    assert unread.value.code == "file_unread" and sentence(unread.value)
    assert worker.ended == ended + 1
    assert worker.run(tasks.counted, b"good")["bytes"] == b"good"


def test_a_file_that_only_waits_is_ended_by_the_clock() -> None:
    waiting = Worker(replace(SMALL, wall=0.5))
    with pytest.raises(AppError, match="file_unread"):
        waiting.run(tasks.asleep, b"")
    waiting.close()


def test_an_answer_that_fails_leaves_nothing_half_said(worker: Worker) -> None:
    def broken(_: object) -> object:
        raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        worker.run(tasks.counted, b"", None, broken)
    assert worker.run(tasks.counted, b"next")["bytes"] == b"next"


def test_a_worker_that_was_prepared_has_loaded_what_it_will_need() -> None:
    early = Worker(SMALL)
    early.prepare("colorsys")  # no program needs it
    early.prepare("tabnanny")  # it runs already: nothing is loaded into it a second time
    assert early.run(tasks.loaded, b"", ["colorsys", "tabnanny"]) == [True, False]
    assert early.ended == 0 and find_spec(READER) is not None
    early.close()


def test_what_stays_in_a_worker_is_passed_over_and_garbage_of_many_files_still_goes() -> None:
    fresh = Worker(SMALL)
    rings, passed_over = zip(*(fresh.run(tasks.leaving_garbage, b"", 100) for _ in range(60)), strict=True)
    fresh.close()
    assert passed_over[0] == 0 < min(passed_over[1:])
    assert rings[0] == 100 and max(rings) < 4_000, "6,000 were made"


def test_a_worker_that_cannot_load_what_it_was_told_is_replaced() -> None:
    early = Worker(SMALL)
    early.prepare("no_such_module")
    early._process.join()
    assert early.run(tasks.counted, b"next")["bytes"] == b"next"
    early.close()


def test_what_is_given_up_is_told_to_who_waits_and_the_next_is_read(worker: Worker) -> None:
    assert worker.run(tasks.counted, b"before")["bytes"] == b"before"
    worker.give_up()  # it does nothing: there is nothing to give up
    assert worker.is_running
    with ThreadPoolExecutor(1) as other:
        asked = Event()

        def answer(_: object) -> None:
            asked.set()

        waiting = other.submit(worker.run, tasks.asking_and_asleep, b"", None, answer)
        asked.wait()
        worker.give_up()
        with pytest.raises(AppError, match="file_unread"):
            waiting.result()
    assert worker.run(tasks.counted, b"next")["bytes"] == b"next"


def test_a_worker_that_holds_much_is_replaced() -> None:
    large = Worker(replace(SMALL, kept=1))
    first, second = (large.run(tasks.counted, b"")["process"] for _ in range(2))
    assert first != second and large.ended == 0
    large.close()


@pytest.mark.skipif(sys.platform == "win32", reason="plays the packaged program with a script")
def test_the_packaged_program_starts_itself_as_the_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A frozen program has no other Python: its own file is run with the words of `multiprocessing`, and obeys them."""
    program, inside = tmp_path / "TanBao", tmp_path / "frozen.py"
    packed = find_spec("PyInstaller")
    assert packed and packed.origin
    hooks = Path(packed.origin).parent / "hooks/rthooks"
    inside.write_text(FROZEN.format(root=str(ROOT), hooks=str(hooks), main=str(ROOT / "main.py")), "utf-8")
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} {shlex.quote(str(inside))} "$@"\n', "utf-8")
    program.chmod(0o700)
    resource_tracker.ensure_running()  # of this Python: not what is tried here
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))
    monkeypatch.setattr(spawn, "_python_exe", str(program).encode())
    frozen = Worker(SMALL)
    assert frozen.run(tasks.counted, b"read")["bytes"] == b"read"
    frozen.close()


def test_windows_says_what_the_reader_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seconds are hundreds of nanoseconds in two halves there, and what is held is the larger of two figures."""

    class Kernel:
        def GetProcessTimes(self, handle: Any, *times: Any) -> int:
            for halves, seconds in zip(times[2:], (500, 20), strict=True):
                spent = seconds * 10**7
                halves._obj.dwHighDateTime, halves._obj.dwLowDateTime = spent >> 32, spent & 0xFFFFFFFF
            return handle.value == 7

        def K32GetProcessMemoryInfo(self, handle: Any, memory: Any, size: int) -> None:
            assert memory._obj.size == size == ctypes.sizeof(memory._obj)
            memory._obj.working, memory._obj.pagefile = 3 << 30, 5 << 30

    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=Kernel()), raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    assert used(SimpleNamespace(sentinel=7)) == (520.0, 5 << 30)
    assert used(SimpleNamespace(sentinel=8)) == (0.0, 0)  # a process that is gone
