"""Garbage is collected in the thread of the window: a widget deleted by another would end the program."""

import gc
import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from ui.basics import gc_tuning

ROOT = Path(__file__).parents[4]
STARTED = """
import gc
import threading
import weakref
from PySide6.QtCore import QCoreApplication, QObject
from ui.basics.gc_tuning import freeze_heap

app = QCoreApplication([])
freeze_heap()
deleted_in = []
one = QObject()
one.itself = one  # a cycle, as of a widget and what it is connected to
weakref.finalize(one, lambda: (deleted_in.append(threading.get_ident()), app.quit()))
del one
kept = []
job = threading.Thread(target=lambda: kept.extend([n] for n in range(10 * gc.get_threshold()[0])))
job.start()
job.join()
assert deleted_in == [], "a job deleted it"
app.exec()
assert deleted_in == [threading.get_ident()]
"""


def test_a_job_never_deletes_a_widget_and_the_window_does() -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(
        [sys.executable, "-c", STARTED], env=env, capture_output=True, text=True, check=False, timeout=60
    )
    assert ended.returncode == 0, ended.stderr


def test_rows_of_a_long_file_are_not_looked_through_for_garbage(qapp: QApplication) -> None:
    def looked() -> int:
        return sum(one["collections"] for one in gc.get_stats())

    before, frozen = looked(), gc.get_freeze_count()
    with gc_tuning.many_objects():
        rows = [[n] for n in range(3 * gc_tuning.MANY)]
        gc_tuning.collect_due()
        assert looked() == before
    assert gc.get_freeze_count() >= frozen + len(rows), "nor afterwards"
    gc_tuning.collect_due()
    assert looked() == before, "there is nothing due"
    gc.unfreeze()
