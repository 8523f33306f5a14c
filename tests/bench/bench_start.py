"""How long the program takes to start: its help against an empty Python, its window against a bare one of Qt."""

import sys
from pathlib import Path

from tests.bench.results import in_turn, spent, told
from ui.session.trial_workspace import make_trial

ROOT = Path(__file__).parents[2]
HELP, WINDOW, ROUNDS = 6.0, 3.8, 5  # times the peer; rounds
BARE = """
import os
from PySide6.QtCore import QTimer
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView
app = QApplication([])
window, table = QMainWindow(), QTableView()
table.setModel(QStandardItemModel(60, 5))
window.setCentralWidget(table)
window.resize(1280, 720)
window.show()
QTimer.singleShot(0, lambda: os._exit(0))  # painted: closing is not what is measured
app.exec()
"""
OURS = """
import os
import sys
from pathlib import Path
from ui.basics.gc_tuning import hold_collection
hold_collection()
from PySide6.QtCore import QTimer
from ui.window.app import application
from ui.window.main_window import MainWindow
from ui.basics.window_settings import WindowMemory
app = application()
window = MainWindow(Path(sys.argv[1]), WindowMemory(Path(sys.argv[2])))
window.resize(1280, 720)
window.show()
QTimer.singleShot(0, lambda: os._exit(0))  # painted: closing is not what is measured
app.exec()
"""


def test_help_takes_no_more_than_a_few_times_an_empty_python() -> None:
    ours, theirs = in_turn(
        ROUNDS,
        lambda: spent([sys.executable, ROOT / "main.py", "--help"]),
        lambda: spent([sys.executable, "-c", "pass"]),
    )
    assert told("main.py --help / python -c pass", ours * 1000, theirs * 1000, HELP) <= HELP


def test_the_desk_is_painted_in_no_more_than_a_few_times_a_bare_window(tmp_path: Path) -> None:
    made = make_trial(tmp_path / "unit", "610924")
    made.store.close()
    quiet = {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    ours, theirs = in_turn(
        ROUNDS,
        lambda: spent([sys.executable, "-c", OURS, tmp_path / "unit", tmp_path / "memory.ini"], **quiet),
        lambda: spent([sys.executable, "-c", BARE], **quiet),
    )
    assert told("the unit's desk until painted / a bare window of Qt", ours * 1000, theirs * 1000, WINDOW) <= WINDOW
