"""Memory: keeping Python's garbage collector from stopping the window while somebody types.

A plan and its screens are some hundred thousand objects that stay as long as the workspace is open. Looking through
them at every full round took 150 ms at ten times the real size; frozen, they are passed over.
"""

import gc


def settle() -> None:
    """Throw away what is not used any more and pass over, from now on, what is in use."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
