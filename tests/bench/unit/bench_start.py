"""How long the program takes to start: its help against an empty Python, its window against a bare one of Qt."""

import sys
from pathlib import Path

from tests.bench.made import bare_window
from tests.bench.made.filled_unit import filled_unit
from tests.bench.results import in_turn, spent, told

ROOT = Path(__file__).parents[3]
HELP, WINDOW, ROUNDS = 5.5, 2.4, 5  # times the peer; rounds
PROGRAM = f"""
from ui.start import quick_start
quick_start.begin()
from PySide6.QtWidgets import QApplication, QMainWindow
from main import main
{bare_window.ENDS_PAINTED}
run = QApplication.exec
def until_painted(_):
    for window in QApplication.topLevelWidgets():
        if isinstance(window, QMainWindow):
            window.installEventFilter(painted)
    return run()
QApplication.exec = until_painted
main([])
"""


def test_help_takes_no_more_than_a_few_times_an_empty_python() -> None:
    ours, theirs = in_turn(
        ROUNDS,
        lambda: spent([sys.executable, ROOT / "main.py", "--help"]),
        lambda: spent([sys.executable, "-c", "pass"]),
    )
    assert told("main.py --help / python -c pass", ours * 1000, theirs * 1000, HELP) <= HELP


def test_the_desk_is_painted_in_no_more_than_a_few_times_a_bare_window(tmp_path: Path) -> None:
    """The whole program as an icon starts it, on a workspace whose period is filled in."""
    filled_unit(tmp_path)
    quiet = {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), "XDG_CONFIG_HOME": str(tmp_path)}
    ours, theirs = in_turn(
        ROUNDS,
        lambda: spent([sys.executable, "-c", PROGRAM], **quiet),
        lambda: spent([sys.executable, "-c", bare_window.UNTIL_PAINTED], **quiet),
    )
    assert (
        told("the program until a unit's desk is painted / a bare window of Qt", ours * 1000, theirs * 1000, WINDOW)
        <= WINDOW
    )
