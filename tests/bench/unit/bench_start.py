"""How long the program takes to start: its help against an empty Python, its window against a bare one of Qt."""

import sys
from datetime import timedelta
from pathlib import Path

from forms.demo.made_up import made_up_sheet
from forms.demo.practice import practice_period
from forms.unit.open_paper import replace_sheet
from tests.bench.results import in_turn, spent, told
from ui.basics.folders import LAST
from ui.session.trial_workspace import make_trial

ROOT = Path(__file__).parents[3]
HELP, WINDOW, ROUNDS = 6.0, 3.6, 5  # times the peer; rounds
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
PROGRAM = """
import os
import sys
from ui.start import quick_start
quick_start.begin()
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from main import main
run = QApplication.exec
def until_painted(_):
    QTimer.singleShot(0, lambda: os._exit(0))  # closing is not what is measured
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
    with make_trial(tmp_path / "unit", "610924") as workspace:
        period = workspace.plan.periods[practice_period(workspace.plan)]
        empty = workspace.sheet(period.id, period.end + timedelta(days=10))
        replace_sheet(workspace, made_up_sheet(empty, 1), "bench")
    (tmp_path / "tanbao").mkdir()
    (tmp_path / "tanbao" / LAST).write_text(str(tmp_path / "unit"), "utf-8")
    quiet = {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), "XDG_CONFIG_HOME": str(tmp_path)}
    ours, theirs = in_turn(
        ROUNDS,
        lambda: spent([sys.executable, "-c", PROGRAM], **quiet),
        lambda: spent([sys.executable, "-c", BARE], **quiet),
    )
    assert (
        told("the program until a unit's desk is painted / a bare window of Qt", ours * 1000, theirs * 1000, WINDOW)
        <= WINDOW
    )
