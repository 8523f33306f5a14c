"""GC tuning: freezes long-lived objects, so that full collections stall neither the start nor typing.

A plan and its screens are some hundred thousand objects that stay as long as the workspace is open. Looking through
them at every full round took 150 ms at ten times the real size; frozen, they are passed over. While the program starts
nothing becomes garbage that is worth looking for: collecting begins when the first window has been painted.
"""

import gc

from PySide6.QtCore import QTimer

SETTLED = 500  # ms after a workspace was opened: its window is painted


def hold_collection() -> None:
    """Collect nothing until `freeze_heap`."""
    gc.disable()


def freeze_heap_soon() -> None:
    """Freeze the heap when the window has been painted."""
    QTimer.singleShot(SETTLED, freeze_heap)


def freeze_heap() -> None:
    """Collect garbage once and freeze what is left: later full collections pass over it."""
    gc.enable()
    gc.unfreeze()
    gc.collect()
    gc.freeze()
