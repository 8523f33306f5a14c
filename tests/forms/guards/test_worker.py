"""The worker: whatever a file does to it, the program goes on and gets plain data or one sentence."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from forms.guards.worker import Limits, Task, TaskFailed, Worker
from models.basics.errors import AppError
from models.basics.messages import sentence
from tests.forms.guards import worker_tasks as tasks

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


def test_a_worker_that_holds_much_is_replaced() -> None:
    large = Worker(replace(SMALL, kept=1))
    first, second = (large.run(tasks.counted, b"")["process"] for _ in range(2))
    assert first != second and large.ended == 0
    large.close()
