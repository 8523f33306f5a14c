"""A store that is closed while another thread reads it: the thread has its answer, then it is told, and nothing ends."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from models.basics.errors import AppError
from models.store import UnitStore

LONG = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT i, hex(randomblob(9)) FROM n"
ROWS = 20_000


@pytest.mark.parametrize("way", ["rows", "each", "named_rows"])
def test_a_reader_has_its_answer_and_is_told_then(tmp_path: Path, way: str) -> None:
    for turn in range(3):
        store = UnitStore.create(tmp_path / str(turn))
        connections, begun, said = store._connections, threading.Event(), []

        def read(ask: Callable[..., Iterable[object]], begun: threading.Event, said: list[object]) -> None:
            try:
                while True:
                    begun.set()
                    said.append(sum(1 for _ in ask(LONG, ROWS)))
            except (AppError, sqlite3.Error) as error:
                said.append(error)

        reader = threading.Thread(target=read, args=(getattr(connections, way), begun, said))
        reader.start()
        begun.wait()
        time.sleep(0.003)  # it is at it
        store.close()
        reader.join()
        *answers, last = said
        assert isinstance(last, AppError) and last.code == "store_closed", last
        assert set(answers) <= {ROWS}
