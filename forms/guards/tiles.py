"""Tiles: whether pieces of one pattern cover a text, without holding every piece to go back to.

Done in runs of pieces, not by a possessive repeat of a group: that one matches wrongly in Python 3.11.0 to 3.11.4
(CPython issue 106052), which a Debian 12 has. Each piece must begin like no other, so that nothing would be found by
going back.
"""

import re
from typing import AnyStr

RUN = 1024  # pieces matched at a time


def is_tiled(run: re.Pattern[AnyStr], text: AnyStr, place: int = 0, end: int | None = None) -> bool:
    """True when matches of `run`, one behind the other, cover the text from a place to `end` (None = to its end).

    `run` matches one to RUN pieces; an empty text is covered.
    """
    end = len(text) if end is None else end
    while place < end:
        found = run.match(text, place, end)
        if found is None or found.end() == place:
            return False
        place = found.end()
    return True
