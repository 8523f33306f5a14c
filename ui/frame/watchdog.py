"""Watchdog: notes in the journal where the window stood still, for more than a tenth of a second.

A timer of the window's thread beats; a thread looks whether it did, and takes down where the program is while it does
not. Names of our modules and functions only, no value of theirs. One line for each time, written when it is over.
"""

import sys
import threading
import time

from PySide6.QtCore import QObject, Qt, QTimer

from ui.basics import journal

BEAT, STILL = 0.05, 0.1  # seconds between two beats; and without one, beyond that
ASLEEP = 1.0  # seconds without a look of the thread's own: the whole machine stood still
SHOWN, LONGEST, MOST = 3, 60, 200  # places of one line, characters of a place, lines of one run
OURS = ("models", "forms", "ui")


class Watchdog(QObject):
    """Watches the thread it is made in until it is stopped."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin to watch."""
        super().__init__(parent)
        self._watched, self._beat, self._end = threading.get_ident(), time.monotonic(), threading.Event()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._be_alive)
        self._timer.start(int(BEAT * 1000))
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()
        self._end.set()
        self._thread.join()

    def _be_alive(self) -> None:
        self._beat = time.monotonic()

    def _watch(self) -> None:
        """Note each time without a beat, with the places where it was first found standing."""
        looked, still, noted = time.monotonic(), 0.0, 0
        places: tuple[str, ...] = ()
        while not self._end.wait(BEAT) and noted < MOST:
            now, beat = time.monotonic(), self._beat
            if now - looked > ASLEEP:
                still, places = 0.0, ()
                self._beat = now
            elif now - beat > BEAT + STILL:
                places = places or self._places()
                still = now - beat
            elif still:
                journal.note("stalled", ms=int(still * 1000), **dict(zip(("at", "by", "from_"), places, strict=False)))
                still, places, noted = 0.0, (), noted + 1
            looked = now

    def _places(self) -> tuple[str, ...]:
        """Return where the watched thread is, innermost first: `ui.screens.filing.show_page:120`."""
        found: list[str] = []
        frame = sys._current_frames().get(self._watched)
        while frame is not None and len(found) < SHOWN:
            module = str(frame.f_globals.get("__name__"))
            if module.partition(".")[0] in OURS:
                found.append(f"{module}.{frame.f_code.co_name.strip('<>')}:{frame.f_lineno}"[-LONGEST:])
            frame = frame.f_back
        return tuple(found)
