"""GC tuning: freezes long-lived objects, so that full collections stall neither the start nor typing.

A plan and its screens are some hundred thousand objects that stay as long as the workspace is open. Looking through
them at every full round took 150 ms at ten times the real size; frozen, they are passed over. While the program starts
nothing becomes garbage that is worth looking for: collecting begins when the first window has been painted.

From then on only the window's thread collects. Python would do it in whatever thread happens to make the next object,
and a widget that is part of a cycle must not be deleted in the thread of a background job: Qt crashes.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QTimer

SETTLED = 500  # ms after a workspace was opened: its window is painted
_EVERY = 500  # ms between two looks at whether there is garbage enough
_TIMER = "garbage"
MANY = 50_000  # objects made, beyond those that went
_held: list[bool] = []  # one for each work that makes many objects


def freeze_heap_soon() -> None:
    """Freeze the heap when the window has been painted."""
    QTimer.singleShot(SETTLED, freeze_heap)


def freeze_heap() -> None:
    """Collect garbage once and freeze what is left: later collections pass over it, and are made in this thread."""
    gc.disable()
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    app = QCoreApplication.instance()
    if app is not None and app.findChild(QTimer, _TIMER) is None:
        timer = QTimer(app)
        timer.setObjectName(_TIMER)
        timer.timeout.connect(collect_due)
        timer.start(_EVERY)


def collect_due() -> None:
    """Collect in this thread what Python would have collected in any: the oldest generation that is full."""
    if _held:
        return
    full = [
        age for age, (count, most) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)) if count > most
    ]
    if full:
        gc.collect(full[-1])


@contextmanager
def many_objects() -> Iterator[None]:
    """Look for no garbage while the rows of a long file are read, nor among them afterwards: they are none.

    Looking through half a million of them kept the window for a quarter of a second, again and again. They go as soon
    as nobody has them.
    """
    _held.append(True)
    try:
        yield
    finally:
        if gc.get_count()[0] > MANY:
            gc.freeze()
        _held.pop()
