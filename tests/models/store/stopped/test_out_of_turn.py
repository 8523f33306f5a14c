"""An exception that comes out of turn (Ctrl+C, no memory) at any step of a transaction leaves the store to everybody."""

import linecache
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from models.store.connection import connections, one_thread
from models.store.file import acts
from models.store.office.office_store import OfficeStore
from models.workspace.act import ActKind, act

PLACES = {
    connections.__file__: {"transaction", "gathered", "_begin_to_gather", "_moment", "settle", "_end_left_open"},
    one_thread.__file__: {"begin", "finish"},
    acts.__file__: {"describe", "many"},
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[OfficeStore]:
    made = OfficeStore.create(tmp_path / "office")
    yield made
    made.close()


def interrupted(step: int, work: Callable[[], object]) -> bool:
    """Do some work with an interrupt before its step-th line in PLACES; False when it has no more so many."""
    passed = 0

    def line(frame: FrameType, event: str, _: object) -> Any:
        nonlocal passed
        words = linecache.getline(frame.f_code.co_filename, frame.f_lineno).lstrip()
        if event == "line" and not words.startswith(("with ", "try:")):  # where nothing is done Python is not stopped
            passed += 1
            if passed == step:
                raise KeyboardInterrupt
        return line

    def called(frame: FrameType, _: str, __: object) -> Any:
        return line if frame.f_code.co_name in PLACES.get(frame.f_code.co_filename, ()) else None

    before = sys.gettrace()
    sys.settrace(called)
    try:
        work()
    except KeyboardInterrupt:
        return True
    finally:
        sys.settrace(before)
    return False


@pytest.fixture
def elsewhere() -> Iterator[Callable[[Callable[[], object]], object]]:
    """Does some work in another thread, the same each time, and waits for it."""
    with ThreadPoolExecutor(max_workers=1) as lane:
        yield lambda work: lane.submit(work).result(timeout=20)


def put(store: OfficeStore, text: str) -> None:
    with act(store, "甲", ActKind.SET, why="记", about={"x": text}):
        store.put_value("a", text)
        with store.transaction("甲", "记"):
            store.put_value("b", text)


def test_whoever_writes_next_can_and_nothing_half_done_comes_with_it(
    store: OfficeStore, elsewhere: Callable[[Callable[[], object]], object]
) -> None:
    put(store, "0")
    kept, step = "0", 1
    while interrupted(step, partial(put, store, str(step))):
        elsewhere(partial(store.put_value, "c", str(step)))
        assert {store.get_value("a"), store.get_value("b")} in ({kept}, {str(step)}), step
        kept = store.get_text("a")
        store.put_value("d", str(step))
        assert (store.get_value("a"), store.get_value("b"), store.acts.is_open) == (kept, kept, False), step
        step += 1
    assert step > 20 and store.acts.verify() == ()
    assert store.backup().exists()


def test_whoever_gathers_several_keeps_the_store_from_nobody_wherever_it_is_stopped(
    store: OfficeStore, elsewhere: Callable[[Callable[[], object]], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    def several(*texts: str) -> None:
        with store.acts.many():
            for text in texts:
                put(store, text)

    for together in (connections.TOGETHER, -1):  # brought to the disk at the end, and after each of them
        monkeypatch.setattr(connections, "TOGETHER", together)
        put(store, "0")
        kept, step = "0", 1
        while interrupted(step, partial(several, f"{step}a", f"{step}b")):
            elsewhere(partial(store.put_value, "c", str(step)))
            assert store.get_value("a") == store.get_value("b"), step
            assert store.get_text("a") in {kept, f"{step}a", f"{step}b"}, step
            kept = store.get_text("a")
            store.put_value("d", str(step))
            assert (store.get_value("a"), store.get_value("b"), store.acts.is_open) == (kept, kept, False), step
            step += 1
        assert step > 60 and store.acts.verify() == ()


def test_what_was_kept_stays_for_whoever_goes_on_gathering_after_a_stop(
    store: OfficeStore, elsewhere: Callable[[Callable[[], object]], object]
) -> None:
    step, stopped = 1, True
    while stopped:
        with store.acts.many():
            stopped = interrupted(step, partial(put, store, "stopped"))
            put(store, "kept")
        elsewhere(partial(store.put_value, "c", str(step)))
        assert (store.get_value("a"), store.get_value("b")) == ("kept", "kept"), step
        step += 1
    assert step > 20 and store.acts.verify() == ()


def test_a_copy_is_made_after_an_act_that_was_stopped(store: OfficeStore) -> None:
    put(store, "0")
    store._connections.db.execute("BEGIN IMMEDIATE")  # as an interrupt right behind it leaves it
    assert store.backup().exists()
