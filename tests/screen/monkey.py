"""A monkey at a desk: random keys and clicks from a real X server, and three things that must never happen.

No key ever changes another cell than the current one, the crash page is never reached, and Qt never tells of an editor
that is closed or asked for its text after it has gone: what was typed in it would be lost. Run by
`python build/tasks.py monkey --seconds 3600`, for the unit's desk; with `--office FOLDER` at the desk of an office, in a
copy of that workspace (there the first is not judged). A failure prints the seed and what was done last.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter, deque
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QMenu

from tests.screen.arrivals import Arrivals
from tests.screen.x_server import x_server
from ui.basics.window_settings import WindowMemory

if TYPE_CHECKING:
    from models.sheet.rows import Row
    from ui.tables.grids.grid_view import GridView
    from ui.window.main_window import MainWindow

TICK = 25  # ms between two acts
TYPED = [*"0123456789", "period", "minus", "space", "a", "x", "equal", "slash"]
MOVES = [
    "Return", "Tab", "Escape", "Up", "Down", "Left", "Right", "shift+Return", "shift+Tab", "Home", "End", "Prior",
    "Next", "F2", "ctrl+Home", "ctrl+End", "ctrl+Down", "ctrl+Up", "ctrl+Right", "ctrl+Left",
]  # fmt: skip
COMMANDS = [
    "F6", "F7", "shift+F7", "F9", "F4", "F1", "ctrl+k", "ctrl+f", "ctrl+z", "ctrl+y", "ctrl+c", "ctrl+v", "ctrl+x",
    "ctrl+d", "ctrl+r", "Delete", "BackSpace", "ctrl+Return", "shift+Down", "shift+Right", "ctrl+shift+Down", "Escape",
    "F5", "ctrl+semicolon", "ctrl+Prior", "ctrl+Next", "alt+Down", "ctrl+s",
]  # fmt: skip
KINDS = (["command"] * 4, ["click"] * 5, ["wheel"], ["escape"] * 2)
REST, KEYS, ANYTHING = 12, 20, 12  # acts of a run
REMEMBERED = 40
MOST_STALLS = 15  # told of
ROW = "row of "
ROOT = Path(__file__).resolve().parents[2]
FOLDER = "TANBAO_MONKEY"  # set for the process that has the screen
LOST_EDITOR = "editor that does not belong to this view"  # as Qt says it
Said = dict[str, str]


class Monkey:
    """Acts, and looks at what has changed."""

    def __init__(self, window: "MainWindow", seed: int) -> None:
        self._arrivals = Arrivals()
        self._window, self._chance = window, random.Random(seed)
        self._hand = subprocess.Popen(["xdotool", "-"], stdin=subprocess.PIPE, text=True)
        self.judged, self.sent = 0, Counter[str]()
        self.wrong = ""
        self._count = 0
        self.last: deque[str] = deque(maxlen=REMEMBERED)
        self._before: Said | None = None
        self._visited: set[str] = set()
        self._followed: set[int] = set()

    def step(self) -> None:
        """Act once; after a run of plain keys see what they have changed.

        Runs of plain keys, in which only the places one was at may change, take turns with runs of anything; between
        them the window is left alone until everything that was sent has arrived.
        """
        if self._arrivals.waiting and not self._arrivals.lost:
            return
        lost = self._arrivals.lost
        if lost:
            self._arrivals.end()
        self._count += 1
        turn = self._count % (REST + KEYS + REST + ANYTHING)
        if turn in (REST - 1, REST + KEYS + REST - 1):
            self._send_last()
        if turn == REST:
            self._before, self._visited = None if lost else self._said(), set()
        if REST <= turn < REST + KEYS:
            self._visit()
            self._do("key", self._chance.choice(TYPED if self._chance.random() < 0.55 else MOVES))
        elif turn < REST + KEYS + REST:
            self._visit()
        elif turn == REST + KEYS + REST:
            self._look()
        else:
            self._anything()

    def _send_last(self) -> None:
        self._do("key", "Pause")
        self._arrivals.wait()

    def _visit(self) -> None:
        """Remember the place one is at; keys that arrive anywhere but in a grid are not judged."""
        grid = self._grid()
        if grid is None:
            self._before = None
        else:
            self._arrive(grid)
            if id(grid) not in self._followed:  # places that are left again between two acts count too
                self._followed.add(id(grid))
                grid.selectionModel().currentChanged.connect(lambda *_: self._arrive(grid))

    def _arrive(self, grid: "GridView") -> None:
        self._visited |= self._current(grid)

    def _anything(self) -> None:
        kind = self._chance.choice([one for kinds in KINDS for one in kinds])
        if kind == "command":
            self._do("key", self._chance.choice(COMMANDS))
        elif kind == "escape":
            self._do("key", "Escape")
        else:
            self._point(wheel=kind == "wheel")

    def _do(self, *words: str) -> None:
        self.last.append(" ".join(words) + _where())
        self.sent[words[0]] += 1
        assert self._hand.stdin is not None
        self._hand.stdin.write(" ".join(words) + "\n")
        self._hand.stdin.flush()

    def _point(self, *, wheel: bool) -> None:
        area = self._window.geometry()
        x, y = self._chance.randrange(area.width()), self._chance.randrange(area.height())
        button = self._chance.choice("45") if wheel else self._chance.choice("1111113")
        twice = ("--repeat", "2", "--delay", "40") if not wheel and self._chance.random() < 0.2 else ()
        self._do("mousemove", str(area.x() + x), str(area.y() + y))
        self._do("click", *twice, button)

    def _grid(self) -> "GridView | None":
        """The grid that has the keyboard, itself or by its editor; None while a menu lies open, which takes the keys.

        A menu's Enter takes the selected rows away, as its words say.
        """
        from ui.tables.grids.grid_view import GridView

        here = None if isinstance(QApplication.activePopupWidget(), QMenu) else QApplication.focusWidget()
        while here is not None and not isinstance(here, GridView):
            here = here.parentWidget()
        return here

    def _current(self, grid: "GridView") -> set[str]:
        """What a key may change in a grid: the current cell, or the current row of a register, by what it says."""
        from ui.tables.grids.register_view import RegisterView

        if not isinstance(grid, RegisterView):
            return {grid.place_at(grid.currentIndex())}
        register, desk = grid.table.register, self._window.desk
        if register is None or desk is None:
            return set()
        rows, place = desk.session.rows(register.id), grid.table.place(grid.currentIndex().row())
        return {_row(register.id, rows[place])} if 0 <= place < len(rows) else set()

    def _said(self) -> Said | None:
        desk = self._window.desk
        if desk is None:
            return None if self._window.office is None else {"period": ""}
        sheet, period = desk.session.sheet, desk.session.period_id
        cells = {at: f"{cell.state} {cell.raw} {cell.text}" for at, cell in sheet.cells.items()}
        rows = (_row(name, row) for name, kept in sheet.registers.items() for row in kept)
        return {"period": period, **cells, **{text: str(times) for text, times in Counter(rows).items()}}

    def _look(self) -> None:
        now, before = self._said(), self._before
        if now is None:
            self.wrong = "the desk is gone: a page stands in its way"
        elif before is not None and before["period"] == now["period"]:
            changed = {at for at in before if _less(at, before[at], now.get(at))}
            changed |= {at for at in now if at not in before and not at.startswith(ROW)}
            self.judged += 1
            if not changed <= self._visited:
                self.wrong = f"{changed - self._visited} changed, but only {self._visited} were visited"


def _where() -> str:
    """The window that has the keyboard, where it is a dialog or a menu."""
    top = QApplication.activePopupWidget() or QApplication.activeModalWidget()
    return f" in {type(top).__name__} {top.windowTitle()}".rstrip() if top is not None else ""


def _less(at: str, before: str, now: str | None) -> bool:
    """True for a cell that says another thing, or rows of one text that are fewer; a new one was typed by somebody."""
    return int(now or 0) < int(before) if at.startswith(ROW) else before != now


def _row(register: str, row: "Row") -> str:
    """A row by what it says: rows move up where one before them is gone."""
    return f"{ROW}{register} { ({**row.values, **row.raw}) }"


def play(seconds: float, seed: int, folder: Path, office: Path | None) -> None:
    """Let the monkey at the desk of a trial, or of a copy of an office; ends the process, with 1 when something is wrong."""
    from PySide6.QtCore import QMessageLogContext, QTimer, QtMsgType, qInstallMessageHandler

    from ui.frame.watchdog import Watchdog
    from ui.look.theme import apply_theme
    from ui.session.trial_workspace import make_trial
    from ui.window.app import application, reporter
    from ui.window.main_window import MainWindow

    app = application()
    apply_theme(app, dark=False)
    if office is not None:
        shutil.copytree(office, folder / "desk")
    else:
        make_trial(folder / "desk", "610902").store.close()
    window = MainWindow(folder / "desk", WindowMemory(folder / "memory.ini"))
    window.show()
    Watchdog(window)
    monkey, end = Monkey(window, seed), time.monotonic() + seconds
    crashed: list[str] = []

    sys.excepthook = reporter(window)  # where somebody can act a sentence is told, and nothing has crashed
    window.show_crash = lambda kind, _: crashed.append(kind.__name__)  # type: ignore[method-assign]

    def told(_: QtMsgType, __: QMessageLogContext, words: str) -> None:
        print(words, file=sys.stderr)  # noqa: T201
        if LOST_EDITOR in words and not monkey.wrong:
            monkey.wrong = words
            traceback.print_stack()

    qInstallMessageHandler(told)

    def tick() -> None:
        monkey.step()
        if crashed or monkey.wrong or time.monotonic() > end:
            tell_and_end(monkey, crashed, seed)

    timer = QTimer()
    timer.timeout.connect(tick)
    timer.start(TICK)
    app.exec()


def noted() -> list[str]:
    """Return what was told of as failed, and the longest of the times the window stood still, as the journal says."""
    from ui.basics import journal

    path = journal.folder() / journal.NAME
    lines = path.read_text("ascii").splitlines() if path.exists() else []
    failed = Counter("failed " + line.partition(" failed ")[2] for line in lines if " failed " in line)
    found = [line.partition(" stalled ")[2] for line in lines if " stalled " in line]
    longest = sorted(found, key=lambda one: -int(one.removeprefix("ms=").partition(" ")[0]))[:MOST_STALLS]
    return [*(f"{times} × {words}" for words, times in failed.items()), *longest]


def tell_and_end(monkey: Monkey, crashed: list[str], seed: int) -> None:
    """Tell what happened and end at once: a dialog may be waiting for an answer that never comes."""
    wrong = monkey.wrong or (crashed[0] if crashed else "")
    keys, clicks = monkey.sent["key"], monkey.sent["click"]
    print(f"{keys} keys, {clicks} clicks, {monkey.judged} runs of keys judged, seed {seed}:")  # noqa: T201
    print(wrong or "nothing went wrong")  # noqa: T201
    for line in noted():
        print(line)  # noqa: T201
    if wrong:
        print("last: " + ", ".join(monkey.last))  # noqa: T201
    sys.stdout.flush()
    os._exit(1 if wrong else 0)


def main() -> int:
    """Start a screen and play on it, in a process of its own."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--seconds", type=float, default=60)
    reader.add_argument("--seed", type=int, default=int(time.time()))
    reader.add_argument("--office", type=Path)
    given = reader.parse_args()
    if folder := os.environ.get(FOLDER):
        play(given.seconds, given.seed, Path(folder), given.office)
        return 0
    with x_server("1280x720") as display, tempfile.TemporaryDirectory() as made:
        settings = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT)}
        settings |= {FOLDER: made, "XDG_CONFIG_HOME": made}  # its journal is its own
        words = ["-m", "tests.screen.monkey", "--seconds", str(given.seconds), "--seed", str(given.seed)]
        words += ["--office", str(given.office.resolve())] if given.office else []
        # it finds the dialogs that save, so it plays where nothing is lost
        return subprocess.run([sys.executable, *words], cwd=made, env=settings, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
