"""GC tuning: freezes long-lived objects, so that full collections do not stall typing.

A plan and its screens are some hundred thousand objects that stay as long as the workspace is open. Looking through
them at every full round took 150 ms at ten times the real size; frozen, they are passed over.
"""

import gc


def freeze_heap() -> None:
    """Collect garbage once and freeze what is left: later full collections pass over it."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
