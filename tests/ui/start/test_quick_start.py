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
STANDARD = """
import sys
if sys.argv[1:]:
    from ui.start import quick_start
    quick_start.begin()
    waiting = set(quick_start.STANDARD) & quick_start._loaders.keys()
    assert waiting == set(quick_start.STANDARD), "nobody has asked them for anything"
import PySide6.QtCore
import bz2
import copy
import inspect
import lzma
import shutil
import tempfile
import traceback
from inspect import getdoc
print(inspect.signature(lambda a, *, b=1: a), getdoc(inspect), inspect.getsource(shutil.which)[:9])
print(shutil.which("ls"), tempfile.gettempdir(), isinstance(tempfile.TemporaryDirectory, type))
print([one for one in (inspect, shutil, tempfile, traceback)], [one.__file__ for one in (inspect, traceback)])
print(copy.deepcopy([[1]]), copy.Error)
print([one.decompress(one.compress(b"a" * 9)) for one in (bz2, lzma)], lzma.LZMAError.__module__)
print(dir(traceback), traceback.__spec__.name, hasattr(shutil, "nothing"))
try:
    shutil.nothing
except AttributeError as error:
    print(error, traceback.format_exception_only(error))
"""


def quick_and_plain(script: str) -> tuple[str, str]:
    """What a script prints that begins with the quick start, and what it prints without."""
    quick, plain = (
        subprocess.run(
            [sys.executable, "-c", script, *words],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for words in (["quick"], [])
    )
    return quick, plain


def test_modules_of_python_that_were_passed_over_are_what_they_are_when_they_are_asked() -> None:
    quick, plain = quick_and_plain(STANDARD)
    assert "copytree" not in plain and "def which" in plain
    assert quick == plain


FEATURES = """
import sys
if sys.argv[1:]:
    from ui.start import quick_start
    quick_start.begin()
import PySide6.QtCore
import __feature__
print(__feature__.all_feature_names, __feature__.snake_case, __feature__.__spec__.name)
"""


def test_what_qt_offers_of_other_names_is_there_when_it_is_asked() -> None:
    quick, plain = quick_and_plain(FEATURES)
    assert "snake_case" in plain
    assert quick == plain


def test_qt_says_what_was_wrong_about_a_call_in_the_same_words_as_without_the_quick_start() -> None:
    quick, plain = quick_and_plain(WRONG)
    assert "Supported signatures" in plain
    assert quick == plain
