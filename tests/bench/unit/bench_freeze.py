"""How long the window stands still: every act of a clerk, on a plan ten times the real size. Run by `tasks.py bench`.

SCREENS: the main thread is never away for more than 100 ms. What is timed is the act and everything it leaves to be
done, as one piece, in processor time, so that other programs do not count; the floor is the same act on the plan as it
ships.
"""

import time
from collections.abc import Callable
from statistics import median

from PySide6.QtCore import QCoreApplication, Qt
from pytestqt.qtbot import QtBot

from models.sheet.cells import read_cell
from tests.bench.results import is_busy
from tests.ui.conftest import COUNTY, PERIOD, qapp  # noqa: F401 - the application is a fixture
from ui.basics import journal
from ui.frame.watchdog import BEAT, Watchdog
from ui.screens.table import TableScreen
from ui.window.unit_desk import UnitDesk

LONGEST = 0.100  # seconds
TIMES = 3  # how often each act is done under the watchdog


def took(act: Callable[[int], object], times: int = 7) -> float:
    spans = []
    for n in range(times):
        start = time.process_time()
        act(n)
        QCoreApplication.processEvents()
        spans.append(time.process_time() - start)
        QCoreApplication.processEvents()
    return median(spans)


def acts(qtbot: QtBot, desk: UnitDesk) -> dict[str, Callable[[int], object]]:
    screen = next(one for one in desk.screens if isinstance(one, TableScreen))
    pages = [page.key for page in desk.pages()]

    def type_figure(n: int) -> None:
        desk.go("Q06.1")
        qtbot.keyClicks(screen.items, "3")
        editor = screen.items.focusWidget()
        qtbot.keyClicks(editor, f".{n + 1}")
        qtbot.keyClick(editor, Qt.Key.Key_Return)

    return {
        "type a figure": type_figure,
        "paste ten figures": lambda n: desk.edits.put_all(
            {at: read_cell(desk.session.sheet.slots[at].item, f"{n}.{k}") for k, at in enumerate(_plain(desk)[:10])}
        ),
        "undo": lambda _: desk.edits.undo(),
        "next finding": lambda _: desk.next_finding(1),
        "open another page": lambda n: desk.go(pages[n % len(pages)]),
        "open the findings": lambda n: desk.go("findings" if n % 2 else "A0"),
        "filter": lambda n: screen._filter("造林" if n % 2 else ""),
    }


def _plain(desk: UnitDesk) -> list[str]:
    return [at for at, slot in desk.session.sheet.slots.items() if slot.item.entered and slot.item.numeric]


def test_no_act_keeps_the_window_waiting_at_ten_times_the_real_size(qtbot: QtBot, desks: dict[str, UnitDesk]) -> None:
    figures = {size: {name: took(act) for name, act in acts(qtbot, desk).items()} for size, desk in desks.items()}
    for name in figures["real"]:
        real, ten = figures["real"][name], figures["ten"][name]
        print(
            f"\n{name:22} real {real * 1000:6.1f} ms   ten times {ten * 1000:6.1f} ms   ratio {ten / real:4.1f}", end=""
        )
    slow = {name: round(span * 1000) for name, span in figures["ten"].items() if span > LONGEST}
    assert not slow, f"longer than {LONGEST * 1000:.0f} ms: {slow}"


def test_the_watchdog_of_a_window_finds_nothing_that_stood_still(qtbot: QtBot, desks: dict[str, UnitDesk]) -> None:
    """On the clock and with the loop running, as a clerk has it: on a busy machine it is told and held to nothing."""
    before, busy = len(stalled()), is_busy()
    watchdog = Watchdog()
    try:
        for act in acts(qtbot, desks["real"]).values():
            for number in range(TIMES):
                act(number)
                qtbot.wait(int(3 * BEAT * 1000))
    finally:
        watchdog.stop()
    found = stalled()[before:]
    print(f"\nstood still: {'; '.join(found) or 'never'}", end="")
    assert not found or busy


def stalled() -> list[str]:
    """Return what the journal says of times when a window stood still: for how many ms, and where."""
    path = journal.folder() / journal.NAME
    lines = path.read_text("ascii").splitlines() if path.exists() else []
    return [line.partition(" stalled ")[2] for line in lines if " stalled " in line]
