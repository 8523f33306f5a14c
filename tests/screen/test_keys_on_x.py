"""Keys, focus and size once more on a real X screen: xcb has other key bindings and other focus rules; and dragging.

What is typed into a cell, and sizes at other scales, hang on none of them and are tested offscreen alone.
"""

import os
import subprocess
import sys
from pathlib import Path

from tests.screen.x_server import x_server

ROOT = Path(__file__).resolve().parents[2]
FILES = [f"tests/ui/keys/test_{name}.py" for name in ("excel_keys", "focus", "key_count", "sizes")]
FILES.append("tests/ui/look/test_field_menus.py")
POINTER = [
    "tests/ui/keys/test_selecting.py::test_what_is_typed_over_a_selection_goes_where_it_began_and_tab_and_enter_go_round_in_it",
    "tests/ui/keys/test_filling.py::test_the_square_at_the_corner_fills_down_where_an_entry_is_taken",
]
QUICK = ("-q", "-x", "-k", "not test_scale")


def test_keys_and_focus_on_a_real_screen() -> None:
    with x_server("1280x720") as display:
        settings = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        words = [sys.executable, "-m", "pytest", *FILES, *POINTER, *QUICK]
        done = subprocess.run(words, cwd=ROOT, env=settings, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout[-4000:]
