"""The lock that lets one program at a time have a store open; held by the system, so it goes when the program dies."""

import os
import sys
from pathlib import Path

from models.basics.errors import AppError


class StoreLock:
    """A locked file beside the store, from creation until `release`."""

    def __init__(self, path: Path) -> None:
        """Take the lock. Raises AppError("store_in_use") when another program has it, OSError for the folder."""
        self._file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "a+b")
        try:
            _lock(self._file.fileno())
        except (BlockingIOError, PermissionError) as error:
            self._file.close()
            raise AppError("store_in_use", folder=path.parent) from error
        except OSError:
            self._file.close()
            raise

    def release(self) -> None:
        """Give the lock back; again is harmless."""
        self._file.close()


if sys.platform == "win32":
    import msvcrt

    def _lock(number: int) -> None:
        msvcrt.locking(number, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(number: int) -> None:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
