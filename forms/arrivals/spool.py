"""Spool: what waits in a reception, in a file of this process that has no name; the first of it in memory."""

import os
import pickle
from tempfile import SpooledTemporaryFile
from typing import Any

IN_MEMORY = 8 << 20  # bytes that are kept in memory; beyond they wait on the disk


class Spool:
    """Objects of this program, written and read again by the place where they lie."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._file = SpooledTemporaryFile(prefix="tanbao-", max_size=IN_MEMORY)  # noqa: SIM115 - closed by `close`

    @property
    def is_on_disk(self) -> bool:
        """True once it is more than is kept in memory."""
        return bool(self._file._rolled)  # type: ignore[attr-defined]

    def put(self, one: object) -> int:
        """Write an object; return its place."""
        place = self._file.seek(0, os.SEEK_END)
        pickle.dump(one, self._file, pickle.HIGHEST_PROTOCOL)
        return place

    def read(self, place: int) -> Any:  # noqa: ANN401
        """Return the object of a place."""
        self._file.seek(place)
        return pickle.load(self._file)

    def close(self) -> None:
        """Give back what it took."""
        self._file.close()
