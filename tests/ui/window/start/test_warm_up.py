"""What a window does once it is up: modules for the first acts are loaded in the background, and it has its icon."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from ui.window.app import WARM

ROOT = Path(__file__).resolve().parents[4]
ICON_AWAITED = """
import sys
from pathlib import Path
from PySide6.QtCore import QSize, QTimer
from ui.window.app import application, run
app, looks = application(), []
def look():
    looks.append(max(0, app.windowIcon().actualSize(QSize(32, 32)).width()))
    if looks[-1] or len(looks) > 600:
        print(looks[-1])
        app.quit()
timer = QTimer(interval=50)
timer.timeout.connect(look)
timer.start()
run(Path(sys.argv[1]))
"""


@pytest.mark.parametrize("module", WARM)
def test_what_the_first_acts_need_is_there_to_be_loaded(module: str) -> None:
    """Nobody sees it where it is not: the first acts wait, and what was left behind is not taken away either."""
    assert find_spec(module) is not None


def test_the_windows_have_the_icon_of_the_program(tmp_path: Path) -> None:
    """They had that of any program: a clerk with ten windows open looks for it in the list of them."""
    places = {name: str(tmp_path / name) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    done = subprocess.run(
        [sys.executable, "-c", ICON_AWAITED, str(tmp_path / "data")],
        cwd=ROOT,
        env={**os.environ, **places, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "32", done.stderr
