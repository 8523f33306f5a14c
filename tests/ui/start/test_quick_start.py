"""What a start passes over of Qt's library is there when it is asked for."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
WRONG = """
import sys
if sys.argv[1:]:
    from ui.start import quick_start
    quick_start.begin()
from PySide6.QtCore import QObject, QSize, QTimer
acts = (
    lambda: QSize("1"), lambda: QSize(1, 2).setWidth("3"), lambda: QObject(nothing=3), lambda: QTimer().start("1", "2"),
    lambda: QSize(1, 2, 3), lambda: print(QSize.scaled.__doc__),
)
for act in acts:
    try:
        act()
    except Exception as error:
        print(type(error).__name__, error)
"""


def test_qt_says_what_was_wrong_about_a_call_in_the_same_words_as_without_the_quick_start() -> None:
    quick, plain = (
        subprocess.run(
            [sys.executable, "-c", WRONG, *words],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for words in (["quick"], [])
    )
    assert "Supported signatures" in plain
    assert quick == plain
