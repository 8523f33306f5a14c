"""Garbage is collected in the thread of the window: a widget deleted by another would end the program."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QObject, QTimer
from pytestqt.qtbot import QtBot

from ui.basics.gc_tuning import freeze_heap


@pytest.fixture
def started(qapp: object) -> Iterator[None]:
    """The heap of a program whose window has been painted."""
    gc.enable()  # as Python begins
    freeze_heap()
    yield
    app = QCoreApplication.instance()
    assert app is not None
    for timer in app.findChildren(QTimer, "garbage"):
        timer.setParent(None)


def test_a_job_never_deletes_a_widget_and_the_window_does(qtbot: QtBot, started: None) -> None:
    deleted_in: list[int] = []
    one = QObject()
    one.itself = one  # type: ignore[attr-defined]  # a cycle, as of a widget and what it is connected to
    weakref.finalize(one, lambda: deleted_in.append(threading.get_ident()))
    del one
    kept: list[list[int]] = []
    job = threading.Thread(target=lambda: kept.extend([n] for n in range(10 * gc.get_threshold()[0])))
    job.start()
    job.join()
    assert deleted_in == []
    qtbot.waitUntil(lambda: deleted_in == [threading.get_ident()])
