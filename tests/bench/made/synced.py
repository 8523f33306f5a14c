"""What a disk takes to keep 4 KiB, whoever writes: the floor of whatever waits for it."""

import os
import time
from pathlib import Path


class Synced:
    """A file into which 4 KiB are written and synced: what the disk takes, whoever writes."""

    def __init__(self, folder: Path) -> None:
        self._file = os.open(folder / "floor", os.O_RDWR | os.O_CREAT)

    def write(self) -> float:
        """Write and sync; return the seconds."""
        start = time.perf_counter()
        os.pwrite(self._file, b"x" * 4096, 0)
        (os.fdatasync if hasattr(os, "fdatasync") else os.fsync)(self._file)
        return time.perf_counter() - start
