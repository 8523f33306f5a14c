"""Where the window stands still is noted in the journal, by the name of what kept it."""

import time
from typing import Any

from pytestqt.qtbot import QtBot

from ui.basics import journal
from ui.frame.watchdog import STILL, Watchdog

SLOW = """
def stand_still(seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(seconds / 50)
"""


def test_what_stood_still_is_noted_with_its_place(qtbot: QtBot) -> None:
    space: dict[str, Any] = {"__name__": "ui.slow", "time": time}
    exec(SLOW, space)
    already, found = len(_stalled()), ""
    watchdog = Watchdog()
    try:
        for _ in range(10):  # on a busy machine the watching thread may itself stand still meanwhile
            space["stand_still"](5 * STILL)
            qtbot.wait(200)
            found = next((one for one in _stalled()[already:] if "ui.slow.stand_still:" in one), "")
            if found:
                break
    finally:
        watchdog.stop()
    assert " ms=" in found and "/" not in found


def _stalled() -> list[str]:
    path = journal.folder() / journal.NAME
    lines = path.read_text("ascii").splitlines() if path.exists() else []
    return [one for one in lines if " stalled " in one]
